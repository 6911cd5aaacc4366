"""The positions table: what each party wants of each issue, and how many sources say so."""

from __future__ import annotations

from collections.abc import Sequence

from sulh.brief.implied import STRENGTHS, without_implied
from sulh.brief.known import Known, independent
from sulh.brief.standing import unique_evidence
from sulh.brief.words import strength, unique, wants
from sulh.model.brief import Cell
from sulh.model.dates import first_day
from sulh.model.expressions import issues_in
from sulh.model.findings import ActivePosition


def table(known: Known) -> tuple[Cell, ...]:
    """Return one cell for every issue and party, issue by issue, silent ones included."""
    return tuple(
        _cell(issue.name, party, known) for issue in known.problem.issues for party in known.problem.parties
    )


def _cell(issue: str, party: str, known: Known) -> Cell:
    about = [
        active
        for active in known.stance.active
        if active.position.party == party and _speaks_of(active, issue, known)
    ]
    plain = [active for active in about if active.kind != "refusal"]
    shown = plain or about
    if not shown:
        return Cell(issue=issue, party=party)
    evidence = unique_evidence(item for active in shown for item in active.position.evidence)
    firm = [active for active in plain if not active.position.hedged] or plain
    mixed = len({(active.position.strength, active.position.hedged) for active in plain}) > 1
    firmest = min((active.position.strength for active in firm), key=STRENGTHS.index, default=None)
    told = sorted(
        without_implied(shown, known.problem.by_name),
        key=lambda active: (active.position.hedged, STRENGTHS.index(active.position.strength)),
    )
    return Cell(
        issue=issue,
        party=party,
        wants="; ".join(unique(_words(active, issue, known, mixed) for active in told)),
        strength=firmest,
        since=_latest(shown),
        hedged=all(active.position.hedged for active in shown),
        agreed=any(known.agreed(active.position) is not None for active in plain),
        reports=len({item.report for item in evidence if item.report}),
        sources=independent(evidence) if any(item.report for item in evidence) else 0,
        positions=tuple(active.position.id for active in shown),
        evidence=evidence,
    )


def _speaks_of(active: ActivePosition, issue: str, known: Known) -> bool:
    """Whether the position is about *issue*; a refusal binds beyond what the refused offer speaks of."""
    if active.kind == "refusal":
        return any(offer.id == active.offer and issue in offer.package for offer in known.offers)
    return issue in issues_in(active.position.wants)


def _words(active: ActivePosition, issue: str, known: Known, mixed: bool) -> str:
    """Return what is wanted; how firmly, too, where the cell holds more than one or only reservations."""
    if active.kind == "refusal":
        return f"refused {active.offer or 'the offer'}"
    words = wants(active.position.wants, known.problem.by_name, issue)
    return f"{strength(active)}: {words}" if mixed or active.position.hedged else words


def _latest(shown: Sequence[ActivePosition]) -> str | None:
    dated = [active.position.since for active in shown if first_day(active.position.since)]
    return max(dated, key=lambda since: (first_day(since), len(since or "")), default=None)
