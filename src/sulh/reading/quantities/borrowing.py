"""Units that a number borrows from an earlier figure: "from 55 to 90", "29 of them", "$140" at that rate."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from sulh.reading.quantities.lexicon import Lexicon
from sulh.reading.quantities.units import Unit

ALONE = re.compile(
    r"\s{0,2}(?:[.,;:!?)”\"’—–]|\Z)|\s{1,3}(?:and|or|but|in|on|at|for|if|as|to|from|a|an|per|there|they|would|might|could|will|may|can|is|was|are|were|had|has|have|by|when|while|because|which|who|after|before|until|since|with|without|instead|provided|against|unless|so|the|last|this|next|plus|than|each|among)\b",
    re.IGNORECASE,
)
"""What follows a number that counts nothing itself."""
_STATES = re.compile(r"\s{1,3}(?:were|was|is|are|have|had|remain|died|will|would|could)\b", re.IGNORECASE)
_CLAUSE_START = re.compile(
    r"(?:\A|[.,;:—(“\"‘]|\b(?:and|but|said|says|that|of\s(?:whom|which|them|these|those),?))\s{0,3}\Z",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?[\s(“\"‘']{0,3}\Z")
_ALL = re.compile(r"\b(?:all|original|the\s(?:first|full|other))\s{1,3}\Z", re.IGNORECASE)
_OF = re.compile(r"([^\W\d_]+)\s{1,3}of\s{1,3}(?:about\s|some\s|only\s|just\s)?\Z", re.IGNORECASE)
_POPULATION = re.compile(r"\bpopulation:?,?\s{1,3}\Z", re.IGNORECASE)
_TOLL = re.compile(r"\b(?:kill(?:s|ed|ing)?)\s{1,3}\Z", re.IGNORECASE)
_END = re.compile(r"\s{0,2}(?:[.,;:!?)”\"’—–\n]|\Z)|\s{1,3}(?:in|on|at|and|near|after|before|as|when)\b")
_MEMORY = 12
_REACH = 6
"""For how many sentences a unit may be borrowed."""
_NEAR = 6
"""For how many by a number that does not say that it points back."""


_NUMBER_OF = re.compile(r"\bnumbers?\s{1,3}of\s{1,3}([a-z]{3,20}s)\b")
_SCALE = re.compile(r"(?:million|billion|trillion|[mb]n|bln|mln)\Z", re.IGNORECASE)


def is_money(unit: str, words: Lexicon) -> bool:
    """Tell a currency from other measures."""
    first = unit.split(maxsplit=1)[0].lower()
    return (not first[0].isalpha() and first[0] != "%") or first in words.words["currency_nouns"]


_LARGE = 10_000
_IS_A = re.compile(r"\s(?:is|was|would\sbe)\s(?:an?|what|not)\b", re.IGNORECASE)
_FROM_TO = re.compile(r"(?:.*\s)?from\s[^.;:]{1,24}\sto\s", re.IGNORECASE | re.DOTALL)
_AT = re.compile(r"\b(?:at|until|till|by)\s{1,3}\Z", re.IGNORECASE)
_MINUTES = re.compile(r"(?:[01]?\d|2[0-4])\.[0-5]\d\Z")


def _is_hour(text: str, before: str, value: Decimal, start: int, end: int) -> bool:
    """Tell "closes at five", "at 15.40" from a number that borrows a unit."""
    if not _AT.search(before):
        return False
    return bool(
        (value <= 12 and text[start].isalpha() and before.rstrip()[-2:] != "by")
        or _MINUTES.match(text, start, end)
    )


class Memory(NamedTuple):
    """A unit that later numbers may borrow: of which sentence, with which number, and where that ended."""

    unit: str
    sentence: int
    value: Decimal
    end: int
    counts: bool


@dataclass
class Memories:
    """The figures read so far, as far as later ones may lean on them."""

    text: str
    words: Lexicon
    sentence: int = 0
    counted: Memory | None = None
    measured: list[Memory] = field(default_factory=list)
    recent: list[Memory] = field(default_factory=list)
    money: Memory | None = None

    def remember(self, unit: Unit, value: Decimal, end: int, *, few: bool) -> None:
        """Keep the figure *value* of *unit*, which ends at *end*; of a *few* only "of them" will speak."""
        memory = Memory(unit.text, self.sentence, value, end, unit.kind == "count")
        if memory.counts:
            self.counted = memory
        else:
            self.measured = [*self.measured[-_MEMORY:], memory]
        if few:
            return
        if is_money(unit.text, self.words):
            self.money = memory
        self.recent = [*self.recent[-_MEMORY:], memory]

    def of_them(self, unit: Unit) -> Unit | None:
        """Return the unit of "29 of them": what was counted last."""
        memory = self.counted
        if memory is None or self.sentence - memory.sentence > _REACH:
            return None
        return Unit(memory.unit, unit.end, "count")

    def ratio(self, noun: str | None, end: int, unit: Unit | None) -> Unit | None:
        """Read "one nurse for every six patients" as patients per nurse; later "one for eleven" too."""
        if unit is not None and noun and not unit.borrowed:
            return Unit(f"{unit.text} per {noun}", unit.end, "measure")
        suffix = f" per {noun}" if noun else " per "
        for memory in reversed(self.measured):
            if memory.unit.endswith(suffix) or (not noun and suffix in memory.unit):
                return Unit(memory.unit, end, "measure")
        return None

    def at_the_same_rate(self, value: Decimal, unit: Unit, hi: int) -> Unit:
        """Take "$140" after "$210 per acre-foot" at the same rate, if of the same size and alone."""
        same = [each for each in self.measured if each.unit.startswith(unit.text + " ")]
        if unit.kind != "measure" or unit.text == "%" or not same or not ALONE.match(self.text, unit.end, hi):
            return unit
        near = (
            same[-1].value / 4 <= value <= same[-1].value * 4 and self.sentence - same[-1].sentence <= _REACH
        )
        return Unit(same[-1].unit, unit.end, "measure") if near else unit

    def for_a_bare(
        self, value: Decimal, where: tuple[int, int], before: str, lo: int, hi: int, *, hedged: bool
    ) -> Unit | None:
        """Return the unit of a number at *where* that names none, or None.

        *before* are the words before it, without its hedge; *hedged* tells whether it has one.
        """
        start, end = where
        if value <= 1:
            return None
        if people := self._people(before, end, hi):
            return people
        if not ALONE.match(self.text, end, hi) or not (
            hedged or _SCALE.search(self.text, start, end) or self._points_back(before, end, hi)
        ):
            return None
        if _is_hour(self.text, before, value, start, end):
            return None
        if self.counted and self._says_of(before, end, hi) and self.sentence - self.counted.sentence <= 1:
            return Unit(self.counted.unit, end, "count")
        if number_of := list(_NUMBER_OF.finditer(self.text[max(lo, start - 90) : start])):
            return Unit(number_of[-1][1], end, "count")
        large = bool(_SCALE.search(self.text, start, end))
        memory = self._alike(value, start, large=large)
        if memory is None and large:
            memory = self.money
        return Unit(memory.unit, end, "count" if memory.counts else "measure") if memory else None

    def _people(self, before: str, end: int, hi: int) -> Unit | None:
        """Read "kills eight", "a city of 300,000", "a staff of 140"."""
        body = _OF.search(before)
        peopled = body is not None and body[1].lower() in self.words.words["peopled"]
        if (peopled or _POPULATION.search(before)) and ALONE.match(self.text, end, hi):
            return Unit("people", end, "count")
        if _TOLL.search(before) and _END.match(self.text, end, hi):
            return Unit("people", end, "count")
        return None

    def _points_back(self, before: str, end: int, hi: int) -> bool:
        if self._says_of(before, end, hi) or _ALL.search(before):
            return True
        if body := _OF.search(before):
            return body[1].lower() in self.words.words["totals"]
        match = _WORD_BEFORE.search(before)
        if match is None or not match[1].islower():
            return match is not None and match[1].lower() in self.words.words["elliptic"]
        word = match[1]
        return (
            word in self.words.words["elliptic"]
            or word in self.words.words["verbs"]
            or (len(word) > 4 and word.endswith(("ed", "ing")))
        )

    def _says_of(self, before: str, end: int, hi: int) -> bool:
        """Read "37 were struck out"; not "Six is a number"."""
        return bool(
            not _IS_A.match(self.text, end, hi)
            and _STATES.match(self.text, end, hi)
            and _CLAUSE_START.search(before)
        )

    def _alike(self, value: Decimal, start: int, *, large: bool) -> Memory | None:
        """Return the recent figure that is most like *value*: of its size, and near."""
        last = self.recent[-1] if self.recent else None
        if last and _FROM_TO.fullmatch(self.text, max(0, last.end - 30), start) and not large:
            return last
        best: tuple[Decimal, Memory] | None = None
        for memory in reversed(self.recent):
            distance = self.sentence - memory.sentence
            if distance > _NEAR or not memory.value:
                continue
            if large and memory.value < _LARGE:
                continue
            if "%" in memory.unit and (value > 100 or self._is_new_level(memory, start)):
                continue  # "rose 6.2 percent to 8.11"
            ratio = max(value / memory.value, memory.value / value)
            if ratio > (20 if distance == 0 else 8):
                continue
            cost = ratio + 2 * distance
            if best is None or cost < best[0]:
                best = cost, memory
        return best[1] if best else None

    def _is_new_level(self, memory: Memory, start: int) -> bool:
        return start - memory.end <= 6 and self.text[memory.end : start].strip() == "to"
