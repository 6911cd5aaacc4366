"""The brief as Markdown (CommonMark with GitHub's tables). Every word of a source is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from sulh.brief.dates import in_words
from sulh.brief.layout import page
from sulh.brief.page import Block, Items, Line, Note, Para, Part, Ref, Table, Words, generator, harmless
from sulh.model.brief import Brief

# all that CommonMark, GitHub's tables, strike-through, mathematics, mentions and bare links react to
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#&$@{}]|!(?=\[)|:(?=//|[\w+-]+:)|(?<=\bwww)\.", re.IGNORECASE)
_STARTS_A_BLOCK = re.compile(r"(\s*)(?:([-+=])|(\d{1,9})([.)]))")


def to_markdown(brief: Brief) -> str:
    """Return *brief* as a Markdown document. Its first line says what made it, and is not shown."""
    laid = page(brief)
    parts = [
        f"<!-- generator: {generator()} -->",
        f"# {escape(laid.title)}",
        *(_line(line) for line in laid.summary),
    ]
    for section in laid.sections:
        parts.append(f"## {escape(section.title)}")
        parts += [text for block in section.blocks if (text := _block(block))]
    if laid.notes:
        parts += ["## Sources", "\n".join(_note(note) for note in laid.notes)]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Return *text* so that Markdown shows it as it is, on one line, wherever it is put."""
    flat = " ".join(harmless(text).split(" ")).strip(" ")
    made = _SPECIAL.sub(r"\\\g<0>", flat)
    match = _STARTS_A_BLOCK.match(made)
    if not match:
        return made
    place = match.start(2) if match[2] else match.start(4)
    return f"{made[:place]}\\{made[place:]}"


def _line(line: Line) -> str:
    made = ""
    for before, part in pairwise((None, *line)):
        if isinstance(part, Ref) and isinstance(before, Words) and not made.endswith(" "):
            made += " "
        made += _part(part) if part else ""
    return made.strip()


def _part(part: Part) -> str:
    if isinstance(part, Ref):
        return f"[\\[{part.number}\\]](#source-{part.number})"
    body = escape(part.text)
    if not body:
        return " " if part.text else ""
    before = " " if part.text[0].isspace() else ""
    after = " " if part.text[-1].isspace() else ""
    if part.style in ("strong", "warn"):
        body = f"**{body}**"
    return f"{before}{body}{after}"


def _block(block: Block) -> str:
    match block:
        case Para(line):
            return _line(line)
        case Items():
            return "\n".join(_items(block))
        case Table():
            return _table(block)
        case _:
            return ""


def _items(items: Items) -> Iterable[str]:
    for number, line in enumerate(items.lines, 1):
        mark = f"{number}." if items.numbered else "-"
        yield f"{mark} {_line(line)}"
        for lower in items.under[number - 1] if items.under else ():
            yield f"{' ' * (len(mark) + 1)}- {_line(lower)}"


def _table(table: Table) -> str:
    rule = "|" + " --- |" * len(table.head)
    return "\n".join([_row(table.head), rule, *map(_row, table.rows)])


def _row(cells: Iterable[Line]) -> str:
    return "".join(f"| {_line(cell)} " for cell in cells) + "|"


def _note(note: Note) -> str:
    item = note.evidence
    place = (
        f"r{note.card}:{item.start}" if note.card and item.start is not None else item.report or "case file"
    )
    report = item.report if note.card else None
    facts = ", ".join(filter(None, (note.by, place, report, in_words(item.published or ""))))
    return f'- <a id="source-{note.number}"></a>{note.number}. “{escape(item.quote)}” – {escape(facts)}'
