"""Utilities: the frontier and the solutions on it, against plain enumeration in fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sulh.bargaining.checker.packages import check_packages
from sulh.bargaining.packages import packages
from sulh.bargaining.stance import active
from sulh.model.evaluation import contradiction, holds
from sulh.model.expressions import And, Compare, Implies, Not, OneOf, Or
from sulh.model.problem import Issue, Position, Problem, Utility

USUAL = settings(deadline=None, suppress_health_check=list(HealthCheck))
OFTEN = settings(USUAL, max_examples=300)
SOMETIMES = settings(USUAL, max_examples=60)
RULES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


# Random cases: `pick` chooses one of several, drawn by Hypothesis or, for many cases quickly, by a generator


NUMBERS = [Fraction(x) for x in range(-2, 4)] + [Fraction(x, 10) for x in (-5, 1, 2, 3, 7)]
NUMBERS += [Fraction(x, 7) for x in (-9, 1, 2, 5)]
WEIGHTS = [Fraction(0), Fraction(1, 3), Fraction(2), Fraction("0.4")]


def link(pick, table):
    def atom():
        issue = pick(table)
        if pick((True, False)):
            return Compare(issue.name, pick(("=", "!=")), pick(issue.options))
        return OneOf(issue.name, tuple(o for o in issue.options if pick((True, False))) or issue.options)

    kind = pick(("atom", "and", "or", "implies", "not", "implies", "forbidden"))
    one, two = atom(), atom()
    return {
        "atom": one,
        "not": Not(one),
        "and": And((one, two)),
        "or": Or((one, two)),
        "implies": Implies(one, two),
        "forbidden": Not(And((one, two))),
    }[kind]


def built(pick, numbers=NUMBERS):
    """A small case, or None where its links exclude each other."""
    parties = ("Red", "Blue", "Green")[: pick((1, 2, 2, 3))]
    table = [
        Issue(name=name, options=tuple("wxyz"[: pick((1, 2, 3, 4))])) for name in "abcd"[: pick((1, 2, 3, 4))]
    ]
    links = tuple(link(pick, table) for _ in range(pick((0, 0, 1, 2))))
    if contradiction(links, table) is not None:
        return None
    utilities = {}
    for party in parties:
        scored = [issue for issue in table if pick(range(6))]
        utilities[party] = Utility(
            scores={issue.name: {o: pick(numbers) for o in issue.options} for issue in scored},
            weights={issue.name: pick(WEIGHTS) for issue in scored if pick((True, False))},
            reserve=pick([Fraction(-9), Fraction(0), Fraction(0), Fraction(1), *numbers]),
        )
    positions = tuple(
        Position(id=f"p{i}", party=pick(parties), wants=link(pick, table), strength="red line")
        for i in range(pick((0, 1, 2)))
    )
    return Problem(
        parties=parties,
        issues=tuple(table),
        links=links,
        positions=positions,
        utilities=utilities,
        agreement=pick([(), (), (parties[:2],)]),
        status_quo=pick([{}, {issue.name: issue.options[0] for issue in table}]),
    )


@st.composite
def problems(draw):
    problem = built(lambda some: draw(st.sampled_from(some)))
    assume(problem is not None)
    return problem


def drawn(number, numbers=NUMBERS):
    for seed in range(number):
        pick = Random(seed).choice  # noqa: S311
        problem = built(pick, numbers)
        if problem is not None:
            yield problem


# The oracle


def worth(utility, package):
    return sum(
        (
            utility.weights.get(name, Fraction(1)) * scores[package[name]]
            for name, scores in utility.scores.items()
        ),
        Fraction(0),
    )


def feasible(problem, among):
    """Every package that the links allow and that meets the reserves, with its utilities."""
    found = []
    for options in product(*(issue.options for issue in problem.issues)):
        package = dict(zip((issue.name for issue in problem.issues), options, strict=True))
        if all(holds(link, package, problem.by_name) for link in problem.links):
            vector = tuple(worth(problem.utilities[party], package) for party in among)
            reserves = [problem.utilities[party].reserve for party in among]
            if all(u >= r for u, r in zip(vector, reserves, strict=True)):
                found.append((package, vector))
    return found


def beats(one, two):
    return one != two and all(a >= b for a, b in zip(one, two, strict=True))


def best(vectors, rank):
    ranks = {vector: rank(vector) for vector in vectors}
    highest = max(ranks.values())
    return {vector for vector, this in ranks.items() if this == highest}


def solved(vectors, reserves):
    """The utilities that each rule chooses, by the definitions."""
    room = [max(column) - r for column, r in zip(zip(*vectors, strict=True), reserves, strict=True)]

    def gains(vector):
        return [u - r for u, r in zip(vector, reserves, strict=True)]

    def shares(vector):
        return sorted(g / r if r else Fraction(0) for g, r in zip(gains(vector), room, strict=True))

    def gaining(vector):
        return tuple(g > 0 for g in gains(vector))

    nash = set()
    for who in best(vectors, lambda v: sum(gaining(v))):
        same = [v for v in vectors if gaining(v) == gaining(who)]
        nash |= best(same, lambda v: prod(g for g in gains(v) if g > 0))
    return {
        "nash": nash,
        "kalai_smorodinsky": best(vectors, shares),
        "egalitarian": best(vectors, lambda v: sorted(gains(v))),
        "utilitarian": best(vectors, sum),
    }


def check(problem):
    among = problem.agreement[0] if problem.agreement else problem.parties
    found = packages(problem)
    assert found.complete is True and "not re-verified" not in found.method
    assert found.among == found.parties == among
    some = feasible(problem, among)
    vectors = {vector for _, vector in some}
    frontier = {v for v in vectors if not any(beats(w, v) for w in vectors)}
    listed = [tuple(point.utility.values()) for point in found.points]
    assert len(listed) == len(set(listed)) == found.number
    assert set(listed) == frontier
    for point, vector in zip(found.points, listed, strict=True):
        same = [package for package, other in some if other == vector]
        assert point.packages == len(same) and point.package in same
    reserves = [problem.utilities[party].reserve for party in among]
    if not frontier:
        assert found.why and not any(getattr(found, rule) for rule in RULES)
        return
    assert found.why is None
    assert tuple(found.ideal.values()) == tuple(map(max, zip(*vectors, strict=True)))
    # By the definitions over all packages that meet the reserves, not only over the frontier.
    for rule, chosen in solved(vectors, reserves).items():
        stated = {listed[at] for at in getattr(found, rule)}
        assert stated == (chosen & frontier if rule == "nash" else chosen), rule
        assert stated
    chosen = {at for rule in RULES for at in getattr(found, rule)}
    assert chosen == set(range(len(chosen))), "the points that a solution chooses come first"


@OFTEN
@given(problems())
def test_frontier_and_solutions_are_those_of_plain_enumeration(problem):
    check(problem)


@pytest.mark.slow
def test_frontier_and_solutions_are_those_of_plain_enumeration_often():
    for problem in drawn(4000):
        check(problem)


@pytest.mark.slow
def test_many_ties():
    for problem in drawn(1000, [Fraction(x) for x in range(3)]):
        check(problem)


# What must not matter


def points(found):
    """The utilities on the frontier with the number of packages, and those that each rule chooses."""
    listed = [tuple(sorted(point.utility.items())) for point in found.points]
    return (
        {vector: point.packages for vector, point in zip(listed, found.points, strict=True)},
        {rule: {listed[at] for at in getattr(found, rule)} for rule in RULES},
    )


def renamed(problem):
    party = {name: f"the {name}" for name in problem.parties}
    option = {o: f"{o}, as it were" for o in "wxyz"}
    issue = {i.name: f"issue {i.name}" for i in problem.issues}

    def scores(utility):
        return {
            issue[name]: {option[o]: score for o, score in row.items()}
            for name, row in utility.scores.items()
        }

    return Problem(
        parties=tuple(party.values()),
        issues=tuple(
            Issue(name=issue[i.name], options=tuple(option[o] for o in i.options)) for i in problem.issues
        ),
        links=tuple(said_anew(link, issue, option) for link in problem.links),
        utilities={
            party[name]: Utility(
                weights={issue[i]: w for i, w in utility.weights.items()},
                scores=scores(utility),
                reserve=utility.reserve,
            )
            for name, utility in problem.utilities.items()
        },
    )


def said_anew(node, issue, option):
    match node:
        case Compare(issue=name, operator=operator, option=value):
            return Compare(issue[name], operator, option[value])
        case OneOf(issue=name, options=values):
            return OneOf(issue[name], tuple(option[value] for value in values))
        case Not(part=part):
            return Not(said_anew(part, issue, option))
        case And(parts=parts):
            return And(tuple(said_anew(part, issue, option) for part in parts))
        case Or(parts=parts):
            return Or(tuple(said_anew(part, issue, option) for part in parts))
        case Implies(premise=premise, conclusion=conclusion):
            return Implies(said_anew(premise, issue, option), said_anew(conclusion, issue, option))


def alone(problem):
    return problem.model_copy(update={"positions": (), "agreement": ()})


@SOMETIMES
@given(problems())
def test_names_do_not_matter(problem):
    first, second = points(packages(alone(problem))), points(packages(renamed(alone(problem))))

    def back(vector):
        return tuple((name.removeprefix("the "), value) for name, value in vector)

    assert {back(vector): number for vector, number in second[0].items()} == first[0]
    assert {rule: set(map(back, chosen)) for rule, chosen in second[1].items()} == first[1]


@SOMETIMES
@given(problems())
def test_order_does_not_matter(problem):
    turned = problem.model_copy(
        update={
            "parties": problem.parties[::-1],
            "issues": tuple(
                i.model_copy(update={"options": i.options[::-1]}) for i in reversed(problem.issues)
            ),
            "links": problem.links[::-1],
        }
    )
    assert points(packages(turned)) == points(packages(problem))


@SOMETIMES
@given(problems(), st.sampled_from([Fraction(0), Fraction(5, 7)]))
def test_a_party_that_does_not_care_changes_nothing(problem, reserve):
    problem = alone(problem)
    grey = Utility(reserve=reserve)  # scores nothing: its utility is 0 everywhere
    more = problem.model_copy(
        update={
            "parties": (*problem.parties, "Grey"),
            "utilities": problem.utilities | {"Grey": grey},
        }
    )
    found = packages(more)
    if reserve > 0:
        assert not found.points and found.complete is True and found.why
        return
    added = ("Grey", Fraction(0))

    def without(vector):
        return tuple(pair for pair in vector if pair != added)

    front, rules = points(found)
    assert (
        {without(v): n for v, n in front.items()},
        {r: set(map(without, c)) for r, c in rules.items()},
    ) == (points(packages(problem)))


@SOMETIMES
@given(problems(), st.sampled_from([Fraction(2), Fraction(1, 3), Fraction("0.07")]), st.sampled_from(NUMBERS))
def test_a_partys_unit_and_zero_do_not_matter_to_nash_and_kalai_smorodinsky(problem, times, plus):
    problem = alone(problem)
    name = problem.parties[0]
    utility = problem.utilities[name]
    assume(utility.scores)
    first = next(iter(utility.scores))
    weights = {issue: times * utility.weights.get(issue, Fraction(1)) for issue in utility.scores}
    assume(weights[first])
    scores = dict(utility.scores)
    scores[first] = {o: score + plus / weights[first] for o, score in scores[first].items()}
    changed = Utility(weights=weights, scores=scores, reserve=times * utility.reserve + plus)
    other = packages(problem.model_copy(update={"utilities": problem.utilities | {name: changed}}))
    found = packages(problem)

    def moved(rule, finding, change):
        chosen = [finding.points[at].utility for at in getattr(finding, rule)]
        return {tuple(u[p] if p != name else change(u[p]) for p in problem.parties) for u in chosen}

    for rule in ("nash", "kalai_smorodinsky"):
        assert moved(rule, found, lambda u: times * u + plus) == moved(rule, other, lambda u: u)
    assert found.number == other.number


# The check


@SOMETIMES
@given(problems(), st.data())
def test_the_check_finds_what_is_wrong(problem, data):
    found = packages(problem)
    assume(found.points)
    stance = active(problem)
    assert check_packages(problem, stance, found)
    point = found.points[0]
    party = found.parties[0]
    more = {**point.utility, party: point.utility[party] + 1}
    wrong = [
        {"points": (point.model_copy(update={"utility": more}), *found.points[1:])},
        {"points": (*found.points, point)},
        {"points": found.points[1:], **dict.fromkeys(RULES, ())},
        {"ideal": {**found.ideal, party: found.ideal[party] - 1}},
        {"points": (point.model_copy(update={"packages": point.packages + 1}), *found.points[1:])},
        *({rule: ()} for rule in RULES),
    ]
    with pytest.raises(AssertionError, match="failed its check"):
        check_packages(problem, stance, found.model_copy(update=data.draw(st.sampled_from(wrong))))
