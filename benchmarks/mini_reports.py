"""How many of the mini reports are read as a careful reader would: ``tests/data/reading/moves``.

    python benchmarks/mini_reports.py [--set-floors]

Prints what is read wrongly, and how many of each file are read rightly. The floors, which tests ask for,
are set a little below: processors round differently. What gets lower shows in the diff, and needs a reason.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path
from typing import Any

from sulh.model.move import Move, Reading, Term
from sulh.reading import read
from sulh.text import read_report

_CAST = ("parties", "mediators", "actors")
FOLDER = Path(__file__).parents[1] / "tests" / "data" / "reading" / "moves"
FLOORS = FOLDER.with_name("mini_floors.toml")
PUBLISHED = "2024-02-15"
_SPARE = 2


def cases() -> dict[str, list[dict[str, Any]]]:
    """Return the cases by file."""
    return {
        path.stem: tomllib.loads(path.read_text("utf-8"))["case"] for path in sorted(FOLDER.glob("*.toml"))
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


def wrong(name: str) -> dict[str, list[str]]:
    """Return what is read wrongly in the cases of file *name*, by case; nothing for those read rightly."""
    found = {}
    for case in cases()[name]:
        report = read_report(
            case["text"].encode(), name="report.txt", published=case.get("published", PUBLISHED)
        )
        if told := faults(case, read(report)):
            found[case["id"]] = told
    return found


HEAD = """\
# How many cases of each file in `moves` must be read as a careful reader would
# (`python benchmarks/mini_reports.py --set-floors`).
"""


def main() -> int:
    """Print, and set the floors if asked."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--set-floors", action="store_true")
    chosen = options.parse_args()
    floors = [HEAD]
    for name, group in cases().items():
        told = wrong(name)
        right = len(group) - len(told)
        for id_, found in told.items():
            print(f"{name}: {id_}: {found}")
        print(f"{name}: {right} of {len(group)}")
        floors.append(f"{name} = {max(right - _SPARE, 0)}  # {right} of {len(group)}")
    if chosen.set_floors:
        FLOORS.write_text("\n".join(floors) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
