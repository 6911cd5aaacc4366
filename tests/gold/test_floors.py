"""How well the reader reads the development reports must not drop, but on purpose: see ``floors.toml``.

The test half of the gold reports is not touched here; only the benchmark prints it.
"""

from __future__ import annotations

import runpy
import tomllib
from pathlib import Path

import pytest

import accuracy

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def scores() -> dict[str, accuracy.Score]:
    """The score of each development report that has a floor."""
    return {
        name: accuracy.score_file(path, gold)
        for name, path, gold in accuracy.cases()
        if gold.get("split") == "dev" and name in FLOORS["found"]
    }


@pytest.fixture(scope="module")
def total(scores: dict[str, accuracy.Score]) -> accuracy.Score:
    result = accuracy.Score()
    for each in scores.values():
        result += each
    return result


def test_every_floor_has_its_report(scores: dict[str, accuracy.Score]) -> None:
    assert set(FLOORS["found"]) == set(scores)


@pytest.mark.parametrize("measure", ["precision", "recall", "f1"])
def test_moves(measure: str, total: accuracy.Score) -> None:
    assert getattr(total, measure) >= FLOORS["moves"][measure]


def test_source_chains(total: accuracy.Score) -> None:
    assert total.chains >= FLOORS["moves"]["chains"]


def test_extra_moves(total: accuracy.Score) -> None:
    assert total.extra <= FLOORS["moves"]["most_extra"]


def test_figures(total: accuracy.Score) -> None:
    assert total.figures["found"] >= FLOORS["figures"]["found"]


@pytest.mark.parametrize("role", ["party", "mediator"])
def test_roles(role: str, total: accuracy.Score) -> None:
    assert total.roles[role] >= FLOORS["roles"][role]
    assert total.roles[f"extra {role}"] <= FLOORS["roles"][f"most_extra_{role}"]


@pytest.mark.parametrize("name", sorted(FLOORS["found"]))
def test_no_report_is_read_much_worse(name: str, scores: dict[str, accuracy.Score]) -> None:
    assert scores[name].hits >= FLOORS["found"][name]


def test_the_gold_reports_are_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    check = runpy.run_path(str(Path(__file__).with_name("check.py")))
    assert check["main"]() == 0, capsys.readouterr().out
