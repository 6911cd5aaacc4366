"""The actors of a report by name: which of them a name means, and where each was spoken of."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from sulh.model.move import ActorKind
from sulh.reading.entity import Entity, initials, is_adjective_of, kinds_of_name
from sulh.reading.gazetteer import Known, known, media_words, seated
from sulh.reading.markup.annotation import Span
from sulh.reading.naming import calls


class Register:
    """All actors of one report, in the order in which they came up: `entities`."""

    def __init__(self, text: str, names: Sequence[Span]) -> None:
        self.entities: list[Entity] = []
        listed = [each for each in map(known, {text[slice(*name)] for name in names}) if each is not None]
        self._bodies = {each.name for each in listed if each.kind == "organisation" and not each.seat}
        self._states = {each.name for each in listed if each.kind == "state" and not each.house}
        self._end = len(text)
        self._starts: dict[Entity, list[int]] = {}
        self._number: dict[Entity, int] = {}
        self._by_key: dict[str, set[Entity]] = {}

    def add(self, entity: Entity) -> Entity:
        """Take in *entity*, and return it."""
        self._number[entity] = len(self.entities)
        self.entities.append(entity)
        self._know(entity, entity.name)
        return entity

    def call(self, entity: Entity, name: str) -> None:
        """Note that the report calls *entity* by *name*, once more."""
        entity.aliases[name] += 1
        self._know(entity, name)

    def find(self, name: str, *, person: bool) -> Entity | None:
        """Return whose *name* it is, or who came up last of those that it, of a *person* or not, may mean."""
        alike = {entity for key in _keys(name) for entity in self._by_key.get(key, ())}
        fitting = (e for e in alike if calls(name, e, person=person))
        return max(fitting, key=lambda e: (e.name == name, self._number[e]), default=None)

    def by_name(self, name: str, kind: ActorKind) -> Entity:
        """Return whom *name* means in a mention of *kind*, somebody new if nobody is called so."""
        listed = self.known(name)
        person = kind == "person" and listed is None
        if listed is not None:
            name = listed.name
        found = self.find(name, person=person)
        if found is None:
            return self.add(_made(name, kind, listed))
        if listed is None and _fuller(name, found):
            found.aliases[found.name] += 1
            found.name = name
            self._know(found, name)
        return found

    def side(self, name: str) -> Entity | None:
        """Return the actor, no person, that *name* is known to mean; a state may be new to the report."""
        if (found := self.find_side(name)) is not None:
            return found
        listed = self.known(name)
        if listed is None or listed.kind != "state":
            return None
        return self.add(_made(listed.name, "state", listed))

    def find_side(self, name: str) -> Entity | None:
        """Return the actor, no person, of the report that *name* is known to mean."""
        listed = self.known(name)
        return self.find(listed.name if listed else name, person=False)

    def known(self, name: str) -> Known | None:
        """Return what is known by *name*: of the seat of two, the body if the report names it.

        A house stands for its state where the report names that; in a quarrel at home it is a side itself.
        """
        body = seated(name)
        if body is not None and body.name in self._bodies:
            return body
        listed = known(name)
        at_home = listed is not None and listed.house and listed.name not in self._states
        return None if at_home else listed

    def meet(self, entity: Entity, span: Span) -> None:
        """Note that *entity* is spoken of at *span*."""
        entity.mentions.append(span)
        insort(self._starts.setdefault(entity, []), span[0])

    def first(self, entity: Entity, default: int) -> int:
        """Return where *entity* is spoken of first, *default* if nowhere yet."""
        return self._starts.get(entity, [default])[0]

    def latest(self, among: Iterable[Entity], at: int) -> Entity | None:
        """Return the one of *among* that was spoken of last before *at*, or else first behind it."""

        def place(entity: Entity) -> tuple[bool, int]:
            starts = self._starts.get(entity, [])
            before = bisect_left(starts, at)
            return (True, starts[before - 1]) if before else (False, -starts[0] if starts else -self._end)

        return max(among, key=place, default=None)

    def _know(self, entity: Entity, name: str) -> None:
        """Let *entity* be found by what is like *name*."""
        for key in _keys(name):
            self._by_key.setdefault(key, set()).add(entity)


def _made(name: str, kind: ActorKind, listed: Known | None) -> Entity:
    if listed is not None and listed.kind == "state":
        return Entity(listed.name, "state", frozenset({"state"}))
    if listed is not None and listed.kind == "organisation":
        return Entity(listed.name, "organisation", kinds_of_name(listed.name) | {"body", "alliance"})
    media = bool(frozenset(name.split()) & media_words()) or listed is not None
    kinds = frozenset() if kind == "person" else kinds_of_name(name)
    return Entity(name, kind, kinds, media=media or kind == "source")


def _fuller(name: str, entity: Entity) -> bool:
    """Whether *name* says more than the one that *entity* has: Sharev than Sharevi, Hill Front than Front."""
    if name.isupper() or is_adjective_of(name, entity.name):
        return False
    return is_adjective_of(entity.name, name) or (entity.kind != "state" and len(name) > len(entity.name))


def _keys(name: str) -> set[str]:
    """Return what names share that can be one actor's: how their words begin, or their initials."""
    words = re.findall(r"\w+", name.lower())
    short = {letters.lower() for letters in initials(name)}
    return {word[:3] for word in words} | {letters[:size] for letters in short for size in (2, 3)}
