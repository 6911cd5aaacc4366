"""Minimal sets, factors and hitting sets against their definitions."""

from __future__ import annotations

from functools import reduce
from itertools import product
from operator import or_

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.minimal import (
    bits,
    connected,
    factors,
    hitting_sets,
    minimal,
)
from sulh.model.errors import TooComplexError
from sulh.model.limits import Limits

FAMILIES = st.lists(st.integers(1, 127), min_size=1, max_size=8)


@given(FAMILIES)
def test_minimal_sets_contain_no_other(family):
    expected = {a for a in family if not any(b != a and b & a == b for b in family)}
    assert set(minimal(family)) == expected


@given(FAMILIES)
def test_hitting_sets_are_minimal_and_all_there(family):
    hits = [mask for mask in range(128) if all(mask & member for member in family)]
    expected = set(minimal(hits))
    found = hitting_sets(family)
    assert found is not None
    assert set(found) == expected
    assert [mask.bit_count() for mask in found] == sorted(mask.bit_count() for mask in found)


@given(FAMILIES, FAMILIES)
def test_families_that_combine_freely_are_split(one, two):
    family = minimal([a | b << 7 for a, b in product(minimal(one), minimal(two))])
    parts = factors(family)
    combined = {sum(chosen) for chosen in product(*parts)}
    assert combined == set(family)
    grounds = [reduce(or_, part) for part in parts]
    assert sum(grounds) == reduce(or_, grounds)


def test_what_is_free_in_pairs_only_is_not_split():
    even = [0b010101, 0b011010, 0b100110, 0b101001]
    assert factors(even) == [sorted(even)]


def test_too_many_hitting_sets_are_not_listed():
    pairs = [0b11 << 2 * i for i in range(12)]
    assert hitting_sets(pairs, most=100) is None
    assert hitting_sets(pairs, comparisons=1_000) is None


def test_searches_end_with_the_time():
    spent = Allowance(Limits(seconds=1e-9))
    with pytest.raises(TooComplexError, match="time limit"):
        minimal([0b01, 0b10], spent)
    with pytest.raises(TooComplexError, match="time limit"):
        hitting_sets([0b01, 0b10], allowance=spent)


def test_connected_sets_stand_together():
    assert connected([0b0001, 0b0110, 0b1100, 0b0011]) == [[0b0110, 0b1100, 0b0001, 0b0011]]
    assert connected([0b0001, 0b0110]) == [[0b0001], [0b0110]]


def test_bits():
    assert list(bits(0b10110)) == [1, 2, 4]
