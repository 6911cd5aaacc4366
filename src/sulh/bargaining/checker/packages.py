"""Checks the frontier of utilities and the solutions on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise, product
from math import lcm, prod

from sulh.bargaining.checker import common
from sulh.bargaining.checker.common import binding_in, check_kept, demand
from sulh.model.evaluation import holds
from sulh.model.expressions import issues_in
from sulh.model.findings import Packages, Stance
from sulh.model.problem import Package, Problem

MOST_POINTS = 1_500
"""Points of a frontier of three or more parties of which each is compared with each."""

MOST_PACKAGES = 2_000
"""Packages of a case that are all compared with the frontier."""

Exact = tuple[Fraction, ...]


def check_packages(problem: Problem, stance: Stance, finding: Packages) -> bool:
    """Check that each package gives the utilities stated, meets the reserves, and that none is beaten.

    Each solution is compared with all points that are listed, each point with the packages that differ from
    it on one issue, and, where there are few packages in all, with every one. Returns whether all of it
    could be decided.
    """
    binding = [item for item in binding_in(stance, finding).values() if not item.covered_by]
    scores = [_Scores(problem, party) for party in finding.parties]
    cost = len(problem.issues) + len(problem.links) + len(binding) + 1
    most = common.MOST_TESTS // cost
    vectors = [tuple(point.utility[party] for party in finding.parties) for point in finding.points]
    reserves = tuple(finding.reserves[party] for party in finding.parties)
    for point, vector in zip(finding.points[:most], vectors, strict=False):
        check_kept(problem, point.package)
        demand(list(point.package) == [issue.name for issue in problem.issues], "a package is not whole")
        demand(vector == tuple(s.of(point.package) for s in scores), f"{point.package} gives other utilities")
        failed = {
            i.position.id for i in binding if not holds(i.position.wants, point.package, problem.by_name)
        }
        demand(failed == set(point.crosses), "a package crosses something else")
        demand(_covers(vector, reserves), "a reserve is not met")
    whole = _check_unbeaten(vectors) and len(vectors) <= most
    if finding.complete is True or finding.ideal:
        _check_solutions(finding, vectors, reserves)
    near = _check_near(problem, scores, finding)
    if prod(len(issue.options) for issue in problem.issues) <= MOST_PACKAGES:
        _check_all(problem, scores, finding, reserves)
    return whole and near


class _Scores:
    """A party's utility by its definition, score by score."""

    def __init__(self, problem: Problem, party: str) -> None:
        utility = problem.utilities[party]
        self.adds = {
            (name, option): utility.weights.get(name, Fraction(1)) * score
            for name, scores in utility.scores.items()
            for option, score in scores.items()
        }

    def of(self, package: Package) -> Fraction:
        return sum((self.adds.get(chosen, Fraction(0)) for chosen in package.items()), Fraction(0))


def _covers(one: Sequence[Fraction], two: Sequence[Fraction]) -> bool:
    return all(a >= b for a, b in zip(one, two, strict=True))


