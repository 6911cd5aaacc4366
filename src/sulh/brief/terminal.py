"""The brief in the terminal. Coloured on a screen; plain text, without boxes, in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from sulh.brief.acts import terms, who
from sulh.brief.dates import in_words
from sulh.brief.layout import page
from sulh.brief.page import Block, Items, Line, Note, Page, Para, Ref, Section, Style, Table, Words, harmless
from sulh.brief.verdict import NOTHING
from sulh.brief.words import foreign, shorten
from sulh.model.brief import Brief
from sulh.model.move import Move, Reading

PIPE_WIDTH = 100
"""How wide the text is when it does not go to a screen."""

INDENT = 2
"""Blanks before a block, and between two columns."""

_STYLES: dict[Style, str] = {"plain": "", "strong": "bold", "dim": "dim", "warn": "yellow"}


def render(brief: Brief, console: Console, only: str | None = None) -> None:
    """Print *brief* on *console*; with *only*, one of its sections with the sources of that."""
    show(console, lambda: _page(page(brief, only), console))


def show(console: Console, draw: Callable[[], None]) -> None:
    """Let *draw* print on *console*; in a pipe without the blanks that Rich fills lines up with."""
    if console.is_terminal:
        draw()
        return
    with console.capture() as captured:
        draw()
    console.file.write("\n".join(row.rstrip() for row in captured.get().split("\n")))


def _page(laid: Page, console: Console) -> None:
    console.print(Text(harmless(laid.title), style="bold"))
    for line in laid.summary:
        console.print(text(line))
    for section in laid.sections:
        _section(section, console)
    if not laid.sections:
        console.print()
        console.print(Text("Nothing was found."))
    if laid.notes:
        console.print()
        console.print(Text("Sources", style="bold cyan"))
        console.print(_list([(f"[{note.number}]", source(note)) for note in laid.notes]))


def render_moves(readings: Sequence[Reading], console: Console) -> None:
    """Print the moves of *readings* as a table for each report."""
    show(console, lambda: _moves(readings, console))


def _moves(readings: Sequence[Reading], console: Console) -> None:
    for number, reading in enumerate(readings, 1):
        report = reading.report
        name = harmless(f"r{number} {report.name}, {in_words(report.published or 'no date')}")
        console.print(Text(name, style="bold"))
        if not reading.moves:
            said = foreign(report.language)
            console.print(Padding(Text(f"It {said}." if said else NOTHING), (0, 0, 0, 2)))
            continue
        grid = _grid(("At", "Act", "Who", "What", "When", "According to"), console.is_terminal)
        for move in reading.moves:
            grid.add_row(*(Text(harmless(cell)) for cell in _move(move)))
        console.print(Padding(grid, (0, 0, 1, 2)))


def _move(move: Move) -> tuple[str, ...]:
    act = f"not {move.act}" if move.denied else move.act
    aside = "" if move.context == "actual" else f" ({move.context})"
    whom = f" → {move.addressee}" if move.addressee else ""
    when = in_words(move.when or "") or (f"({in_words(move.reported)})" if move.reported else "")
    return str(move.start), f"{act}{aside}", f"{who(move)}{whom}", terms(move), when, " → ".join(move.sources)


def _section(section: Section, console: Console) -> None:
    console.print()
    console.print(Text(section.title, style="bold cyan"))
    before: Block | None = None
    for block in section.blocks:
        drawn = _block(block, console.is_terminal, console.width)
        if drawn is None:
            continue
        if before is not None and Table in (type(before), type(block)):
            console.print()
        console.print(drawn)
        before = block


def _block(block: Block, screen: bool, width: int) -> RenderableType | None:
    match block:
        case Para(line):
            return Padding(text(line), (0, 0, 0, 2))
        case Items():
            return _list(list(_items(block, "•" if screen else "-")))
        case Table():
            return _table(block, screen, width)
        case _:
            return None


def _items(items: Items, bullet: str) -> Iterable[tuple[str, RenderableType]]:
    for number, line in enumerate(items.lines, 1):
        yield f"{number}." if items.numbered else bullet, text(line)
        for lower in items.under[number - 1] if items.under else ():
            yield "", _list([(bullet, text(lower))], width=1)


def _list(items: Sequence[tuple[str, RenderableType]], width: int = 3) -> Grid:
    grid = Grid.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", no_wrap=True, min_width=width)
    grid.add_column(overflow="fold")
    for mark, words in items:
        grid.add_row(Text(mark, style="dim"), words)
    return grid


def _table(table: Table, screen: bool, width: int) -> RenderableType:
    grid = _grid([text(cell) for cell in table.head], screen)
    for row in table.rows:
        grid.add_row(*map(text, row))
    most = (width - INDENT) // len(table.head) - INDENT
    for column in grid.columns:  # no word is broken for the sake of another column's comfort
        words = (word for cell in column.cells if isinstance(cell, Text) for word in cell.plain.split())
        column.min_width = max(1, min(max(map(len, words), default=1), most))
    return Padding(grid, (0, 0, 0, INDENT))


def _grid(head: Sequence[str | Text], screen: bool) -> Grid:
    shape = box.SIMPLE_HEAD if screen else None
    grid = Grid(box=shape, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    for cell in head:
        grid.add_column(cell, overflow="fold")
    return grid


def text(line: Line) -> Text:
    """Return *line* for Rich: its words are never read as markup, and control characters are gone."""
    made = Text()
    for before, part in pairwise((None, *line)):
        if part is None:
            continue
        if isinstance(part, Ref):
            if isinstance(before, Words) and not made.plain.endswith(" "):
                made.append("\N{NO-BREAK SPACE}")  # a number alone on a line leads nowhere
            made.append(f"[{part.number}]", style="cyan")
        else:
            made.append(harmless(part.text), style=_STYLES[part.style])
    made.rstrip()
    return made


def source(note: Note) -> Text:
    """Return a footnote: the quote, who says so, and where."""
    item = note.evidence
    made = Text(f"“{harmless(shorten(item.quote, 200))}”")
    place = f"r{note.card}" if note.card else item.report or "case file"
    if item.start is not None:
        place += f":{item.start}"
    facts: Iterable[str] = filter(None, (note.by, place, in_words(item.published or "")))
    made.append(harmless(f" – {', '.join(facts)}"), style="dim")
    return made
