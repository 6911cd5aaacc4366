"""Random small cases against the definitions, and what must not matter."""

from __future__ import annotations

from functools import partial
from math import prod

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.bargaining.stability.oracle import Graph, by_ranking, by_statements, states

from sulh.bargaining.stability import numbering, stability
from sulh.bargaining.stability.listed import Listed
from sulh.model.evaluation import contradiction
from sulh.model.expressions import And, Compare, Implies, Not, OneOf, Or
from sulh.model.findings import Concept
from sulh.model.problem import Irreversible, Issue, Package, Problem

OFTEN = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
DEEP = settings(OFTEN, max_examples=2000)
SOMETIMES = settings(OFTEN, max_examples=60)
CONCEPTS: tuple[Concept, ...] = ("Nash", "GMR", "SMR", "SEQ")


@st.composite
def issues(draw, name, parties):
    options = ("r0", "r1", "r2")[: draw(st.sampled_from([1, 2, 2, 2, 2, 3]))]
    controllers = [(), *[(p,) for p in parties] * 4, parties[:2], parties]
    return Issue(
        name=name,
        options=options,
        ordered=draw(st.booleans()),
        controller=draw(st.sampled_from(controllers)),
        gives=draw(st.sampled_from(["up", "up", "down"])),
        direction_confirmed=draw(st.sampled_from([True, True, True, False])),
    )


@st.composite
def expressions(draw, table):
    def atom():
        issue = draw(st.sampled_from(table))
        if draw(st.integers(0, 5)) == 0:
            return OneOf(issue.name, tuple(draw(st.sets(st.sampled_from(issue.options), min_size=1))))
        operators = ["=", "!=", "<", "<=", ">", ">="] if issue.ordered else ["=", "!="]
        return Compare(issue.name, draw(st.sampled_from(operators)), draw(st.sampled_from(issue.options)))

    kind = draw(st.sampled_from(["atom"] * 4 + ["and", "or", "implies", "not"]))
    if kind == "not":
        return Not(atom())
    if kind == "atom":
        return atom()
    return {"and": lambda *x: And(x), "or": lambda *x: Or(x), "implies": Implies}[kind](atom(), atom())


@st.composite
def problems(draw):
    parties = ("Red", "Blue", "Green", "White")[: draw(st.integers(1, 4))]
    table = [draw(issues(name, parties)) for name in "abcd"[: draw(st.integers(1, 4))]]
    assume(any(issue.controller for issue in table))
    assume(prod(len(issue.options) for issue in table) <= 36)
    links = tuple(draw(st.lists(expressions(table), max_size=2)))
    assume(contradiction(links, table) is None)
    wide = [issue for issue in table if len(issue.options) > 1]
    irreversible = []
    for _ in range(draw(st.sampled_from([0, 0, 1, 2])) if wide else 0):
        issue = draw(st.sampled_from(wide))
        origin, target = draw(st.permutations(issue.options))[:2]
        irreversible.append(Irreversible(issue=issue.name, **{"from": origin, "to": target}))
    quo = {issue.name: draw(st.sampled_from(issue.options)) for issue in table}
    bare = Problem(
        parties=parties,
        issues=tuple(table),
        links=links,
        irreversible=tuple(irreversible),
        status_quo=draw(st.sampled_from([{}, quo, quo])),
    )
    names = [issue.name for issue in table]
    preferences, ranking = {}, {}
    for party in parties:
        if draw(st.booleans()):
            preferences[party] = tuple(draw(st.lists(expressions(table), min_size=1, max_size=4)))
        else:
            levels: dict[int, list[Package]] = {}
            for state in states(bare):
                level = draw(st.integers(0, 5))
                levels.setdefault(level, []).append(dict(zip(names, state, strict=True)))
            ranking[party] = tuple(tuple(levels[level]) for level in sorted(levels))
    return bare.model_copy(update={"preferences": preferences, "ranking": ranking})


def graph_of(problem):
    ranks = {
        party: by_ranking(problem, party) if party in problem.ranking else by_statements(problem, party)
        for party in problem.parties
    }
    return Graph(problem, ranks)


def agrees(problem):
    found = stability(problem)
    graph = graph_of(problem)
    listed = [tuple(package.values()) for package in found.states]
    assert listed == graph.states
    assert found.number == len(listed)
    assert found.complete is True
    for concept in CONCEPTS:
        everybody = set(range(len(listed)))
        for party in problem.parties:
            stable = {i for i, state in enumerate(listed) if graph.stable(concept, party, state)}
            assert set(found.stable[concept][party]) == stable, (concept, party)
            everybody &= stable
        assert set(found.equilibria[concept]) == everybody
        assert found.equilibria_in_all[concept] == len(everybody)
    quo = tuple(problem.status_quo.values())
    if quo in listed:
        free = graph.reachable(quo, lambda party, at: graph.moves[party, at])
        assert {listed[i] for i in found.reachable["moves"]} == free
        better = graph.reachable(quo, graph.improvements)
        assert {listed[i] for i in found.reachable["improvements"]} == better
    else:
        assert found.reachable == {}
    arrows = {(a.party, listed[a.origin], listed[a.target]): a.improves for a in found.arrows}
    assert arrows == {
        (party, one, two): graph.ranks[party][two] > graph.ranks[party][one]
        for (party, one), targets in graph.moves.items()
        for two in targets
    }


@OFTEN
@given(problems())
def test_all_concepts_follow_the_definitions(problem):
    agrees(problem)


@OFTEN
@given(problems())
def test_a_list_of_states_says_the_same_as_a_tensor(problem):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbering, "Tensor", partial(Listed, most=10_000))
        agrees(problem)


