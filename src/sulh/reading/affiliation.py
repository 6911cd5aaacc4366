"""Affiliation: whom each actor speaks for, and in which office."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache, cached_property

from sulh.model.report import Report
from sulh.reading.cast import Cast
from sulh.reading.entity import Entity, called_otherwise, kinds_of_noun, lower_names, without_article
from sulh.reading.lexicon import titles, wordset
from sulh.reading.mention import LEADS, Mention, placed
from sulh.reading.tokens import sentence_at

_FORMER = re.compile(r"\b(?:former|ex|once)\b", re.I)
_OWN_MASTERS = frozenset({"movement", "party", "union", "company", "club"})
_FIRST = 3
_LONGEST = 200
_ACROSS = re.compile(r"\b(?:with|against|to|by|than|between)\s(?:the\s)?\Z")
_BELONGS = re.compile(r"\s+(?:of|for|from|representing)\s+(?:the\s+)?")


class Affiliation:
    """Settles who belongs to whom in a *cast* of the actors of *report*."""

    def __init__(self, cast: Cast, report: Report) -> None:
        self._cast = cast
        self._text = report.text
        self._sentences = report.sentences

    def settle(self) -> None:
        """Give every actor its owner and its office, as far as the words tell."""
        for mention in self._cast.mentions:
            meant = self._cast.at(mention)
            if mention.pointing or len(meant) != 1 or meant[0].collective:
                continue  # a pronoun says nothing of anybody, and in a list nobody belongs to another
            (entity,) = meant
            self._describe(mention, entity)
            if entity.member_of is None and entity.kind != "state":
                owner = self._owner(mention, entity)
                if owner is not None and owner.top is not entity:
                    entity.member_of = owner
        self._pledged()
        home, company, union = self._home(), self._only("company"), self._only("union")
        for entity in self._cast.entities:
            if entity.member_of is not None or entity.kind != "person" or entity.mediating:
                continue
            title = (entity.title or entity.name).lower()
            if _of_a_state(entity):
                entity.member_of = home or self._before(entity)
            elif company is not None and title in wordset("roles", "of_company"):
                entity.member_of = company
            elif union is not None and title in wordset("roles", "of_union"):
                entity.member_of = union

    def _owner(self, mention: Mention, entity: Entity) -> Entity | None:
        """Return what is named or pointed to in *mention*, or right behind it: "Marisol of the Circle"."""
        own = mention.name
        led = LEADS.search(mention.text)
        leading = mention.span[0] + led.end() if led else mention.span[1]
        inside = [
            e
            for child in sorted(
                mention.children, key=lambda child: (child.span[1] < leading, child.span[0] > mention.aside)
            )
            for e in self._cast.at(child)[:1]
            if e is not entity
            and not (
                mention.aside < child.span[0] and _ACROSS.search(self._text, mention.aside, child.span[0])
            )
            and not _FORMER.search(self._text, own[1] if own else child.span[0], child.span[0])
        ]
        for name in mention.own_names():
            other = name != own and not placed(self._text, name[0])
            found = self._cast.register.side(self._text[slice(*name)]) if other else None
            inside += [found] if found is not None and found is not entity else []
        if mention.kind in {"person", "source"} and not inside:
            end = mention.span[1]
            comma = self._text[end - 1] == ","
            behind = _BELONGS.match(self._text, end) or LEADS.match(self._text, end - comma)
            following = self._cast.starting(behind.end()) if behind else None
            beside = following or self._right_before(mention)
            inside = list(self._cast.at(beside)[:1]) if beside is not None else []
        sides = [e for e in inside if e.is_side]
        if not sides and entity.kind in {"person", "source", "group"}:
            sides = self._modifying(mention, entity)
        if entity.kind in {"person", "source", "group", "body"}:
            return next(iter(sides), None) or next((e for e in inside if e.kind == "person"), None)
        kinds = kinds_of_noun(mention.head) - {"state"}
        itself = entity.named and not entity.may_be & {"government", "body"}
        if itself or (kinds & _OWN_MASTERS and mention.head not in wordset("kinds", "states")):
            sides = [e for e in sides if e.kind != "state"]  # Karsovia's rebels are no part of it
        part = mention.name is None or (entity.may_be & {"government", "body"} and mention.children)
        return next(iter(sides), None) if part else None

    def _right_before(self, mention: Mention) -> Mention | None:
        """Return what ends where *mention* begins: "U.S." of "U.S. Trade Representative Dana Orel"."""
        start = mention.span[0]
        abbreviated = self._cast.ending(start - 2)
        if abbreviated is not None and "." in abbreviated.text and self._text[start - 2 : start] == ". ":
            return abbreviated
        return self._cast.ending(start - 1) if self._text[start - 1] == " " else None

    def _modifying(self, mention: Mention, entity: Entity) -> list[Entity]:
        """Return the side that a noun before the head means: "a union official", "the council negotiator"."""
        if mention.name is not None and mention.kind != "person":
            return []
        title = (self._title(mention) or "").lower() if mention.kind == "person" else ""
        words, head = (
            (title.split(), _office(title)) if title else (mention.phrase.lower().split(), mention.head)
        )
        at = words.index(head) if head in words else 0
        for word in reversed(words[:at]):
            kinds = kinds_of_noun(word)
            others = [e for e in self._cast.entities if e.is_side and e is not entity]
            if mention.kind == "person" and word in _portfolio():
                # a trade representative is none of the World Trade Organization
                others = [e for e in others if "government" in e.may_be]
            if head == "minister":  # the petroleum minister belongs to no oil company
                others = [e for e in others if e.may_be_a_state]
            holding = [e for e in others if word in e.name.lower().split() or word in lower_names(e)]
            at = mention.span[0]
            found = self._cast.register.latest(holding, at) or (
                self._cast.register.latest((e for e in others if e.may_be & kinds), at) if kinds else None
            )
            if found is not None:
                return [found]
        return []

    def _pledged(self) -> None:
        """Give persons the side that their own words name: "we" for it, or "his party", "her members"."""
        for mention in self._cast.mentions:
            if mention.goes_on is None or len(self._cast.at(mention)) != 1:
                continue
            side = self._cast.at(mention)[0]
            if not side.is_side or mention.head in wordset("roles", "across"):
                continue
            if mention.head in wordset("roles", "under") and not side.named:
                continue
            word = mention.phrase.lower()
            first, _, rest = word.partition(" ")
            if word in {"we", "us", "our"} or (first == "our" and rest and len(rest.split()) < 3):
                owners = self._cast.speakers(mention.span)
            elif first in {"his", "her", "my"} and rest and len(rest.split()) < 3:
                inside = [e for child in mention.children for e in self._cast.at(child)]
                owners = tuple(inside) or self._cast.nearest(mention, person=True)
            else:
                continue
            for owner in owners:
                if owner.kind == "person" and owner.member_of is None and side.top is not owner:
                    owner.member_of = side

    def _describe(self, mention: Mention, entity: Entity) -> None:
        """Note the office of a person, and whether it mediates."""
        words = set(re.findall(r"[\w-]+", mention.text.lower()))
        within = [e for child in mention.children for e in self._cast.at(child)]
        if words & wordset("roles", "mediating") and all("body" in e.may_be for e in within):
            entity.mediating = True
            for body in within:  # the United Nations envoy mediates for the United Nations
                body.mediating = True
        if entity.kind != "person" or entity.title is not None:
            return
        title = self._title(mention) or self._title_before(mention)
        if title:
            entity.title = title
            entity.head = entity.head or _office(title)

    def _title(self, mention: Mention) -> str | None:
        """Return the words of *mention* that are neither the name nor, before the office, its owner."""
        start, end = mention.span
        name = mention.name
        if name is None:
            return None
        before = self._text[start : name[0]].strip(" ,")
        behind = self._text[name[1] : max(name[1], min(end, mention.aside))].strip(" ,")
        whole = (self._title_of(before) if " of " in before else None) or before or behind
        if not whole or (behind.startswith(("who ", "which ", "whose ", "of ", "for ")) and not before):
            return None
        whole = without_article(whole)
        for child in mention.children:
            written = without_article(self._text[slice(*child.span)])
            if whole.startswith(written) and whole != written:
                whole = whole.removeprefix(written).removeprefix("'s").removeprefix("’s").strip(" ,'’")
        for other in mention.names:
            written = self._text[slice(*other)]
            if other != name and whole.startswith(written + " "):
                whole = whole.removeprefix(written).strip()
        return without_article(whole) or None

    def _title_before(self, mention: Mention) -> str | None:
        """Return the title right before *mention*, in what it stands in: "Premier Dana Orel's office"."""
        before = self._text[max(mention.span[0] - 40, 0) : mention.span[0]]
        return self._title_of(before.strip()) if before.endswith(" ") else None

    def _title_of(self, before: str) -> str | None:
        """Return the title at the end of *before*: "President" of "the government of leftist President"."""
        words = before.split()
        tails = (" ".join(words[-count:]) for count in (3, 2, 1) if count <= len(words))
        return next((tail for tail in tails if tail.lower() in titles()), None)

    def _home(self) -> Entity | None:
        """Return the state that the report speaks of at least twice as often as of any other."""
        states = [e for e in self._cast.entities if e.kind == "state" and not called_otherwise(e)]
        return _foremost(states) if states else self._only("government")

    def _before(self, entity: Entity) -> Entity | None:
        """Return the state that opens the sentence on *entity*, or that its paragraph names most before."""
        for at, _ in sorted(entity.mentions)[:_FIRST]:
            start = self._text.rfind("\n", 0, at) + 1
            here = sentence_at(self._sentences, at)
            opening = self._states_between(here.start if here else start, at)
            if opening:
                return opening[0]
            named = Counter(self._states_between(start, at))
            if named:
                most = max(named.values())
                return _foremost([state for state, times in named.items() if times == most])
        return None

    def _states_between(self, start: int, end: int) -> list[Entity]:
        """Return the states that the text names at ``[start, end)``, as often as it does."""
        first, last = (bisect_left(self._named, (place, 0)) for place in (start, end))
        return [self._states[number] for _, number in self._named[first:last]]

    @cached_property
    def _states(self) -> list[Entity]:
        return [
            e
            for e in self._cast.entities
            if e.kind == "state" and e.named and "-" not in e.name and not called_otherwise(e)
        ]  # "Franco-German" is none

    @cached_property
    def _named(self) -> list[tuple[int, int]]:
        """Where a state is named, and which of them, in the order of the text."""
        called = {name: n for n, e in enumerate(self._states) for name in (e.name, *e.aliases)}
        if not called:
            return []
        written = "|".join(map(re.escape, sorted(called, key=len, reverse=True)))
        found = re.finditer(rf"\b(?:{written})\b(?!-)", self._text)
        return [
            (match.start(), called[match[0]])
            for match in found
            if not placed(self._text, match.start()) and not self._in_person(match.start())
        ]

    def _in_person(self, at: int) -> bool:
        """Whether what stands at *at* says who some person is: "US President Barack Obama"."""
        near = self._cast.between(at - _LONGEST, at + 1)
        return any(m.kind == "person" and at < m.span[1] and m.name is not None for m in near)

    def _only(self, kind: str) -> Entity | None:
        """Return the one side of *kind*; if nothing tells of a company, the one whose kind nothing tells."""
        sides = [e for e in self._cast.entities if e.is_side and e.top is e]
        sure = [e for e in sides if kind in e.may_be]
        if kind == "company" and not sure:
            sure = [e for e in sides if e.kind == "organisation" and e.named and not e.may_be]
        return _foremost(sure)


def _foremost(entities: list[Entity]) -> Entity | None:
    """Return the one that is spoken of at least twice as often as any other, none if there is none."""
    ranked = sorted(entities, key=lambda e: -len(e.mentions))
    if len(ranked) > 1 and len(ranked[0].mentions) < 2 * len(ranked[1].mentions):
        return None
    return ranked[0] if ranked else None


def _of_a_state(entity: Entity) -> bool:
    """Whether its office is one of a state, with nothing in the title that says of what else."""
    if (entity.head or "").removesuffix("s") not in wordset("roles", "of_state") or entity.mediating:
        return False
    if entity.head in {"minister", "ministers"}:
        return True  # of whatever
    words = (entity.title or "").lower().split()
    return set(words[:-1]) <= _portfolio()


@cache
def _portfolio() -> frozenset[str]:
    """Return what an office may be for: "trade" of "trade minister"."""
    words = {word for title in wordset("titles", "persons") for word in title.split()[:-1]}
    return frozenset(word for word in words if not kinds_of_noun(word))


def _office(title: str) -> str | None:
    """Return the noun of *title*: "negotiator" of "chief negotiator for the union"."""
    words = re.split(r"\s(?:of|for|from|in|at|on|to|and)\b|,", title.lower())[0].split()
    return words[-1] if words else None
