"""Checks the movement frontier."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import lcm, prod

from sulh.bargaining.checker import common
from sulh.bargaining.checker.common import binding_in, check_kept, demand
from sulh.model.evaluation import holds
from sulh.model.expressions import issues_in
from sulh.model.findings import ActivePosition, Frontier, Stance
from sulh.model.problem import Issue, Package, Problem

_NOTHING = Fraction(0)
MOST_PACKAGES = 300
"""Packages of a case, up to which each is compared with each point."""

MOST_POINTS = 1_500
"""Points of a frontier of three or more parties of which each is compared with each."""


def check_frontier(problem: Problem, stance: Stance, finding: Frontier, *, keep_red_lines: bool) -> bool:
    """Check that each package asks the movement stated, keeps what it must, and undercuts no other.

    Where there are few packages in all, also that none is left out or counted wrongly.

    Returns whether all of it could be decided.
    """
    binding = [item for item in binding_in(stance, finding).values() if not item.covered_by]
    meter = _Meter(problem, binding)
    red = {item.position.id for item in binding if item.position.strength == "red line"}
    tests = common.MOST_TESTS
    for point in finding.points:
        tests -= (len(meter.spanning) + len(problem.links) + 1) * (1 + len(point.alternatives))
        if tests < 0:
            break
        packages = (point.package, *point.alternatives)
        demand(len({tuple(p.items()) for p in packages}) == len(packages), "a package is listed twice")
        demand(len(packages) <= point.packages, "more packages are listed than there are")
        for package in packages:
            check_kept(problem, package)
            failed, asked = meter.asked(package)
            demand(not (keep_red_lines and failed & red), "a red line is crossed")
            if package is point.package:
                demand(failed == set(point.crosses), "a package crosses something else")
            for party in finding.parties:
                is_right = asked.get(party, _NOTHING) == point.movement[party]
                demand(is_right, f"the movement of {party} is {asked.get(party, _NOTHING)}")
    _check_all_packages(meter, finding, red if keep_red_lines else set())
    return _check_undominated(finding) and tests >= 0


def _check_all_packages(meter: _Meter, finding: Frontier, kept: set[str]) -> None:
    """Where the packages are few, check each: none undercuts a point, none is missing, all are counted."""
    problem = meter.problem
    if prod(len(issue.options) for issue in problem.issues) > MOST_PACKAGES:
        return
    number = dict.fromkeys((_vector(finding, point.movement) for point in finding.points), 0)
    for options in product(*(issue.options for issue in problem.issues)):
        package = dict(zip((issue.name for issue in problem.issues), options, strict=True))
        if not all(holds(link, package, meter.issues) for link in problem.links):
            continue
        failed, asked = meter.asked(package)
        if failed & kept:
            continue
        vector = _vector(finding, asked)
        if vector in number:
            number[vector] += 1
            continue
        under = any(_undercuts(vector, known) for known in number)
        demand(not under, "a package undercuts a point of the frontier")
        if finding.complete is True:
            demand(any(_undercuts(known, vector) for known in number), "a point of the frontier is missing")
    if finding.counted:
        counts = {_vector(finding, point.movement): point.packages for point in finding.points}
        demand(counts == number, "the packages of a point are counted wrongly")


def _vector(finding: Frontier, asked: Mapping[str, Fraction]) -> tuple[Fraction, ...]:
    return tuple(asked.get(party, _NOTHING) for party in finding.parties)


def _undercuts(one: tuple[Fraction, ...], two: tuple[Fraction, ...]) -> bool:
    return all(a <= b for a, b in zip(one, two, strict=True))


def _check_undominated(finding: Frontier) -> bool:
    """Check that no point undercuts another, all of them for two parties, the first ones for more."""
    exact = [tuple(point.movement[party] for party in finding.parties) for point in finding.points]
    unit = lcm(*(x.denominator for vector in exact for x in vector))
    vectors = [tuple(x.numerator * (unit // x.denominator) for x in vector) for vector in exact]
    demand(len(set(vectors)) == len(vectors), "a movement is listed twice")
    message = "a point of the frontier undercuts another"
    if len(finding.parties) == 2:
        demand(all(one[1] > two[1] for one, two in pairwise(sorted(vectors))), message)
        return True
    some = sorted(vectors[:MOST_POINTS])  # what undercuts another comes before it
    for at, two in enumerate(some):
        for one in some[:at]:
            for a, b in zip(one, two, strict=True):
                if a > b:
                    break
            else:
                demand(False, message)
    return len(some) == len(vectors)


class _Meter:
    """Movement by its definition. What one option asks by the positions on its issue alone is kept."""

    def __init__(self, problem: Problem, binding: Sequence[ActivePosition]) -> None:
        self.problem = problem
        self.issues = problem.by_name
        self.alone: dict[str, list[ActivePosition]] = {}
        self.spanning: list[tuple[ActivePosition, frozenset[str]]] = []
        for item in binding:
            scope = frozenset(issues_in(item.position.wants))
            if len(scope) == 1:
                self.alone.setdefault(next(iter(scope)), []).append(item)
            else:
                self.spanning.append((item, scope))
        self._asked: dict[str, dict[str, tuple[set[str], dict[str, Fraction]]]] = {}
        self._weights: dict[tuple[str, str], Fraction] = {}

    def asked(self, package: Package) -> tuple[set[str], dict[str, Fraction]]:
        """Return what fails in *package*, and what that asks of each party."""
        asked: dict[str, Fraction] = {}
        failed: set[str] = set()
        for some, shortfalls in self.judged(package):
            failed |= some
            for party, short in shortfalls.items():
                asked[party] = asked.get(party, _NOTHING) + short
        return failed, asked

    def judged(self, package: Package) -> Iterator[tuple[set[str], dict[str, Fraction]]]:
        """Yield what fails in *package*, part by part, with what that asks of each party."""
        for name, option in package.items():
            if name in self.alone:
                if name not in self._asked:
                    self._asked[name] = self._on_issue(self.issues[name], self.alone[name])
                yield self._asked[name][option]
        failed: set[str] = set()
        once: dict[tuple[str, frozenset[str]], Fraction] = {}
        for item, scope in self.spanning:
            wants, party = item.position.wants, item.position.party
            if scope <= package.keys() and not holds(wants, package, self.issues):
                failed.add(item.position.id)
                once[party, scope] = max(self._weight(party, name) for name in scope)
        for (party, _), weight in once.items():
            yield failed, {party: weight}

    def _on_issue(
        self, issue: Issue, items: Sequence[ActivePosition]
    ) -> dict[str, tuple[set[str], dict[str, Fraction]]]:
        at = _values(issue)
        met = [_met(item, issue) for item in items]
        good = [sorted(at[option] for option in options) for options in met]
        gap = _gap(issue, [(item.position.party, values) for item, values in zip(items, good, strict=True)])
        result: dict[str, tuple[set[str], dict[str, Fraction]]] = {}
        for option in issue.options:
            failed: set[str] = set()
            asked: dict[str, Fraction] = {}
            for item, options, values in zip(items, met, good, strict=True):
                if option not in options:
                    party = item.position.party
                    near = _nearest(at[option], values) / gap if issue.ordered and values else Fraction(1)
                    failed.add(item.position.id)
                    asked[party] = max(asked.get(party, Fraction(0)), near * self._weight(party, issue.name))
            result[option] = failed, asked
        return result

    def _weight(self, party: str, name: str) -> Fraction:
        if (party, name) not in self._weights:
            self._weights[party, name] = _weight(self.problem, party, name)
        return self._weights[party, name]


def _values(issue: Issue) -> dict[str, Fraction]:
    """Return where each option of *issue* stands: its value where all are numbers, else its rung."""
    rungs = [Fraction(rung) for rung in range(len(issue.options))]
    percent = {option.strip().endswith("%") for option in issue.options}
    try:
        values = [Fraction(option.strip().removesuffix("%").replace(",", "")) for option in issue.options]
    except (ValueError, ZeroDivisionError):
        values = rungs
    fancy = any(char in option for option in issue.options for char in "/eE_")
    mixed = len(percent) > 1 or sorted(set(values)) not in (values, values[::-1])
    return dict(zip(issue.options, rungs if fancy or mixed else values, strict=True))


def _met(item: ActivePosition, issue: Issue) -> set[str]:
    wants = item.position.wants
    return {o for o in issue.options if holds(wants, {issue.name: o}, {issue.name: issue})}


def _nearest(value: Fraction, values: Sequence[Fraction]) -> Fraction:
    """Return how far *value* is from the nearest of the sorted *values*."""
    at = bisect_left(values, value)
    return min(abs(value - other) for other in values[max(at - 1, 0) : at + 1])


def _gap(issue: Issue, sides: Sequence[tuple[str, Sequence[Fraction]]]) -> Fraction:
    """Return the widest gap between positions of two parties (each with the values that meet it)."""
    widest = Fraction(0)
    for at, (one, mine) in enumerate(sides):
        for two, theirs in sides[:at]:
            if one != two and mine and theirs:
                widest = max(widest, min(_nearest(value, theirs) for value in mine))
    values = _values(issue)
    return widest or abs(values[issue.options[0]] - values[issue.options[-1]]) or Fraction(1)


def _weight(problem: Problem, party: str, name: str) -> Fraction:
    given = problem.weights.get(party, {})
    if name in given:
        return given[name]
    group = {name}
    for _ in problem.links:
        for link in problem.links:
            if group & set(issues_in(link)):
                group |= set(issues_in(link))
    return Fraction(1, len([other for other in group if other not in given]))
