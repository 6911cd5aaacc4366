"""The movement frontier: packages at which no party could move less without another moving more.

Movements are integers here (see `Measure.scale`), so that comparing them is exact and quick; the search is
that of `sulh.bargaining.pareto`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.checker.common import checked
from sulh.bargaining.checker.frontier import check_frontier
from sulh.bargaining.consent import Consent
from sulh.bargaining.movement import CONVENTIONS, Measure
from sulh.bargaining.pareto import Charge, Front, Goal, Options, Vector, pareto
from sulh.bargaining.space import Space
from sulh.model.findings import Frontier, FrontierPoint
from sulh.model.limits import DEFAULT_LIMITS, Limits
from sulh.model.problem import Problem

METHOD = "dynamic programming over issues, exact Pareto merging"


def frontier(
    problem: Problem,
    as_of: str | None = None,
    *,
    cross_red_lines: bool = False,
    among: Sequence[str] | None = None,
    alternatives: int = 0,
    limits: Limits = DEFAULT_LIMITS,
) -> Frontier:
    """Return the whole movement frontier on the day *as_of*: each party's best first, then the most even.

    Red lines of the parties *among* whom an agreement is sought are kept unless *cross_red_lines*. Of
    packages with one movement the one shown fails fewest positions, then is nearest to the offers, and then
    leaves the status quo least; up to so many *alternatives* to it are listed with it. Of more than
    `limits.most` points some are listed, evenly chosen; `even` and `least` are those of all. Raises
    UsageError for a wrong date or party.
    """
    space = Space(problem, as_of, among)
    measure = Measure(space)
    allowance = Allowance(limits)
    front = pareto(space, _goal(measure, cross_red_lines), allowance)
    shown = _Shown(measure, front, alternatives)
    listed = _listed(front.vectors, limits.most)
    points = tuple(shown.point(at) for at in listed)
    crossed = {name for point in points for name in point.crosses}
    rank = {at: i for i, at in enumerate(listed)}
    totals = {sum(vector) for vector in front.vectors}
    finding = Frontier(
        method=METHOD,
        among=space.among,
        complete=_complete(front, listed),
        why=_why(space, front, len(listed)),
        assumptions=CONVENTIONS,
        binding=tuple(item for item in space.bound if item.position.id in crossed),
        parties=space.among,
        points=points,
        number=len(front.vectors),
        counted=front.counted,
        even=_best(front, rank, _evenness) if front.complete else (),
        least=_best(front, rank, lambda v: (sum(v),)) if front.complete or front.least else (),
        one_for_one=front.complete and len(front.vectors) > 1 and len(totals) == 1,
    )
    keep = not cross_red_lines
    check = partial(check_frontier, problem, space.stance, finding, keep_red_lines=keep)
    return checked(finding, allowance.finish(check))


def _goal(measure: Measure, cross_red_lines: bool) -> Goal:
    space = measure.space
    crossed = [[0] * len(issue.options) for issue in space.issues]
    for position in space.positions:
        if len(position.scope) == 1 and not space.covered >> position.bit & 1:
            met = space.meeting(position)
            row = crossed[position.scope[0]]
            row[:] = [number + (option not in met) for option, number in enumerate(row)]
    wide = sum(1 << p.bit for p in space.positions if len(p.scope) > 1)
    return Goal(
        single=measure.single,
        key=[list(zip(*rows, strict=True)) for rows in zip(crossed, measure.near, measure.away, strict=True)],
        hard=0 if cross_red_lines else space.red_lines & ~space.covered,
        charges=[Charge(mask, cost) for mask, cost in measure.charges()],
        counted=wide & ~space.covered,
    )


def _complete(front: Front, listed: Sequence[int]) -> bool | str:
    if not front.complete:
        return "unknown" if not front.vectors else False
    return len(listed) == len(front.vectors)


def _why(space: Space, front: Front, listed: int) -> str | None:
    said = [front.why] if front.why else []
    if front.complete and not front.vectors:
        names = ", ".join(space.issues[i].name for i in front.blocked)
        said.append(f"no package keeps all red lines and links on {names}")
    if listed < len(front.vectors):
        said.append(f"of {len(front.vectors):,} points {listed:,} are listed")
    return "; ".join(said) or None


def _evenness(vector: Vector) -> Vector:
    return tuple(sorted(vector, reverse=True))


def _listed(vectors: Sequence[Vector], most: int) -> list[int]:
    """Return the points to list: the ends (each party's least), the most even, then the others.

    Where these are more than *most*, the even and the least come before the others, of which some are taken
    at even distances.
    """
    every = range(len(vectors))
    if not vectors:
        return []
    even = [_evenness(vector) for vector in vectors]
    first = [min(every, key=lambda at: (vectors[at][i], even[at])) for i in range(len(vectors[0]))]
    first.append(min(every, key=lambda at: (even[at], at)))
    if len(vectors) <= most:
        return list(dict.fromkeys([*first, *every]))
    fairest, least = min(even), min(map(sum, vectors))
    first += [at for at in every if even[at] == fairest]
    first += [at for at in every if sum(vectors[at]) == least]
    first = list(dict.fromkeys(first))[:most]
    rest = sorted(set(every).difference(first))
    room = most - len(first)
    return first + [rest[at * len(rest) // room] for at in range(room)]


def _best(front: Front, rank: dict[int, int], worth: Callable[[Vector], Vector]) -> tuple[int, ...]:
    """Return which of the points listed (at → its number in the list) are the least of all by *worth*."""
    least = min(map(worth, front.vectors), default=())
    return tuple(sorted(number for at, number in rank.items() if worth(front.vectors[at]) == least))


class _Shown:
    """The points of a front as they are shown."""

    def __init__(self, measure: Measure, front: Front, alternatives: int) -> None:
        self.measure, self.front, self.alternatives = measure, front, alternatives
        self.space = measure.space
        self.consent = Consent(measure.space)
        self._counted = [p for p in self.space.positions if not self.space.covered >> p.bit & 1]

    def point(self, at: int) -> FrontierPoint:
        """Return the point number *at*."""
        options = self.front.shown(at)
        package = self.space.package(options)
        return FrontierPoint(
            movement=self.measure.exact(self.front.vectors[at]),
            package=package,
            packages=self.front.counts[at],
            assumes=self.consent.assumes(package),
            reopens=self.consent.reopens(package),
            crosses=self._crosses(options),
            alternatives=tuple(
                self.space.package(other)
                for other in (self.front.alternatives(at, self.alternatives) if self.alternatives else ())
            ),
        )

    def _crosses(self, options: Options) -> tuple[str, ...]:
        chosen = [option for _, option in options]
        bound = self.space.bound
        return tuple(bound[p.bit].position.id for p in self._counted if not p.test(chosen))
