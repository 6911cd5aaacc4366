"""Checks obstacles and openings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sulh.bargaining.checker import common
from sulh.bargaining.checker.common import (
    Solver,
    binding_among,
    binding_in,
    check_kept,
    demand,
    failed_by,
)
from sulh.model.expressions import issues_in
from sulh.model.findings import ActivePosition, Obstacle, Obstacles, Openings, Stance
from sulh.model.problem import Package, Problem

MOST_NAMED = 1_500
"""Obstacles of which each is compared with each."""


class ObstacleCheck:
    """Checks obstacles one by one. `gave_up`: at least one could not be decided."""

    def __init__(self, problem: Problem, stance: Stance, among: Sequence[str]) -> None:
        self._binding = binding_among(stance, among)
        self._solver = Solver(problem)

    @property
    def gave_up(self) -> bool:
        """Whether at least one obstacle was too large to decide."""
        return self._solver.gave_up

    def one(self, obstacle: Obstacle) -> None:
        """Check that *obstacle* cannot be met, and can be once any one of its positions is left out."""
        wants = []
        for name in obstacle.positions:
            binds = name in self._binding and not self._binding[name].covered_by
            demand(binds, f"{name} does not bind")
            wants.append(self._binding[name].position.wants)
        demand(self._solver.satisfiable(wants) is not True, f"{obstacle.positions} can be met")
        for i, name in enumerate(obstacle.positions):
            rest = wants[:i] + wants[i + 1 :]
            found = self._solver.satisfiable(rest)
            demand(found is not False, f"{obstacle.positions} does not need {name}")


def check_obstacles(problem: Problem, stance: Stance, finding: Obstacles) -> bool:
    """Check that each obstacle cannot be met, and can be once any one of its positions is left out.

    Returns whether all of it could be decided.
    """
    check = ObstacleCheck(problem, stance, finding.among)
    for obstacle in finding.obstacles:
        check.one(obstacle)
    names = [set(obstacle.positions) for obstacle in finding.obstacles[:MOST_NAMED]]
    demand(not any(a < b for a in names for b in names), "an obstacle contains another")
    return not check.gave_up and len(names) == len(finding.obstacles)


def check_openings(problem: Problem, stance: Stance, finding: Openings) -> bool:
    """Check that each opening meets every obstacle of its knot, is minimal, and allows its package.

    Returns whether all of it could be decided.
    """
    binding, solver = binding_in(stance, finding), Solver(problem)
    tests = common.MOST_TESTS
    for number, knot in enumerate(finding.knots):
        blocked = [set(finding.obstacles[at].positions) for at in knot.obstacles]
        ground = set(knot.positions)
        elsewhere = {name for other in finding.knots for name in other.positions} - ground
        # Where some knots are missing, what a package fails besides its own knot may belong to one of them.
        own = ground if finding.complete == "unknown" else set(binding) - elsewhere
        demand(ground <= set(binding), "a knot holds what does not bind")
        demand(all(positions <= ground for positions in blocked), f"the knot {number} lacks positions")
        meter = _Failed(problem, [item for name, item in binding.items() if name in own])
        need = _Need(solver, {name: binding[name] for name in knot.positions}, blocked)
        for opening in knot.openings:
            given = set(opening.give_up)
            demand(given <= ground, "an opening gives up what is not in its knot")
            demand(need.meets_all(given), f"{opening.give_up} leaves an obstacle")
            tests -= meter.tests + len(problem.links)
            if tests < 0:
                continue
            check_kept(problem, opening.package)
            failed = meter.failed(opening.package)
            demand(failed <= given, f"the package of {opening.give_up} fails {failed - given}")
            need.check(given)
    return not solver.gave_up and tests >= 0


class _Failed:
    """What packages fail. What one option fails by the positions on its issue alone is kept."""

    def __init__(self, problem: Problem, items: Sequence[ActivePosition]) -> None:
        self._problem = problem
        self._alone: dict[str, list[ActivePosition]] = {}
        self._wide: list[ActivePosition] = []
        self._known: dict[tuple[str, str], set[str]] = {}
        for item in items:
            scope = set(issues_in(item.position.wants))
            (self._alone.setdefault(min(scope), []) if len(scope) == 1 else self._wide).append(item)

    @property
    def tests(self) -> int:
        """How many expressions are tested for one package."""
        return len(self._wide) + len(self._alone)

    def failed(self, package: Package) -> set[str]:
        """Return the positions that *package* fails, as far as it speaks of their issues."""
        failed = {item.position.id for item in failed_by(self._problem, self._wide, package)}
        for name, option in package.items():
            if (name, option) not in self._known:
                here = failed_by(self._problem, self._alone.get(name, ()), {name: option})
                self._known[name, option] = {item.position.id for item in here}
            failed |= self._known[name, option]
        return failed


class _Need:
    """Checks openings of one knot against its obstacles. Sets of positions are masks here, to be quick."""

    def __init__(
        self, solver: Solver, ground: Mapping[str, ActivePosition], blocked: Iterable[Iterable[str]]
    ) -> None:
        self._solver, self._ground = solver, ground
        self._bit = {name: 1 << at for at, name in enumerate(ground)}
        self._scope = {name: set(issues_in(item.position.wants)) for name, item in ground.items()}
        self._near: dict[str, list[str]] = {}
        self._blocked = [self._mask(names) for names in blocked]
        self._sure = [self._mask(names) for names in blocked if self._met(names) is False]

    def _mask(self, names: Iterable[str]) -> int:
        return sum(self._bit[name] for name in names)

    def _met(self, names: Iterable[str]) -> bool | None:
        return self._solver.satisfiable([self._ground[name].position.wants for name in names])

    def meets_all(self, given: Iterable[str]) -> bool:
        """Return whether *given* meets every obstacle."""
        mask = self._mask(given)
        return all(mask & obstacle for obstacle in self._blocked)

    def check(self, given: Collection[str]) -> None:
        """Check that each of *given* is needed: something that cannot be met holds it, and no other."""
        mask, needed = self._mask(given), 0
        for obstacle in self._sure:
            hit = obstacle & mask
            if not hit & (hit - 1):
                needed |= hit
        for name in given:
            if needed & self._bit[name]:
                continue
            # Mostly what speaks of the same issues will do to see it.
            near = [other for other in self._neighbours(name) if other not in given]
            if self._met([name, *near]) is not False:
                kept = [other for other in self._ground if other == name or other not in given]
                demand(self._met(kept) is not True, f"{sorted(given)} need not give up {name}")

    def _neighbours(self, name: str) -> list[str]:
        if name not in self._near:
            mine = self._scope[name]
            self._near[name] = [other for other in self._ground if not mine.isdisjoint(self._scope[other])]
        return self._near[name]
