"""The Pareto engine against an enumeration of all packages, on random spaces, goals, links and budgets."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.pareto import Cap, Charge, Front, Goal, bounds, labels, pareto, parts, search, skyline
from sulh.bargaining.pareto.scaled import Scaled
from sulh.bargaining.pareto.search import front, groups
from sulh.bargaining.pareto.solver import solved
from sulh.bargaining.space import Space
from sulh.model.errors import TooComplexError
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or
from sulh.model.problem import Issue, Position, Problem

OFTEN = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


SOMETIMES = settings(OFTEN, max_examples=25)


# Random spaces and goals


@st.composite
def expressions(draw, table, depth=2):
    kind = draw(st.sampled_from(["atom", "and", "or", "implies", "not"])) if depth else "atom"
    if kind == "atom":
        issue = draw(st.sampled_from(table))
        if draw(st.booleans()):
            return Compare(
                issue.name, draw(st.sampled_from(["=", "!="])), draw(st.sampled_from(issue.options))
            )
        return OneOf(issue.name, tuple(draw(st.sets(st.sampled_from(issue.options), min_size=1))))
    if kind == "not":
        return Not(draw(expressions(table, depth - 1)))
    parts = [draw(expressions(table, depth - 1)) for _ in range(2)]
    return {"and": And(tuple(parts)), "or": Or(tuple(parts)), "implies": Implies(*parts)}[kind]


@st.composite
def spaces(draw, most=5):
    number = draw(st.integers(0, most))
    table = tuple(
        Issue(name=f"i{i}", options=tuple("abcd"[: draw(st.integers(1, 4))])) for i in range(number)
    )
    links: tuple[Node, ...] = ()
    positions: tuple[Position, ...] = ()
    if table:
        links = tuple(draw(st.lists(expressions(table), max_size=3)))
        wants = draw(st.lists(expressions(table), max_size=4))
        positions = tuple(
            Position(id=f"p{i}", party="P", wants=said, strength="demand") for i, said in enumerate(wants)
        )
    return Space(Problem(parties=("P",), issues=table, links=links, positions=positions), None, None)


@st.composite
def goals(draw, space, most=6):
    parties = draw(st.integers(1, most))
    step = draw(st.sampled_from([1, 1, 3, 10**19, 2**40 + 1]))
    top = draw(st.sampled_from([2, 6, 40]))
    numbers = st.integers(-1, top).map(lambda x: x * step)
    width = draw(st.integers(1, 3))
    single = [[tuple(draw(numbers) for _ in range(parties)) for _ in issue.options] for issue in space.issues]
    big = draw(st.sampled_from([1, 1, 10**12]))
    key = [
        [tuple(draw(st.integers(0, 4)) * big for _ in range(width)) for _ in issue.options]
        for issue in space.issues
    ]
    wide = sum(1 << p.bit for p in space.positions if len(p.scope) > 1)
    every = (1 << len(space.positions)) - 1
    masks = st.integers(0, every)
    charges = [
        Charge(draw(masks) & wide, tuple(draw(st.integers(0, 3)) * step for _ in range(parties)))
        for _ in range(draw(st.integers(0, 3)))
    ]
    caps = [
        Cap([[draw(st.integers(-2, 6)) for _ in i.options] for i in space.issues], draw(st.integers(-2, 15)))
        for _ in range(draw(st.sampled_from([0, 0, 1, 2])))
    ]
    most = None
    if draw(st.booleans()):
        most = tuple(draw(st.integers(0, top * 3)) * step for _ in range(parties))
    return Goal(single, key, draw(masks) & draw(masks), charges, draw(masks) & wide, most, caps)


@st.composite
def cases(draw, issues=5, parties=6):
    space = draw(spaces(issues))
    return space, draw(goals(space, parties))


# The oracle


def enumerated(space, goal):
    """Cost → the packages of that cost with their keys, for the costs that no other undercuts."""
    found: dict[tuple[int, ...], list[Any]] = {}
    for chosen in product(*(range(len(issue.options)) for issue in space.issues)):
        failed = sum(1 << p.bit for p in space.positions if not p.test(chosen))
        if failed & goal.hard or not all(link.test(chosen) for link in space.links):
            continue
        if any(sum(cap.costs[i][o] for i, o in enumerate(chosen)) > cap.most for cap in goal.caps):
            continue
        parties = len(goal.single[0][0]) if goal.single else len(vector_of(goal))
        costs = [goal.single[i][o] for i, o in enumerate(chosen)]
        costs += [charge.cost for charge in goal.charges if charge.mask & failed]
        vector = tuple(sum(cost[p] for cost in costs) for p in range(parties))
        if goal.most and any(cost > most for cost, most in zip(vector, goal.most, strict=True)):
            continue
        keys = [goal.key[i][o] for i, o in enumerate(chosen)]
        first, *rest = map(sum, zip(*keys, strict=True)) if keys else (0,)
        key = (first + (failed & goal.counted).bit_count(), *rest)
        found.setdefault(vector, []).append((key, tuple(enumerate(chosen))))
    return {
        v: {options: key for key, options in group}
        for v, group in found.items()
        if not any(w != v and all(a <= b for a, b in zip(w, v, strict=True)) for w in found)
    }


def vector_of(goal):
    return goal.most or (goal.charges[0].cost if goal.charges else ("P",))


def agrees(front: Front, expected) -> None:
    assert front.complete and front.why is None and front.counted
    assert list(front.vectors) == sorted(expected)
    for at, vector in enumerate(front.vectors):
        packages = expected[vector]
        assert front.counts[at] == len(packages)
        first = front.shown(at)
        assert packages[first] == min(packages.values())
        others = front.alternatives(at, 1000)
        assert len(others) == len(set(others)) == len(packages) - 1
        assert {first, *others} == set(packages)
        keys = [packages[options] for options in others]
        assert keys == sorted(keys)
        assert front.alternatives(at, 1) == others[:1]


@OFTEN
@given(cases())
def test_the_frontier_is_that_of_an_enumeration(case):
    space, goal = case
    agrees(pareto(space, goal, Allowance()), enumerated(space, goal))


@pytest.mark.slow
@settings(OFTEN, max_examples=800)
@given(cases())
def test_the_frontier_is_that_of_an_enumeration_often(case):
    space, goal = case
    agrees(pareto(space, goal, Allowance()), enumerated(space, goal))


@contextmanager
def narrow():
    """Few labels are followed at first, few states compared, few sums held: as in much larger cases."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(labels, "_FOLLOWED", 2)
        patch.setattr(labels, "_STATES", 3)
        patch.setattr(labels, "_STRONG", 2)
        patch.setattr(bounds, "_ROWS", (1, 2))
        patch.setattr(bounds, "_SAMPLE", 2)
        patch.setattr(parts, "BLOCK", 4)
        patch.setattr(parts, "_FEW", 1)
        patch.setattr(search, "MOST_DEEP", 2)
        patch.setattr(skyline, "_SMALL", 2)
        patch.setattr(skyline, "_BRUTE", 3)
        yield


