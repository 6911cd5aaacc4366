"""Tokens: what is one word, where it stands, and what is left out of a sentence."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.model.report import Block, SetAside, Span
from sulh.reading.tokens import Sentence, desk_end, sentences, tokenise
from sulh.text import read_report


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. said so.", ["The", "U.S.", "said", "so", "."]),
        ("1,500 men, 3.5 percent", ["1,500", "men", ",", "3.5", "percent"]),
        ("on the 28th of June", ["on", "the", "28th", "of", "June"]),
        ("They didn't go", ["They", "did", "n't", "go"]),
        ("They didn’t go", ["They", "did", "n’t", "go"]),
        ("It's Belmar's", ["It", "'s", "Belmar", "'s"]),
        ("a cease-fire by al-Nur", ["a", "cease-fire", "by", "al-Nur"]),
        ("Mr. O'Brien", ["Mr.", "O'Brien"]),
        ("the Dockers' Union", ["the", "Dockers'", "Union"]),
        ("“Stop…” he said", ["“", "Stop", "…", "”", "he", "said"]),
        ("wait ... no", ["wait", "...", "no"]),
        ("J. Petrek", ["J.", "Petrek"]),
        ("Çelik-İş, Väätäinen", ["Çelik-İş", ",", "Väätäinen"]),
        ("$5m, €40", ["$", "5", "m", ",", "€", "40"]),
        ("", []),
    ],
)
def test_cuts_words_numbers_and_marks(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokenise(text, 0, len(text))] == expected


@given(st.text(max_size=200))
def test_every_token_stands_where_it_says_and_nothing_but_space_is_lost(text: str) -> None:
    tokens = tokenise(text, 0, len(text))
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    assert "".join(token.text for token in tokens) == "".join(text.split())


def test_curly_and_straight_apostrophes_are_one_in_lower_case(
    split_text: Callable[[str], tuple[Sentence, ...]],
) -> None:
    (curly,) = split_text("Belmar’s men don’t go.")
    (straight,) = split_text("Belmar's men don't go.")
    assert curly.words == straight.words


def test_spans_are_those_of_the_report(split_text: Callable[[str], tuple[Sentence, ...]]) -> None:
    _, second = split_text("The first day passed quietly. The second one did not.")
    assert second.index == 1
    assert second.slice(0, 2) == "The second"
    start, end = second.span(2, 4)
    assert second.text[start:end] == "one did"
    assert second.token_at(start) == 2
    assert second.token_at(10_000) == len(second.tokens)
    assert second.has(1, "second", "one")
    assert not second.has(1, "one")
    assert not second.has(-1, "the")


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT DUNN, March 14 — ",
        "TALVI, Karvelia, Sept 15 - ",
        "MILLGATE (Aug. 7, 2024) — ",
        "LASKO (Wadi Press) – ",
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(
    dateline: str, split_text: Callable[[str], tuple[Sentence, ...]]
) -> None:
    found = split_text(f"{dateline}Belmar rejected the map on Monday.")
    assert found[0].slice(0, 2) == "Belmar rejected"


@pytest.mark.parametrize(
    "text", ["Belmar - and Ashar too - rejected the map.", "The map - all of it - is lost."]
)
def test_a_dash_alone_makes_no_dateline(text: str, split_text: Callable[[str], tuple[Sentence, ...]]) -> None:
    assert split_text(text)[0].start == 0


def test_debris_inside_a_sentence_is_left_out() -> None:
    text = "Belmar rejected [advert] the map."
    report = read_report(text.encode(), name="report.txt")
    report = report.model_copy(
        update={
            "sentences": (Span(0, len(text)),),
            "set_aside": (SetAside(text="[advert]", reason="advert", start=16, end=24),),
        }
    )
    (found,) = sentences(report)
    assert found.words == ("belmar", "rejected", "the", "map", ".")


def test_a_sentence_that_is_all_debris_is_left_out() -> None:
    text = "Read more here. Belmar rejected the map."
    report = read_report(text.encode(), name="report.txt")
    report = report.model_copy(
        update={
            "sentences": (Span(0, 15), Span(16, len(text))),
            "set_aside": (SetAside(text=text[:15], reason="share", start=0, end=15),),
        }
    )
    assert [(found.index, found.slice(0, 2)) for found in sentences(report)] == [(0, "Belmar rejected")]


def test_headings_are_marked() -> None:
    text = "Belmar rejects the map. The talks go on."
    report = read_report(text.encode(), name="report.txt")
    blocks = (Block(kind="heading", start=0, end=23), Block(kind="paragraph", start=24, end=len(text)))
    report = report.model_copy(
        update={"blocks": blocks, "sentences": (Span(0, 23), Span(24, len(text))), "set_aside": ()}
    )
    assert [found.heading for found in sentences(report)] == [True, False]


@pytest.mark.parametrize(
    "line",
    [
        "CAIRO (AP) — ",
        "MOSCOW/ANKARA, July 13 (Reuters) - ",
        "SAVANNAH, Ga., Oct. 4 — ",
        "Bogota (AFP) - ",
        "(Bloomberg) -- ",
        "THE HAGUE, Feb 7 — ",
    ],
)
def test_a_dateline_is_told_from_what_follows(line: str) -> None:
    text = f"A heading\n\n{line}The rebels left."
    assert desk_end(text, len("A heading\n\n")) == len("A heading\n\n") + len(line)


@pytest.mark.parametrize(
    "text",
    [
        "The rebels - who fought - left.",
        "NATO — the alliance — left.",
        "Volhar left.",
        "The UAW demanded 30 percent — Ford refused.",
        "NATO and Norvane were close in talks on Monday — Velia refused.",
        "by the Hill Front and Norvane, which demanded the release of 50 prisoners held",
    ],
)
def test_prose_is_no_dateline(text: str) -> None:
    assert desk_end(text, 0) == 0


def test_a_byline_is_nobody_of_the_story() -> None:
    assert desk_end("By Dana Orel in Volhar\nThe rebels left.", 3) == len("By Dana Orel in Volhar")
