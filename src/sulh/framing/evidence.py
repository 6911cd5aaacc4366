"""Evidence: the words a position or event rests on, and whose voice they are."""

from __future__ import annotations

import re

from sulh.framing.actors import Actors
from sulh.model.move import Level, Move
from sulh.model.problem import Evidence
from sulh.model.report import Report

_SAID = re.compile(
    r"\b(?:said|says|added|stated|declared|announced|insisted|statement)\b[^.“”]*[,:“ ]*(?:that )?\Z"
)
_BEFORE = 60
_NAMELESS = frozenset(
    {"source", "sources", "official", "officials", "diplomat", "diplomats", "insiders", "people"}
)


def evidence_of(move: Move, report: Report, actors: Actors, span: tuple[int, int] | None = None) -> Evidence:
    """Return the evidence that *move* gives, or the part *span* of its *report*."""
    start, end = span or (move.start, move.end)
    return Evidence(
        quote=report.text[start:end],
        report=report.name,
        move=move.id,
        start=start,
        end=end,
        sources=move.sources,
        level=level_of(move, report, actors),
        published=report.published,
    )


def level_of(move: Move, report: Report, actors: Actors) -> Level:
    """Return whose voice *move* stands in: its innermost source's, else the speaker's or the press's."""
    if not move.sources:
        if actors.kind(move.speaker) == "person":
            return "own official"
        return (
            "own words" if _SAID.search(report.text[max(move.start - _BEFORE, 0) : move.start]) else "press"
        )
    source = move.sources[-1]
    if _NAMELESS & set(source.lower().split()):
        return "anonymous"
    top = actors.top(source)
    if top in actors.mediators:
        return "mediator"
    if top in actors.parties:
        return "own official" if top in {actors.name(party) for party in move.party} else "counterpart"
    return "press"
