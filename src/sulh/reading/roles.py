"""Roles: which actors are the parties, which mediate; and whom "both sides" or "the quartet" names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sulh.reading.draft import POSITIONAL, Draft
from sulh.reading.entity import Entity
from sulh.reading.lexicon import wordset

_WEIGHT = dict.fromkeys(POSITIONAL, 2) | {"red line": 3, "agree": 1}

_NOUNS = wordset("roles", "texts") | wordset("roles", "agreements") | wordset("roles", "talks")
_PUT_FORWARD = re.compile(rf"\b(?:{'|'.join(sorted(_NOUNS))})\b")
"""What a mediator puts forward; what a side would do itself has other words."""
_ASKED = 2
_TWO_ACTS = 4
_CALLED = 6
_POSITIONED = 2


@dataclass(frozen=True)
class Roles:
    """The parties and mediators of one report, most active first."""

    parties: tuple[Entity, ...]
    mediators: tuple[Entity, ...]

    def members(self, entity: Entity) -> tuple[Entity, ...]:
        """Return the actors that *entity* speaks for: a collective is taken apart."""
        if entity.collective == "parties":
            return self.parties[:2]
        if entity.collective == "mediators":
            return self.mediators
        if entity.collective:
            return ()
        return (entity.top,)


@dataclass
class _Deeds:
    """What the actors of a report did, weighed: positions taken, others pressed, texts put forward."""

    acted: Counter[Entity] = field(default_factory=Counter)
    pressed: Counter[Entity] = field(default_factory=Counter)
    offered: Counter[Entity] = field(default_factory=Counter)
    answered: Counter[Entity] = field(default_factory=Counter)
    """To whom somebody else did something, or has talks with."""
    to_one: set[Entity] = field(default_factory=set)
    """Who put something forward to one side in particular."""
    texts: dict[Entity, set[str]] = field(default_factory=dict)
    """What each offered, in the words of the report."""
    answers: dict[str, set[Entity]] = field(default_factory=dict)
    """Who accepted or rejected what."""

    def note(self, draft: Draft) -> None:
        """Take the act of *draft* into account."""
        to_all = draft.addressee is not None and draft.addressee.collective == "parties"
        tops = tuple(dict.fromkeys(entity.top for entity in draft.speakers))
        act = "agree" if draft.act == "accept" and len(tops) > 1 else draft.act
        for top in tops:
            if draft.act == "press" or (draft.act == "offer" and to_all):
                # Who urges one side, once, may be anybody.
                side = draft.addressee.top if draft.addressee is not None else top
                self.pressed[top] += 1 if side is not top and side.named and not side.collective else 2
            elif draft.act == "offer":
                self.offered[top] += 2
                if draft.addressee is not None:
                    self.to_one.add(top)
            elif act in _WEIGHT:
                self.acted[top] += _WEIGHT[act]
            for term in draft.terms:
                if draft.act == "offer":
                    self.texts.setdefault(top, set()).add(term.text.lower())
                elif draft.act in {"accept", "reject"}:
                    self.answers.setdefault(term.text.lower(), set()).add(top)
        if draft.addressee is not None and draft.act in _WEIGHT:
            self.answered[draft.addressee.top] += 1

    def only_put_forward(self) -> list[Entity]:
        """Return who only puts forward, to nobody in particular, between two that take positions.

        What one other alone answers is an offer to that one.
        """
        alone = [
            e for e in self.offered
            if any(_PUT_FORWARD.search(text) for text in self.texts.get(e, ()))
            and not (self.acted[e] or self.pressed[e]) and e not in self.answered and e not in self.to_one
            and len({by for text in self.texts.get(e, ()) for by in self.answers.get(text, ())} - {e}) != 1
        ]  # fmt: skip
        return alone if sum(weight >= _POSITIONED for weight in self.acted.values()) > 1 else []


def decide(
    drafts: Sequence[Draft], between: Iterable[tuple[Entity, ...]], brokers: Iterable[Entity]
) -> Roles:
    """Decide the roles from what the actors do.

    A mediator is one that the report calls so, one that more often presses than it takes a position of its
    own, or one that only puts texts forward between two others; a party is one that takes a position, answers
    one, or has the talks "between" it and another.
    """
    deeds = _Deeds()
    for draft in drafts:
        deeds.note(draft)
    for group in between:
        deeds.answered.update({entity.top: _ASKED for entity in group})
    taken = deeds.acted + deeds.offered + deeds.answered
    called = dict.fromkeys(entity.top for entity in brokers)
    called |= dict.fromkeys(entity.top for draft in drafts for entity in draft.speakers if entity.mediating)
    called |= dict.fromkeys(entity for entity in taken if entity.mediating)
    deeds.pressed.update(dict.fromkeys(called, _CALLED))
    deeds.pressed.update(dict.fromkeys(deeds.only_put_forward(), 1))
    # A text that one who presses has put forward is a mediator's proposal.
    weights = {e: deeds.pressed[e] + deeds.offered[e] for e in deeds.pressed}
    named = {
        e for e, weight in weights.items()
        if weight > max(deeds.acted[e], 1) and not (e.is_source or e.collective)
        and (e in called or not _is_crowd(e))
    }  # fmt: skip
    own = deeds.acted + deeds.offered
    parties = [
        e
        for e, _ in taken.most_common()
        if e not in named
        and not (e.is_source or e.collective)
        and (_can_be_party(e, taken) or (e in deeds.answered and e.title is None) or _speaks_alone(e, own))
    ]
    for least in (_POSITIONED, 1):  # who is asked for something once, or agrees once with many, stands by
        sides = [e for e in parties if own[e] >= least or deeds.answered[e] >= _ASKED]
        if len(sides) > 1:
            parties = sides
            break
    return Roles(tuple(parties), tuple(sorted(named, key=lambda e: (-weights[e], e.name))))


def _is_crowd(entity: Entity) -> bool:
    """Whether it is a number of people: relatives and fruit exporters urge, and mediate not."""
    many = entity.kind in {"organisation", "state"} and re.search(r" [a-z]+s\Z", entity.name) is not None
    return many or (entity.kind == "group" and not entity.named)


def _speaks_alone(entity: Entity, acted: Counter[Entity]) -> bool:
    """Whether an official acts for somebody whom the report does not name."""
    return entity.kind == "person" and acted[entity] >= _TWO_ACTS


def _can_be_party(entity: Entity, acted: Counter[Entity]) -> bool:
    """Whether it is a side, by name, or by more than a passing act: "the country" is nobody in particular."""
    side = entity.kind in {"state", "organisation", "group", "body"}
    return side and ((entity.named and not _is_crowd(entity)) or acted[entity] >= _TWO_ACTS)
