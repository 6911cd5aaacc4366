"""Set the floors in ``floors.toml`` just below what the reader reaches today.

Run it when the reader has become better, or when development reports were added:
``python tests/gold/set_floors.py``. What gets lower shows in the diff, and needs a reason.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from accuracy import Score, cases, score_file  # noqa: E402

HEAD = """\
# What the reader must reach on the development half of the gold reports, counted by `benchmarks/accuracy.py`,
# just below the values of the day (`python tests/gold/set_floors.py`). A floor rises with the reader; it
# drops only on purpose, in a commit of its own that says why. The test half has no floors: it is measured,
# never tuned on.
"""


def below(share: float) -> float:
    """Return *share* less a point, in hundredths."""
    return math.floor(share * 100 - 1) / 100


def main() -> None:
    """Write the floors."""
    scores = {name: score_file(path, gold) for name, path, gold in cases() if gold.get("split") == "dev"}
    total = Score()
    for each in scores.values():
        total += each
    lines = [
        HEAD,
        "[moves]",
        f"precision = {below(total.precision)}",
        f"recall = {below(total.recall)}",
        f"f1 = {below(total.f1)}",
        f"chains = {total.chains - 2}  # found with their source chain",
        f"most_extra = {total.extra + 3}  # read, but annotated by nobody",
        "\n[figures]",
        f"found = {total.figures['found'] - 1}",
        "\n[roles]",
    ]
    for role in ("party", "mediator"):
        lines += [
            f"{role} = {total.roles[role] - 1}",
            f"most_extra_{role} = {total.roles[f'extra {role}'] + 2}",
        ]
    lines += ["\n[found]  # moves found in each report"]
    lines += [f"{name} = {max(each.hits - 1, 0)}" for name, each in sorted(scores.items())]
    Path(__file__).with_name("floors.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
