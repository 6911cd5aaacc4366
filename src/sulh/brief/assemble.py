"""Puts the brief together from what was read, the case it makes and what the analysis found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, TypeVar

from sulh.brief.chronicle import agreements, deadlines, timeline
from sulh.brief.doubts import not_yet_asked, unsure
from sulh.brief.known import Known
from sulh.brief.standing import standing
from sulh.brief.table import table
from sulh.framing.contradictions import contradictions
from sulh.model.brief import AmongSome, Brief, ReportCard, Unread
from sulh.model.dates import day_range, last_day
from sulh.model.findings import (
    DraftTest,
    Finding,
    Fragility,
    Frontier,
    Obstacles,
    Openings,
    Packages,
    Stability,
    Stance,
)
from sulh.model.move import Actor, Figure, Move, Reading
from sulh.model.problem import Problem

F = TypeVar("F", bound=Finding)


def _not_asked(kind: type[F]) -> Callable[[], F]:
    return partial(kind, method="not computed", complete="unknown", why="it was not asked for")


@dataclass(frozen=True)
class Findings:
    """What the analysis answered, all for the same day; what was not asked for says so, or is None."""

    stance: Stance
    obstacles: Obstacles = field(default_factory=_not_asked(Obstacles))
    openings: Openings = field(default_factory=_not_asked(Openings))
    frontier: Frontier = field(default_factory=_not_asked(Frontier))
    packages: Packages | None = None
    stability: Stability | None = None
    fragility: Fragility | None = None
    draft: DraftTest | None = None
    others: tuple[AmongSome, ...] = ()

    @classmethod
    def only(cls, stance: Stance, finding: Finding | None) -> Findings:
        """Return *finding* as the only one there is."""
        fields: dict[type[Finding], str] = {
            Obstacles: "obstacles",
            Openings: "openings",
            Frontier: "frontier",
            Packages: "packages",
            Stability: "stability",
            Fragility: "fragility",
            DraftTest: "draft",
        }
        given: dict[str, Any] = {} if finding is None else {fields[type(finding)]: finding}
        return cls(stance, **given)

    @property
    def among(self) -> tuple[str, ...]:
        """The parties that must agree, as the findings have it; empty where none was asked for."""
        asked = (self.obstacles, self.openings, self.frontier, self.packages, self.stability, self.fragility)
        return next((found.among for found in (*asked, self.draft) if found and found.among), ())


def assemble(
    readings: Sequence[Reading],
    problem: Problem,
    findings: Findings,
    *,
    unread: Sequence[Unread] = (),
) -> Brief:
    """Return the brief of *problem*, which was framed from *readings* (none for a case file).

    The day is the stance's: later moves are left out. `unread` are the files that were not read.
    """
    known = Known(readings, problem, findings.stance)
    return Brief(
        title=problem.title,
        as_of=findings.stance.as_of,
        last_date=_last_date(known),
        reports=tuple(_card(reading) for reading in known.readings),
        unread=tuple(unread),
        standing=standing(known),
        parties=problem.parties,
        among=findings.among,
        mediators=problem.mediators,
        obstacles=_bare(findings.obstacles),
        openings=_bare(findings.openings),
        frontier=_bare(findings.frontier),
        others=tuple(
            AmongSome(
                obstacles=_bare(item.obstacles),
                openings=_bare(item.openings),
                frontier=_bare(item.frontier),
            )
            for item in findings.others
        ),
        packages=findings.packages and _bare(findings.packages),
        stability=findings.stability and _bare(findings.stability),
        fragility=findings.fragility,
        draft=findings.draft,
        positions=findings.stance.active,
        table=table(known),
        issues=problem.issues,
        links=problem.links,
        status_quo=problem.status_quo,
        not_yet_asked=not_yet_asked(findings.openings, findings.frontier),
        offers=known.offers,
        timeline=timeline(known),
        deadlines=deadlines(known),
        figures=distinct_figures(known.readings),
        agreements=agreements(known),
        contradictions=contradictions(known.readings),
        unsure=unsure(known),
        actors=_actors(known.readings),
        moves=tuple(move for reading in known.readings for move in reading.moves),
    )


def _bare(finding: F) -> F:
    """Return *finding* without the positions it names: they stand once in the brief, with their evidence."""
    return finding.model_copy(update={"binding": ()}) if finding.binding else finding


def _card(reading: Reading) -> ReportCard:
    report = reading.report
    shared = {name: getattr(report, name) for name in ReportCard.model_fields if name != "moves"}
    return ReportCard(**shared, moves=len(reading.moves))


def _last_date(known: Known) -> str | None:
    """Return the latest date that anything recorded carries; the fuller one where two begin alike.

    What a report says of days after its own is a plan, whatever its tense; it is not known to have happened.
    """
    values = [reading.report.published for reading in known.readings]
    values += [move.reported for move in known.moves]
    values += [move.when for move in known.moves if move.context in ("actual", "historical") and _told(move)]
    if not known.readings:  # else they carry the dates of moves
        values += [active.position.since for active in known.stance.active]
    dated = [(found[0], _width(found), value) for value in values if value and (found := day_range(value))]
    dated = [item for item in dated if known.as_of is None or item[0] <= known.as_of]
    return max(dated, key=lambda item: item[:2], default=(None, 0, None))[2]


def _told(move: Move) -> bool:
    """Whether *move* surely does not lie after the day of its report."""
    last, reported = last_day(move.when), last_day(move.reported)
    return last is None or reported is None or last <= reported


def _width(days: tuple[date, date]) -> int:
    return -(days[1] - days[0]).days


def distinct_figures(readings: Sequence[Reading]) -> tuple[Figure, ...]:
    """Return the figures of *readings*; one that the same source gives twice is one."""
    found: dict[tuple[object, ...], Figure] = {}
    for reading in readings:
        for figure in reading.figures:
            key = (figure.value, figure.unit, figure.of.casefold(), figure.qualifier, figure.according_to)
            found.setdefault(key, figure)
    return tuple(found.values())


def _actors(readings: Sequence[Reading]) -> tuple[Actor, ...]:
    """Return the actors of all readings; one named alike in several is one actor, with all its mentions."""
    found: dict[str, Actor] = {}
    for reading in readings:
        for actor in reading.actors:
            have = found.get(actor.name)
            if have is None:
                found[actor.name] = actor
                continue
            found[actor.name] = have.model_copy(
                update={
                    "aliases": tuple(dict.fromkeys((*have.aliases, *actor.aliases))),
                    "mentions": (*have.mentions, *actor.mentions),
                    "title": have.title or actor.title,
                    "member_of": have.member_of or actor.member_of,
                }
            )
    return tuple(found.values())
