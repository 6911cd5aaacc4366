"""How fast a model is beside its peer: the same network in 32 bits in PyTorch, in one run.

    python training/speed.py MODEL [--rounds 5] [--threads 2]

The machines this runs on are noisy and differ; the ratio says more than the figures. The peer's weights are
those that training starts from: how fast it is does not hang on them.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

import data
import network
import positions
from sulh.reading.network.scorer import Scorer
from sulh.reading.network.windows import Window, windows
from sulh.reading.reader import assemble, spotted_in


def main() -> int:
    """Time both, in turn, and print medians."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("model", type=Path, help="folder of a trained model")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    scorer = Scorer(chosen.model, chosen.threads)
    peer = network.load(data.encoder()).eval()
    reports = [positions.report(note) for _, note in data.reports("dev")]
    cut = [windows(report.text, report.sentences, scorer.tokenizer) for report in reports]

    def in_torch() -> None:
        with torch.inference_mode():
            for each in cut:
                _forward(peer, each)

    def alone() -> None:
        for each in cut:
            list(scorer.run(each))

    def whole() -> None:
        for report in reports:
            assemble(report, spotted_in(report, scorer))

    sentences = sum(len(report.sentences) for report in reports)
    ways = {"PyTorch, 32 bits": in_torch, "the model": alone, "reading, end to end": whole}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(chosen.rounds):
        for name, way in ways.items():
            seconds[name].append(_timed(way))
    first = statistics.median(seconds["PyTorch, 32 bits"])
    for name, taken in seconds.items():
        middle = statistics.median(taken)
        sys.stdout.write(f"{name:24} {sentences / middle:6.0f} sentences/s  {first / middle:5.2f}x\n")
    return 0


def _forward(peer: network.Network, each: Sequence[Window]) -> None:
    """Run the windows of one report, one by one: in batches they would only be padded."""
    for window in each:
        pieces = torch.tensor([window.pieces])
        encoded = peer.words(pieces, torch.ones_like(pieces))
        for _, layer in peer.parts():
            layer(encoded)


def _timed(way: Callable[[], None]) -> float:
    begun = time.perf_counter()
    way()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
