"""Lines to headings and paragraphs, in a text without markup.

Three habits occur: a blank line between paragraphs, one paragraph on each line, and lines wrapped by hand at
70 to 80 columns. Whether a line goes on with the next is asked of each pair of lines: in a wrapped text it
does if the next line's first word would not have fit on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Literal, NamedTuple

from sulh.model.report import Block, SetAside, Span
from sulh.text import debris

Mark = Literal["heading", "item", "aside"]

_ENDS = re.compile(r"[.!?…:;۔؟。！？][\"'”’»)\]]*\Z")
_ITEM = re.compile(r"\(?(?:\d{1,3}|[A-Za-z])[.)]\s")
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 50
_LONGEST_HEADING = 100
_MOST_HEADING_WORDS = 14
_LONGEST_HEADLINE = 200
_MOST_HEADLINE_WORDS = 32
_MOST_HEADINGS = 3
_HANGING = 6


class Line(NamedTuple):
    """A line without the space around it; `blank_before` if an empty one goes before."""

    start: int
    end: int
    indent: int
    number: int
    blank_before: bool


class Layout(NamedTuple):
    """The blocks of a text and the lines that belong to none."""

    blocks: tuple[Block, ...]
    set_aside: tuple[SetAside, ...]


def lay_out(text: str, start: int = 0, marks: Mapping[int, tuple[Mark, str]] | None = None) -> Layout:
    """Cut ``text[start:]`` into blocks.

    *marks* says what is known of a line already, by its number from the top of *text*, counted from 0:
    a heading, an item of a list, or a line to set aside (with the reason).
    """
    marks = marks or {}
    lines = list(_lines(text, start))
    width = _wrapped_at(text, lines)
    aside: list[SetAside] = []
    pieces: list[tuple[Line, ...]] = []
    previous: Line | None = None
    for index, line in enumerate(lines):
        mark, reason = marks.get(line.number, (None, ""))
        follows = lines[index + 1] if index + 1 < len(lines) else None
        if mark != "aside" and _stands_alone(text, line, previous, follows):
            reason = debris.reason_for(text[line.start : line.end]) or ""
        if reason:
            aside.append(
                SetAside(text=text[line.start : line.end], reason=reason, start=line.start, end=line.end)
            )
            previous = None
        elif previous and mark is None and _goes_on(text, previous, line, width):
            pieces[-1] = (pieces[-1][0], line)
            previous = line
        else:
            pieces.append((line,))
            # the lines of an item may hang to the right of its first one
            hangs = line._replace(indent=line.indent + _HANGING) if mark == "item" else line
            previous = None if mark == "heading" else hangs
    return Layout(tuple(_blocks(text, pieces, marks)), tuple(aside))


def looks_like_heading(text: str) -> bool:
    """Whether one line could be a heading: short, no stop at its end, no small letter at its start."""
    return _names_what_follows(text, _LONGEST_HEADING, _MOST_HEADING_WORDS)


def looks_like_headline(text: str) -> bool:
    """Whether a line on top of everything could be its headline: as a heading, but a whole sentence long."""
    return "\n" not in text and _names_what_follows(text, _LONGEST_HEADLINE, _MOST_HEADLINE_WORDS)


def _names_what_follows(text: str, longest: int, most: int) -> bool:
    words = text.split()
    if not words or len(text) > longest or len(words) > most or _ENDS.search(text):
        return False
    first = next((letter for letter in text if letter.isalnum()), "")
    return bool(first) and not first.islower() and text[-1] not in ",-–—" and not _ITEM.match(text)


def settle_headings(candidates: list[bool], fixed: list[bool]) -> list[bool]:
    """Decide which heading-like blocks are headings.

    *fixed* are the blocks that markup calls headings. Of the others, up to three in a row are headings if
    prose follows; a longer row, or one with nothing after it, is a list of lines that lack their stop (and
    at most the last of a long row is a heading).
    """
    result = list(fixed)
    row: list[int] = []
    for index, (candidate, known) in enumerate(zip(candidates, fixed, strict=True)):
        if candidate or known:
            row.append(index)
            continue
        for place in row if len(row) <= _MOST_HEADINGS else row[-1:]:
            result[place] = True
        row.clear()
    return result


def _lines(text: str, start: int) -> Iterator[Line]:
    at, last = start, -1
    for number, piece in enumerate(text[start:].split("\n"), text.count("\n", 0, start)):
        inner = piece.strip()
        if inner:
            indent = len(piece) - len(piece.lstrip())
            yield Line(at + indent, at + indent + len(inner), indent, number, 0 <= last < number - 1)
            last = number
        at += len(piece) + 1


def _wrapped_at(text: str, lines: list[Line]) -> int | None:
    """Return the column at which the text is wrapped by hand, or None if it isn't."""
    widths = [
        line.end - line.start + line.indent for line in lines if text.find(" ", line.start, line.end) > 0
    ]
    narrow = [width for width in widths if width <= _WIDEST_WRAP]
    if not narrow or len(narrow) * 10 < len(widths) * 9 or max(narrow) < _NARROWEST_WRAP:
        return None
    followed = [line for line, after in pairwise(lines) if not after.blank_before]
    unended = sum(not _ENDS.search(text[line.start : line.end][-10:]) for line in followed)
    return max(narrow) if unended * 2 >= len(followed) > 0 else None


def _goes_on(text: str, line: Line, after: Line, width: int | None) -> bool:
    if after.blank_before or after.indent > line.indent + 1:
        return False
    tail, head = text[max(line.start, line.end - 10) : line.end], text[after.start : after.start + 80]
    ended = bool(_ENDS.search(tail))
    if _ITEM.match(head) and ended:
        return False
    if not ended and head[0].islower() and (width is not None or line.end - line.start >= 40):
        return True
    if width is None or (head[0].isupper() and _title_case(text[line.start : line.end])):
        return False
    room = width - (line.end - line.start + line.indent)
    fits = 1 + len(head.split(maxsplit=1)[0]) <= room
    return not fits or (not ended and room <= width // 5)


def _title_case(line: str) -> bool:
    words = [word for word in line.split() if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return (
        len(line) <= _LONGEST_HEADING
        and len(words) >= 2
        and capitals == len(words)
        and not _ENDS.search(line)
    )


def _stands_alone(text: str, line: Line, previous: Line | None, follows: Line | None) -> bool:
    """Whether a line is surely no part of a wrapped sentence."""
    if text.startswith(("http://", "https://"), line.start):
        return True
    if (
        previous
        and not line.blank_before
        and not _ENDS.search(text[max(previous.end - 10, 0) : previous.end])
    ):
        return looks_like_heading(text[previous.start : previous.end][: _LONGEST_HEADING + 1])
    return not (follows and not follows.blank_before and text[follows.start].islower())


def _blocks(
    text: str, pieces: list[tuple[Line, ...]], marks: Mapping[int, tuple[Mark, str]]
) -> Iterator[Block]:
    known = [marks.get(piece[0].number, (None, ""))[0] for piece in pieces]
    single = [piece[0] == piece[-1] for piece in pieces]
    candidates = [
        single[i]
        and known[i] is None
        and looks_like_heading(text[p[0].start : min(p[0].end, p[0].start + 200)])
        for i, p in enumerate(pieces)
    ]
    headings = settle_headings(candidates, [mark == "heading" for mark in known])
    for piece, heading in zip(pieces, headings, strict=True):
        span = Span(piece[0].start, piece[-1].end)
        yield Block(kind="heading" if heading else "paragraph", start=span.start, end=span.end)
