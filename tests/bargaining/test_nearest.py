"""The package of least movement: by branch and bound and by MaxSAT, against all packages."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sulh.bargaining import nearest
from sulh.bargaining.allowance import Allowance
from sulh.bargaining.movement import Measure
from sulh.bargaining.nearest import Nearest
from sulh.bargaining.space import Space
from sulh.model.errors import TooComplexError
from sulh.model.limits import Limits
from sulh.model.problem import Issue, Offer, Position, Problem

OFTEN = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
OPTIONS = ("0", "10", "20", "40")


@st.composite
def cases(draw):
    """Four issues that links and positions join, with weights, an offer and a status quo."""
    names = "wxyz"
    parties = ("Red", "Blue")
    table = tuple(Issue(name=n, options=OPTIONS[: draw(st.integers(2, 4))], ordered=n < "z") for n in names)

    def atom():
        issue = draw(st.sampled_from(table))
        operator = draw(st.sampled_from(["=", "!=", "<=", ">="] if issue.ordered else ["=", "!="]))
        return f'{issue.name} {operator} "{draw(st.sampled_from(issue.options))}"'

    def joined():
        return draw(st.sampled_from(["{} or {}", "{} implies {}", "{} and {}"])).format(atom(), atom())

    wants = [atom() for _ in range(draw(st.integers(1, 6)))] + [
        joined() for _ in range(draw(st.integers(0, 4)))
    ]
    package = {issue.name: draw(st.sampled_from(issue.options)) for issue in table[:3]}
    return Problem(
        parties=parties,
        issues=table,
        links=tuple(joined() for _ in range(draw(st.integers(0, 2)))),
        positions=tuple(
            Position(id=f"p{i}", party=draw(st.sampled_from(parties)), wants=said, strength="demand")
            for i, said in enumerate(wants)
        ),
        offers=(Offer(id="o", by="Red", package=package, answers={"Blue": "reject"}),),
        weights={"Red": {"w": draw(st.fractions(0, 3)), "x": Fraction(2)}},
        status_quo={issue.name: issue.options[0] for issue in table},
    )


def costs(measure, chosen, failed):
    """What is to be least, as the definitions have it: movement, positions failed, distance, change."""
    space = measure.space
    wide = sum(1 << p.bit for p in space.positions if len(p.scope) > 1) & failed
    pairs = list(enumerate(chosen))
    return (
        sum(sum(measure.single[i][o]) for i, o in pairs) + sum(measure.spanning(wide)),
        (failed & ~space.covered).bit_count(),
        sum(measure.near[i][o] for i, o in pairs),
        sum(measure.away[i][o] for i, o in pairs),
    )


@pytest.mark.parametrize("branches", [5_000, 0], ids=["branch and bound", "MaxSAT"])
@OFTEN
@given(cases(), st.integers(0, 2**16))
def test_the_package_costs_least_of_all(branches, case, given_up):
    space = Space(case, None, None)
    measure = Measure(space)
    names = [issue.name for issue in case.issues]
    known = {}
    for chosen in product(*(range(len(issue.options)) for issue in case.issues)):
        failed = sum(1 << p.bit for p in space.positions if not p.test(chosen))
        if not failed & ~given_up and all(link.test(chosen) for link in space.links):
            package = {n: case.by_name[n].options[o] for n, o in zip(names, chosen, strict=True)}
            known[tuple(package.items())] = costs(measure, chosen, failed)
    if not known:
        return
    found: dict[str, str] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest, "BRANCHES", branches)
        for component in space.components():
            found |= Nearest(measure, component, Allowance()).package(given_up, names)
    assert known[tuple((n, found[n]) for n in names)] == min(known.values())


def test_only_what_was_asked_for_is_told():
    case = Problem(parties=("A",), issues=tuple(Issue(name=n, options=("0", "1")) for n in "ab"))
    space = Space(case, None, None)
    [one, _] = space.components()
    assert Nearest(Measure(space), one, Allowance()).package(0, ["a"]) == {"a": "0"}
    assert Nearest(Measure(space), one, Allowance()).package(0, []) == {}


def test_where_nothing_is_allowed_it_is_a_bug_and_said():
    position = Position(id="p", party="A", wants="not (a = 0 or a = 1)", strength="demand")
    case = Problem(parties=("A",), issues=(Issue(name="a", options=("0", "1")),), positions=(position,))
    space = Space(case, None, None)
    [component] = space.components()
    with pytest.raises(AssertionError, match="allows no package"):
        Nearest(Measure(space), component, Allowance()).package(0, ["a"])
    with pytest.raises(TooComplexError, match="time limit"):
        Nearest(Measure(space), component, Allowance(Limits(seconds=1e-9))).package(1, ["a"])
