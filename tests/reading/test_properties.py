"""What must hold of every text: no crash, spans that hold, the same answer twice, the same rules for all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sulh.model.errors import InputError
from sulh.model.move import Reading
from sulh.reading import read
from sulh.text import read_report

ROOT = Path(__file__).parents[2]
DATA = Path(__file__).parents[1] / "data" / "reading"
RENAMINGS: list[dict[str, Any]] = tomllib.loads((DATA / "renamings.toml").read_text("utf-8"))["report"]
SENTENCES = sorted(
    {
        " ".join(sentence.split())
        for path in (DATA / "moves").glob("*.toml")
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
        for sentence in re.split(r"(?<=\.)\s+", case["text"])
    }
)
VOCABULARY = """\
Ashar Belmar Norvane the The a of to and but , . ; : — “ ” ' " ( ) 's n't not never cannot would will if
unless she He it they who which that its their rejected reject refuses denied said told added according demand
demands offer offered proposal for by from on in exchange talks negotiations mediator union company movement
government delegation sources official Radio Agency (AWP) 1,500 3 percent prisoners release withdraw ceasefire
red line is are must any agreement Monday 2024 January Egypt Israeli Cairo both sides met agreed accept threat
insists insistence veto reservations about leaders Dr. Mr O'Brien al-Nur Ç İ U.S. … condition"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n\n"])
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(WORDS, max_size=60).map(" ".join),
    st.lists(st.sampled_from(SENTENCES), max_size=12).map(" ".join),
    st.lists(st.sampled_from(SENTENCES), max_size=6).map(
        lambda found: " ".join(found).replace(". ", " and ")
    ),
)


def reading_of(text: str, published: str | None = "2024-02-15", name: str = "report.txt") -> Reading | None:
    """Read *text*; None where the text layer refuses it, as it does binary data and empty files."""
    try:
        report = read_report(text.encode(), name=name, published=published)
    except InputError:
        return None
    return read(report)


def check(reading: Reading) -> None:
    text = reading.report.text
    for move in reading.moves:
        assert text[move.start : move.end] == move.quote != ""
        assert move.party or move.speaker
        assert 0 <= move.confidence <= 1
        assert move.id == type(move).identify(reading.report.id, move.act, move.speaker, move.start, move.end)
        assert all(text[term.start : term.end] == term.text != "" for term in move.terms)
        assert all(move.sources), "no source without a name"
    for quoted in (*reading.figures, *reading.times):
        assert text[quoted.start : quoted.end] == quoted.text != ""
    for actor in reading.actors:
        assert actor.name
        assert all(0 <= start < end <= len(text) for _, start, end in actor.mentions)
    ids = [move.id for move in reading.moves]
    assert len(set(ids)) == len(ids)
    assert list(reading.moves) == sorted(reading.moves, key=lambda move: (move.start, move.end))


@settings(max_examples=150)
@given(text=TEXTS, published=st.sampled_from([None, "2024-02-15", "2024-02"]))
def test_any_text_can_be_read_and_every_span_holds(text: str, published: str | None) -> None:
    reading = reading_of(text, published)
    if reading is not None:
        check(reading)


@settings(max_examples=25)
@given(text=TEXTS)
def test_reading_twice_gives_equal_values(text: str) -> None:
    assert reading_of(text) == reading_of(text)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8))
def test_a_report_of_only_headings_has_no_moves(sentences: list[str]) -> None:
    text = "\n\n".join(f"## {sentence}" for sentence in sentences)
    reading = reading_of(text, name="report.md")
    assert reading is None or reading.moves == ()


# --- Even-handedness: names do not matter ------------------------------------------------------------------


def moves_of(text: str, case: dict[str, Any], swap: Callable[[str], str]) -> list[tuple[object, ...]]:
    """Return the moves of *text* without offsets and ids, their words run through *swap*."""
    suffix = Path(case["file"]).suffix
    reading = read(read_report(text.encode(), name=f"report{suffix}", published=case["published"]))

    def word(text: str | None) -> str | None:
        return None if text is None else swap(text)

    return [
        (
            move.act, swap(move.speaker), tuple(map(swap, move.party)), tuple(map(swap, move.sources)),
            word(move.addressee), move.denied, move.context, move.when, swap(move.quote),
            tuple((swap(t.text), t.action, word(t.object), t.quantity, t.deadline) for t in move.terms),
        )
        for move in reading.moves
    ]  # fmt: skip


def swapper(names: dict[str, str]) -> Callable[[str], str]:
    longest_first = sorted(names, key=lambda name: -len(name))
    pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in longest_first))
    return lambda text: pattern.sub(lambda found: names[found[0]], text)


# A stem starts like no word and ends in a consonant; the endings in the data make a name of the same shape.
STEMS = st.from_regex(r"(Qua|Zo|Vle|Tri|Jo|Wu)(rm|ld|nt|v|st)", fullmatch=True)


def compare(case: dict[str, Any], stems: list[str]) -> None:
    text = (ROOT / case["file"]).read_text("utf-8")
    stem = dict(zip("ABC", stems, strict=True))
    swap = swapper({name: other.format(**stem) for name, other in case["names"].items()})
    assert moves_of(swap(text), case, lambda same: same) == moves_of(text, case, swap)


def params(*, known: bool) -> list[Any]:
    return [
        pytest.param(
            case,
            id=Path(case["file"]).stem,
            marks=[pytest.mark.xfail(reason=case["why"], strict=True)] if known else [],
        )
        for case in RENAMINGS
        if ("why" in case) is known
    ]


@pytest.mark.parametrize("case", params(known=False))
@settings(max_examples=6, derandomize=True)
@given(stems=st.lists(STEMS, min_size=3, max_size=3, unique=True))
def test_other_names_give_the_same_moves(case: dict[str, Any], stems: list[str]) -> None:
    compare(case, stems)


@pytest.mark.parametrize("case", params(known=True))
def test_other_names_would_give_the_same_moves(case: dict[str, Any]) -> None:
    compare(case, ["Quald", "Zorm", "Trint"])


def test_the_renamed_reports_have_moves() -> None:
    for case in RENAMINGS:
        assert moves_of((ROOT / case["file"]).read_text("utf-8"), case, str), case["file"]
