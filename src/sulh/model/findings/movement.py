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


class RedLines(Value):
    """What keeping all red lines adds: to the least movement in all, and to the most of the even split.

    Both None: no package keeps all red lines, or it is not known which do.
    """

    least: Exact | None = None
    even: Exact | None = None


class Frontier(Finding):
    """The movement frontier. `even` (leximin) and `least` (least total) are indices into `points`.

    `number` is how many points are known, listed or not. `counted` is False where `packages` counts only
    those that were found: there may be more. `red_lines` is given where they count like any other position.
    """

    parties: tuple[str, ...] = ()
    points: tuple[FrontierPoint, ...] = ()
    number: int = 0
    counted: bool = True
    even: tuple[int, ...] = ()
    least: tuple[int, ...] = ()
    red_lines: RedLines | None = None
    one_for_one: bool = Field(default=False, description="All totals are equal: parties trade one for one.")
