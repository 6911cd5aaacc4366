"""Whether a report speaks of a negotiation at all: words for talks, offers, disputes and mediation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sulh.reading.lexicon import wordset
from sulh.reading.moves import POSITIONAL, Draft
from sulh.reading.tokens import Sentence

_DISTINCT = 2
_TOTAL = 3
_SIDES, _ACTS = 2, 5


def speaks_of_a_negotiation(sentences: Sequence[Sentence], drafts: Sequence[Draft]) -> bool:
    """Return whether the report holds enough different words of bargaining, or enough acts of two sides."""
    words = [
        word for sentence in sentences for word in sentence.words if word in wordset("roles", "bargaining")
    ]
    strong = [word for word in words if word in wordset("roles", "bargaining_strong")]
    sides = Counter(
        entity.top.name for draft in drafts if draft.act in POSITIONAL for entity in draft.speakers
    )
    if len(sides) >= _SIDES and sides.total() >= _ACTS and words:
        return True
    return bool(strong) and len(set(words)) >= _DISTINCT and len(words) >= _TOTAL
