"""A move before the parties of the report are known."""

from __future__ import annotations

from dataclasses import dataclass

from sulh.model.move import Act, Context, Term
from sulh.reading.entity import Entity

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
