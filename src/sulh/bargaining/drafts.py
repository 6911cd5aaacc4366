"""A mediator's draft against everybody's positions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from sulh.bargaining.checker.common import checked
from sulh.bargaining.checker.draft import check_draft
from sulh.bargaining.consent import Consent
from sulh.bargaining.movement import CONVENTIONS, Measure
from sulh.bargaining.space import Constraint, Space
from sulh.model.evaluation import check
from sulh.model.expressions import Compare
from sulh.model.findings import DraftTest, Objection
from sulh.model.problem import Problem

MOST_WAYS = 20_000
"""Ways to settle what a draft leaves open that are tried for one position; beyond them it is undecided."""

_CUT = f"more than {MOST_WAYS:,} ways to settle what is left open: such positions are listed as undecided"
_FIRMEST = ("red line", "demand", "offer")


def test_package(
    problem: Problem,
    package: Mapping[str, str],
    as_of: str | None = None,
    *,
    among: Sequence[str] | None = None,
) -> DraftTest:
    """Return what *package* meets and fails on the day *as_of*, and by how much (before weights).

    *package* may leave issues open. A position is met, or failed, where it is so however they are settled;
    else it is undecided. Covered refusals are left to the positions that imply them. *among* are the parties
    that must agree (default: the case's first agreement set). Raises ExpressionError for an issue or option
    that is not there, UsageError for a wrong date or party.
    """
    for name, option in package.items():
        check(Compare(name, "=", option), problem.issues)
    space = Space(problem, as_of, among)
    draft = _Draft(space, package)
    counted = [p for p in space.positions if not space.covered >> p.bit & 1]
    verdicts = {p.bit: draft.verdict(p) for p in counted}
    names = [item.position.id for item in space.bound]
    failed = [draft.objection(p) for p in counted if verdicts[p.bit] is False]
    whole = {issue.name: package[issue.name] for issue in space.issues if issue.name in package}
    consent = Consent(space)
    breaks = tuple(i for i, link in enumerate(space.links) if draft.verdict(link) is False)
    finding = DraftTest(
        method="evaluation",
        among=space.among,
        complete=not draft.cut,
        why=_CUT if draft.cut else None,
        assumptions=CONVENTIONS[:2],
        binding=tuple(space.bound[p.bit] for p in counted),
        package=whole,
        meets={
            party: tuple(
                names[bit]
                for bit, met in verdicts.items()
                if met and space.bound[bit].position.party == party
            )
            for party in space.among
        },
        objections=tuple(
            sorted(failed, key=lambda o: (space.among.index(o.party), _FIRMEST.index(o.strength)))
        ),
        breaks=breaks,
        left_open=tuple(issue.name for issue in space.issues if issue.name not in package),
        undecided=tuple(names[bit] for bit, met in verdicts.items() if met is None),
        assumes=consent.assumes(whole),
        reopens=consent.reopens(whole),
    )
    return checked(finding, check_draft(problem, space.stance, finding))


test_package.__test__ = False  # type: ignore[attr-defined]
"""Not a test: pytest is told so."""


class _Draft:
    """A draft in a space. `cut`: of some position not all ways were tried."""

    def __init__(self, space: Space, package: Mapping[str, str]) -> None:
        self.space, self.measure = space, Measure(space)
        self.cut = False
        self.chosen = [0] * len(space.issues)
        self.placed = {space.index[name] for name in package}
        for name, option in package.items():
            at = space.index[name]
            self.chosen[at] = space.issues[at].options.index(option)

    def verdict(self, constraint: Constraint) -> bool | None:
        """Return whether the draft meets *constraint*; None where that depends on what it leaves open."""
        left = [at for at in constraint.scope if at not in self.placed]
        rows = [range(len(self.space.issues[at].options)) for at in left]
        if prod(map(len, rows)) > MOST_WAYS:
            self.cut = True
            return None
        chosen, found = list(self.chosen), set()
        for ways in product(*rows):
            for at, option in zip(left, ways, strict=True):
                chosen[at] = option
            found.add(constraint.test(chosen))
            if len(found) > 1:
                return None
        return found.pop()

    def objection(self, position: Constraint) -> Objection:
        """Return by how much the draft fails *position*."""
        said = self.space.bound[position.bit].position
        short, steps = Fraction(1), None
        if len(position.scope) == 1 and position.scope[0] in self.placed:
            at = position.scope[0]
            met, chosen = self.space.meeting(position), self.chosen[at]
            short = self.measure.shortfall(at, chosen, met)
            if met and self.space.issues[at].ordered:
                steps = min(abs(chosen - option) for option in met)
        return Objection(
            position=said.id, party=said.party, strength=said.strength, shortfall=short, steps=steps
        )
