"""The network at run time: scores of words, of words for a cue, and of mentions for one another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sulh.reading.network.distance import apart, buckets
from sulh.reading.network.labels import ROLES
from sulh.reading.network.windows import Window

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Scores:
    """What the network says of one window: for each head, words × values."""

    window: Window
    heads: dict[str, Floats]


class Scorer:
    """A trained network, from the files that training writes into one folder."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "network.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tables = dict(np.load(folder / "pairs.npz"))
        told = json.loads((folder / "heads.json").read_text("utf-8"))
        self._heads = [(str(name), int(width)) for name, width in told["heads"]]
        self._slope, self._shift = told.get("confidence", (1.0, 0.0))
        self._folder = folder

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer that goes with the weights."""
        return Tokenizer.from_file(str(self._folder / "tokenizer.json"))

    def sure(self, logits: Floats) -> Floats:
        """Return, for each row of *logits*, how likely the label of the highest one is right.

        The network's own probability, put on the scale of the development reports
        (``training/calibrate.py``).
        """
        shifted = np.exp(logits - logits.max(1, keepdims=True))
        top = np.clip((shifted / shifted.sum(1, keepdims=True)).max(1), 1e-6, 1 - 1e-6)
        scaled: Floats = 1 / (1 + np.exp(-(self._slope * np.log(top / (1 - top)) + self._shift)))
        return scaled

    def run(self, windows: Sequence[Window]) -> Iterator[Scores]:
        """Yield the scores of *windows*, in their order.

        One at a time: together they would have to be filled up to one length, which costs more than it
        saves, and how the numbers are rounded would hang on the neighbours.
        """
        for window in windows:
            pieces = np.asarray([window.pieces], dtype=np.int64)
            (out,) = self._session.run(None, {"pieces": pieces, "mask": np.ones_like(pieces)})
            yield self.split(window, out[0])

    def split(self, window: Window, out: Floats) -> Scores:
        """Return the outputs *out* of the pieces of *window* by head, for its words."""
        rows = out[np.asarray(window.first, dtype=np.int64)] if window.first else out[:0]
        ends = np.cumsum([width for _, width in self._heads])
        parts = np.split(rows, ends[:-1], axis=1)
        return Scores(window, {name: part for (name, _), part in zip(self._heads, parts, strict=True)})

    def roles(self, scores: Scores, cues: Sequence[int]) -> dict[str, Floats]:
        """Return, for each role head, cues × words × labels; *cues* are given by their first words."""
        words = scores.heads["pair word"]
        places = np.asarray(cues, dtype=np.int64)
        sentences = np.asarray(scores.window.sentences, dtype=np.int64)
        distance = np.arange(len(words))[None] - places[:, None]
        gap = sentences[None] - sentences[places][:, None]
        out = self._pairs("pairs", words, scores.heads["pair cue"][places], distance, gap)
        ends = np.cumsum([len(labels) for labels in ROLES.values()])
        return dict(zip(ROLES, np.split(out, ends[:-1], axis=2), strict=True))

    def antecedents(self, scores: Scores, mentions: Sequence[tuple[int, int]]) -> Floats:
        """Return mentions × (1 + mentions): how likely each is new (column 0), or goes on an earlier one.

        *mentions* are first and last words, in the order of the text.
        """
        first = np.asarray([m[0] for m in mentions], dtype=np.int64)
        last = np.asarray([m[1] for m in mentions], dtype=np.int64)
        words, cues = (scores.heads[f"coref {side}"] for side in ("word", "cue"))
        sentences = np.asarray(scores.window.sentences, dtype=np.int64)[first]
        out = self._pairs(
            "coref", words[first] + words[last] - self._tables["coref.once"], cues[first] + cues[last],
            first[None] - first[:, None], sentences[None] - sentences[:, None],
        )[..., 0]  # fmt: skip
        out = np.where(np.tri(len(first), k=-1, dtype=bool), out, np.float32(-1e4))
        fresh = np.full((len(first), 1), self._tables["fresh"][0], dtype=np.float32)
        return np.concatenate([fresh, out], axis=1)

    def _pairs(
        self, name: str, words: Floats, cues: Floats, distance: NDArray[np.int64], gap: NDArray[np.int64]
    ) -> Floats:
        hidden = words[None] + cues[:, None]
        hidden += self._tables[f"{name}.distance"][buckets(distance)]
        hidden += self._tables[f"{name}.apart"][apart(gap)]
        np.maximum(hidden, 0, out=hidden)
        out: Floats = hidden @ self._tables[f"{name}.out"] + self._tables[f"{name}.bias"]
        return out
