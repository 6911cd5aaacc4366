"""The package of least movement among those that fail only what is given up.

Options that another one outdoes are left out, as for obstacles, here with what they cost; what links and
spanning positions still join after that is settled by branch and bound, and by a MaxSAT solver where that
takes long (RC2: A. Ignatiev, A. Morgado and J. Marques-Silva, "RC2: an efficient MaxSAT solver", Journal on
Satisfiability, Boolean Modeling and Computation 11, 2019).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from threading import Timer

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.movement import Measure
from sulh.bargaining.reduction import All, Core, Formula, Within, atoms, formula, met, simplified
from sulh.bargaining.space import Component
from sulh.model.errors import TooComplexError
from sulh.model.evaluation import joined
from sulh.model.problem import Package

BRANCHES = 5_000
"""Options tried for one package before the MaxSAT solver is asked."""

DEEPEST = 300
"""Issues that hang together beyond which the MaxSAT solver is asked at once."""

_NONE = "an opening that allows no package"


@dataclass
class _Costs:
    """Spanning positions that may be failed: each `fee` is due once where any of its formulas fails."""

    fee: int
    each: list[tuple[Formula, int]] = field(default_factory=list)
    due: bool = False


@dataclass
class _Left:
    """What is still open: for each issue its options with their costs, what must hold, what costs."""

    rows: dict[int, dict[int, int]]
    hard: list[Formula]
    costs: list[_Costs]


class Nearest:
    """Finds packages of least movement on one component."""

    def __init__(self, measure: Measure, component: Component, allowance: Allowance) -> None:
        self.measure, self.component, self.allowance = measure, component, allowance
        space = measure.space
        self.masks = space.option_masks(component)
        self.links = [formula(space, link.wants) for link in component.links]
        self.wide = {p.bit: formula(space, p.wants) for p in component.positions if len(p.scope) > 1}
        near = sum(max(measure.near[i]) for i in component.issues)
        self._away = len(component.issues) + 1
        self._near = (near + 1) * self._away
        self._crossed = (len(component.positions) + 1) * self._near
        self._costs = {
            issue: [self._cost(issue, option, mask) for option, mask in enumerate(row)]
            for issue, row in self.masks.items()
        }

    def _cost(self, issue: int, option: int, mask: int) -> int:
        """Return the cost of an option: movement first, then positions failed, distance, status quo left."""
        measure = self.measure
        crossed = (mask & ~measure.space.covered).bit_count()
        moved = sum(measure.single[issue][option])
        lesser = measure.near[issue][option] * self._away + measure.away[issue][option]
        return moved * self._crossed + crossed * self._near + lesser

    def package(self, given_up: int, names: Collection[str]) -> Package:
        """Return what the package of least total movement that fails only *given_up* says on *names*.

        Of several, the one that fails fewest positions, then the nearest to the offers on the table, then
        the one that leaves the status quo least. Raises TooComplexError beyond the allowance.
        """
        left, issues = self._left(given_up), self.measure.space.issues
        chosen: list[tuple[int, int]] = []
        for part in _parts(left):
            if any(issues[issue].name in names for issue in part.rows):
                chosen += self._settled(part).items()
        return self.measure.space.package([pair for pair in chosen if issues[pair[0]].name in names])

    def _left(self, given_up: int) -> _Left:
        """Return what is open where *given_up* may be failed, without options that are outdone."""
        self.allowance.check()
        left = _Left({}, list(self.links), [])
        for issue, masks in self.masks.items():
            costs = self._costs[issue]
            left.rows[issue] = {o: costs[o] for o, mask in enumerate(masks) if not mask & ~given_up}
            if not left.rows[issue]:
                raise AssertionError(_NONE)
        space, fees = self.measure.space, dict[tuple[str, tuple[int, ...]], _Costs]()
        for bit, said in self.wide.items():
            if not given_up >> bit & 1:
                left.hard.append(said)
            elif not space.covered >> bit & 1:
                fee = sum(self.measure.spanning(1 << bit)) * self._crossed
                key = space.bound[bit].position.party, space.positions[bit].scope
                fees.setdefault(key, _Costs(fee)).each.append((said, self._near))
        left.costs = list(fees.values())
        while self._simplified(left):
            pass
        return left

    def _simplified(self, left: _Left) -> bool:
        """Take from *left* what no longer matters; return whether that may bring more to light."""
        domains = [0] * len(self.measure.space.issues)
        for issue, row in left.rows.items():
            domains[issue] = sum(1 << option for option in row)
        hard: list[Formula] = []
        for said in left.hard:
            simple = simplified(said, domains)
            if isinstance(simple, bool):
                if not simple:
                    raise AssertionError(_NONE)
            else:
                hard += simple.parts if isinstance(simple, All) else [simple]
        changed = False
        for said in hard:
            if isinstance(said, Within):
                row = left.rows[said.issue]
                left.rows[said.issue] = {o: cost for o, cost in row.items() if said.options >> o & 1}
                changed = True
        left.hard = [said for said in hard if not isinstance(said, Within)]
        for one in left.costs:
            each, one.each = one.each, []
            for said, cost in each:
                simple = simplified(said, domains)
                if not isinstance(simple, bool):
                    one.each.append((simple, cost))
                elif not simple:
                    one.due = True
        return changed or self._outdone(left)

    def _outdone(self, left: _Left) -> bool:
        seen: dict[int, dict[int, None]] = {issue: {} for issue in left.rows}
        for said in [*left.hard, *(said for one in left.costs for said, _ in one.each)]:
            for atom in atoms(said):
                seen[atom.issue][atom.options] = None
        changed = False
        for issue, row in left.rows.items():
            if len(row) == 1:
                continue
            kept: list[tuple[int, int]] = []
            for option in sorted(row, key=lambda o: (row[o], o)):
                hurts = sum(1 << n for n, options in enumerate(seen[issue]) if not options >> option & 1)
                if not any(less & hurts == less for _, less in kept):
                    kept.append((option, hurts))
            changed |= len(kept) < len(row)
            left.rows[issue] = {option: row[option] for option, _ in kept}
        return changed

    def _settled(self, part: _Left) -> dict[int, int]:
        """Return the cheapest options of a *part* that hangs together."""
        if all(len(row) == 1 for row in part.rows.values()):
            return {issue: next(iter(row)) for issue, row in part.rows.items()}
        if len(part.rows) <= DEEPEST:
            search = _Branches(part, self.allowance)
            if search.finished():
                return search.best
        return cheapest(part, self.allowance)


def _parts(left: _Left) -> list[_Left]:
    """Return *left* in parts that nothing joins."""
    scopes = [{issue} for issue in left.rows]
    scopes += [{atom.issue for atom in atoms(said)} for said in left.hard]
    scopes += [{a.issue for said, _ in one.each for a in atoms(said)} for one in left.costs if one.each]
    order, parts = list(left.rows), list[_Left]()
    owner: dict[int, _Left] = {}
    for group in joined(scopes):
        issues = [order[i] for i in group if i < len(order)]
        part = _Left({issue: left.rows[issue] for issue in issues}, [], [])
        owner |= dict.fromkeys(issues, part)
        parts.append(part)
    for said in left.hard:
        owner[next(atoms(said)).issue].hard.append(said)
    for one in left.costs:
        if one.each:
            owner[next(atoms(one.each[0][0])).issue].costs.append(one)
    return parts


class _Branches:
    """Branch and bound: options by rising cost, cut where the least for the rest is no better than known."""

    def __init__(self, part: _Left, allowance: Allowance) -> None:
        self.part, self.allowance = part, allowance
        self.best: dict[int, int] = {}
        self._order = list(part.rows)
        self._rows = [sorted(part.rows[issue].items(), key=lambda pair: pair[1]) for issue in self._order]
        self._rest = [0]
        for row in reversed(self._rows):
            self._rest.append(self._rest[-1] + row[0][1])
        self._rest.reverse()
        place = {issue: depth for depth, issue in enumerate(self._order)}
        self._hard: list[list[Formula]] = [[] for _ in self._order]
        self._soft: list[list[tuple[int, Formula, int]]] = [[] for _ in self._order]
        for said in part.hard:
            self._hard[max(place[atom.issue] for atom in atoms(said))].append(said)
        for number, one in enumerate(part.costs):
            for said, cost in one.each:
                self._soft[max(place[atom.issue] for atom in atoms(said))].append((number, said, cost))
        self._chosen = [0] * (max(self._order) + 1)
        self._least: int | None = None
        self._steps = BRANCHES

    def finished(self) -> bool:
        """Search; return whether that came to its end, so that `best` is the cheapest."""
        self.allowance.check()
        self._walk(0, 0, frozenset(n for n, one in enumerate(self.part.costs) if one.due))
        if self._steps >= 0 and self._least is None:
            raise AssertionError(_NONE)
        return self._steps >= 0

    def _walk(self, depth: int, cost: int, due: frozenset[int]) -> None:
        if depth == len(self._order):
            self._least = cost
            self.best = {issue: self._chosen[issue] for issue in self._order}
            return
        for option, more in self._rows[depth]:
            self._steps -= 1
            if self._steps < 0:
                return
            total, fees = cost + more, due
            if self._least is not None and total + self._rest[depth + 1] >= self._least:
                return
            self._chosen[self._order[depth]] = option
            if not all(met(said, self._chosen) for said in self._hard[depth]):
                continue
            for number, said, crossed in self._soft[depth]:
                if not met(said, self._chosen):
                    total += crossed + (0 if number in fees else self.part.costs[number].fee)
                    fees |= {number}
            if self._least is None or total + self._rest[depth + 1] < self._least:
                self._walk(depth + 1, total, fees)


def cheapest(part: _Left, allowance: Allowance) -> dict[int, int]:
    """Return the cheapest options of *part*, found by MaxSAT; TooComplexError beyond the allowance."""
    from pysat.examples.rc2 import RC2Stratified  # noqa: PLC0415 - loading python-sat takes its time

    from sulh.bargaining.sat import Weighted  # noqa: PLC0415

    each = [said for one in part.costs for said, _ in one.each]
    core = Core(
        Component(tuple(part.rows), (), ()),
        {issue: dict.fromkeys(row, 0) for issue, row in part.rows.items()},
        dict(enumerate(each)),
        tuple(part.hard),
        tuple(1 << number for number in range(len(each))),
    )
    weighted = Weighted(core)
    for issue, row in part.rows.items():
        least = min(row.values())
        for option, cost in row.items():
            if cost > least:
                weighted.without(issue, option, cost - least)
    number = 0
    for one in part.costs:
        groups = range(number, number + len(one.each))
        for group, (_, cost) in zip(groups, one.each, strict=True):
            weighted.soft([group + 1], cost)
        if not one.due:
            weighted.soft([group + 1 for group in groups], one.fee)
        number += len(one.each)
    with RC2Stratified(weighted.formula, solver="g4") as solver:
        timer = Timer(allowance.seconds_left, solver.interrupt)
        timer.start()
        try:
            model: Sequence[int] | None = solver.compute(expect_interrupt=True)
        finally:
            timer.cancel()
    allowance.check()
    if model is None:
        raise TooComplexError("the package of an opening was not found", hint="allow more time")
    return weighted.options(model)
