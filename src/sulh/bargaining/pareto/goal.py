"""What a Pareto search is asked, and what it answers: costs in whole numbers, one for each party."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Vector = tuple[int, ...]
Options = tuple[tuple[int, int], ...]
"""A package as pairs of issue and option, in the case's order."""


@dataclass(frozen=True)
class Cap:
    """A budget: the costs (issue, option → cost) of the options chosen add up to at most `most`."""

    costs: Sequence[Sequence[int]]
    most: int


@dataclass(frozen=True)
class Charge:
    """What failing positions that span issues costs: `cost` (not negative), once, if any of `mask` fails."""

    mask: int
    cost: Vector


@dataclass(frozen=True)
class Goal:
    """What is to be kept small, for each of k parties, and what must hold besides the links.

    `single`: issue, option → cost to each party. `key`: issue, option → numbers that add up and choose,
    least first, which of several packages of one cost is shown. Packages that fail a position in the mask
    `hard` do not count; failing positions that span issues costs the `charges`, and each of those in
    `counted` adds 1 to the first number of the key. `most` bounds the cost to each party, inclusive; all
    `caps` are kept.
    """

    single: Sequence[Sequence[Vector]]
    key: Sequence[Sequence[Vector]]
    hard: int = 0
    charges: Sequence[Charge] = ()
    counted: int = 0
    most: Vector | None = None
    caps: Sequence[Cap] = ()


@dataclass(frozen=True)
class Front:
    """The costs that no package undercuts for all parties at once, ascending; how many packages have each.

    `shown(i)` is the package of the least key among those that cost `vectors[i]`, `alternatives(i, n)` up to
    n others, by rising key. `complete` is False where the search ended early: then what is there is right,
    and more may be missing; `why` says what ended it. `counted` is False where the counts are only the
    packages that were found: there may be more, and `shown` is then one of the least key found. `blocked` are
    issues on which no package is left, where there is none in all; `least` says of an incomplete answer that
    the least of all totals is in it.
    """

    vectors: Sequence[Vector]
    counts: Sequence[int]
    shown: Callable[[int], Options]
    alternatives: Callable[[int, int], list[Options]]
    complete: bool = True
    why: str | None = None
    counted: bool = True
    blocked: tuple[int, ...] = ()
    least: bool = True
