"""States as a tensor: for cases in which few packages, or none, are forbidden by a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.space import Space
from sulh.bargaining.stability.moves import Mobility, Steps
from sulh.bargaining.stability.states import TOP, Bools, Improving, Ints, States


class Tensor(States):
    """All packages as a tensor with one axis for each issue that has a choice.

    The axes are ordered by who can move on them, so that a party's axes lie side by side and merge into few.
    """

    def __init__(
        self, space: Space, mobility: Mobility, allowance: Allowance, fixed: Mapping[int, int] | None = None
    ) -> None:
        super().__init__(space, mobility, allowance, fixed)
        wide = [at for at, issue in enumerate(self.issues) if len(issue.options) > 1 and at not in self.fixed]
        self.axes = sorted(wide, key=self._holders)
        self.shape = tuple(len(self.issues[at].options) for at in self.axes)
        self.size = prod(self.shape)
        self.number = self.size
        self._axis = {at: axis for axis, at in enumerate(self.axes)}
        self._stride = {at: prod(self.shape[axis + 1 :]) for at, axis in self._axis.items()}
        self._runs = {party: self._merged(party) for party in self.movers}
        if space.links:
            allowed_here: Bools = np.ones((1,) * len(self.shape), bool)
            for link in space.links:
                allowance.check()
                allowed_here = allowed_here & self.holds(link.wants)
            self.there = self.full(allowed_here)
            self.number = int(np.count_nonzero(self.there))

    def _holders(self, at: int) -> tuple[tuple[int, int], ...]:
        """Return who moves on the issue, free movers apart from bound ones: alike issues come together."""
        steps = self.mobility.steps
        return tuple(
            (number, int(not _is_free(steps[party][at])))
            for number, party in enumerate(self.movers)
            if at in steps[party]
        )

    def _merged(self, party: str) -> list[tuple[int, Steps | None, bool]]:
        """Return the axes for *party* as (length, steps, free), neighbours of one kind merged."""
        steps = self.mobility.steps[party]
        kinds = []
        for axis, at in enumerate(self.axes):
            own = steps.get(at)
            free = own is not None and _is_free(own)
            kinds.append((self.shape[axis], None if free else own, free, axis if own and not free else -1))
        merged: list[tuple[int, Steps | None, bool]] = []
        for (free, bound), run in groupby(kinds, key=lambda kind: (kind[2], kind[3])):
            inside = list(run)
            merged.append((prod(kind[0] for kind in inside), inside[0][1] if bound >= 0 else None, free))
        return merged

    def column(self, issue: int) -> npt.NDArray[Any]:
        """Return the option of the issue in each state."""
        if issue not in self._axis:
            return np.full((1,) * len(self.shape), self.fixed.get(issue, 0))
        shape = [1] * len(self.shape)
        shape[self._axis[issue]] = -1
        return np.arange(len(self.issues[issue].options)).reshape(shape)

    def picked(self, states: npt.NDArray[Any], issue: int) -> npt.NDArray[Any]:
        """Return the option of the issue in each of *states*."""
        if issue not in self._stride:
            return np.full_like(states, self.fixed.get(issue, 0))
        return states // self._stride[issue] % len(self.issues[issue].options)

    def at(self, options: Sequence[int]) -> int | None:
        """Return the state with these options; None where it is none."""
        if any(options[at] != option for at, option in self.fixed.items()):
            return None
        state = sum(options[at] * stride for at, stride in self._stride.items())
        return state if self.there is None or self.there[state] else None

    def _along(self, party: str, values: Ints, operation: np.ufunc, backwards: bool) -> Ints:
        if party not in self._runs:
            return values
        runs = self._runs[party]
        tensor = values.reshape([length for length, _, _ in runs])
        loose = tuple(axis for axis, (_, _, free) in enumerate(runs) if free)
        if loose:
            tensor = operation.reduce(tensor, axis=loose, keepdims=True)
        for axis, (_, steps, _) in enumerate(runs):
            if steps:
                tensor = _stepped(tensor, axis, _reversed(steps) if backwards else steps, operation)
        return np.broadcast_to(tensor, [length for length, _, _ in runs]).reshape(-1)

    def least(self, party: str, values: Ints, *, backwards: bool = False) -> Ints:
        """Return the least of *values* over one move of *party*."""
        return self._along(party, values, np.minimum, backwards)

    def most(self, party: str, values: Ints) -> Ints:
        """Return the greatest of *values* over one move of *party* and staying."""
        return self._along(party, values, np.maximum, False)

    def improving(self, party: str, ranks: Ints) -> Improving:
        """Return the improvements of *party* by its *ranks*."""
        return _TensorImproving(self, party, ranks)

    def flat(self, weights: Mapping[int, npt.NDArray[Any]]) -> npt.NDArray[np.int64]:
        """Return for each state the sum over issues of what `weights[issue]` gives its option."""
        total = np.zeros(1, np.int64)
        for at in self.axes:
            more = weights.get(at)
            if more is None:
                total = np.repeat(total, len(self.issues[at].options))
            else:
                total = np.add.outer(total, more).reshape(-1)
        return total

    def moves(self, party: str, state: int) -> npt.NDArray[np.int64]:
        """Return the states to which *party* can move from *state* alone, ascending."""
        found = np.zeros(1, np.int64)
        chosen = self.options(state)
        for at, steps in self.mobility.steps[party].items():
            targets = np.array(steps[chosen[at]], np.int64)
            found = np.add.outer(found, (targets - chosen[at]) * self._stride[at]).reshape(-1)
        found = np.sort(found[found != 0] + state)
        return found if self.there is None else found[self.there[found]]

    def listing(self, most: int) -> list[int]:
        """Return the first *most* states in the case's order."""
        weights = {}
        stride = 1
        for at in sorted(self.axes, reverse=True):
            weights[at] = np.arange(len(self.issues[at].options)) * stride
            stride *= len(self.issues[at].options)
        order = np.argsort(self.flat(weights))
        if self.there is not None:
            order = order[self.there[order]]
        return [int(state) for state in order[:most]]


