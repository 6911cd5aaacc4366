"""Values of weeks, months, seasons, years, decades and centuries, and of lengths of time."""

from __future__ import annotations

import re
from decimal import Decimal

from sulh.reading.timex import calendar, numerals
from sulh.reading.timex.context import Context, Hit
from sulh.reading.timex.days import Match, base, one, step

_UNDER_EDGE = re.compile(
    r"(?:(?:end|beginning|start|middle|half|close|rest|remainder|course|part|turn|months|days|weeks) of|(?:later|earlier|early|late) in)\s{1,3}\Z",
    re.IGNORECASE,
)
_BEFORE_LENGTH = frozenset(["over", "in", "for", "during", "within", "of", "throughout", "through"])
_BEFORE_ONE = frozenset(
    "for within in over after lasting nearly almost than under about another least most another roughly around "
    "another of exactly just another next past last".split()
)
_ELDERS = frozenset(["his", "her", "their", "my", "our", "your"])
_FIRST_TIME = re.compile(
    r"(?:first|time|times|once|twice|worst|best|biggest|largest|highest|lowest|\w+est|ever|least|only)\s{1,3}(?:\w{1,15}\s{1,3}){0,3}in\s{1,3}\Z",
    re.IGNORECASE,
)
_SIZES = {
    "year": "Y",
    "month": "M",
    "week": "W",
    "decade": "Y",
    "century": "Y",
    "fortnight": "W",
    "quarter": "M",
}


def unit(match: Match, ctx: Context) -> list[Hit]:
    """``last week``, ``this past month``; "over the past year" is a length, "the following year" counts on."""
    name, rel = match["u"].lower(), " ".join(match["rel"].lower().split())
    if match["the"] is None:
        if rel in ("past", "previous", "coming", "following"):
            return []
        count = step(rel) or 0
        if name == "weekend" and rel == "this" and ctx.published and ctx.published.isoweekday() <= 4:
            count = -1 if ctx.direction(match.start(), match.end()) == "past" else 0
        return one(ctx, match, calendar.shift(ctx.published, name, count))
    if rel in ("last", "past", "next") and (rel == "past" or ctx.previous(match.start()) in _BEFORE_LENGTH):
        if name == "weekend":
            return []
        value = _length(Decimal(1), name, ctx)
        return [Hit(match.start(), match.end(), "DURATION", value)] if value else []
    if rel in ("previous", "following", "next"):
        anchor = ctx.anchor(name)
        return one(ctx, match, calendar.shift(anchor, name, step(rel) or 0))
    if rel == "this":
        return []
    return one(ctx, match, calendar.shift(ctx.published, name, step(rel) or 0))


def unit_the(match: Match, ctx: Context) -> list[Hit]:
    """``the year`` after "by the end of"."""
    if not _UNDER_EDGE.search(ctx.before(match.start())):
        return []
    name = match["u"].lower()
    here = [hit for hit in ctx.found if hit.start >= ctx.lo]
    return one(ctx, match, calendar.shift((ctx.anchor(name) if here else None) or ctx.published, name, 0))


def weekend(match: Match, ctx: Context) -> list[Hit]:
    """``the weekend``: the last one, or the coming one where the clause looks ahead."""
    if ctx.published is None:
        return one(ctx, match, calendar.OPEN["weekend"])
    now = ctx.published.isoweekday() >= 6 or ctx.direction(match.start(), match.end()) == "future"
    return one(ctx, match, calendar.shift(ctx.published, "weekend", 0 if now else -1))


