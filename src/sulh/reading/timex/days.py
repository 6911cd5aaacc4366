"""Values of days that are written out, and of "today" and its like."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from sulh.reading.timex import calendar, numerals
from sulh.reading.timex.common import Match, day_number, exact, is_plural, number, one, same_month, step, way
from sulh.reading.timex.context import Context, Hit

_AMBIGUOUS = frozenset(["march", "may", "mar", "sept"])
_MONTH_WORD = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_OFFSETS = {"yesterday": -1, "tomorrow": 1}
_WEEK_OF = re.compile(r"\bweek\s(?:of|commencing|beginning|starting)\s\Z", re.IGNORECASE)
_BEFORE_ORDINAL = frozenset(["on", "by", "until", "till", "since", "before"])
_LARGEST = 10**4
_BEFORE_FEAST = frozenset(["by", "before", "until", "till", "since", "after", "at", "over", "around", "for"])
_RANGE_TO = re.compile(
    rf"\s?(?:[-–—]|to|and|through|until|till)\s{{1,2}}"
    rf"(?:({_MONTH_WORD})\s\d{{1,2}}|\d{{1,2}}\s({_MONTH_WORD})),?\s([12]\d{{3}})\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?(?:[-–—]|to|and|through|until|till)\s{0,2}")


def iso(match: Match, ctx: Context) -> list[Hit]:
    """Read ``2024-02-15``, ``2024/02/15``, ``2024-02``; 2010-11 may be two years and is left to the years."""
    del ctx
    year, month, day = int(match["y"]), int(match["mo"]), match["d"]
    if day is not None:
        return one(match, exact(year, month, int(day)))
    if match["sep"] == "/" or not 1 <= month <= 12 or month == (year + 1) % 100:
        return []
    return one(match, f"{year:04}-{month:02}")


def slashed(match: Match, ctx: Context) -> list[Hit]:
    """Read ``15/02/2024`` if only one order of day and month is possible; with full stops day is first."""
    del ctx
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    return one(match, numeric(a, b, year, match["sep"]))


def numeric(a: int, b: int, year: int, sep: str) -> str | None:
    """Return the ISO day of a date in three numbers, or None when its order is open."""
    if sep == "." or (a > 12 >= b) or a == b:
        return exact(year, b, a)
    return exact(year, a, b) if b > 12 >= a else None


def nine_eleven(match: Match, ctx: Context) -> list[Hit]:
    """Read ``9/11``, the name of a day."""
    del ctx
    return one(match, "2001-09-11")


def _written(ctx: Context, match: Match, month: int, day: int) -> str | None:
    """Return the value of a day of a month, with the year told, named, shared or inferred."""
    groups = match.groupdict()
    if groups.get("y"):
        return exact(int(groups["y"]), month, day)
    if groups.get("rel"):
        return calendar.month_day(ctx.published, month, day, way(step(groups["rel"]) or 0))
    found = _named_event(ctx, match, month, day) or _year_of_range(ctx, match, month, day)
    if found:
        return found
    weekday = number(groups["wd"], ctx.grammar.weekdays) if groups.get("wd") else None
    toward = ctx.direction(match.start(), match.end())
    if ctx.traits.timeless and weekday is None:
        year = ctx.told_year()
        if year and toward != "future":
            return exact(year, month, day)
    return calendar.month_day(ctx.published, month, day, toward, weekday)


def _named_event(ctx: Context, match: Match, month: int, day: int) -> str | None:
    """Return the year's own date for "the September 11 attacks", in a report written afterwards."""
    event = ctx.grammar.named_events.get(f"{month:02}-{day:02}")
    if not event or ctx.following(match.end()).lower() not in ctx.grammar.words["event"]:
        return None
    return event if ctx.published is None or ctx.published.isoformat() >= event else None


def _year_of_range(ctx: Context, match: Match, month: int, day: int) -> str | None:
    """Take the year from the other end of a range: "from December 3, 2011 to January 5"."""
    if ahead := _RANGE_TO.match(ctx.text, match.end(), min(ctx.hi, match.end() + 50)):
        last = (ahead[1] or ahead[2]).lower().rstrip(".")
        later = ctx.grammar.months.get(last, 0)
        return exact(int(ahead[3]) - (month > later), month, day) if later else None
    if not ctx.found or not _RANGE.fullmatch(ctx.text[ctx.found[-1].end : match.start()]):
        return None
    first = ctx.found[-1]
    if first.start < ctx.lo or not re.fullmatch(r"\d{4}-\d\d-\d\d", first.value):
        return None
    year, wraps = int(first.value[:4]), (month, day) < (int(first.value[5:7]), int(first.value[8:]))
    return exact(year + wraps, month, day)


