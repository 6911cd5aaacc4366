"""Where a deal is blocked, and what would open it."""

from __future__ import annotations

from typing import Literal

from sulh.model.base import Value
from sulh.model.findings.base import Count, Finding
from sulh.model.problem import Package


class Obstacle(Value):
    """A minimal set of positions that cannot all be met.

    `kind`: ``clash`` between parties with nothing in between, ``between`` where options lie strictly between
    two sides (then listed in `between`), ``self`` where one party contradicts itself. `hedged`: it rests on
    a hedged or unsure position.
    """

    positions: tuple[str, ...]
    parties: tuple[str, ...]
    issues: tuple[str, ...]
    kind: Literal["clash", "between", "self"]
    between: tuple[str, ...] = ()
    hedged: bool = False


class Obstacles(Finding):
    """All obstacles, smallest first, those that rest on hedged positions last.

    Empty and complete: a deal is possible as far as is recorded.
    """

    obstacles: tuple[Obstacle, ...] = ()


class Opening(Value):
    """A minimal set of positions that, given up, dissolves one knot.

    `package` is the package of least movement that it allows over the knot's issues; `assumes` the issues on
    which that leaves the status quo although the issue's controller has not been heard; `reopens` the
    refused offers that it contains.
    """

    give_up: tuple[str, ...]
    red_lines: int
    package: Package
    assumes: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()


class Knot(Value):
    """Obstacles joined by a shared position (as indices), and the ways to open them together.

    `positions` are all those that obstacles of the knot rest on, of obstacles that are not listed, too.
    """

    obstacles: tuple[int, ...]
    positions: tuple[str, ...] = ()
    openings: tuple[Opening, ...]


class Openings(Finding):
    """The openings of the whole are one from each knot; `number` is how many that makes.

    Where not `counted` it is how many at least. `obstacles` are those that the knots count from 0, in the
    order of the finding `Obstacles`.
    """

    obstacles: tuple[Obstacle, ...] = ()
    knots: tuple[Knot, ...] = ()
    number: Count = 1
    counted: bool = True
