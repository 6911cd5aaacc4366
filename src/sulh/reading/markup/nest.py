"""Spans that nest: what is marked beside one another may lie inside another mark, but never cross it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sulh.reading.markup.annotation import Span


class Nest:
    """The spans marked so far in one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._spans: set[Span] = set()

    def trimmed(self, span: Span) -> Span | None:
        """Return *span* without white space at its ends; None if that is all, or if it splits a word."""
        start, end = span
        words = self.text[start:end]
        start, end = end - len(words.lstrip()), start + len(words.rstrip())
        if start >= end or self._inside_a_word(start) or self._inside_a_word(end):
            return None
        return start, end

    def _inside_a_word(self, place: int) -> bool:
        return 0 < place < len(self.text) and self.text[place - 1 : place + 1].isalnum()

    def crossed(self, span: Span) -> list[Span]:
        """Return the marked spans that *span* would cross."""
        start, end = span
        return [(a, b) for a, b in self._spans if a < start < b < end or start < a < end < b]

    def add(self, span: Span) -> bool:
        """Mark *span*; return whether it crosses nothing. If it does, nothing is marked."""
        if self.crossed(span):
            return False
        self._spans.add(span)
        return True

    def pieces(self, span: Span) -> Iterator[Span]:
        """Mark *span*, cut where it would cross another, and yield its pieces."""
        start, end = span
        cuts = {place for other in self.crossed(span) for place in other if start < place < end}
        for piece in pairwise([start, *sorted(cuts), end]):
            trimmed = self.trimmed(piece)
            if trimmed and self.add(trimmed):
                yield trimmed
