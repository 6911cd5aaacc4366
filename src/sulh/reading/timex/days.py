"""Values of single days, weekdays, months and dates written out."""

from __future__ import annotations

import re
from datetime import date

from sulh.reading.timex import calendar
from sulh.reading.timex.calendar import Direction
from sulh.reading.timex.context import Context, Hit

Match = re.Match[str]
_STEP = {
    "last": -1,
    "this past": -1,
    "past": -1,
    "previous": -1,
    "next": 1,
    "coming": 1,
    "following": 1,
    "this": 0,
}
_AMBIGUOUS_MONTHS = frozenset(["march", "may"])
_NAMES = frozenset(["april", "june", "august", "jan"])
_PLURAL = re.compile(r"[a-z]{2,}(?<![su])s\Z|(?:people|men|women|children|troops|police)\Z")
_PAST, _FUTURE = "past", "future"


def number(word: str, table: dict[str, int]) -> int:
    """Return the number of a month or weekday as written, its full stop aside."""
    return table[word.lower().rstrip(".")]


def step(rel: str | None) -> int | None:
    """Return -1, 0 or 1 for "last", "this", "next" and the like."""
    return None if rel is None else _STEP[" ".join(rel.lower().split())]


def base(ctx: Context, rel: str, unit: str) -> date | None:
    """Return the day from which "following" and "previous" count, which the text told; else the report's."""
    return ctx.anchor(unit) if rel.lower() in ("following", "previous") else ctx.published


def one(ctx: Context, match: Match, value: str | None, start: int | None = None) -> list[Hit]:
    """Return *match* as one date of *value*, or nothing when the value is None."""
    del ctx
    return (
        [] if value is None else [Hit(match.start() if start is None else start, match.end(), "DATE", value)]
    )


def exact(year: int, month: int, day: int) -> str | None:
    """Return an ISO day, or None when the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def iso(match: Match, ctx: Context) -> list[Hit]:
    """``2024-02-15``, ``2024/02/15``, ``2024-02``; 2010-11 may be two years and is left to the years."""
    year, month, day = int(match["y"]), int(match["mo"]), match["d"]
    if day is not None:
        return one(ctx, match, exact(year, month, int(day)))
    if match["sep"] == "/" or not 1 <= month <= 12 or month == (year + 1) % 100:
        return []
    return one(ctx, match, f"{year:04}-{month:02}")


def slashed(match: Match, ctx: Context) -> list[Hit]:
    """``15/02/2024``, where only one order of day and month is possible; with full stops the day is first."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if match["sep"] == "." or (a > 12 and b <= 12) or a == b:
        return one(ctx, match, exact(year, b, a))
    return one(ctx, match, exact(year, a, b)) if b > 12 >= a else []


def nine_eleven(match: Match, ctx: Context) -> list[Hit]:
    """``9/11``, the name of a day."""
    return one(ctx, match, "2001-09-11")


def _day_number(text: str | None) -> int:
    return int(re.match(r"\d+", text)[0]) if text else 0  # type: ignore[index]


def _written(ctx: Context, match: Match, month: int, day: int) -> str | None:
    """Return the value of a day of a month, with the year told, named, shared or inferred."""
    if year := match.groupdict().get("y"):
        return exact(int(year), month, day)
    if match.groupdict().get("rel"):
        rel = step(match["rel"])
        assert rel is not None
        way: Direction = "future" if rel > 0 else "past"
        return calendar.month_day(ctx.published, month, day, way)
    event = ctx.grammar.named_events.get(f"{month:02}-{day:02}")
    if event and ctx.following(match.end()).lower() in ctx.grammar.words["event"]:
        if ctx.published is None or ctx.published.isoformat() >= event:
            return event
    if shared := _year_of_range(ctx, match, month, day):
        return shared
    name = match.groupdict().get("wd")
    weekday = number(name, ctx.grammar.weekdays) if name else None
    return calendar.month_day(ctx.published, month, day, ctx.direction(match.start(), match.end()), weekday)


