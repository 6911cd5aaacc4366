"""States as a list: for links that leave few packages of very many, and for steps that are not transitive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.space import Choice, Component, Constraint, Space, walk
from sulh.bargaining.stability.moves import Mobility
from sulh.bargaining.stability.states import BOTTOM, TOP, Improving, Ints, States
from sulh.model.errors import TooComplexError

MOST = 1 << 21
"""States that a list may have."""

_BATCH = 1 << 20


class Listed(States):
    """The packages that the links allow, one row each, in the case's order, and every move between them."""

    def __init__(
        self,
        space: Space,
        mobility: Mobility,
        allowance: Allowance,
        fixed: Mapping[int, int] | None = None,
        most: int = MOST,
    ) -> None:
        super().__init__(space, mobility, allowance, fixed)
        self.rows = _packages(self, most)
        self.size = self.number = len(self.rows)
        self.shape = (self.size,)
        self._row = {tuple(row): at for at, row in enumerate(self.rows.tolist())}
        self._moves = {party: _Arrows(*self._pairs(party), self.size) for party in self.movers}
        self._back = {party: arrows.reversed() for party, arrows in self._moves.items()}

    def column(self, issue: int) -> npt.NDArray[Any]:
        """Return the option of the issue in each state."""
        return self.rows[:, issue]

    def picked(self, states: npt.NDArray[Any], issue: int) -> npt.NDArray[Any]:
        """Return the option of the issue in each of *states*."""
        options: npt.NDArray[np.int32] = self.rows[states, issue]
        return options

    def at(self, options: Sequence[int]) -> int | None:
        """Return the state with these options; None where it is none."""
        return self._row.get(tuple(options))

    def least(self, party: str, values: Ints, *, backwards: bool = False) -> Ints:
        """Return the least of *values* over one move of *party*."""
        if party not in self._moves:
            return np.full(self.size, TOP, np.int32)
        return (self._back if backwards else self._moves)[party].reduce(values, np.minimum, TOP)

    def most(self, party: str, values: Ints) -> Ints:
        """Return the greatest of *values* over one move of *party* and staying."""
        if party not in self._moves:
            return values
        return np.maximum(values, self._moves[party].reduce(values, np.maximum, BOTTOM))

    def improving(self, party: str, ranks: Ints) -> Improving:
        """Return the improvements of *party* by its *ranks*."""
        arrows = self._moves[party]
        better = ranks[arrows.targets] > ranks[arrows.origins]
        kept = _Arrows(arrows.origins[better], arrows.targets[better], self.size)
        return lambda values: kept.reduce(values, np.minimum, TOP)

    def moves(self, party: str, state: int) -> npt.NDArray[np.int64]:
        """Return the states to which *party* can move from *state* alone, ascending."""
        if party not in self._moves:
            return np.zeros(0, np.int64)
        return self._moves[party].leaving(state)

    def listing(self, most: int) -> list[int]:
        """Return the first *most* states in the case's order."""
        return list(range(min(most, self.size)))

    def _pairs(self, party: str) -> tuple[Ints, Ints]:
        """Return the moves of *party* as pairs of states, by origin."""
        steps = self.mobility.steps[party]
        groups = _groups(self.rows, [at for at in range(len(self.issues)) if at not in steps])
        order = np.argsort(groups, kind="stable").astype(np.int32)
        length = np.bincount(groups)
        begin = (np.cumsum(length) - length)[groups]
        many = length[groups].astype(np.int64)
        self.allowance.hold(many.sum() * 16, f"listing {many.sum():,} moves")
        reach = {}
        for at, own in steps.items():
            reach[at] = np.zeros((len(own), len(own)), bool)
            for origin, targets in enumerate(own):
                reach[at][origin, list(targets)] = True
        kept: list[tuple[Ints, Ints]] = []
        ends = np.cumsum(many)
        first = 0
        while first < self.size:
            self.allowance.check()
            done = ends[first - 1] if first else 0
            last = max(first + 1, int(np.searchsorted(ends, done + _BATCH, side="right")))
            here = np.arange(first, last)
            origins = np.repeat(here, many[first:last])
            start = np.repeat(ends[first:last] - many[first:last] - done, many[first:last])
            targets = order[begin[origins] + np.arange(len(origins)) - start]
            legal = origins != targets
            for at, matrix in reach.items():
                legal &= matrix[self.rows[origins, at], self.rows[targets, at]]
            kept.append((origins[legal].astype(np.int32), targets[legal]))
            first = last
        if not kept:
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        return np.concatenate([o for o, _ in kept]), np.concatenate([t for _, t in kept])


