"""An independent check of findings, written from the definitions.

Shares no code with the search but the evaluation of expressions. A failed check is a bug in sulh and raises
AssertionError. What takes too many steps to decide is left out, and the finding's `method` then says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import TypeVar

from sulh.model.evaluation import holds
from sulh.model.expressions import Node, issues_in
from sulh.model.findings import ActivePosition, Finding, Frontier, Obstacles, Openings, Stance
from sulh.model.problem import Issue, Package, Problem

MOST_STEPS = 20_000
"""Partial packages tried to decide whether some positions can all be met."""

MOST_TESTS = 200_000
"""Expressions tested in all to check one finding."""

MOST_POINTS = 1_500
"""Points of a frontier of three or more parties of which each is compared with each."""

NOT_VERIFIED = ", in part not re-verified: too large"
F = TypeVar("F", bound=Finding)


def checked(finding: F, verified: bool) -> F:
    """Return *finding*; where not all of it was *verified* its method says so."""
    return finding if verified else finding.model_copy(update={"method": finding.method + NOT_VERIFIED})


def _demand(condition: bool, message: str) -> None:
    if not condition:
        raise AssertionError(f"a finding failed its check: {message}")


def _binding(stance: Stance, finding: Finding) -> dict[str, ActivePosition]:
    return {
        item.position.id: item
        for item in stance.active
        if item.position.party in finding.among and item.position.strength != "preference"
    }


class _Solver:
    """Decides whether positions can all be met. `gave_up`: at least one question was too large."""

    def __init__(self, problem: Problem) -> None:
        self.links = [(link, set(issues_in(link))) for link in problem.links]
        self.issues = problem.by_name
        self.tests = MOST_TESTS
        self.gave_up = False

    def satisfiable(self, wants: Sequence[Node]) -> bool | None:
        """Return whether some package meets *wants* and the links; None where it takes too long to tell."""
        found = self._search(wants) if self.tests > 0 else None
        self.gave_up |= found is None
        return found

    def _search(self, wants: Sequence[Node]) -> bool | None:
        conditions = list(wants)
        place = {name: 0 for expression in wants for name in issues_in(expression)}
        links = self.links
        while near := [link for link, names in links if not names.isdisjoint(place)]:
            links = [(link, names) for link, names in links if names.isdisjoint(place)]
            conditions += near
            place |= {name: 0 for link in near for name in issues_in(link)}
        self.tests -= len(self.links)
        names = list(place)
        place = {name: depth for depth, name in enumerate(names)}
        due: list[list[Node]] = [[] for _ in names]
        for condition in conditions:
            due[max(place[name] for name in issues_in(condition))].append(condition)
        package: Package = {}
        tried = [0]
        for _ in range(MOST_STEPS):
            depth = len(tried) - 1
            if depth == len(names):
                return True
            options = self.issues[names[depth]].options
            if tried[depth] == len(options):
                tried.pop()
                if not tried:
                    return False
                continue
            package[names[depth]] = options[tried[depth]]
            tried[depth] += 1
            self.tests -= len(due[depth]) + 1
            if self.tests < 0:
                return None
            if all(holds(condition, package, self.issues) for condition in due[depth]):
                tried.append(0)
        return None


def check_obstacles(problem: Problem, stance: Stance, finding: Obstacles) -> bool:
    """Check that each obstacle cannot be met, and can be once any one of its positions is left out.

    Returns whether all of it could be decided.
    """
    binding, solver = _binding(stance, finding), _Solver(problem)
    for obstacle in finding.obstacles:
        wants = []
        for name in obstacle.positions:
            _demand(name in binding and not binding[name].covered_by, f"{name} does not bind")
            wants.append(binding[name].position.wants)
        _demand(solver.satisfiable(wants) is not True, f"{obstacle.positions} can be met")
        for i, name in enumerate(obstacle.positions):
            rest = wants[:i] + wants[i + 1 :]
            _demand(solver.satisfiable(rest) is not False, f"{obstacle.positions} does not need {name}")
    names = [set(obstacle.positions) for obstacle in finding.obstacles[:MOST_POINTS]]
    _demand(not any(a < b for a in names for b in names), "an obstacle contains another")
    return not solver.gave_up and len(names) == len(finding.obstacles)


def check_openings(problem: Problem, stance: Stance, finding: Openings) -> bool:
    """Check that each opening meets every obstacle of its knot, is minimal, and allows its package.

    Returns whether all of it could be decided: what a cut list leaves out cannot.
    """
    binding, solver = _binding(stance, finding), _Solver(problem)
    grounds = [{name for opening in knot.openings for name in opening.give_up} for knot in finding.knots]
    whole = finding.complete is True
    tests = MOST_TESTS
    for number, knot in enumerate(finding.knots):
        blocked = [set(finding.obstacles[at].positions) for at in knot.obstacles]
        elsewhere = set().union(*grounds[:number], *grounds[number + 1 :])
        own = set(binding) - elsewhere if whole else grounds[number].union(*blocked)
        for opening in knot.openings:
            given = set(opening.give_up)
            _demand(given <= set(binding), "an opening gives up what does not bind")
            for at, positions in zip(knot.obstacles, blocked, strict=True):
                _demand(bool(given & positions), f"{opening.give_up} leaves the obstacle {at}")
            tests -= len(binding) + len(problem.links)
            if tests < 0:
                continue
            _check_kept(problem, opening.package)
            failed = {i.position.id for i in _failed(problem, binding.values(), opening.package)} & own
            _demand(failed <= given, f"the package of {opening.give_up} fails {failed - given}")
            if whole:
                _check_needed(solver, binding, grounds[number], opening.give_up)
    return (whole or not finding.knots) and not solver.gave_up and tests >= 0


def _check_needed(
    solver: _Solver, binding: Mapping[str, ActivePosition], ground: set[str], give_up: Sequence[str]
) -> None:
    for name in give_up:
        kept = [binding[other].position.wants for other in ground if other == name or other not in give_up]
        _demand(solver.satisfiable(kept) is not True, f"{give_up} need not give up {name}")


def _check_kept(problem: Problem, package: Package) -> None:
    issues = problem.by_name if problem.links else {}
    for link in problem.links:
        if all(name in package for name in issues_in(link)):
            _demand(holds(link, package, issues), f"a package breaks the link {link}")


def _failed(problem: Problem, items: Iterable[ActivePosition], package: Package) -> list[ActivePosition]:
    issues = problem.by_name
    return [
        item
        for item in items
        if all(name in package for name in issues_in(item.position.wants))
        and not holds(item.position.wants, package, issues)
    ]


def check_frontier(problem: Problem, stance: Stance, finding: Frontier, *, keep_red_lines: bool) -> bool:
    """Check that each package asks the movement stated, keeps what it must, and undercuts no other.

    Returns whether all of it could be decided.
    """
    binding = [item for item in _binding(stance, finding).values() if not item.covered_by]
    meter = _Meter(problem, binding)
    red = {item.position.id for item in binding if item.position.strength == "red line"}
    most = MOST_TESTS // (len(meter.spanning) + len(problem.links) + 1)
    nothing = Fraction(0)
    for point in finding.points[:most]:
        _check_kept(problem, point.package)
        asked: dict[str, Fraction] = {}
        failed: set[str] = set()
        for some, shortfalls in meter.judged(point.package):
            failed |= some
            for party, short in shortfalls.items():
                asked[party] = asked.get(party, nothing) + short
        _demand(failed == set(point.crosses), "a package crosses something else")
        _demand(not (keep_red_lines and failed & red), "a red line is crossed")
        for party in finding.parties:
            is_right = asked.get(party, nothing) == point.movement[party]
            _demand(is_right, f"the movement of {party} is {asked.get(party, nothing)}")
    return _check_undominated(finding) and len(finding.points) <= most


def _check_undominated(finding: Frontier) -> bool:
    """Check that no point undercuts another, all of them for two parties, the first ones for more."""
    exact = [tuple(point.movement[party] for party in finding.parties) for point in finding.points]
    unit = lcm(*(x.denominator for vector in exact for x in vector))
    vectors = [tuple(x.numerator * (unit // x.denominator) for x in vector) for vector in exact]
    _demand(len(set(vectors)) == len(vectors), "a movement is listed twice")
    message = "a point of the frontier undercuts another"
    if len(finding.parties) == 2:
        _demand(all(one[1] > two[1] for one, two in pairwise(sorted(vectors))), message)
        return True
    some = sorted(vectors[:MOST_POINTS])  # what undercuts another comes before it
    for at, two in enumerate(some):
        for one in some[:at]:
            for a, b in zip(one, two, strict=True):
                if a > b:
                    break
            else:
                _demand(False, message)
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
