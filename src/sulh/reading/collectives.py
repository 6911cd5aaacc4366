"""Words that mean all parties or all mediators at once, whoever they are: "both sides", "the quartet"."""

from __future__ import annotations

import re
from typing import Literal

from sulh.reading.lexicon import wordset
from sulh.reading.mention import Mention

_PARTIES = frozenset({"sides", "parties", "camps", "factions", "counterparts", "partners"})
_MEDIATORS = frozenset({"mediators", "quartet", "trio", "duo"})
_ALL = re.compile(
    r"(?:both|either|neither|each|(?:(?:all|the|these) )?(?:two|three|four)|rival|warring|negotiating)"
    r"(?: of them)?\b"
)


def collective_role(mention: Mention) -> Literal["parties", "mediators"] | None:
    """Return of whom *mention* is the collective, "both sides" or "the mediators", None if it is none."""
    lower = mention.phrase.lower()
    if mention.head in _MEDIATORS and not mention.children and not mention.names:
        return "mediators"
    one = mention.kind == "person" and mention.head not in wordset("roles", "of_many")
    if one or (mention.children and mention.head not in _PARTIES):
        return None
    pair = _ALL.match(lower)
    if mention.head in _PARTIES:
        return "parties" if pair or not _picked(lower) else None
    if pair and (
        pair.end() == len(lower)
        or mention.head in wordset("roles", "pairs")
        or (pair[0] in {"either", "neither", "each"} and f"{mention.head}s" in _PARTIES)
    ):
        return "parties"
    return None


def _picked(phrase: str) -> bool:
    """Whether *phrase* means some of the parties only: "opposition parties", "the left-wing parties"."""
    words = set(re.findall(r"[^\W\d_]+", phrase))
    return not words.isdisjoint(wordset("roles", "some_of_all"))