def season(match: Match, ctx: Context) -> list[Hit]:
    """``last autumn``, ``by the spring``, ``summer 2023``; not the spring of a village, not a fall."""
    word, rel, previous = match["s"].lower(), step(match["rel"]), ctx.previous(match.start())
    code = ctx.grammar.seasons[word]
    if match["y"]:
        return one(ctx, match, f"{match['y']}-{code}")
    if rel is not None:
        if match["the"] and " ".join(match["rel"].lower().split()) not in (
            "coming",
            "past",
            "previous",
            "following",
        ):
            return []
        if rel == 0 and (ctx.direction(match.start(), match.end()) != "past" or ctx.published is None):
            return one(ctx, match, f"{ctx.published.year:04}-{code}" if ctx.published else f"XXXX-{code}")
        start = base(ctx, match["rel"], "month")
        return one(ctx, match, calendar.season(start, code, "future" if rel > 0 else "past", strict=rel != 0))
    if not match["s"].islower() and previous in ("", "of"):
        return []
    allowed = [
        "in",
        "by",
        "since",
        "until",
        "during",
        "before",
        "after",
        "late",
        "early",
        "over",
        "through",
        "till",
    ]
    if previous not in allowed or ctx.following(match.end()).lower() == "of":
        return []
    if (
        not match["the"]
        and ctx.following(match.end())
        and ctx.following(match.end()).lower() not in ctx.grammar.words["stop"]
    ):
        return []  # "in winter storms"
    if word == "fall" and match["the"] and previous not in ("in", "by", "until"):
        return []
    way = ctx.direction(match.start(), match.end())
    return one(ctx, match, calendar.season(ctx.published, code, way) if way else f"XXXX-{code}")


def quarter(match: Match, ctx: Context) -> list[Hit]:
    """``the first quarter of 2024``, ``Q1 2024``."""
    groups = match.groupdict()
    count = int(groups["n"]) if groups.get("n") else ctx.grammar.ordinals[match["o"].lower()]
    if count > 4:
        return []
    if groups.get("y"):
        return one(ctx, match, f"{groups['y']}-Q{count}")
    if groups.get("rel") or groups.get("year"):
        year = calendar.shift(ctx.published, "year", step(groups.get("rel")) or 0)
        return one(ctx, match, year and f"{year}-Q{count}")
    if ctx.previous(match.start()) not in (
        ("in", "of", "for", "during", "since", "by") if groups.get("n") else ("in",)
    ):
        return []
    if ctx.published is None:
        return one(ctx, match, f"XXXX-Q{count}")
    current = (ctx.published.month - 1) // 3 + 1
    if ctx.direction(match.start(), match.end()) == "future":
        return one(ctx, match, f"{ctx.published.year + (count < current):04}-Q{count}")
    return one(ctx, match, f"{ctx.published.year - (count > current):04}-Q{count}")


def anchored(match: Match, ctx: Context) -> list[Hit]:
    """``the same day``, ``that year``, ``the day before``: counted from the date told last, else left open."""
    name = (match["u"] or match["u2"]).lower()
    name = "day" if name in ("morning", "afternoon", "evening", "night") else name
    rel = " ".join((match["rel"] or match["rel2"]).lower().split()).removeprefix("the ")
    count = {"same": 0, "that same": 0, "that": 0, "following": 1, "next": 1, "after": 1}.get(rel, -1)
    anchor = ctx.anchor(name, skip=count == 0)
    if anchor is None and rel == "that" and name == "day":
        return []  # "that day will come"
    return one(ctx, match, calendar.shift(anchor, name, count))


def _amount(text: str) -> Decimal | None:
    return Decimal(1) if text.lower() in ("a", "an") else numerals.parse(text)


def _singular(word: str, ctx: Context) -> str:
    lower = word.lower()
    if lower in ctx.grammar.units:
        return lower
    return "century" if lower == "centuries" else lower.removesuffix("s")


def _length(count: Decimal, name: str, ctx: Context) -> str | None:
    return calendar.duration(count, *ctx.grammar.units[name])


def ago(match: Match, ctx: Context) -> list[Hit]:
    """``two weeks ago``, ``three days later``, ``in two weeks' time``: as exact as the unit that is counted."""
    count, name = _amount(match["n"]), _singular(match["u"], ctx)
    if count is None or count > 10**6 or name == "second":
        return []
    way = match["dir"].lower()
    from_now = way in ("ago", "from now", "hence", "time")
    start = ctx.published if from_now else ctx.anchor("day" if name in ("hour", "minute", "night") else name)
    if name in ("hour", "minute"):
        return _hours(match, ctx, start is not None and count * (60 if name == "hour" else 1) <= 6 * 60)
    name = "day" if name == "night" else name
    if match.groupdict().get("half"):
        count += Decimal("0.5")
    if count != int(count):
        if name != "year" or count * 12 != int(count * 12):
            return []
        count, name = count * 12, "month"
    sign = -1 if way in ("ago", "earlier", "before", "previously") else 1
    return one(ctx, match, calendar.shift(start, name, sign * int(count)))


