"""Who can move what: joint issues, steps without a way back, states with a name, what is asked wrongly."""

from __future__ import annotations

import pytest

from sulh.bargaining.stability import stability
from sulh.bargaining.stability.moves import Mobility
from sulh.framing.casefile import read_case
from sulh.model.errors import ExpressionError, UsageError
from sulh.model.problem import Irreversible, Issue, Problem

CASE = """
parties: [Red, Blue]
mediators: [Grey]
issues:
  war: {options: [goes on, pauses, ends], ordered: true, controller: [Red, Blue]}
  border: {options: [open, watched, shut], controller: [Red, Blue]}
  pay: {options: ["0", "5", "9"], ordered: true, controller: Red}
  seat: {options: [here, there], controller: Grey}
status_quo: {war: goes on, border: open, pay: "0", seat: here}
positions:
  - {id: b1, party: Blue, wants: pay >= "9", strength: demand, since: 2024-02-01}
  - {id: r1, party: Red, wants: war = ends, strength: demand, since: 2024-02-01}
offers:
  - {id: o1, by: Red, to: [Blue], package: {pay: "5"}, since: 2024-02-03}
  - {id: o2, by: Red, to: [Blue], package: {pay: "9", war: ends}, since: 2024-03-03}
"""


def steps(party, issue, **change):
    problem = read_case(CASE)
    problem = problem.model_copy(
        update={
            "issues": tuple(i.model_copy(update=change) if i.name == issue else i for i in problem.issues)
        }
    )
    at = [i.name for i in problem.issues].index(issue)
    return Mobility(problem).steps[party].get(at)


def test_a_joint_ladder_only_goes_down():
    assert steps("Red", "war") == steps("Blue", "war") == ((0,), (0, 1), (0, 1, 2))
    assert steps("Red", "war", gives="down") == ((0, 1, 2), (1, 2), (2,))


def test_a_joint_issue_without_a_known_order_goes_back_to_the_status_quo():
    assert steps("Red", "border") == ((0,), (0, 1), (0, 2))
    assert steps("Red", "war", direction_confirmed=False) == ((0,), (0, 1), (0, 2))


def test_a_lone_controller_sets_its_issue_and_nobody_else_does():
    assert steps("Red", "pay") == ((0, 1, 2),) * 3
    assert steps("Blue", "pay") is None
    assert steps("Red", "seat") is None


def going(*moves, ordered=True, options=("0", "1", "2", "3")):
    problem = Problem(
        parties=("A",),
        issues=(Issue(name="x", options=options, ordered=ordered, controller=("A",)),),
        irreversible=tuple(Irreversible(issue="x", **{"from": a, "to": b}) for a, b in moves),
    )
    return Mobility(problem)


def test_no_way_leads_back_over_an_irreversible_step():
    assert going(("1", "2")).steps["A"][0] == ((0, 1, 2, 3), (0, 1, 2, 3), (2, 3), (2, 3))
    assert going(("2", "1")).steps["A"][0] == ((0, 1), (0, 1), (0, 1, 2, 3), (0, 1, 2, 3))
    wide = going(("0", "2"))
    assert wide.steps["A"][0] == ((0, 1, 2, 3), (0, 1, 2, 3), (2, 3), (2, 3))
    assert wide.transitive


def test_without_an_order_only_the_step_itself_cannot_be_taken_back():
    loose = going(("0", "1"), ordered=False, options=("0", "1", "2"))
    assert loose.steps["A"][0] == ((0, 1, 2), (1, 2), (0, 1, 2))
    assert not loose.transitive


