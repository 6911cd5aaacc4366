"""Which points of a frontier the solutions of bargaining theory choose, in whole numbers.

A gain is what a point gives a party above its reserve. All gains are given in one unit, whole numbers of at
least 0. Where several points are equally good all of them are chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import lcm, prod

from sulh.bargaining.allowance import Allowance

Gains = Sequence[tuple[int, ...]]
_BLOCK = 512


def nash(gains: Gains, allowance: Allowance) -> list[int]:
    """Return the points with the largest product of gains (J. F. Nash, Econometrica 18, 1950).

    Nash's axioms ask for a point at which everybody gains. Where there is none every product is 0 and says
    nothing; then the points at which most parties gain count, and of those at which the same parties gain
    the ones with the largest product of their gains, as in "maximum Nash welfare" (Caragiannis et al., ACM
    Transactions on Economics and Computation 7, 2019). No party's choice of unit matters in either case.
    """
    number = max((sum(gain > 0 for gain in vector) for vector in gains), default=0)
    groups: dict[int, list[int]] = {}
    for at, vector in enumerate(gains):
        gaining = sum(1 << i for i, gain in enumerate(vector) if gain > 0)
        if gaining.bit_count() == number:
            groups.setdefault(gaining, []).append(at)
    chosen: list[int] = []
    for points in groups.values():
        products = _ranked([gains[at] for at in points], allowance, lambda v: prod(filter(None, v)))
        chosen += [points[at] for at in products]
    return sorted(chosen)


def kalai_smorodinsky(gains: Gains, allowance: Allowance) -> list[int]:
    """Return the leximin points of gains in units of the most that each party can gain.

    The rule is E. Kalai and M. Smorodinsky's (Econometrica 43, 1975); that of H. Imai (Econometrica 51,
    1983), leximin, extends it to any number of parties and to points that cannot be mixed. A party that
    gains nowhere is the same at every point and decides nothing.
    """
    most = [max(column) for column in zip(*gains, strict=True)]
    unit = lcm(*filter(None, most))
    per = [unit // gain if gain else 0 for gain in most]
    return _ranked(gains, allowance, lambda v: sorted(x * y for x, y in zip(v, per, strict=True)))


def egalitarian(gains: Gains, allowance: Allowance) -> list[int]:
    """Return the leximin points: the smallest gain is as large as can be, then the next smallest, and so on.

    E. Kalai's proportional rule with equal proportions (Econometrica 45, 1977), refined by leximin.
    """
    return _ranked(gains, allowance, sorted)


def utilitarian(gains: Gains, allowance: Allowance) -> list[int]:
    """Return the points with the largest sum of gains, which are those with the largest sum of utilities."""
    return _ranked(gains, allowance, sum)


def _ranked(gains: Gains, allowance: Allowance, rank: Callable[[tuple[int, ...]], object]) -> list[int]:
    """Return the points of the highest *rank*."""
    best: list[int] = []
    highest: object = None
    for at, vector in enumerate(gains):
        if at % _BLOCK == 0:
            allowance.check()
        this = rank(vector)
        if highest is None or this > highest:  # type: ignore[operator]
            highest, best = this, [at]
        elif this == highest:
            best.append(at)
    return best
