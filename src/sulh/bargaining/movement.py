"""How far a package asks each party to move from its positions.

Over issues, the largest shortfall among a party's positions on the issue, times the issue's weight for the
party. A shortfall is the distance to the nearest acceptable option over the widest gap between two parties'
positions on the issue (over the whole ladder where no two are apart); 1 where the issue is unordered. A
position that spans issues counts 1 once, with the largest of their weights. Exact throughout.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise
from math import lcm

from sulh.bargaining.minimal import bits
from sulh.bargaining.space import Space
from sulh.model.expressions import Compare
from sulh.model.problem import Issue

CONVENTIONS = (
    "a shortfall is measured against the widest gap recorded on its issue",
    "unordered issues and positions that span issues count 1 where they are not met",
    "issues joined by links share one weight, all others weigh 1, unless weights are given",
)
_NUMBER = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?)\s*(%?)\Z")


@lru_cache(maxsize=4096)
def ladder(issue: Issue) -> tuple[Fraction, ...]:
    """Return where each option stands: its value where all are numbers, in order, else its rung."""
    found = [_NUMBER.match(option.strip()) for option in issue.options]
    if all(found) and len({match[2] for match in found if match}) == 1:
        values = [Fraction(match[1].replace(",", "")) for match in found if match]
        if all(a < b for a, b in pairwise(values)) or all(a > b for a, b in pairwise(values)):
            return tuple(values)
    return tuple(Fraction(rung) for rung in range(len(issue.options)))


def _nearest(values: Sequence[Fraction], option: int, others: Sequence[int]) -> Fraction:
    """Return how far *option* is on a ladder from the nearest of *others* (sorted)."""
    at = bisect_left(others, option)
    return min(abs(values[option] - values[other]) for other in others[max(at - 1, 0) : at + 1])


class Measure:
    """Movements in a space, as integers: a vector over `space.among`, `scale` to one unit of movement."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self._ladders = [ladder(issue) for issue in space.issues]
        self.acceptable = self._acceptable()
        self.gaps = [self._gap(i) for i in range(len(space.issues))]
        self.weights = {party: self._weights(party) for party in space.among}
        single = [self._on_issue(i) for i in range(len(space.issues))]
        near = [self._nearness(i) for i in range(len(space.issues))]
        wide = {p.bit: self._spanning_weight(p.bit, p.scope) for p in space.positions if len(p.scope) > 1}
        exact = [x for issue in single for vector in issue for x in vector] + list(wide.values())
        self.scale = lcm(*(x.denominator for x in exact))
        near_scale = lcm(*(x.denominator for issue in near for x in issue))
        self.single = [[tuple(int(x * self.scale) for x in v) for v in issue] for issue in single]
        """Issue, option → the movement that the option asks by the positions on that issue alone."""
        self.near = [[int(x * near_scale) for x in issue] for issue in near]
        """Issue, option → its distance to the offers on the table."""
        quo = space.problem.status_quo
        self.away = [[int(o != quo.get(i.name, o)) for o in i.options] for i in space.issues]
        """Issue, option → 1 where it leaves the status quo."""
        at = {party: i for i, party in enumerate(space.among)}
        self._wide = {bit: int(weight * self.scale) for bit, weight in wide.items()}
        self._place = [at[item.position.party] for item in space.bound]
        self._seen: dict[int, tuple[int, ...]] = {}

    def exact(self, vector: Iterable[int]) -> dict[str, Fraction]:
        """Return *vector* by party, in units of movement."""
        return {p: Fraction(x, self.scale) for p, x in zip(self.space.among, vector, strict=True)}

    def spanning(self, mask: int) -> tuple[int, ...]:
        """Return the movement asked by failing the positions in *mask*, those that span issues only."""
        if mask not in self._seen:
            asked: dict[tuple[int, tuple[int, ...]], int] = {}
            for bit in bits(mask & ~self.space.covered):
                asked[self._place[bit], self.space.positions[bit].scope] = self._wide[bit]
            totals = [0] * len(self.space.among)
            for (party, _), weight in asked.items():
                totals[party] += weight
            self._seen[mask] = tuple(totals)
        return self._seen[mask]

    def charges(self) -> list[tuple[int, tuple[int, ...]]]:
        """Return the movement asked by failing positions that span issues: a mask, and what any of it costs.

        Those of one party on the same issues count once.
        """
        masks: dict[tuple[int, tuple[int, ...]], int] = {}
        for bit in self._wide:
            if not self.space.covered >> bit & 1:
                group = self._place[bit], self.space.positions[bit].scope
                masks[group] = masks.get(group, 0) | 1 << bit
        return [(mask, self.spanning(mask)) for mask in masks.values()]

    def _acceptable(self) -> list[list[tuple[int, frozenset[int]]]]:
        """Return for each issue the positions on it alone: their bit, the options that meet them."""
        result: list[list[tuple[int, frozenset[int]]]] = [[] for _ in self.space.issues]
        for position in self.space.positions:
            if len(position.scope) == 1 and not self.space.covered >> position.bit & 1:
                result[position.scope[0]].append((position.bit, self.space.meeting(position)))
        return result

    def _party(self, bit: int) -> str:
        return self.space.bound[bit].position.party

    def _gap(self, at: int) -> Fraction:
        issue = self.space.issues[at]
        if not issue.ordered:
            return Fraction(1)
        values = self._ladders[at]
        met = [(bit, sorted(options)) for bit, options in self.acceptable[at]]
        gaps = [
            min(_nearest(values, option, theirs) for option in mine)
            for (one, mine), (two, theirs) in combinations(met, 2)
            if mine and theirs and self._party(one) != self._party(two)
        ]
        return max(gaps, default=Fraction(0)) or abs(values[-1] - values[0]) or Fraction(1)

    def _weights(self, party: str) -> list[Fraction]:
        given = self.space.problem.weights.get(party, {})
        weights = [Fraction(given.get(issue.name, 1)) for issue in self.space.issues]
        for group in self.space.linked:
            sharing = [i for i in group if self.space.issues[i].name not in given]
            for i in sharing:
                weights[i] = Fraction(1, len(sharing))
        return weights

    def _spanning_weight(self, bit: int, scope: Sequence[int]) -> Fraction:
        return max(self.weights[self._party(bit)][i] for i in scope)

    def _on_issue(self, at: int) -> list[tuple[Fraction, ...]]:
        options = range(len(self.space.issues[at].options))
        most = {party: [Fraction(0)] * len(options) for party in self.space.among}
        for bit, met in self.acceptable[at]:
            mine, spots = most[self._party(bit)], sorted(met)
            for option in options:
                if option not in met:
                    mine[option] = max(mine[option], self._short(at, option, spots))
        return [
            tuple(most[party][option] * self.weights[party][at] for party in self.space.among)
            for option in options
        ]

    def shortfall(self, at: int, option: int, met: frozenset[int]) -> Fraction:
        """Return how far *option* of the issue *at* is from the nearest of the options *met*."""
        return Fraction(0) if option in met else self._short(at, option, sorted(met))

    def _short(self, at: int, option: int, met: Sequence[int]) -> Fraction:
        if not met or not self.space.issues[at].ordered:
            return Fraction(1)
        return _nearest(self._ladders[at], option, met) / self.gaps[at]

    def _nearness(self, at: int) -> list[Fraction]:
        issue = self.space.issues[at]
        values = self._ladders[at]
        offered = [
            issue.options.index(item.position.wants.option)
            for item in self.space.stance.active
            if item.kind == "offer"
            and isinstance(item.position.wants, Compare)
            and item.position.wants.issue == issue.name
        ]
        if not issue.ordered:
            return [Fraction(sum(option != o for o in offered)) for option in range(len(issue.options))]
        return [
            sum((abs(values[option] - values[o]) / self.gaps[at] for o in offered), Fraction(0))
            for option in range(len(issue.options))
        ]
