"""Times: cases as data, the report's own date, and what no text may do to the finder."""

from __future__ import annotations

import time
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.model.dates import day_range
from sulh.model.report import Span
from sulh.reading.times import find_times, infer_published

DATA = Path(__file__).parents[1] / "data" / "reading"
CASES: list[dict[str, Any]] = tomllib.loads((DATA / "times.toml").read_text(encoding="utf-8"))["case"]
DATELINES: list[dict[str, Any]] = tomllib.loads((DATA / "datelines.toml").read_text(encoding="utf-8"))["case"]

HOSTILE = [
    "1", "1 ", "two ", "two-", "January ", "January 1 to ", "the ", "a ", "Monday, ", "1,111", "1/",
    "the end of ", "the end of the year ", "early ", "the same day ", "in 2000 a ", "within ", "'", " ",
    "\n", "(", "on the 1st, ", "hundred and ", "to be ", "half a ", "10.10.", "2000-", "last ",
    "first half of ", "yesterday, ", "a week ago Monday ", "thirty-", "told to ", "the 20s and ",
    "before the ", "c. 348 – BC ", "Monday next week ",
]  # fmt: skip
VOCABULARY = """\
Monday last next the 1 28 2024 January May March of to and - , . three month months week ago later
within by end spring 1990s century first quarter Q3 yesterday ( ) half an hour a year day 12:30 $5
12,000 BC AD"""
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))
DAYS = st.one_of(
    st.none(), st.dates().map(str), st.sampled_from(["2024", "2024-02", "nonsense", "9999-12-31"])
)


def spans_of(text: str) -> list[Span]:
    return [Span(0, len(text))] if text else []


@pytest.mark.parametrize("case", CASES, ids=[f"{i}-{case['text'][:32]}" for i, case in enumerate(CASES)])
def test_finds_exactly_the_times_of_a_sentence(case: dict[str, Any]) -> None:
    found = find_times(case["text"], spans_of(case["text"]), case.get("published"))
    assert [[each.text, each.value] for each in found] == case["times"]
    for each in found:
        assert case["text"][each.start : each.end] == each.text
        assert each.kind == ("DURATION" if each.value.startswith("P") else "DATE")


@pytest.mark.parametrize("case", DATELINES, ids=[case["text"][:40] for case in DATELINES])
def test_infers_the_date_of_a_report_from_its_own_first_lines_only(case: dict[str, Any]) -> None:
    text = case["text"]
    ends = [i for i, letter in enumerate(text) if letter == "\n"] + [len(text)]
    spans = [Span(a, b) for a, b in zip([0, *(end + 1 for end in ends)], ends, strict=False) if a < b]
    assert infer_published(text, spans) == case.get("published")


def test_looks_only_inside_the_spans() -> None:
    text = "On Monday. On Tuesday. On Friday."
    found = find_times(text, [Span(11, 22)], "2024-02-15")
    assert [(each.text, each.start) for each in found] == [("Tuesday", 14)]
    assert find_times(text, [], "2024-02-15") == ()


def test_spans_may_overlap_repeat_and_come_in_any_order() -> None:
    text = "On Monday. On Tuesday."
    found = find_times(text, [Span(11, 22), Span(0, 22), Span(0, 10), Span(0, 22)], "2024-02-15")
    assert [each.text for each in found] == ["Monday", "Tuesday"]


def test_counts_on_from_a_date_in_the_sentence_before() -> None:
    text = "It began on March 3, 2011. Two years later it was over."
    found = find_times(text, [Span(0, 26), Span(27, len(text))], None)
    assert [each.value for each in found] == ["2011-03-03", "2013"]


def test_a_long_text_that_never_speaks_of_its_own_day_means_nowadays_and_any_january() -> None:
    filler = "The house stands by the river and has a garden with old trees. " * 45
    guide = filler + "The bath is still used today. In January it is cold. He was born in 1914."
    life = filler + "It was founded in 1932 and burned down in March."
    dated = life + " The council met on Monday."
    values = [
        [each.value for each in find_times(text, spans_of(text), "2024-02-15")]
        for text in (guide, life, dated)
    ]
    assert values == [
        ["XXXX-01", "1914"],
        ["1932", "1932-03"],
        ["1932", "2023-03", "2024-02-12"],
    ]


@given(text=TEXTS, published=DAYS)
def test_any_text_gives_exact_spans_in_order(text: str, published: str | None) -> None:
    found = find_times(text, spans_of(text), published)
    assert all(text[each.start : each.end] == each.text != "" for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(text=TEXTS)
def test_without_the_day_of_the_report_nothing_is_resolved_that_the_text_does_not_date(text: str) -> None:
    for each in find_times(text, spans_of(text), None):
        if each.kind == "DATE" and day_range(each.value):
            assert any(letter.isdigit() for letter in text)


@given(text=TEXTS)
def test_inferring_a_date_never_fails(text: str) -> None:
    found = infer_published(text, spans_of(text))
    assert found is None or day_range(found) is not None


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("most", [20_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_hostile_text_takes_linear_time(piece: str, most: int) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        started = time.perf_counter()
        find_times(text, [Span(0, size)], "2024-02-15")
        infer_published(text, [Span(0, size)])
        return time.perf_counter() - started

    seconds(1000)
    small, large = min(seconds(most // 10) for _ in range(2)), seconds(most)
    assert large < 30 * small + 0.5
