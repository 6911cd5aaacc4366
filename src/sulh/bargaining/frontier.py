"""The movement frontier: packages at which no party could move less without another moving more.

Movement adds up over components, so the frontier of the whole is the Pareto-minimal part of the sums of the
components' frontiers; packages of equal movement are counted along the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sulh.bargaining.checker import check_frontier
from sulh.bargaining.consent import assumes, reopens
from sulh.bargaining.movement import CONVENTIONS, Measure
from sulh.bargaining.space import MOST_PACKAGES, Choice, Component, Space, too_many, walk
from sulh.model.findings import Frontier, FrontierPoint
from sulh.model.problem import Problem

MOST_SUMS = 400_000
"""Pairs of points that are compared when two components are merged."""

Vector = tuple[int, ...]


@dataclass(slots=True)
class _Point:
    """The packages of one movement: how many, and the one to show, chosen by the least `key`."""

    count: int
    key: Vector
    options: tuple[tuple[int, int], ...]


Points = dict[Vector, _Point]


def frontier(
    problem: Problem,
    as_of: str | None = None,
    *,
    cross_red_lines: bool = False,
    among: Sequence[str] | None = None,
) -> Frontier:
    """Return the whole movement frontier on the day *as_of*: each party's best first, then the most even.

    Red lines of the parties *among* whom an agreement is sought are kept unless *cross_red_lines*. Of
    packages with one movement the one shown fails fewest positions, then is nearest to the offers, and then
    leaves the status quo least. Raises UsageError for a wrong date or party.
    """
    space = Space(problem, as_of, among)
    measure = Measure(space)
    hard = 0 if cross_red_lines else space.red_lines
    merged: Points = {(0,) * len(space.among): _Point(1, (0, 0, 0), ())}
    unknown: list[str] = []
    why = None
    for component in space.components(space.covered):
        points = _points(measure, component, hard)
        if points is None or len(points) * len(merged) > MOST_SUMS:
            unknown += [space.issues[i].name for i in component.issues]
            continue
        merged = pareto(_sums(merged, points))
        if not points:
            names = ", ".join(space.issues[i].name for i in component.issues)
            why = f"no package keeps all red lines and links on {names}"
    if unknown:
        why = f"too many packages to compare on {', '.join(unknown)}: these issues are left out"
    vectors = _ordered(merged)
    finding = Frontier(
        method="enumeration by component, exact Pareto merging",
        among=space.among,
        complete="unknown" if unknown else True,
        why=why,
        assumptions=CONVENTIONS,
        parties=space.among,
        points=tuple(_shown(measure, vector, merged[vector]) for vector in vectors),
        even=_best(vectors, lambda v: tuple(sorted(v, reverse=True))),
        least=_best(vectors, lambda v: (sum(v),)),
        one_for_one=len(vectors) > 1 and len({sum(v) for v in vectors}) == 1,
    )
    check_frontier(problem, space.stance, finding, keep_red_lines=not cross_red_lines)
    return finding


def _points(measure: Measure, component: Component, hard: int) -> Points | None:
    """Return the frontier of *component*, or None where it is too large to enumerate."""
    space = measure.space
    choices = _undominated(measure, component, hard)
    if not all(choices):
        return {}
    if too_many(choices, MOST_PACKAGES):
        return None
    points: Points = {}
    for taken, mask in walk(choices, component, hard, len(space.issues)):
        asked = measure.spanning(mask)
        vector = tuple(map(sum, zip(asked, *(c.value for c in taken), strict=True)))
        crossed, near, away = map(sum, zip(*(c.key for c in taken), strict=True))
        count = 1
        for choice in taken:
            count *= choice.count
        options = tuple((choice.issue, choice.option) for choice in taken)
        key = (crossed + (mask & ~space.covered).bit_count(), near, away)
        _add(points, vector, _Point(count, key, options))
    return pareto(points)


def _undominated(measure: Measure, component: Component, hard: int) -> list[list[Choice]]:
    """Return for each issue the options that a frontier package can take.

    Of options alike to all that joins issues, one that asks more of somebody and less of nobody than
    another never stands in a frontier package; those that ask the same are counted together.
    """
    space = measure.space
    masks, signatures = space.option_masks(component), space.signatures(component)
    rows = []
    for issue in component.issues:
        groups: dict[int, Points] = {}
        for option, mask in enumerate(masks[issue]):
            if not mask & hard:
                near, away = measure.near[issue][option], measure.away[issue][option]
                key = ((mask & ~space.covered).bit_count(), near, away)
                group = groups.setdefault(signatures[issue][option], {})
                _add(group, measure.single[issue][option], _Point(1, key, ((issue, option),)))
        rows.append(
            [
                Choice(issue, p.options[0][1], masks[issue][p.options[0][1]], vector, p.count, p.key)
                for group in groups.values()
                for vector, p in pareto(group).items()
            ]
        )
    return rows


def _add(points: Points, vector: Vector, new: _Point) -> None:
    old = points.get(vector)
    if old is None:
        points[vector] = new
        return
    old.count += new.count
    old.key, old.options = min((old.key, old.options), (new.key, new.options))


def _sums(one: Points, two: Points) -> Points:
    sums: Points = {}
    for v, p in one.items():
        for w, q in two.items():
            key = tuple(map(sum, zip(p.key, q.key, strict=True)))
            options = tuple(sorted(p.options + q.options))
            _add(sums, tuple(map(sum, zip(v, w, strict=True))), _Point(p.count * q.count, key, options))
    return sums


def pareto(points: Points) -> Points:
    """Return the points whose movement no other undercuts for one party without more for another."""
    kept: list[Vector] = []
    for vector in sorted(points):
        candidates = kept[-1:] if len(vector) <= 2 else kept
        if not any(all(a <= b for a, b in zip(old, vector, strict=True)) for old in candidates):
            kept.append(vector)
    return {vector: points[vector] for vector in kept}


def _ordered(points: Iterable[Vector]) -> list[Vector]:
    """Return the vectors with the ends first (each party's least), then the most even, then the others."""
    vectors = sorted(points)
    if not vectors:
        return []
    ends = [min(vectors, key=lambda v: (v[i], sorted(v, reverse=True))) for i in range(len(vectors[0]))]
    middle = min(vectors, key=lambda v: sorted(v, reverse=True))
    return list(dict.fromkeys([*ends, middle, *vectors]))


def _best(vectors: Sequence[Vector], rank: Callable[[Vector], Vector]) -> tuple[int, ...]:
    least = min(map(rank, vectors), default=())
    return tuple(i for i, vector in enumerate(vectors) if rank(vector) == least)


def _shown(measure: Measure, vector: Vector, point: _Point) -> FrontierPoint:
    space = measure.space
    package = space.package(point.options)
    chosen = [0] * len(space.issues)
    for issue, option in point.options:
        chosen[issue] = option
    placed = {issue for issue, _ in point.options}
    crosses = [
        space.bound[p.bit].position.id
        for p in space.positions
        if not space.covered >> p.bit & 1 and placed.issuperset(p.scope) and not p.test(chosen)
    ]
    return FrontierPoint(
        movement=measure.exact(vector),
        package=package,
        packages=point.count,
        assumes=assumes(space, package),
        reopens=reopens(space, package),
        crosses=tuple(crosses),
    )
