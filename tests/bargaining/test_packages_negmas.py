"""The frontier of utilities beside that of NegMAS, which counts in floating point, and who is right.

The domains of the Automated Negotiating Agents Competition are not distributed; their folder is found beside
the project or through SULH_SHARED.
"""

from __future__ import annotations

import os
import warnings
from fractions import Fraction
from itertools import product
from math import lcm
from pathlib import Path

import pytest

from sulh.bargaining.packages import packages
from sulh.framing.genius import genius_files, read_genius
from sulh.model.problem import Issue, Problem, Utility

negmas = pytest.importorskip("negmas")
ops = pytest.importorskip("negmas.preferences.ops")

SHARED = Path(os.environ.get("SULH_SHARED") or Path(__file__).parents[2].parent / "shared")
DOMAINS = sorted(path for path in (SHARED / "data" / "anac").glob("*") if path.is_dir())
SMALL = ("AcquisitionA", "CameraB", "EnglandZimbabwe", "ItexvsCypress", "LaptopA", "PhoneA", "thompson")
FLOATS_ARE_WRONG = {"SupermarketB": 3}
"""Points that NegMAS counts to the frontier although others beat them."""


def theirs(problem):
    """The packages on the frontier that NegMAS finds, as option tuples, with every package of the case."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        space = negmas.make_os(
            [negmas.make_issue(list(issue.options), issue.name) for issue in problem.issues]
        )
        ufuns = [
            negmas.LinearAdditiveUtilityFunction(
                values=[
                    {option: float(score) for option, score in utility.scores[issue.name].items()}
                    for issue in problem.issues
                ],
                weights=[float(utility.weights.get(issue.name, 1)) for issue in problem.issues],
                reserved_value=float("-inf"),
                outcome_space=space,
            )
            for utility in (problem.utilities[party] for party in problem.parties)
        ]
        outcomes = list(space.enumerate())
        _, found = ops.pareto_frontier(ufuns, outcomes)
    return [outcomes[at] for at in found], outcomes


class Exact:
    """Utilities in whole numbers: `of` an option tuple, `units` to one for each party."""

    def __init__(self, problem):
        self.tables, self.units = [], []
        for party in problem.parties:
            utility = problem.utilities[party]
            table = [
                {o: utility.weights.get(i.name, Fraction(1)) * s for o, s in utility.scores[i.name].items()}
                for i in problem.issues
            ]
            unit = lcm(*(x.denominator for row in table for x in row.values()))
            self.tables.append([{o: int(x * unit) for o, x in row.items()} for row in table])
            self.units.append(unit)

    def of(self, options):
        return tuple(sum([row[o] for row, o in zip(table, options, strict=True)]) for table in self.tables)

    def listed(self, finding):
        return {
            tuple(int(u * unit) for u, unit in zip(point.utility.values(), self.units, strict=True))
            for point in finding.points
        }


def unbeaten(vectors):
    """The vectors of two parties that no other beats."""
    best, most = set(), None
    for one, two in sorted(vectors, reverse=True):
        if most is None or two > most:
            best.add((one, two))
            most = two
    return best


def without_reserves(problem):
    utilities = {
        party: utility.model_copy(update={"reserve": Fraction(-(10**9))})
        for party, utility in problem.utilities.items()
    }
    return problem.model_copy(update={"utilities": utilities})


def small(a, b):
    """Two parties, two issues of two options: their scores for p and q, s and t, as decimals."""

    def utility(p, q, s, t):
        one, two = {"p": Fraction(p), "q": Fraction(q)}, {"s": Fraction(s), "t": Fraction(t)}
        return Utility(scores={"one": one, "two": two})

    issues = (Issue(name="one", options=("p", "q")), Issue(name="two", options=("s", "t")))
    return Problem(parties=("A", "B"), issues=issues, utilities={"A": utility(*a), "B": utility(*b)})


def test_a_package_that_only_rounding_keeps_on_the_frontier():
    # B's utility of (p, s) is 0.1 + 0.2, exactly the 0.3 of (q, t), which A likes better. In floating point
    # it is 0.30000000000000004, and (p, s) looks as if nothing beat it.
    problem = small(("0.4", "0", "0", "0.5"), ("0.1", "0.3", "0.2", "0"))
    found, _ = theirs(problem)
    assert ("p", "s") in found
    exact = packages(problem)
    assert {tuple(p.package.values()) for p in exact.points} == {("p", "t"), ("q", "t"), ("q", "s")}
    utility = {tuple(p.package.values()): tuple(p.utility.values()) for p in exact.points}
    assert utility["q", "t"] == (Fraction("0.5"), Fraction("0.3"))
    assert Exact(problem).of(("p", "s")) == (4, 3) and Exact(problem).of(("q", "t")) == (5, 3)


def test_a_package_that_rounding_loses():
    # B's utility of (p, s) is 0.1 + 0.7 = 0.8, exactly more than the 0.79999999999999993 of (q, t), which A
    # likes better. In floating point both are 0.7999999999999999, and (p, s) is lost.
    problem = small(("0.5", "0", "0", "0.6"), ("0.1", "0.79999999999999993", "0.7", "0"))
    found, _ = theirs(problem)
    assert ("p", "s") not in found
    exact = {tuple(p.package.values()) for p in packages(problem).points}
    assert exact == set(product("pq", "st"))


def reserve_below_everything(reserve):
    table = {"low": ("1", "4"), "middle": ("3", "3"), "high": ("4", "1")}
    scores = [{o: Fraction(pair[party]) for o, pair in table.items()} for party in (0, 1)]
    return Problem(
        parties=("A", "B"),
        issues=(Issue(name="price", options=tuple(table)),),
        utilities={
            "A": Utility(scores={"price": scores[0]}, reserve=Fraction(reserve)),
            "B": Utility(scores={"price": scores[1]}, reserve=Fraction(0)),
        },
    )


def test_a_reserve_below_the_least_utility_still_counts():
    # Gains are counted from the reserve as it is given. NegMAS puts the least utility in its place.
    found = packages(reserve_below_everything("-100"))
    assert found.reserves == {"A": -100, "B": 0} and found.ideal == {"A": 4, "B": 4}
    assert [found.points[at].package["price"] for at in found.nash] == ["low"]
    found = packages(reserve_below_everything("0"))
    assert [found.points[at].package["price"] for at in found.nash] == ["middle"]


@pytest.mark.skipif(
    not DOMAINS, reason="the ANAC domains are not distributed; set SULH_SHARED to their folder"
)
@pytest.mark.parametrize(
    "folder",
    [pytest.param(d, id=d.name, marks=[] if d.name in SMALL else [pytest.mark.slow]) for d in DOMAINS],
)
def test_the_domains_of_the_competition(folder):
    problem, _ = read_genius(genius_files([folder]))
    problem = without_reserves(problem)
    exact, finding = Exact(problem), packages(problem)
    assert finding.complete is True
    found, outcomes = theirs(problem)
    ours = exact.listed(finding)
    assert ours == unbeaten({exact.of(outcome) for outcome in outcomes})
    wrong = {exact.of(outcome) for outcome in found} - ours
    assert len(wrong) == FLOATS_ARE_WRONG.get(folder.name, 0)
    for vector in wrong:  # each of them is beaten, as whole numbers show
        assert any(other != vector and all(map(int.__ge__, other, vector)) for other in ours)
    assert ours <= {exact.of(outcome) for outcome in found}
