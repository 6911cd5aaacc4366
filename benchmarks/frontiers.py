"""Pareto frontiers: sulh's engine against other ways, on random spaces of up to 10^30 packages.

    python benchmarks/frontiers.py [--rounds 7] [--quick] [--figure FILE.svg]

In process, imports excluded: from a space and its costs to every point of the frontier in Python's own
numbers. Each peer runs once, right after sulh on the same instance; `--quick` leaves the peers out.
`--figure` draws how the time grows with issues, options, parties and positions instead (needs matplotlib).
"""

# ruff: noqa: PLC0415  (the peers are imported where they run)

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from common import machine, spread, table
from obstacles import series as obstacles
from sulh.bargaining.allowance import Allowance
from sulh.bargaining.pareto import Cap, Goal, Vector, pareto
from sulh.bargaining.space import Space
from sulh.model.limits import Limits
from sulh.model.problem import Issue, Problem

AMPLE = Limits(seconds=600, mebibytes=4096)


class Instance(NamedTuple):
    """A space with costs: issue, option → costs; pairs of options that exclude each other; a budget."""

    space: Space
    goal: Goal
    forbidden: Sequence[tuple[int, int, int, int]] = ()


def instance(shape: tuple[int, int, int], pairs: int = 0, budget: bool = False, seed: int = 1) -> Instance:
    """Return a random instance of *shape*: parties, issues, options of each."""
    drawn = random.Random(seed)  # noqa: S311
    parties, issues, options = shape
    weights = [[drawn.randint(1, 20) for _ in range(issues)] for _ in range(parties)]
    single = [
        [tuple(weights[p][i] * drawn.randint(0, 100) for p in range(parties)) for _ in range(options)]
        for i in range(issues)
    ]
    key: list[list[Vector]] = [[(0,)] * options for _ in range(issues)]
    forbidden = []
    for _ in range(pairs):
        one, two = drawn.sample(range(issues), 2)
        forbidden.append((one, drawn.randrange(options), two, drawn.randrange(options)))
    caps = []
    if budget:
        costs = [[drawn.randint(0, 100) for _ in range(options)] for _ in range(issues)]
        caps = [Cap(costs, sum(map(sum, costs)) * 9 // (10 * options))]
    problem = Problem(
        parties=tuple(f"P{p}" for p in range(parties)),
        issues=tuple(
            Issue(name=f"i{i}", options=tuple(f"o{o}" for o in range(options))) for i in range(issues)
        ),
        links=tuple(f"not (i{a} = o{x} and i{b} = o{y})" for a, x, b, y in forbidden),
    )
    return Instance(Space(problem, None, None), Goal(single, key, caps=caps), forbidden)


def engine(case: Instance) -> int:
    """Return how many points sulh finds."""
    front = pareto(case.space, case.goal, Allowance(AMPLE))
    if not front.complete:
        raise SystemExit(front.why)
    return len(front.vectors)


def by_negmas(case: Instance) -> int:
    """Return how many points negmas finds by going through all outcomes."""
    from negmas import make_issue
    from negmas.preferences import LinearAdditiveUtilityFunction, pareto_frontier

    names = [issue.name for issue in case.space.issues]
    issues: Any = [
        make_issue(list(issue.options), name) for issue, name in zip(case.space.issues, names, strict=True)
    ]
    utilities = [
        LinearAdditiveUtilityFunction(
            values={
                name: {o: -float(row[p]) for o, row in zip(issue.options, rows, strict=True)}
                for name, issue, rows in zip(names, case.space.issues, case.goal.single, strict=True)
            },
            issues=issues,
        )
        for p in range(len(case.space.among))
    ]
    points, _ = pareto_frontier(utilities, issues=issues)
    return len(set(points))


def plain_programme(case: Instance) -> int:
    """Return how many points a dynamic programme in plain Python finds."""
    points: set[Vector] = {(0,) * len(case.space.among)}
    for options in case.goal.single:
        sums = sorted({tuple(map(sum, zip(v, w, strict=True))) for v in points for w in options})
        kept: list[Vector] = []
        for vector in sums:
            if not any(all(a <= b for a, b in zip(one, vector, strict=True)) for one in kept):
                kept.append(vector)
        points = set(kept)
    return len(points)


def plain_solver(case: Instance) -> int:
    """Return how many points CP-SAT finds by the ε-constraint method, two solves for each point."""
    from ortools.sat.python import cp_model

    model: Any = cp_model.CpModel()
    chosen = [[model.new_bool_var("") for _ in issue.options] for issue in case.space.issues]
    for row in chosen:
        model.add_exactly_one(row)
    for a, x, b, y in case.forbidden:
        model.add_bool_or([~chosen[a][x], ~chosen[b][y]])
    for cap in case.goal.caps:
        model.add(_sum(chosen, cap.costs) <= cap.most)
    one, two = (_sum(chosen, [[v[p] for v in row] for row in case.goal.single]) for p in (0, 1))
    found = 0
    while True:
        model.minimize(one)
        solver = cp_model.CpSolver()
        if solver.solve(model) != cp_model.OPTIMAL:
            return found
        held: Any = model.clone()
        held.add(one <= round(solver.objective_value))
        held.minimize(two)
        solver.solve(held)
        found += 1
        model.add(two <= round(solver.objective_value) - 1)


def _sum(chosen: Sequence[Sequence[Any]], numbers: Sequence[Sequence[int]]) -> Any:
    rows = zip(chosen, numbers, strict=True)
    return sum(n * x for row, costs in rows for x, n in zip(row, costs, strict=True))


class Trial(NamedTuple):
    """One line of the table: what is solved, and another way to do it."""

    label: str
    case: Instance
    peer: tuple[str, Callable[[Instance], int]] | None = None


def trials() -> Iterable[Trial]:
    """Yield the lines of the table."""
    programme = ("plain Python programme", plain_programme)
    yield Trial("2 parties, 10^6", instance((2, 10, 4)), ("negmas", by_negmas))
    yield Trial("2 parties, 10^12", instance((2, 12, 10)), programme)
    yield Trial("2 parties, 10^30", instance((2, 30, 10)), programme)
    yield Trial("3 parties, 10^12", instance((3, 12, 10), seed=2), programme)
    yield Trial("4 parties, 10^8", instance((4, 8, 10), seed=2), programme)
    yield Trial("5 parties, 10^8", instance((5, 8, 10), seed=2))
    linked = instance((2, 12, 10), pairs=60, budget=True)
    yield Trial("2 parties, 10^12, 60 links, budget", linked, ("plain CP-SAT", plain_solver))


def timed(work: Callable[[Instance], int], case: Instance) -> tuple[float, int]:
    """Return the seconds that *work* takes on *case*, and its answer."""
    start = time.perf_counter()
    found = work(case)
    return time.perf_counter() - start, found


def compare(rounds: int, quick: bool) -> None:
    """Print the table."""
    machine()
    print(f"medians of {rounds} rounds; peers once\n")
    rows = []
    for trial in trials():
        engine(trial.case)
        runs = [timed(engine, trial.case) for _ in range(rounds)]
        middle, width = spread([seconds for seconds, _ in runs])
        cells = [f"{runs[0][1]:,}", f"{middle * 1000:.1f}", f"{width * 1000:.1f}"]
        if quick or trial.peer is None:
            rows.append([trial.label, *cells, "", "", ""])
            continue
        name, work = trial.peer
        seconds, found = timed(work, trial.case)
        if found != runs[0][1]:
            raise SystemExit(f"{trial.label}: {name} finds {found} points, sulh {runs[0][1]}")
        rows.append([trial.label, *cells, name, f"{seconds:.2f}", f"{seconds / middle:,.0f}"])
    table(["packages", "points", "ms", "spread ms", "peer", "peer s", "× faster"], rows)


class Measured(NamedTuple):
    """One point of a series: the size that grows, milliseconds, points of the frontier."""

    size: int
    milliseconds: float
    points: int


SERIES: dict[str, tuple[Sequence[int], Callable[[int], tuple[int, int, int]]]] = {
    "issues (10 options, 2 parties)": (range(5, 61, 5), lambda n: (2, n, 10)),
    "options (12 issues, 2 parties)": (range(5, 61, 5), lambda n: (2, 12, n)),
    "parties (8 issues, 6 options)": (range(1, 7), lambda n: (n, 8, 6)),
}


def measured(rounds: int) -> dict[str, list[Measured]]:
    """Return for each of `SERIES` what was measured: medians of *rounds* on each of three instances."""
    result: dict[str, list[Measured]] = {}
    for label, (sizes, shape) in SERIES.items():
        for size in sizes:
            cases = [instance(shape(size), seed=seed) for seed in (1, 2, 3)]
            runs = [timed(engine, case) for case in cases for _ in range(rounds)]
            seconds, points = median(s for s, _ in runs), int(median(p for _, p in runs))
            result.setdefault(label, []).append(Measured(size, seconds * 1000, points))
    return result


def blocked(rounds: int) -> list[Measured]:
    """Return what all obstacles and openings take as positions grow, one issue to every five of them."""
    sizes = [(5 * issues, issues) for issues in (5, 10, 15, 20, 30, 40)]
    return [
        Measured(p.positions, p.all_openings * 1000, p.obstacles) for p in obstacles(sizes, min(rounds, 3))
    ]


def draw(series: dict[str, list[Measured]], positions: list[Measured], file: Path) -> None:
    """Draw *series* into *file*: milliseconds against each size, and against the points of the frontier.

    *positions* stand apart: there the milliseconds are those of all obstacles and openings.
    """
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    mpl.rcParams.update({"svg.hashsalt": "sulh", "font.size": 8, "svg.fonttype": "none"})
    figure, axes = pyplot.subplots(1, len(series) + 2, figsize=(13, 2.8), sharey=True, layout="constrained")
    for axis, (label, row) in zip(axes, series.items(), strict=False):
        axis.plot([m.size for m in row], [m.milliseconds for m in row], "o-", color="0.2", markersize=3)
        axis.set(xlabel=label, yscale="log")
        every = [m.points for m in row], [m.milliseconds for m in row]
        axes[-1].plot(*every, "o", markersize=3, label=label.partition(" ")[0])
    axes[0].set_ylabel("milliseconds")
    axes[-2].plot([m.size for m in positions], [m.milliseconds for m in positions], "s-", color="0.2", ms=3)
    axes[-2].set(xlabel="positions: all obstacles and openings")
    axes[-1].set(xlabel="points of the frontier", xscale="log")
    axes[-1].legend(title="as these grow", frameon=False)
    for axis in axes:
        axis.grid(True, color="0.9")
        axis.spines[["top", "right"]].set_visible(False)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, format="svg", metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="timed rounds, after one that is not timed")
    parser.add_argument("--quick", action="store_true", help="sulh alone")
    parser.add_argument("--figure", type=Path, help="draw how the time grows, into this SVG file")
    asked = parser.parse_args()
    if asked.rounds < 1:
        parser.error("at least one round")
    if asked.figure:
        draw(measured(asked.rounds), blocked(asked.rounds), asked.figure)
    else:
        compare(asked.rounds, asked.quick)


if __name__ == "__main__":
    main()
