"""Numbers in a report and what they count, in the report's own words.

A figure needs a unit that the text names, or that an earlier figure lends ("29 of them", "down to seven").
Dates, years, hours, ages, scores, fractions and the numbers of articles are no figures, and a vague number is
none ("dozens", "a third"). Where a range is given, both ends are figures.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from sulh.model.move import Time
from sulh.model.report import Span
from sulh.reading.quantities.lexicon import Lexicon, lexicon
from sulh.reading.quantities.subject import subject
from sulh.reading.quantities.units import Unit, unit_after
from sulh.reading.times import find_times
from sulh.reading.timex import numerals

_CLOCK = re.compile(
    r"\s?(?:[ap]\.?\s?m\b|o['’]clock|GMT\b|hrs?\b)|[:/]\d|[.,]\d|\s?[-‐‑]\s?(?:third|quarter|half|halves|fifth|sixth|seventh|eighth|ninth|tenth|twelfth)",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"(?:dozen|hundred|thousand|million|billion|trillion)(?![^\W_])", re.IGNORECASE)
"""A scale without a number: "several hundred", "a few thousand"."""
_SHARE = re.compile(r"(?<![\d.,])\b(?:one|two|\d{1,3})\s(?:in|out\sof)\s(?:every\s)?\Z", re.IGNORECASE)
_ATTACHED = re.compile(r"(?:[^\W_]|[/#+&@=]|\d[.:,]|[^\W\d_][-‐‑–])\Z")
"""What makes a number a part of something longer: "G7", "COVID-19", "07:30"."""
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s.,;:!?'’\"()“”–—-]")
_LIST_MARK = re.compile(r"[.)]\s")
_JOIN = re.compile(r"\s?[-‐‑–—]\s?\Z|\s{1,3}(?:to|or|and)\s{1,3}\Z", re.IGNORECASE)
_FRACTION = re.compile(
    r"\s{1,3}(?:thirds?|quarters?|fifths?|tenths?|sixths?|eighths?|halves)\b", re.IGNORECASE
)
_OLD = re.compile(r"\s{0,3}[-‐‑]?\s?years?[\s‐‑-]{1,3}olds?\b", re.IGNORECASE)
_ALONE = re.compile(
    r"\s{0,2}(?:[.,;:!?)”\"’—–]|\Z)|\s{1,3}(?:and|or|but|in|on|at|for|if|as|to|from|a|per|there|they|would|might|could|will|may|is|was|had|has|by|when|while|because|which|after|before|until|with|instead)\b",
    re.IGNORECASE,
)
_STATES = re.compile(r"\s{1,3}(?:were|was|are|have|had|remain|died|will|would|could)\b", re.IGNORECASE)
_CLAUSE_START = re.compile(
    r"(?:\A|[,;:—(“\"]|\b(?:and|but|of\s(?:whom|which|them|these|those),?))\s{0,3}\Z", re.IGNORECASE
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?[\s(“\"‘']{0,3}\Z")
_RATIO = re.compile(
    r"(?<![\d.,])\b(?:one|1)\s{1,3}(?!per\s?cent)(?:(?P<noun>[^\W\d_]+)\s{1,3})?(?:for|to|per)\s{1,3}(?:every\s{1,3})?\Z",
    re.IGNORECASE,
)
_MEMORY = 12
_REACH = 6
"""For how many sentences a unit may be borrowed."""


class RawFigure(NamedTuple):
    """A number with what it counts.

    ``text[start:end] == text`` in the report, the `qualifier` inside it; `value` is a decimal, `of` a piece
    of the same sentence that says what the number is about, or empty.
    """

    text: str
    start: int
    end: int
    value: str
    unit: str
    of: str
    qualifier: str | None = None


class Memory(NamedTuple):
    """A unit that later numbers may borrow: of which sentence, with which number, and where that ended."""

    unit: str
    sentence: int
    value: Decimal
    end: int


@dataclass
class _Reader:
    text: str
    words: Lexicon
    dates: list[tuple[int, int]]
    sentence: int = 0
    counted: Memory | None = None
    measured: list[Memory] = field(default_factory=list)
    figures: list[RawFigure] = field(default_factory=list)


class _Number(NamedTuple):
    start: int
    end: int
    value: Decimal
    money: str | None


def find_figures(text: str, spans: Sequence[Span], times: Sequence[Time] | None = None) -> list[RawFigure]:
    """Return the figures inside *spans* (sentences) of *text*, in text order, none overlapping.

    *times* are those of the same spans, if they are known already.
    """
    times = find_times(text, spans, None) if times is None else times
    reader = _Reader(text, lexicon(), [(time.start, time.end) for time in times if time.kind == "DATE"])
    for index, (lo, hi) in enumerate(sorted(set(spans))):
        reader.sentence = index
        floor = reader.figures[-1].end if reader.figures else 0
        _read(reader, max(lo, floor), hi)
    return reader.figures


def _read(reader: _Reader, lo: int, hi: int) -> None:
    numbers = _numbers(reader, lo, hi)
    units = [unit_after(reader.text, n.end, hi, reader.words, money=n.money) for n in numbers]
    for index in range(len(numbers) - 2, -1, -1):
        units[index] = _shared(reader.text, numbers, units, index)
    floor = lo
    for number, unit in zip(numbers, units, strict=True):
        if number.start < floor:
            continue
        figure = _figure(reader, lo, hi, number, unit)
        if figure is not None and figure.start >= floor:
            reader.figures.append(figure)
            floor = figure.end


def _shared(text: str, numbers: list[_Number], units: list[Unit | None], index: int) -> Unit | None:
    """Return the unit that the lower end of a range shares with the upper; a score ("2-1") has none."""
    number, following, unit = numbers[index], numbers[index + 1], units[index + 1]
    between = text[number.end : following.start]
    if not _JOIN.fullmatch(between) and not re.fullmatch(
        r"\s?[-‐‑–—]\s?|\s{1,3}(?:to|or|and)\s{1,3}", between
    ):
        return units[index]
    if "-" in between.strip() and number.value >= following.value:
        units[index + 1] = None
        return None
    if units[index] is not None or unit is None or number.money or unit.borrowed:
        return units[index]
    return Unit(unit.text, number.end, unit.kind) if number.value < following.value else None


def _numbers(reader: _Reader, lo: int, hi: int) -> list[_Number]:
    found, at, starts = [], lo, reader.words.number_starts
    while token := _TOKEN.search(reader.text, at, hi):
        at = token.end()
        first = token[0]
        if not (first[0].isdigit() or not first[0].isalpha() or first.lower() in starts):
            continue
        match = reader.words.number.match(reader.text, token.start(), hi)
        if match is None:
            continue
        at = match.end()
        number = _number(match, reader.words)
        if number and not _is_something_else(reader, lo, hi, number):
            found.append(number)
    return found


def _number(match: re.Match[str], words: Lexicon) -> _Number | None:
    if match["money"]:
        value = numerals.parse(match["sum"])
        factor = words.multipliers[match["times"].lower()] if match["times"] else 1
        return None if value is None else _Number(match.start(), match.end(), value * factor, match["money"])
    value = numerals.parse(match["bare"])
    return None if value is None else _Number(match.start(), match.end(), value, None)


def _is_something_else(reader: _Reader, lo: int, hi: int, number: _Number) -> bool:
    """Tell numbers that count from dates, hours, ages, labels, list marks and parts of words."""
    text, (start, end) = reader.text, number[:2]
    before = text[max(0, start - 30) : start]
    return (
        any(begin < end and start < stop for begin, stop in _near(reader.dates, start))
        or bool(_ATTACHED.search(before))
        or bool(_VAGUE.match(text, start, end) or _SHARE.search(before))
        or bool(_CLOCK.match(text, end, hi) or _FRACTION.match(text, end, hi) or _OLD.match(text, end, hi))
        or (start == lo and bool(_LIST_MARK.match(text, end, hi)))
        or _is_labelled(reader, text[max(lo, start - 30) : start], number)
    )


def _is_labelled(reader: _Reader, before: str, number: _Number) -> bool:
    """Tell "Article 5" and "half past nine"."""
    word = _WORD_BEFORE.search(before)
    if word is None or number.money:
        return False
    if word[1].lower() in ("past", "quarter") and number.value <= 12:
        return True
    return word[1].lower() in reader.words.words["labels"] and reader.text[number.start].isdigit()


def _near(spans: list[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    index = bisect_left(spans, (start, start))
    return spans[max(0, index - 1) : index + 2]


def _figure(reader: _Reader, lo: int, hi: int, number: _Number, unit: Unit | None) -> RawFigure | None:
    text, words = reader.text, reader.words
    start, qualifier = _qualified(text, lo, number.start, words)
    unit = _resolved(reader, lo, hi, number, start, unit)
    if unit is None or not _is_counted(number, unit, text, words):
        return None
    about, end = subject(text, lo, hi, start, unit, words)
    stop = max(unit.end, number.end)
    if (
        qualifier is None
        and unit.kind == "count"
        and end > unit.end
        and (belief := words.belief.match(text, unit.end, hi))
    ):
        qualifier, stop = belief[1], end
    if within := re.search(
        r"within\s{1,3}(?:the\s{1,3})?(?:next\s{1,3})?\Z", text[max(lo, start - 20) : start], re.IGNORECASE
    ):
        start -= len(within[0])
    name = unit.text
    memory = Memory(name, reader.sentence, number.value, stop)
    if unit.kind == "count":
        reader.counted = memory
    else:
        reader.measured = [*reader.measured[-_MEMORY:], memory]
    return RawFigure(text[start:stop], start, stop, numerals.plain(number.value), name, about, qualifier)


def _qualified(text: str, lo: int, start: int, words: Lexicon) -> tuple[int, str | None]:
    window = text[max(lo, start - 40) : start]
    match = words.qualifier.search(window)
    if not match:
        return start, None
    return start - len(window) + match.start("q"), " ".join(match["q"].split())


def _is_counted(number: _Number, unit: Unit, text: str, words: Lexicon) -> bool:
    """Leave out "one" of a few, "two sources" and "the two sides"."""
    spelled = text[number.start].isalpha()
    head = unit.text.split()[-1].lower()
    if number.value == 1 and spelled and unit.kind == "count":
        return False
    if head in words.words["no_units"]:
        return False
    few = number.value <= 3 and spelled
    return not (few and head in words.words["people_of_the_report"])


def _resolved(
    reader: _Reader, lo: int, hi: int, number: _Number, start: int, unit: Unit | None
) -> Unit | None:
    """Return the unit, borrowed from an earlier figure where the text leaves it out, or None."""
    before = reader.text[max(lo, start - 40) : start]
    if ratio := _RATIO.search(before):
        return _ratio(reader, ratio["noun"], number, unit)
    if unit is not None and not unit.borrowed:
        return _at_the_same_rate(reader, number, unit, hi)
    if unit is not None:
        name = _lent(reader, reader.counted)
        return Unit(name, unit.end, "count") if name else None
    if _STATES.match(reader.text, number.end, hi) and _CLAUSE_START.search(before):
        name = _lent(reader, reader.counted, reach=1)
        if name and number.value > 1:
            return Unit(name, number.end, "count")
    word = _WORD_BEFORE.search(before)
    bare = start != number.start or (word is not None and word[1].lower() in reader.words.words["elliptic"])
    if not bare or number.value <= 1 or not reader.measured or not _ALONE.match(reader.text, number.end, hi):
        return None
    name = _lent(reader, reader.measured[-1], reach=3, number=number)
    return Unit(name, number.end, "measure") if name else None


def _ratio(reader: _Reader, noun: str | None, number: _Number, unit: Unit | None) -> Unit | None:
    """Read "one nurse for every six patients" as patients per nurse; a later "one for eleven" likewise."""
    if unit is not None and noun and not unit.borrowed:
        return Unit(f"{unit.text} per {noun}", unit.end, "measure")
    end = f" per {noun}" if noun else " per "
    for memory in reversed(reader.measured):
        if memory.unit.endswith(end) or (not noun and end in memory.unit):
            return Unit(memory.unit, number.end, "measure")
    return None


def _at_the_same_rate(reader: _Reader, number: _Number, unit: Unit, hi: int) -> Unit:
    """Take "$140" after "$210 per acre-foot" at the same rate, if of the same size and qualifying no noun."""
    same = [each for each in reader.measured if each.unit.startswith(unit.text + " ")]
    if unit.kind != "measure" or unit.text == "%" or not same or not _ALONE.match(reader.text, unit.end, hi):
        return unit
    near = (
        same[-1].value / 4 <= number.value <= same[-1].value * 4
        and reader.sentence - same[-1].sentence <= _REACH
    )
    return Unit(same[-1].unit, unit.end, "measure") if near else unit


def _lent(
    reader: _Reader, memory: Memory | None, *, reach: int = _REACH, number: _Number | None = None
) -> str | None:
    """Return the unit in *memory* if it is recent and, for a *number* that stands alone, of the same size."""
    if memory is None or reader.sentence - memory.sentence > reach:
        return None
    if number is None:
        return memory.unit
    if "%" in memory.unit and reader.text[memory.end : number.start].strip() == "to":
        return None  # "rose 6.2 percent to 8.11"
    return memory.unit if memory.value / 20 <= number.value <= memory.value * 20 else None
