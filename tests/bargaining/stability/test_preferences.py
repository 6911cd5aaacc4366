"""Where preferences come from: a ranking, statements, or the positions of a party; and when from none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from tests.bargaining.stability.oracle import Graph, by_statements, states
from tests.bargaining.test_against_definitions import movement
from tests.bargaining.test_against_definitions import problems as with_positions

from sulh.bargaining.stability import preferences as preferences_module
from sulh.bargaining.stability import stability
from sulh.bargaining.stance import active
from sulh.framing.casefile import read_case
from sulh.model.errors import ExpressionError, UsageError
from sulh.model.evaluation import holds
from sulh.model.expressions import parse
from sulh.model.findings import Concept
from sulh.model.problem import Issue, Problem

CONCEPTS: tuple[Concept, ...] = ("Nash", "GMR", "SMR", "SEQ")
SOMETIMES = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def derived(problem, party):
    """State → what the party compares by: greater is better."""
    binding = [
        item
        for item in active(problem).active
        if item.position.strength != "preference" and item.position.party in problem.parties
    ]
    counted = [item for item in binding if not item.covered_by]
    keys = {}
    for state in states(problem):
        package = dict(zip([issue.name for issue in problem.issues], state, strict=True))
        crossed = sum(
            not holds(item.position.wants, package, problem.by_name)
            for item in binding
            if item.position.party == party and item.position.strength == "red line"
        )
        given_up = 0
        for issue, option in zip(problem.issues, state, strict=True):
            if issue.controller == (party,) and issue.ordered and issue.direction_confirmed:
                rung = issue.options.index(option)
                given_up += rung if issue.gives == "up" else len(issue.options) - 1 - rung
        keys[state] = (-crossed, -movement(problem, party, package, counted), -given_up)
    return keys


def refused(problem, party, keys):
    quo = problem.status_quo
    home = tuple(quo[issue.name] for issue in problem.issues) if quo else None
    if home not in keys:
        return False
    offers = {
        item.offer
        for item in active(problem).active
        if item.kind == "refusal" and item.position.party == party
    }
    for offer in problem.offers:
        whole = {**quo, **offer.package}
        state = tuple(whole[issue.name] for issue in problem.issues)
        if offer.id in offers and state in keys and keys[state] > keys[home]:
            return True
    return False


@SOMETIMES
@given(with_positions())
def test_derived_preferences_follow_the_positions(problem):
    problem = problem.model_copy(update={"agreement": ()})
    if not any(issue.controller for issue in problem.issues):
        with pytest.raises(UsageError):
            stability(problem)
        return
    keys = {party: derived(problem, party) for party in problem.parties}
    doubtful = {party for party in problem.parties if refused(problem, party, keys[party])}
    found = stability(problem)
    assert found.preferences == {
        party: "not derivable" if party in doubtful else "derived" for party in problem.parties
    }
    graph = Graph(problem, keys)
    movers = {party for party in problem.parties if any(graph.moves[party, state] for state in graph.states)}
    may_move = {party for party in problem.parties if any(party in i.controller for i in problem.issues)}
    for concept in CONCEPTS:
        for party in problem.parties:
            told = found.stable[concept].get(party) if concept in found.stable else None
            if told is None:
                needed = {party} | (may_move if concept == "SEQ" else set())
                assert needed & doubtful
                continue
            assert party not in doubtful or party not in movers
            right = [i for i, state in enumerate(graph.states) if graph.stable(concept, party, state)]
            assert list(told) == right
    if doubtful & movers:
        assert found.complete == "unknown"
        assert "give preferences" in (found.why or "")
        assert found.equilibria == {}


CASE = """
parties: [Red, Blue]
issues:
  pay: {options: [none, half, full], ordered: true, controller: Red}
  work: {options: [stops, goes on], controller: Blue}
status_quo: {pay: none, work: stops}
"""


def test_a_refused_offer_that_would_be_preferred_leaves_preferences_underivable():
    case = (
        CASE
        + """
positions:
  - {id: b1, party: Blue, wants: pay >= half, strength: demand}
offers:
  - {id: o1, by: Red, to: [Blue], package: {pay: half}, answers: {Blue: reject}}
