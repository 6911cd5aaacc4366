"""What the tests of the reader share: a report from a few words, its sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sulh.model.move import Reading
from sulh.reading import read
from sulh.reading.tokens import Sentence, sentences
from sulh.text import read_report

PUBLISHED = "2024-02-15"
"""The day of the invented reports, a Thursday, unless a test gives another."""


def reading_of(text: str, published: str | None = PUBLISHED) -> Reading:
    return read(read_report(text.encode(), name="report.txt", published=published))


def sentences_of(text: str) -> tuple[Sentence, ...]:
    return sentences(read_report(text.encode(), name="report.txt", published=PUBLISHED))


@pytest.fixture(scope="session")
def read_text() -> Callable[..., Reading]:
    return reading_of


@pytest.fixture(scope="session")
def split_text() -> Callable[[str], tuple[Sentence, ...]]:
    return sentences_of
