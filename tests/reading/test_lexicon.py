"""The word lists, how verbs are inflected, and how wordings with gaps are found."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, get_args

import pytest

from sulh.reading.lexicon import DOMAINS, Entry, Form, Phrases, data, entries, inflect, wordset

NAMES = sorted(
    path.name.removesuffix(".toml")
    for path in files("sulh.reading").joinpath("data").iterdir()
    if path.name.endswith(".toml")
)


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("reject", ["reject", "rejects", "rejected", "rejecting"]),
        ("refuse", ["refuse", "refuses", "refused", "refusing"]),
        ("drop", ["drop", "drops", "dropped", "dropping"]),
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("say", ["say", "says", "said", "saying"]),
        ("press", ["press", "presses", "pressed", "pressing"]),
        ("agree", ["agree", "agrees", "agreed", "agreeing"]),
        ("offer", ["offer", "offers", "offered", "offering"]),
        ("visit", ["visit", "visits", "visited", "visiting"]),
        ("veto", ["veto", "vetoes", "vetoed", "vetoing"]),
        ("withdraw", ["withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"]),
        ("meet", ["meet", "meets", "met", "meeting"]),
        ("put", ["put", "puts", "putting"]),
        ("tell", ["tell", "tells", "told", "telling"]),
        ("stop", ["stop", "stops", "stopped", "stopping"]),
        ("insist", ["insist", "insists", "insisted", "insisting"]),
    ],
)
def test_inflects_english_verbs(verb: str, expected: list[str]) -> None:
    assert sorted(inflect(verb)) == sorted(expected)


def test_says_what_each_form_is() -> None:
    assert inflect("refuse") == {"refuse": "base", "refuses": "s", "refused": "past", "refusing": "ing"}
    assert inflect("withdraw")["withdrew"] == "past"
    assert "withdrawed" not in inflect("withdraw")


def _phrases(*wordings: str) -> Phrases:
    return Phrases(Entry(wording, tuple(wording.split()), "noun") for wording in wordings)


@pytest.mark.parametrize(
    ("wording", "text", "found"),
    [
        ("drop $its ~ demand", "dropped", None),
        ("drop $its ~ demand", "drop its demand", "drop its demand"),
        ("drop $its ~ demand", "drop the old demand", "drop the old demand"),
        ("drop $its ~ demand", "drop their very old wage demand", "drop their very old wage demand"),
        ("drop $its ~ demand", "drop a one two three four demand", None),
        ("drop $its ~ demand", "drop old demand", None),
        ("call ~ insult", "call it an insult", "call it an insult"),
        ("call ~ insult", "call it , an insult", None),
        ("call ~ insult", "call the union 's insult", "call the union 's insult"),
        ("call ~ insult", "call it", None),
    ],
)
def test_wildcards(wording: str, text: str, found: str | None) -> None:
    words = tuple(text.split())
    at = _phrases(wording).at(words, 0)
    assert (" ".join(words[: at[1]]) if at else None) == found


def test_the_longest_wording_wins_and_none_overlaps() -> None:
    listed = _phrases("refuse", "refuse to accept", "accept", "to")
    words = ("they", "refuse", "to", "accept", "and", "refuse")
    assert [(a, b, e.kind) for a, b, e in listed.find(words)] == [
        (1, 4, "refuse to accept"),
        (5, 6, "refuse"),
    ]


def test_a_group_gives_inflected_verbs_and_nouns_as_written() -> None:
    found = list(entries("reject", {"verbs": ["turn down"], "nouns": ["veto on"], "hedged": True}))
    assert {(e.words, e.form) for e in found} == {
        (("turn", "down"), "base"),
        (("turns", "down"), "s"),
        (("turned", "down"), "past"),
        (("turning", "down"), "ing"),
        (("veto", "on"), "noun"),
    }
    assert all(e.tag("hedged") is True and e.tag("missing", 7) == 7 for e in found)


@pytest.mark.parametrize("name", NAMES)
def test_every_data_file_can_be_read(name: str) -> None:
    assert data(name)


@pytest.mark.parametrize("domain", DOMAINS)
def test_actions_are_lemmas_with_wordings(domain: str) -> None:
    for lemma, group in data(f"actions_{domain}").items():
        listed = list(entries(lemma, group))
        assert listed, lemma
        assert all(e.words and all(e.words) and e.form in get_args(Form) for e in listed)


def test_lists_are_in_lower_case() -> None:
    assert "mediator" in wordset("roles", "mediating")
    listed: dict[str, Any] = data("roles")
    for key, value in listed.items():
        if isinstance(value, list):
            assert all(word == word.lower() for word in wordset("roles", key))
