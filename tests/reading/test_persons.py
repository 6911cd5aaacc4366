"""Persons told by their names, whatever the network took them for."""

from __future__ import annotations

import pytest

from sulh.model.move import ActorKind
from sulh.model.report import Span
from sulh.reading.markup.annotation import Span as Place
from sulh.reading.network.decode import Found
from sulh.reading.network.names import names
from sulh.reading.persons import Called, called, is_named, titled


def at(text: str, words: str) -> Place:
    start = text.index(words)
    return (start, start + len(words))


def called_in(text: str, *found: Found) -> Called:
    runs = sorted(run for row in names(text, [Span(0, len(text))]) for run in row)
    return called(text, runs, found)


@pytest.mark.parametrize(
    ("text", "whole", "last"),
    [
        ("Then premier Dana Orel spoke.", {"Dana Orel"}, {"Orel"}),  # a title before it
        ("Then Dana Orel spoke, and Orel left.", {"Dana Orel"}, {"Orel"}),  # her surname alone
        ("Then Dana Orel spoke, and Dana left.", set(), set()),
        ("Then Saudi Arabia spoke.", set(), set()),
        ("Then partner Sevrin Kolby spoke.", set(), set()),  # sides are partners too
        ("Then envoy Dana Orel spoke to Orel Steel, and Orel left.", {"Dana Orel"}, {"Orel"}),
    ],
)
def test_who_is_a_person_by_the_words_around(text: str, whole: set[str], last: set[str]) -> None:
    found = called_in(text)
    assert (set(found.whole), set(found.last)) == (whole, last)


@pytest.mark.parametrize(("kind", "last"), [("organisation", set()), ("person", {"Orel"})])
def test_a_surname_that_a_side_has_too_tells_nothing(kind: ActorKind, last: set[str]) -> None:
    text = "Then premier Dana Orel met Kasim Orel."
    assert set(called_in(text, Found(at(text, "Kasim Orel"), kind, 0)).last) == last


def test_what_is_taken_for_a_body_is_no_person_by_its_last_word() -> None:
    text = "Then Deutsche Bahnen spoke, and Bahnen left."
    assert called_in(text).whole == {"Deutsche Bahnen"}
    assert not called_in(text, Found(at(text, "Deutsche Bahnen"), "organisation", 0)).whole


def test_he_goes_on_a_person() -> None:
    text = "Then Dana Orel spoke, but he left."
    start = text.index("he left")
    he = Found((start, start + 2), "person", 0, at(text, "Dana Orel"))
    assert called_in(text, he).whole == {"Dana Orel"}


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("Dana Orel", True),
        ("premier Dana Orel", True),
        ("Volhar's Dana Orel", True),
        ("Orel", True),
        ("Dana Orel Steel", False),
        ("Volhar", False),
    ],
)
def test_what_names_a_person(words: str, is_one: bool) -> None:
    text = f"Then {words} left."
    runs = sorted(run for row in names(text, [Span(0, len(text))]) for run in row)
    who = Called(frozenset({"Dana Orel"}), frozenset({"Orel"}))
    assert is_named(text, runs, at(text, words), who) == is_one


def test_an_honorific_is_a_title() -> None:
    text = "Then Mr. Orel met Sevrin."
    assert titled(text, at(text, "Orel"))
    assert not titled(text, at(text, "Sevrin"))
