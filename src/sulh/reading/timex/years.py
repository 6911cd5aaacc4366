"""Values of years, decades and centuries; a number of people, a resolution or an hour is no year."""

from __future__ import annotations

import re

from sulh.reading.timex.common import Match, is_plural, one
from sulh.reading.timex.context import Context, Hit

_ATTACHED = frozenset("$€£¥₪#.,:/+%=")
_FIRM = frozenset(["in", "since", "by", "until", "during", "the", "its", "their", "his", "her", "year"])
_RUN = re.compile(r"(?:\s{1,3}[^\W\d_]+(?:-[^\W\d_]+)?){0,3}")
_AFTER_DECADE = re.compile(r"\bthe\s['’‘]?\d0s(?:,|\sand|\sor|\sto)\s\Z")
"""What makes "30s" a decade: "the 20s and 30s"."""
_CENTURIES = frozenset(["1500", "1600", "1700", "1800", "1900"])


def year(match: Match, ctx: Context) -> list[Hit]:
    """Read ``2011``, ``2014-2018`` and ``1892–94`` (two years)."""
    if not _is_year(match, ctx):
        return []
    first, groups = match["y"], match.groupdict()
    if groups.get("y2"):
        group, last = "y2", match["y2"]
    elif groups.get("yy"):
        group, last = "yy", first[:2] + match["yy"]
    else:
        return [Hit(match.start(), match.end("y"), "DATE", first)]
    if int(last) <= int(first):
        return []
    return [
        Hit(match.start(), match.end("y"), "DATE", first),
        Hit(match.start(group), match.end(), "DATE", last),
    ]


def _is_year(match: Match, ctx: Context) -> bool:
    known, value = ctx.grammar.words, int(match["y"])
    previous = ctx.previous(match.start())
    if (
        ctx.text[max(0, match.start() - 1) : match.start()] in _ATTACHED
        or previous in known["not_before_year"]
    ):
        return False
    if match.groupdict().get("y2") or match.groupdict().get("yy"):
        return 1400 <= value <= 2100
    if ctx.following(match.end()).lower() in known["after_count"]:
        return False
    if not 1900 <= value <= 2060:
        return _is_far_year(match, ctx, value, previous)
    round_number = value % 100 == 0 and value != 2000
    return not _counts(match, ctx) or (previous in _FIRM and not round_number)


def _is_far_year(match: Match, ctx: Context, value: int, previous: str) -> bool:
    """Ask for clear signs of a number outside 1900 to 2060."""
    if ctx.text[max(0, match.start() - 1) : match.start()] == "(":
        return value > 1400
    if previous in ("in", "since", "by", "until") and value % 100 and 1400 < value < 1900:
        return True
    return previous in ctx.grammar.words["sure_before_year"] and not _counts(match, ctx)


def _counts(match: Match, ctx: Context) -> bool:
    """Tell "2000 Palestinian prisoners": a plural within three words, with nothing between."""
    run = _RUN.match(ctx.text, match.end(), ctx.hi)
    for word in run[0].lower().split() if run else []:
        if word in ctx.grammar.words["after_year"] or word in ctx.grammar.words["stop"]:
            return False
        if is_plural(word) and not word.endswith("is"):
            return True
    return False


_BEFORE_ANCIENT = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "from",
        "year",
        "c",
        "ca",
        "circa",
        "after",
        "before",
        "around",
        "to",
        "and",
    ]
)


def ancient_year(match: Match, ctx: Context) -> list[Hit]:
    """Read ``in 348`` and ``(c. 314 – 368)`` in a text that counts such years."""
    before, previous = ctx.before(match.start(), 12), ctx.previous(match.start())
    if not ctx.traits.ancient or before[-1:] in _ATTACHED - {"."}:
        return []
    if match["y2"]:
        if not re.search(r"[(;]\s?(?:c(?:a|irca)?\.?\s)?\Z", before) or int(match["y2"]) <= int(match["y"]):
            return []
        return [
            Hit(match.start(), match.end("y"), "DATE", match["y"].zfill(4)),
            Hit(match.start("y2"), match.end(), "DATE", match["y2"].zfill(4)),
        ]
    if previous not in _BEFORE_ANCIENT or (len(match["y"]) < 3 and previous != "year"):
        return []
    following = ctx.following(match.end()).lower()
    if following in ctx.grammar.words["after_count"] or _counts(match, ctx):
        return []
    return one(match, match["y"].zfill(4))


def era(match: Match, ctx: Context) -> list[Hit]:
    """Read ``508 BC``, ``AD 71``; years before Christ as in TIMEX3, ``BC0508``."""
    del ctx
    if not match["era"].isupper():
        return []
    value = int(match["y"].replace(",", ""))
    prefix = "BC" if match["era"].startswith("B") else ""
    groups = match.groupdict()
    last = Hit(
        match.start("y") if groups.get("y0") else match.start(), match.end(), "DATE", f"{prefix}{value:04}"
    )
    if not groups.get("y0"):
        return [last]
    return [Hit(match.start(), match.end("y0"), "DATE", f"{prefix}{int(match['y0']):04}"), last]


def decade(match: Match, ctx: Context) -> list[Hit]:
    """Read ``1990s`` (``199``), ``1800s`` (``18``), ``the nineties``: the last such decade that is over."""
    groups = match.groupdict()
    if groups.get("y"):
        whole = ctx.previous(match.start()) in ("the", "early", "late", "mid")
        if match[0][4] in "'’" and not whole:
            return []  # "Vision 2030's goals"
        return one(match, match["y"][:2] if match["y"] in _CENTURIES else match["y"][:3])
    if groups.get("yy") and match[0][0].isdigit() and not _AFTER_DECADE.search(ctx.before(match.start(), 16)):
        return []  # "she is in her 30s"
    tens = int(groups["yy"][0]) if groups.get("yy") else ctx.grammar.decades[match["w"].lower()]
    if ctx.published is None:
        return one(match, f"XX{tens}")
    now = ctx.published.year // 10
    return one(match, f"{now - ((now - 1 - tens) % 10) - 1:03}")


def century(match: Match, ctx: Context) -> list[Hit]:
    """Read ``20th century``: ``19``."""
    count = int(match["n"]) if match["n"] else ctx.grammar.ordinals[match["o"].lower()]
    if not 1 <= count <= 40:
        return []
    before = "BC" if (match["era"] or "").upper().startswith("B") else ""
    return one(match, f"{before}{count - 1:02}")
