"""Finds words in a report: the only way for them to get into a reading."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from sulh.model.report import Block, Report, Span

_MARKS = {
    **dict.fromkeys(map(ord, "‘’‚‛′`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
}
"""Letter for letter, so that offsets stay: models write marks as their keyboards have them."""
_WORD = re.compile(r"[^\W_]+")


class Finder:
    """Looks words up in one report. `spans` are where they stand; what to store is the report's own text.

    Words are the same if they are so letter for letter, whole, case and all; white space and the shape of
    quotation marks, apostrophes and dashes apart. A place counts only inside one paragraph or heading, and
    not where it touches what was set aside.
    """

    def __init__(self, report: Report) -> None:
        self.text = report.text
        self._folded = _folded(report.text)
        self._words = frozenset(_WORD.findall(self._folded))
        self._blocks = sorted(report.blocks, key=lambda block: block.start)
        self._starts = [block.start for block in self._blocks]
        self._aside = [
            (piece.start, piece.end)
            for piece in report.set_aside
            if piece.start is not None and piece.end is not None
        ]
        self.first = lru_cache(maxsize=4096)(self._first)

    def block_of(self, span: Span) -> Block | None:
        """Return the block that holds the whole of *span*."""
        at = bisect_right(self._starts, span.start) - 1
        if at < 0 or span.end > self._blocks[at].end:
            return None
        return self._blocks[at]

    def spans(self, words: str, low: int = 0, high: int | None = None) -> Iterator[Span]:
        """Yield where *words* stand in ``text[low:high]``, in text order."""
        folded = _folded(unicodedata.normalize("NFC", words))
        pieces, needed = folded.split(), _WORD.findall(folded)
        if not needed or not self._words.issuperset(needed):
            return  # most of what is invented costs no search
        pattern = re.compile(" +".join(map(re.escape, pieces)))
        for found in pattern.finditer(self._folded, low, len(self.text) if high is None else high):
            span = Span(found.start(), found.end())
            if self._whole(span) and self._readable(span):
                yield span

    def _first(self, words: str, low: int = 0, high: int | None = None) -> Span | None:
        return next(self.spans(words, low, high), None)

    def name(self, words: str) -> str | None:
        """Return *words* as the report writes them where they first stand, or None."""
        span = self.first(words)
        return None if span is None else " ".join(self.text[span.start : span.end].split())

    def _whole(self, span: Span) -> bool:
        """Whether *span* begins and ends where words do."""
        text = self.text
        begins = span.start == 0 or not (text[span.start - 1].isalnum() and text[span.start].isalnum())
        ends = span.end == len(text) or not (text[span.end - 1].isalnum() and text[span.end].isalnum())
        return begins and ends

    def _readable(self, span: Span) -> bool:
        aside = any(start < span.end and span.start < end for start, end in self._aside)
        return not aside and self.block_of(span) is not None


def _folded(text: str) -> str:
    """Return *text* with one form of each mark and plain spaces, letter for letter."""
    return re.sub(r"\s", " ", text.translate(_MARKS))