def _check_unbeaten(vectors: Sequence[Exact]) -> bool:
    """Check that no point beats another, all of them for two parties, the first ones for more."""
    unit = lcm(*(x.denominator for vector in vectors for x in vector))
    whole = sorted(tuple(x.numerator * (unit // x.denominator) for x in vector) for vector in vectors)
    demand(len(set(whole)) == len(whole), "the same utilities are listed twice")
    message = "a point of the frontier beats another"
    if whole and len(whole[0]) == 2:
        demand(all(one[1] > two[1] for one, two in pairwise(whole)), message)
        return True
    some = whole[:MOST_POINTS]
    for at, one in enumerate(some):
        for two in some[at + 1 :]:  # what beats another comes after it
            for a, b in zip(one, two, strict=True):
                if a > b:
                    break
            else:
                demand(False, message)
    return len(some) == len(whole)


def _check_near(problem: Problem, scores: Sequence[_Scores], finding: Packages) -> bool:
    """Check that changing one issue of a package is no better for anybody, or worse for somebody.

    Returns whether there was time for all of them.
    """
    better: dict[tuple[str, str], list[str]] = {}
    left = common.MOST_TESTS - sum(len(issue.options) ** 2 for issue in problem.issues) * len(scores) // 4
    if left < 0:
        return False
    for issue in problem.issues:
        adds = {o: tuple(s.adds.get((issue.name, o), Fraction(0)) for s in scores) for o in issue.options}
        for old, had in adds.items():
            better[issue.name, old] = [o for o, has in adds.items() if has != had and _covers(has, had)]
    for point in finding.points:
        left -= len(point.package)
        for name, old in point.package.items():
            for option in better[name, old]:
                other = {**point.package, name: option}
                links = [link for link in problem.links if name in issues_in(link)]
                left -= len(problem.links) + 1
                kept = all(holds(link, other, problem.by_name) for link in links)
                demand(not kept, f"{other} beats {point.package}")
        if left < 0:
            return False
    return True


def _check_all(problem: Problem, scores: Sequence[_Scores], finding: Packages, reserves: Exact) -> None:
    """Check the points, how many packages have each, and where all are listed that none is missing."""
    names = [issue.name for issue in problem.issues]
    number: dict[Exact, int] = {}
    for options in product(*(issue.options for issue in problem.issues)):
        package = dict(zip(names, options, strict=True))
        if all(holds(link, package, problem.by_name) for link in problem.links):
            vector = tuple(s.of(package) for s in scores)
            if _covers(vector, reserves):
                number[vector] = number.get(vector, 0) + 1
    best: list[Exact] = []
    for vector in sorted(number, reverse=True):  # what beats another comes before it
        if not any(_covers(other, vector) for other in best):
            best.append(vector)
    stated = {tuple(p.utility[party] for party in finding.parties): p.packages for p in finding.points}
    for vector, count in stated.items():
        demand(vector in best and number[vector] == count, f"{vector} is no point of the frontier")
    if finding.complete is True:
        demand(len(stated) == len(best), "points of the frontier are missing")


def _check_solutions(finding: Packages, vectors: Sequence[Exact], reserves: Exact) -> None:
    ideal = tuple(finding.ideal[party] for party in finding.parties) if finding.points else reserves
    room = [top - reserve for top, reserve in zip(ideal, reserves, strict=True)]
    gains = [tuple(u - r for u, r in zip(vector, reserves, strict=True)) for vector in vectors]
    for vector in vectors:
        demand(_covers(ideal, vector), "a point is better than the ideal")
    most = max((sum(g > 0 for g in gain) for gain in gains), default=0)
    shares = [[g / r if r else Fraction(0) for g, r in zip(gain, room, strict=True)] for gain in gains]
    some = {tuple(g > 0 for g in gain) for gain in gains if sum(g > 0 for g in gain) == most}
    products = [prod((g for g in gain if g > 0), start=Fraction(1)) for gain in gains]
    nash: set[int] = set()
    for signs in some:
        same = [at for at, gain in enumerate(gains) if tuple(g > 0 for g in gain) == signs]
        nash |= {at for at in same if products[at] == max(products[other] for other in same)}
    _check_chosen(finding, finding.nash, nash, "Nash")
    leximin: Callable[[Sequence[Fraction]], list[Fraction]] = sorted
    for stated, ranks, name in (
        (finding.kalai_smorodinsky, list(map(leximin, shares)), "Kalai-Smorodinsky"),
        (finding.egalitarian, list(map(leximin, gains)), "egalitarian"),
        (finding.utilitarian, [[sum(vector, Fraction(0))] for vector in vectors], "utilitarian"),
    ):
        best = max(ranks, default=[])
        _check_chosen(finding, stated, {at for at, rank in enumerate(ranks) if rank == best}, name)


def _check_chosen(finding: Packages, stated: Sequence[int], found: set[int], name: str) -> None:
    """Check a solution's points: of a whole list all that are best, of a cut one some of them."""
    told = set(stated)
    right = told == found if finding.complete is True else told <= found and bool(told) == bool(found)
    demand(right and list(stated) == sorted(told), f"the {name} solution is {sorted(found)}")
