"""Checks stability, one state after another, from the definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from sulh.bargaining.checker.common import demand
from sulh.bargaining.checker.frontier import _Meter
from sulh.model.evaluation import holds
from sulh.model.findings import ActivePosition, Commitment, Concept, Stability, Stance
from sulh.model.problem import Irreversible, Issue, Package, Problem

MOST_TESTS = 5_000
"""Expressions tested and moves tried in all to check a finding that lists its moves."""

MOST_TESTS_LARGE = 2_000
"""The same for a finding on more states, of which only a sample can be checked in any case."""

State = tuple[str, ...]
"""An option for every issue, in the case's order."""


class _Enough(Exception):  # noqa: N818 - no error: the work that a check may do is done
    pass


def check_stability(problem: Problem, stance: Stance, finding: Stability) -> bool:
    """Check moves, temptations and their answers, then what is said of states, as far as the work allows.

    Returns whether all that the finding says of the states that it lists could be decided.
    """
    game = _Game(problem, stance, finding)
    for party, source in finding.preferences.items():
        demand(source in game.sources(party), f"the preferences of {party} are not {source}")
    states = [tuple(package.values()) for package in finding.states]
    try:
        for arrow in finding.arrows:
            one, two = states[arrow.origin], states[arrow.target]
            demand(game.may_move(arrow.party, one, two), f"{arrow.party} cannot move from {one} to {two}")
            better = game.key(arrow.party, two) > game.key(arrow.party, one)
            demand(arrow.improves == better, f"{arrow.party} ranks {one} and {two} otherwise")
        for commitment in finding.commitments:
            _check_commitment(game, commitment)
        for concept, party, at, stable in _claims(finding):
            told = "stable" if stable else "not stable"
            right = game.stable(concept, party, states[at]) == stable
            demand(right, f"{states[at]} is not {told} for {party} under {concept}")
    except _Enough:
        return False
    return finding.number == len(finding.states)


def _claims(finding: Stability) -> Iterator[tuple[Concept, str, int, bool]]:
    """Yield what is said of each listed state: equilibria first, then all else."""
    for concept, found in finding.equilibria.items():
        for at in found:
            for party in finding.parties:
                yield concept, party, at, True
    for concept, parties in finding.stable.items():
        for party, found in parties.items():
            stable = set(found)
            for at in range(len(finding.states)):
                yield concept, party, at, at in stable


def _check_commitment(game: _Game, commitment: Commitment) -> None:
    home = tuple(commitment.package.values())
    for temptation in commitment.temptations:
        party, out = temptation.party, tuple(temptation.package.values())
        demand(game.may_move(party, home, out), f"{party} cannot leave {commitment.names}")
        worth = game.key(party, home)
        demand(game.key(party, out) > worth, f"{party} would gain nothing by leaving {commitment.names}")
        for concept, answer in temptation.held_by.items():
            path = [(party, out)] + [(move.party, tuple(move.package.values())) for move in answer]
            for (last, one), (mover, two) in pairwise(path):
                demand(mover not in (party, last), f"{mover} moves out of turn")
                demand(game.may_move(mover, one, two), f"{mover} cannot answer")
                if concept == "SEQ":
                    demand(game.key(mover, two) > game.key(mover, one), f"{mover} would not answer")
            if answer:
                ends = [path[-1][1]]
                ends += game.moves(party, ends[0]) if concept == "SMR" else ()
                held = all(game.key(party, end) <= worth for end in ends)
                demand(held, f"{concept} does not hold {party} in {commitment.names}")


