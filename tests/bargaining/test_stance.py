"""Who wants what on a day: the replacement rules, offers, refusals, case by case."""

from __future__ import annotations

import pytest

from sulh.bargaining.stance import active
from sulh.model.errors import CaseFileError, UsageError
from sulh.model.problem import Evidence, Issue, Offer, Position, Problem

ISSUES = (
    Issue(name="pay", options=("0%", "2%", "4%", "6%"), ordered=True, controller=("Firm",)),
    Issue(name="nights", options=("two docks", "one dock", "none"), controller=("Union",)),
    Issue(name="truce", options=("no", "week", "month"), ordered=True, controller=("Union", "Firm")),
)


def problem(positions=(), offers=(), **more):
    return Problem(
        parties=("Union", "Firm"),
        mediators=("Envoy",),
        issues=more.pop("issues", ISSUES),
        positions=tuple(positions),
        offers=tuple(offers),
        **more,
    )


def said(name, wants="pay >= 4%", since=None, **more):
    more = {"party": "Union", "strength": "demand", **more}
    return Position(id=name, wants=wants, since=since, **more)


def offer(name, package, since=None, **more):
    return Offer(**{"id": name, "by": "Firm", "to": ("Union",), "package": package, "since": since, **more})


def names(stance):
    return [item.position.id for item in stance.active]


def item(stance, name):
    return next(item for item in stance.active if item.position.id == name)


# Replacement


def test_a_later_demand_replaces_an_earlier_one_on_its_issue():
    stance = active(problem([said("a", since="2024-01-05"), said("b", "pay >= 2%", "2024-02-01")]))
    assert names(stance) == ["b"]
    assert stance.replaced == (("a", "b"),)


def test_before_the_later_one_the_earlier_binds():
    case = problem([said("a", since="2024-01-05"), said("b", "pay >= 2%", "2024-02-01")])
    assert names(active(case, "2024-01-31")) == ["a"]
    assert names(active(case, "2024-01")) == ["a"]
    assert names(active(case, "2023")) == []


def test_another_issue_or_another_party_replaces_nothing():
    stance = active(
        problem(
            [
                said("a", since="2024-01-05"),
                said("b", "nights = none", "2024-02-01"),
                said("c", "pay <= 2%", "2024-02-01", party="Firm"),
            ]
        )
    )
    assert names(stance) == ["a", "b", "c"]


def test_a_wide_position_is_replaced_only_by_one_that_speaks_of_all_its_issues():
    wide = said("a", "pay >= 4% or nights = none", "2024-01-05")
    assert names(active(problem([wide, said("b", "pay >= 2%", "2024-02-01")]))) == ["a", "b"]
    wider = said("b", "truce = no and pay >= 2% and nights = none", "2024-02-01")
    assert names(active(problem([wide, wider]))) == ["b"]


def test_a_red_line_is_never_replaced_only_ended():
    line = said("a", since="2024-01-05", strength="red line")
    assert names(active(problem([line, said("b", "pay >= 2%", "2024-02-01")]))) == ["a", "b"]
    ended = line.model_copy(update={"until": "2024-03-01"})
    assert names(active(problem([ended]), "2024-02-28")) == ["a"]
    assert names(active(problem([ended]), "2024-03-01")) == []
    assert names(active(problem([ended]))) == []


def test_what_was_replaced_does_not_come_back_when_its_successor_is_withdrawn():
    case = problem([said("a", since="2024-01-05"), said("b", "pay = 6%", "2024-02-01", until="2024-02-10")])
    assert names(active(case, "2024-02-20")) == []


def test_own_voice_is_replaced_only_by_own_voice():
    stance = active(
        problem(
            [
                said("own", since="2024-01-05"),
                said("rumour", "pay >= 2%", "2024-02-01", own_voice=False),
                said("newer rumour", "pay >= 0%", "2024-02-02", own_voice=False),
            ]
        )
    )
    assert names(stance) == ["own", "newer rumour"]
    assert stance.replaced == (("rumour", "newer rumour"),)
    own_later = [said("rumour", "pay = 2%", "2024-01-05", own_voice=False), said("own", since="2024-02-01")]
    assert names(active(problem(own_later))) == ["rumour", "own"]


