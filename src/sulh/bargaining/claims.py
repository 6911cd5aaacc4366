"""What each piece of evidence carries: which statements are made, and which positions bind, if it is right.

Whether a statement replaces another depends on these two alone, so a case in which some evidence is left out
needs no new stance: a position binds where it is stated and nothing that replaces it is stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from sulh.bargaining.implication import cover
from sulh.bargaining.offers import NOT_SAID_BY_THEM
from sulh.bargaining.stance import (
    Statement,
    day_of,
    order,
    own_words_against,
    refusals_on,
    rivals,
    said_by,
    statements_in,
    withdrawn,
)
from sulh.model.dates import day_range, last_day
from sulh.model.findings import ActivePosition
from sulh.model.problem import Evidence, Position, Problem
from sulh.model.sources import Source, source_of


class Atom(NamedTuple):
    """A source in a report: what can be left out at once. The report is None where none is named."""

    source: Source
    report: str | None


Needs = tuple[frozenset[int], ...]
"""Of each of these sets of atoms at least one must be right."""


@dataclass(frozen=True)
class Claim:
    """A statement, with what it takes to be made and what undoes it.

    It is made where `needs` hold and no atom in `without` is right. `replaced_by` are the claims that
    replace it, `doubted_by` those that leave open whether it still stands (`unsure`: that is open anyway).
    `item` is the place of its position among the items, -1 where it binds nobody.
    """

    position: Position
    item: int
    needs: Needs
    without: frozenset[int]
    replaced_by: tuple[int, ...] = ()
    doubted_by: tuple[int, ...] = ()
    unsure: bool = False
    never: bool = False


@dataclass(frozen=True)
class Item:
    """A position that some evidence would make bind. `covers` are items that imply it, for a refusal."""

    position: Position
    kind: Literal["position", "offer", "refusal"]
    offer: str | None
    claims: tuple[int, ...]
    covers: tuple[int, ...] = ()

    def bound(self) -> ActivePosition:
        """Return it as a position that binds."""
        return ActivePosition(position=self.position, kind=self.kind, offer=self.offer)


class Claims:
    """The claims and items of a case on a day, of the parties *among*.

    Items come in the order of the stance: positions, the terms of offers, refusals.
    """

    def __init__(self, problem: Problem, as_of: str | None, among: Sequence[str]) -> None:
        self.problem, self.among = problem, among
        self.atoms: dict[Atom, int] = {}
        self.claims: list[Claim] = []
        self._offers = {offer.id: offer for offer in problem.offers}
        day = day_of(as_of)
        said = [s for s in statements_in(problem) if s.position.party in among and said_by(s.position, day)]
        statements = [variant for s in said for variant in self._variants(s)]
        places: dict[str, int] = {}
        for statement, needs, without in statements:
            position = statement.position
            binds = position.strength != "preference" and not withdrawn(position, day)
            item = places.setdefault(position.id, len(places)) if binds else -1
            open_end = position.until is not None and day is not None and last_day(position.until) is None
            self.claims.append(Claim(position, item, needs, without, unsure=open_end))
        made = [statement for statement, _, _ in statements]
        self._relate(made)
        self.items = self._items(places, made)
        self._refuse(as_of)

    def _items(self, places: Mapping[str, int], statements: Sequence[Statement]) -> list[Item]:
        made: list[list[int]] = [[] for _ in places]
        for at, claim in enumerate(self.claims):
            if claim.item >= 0:
                made[claim.item].append(at)
        items = []
        for claims in made:
            first = statements[claims[0]]
            act = first.act if first.kind == "offer" else None
            items.append(Item(first.position, first.kind, act, tuple(claims)))
        return items

    def _variants(self, statement: Statement) -> Iterator[tuple[Statement, Needs, frozenset[int]]]:
        """Yield *statement* with what it takes; an acceptance in its party's own voice, and in others'."""
        position, none = statement.position, frozenset[int]()
        if statement.kind == "position":
            yield statement, self._any(position.evidence, position.party), none
            return
        offer = self._offers[statement.act]
        made = self._any(offer.evidence, offer.by)
        if position.party == offer.by:
            yield statement, made, none
            return
        said = offer.answer_evidence.get(position.party, ())
        own = [item for item in said if item.level not in NOT_SAID_BY_THEM]
        others = [item for item in said if item.level in NOT_SAID_BY_THEM]
        by_own = self._any(own, position.party)
        if own or not said:
            yield statement, (*made, *by_own), none
        if others and (by_own or not own):
            theirs = position.model_copy(update={"own_voice": False})
            needs = (*made, *self._any(others, position.party))
            yield replace(statement, position=theirs), needs, by_own[0] if by_own else none

    def _any(self, evidence: Iterable[Evidence], party: str) -> Needs:
        """Return what *evidence* asks: that one piece is right; nothing where a person wrote one."""
        found = set()
        for item in evidence:
            source = source_of(item, party)
            if source is None:
                return ()
            found.add(self.atoms.setdefault(Atom(source, item.report), len(self.atoms)))
        return (frozenset(found),) if found else ()

    def _relate(self, statements: Sequence[Statement]) -> None:
        """Note which claims replace, and which throw doubt on, which others."""
        by_party: dict[str, list[Statement]] = {}
        for statement in statements:
            by_party.setdefault(statement.position.party, []).append(statement)
        place = {id(statement): at for at, statement in enumerate(statements)}
        for at, statement in enumerate(statements):
            mine, near = statement.position, by_party[statement.position.party]
            replaced_by, doubted_by = [], []
            for other in rivals(statement, near):
                way = order(mine.since, other.position.since)
                if way == "after":
                    replaced_by.append(place[id(other)])
                elif way == "unsure" and (day_range(mine.since) is None or day_range(other.position.since)):
                    doubted_by.append(place[id(other)])
            for other in near:
                if own_words_against(other, statement, self.problem):
                    replaced_by.append(place[id(other)])
            claim = replace(self.claims[at], replaced_by=tuple(replaced_by), doubted_by=tuple(doubted_by))
            never = any(_whenever(claim, self.claims[other]) for other in replaced_by)
            self.claims[at] = replace(claim, never=never)

    def _refuse(self, as_of: str | None) -> None:
        """Add the refusals, each with the items that would cover it."""
        refusals, _ = refusals_on(self.problem, day_of(as_of))
        refusals = [one for one in refusals if one.position.party in self.among]
        covered = cover(refusals, [item.bound() for item in self.items], self.problem)
        names = {item.position.id: at for at, item in enumerate(self.items)}
        names |= {one.position.id: len(self.items) + at for at, one in enumerate(refusals)}
        for one in covered:
            offer, party = self._offers[one.offer or ""], one.position.party
            said = self._any(offer.answer_evidence.get(party, ()), party)
            needs = (*self._any(offer.evidence, offer.by), *said)
            self.claims.append(Claim(one.position, len(self.items), needs, frozenset()))
            covers = tuple(names[name] for name in one.covered_by)
            self.items.append(Item(one.position, "refusal", one.offer, (len(self.claims) - 1,), covers))


def _whenever(claim: Claim, other: Claim) -> bool:
    """Return whether *other* is surely made wherever *claim* is."""
    return not other.without and all(any(mine <= need for mine in claim.needs) for need in other.needs)
