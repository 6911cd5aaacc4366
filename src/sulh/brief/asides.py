"""What to tell the user beside the answer: what was not read, in which language, under which date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sulh.brief.words import foreign
from sulh.model.brief import Unread
from sulh.model.report import Report

FEW = 3
"""Things that are named one by one."""


def asides(reports: Sequence[Report], unread: Sequence[Unread]) -> Iterable[str]:
    """Return lines for standard error, about the *reports* read and what was not read."""
    yield from _unread(unread)
    yield from _languages(reports)
    yield from _dates([report for report in reports if report.overridden])


def _unread(unread: Sequence[Unread]) -> Iterable[str]:
    """Yield each failure, and other files one by one if they are few."""
    passed_over = [item for item in unread if not item.failed]
    for item in unread:
        if item.failed:
            yield f"error: {item.why}"
            if item.hint:
                yield f"hint: {item.hint}"
        elif len(passed_over) <= FEW:
            yield f"not read: {item.name}: {item.why}"
    if len(passed_over) > FEW:
        yield f"not read: {len(passed_over):,} files that are no reports; the brief lists them"


def _languages(reports: Sequence[Report]) -> Iterable[str]:
    """Yield which reports are in a language that is not read; how many, if they are many."""
    said = [f"{report.name} {words}" for report in reports if (words := foreign(report.language))]
    yield from said[:FEW]
    if len(said) > FEW:
        yield f"{len(said) - FEW:,} more reports seem to be in other languages; the brief lists them"


def _dates(overridden: Sequence[Report]) -> Iterable[str]:
    """Yield where the date given goes before another one that reports state."""
    if not overridden:
        return
    first = overridden[0]
    if len(overridden) == 1:
        yield (
            f"warning: {first.name} states {first.stated} as its date; the one given, {first.published}, "
            "is taken"
        )
    else:
        days = sorted({report.stated or "" for report in overridden})
        dates = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
        yield (
            f"warning: {len(overridden):,} reports state other dates ({dates}); the one given, "
            f"{first.published}, is taken for all"
        )
    yield "hint: leave out --published where reports state their dates"
