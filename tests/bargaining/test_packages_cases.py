"""Utilities in single cases: what each rule chooses, what is said where nothing can be, and the limits."""

from __future__ import annotations

import sys
from dataclasses import replace
from fractions import Fraction

import pytest

from sulh.bargaining.packages import packages
from sulh.bargaining.pareto import pareto
from sulh.model.errors import CaseFileError, UsageError
from sulh.model.expressions import parse
from sulh.model.limits import Limits
from sulh.model.problem import Issue, Offer, Position, Problem, Utility

RULES = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")


def case(scores, reserves=("0", "0"), **more):
    """Two parties and one issue: option → the utilities, as decimals."""
    issue = Issue(name="deal", options=tuple(scores))
    utilities = {
        party: Utility(
            scores={"deal": {o: Fraction(pair[at]) for o, pair in scores.items()}},
            reserve=Fraction(reserves[at]),
        )
        for at, party in enumerate(("A", "B"))
    }
    return Problem(**({"parties": ("A", "B"), "issues": (issue,), "utilities": utilities} | more))


def chosen(found, rule):
    return [found.points[at].package["deal"] for at in getattr(found, rule)]


def test_the_rules_differ():
    table = {"u": ("10", "2"), "n": ("7", "4"), "k": ("5.6", "4.9"), "e": ("5", "5"), "x": ("4", "5")}
    found = packages(case(table))
    assert {rule: chosen(found, rule) for rule in RULES} == {
        "nash": ["n"], "kalai_smorodinsky": ["n"], "egalitarian": ["e"], "utilitarian": ["u"]
    }  # fmt: skip
    assert len(found.points) == 4 and found.ideal == {"A": 10, "B": 5}


def test_equal_points_are_all_given():
    found = packages(case({"a": ("1", "4"), "b": ("2", "2"), "c": ("4", "1")}))
    assert sorted(chosen(found, "nash")) == ["a", "b", "c"]
    assert sorted(chosen(found, "utilitarian")) == ["a", "c"] and chosen(found, "egalitarian") == ["b"]


def test_where_nobody_can_gain_with_the_other_the_nash_solution_says_so():
    found = packages(case({"a": ("3", "0"), "b": ("0", "2"), "c": ("1", "0")}))
    assert sorted(chosen(found, "nash")) == ["a", "b"]
    assert any("no package lets every party gain" in said for said in found.assumptions)
    found = packages(case({"a": ("3", "0"), "b": ("2", "0")}))
    assert {rule: chosen(found, rule) for rule in RULES} == {rule: ["a"] for rule in RULES}


def test_a_reserve_that_is_met_exactly_is_met():
    found = packages(case({"a": ("0.3", "0.1")}, reserves=("0.3", "0.1")))
    assert found.complete is True and found.why is None
    assert {rule: getattr(found, rule) for rule in RULES} == dict.fromkeys(RULES, (0,))


def test_which_reserve_cannot_be_met_is_said():
    table = {"a": ("3", "0"), "b": ("0", "2")}
    found = packages(case(table, reserves=("4", "0")))
    assert (found.complete, found.points) == (True, ())
    assert found.why == "no package meets the reserve of A, 4: the most there is for it is 3"
    found = packages(case(table, reserves=("1/2", "1")))
    assert found.why == "no package meets the reserves of A (1/2) and B (1) at once"
    found = packages(case(table, reserves=("3", "0"), links=(parse("deal = b"),)))
    assert found.why == "no package meets the reserve of A, 3: the most there is for it is 0"
    found = packages(case(table, links=(parse("deal = b"), parse("deal = a"))))
    assert found.why == "no package meets the links" and found.complete is True


def test_of_several_parties_only_those_whose_reserves_exclude_each_other_are_named():
    issue = Issue(name="deal", options=("a", "b"))
    scores = {"A": (1, 0), "B": (0, 1), "C": (5, 5)}
    utilities = {
        party: Utility(scores={"deal": dict(zip("ab", map(Fraction, row), strict=True))}, reserve=Fraction(1))
        for party, row in scores.items()
    }
    found = packages(Problem(parties=("A", "C", "B"), issues=(issue,), utilities=utilities))
    assert found.why == "no package meets the reserves of A (1) and B (1) at once"


def test_positions_do_not_bind_but_are_named():
    positions = (
        Position(id="r", party="A", wants=parse("deal = a"), strength="red line"),
        Position(id="p", party="B", wants=parse("deal = b"), strength="preference"),
    )
    offers = (Offer(id="o", by="A", to=("B",), package={"deal": "b"}, answers={"B": "reject"}),)
    found = packages(case({"a": ("3", "0"), "b": ("2", "2")}, positions=positions, offers=offers))
    crosses = {point.package["deal"]: point.crosses for point in found.points}
    assert "r" in crosses["b"] and "r" not in crosses["a"] and "p" not in crosses["a"]
    assert {point.package["deal"]: point.reopens for point in found.points} == {"a": (), "b": ("o",)}
    assert any("positions do not bind" in said for said in found.assumptions)


