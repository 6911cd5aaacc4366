"""What the tests of the reader share: a report from a few words, its sentences, a reading of marked words."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sulh.model.move import Reading
from sulh.reading import read
from sulh.reading.markup.parse import parse
from sulh.reading.tokens import Sentence, sentences
from sulh.text import read_report

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

import positions

PUBLISHED = "2024-02-15"
"""The day of the invented reports, a Thursday, unless a test gives another."""


def reading_of(text: str, published: str | None = PUBLISHED) -> Reading:
    return read(read_report(text.encode(), name="report.txt", published=published))


def sentences_of(text: str) -> tuple[Sentence, ...]:
    return sentences(read_report(text.encode(), name="report.txt", published=PUBLISHED))


def reading_of_marks(body: str, **kinds: str) -> Reading:
    """Return the reading that a network would lead to which found exactly the marks in *body*.

    The actors are those that the marks name, organisations unless *kinds* says otherwise.
    """
    keys = dict.fromkeys(re.findall(r"@([A-Z]+)", body))
    actors = "\n".join(f"  {key}: {{name: {key}, kind: {kinds.get(key, 'organisation')}}}" for key in keys)
    note = parse(f"---\npublished: {PUBLISHED}\nactors:\n{actors}\n---\n{body}\n")
    return positions.read(note, positions.marked(note))


@pytest.fixture(scope="session")
def read_text() -> Callable[..., Reading]:
    return reading_of


@pytest.fixture(scope="session")
def read_marks() -> Callable[..., Reading]:
    return reading_of_marks


@pytest.fixture(scope="session")
def split_text() -> Callable[[str], tuple[Sentence, ...]]:
    return sentences_of
