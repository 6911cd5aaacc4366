"""Terms: how what is on the table is cut, and what is read off each piece."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sulh.model.move import Term
from sulh.reading.figures import find_all
from sulh.reading.terms import Findings, make, split
from sulh.reading.times import find_times
from sulh.reading.tokens import Sentence

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "reading" / "terms.toml").read_text("utf-8")
)["case"]
OPENING = ("Ashar", "demands")


def terms_of(sentence: Sentence) -> list[Term]:
    """Return the terms behind "Ashar demands"."""
    findings = Findings(
        find_times(sentence.text, [sentence.span(0, len(sentence.tokens))], "2024-02-15"),
        find_all(sentence.text, [sentence.span(0, len(sentence.tokens))]),
    )
    last = len(sentence.tokens) - 1
    return [make(sentence, *piece, findings) for piece in split(sentence, len(OPENING), last)]


def _param(case: dict[str, Any]) -> Any:
    why = case.get("why")
    marks = [pytest.mark.xfail(reason=why, strict=True, raises=AssertionError)] if why else []
    return pytest.param(case, id=case["text"][:50], marks=marks)


@pytest.mark.parametrize("case", [_param(case) for case in CASES])
def test_terms(case: dict[str, Any], split_text: Callable[[str], tuple[Sentence, ...]]) -> None:
    (sentence,) = split_text(f"{' '.join(OPENING)} {case['text']}.")
    found = terms_of(sentence)
    assert [term.text for term in found] == [wanted["text"] for wanted in case["terms"]]
    for wanted, term in zip(case["terms"], found, strict=True):
        got = term.model_dump()
        assert {key: got[key] for key in wanted} == wanted
        assert sentence.text[term.start : term.end] == term.text