def test_of_equal_packages_the_one_that_fails_fewest_positions_is_shown():
    table = {"a": ("1", "1"), "b": ("1", "1"), "c": ("1", "1")}
    held = Position(id="r", party="A", wants=parse("deal = b"), strength="demand")
    assert packages(case(table, status_quo={"deal": "c"})).points[0].package == {"deal": "c"}
    found = packages(case(table, positions=(held,), status_quo={"deal": "c"}), alternatives=5)
    assert found.points[0].package == {"deal": "b"} and found.points[0].packages == 3
    assert {other["deal"] for other in found.points[0].alternatives} == {"a", "c"}
    assert len(packages(case(table), alternatives=1).points[0].alternatives) == 1


def test_only_the_parties_of_the_agreement_count():
    table = {"a": ("3", "0"), "b": ("2", "2")}
    found = packages(case(table), among=["A"])
    assert found.parties == found.among == ("A",) and chosen(found, "nash") == ["a"]
    found = packages(case(table, parties=("A", "B", "C"), agreement=(("A", "B"),)))
    assert found.parties == ("A", "B")


def test_missing_and_wrong_utilities_are_errors():
    with pytest.raises(UsageError, match="no utilities for B, C") as caught:
        packages(case({"a": ("1", "1")}, parties=("A", "B", "C"), utilities={"A": Utility()}))
    assert "utilities:" in caught.value.hint
    scored = {"deal": {"a": Fraction(1)}}
    for utility, said in (
        (Utility(scores=scored), "no score for the option 'b' of 'deal'"),
        (Utility(scores={"price": {}}), "'price', which is no issue"),
        (Utility(weights={"price": Fraction(1)}), "'price', which is no issue"),
        (Utility(weights={"deal": Fraction(1)}), "weighs 'deal' without scores"),
    ):
        with pytest.raises(CaseFileError, match=f"the utility of B .*{said}") as caught_:
            packages(case({"a": ("1", "1"), "b": ("1", "1")}, utilities={"A": Utility(), "B": utility}))
        assert caught_.value.hint
    with pytest.raises(UsageError, match="no party 'X'"):
        packages(case({"a": ("1", "1")}), among=["X"])
    with pytest.raises(UsageError, match="no issues"):
        packages(Problem(parties=("A",), utilities={"A": Utility()}))
    with pytest.raises(UsageError, match="no utilities for anybody"):
        packages(case({"a": ("1", "1")}), among=[])


# Limits


def curve(number):
    """A frontier of *number* points: what one gains the other loses, but never evenly."""
    return case({f"o{i}": (str(i), str((number - i) * (number + i))) for i in range(number)})


def test_a_long_list_is_cut_after_the_solutions_and_says_so():
    whole, cut = packages(curve(300)), packages(curve(300), limits=Limits(most=10))
    assert len(whole.points) == whole.number == 300 and whole.complete is True
    assert (len(cut.points), cut.number, cut.complete) == (10, 300, False)
    assert cut.why == "10 of 300 points are listed"
    for rule in RULES:
        assert chosen(cut, rule) == chosen(whole, rule)
    assert cut.ideal == whole.ideal
    listed = [point.utility["A"] for point in cut.points]
    assert {0, 299} <= set(listed), "each party's best is there"


def test_where_all_points_tie_each_rule_still_has_one():
    tied = case({f"o{i}": (str(i), str(50 - i)) for i in range(51)})
    found = packages(tied, limits=Limits(most=3))
    assert found.complete is False and all(getattr(found, rule) for rule in RULES)
    assert len(packages(tied).utilitarian) == 51


def test_time_that_runs_out_is_unknown_and_never_no():
    found = packages(curve(300), limits=Limits(seconds=1e-9))
    assert found.complete in (False, "unknown") and "time limit" in (found.why or "")
    assert not any(getattr(found, rule) for rule in RULES)


def test_an_interruption_is_said(monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["sulh.bargaining.packages"], "pareto", interrupted)
    found = packages(case({"a": ("1", "1")}))
    assert (found.complete, found.why) == ("unknown", "interrupted")


def test_a_frontier_that_ended_early_has_no_solution(monkeypatch):
    def early(*given):
        return replace(pareto(*given), complete=False, why="the time limit of 60 s was reached")

    monkeypatch.setattr(sys.modules["sulh.bargaining.packages"], "pareto", early)
    found = packages(case({"a": ("1", "0"), "b": ("0", "1")}))
    assert found.complete is False and len(found.points) == 2
    why = "the search ended early, the time limit of 60 s was reached: points may be missing"
    assert found.why == f"{why}; no solution is given"
    assert not any(getattr(found, rule) for rule in RULES) and not found.ideal
    none = packages(case({"a": ("1", "0"), "b": ("0", "1")}, reserves=("1", "1")))
    assert none.complete == "unknown" and none.why == "the time limit of 60 s was reached"


def test_json_is_exact():
    found = packages(case({"a": ("0.1", "1/3"), "b": ("0", "1")}))
    text = found.model_dump_json()
    assert '"utility":{"A":"1/10","B":"1/3"}' in text and '"number":"2"' in text
    assert type(found).model_validate_json(text) == found
