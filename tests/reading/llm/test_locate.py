"""Words are found whole, letter for letter, inside one paragraph, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.reading.llm.locate import Finder
from sulh.text import read_report

TEXT = """The Porters' League said it “will not” sign – not now.

The League met the Port of Élan on 3 May; the Port_Office did not come.
"""
FINDER = Finder(read_report(TEXT.encode(), name="port.txt"))


def found(words: str) -> list[str]:
    return [FINDER.text[start:end] for start, end in FINDER.spans(words)]


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Porters' League", ["Porters' League"]),
        ("Porters’  League", ["Porters' League"]),
        ('"will not" sign', ["“will not” sign"]),
        ("sign - not", ["sign – not"]),
        ("League", ["League", "League"]),
        ("Port", ["Port", "Port"]),
        ("E\u0301lan", ["Élan"]),
        ("port", []),
        ("Leagu", []),
        ("lan", []),
        ("not now. The League", []),
        ("will sign", []),
        ("", []),
        ("– …", []),
        (".*", []),
        ("Port.of", []),
    ],
)
def test_where_words_stand(words: str, places: list[str]) -> None:
    assert found(words) == places


@given(st.text(alphabet="abLPort' .*\n“\"-é(", max_size=12))
def test_what_is_found_is_what_was_asked_for(words: str) -> None:
    marks = str.maketrans({"“": '"', "”": '"', "’": "'", "–": "-"})
    for place in found(words):
        assert place.translate(marks).split() == words.translate(marks).split()


@given(st.integers(0, len(FINDER.text)), st.integers(1, 40))
def test_every_stretch_of_whole_words_in_a_paragraph_is_found(start: int, length: int) -> None:
    words = FINDER.text[start : start + length].strip(" \n")
    whole = f" {words} " in f" {FINDER.text} ".replace("\n", " ")
    if whole and "\n\n" not in words and any(letter.isalnum() for letter in words):
        assert words in found(words)
