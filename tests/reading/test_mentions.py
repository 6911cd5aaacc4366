"""Mentions: which words may stand for an actor, and what kind of phrase they are."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from sulh.reading.mention import Mention
from sulh.reading.mentions import MentionFinder
from sulh.reading.tokens import Sentence

Split = Callable[[str], tuple[Sentence, ...]]


def mentions_of(sentences: tuple[Sentence, ...], number: int = 0) -> list[Mention]:
    return MentionFinder(sentences).find(sentences[number])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norvane rejected the map.", [("name", "Norvane")]),
        ("The Amber Front rejected the map.", [("name", "The Amber Front")]),
        ("She rejected the map.", [("pronoun", "She")]),
        (
            "The Tin Miners' Federation rejected it.",
            [("name", "The Tin Miners' Federation"), ("pronoun", "it")],
        ),
        ("Two diplomats said no.", [("anonymous", "Two diplomats")]),
        ("Sources close to the talks said no.", [("anonymous", "Sources close to the talks")]),
        ("The union said no.", [("noun", "The union")]),
        ("Both sides said no.", [("collective", "Both sides")]),
        ("The French minister said no.", [("person", "The French minister")]),
        ("Mr Teodar Wenck said no.", [("person", "Mr Teodar Wenck")]),
        ("On Monday the map was lost.", []),
    ],
)
def test_finds_who_is_spoken_of(text: str, expected: list[tuple[str, str]], split_text: Split) -> None:
    assert [(m.kind, m.text) for m in mentions_of(split_text(text))] == expected


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("Labour Minister Teodar Wenck said no.", "Teodar Wenck", "Labour Minister"),
        ("The head of the Amber Front, Salma Idrissi, said no.", "Salma Idrissi", "head of the Amber Front"),
        ("Salma Idrissi, the union's president, said no.", "Salma Idrissi", "union's president"),
        ("Dr. Salma Idrissi said no.", "Salma Idrissi", None),
        ("Chief executive Gwenda Pryle said no.", "Gwenda Pryle", "Chief executive"),
    ],
)
def test_an_office_and_its_holder_are_one_mention(
    text: str, name: str, title: str | None, split_text: Split
) -> None:
    (mention,) = mentions_of(split_text(text))
    assert (mention.kind, mention.name) == ("person", name)
    assert (mention.title or "").removeprefix("the ").removeprefix("The ") == (title or "")


def test_a_list_of_actors_is_one_mention_with_its_parts(split_text: Split) -> None:
    found = mentions_of(split_text("The talks between Temsana, Orvale and the Amber Front go on."))
    assert [part.name for mention in found for part in mention.parts] == ["Temsana", "Orvale", "Amber Front"]


def test_mentions_stand_apart_and_inside_their_sentence(split_text: Split) -> None:
    text = "The head of the Amber Front, Salma Idrissi, told Egypt and Qatar that its leaders (AF) stay."
    (sentence,) = split_text(text)
    found = mentions_of((sentence,))
    assert all(0 <= m.first < m.last <= len(sentence.tokens) for m in found)
    assert all(a.last <= b.first for a, b in pairwise(found))
    assert all(m.text == sentence.slice(m.first, m.last) for m in found)


@pytest.mark.parametrize("text", ["Talks go on.", "However, nothing came of it all.", "Yesterday was quiet."])
def test_a_word_that_only_opens_a_sentence_is_no_name(text: str, split_text: Split) -> None:
    assert not [m for m in mentions_of(split_text(text)) if m.kind == "name"]


def test_weekdays_and_months_are_no_names(split_text: Split) -> None:
    assert mentions_of(split_text("By Friday or in March, on a Monday.")) == []
