"""What is read in a report, exported and read again as an annotation, says the same moves."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import check
import gold
import sulh
from sulh.reading.markup.example import annotation, example
from sulh.reading.markup.parse import parse

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*/*.*") if path.suffix in {".txt", ".html"})
GOLD = [
    path.with_name(path.name.replace(".gold.json", ".txt"))
    for path in sorted((ROOT / "tests" / "gold" / "reports").glob("*.gold.json"))
    if json.loads(path.read_text("utf-8"))["split"] == "dev"
]


@pytest.mark.parametrize("path", [*EXAMPLES, *GOLD], ids=lambda path: path.stem)
def test_an_example_says_what_was_read(path: Path) -> None:
    (found,) = sulh.Case.open([path]).readings
    made = example(found)
    note = parse(made.markup)
    assert note == annotation(found)

    def names(keys: tuple[str, ...]) -> frozenset[str]:
        return frozenset(note.actors[key].name for key in keys)

    wanted = Counter(
        (m.act, frozenset(m.party), m.denied, m.context, m.when, tuple(sorted({t.text for t in m.terms})))
        for m in found.moves
    )
    said = Counter(
        (m.act, names(m.party), m.denied, m.context, m.when,
         tuple(sorted({note.text[slice(*span)] for span in m.terms})))
        for m in gold.moves(note)
    )  # fmt: skip
    nobody = sum(1 for m in found.moves if not m.party)  # then the speaker is taken for the side
    assert (wanted - said).total() <= nobody, (wanted - said, said - wanted)


@pytest.mark.parametrize("path", [*EXAMPLES, *GOLD], ids=lambda path: path.stem)
def test_an_example_passes_the_check_or_says_what_is_to_do(path: Path) -> None:
    (found,) = sulh.Case.open([path]).readings
    made = example(found)
    listed = "\n".join(made.to_do)
    for fault in check.faults(parse(made.markup)):
        if fault.startswith("published"):
            assert "published: the day" in listed
        elif "of what?" in fault:
            assert fault.partition(" of what?")[0].rpartition(": ")[2] + " of what?" in listed
        elif "nobody does it" in fault:
            assert "acts for nobody named" in listed
        else:
            pytest.fail(fault)
