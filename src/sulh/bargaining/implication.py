"""Which positions imply or contradict each other, taken by themselves (without the links)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from sulh.bargaining.offers import Refusal, has_direction
from sulh.model.evaluation import holds
from sulh.model.expressions import And, Node, issues_in
from sulh.model.findings import ActivePosition
from sulh.model.problem import Issue, Problem

_MOST = 20_000
"""Packages looked at to compare two positions; beyond it nothing is said to be implied or contradicted."""


def _packages(
    expression: Node, problem: Problem, within: Mapping[str, frozenset[int]]
) -> Iterator[dict[str, str]] | None:
    """Return the packages over the issues of *expression* inside *within*, or None if too many."""
    names = list(dict.fromkeys(issues_in(expression)))
    options = []
    for name in names:
        all_options = problem.issue(name).options
        options.append([o for i, o in enumerate(all_options) if name not in within or i in within[name]])
    if prod(map(len, options)) > _MOST:
        return None
    return (dict(zip(names, chosen, strict=True)) for chosen in product(*options))


def compatible(one: Node, two: Node, problem: Problem) -> bool:
    """Return whether some package meets both expressions."""
    both = And((one, two))
    packages = _packages(both, problem, {})
    return packages is None or any(holds(both, package, problem.by_name) for package in packages)


def cover(
    refusals: Sequence[Refusal], standing: Sequence[ActivePosition], problem: Problem
) -> list[ActivePosition]:
    """Return *refusals* as active positions, each with those of its party that already imply it.

    Of two refusals that imply each other the earlier recorded covers the later.
    """
    result = []
    for index, one in enumerate(refusals):
        covers = [
            item.position.id
            for item in standing
            if item.position.party == one.position.party
            and item.position.strength != "preference"
            and _implies(item.position.wants, one, problem)
        ]
        covers += [
            other.position.id
            for at, other in enumerate(refusals)
            if other.position.party == one.position.party
            and other is not one
            and _inside(one, other)
            and (at < index or not _inside(other, one))
        ]
        result.append(
            ActivePosition(position=one.position, kind="refusal", offer=one.offer, covered_by=tuple(covers))
        )
    return result


def _inside(one: Refusal, other: Refusal) -> bool:
    """Return whether all that *one* forbids is forbidden by *other*."""
    return all(
        name in one.forbids and one.forbids[name] <= allowed for name, allowed in other.forbids.items()
    )


def _implies(wants: Node, refused: Refusal, problem: Problem) -> bool:
    """Return whether *wants* can be met, but by no package that *refused* forbids."""
    inside = _packages(wants, problem, refused.forbids)
    anywhere = _packages(wants, problem, {})
    if inside is None or anywhere is None:
        return False
    by_name = problem.by_name
    return not any(holds(wants, package, by_name) for package in inside) and any(
        holds(wants, package, by_name) for package in anywhere
    )


def reversed_ladders(standing: Sequence[ActivePosition], problem: Problem) -> tuple[str, ...]:
    """Return the issues on which a controller and a counterpart press the same way."""
    found = []
    alone: dict[str, list[ActivePosition]] = {}
    for item in standing:
        names = set(issues_in(item.position.wants))
        if len(names) == 1 and " accepted by " not in item.position.id:
            alone.setdefault(names.pop(), []).append(item)
    for issue in problem.issues:
        if not has_direction(issue) or len(issue.controller) > 1:
            continue
        presses: dict[bool, set[int]] = {True: set(), False: set()}
        for item in alone.get(issue.name, ()):
            presses[item.position.party in issue.controller] |= {_presses(item.position.wants, issue)} - {0}
        if presses[True] & presses[False]:
            found.append(issue.name)
    return tuple(found)


def _presses(wants: Node, issue: Issue) -> int:
    """Return 1 where *wants* excludes the first option but not the last, -1 the other way, else 0."""
    first, last = (holds(wants, {issue.name: issue.options[end]}, {issue.name: issue}) for end in (0, -1))
    return int(last) - int(first)
