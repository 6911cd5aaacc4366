"""What offers, acceptances and refusals state, as positions.

An offer binds its maker to at most what it gives and at least what it asks; an acceptance binds the party
that accepts in the same way. A refusal binds against every package that is no better for the one who
refuses than the offer was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sulh.model.evaluation import allowed
from sulh.model.expressions import And, Compare, Node, Not, Operator
from sulh.model.problem import Issue, Offer, Position, Problem

NOT_SAID_BY_THEM = frozenset({"mediator", "counterpart", "anonymous"})
"""Levels of evidence that do not give an answer in the own voice of the party that answers."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal as a position, with what it forbids: the options, issue by issue, that are no better."""

    position: Position
    offer: str
    forbids: dict[str, frozenset[int]]


def has_direction(issue: Issue) -> bool:
    """Return whether it is known who gives on *issue* and which way."""
    return issue.ordered and bool(issue.controller) and issue.direction_confirmed


def _towards(issue: Issue, *, more: bool) -> Operator:
    """Return the operator for giving at least as *more* (or at most as much) in the listed order."""
    return ">=" if more == (issue.gives == "up") else "<="


def stated(offer: Offer, party: str, problem: Problem) -> Iterator[Compare]:
    """Yield what *party*, who made or accepted *offer*, states by it, issue by issue.

    At most what it gives where it is a controller (of a jointly held issue too: each may lower it alone),
    at least what it asks elsewhere; exactly the option where nobody is known to give, or which way.
    """
    for name, option in offer.package.items():
        issue = problem.issue(name)
        gives = party in issue.controller
        yield Compare(name, _towards(issue, more=not gives) if has_direction(issue) else "=", option)


def offer_positions(offer: Offer, problem: Problem) -> Iterator[Position]:
    """Yield the positions that *offer* states for its maker, named ``o1:prisoners``."""
    for term in stated(offer, offer.by, problem):
        yield Position(
            id=f"{offer.id}:{term.issue}",
            party=offer.by,
            wants=term,
            strength="offer",
            since=offer.since,
            own_voice=offer.own_voice,
            evidence=offer.evidence,
        )


def acceptance_positions(offer: Offer, party: str, problem: Problem) -> Iterator[Position]:
    """Yield the positions that *party* takes by accepting, named ``o1:prisoners accepted by Hamas``."""
    for term in stated(offer, party, problem):
        yield Position(
            id=f"{offer.id}:{term.issue} accepted by {party}",
            party=party,
            wants=term,
            strength="offer",
            since=offer.answered.get(party, offer.since),
            own_voice=_own_voice(offer, party),
            evidence=offer.answer_evidence.get(party, ()),
        )


def _own_voice(offer: Offer, party: str) -> bool:
    said = offer.answer_evidence.get(party, ())
    return not said or any(evidence.level not in NOT_SAID_BY_THEM for evidence in said)


def _no_better(issue: Issue, option: str, party: str) -> Compare:
    """Return what *party* does not prefer to the *option* offered: it gets no more, and gives no less.

    Where nobody is known to give, or the issue is held jointly (so that the party both gets and gives), only
    the option itself is known to be no better.
    """
    if not has_direction(issue) or len(issue.controller) > 1:
        return Compare(issue.name, "=", option)
    return Compare(issue.name, _towards(issue, more=party in issue.controller), option)


def _nothing_gained(issue: Issue, quo: str) -> Compare:
    """Return that nobody gets anything on *issue* beyond the status quo."""
    return Compare(issue.name, _towards(issue, more=False) if has_direction(issue) else "=", quo)


def refusal(offer: Offer, party: str, problem: Problem) -> Refusal | None:
    """Return *party*'s refusal of *offer*, or None where an issue outside it has no known status quo.

    Outside the offer, issues that *party* alone controls do not matter: there it gets nothing from others.
    """
    bounds: list[Compare] = []
    for issue in problem.issues:
        if issue.name in offer.package:
            bounds.append(_no_better(issue, offer.package[issue.name], party))
        elif issue.controller != (party,):
            if issue.name not in problem.status_quo:
                return None
            bounds.append(_nothing_gained(issue, problem.status_quo[issue.name]))
    if not bounds:
        return None
    forbids = {bound.issue: allowed(bound, problem.issue(bound.issue)) for bound in bounds}
    telling = [b for b in bounds if len(forbids[b.issue]) < len(problem.issue(b.issue).options)] or bounds
    parts: tuple[Node, ...] = tuple(telling)
    position = Position(
        id=f"{offer.id}:refused by {party}",
        party=party,
        wants=Not(And(parts) if len(parts) > 1 else parts[0]),
        strength="demand",
        since=offer.answered.get(party, offer.since),
        own_voice=_own_voice(offer, party),
        evidence=offer.answer_evidence.get(party, ()),
    )
    return Refusal(position, offer.id, {bound.issue: forbids[bound.issue] for bound in telling})
