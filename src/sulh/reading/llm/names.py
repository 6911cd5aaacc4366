"""Who is who: the names a model gives, each found in the report, and the actors that the moves taken need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sulh.model.move import Actor, ActorKind, Move, Role
from sulh.model.report import Report
from sulh.reading.llm.answer import Tally
from sulh.reading.llm.locate import Finder
from sulh.reading.llm.schema import SaidActor

_ARTICLE = re.compile(r"\A(?:the|a|an)\s+(?=\S)", re.IGNORECASE)
_NO_NAMES = frozenset([
    "he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "us", "me", "who", "whom", "which",
    "this", "that", "these", "those", "his", "its", "their", "our", "my", "the", "a", "an",
])  # fmt: skip
_STANDS = frozenset({
    "offer", "accept", "agree", "concede", "demand", "condition", "reject", "red line", "threaten",
})  # fmt: skip
"""Acts by which somebody shows to be a side; who only presses, meets or announces need not be one."""


class Names:
    """The names of one report's actors, as the report writes them."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._said: dict[str, SaidActor] = {}
        self._called: dict[str, str] = {}
        self._aliases: dict[str, list[str]] = {}

    def add(self, actors: Iterable[SaidActor], tally: Tally) -> None:
        """Take in the *actors* whose names stand in the report; of one named twice the first account counts.

        No actor gets another one's name: nobody can be made the same as somebody else that way.
        """
        found: list[tuple[str, SaidActor]] = []
        for actor in actors:
            name = self.written(actor.name)
            if name is None:
                tally.detail("an actor whose name is not in the report")
                continue
            self._said.setdefault(name, actor)
            self._called.setdefault(name, name)
            found.append((name, actor))
        for name, actor in found:
            for alias in actor.aliases:
                other = self.written(alias)
                if other is None:
                    tally.detail("another name of an actor that is not in the report")
                elif self._called.setdefault(other, name) != name:
                    tally.detail("another name of an actor that somebody else has")
                elif other != name:
                    self._aliases.setdefault(name, []).append(other)

    def written(self, words: str) -> str | None:
        """Return *words* as the report writes them, without an article; None if it has no such name."""
        bare = _ARTICLE.sub("", words.strip(), count=1)
        return None if bare.casefold() in _NO_NAMES else self._finder.name(bare)

    def called(self, words: str) -> str | None:
        """Return the name of the actor that *words* name, or None where the report has no such words."""
        name = self.written(words)
        return None if name is None else self._called.get(name, name)

    def speaks_for(self, name: str) -> str:
        """Return for whom the actor called *name* speaks; a side and a mediator speak for themselves."""
        said = self._said.get(name)
        if said is None or said.role != "other" or not said.member_of:
            return name
        return self.called(said.member_of) or name

    def actors(self, report: Report, moves: Sequence[Move]) -> tuple[Actor, ...]:
        """Return the actors that *moves* name, and whom these speak for; without moves there are none."""
        needed: dict[str, None] = {}
        for move in moves:
            for name in (*move.party, move.speaker, move.addressee, *move.sources):
                if name:
                    needed |= {name: None, self.speaks_for(name): None}
        parties = {party for move in moves if move.act in _STANDS for party in move.party}
        told = {move.addressee for move in moves if move.act in _STANDS and move.addressee}
        return tuple(self._actor(name, report, moves, name in parties, name in told) for name in needed)

    def _actor(self, name: str, report: Report, moves: Sequence[Move], acts: bool, told: bool) -> Actor:
        said, owner = self._said.get(name), self.speaks_for(name)
        role: Role = "other"
        if said is not None:
            role = said.role if said.role != "party" or acts or told else "other"
        elif acts:
            role = "party"
        aliases = tuple(dict.fromkeys(self._aliases.get(name, ())))
        spans = {span for one in (name, *aliases) for span in self._finder.spans(one)}
        return Actor(
            name=name,
            kind=said.kind if said is not None else _kind(name, moves),
            role=role,
            member_of=None if owner == name else owner,
            aliases=aliases,
            mentions=tuple((report.id, start, end) for start, end in sorted(spans)),
        )


def _kind(name: str, moves: Sequence[Move]) -> ActorKind:
    """Return what an actor may be of which the model said nothing but what it did."""
    if any(name in move.party or name == move.addressee for move in moves):
        return "organisation"
    return "person" if any(name == move.speaker for move in moves) else "source"
