"""Fit the gate: which words tell that a report speaks of a negotiation.

    python training/gate.py [--gum FOLDER]

Positive are the training reports of the corpus, whole and as short as a ticker (their beginnings, which say
what it is about); negative those of its domain ``negative``, whole and in pieces as short, and in pieces of
both lengths the texts of GUM (its XML, news left out) in FOLDER. Printed is how many of the development
reports, and of each side of the training texts in a cross-check on five folds, come out right.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import data
from sulh.reading.gate import LEAST, features

WEIGHTS = Path(__file__).parents[1] / "src" / "sulh" / "reading" / "data" / "gate.txt"
_LEAST_TEXTS = 3
_LONG, _SHORT = 1500, 350
_SHORT_SHARE = 8
"""Of the short pieces of GUM every so manieth is taken: as many as the corpus gives."""
_PART = 0.8
"""A beginning that is more of its report says nothing new."""
_RIDGE = 0.3
Texts = list[tuple[dict[str, float], bool]]


def corpus(split: str) -> Texts:
    """Return the reports of *split*, with whether each speaks of a negotiation."""
    return [
        (features(note.text, data.sentences(note.text)), not name.startswith("negative"))
        for name, note in data.reports(split)
    ]


def short(split: str) -> Texts:
    """Return what is as short as a ticker: the beginnings of reports, all pieces of what negotiates nothing.

    A beginning says what a report is about, a piece from its middle need not.
    """
    found: Texts = []
    for name, note in data.reports(split):
        pieces = list(_pieces(note.text.splitlines(), _SHORT))
        if name.startswith("negative"):
            found += _labelled(pieces, speaks=False)
        elif pieces and len(pieces[0]) < _PART * len(note.text):
            found += _labelled(pieces[:1], speaks=True)
    return found


def gum(folder: Path) -> Texts:
    """Return pieces of GUM's texts; none of them negotiates anything."""
    texts = [
        [
            " ".join(line.split("\t", 1)[0] for line in sentence.splitlines() if "\t" in line)
            for sentence in re.findall(r"<s\b[^>]*>(.*?)</s>", path.read_text("utf-8"), re.S)
        ]
        for path in sorted(folder.glob("*.xml"))
        if not path.stem.startswith("GUM_news_")
    ]
    tickers = [piece for text in texts for piece in _pieces(text, _SHORT)]
    long = (piece for text in texts for piece in _pieces(text, _LONG))
    return _labelled([*long, *tickers[::_SHORT_SHARE]], speaks=False)


def _labelled(pieces: Iterable[str], *, speaks: bool) -> Texts:
    return [(features(piece, data.sentences(piece)), speaks) for piece in pieces]


def _pieces(lines: Iterable[str], size: int) -> Iterator[str]:
    """Yield *lines* in pieces of about *size* characters."""
    text = ""
    for line in lines:
        text += line + "\n"
        if len(text) > size:
            yield text
            text = ""


def fit(texts: Texts) -> tuple[list[str], NDArray[np.float64]]:
    """Return the words and their weights, the last being that of every text (Newton's method, ridge)."""
    seen = Counter(word for found, _ in texts for word in found)
    words = sorted(word for word, count in seen.items() if count >= _LEAST_TEXTS)
    place = {word: number for number, word in enumerate(words)}
    inputs = np.zeros((len(texts), len(words) + 1))
    inputs[:, -1] = 1
    for row, (found, _) in enumerate(texts):
        for word, value in found.items():
            if word in place:
                inputs[row, place[word]] = value
    right = np.asarray([float(label) for _, label in texts])
    # Both sides count alike, however many texts they have.
    share = np.where(right > 0, 0.5 / right.mean(), 0.5 / (1 - right).mean())
    weights = np.zeros(len(words) + 1)
    ridge = np.full(len(words) + 1, _RIDGE)
    ridge[-1] = 1e-3
    for _ in range(60):  # L-BFGS would do; the dual is small: as many unknowns as texts
        p = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (share * (right - p)) - ridge * weights
        spread = share * p * (1 - p) + 1e-9
        # Woodbury: (R + X'SX)^-1 g with few texts and many words.
        scaled = inputs / ridge
        inner = np.diag(1 / spread) + scaled @ inputs.T
        step = slope / ridge - scaled.T @ np.linalg.solve(inner, inputs @ (slope / ridge))
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return words, weights


def right(texts: Texts, words: Sequence[str], weights: NDArray[np.float64]) -> dict[bool, tuple[int, int]]:
    """Return, for each side, how many of its texts come out right, and how many there are."""
    table = dict(zip(words, weights[:-1], strict=True))
    counts: dict[bool, tuple[int, int]] = {True: (0, 0), False: (0, 0)}
    for found, label in texts:
        score = weights[-1] + sum(value * table.get(word, 0.0) for word, value in found.items())
        good, total = counts[label]
        counts[label] = (good + int(bool(score > LEAST) == label), total + 1)
    return counts


def main() -> int:
    """Fit, check, write."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--gum", type=Path, help="GUM's xml folder")
    chosen = options.parse_args()
    texts = corpus("train") + short("train") + (gum(chosen.gum) if chosen.gum else [])
    folds = [fit([t for n, t in enumerate(texts) if n % 5 != fold]) for fold in range(5)]
    for fold, (words, weights) in enumerate(folds):
        sys.stdout.write(f"fold {fold}: {right(texts[fold::5], words, weights)}\n")
    words, weights = fit(texts)
    sys.stdout.write(f"development: {right(corpus('dev'), words, weights)}\n")
    sys.stdout.write(f"development, short: {right(short('dev'), words, weights)}\n")
    lines = [
        f"{word}\t{weight:.3f}" for word, weight in zip(words, weights, strict=False) if abs(weight) > 0.05
    ]
    WEIGHTS.write_text("\n".join([f"\t{weights[-1]:.3f}", *lines]) + "\n", "utf-8")
    sys.stdout.write(f"{len(lines)} words\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
