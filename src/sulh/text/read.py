"""Bytes to `Report`."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from sulh.model.errors import EmptyReportError, TooLargeError
from sulh.model.report import DateBasis, OffsetMap, Report, SetAside
from sulh.text.canonical import count_invisible
from sulh.text.decode import decode
from sulh.text.draft import Draft
from sulh.text.language import guess_language
from sulh.text.layout import looks_like_headline
from sulh.text.limits import DEFAULT_LIMITS, Limits
from sulh.text.markdown import markdown_draft
from sulh.text.metadata import given_date
from sulh.text.plain import plain_draft
from sulh.text.prose import read_prose
from sulh.text.web import html_draft, looks_like_html


def read_report(
    data: bytes, *, name: str, published: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Report:
    """Read one report.

    *name* names it in messages, and its ending tells what it is (``.html``, ``.md``; anything else is text,
    unless it starts like a web page). *published*, if given, goes before any date the document states.
    Raises an `InputError` that names the report and says what to do: nothing to read, no text, over a limit.
    """
    given = None if published is None else given_date(published)
    limits.check_size(len(data), name)
    decoded = decode(data, name)
    draft = _draft(decoded.text, name, limits)
    limits.check_paragraph(max((block.end - block.start for block in draft.blocks), default=0), name)
    prose = read_prose(draft.text.text, draft.blocks)
    if not prose.blocks:
        raise EmptyReportError(
            f"{name}: there is no prose in it",
            hint="only headers, captions or page furniture were found; check the file",
        )
    stated = draft.metadata
    title = stated.title or _top_heading(draft)
    basis: DateBasis = "given" if given else "metadata" if stated.published else "unknown"
    report = Report(
        id=hashlib.sha256(data).hexdigest(),
        name=name,
        title=title,
        publisher=stated.publisher,
        published=given or stated.published,
        published_basis=basis,
        language=guess_language(" ".join(draft.text.text[b.start : b.end] for b in prose.blocks[:200])),
        encoding=decoded.encoding,
        text=draft.text.text,
        blocks=prose.blocks,
        sentences=prose.sentences,
        set_aside=tuple(sorted((*draft.set_aside, *prose.set_aside), key=_place)),
        offsets=OffsetMap(runs=draft.text.runs),
        notes=(*decoded.notes, *_invisible_note(decoded.text), *draft.notes),
    )
    return report.with_stated(stated.published)


def _draft(text: str, name: str, limits: Limits) -> Draft:
    kind = PurePath(name).suffix.lower()
    if kind in (".html", ".htm", ".xhtml") or looks_like_html(text):
        return html_draft(text, name, limits)
    lines = max(text.count("\n"), text.count("\r"))
    if lines > limits.max_lines:
        raise TooLargeError(
            f"{name}: {lines:,} lines are over the limit of {limits.max_lines:,} for one report",
            hint="check that this is a report; split it into one file for each",
        )
    return markdown_draft(text) if kind in (".md", ".markdown") else plain_draft(text)


def _place(piece: SetAside) -> tuple[bool, int]:
    """Sort pieces by their place in the text, those that are not in it last and as they came."""
    return piece.start is None, piece.start or 0


def _top_heading(draft: Draft) -> str | None:
    """Return the heading on top, or the headline: as long as a sentence, it is read like one as well."""
    if not draft.blocks:
        return None
    top = draft.text.text[draft.blocks[0].start : draft.blocks[0].end]
    alone = len(draft.blocks) == 1
    named = draft.blocks[0].kind == "heading" or (not alone and looks_like_headline(top))
    return " ".join(top.split()) if named else None


def _invisible_note(text: str) -> tuple[str, ...]:
    count = count_invisible(text.removeprefix("\ufeff"))
    return (f"{count} invisible characters left out",) if count else ()
