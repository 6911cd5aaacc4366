"""The independent check finds what is wrong, and says what it could not decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from sulh.bargaining.checker import stability as checker_module
from sulh.bargaining.checker.stability import check_stability
from sulh.bargaining.stability import stability
from sulh.bargaining.stance import active
from sulh.framing.casefile import read_case
from sulh.model.findings import SanctionMove

WEIR = Path(__file__).parents[3] / "examples" / "stability-weir.yaml"


@pytest.fixture(name="weir")
def found():
    problem = read_case(WEIR.read_text("utf-8"))
    finding = stability(problem, package={"water": "all", "road": "open"})
    assert "not re-verified" not in finding.method
    return problem, active(problem), finding


def wrong(weir, **change):
    problem, stance, finding = weir
    with pytest.raises(AssertionError):
        check_stability(problem, stance, finding.model_copy(update=change))


def test_what_is_right_passes(weir):
    problem, stance, finding = weir
    assert check_stability(problem, stance, finding)


@pytest.mark.parametrize("concept", ["Nash", "GMR", "SMR", "SEQ"])
def test_states_said_to_be_stable_or_not(weir, concept):
    for party, states in weir[2].stable[concept].items():
        for at in range(len(weir[2].states)):
            other = tuple(sorted(set(states) ^ {at}))
            wrong(weir, stable={**weir[2].stable, concept: {**weir[2].stable[concept], party: other}})
    for at in set(range(len(weir[2].states))) - set(weir[2].equilibria[concept]):
        wrong(weir, equilibria={**weir[2].equilibria, concept: (at,)})


def test_arrows(weir):
    arrow = weir[2].arrows[0]
    wrong(weir, arrows=(arrow.model_copy(update={"improves": not arrow.improves}),))
    wrong(weir, arrows=(arrow.model_copy(update={"target": arrow.origin}),))
    others = {other.party for other in weir[2].arrows} - {arrow.party}
    wrong(weir, arrows=(arrow.model_copy(update={"party": others.pop()}),))


def test_preferences(weir):
    wrong(weir, preferences={"Upland": "derived", "Delta": "preferences"})


def test_temptations_and_answers(weir):
    commitment = weir[2].commitments[0]
    first = commitment.temptations[0]

    def with_first(**change):
        other = first.model_copy(update=change)
        wrong(weir, commitments=(commitment.model_copy(update={"temptations": (other,)}),))

    with_first(package=commitment.package)
    with_first(party=next(t.party for t in commitment.temptations if t.party != first.party))
    move = first.held_by["SEQ"][0]
    with_first(held_by={"SEQ": (move.model_copy(update={"party": first.party}),)})
    with_first(held_by={"SEQ": (move, move)})
    with_first(held_by={"GMR": (SanctionMove(party=move.party, package=commitment.package),)})
    drastic = {**first.package, "road": "closed", "truce": "broken"}
    with_first(held_by={"SEQ": (SanctionMove(party=move.party, package=drastic),)})


def test_work_is_bounded(weir, monkeypatch):
    problem, stance, finding = weir
    monkeypatch.setattr(checker_module, "MOST_TESTS", 10)
    assert not check_stability(problem, stance, finding)
    assert "not re-verified" in stability(problem).method