def test_on_one_day_both_bind_unless_they_contradict_then_own_voice():
    day = "2024-01-05"
    both = [said("own", since=day), said("rumour", "pay >= 6%", day, own_voice=False)]
    assert names(active(problem(both))) == ["own", "rumour"]
    against = [said("own", since=day), said("rumour", "pay <= 2%", day, own_voice=False)]
    stance = active(problem(against))
    assert names(stance) == ["own"]
    assert stance.replaced == (("rumour", "own"),)
    twice = [said("a", since=day), said("b", "pay <= 2%", day)]
    assert names(active(problem(twice))) == ["a", "b"]


@pytest.mark.parametrize(
    ("first", "second", "unsure"),
    [
        ("2024-01", "2024-02-01", None),
        ("2024-02", "2024-02-15", "overlaps"),
        ("2024", "2024-W07", "overlaps"),
        (None, "2024-02-15", "has no date"),
        ("XXXX-02-15", "2024-02-15", "has no date"),
    ],
)
def test_partial_dates_count_as_their_last_day_and_overlapping_ones_are_unsure(first, second, unsure):
    stance = active(problem([said("a", since=first), said("b", "pay >= 2%", second)]))
    if unsure is None:
        assert names(stance) == ["b"]
    else:
        assert names(stance) == ["a", "b"]
        assert unsure in (item(stance, "a").unsure or "")


def test_a_partial_date_has_passed_on_its_last_day():
    case = problem([said("a", since="2024-02")])
    assert names(active(case, "2024-02-28")) == []
    assert names(active(case, "2024-02-29")) == ["a"]


def test_undated_statements_stand_together():
    stance = active(problem([said("a"), said("b", "pay >= 2%")]))
    assert names(stance) == ["a", "b"]
    assert all(item.unsure is None for item in stance.active)


def test_a_withdrawal_on_an_unknown_day_is_unsure():
    stance = active(problem([said("a", until="XXXX-05-01")]), "2024-02-01")
    assert "withdrawn on an unknown day" in (item(stance, "a").unsure or "")


def test_a_day_that_is_none():
    with pytest.raises(UsageError, match="'soon' is no date"):
        active(problem(), "soon")


def test_a_case_that_speaks_of_what_it_does_not_have():
    with pytest.raises(CaseFileError, match="no issue 'holidays'"):
        active(problem([said("a", "holidays = none")]))
    with pytest.raises(CaseFileError, match="no option '9%'"):
        active(problem(offers=[offer("o", {"pay": "9%"})]))


# Offers


def test_an_offer_gives_at_most_and_asks_at_least():
    stance = active(problem(offers=[offer("o1", {"pay": "2%", "nights": "one dock", "truce": "week"})]))
    assert [(i.position.id, str(i.position.wants), i.position.strength, i.kind) for i in stance.active] == [
        ("o1:pay", 'pay <= "2%"', "offer", "offer"),
        ("o1:nights", 'nights = "one dock"', "offer", "offer"),
        ("o1:truce", "truce <= week", "offer", "offer"),
    ]
    asked = active(problem(offers=[offer("o1", {"pay": "2%"}, by="Union")]))
    assert str(asked.active[0].position.wants) == 'pay >= "2%"'


@pytest.mark.parametrize(
    ("change", "wants"),
    [
        ({"gives": "down"}, 'pay >= "2%"'),
        ({"direction_confirmed": False}, 'pay = "2%"'),
        ({"controller": ()}, 'pay = "2%"'),
        ({"ordered": False}, 'pay = "2%"'),
        ({"controller": ("Union",)}, 'pay >= "2%"'),
    ],
)
def test_what_an_offer_states_depends_on_the_ladder(change, wants):
    issues = (ISSUES[0].model_copy(update=change),)
    stance = active(problem(offers=[offer("o1", {"pay": "2%"})], issues=issues))
    assert str(stance.active[0].position.wants) == wants


