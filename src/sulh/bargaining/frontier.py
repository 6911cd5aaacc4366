"""The movement frontier: packages at which no party could move less without another moving more.

Movement adds up over components, so the frontier of the whole is the Pareto-minimal part of the sums of the
components' frontiers; packages of equal movement are counted along the way. Movements are integers here (see
`Measure.scale`), so that comparing them is exact and quick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import prod
from operator import add

from sulh.bargaining.checker import check_frontier, checked
from sulh.bargaining.consent import Consent
from sulh.bargaining.movement import CONVENTIONS, Measure
from sulh.bargaining.space import MOST_PACKAGES, Choice, Component, Space, combinations_of, walk
from sulh.model.errors import TooComplexError
from sulh.model.findings import Frontier, FrontierPoint
from sulh.model.problem import Problem

MOST_POINTS = 5_000
"""Movements of a frontier, at its end and while it is merged; beyond it issues are left out ("unknown")."""

MOST_SUMS = 300_000
"""Pairs of movements that are added up in all while components are merged."""

_BLOCK = 4_096

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
    merged, left_out, why = _merged(measure, hard)
    vectors = _ordered(merged)
    consent = Consent(space)
    finding = Frontier(
        method="enumeration by component, exact Pareto merging",
        among=space.among,
        complete="unknown" if left_out else True,
        why=why,
        assumptions=CONVENTIONS,
        parties=space.among,
        points=tuple(_shown(measure, consent, vector, merged[vector]) for vector in vectors),
        even=_best(vectors, lambda v: tuple(sorted(v, reverse=True))),
        least=_best(vectors, lambda v: (sum(v),)),
        one_for_one=len(vectors) > 1 and len({sum(v) for v in vectors}) == 1,
    )
    verified = check_frontier(problem, space.stance, finding, keep_red_lines=not cross_red_lines)
    return checked(finding, verified)


def _merged(measure: Measure, hard: int) -> tuple[Points, bool, str | None]:
    """Return the frontier of all components within reach, whether any is left out, and why.

    Small components come first, so that what is left out is what makes the frontier grow.
    """
    space = measure.space
    components = space.components(space.covered)
    parts: list[tuple[Component, Points]] = []
    too_many: list[int] = []
    packages = MOST_PACKAGES
    for component in components:
        choices = _undominated(measure, component, hard)
        number = combinations_of(choices)
        points = _points(measure, component, choices, hard) if number <= packages else None
        if points is None:
            too_many += component.issues
            continue
        if not points:
            return {}, False, f"no package keeps all red lines and links on {_names(space, component.issues)}"
        packages -= number
        parts.append((component, points))
    merged: Points = {(0,) * len(space.among): _Point(1, (0, 0, 0), ())}
    sums = MOST_SUMS
    growing: list[int] = []
    for component, points in sorted(parts, key=lambda part: len(part[1])):
        sums -= len(merged) * len(points)
        try:
            merged = _sums(merged, points) if sums >= 0 and not growing else merged
        except TooComplexError:
            sums = -1
        if sums < 0:
            growing += component.issues
    said = [f"too many packages to compare on {_names(space, too_many)}"] if too_many else []
    if growing:
        limits = f"more than {MOST_POINTS:,} movements or {MOST_SUMS:,} sums of movements"
        said.append(f"{limits} to compare with {_names(space, sorted(growing))}")
    if not said:
        return merged, False, None
    left_out = len(too_many) + len(growing)
    return (
        merged if left_out < len(space.issues) else {},
        True,
        f"{'; '.join(said)}: these issues are left out",
    )


def _names(space: Space, issues: Iterable[int]) -> str:
    return ", ".join(space.issues[i].name for i in issues)


def _points(
    measure: Measure, component: Component, choices: Sequence[Sequence[Choice]], hard: int
) -> Points | None:
    """Return the frontier of *component*, or None where it has more than `MOST_POINTS` points."""
    space = measure.space
    if not all(choices):
        return {}
    points: Points = {}
    for taken, mask in walk(choices, component, hard, len(space.issues)):
        asked = measure.spanning(mask)
        vector = tuple(map(sum, zip(asked, *[c.value for c in taken], strict=True)))
        crossed, near, away = map(sum, zip(*[c.key for c in taken], strict=True))
        count = prod([choice.count for choice in taken])
        key = (crossed + (mask & ~space.covered).bit_count(), near, away)
        old = points.get(vector)
        if old and old.key < key:
            old.count += count
            continue
        options = tuple([(choice.issue, choice.option) for choice in taken])
        _add(points, vector, _Point(count, key, options))
    try:
        return pareto(points, MOST_POINTS)
    except TooComplexError:
        return None


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
    """Return the frontier of the sums; TooComplexError where it has more than `MOST_POINTS` points."""
    pairs: dict[Vector, list[tuple[Vector, Vector]]] = {}
    for v in one:
        for w in two:
            pairs.setdefault(tuple(map(add, v, w)), []).append((v, w))
    sums: Points = {}
    for vector in undominated(pairs, MOST_POINTS):
        for v, w in pairs[vector]:
            p, q = one[v], two[w]
            key = tuple(map(add, p.key, q.key))
            _add(sums, vector, _Point(p.count * q.count, key, tuple(sorted(p.options + q.options))))
    return sums


def pareto(points: Points, most: int | None = None) -> Points:
    """Return the points whose movement no other undercuts for one party without more for another.

    Raises TooComplexError where these are more than *most*.
    """
    return {vector: points[vector] for vector in undominated(points, most)}


def undominated(vectors: Iterable[Vector], most: int | None = None) -> list[Vector]:
    """Return those of the distinct *vectors* that no other undercuts, by least total.

    Raises TooComplexError where these are more than *most*. For two parties by a running minimum; for more
    in blocks of rising total: an undercutting vector has the smaller total, so it is kept before.
    """
    given = sorted(vectors)
    most = len(given) if most is None else most
    kept: list[Vector] = []
    if all(len(vector) <= 2 for vector in given):
        for vector in given:
            if not kept or vector[-1] < kept[-1][-1]:
                kept.append(vector)
        _demand_at_most(kept, most)
        return sorted(kept, key=sum)
    given.sort(key=sum)
    for start in range(0, len(given), _BLOCK):
        kept += _not_undercut(given[start : start + _BLOCK], kept)
        _demand_at_most(kept, most)
    return kept


def _demand_at_most(kept: Sequence[Vector], most: int) -> None:
    if len(kept) > most:
        raise TooComplexError(f"more than {most:,} movements to compare", hint="leave out issues or parties")


def _not_undercut(block: Sequence[Vector], kept: Sequence[Vector]) -> list[Vector]:
    """Return the vectors of *block* that none of *kept* and of *block* undercuts.

    Party by party, those that ask no more of it are collected as a mask; what is left of the intersection
    of these masks, but for the vector itself, undercuts it.
    """
    rivals = [*block, *kept]
    under = [-1] * len(block)
    for party in range(len(block[0])):
        order = sorted(range(len(rivals)), key=lambda i: rivals[i][party])
        mask, at = 0, 0
        while at < len(order):
            value, first, here = rivals[order[at]][party], at, 0
            while at < len(order) and rivals[order[at]][party] == value:
                here |= 1 << order[at]
                at += 1
            mask |= here
            for i in order[first:at]:
                if i < len(block):
                    under[i] &= mask
    return [vector for i, vector in enumerate(block) if under[i] == 1 << i]


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


def _shown(measure: Measure, consent: Consent, vector: Vector, point: _Point) -> FrontierPoint:
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
        assumes=consent.assumes(package),
        reopens=consent.reopens(package),
        crosses=tuple(crosses),
    )