class _Arrows:
    """Moves as pairs of states, sorted by origin."""

    def __init__(self, origins: Ints, targets: Ints, size: int) -> None:
        self.origins, self.targets = origins, targets
        self.size = size
        self._leaving, self._starts = np.unique(origins, return_index=True)

    def reversed(self) -> _Arrows:
        order = np.argsort(self.targets, kind="stable")
        return _Arrows(self.targets[order], self.origins[order], self.size)

    def reduce(self, values: Ints, operation: np.ufunc, fill: int) -> Ints:
        result = np.full(self.size, fill, np.int32)
        if len(self.origins):
            result[self._leaving] = operation.reduceat(values[self.targets], self._starts)
        return result

    def leaving(self, state: int) -> npt.NDArray[np.int64]:
        first, last = np.searchsorted(self.origins, [state, state + 1])
        return np.sort(self.targets[first:last]).astype(np.int64)


def _groups(rows: npt.NDArray[np.int32], columns: Iterable[int]) -> npt.NDArray[np.int64]:
    """Return for each row a number that rows share exactly when they agree on all *columns*."""
    groups = np.zeros(len(rows), np.int64)
    for column in columns:
        keys = groups * (int(rows[:, column].max(initial=0)) + 1) + rows[:, column]
        groups = np.unique(keys, return_inverse=True)[1].reshape(-1)
    return groups


def _packages(states: States, most: int) -> npt.NDArray[np.int32]:
    """Return the packages that the links allow, as rows of options, in the case's order."""
    space = states.space
    options = [
        [states.fixed[at]] if at in states.fixed else list(range(len(issue.options)))
        for at, issue in enumerate(space.issues)
    ]
    components = [Component(tuple(group), (), _links_on(space, group)) for group in space.linked]
    joined = {at for component in components for at in component.issues}
    lone = [link for link in space.links if len(link.scope) == 1]
    parts: list[tuple[tuple[int, ...], list[tuple[int, ...]]]] = []
    for at, own in enumerate(options):
        if at not in joined:
            met = [space.meeting(link) for link in lone if link.scope == (at,)]
            parts.append(((at,), [(o,) for o in own if all(o in good for good in met)]))
    for component in components:
        choices = [[Choice(at, o, 0) for o in options[at]] for at in component.issues]
        parts.append((component.issues, _combinations(choices, component, states, most)))
    number = prod(len(rows) for _, rows in parts)
    if number > most:
        raise TooComplexError(f"there are {number:,} states, more than {most:,}", hint="leave out issues")
    states.allowance.hold(number * (len(space.issues) * 12 + 200), f"listing {number:,} states")
    rows = np.zeros((number, len(space.issues)), np.int32)
    inner = number
    for issues, found in parts:
        inner //= max(len(found), 1)
        block = np.array(found, np.int32).reshape(len(found), len(issues)).repeat(inner, axis=0)
        if number:
            rows[:, list(issues)] = np.tile(block, (number // len(block), 1))
    return rows[np.lexsort(rows.T[::-1])] if rows.size else rows


def _links_on(space: Space, group: Sequence[int]) -> tuple[Constraint, ...]:
    return tuple(link for link in space.links if link.scope[0] in group)


def _combinations(
    choices: Sequence[Sequence[Choice]], component: Component, states: States, most: int
) -> list[tuple[int, ...]]:
    """Return the combinations of options on *component* that its links allow."""
    found = []
    for taken, _ in walk(choices, component, 0, len(states.issues), states.allowance):
        found.append(tuple(choice.option for choice in taken))
        if len(found) > most:
            raise TooComplexError(f"there are more than {most:,} states", hint="leave out issues")
    return found
