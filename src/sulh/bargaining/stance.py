"""Who wants what on a day: which positions, offers and refusals bind, and which were replaced.

Where the record leaves the order of two statements open (one has no date, or partial dates overlap) nothing
is dropped: both stay, marked unsure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sulh.bargaining.implication import compatible, cover, reversed_ladders
from sulh.bargaining.offers import Refusal, acceptance_positions, offer_positions, refusal
from sulh.model.dates import day_range, last_day
from sulh.model.errors import UsageError
from sulh.model.evaluation import check, holds
from sulh.model.expressions import Compare, issues_in
from sulh.model.findings import ActivePosition, Stance
from sulh.model.problem import Position, Problem

Order = Literal["before", "same", "after", "unsure"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A position with the act it belongs to: an offer's terms are separate statements of one act.

    `speaks_of` are all the issues of the act, `scope` those of the position.
    """

    position: Position
    act: str
    kind: Literal["position", "offer"]
    speaks_of: frozenset[str]
    scope: frozenset[str]


def _statement(position: Position, act: str, issues: frozenset[str] | None = None) -> Statement:
    """Return *position* as a statement of an *act*: an offer on *issues*, where these are given."""
    scope = frozenset(issues_in(position.wants))
    if issues is None:
        return Statement(position, act, "position", scope, scope)
    return Statement(position, act, "offer", issues, scope)


def active(problem: Problem, as_of: str | None = None) -> Stance:
    """Return the positions that bind on the day *as_of* (a TIMEX3 date; None: all that is recorded).

    A later statement of the same party and the same voice that speaks of all issues of an earlier demand,
    offer or preference replaces it; red lines end only by `until`, refusals do not end. A partial date
    counts as its last day. Raises UsageError where *as_of* is no date.
    """
    day = day_of(as_of)
    _check_names(problem)
    statements = [s for s in statements_in(problem) if said_by(s.position, day)]
    replaced = dict(_replacements(statements, problem))
    standing = [
        _describe(s, statements, problem, day)
        for s in statements
        if s.position.id not in replaced and not withdrawn(s.position, day)
    ]
    refusals, may_reopen = refusals_on(problem, day)
    standing += cover(refusals, standing, problem)
    return Stance(
        method="replacement rules on dated statements",
        as_of=as_of,
        active=tuple(standing),
        replaced=tuple(replaced.items()),
        may_reopen=may_reopen,
        reversed_ladders=reversed_ladders(standing, problem),
    )


def day_of(as_of: str | None) -> date | None:
    """Return the day that *as_of* means; UsageError where it is no date."""
    day = last_day(as_of)
    if as_of is not None and day is None:
        raise UsageError(f"{as_of!r} is no date", hint="write it like 2024-02-15, 2024-02 or 2024")
    return day


def _check_names(problem: Problem) -> None:
    """Raise ExpressionError where the case speaks of an issue or option that it does not have."""
    for wants in (*problem.links, *(position.wants for position in problem.positions)):
        check(wants, problem.issues)
    for package in (problem.status_quo, *(offer.package for offer in problem.offers)):
        for name, option in package.items():
            check(Compare(name, "=", option), problem.issues)


def statements_in(problem: Problem) -> Iterator[Statement]:
    """Yield everything that the parties state: by positions, offers and acceptances."""
    for position in problem.positions:
        yield _statement(position, position.id)
    for offer in problem.offers:
        issues = frozenset(offer.package)
        if offer.by in problem.parties:
            for position in offer_positions(offer, problem):
                yield _statement(position, offer.id, issues)
        for party, answer in offer.answers.items():
            if answer == "accept" and party != offer.by and party in problem.parties:
                for position in acceptance_positions(offer, party, problem):
                    yield _statement(position, offer.id, issues)


def said_by(position: Position, day: date | None) -> bool:
    """Return whether *position* was said by *day*, as far as is known."""
    said = last_day(position.since)
    return day is None or said is None or said <= day


def withdrawn(position: Position, day: date | None) -> bool:
    """Return whether *position* is known to have ended by *day*; on the day of withdrawal it has."""
    if position.until is None:
        return False
    end = last_day(position.until)
    return day is None or (end is not None and end <= day)


