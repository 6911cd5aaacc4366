"""What the network's heads may say, and which label may follow which."""

from __future__ import annotations

from functools import cache
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from sulh.model.move import ACTS, ActorKind, Context

KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
CONTEXTS: tuple[Context, ...] = get_args(Context)

MENTION = ("O", *(f"B-{kind}" for kind in KINDS), "I")
CUE = ("O", "B", "I")
ACT = ("O", *(f"B-{act}" for act in ACTS), "I")
ATTRIBUTION = ("O", "B-source", "I-source", "B-content", "I-content")
MOVE = ("O", "B-speaker", "I-speaker", "B-term", "I-term", "B-addressee", "I-addressee", "B-time", "I-time")

TAGS = {"outer": MENTION, "inner": MENTION, "cue": CUE, "act": ACT}
"""The labels of every word, by head. Mentions have two layers: the outermost, and those right inside."""

ROLES = {"attribution": ATTRIBUTION, "move": MOVE}
"""The labels of every word for one cue, by head: what the word is to that cue."""


@cache
def may_follow(labels: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return whether label *j* may stand behind label *i*, as a square table; row -1 is a beginning.

    ``I-x`` goes on what ``B-x`` or ``I-x`` began; a bare ``I`` goes on whatever was begun.
    """
    table = np.ones((len(labels) + 1, len(labels)), dtype=bool)
    for j, label in enumerate(labels):
        if not label.startswith("I"):
            continue
        kind = label[1:]
        for i, before in enumerate((*labels, "O")):
            begun = before != "O" if not kind else before[1:] == kind
            table[i, j] = begun
    return table


_SURE = 10.0
"""A word whose "O" is ahead by more than this splits a sequence: going through anything else costs more."""


def best(scores: NDArray[np.float32], labels: tuple[str, ...]) -> NDArray[np.int64]:
    """Return the legal label sequences of highest sum of *scores* (rows × words × labels).

    Where the best label of every word makes a legal sequence, that is it; elsewhere the stretches between
    sure words are searched, and the whole row where mending them cost as much as an unsure one might save.
    """
    found: NDArray[np.int64] = scores.argmax(2).astype(np.int64)
    if not scores.shape[1]:
        return found
    legal = may_follow(labels)
    before = np.concatenate([np.full((len(found), 1), -1), found[:, :-1]], axis=1)
    wrong = ~legal[before, found]
    for row in np.flatnonzero(wrong.any(1)).tolist():
        found[row] = _mended(scores[row], found[row], np.flatnonzero(wrong[row]).tolist(), legal)
    return found


def _mended(
    scores: NDArray[np.float32], found: NDArray[np.int64], wrong: list[int], legal: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the legal sequence of highest sum, where the best labels *found* are not legal at *wrong*."""
    sure = np.flatnonzero(scores[:, 0] - scores[:, 1:].max(1) > _SURE)
    bounds = np.concatenate([[-1], sure, [len(found)]])
    mended = found.copy()
    end = 0
    for place in wrong:
        if place >= end:
            number = int(np.searchsorted(bounds, place))
            start, end = int(bounds[number - 1]) + 1, int(bounds[number])
            mended[start:end] = _searched(scores[None, start:end], legal)[0]
    words = np.arange(len(found))
    lost = (scores[words, found] - scores[words, mended]).sum()
    return mended if lost <= _SURE else _searched(scores[None], legal)[0]


def _searched(scores: NDArray[np.float32], legal: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the sequences of highest sum among the *legal* ones (Viterbi 1967)."""
    rows, length, width = scores.shape
    blocked = np.where(legal, 0.0, -1e9).astype(np.float32)
    came = np.zeros((length, rows, width), dtype=np.int64)
    total = scores[:, 0] + blocked[-1]
    for place in range(1, length):
        paths = total[:, :, None] + blocked[None, :-1]
        came[place] = paths.argmax(1)
        total = paths.max(1) + scores[:, place]
    found = np.zeros((rows, length), dtype=np.int64)
    found[:, -1] = total.argmax(1)
    for place in range(length - 1, 0, -1):
        found[:, place - 1] = came[place][np.arange(rows), found[:, place]]
    return found


def spans(sequence: NDArray[np.int64], labels: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Return the stretches ``(first, last, kind)`` of words that a legal *sequence* marks."""
    found: list[tuple[int, int, str]] = []
    for place in np.flatnonzero(sequence).tolist():
        label = labels[sequence[place]]
        if label.startswith("B"):
            found.append((place, place + 1, label[2:]))
        else:
            first, _, kind = found[-1]
            found[-1] = (first, place + 1, kind)
    return found
