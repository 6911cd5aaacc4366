"""Plain text and Markdown to a `Draft`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sulh.model.report import SetAside
from sulh.text.canonical import Edit, Mapped, canonical, edit, identity
from sulh.text.debris import strip_inner_tags
from sulh.text.draft import Draft, Metadata
from sulh.text.layout import Mark, lay_out
from sulh.text.metadata import Head, header_lines

# Entities that a scraper left in a text. `<` and `>` are not among them: no markup comes into being here.
_ENTITY = re.compile(
    r"&(?:nbsp|amp|quot|apos|[lr][ds]quo|[nm]dash|hellip|[lr]aquo|shy|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});"
)
_BULLET = re.compile(r"^[ \t]*(?:[-*+•‣▪◦●·–—][ \t]+)(?=[^\W_]|[\"“‘«'(\[$£€])", re.MULTILINE)


def plain_draft(text: str) -> Draft:
    """Return the draft of a plain text."""
    source = canonical(edit(identity(text), list(entity_edits(text))))
    source, tags = strip_inner_tags(source)
    head = header_lines(source.text)
    start = head.end if head else 0
    bullets = [Edit(*match.span()) for match in _BULLET.finditer(source.text, start)]
    marks: dict[int, tuple[Mark, str]] = {}
    line, at = 0, 0
    for bullet in bullets:
        line += source.text.count("\n", at, bullet.start)
        at = bullet.start
        marks[line] = ("item", "")
    return finish(edit(source, bullets), head, marks, tags)


def finish(
    source: Mapped, head: Head | None, marks: dict[int, tuple[Mark, str]], aside: tuple[SetAside, ...]
) -> Draft:
    """Lay out what stands below the *head*, and set the head aside."""
    layout = lay_out(source.text, head.end if head else 0, marks)
    return Draft(
        text=source,
        blocks=layout.blocks,
        set_aside=(*head_set_aside(source.text, head), *layout.set_aside, *aside),
        metadata=head.metadata if head else Metadata(),
        notes=head.metadata.notes if head else (),
    )


def head_set_aside(text: str, head: Head | None) -> Iterator[SetAside]:
    """Yield the metadata at the top as pieces set aside."""
    for start, end in head.lines if head else ():
        yield SetAside(text=text[start:end], reason="metadata", start=start, end=end)


def entity_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that turn left-over entities into their characters."""
    for match in _ENTITY.finditer(text):
        letter = html.unescape(match.group())
        if letter not in ("<", ">", "&lt;"):
            yield Edit(*match.span(), letter)
