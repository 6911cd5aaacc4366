"""An independent check of findings, written from the definitions.

Shares no code with the search but the evaluation of expressions. A failed check is a bug in sulh and raises
AssertionError. Where deciding takes more than `MOST_STEPS` steps, that one check is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product

from sulh.model.evaluation import holds
from sulh.model.expressions import Node, issues_in
from sulh.model.findings import ActivePosition, Finding, Frontier, FrontierPoint, Obstacles, Openings, Stance
from sulh.model.problem import Issue, Package, Problem

MOST_STEPS = 20_000


def _demand(condition: bool, message: str) -> None:
    if not condition:
        raise AssertionError(f"a finding failed its check: {message}")


def _binding(stance: Stance, finding: Finding) -> dict[str, ActivePosition]:
    return {
        item.position.id: item
        for item in stance.active
        if item.position.party in finding.among and item.position.strength != "preference"
    }


def satisfiable(problem: Problem, wants: Sequence[Node]) -> bool | None:
    """Return whether some package meets *wants* and the links; None where it takes too long to tell."""
    issues = problem.by_name
    names = list(dict.fromkeys(name for expression in wants for name in issues_in(expression)))
    conditions = list(wants)
    links = list(problem.links)
    while near := [link for link in links if set(issues_in(link)) & set(names)]:
        links = [link for link in links if link not in near]
        conditions += near
        names = list(dict.fromkeys([*names, *(name for link in near for name in issues_in(link))]))
    conditions += [link for link in links if not set(issues_in(link))]
    last = [max(names.index(name) for name in issues_in(c)) for c in conditions]
    due = [[c for c, at in zip(conditions, last, strict=True) if at == depth] for depth in range(len(names))]
    package: Package = {}
    tried = [0]
    for _ in range(MOST_STEPS):
        depth = len(tried) - 1
        if depth == len(names):
            return True
        options = issues[names[depth]].options
        if tried[depth] == len(options):
            tried.pop()
            if not tried:
                return False
            continue
        package[names[depth]] = options[tried[depth]]
        tried[depth] += 1
        if all(holds(condition, package, issues) for condition in due[depth]):
            tried.append(0)
    return None


def check_obstacles(problem: Problem, stance: Stance, finding: Obstacles) -> None:
    """Check that each obstacle cannot be met, and can be once any one of its positions is left out."""
    binding = _binding(stance, finding)
    for obstacle in finding.obstacles:
        wants = []
        for name in obstacle.positions:
            _demand(name in binding and not binding[name].covered_by, f"{name} does not bind")
            wants.append(binding[name].position.wants)
        _demand(satisfiable(problem, wants) is not True, f"{obstacle.positions} can be met")
        for i, name in enumerate(obstacle.positions):
            rest = wants[:i] + wants[i + 1 :]
            _demand(satisfiable(problem, rest) is not False, f"{obstacle.positions} does not need {name}")
    names = [set(obstacle.positions) for obstacle in finding.obstacles]
    _demand(not any(a < b for a in names for b in names), "an obstacle contains another")


def check_openings(problem: Problem, stance: Stance, finding: Openings) -> None:
    """Check that each opening meets every obstacle of its knot, is minimal, and allows its package."""
    binding = _binding(stance, finding)
    grounds = [{name for opening in knot.openings for name in opening.give_up} for knot in finding.knots]
    for number, knot in enumerate(finding.knots):
        elsewhere = set().union(*grounds[:number], *grounds[number + 1 :])
        for opening in knot.openings:
            given = set(opening.give_up)
            _demand(given <= set(binding), "an opening gives up what does not bind")
            for at in knot.obstacles:
                met = given & set(finding.obstacles[at].positions)
                _demand(bool(met), f"{opening.give_up} leaves the obstacle {at}")
            _check_kept(problem, opening.package)
            failed = {i.position.id for i in _failed(problem, binding.values(), opening.package)}
            _demand(failed <= given | elsewhere, f"the package of {opening.give_up} fails {failed - given}")
            if finding.complete is True:
                _check_needed(problem, binding, grounds[number], opening.give_up)


def _check_needed(
    problem: Problem, binding: Mapping[str, ActivePosition], ground: set[str], give_up: Sequence[str]
) -> None:
    for name in give_up:
        kept = [binding[other].position.wants for other in ground if other == name or other not in give_up]
        _demand(satisfiable(problem, kept) is not True, f"{give_up} need not give up {name}")


def _check_kept(problem: Problem, package: Package) -> None:
    for link in problem.links:
        if set(issues_in(link)) <= set(package):
            _demand(holds(link, package, problem.by_name), f"a package breaks the link {link}")


def _failed(problem: Problem, items: Iterable[ActivePosition], package: Package) -> list[ActivePosition]:
    return [
        item
        for item in items
        if set(issues_in(item.position.wants)) <= set(package)
        and not holds(item.position.wants, package, problem.by_name)
    ]


def check_frontier(problem: Problem, stance: Stance, finding: Frontier, *, keep_red_lines: bool) -> None:
    """Check that each package asks the movement stated, keeps what it must, and undercuts no other."""
    binding = [item for item in _binding(stance, finding).values() if not item.covered_by]
    distance = {name: _distances(issue) for name, issue in problem.by_name.items()}
    gaps = {name: _gap(issue, binding, distance[name]) for name, issue in problem.by_name.items()}
    for point in finding.points:
        _check_kept(problem, point.package)
        failed = _failed(problem, binding, point.package)
        _demand({i.position.id for i in failed} == set(point.crosses), "a package crosses something else")
        if keep_red_lines:
            _demand(not any(i.position.strength == "red line" for i in failed), "a red line is crossed")
        for party in finding.parties:
            mine = [item for item in failed if item.position.party == party]
            asked = _movement(problem, party, mine, point, (distance, gaps))
            _demand(asked == point.movement[party], f"the movement of {party} is {asked}")
    vectors = [tuple(point.movement[party] for party in finding.parties) for point in finding.points]
    _demand(len(set(vectors)) == len(vectors), "a movement is listed twice")
    for one in vectors[:300]:
        for two in vectors[:300]:
            dominated = one != two and all(a <= b for a, b in zip(one, two, strict=True))
            _demand(not dominated, "a point of the frontier undercuts another")


Distance = Callable[[str, str], Fraction]


def _distances(issue: Issue) -> Distance:
    """Return how far apart two options of *issue* are: in value where all are numbers, else in rungs."""
    rungs = [Fraction(rung) for rung in range(len(issue.options))]
    percent = {option.strip().endswith("%") for option in issue.options}
    try:
        values = [Fraction(option.strip().removesuffix("%").replace(",", "")) for option in issue.options]
    except (ValueError, ZeroDivisionError):
        values = rungs
    fancy = any(char in option for option in issue.options for char in "/eE_")
    mixed = len(percent) > 1 or sorted(set(values)) not in (values, values[::-1])
    if fancy or mixed:
        values = rungs
    at = dict(zip(issue.options, values, strict=True))
    return lambda one, two: abs(at[one] - at[two])


def _met(item: ActivePosition, issue: Issue) -> list[str]:
    wants = item.position.wants
    return [o for o in issue.options if holds(wants, {issue.name: o}, {issue.name: issue})]


def _gap(issue: Issue, binding: Sequence[ActivePosition], distance: Distance) -> Fraction:
    here = [item for item in binding if set(issues_in(item.position.wants)) == {issue.name}]
    widest = Fraction(0)
    for one, two in product(here, here):
        if one.position.party != two.position.party:
            apart = [distance(a, b) for a in _met(one, issue) for b in _met(two, issue)]
            widest = max(widest, min(apart, default=Fraction(0)))
    return widest or distance(issue.options[0], issue.options[-1]) or Fraction(1)


def _movement(
    problem: Problem,
    party: str,
    failed: Sequence[ActivePosition],
    point: FrontierPoint,
    measures: tuple[Mapping[str, Distance], Mapping[str, Fraction]],
) -> Fraction:
    distance, gaps = measures
    shortfalls: dict[frozenset[str], Fraction] = {}
    for item in failed:
        scope = frozenset(issues_in(item.position.wants))
        short = Fraction(1)
        if len(scope) == 1:
            issue = problem.issue(next(iter(scope)))
            met = _met(item, issue)
            if issue.ordered and met:
                near = min(distance[issue.name](point.package[issue.name], option) for option in met)
                short = near / gaps[issue.name]
        shortfalls[scope] = max(short, shortfalls.get(scope, Fraction(0)))
    return sum(
        (short * max(_weight(problem, party, name) for name in scope) for scope, short in shortfalls.items()),
        Fraction(0),
    )


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