def test_terms_that_a_newer_offer_leaves_out_are_carried_over():
    case = problem(
        offers=[
            offer("o1", {"pay": "2%", "nights": "one dock"}, "2024-01-05"),
            offer("o2", {"pay": "4%"}, "2024-02-01"),
        ]
    )
    stance = active(case)
    assert names(stance) == ["o1:nights", "o2:pay"]
    assert stance.replaced == (("o1:pay", "o2:pay"),)
    assert item(stance, "o1:nights").carried_over
    assert not item(stance, "o2:pay").carried_over
    assert not any(i.carried_over for i in active(case, "2024-01-31").active)


def test_an_offer_replaces_a_demand_and_a_demand_an_offer():
    demand = said("a", "pay <= 0%", "2024-01-05", party="Firm")
    assert names(active(problem([demand], [offer("o1", {"pay": "2%"}, "2024-02-01")]))) == ["o1:pay"]
    later = said("a", "pay <= 0%", "2024-03-01", party="Firm")
    assert names(active(problem([later], [offer("o1", {"pay": "2%"}, "2024-02-01")]))) == ["a"]


def test_a_wide_demand_is_replaced_by_an_offer_on_all_its_issues():
    wide = said("a", "pay <= 0% or nights = none", "2024-01-05", party="Firm")
    stance = active(problem([wide], [offer("o1", {"pay": "2%", "nights": "none"}, "2024-02-01")]))
    assert stance.replaced == (("a", "o1"),)


def test_an_own_offer_beyond_a_red_line_crosses_it():
    line = said("line", "pay <= 0%", "2024-01-05", party="Firm", strength="red line")
    stance = active(problem([line], [offer("o1", {"pay": "2%"}, "2024-02-01")]))
    assert names(stance) == ["line", "o1:pay"]
    assert item(stance, "line").crossed_by == ("o1",)
    earlier = active(problem([line], [offer("o1", {"pay": "2%"}, "2024-01-01")]))
    assert item(earlier, "line").crossed_by == ()
    rumour = active(problem([line], [offer("o1", {"pay": "2%"}, "2024-02-01", own_voice=False)]))
    assert item(rumour, "line").crossed_by == ()


def test_a_mediators_proposal_binds_nobody_but_those_who_answer():
    stance = active(
        problem(offers=[offer("o1", {"pay": "2%"}, by="Envoy", answers={"Union": "accept", "Firm": "none"})])
    )
    assert [(i.position.id, i.position.party, str(i.position.wants)) for i in stance.active] == [
        ("o1:pay accepted by Union", "Union", 'pay >= "2%"')
    ]


def test_an_acceptance_replaces_the_earlier_demand_of_the_one_who_accepts():
    made = offer(
        "o1", {"pay": "2%"}, "2024-02-01", answers={"Union": "accept"}, answered={"Union": "2024-02-03"}
    )
    case = problem([said("a", since="2024-01-05")], [made])
    assert names(active(case, "2024-02-02")) == ["a", "o1:pay"]
    assert names(active(case, "2024-02-03")) == ["o1:pay", "o1:pay accepted by Union"]


# Refusals

QUO = {"pay": "0%", "nights": "none", "truce": "no"}


def test_a_refusal_forbids_what_is_no_better():
    made = offer("o1", {"pay": "2%", "nights": "one dock"}, answers={"Union": "reject"})
    stance = active(problem(offers=[made], status_quo=QUO))
    refused = item(stance, "o1:refused by Union")
    assert refused.kind == "refusal"
    assert refused.offer == "o1"
    assert str(refused.position.wants) == 'not (pay <= "2%" and nights = "one dock" and truce <= no)'
    assert refused.covered_by == ()


