"""The actors of a reading as an example's head declares them: short keys, sides, mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sulh.model.move import Actor, ActorKind, Move, Reading
from sulh.reading.markup.annotation import Known, Said, Span
from sulh.reading.markup.nest import Nest

BOTH = "both sides"
"""What a reading calls all parties together."""


def places(text: str, words: str) -> Iterator[Span]:
    """Yield where *words* stand in *text*, whole and letter for letter, whatever white space parts them."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    if not pattern:
        return
    for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text):
        yield found.start(), found.end()


class People:
    """Who is in a report. What a move names and the reading does not list is declared if the text has it.

    `actors` are the declarations by key, `mentions` where they stand, `amiss` what could not be marked.
    """

    def __init__(self, reading: Reading, nest: Nest) -> None:
        self.actors: dict[str, Known] = {}
        self.mentions: list[Said] = []
        self.amiss: list[str] = []
        self._nest = nest
        self._keys: dict[str, str] = {}
        self._lost: set[str] = set()
        for actor in reading.actors:
            self._declare(actor, reading.report.id)
        for actor in reading.actors:
            self._belong(actor)
        self.parties = self._with_role(reading, "party")
        self.mediators = self._with_role(reading, "mediator")

    def _with_role(self, reading: Reading, role: str) -> list[str]:
        return list(dict.fromkeys(self._keys[actor.name] for actor in reading.actors if actor.role == role))

    def _declare(self, actor: Actor, report: str) -> None:
        key = self._keys.get(actor.name)
        if key is None:
            key = self._new(actor.name, actor.kind)
            self.actors[key] = replace(
                self.actors[key], title=actor.title or None,
                aliases=tuple(alias for alias in actor.aliases if alias.strip()),
            )  # fmt: skip
        for where, start, end in actor.mentions:
            if where == report:
                self.mention(key, (start, end))

    def _new(self, name: str, kind: ActorKind) -> str:
        capitals = [word for word in re.findall(r"\w+", name) if word[0].isupper()]
        short = "".join(word[0] for word in capitals) if len(capitals) > 1 else ""
        stem = (short or re.sub(r"[\W_]", "", (capitals or [name])[0])[:4]).upper() or "A"
        key = next(
            k for k in (stem, *(f"{stem}{n}" for n in range(2, len(self.actors) + 3))) if k not in self.actors
        )
        self._keys[name] = key
        self.actors[key] = Known(key, name, kind)
        return key

    def _belong(self, actor: Actor) -> None:
        """Say whom *actor* speaks for, where that is in the text and makes no circle."""
        if actor.member_of is None or actor.member_of == actor.name:
            return
        owner = self.key(actor.member_of, "organisation")
        key = self._keys[actor.name]
        if owner is None or key in self._upwards(owner):
            self.amiss.append(f"{actor.name}: of {actor.member_of}, which cannot be declared")
            return
        self.actors[key] = replace(self.actors[key], of=owner)

    def _upwards(self, key: str | None) -> Iterator[str]:
        while key is not None:
            yield key
            key = self.actors[key].of

    def key(self, name: str, kind: ActorKind) -> str | None:
        """Return the key of *name*. Where nobody is called so, declare a *kind* if the text has the name."""
        if name in self._keys:
            return self._keys[name]
        found = list(places(self._nest.text, name))
        if not found:
            if name not in self._lost:
                self._lost.add(name)
                self.amiss.append(f"the text does not name {name}")
            return None
        key = self._new(name, kind)
        self.amiss.append(f"{name}: not among the actors read; its kind, and all its mentions")
        for span in found:
            self.mention(key, span)
        return key

    def all_of(self, names: str) -> list[str]:
        """Return the keys of *names*, which may be several joined by commas and *and*; else none."""
        if names in self._keys:
            return [self._keys[names]]
        if names == BOTH:
            return list(self.parties)
        parts = [part for part in re.split(r", | and ", names) if part]
        if len(parts) > 1 and all(part in self._keys for part in parts):
            return [self._keys[part] for part in parts]
        return []

    def name(self, key: str) -> str:
        """Return what *key* is called."""
        return self.actors[key].name

    def mention(self, key: str, span: Span) -> bool:
        """Mark *span* as a mention of *key*; return whether it could be."""
        trimmed = self._nest.trimmed(span)
        if trimmed is None or not self._nest.add(trimmed):
            words = self._nest.text[slice(*span)]
            self.amiss.append(
                f"the mention {words!r} of {self.name(key)} crosses another mark or splits a word"
            )
            return False
        if Said(trimmed, key) not in self.mentions:
            self.mentions.append(Said(trimmed, key))
        return True

    def only_at(self, key: str, low: int, high: int) -> list[Span]:
        """Return the mentions of *key* in ``[low, high)`` that are of nobody else, in text order."""
        shared = [said.span for said in self.mentions if said.key != key]
        return sorted(
            said.span
            for said in self.mentions
            if said.key == key and low <= said.span[0] and said.span[1] <= high and said.span not in shared
        )

    def search_unmentioned(self) -> None:
        """Look up the names of those whom the reading mentions nowhere."""
        for key, actor in list(self.actors.items()):
            if any(said.key == key for said in self.mentions):
                continue
            found = [span for name in (actor.name, *actor.aliases) for span in places(self._nest.text, name)]
            marked = [span for span in found if self.mention(key, span)]
            if not marked:
                self.amiss.append(f"{actor.name} is nowhere mentioned: mark where, or leave the actor out")

    def sides(self, keys: Iterable[str]) -> list[str]:
        """Return for whom *keys* speak, as whoever reads the example finds it."""
        return list(dict.fromkeys(self._side(key) for key in keys))

    def _side(self, key: str) -> str:
        above = list(self._upwards(key))
        return next((k for k in above if k in self.parties or k in self.mediators), above[-1])

    def via(self, inner: str, outer: str) -> bool:
        """Declare that *inner* is heard through *outer*; return whether nothing else is known."""
        known = self.actors[inner].via
        if known is None and inner != outer:
            self.actors[inner] = replace(self.actors[inner], via=outer)
        return known in (None, outer) and inner != outer

    def belong_as_they_act(self, moves: Iterable[Move]) -> None:
        """Give speakers of no side the one party that they act for, if that is the same in all *moves*."""
        acted: dict[str, set[tuple[str, ...]]] = {}
        for move in moves:
            keys = self.all_of(move.speaker)
            if len(keys) == 1:
                acted.setdefault(keys[0], set()).add(move.party)
        table = (*self.parties, *self.mediators)
        for key, parties in acted.items():
            (first, *more) = parties
            if more or len(first) != 1 or self.sides([key]) != [key] or key in table:
                continue
            side = self._keys.get(first[0])
            if side is not None and key not in self._upwards(side):
                self.actors[key] = replace(self.actors[key], of=side)