def _hours(match: Match, ctx: Context, near: bool) -> list[Hit]:
    """Take "an hour ago" as the report's day. What lies farther off may be another day and stays open."""
    if match["dir"].lower() != "ago":
        return []
    return one(ctx, match, ctx.published.isoformat() if near and ctx.published else calendar.OPEN["day"])


def duration(match: Match, ctx: Context) -> list[Hit]:
    """``three-month``, ``10 days``, ``six to eight weeks`` (two lengths); "in two weeks" ahead is a date."""
    name, previous = _singular(match["u"], ctx), ctx.previous(match.start())
    count = _amount(match["n"])
    if count is None or _is_part_of_number(match, ctx) or previous in ("aged", "age", "ages"):
        return []
    joined = bool(re.search(r"[-‐‑]\s?\Z", ctx.text[match.start() : match.start("u")]))
    if (
        name == "second"
        and (count == 1 or not match["u"].lower().endswith("s"))
        and not match["n"][0].isdigit()
    ):
        return []
    if (
        match["n"].lower() in ("a", "an", "one")
        and not joined
        and previous not in _BEFORE_ONE
        and name != "fortnight"
    ):
        return []  # "60 dollars a year", "one day"
    if (
        count != 1
        and not joined
        and name != match["u"].lower() + "s"
        and not match["u"].lower().endswith("s")
    ):
        return []  # "5 day" alone is a slip or a name
    if match["half"]:
        count += Decimal("0.5")
    value = _length(count, name, ctx)
    if value is None:
        return []
    if date := _ahead(match, ctx, count, name, joined):
        return one(ctx, match, date)
    hits = []
    start = match.start()
    if match["n0"]:
        first = _amount(match["n0"])
        if first is None or match["n0"].lower() in ("a", "an"):
            start = match.start("n")
        elif first < count and (low := _length(first, name, ctx)):
            hits.append(Hit(start, match.end("n0"), "DURATION", low))
            start = match.start("n")
        else:
            start = match.start("n")
    return [*hits, Hit(start, match.end(), "DURATION", value)]


def _is_part_of_number(match: Match, ctx: Context) -> bool:
    """Tell the 5 of "1.5 years" or the 500 of "$1,500 years" from a number of its own."""
    return bool(re.search(r"(?:\d[.,:/]|[$€£¥₪#])\Z", ctx.before(match.start(), 3)))


def _ahead(match: Match, ctx: Context, count: Decimal, name: str, joined: bool) -> str | None:
    """Return the date of "in two weeks" where the clause looks ahead, or None."""
    if (
        joined
        or match["n0"]
        or match["n"].lower() in ("a", "an")
        and name == "day"
        or name not in ("day", "week", "month", "year")
        or count != int(count)
    ):
        return None
    if (
        ctx.published is None
        or ctx.previous(match.start()) != "in"
        or _FIRST_TIME.search(ctx.before(match.start(), 80))
    ):
        return None
    if ctx.direction(match.start(), match.end()) != "future":
        return None
    return calendar.shift(ctx.published, name, int(count))


def within(match: Match, ctx: Context) -> list[Hit]:
    """``within 10 days``: the whole phrase, a length."""
    count = _amount(match["n"])
    if count is None:
        return []
    count += Decimal("0.5") if match["half"] else 0
    value = _length(count, _singular(match["u"], ctx), ctx)
    return [Hit(match.start(), match.end(), "DURATION", value)] if value else []


def long(match: Match, ctx: Context) -> list[Hit]:
    """``week-long``."""
    value = _length(Decimal(1), _singular(match["u"], ctx), ctx)
    fits = value and match["u"].lower() not in ("second", "seconds", "century")
    return [Hit(match.start(), match.end(), "DURATION", value)] if fits and value else []


def half(match: Match, ctx: Context) -> list[Hit]:
    """``half an hour``, ``half a year``, ``three quarters of an hour``."""
    share = match["h"].lower()
    count = Decimal("0.25") if "quarter" in share else Decimal("0.5")
    count = Decimal("0.75") if share.startswith("three") else count
    value = _length(count, _singular(match["u"], ctx), ctx)
    return [Hit(match.start(), match.end(), "DURATION", value)] if value else []