def is_month(match: Match, group: str = "m") -> bool:
    """Tell the month beside a day or a year from "may 12 people": small letters only for full names."""
    word: str = match[group]
    return word[0].isupper() or (len(word) > 3 and word.lower() not in _AMBIGUOUS)


def _or_week(match: Match, ctx: Context, value: str | None) -> str | None:
    """Return the week that holds the day *value* after "the week of"; else *value*."""
    if value is None or value.startswith("X") or not _WEEK_OF.search(ctx.before(match.start())):
        return value
    return calendar.shift(date.fromisoformat(value), "week", 0)


def month_day(match: Match, ctx: Context) -> list[Hit]:
    """Read ``January 28``, ``Thursday, Jan. 28, 2024``, ``March 3-5`` (two dates, the second just ``5``)."""
    following = ctx.following(match.end())
    counts = match["y"] is None and is_plural(following)
    if not is_month(match) or (counts and ctx.previous(match.start("m")) in ("in", "since", "last")):
        return []  # "in March 12 people were killed"
    month = number(match["m"], ctx.grammar.months)
    first, second = day_number(match["d"]), day_number(match["d2"])
    value = _written(ctx, match, month, first)
    if not second or value is None:
        return one(match, _or_week(match, ctx, value))
    hits = [Hit(match.start(), match.end("d"), "DATE", value)]
    last = same_month(value, second) if second > first and not counts else None
    return [*hits, Hit(match.start("d2"), match.end(), "DATE", last)] if last else hits


def day_month(match: Match, ctx: Context) -> list[Hit]:
    """Read ``28 January 2024``, ``28th of January``, ``11 and 12 November`` (two dates, first ``11``)."""
    if not is_month(match):
        return []
    month = number(match["m"], ctx.grammar.months)
    value = _written(ctx, match, month, day_number(match["d"]))
    if value is None:
        return []
    hits = []
    start = match.start()
    for group in ("d0", "d1"):
        if match[group] and (other := same_month(value, day_number(match[group]))):
            hits.append(Hit(match.start(group), match.end(group), "DATE", other))
            start = match.start("d")
    if hits and match["wd"]:
        hits[0] = hits[0]._replace(start=match.start())
    return (
        [*hits, Hit(start, match.end(), "DATE", value)] if hits else one(match, _or_week(match, ctx, value))
    )


def first_of_month(match: Match, ctx: Context) -> list[Hit]:
    """Read ``the first of April``."""
    day = ctx.grammar.ordinals[match["d"].lower()]
    return one(match, _written(ctx, match, number(match["m"], ctx.grammar.months), day))


def day_word(match: Match, ctx: Context) -> list[Hit]:
    """Read ``today``, ``yesterday, Wednesday``, ``tomorrow morning``."""
    word = match["word"].lower()
    if match["word"][0].isupper() and re.search(r"[A-Z][^\W\d_]*\s\Z", ctx.before(match.start())):
        return []  # a newspaper
    era = ctx.following(match.end() + 2).lower() in ctx.grammar.words["era_after_today"]
    if era and re.match(r"['’]s\s", ctx.text[match.end() : match.end() + 3]):
        return []  # "today's world"
    if word == "today" and _is_nowadays(match, ctx):
        return []
    if match["m"]:
        month = number(match["m"], ctx.grammar.months)
        return one(match, _written(ctx, match, month, day_number(match["d"])))
    if ctx.published is None and match["wd"]:
        return one(match, f"XXXX-WXX-{number(match['wd'], ctx.grammar.weekdays)}")
    offset = _OFFSETS.get(word, 0)
    return one(match, calendar.shift(ctx.published, "day", offset))


def _is_nowadays(match: Match, ctx: Context) -> bool:
    """Tell "larger today than ever" and "what it is today" from the day of the report."""
    before, following = ctx.before(match.start()), ctx.following(match.end()).lower()
    if following == "than" or (following == "as" and re.search(r"\bas\s\w+\s\Z", before)):
        return True
    if re.search(r"\b(?:it|they|that)\s(?:is|are)\s\Z", before, re.IGNORECASE):
        return True
    lasting = re.search(r"\bstill\b", before) or ctx.direction(match.start(), match.end()) != "past"
    return ctx.traits.timeless and bool(lasting)


