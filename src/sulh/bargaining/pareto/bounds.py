"""What a partial package could still come to at best, against packages that are known.

The frontier of the issues that are left, links left out of account, bounds from below what they will cost.
It is held as a few rows, each the least of a run of neighbours. A label that with each of these rows costs
more than a known package, for somebody, and less for nobody, leads to no point of the frontier. (Bound sets:
Ehrgott & Gandibleux, "Bound sets for biobjective combinatorial optimization problems", 2007.)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.pareto.parts import Leaf, Table, leaf, summed
from sulh.bargaining.pareto.scaled import Scaled
from sulh.bargaining.pareto.skyline import SAFE, Mask, Whole, clear, totals_of

_ROWS = (12, 96)
"""Rows that bound from below: first few, then, for the labels that are left, more."""

_BLOCK = 1 << 18
_DIRECTIONS = 24
_SAMPLE = 64


class Bounds:
    """Bounds on what the issues after each step of *order* cost and spend."""

    def __init__(self, scaled: Scaled, order: Sequence[int], allowance: Allowance) -> None:
        self.scaled, self.allowance = scaled, allowance
        budgets = len(scaled.caps)
        at = np.zeros(1, np.intp)
        rows = scaled.array([[0] * (scaled.parties + budgets)], scaled.parties + budgets)
        one = np.ones(1, np.int64)
        rest: Leaf = Leaf(Table(rows, one, scaled.key_array([0]), at, at), [[(0, ())]])
        self.rests = [rest.table.rows]
        for issue in reversed(order[1:]):
            # Whatever a row spends, and however many packages it stands for: only costs count here.
            some = leaf(scaled, scaled.choices(issue), budgets, allowance)
            table = summed(Leaf(some.table, []), rest, scaled.most, allowance).table
            rest = Leaf(table._replace(counts=np.ones(len(table.rows), np.int64)), [])
            self.rests.append(table.rows)
        self.rests.reverse()

    def open(self, rows: Whole, known: Whole, number: int) -> Mask:
        """Return which labels (*rows*, after step *number*) no *known* package undercuts in any case."""
        result = np.ones(len(rows), np.bool_)
        for most in _ROWS:
            rest = _few(self.rests[number], most)
            some = np.flatnonzero(result)
            step = max(1, _BLOCK // max(1, len(rest)))
            for start in range(0, len(some), step):
                self.allowance.check()
                block = some[start : start + step]
                result[block] = self._open(rows[block], known, rest)
            if len(rest) < most:
                break
        return result

    def _open(self, rows: Whole, known: Whole, rest: Whole) -> Mask:
        parties, width = self.scaled.parties, rows.shape[1]
        sums = (rows[:, None] + rest[None]).reshape(-1, width)
        may = np.ones(len(sums), np.bool_)
        for column in range(parties, width):
            most = self.scaled.most[column]
            if most is not None:
                may &= (sums[:, column] <= most).astype(np.bool_)
        at = np.flatnonzero(may)
        may[at] = beyond(known, sums[at, :parties], self.allowance)
        result: Mask = np.logical_or.reduce(may.reshape(len(rows), len(rest)), axis=1)
        return result

    def promising(self, rows: Whole, number: int, most: int) -> Mask:
        """Return about *most* labels that promise much in different directions."""
        parties, rest = self.scaled.parties, self.rests[number]
        rest = rest[np.linspace(0, len(rest), min(len(rest), _SAMPLE), endpoint=False).astype(np.intp)]
        affordable = np.ones((len(rows), len(rest)), np.bool_)
        for column in range(parties, rows.shape[1]):
            spent = rows[:, column][:, None] + rest[:, column][None]
            affordable &= (spent <= self.scaled.most[column]).astype(np.bool_)
        if not len(rest):
            return np.zeros(len(rows), np.bool_)
        costs, still = rows[:, :parties].astype(float), rest[:, :parties].astype(float)
        span = costs.max(axis=0) + still.max(axis=0) + 1
        each = max(1, most // _DIRECTIONS)
        chosen = np.zeros(len(rows), np.bool_)
        for weights in np.random.default_rng(0).dirichlet(np.ones(parties), _DIRECTIONS):
            least = np.where(affordable, ((still / span) @ weights)[None], parties).min(axis=1)
            worth = (costs / span) @ weights + least
            chosen[np.argpartition(worth, min(each, len(rows) - 1))[:each]] = True
        return chosen


def beyond(known: Whole, rows: Whole, allowance: Allowance) -> Mask:
    """Return which of *rows* no row of *known* undercuts; one that is equal does not undercut."""
    if rows.dtype == object or not len(known):
        return np.ones(len(rows), np.bool_)
    if rows.shape[1] == 2:
        return _beyond_two(known, rows)
    if rows.shape[1] == 1:
        return rows[:, 0] <= known[:, 0].min()  # type: ignore[no-any-return]
    if max(int(known.max()), int(rows.max(initial=0))) * rows.shape[1] >= SAFE:
        return np.ones(len(rows), np.bool_)
    strong = np.column_stack((known, totals_of(known, known.shape[1])))
    weak = np.column_stack((rows, totals_of(rows, rows.shape[1]) - 1))
    return clear(strong, weak, allowance.check)


def _beyond_two(known: Whole, rows: Whole) -> Mask:
    """By the staircase of *known*, which is a frontier in ascending order."""
    at = np.searchsorted(known[:, 0], rows[:, 0], side="right") - 1
    step = known[np.maximum(at, 0)]
    same = (step == rows).all(axis=1)
    return (at < 0) | same | (rows[:, 1] < step[:, 1])  # type: ignore[no-any-return]


def _few(rows: Whole, most: int) -> Whole:
    """Return at most *most* rows, each the least of a run of *rows* in ascending order."""
    if len(rows) <= most:
        return rows
    starts = np.linspace(0, len(rows), most, endpoint=False).astype(np.intp)
    return np.minimum.reduceat(rows, starts, axis=0)
