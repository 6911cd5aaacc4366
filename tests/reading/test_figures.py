"""Figures: cases as data, the annotated report, and what no text may do to the finder."""

from __future__ import annotations

import json
import os
import time
import tomllib
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.model.report import Span
from sulh.reading.figures import RawFigure, find_figures

DATA = Path(__file__).parents[1] / "data" / "reading" / "figures.toml"
CASES: list[dict[str, Any]] = tomllib.loads(DATA.read_text(encoding="utf-8"))["case"]
SHARED = Path(os.environ.get("SULH_SHARED") or Path(__file__).parents[3] / "shared")

HOSTILE = [
    "1", "1 ", "two ", "two-", "1,111", "$", "$1 ", "5% ", "1 a ", "two of them ", "of ", "about ",
    "3 men to ", "aaaa ", "1-2-", "hundred and ", "at least five, ", "one for ", "half a ",
    "within 2 days ", "1.", "'", " ", "\n", "seven years ",
]  # fmt: skip
VOCABULARY = """\
1,500 300 2.5 two three-month dozen hundred million $5 €40m % percent prisoners people of them are
believed about at least to from - , . ; days years a share per the release within one nurse for
every 2011 12:30"""
WORDS = st.sampled_from(VOCABULARY.split())
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


def spans_of(text: str) -> list[Span]:
    return [Span(0, len(text))] if text else []


@pytest.mark.parametrize("case", CASES, ids=[f"{i}-{case['text'][:32]}" for i, case in enumerate(CASES)])
def test_finds_exactly_the_figures_of_a_sentence(case: dict[str, Any]) -> None:
    text = case["text"]
    spans = [Span(*each) for each in case.get("spans", [])] or spans_of(text)
    found = find_figures(text, spans)
    assert [[f.text, f.value, f.unit, f.of, f.qualifier or ""] for f in found] == case["figures"]
    assert all(text[each.start : each.end] == each.text for each in found)


def test_finds_the_figures_of_the_annotated_report() -> None:
    report = SHARED / "reports" / "cairo-talks.txt"
    if not report.exists():
        pytest.skip("the annotated report is not distributed; set SULH_SHARED to its folder")
    text = report.read_text(encoding="utf-8")
    gold = json.loads(report.with_suffix(".gold.json").read_text(encoding="utf-8"))["figures"]
    lines, at = [], 0
    for line in text.split("\n"):
        lines += [Span(at, at + len(line))] if line else []
        at += len(line) + 1
    found = find_figures(text, lines)
    for figure in gold:
        start = text.index(figure["quote"])
        end = start + len(figure["quote"])
        assert any(
            f.value == str(figure["value"]) and f.unit == figure["unit"] and f.start < end and start < f.end
            for f in found
        ), figure
    assert len(found) == len(gold)


def test_looks_only_inside_the_spans() -> None:
    text = "They hold 10 men. They hold 20 men. They hold 30 men."
    found = find_figures(text, [Span(18, 35)])
    assert [(each.value, each.start) for each in found] == [("20", 28)]
    assert find_figures(text, []) == []


def check(text: str, found: list[RawFigure]) -> None:
    assert all(text[each.start : each.end] == each.text != "" for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(Decimal(each.value) >= 0 and "E" not in each.value and each.unit for each in found)
    assert all(each.of in text for each in found)
    assert all(each.qualifier is None or each.qualifier in " ".join(each.text.split()) for each in found)


@given(text=TEXTS)
def test_any_text_gives_exact_spans_in_order_and_decimals(text: str) -> None:
    check(text, find_figures(text, spans_of(text)))


@given(text=st.lists(WORDS, max_size=60).map(" ".join), cut=st.integers(0, 200))
def test_figures_stay_inside_their_sentences(text: str, cut: int) -> None:
    cut = min(cut, len(text))
    spans = [Span(a, b) for a, b in ((0, cut), (cut, len(text))) if a < b]
    found = find_figures(text, spans)
    check(text, found)
    assert all(any(lo <= f.start and f.end <= hi for lo, hi in spans) for f in found)


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("most", [20_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_hostile_text_takes_linear_time(piece: str, most: int) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        started = time.perf_counter()
        find_figures(text, [Span(0, size)])
        return time.perf_counter() - started

    seconds(1000)
    small, large = min(seconds(most // 10) for _ in range(2)), seconds(most)
    assert large < 30 * small + 0.5
