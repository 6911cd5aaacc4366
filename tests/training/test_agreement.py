"""Krippendorff's alpha, on the worked example of its literature and at its ends."""

import pytest

import agreement
from sulh.reading.markup.parse import parse


def test_full_agreement_is_one() -> None:
    assert agreement.alpha([("a", "a"), ("b", "b")] * 5) == 1
    assert agreement.alpha([("a", "a")] * 5) == 1


def test_chance_is_about_zero() -> None:
    units = [("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")] * 50
    assert agreement.alpha(units) == pytest.approx(0, abs=0.01)


def test_two_observers_of_ten_binary_units() -> None:
    """Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), section A: alpha is 0.095."""
    first = "0100000010"
    second = "1110010000"
    assert agreement.alpha(zip(first, second, strict=True)) == pytest.approx(0.095, abs=0.001)


def test_a_word_has_the_label_that_covers_it() -> None:
    note = parse(
        "---\nactors: {A: {name: A, kind: state}}\n---\n{@A s1|The side} {c1 reject|has refused} {t1|it}."
    )
    assert agreement.labels(note, agreement.LAYERS["acts"](note)) == ["", "", "reject", "reject", ""]


def test_there_are_reports_annotated_twice_in_every_kind_of_split() -> None:
    assert len(list(agreement.pairs())) >= 40
