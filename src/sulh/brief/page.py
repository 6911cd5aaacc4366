"""A brief laid out for reading, before any medium: sections of lines, lists and tables, with footnotes.

Every text in it is data. A renderer escapes it for its medium and adds nothing to what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from sulh.brief.quotes import said_by
from sulh.model.brief import ReportCard
from sulh.model.move import Move
from sulh.model.problem import Evidence

Style = Literal["plain", "strong", "dim", "warn"]


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text in one style."""

    text: str
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Ref:
    """A footnote number: it leads to the source of what stands right before it, without a blank between."""

    number: int


Part = Words | Ref
Line = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not. `under` are lines below each of its lines; none, or as many as `lines`."""

    lines: tuple[Line, ...]
    numbered: bool = False
    under: tuple[tuple[Line, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column heads its rows. `name` says what it shows."""

    name: str
    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, for media that can draw: `draw` returns one SVG element that needs nothing beside it."""

    draw: Callable[[], Markup]


Block = Para | Items | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the brief. `key` is a plain word for links."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: the quote, who says so, and the report it stands in (`card` counts from 1; None: none)."""

    number: int
    evidence: Evidence
    by: str
    card: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """The brief, laid out. `summary` are the lines under the title."""

    title: str
    summary: tuple[Line, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    reports: tuple[ReportCard, ...]


@dataclass(slots=True)
class Footnotes:
    """Gives out footnote numbers: the same words of the same report have one number."""

    reports: Sequence[ReportCard]
    moves: Mapping[str, Move]  # by their ids: a move knows its report, of whose name there may be two
    notes: list[Note] = field(default_factory=list)
    _numbers: dict[tuple[object, ...], int] = field(default_factory=dict)
    _by_id: dict[str, int] = field(init=False)
    _by_name: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        numbered = list(enumerate(self.reports, 1))
        self._by_id = {card.id: number for number, card in numbered}
        self._by_name = {card.name: number for number, card in reversed(numbered)}

    def refs(self, evidence: Iterable[Evidence]) -> Line:
        """Return the footnotes of *evidence*, ascending."""
        numbers = sorted({self._number(item) for item in evidence})
        return tuple(Ref(number) for number in numbers)

    def _number(self, item: Evidence) -> int:
        card = self._card(item)
        where: object = item.quote if item.start is None else (item.start, item.end)
        key = (card, item.report, where, item.sources)
        if key not in self._numbers:
            self._numbers[key] = len(self.notes) + 1
            by = said_by(item, self.moves.get(item.move or ""))
            self.notes.append(Note(len(self.notes) + 1, item, by, card))
        return self._numbers[key]

    def _card(self, item: Evidence) -> int | None:
        move = self.moves.get(item.move or "")
        return self._by_id.get(move.report) if move else self._by_name.get(item.report or "")


def joined(parts: Sequence[Line], between: str = "; ", last: str | None = None) -> Line:
    """Return *parts* as one line, *between* every two of them, *last* before the last one."""
    made: list[Line] = []
    for index, part in enumerate(parts):
        if index:
            made.append(line(last if last is not None and index == len(parts) - 1 else between))
        made.append(part)
    return line(*made)


def line(*parts: str | Part | Line) -> Line:
    """Return a line made of *parts*; a plain string is plain text."""
    made: list[Part] = []
    for part in parts:
        if isinstance(part, str):
            made.append(Words(part))
        elif isinstance(part, tuple):
            made.extend(part)
        else:
            made.append(part)
    return tuple(made)


def strong(text: str) -> Words:
    """Return *text*, emphasised."""
    return Words(text, "strong")


def dim(text: str) -> Words:
    """Return *text*, held back."""
    return Words(text, "dim")


def warn(text: str) -> Words:
    """Return *text* as a caution."""
    return Words(text, "warn")


# C0 and C1 controls, lone surrogates, non-characters, and the bidirectional controls that reorder a line
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")


def generator() -> str:
    """Return what to mark a file with that sulh writes, so that it is never read as a report."""
    from importlib.metadata import version  # noqa: PLC0415 - costs more than the rest of this module

    return f"sulh {version('sulh')}"


def harmless(text: str, keep: str = "") -> str:
    """Return *text* without terminal escape sequences; a control character becomes a space.

    The characters in *keep* stay. What is left cannot move a cursor, ring, colour or reorder anything.
    """
    return _UNSAFE.sub(lambda match: match[0] if match[0] in keep else " ", _ESCAPE.sub("", text))
