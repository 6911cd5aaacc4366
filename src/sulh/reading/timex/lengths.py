"""Values of lengths of time, and of dates that are counted in them: "two weeks ago"."""

from __future__ import annotations

import re
from decimal import Decimal

from sulh.reading.timex import calendar, numerals
from sulh.reading.timex.common import Match, length, one
from sulh.reading.timex.context import Context, Hit

_SINCE_LONG = re.compile(
    r"(?:(?:\w{2,6}n['’]t|never|first|times?|once|twice|worst|\w{2,15}est|ever|least|only)\s{1,3}(?:\w{1,15}\s{1,3}){0,3}"
    r"|(?:second|third|fourth|fifth|sixth)\s{1,3}(?:(?!is|are|was|will|may)\w{1,15}\s{1,3}){1,2})in\s{1,3}\Z",
    re.IGNORECASE,
)
_LARGEST = 10**6
_NEAR_MINUTES = 6 * 60


def duration_of(count: Decimal, unit: str, ctx: Context) -> str | None:
    """Return the ISO 8601 duration of *count* times *unit*."""
    return calendar.duration(count, *ctx.grammar.units[unit])


def _amount(text: str) -> Decimal | None:
    return Decimal(1) if text.lower() in ("a", "an", "another") else numerals.parse(text)


def _singular(word: str, ctx: Context) -> str:
    lower = word.lower()
    if lower in ctx.grammar.units:
        return lower
    return "century" if lower == "centuries" else lower.removesuffix("s")


def _count(match: Match) -> Decimal | None:
    """Return the number of a match, with the half of "a year and a half"."""
    count = _amount(match["n"])
    half = Decimal("0.5") if match.groupdict().get("half") else Decimal(0)
    return None if count is None or count > _LARGEST else count + half


def ago(match: Match, ctx: Context) -> list[Hit]:
    """Read ``two weeks ago``, ``three days later``, ``in two weeks' time``, as exact as the unit."""
    count, name, side = _count(match), _singular(match["u"], ctx), match["dir"].lower()
    if count is None or name == "second":
        return []
    if name in ("hour", "minute"):
        return _hours(match, ctx, count * (60 if name == "hour" else 1))
    name = "day" if name == "night" else name
    start = ctx.published if side in ("ago", "from now", "hence", "time") else ctx.anchor(name)
    if start is None and name == "day" and count == 1 and side == "earlier":
        start = ctx.published  # "a day earlier": than the report
    if name == "year" and count != int(count):
        count, name = count * 12, "month"
    if count != int(count):
        return []
    sign = -1 if side in ("ago", "earlier", "before", "previously") else 1
    return one(match, calendar.shift(start, name, sign * int(count)))


def _hours(match: Match, ctx: Context, minutes: Decimal) -> list[Hit]:
    """Take "an hour ago" as the report's day. What lies farther off may be another day and stays open."""
    if match["dir"].lower() != "ago":
        return []
    near = ctx.published is not None and minutes <= _NEAR_MINUTES
    return one(match, calendar.shift(ctx.published if near else None, "day", 0))


def duration(match: Match, ctx: Context) -> list[Hit]:
    """Read ``three-month``, ``10 days``, ``six to eight weeks`` (two); "in two weeks" ahead is a date."""
    name, count = _singular(match["u"], ctx), _count(match)
    if count is None or not _is_length(match, ctx, count, name):
        return []
    if match.groupdict().get("n0") is None and (date := _ahead(match, ctx, count, name)):
        return one(match, date)
    last = length(match, duration_of(count, name, ctx))
    if not match.groupdict().get("n0") or not last:
        return last
    first = None if match["n0"].lower() in ("a", "an") else _amount(match["n0"])
    last = [last[0]._replace(start=match.start("n"))]
    low = duration_of(first, name, ctx) if first is not None and first < count else None
    return [Hit(match.start(), match.end("n0"), "DURATION", low), *last] if low else last


def _joined(match: Match) -> bool:
    """Tell "three-month" from "three months"."""
    between = match.string[match.end("n") : match.start("u")]
    return any(hyphen in between for hyphen in "-‐‑")


def _is_length(match: Match, ctx: Context, count: Decimal, name: str) -> bool:
    """Tell a length from a rate, an age, "one day", "a second" and a part of a number."""
    previous, joined = ctx.previous(match.start()), _joined(match)
    if re.search(r"(?:\d[.,:/]|[$€£¥₪#])\Z", ctx.before(match.start(), 3)) or previous in (
        "aged",
        "age",
        "ages",
    ):
        return False
    plural = match["u"].lower().endswith("s")
    if name == "second" and not match["n"][0].isdigit() and not (plural and count != 1):
        return False
    if match["n"].lower() in ("a", "an", "one"):
        firm = previous in ctx.grammar.words["before_one"] or (
            previous == "by" and match["n"].lower() != "one"
        )
        between = match.string[match.end("n") : match.start("u")].strip().lower()
        more = between in ("more", "further", "additional", "extra", "full")
        return joined or more or name == "fortnight" or firm or _is_given(match, ctx)
    return count == 1 or joined or plural


def _is_given(match: Match, ctx: Context) -> bool:
    """Tell "a day after the vote" and "gave them a week to answer" from "60 dollars a week"."""
    following = ctx.following(match.end()).lower()
    if following in ("before", "after"):
        return True
    run = ctx.before(match.start(), 40).lower().split()[-3:]
    return following in ("to", "of", "for") and any(word in ctx.grammar.words["giving"] for word in run)


def _ahead(match: Match, ctx: Context, count: Decimal, name: str) -> str | None:
    """Return the date of "in two weeks" where the clause looks ahead, or None."""
    counted = name in ("day", "week", "month", "year") and count == int(count)
    if ctx.published is None or not counted or _joined(match):
        return None
    if ctx.previous(match.start()) != "in" or (name == "day" and match["n"].lower() in ("a", "an")):
        return None
    if (
        _SINCE_LONG.search(ctx.before(match.start(), 80))
        or ctx.direction(match.start(), match.end()) != "future"
    ):
        return None
    return calendar.shift(ctx.published, name, int(count))


def within(match: Match, ctx: Context) -> list[Hit]:
    """Read ``within 10 days``: the whole phrase, a length."""
    count = _count(match)
    return [] if count is None else length(match, duration_of(count, _singular(match["u"], ctx), ctx))


def long(match: Match, ctx: Context) -> list[Hit]:
    """Read ``week-long``."""
    name = _singular(match["u"], ctx)
    return [] if name == "second" else length(match, duration_of(Decimal(1), name, ctx))


def half(match: Match, ctx: Context) -> list[Hit]:
    """Read ``half an hour``, ``half a year``, ``three quarters of an hour``."""
    share = match["h"].lower()
    count = Decimal("0.25") if "quarter" in share else Decimal("0.5")
    count = Decimal("0.75") if share.startswith("three") else count
    return length(match, duration_of(count, _singular(match["u"], ctx), ctx))
