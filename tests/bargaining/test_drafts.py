"""The draft test: against the definitions on random small cases, and single rules."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sulh.bargaining import drafts
from sulh.bargaining.checker.draft import check_draft
from sulh.bargaining.drafts import test_package
from sulh.bargaining.stance import active
from sulh.model.errors import ExpressionError, UsageError
from sulh.model.evaluation import contradiction, holds
from sulh.model.expressions import issues_in, parse
from sulh.model.problem import Issue, Offer, Position, Problem

OFTEN = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
RARELY = settings(OFTEN, max_examples=1500)
FIRMEST = ["red line", "demand", "offer"]


@st.composite
def drafted(draw):
    """A case, and a package that may leave issues open."""
    parties = ("Red", "Blue", "Green")[: draw(st.integers(2, 3))]
    scales = [("10", "12.5", "20", "25"), ("none", "some", "most", "all"), ("3%", "2%", "1%", "0%")]
    table = [
        Issue(
            name=name,
            options=draw(st.sampled_from(scales)),
            ordered=draw(st.booleans()),
            controller=draw(st.sampled_from([(), ("Red",), ("Blue",)])),
        )
        for name in "abc"[: draw(st.integers(1, 3))]
    ]

    def said():
        issue = draw(st.sampled_from(table))
        signs = ["=", "!=", "<", "<=", ">", ">="] if issue.ordered else ["=", "!="]
        return f'{issue.name} {draw(st.sampled_from(signs))} "{draw(st.sampled_from(issue.options))}"'

    def wants():
        return parse(f" {draw(st.sampled_from(['and', 'or', 'implies']))} ".join([said(), said()]))

    links = tuple(wants() for _ in range(draw(st.integers(0, 1))))
    assume(contradiction(links, table) is None)
    positions = tuple(
        Position(
            id=f"p{at}",
            party=draw(st.sampled_from(parties)),
            wants=draw(st.sampled_from([parse(said()), parse(said()), wants()])),
            strength=draw(st.sampled_from(["red line", "demand", "preference"])),
        )
        for at in range(draw(st.integers(0, 5)))
    )
    options = {issue.name: draw(st.sampled_from(issue.options)) for issue in table}
    offer = Offer(
        id="o", by="Red", package=options, answers={"Blue": draw(st.sampled_from(["reject", "accept"]))}
    )
    case = Problem(
        parties=parties,
        issues=tuple(table),
        links=links,
        positions=positions,
        offers=draw(st.sampled_from([(), (offer,)])),
        agreement=draw(st.sampled_from([(), (parties[:2],)])),
        status_quo=draw(st.sampled_from([{}, {issue.name: issue.options[0] for issue in table}])),
    )
    package = {issue.name: draw(st.sampled_from(issue.options)) for issue in table if draw(st.integers(0, 3))}
    return case, package


def values(issue):
    if issue.options[0][0].isdigit():
        return {o: Fraction(o.rstrip("%")) for o in issue.options}
    return {o: Fraction(at) for at, o in enumerate(issue.options)}


def ways(case, package):
    rows = [(package[i.name],) if i.name in package else i.options for i in case.issues]
    return [dict(zip((i.name for i in case.issues), row, strict=True)) for row in product(*rows)]


def distance(case, item, package, items):
    """The steps and the shortfall by their definitions."""
    names = set(issues_in(item.position.wants))
    issue = case.issue(min(names))
    good = (
        [o for o in issue.options if holds(item.position.wants, {issue.name: o}, case.by_name)]
        if len(names) == 1
        else []
    )
    if not good or not issue.ordered or issue.name not in package:
        return None, Fraction(1)
    at = values(issue)
    sides = [
        (
            x.position.party,
            [at[o] for o in issue.options if holds(x.position.wants, {issue.name: o}, case.by_name)],
        )
        for x in items
        if set(issues_in(x.position.wants)) == names
    ]
    gaps = [
        min(abs(a - b) for a in mine for b in theirs)
        for (one, mine), (two, theirs) in combinations(sides, 2)
        if one != two and mine and theirs
    ]
    gap = max(gaps, default=0) or max(at.values()) - min(at.values())
    chosen = package[issue.name]
    steps = min(abs(issue.options.index(chosen) - issue.options.index(o)) for o in good)
    return steps, min(abs(at[chosen] - at[o]) for o in good) / gap


def check_against_definitions(case, package):
    found = test_package(case, package)
    among = case.agreement[0] if case.agreement else case.parties
    items = [
        i
        for i in active(case).active
        if i.position.strength != "preference" and i.position.party in among and not i.covered_by
    ]
    assert found.complete is True
    assert "re-verified" not in found.method
    assert [i.position.id for i in found.binding] == [i.position.id for i in items]
    failed = {one.position: one for one in found.objections}
    for item in items:
        met = {holds(item.position.wants, way, case.by_name) for way in ways(case, package)}
        name, party = item.position.id, item.position.party
        assert (name in found.meets[party]) == (met == {True})
        assert (name in failed) == (met == {False})
        assert (name in found.undecided) == (len(met) == 2)
        if name in failed:
            one = failed[name]
            assert (one.steps, one.shortfall) == distance(case, item, package, items)
            assert (one.party, one.strength) == (party, item.position.strength)
    ranks = [(among.index(one.party), FIRMEST.index(one.strength)) for one in found.objections]
    assert ranks == sorted(ranks)
    assert found.breaks == tuple(
        at
        for at, link in enumerate(case.links)
        if not any(holds(link, way, case.by_name) for way in ways(case, package))
    )


@OFTEN
@given(drafted())
def test_a_draft_is_judged_by_the_definitions(drawn):
    check_against_definitions(*drawn)


@pytest.mark.slow
@RARELY
@given(drafted())
def test_a_draft_is_judged_by_the_definitions_thousands_of_times(drawn):
    check_against_definitions(*drawn)


FARE = Problem(
    parties=("Riders", "Line"),
    issues=(
        Issue(
            name="fare",
            options=("100", "110", "130", "200"),
            ordered=True,
            controller=("Line",),
            gives="down",
        ),
        Issue(name="night", options=("none", "some", "all"), ordered=True, controller=("Line",)),
        Issue(name="name", options=("old", "new")),
    ),
    positions=(
        Position(id="r1", party="Riders", wants=parse('fare <= "110"'), strength="demand"),
        Position(id="r2", party="Riders", wants=parse("name = old"), strength="red line"),
        Position(id="l1", party="Line", wants=parse('fare >= "200"'), strength="demand"),
        Position(id="l2", party="Line", wants=parse('night = none or fare >= "130"'), strength="demand"),
    ),
)


def test_steps_are_rungs_and_red_lines_come_first():
    found = test_package(FARE, {"fare": "130", "night": "all", "name": "new"})
    assert [(o.position, o.strength, o.steps, o.shortfall) for o in found.objections] == [
        ("r2", "red line", None, 1),
        ("r1", "demand", 1, Fraction(2, 9)),
        ("l1", "demand", 1, Fraction(7, 9)),
    ]
    assert found.meets == {"Riders": (), "Line": ("l2",)}


def test_what_holds_whatever_is_left_open_is_met():
    found = test_package(FARE, {"fare": "130"})
    assert found.meets == {"Riders": (), "Line": ("l2",)}
    assert (found.undecided, found.left_open) == (("r2",), ("night", "name"))
    assert test_package(FARE, {"fare": "100"}).undecided == ("r2", "l2")


def test_too_many_ways_are_undecided_and_said_to_be(monkeypatch):
    monkeypatch.setattr(drafts, "MOST_WAYS", 2)
    found = test_package(FARE, {"fare": "130"})
    assert found.undecided == ("r2", "l2")
    assert found.complete is False
    assert "ways to settle" in (found.why or "")


def test_only_the_parties_of_the_agreement_are_asked():
    found = test_package(FARE, {"fare": "200"}, among=("Riders",))
    assert found.meets == {"Riders": ()}
    assert [o.position for o in found.objections] == ["r1"]


def test_the_order_of_a_draft_does_not_matter():
    package = {"fare": "130", "night": "all", "name": "new"}
    assert test_package(FARE, package) == test_package(FARE, dict(reversed(package.items())))


def test_wrong_names_are_refused():
    with pytest.raises(ExpressionError, match="no option '120'"):
        test_package(FARE, {"fare": "120"})
    with pytest.raises(ExpressionError, match="no issue 'fair'"):
        test_package(FARE, {"fair": "110"})
    with pytest.raises(UsageError, match="no party 'Rider'"):
        test_package(FARE, {}, among=("Rider",))
    with pytest.raises(UsageError, match="is no date"):
        test_package(FARE, {}, "soon")


@pytest.mark.parametrize("change", ["steps", "lost", "met", "order", "open"])
def test_the_checker_finds_what_is_wrong(change):
    stance = active(FARE)
    found = test_package(FARE, {"fare": "130", "name": "new"})
    assert check_draft(FARE, stance, found)
    wrongs: dict[str, dict[str, Any]] = {
        "steps": {"objections": tuple(o.model_copy(update={"steps": 2}) for o in found.objections)},
        "lost": {"objections": found.objections[1:]},
        "met": {"objections": (), "meets": {"Riders": ("r1", "r2"), "Line": ("l1", "l2")}},
        "order": {"objections": found.objections[::-1]},
        "open": {"left_open": ()},
    }
    with pytest.raises(AssertionError, match="a finding failed its check"):
        check_draft(FARE, stance, found.model_copy(update=wrongs[change]))