def _is_free(steps: Steps) -> bool:
    return all(len(targets) == len(steps) for targets in steps)


def _reversed(steps: Steps) -> Steps:
    return tuple(
        tuple(origin for origin, targets in enumerate(steps) if target in targets)
        for target in range(len(steps))
    )


def _stepped(tensor: Ints, axis: int, steps: Steps, operation: np.ufunc) -> Ints:
    result = tensor.copy()
    before: tuple[Any, ...] = (slice(None),) * axis
    for origin, targets in enumerate(steps):
        here = result[(*before, origin, ...)]
        for target in targets:
            if target != origin:
                operation(here, tensor[(*before, target, ...)], out=here)
    return result


class _TensorImproving:
    """Improvements over a tensor: the states a party can reach alone, sorted once by its ranks.

    States that differ only where the party is free form a row, sorted by rank; what improves on a state is
    then the end of each row that it can reach, and its least value a running minimum from the end.
    """

    def __init__(self, states: Tensor, party: str, ranks: Ints) -> None:
        steps = states.mobility.steps[party]
        free = [at for at in states.axes if at in steps and _is_free(steps[at])]
        bound = [at for at in states.axes if at in steps and at not in free]
        rest = [at for at in states.axes if at not in steps]
        rows, columns = _places(states, [*rest, *bound]), _places(states, free)
        width = prod(len(states.issues[at].options) for at in free)
        height = states.size // width
        states.allowance.hold(states.size * 40, "sorting the improvements")
        by_place = np.empty(states.size, np.int32)
        by_place[rows * width + columns] = np.arange(states.size, dtype=np.int32)
        order = np.argsort(ranks[by_place].reshape(height, width), axis=1, kind="stable")
        order += (np.arange(height) * width)[:, None]
        self._order: Ints = by_place[order.reshape(-1)]
        self._ends = np.full((height, width + 1), TOP, np.int32)
        del order, by_place, columns
        span = int(ranks.max(initial=0)) + 2
        keys = ranks[self._order] + (np.arange(height) * span).repeat(width)
        self._found = []
        for here, shifts in _kinds(states, bound, [steps[at] for at in bound]):
            states.allowance.check()
            reached = rows[here] + shifts[:, None]
            found = np.searchsorted(keys, reached * span + ranks[here], side="right")
            # One more column stands at the end of each row: nothing is better than its best.
            found += reached
            self._found.append((here, found.astype(np.int32 if self._ends.size < TOP else np.int64)))

    def __call__(self, values: Ints) -> Ints:
        ends = self._ends
        width = ends.shape[1] - 1
        sorted_values = values.take(self._order).reshape(-1, width)
        np.minimum.accumulate(sorted_values[:, ::-1], axis=1, out=ends[:, width - 1 :: -1][:, :width])
        least = ends.reshape(-1)
        result = np.empty(values.size, np.int32)
        for here, found in self._found:
            result[here] = least.take(found).min(axis=0)
        return result


def _places(states: Tensor, issues: Sequence[int]) -> npt.NDArray[np.int64]:
    """Return for each state the number that its options on *issues* make, the last issue turning fastest."""
    weights = {}
    stride = 1
    for at in reversed(issues):
        weights[at] = np.arange(len(states.issues[at].options)) * stride
        stride *= len(states.issues[at].options)
    return states.flat(weights)


def _kinds(
    states: Tensor, bound: Sequence[int], steps: Sequence[Steps]
) -> Iterator[tuple[Any, npt.NDArray[np.int64]]]:
    """Yield the states from which the same *steps* on the *bound* issues lead on, with where they lead.

    That is how far on the row of each step is, staying among them.
    """
    shifts = [np.zeros(1, np.int64)]
    for own in steps:
        shifts = [
            np.add.outer(shift * len(own), np.array(targets, np.int64) - origin).reshape(-1)
            for shift in shifts
            for origin, targets in enumerate(own)
        ]
    if not bound:
        yield slice(None), shifts[0]
        return
    moves = sum(map(len, shifts)) * (states.size // len(shifts))
    states.allowance.hold(moves * 4, f"comparing {moves:,} moves")
    order = np.argsort(_places(states, bound), kind="stable")
    yield from zip(order.reshape(len(shifts), -1), shifts, strict=True)
