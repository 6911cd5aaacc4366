"""Values of weeks, weekends, seasons and quarters, and of what is counted from a day told before."""

from __future__ import annotations

import re
from decimal import Decimal

from sulh.reading.timex import calendar
from sulh.reading.timex.common import Match, base, length, one, step, way, words
from sulh.reading.timex.context import Context, Hit
from sulh.reading.timex.lengths import duration_of

_UNDER_EDGE = re.compile(
    r"(?:(?:end|beginning|start|middle|half|close|rest|remainder|course|part|turn|months|days|weeks) of"
    r"|(?:later|earlier|early|late) in)\s{1,3}\Z",
    re.IGNORECASE,
)
_BEFORE_LENGTH = frozenset(["over", "in", "for", "during", "within", "of", "throughout", "through"])
_BEFORE_SEASON = frozenset(
    ["in", "by", "since", "until", "during", "before", "after", "late", "early", "over", "through", "till"]
)
_BEFORE_NEW_YEAR = frozenset(["in", "by", "until", "till", "before", "after", "into", "of", "for", "from"])
_BEFORE_QUARTER = frozenset(["in", "of", "for", "during", "since", "by"])
_COUNTS_ON = {"same": 0, "that same": 0, "that": 0, "following": 1, "next": 1, "after": 1}


def unit(match: Match, ctx: Context) -> list[Hit]:
    """Read ``last week``; "over the past year" is a length, "the following year" counts on."""
    name, rel = match["u"].lower(), words(match["rel"])
    count = step(rel) or 0
    if match["the"] is None:
        return [] if rel in ("past", "previous", "coming", "following") else _unit(match, ctx, name, count)
    lasting = rel == "past" or (rel in ("last", "next") and ctx.previous(match.start()) in _BEFORE_LENGTH)
    if lasting:
        return [] if name == "weekend" else length(match, duration_of(Decimal(1), name, ctx))
    if rel in ("previous", "following", "next"):
        return one(match, calendar.shift(ctx.anchor(name), name, count))
    return [] if rel == "this" else one(match, calendar.shift(ctx.published, name, count))


def _unit(match: Match, ctx: Context, name: str, count: int) -> list[Hit]:
    """Read "this weekend" early in a week as the last one where the clause looks back."""
    early = ctx.published is not None and ctx.published.isoweekday() <= 4
    if name == "weekend" and count == 0 and early and ctx.direction(match.start(), match.end()) == "past":
        count = -1
    return one(match, calendar.shift(ctx.published, name, count))


def unit_the(match: Match, ctx: Context) -> list[Hit]:
    """Read ``the year`` after "by the end of": a year told in the sentence, else the report's."""
    if not _UNDER_EDGE.search(ctx.before(match.start())):
        return []
    name = match["u"].lower()
    told = bool(ctx.found) and ctx.found[-1].start >= ctx.lo
    return one(match, calendar.shift((ctx.anchor(name) if told else None) or ctx.published, name, 0))


def unit_now(match: Match, ctx: Context) -> list[Hit]:
    """Read ``the current year``."""
    return one(match, calendar.shift(ctx.published, match["u"].lower(), 0))


def new_year(match: Match, ctx: Context) -> list[Hit]:
    """Read ``in the new year``: the one to come, or in its first quarter the one that has just begun."""
    here = ctx.published
    if ctx.previous(match.start()) not in _BEFORE_NEW_YEAR:
        return []
    if here is not None and ctx.previous(match.start()) in ("by", "until", "till", "before"):
        here = here if here.month > 3 or ctx.direction(match.start(), match.end()) == "future" else None
        return one(match, f"{here.year + 1:04}-01-01") if here and here.year < 9999 else []
    begun = here is not None and here.month <= 3 and ctx.direction(match.start(), match.end()) != "future"
    return one(match, calendar.shift(here, "year", 0 if begun else 1))


def year_end(match: Match, ctx: Context) -> list[Hit]:
    """Read ``by year-end`` as exactly as "by the end of the year"."""
    if ctx.previous(match.start()) not in ("by", "before", "until", "till", "at", "after", "to"):
        return []
    return one(match, calendar.shift(ctx.published, "year", 0))


