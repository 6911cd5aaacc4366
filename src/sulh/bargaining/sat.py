"""Cores as clauses, and a SAT solver that keeps to an allowance.

Options are encoded by their order: for each but the first of an issue a variable says "this one or a later
one" (J. Crawford and A. Baker, "Experimental results on the application of satisfiability algorithms to
scheduling problems", AAAI 1994), so that a set of options costs one clause for each gap in it. Each group of
positions has a variable that implies what it wants; the links hold always. Importing this loads python-sat.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from pysat.card import ITotalizer
from pysat.formula import WCNF
from pysat.solvers import Solver

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.minimal import bits, union
from sulh.bargaining.reduction import All, Core, Formula, Within, met

_CONFLICTS = 2_000
"""Conflicts between two looks at the allowance: some milliseconds."""

_LITERAL_BYTES = 16


class Clauses:
    """A growing set of clauses in a solver. Variables 1 to *reserved* are the caller's own."""

    def __init__(self, allowance: Allowance, reserved: int) -> None:
        self.allowance = allowance
        self.top = reserved
        self._solver = Solver(name="g4")

    def new(self) -> int:
        """Return a variable that nothing speaks of yet."""
        self.top += 1
        return self.top

    def add(self, clause: Iterable[int]) -> None:
        """Add *clause*."""
        self._solver.add_clause(clause)

    def prefer(self, literals: Iterable[int]) -> None:
        """Try these *literals* first."""
        self._solver.set_phases(literals=list(literals))

    def solve(self, assumptions: Sequence[int] = ()) -> bool:
        """Return whether the clauses and *assumptions* can be met; TooComplexError where the time is over.

        The solver is never left inside a call for long, so that an interruption is raised here, between two.
        """
        while True:
            self.allowance.check()
            self._solver.conf_budget(_CONFLICTS)
            found: bool | None = self._solver.solve_limited(assumptions=assumptions, expect_interrupt=True)
            if found is not None:
                return found

    def core(self) -> list[int]:
        """Return some assumptions of the last call that cannot be met together."""
        found: list[int] = self._solver.get_core() or []
        return found

    def model(self) -> list[int]:
        """Return the literals that held in the last solution, by variable."""
        found: list[int] = self._solver.get_model()
        return found


class Count:
    """How many of some literals hold, counted as far as it was asked for.

    The count is R. Martins, S. Joshi, V. Manquinho and I. Lynce, "Incremental cardinality constraints for
    MaxSAT", CP 2014, as python-sat has it.
    """

    def __init__(self, clauses: Clauses, literals: Sequence[int]) -> None:
        self._clauses, self._literals = clauses, list(literals)
        self._totals: ITotalizer | None = None
        self._bound = -1

    def at_most(self, number: int) -> list[int]:
        """Return the assumptions under which at most *number* of the literals hold."""
        if number >= len(self._literals):
            return []
        if number == 0:
            return [-literal for literal in self._literals]
        if number > self._bound:
            self._grow(min(max(number, 2 * self._bound, 4), len(self._literals) - 1))
        return [-self._totals.rhs[number]]  # type: ignore[union-attr]

    def _grow(self, bound: int) -> None:
        clauses = self._clauses
        clauses.allowance.hold(len(self._literals) * bound * 12 * _LITERAL_BYTES, "counting positions")
        if self._totals is None:
            self._totals = ITotalizer(lits=self._literals, ubound=bound, top_id=clauses.top)
            new = self._totals.cnf.clauses
        else:
            self._totals.increase(ubound=bound, top_id=clauses.top)
            new = self._totals.cnf.clauses[-self._totals.nof_new :] if self._totals.nof_new else []
        clauses.top = max(clauses.top, self._totals.top_id)
        for clause in new:
            clauses.add(clause)
        self._bound = bound


class Cost:
    """What literals that hold cost in all, counted from the least that the clauses allow upwards.

    Sets of literals of which one must hold are taken out and only what they cost beyond that is counted, so
    that the solver need not find out the least again for each question (core-guided, as in A. Morgado,
    C. Dodaro and J. Marques-Silva, "Core-guided MaxSAT with soft cardinality constraints", CP 2014).
    Clauses that are added later must not allow more.
    """

    def __init__(self, clauses: Clauses, weights: Mapping[int, int]) -> None:
        self._clauses = clauses
        self.least = 0
        self._left = {literal: weight for literal, weight in weights.items() if weight}
        self._never = clauses.new()
        clauses.add([-self._never])
        while not clauses.solve([-literal for literal in self._left]):
            self._take_out([-literal for literal in clauses.core()])
        self._count = Count(clauses, [literal for literal, n in self._left.items() for _ in range(n)])

    def _take_out(self, core: list[int]) -> None:
        weight = min(self._left[literal] for literal in core)
        self.least += weight
        for literal in core:
            self._left[literal] -= weight
            if not self._left[literal]:
                del self._left[literal]
        count = Count(self._clauses, core)
        for number in range(1, len(core)):
            [within] = count.at_most(number)
            self._left[-within] = self._left.get(-within, 0) + weight

    def at_most(self, number: int) -> list[int]:
        """Return the assumptions under which the cost is at most *number*."""
        return self._count.at_most(number - self.least) if number >= self.least else [self._never]


class Sink(Protocol):
    """What takes clauses."""

    def new(self) -> int:
        """Return a variable that nothing speaks of yet."""

    def add(self, clause: Iterable[int]) -> None:
        """Add *clause*."""


