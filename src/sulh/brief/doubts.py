"""What the reader was not sure of, and which questions nobody has answered yet."""

from __future__ import annotations

from collections.abc import Iterable

from sulh.brief.amounts import option
from sulh.brief.dates import in_words
from sulh.brief.known import Known
from sulh.brief.standing import unique_evidence
from sulh.brief.words import label, listed, unique, wants
from sulh.model.brief import Unsure
from sulh.model.findings import Frontier, Openings
from sulh.model.problem import Issue, Position

LEAST_CONFIDENCE = 0.5


def not_yet_asked(openings: Openings, frontier: Frontier) -> tuple[str, ...]:
    """Return the issues on which a shown package assumes the consent of somebody who has not spoken."""
    packages = [opening.assumes for knot in openings.knots for opening in knot.openings]
    packages += [point.assumes for point in frontier.points]
    return tuple(unique(issue for assumes in packages for issue in assumes))


def unsure(known: Known) -> tuple[Unsure, ...]:
    """Return every doubt with its reason and the words it is about."""
    return (
        *_dates(known),
        *_moves(known),
        *_positions(known),
        *_ladders(known),
        *_reversed(known),
        *_offers(known),
    )


def _dates(known: Known) -> Iterable[Unsure]:
    undated = [report.name for report in known.reports.values() if report.published is None]
    inferred = [
        f"{report.name} ({in_words(report.published)})"
        for report in known.reports.values()
        if report.published is not None and report.published_basis == "inferred"
    ]
    if undated:
        yield Unsure(
            why=f"No date of publication: {listed(undated)}. What they call “today” stays open; give the "
            "date with --published."
        )
    if inferred:
        yield Unsure(why=f"Date of publication inferred from the text: {listed(inferred)}.")


def _moves(known: Known) -> Iterable[Unsure]:
    for move in known.moves:
        if move.confidence < LEAST_CONFIDENCE:
            yield Unsure(
                why=f"Read with confidence {move.confidence:.2f}: {known.told(move)}.",
                evidence=(known.evidence(move),),
            )
        elif move.when and move.when.startswith("X"):
            why = f"The date is open ({in_words(move.when)}): {known.told(move)}."
            yield Unsure(why=why, evidence=(known.evidence(move),))


def _positions(known: Known) -> Iterable[Unsure]:
    issues = known.problem.by_name
    hedged: dict[str, list[Position]] = {}
    for active in known.stance.active:
        position = active.position
        words = f"{position.party}, {wants(position.wants, issues)}"
        if position.hedged:
            hedged.setdefault(position.party, []).append(position)
        if active.unsure:
            yield Unsure(why=f"{words}: {active.unsure}", evidence=position.evidence)
        if position.note:
            yield Unsure(why=f"{words}: {position.note}", evidence=position.evidence)
    for party, positions in hedged.items():
        wanted = "; ".join(wants(position.wants, issues) for position in positions)
        yield Unsure(
            why=f"{party}, {wanted} – said as reservations or unwillingness, not as a refusal.",
            evidence=unique_evidence(item for position in positions for item in position.evidence),
        )


def _ladders(known: Known) -> Iterable[Unsure]:
    for issue in known.problem.issues:
        if not issue.ordered or issue.direction_confirmed:
            continue
        options = " < ".join(option(issue, value) for value in issue.options)
        yield Unsure(
            why=f"{label(issue, issue.name)}: which way its options run ({options}) was "
            f"chosen by the machine{_nobody(issue)}, so an offer states exactly its option. Confirm it in a "
            "case file."
        )


def _reversed(known: Known) -> Iterable[Unsure]:
    for name in known.stance.reversed_ladders:
        yield Unsure(
            why=f"{label(known.problem.by_name.get(name), name)}: the ladder may be reversed. A party that "
            "controls it and one that does not press the same way."
        )


def _nobody(issue: Issue) -> str:
    if not issue.open_rungs:
        return ""
    named = listed([f"“{rung}”" for rung in issue.open_rungs])
    return f" ({named} was put in between by the machine)"


def _offers(known: Known) -> Iterable[Unsure]:
    offers = {offer.id: offer for offer in known.problem.offers}
    for name in known.stance.may_reopen:
        evidence = offers[name].evidence if name in offers else ()
        yield Unsure(
            why=f"{name} was refused, but no status quo is given, so nothing says which packages the refusal "
            "forbids; a package like it may reopen it.",
            evidence=evidence,
        )
