"""Values of weekdays and months: the nearest past one, unless the clause looks ahead."""

from __future__ import annotations

import re
from datetime import date

from sulh.reading.timex import calendar
from sulh.reading.timex.calendar import Direction
from sulh.reading.timex.common import (
    Match,
    base,
    day_number,
    is_plural,
    number,
    one,
    same_month,
    step,
    way,
    words,
)
from sulh.reading.timex.context import Context, Hit
from sulh.reading.timex.days import is_month

_AMBIGUOUS = frozenset(["march", "may"])
_NAMES = frozenset(["april", "june", "august", "jan"])
_GENERIC = re.compile(r"\b(?:an?|every|each|any)\s{1,3}(?:[^\W\d_]{1,20}\s{1,3})?\Z", re.IGNORECASE)
_NEIGHBOUR = re.compile(
    r"(?:uary|ch|pril|ay|une|uly|gust|ber)\s{0,2}(?:and|to|or|through|[-–,/])\s{0,2}\Z", re.IGNORECASE
)
_BEFORE_DAY = frozenset(["on", "by", "until", "till", "since", "before", "from", "for"])
_POSSESSIVES = frozenset(["its", "their", "his", "her"])


def month_year(match: Match, ctx: Context) -> list[Hit]:
    """Read ``January 2024``, ``May of 1976``, ``March to August 2011`` (two dates that share the year)."""
    if not is_month(match) or (match["m1"] and not is_month(match, "m1")):
        return []
    year, month_number = int(match["y"]), number(match["m"], ctx.grammar.months)
    if year % 100 == 0 and is_plural(ctx.following(match.end())) and ctx.previous(match.start()) == "in":
        return []
    value = f"{year:04}-{month_number:02}"
    if not match["m1"]:
        return one(match, value)
    first = number(match["m1"], ctx.grammar.months)
    earlier = f"{year - (first > month_number):04}-{first:02}"
    return [
        Hit(match.start(), match.end("m1"), "DATE", earlier),
        Hit(match.start("m"), match.end(), "DATE", value),
    ]


def month_of(match: Match, ctx: Context) -> list[Hit]:
    """Read ``March of last year``, ``June 16th of last year``."""
    year = calendar.shift(ctx.published, "year", step(match["rel"]) or 0)
    value = year and f"{year}-{number(match['m'], ctx.grammar.months):02}"
    return one(match, same_month(value + "-00", day_number(match["d"])) if value and match["d"] else value)


def month(match: Match, ctx: Context) -> list[Hit]:
    """Read ``March``, ``last November``."""
    word = match["m"].lower().rstrip(".")
    rel = step(match["rel"])
    small = not match["m"][0].isupper() and (rel is None or word in _AMBIGUOUS or len(word) <= 4)
    if small or (rel is None and not _is_bare_month(ctx, match, word)):
        return []
    return one(match, _month_value(match, ctx, ctx.grammar.months[word], rel))


def _month_value(match: Match, ctx: Context, of_year: int, rel: int | None) -> str | None:
    if rel:
        start = base(ctx, match["rel"], "month")
        return calendar.month(start, of_year, way(rel), strict=True)
    if rel == 0 and ctx.published is not None:
        return f"{ctx.published.year:04}-{of_year:02}"
    toward = ctx.direction(match.start(), match.end())
    if ctx.traits.timeless:
        year = ctx.told_year()
        if toward != "past":
            return f"XXXX-{of_year:02}"  # "in January it is warm"
        if year:
            return f"{year:04}-{of_year:02}"
    toward = toward or "past"
    if ctx.previous(match.start()) in _POSSESSIVES:
        toward = "past"  # "its February text"
    return calendar.month(ctx.published, of_year, toward)


def _is_bare_month(ctx: Context, match: Match, word: str) -> bool:
    """Tell the month from "May" the name, "March" the walk and "a dry August"."""
    known, previous = ctx.grammar.words, ctx.previous(match.start())
    before, following = ctx.before(match.start()), ctx.following(match.end())
    if _GENERIC.search(before) or re.search(r"\d(?:st|nd|rd|th)?\s\Z", before):
        return False
    if previous in known["sure_before_month"]:
        return True
    if re.match(r"\s\d{1,2}\b(?![,.]\d)", ctx.text[match.end() : match.end() + 6]):
        return False  # "February 30"
    listed = previous in known["before_month"]
    if word in _AMBIGUOUS or (len(word) <= 4 and word not in ("june", "july")):
        if word == "may" and (ctx.traits.may_is_a_name or (listed and following[:1].isupper())):
            return False
        return listed or bool(_NEIGHBOUR.search(before))
    return not (word in _NAMES and not listed and (following[:1].isupper() or before.rstrip().endswith(".")))


