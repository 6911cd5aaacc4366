"""How each party ranks the states: as given, or derived from its positions.

A rank is a number, higher for what the party prefers; equal for what it holds equal. Three sources, in this
order: whole states ranked (`ranking`); statements, most important first (`preferences`): a state is preferred
to another when it meets the first statement on which the two differ (option prioritising: Fang, Hipel,
Kilgour and Peng, IEEE Transactions on Systems, Man, and Cybernetics C, 2003); else *derived* from the
party's active positions: fewer own red lines crossed, then less movement, then giving less on the ladders
that it alone controls.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sulh.bargaining.movement import Measure
from sulh.bargaining.offers import has_direction
from sulh.bargaining.space import Space
from sulh.bargaining.stability.states import Bools, Ints, States
from sulh.model.errors import UsageError
from sulh.model.evaluation import check
from sulh.model.expressions import Compare
from sulh.model.findings import PreferenceSource
from sulh.model.problem import Package

_BITS = 62
"""What an int64 holds without its sign, with one to spare."""

_FITS = 2**31 - 2
"""The greatest rank; one more is `TOP`."""

Numbers = npt.NDArray[Any]


class Preference(NamedTuple):
    """A party's ranks over the states and where they come from.

    `refused` is an offer that it refused and that these ranks put above the status quo. Where `source` is
    "not derivable" the ranks are not to be used.
    """

    ranks: Ints
    source: PreferenceSource
    refused: str | None = None


class Preferences:
    """The preferences of all parties over *states*."""

    def __init__(self, states: States) -> None:
        self.states = states
        self.space: Space = states.space
        problem = self.space.problem
        for wants in (w for statements in problem.preferences.values() for w in statements):
            check(wants, problem.issues)
        for tied in (tie for ranked in problem.ranking.values() for tie in ranked):
            for package in tied:
                self._check_whole(package)
        self._measure: Measure | None = None

    def _check_whole(self, package: Package) -> None:
        for name, option in package.items():
            check(Compare(name, "=", option), self.space.issues)
        lacking = [issue.name for issue in self.space.issues if issue.name not in package]
        if lacking:
            raise UsageError(f"a ranked state says nothing on {lacking[0]!r}", hint="rank whole states")

    def of(self, party: str) -> Preference:
        """Return the preference of *party*; UsageError where its ranking omits or repeats a state."""
        problem = self.space.problem
        if problem.ranking.get(party):
            return Preference(self._ranked(party, problem.ranking[party]), "ranking")
        if problem.preferences.get(party):
            return Preference(self._by_statements(party), "preferences")
        ranks = self._derived(party)
        refused = self._doubtful(party, ranks)
        return Preference(ranks, "not derivable" if refused else "derived", refused)

    def _ranked(self, party: str, ranked: Sequence[Sequence[Package]]) -> Ints:
        states = self.states
        ranks = np.full(states.size, -1, np.int32)
        for place, tied in enumerate(ranked):
            for package in tied:
                state = states.find(package)
                if state is None:
                    continue  # a state that a link forbids: it stands in nobody's way
                if ranks[state] >= 0:
                    raise UsageError(f"{party} ranks a state twice: {_said(package)}", hint="rank it once")
                ranks[state] = len(ranked) - 1 - place
        lacking = ranks < 0 if states.there is None else (ranks < 0) & states.there
        if lacking.any():
            first = _said(states.package(int(lacking.argmax())))
            number = int(np.count_nonzero(lacking))
            raise UsageError(
                f"the ranking of {party} leaves out {number:,} of {states.number:,} states, first {first}",
                hint="rank every state, rule states out by links, or give preferences: as statements instead",
            )
        return states.masked(ranks, 0)

    def _by_statements(self, party: str) -> Ints:
        codes: Numbers = np.zeros(self.states.size, np.int64)
        shaped = codes.reshape(self.states.shape)
        bits = 0
        for wants in self.space.problem.preferences[party]:
            self.states.allowance.check()
            if bits == _BITS:
                codes = _compact(codes).astype(np.int64)
                shaped = codes.reshape(self.states.shape)
                bits = int(codes.max(initial=0)).bit_length()
            codes <<= 1
            shaped |= self.states.holds(wants)
            bits += 1
        return _ranks(codes)

    def _derived(self, party: str) -> Ints:
        """Return ranks by fewer red lines crossed, then less movement, then giving less."""
        states, space = self.states, self.space
        self._measure = self._measure or Measure(space)
        lines = [p for p in space.positions if space.red_lines >> p.bit & 1 and self._is_of(p.bit, party)]
        crossed = _Sum(states)
        for line in lines:
            states.allowance.check()
            crossed.add(~states.holds(line.wants), 1)
        asked = _Sum(states)
        mine = space.among.index(party)
        for at, options in enumerate(self._measure.single):
            asked.look_up(at, [vector[mine] for vector in options])
        spanning: dict[tuple[int, ...], tuple[int, Bools]] = {}
        for position in space.positions:
            if len(position.scope) > 1 and self._is_of(position.bit, party) and self._counts(position.bit):
                states.allowance.check()
                failed = ~states.holds(position.wants)
                weight, before = spanning.get(position.scope, (0, failed))
                weight = max(weight, self._measure.spanning(1 << position.bit)[mine])
                spanning[position.scope] = weight, failed | before
        for weight, failed in spanning.values():
            asked.add(failed, weight)
        given = _Sum(states)
        for at, issue in enumerate(space.issues):
            if issue.controller == (party,) and has_direction(issue):
                rungs = list(range(len(issue.options)))
                given.look_up(at, rungs if issue.gives == "up" else rungs[::-1])
        worse = _joined(_joined(crossed, asked), given)
        values = worse.values
        return states.masked(_ranks(values.max(initial=0) - values), 0)

    def _is_of(self, bit: int, party: str) -> bool:
        return self.space.bound[bit].position.party == party

    def _counts(self, bit: int) -> bool:
        return not self.space.covered >> bit & 1

    def _doubtful(self, party: str, ranks: Ints) -> str | None:
        """Return an offer that *party* refused and that *ranks* put above the status quo, if any."""
        problem = self.space.problem
        quo = whole(self.space, problem.status_quo)
        home = self.states.find(quo) if quo else None
        if quo is None or home is None:
            return None
        refused = {
            item.offer
            for item in self.space.stance.active
            if item.kind == "refusal" and item.position.party == party
        }
        for offer in problem.offers:
            state = self.states.find({**quo, **offer.package}) if offer.id in refused else None
            if state is not None and ranks[state] > ranks[home]:
                return offer.id
        return None


def whole(space: Space, package: Package) -> Package | None:
    """Return *package* in the case's order; None where it leaves an issue open."""
    if any(issue.name not in package for issue in space.issues):
        return None
    return {issue.name: package[issue.name] for issue in space.issues}


