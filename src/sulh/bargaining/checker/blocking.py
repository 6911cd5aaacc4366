"""Checks obstacles and openings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sulh.bargaining.checker import common
from sulh.bargaining.checker.common import Solver, binding_in, check_kept, demand, failed_by
from sulh.model.findings import ActivePosition, Obstacles, Openings, Stance
from sulh.model.problem import Problem

MOST_NAMED = 1_500
"""Obstacles of which each is compared with each."""


def check_obstacles(problem: Problem, stance: Stance, finding: Obstacles) -> bool:
    """Check that each obstacle cannot be met, and can be once any one of its positions is left out.

    Returns whether all of it could be decided.
    """
    binding, solver = binding_in(stance, finding), Solver(problem)
    for obstacle in finding.obstacles:
        wants = []
        for name in obstacle.positions:
            demand(name in binding and not binding[name].covered_by, f"{name} does not bind")
            wants.append(binding[name].position.wants)
        demand(solver.satisfiable(wants) is not True, f"{obstacle.positions} can be met")
        for i, name in enumerate(obstacle.positions):
            rest = wants[:i] + wants[i + 1 :]
            demand(solver.satisfiable(rest) is not False, f"{obstacle.positions} does not need {name}")
    names = [set(obstacle.positions) for obstacle in finding.obstacles[:MOST_NAMED]]
    demand(not any(a < b for a in names for b in names), "an obstacle contains another")
    return not solver.gave_up and len(names) == len(finding.obstacles)


def check_openings(problem: Problem, stance: Stance, finding: Openings) -> bool:
    """Check that each opening meets every obstacle of its knot, is minimal, and allows its package.

    Returns whether all of it could be decided: what a cut list leaves out cannot.
    """
    binding, solver = binding_in(stance, finding), Solver(problem)
    grounds = [{name for opening in knot.openings for name in opening.give_up} for knot in finding.knots]
    whole = finding.complete is True
    tests = common.MOST_TESTS
    for number, knot in enumerate(finding.knots):
        blocked = [set(finding.obstacles[at].positions) for at in knot.obstacles]
        elsewhere = set().union(*grounds[:number], *grounds[number + 1 :])
        own = set(binding) - elsewhere if whole else grounds[number].union(*blocked)
        for opening in knot.openings:
            given = set(opening.give_up)
            demand(given <= set(binding), "an opening gives up what does not bind")
            for at, positions in zip(knot.obstacles, blocked, strict=True):
                demand(bool(given & positions), f"{opening.give_up} leaves the obstacle {at}")
            tests -= len(binding) + len(problem.links)
            if tests < 0:
                continue
            check_kept(problem, opening.package)
            failed = {i.position.id for i in failed_by(problem, binding.values(), opening.package)} & own
            demand(failed <= given, f"the package of {opening.give_up} fails {failed - given}")
            if whole:
                _check_needed(solver, binding, grounds[number], opening.give_up)
    return (whole or not finding.knots) and not solver.gave_up and tests >= 0


def _check_needed(
    solver: Solver, binding: Mapping[str, ActivePosition], ground: set[str], give_up: Sequence[str]
) -> None:
    for name in give_up:
        kept = [binding[other].position.wants for other in ground if other == name or other not in give_up]
        demand(solver.satisfiable(kept) is not True, f"{give_up} need not give up {name}")
