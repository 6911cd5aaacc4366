"""The search for obstacles and openings in one core: obstacles smallest first, openings best first.

A core with few packages is enumerated: what its packages fail are the corrections, and the minimal hitting
sets of these the obstacles. In a larger one obstacles are found by implicit hitting sets: a smallest set that
meets all corrections known so far is an obstacle, or shows a correction that it does not meet (A. Ignatiev,
A. Previti, M. Liffiton and J. Marques-Silva, "Smallest MUS extraction with minimal hitting set dualization",
CP 2015). Sets in which something is engaged by nothing else are no obstacles and are not looked at, so that
mostly a few corrections are enough to know that all obstacles have been found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from sulh.bargaining import minimal
from sulh.bargaining.allowance import Allowance
from sulh.bargaining.minimal import bits, union
from sulh.bargaining.reduction import Core, Formula, Some, Within, atoms, met
from sulh.bargaining.space import Space, no_package

if TYPE_CHECKING:
    from sulh.bargaining.sat import Encoded

FEW_PACKAGES = 500
"""A core with at most so many packages is enumerated: sooner done than loading a solver."""

SOME_PACKAGES = 5_000
"""A core with at most so many packages is enumerated to list its corrections."""

_SET_BYTES = 1_000

Sets = tuple[int, ...]
"""Obstacles that differ in positions alike: one position of each mask makes one."""


class Search:
    """The obstacles of one core, searched for as far as they are asked for.

    `found`: what is known; `done`: it is all. Where the search is ended by an error it stays undone.
    """

    def __init__(self, space: Space, core: Core, allowance: Allowance) -> None:
        self.space, self.core, self.allowance = space, core, allowance
        self.found: list[int] = []
        self.done = False
        self._hedged = sum(1 << i for i, mask in enumerate(core.groups) if mask & space.hedged)
        self._running = self._search()

    def obstacles(self) -> Iterator[int]:
        """Yield the obstacles (masks over the groups), firm ones first, each time smallest first.

        Raises CaseFileError where the links contradict each other, TooComplexError beyond the allowance.
        """
        at = 0
        while True:
            if at == len(self.found):
                mask = next(self._running, None)
                if mask is None:
                    return
                if not at % 1024:
                    self.allowance.hold(at * _SET_BYTES, "the obstacles found")
                self.found.append(mask)
            yield self.found[at]
            at += 1

    def corrections(self, obstacles: Sequence[int]) -> list[int] | None:
        """Return the minimal hitting sets of *obstacles* that share no group with others; None: too many."""
        if self.core.packages > SOME_PACKAGES:
            return minimal.hitting_sets(obstacles, allowance=self.allowance)
        ground = union(obstacles)
        failures = _failures(self.core, self.allowance)
        return minimal.minimal({mask & ground for mask in failures}, self.allowance)

    def hedged(self, mask: int) -> bool:
        """Return whether an obstacle rests on a hedged position."""
        return bool(mask & self._hedged)

    def sets(self, mask: int) -> Sets:
        """Return the obstacles of *mask* in positions."""
        return tuple(self.core.groups[group] for group in bits(mask))

    def _search(self) -> Iterator[int]:
        hitting = self._enumerated()
        if hitting is not None:
            yield from sorted(hitting, key=lambda mask: (self.hedged(mask), mask.bit_count(), mask))
        else:
            if not self._encoded.satisfiable(0):
                raise no_package(self.space, self.core.component)
            corrections: list[int] = []
            firm: list[int] = []
            self._learn(0, corrections)
            for mask in self._smallest(corrections, hedged=False, known=()):
                firm.append(mask)
                yield mask
            yield from self._smallest(corrections, hedged=True, known=firm)
        self.done = True

    def _enumerated(self) -> list[int] | None:
        """Return all obstacles, found by enumeration; None where that would take longer than to search."""
        if self.core.packages > FEW_PACKAGES:
            return None
        corrections = minimal.minimal(_failures(self.core, self.allowance), self.allowance)
        if not corrections:
            raise no_package(self.space, self.core.component)
        found: list[int] = []
        for part in minimal.factors(corrections):
            hitting = minimal.hitting_sets(part, allowance=self.allowance)
            if hitting is None:
                return None
            found += hitting
        return [mask for mask in found if mask]

    @cached_property
    def _encoded(self) -> Encoded:
        from sulh.bargaining.sat import Encoded  # noqa: PLC0415 - loading python-sat takes its time

        return Encoded([self.core], self.allowance)

    def _smallest(self, corrections: list[int], *, hedged: bool, known: Sequence[int]) -> Iterator[int]:
        """Yield the obstacles that hold a hedged position, or those that hold none, smallest first."""
        from sulh.bargaining.sat import Clauses, Count  # noqa: PLC0415

        number = len(self.core.groups)
        clauses = Clauses(self.allowance, number + len(self.core.hard))
        if hedged:
            clauses.add(group + 1 for group in bits(self._hedged))
        else:
            for group in bits(self._hedged):
                clauses.add([-group - 1])
        for thing, others in _engaged(self.core):
            clauses.add([-thing - 1, *(other + 1 for other in bits(others))])
        for mask in known:
            clauses.add(-group - 1 for group in bits(mask))
        count, used = Count(clauses, range(1, number + 1)), 0
        for size in range(1, number + 1):
            while True:
                for mask in corrections[used:]:
                    clauses.add(group + 1 for group in bits(mask))
                used = len(corrections)
                if not clauses.solve(count.at_most(size)):
                    break
                found = sum(1 << literal - 1 for literal in clauses.model()[:number] if literal > 0)
                if self._encoded.satisfiable(found):
                    self._learn(found, corrections)
                    continue
                # Smaller obstacles are all known and left out, so that this one holds no smaller one.
                clauses.add(-group - 1 for group in bits(found))
                yield found
            if not clauses.solve():
                return

    def _learn(self, mask: int, corrections: list[int]) -> None:
        """Add corrections that do not meet *mask*, nor each other; the last solution meets all of *mask*."""
        while True:
            correction = self._grown()
            corrections.append(correction)
            mask |= correction
            if not correction or not self._encoded.satisfiable(mask):
                return

    def _grown(self) -> int:
        """Return a minimal correction within what the last solution fails; firm positions are kept first."""
        encoded = self._encoded
        failed, everything = encoded.failed(), (1 << len(self.core.groups)) - 1
        for part in (~self._hedged, self._hedged):
            while failed & part:
                one_more = encoded.clauses.new()
                encoded.clauses.add([-one_more, *(group + 1 for group in bits(failed & part))])
                better = encoded.satisfiable(everything & ~failed, [one_more])
                if better:
                    failed = encoded.failed()
                encoded.clauses.add([-one_more])
                if not better:
                    break
        return failed


def _failures(core: Core, allowance: Allowance) -> set[int]:
    """Return what each package of a core fails."""
    order = list(core.rows)
    place = {issue: depth for depth, issue in enumerate(order)}
    due: list[list[tuple[int, Formula]]] = [[] for _ in order]
    for group, said in [*((-1, said) for said in core.hard), *core.wide.items()]:
        due[max(place[atom.issue] for atom in atoms(said))].append((group, said))
    chosen = [0] * (max(order) + 1)
    found: set[int] = set()

    def walk(depth: int, failed: int) -> None:
        if depth == len(order):
            found.add(failed)
            return
        for option, mask in core.rows[order[depth]].items():
            chosen[order[depth]] = option
            more = failed | mask
            for group, said in due[depth]:
                if not met(said, chosen):
                    if group < 0:
                        break
                    more |= 1 << group
            else:
                walk(depth + 1, more)

    allowance.check()
    walk(0, 0)
    return found


def _engaged(core: Core) -> Iterator[tuple[int, int]]:
    """Yield what an obstacle that holds one thing must hold at least one of: a number and a mask.

    Things are the groups and, numbered behind them, the links that the obstacle rests on. If one option by
    itself met a thing, and nothing else minded that option, the other things could be met with it.
    """
    minds = {issue: dict(row) for issue, row in core.rows.items()}
    ways: list[tuple[int, int, int]] = []
    for issue, row in core.rows.items():
        for group in bits(union(row.values())):
            ways += [(group, issue, option) for option, mask in row.items() if not mask >> group & 1]
    for number, said in [*core.wide.items(), *enumerate(core.hard, len(core.groups))]:
        for atom in atoms(said):
            for option in core.rows[atom.issue]:
                minds[atom.issue][option] |= (not atom.options >> option & 1) << number
        for part in said.parts if isinstance(said, Some) else ():
            if isinstance(part, Within):
                ways += [(number, part.issue, option) for option in bits(part.options)]
    for number, issue, option in ways:
        yield number, minds[issue][option] & ~(1 << number)


def corrections_best_first(
    space: Space, cores: Sequence[Core], ground: int, allowance: Allowance
) -> Iterator[int]:
    """Yield the minimal sets of positions in *ground* to give up so that the rest of it can be met.

    Fewest red lines first, then the fewest that any one party gives up, then fewest in all. *cores* are
    independent, *ground* and what is yielded are masks over the space's positions; positions in *ground* that
    are in none of the cores are given up in any case.
    """
    from sulh.bargaining.sat import Cost, Encoded  # noqa: PLC0415

    encoded = Encoded(cores, allowance)
    if not encoded.satisfiable(0):
        raise no_package(space, cores[0].component)
    alone = ground & ~union(encoded.groups)  # nothing meets these
    lost = {-group - 1: mask & ground for group, mask in enumerate(encoded.groups) if mask & ground}

    def weights(among: int) -> dict[int, int]:
        return {literal: (mask & among).bit_count() for literal, mask in lost.items()}

    total = Cost(encoded.clauses, weights(ground))
    parties = [Cost(encoded.clauses, weights(mask)) for mask in space.by_party if mask & ground]
    levels = [[Cost(encoded.clauses, weights(space.red_lines))], parties, [total]]
    bounds = [0, 0, 0]

    def within(number: int) -> list[int]:
        """Return the assumptions for the first *number* of the bounds."""
        pairs = zip(levels[:number], bounds, strict=False)
        found = [literal for counts, bound in pairs for one in counts for literal in one.at_most(bound)]
        # No more than this can be given up in all: it follows, but is much sooner seen.
        return found + (total.at_most(bounds[1] * len(parties)) if number > 1 else [])

    while True:
        if encoded.clauses.solve(within(3)):
            model = encoded.clauses.model()
            given = [literal for literal in lost if model[-literal - 1] == literal]
            encoded.clauses.add(-literal for literal in given)
            yield alone | union(lost[literal] for literal in given)
            if not given:
                return
            continue
        for level in (2, 1, 0):
            if encoded.clauses.solve(within(level)):
                bounds[level] += 1
                bounds[level + 1 :] = [0] * (2 - level)
                break
        else:
            return
