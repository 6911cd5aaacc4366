"""The same frontiers by a constraint solver (OR-tools CP-SAT), where links leave too many cases to follow.

One solve for each point, each proven. For two parties by the ε-constraint method (Haimes, Lasdon & Wismer,
"On a bicriterion formulation of the problems of integrated system identification and system optimization",
1971): the best for the first, then for the second, then again with the second held below that. For others
the least total among what no point found undercuts or equals, as in Sylva & Crema, "A method for finding
the set of non-dominated vectors for multiple objective integer linear programs" (2004).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.pareto.goal import Options
from sulh.bargaining.pareto.parts import Leaf, Table
from sulh.bargaining.pareto.residuals import Atom, Every, Form, Remains, formed
from sulh.bargaining.pareto.scaled import Scaled
from sulh.bargaining.pareto.skyline import SAFE
from sulh.bargaining.space import Constraint
from sulh.model.errors import TooComplexError
from sulh.model.findings.base import INTERRUPTED

_LISTED = 100
"""Packages of one point that are listed, to be counted and to choose from."""

_LISTING_SECONDS = 0.5
_EASY_SECONDS = 1.0
_MOST_WORKERS = 8
_TOO_LARGE = "numbers this large are beyond the solver that links or positions across issues call for"

Row = tuple[int, ...]


@dataclass
class Found:
    """Points of a frontier with some packages each. `complete`: there are no others; else `why`.

    `counted`: all packages of each point are listed. `least`: the least of all totals is among them.
    """

    points: dict[Row, list[tuple[int, Options]]]
    complete: bool = False
    counted: bool = True
    least: bool = False
    why: str | None = None

    def part(self, scaled: Scaled) -> Leaf:
        """Return the points as a part of the search."""
        rows = sorted(self.points)
        groups = [self.points[row] for row in rows]
        at = np.arange(len(rows))
        counts = np.array([len(group) for group in groups], np.int64)
        keys = scaled.key_array([group[0][0] for group in groups])
        return Leaf(Table(scaled.array(rows, scaled.parties), counts, keys, at, at), groups)


def solved(
    scaled: Scaled,
    issues: Sequence[int],
    constraints: tuple[Sequence[Constraint], Sequence[Constraint]],
    allowance: Allowance,
    *,
    ends_first: bool = False,
) -> Found:
    """Return the frontier of *issues* under *constraints* (hard, and those that may fail), or part of it.

    With *ends_first* each party's best and the least total come before the others. Raises TooComplexError
    where numbers are too large for the solver.
    """
    model = _Model(scaled, issues, constraints, allowance)
    found = Found({})
    points = model.by_bound() if scaled.parties <= 2 and not ends_first else model.by_total(found, ends_first)
    try:
        for row in points:
            packages, every = model.packages(row)
            found.points[row] = packages
            found.counted &= every
        found.complete = found.least = True
    except TooComplexError as error:
        found.why = error.message
    return found


class _Model:
    """Which options are chosen, what that costs each party and how much of each budget it takes."""

    def __init__(
        self,
        scaled: Scaled,
        issues: Sequence[int],
        constraints: tuple[Sequence[Constraint], Sequence[Constraint]],
        allowance: Allowance,
    ) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415

        self.cp, self.scaled, self.issues, self.allowance = cp_model, scaled, issues, allowance
        self.model: Any = cp_model.CpModel()
        self.chosen: dict[int, dict[int, Any]] = {}
        for issue in issues:
            options = scaled.options[issue]
            self.chosen[issue] = {o: self.model.new_bool_var("") for o in options}
            self.model.add_exactly_one(self.chosen[issue].values())
        self._literals: dict[Form, Any] = {}
        hard, soft = constraints
        for constraint in hard:
            self._require(formed(scaled.space, constraint.wants))
        forms = {constraint.bit: formed(scaled.space, constraint.wants) for constraint in soft}
        self.failing = {bit: ~self._literal(form) for bit, form in forms.items()}
        self._columns()

    def _require(self, form: Remains) -> None:
        if isinstance(form, Every):
            for part in form.parts:
                self._require(part)
        elif isinstance(form, bool | Atom):
            self.model.add_bool_or([self._literal(form)])
        else:
            self.model.add_bool_or([self._literal(part) for part in form.parts])

    def _literal(self, form: Remains) -> Any:
        """Return a literal that is true exactly where *form* holds."""
        if isinstance(form, bool):
            return self.model.new_constant(form)
        if form not in self._literals:
            literal = self.model.new_bool_var("")
            if isinstance(form, Atom):
                options = self.chosen[form.issue].items()
                self.model.add(sum(x for o, x in options if form.mask >> o & 1) == literal)
            else:
                parts = [self._literal(part) for part in form.parts]
                sign = [~x for x in parts] if isinstance(form, Every) else parts
                result = ~literal if isinstance(form, Every) else literal
                self.model.add_bool_or([*sign, ~result])
                for part in sign:
                    self.model.add_implication(part, result)
            self._literals[form] = literal
        return self._literals[form]

    def _columns(self) -> None:
        scaled, width = self.scaled, self.scaled.parties + len(self.scaled.caps)
        terms: list[list[tuple[int, Any]]] = [[] for _ in range(width)]
        for issue in self.issues:
            for option, row in zip(scaled.options[issue], scaled.rows(issue), strict=True):
                for column, number in enumerate(row):
                    terms[column].append((number, self.chosen[issue][option]))
        for mask, cost in scaled.charges:
            due = [literal for bit, literal in self.failing.items() if mask >> bit & 1]
            if due:
                pays = self.model.new_bool_var("")
                self.model.add_bool_or([*due, ~pays])
                for literal in due:
                    self.model.add_implication(literal, pays)
                for column, number in enumerate(cost):
                    terms[column].append((number, pays))
        self.tops = [sum(number for number, _ in column) for column in terms]
        if max(self.tops, default=0) >= SAFE:
            raise TooComplexError(_TOO_LARGE, hint="use rounder numbers")
        sums = [sum(number * x for number, x in column) for column in terms]
        self.costs = [self.model.new_int_var(0, top, "") for top in self.tops[: scaled.parties]]
        for cost, total in zip(self.costs, sums, strict=False):
            self.model.add(cost == total)
        for column, most in enumerate(scaled.most):
            if most is not None:  # a limit may be any number; the solver takes those that make a difference
                self.model.add(sums[column] <= min(max(most, -1), self.tops[column]))

    def _solve(self, objective: Any, model: Any = None) -> Any:
        """Return the solver with an optimal solution, or None where there is none at all.

        Easy ones are solved by one worker, so that the same is found on any machine.
        """
        model = model or self.model
        model.minimize(objective)
        for workers, most in ((1, _EASY_SECONDS), (max(1, min(_MOST_WORKERS, os.cpu_count() or 1)), SAFE)):
            self.allowance.check()
            solver = self.cp.CpSolver()
            solver.parameters.num_workers = workers
            seconds = min(most, self.allowance.seconds_left)
            solver.parameters.max_time_in_seconds = seconds
            status = solver.solve(model)
            if status == self.cp.INFEASIBLE:
                return None
            if status == self.cp.OPTIMAL:
                self.model.clear_hints()
                for options in self.chosen.values():
                    for x in options.values():
                        self.model.add_hint(x, solver.value(x))
                return solver
            if solver.wall_time < min(seconds * 0.9, seconds - 0.2):
                raise TooComplexError(INTERRUPTED, hint="start again")
        raise self.allowance.over()

    def _row(self, solver: Any) -> Row:
        return tuple(solver.value(cost) for cost in self.costs)

    def by_bound(self) -> Iterator[Row]:
        """Yield the points for one or two parties, from the first party's best on."""
        first, rest = self.costs[0], self.costs[1:]
        whole = (self.tops[0] + 1) * (self.tops[1] + 1) if rest else 0
        while True:
            if rest and whole < SAFE:
                solver = self._solve(first * (self.tops[1] + 1) + rest[0])
            else:
                solver = self._solve(first)
                if solver and rest:
                    solver = self._second(solver.value(first))
            if solver is None:
                return
            row = self._row(solver)
            yield row
            if not rest:
                return
            self.model.add(rest[0] <= row[1] - 1)

    def _second(self, best: int) -> Any:
        """Return the solver with the second party's best among the first party's *best*."""
        model = self.model.clone()
        model.add(self.costs[0] == best)
        return self._solve(self.costs[1], model)

    def by_total(self, found: Found, ends_first: bool) -> Iterator[Row]:
        """Yield the points, by rising total (where asked, after the first each party's best)."""
        units = self.scaled.unit
        true = sum(unit * top for unit, top in zip(units, self.tops, strict=False)) < SAFE
        if not true and sum(self.tops[: self.scaled.parties]) >= SAFE:
            raise TooComplexError(_TOO_LARGE, hint="use rounder numbers")
        total = sum(unit * cost if true else cost for unit, cost in zip(units, self.costs, strict=True))
        if ends_first:
            known = []
            for solver in self._ends(total, true):
                row = self._row(solver)
                if row not in known:
                    known.append(row)
                    yield row
                found.least = true
            for row in known:
                self._leave(row)
        while (solver := self._solve(total)) is not None:
            row = self._row(solver)
            yield row
            self._leave(row)

    def _ends(self, total: Any, true: bool) -> Iterator[Any]:
        """Yield a solution of the least total, then for each party one that is best for it."""
        units = self.scaled.unit if true else [1] * self.scaled.parties
        whole = sum(unit * top for unit, top in zip(units, self.tops, strict=False)) + 1
        first = self._solve(total)
        if first is None:
            return
        yield first
        for cost, top in zip(self.costs, self.tops, strict=False):
            if (top + 1) * whole < SAFE:
                yield self._solve(cost * whole + total)

    def _leave(self, row: Row) -> None:
        """Ask that some party moves less than in *row*."""
        better = []
        for cost, number in zip(self.costs, row, strict=True):
            if number > 0:
                literal = self.model.new_bool_var("")
                self.model.add(cost <= number - 1).only_enforce_if(literal)
                better.append(literal)
        self.model.add_bool_or(better)

    def packages(self, row: Row) -> tuple[list[tuple[int, Options]], bool]:
        """Return packages of the point *row* by rising key, the least first, and whether these are all."""
        model = self.model.clone()
        model.clear_objective()
        for cost, number in zip(self.costs, row, strict=True):
            model.add(cost == number)
        lister = _Lister(self)
        solver = self.cp.CpSolver()
        solver.parameters.enumerate_all_solutions = True
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = min(_LISTING_SECONDS, self.allowance.seconds_left)
        status = solver.solve(model, lister.callback)
        every = status == self.cp.OPTIMAL and len(lister.found) < _LISTED
        if not every:
            lister.add(self._least(model))
        if not lister.found:
            self.allowance.check()
            raise TooComplexError(INTERRUPTED, hint="start again")
        return sorted(lister.found), every

    def _least(self, model: Any) -> Any:
        """Return a solver with a package of the least key of *model*'s point, or the best that there is."""
        scaled, terms = self.scaled, []
        for issue, options in self.chosen.items():
            terms += [scaled.key(issue, option) * x for option, x in options.items()]
        counted = [x for bit, x in self.failing.items() if scaled.goal.counted >> bit & 1]
        if scaled.largest_key >= SAFE:
            return None
        model.minimize(sum(terms) + scaled.radix[0] * sum(counted))
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = self.allowance.seconds_left
        status = solver.solve(model)
        return solver if status in (self.cp.OPTIMAL, self.cp.FEASIBLE) else None


class _Lister:
    """Collects the packages of solutions."""

    def __init__(self, model: _Model) -> None:
        self.model = model
        self.found: set[tuple[int, Options]] = set()
        lister = self

        class Callback(model.cp.CpSolverSolutionCallback):  # type: ignore[name-defined,misc]
            def on_solution_callback(self) -> None:
                lister.add(self)
                if len(lister.found) >= _LISTED:
                    self.stop_search()

        self.callback = Callback()

    def add(self, solution: Any) -> None:
        """Collect the package of *solution*, None for nothing."""
        if solution is None:
            return
        model, scaled = self.model, self.model.scaled
        at = [
            (issue, option)
            for issue, options in model.chosen.items()
            for option, x in options.items()
            if solution.value(x)
        ]
        failed = sum(
            bool(solution.value(x)) for bit, x in model.failing.items() if scaled.goal.counted >> bit & 1
        )
        key = sum(scaled.key(issue, option) for issue, option in at) + failed * scaled.radix[0]
        self.found.add((key, tuple(sorted(at))))
