from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sulh.text import read_report
from sulh.text.debris import reason_for

CASES = tomllib.loads((Path(__file__).parents[1] / "data/text/debris.toml").read_text("utf-8"))["piece"]


@pytest.mark.parametrize(
    ("piece", "reason"), [(text, case["is"]) for case in CASES for text in case["texts"]]
)
def test_pieces(piece: str, reason: str) -> None:
    assert (reason_for(piece) or "") == reason


@pytest.mark.parametrize(
    ("text", "sentences", "aside"),
    [
        ("p>The union left.", ["The union left."], ["p>"]),
        ("<br/>The union left.", ["The union left."], ["<br/>"]),
        ("The union left.</p>", ["The union left."], ["</p>"]),
        ("The union left. p>The company stayed.", ["The union left.", "The company stayed."], ["p>"]),
        ("The union left. File.", ["The union left."], ["File."]),
        ("The union left. File photo. It rained.", ["The union left.", "It rained."], ["File photo."]),
        ("The union left. (Reuters)", ["The union left."], ["(Reuters)"]),
        ("The union left. (AFP) It rained.", ["The union left.", "It rained."], ["(AFP)"]),
        ("The union <b>left</b> it.", ["The union left it."], ["<b>", "</b>"]),
        ("The union left.<br>It rained.", ["The union left.", "It rained."], ["<br>"]),
        ("File a complaint, they said.", ["File a complaint, they said."], []),
        ("It is a < b and c > d.", ["It is a < b and c > d."], []),
        ("The firm &amp; the union left.", ["The firm & the union left."], []),
    ],
)
def test_in_a_text(text: str, sentences: list[str], aside: list[str]) -> None:
    report = read_report(text.encode(), name="a.txt")
    assert [report.text[start:end] for start, end in report.sentences] == sentences
    assert [piece.text for piece in report.set_aside] == aside
    for piece in report.set_aside:
        assert piece.start is None or report.text[piece.start : piece.end] == piece.text


@pytest.mark.parametrize("text", [case for entry in CASES if not entry["is"] for case in entry["texts"]])
def test_prose_is_left_alone(text: str) -> None:
    report = read_report(f"It began so.\n{text}\nThe union left.".encode(), name="a.txt")
    assert not report.set_aside
