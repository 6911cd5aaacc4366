"""The day of a report, where its own first lines say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from sulh.model.report import Report, Span
from sulh.reading.timex.common import exact, number
from sulh.reading.timex.days import numeric
from sulh.reading.timex.grammar import Grammar, grammar

_LINES = 8
"""How many lines from the top may carry the date: headline, byline, section, date."""
_WIDTH = 300


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rules = grammar()
    month = "(?P<m>" + "|".join(sorted(rules.months, key=len, reverse=True)) + r")\b\.?"
    weekday = "(?:(?:" + "|".join(sorted(rules.weekdays, key=len, reverse=True)) + r")\b\.?,?\s{1,2})?"
    month2 = month.replace("<m>", "<m2>")
    day = (
        rf"(?:{weekday}(?:{month}\s{{1,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<y>[12]\d{{3}})"
        rf"|(?:the\s)?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,2}}(?:of\s)?{month2},?\s{{1,2}}(?P<y2>[12]\d{{3}}))"
        r"|(?P<iso>[12]\d{3}-\d\d-\d\d)|(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y3>[12]\d{3}))(?!\d)"
    )
    clock = (
        r"(?:[\s,T-]{0,3}(?:at\s)?\d{1,2}[:.]\d\d(?::\d\d)?\s?(?:[ap]\.?m\.?)?"
        r"\s?(?:GMT|UTC|[A-Z]{2,4}|Z|local\stime)?)?"
    )
    mark = (
        r"(?:first\s)?(?:published|posted|issued|released|date|dated|updated|last\supdated|publication\sdate"
        r"|source)\b"
    )
    flags = re.IGNORECASE
    agency = r"(?:[(/\[][^()\n]{1,40}[)/\]])?"
    place = r"(?P<place>[^\W\d_][^\d\n]{0,70}?)?[\s,(|]{0,3}"
    return {
        "marked": re.compile(
            rf"{mark}(?:\s(?:on|at))?\s?:?\s{{0,3}}(?:[^\n\d:]{{1,80}}[,\s]\s{{0,3}})?{day}", flags
        ),
        "dateline": re.compile(rf"{place}{day}\)?[\s.,]{{0,2}}{agency}\s?\.?(?:[—–]|--|-\s|:\s|\.\s)", flags),
        "alone": re.compile(rf"\W{{0,3}}{day}{clock}\s{{0,3}}(?:\|[^.]{{0,80}})?\W{{0,3}}\Z", flags),
        "placed": re.compile(rf"{place}{day}{clock}\W{{0,3}}\Z", flags),
        "capitals": re.compile(rf"[^\n]{{0,200}}?[\s,(|-]{day}", flags),
    }


def dated(report: Report) -> Report:
    """Return *report* with a day of publication: its own, else what its text states; none is guessed."""
    if report.published is None and (found := infer_published(report.text, report.sentences)):
        return report.model_copy(update={"published": found, "published_basis": "inferred"})
    return report


def infer_published(text: str, spans: Sequence[Span]) -> str | None:
    """Return the ISO day on which a report says that it was written, or None.

    Only the lines that hold the first *spans* (sentences) and those above them are read, eight at most, and
    only three things in them: a line such as "Published 15 February 2024", a dateline ("CAIRO, Feb. 15, 2024
    —"), and a line that is a date with a year, alone, after a place, or in a heading in capitals. A date in
    running prose is never taken.
    """
    lines = _top(text, spans)
    for name, pattern in _patterns().items():
        for line in lines:
            match = pattern.match(line)
            if match and _fits(name, line, match) and (value := _value(match, grammar())):
                return value
    return None


def _fits(name: str, line: str, match: re.Match[str]) -> bool:
    if name == "marked":
        return len(line) - match.end() < 40 or "[" in line[match.end() : match.end() + 12]
    if name in ("dateline", "placed"):
        full_stop = name == "dateline" and match[0].rstrip().endswith(".")
        return _is_place(match["place"] or "", capitals=full_stop)
    return name == "alone" or _is_in_capitals(line)


def _top(text: str, spans: Sequence[Span]) -> list[str]:
    end = max((span[1] for span in list(spans)[:_LINES]), default=0)
    stop = text.find("\n", end)
    top = text[: stop if stop >= 0 else len(text)][: _LINES * 2 * _WIDTH]
    return [line.strip()[:_WIDTH] for line in top.split("\n") if line.strip()][:_LINES]


def _is_place(place: str, *, capitals: bool) -> bool:
    """Tell the place of a dateline from prose: few words, few of them small; in *capitals* if so asked."""
    words = place.strip(" ,(|").split()
    if capitals:
        return bool(words) and " ".join(words).isupper()
    small = [
        word
        for word in words
        if word[0].islower() and word not in ("de", "of", "la", "el", "al", "the", "and")
    ]
    return (
        len(words) <= 8
        and not small
        and (not words or words[0].strip(",").isupper() or "," in place or len(words) <= 2)
    )


def _is_in_capitals(line: str) -> bool:
    letters = [letter for letter in line if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > 0.9 * len(letters)


def _value(match: re.Match[str], rules: Grammar) -> str | None:
    if match["iso"]:
        return exact(*map(int, match["iso"].split("-")))
    if match["y3"]:
        return numeric(int(match["a"]), int(match["b"]), int(match["y3"]), match["sep"])
    month, day, year_text = (
        (match["m"], match["d"], match["y"]) if match["m"] else (match["m2"], match["d2"], match["y2"])
    )
    return exact(int(year_text), number(month, rules.months), int(day))
