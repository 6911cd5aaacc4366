"""Large cases: every search ends in time, says what it left out, and keeps the other findings."""

from __future__ import annotations

import random
import sys
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.bargaining import blocking, frontier, minimal, obstacles, openings
from sulh.bargaining.budget import Budget
from sulh.bargaining.checker import common
from sulh.bargaining.frontier import undominated
from sulh.case import Case
from sulh.model.errors import TooComplexError
from sulh.model.problem import Issue, Position, Problem

SECONDS = 15  # far above what it takes (under two), far below what it took


def large(parties, issues, rungs, spanning=0):
    """A case in which every party wants something on every ladder; *spanning* positions join two issues."""
    drawn = random.Random(1)  # noqa: S311
    names = tuple(f"P{i}" for i in range(parties))
    options = tuple(f"o{i}" for i in range(rungs))
    table = tuple(
        Issue(name=f"i{i}", options=options, ordered=True, controller=(names[i % parties],))
        for i in range(issues)
    )
    wants = [
        (party, f"{issue.name} {'<=' if party in issue.controller else '>='} {drawn.choice(options)}")
        for party in names
        for issue in table
    ]
    for _ in range(spanning):
        one, two = drawn.sample(table, 2)
        premise = f"{one.name} >= {drawn.choice(options[1:])}"
        wants.append((drawn.choice(names), f"{premise} implies {two.name} <= {drawn.choice(options[:-1])}"))
    return Problem(
        parties=names,
        issues=table,
        positions=tuple(
            Position(id=f"p{i}", party=party, wants=said, strength="demand")
            for i, (party, said) in enumerate(wants)
        ),
    )


def test_many_parties_and_issues_are_answered_in_time_or_unknown():
    began = perf_counter()
    brief = Case(given=large(10, 12, 5)).brief()
    assert perf_counter() - began < SECONDS
    assert brief.obstacles.complete is True and brief.obstacles.obstacles
    assert brief.openings.complete is True and brief.openings.knots
    assert brief.frontier.complete == "unknown"
    assert "more than 5,000 movements" in (brief.frontier.why or "")
    assert "these issues are left out" in (brief.frontier.why or "")
    assert 0 < len(brief.frontier.points) <= 5_000


@pytest.mark.parametrize("case", [large(6, 7, 5, 30), large(10, 5, 9, 10), large(12, 40, 2, 60)])
def test_positions_that_join_issues_are_answered_in_time_or_unknown(case):
    for find in (obstacles, openings, frontier):
        began = perf_counter()
        found = find(case)
        assert perf_counter() - began < SECONDS
        assert found.complete is True or found.why


def test_of_a_frontier_of_which_nothing_is_known_no_point_is_shown(monkeypatch):
    monkeypatch.setattr(sys.modules["sulh.bargaining.frontier"], "MOST_PACKAGES", 1)
    found = frontier(large(4, 3, 4, 6))
    assert (found.complete, found.points) == ("unknown", ())


def test_where_no_package_keeps_the_red_lines_the_frontier_is_known_to_be_empty(monkeypatch):
    case = large(3, 3, 4)
    lines = [
        Position(id="r1", party="P0", wants="i0 = o0", strength="red line"),
        Position(id="r2", party="P1", wants="i0 = o3", strength="red line"),
    ]
    monkeypatch.setattr(sys.modules["sulh.bargaining.frontier"], "MOST_SUMS", 1)
    found = frontier(case.model_copy(update={"positions": (*case.positions, *lines)}))
    assert (found.complete, found.points) == (True, ())
    assert "red lines and links on i0" in (found.why or "")


def test_sets_out_of_reach_are_named(monkeypatch):
    monkeypatch.setattr(blocking, "MOST_COMPARISONS", 10)
    found = obstacles(large(4, 3, 4, 6))
    assert found.complete == "unknown"
    assert found.why == "more than 10 comparisons of sets of positions on i0, i1, i2"
    assert openings(large(4, 3, 4, 6)).knots == ()


def test_openings_whose_packages_are_out_of_reach_are_left_out(monkeypatch):
    case = large(4, 3, 4, 6)
    whole = openings(case)
    monkeypatch.setattr(blocking, "MOST_STEPS", 100)
    some = openings(case)
    assert some.complete is False and some.why == "the list is cut"
    assert 0 < len(some.knots[0].openings) < len(whole.knots[0].openings)
    assert some.knots[0].openings == whole.knots[0].openings[: len(some.knots[0].openings)]
    assert some.obstacles == whole.obstacles
    assert some.number == whole.number
    monkeypatch.setattr(blocking, "MOST_STEPS", 1)
    none = openings(case)
    assert (none.complete, none.knots) == ("unknown", ())
    assert "more than 1 steps" in (none.why or "")


def test_a_finding_says_what_was_not_verified_again(monkeypatch):
    case = large(3, 3, 4, 2)
    found = [find(case) for find in (obstacles, openings, frontier)]
    assert not any("re-verified" in finding.method for finding in found)
    monkeypatch.setattr(common, "MOST_TESTS", 1)
    again = [find(case) for find in (obstacles, openings, frontier)]
    for before, after in zip(found, again, strict=True):
        assert after.method == before.method + ", in part not re-verified: too large"
        assert after.model_copy(update={"method": before.method}) == before


def test_a_question_too_large_to_verify_is_said(monkeypatch):
    monkeypatch.setattr(common, "MOST_STEPS", 1)
    assert obstacles(large(3, 3, 4)).method.endswith("not re-verified: too large")


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(*[st.integers(0, 6)] * n), unique=True)))
def test_undominated_is_what_no_other_undercuts(vectors):
    expected = {
        one
        for one in vectors
        if not any(two != one and all(a <= b for a, b in zip(two, one, strict=True)) for two in vectors)
    }
    found = undominated(vectors)
    assert set(found) == expected and len(found) == len(expected)
    if expected:
        with pytest.raises(TooComplexError):
            undominated(vectors, len(expected) - 1)


def test_undominated_works_in_blocks(monkeypatch):
    drawn = random.Random(2)  # noqa: S311
    vectors = list({tuple(drawn.randrange(9) for _ in range(4)) for _ in range(800)})
    whole = undominated(vectors)
    monkeypatch.setattr(sys.modules["sulh.bargaining.frontier"], "_BLOCK", 7)
    assert undominated(vectors) == whole


def test_searches_for_minimal_sets_end():
    pairs = [0b11 << 2 * i for i in range(12)]
    assert minimal.hitting_sets(pairs, comparisons=1_000) is None
    assert minimal.smallest_hitting_sets(pairs, most=5, comparisons=10) == []
    with pytest.raises(TooComplexError):
        minimal.minimal(pairs, Budget(5))
