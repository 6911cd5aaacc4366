"""A mediator's draft against everybody's positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from sulh.bargaining.consent import Consent
from sulh.bargaining.movement import CONVENTIONS, Measure
from sulh.bargaining.space import Constraint, Space
from sulh.model.evaluation import check
from sulh.model.expressions import Compare
from sulh.model.findings import DraftTest, Objection
from sulh.model.problem import Problem


def test_package(
    problem: Problem,
    package: Mapping[str, str],
    as_of: str | None = None,
    *,
    among: Sequence[str] | None = None,
) -> DraftTest:
    """Return who objects to *package* on the day *as_of*, and by how much (before weights).

    *package* may leave issues open; what rests on them is then undecided. Raises ExpressionError for an
    issue or option that is not there.
    """
    for name, option in package.items():
        check(Compare(name, "=", option), problem.issues)
    space = Space(problem, as_of, among)
    measure = Measure(space)
    chosen = [0] * len(space.issues)
    for name, option in package.items():
        chosen[space.index[name]] = problem.issue(name).options.index(option)
    whole = {issue.name: package[issue.name] for issue in space.issues if issue.name in package}
    placed = {space.index[name] for name in whole}

    def fails(constraint: Constraint) -> bool:
        return placed.issuperset(constraint.scope) and not constraint.test(chosen)

    counted = [p for p in space.positions if not space.covered >> p.bit & 1]
    consent = Consent(space)
    return DraftTest(
        method="evaluation",
        among=space.among,
        assumptions=CONVENTIONS[:2],
        package=whole,
        objections=tuple(_objection(measure, p, chosen) for p in counted if fails(p)),
        breaks=tuple(i for i, link in enumerate(space.links) if fails(link)),
        left_open=tuple(issue.name for issue in space.issues if issue.name not in package),
        undecided=tuple(space.bound[p.bit].position.id for p in counted if not placed.issuperset(p.scope)),
        assumes=consent.assumes(whole),
        reopens=consent.reopens(whole),
    )


def _objection(measure: Measure, position: Constraint, chosen: Sequence[int]) -> Objection:
    said = measure.space.bound[position.bit].position
    short = Fraction(1)
    if len(position.scope) == 1:
        at = position.scope[0]
        short = measure.shortfall(at, chosen[at], measure.space.meeting(position))
    return Objection(position=said.id, party=said.party, shortfall=short)


test_package.__test__ = False  # type: ignore[attr-defined]
"""Not a test: pytest is told so."""
