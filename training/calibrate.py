"""How sure the reader may be of a move: its confidence made to mean how often such moves are right.

    python training/calibrate.py MODEL

Fits ``p = sigmoid(a logit(q) + b)`` (Platt 1999) of the network's own probability *q* on the development
reports and writes *a* and *b* into the model's ``heads.json``. `train.py` does it too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import data
from measure import same_move
from sulh.reading.markup.annotation import Annotation
from sulh.reading.network.decode import Spotted, spot
from sulh.reading.network.scorer import Scorer

Judged = list[tuple[float, bool]]
"""Confidence of a move, and whether the annotation has it."""


def judged(note: Annotation, found: Spotted) -> Judged:
    """Return for each move *found* in the text of *note* how sure it is and whether it is right."""
    left = [cue for cue in note.cues if cue.act]
    theirs = Annotation(note.text, cues=found.cues)
    pairs: Judged = []
    for cue, sure in zip(found.cues, found.confidence, strict=True):
        if cue.act is None:
            continue
        match = next((other for other in left if same_move(note, other, theirs, cue)), None)
        if match is not None:
            left.remove(match)
        if match is None or not match.optional:
            pairs.append((sure, match is not None))
    return pairs


def error(pairs: Judged, bins: int = 10) -> float:
    """Return the expected calibration error of *pairs*, in bins of equal width.

    It is the mean gap, over moves, of confidence and share of right ones (Naeini, Cooper, Hauskrecht 2015).
    """
    gap = 0.0
    for number in range(bins):
        held = [(sure, right) for sure, right in pairs if min(int(sure * bins), bins - 1) == number]
        gap += abs(sum(sure for sure, _ in held) - sum(right for _, right in held))
    return gap / max(len(pairs), 1)


def fit(pairs: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return *a* and *b* of greatest likelihood (Newton's method, with a weak pull to 1 and 0)."""
    clipped = np.clip(np.asarray([sure for sure, _ in pairs]), 1e-6, 1 - 1e-6)
    inputs = np.stack([np.log(clipped / (1 - clipped)), np.ones(len(pairs))], axis=1)
    right = np.asarray([float(r) for _, r in pairs])
    start = np.asarray([1.0, 0.0])
    weights = start.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (p - right) + (weights - start)
        curve = inputs.T @ (inputs * (p * (1 - p))[:, None]) + np.eye(2)
        step = np.linalg.solve(curve, slope)
        weights -= step / max(1.0, float(np.abs(step).max()))
    return float(weights[0]), float(weights[1])


def calibrate(folder: Path) -> None:
    """Fit the confidence of the model in *folder* on the development reports, and write it there."""
    path = folder / "heads.json"
    heads = json.loads(path.read_text("utf-8"))
    heads["confidence"] = [1.0, 0.0]
    path.write_text(json.dumps(heads, indent=1) + "\n", "utf-8")
    scorer = Scorer(folder)
    pairs: Judged = []
    for _, note in data.reports("dev"):
        pairs += judged(note, spot(note.text, data.sentences(note.text), scorer))
    a, b = fit(pairs)
    heads["confidence"] = [round(a, 4), round(b, 4)]
    path.write_text(json.dumps(heads, indent=1) + "\n", "utf-8")
    sys.stdout.write(
        f"{len(pairs)} moves, calibration error {100 * error(pairs):.1f}% before; {a=:.3f} {b=:.3f}\n"
    )


def main() -> int:
    """Calibrate and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("model", type=Path, help="folder of a trained model")
    calibrate(options.parse_args().model)
    return 0


if __name__ == "__main__":
    sys.exit(main())