def year(match: Match, ctx: Context) -> list[Hit]:
    """``2011``, ``2014-2018`` and ``1892–94`` (two years); not a number of people, a resolution or an hour."""
    if not _is_year(match, ctx):
        return []
    hits = [Hit(match.start(), match.end("y"), "DATE", match["y"])]
    groups = match.groupdict()
    if groups.get("y2"):
        if int(match["y2"]) <= int(match["y"]):
            return []
        hits.append(Hit(match.start("y2"), match.end(), "DATE", match["y2"]))
    elif groups.get("yy"):
        if int(match["yy"]) <= int(match["y"]) % 100:
            return []
        hits.append(Hit(match.start("yy"), match.end(), "DATE", match["y"][:2] + match["yy"]))
    return hits


def _is_year(match: Match, ctx: Context) -> bool:
    words, value = ctx.grammar.words, int(match["y"])
    previous, following = ctx.previous(match.start()), ctx.following(match.end())
    before = ctx.text[max(0, match.start() - 1) : match.start()]
    if before and before in "$€£¥₪#.,:/+%=" or previous in words["not_before_year"]:
        return False
    if match.groupdict().get("y2") or match.groupdict().get("yy"):
        return 1400 <= value <= 2100
    if following.lower() in words["after_count"]:
        return False
    if not 1900 <= value <= 2060:
        plain = previous in ("in", "since", "by", "until") and value % 100 and 1400 < value < 1900
        sure = previous in words["sure_before_year"] and not _counts(match, ctx)
        return bool(plain) or sure or (before == "(" and value > 1400)
    if previous in ("in", "since", "by", "until", "during", "the", "its", "their", "his", "her", "year"):
        return not (value % 100 == 0 and value != 2000 and _counts(match, ctx))
    return not _counts(match, ctx)


def _counts(match: Match, ctx: Context) -> bool:
    """Tell "2000 Palestinian prisoners": a plural within three words, with nothing between."""
    run = re.compile(r"(?:\s{1,3}[^\W\d_]+(?:-[^\W\d_]+)?){0,3}").match(ctx.text, match.end(), ctx.hi)
    for word in run[0].lower().split() if run else []:
        if word in ctx.grammar.words["after_year"] or word in ctx.grammar.words["stop"]:
            return False
        if re.search(r"[a-rt-z]s\Z(?<![ui]s)", word) or word in ("people", "men", "women", "children"):
            return True
    return False


def era(match: Match, ctx: Context) -> list[Hit]:
    """``508 BC``, ``AD 71``; years before Christ as in TIMEX3, ``BC0508``."""
    if not match["era"].isupper():
        return []
    value = int(match["y"].replace(",", ""))
    return one(ctx, match, f"BC{value:04}" if match["era"].startswith("B") else f"{value:04}")


def decade(match: Match, ctx: Context) -> list[Hit]:
    """``1990s`` (``199``), ``the nineties``: the last decade of that name that is over."""
    groups = match.groupdict()
    if groups.get("y"):
        if match[0][4] in "'’" and ctx.previous(match.start()) not in ("the", "early", "late", "mid"):
            return []  # "Vision 2030's goals"
        return one(
            ctx,
            match,
            match["y"][:2] if match["y"][1:] in ("500", "600", "700", "800", "900") else match["y"][:3],
        )
    tens = int(groups["yy"][0]) if groups.get("yy") else ctx.grammar.decades[match["w"].lower()]
    if ctx.published is None:
        return one(ctx, match, f"XX{tens}")
    now = ctx.published.year // 10
    return one(ctx, match, f"{now - ((now - 1 - tens) % 10) - 1:03}")


def century(match: Match, ctx: Context) -> list[Hit]:
    """``the 20th century``: ``19``."""
    count = int(match["n"]) if match["n"] else ctx.grammar.ordinals[match["o"].lower()]
    if not 1 <= count <= 40:
        return []
    before = "BC" if (match["era"] or "").upper().startswith("B") else ""
    return one(ctx, match, f"{before}{count - 1:02}")
