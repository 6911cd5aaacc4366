"""Frontiers of some issues, merged by sums; the packages behind each point by way of back-pointers.

A frontier of the whole is made of points of the frontiers of its parts: where one part could do better for
all parties, so could the whole. So all packages of a point, their number and the one of the least key follow
from those of the parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import heappop, heappush
from operator import le
from typing import NamedTuple

import numpy as np

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.pareto.goal import Options
from sulh.bargaining.pareto.scaled import Scaled
from sulh.bargaining.pareto.skyline import SAFE, Indices, Whole, apart, distinct, minimal, small

BLOCK = 1 << 19
"""Sums that are held at once."""

_FEW = 24
"""Rows that are compared one by one, without arrays."""

Choice = tuple[tuple[int, ...], int, Options]
"""What an option costs (budgets last), its key, and the option."""

Edge = tuple[int, int, int]
"""A point as the sum of a point of the left part and one of the right, and what that adds to the key."""


class Table(NamedTuple):
    """Points: their rows, how many packages each has, the least key, and the two points that it sums."""

    rows: Whole
    counts: Whole
    keys: Whole
    left: Indices
    right: Indices

    def take(self, at: Indices) -> Table:
        """Return the points *at* these indices."""
        return Table(*(column[at] for column in self))

    @classmethod
    def joined(cls, tables: Sequence[Table]) -> Table:
        """Return the points of all *tables*."""
        return cls(*map(np.concatenate, zip(*tables, strict=True))) if len(tables) > 1 else tables[0]


class Part:
    """The frontier of some issues: `table`, its rows distinct and ascending."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._streams: dict[int, Stream] = {}

    def __len__(self) -> int:
        return len(self.table.rows)

    def best(self, at: int) -> tuple[list[tuple[Part, int]], Options]:
        """Return what the package of the least key at a point is made of."""
        raise NotImplementedError

    def packages(self, at: int) -> Iterator[tuple[int, Options]]:
        """Yield the packages of a point with their keys, by rising key."""
        raise NotImplementedError

    def stream(self, at: int) -> Stream:
        """Return the packages of a point, kept as far as they were asked for."""
        if at not in self._streams:
            self._streams[at] = Stream(self.packages(at))
        return self._streams[at]


class Stream:
    """Packages by rising key, remembered."""

    def __init__(self, source: Iterator[tuple[int, Options]]) -> None:
        self._source = source
        self._known: list[tuple[int, Options]] = []

    def get(self, at: int) -> tuple[int, Options] | None:
        """Return the package number *at*, or None where there are fewer."""
        while len(self._known) <= at:
            found = next(self._source, None)
            if found is None:
                return None
            self._known.append(found)
        return self._known[at]


def shown(part: Part, at: int) -> Options:
    """Return the package of the least key at a point of *part*."""
    chosen: list[tuple[int, int]] = []
    todo = [(part, at)]
    while todo:
        deeper, options = (some := todo.pop())[0].best(some[1])
        todo += deeper
        chosen += options
    return tuple(sorted(chosen))


class Leaf(Part):
    """Points that are options of one issue (or nothing at all): `groups` gives each point its options."""

    def __init__(self, table: Table, groups: Sequence[Sequence[tuple[int, Options]]]) -> None:
        super().__init__(table)
        self.groups = groups

    def best(self, at: int) -> tuple[list[tuple[Part, int]], Options]:
        """Return the first option of a point."""
        return [], self.groups[at][0][1]

    def packages(self, at: int) -> Iterator[tuple[int, Options]]:
        """Yield the options of a point."""
        yield from self.groups[at]


class Pair(Part):
    """Points that are sums of a point of `left` and one of `right`."""

    def __init__(self, table: Table, left: Part, right: Part) -> None:
        super().__init__(table)
        self.left, self.right = left, right

    def best(self, at: int) -> tuple[list[tuple[Part, int]], Options]:
        """Return the two points that a point sums, those of the least key."""
        return [(self.left, int(self.table.left[at])), (self.right, int(self.table.right[at]))], ()

    def packages(self, at: int) -> Iterator[tuple[int, Options]]:
        """By a heap over all sums that make the point (Huang & Chiang, "Better k-best parsing", 2005)."""
        heap: list[tuple[int, int, int, int]] = []
        edges = list(self.edges(at))

        def offer(edge: int, i: int, j: int) -> None:
            left, right, extra = edges[edge]
            one, two = self.left.stream(left).get(i), self.right.stream(right).get(j)
            if one and two:
                heappush(heap, (one[0] + two[0] + extra, edge, i, j))

        for edge in range(len(edges)):
            offer(edge, 0, 0)
        while heap:
            key, edge, i, j = heappop(heap)
            left, right, _ = edges[edge]
            one, two = self.left.stream(left).get(i), self.right.stream(right).get(j)
            if one and two:
                yield key, (*one[1], *two[1])
            offer(edge, i, j + 1)
            if not j:
                offer(edge, i + 1, 0)

    def edges(self, at: int) -> Iterator[Edge]:
        """Yield all sums that make a point."""
        rests = self.table.rows[at] - self.left.table.rows
        some = np.flatnonzero((rests >= 0).all(axis=1))
        for left, rest in zip(some.tolist(), map(tuple, rests[some].tolist()), strict=True):
            right = self._places.get(rest)
            if right is not None:
                yield left, right, 0

    @cached_property
    def _places(self) -> dict[tuple[int, ...], int]:
        return {tuple(row): i for i, row in enumerate(self.right.table.rows.tolist())}


