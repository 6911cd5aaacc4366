"""The minimal rows of an array of whole numbers: those that no other row undercuts in all columns at once.

For two columns by a running minimum over the sorted rows; for more by halves, as in Kung, Luccio & Preparata,
"On finding the maxima of a set of vectors" (1975): of two halves by the first column, the upper one is
compared with the minimal rows of the lower one in one column less.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[Any]
"""Whole numbers: int64, or Python's own (dtype object) where those would not do."""

Indices = NDArray[np.intp]
Mask = NDArray[np.bool_]
Check = Callable[[], None]

SAFE = 1 << 62
"""Sums below this are taken in int64."""

_BRUTE = 1 << 16
"""Pairs of rows that are compared at once."""

_SMALL = 96
"""Rows of which each is compared with each."""

_EARLIER = np.triu(np.ones((_SMALL, _SMALL), np.bool_), 1)
_THIN = 32


def ranked(rows: Whole) -> NDArray[np.int64]:
    """Return *rows* with each number replaced by its rank in its column: same order, small numbers."""
    ranks = np.empty(rows.shape, np.int64)
    for column in range(rows.shape[1]):
        ranks[:, column] = np.unique(rows[:, column], return_inverse=True)[1].reshape(-1)
    return ranks


def small(rows: Whole) -> NDArray[np.int64]:
    """Return *rows* in int64, ranked if they are larger."""
    return rows if rows.dtype == np.int64 else ranked(rows)


def distinct(rows: NDArray[np.int64]) -> tuple[Indices, Mask]:
    """Return the lexicographic order of *rows*, and which rows in that order differ from the one before."""
    number, width = rows.shape
    if number <= 1 or not width:
        return np.arange(number), np.arange(number) == 0
    packed = _packed(rows)
    if packed is not None:
        order = np.argsort(packed)
        packed = packed[order]
        first = np.empty(number, np.bool_)
        first[0] = True
        np.not_equal(packed[1:], packed[:-1], out=first[1:])
        return order, first
    order = np.lexsort(rows.T[::-1])
    ordered = rows[order]
    return order, np.concatenate(([True], (ordered[1:] != ordered[:-1]).any(axis=1)))