def _year_of_range(ctx: Context, match: Match, month: int, day: int) -> str | None:
    """Take the year from the other end of a range: "from December 3, 2011 to January 5"."""
    months = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
    ahead = re.compile(
        rf"\s?(?:[-–—]|to|and|through|until|till)\s{{1,2}}(?:({months})\s\d{{1,2}}|\d{{1,2}}\s({months})),?\s([12]\d{{3}})\b",
        re.IGNORECASE,
    ).match(ctx.text, match.end(), min(ctx.hi, match.end() + 50))
    if ahead:
        later = number(ahead[1] or ahead[2], ctx.grammar.months)
        return exact(int(ahead[3]) - (month > later), month, day)
    if ctx.found and re.fullmatch(
        r"\s?(?:[-–—]|to|and|through|until|till)\s{0,2}", ctx.text[ctx.found[-1].end : match.start()]
    ):
        first = ctx.found[-1]
        if re.fullmatch(r"\d{4}-\d\d-\d\d", first.value) and first.start >= ctx.lo:
            year = int(first.value[:4])
            return exact(year + ((month, day) < (int(first.value[5:7]), int(first.value[8:]))), month, day)
    return None


def _is_month(ctx: Context, match: Match, group: str = "m") -> bool:
    """Tell the month beside a day or a year from "may 12 people" and "sun": small letters only for full names."""
    word = match[group]
    return word[0].isupper() or (len(word) > 3 and word.lower() not in _AMBIGUOUS_MONTHS | {"mar", "sept"})


def month_day(match: Match, ctx: Context) -> list[Hit]:
    """``January 28``, ``Thursday, Jan. 28, 2024``, ``March 3-5`` (two dates, the second just ``5``)."""
    if not _is_month(ctx, match):
        return []
    following = ctx.following(match.end())
    if (
        match["y"] is None
        and ctx.previous(match.start("m")) in ("in", "since", "last")
        and _PLURAL.match(following)
    ):
        return []  # "in March 12 people were killed"
    month = number(match["m"], ctx.grammar.months)
    first, second = _day_number(match["d"]), _day_number(match["d2"])
    value = _written(ctx, match, month, first)
    if not second or value is None:
        return one(ctx, match, value)
    if second <= first or (not match["y"] and _PLURAL.match(following)):
        return [Hit(match.start(), match.end("d"), "DATE", value)]
    last = _same_month(value, second)
    hits = [Hit(match.start(), match.end("d"), "DATE", value)]
    return [*hits, Hit(match.start("d2"), match.end(), "DATE", last)] if last else hits


def _same_month(value: str, day: int) -> str | None:
    if value.startswith("XXXX"):
        return f"{value[:8]}{day:02}" if day <= 31 else None
    return exact(int(value[:4]), int(value[5:7]), day)


def day_month(match: Match, ctx: Context) -> list[Hit]:
    """``28 January 2024``, ``28th of January``, ``11 and 12 November`` (two dates, the first just ``11``)."""
    if not _is_month(ctx, match):
        return []
    month = number(match["m"], ctx.grammar.months)
    value = _written(ctx, match, month, _day_number(match["d"]))
    if value is None:
        return []
    hits = []
    start = match.start()
    for group in ("d0", "d1"):
        if match[group] and (other := _same_month(value, _day_number(match[group]))):
            hits.append(Hit(match.start(group), match.end(group), "DATE", other))
            start = match.start("d")
    if hits and match["wd"]:
        hits[0] = hits[0]._replace(start=match.start())
    return [*hits, Hit(start, match.end(), "DATE", value)]


def first_of_month(match: Match, ctx: Context) -> list[Hit]:
    """``the first of April``."""
    day = ctx.grammar.ordinals[match["d"].lower()]
    return one(ctx, match, _written(ctx, match, number(match["m"], ctx.grammar.months), day))


def month_year(match: Match, ctx: Context) -> list[Hit]:
    """``January 2024``, ``May of 1976``, ``from March to August 2011`` (two dates that share the year)."""
    if not _is_month(ctx, match) or (match["m1"] and not _is_month(ctx, match, "m1")):
        return []
    year, month = int(match["y"]), number(match["m"], ctx.grammar.months)
    if _PLURAL.match(ctx.following(match.end())) and ctx.previous(match.start()) == "in" and year % 100 == 0:
        return []
    value = f"{year:04}-{month:02}"
    if not match["m1"]:
        return one(ctx, match, value)
    first = number(match["m1"], ctx.grammar.months)
    earlier = f"{year - (first > month):04}-{first:02}"
    return [
        Hit(match.start(), match.end("m1"), "DATE", earlier),
        Hit(match.start("m"), match.end(), "DATE", value),
    ]


