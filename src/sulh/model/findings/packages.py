"""The packages that no other beats for all parties at once, by the utilities that the case gives."""

from __future__ import annotations

from pydantic import Field

from sulh.model.base import Value
from sulh.model.findings.base import Count, Exact, Finding
from sulh.model.problem import Package


class PackagePoint(Value):
    """Utilities that no package beats for all parties at once, and a package that gives them.

    `packages` is how many packages give exactly these, `alternatives` some of the others where asked for.
    `crosses` are the positions that this one fails, `reopens` the refused offers that it contains.
    """

    utility: dict[str, Exact]
    package: Package
    packages: int = 1
    crosses: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()
    alternatives: tuple[Package, ...] = ()


class Packages(Finding):
    """The exact Pareto frontier at or above the reserves, and the solutions on it, as indices into `points`.

    `nash`: largest product of gains over the reserves; `kalai_smorodinsky`: leximin of gains, each in
    units of the most that its party could gain; `egalitarian`: leximin of gains; `utilitarian`: largest
    sum of utilities. `ideal` is each party's largest utility among the packages that meet all reserves;
    `number` is how many points the frontier has, of which `points` may be a part; where the search ended
    early it is how many were found, and no solution is given. `counted` is False where a point's `packages`
    counts only those that were found.
    """

    parties: tuple[str, ...] = ()
    points: tuple[PackagePoint, ...] = ()
    nash: tuple[int, ...] = ()
    kalai_smorodinsky: tuple[int, ...] = ()
    egalitarian: tuple[int, ...] = ()
    utilitarian: tuple[int, ...] = ()
    reserves: dict[str, Exact] = Field(default_factory=dict)
    ideal: dict[str, Exact] = Field(default_factory=dict)
    number: Count = 0
    counted: bool = True
