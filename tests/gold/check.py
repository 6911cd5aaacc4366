"""Check the gold reports: every quote and term is in its text, every act and context is one we know.

Run it from anywhere: ``python tests/gold/check.py``. It exits with 1 if anything is wrong.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

REPORTS = Path(__file__).parent / "reports"
SPLITS = {"dev", "test"}
CONTEXTS = {"actual", "future", "hypothetical", "historical"}
ACTS = {
    "offer",
    "accept",
    "agree",
    "concede",
    "meet",
    "demand",
    "condition",
    "press",
    "reject",
    "red line",
    "threaten",
    "announce",
}


def move_faults(move: dict[str, Any]) -> list[str]:
    """Say what is wrong with a move, its quote and terms aside."""
    faults = []
    if move["act"] not in ACTS:
        faults.append(f"no such act: {move['act']!r}")
    if move["context"] not in CONTEXTS:
        faults.append(f"no such context: {move['context']!r}")
    if not move["speaker"]:
        faults.append(f"no speaker: {move['quote']!r}")
    return faults


def report_faults(text: str, gold: dict[str, Any]) -> list[str]:
    """Say what is wrong with one annotated report."""
    faults = [] if gold["split"] in SPLITS else [f"no such split: {gold['split']!r}"]
    dt.date.fromisoformat(gold["published"])
    spans = [row["quote"] for key in ("moves", "figures", "deadlines") for row in gold[key]]
    for move in gold["moves"]:
        faults += move_faults(move)
        spans += move["terms"]
    return faults + [f"not in the text: {span!r}" for span in spans if not span or span not in text]


def main() -> int:
    """Check every pair of files and report to standard output."""
    texts = {path.name.removesuffix(".txt") for path in REPORTS.glob("*.txt")}
    golds = {path.name.removesuffix(".gold.json") for path in REPORTS.glob("*.gold.json")}
    faults = [f"{name}: its other file is missing" for name in sorted(texts ^ golds)]
    moves = 0
    for name in sorted(texts & golds):
        text = (REPORTS / f"{name}.txt").read_text(encoding="utf-8")
        gold = json.loads((REPORTS / f"{name}.gold.json").read_text(encoding="utf-8"))
        faults += [f"{name}: {fault}" for fault in report_faults(text, gold)]
        moves += len(gold["moves"])
    sys.stdout.write(
        "\n".join([*faults, f"{len(texts & golds)} reports, {moves} moves, {len(faults)} faults\n"])
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
