"""Set the floors of ``floors.toml`` just below what the shipped network reaches today.

    python training/set_floors.py

Run it when a network is to ship. What gets lower shows in the diff, and needs a reason.
"""

from __future__ import annotations

import sys
from pathlib import Path

import calibrate
from evaluate import Measured, measure
from measure import score
from sulh.reading.network.shipped import scorer

FLOORS = Path(__file__).with_name("floors.toml")
MEASURES = (
    "mentions", "source exact", "cue exact", "content exact", "triple", "moves", "times value",
    "figures value", "positions", "positions, sources", "fields of terms",
)  # fmt: skip
_SPARE = 1.0
HEAD = """\
# What the shipped network must reach on the corpus, F1 in percent, and by how many points the confidence of
# its moves may be off: a point below the values of the day (`python training/set_floors.py`). A floor rises
# with the reader; it drops only on purpose, in a commit of its own that says why. Nothing is tuned on the
# test reports.
"""


def values(measured: Measured) -> dict[str, float]:
    """Return the value of each measure."""
    total = sum(measured.reports[1:], measured.reports[0])
    found = {name: score(total, name)[2] for name in MEASURES}
    return found | {"confidence off": 100 * calibrate.error(measured.judged)}


def main() -> int:
    """Measure and write."""
    lines = [HEAD]
    for split in ("dev", "test"):
        lines.append(f"[{split}]")
        for name, value in values(measure(split, scorer())).items():
            least = value + _SPARE if name == "confidence off" else value - _SPARE
            lines.append(f'"{name}" = {least:.1f}')
        lines.append("")
    FLOORS.write_text("\n".join(lines), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
