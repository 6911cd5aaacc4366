"""Act cues: the words that make a move, as listed in `acts.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

from sulh.model.move import Act
from sulh.reading.attribution import Clauses
from sulh.reading.lexicon import Entry, Phrases, data, entries, wordset
from sulh.reading.terms import actions


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
def _verbs() -> Phrases:
    return Phrases(entry for entry in _entries() if entry.form == "base")


@cache
def _acts() -> Phrases:
    return Phrases(_entries())


@cache
def _entries() -> tuple[Entry, ...]:
    found: list[Entry] = []
    for act, groups in data("acts").items():
        for group in groups:
            tags = {key: value for key, value in group.items() if key not in {"verbs", "nouns", "phrases"}}
            found.extend(
                entries(act, tags | {"verbs": group.get("verbs", ()), "phrases": group.get("phrases", ())})
            )
            found.extend(entries(act, tags | {"nouns": group.get("nouns", ()), "noun": True}))
    return tuple(found)


def cues(clauses: Clauses) -> Iterator[Cue]:
    """Yield the act cues of a sentence, left to right."""
    words = clauses.sentence.words
    for first, last, entry in (
        _dated_agreement(words, *_as_verb(words, *found)) for found in _acts().find(words)
    ):
        if clauses.mention_at(first) is not None and not entry.tag("noun", False):
            continue
        if entry.form == "base" and not _is_verb(clauses, first):
            continue
        if entry.form == "s" and not ((subject := clauses.subject(first)) and subject[1]):
            continue
        if entry.words[0] in {"want", "wants", "wanted", "wanting"} and words[last : last + 1] == ("to",):
            continue  # "wanted to attend" is a wish, no demand.
        if entry.kind == "meet" and entry.form != "noun" and not _is_meeting(clauses, last):
            continue
        negated = _negated(words, first)
        if entry.tag("only_negated", False) and not (negated and _refuses(words, first)):
            continue
        act = cast(Act, entry.kind)
        denied = bool(entry.tag("denied", False))
        if negated and not entry.tag("noun", False):
            refused = entry.tag("negated") if _refuses(words, first) else None
            act, denied = (refused, denied) if refused else (act, True)
        yield Cue(act, first, last, entry, negated, denied or _not_done(words, first, entry))


def _as_verb(words: tuple[str, ...], first: int, last: int, entry: Entry) -> tuple[int, int, Entry]:
    """Read "would offer to cap" by its verb, not by the noun "offer to"."""
    verbal = words[max(first - 1, 0) : first][-1:]
    if (
        entry.tag("noun", False)
        and verbal
        and (verbal[0] == "to" or verbal[0] in wordset("grammar", "auxiliaries"))
    ):
        found = _verbs().at(words, first)
        if found is not None:
            return first, found[1], found[0]
    return first, last, entry


def _not_done(words: tuple[str, ...], first: int, entry: Entry) -> bool:
    """Whether "neither ... accepted", "stopped short of accepting" or "no agreement was reached"."""
    if "neither" in words[max(first - 14, 0) : first] or words[max(first - 2, 0) : first] == ("short", "of"):
        return True
    return entry.kind == "agree" and entry.form == "noun" and words[max(first - 1, 0) : first] == ("no",)


def _dated_agreement(words: tuple[str, ...], first: int, last: int, entry: Entry) -> tuple[int, int, Entry]:
    """Read "agreed on Friday to suspend": the day is no object, and agreeing to do a thing accepts it."""
    if entry.words[-1] == "on" and words[last : last + 1] and words[last] in wordset("roles", "calendar"):
        for place in range(last, min(last + 4, len(words))):
            if words[place] == "to":
                tags = (*entry.tags, ("negated", "reject"))
                return first, place + 1, replace(entry, kind="accept", tags=tags)
    return first, last, entry


def _is_meeting(clauses: Clauses, at: int) -> bool:
    """Whether what is met is somebody, not a standard or a demand."""
    words = clauses.sentence.words
    met = clauses.mention_from(at)
    if at >= len(words) or not words[at][0].isalnum():
        return True
    return met is not None or words[at] in wordset("clauses", "meeting_goes_on")


def promises(clauses: Clauses) -> Iterator[Cue]:
    """Yield what somebody says will or would be done: "would let in 38,000 tonnes", "will not withdraw".

    The verb is one of the actions that terms are made of; the act is an offer, a threat where the action is
    one, and a rejection where it is negated.
    """
    words = clauses.sentence.words
    for at in range(len(words) - 1):
        if words[at] not in wordset("grammar", "modals") or clauses.mention_at(at) is not None:
            continue
        verb, negated = at + 1, False
        while verb < len(words) and words[verb] in wordset("grammar", "adverbs") | {"n't", "be"}:
            negated = negated or words[verb] in {"not", "n't", "never"}
            verb += 1
        found = actions().at(words, verb) if verb < len(words) else None
        if found is None or found[0].form != "base" or words[verb - 1] == "be":
            continue
        negated = negated or words[found[1] : found[1] + 1] == ("no",)
        act: Act = "reject" if negated else "threaten" if found[0].tag("threat") else "offer"
        entry = Entry(act, (words[at],), "base", (("party_only", True), ("promise", True)))
        yield Cue(act, at, verb, entry, negated, denied=False)


def _is_verb(clauses: Clauses, verb: int) -> bool:
    """Whether a verb's base form is used as a verb: behind "to", a modal or a plural subject."""
    words, at = clauses.sentence.words, verb
    while at > 0 and (words[at - 1] in wordset("grammar", "adverbs") or words[at - 1].endswith("ly")):
        at -= 1
    if at == 0:
        return False
    if words[at - 1] in wordset("grammar", "auxiliaries") or words[at - 1] == "to":
        return True
    if words[at - 1] in {",", "and", "but"}:
        subject = clauses.subject(verb)
        return subject is not None and subject[1]
    return clauses.mention_ending(at) is not None


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
    return any(
        word in {"will", "would", "wo", "can", "ca", "could", "cannot", "does", "do"} for word in before
    )
