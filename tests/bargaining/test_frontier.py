"""The movement frontier as a finding: what is listed of it, its limits, and what must not change it."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bargaining.test_against_definitions import SOMETIMES, bound, movement, packages, problems
from tests.bargaining.test_limits import large

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.checker.frontier import check_frontier
from sulh.bargaining.frontier import frontier
from sulh.bargaining.stance import active
from sulh.model.errors import UsageError
from sulh.model.evaluation import holds
from sulh.model.findings.base import INTERRUPTED
from sulh.model.limits import Limits
from sulh.model.problem import Issue, Position, Problem


@SOMETIMES
@given(problems())
def test_alternatives_are_the_other_packages_of_the_same_movement(problem):
    found = frontier(problem, alternatives=10_000)
    items = [item for item in bound(problem) if not item.covered_by]
    lines = [i for i in items if i.position.strength == "red line"]
    same: dict[tuple[Fraction, ...], set[tuple[str, ...]]] = {}
    for package in packages(problem):
        if all(holds(line.position.wants, package, problem.by_name) for line in lines):
            asked = tuple(movement(problem, party, package, items) for party in found.parties)
            same.setdefault(asked, set()).add(tuple(package.values()))
    for point in found.points:
        listed = [tuple(package.values()) for package in (point.package, *point.alternatives)]
        assert len(set(listed)) == len(listed) == point.packages
        assert set(listed) == same[tuple(point.movement.values())]
    some = frontier(problem, alternatives=1)
    assert [p.alternatives for p in some.points] == [p.alternatives[:1] for p in found.points]


@SOMETIMES
@given(problems(), st.integers(1, 3))
def test_a_cut_list_keeps_the_ends_and_says_how_many_there_are(problem, most):
    whole, cut = frontier(problem), frontier(problem, limits=Limits(most=most))
    if len(whole.points) <= most:
        assert cut == whole
        return
    assert cut.complete is False and cut.why == f"of {len(whole.points):,} points {most:,} are listed"
    assert (cut.number, len(cut.points)) == (whole.number, most) == (len(whole.points), most)
    everything = {tuple(p.movement.values()): p for p in whole.points}
    assert all(everything[tuple(p.movement.values())] == p for p in cut.points)
    assert cut.points[0] == whole.points[0]
    even = {tuple(whole.points[i].movement.values()) for i in whole.even}
    assert all((tuple(p.movement.values()) in even) == (i in cut.even) for i, p in enumerate(cut.points))
    assert cut.one_for_one == whole.one_for_one


@SOMETIMES
@given(problems(), st.booleans())
def test_what_the_points_cross_is_listed_with_its_evidence(problem, cross):
    found = frontier(problem, cross_red_lines=cross)
    crossed = {name for point in found.points for name in point.crosses}
    assert {item.position.id for item in found.binding} == crossed


@SOMETIMES
@given(problems())
def test_twice_the_weights_are_twice_the_movement(problem):
    whole = {party: {i.name: Fraction(1) for i in problem.issues} for party in problem.parties}
    once = problem.model_copy(update={"weights": whole})
    doubled = {p: {name: 2 * w for name, w in given.items()} for p, given in whole.items()}
    twice = problem.model_copy(update={"weights": doubled})
    one, two = frontier(once), frontier(twice)
    assert [p.package for p in one.points] == [p.package for p in two.points]
    for p, q in zip(one.points, two.points, strict=True):
        assert {party: 2 * asked for party, asked in p.movement.items()} == q.movement


def test_where_time_is_over_what_is_proven_is_listed_and_nothing_else_is_said():
    found = frontier(large(12, 25, 2, 30), limits=Limits(seconds=2.5))
    assert found.complete in (False, "unknown") or found.complete is True
    if found.complete is not True and found.why != f"of {found.number:,} points 1,000 are listed":
        assert "time limit of 2.5 s" in (found.why or "")
        assert found.even == () and not found.one_for_one


def test_with_no_time_the_answer_is_unknown():
    found = frontier(large(3, 4, 4), limits=Limits(seconds=1e-9))
    assert (found.complete, found.points) == ("unknown", ())
    assert "time limit" in (found.why or "")


def test_without_memory_for_sums_the_solver_finds_the_same():
    case = large(3, 3, 3, 2)
    found, whole = frontier(case, limits=Limits(mebibytes=1e-9)), frontier(case)
    assert found.complete is True
    assert [(p.movement, p.packages) for p in found.points] == [
        (p.movement, p.packages) for p in whole.points
    ]


def test_an_interruption_ends_it_in_peace(monkeypatch):
    def interrupted(self):
        raise KeyboardInterrupt

    monkeypatch.setattr(Allowance, "check", interrupted)
    found = frontier(large(3, 4, 4))
    assert (found.complete, found.why, found.points) == ("unknown", INTERRUPTED, ())


def test_many_issues_are_no_matter_of_depth():
    issues = tuple(Issue(name=f"i{i}", options=("a", "b", "c"), ordered=True) for i in range(1500))
    wants = [("A", "i0 = a"), ("B", "i0 = c"), ("A", "i700 = a"), ("B", "i700 = c")]
    positions = tuple(
        Position(id=f"p{i}", party=party, wants=said, strength="demand")
        for i, (party, said) in enumerate(wants)
    )
    found = frontier(Problem(parties=("A", "B"), issues=issues, positions=positions), alternatives=3)
    assert [p.movement["A"] for p in found.points] == [0, 2, 1, Fraction(1, 2), Fraction(3, 2)]
    assert found.points[0].packages == 3**1498
    assert len(found.points[0].alternatives) == 3


def test_wrong_names_are_refused():
    case = large(2, 2, 3)
    with pytest.raises(UsageError):
        frontier(case, among=("P9",))
    with pytest.raises(UsageError):
        frontier(case, "no day")


def test_the_checker_finds_what_is_wrong():
    case = large(2, 2, 4)
    found = frontier(case, alternatives=5)
    stance = active(case)
    point = found.points[0]
    assert check_frontier(case, stance, found, keep_red_lines=True)
    for change in (
        {"packages": point.packages + 1},
        {"alternatives": (point.package,)},
        {"alternatives": tuple(p.package for p in found.points[1:2])},
    ):
        wrong = found.model_copy(update={"points": (point.model_copy(update=change), *found.points[1:])})
        with pytest.raises(AssertionError):
            check_frontier(case, stance, wrong, keep_red_lines=True)
    missing = found.model_copy(update={"points": found.points[1:]})
    with pytest.raises(AssertionError):
        check_frontier(case, stance, missing, keep_red_lines=True)


def test_the_solver_is_not_loaded_where_it_is_not_needed():
    program = """
import subprocess
import sys
from sulh.bargaining.frontier import frontier
from sulh.model.problem import Issue, Position, Problem

issues = [Issue(name=name, options=("1", "2")) for name in "ab"]
positions = [Position(id="p", party="A", wants="a = 1 implies b = 1", strength="demand")]
assert frontier(Problem(parties=("A",), issues=issues, positions=positions)).points
assert "ortools" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)  # noqa: S603
