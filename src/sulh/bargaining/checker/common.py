"""What the checks share: which positions bind, and whether some of them can all be met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sulh.model.evaluation import holds
from sulh.model.expressions import Node, issues_in
from sulh.model.findings import ActivePosition, Finding, Stance
from sulh.model.problem import Package, Problem

MOST_STEPS = 20_000
"""Partial packages tried to decide whether some positions can all be met."""

MOST_TESTS = 200_000
"""Expressions tested in all to check one finding."""

NOT_VERIFIED = ", in part not re-verified: too large"
F = TypeVar("F", bound=Finding)


def checked(finding: F, verified: bool) -> F:
    """Return *finding*; where not all of it was *verified* its method says so."""
    return finding if verified else finding.model_copy(update={"method": finding.method + NOT_VERIFIED})


def demand(condition: bool, message: str) -> None:
    """Raise AssertionError with *message* unless *condition*."""
    if not condition:
        raise AssertionError(f"a finding failed its check: {message}")


def binding_in(stance: Stance, finding: Finding) -> dict[str, ActivePosition]:
    """Return the positions that bind among the finding's parties, by id."""
    return {
        item.position.id: item
        for item in stance.active
        if item.position.party in finding.among and item.position.strength != "preference"
    }


class Solver:
    """Decides whether positions can all be met. `gave_up`: at least one question was too large."""

    def __init__(self, problem: Problem) -> None:
        self.links = [(link, set(issues_in(link))) for link in problem.links]
        self.issues = problem.by_name
        self.tests = MOST_TESTS
        self.gave_up = False

    def satisfiable(self, wants: Sequence[Node]) -> bool | None:
        """Return whether some package meets *wants* and the links; None where it takes too long to tell."""
        found = self._search(wants) if self.tests > 0 else None
        self.gave_up |= found is None
        return found

    def _search(self, wants: Sequence[Node]) -> bool | None:
        conditions = list(wants)
        place = {name: 0 for expression in wants for name in issues_in(expression)}
        links = self.links
        while near := [link for link, names in links if not names.isdisjoint(place)]:
            links = [(link, names) for link, names in links if names.isdisjoint(place)]
            conditions += near
            place |= {name: 0 for link in near for name in issues_in(link)}
        self.tests -= len(self.links)
        names = list(place)
        place = {name: depth for depth, name in enumerate(names)}
        due: list[list[Node]] = [[] for _ in names]
        for condition in conditions:
            due[max(place[name] for name in issues_in(condition))].append(condition)
        package: Package = {}
        tried = [0]
        for _ in range(MOST_STEPS):
            depth = len(tried) - 1
            if depth == len(names):
                return True
            options = self.issues[names[depth]].options
            if tried[depth] == len(options):
                tried.pop()
                if not tried:
                    return False
                continue
            package[names[depth]] = options[tried[depth]]
            tried[depth] += 1
            self.tests -= len(due[depth]) + 1
            if self.tests < 0:
                return None
            if all(holds(condition, package, self.issues) for condition in due[depth]):
                tried.append(0)
        return None


def check_kept(problem: Problem, package: Package) -> None:
    """Check that *package* breaks no link on which it says everything."""
    issues = problem.by_name if problem.links else {}
    for link in problem.links:
        if all(name in package for name in issues_in(link)):
            demand(holds(link, package, issues), f"a package breaks the link {link}")


def failed_by(problem: Problem, items: Iterable[ActivePosition], package: Package) -> list[ActivePosition]:
    """Return those of *items* that *package* fails, as far as it speaks of their issues."""
    issues = problem.by_name
    return [
        item
        for item in items
        if all(name in package for name in issues_in(item.position.wants))
        and not holds(item.position.wants, package, issues)
    ]
