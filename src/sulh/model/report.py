"""A report: one document as it was read, with its canonical text and the way back to the original."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, NamedTuple, Self

from pydantic import model_validator

from sulh.model.base import Value

BlockKind = Literal["heading", "paragraph"]
DateBasis = Literal["given", "metadata", "inferred", "unknown"]


class Span(NamedTuple):
    """A half-open range of characters, ``text[start:end]``."""

    start: int
    end: int


class Run(NamedTuple):
    """A stretch that the canonical text and the original share.

    It is shared character for character, unless `width` is given: then `length` canonical characters stand,
    as a whole, for `width` original ones (an entity such as ``&amp;``, a letter and its accent).
    """

    start: int
    original: int
    length: int
    width: int | None = None


class OffsetMap(Value):
    """The way from an offset in the canonical text to one in the original (in decoded characters).

    `runs` are in ascending order of `start` and do not overlap. A canonical character outside every run was
    put there by canonicalisation (a paragraph break between two HTML blocks, say); it maps to the end of
    the run before it.
    """

    runs: tuple[Run, ...]

    def to_original(self, start: int, end: int) -> Span:
        """Return the smallest original span that holds canonical ``[start, end)``; ``end > start``."""
        return Span(self._at(start).start, self._at(end - 1).end)

    def _at(self, offset: int) -> Span:
        index = bisect_right(self.runs, offset, key=lambda run: run.start) - 1
        if index < 0:
            return Span(0, 0)
        run = self.runs[index]
        if run.width is not None:
            return Span(run.original, run.original + run.width)
        place = run.original + min(offset - run.start, max(run.length - 1, 0))
        return Span(place, place + 1)


class Block(Value):
    """A heading or a paragraph: a span of the canonical text."""

    kind: BlockKind
    start: int
    end: int


class SetAside(Value):
    """A piece of the document that is not read as prose (web debris, page furniture), kept and reported.

    Where it stands inside the canonical text, `start` and `end` are its span there; a piece of an HTML page
    that never entered the text (a menu, a script's noscript note) has ``start = end = None``.
    """

    text: str
    reason: str
    start: int | None = None
    end: int | None = None


class Report(Value):
    """One document.

    `id` is the SHA-256 of the original bytes. `published` is a TIMEX3 date or None, `published_basis` says
    where it comes from. `text` is canonical: Unicode NFC, line feeds only, no invisible characters.
    `sentences` are spans inside the blocks, debris excluded; every quote anywhere is a slice of `text`.
    """

    id: str
    name: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_basis: DateBasis = "unknown"
    language: str = "en"
    encoding: str = "utf-8"
    text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    set_aside: tuple[SetAside, ...] = ()
    offsets: OffsetMap
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _spans_inside(self) -> Self:
        size = len(self.text)
        spans = [(b.start, b.end) for b in self.blocks] + list(self.sentences)
        if any(not 0 <= start < end <= size for start, end in spans):
            raise ValueError("a block or sentence lies outside the text")
        return self
