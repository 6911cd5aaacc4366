"""Whole invented reports and the moves in them, as data: ``tests/data/reading/moves``.

A case is added by writing data. How many of each file are read as a careful reader would must not drop, but on
purpose: ``floors.toml`` beside them, set by ``python tests/reading/set_floors.py``, which also lists the others.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sulh.model.move import ACTS, Move, Reading, Term

_CAST = ("parties", "mediators", "actors")
FOLDER = Path(__file__).parents[1] / "data" / "reading" / "moves"
FLOORS: dict[str, int] = tomllib.loads((FOLDER / "floors.toml").read_text("utf-8"))
_CASE_KEYS = {"id", "text", "published", "moves", "more", "any_sources", *_CAST}
_KEYS = {"act", "by", "party", "sources", "to", "denied", "context", "when", "terms", *Term.model_fields}


def cases() -> dict[str, list[dict[str, Any]]]:
    """Return the cases by file."""
    return {
        path.stem: tomllib.loads(path.read_text("utf-8"))["case"]
        for path in sorted(FOLDER.glob("*.toml"))
        if path.stem != "floors"
    }


def differences(wanted: dict[str, Any], move: Move, *, any_sources: bool) -> list[str]:
    """Say where *move* is not the one that is wanted. A key that is not given is not compared."""
    pairs: list[tuple[str, object, object]] = [
        ("act", wanted["act"], move.act),
        ("denied", wanted.get("denied", False), move.denied),
        ("context", wanted.get("context", "actual"), move.context),
        ("by", wanted.get("by", move.speaker), move.speaker),
        ("party", wanted.get("party", list(move.party)), list(move.party)),
        ("to", wanted.get("to", move.addressee), move.addressee),
        ("when", wanted.get("when", move.when), move.when),
    ]
    if not any_sources:
        pairs.append(("sources", wanted.get("sources", []), list(move.sources)))
    if "terms" in wanted:
        pairs.append(("terms", wanted["terms"], [term.text for term in move.terms]))
    found = [f"{key}: {want!r}, read {got!r}" for key, want, got in pairs if want != got]
    for key in sorted(wanted.keys() & (Term.model_fields.keys() - {"terms"})):
        values = [getattr(term, key) for term in move.terms]
        found += [] if wanted[key] in values else [f"{key}: {wanted[key]!r}, read {values!r}"]
    return found


def faults(case: dict[str, Any], reading: Reading) -> list[str]:
    """Compare the moves, each wanted one with the most like it. Meetings count if one is wanted."""
    meetings = any(wanted["act"] == "meet" for wanted in case["moves"])
    left = [move for move in reading.moves if meetings or move.act != "meet"]
    found = []
    for wanted in case["moves"]:
        if not left:
            found.append(f"missed: {wanted}")
            continue
        told = [differences(wanted, move, any_sources=case.get("any_sources", False)) for move in left]
        best = min(range(len(left)), key=lambda n: len(told[n]))
        move = left.pop(best)
        found += [f"{wanted['act']}: {each} in {move.quote!r}" for each in told[best]]
    if not case.get("more", False):
        found += [f"extra: {move.act} by {move.speaker}: {move.quote!r}" for move in left]
    return found + _cast_faults(case, reading)


def _cast_faults(case: dict[str, Any], reading: Reading) -> list[str]:
    found = []
    for key, role in (("parties", "party"), ("mediators", "mediator")):
        names = sorted(actor.name for actor in reading.actors if actor.role == role)
        if key in case and sorted(case[key]) != names:
            found.append(f"{key}: {names}")
    actors = {actor.name: actor for actor in reading.actors}
    for wanted in case.get("actors", []):
        for key, value in wanted.items():
            got = getattr(actors.get(wanted["name"]), key, None)
            found += [] if got == value else [f"{wanted['name']}: {key}: {got!r}"]
    return found


@pytest.mark.parametrize("name", sorted(cases()))
def test_reports_are_read_as_a_careful_reader_would(name: str, read_text: Callable[..., Reading]) -> None:
    told = {case["id"]: faults(case, read_text(case["text"], case.get("published", "2024-02-15"))) for case in cases()[name]}
    wrong = {id_: found for id_, found in told.items() if found}
    assert len(told) - len(wrong) >= FLOORS[name], wrong


def test_there_are_many_cases_and_each_is_well_formed() -> None:
    found = [case for group in cases().values() for case in group]
    assert len(found) >= 100
    assert len({case["id"] for case in found}) == len(found)
    for case in found:
        assert set(case) <= _CASE_KEYS, case["id"]
        for move in case["moves"]:
            assert set(move) <= _KEYS
            assert move["act"] in ACTS
            assert all(term in case["text"] for term in move.get("terms", []))