def test_nobody_moves_twice_in_a_row_where_that_matters():
    # B could undo the step only by way of "2", that is, in two moves: not in one answer to A.
    problem = Problem(
        parties=("A", "B"),
        issues=(
            Issue(name="a", options=("n", "y"), controller=("A",)),
            Issue(name="x", options=("0", "1", "2"), controller=("B",)),
        ),
        irreversible=(Irreversible(issue="x", **{"from": "0", "to": "1"}),),
        ranking={
            "A": tuple(({"a": a, "x": x},) for a, x in map(tuple, ["y1", "y2", "n1", "y0", "n0", "n2"])),
            "B": (tuple({"a": a, "x": x} for a in "ny" for x in "012"),),
        },
    )
    found = stability(problem)
    one = found.states.index({"a": "n", "x": "1"})
    assert one not in found.stable["GMR"]["A"]
    reversible = stability(problem.model_copy(update={"irreversible": ()}))
    assert one in reversible.stable["GMR"]["A"]


def test_an_irreversible_step_must_lead_somewhere_that_is_there():
    with pytest.raises(UsageError, match="leads nowhere"):
        going(("1", "1"))
    with pytest.raises(ExpressionError):
        going(("1", "7"))


def test_without_control_stability_is_refused():
    problem = read_case("parties: [A, B]\nmediators: [C]\nissues: {x: {options: [n, y], controller: C}}\n")
    with pytest.raises(UsageError) as error:
        stability(problem)
    assert "controller" in error.value.hint


def test_states_with_a_name():
    problem = read_case(CASE)
    found = stability(problem, package={"pay": "9"})
    quo = problem.status_quo
    told = {name: found.states[at] for name, at in found.named.items()}
    assert told["status quo"] == quo
    assert told["o1"] == {**quo, "pay": "5"}
    assert told["o2"] == {**quo, "pay": "9", "war": "ends"}
    assert told["tested"] == {**quo, "pay": "9"}
    assert "even split" in told
    listed = [name for commitment in found.commitments for name in commitment.names]
    assert sorted(listed) == sorted(name for name in found.named if name != "status quo")
    assert len({tuple(c.package.values()) for c in found.commitments}) == len(found.commitments)
    assert "o2" not in stability(problem, "2024-02-15").named


def test_reachability_needs_a_status_quo():
    problem = read_case(CASE)
    for quo in ({}, {"war": "ends"}):
        found = stability(problem.model_copy(update={"status_quo": quo}))
        assert found.reachable == {}
        assert "status quo" not in found.named
        assert any("reachability is not said" in said for said in found.assumptions)
    found = stability(problem)
    assert all(found.states[at]["war"] == "goes on" for at in found.reachable["moves"])
    assert all(found.states[at]["border"] == "open" for at in found.reachable["moves"])


def test_a_status_quo_or_offer_that_breaks_a_link_is_no_state():
    found = stability(read_case(CASE + 'links: [\'war = "goes on" implies pay = "0"\']\n'))
    assert "o1" not in found.named and "o2" in found.named
    assert "o1 is no state: on the status quo it breaks a link" in found.assumptions
    found = stability(read_case(CASE + "links: ['pay != \"0\"']\n"))
    assert "the status quo breaks a link: reachability is not said" in found.assumptions


def test_a_package_that_is_no_state_is_refused():
    problem = read_case(CASE + 'links: [\'war = "goes on" implies pay = "0"\']\n')
    with pytest.raises(UsageError, match="breaks a link"):
        stability(problem, package={"pay": "5"})
    with pytest.raises(ExpressionError):
        stability(problem, package={"pay": "much"})
    with pytest.raises(UsageError, match="says nothing on 'war'"):
        stability(problem.model_copy(update={"status_quo": {}}), package={"pay": "5"})


def test_wrong_days_and_parties_are_refused():
    with pytest.raises(UsageError):
        stability(read_case(CASE), "yesterday")
    with pytest.raises(UsageError):
        stability(read_case(CASE), among=["Green"])


def test_among_says_whose_agreement_is_sought_and_leaves_all_in_play():
    found = stability(read_case(CASE), among=["Blue"])
    assert found.among == ("Blue",)
    assert found.parties == ("Red", "Blue")
    assert set(found.stable["Nash"]) == {"Red", "Blue"}
