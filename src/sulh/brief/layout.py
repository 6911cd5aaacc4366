"""Lays a brief out as a page: which sections there are, in which order, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from sulh.brief import draft, fragility, record, stability, utilities, verdict
from sulh.brief.dates import in_words
from sulh.brief.page import Block, Footnotes, Items, Line, Page, Section, dim, line, strong, warn
from sulh.brief.quotes import Quotes
from sulh.brief.words import counted, foreign, listed
from sulh.model.brief import Brief
from sulh.model.problem import Problem

Made = Section | Iterable[Section] | None
"""What one part of a brief comes to."""


def _packages(brief: Brief, _: Footnotes) -> Made:
    return utilities.utilities(brief.packages, brief.issues) if brief.packages else None


def _fragility(brief: Brief, notes: Footnotes) -> Made:
    found = brief.fragility
    return fragility.fragility(found, _case(brief), _quotes(brief), notes) if found else None


def _rests(brief: Brief, notes: Footnotes) -> Made:
    """Return of the fragility what belongs into a brief; the rest is for those who ask for it."""
    found = brief.fragility
    if found is None or not found.obstacles:
        return None
    wanted = {fragility.RESTS[0], *([fragility.CHANCES[0]] if found.credence else [])}
    made = [section for section in _several(_fragility(brief, notes)) if section.key in wanted]
    return [replace(section, blocks=tuple(map(_headlines, section.blocks))) for section in made]


def _headlines(block: Block) -> Block:
    """Return a list without what stands below its lines: the brief has said it before."""
    return replace(block, under=()) if isinstance(block, Items) else block


def _draft(brief: Brief, notes: Footnotes) -> Made:
    return draft.draft(brief.draft, _case(brief), _quotes(brief), notes) if brief.draft else None


def _case(brief: Brief) -> Problem:
    return Problem(
        parties=brief.parties,
        issues=brief.issues,
        links=brief.links,
        offers=brief.offers,
        status_quo=brief.status_quo,
    )


def _quotes(brief: Brief) -> Quotes:
    return Quotes({move.id: move for move in brief.moves}, {card.id: card.text for card in brief.reports})


SECTIONS: dict[str, Callable[[Brief, Footnotes], Made]] = {
    "standing": verdict.standing,
    "obstacles": verdict.blocks,
    "openings": verdict.opens,
    "frontier": verdict.frontier,
    "others": verdict.others,
    "packages": _packages,
    "stability": stability.in_brief,
    "fragility": _rests,
    "test": _draft,
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


ALONE: dict[str, Callable[[Brief, Footnotes], Made]] = {
    "stability": stability.stability,
    "fragility": _fragility,
}
"""What more there is to say where a part is asked for by itself."""


def _several(made: Made) -> Iterable[Section]:
    return [made] if isinstance(made, Section) else made or ()


def page(brief: Brief, only: str | None = None) -> Page:
    """Return *brief* laid out. Sections with nothing in them are left out; the first three never are.

    With *only*, the section of that key alone, if there is anything in it.
    """
    notes = Footnotes(brief.reports, {move.id: move for move in brief.moves})
    makers = SECTIONS if only is None else {only: ALONE.get(only, SECTIONS[only])}
    sections = [section for make in makers.values() for section in _several(make(brief, notes))]
    return Page(
        title=brief.title,
        summary=tuple(_summary(brief)),
        sections=tuple(sections),
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
    among = brief.among
    if among and set(among) != set(brief.parties):
        yield line(
            "The deal asked for is one between ", strong(listed(among)), "; only their positions bind it."
        )
    for card in brief.reports:
        if said := foreign(card.language):
            yield line(warn(f"{card.name} {said}."))
    for item in (item for item in brief.unread if item.failed):
        yield line(warn("Not read: "), f"{item.name}: {item.why}")
