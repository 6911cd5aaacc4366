"""What expressions mean, and that checking large cases takes time in proportion."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.model.errors import ExpressionError
from sulh.model.evaluation import _possible, allowed, check, contradiction, did_you_mean, holds, joined
from sulh.model.expressions import Compare, OneOf, parse
from sulh.model.problem import Issue

LADDER = Issue(name="x", options=("a", "b", "c", "d"), ordered=True)
ATOMS = st.builds(
    Compare, st.just("x"), st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), st.sampled_from(LADDER.options)
) | st.builds(OneOf, st.just("x"), st.lists(st.sampled_from(LADDER.options), min_size=1).map(tuple))


@given(ATOMS)
def test_what_holds_is_what_is_allowed(atom):
    met = {i for i, option in enumerate(LADDER.options) if holds(atom, {"x": option}, {"x": LADDER})}
    assert met == allowed(atom, LADDER)


@given(st.lists(st.sets(st.integers(0, 9), max_size=3), max_size=8))
def test_joined_scopes_stand_together(scopes):
    groups = joined(scopes)
    assert sorted(i for group in groups for i in group) == list(range(len(scopes)))
    assert groups == sorted(sorted(group) for group in groups)
    unions = [set().union(*(scopes[i] for i in group)) for group in groups]
    assert not any(one & two for at, one in enumerate(unions) for two in unions[:at])
    for group in groups:
        assert len(group) == 1 or all(any(scopes[i] & scopes[j] for j in group if j != i) for i in group)


@given(st.lists(ATOMS, max_size=6))
def test_the_first_link_that_contradicts_is_named(links):
    ends = [n for n in range(1, len(links) + 1) if _possible(links[:n], {"x": LADDER}, 1_000) is False]
    assert contradiction(links, [LADDER]) == (ends[0] - 1 if ends else None)


def test_checking_grows_in_proportion():
    began = perf_counter()
    options = tuple(f"option {i}" for i in range(50_000))
    issue = Issue(name="x", options=options, ordered=True)
    everything = OneOf("x", options)
    check(everything, {"x": issue})
    assert len(allowed(everything, issue)) == len(options)
    assert len(joined([{i} for i in range(50_000)])) == 50_000
    assert "did you mean" in did_you_mean("optoin 7", options)
    with pytest.raises(ExpressionError):
        check(OneOf("x", (*options, "other")), [issue])
    assert perf_counter() - began < 5


def test_a_name_is_looked_for_among_the_first_thousands():
    names = [f"{i}" for i in range(10_000)] + ["Hamas"]
    assert did_you_mean("Hamsa", names).startswith("there are: ")
    assert did_you_mean("Hamsa", names[9_000:]) == "did you mean 'Hamas'?"


def test_a_package_of_unknown_issues_is_a_key_error():
    with pytest.raises(KeyError):
        holds(parse("x = a"), {}, {"x": LADDER})
