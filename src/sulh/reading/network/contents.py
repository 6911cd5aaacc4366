"""The pieces of a content, put in order: neighbours joined, quotation marks in pairs."""

from __future__ import annotations

import re
from collections.abc import Iterable

Span = tuple[int, int]
_CLOSING = re.compile(r"[.,?!]?[”\"]")
_LOOSE_LINES = re.compile(r"(?:\n[\W_]*)+\Z")
_OPENS = re.compile(r"[“«]\Z|(?<!\S)\"\Z")


def tidy(text: str, pieces: Iterable[Span]) -> list[Span]:
    """Return the *pieces* of one content of *text* with what a tagger of words leaves loose.

    Pieces of one line with no word between them are one: a quotation goes on over several sentences. A mark
    that opens or shuts a quotation belongs to the piece that holds its fellow. A line
    without a word at the end of a piece is none of it, and a piece without a word is no piece.
    """
    joined: list[Span] = []
    for start, whole in sorted(pieces):
        if not any(map(str.isalnum, text[start:whole])):
            continue
        end = start + len(_LOOSE_LINES.sub("", text[start:whole]))
        if joined and not any(char.isalnum() or char == "\n" for char in text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return [_paired(text, piece) for piece in joined]


def _paired(text: str, piece: Span) -> Span:
    start, end = piece
    if _OPENS.search(text, max(start - 2, 0), start):
        start -= 1
    open_ = text.count("“", start, end) > text.count("”", start, end) or text.count('"', start, end) % 2
    closing = _CLOSING.match(text, end) if open_ else None
    return start, closing.end() if closing else end
