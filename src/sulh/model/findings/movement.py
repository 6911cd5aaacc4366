"""How far a deal asks each party to move: the movement frontier."""

from __future__ import annotations

from pydantic import Field

from sulh.model.base import Value
from sulh.model.findings.base import Exact, Finding
from sulh.model.problem import Package


class FrontierPoint(Value):
    """A movement that no other beats for all parties at once, and a package that asks it.

    `packages` is how many packages ask exactly this movement, `crosses` the positions that this one fails,
    `alternatives` some of the other packages where asked for.
    """

    movement: dict[str, Exact]
    package: Package
    packages: int = 1
    assumes: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()
    crosses: tuple[str, ...] = ()
    alternatives: tuple[Package, ...] = ()


class Frontier(Finding):
    """The movement frontier. `even` (leximin) and `least` (least total) are indices into `points`."""

    parties: tuple[str, ...]
    points: tuple[FrontierPoint, ...] = ()
    even: tuple[int, ...] = ()
    least: tuple[int, ...] = ()
    one_for_one: bool = Field(default=False, description="All totals are equal: parties trade one for one.")
