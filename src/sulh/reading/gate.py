"""Whether a report speaks of a negotiation at all: words for talks, offers, disputes and mediation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sulh.reading.lexicon import wordset
from sulh.reading.moves import POSITIONAL, Draft
from sulh.reading.tokens import Sentence

_DENSITY = 9 / 1000
_DISTINCT = 2
_STRONG = 2
_MANY = 5
_SIDES, _ACTS, _FEW_ACTS = 2, 3, 2
_SHORT = 150


def speaks_of_a_negotiation(sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> bool:
    """Return whether words of bargaining are dense enough, and what they tell is a negotiation.

    Beside the density there must be words that hardly mean anything else, or acts of two sides. The numbers
    were set on the development half of the gold reports and on stories about other things.
    """
    words = [word for sentence in sentences for word in sentence.words if word[0].isalnum()]
    bargaining = [word for word in words if word in wordset("roles", "bargaining")]
    if len(bargaining) < _DENSITY * len(words) or len(set(bargaining)) < _DISTINCT:
        return False
    strong = sum(word in wordset("roles", "bargaining_strong") for word in bargaining)
    if strong >= _STRONG or (strong and len(set(bargaining)) >= _MANY):
        return True
    acts = [draft for draft in drafts if draft.act in POSITIONAL and not draft.cue.tag("promise")]
    sides = Counter(entity.top.name for draft in acts for entity in draft.speakers)
    enough = _ACTS if len(words) > _SHORT else _FEW_ACTS
    return len(sides) >= _SIDES and sides.total() >= enough
