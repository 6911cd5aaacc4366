"""What a rule may ask of the sentence that it reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from sulh.reading.timex.calendar import OPEN, Direction
from sulh.reading.timex.direction import direction
from sulh.reading.timex.grammar import Grammar
from sulh.reading.timex.traits import Traits

_LAST_WORD = re.compile(r"([^\W_][^\W_'’.-]*(?:[-.][^\W_]+)*)[\s'’‘“\"(-]{0,3}\Z")
_NEXT_WORD = re.compile(r"[\s'’”\")]{0,3}([^\W_]+)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_MONTH = re.compile(r"(\d{4})-(\d\d)\Z")
_YEAR = re.compile(r"(\d{4})(?:\Z|-)")

_MEMORY = 8
"""How far back a starting point is looked for, in expressions of time."""


class Hit(NamedTuple):
    """One expression of time: ``text[start:end]`` and its value."""

    start: int
    end: int
    kind: Literal["DATE", "DURATION"]
    value: str


@dataclass
class Context:
    """A sentence of *text*, ``[lo, hi)``, with the report's day and the times found shortly before."""

    text: str
    lo: int
    hi: int
    published: date | None
    grammar: Grammar
    traits: Traits
    found: list[Hit] = field(default_factory=list)

    def before(self, at: int, size: int = 40) -> str:
        """Return up to *size* characters of the sentence before *at*."""
        return self.text[max(self.lo, at - size) : at]

    def previous(self, at: int) -> str:
        """Return the word before *at*, in lower case, or an empty string."""
        match = _LAST_WORD.search(self.before(at, 30))
        return match[1].lower() if match else ""

    def following(self, at: int) -> str:
        """Return the word after *at* as written, or an empty string; punctuation ends the search."""
        match = _NEXT_WORD.match(self.text, at, min(self.hi, at + 30))
        return match[1] if match else ""

    def direction(self, start: int, end: int) -> Direction | None:
        """Return where the words about ``[start, end)`` place it in time, or None when none says."""
        return direction(self.text, (self.lo, self.hi), start, end, self.grammar)

    def told_year(self) -> int | None:
        """Return the year of the last date told before, or None."""
        for hit in reversed(self.found[-_MEMORY:]):
            if hit.kind == "DATE" and (match := _YEAR.match(hit.value)):
                return int(match[1])
        return None

    def none_told(self) -> bool:
        """Return whether no date was told shortly before, from which another could be counted."""
        return all(hit.kind != "DATE" for hit in self.found[-_MEMORY:])

    def anchor(self, unit: str, *, skip: bool = False) -> date | None:
        """Return a day of the last date told before, if it is known as exactly as a *unit* asks.

        With *skip*, dates that are less exact are passed over on the way back.
        """
        for hit in reversed(self.found[-_MEMORY:]):
            if hit.kind != "DATE":
                continue
            if match := _DAY.match(hit.value):
                return date(*map(int, match.groups()))
            if unit not in ("day", "week", "fortnight", "weekend") and (match := _MONTH.match(hit.value)):
                return date(int(match[1]), int(match[2]), 1) if 1 <= int(match[2]) <= 12 else None
            if unit in ("year", "decade", "century") and (match := _YEAR.match(hit.value)):
                return date(int(match[1]), 1, 1) if int(match[1]) else None
            if not skip and hit.value not in OPEN.values():
                return None
        return None
