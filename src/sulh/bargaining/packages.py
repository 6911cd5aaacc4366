"""The packages that no other beats for all parties at once, by the utilities that the case gives.

A party's utility of a package adds up over issues: weight times score. Each party's utilities are counted in
the largest unit of which all its scores are whole multiples, so that the search compares whole numbers and
every answer is an exact rational.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import zip_longest
from math import gcd, lcm
from typing import NamedTuple

from sulh.bargaining import solutions
from sulh.bargaining.allowance import Allowance
from sulh.bargaining.checker.common import checked
from sulh.bargaining.checker.packages import check_packages
from sulh.bargaining.consent import Consent
from sulh.bargaining.pareto import Front, Goal, pareto
from sulh.bargaining.space import Space
from sulh.model.errors import CaseFileError, UsageError
from sulh.model.findings import PackagePoint, Packages
from sulh.model.limits import DEFAULT_LIMITS, Limits
from sulh.model.problem import Problem, Utility

CONVENTIONS = (
    "a utility adds up over issues, weight times score; an issue scored without a weight weighs 1",
    "positions do not bind here: links and reserves do; `crosses` names the positions that a package fails",
    "the egalitarian and the utilitarian solution compare the parties' utilities as if in one unit",
)
NOBODY_GAINS = "no package lets every party gain: the Nash solution is taken among those that gain"
_RULES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


def packages(
    problem: Problem,
    as_of: str | None = None,
    *,
    among: Sequence[str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    alternatives: int = 0,
) -> Packages:
    """Return the whole Pareto frontier at or above the reserves of *among*, and the solutions on it.

    The points that a solution chooses come first, then the others from the first party's best; where there
    are more than ``limits.most`` the others are thinned out evenly. Of packages with the same utilities the
    one shown fails fewest positions on single issues, then leaves the status quo least; up to
    *alternatives* others come with it. Where no package meets the reserves, there is no point and `why`
    says which reserves cannot be met; where the search ends early, no solution is given.

    Raises UsageError for a wrong date or party and for a party without utilities, CaseFileError where a
    utility does not score every option of an issue that it scores.
    """
    space = Space(problem, as_of, among)
    scale = _Scale(space)
    bare = Space(problem.model_copy(update={"positions": (), "offers": ()}), None, among)
    allowance = Allowance(limits)
    front: Front | None = None
    with allowance.spent():
        front = pareto(bare, _goal(space, scale), allowance) if scale.within_reach else _EMPTY
    found = Packages(
        method="exact Pareto frontier in whole numbers, solutions by comparing all of its points",
        among=space.among,
        assumptions=CONVENTIONS,
        parties=space.among,
        reserves=dict(zip(space.among, scale.reserves, strict=True)),
    )
    if front is None:
        return found.model_copy(update={"complete": "unknown", "why": allowance.why})
    if not front.vectors:
        why = front.why or _why_none(bare, scale, allowance)
        return found.model_copy(update={"complete": "unknown" if not front.complete else True, "why": why})
    finding = found.model_copy(update=_answer(space, scale, front, allowance, alternatives))
    return checked(finding, allowance.finish(lambda: check_packages(problem, space.stance, finding)))


class _Scale:
    """Utilities as whole costs: what a package lacks of the best option on every issue, in `units`.

    `slack` is how much each party may lack at most, in its own unit of utility.
    """

    def __init__(self, space: Space) -> None:
        problem = space.problem
        self.space = space
        utilities = [_utility(problem, party) for party in _parties(space)]
        self.reserves = [utility.reserve for utility in utilities]
        self.best: list[Fraction] = []
        self.units: list[Fraction] = []
        columns: list[list[list[int]]] = []
        for utility in utilities:
            worth = [_worth(utility, issue.name, issue.options) for issue in space.issues]
            most = [max(scores) for scores in worth]
            lacks = [[top - score for score in scores] for top, scores in zip(most, worth, strict=True)]
            unit = _unit(x for issue in lacks for x in issue)
            self.best.append(sum(most, Fraction(0)))
            self.units.append(unit)
            columns.append([[int(x / unit) for x in issue] for issue in lacks])
        self.single = [list(zip(*rows, strict=True)) for rows in zip(*columns, strict=True)]
        self.slack = [top - reserve for top, reserve in zip(self.best, self.reserves, strict=True)]
        self.most = tuple(s // unit for s, unit in zip(self.slack, self.units, strict=True))

    @property
    def within_reach(self) -> bool:
        """Whether each reserve can be met where links are left out of account."""
        return all(most >= 0 for most in self.most)

    def utility(self, vector: Sequence[int]) -> dict[str, Fraction]:
        """Return the utilities of a package that costs *vector*."""
        return {
            party: top - unit * cost
            for party, top, unit, cost in zip(self.space.among, self.best, self.units, vector, strict=True)
        }

    def gains(self, vectors: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
        """Return what packages that cost *vectors* give each party above its reserve, all in one unit."""
        unit = _unit((*self.slack, *self.units))
        terms = [(int(s / unit), int(u / unit)) for s, u in zip(self.slack, self.units, strict=True)]
        return [tuple([a - b * x for (a, b), x in zip(terms, vector, strict=True)]) for vector in vectors]


def _parties(space: Space) -> tuple[str, ...]:
    lacking = [party for party in space.among if party not in space.problem.utilities]
    if lacking or not space.among:
        names = ", ".join(lacking) or "anybody"
        raise UsageError(
            f"the case gives no utilities for {names}",
            hint="add them under utilities: {party: {scores: {issue: {option: 1, …}}, reserve: …}}",
        )
    if not space.issues:
        raise UsageError("the case has no issues", hint="add issues: {price: {options: [low, high]}}")
    return space.among


def _utility(problem: Problem, party: str) -> Utility:
    utility = problem.utilities[party]
    for name in (*utility.scores, *utility.weights):
        if name not in problem.by_name:
            raise CaseFileError(
                f"the utility of {party} is about {name!r}, which is no issue", hint="correct the name"
            )
    for name in utility.weights:
        if name not in utility.scores:
            raise CaseFileError(
                f"the utility of {party} weighs {name!r} without scores for it", hint="score its options"
            )
    for name, scores in utility.scores.items():
        options = problem.by_name[name].options
        for option in options:
            if option not in scores:
                raise CaseFileError(
                    f"the utility of {party} gives no score for the option {option!r} of {name!r}",
                    hint="score every option of an issue, or none",
                )
    return utility


def _worth(utility: Utility, issue: str, options: Sequence[str]) -> list[Fraction]:
    """Return what each option adds to the utility; an issue without scores adds nothing."""
    weight, scores = utility.weights.get(issue, Fraction(1)), utility.scores.get(issue)
    return [weight * scores[option] for option in options] if scores else [Fraction(0)] * len(options)


def _unit(numbers: Iterable[Fraction]) -> Fraction:
    """Return the largest number of which all *numbers* are whole multiples; 1 where all are 0."""
    some = [x for x in numbers if x]
    below = lcm(*(x.denominator for x in some))
    above = reduce(gcd, (x.numerator * (below // x.denominator) for x in some), 0)
    return Fraction(above, below) if above else Fraction(1)


def _goal(space: Space, scale: _Scale) -> Goal:
    """Return the costs, and what chooses among equal packages: positions, then the status quo."""
    crossed = [[0] * len(issue.options) for issue in space.issues]
    for position in space.positions:
        if len(position.scope) == 1 and not space.covered >> position.bit & 1:
            met, row = space.meeting(position), crossed[position.scope[0]]
            row[:] = [number + (option not in met) for option, number in enumerate(row)]
    quo = space.problem.status_quo
    key = [
        [
            (number, int(option != quo.get(issue.name, option)))
            for option, number in zip(issue.options, row, strict=True)
        ]
        for issue, row in zip(space.issues, crossed, strict=True)
    ]
    return Goal(scale.single, key, most=scale.most)


_EMPTY = Front((), (), lambda _: (), lambda *_: [])


def _why_none(bare: Space, scale: _Scale, allowance: Allowance) -> str | None:
    """Return which reserves cannot be met, as few of them as already exclude each other."""
    parties = list(range(len(scale.reserves)))
    with allowance.spent():
        if not _can_be_met(bare, scale, [], allowance):
            return "no package meets the links"
        for party in parties:
            if not _can_be_met(bare, scale, [party], allowance):
                most = _most(bare, scale, party, allowance)
                name, reserve = bare.among[party], scale.reserves[party]
                return (
                    f"no package meets the reserve of {name}, {reserve}: the most there is for it is {most}"
                )
        for party in list(parties):
            rest = [other for other in parties if other != party]
            if not _can_be_met(bare, scale, rest, allowance):
                parties = rest
    names = " and ".join(f"{bare.among[party]} ({scale.reserves[party]})" for party in parties)
    return f"no package meets the reserves of {names} at once"


def _can_be_met(bare: Space, scale: _Scale, parties: Sequence[int], allowance: Allowance) -> bool:
    if any(scale.most[party] < 0 for party in parties):
        return False
    front = _part(bare, scale, parties, tuple(scale.most[party] for party in parties), allowance)
    return bool(front.vectors)


def _most(bare: Space, scale: _Scale, party: int, allowance: Allowance) -> Fraction:
    (best, *_) = _part(bare, scale, [party], None, allowance).vectors
    return scale.best[party] - scale.units[party] * best[0]


def _part(
    bare: Space, scale: _Scale, parties: Sequence[int], most: tuple[int, ...] | None, allowance: Allowance
) -> Front:
    """Return the frontier of some parties alone; without any, of one for whom all packages are equal."""
    single = [[tuple(v[p] for p in parties) or (0,) for v in row] for row in scale.single]
    key = [[(0,)] * len(row) for row in single]
    front = pareto(bare, Goal(single, key, most=most or None), allowance)
    if not front.complete:
        allowance.check()
    return front


class _Chosen(NamedTuple):
    """The points that each solution chooses, and whether at one of them all parties gain."""

    rules: dict[str, list[int]]
    all_gain: bool


def _answer(
    space: Space, scale: _Scale, front: Front, allowance: Allowance, alternatives: int
) -> dict[str, object]:
    """Return the fields of the finding that follow from a frontier with at least one point."""
    chosen: _Chosen | None = None
    if front.complete:
        with allowance.spent():
            gains = scale.gains(front.vectors)
            rules = {rule: getattr(solutions, rule)(gains, allowance) for rule in _RULES}
            chosen = _Chosen(rules, any(all(vector) for vector in gains))
    order = _listed(front, chosen.rules if chosen else {}, allowance.limits.most)
    place = {at: index for index, at in enumerate(order)}
    found: dict[str, object] = {
        rule: tuple(place[at] for at in points if at in place)
        for rule, points in (chosen.rules if chosen else {}).items()
    }
    said = [f"the search ended early, {front.why}: points may be missing"] if not front.complete else []
    if chosen is None:
        said.append(f"no solution is given{'' if said else f': {allowance.why}'}")
    elif not chosen.all_gain:
        found["assumptions"] = (*CONVENTIONS, NOBODY_GAINS)
    if len(order) < len(front.vectors):
        said.append(f"{len(order):,} of {len(front.vectors):,} points are listed")
    if chosen:
        best = [min(column) for column in zip(*front.vectors, strict=True)]
        found["ideal"] = scale.utility(best)
    shown = _Shown(space, scale, front, alternatives)
    points = tuple(map(shown.point, order))
    named = {name for point in points for name in point.crosses}
    return found | {
        "points": points,
        "binding": tuple(item for item in space.bound if item.position.id in named),
        "number": len(front.vectors),
        "counted": front.counted,
        "complete": not said,
        "why": "; ".join(said) or None,
    }


def _listed(front: Front, rules: Mapping[str, Sequence[int]], most: int) -> list[int]:
    """Return the points to list: the solutions by turns, each party's best, the others evenly thinned."""
    in_turn = (at for turn in zip_longest(*rules.values()) for at in turn if at is not None)
    first = list(dict.fromkeys(in_turn))[: max(most, len(rules))]
    taken = set(first)
    rest = [at for at in range(len(front.vectors)) if at not in taken]
    room = max(0, most - len(first))
    if len(rest) > room:
        ends = [min(rest, key=lambda at, p=p: front.vectors[at][p]) for p in range(len(front.vectors[0]))]  # type: ignore[misc]
        evenly = [rest[len(rest) * i // room] for i in range(room)]
        rest = sorted(list(dict.fromkeys([*ends, *evenly]))[:room])
    return sorted(first) + rest


class _Shown:
    """Puts points of a frontier into words."""

    def __init__(self, space: Space, scale: _Scale, front: Front, alternatives: int) -> None:
        self.space, self.scale, self.front, self.alternatives = space, scale, front, alternatives
        self.consent = Consent(space)

    def point(self, at: int) -> PackagePoint:
        """Return the point number *at* of the frontier."""
        options, front = self.front.shown(at), self.front
        package = self.space.package(options)
        others = front.alternatives(at, self.alternatives) if self.alternatives else []
        return PackagePoint(
            utility=self.scale.utility(front.vectors[at]),
            package=package,
            packages=front.counts[at],
            crosses=self._crosses(options),
            reopens=self.consent.reopens(package),
            alternatives=tuple(map(self.space.package, others)),
        )

    def _crosses(self, options: Iterable[tuple[int, int]]) -> tuple[str, ...]:
        chosen = [option for _, option in sorted(options)]
        failed = sum(1 << p.bit for p in self.space.positions if not p.test(chosen))
        return self.space.names(failed & ~self.space.covered)
