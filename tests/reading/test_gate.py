"""The gate and the reader's face: what is no negotiation has no moves; actors are those that matter."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sulh.model.move import Reading
from sulh.reading.gate import features, speaks_of_a_negotiation
from sulh.text import read_report

GOLD = Path(__file__).parents[1] / "gold" / "reports"
DEV = [
    (path.with_name(path.name.replace(".gold.json", ".txt")), bool(gold["moves"]))
    for path in sorted(GOLD.glob("*.gold.json"))
    if (gold := json.loads(path.read_text("utf-8")))["split"] == "dev"
]
Read = Callable[..., Reading]


def speaks(text: str) -> bool:
    return speaks_of_a_negotiation(text, read_report(text.encode(), name="report.txt").sentences)


@pytest.mark.parametrize(
    "text",
    [
        "Whisk the eggs and fold in the flour. Refuse to open the oven before it is done. Serve with cream.",
        "The striker rejected a move to Port Dunn. He accepted the medal and gave his shirt to a fan.",
        "The storm reached the coast on Monday. The mayor urged residents to stay at home.",
        "Researchers suggested a new model of the ice sheet. The journal accepted the paper in June.",
        "A man was convicted of theft on Friday. He denied the charge and demanded a new trial.",
        "Hello.",
        "",
    ],
)
def test_what_is_no_negotiation_has_no_moves(text: str, read_text: Read) -> None:
    if text:
        assert read_text(text).moves == ()
    else:
        assert not speaks_of_a_negotiation("", [])


@pytest.mark.parametrize(
    "text", ["The talks on a truce go on, the mediator said.", "Negotiators left without a deal."]
)
def test_a_few_words_of_a_negotiation_are_enough(text: str) -> None:
    assert speaks(text)


def test_the_gold_reports_come_out_right_but_few() -> None:
    wrong = [path.stem for path, wanted in DEV if speaks(path.read_text("utf-8")) is not wanted]
    assert len(wrong) <= 1, wrong


def test_names_and_function_words_are_not_weighed() -> None:
    text = "The envoy of Belmar met the Port Dockers' Union."
    found = features(text, read_report(text.encode(), name="report.txt").sentences)
    assert set(found) == {"envoy", "met"}
    assert sum(value**2 for value in found.values()) == pytest.approx(1)


def test_only_actors_that_matter_are_kept(read_marks: Read) -> None:
    reading = read_marks(
        "{@P|A passer-by} watched. {@T s1|Temsana} {m1 reject|rejected} {t1|the map}.", P="person"
    )
    assert {actor.name for actor in reading.actors} == {"Temsana"}
