"""Terms: what is read off each thing on the table."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sulh.model.move import Term
from sulh.reading.figures import find_all
from sulh.reading.terms import Findings, make, whole
from sulh.reading.times import find_times
from sulh.reading.tokens import Sentence

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "reading" / "terms.toml").read_text("utf-8")
)["case"]


def term_of(sentence: Sentence, text: str) -> Term:
    """Return the term that *text* is in *sentence*."""
    whole = [sentence.span(0, len(sentence.tokens))]
    findings = Findings(find_times(sentence.text, whole, "2024-02-15"), find_all(sentence.text, whole))
    start = sentence.text.index(text)
    last = sentence.token_at(start + len(text) - 1) + 1
    return make(sentence, sentence.token_at(start), last, findings)


def _param(case: dict[str, Any]) -> Any:
    why = case.get("why")
    marks = [pytest.mark.xfail(reason=why, strict=True, raises=AssertionError)] if why else []
    return pytest.param(case, id=case["text"][:50], marks=marks)


@pytest.mark.parametrize("case", [_param(case) for case in CASES])
def test_terms(case: dict[str, Any], split_text: Callable[[str], tuple[Sentence, ...]]) -> None:
    (sentence,) = split_text(f"Ashar demands {case['text']}.")
    for wanted in case["terms"]:
        term = term_of(sentence, wanted["text"])
        got = term.model_dump()
        assert {key: got[key] for key in wanted} == wanted
        assert sentence.text[term.start : term.end] == term.text


@pytest.mark.parametrize(
    ("text", "tagged", "term"),
    [
        ("Ashar rejects the Norwegian proposal now.", "the Norwegian", "the Norwegian proposal"),
        ("Ashar wants “to open the bridge” (it says).", "to open the bridge” (", "to open the bridge"),
    ],
)
def test_a_term_ends_at_its_last_word(
    text: str, tagged: str, term: str, split_text: Callable[[str], tuple[Sentence, ...]]
) -> None:
    (sentence,) = split_text(text)
    start = sentence.text.index(tagged)
    first, last = sentence.token_at(start), sentence.token_at(start + len(tagged) - 1) + 1
    assert sentence.slice(*whole(sentence, first, last)) == term
