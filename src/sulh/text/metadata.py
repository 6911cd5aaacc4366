"""What the head of a document says about it: title, publisher, date of publication."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sulh.model.dates import day_range
from sulh.model.errors import UsageError
from sulh.model.report import Span
from sulh.text.draft import Metadata

_MONTH_NAMES = (
    "jan january, feb february, mar march, apr april, may, jun june, jul july, aug august,"
    " sep sept september, oct october, nov november, dec december"
)
_MONTHS = {
    name: number for number, names in enumerate(_MONTH_NAMES.split(","), start=1) for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T|\Z)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})(?!\d)")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
_FIGURES = re.compile(r"(?<!\d)(\d{1,4})[./](\d{1,2})[./](\d{1,4})(?!\d)")
_PARTIAL = re.compile(r"\d{4}(?:-(?:\d{2}|W\d{2}|Q[1-4]|SP|SU|FA))?\Z")

_HEADER = re.compile(
    r"(Title|Headline|Date|Published|Publication date|Source|Publisher|Author|By|Byline|Language|URL|Link):"
    r"[ \t]+(\S.{0,400})\Z"
)
_MATTER = re.compile(r"([A-Za-z][\w-]{0,40})[ \t]*:[ \t]*(.*)\Z")
_FIELDS = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "publication date": "published",
    "publisheddate": "published",
    "published_at": "published",
    "source": "publisher",
    "publisher": "publisher",
    "site": "publisher",
}


class Head(NamedTuple):
    """The metadata at the top of a text, where the prose starts after it, and the span of each line of it."""

    metadata: Metadata
    end: int
    lines: tuple[Span, ...]


def parse_date(text: str) -> str | None:
    """Return *text* as ``YYYY-MM-DD`` (or a partial TIMEX3 date), or None if it is no date or an unsure one.

    A time of day is left out as it is: the date is the one printed, in the zone it is printed for.
    ``3/4/2024`` is None (two readings), ``13/4/2024`` is not.
    """
    text = text.strip()[:100]
    if _PARTIAL.match(text):
        return text if day_range(text) else None
    if match := _ISO.search(text) or _COMPACT.match(text):
        return _day(match[1], match[2], match[3])
    if match := _DAY_FIRST.search(text):
        return _day(match[3], _MONTHS.get(match[2].lower()), match[1])
    if match := _MONTH_FIRST.search(text):
        return _day(match[3], _MONTHS.get(match[1].lower()), match[2])
    if match := _FIGURES.search(text):
        return _figures(*match.groups())
    return None


def given_date(text: str) -> str:
    """Return the date a user gave, or raise `UsageError`."""
    found = parse_date(text)
    if found is None:
        raise UsageError(f"{text!r} is not a date", hint="write it as 2024-02-15, 2024-02 or 2024")
    return found


def _figures(first: str, middle: str, last: str) -> str | None:
    if len(first) == 4:
        return _day(first, middle, last)
    if len(last) != 4:
        return None
    if int(first) > 12 or first == middle:
        return _day(last, middle, first)
    return _day(last, first, middle) if int(middle) > 12 else None


def _day(year: str, month: str | int | None, day: str) -> str | None:
    try:
        return date(int(year), int(month or 0), int(day)).isoformat()
    except ValueError:
        return None


def header_lines(text: str) -> Head | None:
    """Read lines such as ``Title: …`` and ``Date: …`` at the very top of *text*."""
    found: list[tuple[str, str]] = []
    lines: list[Span] = []
    at = 0
    while at < len(text):
        end = _line_end(text, at)
        line = text[at : min(end, at + 500)].strip()
        match = _HEADER.match(line)
        if match:
            found.append((match[1], match[2]))
            lines.append(Span(at, end))
        elif line or (found and text[end + 1 : end + 2] == "\n"):
            break
        at = end + 1
    if not found:
        return None
    return Head(gather(found), min(lines[-1].end + 1, len(text)), tuple(lines))


def front_matter(text: str) -> Head | None:
    """Read the block between two lines of ``---`` at the very top of a Markdown *text*."""
    start = len(text) - len(text.lstrip())
    if not re.match(r"---[ \t]*\n", text[start:]):
        return None
    close = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)").search(text, start + 3, start + 20_000)
    if close is None:
        return None
    found: list[tuple[str, str]] = []
    for line in text[start : close.start()].split("\n")[1:]:
        if match := _MATTER.match(line[:500]):
            found.append((match[1], match[2].strip().strip("\"'")))
    end = close.end() - 1 if close.group().endswith("\n") else close.end()
    return Head(gather(found), min(end + 1, len(text)), (Span(start, end),))


def gather(fields: Iterable[tuple[str, str]]) -> Metadata:
    """Make `Metadata` of named fields, the first of each kind; a date that cannot be read is noted."""
    found: dict[str, str] = {}
    notes: list[str] = []
    for name, value in fields:
        kind, stated = _FIELDS.get(name.lower()), value.strip()
        if kind is None or not stated:
            continue
        if kind != "published":
            found.setdefault(kind, stated)
        elif day := parse_date(stated):
            found.setdefault(kind, day)
        else:
            notes.append(f"cannot tell which day {stated[:60]!r} is; give it as YYYY-MM-DD")
    return Metadata(found.get("title"), found.get("publisher"), found.get("published"), tuple(notes))


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
