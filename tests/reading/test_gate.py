"""The gate and the reader's face: what is no negotiation has no moves; actors are those that matter."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sulh.model.move import Reading
from sulh.reading import read
from sulh.reading.gate import speaks_of_a_negotiation
from sulh.reading.tokens import Sentence
from sulh.text import read_report

GOLD = Path(__file__).parents[1] / "gold" / "reports"
NEGATIVES = [
    path.with_name(path.name.replace(".gold.json", ".txt"))
    for path in sorted(GOLD.glob("*.gold.json"))
    if (gold := json.loads(path.read_text("utf-8")))["split"] == "dev" and not gold["moves"]
]
Read = Callable[..., Reading]


@pytest.mark.parametrize(
    "text",
    [
        "Whisk the eggs and fold in the flour. Refuse to open the oven before it is done. Serve with cream.",
        "The striker rejected a move to Port Dunn. He accepted the medal and offered his shirt to a fan.",
        "The storm reached the coast on Monday. The mayor urged residents to stay at home.",
        "Researchers proposed a new model of the ice sheet. The journal accepted the paper in June.",
        "A man was convicted of theft on Friday. He denied the charge and demanded a new trial.",
        "Hello.",
    ],
)
def test_what_is_no_negotiation_has_no_moves(text: str, read_text: Read) -> None:
    assert read_text(text).moves == ()


KNOWN_FAILURES = {"10-harbour-verdict": "what prosecutors demand of a court is taken for a demand"}


def _negative(path: Path) -> Any:
    why = KNOWN_FAILURES.get(path.stem)
    return pytest.param(path, id=path.stem, marks=[pytest.mark.xfail(reason=why, strict=True)] if why else [])


@pytest.mark.parametrize("path", [_negative(path) for path in NEGATIVES])
def test_gold_reports_of_something_else_have_no_moves(path: Path) -> None:
    assert read(read_report(path.read_bytes(), name=path.name, published="2024-02-15")).moves == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks on a truce go on, the mediator said.", True),
        ("Negotiators left without a deal.", True),
        ("The cat sat on the mat and looked at the rain for a long time.", False),
        ("An offer.", False),
    ],
)
def test_words_of_bargaining(
    text: str, expected: bool, split_text: Callable[[str], tuple[Sentence, ...]]
) -> None:
    assert speaks_of_a_negotiation(split_text(text), []) is expected


def test_a_report_of_headings_alone_has_no_moves() -> None:
    text = "# Ashar rejects the truce\n\n## Belmar demands talks\n\n## The mediator offers a deal\n"
    assert read(read_report(text.encode(), name="report.md", published="2024-02-15")).moves == ()


def test_a_report_without_a_day_takes_that_of_its_dateline() -> None:
    text = (
        "PORT DUNN, March 14, 2023 - Talks between Ashar and Belmar go on under a mediator. "
        "Ashar rejected the map on Monday."
    )
    reading = read(read_report(text.encode(), name="report.txt"))
    assert (reading.report.published, reading.report.published_basis) == ("2023-03-14", "inferred")
    assert [move.when for move in reading.moves if move.act == "reject"] == ["2023-03-13"]


def test_every_move_is_by_somebody_at_the_table(read_text: Read) -> None:
    text = "Negotiations go on under a mediator. Nobody rejected the map. Rain demanded nothing of anyone."
    for move in read_text(text).moves:
        assert move.party


def test_actors_are_those_that_matter(read_text: Read) -> None:
    text = (
        "Negotiations go on under a mediator. Ashar rejected the map in the town of Little Wenning. "
        "Belmar demands the map, a diplomat told Radio Kelven."
    )
    names = {actor.name for actor in read_text(text).actors}
    assert {"Ashar", "Belmar", "diplomat"} <= names
    assert "Little Wenning" not in names
