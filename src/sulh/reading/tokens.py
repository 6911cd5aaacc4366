"""Sentences as tokens. Debris inside a sentence is left out, so that a rule never reads it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from sulh.model.report import Report, Span
from sulh.reading.lexicon import wordset

_TOKEN = re.compile(
    r"""
      (?:[A-Z]\.){2,}                          # U.S.
    | [A-Z]+\d\w*                              # K7, M5S
    | \d+(?:[.,]\d+)*(?:st|nd|rd|th)?          # 1,500  3.5  28th
    | [A-Z][^\W\d_]*s['’](?=\s(?:and\s)?[A-Z])           # Dockers' Union
    | [^\W\d_]+(?=n['’]t\b)                    # did + n't
    | n['’]t\b
    | ['’](?:s|re|ve|ll|d|m)\b                 # the clitics, apart from their word
    | [^\W\d_]+(?:(?:[-‑]|['’](?!(?:s|re|ve|ll|d|m)\b))[^\W_]+)*   # cease-fire, al-Nur, O'Brien
    | \.\.\.|…
    | \S
    """,
    re.VERBOSE,
)
_AGENCY = r"\([A-Z][^)\n]{1,50}\)"
_PLACE = r"[A-Z][\w.'’/-]*(?:[ ,]{1,3}(?:[A-Z][\w.'’/-]*|of|the|de|del|la|le|el|and|\d{1,4})){0,14}"
_DATED = r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
_DATELINE = re.compile(
    rf"(?:(?=[A-Z]{{3}}|[^\n—–]{{0,90}}?(?:{_AGENCY}|{_DATED})){_PLACE},?\s?(?:{_AGENCY}\s?)?|{_AGENCY})"
    r"\s(?:[—–]|--?)\s+(?=[^a-z\s])"
)
_LABEL = re.compile(r"[A-Z][A-Z .'’-]{2,30}:\s+(?=\S)")
_BYLINE = re.compile(
    r"[Bb]y (?:(?:[A-Z][\w.'’-]*|and|of|in|the|an?|our|for|at|with|staff|agencies|health|diplomatic|"
    r"political|special|economics|correspondents?|reporters?|writers?|team|news)"
    r"(?:,? |(?=\n|\Z))){1,14}(?=\n|\Z)"
)
OPENING = frozenset("“‘«\"'")
CLOSING = frozenset("”’»\"'")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark with its span in the report's text."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The token in lower case, curly apostrophes straightened."""
        return self.text.lower().replace("’", "'")

    @property
    def is_word(self) -> bool:
        """Whether it starts with a letter or digit."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True)
class Sentence:
    """A sentence's tokens. `index` is its number in the report, `heading` whether it is one."""

    text: str
    start: int
    end: int
    index: int
    tokens: tuple[Token, ...]
    heading: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The tokens in lower case."""
        return tuple(token.lower for token in self.tokens)

    def span(self, first: int, last: int) -> Span:
        """Return the text span of tokens ``[first, last)``."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def slice(self, first: int, last: int) -> str:
        """Return the report's text from token *first* up to token *last*."""
        start, end = self.span(first, last)
        return self.text[start:end]

    def token_at(self, offset: int) -> int:
        """Return the number of the first token that ends after *offset* (the token count if none)."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end > offset:
                high = middle
            else:
                low = middle + 1
        return low

    def has(self, at: int, *words: str) -> bool:
        """Whether the tokens from *at* on are *words*."""
        return at >= 0 and self.words[at : at + len(words)] == words


def sentences(report: Report) -> tuple[Sentence, ...]:
    """Return the report's sentences as tokens, in text order; those that are all debris are left out."""
    gaps = sorted((s.start, s.end) for s in report.set_aside if s.start is not None and s.end is not None)
    headings = [(block.start, block.end) for block in report.blocks if block.kind == "heading"]
    result: list[Sentence] = []
    for first, end in report.sentences:
        start = first
        if opening := _DATELINE.match(report.text, start, end) or _LABEL.match(report.text, start, end):
            start = opening.end()
        tokens = tuple(t for t in tokenise(report.text, start, end) if not _covered(t, gaps))
        if tokens:
            heading = any(s <= start and end <= e for s, e in headings)
            result.append(Sentence(report.text, start, end, len(result), tokens, heading))
    return tuple(result)


_Part = TypeVar("_Part", Sentence, Span)


def sentence_at(sentences: Sequence[_Part], offset: int) -> _Part | None:
    """Return the sentence, as tokens or as a span, of those in the order of the text, that holds *offset*."""
    place = bisect_right(sentences, offset, key=lambda sentence: sentence.start) - 1
    return sentences[place] if place >= 0 and offset < sentences[place].end else None


def desk_end(text: str, at: int) -> int:
    """Return where the dateline or the byline ends that opens the line around *at*; *at* if there is none.

    Who is named in one is nobody of the story.
    """
    start = text.rfind("\n", 0, at) + 1
    opening = _DATELINE.match(text, start) or _BYLINE.match(text, start)
    return opening.end() if opening is not None and opening.end() > at else at


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """Return the tokens of ``text[start:end]``; a full stop that ends an abbreviation stays with it."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        if (
            match[0] == "."
            and tokens
            and tokens[-1].end == match.start()
            and _is_abbreviated(tokens[-1].text)
        ):
            tokens[-1] = Token(tokens[-1].text + ".", tokens[-1].start, match.end())
        else:
            tokens.append(Token(match[0], match.start(), match.end()))
    return tokens


def _is_abbreviated(word: str) -> bool:
    return word.lower() in wordset("clauses", "abbreviated") or (len(word) == 1 and word.isupper())


def _covered(token: Token, gaps: list[tuple[int, int]]) -> bool:
    return any(start < token.end and token.start < end for start, end in gaps)
