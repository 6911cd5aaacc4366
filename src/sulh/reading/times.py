"""Expressions of time in a report, with TIMEX3 values resolved against the day of the report.

Nothing is guessed. Without the report's day "Thursday" stays ``XXXX-WXX-4``, "January 28" ``XXXX-01-28`` and
"last January" ``XXXX-01``; what is counted from the report or from an unknown day ("yesterday", "three days
later") keeps its place with an open value: ``XXXX-XX-XX``, ``XXXX-WXX``, ``XXXX-XX``, ``XXXX``. To all of
these `sulh.model.dates.day_range` answers None.

Values are as exact as a day: the evening of "Friday evening" is not in the value. "The end of March" is
``2024-03``, as in TIMEX3; a partial date counts as its last day. A range gives two expressions ("March 3" and
"5"). Decades are ``199``, centuries ``19``, years before Christ ``BC0508``, winters ``2023-WI`` (the year in
which they begin), weekends ``2024-W07-WE``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from sulh.model.move import Time
from sulh.model.report import Span
from sulh.reading.timex import days, lengths, names, periods, years
from sulh.reading.timex.context import Context, Hit
from sulh.reading.timex.grammar import Grammar, grammar
from sulh.reading.timex.published import dated, infer_published
from sulh.reading.timex.traits import traits

__all__ = ["dated", "find_times", "infer_published"]

_WORD = re.compile(r"[^\W\d_]+|\d+")
_MEMORY = 4
"""How many of the times of the sentence before may serve as a starting point: "three days later"."""

Resolver = Callable[["re.Match[str]", Context], list[Hit]]


@cache
def _resolvers() -> dict[str, Resolver]:
    found: dict[str, Resolver] = {}
    for module in (days, names, periods, lengths, years):
        found |= vars(module)
    return {rule.name: found[rule.name] for rules in grammar().rules.values() for rule in rules}


def find_times(text: str, spans: Sequence[Span], published: str | None) -> tuple[Time, ...]:
    """Return the expressions of time inside *spans* of *text*, in text order, none overlapping.

    *published* is the report's ISO date, or None; a partial one (``2024-02``) anchors nothing. Of weekdays,
    months and days without a year the nearest past one is meant (the day of the report included), unless the
    clause looks ahead ("will", "due", "by", "until", "invited to" …): then the next. "Last Tuesday" is of
    the week before, "next Tuesday" that of the week after. A long text in which no word is counted from its
    own day (`sulh.reading.timex.traits`) dates months by the year that it told last.
    """
    day = _anchor(published)
    rules = grammar()
    known = traits(text)
    found: list[Hit] = []
    for lo, hi in sorted(set(spans)):
        floor = found[-1].end if found else 0
        context = Context(text, max(lo, floor), hi, day, rules, known, found[-_MEMORY:])
        found += _sentence(context)
    return tuple(
        Time(text=text[h.start : h.end], start=h.start, end=h.end, kind=h.kind, value=h.value) for h in found
    )


def _anchor(published: str | None) -> date | None:
    if published is None or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", published):
        return None
    try:
        return date.fromisoformat(published)
    except ValueError:
        return None


def _sentence(ctx: Context) -> list[Hit]:
    hits: list[Hit] = []
    at = ctx.lo
    while match := _WORD.search(ctx.text, at, ctx.hi):
        at = match.end()
        if match.start() and (ctx.text[match.start() - 1].isalnum() or ctx.text[match.start() - 1] == "_"):
            continue  # the 3 of "G3"
        word = match[0]
        key = "#" if word[0].isdigit() else word.lower()
        found = _edged(ctx, match.start(), ctx.grammar) if key in ctx.grammar.edge_starts else []
        found = found or _longest(ctx, match.start(), key)
        if found:
            hits += found
            ctx.found += found
            at = found[-1].end
    return hits


def _longest(ctx: Context, start: int, key: str) -> list[Hit]:
    matches = []
    for order, rule in enumerate(ctx.grammar.rules.get(key, ())):
        if match := rule.pattern.match(ctx.text, start, ctx.hi):
            matches.append((-match.end(), order, rule.name, match))
    for _, _, name, match in sorted(matches, key=lambda each: each[:2]):
        if hits := _resolvers()[name](match, ctx):
            return hits
    return []


def _edged(ctx: Context, start: int, rules: Grammar) -> list[Hit]:
    """Read "late last November" as "last November", with the words before it in the span."""
    edge = rules.edge.match(ctx.text, start, ctx.hi)
    core = edge and _WORD.match(ctx.text, edge.end(), ctx.hi)
    if not edge or not core:
        return []
    hits = _longest(ctx, core.start(), "#" if core[0][0].isdigit() else core[0].lower())
    if not hits or hits[0].kind != "DATE" or hits[0].start != core.start():
        return []
    return [hits[0]._replace(start=start), *hits[1:]]
