"""What the rules share: numbers of names, steps, and the making of hits."""

from __future__ import annotations

import re
from datetime import date

from sulh.reading.timex.calendar import Direction
from sulh.reading.timex.context import Context, Hit

Match = re.Match[str]
_STEP = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1, "this": 0}
_PLURAL = re.compile(r"[a-z]{2,}(?<![su])s\Z|(?:people|men|women|children|troops|police)\Z")


def number(word: str, table: dict[str, int]) -> int:
    """Return the number of a month or weekday as written, its full stop aside."""
    return table[word.lower().rstrip(".")]


def words(text: str) -> str:
    """Return *text* in lower case with single blanks."""
    return " ".join(text.lower().split())


def step(rel: str | None) -> int | None:
    """Return -1, 0 or 1 for "last", "this", "next" and the like ("this past" is -1); None for None."""
    return None if rel is None else _STEP[words(rel).rsplit(" ", 1)[-1]]


def way(count: int) -> Direction:
    """Return the direction of a step."""
    return "future" if count > 0 else "past"


def base(ctx: Context, rel: str, unit: str) -> date | None:
    """Return the day from which "following" and "previous" count, which the text told; else the report's."""
    return ctx.anchor(unit) if rel.lower() in ("following", "previous") else ctx.published


def one(match: Match, value: str | None) -> list[Hit]:
    """Return *match* as one date of *value*, or nothing when the value is None."""
    return [] if value is None else [Hit(match.start(), match.end(), "DATE", value)]


def length(match: Match, value: str | None) -> list[Hit]:
    """Return *match* as one duration of *value*, or nothing when the value is None."""
    return [] if value is None else [Hit(match.start(), match.end(), "DURATION", value)]


def exact(year: int, month: int, day: int) -> str | None:
    """Return an ISO day, or None when the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def day_number(text: str | None) -> int:
    """Return the 28 of ``28th``, or 0."""
    found = re.match(r"\d+", text or "")
    return int(found[0]) if found else 0


def same_month(value: str, day: int) -> str | None:
    """Return *day* of the month of the ISO or open day *value*, or None when it has no such day."""
    if value.startswith("XXXX"):
        return f"{value[:8]}{day:02}" if day <= 31 else None
    return exact(int(value[:4]), int(value[5:7]), day)


def is_plural(word: str) -> bool:
    """Tell whether a word in lower case looks like a plural."""
    return bool(_PLURAL.match(word))