class _Game:
    """The Graph Model of a case, state by state. Raises `_Enough` where that takes too long."""

    def __init__(self, problem: Problem, stance: Stance, finding: Stability) -> None:
        self.problem = problem
        self.issues = problem.by_name
        self.finding = finding
        self.names = [issue.name for issue in problem.issues]
        self.tests = MOST_TESTS if finding.arrows else MOST_TESTS_LARGE
        self.refused = {(item.position.party, item.offer) for item in stance.active if item.kind == "refusal"}
        binding = [item for item in stance.active if item.position.strength != "preference"]
        self.lines = [item for item in binding if item.position.strength == "red line"]
        counted = [i for i in binding if i.position.party in problem.parties and not i.covered_by]
        self.meter = _Meter(problem, counted)
        self.cost = 1 + len(problem.links)
        self._keys: dict[tuple[str, State], Any] = {}
        self._moves: dict[tuple[str, State], list[State]] = {}
        self._places = {
            party: {self.state(package): -at for at, tied in enumerate(ranked) for package in tied}
            for party, ranked in problem.ranking.items()
        }

    def state(self, package: Package) -> State:
        return tuple(package[name] for name in self.names)

    def package(self, state: State) -> Package:
        return dict(zip(self.names, state, strict=True))

    def spend(self, tests: int) -> None:
        self.tests -= tests
        if self.tests < 0:
            raise _Enough

    def sources(self, party: str) -> tuple[str, ...]:
        """Return how the preferences of *party* can be called."""
        if self.problem.ranking.get(party):
            return ("ranking",)
        if self.problem.preferences.get(party):
            return ("preferences",)
        quo = self.problem.status_quo
        if any(name not in quo for name in self.names) or not self.legal(self.state(quo)):
            return ("derived",)
        home = self.key(party, self.state(quo))
        for offer in self.problem.offers:
            if (party, offer.id) in self.refused:
                state = self.state({**quo, **offer.package})
                if self.legal(state) and self.key(party, state) > home:
                    return ("not derivable",)
        return ("derived",)

    def key(self, party: str, state: State) -> Any:
        """Return what *party* compares states by: greater is better."""
        if (party, state) not in self._keys:
            self._keys[party, state] = self._key(party, state)
        return self._keys[party, state]

    def _key(self, party: str, state: State) -> Any:
        package, issues = self.package(state), self.issues
        if self.problem.ranking.get(party):
            return self._places[party][state]
        if self.problem.preferences.get(party):
            statements = self.problem.preferences[party]
            self.spend(len(statements))
            return tuple(holds(wants, package, issues) for wants in statements)
        self.spend(len(self.lines) + len(self.meter.spanning) + len(state))
        mine: list[ActivePosition] = [item for item in self.lines if item.position.party == party]
        crossed = sum(not holds(item.position.wants, package, issues) for item in mine)
        moved = sum((asked.get(party, Fraction(0)) for _, asked in self.meter.judged(package)), Fraction(0))
        given = sum(
            issue.options.index(o) if issue.gives == "up" else len(issue.options) - issue.options.index(o)
            for issue, o in zip(self.problem.issues, state, strict=True)
            if issue.controller == (party,) and issue.ordered and issue.direction_confirmed
        )
        return (-crossed, -moved, -given)

    def legal(self, state: State) -> bool:
        package, issues = self.package(state), self.issues
        return all(holds(link, package, issues) for link in self.problem.links)

    def may_move(self, party: str, one: State, two: State) -> bool:
        self.spend(self.cost)
        steps = zip(self.problem.issues, one, two, strict=True)
        return one != two and all(self._may_set(party, *step) for step in steps) and self.legal(two)

    def _may_set(self, party: str, issue: Issue, origin: str, target: str) -> bool:
        if origin == target:
            return True
        if party not in issue.controller:
            return False
        if len(issue.controller) > 1:
            order = issue.options if issue.gives == "up" else issue.options[::-1]
            lower = order.index(target) < order.index(origin)
            home = self.problem.status_quo.get(issue.name)
            if not (lower if issue.ordered and issue.direction_confirmed else target == home):
                return False
        return not any(
            _goes_back(issue, move, origin, target)
            for move in self.problem.irreversible
            if move.issue == issue.name
        )

    def moves(self, party: str, state: State) -> list[State]:
        """Return where *party* can go from *state*."""
        if (party, state) not in self._moves:
            choices = [
                [o for o in issue.options if self._may_set(party, issue, here, o)]
                for issue, here in zip(self.problem.issues, state, strict=True)
            ]
            found = []
            for target in product(*choices):
                self.spend(self.cost)
                if target != state and self.legal(target):
                    found.append(target)
            self._moves[party, state] = found
        return self._moves[party, state]

    def improvements(self, party: str, state: State) -> list[State]:
        """Return where *party* would go from *state*."""
        own = self.key(party, state)
        return [target for target in self.moves(party, state) if self.key(party, target) > own]

    def stable(self, concept: Concept, party: str, state: State) -> bool:
        """Return whether *party* stays in *state*."""
        ways = self.improvements(party, state)
        if concept == "Nash":
            return not ways
        worth = self.key(party, state)

        def holds_it(end: State) -> bool:
            ends = [end, *(self.moves(party, end) if concept == "SMR" else ())]
            return all(self.key(party, one) <= worth for one in ends)

        moves = self.improvements if concept == "SEQ" else self.moves
        return all(self._answered(party, way, moves, holds_it) for way in ways)

    def _answered(
        self,
        party: str,
        start: State,
        moves: Callable[[str, State], list[State]],
        good: Callable[[State], bool],
    ) -> bool:
        others = [other for other in self.finding.parties if other != party]
        waiting: list[tuple[str, State]] = [("", start)]
        seen = set(waiting)
        while waiting:
            last, at = waiting.pop()
            self.spend(1)
            for mover in others:
                for target in moves(mover, at) if mover != last else ():
                    if good(target):
                        return True
                    if (mover, target) not in seen:
                        seen.add((mover, target))
                        waiting.append((mover, target))
        return False


def _goes_back(issue: Issue, move: Irreversible, origin: str, target: str) -> bool:
    if not issue.ordered:
        return (origin, target) == (move.target, move.origin)
    place: Mapping[str, int] = {option: at for at, option in enumerate(issue.options)}
    way = 1 if place[move.target] > place[move.origin] else -1
    there = place[move.target] * way
    return place[origin] * way >= there > place[target] * way
