"""Act cues: the words that make a move, as listed in `acts.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from sulh.model.move import Act
from sulh.reading.attribution import Clauses
from sulh.reading.lexicon import Entry, Phrases, data, entries, wordset


@dataclass(frozen=True)
class Cue:
    """An act cue at tokens ``[first, last)``; `nominal` if a noun carries it."""

    act: Act
    first: int
    last: int
    entry: Entry
    negated: bool
    denied: bool

    @property
    def nominal(self) -> bool:
        """Whether a noun carries the act: its speaker is a possessor, an adjective or a "by" phrase."""
        return self.entry.tag("noun", False) is True

    def tag(self, name: str) -> Any:
        """Return what the lexicon says of the cue under *name*."""
        return self.entry.tag(name)


@cache
def _acts() -> Phrases:
    found: list[Entry] = []
    for act, groups in data("acts").items():
        for group in groups:
            tags = {key: value for key, value in group.items() if key not in {"verbs", "nouns", "phrases"}}
            found.extend(entries(act, tags | {"verbs": group.get("verbs", ()), "phrases": group.get("phrases", ())}))
            found.extend(entries(act, tags | {"nouns": group.get("nouns", ()), "noun": True}))
    return Phrases(found)


def cues(clauses: Clauses) -> Iterator[Cue]:
    """Yield the act cues of a sentence, left to right."""
    words = clauses.sentence.words
    for first, last, entry in _acts().find(words):
        if clauses.mention_at(first) is not None and not entry.tag("noun", False):
            continue
        if entry.form == "base" and _is_nominal_use(words, first):
            continue
        negated = _negated(words, first)
        if entry.tag("only_negated", False) and not (negated and _refuses(words, first)):
            continue
        act = cast(Act, entry.kind)
        denied = bool(entry.tag("denied", False))
        if negated and not entry.tag("noun", False):
            refused = entry.tag("negated") if _refuses(words, first) else None
            act, denied = (refused, denied) if refused else (act, True)
        yield Cue(act, first, last, entry, negated, denied)


def _is_nominal_use(words: tuple[str, ...], at: int) -> bool:
    """Whether a verb's base form is used as a noun: "the demand", "a push"."""
    return at > 0 and (
        words[at - 1] in wordset("grammar", "determiners") or words[at - 1] in {"'s", "of", "first", "new", "latest"}
    )


def _negated(words: tuple[str, ...], at: int) -> bool:
    for place in range(at - 1, max(at - 5, -1), -1):
        word = words[place]
        if word in {"not", "n't", "never", "cannot"}:
            return True
        if word not in wordset("grammar", "auxiliaries") and not word.endswith("ly") and word != "to":
            return False
    return False


def _refuses(words: tuple[str, ...], at: int) -> bool:
    """Whether "not" comes with a will: "will not", "would not", "cannot accept"."""
    before = words[max(at - 4, 0) : at]
    return any(word in {"will", "would", "wo", "can", "ca", "could", "cannot", "does", "do"} for word in before)
