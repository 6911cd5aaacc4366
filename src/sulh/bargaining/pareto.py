"""Exact Pareto frontiers over the packages of a space: costs in whole numbers, one for each party."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.space import Space

Vector = tuple[int, ...]
Options = tuple[tuple[int, int], ...]
"""A package as pairs of issue and option, in the case's order."""


@dataclass(frozen=True)
class Cap:
    """A budget: the costs (issue, option → cost) of the options chosen add up to at most `most`."""

    costs: Sequence[Sequence[int]]
    most: int


@dataclass(frozen=True)
class Goal:
    """What is to be kept small, for each of k parties, and what must hold besides the links.

    `single`: issue, option → cost to each party. `key`: issue, option → numbers that add up and choose,
    least first, which of several packages of one cost is shown. Packages that fail a position in the mask
    `hard` do not count; `spanning` gives what failing a mask of positions that span issues costs (None:
    nothing), and each of those in `counted` adds 1 to the first number of the key. `most` bounds the cost
    to each party, inclusive; all `caps` are kept.
    """

    single: Sequence[Sequence[Vector]]
    key: Sequence[Sequence[Vector]]
    hard: int = 0
    spanning: Callable[[int], Vector] | None = None
    counted: int = 0
    most: Vector | None = None
    caps: Sequence[Cap] = ()


@dataclass(frozen=True)
class Front:
    """The costs that no package undercuts for all parties at once, ascending; how many packages have each.

    `complete` is False where the search ended early: then what is there is right, and more may be
    missing; `why` says what ended it.
    """

    vectors: Sequence[Vector]
    counts: Sequence[int]
    shown: Callable[[int], Options]
    alternatives: Callable[[int, int], list[Options]]
    complete: bool = True
    why: str | None = None


def pareto(space: Space, goal: Goal, allowance: Allowance) -> Front:
    """Return the whole frontier of *goal* over the packages of *space*."""
    found: dict[Vector, list[tuple[Vector, Options]]] = {}
    for chosen in product(*(range(len(issue.options)) for issue in space.issues)):
        allowance.check()
        failed = sum(1 << p.bit for p in space.positions if not p.test(chosen))
        if failed & goal.hard or not all(link.test(chosen) for link in space.links):
            continue
        wide = sum(1 << p.bit for p in space.positions if len(p.scope) > 1) & failed
        if any(sum(cap.costs[i][o] for i, o in enumerate(chosen)) > cap.most for cap in goal.caps):
            continue
        costs = [goal.single[i][o] for i, o in enumerate(chosen)]
        costs += [goal.spanning(wide)] if goal.spanning else []
        vector = tuple(map(sum, zip(*costs, strict=True)))
        if goal.most and any(cost > most for cost, most in zip(vector, goal.most, strict=True)):
            continue
        first, *rest = map(sum, zip(*(goal.key[i][o] for i, o in enumerate(chosen)), strict=True))
        key = (first + (wide & goal.counted).bit_count(), *rest)
        found.setdefault(vector, []).append((key, tuple(enumerate(chosen))))
    best = [v for v in sorted(found) if not any(all(map(int.__le__, w, v)) for w in found if w != v)]
    groups = [sorted(found[vector]) for vector in best]
    return Front(
        best,
        [len(group) for group in groups],
        lambda at: groups[at][0][1],
        lambda at, most: [options for _, options in groups[at][1 : most + 1]],
    )
