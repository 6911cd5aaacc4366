"""Obstacles and openings of larger cases: against an oracle, against CPMpy's MARCO, at their limits."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from itertools import islice, product

import cpmpy
import pytest
from cpmpy.tools.explain.marco import marco
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sulh.bargaining import blocking, search
from sulh.bargaining.blocking import each_obstacle, obstacles, openings
from sulh.bargaining.stance import active
from sulh.model.errors import CaseFileError, TooComplexError, UsageError
from sulh.model.evaluation import contradiction, holds
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or
from sulh.model.limits import Limits
from sulh.model.problem import Issue, Offer, Position, Problem

OFTEN = settings(max_examples=35, deadline=None, suppress_health_check=list(HealthCheck))
VERY_OFTEN = settings(OFTEN, max_examples=250)
SOMETIMES = settings(OFTEN, max_examples=15)
SEEDS = st.integers(0, 10**9)


@pytest.fixture(params=["enumerated", "solved"])
def way(request, monkeypatch):
    """Both ways of searching: by enumeration where it is quick, and never by enumeration."""
    if request.param == "solved":
        monkeypatch.setattr(search, "FEW_PACKAGES", 0)
        monkeypatch.setattr(search, "SOME_PACKAGES", 0)
    return request.param


def drawn(seed: int, *, issues: int = 6, positions: int = 12, links: int = 2, rungs: int = 4) -> Problem:
    """A case with ladders and plain issues; about a third of the positions join two issues."""
    rng = random.Random(seed)  # noqa: S311
    parties = ("Red", "Blue", "Green")
    table = tuple(
        Issue(
            name=f"i{i}",
            options=tuple(f"o{o}" for o in range(rng.randint(2, rungs))),
            ordered=rng.random() < 0.7,
            controller=(rng.choice(parties),) if rng.random() < 0.7 else (),
        )
        for i in range(issues)
    )

    def atom() -> str:
        issue = rng.choice(table)
        operators = ["=", "!=", "<=", ">="] if issue.ordered else ["=", "!="]
        return f"{issue.name} {rng.choice(operators)} {rng.choice(issue.options)}"

    def joined() -> str:
        shape = rng.choice(["{} implies {}", "{} or {}", "{} implies not ({} and {})", "{} or not {} or {}"])
        return shape.format(*(atom() for _ in range(shape.count("{}"))))

    offered = {issue.name: rng.choice(issue.options) for issue in table}
    return Problem(
        parties=parties,
        issues=table,
        links=tuple(joined() for _ in range(links)),
        positions=tuple(
            Position(
                id=f"p{i}",
                party=rng.choice(parties),
                wants=joined() if rng.random() < 0.3 else atom(),
                strength=rng.choice(["red line", "demand", "demand"]),
                hedged=rng.random() < 0.15,
            )
            for i in range(positions)
        ),
        offers=(Offer(id="o", by="Red", package=offered, answers={"Blue": rng.choice(["reject", "none"])}),),
        status_quo={issue.name: issue.options[0] for issue in table} if rng.random() < 0.5 else {},
    )


def ladders(issues: int, rungs: int, spanning: int = 0, links: int = 0, *, parties: int = 4) -> Problem:
    """A case in which every party wants something on every ladder, and some of it depends on another."""
    rng = random.Random(1)  # noqa: S311
    names = tuple(f"P{i}" for i in range(parties))
    options = tuple(f"o{i}" for i in range(rungs))
    table = tuple(
        Issue(name=f"i{i}", options=options, ordered=True, controller=(names[i % parties],))
        for i in range(issues)
    )

    def dependence() -> str:
        one, two = rng.sample(table, 2)
        premise = f"{one.name} >= {rng.choice(options[1:])}"
        return f"{premise} implies {two.name} <= {rng.choice(options[:-1])}"

    wants = [
        (party, f"{issue.name} {'<=' if party in issue.controller else '>='} {rng.choice(options)}")
        for party in names
        for issue in table
    ]
    wants += [(rng.choice(names), dependence()) for _ in range(spanning)]
    return Problem(
        parties=names,
        issues=table,
        links=tuple(dependence() for _ in range(links)),
        positions=tuple(
            Position(id=f"p{i}", party=party, wants=said, strength=rng.choice(["red line", "demand"]))
            for i, (party, said) in enumerate(wants)
        ),
    )


# The oracle: every package is tried


def failed_sets(problem, items):
    """The sets of *items* (as masks) that packages fail, those that contain no other."""
    found = set()
    for options in product(*(issue.options for issue in problem.issues)):
        package = dict(zip((issue.name for issue in problem.issues), options, strict=True))
        if all(holds(link, package, problem.by_name) for link in problem.links):
            wants = (item.position.wants for item in items)
            found.add(sum(1 << i for i, w in enumerate(wants) if not holds(w, package, problem.by_name)))
    return [one for one in found if not any(other != one and other & one == other for other in found)]


def transversals(sets, number):
    """The minimal sets of *number* things that meet every one of *sets*."""
    found: list[int] = []
    for mask in sorted(range(1 << number), key=int.bit_count):
        if all(mask & one for one in sets) and not any(known & mask == known for known in found):
            found.append(mask)
    return found


def named(items, mask):
    return frozenset(item.position.id for i, item in enumerate(items) if mask >> i & 1)


def agrees_with_the_oracle(seed):
    case = drawn(seed, issues=5, positions=9)
    if contradiction(case.links, case.issues) is not None:
        with pytest.raises(CaseFileError):
            obstacles(case)
        return
    items = [i for i in active(case).active if i.position.strength != "preference"]
    visible = [item for item in items if not item.covered_by]
    found = obstacles(case)
    expected = transversals(failed_sets(case, visible), len(visible))
    assert found.complete is True and "re-verified" not in found.method
    assert {frozenset(o.positions) for o in found.obstacles} == {named(visible, m) for m in expected if m}
    assert sorted(each_obstacle(case), key=str) == sorted(found.obstacles, key=str)
    ways = openings(case)
    assert ways.complete is True and ways.counted and "re-verified" not in ways.method
    corrections = {named(items, mask) for mask in failed_sets(case, items)}
    assert ways.number == len(corrections)
    for knot in ways.knots:
        ground = frozenset(knot.positions)
        assert {frozenset(o.give_up) for o in knot.openings} == {one & ground for one in corrections}
        ranks = [rank(case, opening.give_up) for opening in knot.openings]
        assert ranks == sorted(ranks)


def rank(case, give_up):
    by_id = {item.position.id: item.position for item in active(case).active}
    given_up = [by_id[name] for name in give_up]
    parties = [position.party for position in given_up]
    red = sum(position.strength == "red line" for position in given_up)
    return red, max(map(parties.count, parties)), len(parties)


@OFTEN
@given(SEEDS)
def test_larger_cases_agree_with_the_oracle(way, seed):
    agrees_with_the_oracle(seed)


@pytest.mark.slow
@VERY_OFTEN
@given(SEEDS)
def test_many_larger_cases_agree_with_the_oracle(way, seed):
    agrees_with_the_oracle(seed)


@OFTEN
@given(SEEDS)
def test_openings_that_are_searched_for_are_those_that_are_listed(seed):
    case = drawn(seed, issues=5, positions=12, links=1)
    if contradiction(case.links, case.issues) is not None:
        return
    listed = openings(case)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search.Search, "corrections", lambda self, obstacles: None)
        searched = openings(case)
    assert (searched.complete, searched.counted, searched.number) == (True, True, listed.number)
    for one, two in zip(listed.knots, searched.knots, strict=True):
        assert one.obstacles == two.obstacles
        assert {o.give_up for o in one.openings} == {o.give_up for o in two.openings}
        ranks = [[rank(case, o.give_up) for o in knot.openings] for knot in (one, two)]
        assert ranks[0] == ranks[1]
        assert {o.give_up: o.package for o in one.openings} == {o.give_up: o.package for o in two.openings}


@SOMETIMES
@given(SEEDS)
def test_both_ways_of_searching_find_the_same(seed):
    case = drawn(seed, issues=8, positions=18, links=3)
    if contradiction(case.links, case.issues) is not None:
        return
    found = obstacles(case), openings(case)
    with pytest.MonkeyPatch.context() as patch:
        for bound in ("FEW_PACKAGES", "SOME_PACKAGES"):
            patch.setattr(search, bound, 10**6)
        assert (obstacles(case), openings(case)) == found


# The peer


def cp(said: Node, variables, issues):
    """*said* as a constraint of CPMpy."""
    match said:
        case Compare(issue=name, operator=operator, option=option):
            at = issues[name].options.index(option)
            one = variables[name]
            by = {"=": one == at, "!=": one != at, "<": one < at, "<=": one <= at, ">": one > at}
            return by.get(operator, one >= at)
        case OneOf(issue=name, options=options):
            return cpmpy.any([variables[name] == issues[name].options.index(o) for o in options])
        case Not(part=part):
            return ~cp(part, variables, issues)
        case And(parts=parts):
            return cpmpy.all([cp(part, variables, issues) for part in parts])
        case Or(parts=parts):
            return cpmpy.any([cp(part, variables, issues) for part in parts])
        case Implies(premise=premise, conclusion=conclusion):
            return cp(premise, variables, issues).implies(cp(conclusion, variables, issues))


@pytest.mark.parametrize("seed", range(12))
def test_marco_of_cpmpy_finds_the_same_obstacles(way, seed):
    case = drawn(seed, issues=4, positions=8, links=1).model_copy(update={"offers": ()})
    variables = {i.name: cpmpy.intvar(0, len(i.options) - 1, name=i.name) for i in case.issues}
    named_by_marco = {}
    for position in case.positions:
        # A name of its own, so that two positions that want the same stay two.
        named_by_marco[position.id] = cpmpy.all(
            [cp(position.wants, variables, case.by_name), cpmpy.boolvar()]
        )
    hard = [cp(link, variables, case.by_name) for link in case.links]
    sets = marco(list(named_by_marco.values()), hard, return_mcs=False)
    ids = {id(said): name for name, said in named_by_marco.items()}
    expected = {frozenset(ids[id(said)] for said in subset) for _, subset in sets}
    assert {frozenset(o.positions) for o in obstacles(case).obstacles} == expected


# What must not matter


@SOMETIMES
@given(SEEDS)
def test_the_order_of_the_case_and_a_party_that_wants_nothing_do_not_matter(seed):
    case = drawn(seed, issues=7, positions=16, links=3)
    if contradiction(case.links, case.issues) is not None:
        return
    turned = case.model_copy(
        update={
            "parties": ("Grey", *case.parties[::-1]),
            "issues": case.issues[::-1],
            "links": case.links[::-1],
            "positions": case.positions[::-1],
        }
    )
    one, two = obstacles(case), obstacles(turned)
    assert {frozenset(o.positions) for o in one.obstacles} == {frozenset(o.positions) for o in two.obstacles}
    ways, others = openings(case), openings(turned)
    assert ways.number == others.number
    assert {frozenset(k.positions) for k in ways.knots} == {frozenset(k.positions) for k in others.knots}


@OFTEN
@given(SEEDS)
def test_doubling_all_weights_changes_nothing(seed):
    case = drawn(seed, links=0)
    weights = {p: {i.name: 1 for i in case.issues} for p in case.parties}
    single = case.model_copy(update={"weights": weights})
    doubled = {p: {i.name: 2 for i in case.issues} for p in case.parties}
    assert openings(single).knots == openings(case.model_copy(update={"weights": doubled})).knots


# Large cases


def test_a_large_case_is_answered_whole():
    case = ladders(40, 5, 40, 10)
    found = obstacles(case)
    assert found.complete is True and "re-verified" not in found.method
    assert len(found.obstacles) > 100
    ways = openings(case, limits=Limits(most=20))
    assert (ways.complete, ways.why) == (False, "the list is cut")
    assert "re-verified" not in ways.method
    assert {i for knot in ways.knots for i in knot.obstacles} == set(range(len(ways.obstacles)))
    for knot in ways.knots:
        ranks = [rank(case, opening.give_up) for opening in knot.openings]
        assert ranks == sorted(ranks)


def test_the_first_obstacles_of_a_large_case_come_at_once():
    first = list(islice(each_obstacle(ladders(40, 5, 40, 10)), 10))
    assert [len(o.positions) for o in first] == sorted(len(o.positions) for o in first)
    assert len(set(first)) == 10


def test_many_positions_alike_are_not_searched_one_by_one():
    price = Issue(name="price", options=("low", "high"))
    positions = tuple(
        Position(id=f"{option}{i}", party=party, wants=f"price = {option}", strength="demand")
        for party, option in (("Buyer", "low"), ("Seller", "high"))
        for i in range(400)
    )
    case = Problem(parties=("Buyer", "Seller"), issues=(price,), positions=positions)
    found = openings(case, limits=Limits(most=5))
    assert [len(o.give_up) for o in found.knots[0].openings] == [400, 400]
    assert len(found.obstacles) == 5
    assert found.number == 2


# Limits


def test_a_cut_list_of_openings_says_so_and_begins_with_the_best():
    case = ladders(4, 5, 6)
    whole, some = openings(case), openings(case, limits=Limits(most=3))
    assert whole.complete is True and some.complete is False
    assert (some.why, some.number, some.counted) == ("the list is cut", whole.number, True)
    for one, two in zip(whole.knots, some.knots, strict=True):
        assert two.openings == one.openings[:3]
        assert two.positions == one.positions


def test_openings_that_are_not_counted_are_at_least_so_many(monkeypatch):
    monkeypatch.setattr(search, "FEW_PACKAGES", 0)
    monkeypatch.setattr(search.Search, "corrections", lambda self, obstacles: None)
    case = ladders(4, 5, 6)
    some = openings(case, limits=Limits(most=2))
    assert (some.complete, some.counted, some.number) == (False, False, 2 ** len(some.knots))


@pytest.mark.parametrize("find", [obstacles, openings])
def test_where_there_is_no_time_nothing_is_claimed(find):
    found = find(ladders(6, 5, 6), limits=Limits(seconds=1e-6))
    assert found.complete == "unknown"
    assert "time limit" in (found.why or "") and "i0" in (found.why or "")
    assert found.obstacles == ()
    with pytest.raises(TooComplexError, match="time limit"):
        next(each_obstacle(ladders(6, 5, 6), limits=Limits(seconds=1e-6)))


def test_where_memory_is_short_nothing_is_claimed(monkeypatch):
    monkeypatch.setattr(search, "FEW_PACKAGES", 0)
    found = obstacles(ladders(20, 5, 20), limits=Limits(mebibytes=0.01))
    assert found.complete is not True
    assert "MiB" in (found.why or "")


def interrupted_after(monkeypatch, number):
    """Make the search end as by Ctrl-C when it asks its solver for the *number*-th time."""
    sat = pytest.importorskip("sulh.bargaining.sat")
    solve, calls = sat.Clauses.solve, iter(range(number))

    def interrupted(self, assumptions=()):
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return solve(self, assumptions)

    monkeypatch.setattr(sat.Clauses, "solve", interrupted)


@pytest.mark.parametrize("number", [0, 1, 40, 120])
def test_an_interruption_loses_nothing_that_was_found(monkeypatch, number):
    case = ladders(30, 5, 30, 8)
    whole = {o.positions for o in obstacles(case).obstacles}
    interrupted_after(monkeypatch, number)
    found = obstacles(case)
    assert found.complete is not True
    assert (found.why or "").startswith("interrupted")
    assert {o.positions for o in found.obstacles} < whole
    assert bool(found.obstacles) == (number >= 40)


@pytest.mark.parametrize("number", [0, 1, 120, 300, 400])
def test_an_interruption_keeps_the_openings_that_were_found(monkeypatch, number):
    case = ladders(30, 5, 30, 8)
    interrupted_after(monkeypatch, number)
    found = openings(case, limits=Limits(most=50))
    assert found.complete is not True
    assert (found.why or "").startswith("interrupted")
    assert not found.counted or found.number == 1
    for knot in found.knots:
        assert knot.openings


INTERRUPT = """
import sys
from sulh.bargaining.blocking import openings
from sulh.model.problem import Problem
case = Problem.model_validate_json(sys.stdin.read())
print("ready", flush=True)
found = openings(case)
print(found.complete, found.why)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal as Ctrl-C does")
def test_ctrl_c_ends_a_search_with_what_it_has():
    case = ladders(60, 6, 240, 30, parties=8)
    command = [sys.executable, "-c", INTERRUPT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:  # noqa: S603
        assert run.stdin and run.stdout
        run.stdin.write(case.model_dump_json(by_alias=True))
        run.stdin.close()
        assert run.stdout.readline() == "ready\n"
        time.sleep(1)
        run.send_signal(signal.SIGINT)
        said = run.stdout.read()
    assert run.returncode == 0
    assert "interrupted" in said and not said.startswith("True")


# What a finding says


def test_a_finding_names_the_positions_it_rests_on_with_their_evidence():
    case = Problem(
        parties=("Buyer", "Seller"),
        issues=(
            Issue(name="price", options=("10", "20"), ordered=True),
            Issue(name="place", options=("a", "b")),
        ),
        positions=(
            Position(id="n", party="Buyer", wants="place = a", strength="demand"),
            Position(id="s", party="Seller", wants="price = 20", strength="demand", note="said on Monday"),
            Position(id="b", party="Buyer", wants="price = 10", strength="demand"),
        ),
    )
    for find in (obstacles, openings):
        assert [item.position.id for item in find(case).binding] == ["s", "b"]
        assert find(case).binding[0].position == case.positions[1]
    assert openings(case).knots[0].positions == ("s", "b")


def test_each_obstacle_refuses_what_is_wrong_at_once():
    case = ladders(2, 3)
    with pytest.raises(UsageError, match="no party"):
        each_obstacle(case, among=("Nobody",))
    with pytest.raises(UsageError, match="no date"):
        each_obstacle(case, "someday")


def test_links_that_only_together_leave_no_package_are_an_error(monkeypatch):
    monkeypatch.setattr(search, "FEW_PACKAGES", 0)
    table = tuple(Issue(name=name, options=("0", "1", "2"), ordered=True) for name in "xyz")
    pairs = [("x", "y"), ("y", "z"), ("x", "z")]
    links = tuple(f"not ({a} = {v} and {b} = {v})" for a, b in pairs for v in ("0", "1", "2")) + tuple(
        f"{n} != 2" for n in "xyz"
    )
    case = Problem(parties=("A",), issues=table, links=links)
    for find in (obstacles, openings, lambda one: list(each_obstacle(one))):
        with pytest.raises(CaseFileError, match="no package meets the links on x, y, z"):
            find(case)


def test_too_many_openings_of_a_joined_knot_are_searched_for(monkeypatch):
    """The link leaves only what Buyer refused; its demand covers the refusal."""
    case = Problem(
        parties=("Buyer", "Seller"),
        issues=(Issue(name="price", options=("20", "30", "40"), ordered=True, controller=("Seller",)),),
        links=("price = 20",),
        positions=(Position(id="high", party="Buyer", wants="price >= 30", strength="demand"),),
        offers=(Offer(id="o", by="Seller", package={"price": "20"}, answers={"Buyer": "reject"}),),
    )
    monkeypatch.setattr(blocking, "MOST_JOINED", 0)
    [knot] = openings(case).knots
    assert [o.give_up for o in knot.openings] == [("high", "o:refused by Buyer")]


def test_a_finding_is_plain_json():
    found = openings(ladders(3, 4, 2))
    said = json.loads(found.model_dump_json())
    assert said["number"] == str(found.number) and said["knots"][0]["positions"]