@settings(OFTEN, max_examples=150)
@given(cases())
def test_what_large_cases_need_changes_nothing(case):
    space, goal = case
    with narrow():
        agrees(pareto(space, goal, Allowance()), enumerated(space, goal))


@pytest.mark.slow
@settings(OFTEN, max_examples=700)
@given(cases())
def test_what_large_cases_need_changes_nothing_often(case):
    space, goal = case
    with narrow():
        agrees(pareto(space, goal, Allowance()), enumerated(space, goal))


# The solver


def by_solver(space, goal, **how):
    scaled = Scaled(space, goal)
    parts = groups(scaled)
    constraints = [c for p in parts for c in p.hard], [c for p in parts for c in p.soft]
    found = solved(scaled, range(len(space.issues)), constraints, Allowance(), **how)
    return scaled, found


def agrees_with_the_solver(case, ends_first):
    space, goal = case
    expected = enumerated(space, goal)
    try:
        scaled, found = by_solver(space, goal, ends_first=ends_first)
    except TooComplexError as error:
        assert "numbers this large" in error.message
        return
    assert found.complete and found.why is None and found.least
    front_found = front(scaled, found.part(scaled))
    if found.counted:
        agrees(front_found, expected)
    assert list(front_found.vectors) == sorted(expected)
    for at, vector in enumerate(front_found.vectors):
        assert expected[vector][front_found.shown(at)] == min(expected[vector].values())


@SOMETIMES
@given(cases(3, 3), st.booleans())
def test_the_solver_finds_the_same(case, ends_first):
    agrees_with_the_solver(case, ends_first)


@pytest.mark.slow
@settings(OFTEN, max_examples=150)
@given(cases(3, 3), st.booleans())
def test_the_solver_finds_the_same_often(case, ends_first):
    agrees_with_the_solver(case, ends_first)


@pytest.mark.parametrize("most", [-(10**19), 10**19])
def test_limits_beyond_what_the_solver_holds(most):
    issue = Issue(name="price", options=("low", "high"))
    space = Space(Problem(parties=("A",), issues=(issue,)), None, None)
    goal = Goal(single=[[(0,), (1,)]], key=[[(0, 0), (0, 0)]], most=(most,))
    scaled, found = by_solver(space, goal)
    assert list(front(scaled, found.part(scaled)).vectors) == ([(0,)] if most > 0 else [])
