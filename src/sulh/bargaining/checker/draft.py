"""Checks a draft against everybody's positions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product
from math import prod

from sulh.bargaining.checker.common import MOST_TESTS, binding_in, demand
from sulh.model.evaluation import holds
from sulh.model.expressions import Node, issues_in
from sulh.model.findings import ActivePosition, DraftTest, Objection, Stance
from sulh.model.problem import Issue, Package, Problem

_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_FIRMEST = {"red line": 0, "demand": 1, "offer": 2}


def check_draft(problem: Problem, stance: Stance, finding: DraftTest) -> bool:
    """Check that each position is met, failed or undecided as stated, and each distance.

    Returns whether all of it could be decided.
    """
    return _Check(problem, stance, finding).all()


class _Check:
    """One check, which has so many tests of expressions left."""

    def __init__(self, problem: Problem, stance: Stance, finding: DraftTest) -> None:
        self.problem, self.finding = problem, finding
        self.issues: Mapping[str, Issue] = problem.by_name
        self.counted = {n: item for n, item in binding_in(stance, finding).items() if not item.covered_by}
        self.left = MOST_TESTS

    def all(self) -> bool:
        """Check everything; return whether it could be decided."""
        finding = self.finding
        met = {name for names in finding.meets.values() for name in names}
        failed = {one.position: one for one in finding.objections}
        undecided = set(finding.undecided)
        parts = [*(names for names in finding.meets.values()), tuple(failed), finding.undecided]
        demand(
            sorted(n for part in parts for n in part) == sorted(self.counted),
            "a position is lost or told twice",
        )
        for party, names in finding.meets.items():
            mine = {n for n in met if self.counted[n].position.party == party}
            demand(set(names) == mine, f"what is met is not all {party}'s")
        for name, item in self.counted.items():
            said = True if name in met else None if name in undecided else False
            self._verdict(item.position.wants, said, name)
        for at, link in enumerate(self.problem.links):
            if at in finding.breaks:
                self._verdict(link, False, f"the link {link}")
        for one in failed.values():
            self._distance(one)
        order = [(finding.among.index(one.party), _FIRMEST[one.strength]) for one in finding.objections]
        demand(order == sorted(order), "the objections are out of order")
        known = {issue.name for issue in self.problem.issues}
        demand(known - finding.package.keys() == set(finding.left_open), "something else is left open")
        return self.left >= 0

    def _ways(self, wants: Node) -> Iterator[Package]:
        names = list(dict.fromkeys(issues_in(wants)))
        package = self.finding.package
        rows = [(package[n],) if n in package else self.issues[n].options for n in names]
        self.left -= prod(map(len, rows))
        if self.left >= 0:
            yield from (dict(zip(names, ways, strict=True)) for ways in product(*rows))

    def _verdict(self, wants: Node, said: bool | None, name: str) -> None:
        """Check that *wants* is met (True), failed (False) or open (None) as *said*."""
        found = {holds(wants, way, self.issues) for way in self._ways(wants)}
        unsaid = said is None and self.finding.complete is not True
        if found and self.left >= 0 and not unsaid:
            demand(
                found == ({said} if said is not None else {True, False}), f"the draft meets {name} otherwise"
            )

    def _distance(self, one: Objection) -> None:
        item = self.counted[one.position]
        said = item.position
        demand((one.party, one.strength) == (said.party, said.strength), f"{one.position} is another's")
        names = set(issues_in(said.wants))
        issue = self.issues[min(names)]
        good = _met(item, issue) if len(names) == 1 else []
        if not good or not issue.ordered or issue.name not in self.finding.package:
            demand((one.shortfall, one.steps) == (Fraction(1), None), f"{one.position} has no distance")
            return
        chosen, places = self.finding.package[issue.name], issue.options
        steps = min(abs(places.index(chosen) - places.index(option)) for option in good)
        demand(one.steps == steps > 0, f"{one.position} is {steps} steps away")
        self.left -= len(self.counted) * len(places) ** 2
        if self.left >= 0:
            at = _values(issue)
            near = min(abs(at[chosen] - at[option]) for option in good)
            demand(one.shortfall == near / self._gap(issue, at), f"{one.position} falls short otherwise")

    def _gap(self, issue: Issue, at: Mapping[str, Fraction]) -> Fraction:
        """Return the widest gap between two parties' positions on *issue* alone."""
        sides = [
            (item.position.party, [at[option] for option in _met(item, issue)])
            for item in self.counted.values()
            if set(issues_in(item.position.wants)) == {issue.name}
        ]
        gaps = [
            min(abs(a - b) for a in mine for b in theirs)
            for (one, mine), (two, theirs) in combinations(sides, 2)
            if one != two and mine and theirs
        ]
        return max(gaps, default=Fraction(0)) or max(at.values()) - min(at.values()) or Fraction(1)


def _met(item: ActivePosition, issue: Issue) -> list[str]:
    wants = item.position.wants
    return [o for o in issue.options if holds(wants, {issue.name: o}, {issue.name: issue})]


def _values(issue: Issue) -> dict[str, Fraction]:
    """Return where each option stands: its value where all are plain numbers, in order, else its rung."""
    said = [option.strip() for option in issue.options]
    units = {option[-1:] == "%" for option in said}
    bare = [option.removesuffix("%").strip() for option in said]
    if len(units) == 1 and all(_NUMBER.fullmatch(option) for option in bare):
        values = [Fraction(option.replace(",", "")) for option in bare]
        if len(set(values)) == len(values) and sorted(values) in (values, values[::-1]):
            return dict(zip(issue.options, values, strict=True))
    return {option: Fraction(rung) for rung, option in enumerate(issue.options)}
