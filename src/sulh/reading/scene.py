"""One sentence on the stage: its clauses, the cast so far, who spoke last. What every rule may look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from sulh.model.move import Time
from sulh.reading.attribution import Clauses, Frame
from sulh.reading.cast import Cast
from sulh.reading.cues import Cue, cues
from sulh.reading.entity import Entity
from sulh.reading.lexicon import wordset
from sulh.reading.terms import Findings
from sulh.reading.tokens import Sentence


@dataclass(frozen=True)
class Voice:
    """A resolved frame: who speaks, through which chain of sources (the speaker last), and when."""

    frame: Frame
    entities: tuple[Entity, ...]
    chain: tuple[Entity | str, ...]
    when: Time | None


@dataclass
class Memory:
    """What the reader remembers of the sentences before."""

    last_voice: Voice | None = None
    last_subject: tuple[Entity, ...] = ()
    heard: list[Voice] = field(default_factory=list)


@dataclass(frozen=True)
class Scene:
    """A sentence with everything that is known while it is read."""

    clauses: Clauses
    cast: Cast
    findings: Findings
    memory: Memory

    @property
    def sentence(self) -> Sentence:
        """The sentence."""
        return self.clauses.sentence

    @property
    def words(self) -> tuple[str, ...]:
        """The sentence's tokens in lower case."""
        return self.clauses.sentence.words

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """The act cues of the sentence, left to right."""
        return tuple(cues(self.clauses))

    def clause_start(self, at: int) -> int:
        """Return where the clause that holds token *at* starts."""
        while at > 0 and self.words[at - 1] not in wordset("clauses", "starts"):
            at -= 1
        return at

    def time_in(self, first: int, last: int) -> Time | None:
        """Return the first date among tokens ``[first, last)``."""
        if last <= first:
            return None
        start, end = self.sentence.span(first, min(last, len(self.sentence.tokens)))
        dates = (time for time in self.findings.times_in(start, end) if time.kind == "DATE")
        return next(dates, None)


def is_passive(words: tuple[str, ...], at: int) -> bool:
    """Whether the participle at *at* is a passive: "was rejected"."""
    for place in range(at - 1, max(at - 4, -1), -1):
        if words[place] in {"was", "were", "been", "being", "be", "is", "are"}:
            return True
        if words[place] not in wordset("grammar", "adverbs") and not words[place].endswith("ly"):
            return False
    return False


def is_predicate(cue: Cue) -> bool:
    """Whether the cue says of its subject that it is a red line: "the cranes are a red line"."""
    return cue.act == "red line" and cue.entry.words[0] in {"is", "are", "was", "were", "remains"}
