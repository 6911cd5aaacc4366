"""The numbers of a goal, made small: shifted to 0, divided by what all share, keys packed into one number.

A part of the search adds up rows: one column for each party, then one for each budget that can bind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import gcd

import numpy as np

from sulh.bargaining.pareto.goal import Goal, Options, Vector
from sulh.bargaining.pareto.skyline import SAFE, Whole
from sulh.bargaining.space import Space


class Scaled:
    """A *goal* over a *space* in small numbers, and the options that may be chosen at all.

    `options[i]` are the options of issue i that meet all that binds on it alone; `rows[i]` their costs, with
    the budgets, in the same order; `keys[i]` their packed keys. `most` bounds each column (None: nothing);
    `hopeless`: below the least there is.
    """

    def __init__(self, space: Space, goal: Goal) -> None:
        self.space, self.goal = space, goal
        self.options = [_options(space, i, goal.hard) for i in range(len(space.issues))]
        self.parties = self._parties()
        lows, unit = self._columns([goal.single], [[charge.cost for charge in goal.charges]], self.parties)
        self.base: list[int] = [sum(low[j] for low in lows[0]) for j in range(self.parties)]
        self.unit = unit
        self._lows = lows[0]
        self.charges = [
            (charge.mask, tuple(x // u for x, u in zip(charge.cost, unit, strict=True)))
            for charge in goal.charges
        ]
        self.caps, cap_most = self._caps()
        self.most: list[int | None] = [*self._most(), *cap_most]
        self.hopeless = any(most is not None and most < 0 for most in self.most)
        self.key_base, self.key_unit, self.radix = self._key_scale()
        self.fits = self._largest() < SAFE

    def _parties(self) -> int:
        for issue in self.goal.single:
            for vector in issue:
                return len(vector)
        if self.goal.most is not None:
            return len(self.goal.most)
        return len(self.goal.charges[0].cost) if self.goal.charges else len(self.space.among)

    def _columns(
        self,
        tables: Sequence[Sequence[Sequence[Vector]]],
        more: Iterable[Iterable[Vector]],
        width: int,
    ) -> tuple[list[list[list[int]]], list[int]]:
        """Return the least number of each column for each issue, and what all differences share."""
        shared = [0] * width
        lows = []
        for table in tables:
            rows = []
            for issue, options in enumerate(self.options):
                columns = list(zip(*(table[issue][o] for o in options), strict=True)) or [(0,)] * width
                low = [min(column) for column in columns]
                shared = [gcd(s, *(x - y for x in c)) for s, c, y in zip(shared, columns, low, strict=True)]
                rows.append(low)
            lows.append(rows)
        for vectors in more:
            for vector in vectors:
                shared = [gcd(s, x) for s, x in zip(shared, vector, strict=True)]
        return lows, [s or 1 for s in shared]

    def _most(self) -> list[int | None]:
        if self.goal.most is None:
            return [None] * self.parties
        bounds = zip(self.goal.most, self.base, self.unit, strict=True)
        return [(most - base) // unit for most, base, unit in bounds]

    def _caps(self) -> tuple[list[list[list[int]]], list[int]]:
        """Return the budgets that can bind, as issue → costs of its options, and their limits."""
        kept, bounds = [], []
        for cap in self.goal.caps:
            costs = [[cap.costs[i][o] for o in options] for i, options in enumerate(self.options)]
            lows = [min(row, default=0) for row in costs]
            unit = gcd(*(x - low for row, low in zip(costs, lows, strict=True) for x in row)) or 1
            most = (cap.most - sum(lows)) // unit
            small = [[(x - low) // unit for x in row] for row, low in zip(costs, lows, strict=True)]
            if sum(max(row, default=0) for row in small) > most:
                kept.append(small)
                bounds.append(most)
        return kept, bounds

    def _key_scale(self) -> tuple[list[list[int]], list[int], list[int]]:
        width = next((len(vector) for issue in self.goal.key for vector in issue), 1)
        [lows], unit = self._columns([self.goal.key], [], width)
        if self.goal.counted:
            unit[0] = 1
        sizes = [self.goal.counted.bit_count()] + [0] * (width - 1)
        for issue, options in enumerate(self.options):
            for j in range(width):
                found = [(self.goal.key[issue][o][j] - lows[issue][j]) // unit[j] for o in options]
                sizes[j] += max(found, default=0)
        radix = [1] * width
        for j in range(width - 1, 0, -1):
            radix[j - 1] = radix[j] * (sizes[j] + 1)
        self.largest_key = sum(size * r for size, r in zip(sizes, radix, strict=True))
        return lows, unit, radix

    def _largest(self) -> int:
        columns = [0] * (self.parties + len(self.caps))
        for rows in self._plain:
            tops = [max(column) for column in zip(*rows, strict=True)] or [0] * len(columns)
            columns = [a + b for a, b in zip(columns, tops, strict=True)]
        for _, cost in self.charges:
            columns = [a + b for a, b in zip(columns, [*cost, *[0] * len(self.caps)], strict=True)]
        return max(columns, default=0)

    @cached_property
    def _plain(self) -> list[list[tuple[int, ...]]]:
        result = []
        for issue, options in enumerate(self.options):
            low, unit, table = self._lows[issue], self.unit, self.goal.single[issue]
            rows = []
            for at, o in enumerate(options):
                asked = ((x - y) // u for x, y, u in zip(table[o], low, unit, strict=True))
                rows.append((*asked, *(cap[issue][at] for cap in self.caps)))
            result.append(rows)
        return result

    def rows(self, issue: int) -> list[tuple[int, ...]]:
        """Return for each option of *issue* that may be chosen what it costs, budgets last."""
        return self._plain[issue]

    def key(self, issue: int, option: int) -> int:
        """Return the key of an option, packed."""
        low, found = self.key_base[issue], self.goal.key[issue][option]
        parts = zip(found, low, self.key_unit, self.radix, strict=True)
        return sum((x - y) // unit * radix for x, y, unit, radix in parts)

    def choices(self, issue: int) -> list[tuple[tuple[int, ...], int, Options]]:
        """Return the options of *issue* that may be chosen, each with its costs and its key."""
        pairs = zip(self.options[issue], self.rows(issue), strict=True)
        return [(row, self.key(issue, option), ((issue, option),)) for option, row in pairs]

    def array(self, rows: Sequence[Sequence[int]], width: int) -> Whole:
        """Return *rows* as an array of *width* columns, in int64 where all sums fit."""
        return np.array(rows, np.int64 if self.fits else object).reshape(len(rows), width)

    def key_array(self, keys: Sequence[int]) -> Whole:
        """Return packed *keys* as an array."""
        return np.array(keys, np.int64 if self.largest_key < SAFE else object)

    def vectors(self, rows: Whole) -> list[Vector]:
        """Return *rows* (parties only) in the goal's own numbers."""
        if not len(rows):
            return []
        columns = []
        for j, (unit, base) in enumerate(zip(self.unit, self.base, strict=True)):
            column = rows[:, j].tolist()
            columns.append(column if (unit, base) == (1, 0) else [x * unit + base for x in column])
        return list(zip(*columns, strict=True)) if columns else [()] * len(rows)


def _options(space: Space, issue: int, hard: int) -> list[int]:
    allowed = set(range(len(space.issues[issue].options)))
    for constraint in (*space.links, *space.positions):
        if constraint.scope == (issue,) and (constraint.bit < 0 or hard >> constraint.bit & 1):
            allowed &= space.meeting(constraint)
    return sorted(allowed)