def test_outside_the_offer_only_what_others_give_matters():
    made = offer("o1", {"pay": "2%"}, answers={"Union": "reject"})
    refused = active(problem(offers=[made], status_quo={"truce": "week"})).active[-1]
    assert str(refused.position.wants) == 'not (pay <= "2%" and truce <= week)'
    vague = (ISSUES[0], ISSUES[2].model_copy(update={"controller": ()}))
    refused = active(problem(offers=[made], issues=vague, status_quo={"truce": "week"})).active[-1]
    assert str(refused.position.wants) == 'not (pay <= "2%" and truce = week)'


def test_without_a_status_quo_a_refusal_only_may_reopen():
    made = offer("o1", {"pay": "2%"}, answers={"Union": "reject"})
    stance = active(problem(offers=[made]))
    assert names(stance) == ["o1:pay"]
    assert stance.may_reopen == ("o1",)


def test_a_refusal_of_an_offer_on_every_issue_needs_no_status_quo():
    made = offer("o1", {"pay": "2%"}, answers={"Union": "reject"})
    stance = active(problem(offers=[made], issues=ISSUES[:1]))
    assert str(item(stance, "o1:refused by Union").position.wants) == 'not pay <= "2%"'


def test_a_refusal_counts_from_the_day_of_the_answer():
    made = offer(
        "o1", {"pay": "2%"}, "2024-01-05", answers={"Union": "reject"}, answered={"Union": "2024-01-09"}
    )
    case = problem(offers=[made], status_quo=QUO)
    assert names(active(case, "2024-01-08")) == ["o1:pay"]
    assert names(active(case, "2024-01-09")) == ["o1:pay", "o1:refused by Union"]


def test_a_refusal_that_a_demand_implies_is_covered():
    made = offer("o1", {"pay": "2%"}, answers={"Union": "reject"})
    stance = active(problem([said("a", "pay >= 4%")], [made], status_quo=QUO))
    assert item(stance, "o1:refused by Union").covered_by == ("a",)
    weak = active(problem([said("a", "pay >= 2%")], [made], status_quo=QUO))
    assert item(weak, "o1:refused by Union").covered_by == ()
    wish = active(problem([said("a", "pay >= 4%", strength="preference")], [made], status_quo=QUO))
    assert item(wish, "o1:refused by Union").covered_by == ()


def test_the_refusal_of_a_better_offer_covers_that_of_a_worse_one():
    worse = offer("o1", {"pay": "2%"}, answers={"Union": "reject"})
    better = offer("o2", {"pay": "4%"}, answers={"Union": "reject"})
    same = offer("o3", {"pay": "4%"}, answers={"Union": "reject"})
    stance = active(problem(offers=[worse, better, same], status_quo=QUO))
    covers = {i.position.id: i.covered_by for i in stance.active if i.kind == "refusal"}
    assert covers["o1:refused by Union"] == ("o2:refused by Union", "o3:refused by Union")
    assert covers["o2:refused by Union"] == ()
    assert covers["o3:refused by Union"] == ("o2:refused by Union",)


def test_the_voice_of_an_answer_comes_from_its_evidence():
    heard = Evidence(quote="They said no.", level="counterpart")
    made = offer("o1", {"pay": "2%"}, answers={"Union": "reject"}, answer_evidence={"Union": (heard,)})
    refused = item(active(problem(offers=[made], status_quo=QUO)), "o1:refused by Union")
    assert not refused.position.own_voice
    assert refused.position.evidence == (heard,)


def test_a_ladder_that_both_sides_press_down_may_be_reversed():
    asks = said("a", "pay <= 4%")
    stance = active(problem([asks], [offer("o1", {"pay": "2%"})]))
    assert stance.reversed_ladders == ("pay",)
    assert active(problem([said("a")], [offer("o1", {"pay": "2%"})])).reversed_ladders == ()