def present(match: Match, ctx: Context) -> list[Hit]:
    """Read ``2013 – present``: the day of the report."""
    if not re.search(r"\d{4}\s?(?:[-–—]|to|until)\s?\Z", ctx.before(match.start(), 12)):
        return []
    return one(match, calendar.shift(ctx.published, "day", 0))


def day_word_far(match: Match, ctx: Context) -> list[Hit]:
    """Read ``the day before yesterday``, ``the day after tomorrow``."""
    offset = {"yesterday": -2, "tomorrow": 2}.get(match["word"].lower(), 0)
    if offset == 0 or (offset < 0) != (match["side"].lower() == "before"):
        return []
    return one(match, calendar.shift(ctx.published, "day", offset))


def part(match: Match, ctx: Context) -> list[Hit]:
    """Read ``this morning``, ``last night``."""
    last = match["rel"].lower() == "last"
    if last and not match[0].lower().endswith(("night", "evening")):
        return []
    return one(match, calendar.shift(ctx.published, "day", -1 if last else 0))


def ordinal_day(match: Match, ctx: Context) -> list[Hit]:
    """Read ``on the 15th``: of the month that the clause points to."""
    following = ctx.following(match.end()).lower()
    if ctx.previous(match.start()) not in _BEFORE_ORDINAL or following not in ctx.grammar.words["stop"] | {
        ""
    }:
        return []
    if following in ("of", "and", "or"):
        return []  # "on the 3rd of the five points"
    day, here = int(match["d"]), ctx.published
    if here is None:
        return one(match, f"XXXX-XX-{day:02}")
    ahead = ctx.direction(match.start(), match.end()) == "future"
    count = int(day < here.day) if ahead else -int(day > here.day)
    value = calendar.shift(here, "month", count)
    return one(match, value and same_month(value + "-01", day))


def ordinal_day_of(match: Match, ctx: Context) -> list[Hit]:
    """Read ``the twentieth of this month``."""
    day = day_number(match["d"]) or ctx.grammar.ordinals[match["o"].lower()]
    rel = match["rel"].lower().removeprefix("the ").strip()
    start = ctx.anchor("month") if rel in ("following", "same") else ctx.published
    value = calendar.shift(start, "month", {"next": 1, "following": 1, "last": -1}.get(rel, 0))
    return one(match, value and same_month(value + "-00", day))


def feast(match: Match, ctx: Context) -> list[Hit]:
    """Read ``before Christmas``, ``last Christmas``: its day."""
    rel, told = step(match["rel"]), ctx.previous(match.start()) in _BEFORE_FEAST
    if not match[0][-9].isupper() or not (told or match["rel"]) or ctx.following(match.end())[:1].isupper():
        return []
    toward = way(rel) if rel else ctx.direction(match.start(), match.end())
    return one(match, calendar.month_day(ctx.published, 12, 25, toward))


def weeks_from_day(match: Match, ctx: Context) -> list[Hit]:
    """Read ``a week ago yesterday``, ``two weeks ago Tuesday``, ``a week from Monday``."""
    back = match["side"].lower() == "ago"
    count = Decimal(1) if match["n"].lower() in ("a", "an") else numerals.parse(match["n"])
    if count is None or count != int(count) or count > _LARGEST:
        return []
    if match["wd"]:
        day = number(match["wd"], ctx.grammar.weekdays)
        start = calendar.weekday(ctx.published, day, "past" if back else "future")
        if ctx.published is None:
            return one(match, start)
    else:
        start = calendar.shift(ctx.published, "day", _OFFSETS.get(match["word"].lower(), 0))
    if start is None or ctx.published is None:
        return one(match, start)
    return one(match, calendar.shift(date.fromisoformat(start), "day", 7 * int(count) * (-1 if back else 1)))


def named_day(match: Match, ctx: Context) -> list[Hit]:
    """Read ``Christmas Day``, ``New Year's Eve``."""
    if not match["name"][0].isupper() and not match["name"][0].isdigit():
        return []
    name = " ".join(match["name"].lower().replace("’", "'").split())
    month, day = map(int, ctx.grammar.named_days[name].split("-"))
    toward = ctx.direction(match.start(), match.end())
    return one(match, calendar.month_day(ctx.published, month, day, toward))
