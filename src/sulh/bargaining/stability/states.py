"""The states of a case, numbered, and the moves between them as operations on whole arrays.

Two forms, one face. `Tensor` numbers all packages and masks those that the links forbid; a party's moves are
then minima along axes, over all states at once. `Listed` numbers only the packages that the links allow and
lists every move; it is for links that leave few packages of very many, and for steps that are not
transitive (see `Mobility`). Arrays over states are flat and hold int32 unless said otherwise.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.space import Space
from sulh.bargaining.stability.moves import Mobility
from sulh.model.evaluation import allowed
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or
from sulh.model.problem import Package

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

TOP = np.iinfo(np.int32).max
"""More than any rank: stands for "no such state" where a least value is sought."""

BOTTOM = -1
"""Less than any rank: stands for "no such state" where a greatest value is sought."""


class Improving(Protocol):
    """A party's unilateral improvements, as an operation on arrays."""

    def __call__(self, values: Ints) -> Ints:
        """Return for each state the least of *values* that one improvement leads to (TOP: none)."""
        ...


class States(ABC):
    """The states, numbered from 0 to `size`; those not `there` (None: all are) are forbidden by a link.

    Issues in `fixed` stand at that option in every state.
    """

    size: int
    number: int
    shape: tuple[int, ...]
    there: Bools | None = None

    def __init__(
        self, space: Space, mobility: Mobility, allowance: Allowance, fixed: Mapping[int, int] | None = None
    ) -> None:
        self.space = space
        self.fixed: Mapping[int, int] = fixed or {}
        self.issues = space.issues
        self.mobility = mobility
        self.allowance = allowance
        self.movers = tuple(party for party, steps in mobility.steps.items() if steps)

    @abstractmethod
    def column(self, issue: int) -> npt.NDArray[Any]:
        """Return the option of the issue in each state, in an array that broadcasts to `shape`."""

    @abstractmethod
    def picked(self, states: npt.NDArray[Any], issue: int) -> npt.NDArray[Any]:
        """Return the option of the issue in each of *states*."""

    @abstractmethod
    def at(self, options: Sequence[int]) -> int | None:
        """Return the state with these options; None where it is none: a link forbids it, or `fixed` does."""

    @abstractmethod
    def least(self, party: str, values: Ints, *, backwards: bool = False) -> Ints:
        """Return for each state the least of *values* over one move of *party*.

        In a `Tensor` staying counts as a move. *backwards*: over the states from which one move leads here.
        """

    @abstractmethod
    def most(self, party: str, values: Ints) -> Ints:
        """Return for each state the greatest of *values* over one move of *party* and staying."""

    @abstractmethod
    def improving(self, party: str, ranks: Ints) -> Improving:
        """Return the improvements of *party* by its *ranks*."""

    @abstractmethod
    def moves(self, party: str, state: int) -> npt.NDArray[np.int64]:
        """Return the states to which *party* can move from *state* alone, ascending."""

    @abstractmethod
    def listing(self, most: int) -> list[int]:
        """Return the first *most* states in the case's order: the last issue turns fastest."""

    def options(self, state: int) -> tuple[int, ...]:
        """Return the option of every issue in *state*, by index."""
        one = np.array([state])
        return tuple(int(self.picked(one, at)[0]) for at in range(len(self.issues)))

    def package(self, state: int) -> Package:
        """Return *state* as a package."""
        return self.packages([state])[0]

    def packages(self, states: Sequence[int]) -> list[Package]:
        """Return *states* as packages."""
        names = [issue.name for issue in self.issues]
        numbers = np.array(states, np.int64)
        columns = [
            [issue.options[o] for o in self.picked(numbers, at).tolist()]
            for at, issue in enumerate(self.issues)
        ]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def find(self, package: Package) -> int | None:
        """Return the state that *package*, a whole one, is; None where it is none."""
        return self.at([issue.options.index(package[issue.name]) for issue in self.issues])

    def holds(self, wants: Node) -> Bools:
        """Return in which states *wants* holds, in an array that broadcasts to `shape`."""
        match wants:
            case Compare(issue=name) | OneOf(issue=name):
                at = self.space.index[name]
                met = np.zeros(len(self.issues[at].options), bool)
                met[list(allowed(wants, self.issues[at]))] = True
                result: Bools = met[self.column(at)]
                return result
            case Not(part=part):
                return ~self.holds(part)
            case And(parts=parts):
                return _folded(np.logical_and, [self.holds(part) for part in parts])
            case Or(parts=parts):
                return _folded(np.logical_or, [self.holds(part) for part in parts])
            case Implies(premise=premise, conclusion=conclusion):
                return ~self.holds(premise) | self.holds(conclusion)

    def full(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return *values*, which broadcast to `shape`, as a flat array over all states."""
        return np.broadcast_to(values, self.shape).reshape(-1)

    def masked(self, values: Ints, fill: int) -> Ints:
        """Return *values* with *fill* where there is no state; in place."""
        if self.there is not None:
            values[~self.there] = fill
        return values


def _folded(operation: np.ufunc, parts: Sequence[Bools]) -> Bools:
    result = parts[0]
    for part in parts[1:]:
        result = operation(result, part)
    return result