"""
    )
    found = stability(read_case(case))
    assert found.preferences["Red"] == "derived"
    assert found.preferences["Blue"] == "not derivable"
    assert found.complete == "unknown"
    assert "Blue" not in found.stable["Nash"]
    assert "Red" in found.stable["SMR"] and "Red" not in found.stable.get("SEQ", {})
    assert "improvements" not in found.reachable and "moves" in found.reachable
    given_now = case + "preferences: {Blue: [pay = full, work = stops]}\n"
    found = stability(read_case(given_now))
    assert found.preferences["Blue"] == "preferences"
    assert found.complete is True


def test_statements_come_most_important_first():
    problem = read_case(
        CASE
        + "preferences: {Red: [work = goes on, pay = none], Blue: [pay = full]}\n".replace(
            "work = goes on", "'work = \"goes on\"'"
        )
    )
    ranks = by_statements(problem, "Red")
    order = sorted(ranks, key=lambda state: -ranks[state])
    assert order[0] == ("none", "goes on")
    assert order[-1][1] == "stops" and order[-1][0] != "none"
    assert stability(problem).preferences == {"Red": "preferences", "Blue": "preferences"}


def test_more_statements_than_a_number_holds(monkeypatch):
    issues = tuple(Issue(name=n, options=("n", "y"), controller=("A",)) for n in "abcdef")
    statements = tuple(parse(f"{name} = y") for name in "abcdef" * 20)
    problem = Problem(parties=("A",), issues=issues, preferences={"A": statements})
    (best,) = stability(problem).equilibria["Nash"]
    before = stability(problem)
    assert before.states[best] == dict.fromkeys("abcdef", "y")
    monkeypatch.setattr(preferences_module, "_BITS", 8)
    assert stability(problem).stable == before.stable


@SOMETIMES
@given(with_positions())
def test_sums_that_64_bits_do_not_hold_are_exact_too(problem):
    if not any(issue.controller for issue in problem.issues):
        return
    before = stability(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(preferences_module, "_BITS", 3)
        assert stability(problem).stable == before.stable


def test_very_fine_weights():
    fine = {"Red": {"pay": Fraction(1, 10**30 + 57)}, "Blue": {"pay": Fraction(10**30, 7)}}
    case = CASE + "positions:\n  - {id: b1, party: Blue, wants: pay >= half, strength: demand}\n"
    problem = read_case(case).model_copy(update={"weights": fine})
    assert stability(problem).stable == stability(read_case(case)).stable


def test_a_ranking_must_name_every_state():
    problem = read_case(CASE + "ranking: {Red: [{pay: none, work: stops}]}\n")
    with pytest.raises(UsageError) as error:
        stability(problem)
    assert "leaves out 5 of 6 states" in error.value.message
    assert "pay: none, work: goes on" in error.value.message


def test_a_ranking_names_a_state_once():
    problem = read_case(CASE + "ranking: {Red: [{pay: none, work: stops}, {pay: none, work: stops}]}\n")
    with pytest.raises(UsageError, match="twice"):
        stability(problem)


def test_a_ranking_of_partial_states_and_unknown_names_is_refused():
    problem = read_case(CASE)
    with pytest.raises(UsageError, match="says nothing on 'work'"):
        stability(problem.model_copy(update={"ranking": {"Red": (({"pay": "none"},),)}}))
    with pytest.raises(ExpressionError):
        stability(problem.model_copy(update={"ranking": {"Red": (({"pay": "much"},),)}}))
    with pytest.raises(ExpressionError):
        stability(problem.model_copy(update={"preferences": {"Red": (parse("money = much"),)}}))


def test_ranked_states_that_a_link_forbids_do_not_matter():
    ranked = ", ".join(
        f"{{pay: {p}, work: {w}}}" for p in ("none", "half", "full") for w in ("stops", "goes on")
    )
    text = CASE + f"links: ['pay = full implies work = \"goes on\"']\nranking: {{Red: [{ranked}]}}\n"
    found = stability(read_case(text))
    assert found.number == 5
    assert found.preferences["Red"] == "ranking"
