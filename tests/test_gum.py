"""Texts that are no reports of a negotiation: the reader must bear them all and keep quiet in the news.

The texts are those of the GUM corpus (Georgetown University Multilayer corpus), which is not distributed; its
folder is found beside the project or through SULH_SHARED.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sulh.model.move import Reading
from sulh.reading import read
from sulh.text import read_report

SHARED = Path(os.environ.get("SULH_SHARED") or Path(__file__).parents[1].parent / "shared")
TEXTS = sorted((SHARED / "data" / "gum" / "xml").glob("*.xml"))
NEWS = [path for path in TEXTS if path.stem.startswith("GUM_news_")]
MOST_MOVES_IN_NEWS = 14
"""None of the 22 news stories is about a negotiation. Raised only on purpose: one of them passes the gate."""
MOST_STORIES_WITH_MOVES = 2

_OPENING, _CLOSING = frozenset("([“‘$£€#"), frozenset(".,;:!?)]”’%…")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not TEXTS, reason="the GUM texts are not distributed; set SULH_SHARED to their folder"
    ),
]


def detokenised(lines: list[str]) -> str:
    """Join a paragraph's tokens (a line each: token, tab, annotation) roughly as they were written."""
    text, glued, inside_quotes = "", True, False
    for line in lines:
        word = line.split("\t", 1)[0].replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        opens = word in _OPENING or (word == '"' and not inside_quotes)
        closes = word in _CLOSING or (word == '"' and inside_quotes)
        clitic = re.fullmatch(r"['’](?:s|re|ve|ll|d|m)|n['’]t|-|–|/", word) is not None
        text += word if glued or closes or clitic or not text else f" {word}"
        inside_quotes = inside_quotes != (word == '"')
        glued = opens or word in {"-", "–", "/"}
    return text


def text_of(path: Path) -> str:
    """Return the running text of a GUM document: headings and paragraphs with an empty line between."""
    blocks: list[list[str]] = [[]]
    for line in path.read_text("utf-8").splitlines():
        if re.match(r"</?(?:p|head|item|sp|caption)\b", line):
            blocks.append([])
        elif "\t" in line and not line.startswith("<"):
            blocks[-1].append(line)
    return "\n\n".join(detokenised(block) for block in blocks if block)


def check(reading: Reading) -> None:
    text = reading.report.text
    assert all(text[move.start : move.end] == move.quote for move in reading.moves)
    assert all(text[t.start : t.end] == t.text for move in reading.moves for t in move.terms)
    assert all(text[each.start : each.end] == each.text for each in (*reading.figures, *reading.times))
    assert len({move.id for move in reading.moves}) == len(reading.moves)


@pytest.mark.parametrize("path", TEXTS, ids=[path.stem for path in TEXTS])
def test_reads_every_text_and_every_span_holds(path: Path) -> None:
    check(read(read_report(text_of(path).encode(), name=path.name, published="2019-01-15")))


def test_the_news_are_mostly_about_something_else() -> None:
    assert len(NEWS) == 22
    readings = {
        path.stem: read(read_report(text_of(path).encode(), name=path.name, published="2019-01-15"))
        for path in NEWS
    }
    counts = {name: len(reading.moves) for name, reading in readings.items() if reading.moves}
    assert sum(counts.values()) <= MOST_MOVES_IN_NEWS, counts
    assert len(counts) <= MOST_STORIES_WITH_MOVES, counts
