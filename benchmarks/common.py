"""What the benchmarks share: the texts, the median, the table."""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "examples", ROOT / "tests" / "gold" / "reports")


def reports() -> list[Path]:
    """Return the example reports and the annotated ones, sorted by path."""
    found = [path for folder in FOLDERS for path in folder.glob("**/*") if path.suffix in (".txt", ".html")]
    if not found:
        raise SystemExit("no reports: run this in a checkout of sulh")
    return sorted(found)


def arguments(about: str | None, rounds: int) -> int:
    """Parse the command line and return the number of rounds asked for (default *rounds*)."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(
        "--rounds", type=int, default=rounds, help="timed rounds, after one that is not timed"
    )
    asked: int = parser.parse_args().rounds
    if asked < 1:
        parser.error("at least one round")
    return asked


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Return the median and the distance between the quartiles (0 for fewer than two values)."""
    middle = statistics.median(values)
    if len(values) < 2:
        return middle, 0.0
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return middle, high - low


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print *rows* under *head*: the first column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    for row in (head, ["-" * width for width in widths], *rows):
        first = row[0].ljust(widths[0])
        print(
            "  ".join([first, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))])
        )


def machine() -> None:
    """Print what the numbers depend on."""
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {sys.executable}")
