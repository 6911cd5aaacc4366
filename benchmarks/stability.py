"""Stability: CPU seconds and memory against the definitions written out state by state.

    python benchmarks/stability.py [--rounds 3]

Cases have three parties, yes/no options dealt in turn, and as many random statements as options. The peer
walks every legal sequence of every state on sets, as the definitions read: it is the oracle of the tests, in
tests/bargaining/stability/oracle.py. It is run at the sizes at which it ends. Memory is the peak that Python
and NumPy ask for, measured in a run of its own. Times are of one process and one thread, and include the
independent check of the finding, which re-plays small cases whole.
"""

from __future__ import annotations

import random
import sys
import time
import tracemalloc
from collections.abc import Callable

from common import ROOT, arguments, machine, spread, table
from sulh.bargaining.stability import stability
from sulh.model.expressions import And, Compare, Implies, Node, Not, Or
from sulh.model.findings import Concept, Stability
from sulh.model.problem import Issue, Problem

PARTIES = ("A", "B", "C")
CONCEPTS: tuple[Concept, ...] = ("Nash", "GMR", "SMR", "SEQ")
SIZES = (4, 6, 8, 12, 16, 20)
PEER_UP_TO = 8


def case(options: int, seed: int = 1) -> Problem:
    """Return a case of *options* yes/no options."""
    drawn = random.Random(seed)  # noqa: S311

    def atom() -> Node:
        return Compare(f"o{drawn.randrange(options)}", "=", drawn.choice(["no", "yes"]))

    def statement() -> Node:
        two = atom(), atom()
        return drawn.choice([atom(), And(two), Or((two[0], Not(two[1]))), Implies(*two)])

    return Problem(
        parties=PARTIES,
        issues=tuple(
            Issue(name=f"o{i}", options=("no", "yes"), controller=(PARTIES[i % 3],)) for i in range(options)
        ),
        preferences={party: tuple(statement() for _ in range(options)) for party in PARTIES},
        status_quo={f"o{i}": "no" for i in range(options)},
    )


def plain(problem: Problem) -> dict[Concept, int]:
    """Return how many equilibria the definitions give, one state after another."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from tests.bargaining.stability.oracle import Graph, by_statements  # noqa: PLC0415 - a test's

    graph = Graph(problem, {party: by_statements(problem, party) for party in problem.parties})
    return {
        concept: sum(
            all(graph.stable(concept, party, state) for party in problem.parties) for state in graph.states
        )
        for concept in CONCEPTS
    }


def timed(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the median and spread of the CPU seconds of *rounds* runs, after one that is not timed."""
    measured = []
    for number in range(rounds + 1):
        start = time.process_time()
        work()
        if number:
            measured.append(time.process_time() - start)
    return spread(measured)


def peak(work: Callable[[], object]) -> float:
    """Return the peak memory of *work* in MiB."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def main() -> None:
    rounds = arguments(__doc__, 3)
    rows = []
    for options in SIZES:
        problem = case(options)

        def ours(problem: Problem = problem) -> Stability:
            return stability(problem)

        middle, width = timed(ours, rounds)
        row = [f"{options} options, {2**options:,} states"]
        row += [f"{middle * 1000:.1f}", f"{width * 1000:.1f}", f"{peak(ours):.1f}"]
        if options <= PEER_UP_TO:
            start = time.process_time()
            counted = plain(problem)
            seconds = time.process_time() - start
            if counted != ours().equilibria_in_all:
                raise SystemExit(f"the answers differ at {options} options")
            memory = peak(lambda problem=problem: plain(problem))  # type: ignore[misc]
            row += [f"{seconds * 1000:.0f}", f"{memory:.1f}", f"{seconds / middle:.0f}"]
        else:
            row += ["-", "-", "-"]
        rows.append(row)
    machine()
    print(f"medians of {rounds} rounds; the peer once\n")
    table(["case", "CPU ms", "spread ms", "peak MiB", "peer CPU ms", "peer MiB", "peer ÷ sulh"], rows)


if __name__ == "__main__":
    main()