def _packed(rows: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Return one number for each row that orders them lexicographically, or None where it is too large."""
    if rows.shape[1] == 1:
        only: NDArray[np.int64] = rows[:, 0]
        return only
    low = rows.min(axis=0).tolist()
    high = rows.max(axis=0).tolist()
    size = 1
    for least, most in zip(low, high, strict=True):
        size *= most - least + 1
    if size >= SAFE:
        return None
    result: NDArray[np.int64] = rows[:, 0] - low[0]
    for column in range(1, rows.shape[1]):
        result *= high[column] - low[column] + 1
        result += rows[:, column] - low[column] if low[column] else rows[:, column]
    return result


def minimal(rows: NDArray[np.int64], check: Check) -> Mask:
    """Return which of *rows* no other undercuts. They are distinct and in lexicographic order.

    *check* is called every few milliseconds.
    """
    width = rows.shape[1]
    kept = np.ones(len(rows), np.bool_)
    if len(rows) <= 1:
        return kept
    if width <= 1:
        kept[width:] = False
        return kept
    if width == 2:
        lowest = np.minimum.accumulate(rows[:, 1])
        kept[1:] = rows[1:, 1] < lowest[:-1]
        return kept
    _thin(rows, kept)
    some = np.flatnonzero(kept)
    kept[some] = _minimal_three(rows[some]) if width == 3 else _minimal(rows[some], check)
    return kept


def _thin(rows: NDArray[np.int64], kept: Mask) -> None:
    """Leave out what the rows of the least totals undercut: quick, and mostly the greater part."""
    if len(rows) < 256:
        return
    totals = totals_of(rows, rows.shape[1])
    strong = np.argpartition(totals, _THIN)[:_THIN]
    left = np.flatnonzero(kept)
    columns = rows.T
    for at in strong[np.argsort(totals[strong])]:
        if not kept[at]:
            continue
        over = np.logical_and.reduce([c[left] >= bound for c, bound in zip(columns, rows[at], strict=True)])
        kept[left[over]] = False
        kept[at] = True
        before, left = len(left), np.flatnonzero(kept)
        if len(left) > 0.98 * before:
            break


def _minimal_three(rows: NDArray[np.int64]) -> Mask:
    """By halves, all pairs of neighbouring blocks of one size at once, from the smallest to the largest.

    In each pair the upper rows are compared with the lower ones in the last two columns: sorted by the
    second, by a running minimum of the third, which starts anew with each pair because each pair's numbers
    lie below those of the pair before.
    """
    number = len(rows)
    second = np.argsort(rows[:, 1], kind="stable")
    third = np.unique(rows[:, 2], return_inverse=True)[1].reshape(-1).astype(np.int64)
    kept = np.ones(number, np.bool_)
    for level in range(max(0, number - 1).bit_length()):
        second = second[kept[second]]
        pair = second >> level + 1
        order = second[np.argsort(pair.astype(np.uint16) if number < 1 << 16 else pair, kind="stable")]
        upper = (order >> level & 1).astype(np.bool_)
        values = third[order] - (order >> level + 1) * (number + 1)
        lowest = np.where(upper, number - (order >> level + 1) * (number + 1), values)
        lowest = np.minimum.accumulate(lowest)
        kept[order[upper & (values >= lowest)]] = False
    return kept


def _minimal(rows: NDArray[np.int64], check: Check) -> Mask:
    """By halves: distinct rows in lexicographic order, so that none is undercut by a later one."""
    number = len(rows)
    if number <= _SMALL:
        return _brute_self(rows)
    check()
    half = number // 2
    lower, upper = _minimal(rows[:half], check), _minimal(rows[half:], check)
    strong, weak = rows[:half][lower], rows[half:][upper]
    upper[upper] = clear(strong[:, 1:], weak[:, 1:], check)
    return np.concatenate((lower, upper))


def _brute_self(rows: NDArray[np.int64]) -> Mask:
    under = _EARLIER[: len(rows), : len(rows)].copy()
    for column in range(1, rows.shape[1]):
        under &= rows[:, None, column] <= rows[None, :, column]
    result: Mask = ~np.logical_or.reduce(under, axis=0)
    return result


def clear(strong: NDArray[np.int64], weak: NDArray[np.int64], check: Check) -> Mask:
    """Return which rows of *weak* no row of *strong* equals or undercuts."""
    if not len(strong) or not len(weak):
        return np.ones(len(weak), np.bool_)
    width = strong.shape[1]
    if not width:
        return np.zeros(len(weak), np.bool_)
    if width == 1:
        lowest: Mask = weak[:, 0] < strong[:, 0].min()
        return lowest
    if width == 2:
        return _clear_two(strong, weak)
    if len(strong) * len(weak) <= _BRUTE:
        under = strong[:, None, 0] <= weak[None, :, 0]
        for column in range(1, width):
            under &= strong[:, None, column] <= weak[None, :, column]
        over: Mask = np.logical_or.reduce(under, axis=0)
        return ~over
    check()
    return _clear_by_halves(strong, weak, check)


def _clear_two(strong: NDArray[np.int64], weak: NDArray[np.int64]) -> Mask:
    order = np.argsort(strong[:, 0])
    first, lowest = strong[order, 0], np.minimum.accumulate(strong[order, 1])
    at = np.searchsorted(first, weak[:, 0], side="right") - 1
    return (at < 0) | (weak[:, 1] < lowest[at])


def _clear_by_halves(strong: NDArray[np.int64], weak: NDArray[np.int64], check: Check) -> Mask:
    """Split both at a middle value of the first column; the two lower parts need one column less, or less."""
    column = np.concatenate((strong[:, 0], weak[:, 0]))
    middle = np.partition(column, (len(column) - 1) // 2)[(len(column) - 1) // 2]
    if middle == column.max():
        below = column[column < middle]
        if not len(below):
            return clear(strong[:, 1:], weak[:, 1:], check)
        middle = below.max()
    strong_low, weak_low = strong[:, 0] <= middle, weak[:, 0] <= middle
    low = strong[strong_low]
    kept = np.empty(len(weak), np.bool_)
    kept[weak_low] = clear(low, weak[weak_low], check)
    high = weak[~weak_low]
    left = clear(low[:, 1:], high[:, 1:], check)
    left[left] = clear(strong[~strong_low], high[left], check)
    kept[~weak_low] = left
    return kept


def totals_of(rows: NDArray[np.int64], parties: int) -> NDArray[np.int64]:
    """Return the total of each row's costs, or of their ranks: less where no cost is more and one is less."""
    costs = rows[:, :parties]
    if len(costs) and costs.shape[1] and int(costs.max()) * parties >= SAFE:
        costs = ranked(costs)
    totals: NDArray[np.int64] = costs.sum(axis=1)
    return totals


def apart(rows: NDArray[np.int64], parties: int, check: Check, *, alike: bool = False) -> Mask:
    """Return which of *rows* (distinct, ascending) no other undercuts in its costs, having spent no more.

    Strictly in the costs: of rows of one cost each stays, for its packages are packages of that cost too.
    With *alike* some rows may be equal.
    """
    kept = minimal(rows, check)
    if rows.shape[1] == parties and not alike:
        return kept
    totals = totals_of(rows, parties)
    rest = np.flatnonzero(~kept)
    strong = np.column_stack((rows, totals))[kept]
    weak = np.column_stack((rows, totals - 1))[rest]
    kept[rest] = clear(strong, weak, check)
    return kept