def weekday(match: Match, ctx: Context) -> list[Hit]:
    """Read ``Thursday``, ``last Tuesday``, ``Friday evening``."""
    if not _is_weekday(ctx, match):
        return []
    day, rel = number(match["wd"], ctx.grammar.weekdays), step(match["rel"])
    if rel and words(match["rel"]) in ("last", "next"):
        return one(match, calendar.weekday_in_week(ctx.published, day, rel))
    if rel:
        start = base(ctx, match["rel"], "day")
        return one(match, calendar.weekday(start, day, way(rel), strict="this" not in words(match["rel"])))
    toward: Direction | None = ctx.direction(match.start(), match.end())
    if rel == 0 and toward is None:
        return one(match, calendar.weekday_in_week(ctx.published, day, 0))
    if ctx.following(match.end()).lower() == "deadline":
        toward = "future"
    return one(match, calendar.weekday(ctx.published, day, toward or "past"))


def weekday_the(match: Match, ctx: Context) -> list[Hit]:
    """Read ``Friday the 13th``: the nearest month, this one first, in which the two go together."""
    day, here = int(match["d"]), ctx.published
    if ctx.previous(match.start()) not in _BEFORE_DAY or not match["wd"].lower().endswith("day"):
        return []  # a film
    if here is None:
        return one(match, f"XXXX-XX-{day:02}")
    ahead = ctx.direction(match.start(), match.end()) == "future"
    wanted = number(match["wd"], ctx.grammar.weekdays)
    for count in (0, 1, -1, 2, -2) if ahead else (0, -1, 1, -2, 2):
        found = (calendar.shift(here, "month", count) or "XXXX-XX") + "-00"
        value = same_month(found, day)
        if value and value[0] != "X" and date.fromisoformat(value).isoweekday() == wanted:
            return one(match, value)
    return []


def weekday_next(match: Match, ctx: Context) -> list[Hit]:
    """Read ``Thursday next``, ``Thursday last`` and ``Monday week``, a week after the coming one."""
    day, week = number(match["wd"], ctx.grammar.weekdays), match["post"].lower() == "week"
    if not match["wd"][0].isupper() or not match["wd"].lower().endswith("day"):
        return []
    if week and ctx.previous(match.start()) == "since":
        return one(match, calendar.weekday_in_week(ctx.published, day, -1))
    if match["post"].lower() == "last":
        return one(match, calendar.weekday(ctx.published, day, "past", strict=True))
    coming = calendar.weekday(ctx.published, day, "future", strict=True)
    if ctx.published is None or coming is None or not week:
        return one(match, coming)
    return one(match, calendar.shift(date.fromisoformat(coming), "day", 7))


def _is_weekday(ctx: Context, match: Match) -> bool:
    """Tell the day from "every Friday", "a Sunday premium", "The Sunday Times", "Saturday mornings"."""
    known = ctx.grammar.words
    word, previous, following = match["wd"].lower(), ctx.previous(match.start()), ctx.following(match.end())
    if not word.endswith("day"):  # "Wed": only where a day must stand
        return match["wd"][0].isupper() and previous == "on" and word.rstrip(".") not in ("sun", "sat", "mon")
    if match["rel"]:
        return True
    if following.lower() in known["part_set"] or previous in known["not_before_weekday"]:
        return False
    if previous in ("a", "an"):
        return following.lower() in known["weekday_event"]
    rest = ctx.text[match.end() : match.end() + 7]
    name = previous == "the" and rest[:1] == " " and following[:1].isupper()
    thirteenth = re.match(r"\sthe\s\d", rest)
    return not thirteenth and (not name or following.lower() in known["part"])


def weekday_of(match: Match, ctx: Context) -> list[Hit]:
    """Read ``Tuesday of last week``."""
    day = number(match["wd"], ctx.grammar.weekdays)
    return one(match, calendar.weekday_in_week(ctx.published, day, step(match["rel"]) or 0))