def month_of(match: Match, ctx: Context) -> list[Hit]:
    """``March of last year``, ``June 16th of last year``."""
    year = calendar.shift(ctx.published, "year", step(match["rel"]) or 0)
    value = year and f"{year}-{number(match['m'], ctx.grammar.months):02}"
    return one(
        ctx, match, _same_month(value + "-00", _day_number(match["d"])) if value and match["d"] else value
    )


def month(match: Match, ctx: Context) -> list[Hit]:
    """``March``, ``last November``: the nearest past unless the clause looks ahead."""
    word = match["m"].lower().rstrip(".")
    of_year = number(match["m"], ctx.grammar.months)
    rel = step(match["rel"])
    if not match["m"][0].isupper() and (rel is None or word in _AMBIGUOUS_MONTHS or len(word) <= 4):
        return []
    if rel is None and not _bare_month(ctx, match, word):
        return []
    if rel is not None and rel != 0:
        way_told: Direction = "future" if rel > 0 else "past"
        return one(
            ctx, match, calendar.month(base(ctx, match["rel"], "month"), of_year, way_told, strict=True)
        )
    if rel == 0 and ctx.published is not None:
        return one(ctx, match, f"{ctx.published.year:04}-{of_year:02}")
    way = ctx.direction(match.start(), match.end()) or "past"
    if ctx.previous(match.start()) in ("its", "their", "his", "her"):
        way = "past"  # "its February text"
    return one(ctx, match, calendar.month(ctx.published, of_year, way))


def _bare_month(ctx: Context, match: Match, word: str) -> bool:
    words, previous = ctx.grammar.words, ctx.previous(match.start())
    if re.search(
        r"\b(?:an?|every|each|any)\s{1,3}(?:[^\W\d_]{1,20}\s{1,3})?\Z",
        ctx.before(match.start()),
        re.IGNORECASE,
    ):
        return False  # "a dry August"
    following = ctx.following(match.end())
    if previous in words["sure_before_month"]:
        return True
    neighbour = bool(
        re.search(
            r"(?:uary|ch|pril|ay|une|uly|gust|ber)\s{0,2}(?:and|to|or|through|[-–,/])\s{0,2}\Z",
            ctx.before(match.start()),
        )
    )
    if word == "may" and ctx.may_is_a_name:
        return False
    if word in _AMBIGUOUS_MONTHS or len(word) <= 4 and word not in ("june", "july"):
        unsure = previous in ("and", "to", "for", "by", "of", "after", "before") and word == "may"
        return neighbour or (previous in words["before_month"] and not (unsure and following[:1].isupper()))
    if word in _NAMES and following[:1].isupper() and previous not in words["before_month"]:
        return False
    return not (
        previous and ctx.before(match.start()).rstrip().endswith((".", "Mr", "Ms")) and word in _NAMES
    )


def weekday(match: Match, ctx: Context) -> list[Hit]:
    """``Thursday``, ``last Tuesday``, ``Friday evening``: the nearest past unless the clause looks ahead."""
    if not _is_weekday(ctx, match):
        return []
    day, rel = number(match["wd"], ctx.grammar.weekdays), step(match["rel"])
    if rel is not None and rel != 0:
        way: Direction = "future" if rel > 0 else "past"
        return one(ctx, match, calendar.weekday(base(ctx, match["rel"], "day"), day, way, strict=True))
    way_told = ctx.direction(match.start(), match.end())
    if rel == 0 and " " in match["rel"].strip():
        return one(ctx, match, calendar.weekday(ctx.published, day, "future"))
    if rel == 0 and way_told is None:
        return one(ctx, match, calendar.weekday_in_week(ctx.published, day, 0))
    if ctx.previous(match.start()) in ("a", "the") and ctx.following(match.end()).lower() == "deadline":
        way_told = "future"
    return one(ctx, match, calendar.weekday(ctx.published, day, way_told or "past"))


