"""Lays a brief out as a page: which sections there are, in which order, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sulh.brief import record, verdict
from sulh.brief.dates import in_words
from sulh.brief.page import Footnotes, Line, Page, Section, dim, line, strong, warn
from sulh.brief.words import counted, foreign, listed
from sulh.model.brief import Brief

SECTIONS: dict[str, Callable[[Brief, Footnotes], Section | None]] = {
    "standing": verdict.standing,
    "obstacles": verdict.blocks,
    "openings": verdict.opens,
    "frontier": verdict.frontier,
    "not-yet-asked": verdict.not_yet_asked,
    "positions": record.positions,
    "offers": record.offers,
    "timeline": record.timeline,
    "deadlines": record.deadlines,
    "figures": record.figures,
    "agreements": record.agreements,
    "contradictions": record.contradictions,
    "unsure": record.unsure,
    "method": record.method,
    "reports": record.reports,
}
"""The sections in the order in which a person reads them."""


def page(brief: Brief, only: str | None = None) -> Page:
    """Return *brief* laid out. Sections with nothing in them are left out; the first three never are.

    With *only*, the section of that key alone, if there is anything in it.
    """
    notes = Footnotes(brief.reports, {move.id: move for move in brief.moves})
    sections = [make(brief, notes) for key, make in SECTIONS.items() if only in (None, key)]
    return Page(
        title=brief.title,
        summary=tuple(_summary(brief)),
        sections=tuple(section for section in sections if section),
        notes=tuple(notes.notes),
        reports=brief.reports,
    )


def _summary(brief: Brief) -> Iterable[Line]:
    facts = []
    if brief.as_of:
        facts.append(f"as of {in_words(brief.as_of)}")
    if brief.last_date:
        facts.append(f"last known date {in_words(brief.last_date)}")
    if brief.reports:
        facts.append(counted(len(brief.reports), "report"))
        facts.append(counted(len(brief.moves), "move"))
    else:
        facts.append("from a case file")
    if brief.parties:
        yield line(
            strong(listed(brief.parties)),
            *([f"; mediated by {listed(brief.mediators)}"] if brief.mediators else []),
        )
    yield line(dim(", ".join(facts)))
    among = brief.obstacles.among
    if among and set(among) != set(brief.parties):
        yield line(
            "The deal asked for is one between ", strong(listed(among)), "; only their positions bind it."
        )
    for card in brief.reports:
        if said := foreign(card.language):
            yield line(warn(f"{card.name} {said}."))
    for item in (item for item in brief.unread if item.failed):
        yield line(warn("Not read: "), f"{item.name}: {item.why}")
