"""Mentions: a tree of phrases, each with its own name and head noun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.model.move import ActorKind
from sulh.model.report import Span
from sulh.reading.mention import Mention, tree
from sulh.reading.network.decode import Found
from sulh.reading.network.names import names


def mention(text: str, kind: ActorKind = "person", *inside: str) -> Mention:
    """Return the mention that is the whole of *text*, behind a lower-case word, with those *inside* it."""
    whole = f"then {text} left."
    found = [Found((5, 5 + len(text)), kind, 0)]
    for each in inside:
        start = whole.index(each)
        found.append(Found((start, start + len(each)), "organisation", 1))
    runs = [run for row in names(whole, [Span(0, len(whole))]) for run in row]
    return tree(whole, runs, found)[0]


def name_of(found: Mention) -> str | None:
    name = found.name
    return found.text[name[0] - found.span[0] : name[1] - found.span[0]] if name else None


@pytest.mark.parametrize(
    ("text", "kind", "inside", "name"),
    [
        ("Dana Orel", "person", (), "Dana Orel"),
        ("its chief negotiator, Dana Orel,", "person", ("its",), "Dana Orel"),
        ("Foreign Minister Tal Barak", "person", (), "Tal Barak"),
        ("Dana Orel, mayor of Sandwick and head of the Hill Pact,", "person", (), "Dana Orel"),
        ("the mayor of Sandwick", "person", (), None),
        ("a Belmari official", "source", (), None),
        ("the Belmari government", "state", (), None),
        ("the Amber Front", "organisation", (), "Amber Front"),
        ("the Movimiento Raíz y Libertad", "organisation", (), "Movimiento Raíz y Libertad"),
        ("the Ministry", "organisation", (), None),
        ("Harrowgate's managing director", "person", ("Harrowgate",), None),
    ],
)
def test_its_own_name(text: str, kind: ActorKind, inside: tuple[str, ...], name: str | None) -> None:
    assert name_of(mention(text, kind, *inside)) == name


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("its chief negotiator, Dana Orel,", "negotiator"),
        ("a person close to the talks", "person"),
        ("the union's", "union"),
        ("officials of the Hill Pact", "officials"),
    ],
)
def test_its_head(text: str, head: str) -> None:
    assert mention(text).head == head


def test_a_list_has_members() -> None:
    listed = mention("Belmar and Orvale", "state")
    assert [listed.text[a - 5 : b - 5] for a, b in listed.members()] == ["Belmar", "Orvale"]
    assert mention("Belmar of Orvale", "state").members() == []


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=12))
def test_mentions_nest_and_never_cross(spans: list[tuple[int, int]]) -> None:
    text = "Nobody in Belmar or in Orvale is to say so now."
    made = tree(text, [], [Found((start, start + size), "person", 0) for start, size in spans])
    for each in made:
        for child in each.children:
            assert each.span[0] <= child.span[0] <= child.span[1] <= each.span[1]
            assert child.parent is each


def test_what_crosses_another_or_holds_no_word_is_left_out() -> None:
    text = "Belmar and Orvale, '' said no."
    found = [
        Found((0, 10), "state", 0),
        Found((7, 17), "state", 0, (0, 10)),
        Found((19, 21), "person", 0, (0, 10)),
    ]
    assert [each.span for each in tree(text, [], found)] == [(0, 10)]
