"""Whole invented reports and the moves in them, as data: ``tests/data/reading/moves``.

A case is added by writing data. How many of each file are read as a careful reader would must not drop but on
purpose: ``mini_floors.toml``, set by ``python benchmarks/mini_reports.py --set-floors``.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from sulh.model.move import ACTS, Term

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import mini_reports

FLOORS: dict[str, int] = tomllib.loads(mini_reports.FLOORS.read_text("utf-8"))
_CASE_KEYS = {"id", "text", "published", "moves", "more", "any_sources", "parties", "mediators", "actors"}
_KEYS = {"act", "by", "party", "sources", "to", "denied", "context", "when", "terms", *Term.model_fields}


@pytest.mark.parametrize("name", sorted(mini_reports.cases()))
def test_reports_are_read_as_a_careful_reader_would(name: str) -> None:
    wrong = mini_reports.wrong(name)
    assert len(mini_reports.cases()[name]) - len(wrong) >= FLOORS[name], wrong


def test_there_are_many_cases_and_each_is_well_formed() -> None:
    found = [case for group in mini_reports.cases().values() for case in group]
    assert len(found) >= 100
    assert len({case["id"] for case in found}) == len(found)
    for case in found:
        assert set(case) <= _CASE_KEYS, case["id"]
        for move in case["moves"]:
            assert set(move) <= _KEYS
            assert move["act"] in ACTS
            assert all(term in case["text"] for term in move.get("terms", []))
