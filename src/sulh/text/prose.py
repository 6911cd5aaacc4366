"""Blocks to sentences, with the web's left-overs between them set aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sulh.model.report import Block, SetAside, Span
from sulh.text import debris
from sulh.text.sentences import split, trim


class Prose(NamedTuple):
    """The blocks that hold words, the sentences of the paragraphs among them, and what was set aside."""

    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    set_aside: tuple[SetAside, ...]


def read_prose(text: str, blocks: Sequence[Block]) -> Prose:
    """Find the sentences of *blocks*.

    A block keeps its kind and shrinks to its words; one of which nothing is left goes. Every character of a
    block that is not white space ends up in a heading, a sentence or a piece set aside.
    """
    kept: list[Block] = []
    sentences: list[Span] = []
    aside: list[SetAside] = []
    for block in blocks:
        words: list[Span] = []
        for piece in _between_tags(text, Span(block.start, block.end), aside):
            found = split(text, *piece) if block.kind == "paragraph" else [piece]
            for sentence in found:
                span = _without_leading(text, sentence, aside)
                reason = debris.reason_for(text[span.start : span.end])
                if reason:
                    aside.append(_set_aside(text, span, reason))
                else:
                    words.append(span)
        if words:
            kept.append(Block(kind=block.kind, start=words[0].start, end=words[-1].end))
            if block.kind == "paragraph":
                sentences += words
    return Prose(tuple(kept), tuple(sentences), tuple(aside))


def _without_leading(text: str, sentence: Span, aside: list[SetAside]) -> Span:
    found = debris.leading(text, sentence)
    rest = trim(text, Span(found[0].end, sentence.end)) if found else None
    if found is None or rest is None:
        return sentence
    aside.append(_set_aside(text, *found))
    return rest


def _between_tags(text: str, block: Span, aside: list[SetAside]) -> list[Span]:
    pieces: list[Span] = []
    at = block.start
    for tag in debris.stray_tags(text, block):
        aside.append(_set_aside(text, tag, debris.tag_reason()))
        pieces.append(Span(at, tag.start))
        at = tag.end
    pieces.append(Span(at, block.end))
    return [trimmed for piece in pieces if (trimmed := trim(text, piece))]


def _set_aside(text: str, span: Span, reason: str) -> SetAside:
    return SetAside(text=text[span.start : span.end], reason=reason, start=span.start, end=span.end)