def order(first: str | None, second: str | None) -> Order:
    """Return how the date *second* stands to *first*; without both dates it is open."""
    one, two = day_range(first), day_range(second)
    if one == two:
        return "same"
    if one is None or two is None:
        return "unsure"
    if two[0] > one[1]:
        return "after"
    return "before" if two[1] < one[0] else "unsure"


def rivals(statement: Statement, statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield the other statements that would replace *statement* if they were later."""
    position, scope = statement.position, statement.scope
    if position.strength == "red line":
        return
    for other in statements:
        if (
            other.position.party == position.party
            and scope <= other.speaks_of
            and other.act != statement.act
            and other.position.own_voice == position.own_voice
        ):
            yield other


def _replacements(statements: Sequence[Statement], problem: Problem) -> Iterator[tuple[str, str]]:
    for statement in statements:
        position = statement.position
        later = [
            (last_day(other.position.since) or date.max, other.scope != statement.scope, index, other)
            for index, other in enumerate(rivals(statement, statements))
            if order(position.since, other.position.since) == "after"
        ]
        if later:
            _, elsewhere, _, successor = min(later)
            yield position.id, successor.act if elsewhere else successor.position.id
            continue
        if position.own_voice:
            continue
        own = next((o for o in statements if own_words_against(o, statement, problem)), None)
        if own:
            yield position.id, own.position.id


def own_words_against(own: Statement, account: Statement, problem: Problem) -> bool:
    """Return whether *own* is what the party itself said against another's *account* of the same day."""
    mine, theirs = own.position, account.position
    return (
        mine.party == theirs.party
        and mine.own_voice
        and not theirs.own_voice
        and theirs.strength != "red line"
        and order(mine.since, theirs.since) == "same"
        and bool(own.scope & account.scope)
        and not compatible(mine.wants, theirs.wants, problem)
    )


def _describe(
    statement: Statement, statements: Sequence[Statement], problem: Problem, day: date | None
) -> ActivePosition:
    position = statement.position
    offer = statement.act if statement.kind == "offer" else None
    newer = (
        other
        for other in (statements if offer else ())
        if other.kind == "offer"
        and other.act != statement.act
        and (other.position.party, other.position.own_voice) == (position.party, position.own_voice)
        and order(position.since, other.position.since) == "after"
    )
    return ActivePosition(
        position=position,
        kind=statement.kind,
        offer=offer,
        carried_over=offer is not None and any(newer),
        unsure=_unsure(statement, statements, day),
        crossed_by=tuple(dict.fromkeys(_crossings(statement, statements, problem))),
    )


def _unsure(statement: Statement, statements: Sequence[Statement], day: date | None) -> str | None:
    """Return why it is open whether *statement* still stands, None where it is not."""
    position = statement.position
    if position.until is not None and day is not None and last_day(position.until) is None:
        return f"withdrawn on an unknown day ({position.until})"
    for other in rivals(statement, statements):
        if order(position.since, other.position.since) == "unsure":
            if day_range(position.since) is None:
                return f"has no date, and {other.position.id} may be later"
            if day_range(other.position.since) is not None:
                return f"its date overlaps with that of {other.position.id}"
    return None


def _crossings(statement: Statement, statements: Sequence[Statement], problem: Problem) -> Iterator[str]:
    """Yield the party's own offers that fail its red line, unless they are known to be earlier."""
    line = statement.position
    if line.strength != "red line":
        return
    offers = {offer.id: offer for offer in problem.offers}
    for other in statements:
        said = other.position
        if (
            other.kind == "offer"
            and said.party == line.party
            and (said.own_voice or not line.own_voice)
            and statement.scope <= other.speaks_of
            and order(line.since, said.since) != "before"
            and not holds(line.wants, offers[other.act].package, problem.by_name)
        ):
            yield other.act


def refusals_on(problem: Problem, day: date | None) -> tuple[list[Refusal], tuple[str, ...]]:
    """Return the refusals made by *day*, and the refused offers whose refusal binds no package."""
    refusals: list[Refusal] = []
    may_reopen: list[str] = []
    for offer in problem.offers:
        for party, answer in offer.answers.items():
            if answer != "reject" or party == offer.by or party not in problem.parties:
                continue
            said = last_day(offer.answered.get(party, offer.since))
            if day is not None and said is not None and said > day:
                continue
            found = refusal(offer, party, problem)
            if found:
                refusals.append(found)
            elif offer.id not in may_reopen:
                may_reopen.append(offer.id)
    return refusals, tuple(may_reopen)