def _said(package: Package) -> str:
    return ", ".join(f"{name}: {option}" for name, option in package.items())


class _Sum:
    """A sum over states; `most` bounds it, so that it is known whether 64 bits hold it."""

    def __init__(self, states: States) -> None:
        self.states = states
        self.most = 0
        self.values: Numbers = np.zeros(states.size, np.int64)

    def add(self, where: Bools, amount: int) -> None:
        """Add *amount* where *where* (which broadcasts over the states) holds."""
        self._grow(amount)
        self.values.reshape(self.states.shape)[...] += np.where(where, self._number(amount), 0)

    def look_up(self, issue: int, amounts: Sequence[int]) -> None:
        """Add to each state the amount that stands beside its option on *issue*."""
        if any(amounts):
            self._grow(max(amounts))
            table = np.array(amounts, self.values.dtype)
            self.values.reshape(self.states.shape)[...] += table[self.states.column(issue)]

    def _grow(self, amount: int) -> None:
        self.most += amount
        if self.most.bit_length() > _BITS and self.values.dtype != object:
            self.states.allowance.hold(self.states.size * 48, "adding up very fine movements")
            self.values = self.values.astype(object)

    def _number(self, amount: int) -> Any:
        return np.array(amount, self.values.dtype)


def _joined(first: _Sum, second: _Sum) -> _Sum:
    """Return a sum that orders states by *first*, then by *second*; spends both."""
    if first.most == 0 or second.most == 0:
        return second if first.most == 0 else first
    if ((first.most + 1) * (second.most + 1)).bit_length() > _BITS:
        for part in (first, second):
            part.values = _compact(part.values).astype(np.int64)
            part.most = int(part.values.max(initial=0))
    first.values *= second.most + 1
    first.values += second.values
    first.most = (first.most + 1) * (second.most + 1)
    return first


def _compact(values: Numbers) -> Numbers:
    """Return for each value its place among the distinct ones."""
    places: Numbers = np.unique(values, return_inverse=True)[1].reshape(-1)
    return places


def _ranks(values: Numbers) -> Ints:
    """Return *values*, which are not negative, as int32; compacted where they do not fit."""
    if values.max(initial=0) > _FITS:
        values = _compact(values)
    return values.astype(np.int32)
