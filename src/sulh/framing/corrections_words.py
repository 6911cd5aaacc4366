"""Where the words of a correction stand in a report, and whom they name."""

from __future__ import annotations

import re
from collections.abc import Collection

from sulh.framing.casefile_nodes import At
from sulh.model.evaluation import did_you_mean

BOTH = "both sides"
"""What a reading calls all parties together."""

Span = tuple[int, int]


def spans(text: str, words: str) -> list[Span]:
    """Return where *words* stand in *text*: whole, letter for letter, whatever white space parts them."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    if not pattern:
        return []
    return [found.span() for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]


def find(text: str, words: str, near: Span) -> Span | None:
    """Return where *words* stand: in the span *near*, else at the place nearest to it, else None."""
    low, high = near

    def far(span: Span) -> int:
        return max(low - span[0], span[1] - high, 0)

    return min(spans(text, words), key=far, default=None)


def joint(name: str) -> list[str]:
    """Return the names in *name*, which may be several joined by commas and *and*."""
    return [part for part in re.split(r", | and ", name) if part]


def named(place: At, known: Collection[str], text: str) -> str:
    """Return the name at *place*: of one that is *known*, of several, or words of *text*; else an error."""
    said = place.text()
    if said in known or said == BOTH or all(part in known for part in joint(said)):
        return said
    if spans(text, said):
        return said
    raise place.wrong(
        f"the report names no {said!r}", did_you_mean(said, known) or "write it as the report does"
    )
