"""Left-overs of web pages inside a text: what they look like is data, in ``data/debris.toml``.

Nothing found here is lost: each piece is set aside with the reason and its place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sulh.model.report import SetAside, Span
from sulh.text.canonical import Edit, Mapped, edit

_LONGEST = 500  # no left-over is longer; keeps every pattern's work small
_AFTER_SENTENCE = r"(?:\A|(?<=\n)|(?<=[.!?…”\"’]\s))"


class _Debris(NamedTuple):
    any_whole: re.Pattern[str]
    whole: tuple[tuple[str, re.Pattern[str]], ...]
    leading_reason: str
    leading: re.Pattern[str]
    tag_reason: str
    whole_tag: re.Pattern[str]
    stray_tags: re.Pattern[str]


@cache
def _debris() -> _Debris:
    data = tomllib.loads((Path(__file__).parent / "data" / "debris.toml").read_text("utf-8"))
    names = "|".join(sorted(data["tags"]["names"], key=len, reverse=True))
    tag = rf"</?(?:{names})(?:\s[^<>]{{0,300}})?/?>"
    part = rf"/?(?:{names})\s?/?>"  # what is left when a scraper ate the bracket: “p>”
    return _Debris(
        re.compile("|".join(pattern for group in data["whole"] for pattern in group["patterns"])),
        tuple((group["reason"], re.compile("|".join(group["patterns"]))) for group in data["whole"]),
        data["leading"]["reason"],
        re.compile("|".join(data["leading"]["patterns"])),
        data["tags"]["reason"],
        re.compile(tag, re.IGNORECASE),
        re.compile(
            rf"{_AFTER_SENTENCE}[ \t]*+(?:{part}|{tag})(?:\s*+{tag})*+"
            rf"|(?:{tag}|</(?:{names}))(?:\s*+(?:{tag}|</(?:{names})))*+(?=[ \t]*+(?:\n|\Z))",
            re.IGNORECASE,
        ),
    )


def reason_for(piece: str) -> str | None:
    """Return why *piece*, a whole line or sentence, is no prose, or None."""
    if len(piece) > _LONGEST:
        return None
    piece = piece.strip()
    if not _debris().any_whole.fullmatch(piece):
        return None
    return next((reason for reason, pattern in _debris().whole if pattern.fullmatch(piece)), None)


def leading(text: str, span: Span) -> tuple[Span, str] | None:
    """Return the left-over with which a sentence starts, and the reason, or None."""
    match = _debris().leading.match(text, *span)
    if match is None or match.end() == span.end:
        return None
    return Span(span.start, span.start + len(match.group().rstrip())), _debris().leading_reason


def stray_tags(text: str, span: Span) -> Iterator[Span]:
    """Yield the spans of tags at the starts and ends of lines and sentences inside *span*."""
    if text.find(">", *span) < 0 and text.find("</", *span) < 0:
        return
    for match in _debris().stray_tags.finditer(text, *span):
        start, end = match.span()
        while text[start].isspace():
            start += 1
        if start < end:
            yield Span(start, end)


def tag_reason() -> str:
    """Return the reason given for a stray tag."""
    return _debris().tag_reason


def strip_inner_tags(source: Mapped) -> tuple[Mapped, tuple[SetAside, ...]]:
    """Take tags out of the middle of sentences, where a quote would have to hold them.

    A line break tag becomes a line feed. Tags at the start or end of a line stay, for `stray_tags`.
    """
    if "<" not in source.text:
        return source, ()
    text = source.text
    at_edges = {
        place for span in stray_tags(text, Span(0, len(text))) for place in range(span.start, span.end)
    }
    edits: list[Edit] = []
    aside: list[SetAside] = []
    for match in _debris().whole_tag.finditer(text):
        if match.start() in at_edges:
            continue
        breaks = re.match(r"</?(?:br|p|div|li|h\d)\b", match.group(), re.IGNORECASE)
        edits.append(Edit(match.start(), match.end(), "\n" if breaks else ""))
        aside.append(SetAside(text=match.group(), reason=tag_reason()))
    return edit(source, edits), tuple(aside)
