"""Numbers in a report and what they count, in the report's own words.

A figure needs a unit that the text names, or that an earlier figure lends ("29 of them", "down to seven").
Dates, years, hours, ages, scores, fractions and the numbers of articles are no figures, and a vague number is
none ("dozens", "a third"). Where a range is given, both ends are figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from sulh.model.move import Time
from sulh.model.report import Span
from sulh.reading.quantities.borrowing import Memories
from sulh.reading.quantities.few import is_counted, is_few
from sulh.reading.quantities.lexicon import Lexicon, lexicon
from sulh.reading.quantities.numbers import RATIO, Number, is_something_else
from sulh.reading.quantities.subject import subject
from sulh.reading.quantities.units import Unit, unit_after
from sulh.reading.times import find_times
from sulh.reading.timex import numerals

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s.,;:!?'’\"()“”–—-]")
_JOIN = re.compile(r"\s?[-‐‑–—]\s?\Z|\s{1,3}(?:to|or|and)\s{1,3}\Z", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s\Z", re.IGNORECASE)
_HANDS = re.compile(
    r"\b(?:hand|turn|sign|give|gave|take|took|giving|taking|win|won)(?:s|ed|ing)?\s{1,3}\Z", re.IGNORECASE
)


class RawFigure(NamedTuple):
    """A number with what it counts.

    ``text[start:end] == text`` in the report, the `qualifier` inside it; `value` is a decimal, `of` a piece
    of the same sentence that says what the number is about, or empty. `few` marks two or three of what a
    story merely mentions ("two roads"): a term may hold it, a list of figures is better without it.
    """

    text: str
    start: int
    end: int
    value: str
    unit: str
    of: str
    qualifier: str | None = None
    few: bool = False


@dataclass
class _Reader:
    text: str
    words: Lexicon
    dates: list[tuple[int, int]]
    memories: Memories
    figures: list[RawFigure] = field(default_factory=list)


def find_figures(text: str, spans: Sequence[Span], times: Sequence[Time] | None = None) -> list[RawFigure]:
    """Return the figures inside *spans* (sentences) of *text*, in text order, none overlapping.

    *times* are those of the same spans, if they are known already.
    """
    return [figure for figure in find_all(text, spans, times) if not figure.few]


def find_all(text: str, spans: Sequence[Span], times: Sequence[Time] | None = None) -> list[RawFigure]:
    """Return what `find_figures` does and also the few: two roads, three ministries."""
    times = find_times(text, spans, None) if times is None else times
    words = lexicon()
    dates = [(time.start, time.end) for time in times if time.kind == "DATE"]
    reader = _Reader(text, words, dates, Memories(text, words))
    for index, (lo, hi) in enumerate(sorted(set(spans))):
        reader.memories.sentence = index
        floor = reader.figures[-1].end if reader.figures else 0
        _read(reader, max(lo, floor), hi)
    return reader.figures


def _read(reader: _Reader, lo: int, hi: int) -> None:
    numbers = _numbers(reader, lo, hi)
    units = [unit_after(reader.text, n.end, hi, reader.words, money=n.money) for n in numbers]
    counted = [*units]  # the lower end of a range counts what the upper does
    for index in range(len(numbers) - 2, -1, -1):
        before, units[index] = units[index], _shared(reader.text, numbers, units, index)
        counted[index] = units[index] if units[index] is before else counted[index + 1]
    floor = lo
    for number, unit, of in zip(numbers, units, counted, strict=True):
        if number.start < floor:
            continue
        figure = _figure(reader, lo, hi, number, unit, of)
        if figure is not None and figure.start >= floor:
            reader.figures.append(figure)
            floor = figure.end


def _shared(text: str, numbers: list[Number], units: list[Unit | None], index: int) -> Unit | None:
    """Return the unit that the lower end of a range shares with the upper; a score ("2-1") has none."""
    number, following, unit = numbers[index], numbers[index + 1], units[index + 1]
    between = text[number.end : following.start]
    if not _JOIN.fullmatch(between):
        return units[index]
    if "-" in between.strip() and number.value >= following.value:
        units[index + 1] = None
        return None
    if units[index] is not None or unit is None or number.money or unit.borrowed:
        return units[index]
    rising = number.value < following.value or _FROM.search(text, max(0, number.start - 8), number.start)
    return Unit(unit.text, number.end, unit.kind) if rising else None


def _numbers(reader: _Reader, lo: int, hi: int) -> list[Number]:
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
        if number and not is_something_else(reader.text, (lo, hi), number, reader.dates, reader.words):
            found.append(number)
    return found


def _number(match: re.Match[str], words: Lexicon) -> Number | None:
    if match["money"]:
        value = numerals.parse(match["sum"])
        factor = words.multipliers[match["times"].lower()] if match["times"] else 1
        return None if value is None else Number(match.start(), match.end(), value * factor, match["money"])
    start, end = match.span()
    if match["half"]:
        return Number(start, end, Decimal("0.5"), None, spelled=True)
    if digits := match["count"] or match["small"]:
        value = numerals.parse(digits)
        factor = words.multipliers[" ".join((match["by"] or "m").lower().split())]
        return None if value is None else Number(start, end, value * factor, None)
    value = numerals.parse(match["bare"])
    spelled = match[0][0].isalpha()
    return None if value is None else Number(match.start(), match.end(), value, None, spelled)


def _figure(
    reader: _Reader, lo: int, hi: int, number: Number, unit: Unit | None, of: Unit | None
) -> RawFigure | None:
    """Return the figure of *number* and *unit*, about what the number with the unit *of* is about."""
    text, words = reader.text, reader.words
    start, qualifier = _qualified(text, lo, number.start, words)
    unit = _resolved(reader, lo, hi, number, start, unit)
    if unit is None or not is_counted(number, unit, words):
        return None
    about, end = subject(text, lo, hi, start, of if of and of.text == unit.text else unit, words)
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
    value = numerals.plain(number.value)
    few = is_few(number, unit, before=text[max(lo, start - 40) : start], words=words)
    reader.memories.remember(unit, number.value, stop, few=few)
    return RawFigure(text[start:stop], start, stop, value, unit.text, about, qualifier, few)


def _qualified(text: str, lo: int, start: int, words: Lexicon) -> tuple[int, str | None]:
    window = text[max(lo, start - 40) : start]
    match = words.qualifier.search(window)
    if not match:
        return start, None
    if _HANDS.search(window, 0, match.start("q")) and match["q"].lower() == "over":
        return start, None
    return start - len(window) + match.start("q"), " ".join(match["q"].split())


def _resolved(
    reader: _Reader, lo: int, hi: int, number: Number, start: int, unit: Unit | None
) -> Unit | None:
    """Return the unit, borrowed from an earlier figure where the text leaves it out, or None."""
    before, memories = reader.text[max(lo, start - 40) : start], reader.memories
    if ratio := RATIO.search(before):
        return memories.ratio(ratio["noun"], number.end, unit)
    if unit is not None and unit.borrowed:
        return memories.of_them(unit)
    if unit is not None:
        return memories.at_the_same_rate(number.value, unit, hi)
    hedged = start != number.start
    return memories.for_a_bare(number.value, (number.start, number.end), before, lo, hi, hedged=hedged)
