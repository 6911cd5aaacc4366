"""Canonical text, and the way from each of its characters back to the original.

Everything that changes a text is one list of edits: `edit` applies them and carries the offset map along.
Canonical means: Unicode NFC; line feeds only; no invisible characters (zero width, bidirectional controls,
byte-order marks, soft hyphens, other control characters); every space but line feed and tab is U+0020.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sulh.model.report import Run

INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls; the line breaks among them are turned, not removed
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_NEWLINE = "\r\n|[\r\x0b\x0c\x85\u2028\u2029]"
_SPACE = "[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_CHANGED = re.compile(f"(?P<gone>[{INVISIBLE}]+)|(?P<newline>{_NEWLINE})|{_SPACE}")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


class Mapped(NamedTuple):
    """A text with the runs that lead back to the original it was made from."""

    text: str
    runs: tuple[Run, ...]


class Edit(NamedTuple):
    """Put `text` where ``[start, end)`` was."""

    start: int
    end: int
    text: str = ""


class Builder:
    """Puts a text together from stretches of an original, in order."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._runs: list[Run] = []
        self.length = 0

    def keep(self, text: str, original: int) -> None:
        """Add *text*, which stands so in the original at *original*."""
        self._add(text, Run(self.length, original, len(text)))

    def replace(self, text: str, original: int, width: int) -> None:
        """Add *text*, which as a whole stands for *width* original characters."""
        self._add(text, Run(self.length, original, len(text), None if width == len(text) == 1 else width))

    def insert(self, text: str) -> None:
        """Add *text* that the original does not have."""
        if text:
            self._pieces.append(text)
            self.length += len(text)

    def carry(self, piece: Mapped) -> None:
        """Add a text that has its own way back."""
        shift = self.length
        for run in piece.runs:
            self._join(Run(run.start + shift, run.original, run.length, run.width))
        self.insert(piece.text)

    def ends_in_space(self) -> bool:
        """Whether the text so far is empty or ends in white space."""
        return not self._pieces or self._pieces[-1][-1:].isspace()

    def done(self) -> Mapped:
        """Return what was built."""
        return Mapped("".join(self._pieces), tuple(self._runs))

    def _add(self, text: str, run: Run) -> None:
        if text:
            self._join(run)
            self.insert(text)

    def _join(self, run: Run) -> None:
        if self._runs and run.width is None and self._runs[-1].width is None:
            last = self._runs[-1]
            touches = last.start + last.length == run.start and last.original + last.length == run.original
            if touches:
                self._runs[-1] = Run(last.start, last.original, last.length + run.length)
                return
        self._runs.append(run)


def identity(text: str) -> Mapped:
    """Return *text* as its own original."""
    return Mapped(text, (Run(0, 0, len(text)),) if text else ())


def edit(source: Mapped, edits: Sequence[Edit]) -> Mapped:
    """Apply *edits*, ascending and disjoint, to *source*."""
    if not edits:
        return source
    built, walk, at = Builder(), _Walk(source), 0
    for change in edits:
        walk.copy(built, at, change.start)
        if change.text:
            before = walk.original(change.start, change.end)
            if before is None:
                built.insert(change.text)
            else:
                built.replace(change.text, before[0], before[1] - before[0])
        at = change.end
    walk.copy(built, at, len(source.text))
    return built.done()


class _Walk:
    """Goes through the runs of a text once, from front to back."""

    def __init__(self, source: Mapped) -> None:
        self._source = source
        self._index = 0
        self._is_original = source.runs == ((0, 0, len(source.text), None),)

    def _runs(self, start: int, end: int) -> Iterator[Run]:
        runs = self._source.runs
        while self._index < len(runs) and runs[self._index].start + runs[self._index].length <= start:
            self._index += 1
        index = self._index
        while index < len(runs) and runs[index].start < end:
            run = runs[index]
            left, right = max(run.start, start), min(run.start + run.length, end)
            if run.width is None:
                yield Run(left, run.original + left - run.start, right - left)
            else:
                yield Run(left, run.original, right - left, run.width)
            index += 1

    def copy(self, built: Builder, start: int, end: int) -> None:
        if start == end:
            return
        at = start
        text = self._source.text
        if self._is_original:
            built.keep(text[start:end], start)
            return
        for run in self._runs(start, end):
            built.insert(text[at : run.start])
            piece = text[run.start : run.start + run.length]
            if run.width is None:
                built.keep(piece, run.original)
            else:
                built.replace(piece, run.original, run.width)
            at = run.start + run.length
        built.insert(text[at:end])

    def original(self, start: int, end: int) -> tuple[int, int] | None:
        if self._is_original and start < end:
            return start, end
        runs = list(self._runs(start, end))
        if not runs:
            return None
        last = runs[-1]
        return runs[0].original, last.original + (last.length if last.width is None else last.width)


def moved(edits: Sequence[Edit], offsets: Iterable[int]) -> list[int]:
    """Return where ascending *offsets* of a text come to stand once *edits* are applied.

    An offset inside an edited stretch comes to stand at the end of what replaces it.
    """
    result: list[int] = []
    shift, index = 0, 0
    for offset in offsets:
        while index < len(edits) and edits[index].end <= offset:
            shift += len(edits[index].text) - (edits[index].end - edits[index].start)
            index += 1
        if index < len(edits) and edits[index].start < offset:
            result.append(edits[index].start + len(edits[index].text) + shift)
        else:
            result.append(offset + shift)
    return result


def canonical(source: Mapped) -> Mapped:
    """Return *source* in canonical form."""
    visible = edit(source, list(_plain_edits(source.text)))
    if unicodedata.is_normalized("NFC", visible.text):
        return visible
    return edit(visible, list(_composing_edits(visible.text)))


def count_invisible(text: str) -> int:
    """Return how many characters of *text* canonical form leaves out."""
    return sum(len(match.group()) for match in _INVISIBLE.finditer(text))


def _plain_edits(text: str) -> Iterator[Edit]:
    for match in _CHANGED.finditer(text):
        if match["gone"]:
            yield Edit(match.start(), match.end())
        else:
            yield Edit(match.start(), match.end(), "\n" if match["newline"] else " ")


def _composing_edits(text: str) -> Iterator[Edit]:
    """Yield the edits of NFC, each no longer than one letter with its marks where that is enough."""
    for match in _BEYOND_ASCII.finditer(text):
        start, end = max(match.start() - 1, 0), match.end()
        if unicodedata.is_normalized("NFC", text[start:end]):
            continue
        clusters = list(_clusters(text, start, end))
        composed = [unicodedata.normalize("NFC", text[left:right]) for left, right in clusters]
        whole = unicodedata.normalize("NFC", text[start:end])
        if "".join(composed) != whole:  # letters that compose with the one before them
            yield Edit(start, end, whole)
            continue
        for (left, right), letter in zip(clusters, composed, strict=True):
            if letter != text[left:right]:
                yield Edit(left, right, letter)


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    left = start
    for place in range(start + 1, end):
        letter = text[place]
        joins = unicodedata.category(letter)[0] == "M" or "\u1161" <= letter <= "\u11ff"
        if not joins:
            yield left, place
            left = place
    yield left, end
