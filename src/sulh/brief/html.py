"""The brief as one HTML file: no network, no script; every finding links to the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from sulh.brief.dates import in_words
from sulh.brief.layout import page
from sulh.brief.marks import Mark, marked
from sulh.brief.page import Note, Page, generator, harmless
from sulh.brief.words import shorten
from sulh.model.brief import Brief, ReportCard
from sulh.model.report import SetAside


@dataclass(frozen=True, slots=True)
class _Text:
    """A report's text with its marks; `outside` are the pieces that never entered it."""

    number: int
    card: ReportCard
    about: str
    body: Markup
    outside: tuple[SetAside, ...]


def to_html(brief: Brief) -> str:
    """Return *brief* as one self-contained HTML document."""
    laid = page(brief)
    notes = {note.number: note for note in laid.notes}
    return _template().render(
        page=laid,
        generator=generator(),
        texts=tuple(_texts(laid)),
        style=Markup(_stylesheet()),  # noqa: S704 - our own file
        target=lambda number: _target(notes[number], laid),
        told=lambda number: f"“{shorten(notes[number].evidence.quote)}” – {facts(notes[number])}",
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sulh.brief"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=lambda value: harmless(value) if type(value) is str else value,
    )
    environment.globals.update(facts=facts)
    return environment


@cache
def _template() -> Template:
    return _environment().get_template("brief.html.j2")


@cache
def _stylesheet() -> str:
    return resources.files("sulh.brief").joinpath("templates", "brief.css").read_text(encoding="utf-8")


def facts(note: Note) -> str:
    """Return who says it, in which report, of which day."""
    item = note.evidence
    place = f"r{note.card}" if note.card else item.report or "case file"
    return ", ".join(filter(None, (note.by, place, in_words(item.published or ""))))


def _has_span(note: Note, laid: Page) -> bool:
    start, end = note.evidence.start, note.evidence.end
    if note.card is None or start is None or end is None:
        return False
    return 0 <= start < end <= len(laid.reports[note.card - 1].text)


def _target(note: Note, laid: Page) -> str:
    """Return the link to the words of a note in the full text, or to the note where there are none."""
    return f"#q{note.number}" if _has_span(note, laid) else f"#n{note.number}"


def _texts(laid: Page) -> Iterable[_Text]:
    for number, card in enumerate(laid.reports, 1):
        if not card.text:
            continue
        notes = [note for note in laid.notes if note.card == number and _has_span(note, laid)]
        pieces = [piece for piece in card.set_aside if piece.start is None]
        yield _Text(
            number,
            card,
            _about(card),
            marked(card.text, [*_layout(card), *map(_quote, notes)]),
            tuple(pieces),
        )


def _layout(card: ReportCard) -> Iterable[Mark]:
    for block in card.blocks:
        yield Mark(block.start, block.end, "span", block.kind)
    for piece in card.set_aside:
        if piece.start is not None and piece.end is not None:
            yield Mark(piece.start, piece.end, "s", "aside", title=f"set aside: {piece.reason}")


def _quote(note: Note) -> Mark:
    start, end = note.evidence.start or 0, note.evidence.end or 0
    return Mark(start, end, "mark", anchor=f"q{note.number}", title=f"[{note.number}] {facts(note)}")


def _about(card: ReportCard) -> str:
    date = in_words(card.published or "no date")
    return ", ".join(filter(None, (card.title if card.title != card.name else None, card.publisher, date)))