class Encoding:
    """Independent *cores* as clauses. Group i of them, in their order, is bit i of a mask, variable i + 1.

    *sink* must have reserved the variables of the groups.
    """

    def __init__(self, cores: Sequence[Core], sink: Sink) -> None:
        self.cores = cores
        self.groups = [mask for core in cores for mask in core.groups]
        self._sink = sink
        self._orders: dict[int, tuple[list[int], list[int]]] = {}
        self._firsts: list[int] = []
        first = 0
        for core in cores:
            self._firsts.append(first)
            self._encode(core, first)
            first += len(core.groups)

    def _encode(self, core: Core, first: int) -> None:
        for issue, row in core.rows.items():
            options = list(row)
            steps = [self._sink.new() for _ in options[1:]]
            for lower, upper in pairwise(steps):
                self._sink.add([-upper, lower])
            self._orders[issue] = options, steps
            for group in bits(union(row.values())):
                met_by = sum(1 << option for option, mask in row.items() if not mask >> group & 1)
                self._require(Within(issue, met_by), [-(first + group + 1)])
        for group, said in core.wide.items():
            self._require(said, [-(first + group + 1)])
        for said in core.hard:
            self._require(said, [])

    def _require(self, said: Formula, unless: list[int]) -> None:
        """Add that *said* holds unless one of the literals *unless* does."""
        if isinstance(said, All):
            for part in said.parts:
                self._require(part, unless)
        elif isinstance(said, Within):
            for run in self.gaps(said):
                self._sink.add(unless + run)
        else:
            self._sink.add(unless + [self._implying(part) for part in said.parts])

    def _implying(self, said: Formula) -> int:
        """Return a literal that implies *said*."""
        if isinstance(said, Within):
            gaps = list(self.gaps(said))
            if len(gaps) == 1 and len(gaps[0]) == 1:
                return gaps[0][0]
        literal = self._sink.new()
        self._require(said, [-literal])
        return literal

    def gaps(self, said: Within) -> Iterator[list[int]]:
        """Yield a clause for each run of options that *said* leaves out: before it or behind it."""
        options, steps = self._orders[said.issue]
        inside = [bool(said.options >> option & 1) for option in options]
        start = None
        for at, good in enumerate([*inside, True]):
            if good and start is not None:
                yield ([-steps[start - 1]] if start else []) + ([steps[at - 1]] if at < len(options) else [])
                start = None
            elif not good and start is None:
                start = at

    def option(self, issue: int, model: Sequence[int]) -> int:
        """Return the option of *issue* in *model*, the literals that hold, by variable."""
        options, steps = self._orders[issue]
        return options[sum(model[step - 1] > 0 for step in steps)]


class Encoded(Encoding):
    """Independent *cores* in a solver of their own."""

    def __init__(self, cores: Sequence[Core], allowance: Allowance) -> None:
        number = sum(len(core.groups) for core in cores)
        self.clauses = Clauses(allowance, number)
        super().__init__(cores, self.clauses)
        self.clauses.prefer(range(1, number + 1))
        self._chosen = [0] * (1 + max((i for core in cores for i in core.rows), default=0))

    def satisfiable(self, mask: int, also: Sequence[int] = ()) -> bool:
        """Return whether the groups in *mask* can all be met (under the literals *also*)."""
        return self.clauses.solve([*(group + 1 for group in bits(mask)), *also])

    def failed(self) -> int:
        """Return the groups that the package of the last solution fails."""
        model, chosen, failed = self.clauses.model(), self._chosen, 0
        for core, first in zip(self.cores, self._firsts, strict=True):
            mine = 0
            for issue, row in core.rows.items():
                chosen[issue] = self.option(issue, model)
                mine |= row[chosen[issue]]
            for group, said in core.wide.items():
                if not met(said, chosen):
                    mine |= 1 << group
            failed |= mine << first
        return failed


class Weighted:
    """A core for a MaxSAT solver: `formula` has its clauses as hard ones; soft ones are added."""

    def __init__(self, core: Core) -> None:
        self.core, self.formula = core, WCNF()
        self._top = len(core.groups)
        self._encoding = Encoding([core], self)

    def new(self) -> int:
        """Return a variable that nothing speaks of yet."""
        self._top += 1
        return self._top

    def add(self, clause: Iterable[int]) -> None:
        """Add a hard *clause*."""
        self.formula.append(list(clause))

    def soft(self, literals: Sequence[int], weight: int) -> None:
        """Add that all *literals* should hold; *weight* is lost once where one does not."""
        if len(literals) > 1:
            whole = self.new()
            for literal in literals:
                self.add([-whole, literal])
            literals = [whole]
        if weight:
            self.formula.append(list(literals), weight=weight)

    def without(self, issue: int, option: int, weight: int) -> None:
        """Add that *issue* should not have *option*."""
        rest = sum(1 << other for other in self.core.rows[issue] if other != option)
        [clause] = self._encoding.gaps(Within(issue, rest))
        self.formula.append(clause, weight=weight)

    def options(self, model: Sequence[int]) -> dict[int, int]:
        """Return the options in *model*."""
        held = [-1] * self._top
        for literal in model:
            if 0 < literal <= self._top:
                held[literal - 1] = 1
        return {issue: self._encoding.option(issue, held) for issue in self.core.rows}
