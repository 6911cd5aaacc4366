"""Large cases: every search ends in time, says what it left out, and keeps the other findings."""

from __future__ import annotations

import random
from functools import partial
from time import perf_counter

import pytest

from sulh.bargaining.blocking import obstacles, openings
from sulh.bargaining.checker import common
from sulh.bargaining.frontier import frontier
from sulh.case import Case
from sulh.model.limits import Limits
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
    assert brief.frontier.complete is False
    assert brief.frontier.why == "of 5,552 points 1,000 are listed"
    assert (brief.frontier.number, len(brief.frontier.points)) == (5552, 1000)


@pytest.mark.parametrize("case", [large(6, 7, 5, 30), large(10, 5, 9, 10), large(12, 40, 2, 60)])
def test_positions_that_join_issues_are_answered_in_time_or_unknown(case):
    for find in (obstacles, openings, partial(frontier, limits=Limits(seconds=6))):
        began = perf_counter()
        found = find(case)
        assert perf_counter() - began < SECONDS
        assert found.complete is True or found.why


def test_where_no_package_keeps_the_red_lines_the_frontier_is_known_to_be_empty():
    case = large(3, 3, 4)
    lines = [
        Position(id="r1", party="P0", wants="i0 = o0", strength="red line"),
        Position(id="r2", party="P1", wants="i0 = o3", strength="red line"),
    ]
    found = frontier(case.model_copy(update={"positions": (*case.positions, *lines)}))
    assert (found.complete, found.points) == (True, ())
    assert "red lines and links on i0" in (found.why or "")


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
    assert obstacles(large(3, 3, 4, 6)).method.endswith("not re-verified: too large")
