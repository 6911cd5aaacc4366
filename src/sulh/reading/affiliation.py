"""Affiliation: whom each actor speaks for, and in which office."""

from __future__ import annotations

import re

from sulh.reading.cast import Cast
from sulh.reading.entity import Entity, kinds_of_noun, lower_names, without_article
from sulh.reading.lexicon import wordset
from sulh.reading.mention import Mention, placed

_BELONGS = re.compile(r"\s+(?:of|for|from|representing)\s+(?:the\s+)?")


class Affiliation:
    """Settles who belongs to whom in a *cast* of the actors of *text*."""

    def __init__(self, cast: Cast, text: str) -> None:
        self._cast = cast
        self._text = text

    def settle(self) -> None:
        """Give every actor its owner and its office, as far as the words tell."""
        for mention in self._cast.mentions:
            meant = self._cast.at(mention)
            if mention.pointing or len(meant) != 1:
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
                entity.member_of = home
            elif company is not None and title in wordset("roles", "of_company"):
                entity.member_of = company
            elif union is not None and title in wordset("roles", "of_union"):
                entity.member_of = union

    def _owner(self, mention: Mention, entity: Entity) -> Entity | None:
        """Return what is named or pointed to in *mention*, or right behind it: "Marisol of the Circle"."""
        inside = [e for child in mention.children for e in self._cast.at(child)[:1] if e is not entity]
        own = mention.name
        for name in mention.own_names():
            other = name != own and not placed(self._text, name[0])
            found = self._cast.side_called(self._text[slice(*name)]) if other else None
            inside += [found] if found is not None and found is not entity else []
        if mention.kind in {"person", "source"} and not inside:
            end = mention.span[1]
            behind = _BELONGS.match(self._text, end)
            following = self._cast.starting(behind.end()) if behind else None
            inside = list(self._cast.at(following)[:1]) if following is not None else []
        sides = [e for e in inside if e.is_side]
        if not sides and entity.kind in {"person", "source", "group"}:
            sides = self._modifying(mention, entity)
        if entity.kind in {"person", "source", "group", "body"}:
            return next(iter(sides), None) or next((e for e in inside if e.kind == "person"), None)
        part = mention.name is None or (entity.may_be & {"government", "body"} and mention.children)
        return next(iter(sides), None) if part else None

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
            if head == "minister":  # the petroleum minister belongs to no oil company
                others = [e for e in others if e.may_be_a_state]
            holding = [e for e in others if word in e.name.lower().split() or word in lower_names(e)]
            found = self._cast.latest(holding) or (
                self._cast.latest(e for e in others if e.may_be & kinds) if kinds else None
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
            if not side.is_side:
                continue
            word = mention.phrase.lower()
            first, _, rest = word.partition(" ")
            if word in {"we", "us", "our"}:
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
        if words & wordset("roles", "mediating") and not mention.children:
            entity.mediating = True
        if entity.kind != "person" or entity.title is not None:
            return
        title = self._title(mention)
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
        behind = self._text[name[1] : end].strip(" ,")
        whole = before or behind
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

    def _home(self) -> Entity | None:
        """Return the state that the report speaks of at least twice as often as of any other."""
        states = [e for e in self._cast.entities if e.kind == "state" and not _called_otherwise(e)]
        return _foremost(states) if states else self._only("government")

    def _only(self, kind: str) -> Entity | None:
        """Return the one side of *kind*; if nothing tells of a company, the one whose kind nothing tells."""
        sides = [e for e in self._cast.entities if e.is_side and e.top is e]
        sure = [e for e in sides if kind in e.may_be]
        if kind == "company" and not sure:
            sure = [e for e in sides if e.kind == "organisation" and e.named and not e.may_be]
        return _foremost(sure)


def _called_otherwise(state: Entity) -> bool:
    """Whether the report calls it by a noun that means no state: "the movement"."""
    nouns = [kinds_of_noun(name) for name in lower_names(state)]
    return any(kinds and not kinds & {"state", "government"} for kinds in nouns)


def _foremost(entities: list[Entity]) -> Entity | None:
    """Return the one that is spoken of at least twice as often as any other, none if there is none."""
    ranked = sorted(entities, key=lambda e: -len(e.mentions))
    if len(ranked) > 1 and len(ranked[0].mentions) < 2 * len(ranked[1].mentions):
        return None
    return ranked[0] if ranked else None


def _of_a_state(entity: Entity) -> bool:
    """Whether its office is one of a state, with nothing in the title that says of what else."""
    if entity.head not in wordset("roles", "of_state") or entity.mediating:
        return False
    if entity.head == "minister":
        return True  # of whatever
    words = (entity.title or "").lower().split()
    portfolio = {word for title in wordset("titles", "persons") for word in title.split()[:-1]}
    return set(words[:-1]) <= portfolio


def _office(title: str) -> str | None:
    """Return the noun of *title*: "negotiator" of "chief negotiator for the union"."""
    words = re.split(r"\s(?:of|for|from|in|at|on|to|and)\b|,", title.lower())[0].split()
    return words[-1] if words else None
