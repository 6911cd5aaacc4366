"""A web page to a `Draft`."""

from __future__ import annotations

import re

from sulh.model.report import Block, SetAside
from sulh.text import debris
from sulh.text.canonical import Builder
from sulh.text.draft import Draft
from sulh.text.html_metadata import page_metadata
from sulh.text.html_page import FURNITURE, PageBlock, read_page
from sulh.text.layout import looks_like_heading, settle_headings
from sulh.text.limits import Limits
from sulh.text.main_text import main_text

_LOOKS_LIKE_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_GAP = "\n\n"


def looks_like_html(text: str) -> bool:
    """Whether a text starts as a web page does."""
    return bool(_LOOKS_LIKE_HTML.match(text[:5000].lstrip("\ufeff")))


def html_draft(source: str, name: str, limits: Limits) -> Draft:
    """Return the draft of a web page: its main text; the rest is set aside."""
    page = read_page(source, name, limits)
    chosen = main_text(page, source)
    kept: list[PageBlock] = []
    aside: list[SetAside] = list(page.set_aside)
    for block, is_main in zip(page.blocks, chosen.kept, strict=True):
        reason = block.reason or debris.reason_for(block.text.text) or ("" if is_main else FURNITURE)
        if reason:
            aside.append(SetAside(text=block.text.text.strip(), reason=reason))
        else:
            kept.append(block)
    built = Builder()
    spans: list[tuple[int, int]] = []
    for block in kept:
        if built.length:
            built.insert(_GAP)
        start = built.length
        built.carry(block.text)
        spans.append((start, built.length))
    headings = settle_headings(
        [not block.is_item and looks_like_heading(block.text.text.strip()) for block in kept],
        [block.kind == "heading" for block in kept],
    )
    blocks = tuple(
        Block(kind="heading" if heading else "paragraph", start=start, end=end)
        for (start, end), heading in zip(spans, headings, strict=True)
    )
    metadata = page_metadata(page)
    return Draft(built.done(), blocks, tuple(aside), metadata, (*chosen.notes, *metadata.notes))
