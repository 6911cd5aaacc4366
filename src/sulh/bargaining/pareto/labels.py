"""Frontiers of issues that links, spanning positions or budgets join, one issue after the other.

A label is a partial package: its rows (costs, then budgets), and the state of what is still asked of the
issues that are left (see `residuals`). Labels of one row and one state are one; a label is left out where
another costs nobody more and somebody less, has spent no more, and leaves at least the same ways to go on
(label setting: Martins, "On a multicriteria shortest path problem", 1984).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.pareto.bounds import Bounds
from sulh.bargaining.pareto.parts import Choice, Edge, Leaf, Pair, Part, Table, leaf, merged, within
from sulh.bargaining.pareto.residuals import Conditions
from sulh.bargaining.pareto.scaled import Scaled
from sulh.bargaining.pareto.skyline import (
    SAFE,
    Indices,
    Mask,
    Whole,
    apart,
    clear,
    distinct,
    minimal,
    ranked,
    small,
    totals_of,
)

States = NDArray[np.uint64]
_FOLLOWED = 500
"""Labels of each step that are followed at first."""

_STATES = 400
"""Different states of which each is compared with each."""

_STRONG = 1_024
"""Labels that all others are compared with, where states are more."""

_BLOCK = 1 << 21
"""Pairs of labels that are compared at once."""


class Labels(NamedTuple):
    """Labels after a step: points and their states. `extra` is what the step adds to the key by failures."""

    table: Table
    states: States
    extra: Whole

    def take(self, at: Indices) -> Labels:
        """Return the labels *at* these indices."""
        return Labels(self.table.take(at), self.states[at], self.extra[at])


class Layer(Pair):
    """Labels that are sums of a label before and options of the issue that the step settles."""

    def __init__(self, labels: Labels, run: Run, number: int, left: Part, right: Leaf) -> None:
        super().__init__(labels.table, left, right)
        self.states, self._run, self._number = labels.states, run, number

    @cached_property
    def _all(self) -> Labels:
        before = self.left.states if isinstance(self.left, Layer) else self._run.start
        return self._run.expanded(self.left.table, before, self._number)

    def edges(self, at: int) -> Iterator[Edge]:
        """Yield all sums that make a label."""
        table, states, extra = self._all
        same = (table.rows == self.table.rows[at]).all(axis=1) & (states == self.states[at]).all(axis=1)
        for i in np.flatnonzero(same).tolist():
            yield int(table.left[i]), int(table.right[i]), int(extra[i])


class Projected(Pair):
    """Labels of one cost as one point, whatever they spend."""

    def __init__(self, table: Table, last: Part, unit: Leaf) -> None:
        super().__init__(table, last, unit)

    def edges(self, at: int) -> Iterator[Edge]:
        """Yield all labels of a cost."""
        width = self.table.rows.shape[1]
        same = (self.left.table.rows[:, :width] == self.table.rows[at]).all(axis=1)
        for i in np.flatnonzero(same).tolist():
            yield i, 0, 0


class Run:
    """One pass over the issues in *order* under *conditions*."""

    def __init__(
        self, scaled: Scaled, order: Sequence[int], conditions: Conditions, allowance: Allowance
    ) -> None:
        self.scaled, self.order, self.conditions, self.allowance = scaled, order, conditions, allowance
        self.parties, self.width = scaled.parties, scaled.parties + len(scaled.caps)
        self.words = -(-conditions.width // 64)
        self.start: States = np.zeros((1, self.words), np.uint64)
        self.choices = [self._choices(issue) for issue in order]
        self._rest = self._rests()
        self._bounds: Bounds | None = None

    def _choices(self, issue: int) -> list[Leaf]:
        """Return for each kind of options of *issue* their frontier, budgets included."""
        kinds = self.conditions.kinds[issue]
        groups: list[list[Choice]] = [[] for _ in range(max(kinds) + 1)]
        for option, choice in zip(self.scaled.options[issue], self.scaled.choices(issue), strict=True):
            groups[kinds[option]].append(choice)
        return [leaf(self.scaled, group, len(self.scaled.caps), self.allowance) for group in groups]

    def _rests(self) -> list[list[tuple[int, int]]]:
        """Return for each step and budget the least and the most that the issues after it spend."""
        found = [[(0, 0)] * (self.width - self.parties)]
        for issue in reversed(self.order):
            columns = list(zip(*self.scaled.rows(issue), strict=True))[self.parties :]
            found.append(
                [
                    (low + min(column), high + max(column))
                    for (low, high), column in zip(found[-1], columns, strict=True)
                ]
                if columns
                else found[-1]
            )
        return found[-2::-1]

    def frontier(self, first: Part) -> Part:
        """Return the frontier of all the issues, from *first*, which costs what fails in any case.

        At first only some labels of each step are followed. Where that leaves any out, the packages found
        bound the second pass, which follows all that could do better.
        """
        found, whole = self._pass(first, None)
        if whole:
            return found
        self._bounds = self._bounds or Bounds(self.scaled, self.order, self.allowance)
        found, _ = self._pass(first, found.table.rows)
        return found

    def _pass(self, first: Part, known: Whole | None) -> tuple[Part, bool]:
        """Return the frontier of the labels followed, and whether these are all."""
        layer, whole = first, True
        for number in range(len(self.order)):
            states = layer.states if isinstance(layer, Layer) else self.start
            labels = self._kept(self.expanded(layer.table, states, number), number, known)
            if known is None and len(labels.table.rows) > _FOLLOWED:
                self._bounds = self._bounds or Bounds(self.scaled, self.order, self.allowance)
                some = self._bounds.promising(labels.table.rows, number, _FOLLOWED)
                labels, whole = labels.take(np.flatnonzero(some)), False
            layer = Layer(labels, self, number, layer, self._right(number))
        return self._projected(layer), whole

    def _right(self, number: int) -> Leaf:
        """Return the choices of all kinds as one part, in the order that `expanded` counts them."""
        leaves = self.choices[number]
        table = Table.joined([one.table for one in leaves])
        return Leaf(table, [group for one in leaves for group in one.groups])

    def expanded(self, table: Table, states: States, number: int) -> Labels:
        """Return all sums of labels and choices that meet the conditions, in no order, not yet merged."""
        step, found, offset = self.conditions.steps[number], [], 0
        most = self._most(number)
        number_of = sum(len(choice) for choice in self.choices[number]) * len(table.rows)
        self.allowance.hold(number_of * (self.width + self.words + 6) * 24, "labels")
        for kind, choice in enumerate(self.choices[number]):
            self.allowance.check()
            alive = _alive(states, step.dead[kind]) if len(choice) else None
            if alive is not None and len(alive):
                turned, cost, extra = self._turned(states[alive], number, kind)
                some = Table(table.rows[alive], table.counts[alive], table.keys[alive], alive, alive)
                if cost is not None:
                    some = some._replace(rows=some.rows + cost)
                extra = extra.astype(table.keys.dtype) * self.scaled.radix[0]
                some = some._replace(keys=some.keys + extra)
                found.append(_products(some, turned, extra, choice, offset))
            offset += len(choice)
        if not found:
            empty = np.zeros(0, np.intp)
            none = Table(table.rows[:0], table.counts[:0], table.keys[:0], empty, empty)
            return Labels(none, states[:0], table.keys[:0])
        labels = Labels(
            Table.joined([one.table for one in found]),
            np.concatenate([one.states for one in found]),
            np.concatenate([one.extra for one in found]),
        )
        return self._slack(_within(labels, most), number)

    def _most(self, number: int) -> list[int | None]:
        spent = [
            None if most is None else most - low
            for most, (low, _) in zip(self.scaled.most[self.parties :], self._rest[number], strict=True)
        ]
        return [*self.scaled.most[: self.parties], *spent]

    def _slack(self, labels: Labels, number: int) -> Labels:
        """Count as spent the most that could never bind: labels that differ below it are alike."""
        if self.width == self.parties:
            return labels
        rows = labels.table.rows.copy()
        for at, (_, high) in enumerate(self._rest[number]):
            most = self.scaled.most[self.parties + at]
            if most is not None:
                column = rows[:, self.parties + at]
                rows[:, self.parties + at] = np.maximum(column, max(0, most - high))
        return labels._replace(table=labels.table._replace(rows=rows))

    def _turned(
        self, states: States, number: int, kind: int
    ) -> tuple[States, Whole | None, NDArray[np.int64]]:
        """Return the states after an option of *kind*, what failures cost (None: nothing), how many count."""
        step = self.conditions.steps[number]
        turned = states & ~_words(step.forget, self.words) | _words(step.adds[kind], self.words)
        for bit, becomes in step.turns.items():
            if becomes[kind]:
                turned |= np.where(_has(states, 1 << bit)[:, None], _words(becomes[kind], self.words), 0)
        extra = np.zeros(len(states), np.int64)
        failing: dict[int, Mask] = {}
        for position, ways in step.fails.items():
            if ways[kind]:
                failing[position] = (
                    np.ones(len(states), np.bool_) if ways[kind] < 0 else _has(states, ways[kind])
                )
                if self.scaled.goal.counted >> position & 1:
                    extra += failing[position]
        cost: Whole | None = None
        for group in self.conditions.groups:
            due = [mask for position, mask in failing.items() if group.mask >> position & 1]
            if due:
                now = np.logical_or.reduce(due)
                pays = now & ~_has(states, group.paid)
                charge = self.scaled.array([[*group.cost, *[0] * (self.width - self.parties)]], self.width)
                asked = pays[:, None] * charge
                cost = asked if cost is None else cost + asked
                if not step.forget & group.paid:
                    turned |= np.where(now[:, None], _words(group.paid, self.words), 0)
        return turned, cost, extra

    def _kept(self, labels: Labels, number: int, known: Whole | None) -> Labels:
        """Return *labels* merged, without those that cannot become points of the frontier."""
        if known is not None and self._bounds is not None:
            labels = labels.take(np.flatnonzero(self._bounds.open(labels.table.rows, known, number)))
        if not len(labels.table.rows):
            return labels
        rows = small(labels.table.rows)
        order, first = distinct(np.column_stack((rows, _numbers(labels.states))))
        heads = order[first]
        kept = self._undercut(rows[heads], labels.states[heads], number)
        group = np.cumsum(first) - 1
        inside = kept[group]
        table = merged(labels.table, order[inside], group[inside])
        return Labels(table, labels.states[heads[kept]], labels.extra[heads[kept]])

    def _undercut(self, rows: NDArray[np.int64], states: States, number: int) -> Mask:
        """Return which labels no other undercuts for good; those of one cost all stay, to be counted."""
        if not self.words or not states.any():
            return apart(rows, self.parties, self.allowance.check)
        owed = self._owed(states, number)
        return by_state(rows, owed, self.parties, self.allowance)

    def _owed(self, states: States, number: int) -> States:
        """Return the bits of *states* that can only be a burden: the fewer, the better to go on from."""
        owed: States = states & ~_words(self.conditions.weak, self.words)
        for group in self.conditions.groups:
            unpaid = ~_has(states, group.paid)
            burden = np.where(unpaid[:, None], states & _words(group.open[number], self.words), 0)
            owed |= burden.astype(np.uint64)
            if group.untouched[number]:
                owed |= np.where(unpaid[:, None], _words(group.paid, self.words), np.uint64(0))
        return owed

    def _projected(self, last: Part) -> Part:
        rows = last.table.rows[:, : self.parties]
        at = np.arange(len(rows))
        table = Table(rows, last.table.counts, last.table.keys, at, np.zeros(len(rows), np.intp))
        ranks = small(rows)
        order, first = distinct(ranks)
        kept = minimal(ranks[order[first]], self.allowance.check)
        group = np.cumsum(first) - 1
        inside = kept[group]
        unit_table = Table(rows[:1] * 0, np.ones(1, np.int64), self.scaled.key_array([0]), at[:1], at[:1])
        return Projected(
            merged(table, order[inside], group[inside]), last, Leaf(unit_table, [[(0, ())]] * len(at[:1]))
        )


def _words(mask: int, words: int) -> States:
    return np.array([mask >> 64 * at & (1 << 64) - 1 for at in range(words)], np.uint64)


def _has(states: States, mask: int) -> Mask:
    result: Mask = np.logical_or.reduce(states & _words(mask, states.shape[1]) != 0, axis=1)
    return result


def _alive(states: States, dead: int | None) -> Indices | None:
    if dead is None:
        return None
    return np.flatnonzero(~_has(states, dead)) if dead else np.arange(len(states))


def _products(some: Table, states: States, extra: Whole, choice: Leaf, offset: int) -> Labels:
    """Return all sums of labels (with their states) and points of *choice*."""
    each, number = len(choice), len(some.rows)
    width = some.rows.shape[1]
    counts = [some.counts, choice.table.counts]
    if int(counts[0].max()) * int(counts[1].max()) >= SAFE:
        counts = [c.astype(object) for c in counts]
    table = Table(
        (some.rows[:, None] + choice.table.rows[None]).reshape(number * each, width),
        (counts[0][:, None] * counts[1][None]).reshape(-1),
        (some.keys[:, None] + choice.table.keys[None]).reshape(-1),
        np.repeat(some.left, each),
        np.tile(np.arange(offset, offset + each), number),
    )
    return Labels(table, np.repeat(states, each, axis=0), np.repeat(extra, each))


def _within(labels: Labels, most: Sequence[int | None]) -> Labels:
    at = np.arange(len(labels.table.rows))
    inside = within(labels.table._replace(left=at), most).left
    return labels if len(inside) == len(at) else labels.take(inside)


def _numbers(states: States) -> NDArray[np.int64]:
    """Return a number for each state."""
    if not states.shape[1]:
        return np.zeros(len(states), np.int64)
    ranks = ranked(states)
    order, first = distinct(ranks)
    numbers = np.empty(len(states), np.int64)
    numbers[order] = np.cumsum(first)
    return numbers


def by_state(rows: NDArray[np.int64], owed: States, parties: int, allowance: Allowance) -> Mask:
    """Return which labels (distinct, ascending) no other undercuts that has spent and owes no more.

    State by state, from the fewest bits owed: first among themselves, then by what owes less. Beyond
    `_STATES` states by the labels of the least totals only, so that some are kept which need not be.
    """
    numbers = _numbers(owed)
    totals = totals_of(rows, parties)
    groups = np.split(np.argsort(numbers, kind="stable"), np.cumsum(np.bincount(numbers)[1:])[:-1])
    few = len(groups) <= _STATES
    masks = [int.from_bytes(owed[group[0]].astype("<u8").tobytes(), "little") for group in groups]
    strong = np.column_stack((rows, totals))
    weak = np.column_stack((rows, totals - 1))
    kept = np.zeros(len(rows), np.bool_)
    done: list[tuple[int, Indices]] = []
    for at in sorted(range(len(groups)), key=lambda at: (masks[at].bit_count(), masks[at])):
        allowance.check()
        group = groups[at]
        group = group[apart(rows[group], parties, allowance.check, alike=True)]
        if few:
            under = [some for mask, some in done if not mask & ~masks[at]]
            if under:
                group = group[clear(strong[np.concatenate(under)], weak[group], allowance.check)]
        done.append((masks[at], group))
        kept[group] = True
    if not few:
        _thinned((rows, owed, totals), kept, allowance)
    return kept


def _thinned(
    labels: tuple[NDArray[np.int64], States, NDArray[np.int64]], kept: Mask, allowance: Allowance
) -> None:
    totals = labels[2]
    some = np.flatnonzero(kept)
    strong = some[np.argsort(totals[some], kind="stable")[:_STRONG]]
    step = max(1, _BLOCK // len(strong))
    for start in range(0, len(some), step):
        allowance.check()
        block = some[start : start + step]
        kept[block] = _stays(labels, strong, block)


def _stays(
    labels: tuple[NDArray[np.int64], States, NDArray[np.int64]], strong: Indices, block: Indices
) -> Mask:
    rows, owed, totals = labels
    under = totals[strong][:, None] < totals[block][None]
    for column in range(rows.shape[1]):
        under &= rows[strong, column][:, None] <= rows[block, column][None]
    for word in range(owed.shape[1]):
        under &= (owed[strong, word][:, None] & ~owed[block, word][None]) == 0
    result: Mask = ~np.logical_or.reduce(under, axis=0)
    return result
