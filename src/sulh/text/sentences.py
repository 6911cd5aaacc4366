"""Where sentences end.

A small set of rules over one pass: at each full stop, question or exclamation mark (with the quotes and
brackets that close on it), what stands before and after decides. Abbreviations are a data file.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sulh.model.report import Span

_MARK = re.compile(r"[.!?…؟۔。！？]+|[“”«»\"()]")
_CLOSERS = re.compile(r"(?:[\"'”’»)\]]|[ \n]?\[\d{1,3}\])*+")  # also footnote marks
_OPENERS = re.compile(r"[\s\"'“‘«(\[*_–—-]*+")
_WORD_BEFORE = re.compile(r"[\w&][\w&.'’-]*\Z")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\Z")
_ENUMERATOR = re.compile(r"[\s\"'“‘«(\[]*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\Z")
_INITIALS = re.compile(r"\b[^\W\d_]\.\s[^\W\d_]\Z")
_POINT = re.compile(r"(?:[a-z]|[ivx]{1,4})\)\s")  # “(b) The second point”
_GLUED = re.compile(r"[^\W\d_]*[a-z]{2}\Z")
_GLUED_NEXT = re.compile(r"[\"“‘]?[A-Z][a-z]+[\s,.]|A\s")
_DOMAINS = {"Com", "Net", "Org", "Gov", "Edu"}
_LOOK_BACK = 40
_LOOK_AHEAD = 80
_BRACKET = 250


class _Words(NamedTuple):
    before_name: frozenset[str]
    before_number: frozenset[str]
    maybe: frozenset[str]
    starters: frozenset[str]
    said: re.Pattern[str]


@cache
def _words() -> _Words:
    data = tomllib.loads((Path(__file__).parent / "data" / "abbreviations.toml").read_text("utf-8"))
    saying = "|".join(data["saying"])
    return _Words(
        frozenset(data["before_name"]),
        frozenset(data["before_number"]),
        frozenset(data["maybe"]),
        frozenset(data["starters"]),
        # up to four words of a name before the verb: “the Qatari foreign minister said”
        re.compile(rf"(?:(?:[Tt]he|[Aa]n?|[A-Z][\w.'’-]{{0,20}}|[a-z]{{1,12}}) ){{1,4}}(?:{saying})\b"),
    )


class _Quotes:
    """Which quotations and brackets are open at a place, as one pass goes on."""

    def __init__(self) -> None:
        self.curly = 0
        self.straight = False
        self.bracket_until = -1

    def see(self, mark: str, text: str, at: int) -> None:
        if mark in "“«":
            self.curly += 1
        elif mark in "”»":
            self.curly = max(self.curly - 1, 0)
        elif mark == '"':
            self.straight = not self.straight
        elif mark == "(" and at > self.bracket_until:
            self.bracket_until = text.find(")", at, at + _BRACKET)

    def open(self) -> bool:
        return self.curly > 0 or self.straight


def split(text: str, start: int, end: int) -> list[Span]:
    """Return the sentences of ``text[start:end]``, one paragraph; white space alone lies between them."""
    spans: list[Span] = []
    quotes = _Quotes()
    first = start
    at = start
    while match := _MARK.search(text, at, end):
        mark = match.group()
        at = match.end()
        if mark in '“”«»"()':
            quotes.see(mark, text, match.start())
            continue
        closers = _CLOSERS.match(text, at, end)
        after = closers.end() if closers else at
        for place in range(at, after):
            if text[place] in '“”«»"':
                quotes.see(text[place], text, place)
        at = after
        if after < end and _ends(text, Span(first, end), Span(match.start(), match.end()), after, quotes):
            spans.append(Span(first, after))
            first = after
    spans.append(Span(first, end))
    return [trimmed for span in spans if (trimmed := trim(text, span))]


def trim(text: str, span: Span) -> Span | None:
    """Return *span* without the white space at its ends, or None if nothing is left."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _ends(text: str, within: Span, mark: Span, after: int, quotes: _Quotes) -> bool:
    """Whether the sentence from ``within.start`` ends with *mark*, whose closing quotes end at *after*."""
    if mark.start < quotes.bracket_until:
        return False
    signs = text[mark.start : mark.end]
    before = text[max(within.start, mark.start - _LOOK_BACK) : mark.start]
    if not text[after].isspace():
        return after == mark.end and signs in ".!?" and _glued(text, within, mark.end, before)
    openers = _OPENERS.match(text, after, within.end)
    place = openers.end() if openers else after
    if place >= within.end:
        return True
    following = text[place : min(place + _LOOK_AHEAD, within.end)]
    closed = any(sign in "\"'”’»)" for sign in text[mark.end : after])
    if following[0].islower() and not _POINT.match(following):
        return False
    if "…" in signs or ".." in signs:
        ends = not quotes.open() and before[-1:] not in ("(", "[")
    elif signs == ".":
        ends = closed or _stop_ends(before, following, mark.start - within.start)
    else:
        ends = not (closed and _words().said.match(following))
    return ends


def _stop_ends(before: str, following: str, length: int) -> bool:
    words = _words()
    if length <= 5 and _ENUMERATOR.match(before):
        return False  # “1. The first point”
    match = _WORD_BEFORE.search(before)
    word = match.group() if match else ""
    next_word = re.split(r"[\s,;:.!?’']", following, maxsplit=1)[0]
    if word in words.before_name or _INITIALS.search(before):
        return False
    if following[0].isdigit() and (word in words.before_number or word in words.maybe):
        return False
    if word in words.maybe or _ACRONYM.match(word) or (len(word) == 1 and word.isalpha()):
        return next_word in words.starters
    return True


def _glued(text: str, within: Span, stop: int, before: str) -> bool:
    """Whether the space after a full stop was lost: “the offer.The talks”, but not “Booking.Com”."""
    following = text[stop : min(stop + _LOOK_AHEAD, within.end)]
    if not _GLUED.search(before) or not _GLUED_NEXT.match(following):
        return False
    token = before.rsplit(maxsplit=1)[-1] + following.split()[0]
    return not any(sign in token for sign in "/@") and following.split()[0].strip(",.") not in _DOMAINS