def leaf(scaled: Scaled, choices: Sequence[Choice], budgets: int, allowance: Allowance) -> Leaf:
    """Return the frontier of *choices*, whose rows end with so many *budgets*."""
    width = scaled.parties + budgets
    groups: dict[tuple[int, ...], list[tuple[int, Options]]] = {}
    for row, key, options in choices:
        groups.setdefault(row, []).append((key, options))
    rows = sorted(groups)
    if len(rows) <= _FEW:
        rows = [row for row in rows if not any(_undercuts(one, row, scaled.parties) for one in rows)]
    found = [sorted(groups[row]) for row in rows]
    at = np.arange(len(rows))
    counts = np.array([len(group) for group in found], np.int64)
    keys = scaled.key_array([group[0][0] for group in found])
    table = Table(scaled.array(rows, width), counts, keys, at, at)
    if len(groups) <= _FEW:
        return Leaf(table, found)
    kept = np.flatnonzero(apart(small(table.rows), scaled.parties, allowance.check))
    return Leaf(table.take(kept), [found[i] for i in kept.tolist()])


def _undercuts(one: tuple[int, ...], two: tuple[int, ...], parties: int) -> bool:
    return all(map(le, one, two)) and one[:parties] != two[:parties]


def reduced(table: Table, allowance: Allowance) -> Table:
    """Return the minimal points of *table*, those of one cost as one: counts added up, the least key kept."""
    rows = small(table.rows)
    order, first = distinct(rows)
    heads = order[first]
    kept = minimal(rows[heads], allowance.check)
    if len(heads) == len(order):
        return table.take(heads[kept])
    group = np.cumsum(first) - 1
    inside = kept[group]
    order, group = order[inside], group[inside]
    return merged(table, order, group)


def merged(table: Table, order: Indices, group: Indices) -> Table:
    """Return one point for each *group* of points in *order*, groups ascending; of equal keys the first."""
    keys = table.keys[order]
    ranks = small(keys[:, None])[:, 0]
    within = np.lexsort((order, ranks, group))
    order, group = order[within], group[within]
    starts = np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1]))) if len(order) else order
    result = table.take(order[starts])
    if not len(order):
        return result
    counts = table.counts
    if counts.dtype != object and int(counts.max()) * len(order) >= SAFE:
        counts = counts.astype(object)
    return result._replace(counts=np.add.reduceat(counts[order], starts))


def summed(one: Part, two: Part, most: Sequence[int | None], allowance: Allowance) -> Part:
    """Return the frontier of all sums of a point of *one* and a point of *two*, each column within *most*."""
    left, right = (one, two) if len(one) >= len(two) else (two, one)
    width = left.table.rows.shape[1]
    if len(right) == 1:
        return Pair(within(_moved(left.table, right.table), most), left, right)
    step = max(1, BLOCK // max(1, len(right)))
    held = min(len(left), step) * len(right) * (width + 5) * 32
    allowance.hold(held + len(left) * (width + 5) * 16, "sums of frontiers")
    found: list[Table] = []
    waiting, size = 0, 0
    for start in range(0, max(1, len(left)), step):
        allowance.check()
        found.append(_sums(left.table, right.table, slice(start, start + step), most, allowance))
        waiting += len(found[-1].rows)
        if len(found) > 1 and waiting > 2 * size:
            allowance.hold(waiting * (width + 5) * 24, "a frontier")
            found = [reduced(Table.joined(found), allowance)]
            waiting = size = len(found[0].rows)
    table = reduced(Table.joined(found), allowance) if len(found) > 1 else found[0]
    return Pair(table, left, right)


def _moved(left: Table, right: Table) -> Table:
    """Return the points of *left*, each with the one point of *right* added: still a frontier, in order."""
    counts = left.counts
    if int(right.counts[0]) > 1:
        if int(right.counts[0]) * int(counts.max(initial=1)) >= SAFE:
            counts = counts.astype(object)
        counts = counts * right.counts[0]
    at = np.arange(len(left.rows))
    return Table(left.rows + right.rows, counts, left.keys + right.keys, at, np.zeros(len(at), np.intp))


def _sums(left: Table, right: Table, some: slice, most: Sequence[int | None], allowance: Allowance) -> Table:
    rows, width = left.rows[some], left.rows.shape[1]
    number = len(rows) * len(right.rows)
    sums = (rows[:, None] + right.rows[None]).reshape(number, width)
    counts = [left.counts[some], right.counts]
    tops = [int(c.max()) if len(c) else 1 for c in counts]
    if tops[0] * tops[1] >= SAFE:
        counts = [c.astype(object) for c in counts]
    if tops == [1, 1]:
        together = np.ones(number, counts[0].dtype)
    else:
        together = (counts[0][:, None] * counts[1][None]).reshape(number)
    keys = (left.keys[some][:, None] + right.keys[None]).reshape(number)
    at = np.arange(number)
    table = reduced(within(Table(sums, together, keys, at, at), most), allowance)
    first, second = np.divmod(table.left, len(right.rows))
    return table._replace(left=first + some.start, right=second)


def within(table: Table, most: Sequence[int | None]) -> Table:
    """Return the points whose columns stay within *most*."""
    inside = None
    for column, bound in enumerate(most):
        if bound is not None:
            here = (table.rows[:, column] <= bound).astype(np.bool_)
            inside = here if inside is None else inside & here
    return table if inside is None or inside.all() else table.take(np.flatnonzero(inside))
