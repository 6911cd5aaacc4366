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
        ("Then the foreign minister of Belmar left.", "the foreign minister of Belmar", "organisation",
         [("the foreign minister of Belmar", "person")]),
    ],
)  # fmt: skip
def test_one_mention(text: str, words: str, kind: ActorKind, wanted: list[tuple[str, ActorKind]]) -> None:
    assert mended(text, (words, kind)) == wanted


def test_a_surname_is_a_person_unless_others_are_called_so() -> None:
    text = "Then Dana Orel left, and Orel Steel stayed, and Tal Barak with Barak."
    later = mended(text, ("Dana Orel", "person"), ("Orel Steel", "organisation"), ("Tal Barak", "person"))
    assert later == [("Dana Orel", "person"), ("Orel Steel", "organisation"), ("Tal Barak", "person")]
    start = text.rindex("Barak")
    runs = [run for row in names(text, [Span(0, len(text))]) for run in row]
    found = [
        Found((text.index("Tal"), text.index("Tal") + 9), "person", 0),
        Found((start, start + 5), "state", 0),
    ]
    assert [each.kind for each in mend(text, runs, found)] == ["person", "person"]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=10))
def test_nothing_is_made_up_and_nothing_goes_on_itself(spans: list[tuple[int, int]]) -> None:
    text = "The union of Belmar and retired judge Dana Orel say so now."
    found = [Found((a, min(a + size, len(text))), "organisation", 0, (0, 9)) for a, size in spans]
    runs = [run for row in names(text, [Span(0, len(text))]) for run in row]
    made = mend(text, runs, found)
    assert len(made) <= len(found)
    assert len({each.span for each in made}) == len(made)
    for each in made:
        assert each.goes_on != each.span
        assert any(each.span[0] == first and last <= each.span[1] for first, last in (f.span for f in found))