def weekend(match: Match, ctx: Context) -> list[Hit]:
    """Read ``the weekend``: the last one, or the coming one where the clause looks ahead."""
    if ctx.published is None:
        return one(match, calendar.OPEN["weekend"])
    now = ctx.published.isoweekday() >= 6 or ctx.direction(match.start(), match.end()) == "future"
    return one(match, calendar.shift(ctx.published, "weekend", 0 if now else -1))


def season(match: Match, ctx: Context) -> list[Hit]:
    """Read ``last autumn``, ``by the spring``, ``summer 2023``."""
    code = ctx.grammar.seasons[match["s"].lower()]
    if match["y"]:
        return one(match, f"{match['y']}-{code}")
    if match["rel"]:
        return _related_season(match, ctx, code)
    if not _is_season(match, ctx):
        return []
    toward = ctx.direction(match.start(), match.end())
    return one(match, calendar.season(ctx.published, code, toward) if toward else f"XXXX-{code}")


def _related_season(match: Match, ctx: Context, code: str) -> list[Hit]:
    rel = step(match["rel"]) or 0
    if match["the"] and words(match["rel"]) not in ("coming", "past", "previous", "following"):
        return []
    if rel == 0 and (ctx.published is None or ctx.direction(match.start(), match.end()) != "past"):
        return one(match, f"{ctx.published.year:04}-{code}" if ctx.published else f"XXXX-{code}")
    start = base(ctx, match["rel"], "month")
    return one(match, calendar.season(start, code, way(rel), strict=rel != 0))


def _is_season(match: Match, ctx: Context) -> bool:
    """Tell "by the spring" from the spring of a village, a fall and "winter storms"."""
    previous, following = ctx.previous(match.start()), ctx.following(match.end()).lower()
    if previous not in _BEFORE_SEASON or following == "of":
        return False
    if match["the"]:
        return match["s"].lower() != "fall" or previous in ("in", "by", "until")
    return not following or following in ctx.grammar.words["stop"]


def quarter(match: Match, ctx: Context) -> list[Hit]:
    """Read ``the first quarter of 2024``, ``Q1 2024``."""
    groups = match.groupdict()
    count = int(groups["n"]) if groups.get("n") else ctx.grammar.ordinals[match["o"].lower()]
    if count > 4:
        return []
    if groups.get("y"):
        return one(match, f"{groups['y']}-Q{count}")
    if groups.get("rel") or groups.get("year"):
        year = calendar.shift(ctx.published, "year", step(groups.get("rel")) or 0)
        return one(match, year and f"{year}-Q{count}")
    previous = ctx.previous(match.start())
    fits = previous in _BEFORE_QUARTER if groups.get("n") else previous in ("in", "for", "during")
    return one(match, _nearest_quarter(match, ctx, count)) if fits else []


def _nearest_quarter(match: Match, ctx: Context, count: int) -> str:
    if ctx.published is None:
        return f"XXXX-Q{count}"
    current = (ctx.published.month - 1) // 3 + 1
    ahead = ctx.direction(match.start(), match.end()) == "future"
    year = ctx.published.year + (int(count < current) if ahead else -int(count > current))
    return f"{year:04}-Q{count}"


def anchored(match: Match, ctx: Context) -> list[Hit]:
    """Read ``the same day``, ``that year``, ``the day before``, counted from the last date; else open."""
    name = (match["u"] or match["u2"]).lower()
    name = "day" if name in ("morning", "afternoon", "evening", "night") else name
    rel = words(match["rel"] or match["rel2"]).removeprefix("the ")
    count = _COUNTS_ON.get(rel, -1)
    anchor = ctx.anchor(name, skip=count == 0)
    if name == "day" and rel == "before" and ctx.none_told():
        anchor = ctx.published  # "the day before": the report
    if anchor is None and rel == "that" and name == "day":
        return []  # "that day will come"
    return one(match, calendar.shift(anchor, name, count))
