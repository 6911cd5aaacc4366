"""Stability written plainly from the definitions: sets, recursion, one state at a time.

Fang, Hipel and Kilgour, *Interactive Decision Making: The Graph Model for Conflict Resolution* (1993). What
the benchmark compares with, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import product

from sulh.model.evaluation import holds
from sulh.model.problem import Issue, Package, Problem

State = tuple[str, ...]
"""An option for every issue, in the case's order."""


def states(problem: Problem) -> list[State]:
    """Every package that the links allow."""
    names = [issue.name for issue in problem.issues]
    return [
        chosen
        for chosen in product(*(issue.options for issue in problem.issues))
        if all(holds(link, dict(zip(names, chosen, strict=True)), problem.by_name) for link in problem.links)
    ]


def may_set(problem: Problem, party: str, issue: Issue, origin: str, target: str) -> bool:
    """Whether *party* may alone take *issue* from one option to another."""
    if origin == target:
        return True
    if party not in issue.controller:
        return False
    o, t = issue.options.index(origin), issue.options.index(target)
    if len(issue.controller) > 1:
        if issue.ordered and issue.direction_confirmed:
            if (t > o) == (issue.gives == "up"):
                return False
        elif problem.status_quo.get(issue.name) != target:
            return False
    for move in problem.irreversible:
        if move.issue != issue.name:
            continue
        a, b = issue.options.index(move.origin), issue.options.index(move.target)
        if not issue.ordered:
            if (origin, target) == (move.target, move.origin):
                return False
        elif (a < b <= o and t < b) or (a > b >= o and t > b):
            return False
    return True


class Graph:
    """The moves of all parties between all states, and what is stable."""

    def __init__(self, problem: Problem, ranks: Mapping[str, Mapping[State, int]]) -> None:
        self.problem = problem
        self.parties = problem.parties
        self.states = states(problem)
        self.ranks = ranks
        self.moves: dict[tuple[str, State], list[State]] = {
            (party, one): [
                two
                for two in self.states
                if two != one
                and all(
                    may_set(problem, party, issue, o, t)
                    for issue, o, t in zip(problem.issues, one, two, strict=True)
                )
            ]
            for party in self.parties
            for one in self.states
        }

    def improvements(self, party: str, state: State) -> list[State]:
        """The unilateral improvements of *party* from *state*."""
        own = self.ranks[party]
        return [target for target in self.moves[party, state] if own[target] > own[state]]

    def answers(self, party: str, start: State, moves: Callable[[str, State], Sequence[State]]) -> set[State]:
        """Where the others can get from *start* by legal sequences of one step or more."""
        found: set[State] = set()
        seen: set[tuple[str, State]] = set()

        def go(last: str, at: State) -> None:
            for mover in self.parties:
                if mover in (party, last):
                    continue
                for target in moves(mover, at):
                    found.add(target)
                    if (mover, target) not in seen:
                        seen.add((mover, target))
                        go(mover, target)

        go("", start)
        return found

    def stable(self, concept: str, party: str, state: State) -> bool:
        """Whether *state* is stable for *party*."""
        own = self.ranks[party]
        home = own[state]
        for target in self.improvements(party, state):
            if concept == "Nash":
                return False
            moves = self.improvements if concept == "SEQ" else lambda mover, at: self.moves[mover, at]
            held = [end for end in self.answers(party, target, moves) if own[end] <= home]
            if concept == "SMR":
                held = [end for end in held if all(own[e] <= home for e in self.moves[party, end])]
            if not held:
                return False
        return True

    def reachable(self, start: State, moves: Callable[[str, State], Sequence[State]]) -> set[State]:
        """Where all parties together can get from *start*, itself among them."""
        return {start} | self.answers("", start, moves)


def by_statements(problem: Problem, party: str) -> dict[State, int]:
    """Ranks by the party's statements, most important first."""
    names = [issue.name for issue in problem.issues]

    @cache
    def score(state: State) -> tuple[bool, ...]:
        package: Package = dict(zip(names, state, strict=True))
        return tuple(holds(wants, package, problem.by_name) for wants in problem.preferences[party])

    return _numbered({state: score(state) for state in states(problem)})


def by_ranking(problem: Problem, party: str) -> dict[State, int]:
    """Ranks as the party's ranking gives them."""
    names = [issue.name for issue in problem.issues]
    return {
        tuple(package[name] for name in names): -place
        for place, tied in enumerate(problem.ranking[party])
        for package in tied
    }


def _numbered(scores: Mapping[State, tuple[object, ...]]) -> dict[State, int]:
    order = {score: place for place, score in enumerate(sorted(set(scores.values())))}
    return {state: order[score] for state, score in scores.items()}
