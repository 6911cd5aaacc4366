"""The reader's speed: sentences and moves a second over the examples and the annotated reports.

    python benchmarks/reader.py [--rounds 7]

Each stage is timed by itself: bytes to text, then text to moves. The first round, which loads the word lists,
is reported apart.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from common import ROOT, arguments, machine, reports, spread, table
from sulh.model.report import Report
from sulh.reading import read
from sulh.text import read_report


class Round(NamedTuple):
    """Seconds that one pass over all reports took, by stage, and the moves found."""

    text: float
    reading: float
    moves: int


def one_round(documents: list[tuple[str, bytes]]) -> Round:
    """Read all *documents* once."""
    start = time.perf_counter()
    texts: list[Report] = [read_report(data, name=name) for name, data in documents]
    middle = time.perf_counter()
    moves = sum(len(read(report).moves) for report in texts)
    return Round(middle - start, time.perf_counter() - middle, moves)


def load(paths: list[Path]) -> list[tuple[str, bytes]]:
    """Return the name and the bytes of each report."""
    return [(path.relative_to(ROOT).as_posix(), path.read_bytes()) for path in paths]


def main() -> None:
    rounds = arguments(__doc__, 7)
    documents = load(reports())
    sentences = sum(len(read_report(data, name=name).sentences) for name, data in documents)
    first = one_round(documents)
    timed = [one_round(documents) for _ in range(rounds)]
    machine()
    size = sum(len(data) for _, data in documents)
    print(f"{len(documents)} reports, {size / 1000:.1f} kB, {sentences} sentences, {first.moves} moves")
    print(f"medians of {rounds} rounds\n")
    rows = []
    for label, values, once in (
        ("bytes to text", [r.text for r in timed], first.text),
        ("text to moves", [r.reading for r in timed], first.reading),
        ("both", [r.text + r.reading for r in timed], first.text + first.reading),
    ):
        middle, width = spread(values)
        times = [f"{middle * 1000:.1f}", f"{width * 1000:.1f}", f"{once * 1000:.1f}"]
        rows.append([label, *times, f"{sentences / middle:,.0f}", f"{size / middle / 1e6:.2f}"])
    table(["stage", "ms", "spread ms", "first ms", "sentences/s", "MB/s"], rows)
    text, reading = (spread([r[i] for r in timed])[0] for i in (0, 1))
    print(f"\nreading takes {reading / text:.1f} times as long as the text layer")


if __name__ == "__main__":
    main()
