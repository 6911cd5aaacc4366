"""Whether a report speaks of a negotiation at all: a weighing of its words, names apart.

A logistic regression over the words of a text (log counts, scaled to length one): ``training/gate.py``.
What is no negotiation has no moves, however many people refuse and demand things in it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from sulh.model.report import Span
from sulh.reading.lexicon import function_words, wordset
from sulh.reading.network.names import names

LEAST = -0.5
"""The least weight that is let through: below even odds, since what is kept out is lost whole."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def speaks_of_a_negotiation(text: str, sentences: Sequence[Span]) -> bool:
    """Return whether *text*, read in *sentences*, may well speak of a negotiation."""
    found = features(text, sentences)
    weights = _weights()
    return weights[""] + sum(value * weights.get(word, 0.0) for word, value in found.items()) > LEAST


def features(text: str, sentences: Sequence[Span]) -> dict[str, float]:
    """Return the words of *text* that are no names, each with its share of a vector of length one."""
    counts: Counter[str] = Counter()
    for (start, end), hidden in zip(sentences, names(text, sentences), strict=True):
        for match in _WORD.finditer(text, start, end):
            if not any(first <= match.start() < last for first, last in hidden):
                counts[match[0].lower()] += 1
    for word in _unweighed():
        counts.pop(word, None)
    logs = {word: math.log1p(count) for word, count in counts.items()}
    norm = math.sqrt(sum(value * value for value in logs.values())) or 1.0
    return {word: value / norm for word, value in logs.items()}


@cache
def _unweighed() -> frozenset[str]:
    """The words that tell how somebody writes, not of what."""
    return function_words() | wordset("grammar", "numbers") | wordset("roles", "calendar") | {"said", "also"}


@cache
def _weights() -> Mapping[str, float]:
    """Return the weight of each word; that of the empty word is what every text starts with."""
    lines = files("sulh.reading").joinpath("data", "gate.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {word: float(weight) for word, weight in pairs}
