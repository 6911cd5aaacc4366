"""What an agreement rests on: who would leave it on its own, and what the others can answer."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sulh.bargaining.stability.sanctions import Judgement
from sulh.bargaining.stability.states import BOTTOM, Ints, States
from sulh.model.findings import Commitment, Concept, SanctionMove, Temptation

MOST_EXPANDED = 20_000
"""States from which the moves of all are tried, over all sanctions of a finding."""

Found = npt.NDArray[np.int64]


@dataclass
class _WaysOut:
    """The improvements of a party from an agreement, and what they come to under each concept."""

    targets: Found
    comes_to: dict[Concept, Ints] = field(default_factory=dict)


class Commitments:
    """Gathers, concept by concept, what holds the parties in the *agreements* (name → state)."""

    def __init__(self, states: States, ranks: Mapping[str, Ints], agreements: Mapping[str, int]) -> None:
        self.states = states
        self.ranks = ranks
        self.agreements: dict[int, list[str]] = {}
        for name, state in agreements.items():
            self.agreements.setdefault(state, []).append(name)
        self._ways: dict[tuple[str, int], _WaysOut] = {}
        self._holds: dict[tuple[Concept, int], dict[str, bool]] = {}
        self._left = MOST_EXPANDED
        for party in states.movers:
            for state in self.agreements if party in ranks else ():
                own, targets = ranks[party], states.moves(party, state)
                self._ways[party, state] = _WaysOut(targets[own[targets] > own[state]])

    def add(self, party: str, concept: Concept, judgement: Judgement) -> None:
        """Take from a *judgement* what concerns the agreements."""
        for state in self.agreements:
            self._holds.setdefault((concept, state), {})[party] = bool(judgement.stable[state])
            if concept != "Nash" and (party, state) in self._ways:
                ways = self._ways[party, state]
                ways.comes_to[concept] = judgement.sanctioned[ways.targets]

    def report(self) -> tuple[Commitment, ...]:
        """Return what was gathered, agreement by agreement."""
        return tuple(self._of(state) for state in self.agreements)

    def _of(self, state: int) -> Commitment:
        temptations: list[Temptation] = []
        tempted = {}
        holds: dict[Concept, bool] = {}
        for party in self.states.movers:
            ways = self._ways.get((party, state))
            if ways is not None and len(ways.targets):
                tempted[party] = len(ways.targets)
                temptations += self._temptations(party, state, ways)
        for (concept, at), parties in self._holds.items():
            if at == state and (len(parties) == len(self.states.space.problem.parties)):
                holds[concept] = all(parties.values())
            elif at == state and not all(parties.values()):
                holds[concept] = False
        package = self.states.package(state)
        return Commitment(
            names=tuple(self.agreements[state]),
            package=package,
            tempted=tempted,
            temptations=tuple(temptations),
            holds=holds,
        )

    def _temptations(self, party: str, state: int, ways: _WaysOut) -> list[Temptation]:
        own = self.ranks[party]
        home = own[state]
        order = np.argsort(-own[ways.targets].astype(np.int64), kind="stable")
        picked = [int(order[0])]
        for comes_to in ways.comes_to.values():
            picked += [int(at) for at in order if comes_to[at] > home][:1]
        result = []
        for at in dict.fromkeys(picked):
            target = int(ways.targets[at])
            held: dict[Concept, tuple[SanctionMove, ...]] = {}
            for concept, comes_to in ways.comes_to.items():
                if comes_to[at] <= home:
                    held[concept] = self._answer(party, state, target, concept)
            package = self.states.package(target)
            result.append(Temptation(party=party, package=package, held_by=held))
        return result

    def _answer(self, party: str, state: int, target: int, concept: Concept) -> tuple[SanctionMove, ...]:
        """Return a shortest legal answer of the others that leaves *party* no better than in *state*."""
        values = self.ranks[party]
        if concept == "SMR":
            values = self.states.most(party, self.states.masked(values.copy(), BOTTOM))
        home = self.ranks[party][state]
        others = [other for other in self.states.movers if other != party]

        def answers(mover: str, origin: int) -> Found:
            found = self.states.moves(mover, origin)
            if concept == "SEQ":
                found = found[self.ranks[mover][found] > self.ranks[mover][origin]]
            return found

        path = self._shortest(target, others, answers, lambda found: values[found] <= home)
        return tuple(SanctionMove(party=mover, package=self.states.package(at)) for mover, at in path)

    def _shortest(
        self,
        start: int,
        movers: list[str],
        moves: Callable[[str, int], Found],
        ends: Callable[[Found], npt.NDArray[Any]],
    ) -> list[tuple[str, int]]:
        """Return a shortest legal sequence from *start* to a state at which it *ends*; empty: not traced."""
        came: dict[tuple[str, int], tuple[str, int]] = {}
        waiting = deque([("", start)])
        while waiting and self._left > 0 and self.states.allowance.seconds_left:
            last, at = waiting.popleft()
            self._left -= 1
            for mover in movers:
                if mover == last:
                    continue
                found = moves(mover, at)
                good = found[ends(found)]
                if len(good):
                    end = (mover, self._nearest(at, good))
                    came[end] = (last, at)
                    return _traced(came, end)
                for target in found.tolist():
                    if (mover, target) not in came:
                        came[mover, target] = (last, at)
                        waiting.append((mover, target))
        return []

    def _nearest(self, origin: int, targets: Found) -> int:
        """Return the one of *targets* that changes fewest issues."""
        here = self.states.options(origin)
        changed = sum(
            (self.states.picked(targets, at) != option).astype(int) for at, option in enumerate(here)
        )
        return int(targets[np.argmin(changed)])


def _traced(came: Mapping[tuple[str, int], tuple[str, int]], end: tuple[str, int]) -> list[tuple[str, int]]:
    path = [end]
    while came[path[-1]][0]:
        path.append(came[path[-1]])
    return path[::-1]
