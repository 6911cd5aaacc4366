"""Obstacles and openings, in process, against CPMpy's MARCO on the same cases.

    python benchmarks/obstacles.py [--rounds 5]

CPMpy is in the extra `bench`. It is stopped after a while (see CUT); a ratio then says "at least". Imports
are not counted on either side; checking is, on sulh's.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import sulh.bargaining.sat  # noqa: F401 - loaded before the clock starts, like the peer's solver
from common import arguments, machine, spread, table
from sulh.bargaining.blocking import each_obstacle, obstacles, openings
from sulh.model.evaluation import allowed
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or
from sulh.model.problem import Issue, Position, Problem

CUT = 60.0
"""Seconds after which the peer is stopped."""

PARTIES = ("Red", "Blue", "Green", "Grey")
RUNGS = tuple(f"rung {i}" for i in range(5))


class Point(NamedTuple):
    """How long a case of a size takes: the first ten obstacles, all of them, the openings with them."""

    issues: int
    positions: int
    obstacles: int
    first_ten: float
    all_obstacles: float
    all_openings: float


def case(positions: int, issues: int, seed: int = 1) -> Problem:
    """Return a case on ladders; a fifth of the positions, and a link for every fourth issue, join two."""
    rng = random.Random(seed)  # noqa: S311
    table = tuple(
        Issue(name=f"i{i}", options=RUNGS, ordered=True, controller=(PARTIES[i % len(PARTIES)],))
        for i in range(issues)
    )

    def joined() -> str:
        one, two = rng.sample(table, 2)
        premise = f'{one.name} >= "{rng.choice(RUNGS[1:])}"'
        return f'{premise} implies {two.name} <= "{rng.choice(RUNGS[:-1])}"'

    def alone(party: str) -> str:
        issue = rng.choice(table)
        return f'{issue.name} {"<=" if party in issue.controller else ">="} "{rng.choice(RUNGS)}"'

    wants = []
    for i in range(positions):
        party = rng.choice(PARTIES)
        wants.append((party, joined() if i % 5 == 0 else alone(party)))
    return Problem(
        parties=PARTIES,
        issues=table,
        links=tuple(joined() for _ in range(issues // 4)),
        positions=tuple(
            Position(id=f"p{i}", party=party, wants=said, strength="demand")
            for i, (party, said) in enumerate(wants)
        ),
    )


def seconds(work: Callable[[], object]) -> float:
    """Return how long *work* takes, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def point(positions: int, issues: int, rounds: int = 1) -> Point:
    """Measure a case of a size: medians of *rounds*."""
    given = case(positions, issues)
    works: list[Callable[[], object]] = [
        lambda: list(islice(each_obstacle(given), 10)),
        lambda: obstacles(given),
        lambda: openings(given),
    ]
    works[0]()  # a round that is not counted
    times = [spread([seconds(work) for _ in range(rounds)])[0] for work in works]
    return Point(issues, positions, len(obstacles(given).obstacles), *times)


def series(sizes: Sequence[tuple[int, int]], rounds: int = 1) -> list[Point]:
    """Measure cases of several *sizes*, each positions and issues: the data of a figure."""
    return [point(positions, issues, rounds) for positions, issues in sizes]


class Peer(NamedTuple):
    """What MARCO found: how many obstacles, in how many seconds, and whether it came to its end."""

    found: int
    seconds: float
    ended: bool


def marco_of(given: Problem) -> Iterator[object]:
    """Yield what CPMpy's MARCO finds, obstacles and corrections, from whole-number variables."""
    import cpmpy  # noqa: PLC0415 - of the extra `bench`
    from cpmpy.tools.explain.marco import marco  # noqa: PLC0415

    variables = {i.name: cpmpy.intvar(0, len(i.options) - 1, name=i.name) for i in given.issues}

    def said(wants: Node) -> Any:
        match wants:
            case Compare(issue=name) | OneOf(issue=name):
                inside = sorted(allowed(wants, given.issue(name)))
                if inside == list(range(inside[0], inside[-1] + 1)):
                    return (variables[name] >= inside[0]) & (variables[name] <= inside[-1])
                return cpmpy.any([variables[name] == option for option in inside])
            case Not(part=part):
                return ~said(part)
            case And(parts=parts):
                return cpmpy.all([said(part) for part in parts])
            case Or(parts=parts):
                return cpmpy.any([said(part) for part in parts])
            case Implies(premise=premise, conclusion=conclusion):
                return said(premise).implies(said(conclusion))

    soft = [said(position.wants) for position in given.positions]
    for kind, _ in marco(soft, [said(link) for link in given.links]):
        yield kind


def peer(given: Problem, most: int | None = None) -> Peer:
    """Run MARCO until it ends, has *most* obstacles, or its time is over."""
    start, found = time.perf_counter(), 0
    for kind in marco_of(given):
        found += kind == "MUS"
        if found == most or time.perf_counter() - start > CUT:
            return Peer(found, time.perf_counter() - start, found == most)
    return Peer(found, time.perf_counter() - start, True)


def main() -> None:
    rounds = arguments(__doc__, 5)
    machine()
    print(f"medians of {rounds} rounds; MARCO once, stopped after {CUT:.0f} s\n")
    rows = []
    for positions, issues, most in ((33, 12, None), (60, 12, None), (200, 40, 10)):
        measured, other = point(positions, issues, rounds), peer(case(positions, issues), most)
        ours = measured.first_ten if most else measured.all_openings
        told = f"{other.found} in {other.seconds:.1f} s{'' if other.ended else ', stopped'}"
        ratio = f"{'' if other.ended else '≥ '}{other.seconds / ours:.0f}"
        what = f"first {most} obstacles" if most else "all obstacles and openings"
        rows.append([f"{positions} positions, {issues} issues: {what}", f"{ours * 1000:.0f}", told, ratio])
    table(["case", "ms", "CPMpy's MARCO", "× faster"], rows)
    print()
    sizes = [(25, 5), (50, 10), (100, 20), (200, 40), (100, 40)]
    table(
        ["positions", "issues", "obstacles", "first ten, ms", "all, ms", "with openings, ms"],
        [
            [str(p.positions), str(p.issues), str(p.obstacles)]
            + [f"{x * 1000:.0f}" for x in (p.first_ten, p.all_obstacles, p.all_openings)]
            for p in series(sizes, rounds)
        ],
    )


if __name__ == "__main__":
    main()
