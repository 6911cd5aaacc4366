"""Which blocks of a page are its main text.

trafilatura decides; its answer is only compared with the blocks, so that each keeps its place in the source
and none is lost. (A. Barbaresi, Trafilatura, ACL 2021, system demonstrations.)
"""

from __future__ import annotations

import logging
import re
from typing import NamedTuple

from sulh.text.html_page import Page

_WORD = re.compile(r"\w+")
_GRAM = 4
_LEAST_KEPT = 0.5
_MOST_ELEMENTS = 15_000  # trafilatura's time grows with the square of the tables and lists on a page
_PARAGRAPH = 60  # characters from which a block with a full stop is surely prose


class MainText(NamedTuple):
    """For each block of a page whether it is main text, and a note where that was not left to trafilatura."""

    kept: tuple[bool, ...]
    notes: tuple[str, ...] = ()


def main_text(page: Page, source: str) -> MainText:
    """Choose the blocks of *page*, read from *source*, that are its main text.

    If the extractor finds less than half of what the page's paragraphs hold, they are all kept, and a note
    says so. A heading is kept if the block after it is.
    """
    texts = [block.text.text for block in page.blocks]
    open_to = [not block.reason for block in page.blocks]
    lines = _extract(source) if page.elements <= _MOST_ELEMENTS else []
    kept = [may and known for may, known in zip(open_to, _found(texts, lines), strict=True)]
    prose = [
        may
        and block.kind == "paragraph"
        and len(text) >= _PARAGRAPH
        and re.search(r"[.!?؟。]", text) is not None
        for may, block, text in zip(open_to, page.blocks, texts, strict=True)
    ]
    notes: tuple[str, ...] = ()
    whole = sum(len(text) for text, is_prose in zip(texts, prose, strict=True) if is_prose)
    found = sum(len(text) for text, is_kept in zip(texts, kept, strict=True) if is_kept)
    if found < _LEAST_KEPT * whole:
        kept = [one or other for one, other in zip(kept, prose, strict=True)]
        notes = ("no clear main text on the page: all its paragraphs are read",)
    elif not found:
        kept = open_to
        notes = ("no clear main text on the page: everything on it is read",)
    for index in range(len(kept) - 2, -1, -1):
        if page.blocks[index].kind == "heading" and open_to[index] and kept[index + 1]:
            kept[index] = True
    return MainText(tuple(kept), notes)


def _extract(source: str) -> list[str]:
    import trafilatura  # noqa: PLC0415  (0.4 s, and only for web pages)

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it reports empty pages as errors
    text = trafilatura.extract(
        source, output_format="txt", include_comments=False, include_tables=True, favor_recall=True
    )
    return (text or "").split("\n")


def _found(texts: list[str], lines: list[str]) -> list[bool]:
    """Say of each text whether *lines* hold it: half of its four-word sequences, or it as a whole line."""
    words = [_WORD.findall(line.casefold()) for line in lines]
    whole = {tuple(line) for line in words if line}
    running = [word for line in words for word in line]
    grams = {tuple(running[i : i + _GRAM]) for i in range(len(running) - _GRAM + 1)}
    result = []
    for text in texts:
        own = _WORD.findall(text.casefold())
        parts = [tuple(own[i : i + _GRAM]) for i in range(len(own) - _GRAM + 1)]
        hits = sum(part in grams for part in parts)
        result.append(tuple(own) in whole or (bool(parts) and hits * 2 >= len(parts)))
    return result
