"""Which states are stable for a party: Nash, GMR, SMR and SEQ, for all states at once.

The concepts (Howard 1971 for general and symmetric metarationality; Fraser and Hipel 1984 for sequential
stability; all of them in Fang, Hipel and Kilgour, *Interactive Decision Making*, 1993): a state is

- *Nash* for a party that has no unilateral improvement from it;
- *GMR* where from each of its improvements the others can get, by a legal sequence of their moves, to a state
  that it does not prefer to the first;
- *SMR* where, besides, no move of its own then leads it out to a state that it prefers to the first;
- *SEQ* where they can get there by improvements of their own alone.

In a legal sequence no party moves twice in a row. What sanctions a state is a least value over all legal
sequences, so it is propagated to a fixpoint over all states: one sweep for each opponent, until nothing
falls any more. Where two steps of a party in a row always amount to one or none, the rule is met of itself,
and one array does for all sequences; else one is kept for each party that moved last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sulh.bargaining.stability.states import BOTTOM, TOP, Bools, Improving, Ints, States
from sulh.model.findings import Concept

CONCEPTS: tuple[Concept, ...] = ("Nash", "GMR", "SMR", "SEQ")

Step = Callable[[Ints], Ints]
"""The least value over one move of a party, for each state."""


@dataclass(frozen=True)
class Judgement:
    """What holds a party in each state under a concept.

    `sanctioned[s]` is the least value to which the others can bring it after it has moved to s (its own rank
    there, if they can bring it no lower): where that is at most its rank at home, it had better not have
    moved. The values are its ranks, or for SMR the best rank that it can then escape to.
    """

    stable: Bools
    sanctioned: Ints


class Judge:
    """Judges the states for one party after another; `ranks` are those of the parties that are known."""

    def __init__(self, states: States, ranks: Mapping[str, Ints]) -> None:
        self.states = states
        self.ranks = ranks
        self._improving: dict[str, Improving] = {}

    def judge(self, party: str, concept: Concept) -> Judgement | None:
        """Return what holds *party* under *concept*; None where preferences that it needs are not known."""
        states, ranks = self.states, self.ranks.get(party)
        others = [other for other in states.movers if other != party]
        if ranks is None or (concept == "SEQ" and not all(other in self.ranks for other in others)):
            return None
        values = ranks
        if concept == "SMR":
            values = states.most(party, states.masked(ranks.copy(), BOTTOM))
        steps = {} if concept == "Nash" else {other: self._step(other, concept) for other in others}
        sanctioned = least_reachable(states, values, steps)
        kept = states.masked(np.minimum(sanctioned, ranks), BOTTOM)
        return Judgement(states.most(party, kept) <= ranks, sanctioned)

    def improving(self, party: str) -> Improving:
        """Return the improvements of *party*, made ready on first use."""
        if party not in self._improving:
            self.states.allowance.check()
            self._improving[party] = self.states.improving(party, self.ranks[party])
        return self._improving[party]

    def _step(self, party: str, concept: Concept) -> Step:
        if concept == "SEQ":
            return self.improving(party)
        return lambda values: self.states.least(party, values)


def least_reachable(states: States, values: Ints, steps: Mapping[str, Step]) -> Ints:
    """Return for each state the least of *values* on any legal sequence of *steps*, the empty one among them.

    *steps* are those of the parties that may move.
    """
    start = states.masked(values.copy(), TOP)
    if not steps:
        return start
    alike = states.mobility.transitive
    after = {party: start if alike else start.copy() for party in steps}
    quiet = -1 if alike else 0
    while True:
        for party, step in steps.items():
            states.allowance.check()
            found = step(after[party])
            reach = [start] if alike else [start, *(after[other] for other in steps if other != party)]
            fell = [_lower(states, array, found) for array in reach]
            quiet = 0 if any(fell) else quiet + 1
            # A party's own sweep, repeated at once, changes nothing: then the others have to be quiet.
            if quiet >= len(steps) - (1 if alike else 0):
                return start


def _lower(states: States, array: Ints, found: Ints) -> bool:
    lower = found < array
    if states.there is not None:
        lower &= states.there
    np.copyto(array, found, where=lower)
    return bool(lower.any())


def reachable(states: States, state: int, ranks: Mapping[str, Ints] | None) -> Bools:
    """Return which states the parties can get to from *state*; with *ranks*, by improvements alone."""
    start = np.full(states.size, TOP, np.int32)
    start[state] = 0

    def forward(party: str) -> Step:
        if ranks is None:
            return lambda values: states.least(party, values, backwards=True)
        own = ranks[party]

        def improved(values: Ints) -> Ints:
            # What is reached is marked by the least rank from which it is reached; better is what improves.
            lowest = states.least(party, np.where(values == 0, own, TOP), backwards=True)
            return np.where(lowest < own, np.int32(0), np.int32(TOP))

        return improved

    found: Bools = least_reachable(states, start, {party: forward(party) for party in states.movers}) == 0
    return found


def all_hold(parts: Sequence[Bools], states: States) -> Bools:
    """Return the states in which all *parts* hold."""
    result = np.ones(states.size, bool) if states.there is None else states.there.copy()
    for part in parts:
        result &= part
    return result