@pytest.mark.slow
@DEEP
@given(problems())
def test_all_concepts_follow_the_definitions_in_many_cases(problem):
    agrees(problem)


@SOMETIMES
@given(problems(), st.randoms(use_true_random=False))
def test_what_holds_an_agreement_is_a_legal_answer(problem, chance):
    graph = graph_of(problem)
    names = [issue.name for issue in problem.issues]
    agreement = chance.choice(graph.states)
    found = stability(problem, package=dict(zip(names, agreement, strict=True)))
    (commitment,) = [c for c in found.commitments if "tested" in c.names]
    for concept in CONCEPTS:
        held = {party: graph.stable(concept, party, agreement) for party in problem.parties}
        assert commitment.holds[concept] == all(held.values())
    ways = {p: graph.improvements(p, agreement) for p in problem.parties}
    assert commitment.tempted == {p: len(out) for p, out in ways.items() if out}
    for temptation in commitment.temptations:
        party, own = temptation.party, graph.ranks[temptation.party]
        last, at = party, tuple(temptation.package.values())
        assert at in ways[party]
        for concept in CONCEPTS[1:]:
            path = temptation.held_by.get(concept)
            moves = graph.improvements if concept == "SEQ" else lambda mover, here: graph.moves[mover, here]
            ends = graph.answers(party, at, moves)
            if concept == "SMR":
                ends = {e for e in ends if all(own[x] <= own[agreement] for x in graph.moves[party, e])}
            assert (path is not None) == any(own[end] <= own[agreement] for end in ends)
            last, here = party, at
            for step in path or ():
                target = tuple(step.package.values())
                assert step.party not in (party, last) and target in moves(step.party, here)
                last, here = step.party, target
            assert path is None or (here in ends and own[here] <= own[agreement])
    for party, out in ways.items():
        told = {tuple(t.package.values()) for t in commitment.temptations if t.party == party}
        assert not out or max(graph.ranks[party][way] for way in out) in {graph.ranks[party][w] for w in told}


def mapped(problem, party, issue):
    """The same case under other names: *party* and *issue* give them."""

    def say(wants):
        match wants:
            case Compare(issue=name, operator=operator, option=option):
                return Compare(issue(name), operator, option)
            case OneOf(issue=name, options=options):
                return OneOf(issue(name), options)
            case Not(part=part):
                return Not(say(part))
            case And(parts=parts):
                return And(tuple(map(say, parts)))
            case Or(parts=parts):
                return Or(tuple(map(say, parts)))
            case Implies(premise=premise, conclusion=conclusion):
                return Implies(say(premise), say(conclusion))

    def package(said):
        return {issue(name): option for name, option in said.items()}

    return problem.model_copy(
        update={
            "parties": tuple(map(party, problem.parties)),
            "issues": tuple(
                i.model_copy(update={"name": issue(i.name), "controller": tuple(map(party, i.controller))})
                for i in problem.issues
            ),
            "links": tuple(map(say, problem.links)),
            "irreversible": tuple(
                m.model_copy(update={"issue": issue(m.issue)}) for m in problem.irreversible
            ),
            "preferences": {party(p): tuple(map(say, said)) for p, said in problem.preferences.items()},
            "ranking": {
                party(p): tuple(tuple(map(package, tied)) for tied in ranked)
                for p, ranked in problem.ranking.items()
            },
            "status_quo": package(problem.status_quo),
        }
    )


def essence(found, party=str, issue=str):
    """What must not depend on the order in which a case lists things, under the names given."""

    def state(index):
        return frozenset((issue(name), option) for name, option in found.states[index].items())

    return (
        {c: {party(p): frozenset(map(state, s)) for p, s in by.items()} for c, by in found.stable.items()},
        {how: frozenset(map(state, indices)) for how, indices in found.reachable.items()},
    )


@SOMETIMES
@given(problems())
def test_names_do_not_matter(problem):
    def party(name):
        return f"{name}!"

    def issue(name):
        return f"issue {name}"

    assert essence(stability(problem), party, issue) == essence(stability(mapped(problem, party, issue)))


@SOMETIMES
@given(problems())
def test_the_order_of_the_case_does_not_matter(problem):
    turned = problem.model_copy(
        update={field: getattr(problem, field)[::-1] for field in ("parties", "issues", "links")}
    )
    assert essence(stability(turned)) == essence(stability(problem))


@SOMETIMES
@given(problems())
def test_a_party_that_controls_nothing_changes_nothing(problem):
    more = problem.model_copy(update={"parties": (*problem.parties, "Grey")})
    found, before = stability(more), stability(problem)
    everywhere = tuple(range(len(found.states)))
    for concept in CONCEPTS:
        assert found.stable[concept]["Grey"] == everywhere
    assert found.equilibria == before.equilibria
    assert found.reachable == before.reachable


@SOMETIMES
@given(problems())
def test_a_second_copy_of_an_issue_that_nobody_moves_doubles_the_states(problem):
    more = problem.model_copy(update={"issues": (*problem.issues, Issue(name="z", options=("0", "1")))})
    more = more.model_copy(
        update={
            "ranking": {
                p: tuple(tuple({**s, "z": z} for s in tied for z in "01") for tied in ranked)
                for p, ranked in problem.ranking.items()
            },
            "status_quo": {**problem.status_quo, "z": "0"} if problem.status_quo else {},
        }
    )
    found, before = stability(more), stability(problem)
    assert found.number == 2 * before.number
    for concept in CONCEPTS:
        assert found.equilibria_in_all[concept] == 2 * before.equilibria_in_all[concept]
