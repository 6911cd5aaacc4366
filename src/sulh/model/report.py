"""A report: one document as it was read, with its canonical text and the way back to the original."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, NamedTuple, Self

from pydantic import model_validator

from sulh.model.base import Value
from sulh.model.dates import day_range

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
    where it comes from; `stated` is the date that the document itself states, also where a given one goes
    before it. `text` is canonical: Unicode NFC, line feeds only, no invisible characters.
    `sentences` are spans inside the blocks, debris excluded; every quote anywhere is a slice of `text`.
    """

    id: str
    name: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_basis: DateBasis = "unknown"
    stated: str | None = None
    language: str = "en"
    encoding: str = "utf-8"
    text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    set_aside: tuple[SetAside, ...] = ()
    offsets: OffsetMap
    notes: tuple[str, ...] = ()

    @property
    def overridden(self) -> bool:
        """Whether a given date goes before one that the document states, and does not lie within that."""
        if self.published_basis != "given" or self.stated is None or self.published is None:
            return False
        given, stated = day_range(self.published), day_range(self.stated)
        within = given and stated and stated[0] <= given[0] and given[1] <= stated[1]
        return self.published != self.stated and not within

    def with_stated(self, stated: str | None) -> Report:
        """Return the report with the date that it states itself, and a note where a given one differs."""
        report = self.model_copy(update={"stated": stated})
        if not report.overridden:
            return report
        note = f"it states {stated} as its date; the date given, {self.published}, goes before that"
        return report.model_copy(update={"notes": (*self.notes, note)})

    @model_validator(mode="after")
    def _spans_inside(self) -> Self:
        size = len(self.text)
        spans = [(b.start, b.end) for b in self.blocks] + list(self.sentences)
        if any(not 0 <= start < end <= size for start, end in spans):
            raise ValueError("a block or sentence lies outside the text")
        return self
