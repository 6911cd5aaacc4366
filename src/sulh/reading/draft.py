"""A move before the parties of the report are known."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from sulh.model.move import Act, Context, Term
from sulh.reading.entity import Entity
from sulh.reading.markup.annotation import Cue
from sulh.reading.tokens import Sentence

POSITIONAL = frozenset(
    {"offer", "accept", "concede", "demand", "condition", "reject", "red line", "threaten"}
)
"""Acts that take a position, or answer one."""


@dataclass
class Draft:
    """A move as it is read: who does it, through which chain of sources, on what terms.

    `start` and `end` are the offsets of its quote; the chain runs from the outermost source inwards.
    """

    act: Act
    speakers: tuple[Entity, ...]
    chain: tuple[Entity | str, ...]
    start: int
    end: int
    confidence: float
    terms: tuple[Term, ...] = ()
    addressee: Entity | None = None
    denied: bool = False
    context: Context = "actual"
    when: str | None = None


Pair = tuple[Cue, Draft]
"""A cue and what is read off it; lists of them are in the order of the cues."""


def within(found: list[Pair], here: Sentence | None) -> list[Pair]:
    """Return what of *found* has its cue in the sentence *here*."""
    if here is None:
        return []
    first, last = (
        bisect_left(found, place, key=lambda pair: pair[0].span[0]) for place in (here.start, here.end)
    )
    return found[first:last]


def sides(entities: tuple[Entity, ...]) -> set[Entity]:
    """Return the sides that *entities* speak for."""
    return {entity.top for entity in entities}


def same_side(one: Draft, other: Draft) -> bool:
    """Whether both are acts of the same side."""
    return sides(one.speakers) == sides(other.speakers)
