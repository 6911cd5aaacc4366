"""Mentions put right where their own words and the names leave no doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.model.move import ActorKind
from sulh.model.report import Span
from sulh.reading.mending import mend
from sulh.reading.network.decode import Found
from sulh.reading.network.names import names


def mended(text: str, *marked: tuple[str, ActorKind]) -> list[tuple[str, ActorKind]]:
    """Return the mentions of *text* after mending, where the *marked* words were found."""
    found: list[Found] = []
    for words, kind in marked:
        start = text.index(words)
        found.append(Found((start, start + len(words)), kind, 0))
    runs = [run for row in names(text, [Span(0, len(text))]) for run in row]
    return [(text[slice(*each.span)], each.kind) for each in mend(text, runs, found)]


@pytest.mark.parametrize(
    ("text", "words", "kind", "wanted"),
    [
        ("Then the group's lawyer left.", "the", "organisation", [("the group", "organisation")]),
        ("Then the talks went on.", "the", "organisation", []),
        ("Then retired judge Dana Orel left.", "retired judge", "person",
         [("retired judge Dana Orel", "person")]),
        ("Then the breakaway Sandwick Pact left.", "the breakaway", "organisation",
         [("the breakaway Sandwick Pact", "organisation")]),
        ("Then the union Sandwick Pact left.", "the union", "organisation", [("the union", "organisation")]),
        ("Talks were adjourned.", "Talks", "person", []),
        ("Voters backed Labour.", "Labour", "person", [("Labour", "organisation")]),
        ("Then the villagers Orvale expelled left.", "the villagers", "group", [("the villagers", "group")]),
        ("Then Volhar and Sevrin left.", "Volhar and", "state", [("Volhar", "state")]),
        ("Then the Velan Islands has been silent.", "the Velan Islands has been", "state",
         [("the Velan Islands", "state")]),
        ("Then premier Dana Orel and envoy Ana Ruiz left.", "premier Dana Orel and envoy Ana Ruiz", "person",
         [("premier Dana Orel", "person"), ("envoy Ana Ruiz", "person")]),
        ("Then Volhar negotiators left.", "Volhar negotiators", "state", [("Volhar negotiators", "person")]),
        ("Then Dana Orel, which left,", "Dana Orel", "organisation", [("Dana Orel", "organisation")]),
        ("Then Rep. Dana Orel (V-Ostra) left.", "V-Ostra", "organisation", []),
        ("Then UN Secretary-General Dana Orel left.", "Secretary-General Dana Orel", "person",
         [("UN Secretary-General Dana Orel", "person")]),
        ("Then the landlord left.", "the landlord", "organisation", [("the landlord", "organisation")]),
        ("Then the foreign minister of Belmar left.", "the foreign minister of Belmar", "organisation",
         [("the foreign minister of Belmar", "person")]),
    ],
)  # fmt: skip
def test_one_mention(text: str, words: str, kind: ActorKind, wanted: list[tuple[str, ActorKind]]) -> None:
    assert mended(text, (words, kind)) == wanted


@pytest.mark.parametrize(
    ("text", "bare", "kind"),
    [
        ("Then Tal Barak left, and Barak stayed.", "Barak stayed", "person"),
        ("Then Dana Orel left with Orel Steel, and Orel stayed.", "Orel stayed", "organisation"),
        ("Then Mary Walsh of Unite left, and Unite stayed.", "Unite stayed", "organisation"),
    ],
)
def test_a_surname_is_a_person_unless_others_are_called_so(text: str, bare: str, kind: ActorKind) -> None:
    runs = [run for row in names(text, [Span(0, len(text))]) for run in row]
    word = bare.partition(" ")[0]
    start = text.index(bare)
    found = [Found((start, start + len(word)), "organisation", 0)]
    for full in ("Tal Barak", "Dana Orel", "Orel Steel", "Mary Walsh of Unite"):
        if full in text:
            at = text.index(full)
            found.append(Found((at, at + len(full)), "organisation" if "Steel" in full else "person", 0))
    made = {text[slice(*each.span)]: each.kind for each in mend(text, runs, found) if each.span[0] == start}
    assert made == {word: kind}


def test_a_person_whose_name_is_a_common_word_stays() -> None:
    text = "Then Gordon Brown left. Brown stayed."
    runs = [run for row in names(text, [Span(0, len(text))]) for run in row]
    found = [Found((5, 17), "person", 0), Found((24, 29), "person", 0)]
    assert [text[slice(*each.span)] for each in mend(text, runs, found)] == ["Gordon Brown", "Brown"]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=10))
def test_nothing_is_made_up_and_nothing_goes_on_itself(spans: list[tuple[int, int]]) -> None:
    text = "The union of Belmar and retired judge Dana Orel say so now."
    found = [Found((a, min(a + size, len(text))), "organisation", 0, (0, 9)) for a, size in spans]
    runs = [run for row in names(text, [Span(0, len(text))]) for run in row]
    made = mend(text, runs, found)
    assert len(made) <= len(found)  # "and" joins no two titled persons here
    assert len({each.span for each in made}) == len(made)
    for each in made:
        assert each.goes_on != each.span
        assert any(each.span[0] == first for first, _ in (f.span for f in found))


def test_a_small_word_that_begins_something_else_is_nobody() -> None:
    assert not mended("Then train drivers struck.", ("train", "organisation"))
    assert mended("Then the train struck.", ("the train", "organisation"))