def _is_weekday(ctx: Context, match: Match) -> bool:
    words = ctx.grammar.words
    word, previous, following = match["wd"].lower(), ctx.previous(match.start()), ctx.following(match.end())
    if not word.endswith("day"):  # "Sun", "Wed": only where a day must stand
        return match["wd"][0].isupper() and previous == "on" and word.rstrip(".") not in ("sun", "sat", "mon")
    if match["rel"]:
        return True
    if following.lower() in words["part_set"] or re.match(
        r"\sthe\s\d", ctx.text[match.end() : match.end() + 7]
    ):
        return False  # "Saturday mornings", "Friday the 13th"
    if previous in words["name_before_weekday"] or previous in words["set_before_weekday"]:
        return False
    if previous in ("a", "an"):
        return following.lower() in words["weekday_event"]
    name = previous == "the" and following[:1].isupper() and ctx.text[match.end() : match.end() + 1] == " "
    return not name or following.lower() in words["part"]


def weekday_of(match: Match, ctx: Context) -> list[Hit]:
    """``Tuesday of last week``."""
    day = number(match["wd"], ctx.grammar.weekdays)
    return one(ctx, match, calendar.weekday_in_week(ctx.published, day, step(match["rel"]) or 0))


def day_word(match: Match, ctx: Context) -> list[Hit]:
    """``today``, ``yesterday, Wednesday``, ``tomorrow morning``."""
    word = match["word"].lower()
    if match["word"][0].isupper() and re.search(r"[A-Z][^\W\d_]*\s\Z", ctx.before(match.start())):
        return []  # a newspaper
    if word == "today":
        rest = ctx.text[match.end() : match.end() + 24]
        if (
            re.match(r"['’]s\s", rest)
            and ctx.following(match.end() + 2).lower() in ctx.grammar.words["era_after_today"]
        ):
            return []
    offset = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[word]
    if match["m"]:
        of_year = number(match["m"], ctx.grammar.months)
        return one(ctx, match, _written(ctx, match, of_year, _day_number(match["d"])))
    if ctx.published is None and match["wd"]:
        return one(ctx, match, f"XXXX-WXX-{number(match['wd'], ctx.grammar.weekdays)}")
    return one(ctx, match, calendar.shift(ctx.published, "day", offset))


def day_word_far(match: Match, ctx: Context) -> list[Hit]:
    """``the day before yesterday``, ``the day after tomorrow``."""
    word = match["word"].lower()
    offset = {"yesterday": -2, "tomorrow": 2}.get(word, 0)
    if offset == 0 or (offset < 0) != (match["side"].lower() == "before"):
        return []
    return one(ctx, match, calendar.shift(ctx.published, "day", offset))


def part(match: Match, ctx: Context) -> list[Hit]:
    """``this morning``, ``last night``."""
    if match["rel"].lower() == "last" and not match[0].lower().endswith(("night", "evening")):
        return []
    return one(ctx, match, calendar.shift(ctx.published, "day", -1 if match["rel"].lower() == "last" else 0))


def ordinal_day(match: Match, ctx: Context) -> list[Hit]:
    """``on the 15th``: of the month that the clause points to."""
    if ctx.previous(match.start()) not in ("on", "by", "until", "since"):
        return []
    day = int(match["d"])
    if ctx.published is None:
        return one(ctx, match, f"XXXX-XX-{day:02}")
    ahead = ctx.direction(match.start(), match.end()) == "future"
    here = ctx.published
    count = (1 if day < here.day else 0) if ahead else (-1 if day > here.day else 0)
    value = calendar.shift(here, "month", count)
    return one(ctx, match, value and _same_month(value + "-01", day))


def named_day(match: Match, ctx: Context) -> list[Hit]:
    """``Christmas Day``, ``New Year's Eve``."""
    if not match["name"][0].isupper() and not match["name"][0].isdigit():
        return []
    name = " ".join(match["name"].lower().replace("’", "'").split())
    of_year, day = map(int, ctx.grammar.named_days[name].split("-"))
    return one(
        ctx, match, calendar.month_day(ctx.published, of_year, day, ctx.direction(match.start(), match.end()))
    )
