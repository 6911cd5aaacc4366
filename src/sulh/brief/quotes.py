"""Which words to show for a position, and who they come from.

Every piece of a quote is a slice of its report's text; where two pieces are joined, “…” stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sulh.brief.words import shorten
from sulh.model.move import Level, Move, Term
from sulh.model.problem import Evidence, Strength

LEVELS: tuple[Level, ...] = ("own words", "own official", "mediator", "counterpart", "anonymous", "press")
"""Whose voice weighs most for what a party wants, first to last."""

FEWEST_WORDS = 4
MOST_ADDED = 70
"""Characters by which a quote that breaks off is continued at most."""

_END = re.compile(r"[,;:.!?“”\"](?=\s|\Z)|\n|\s[–—-]\s")
_SENTENCE = re.compile(r"[.!?](?=\s)|\n")
_CLAUSE = re.compile(r",\s+(?:and\s+)?|\s(?=(?:but|if|unless|provided)\s)")
_WORD = re.compile(r"\s(?:and\s+)?(?=\w)")
_BREAKS_OFF = frozenset(
    {
        "as",
        "to",
        "of",
        "the",
        "a",
        "an",
        "for",
        "in",
        "on",
        "that",
        "than",
        "with",
        "by",
        "at",
        "from",
        "and",
        "or",
    }
)


def said_by(item: Evidence, move: Move | None = None) -> str:
    """Return the source chain in words, outermost first; its level where nobody is named."""
    official = "own official " if item.level == "own official" else ""
    if item.sources:
        return " → ".join([*item.sources[:-1], f"{official}{item.sources[-1]}"])
    if official:
        return f"{official}{move.speaker}" if move and move.speaker not in move.party else official.strip()
    if item.level != "press":
        return item.level
    return "the report itself" if item.report else "the case file"


_COMMON = frozenset({"the", "and", "for", "with", "that", "its", "not", "all", "from", "whethe"})


@dataclass(frozen=True, slots=True)
class Quotes:
    """Finds the words to show: `moves` by their ids, `texts` of the reports by theirs."""

    moves: Mapping[str, Move]
    texts: Mapping[str, str]

    def move(self, item: Evidence) -> Move | None:
        """Return the move that *item* is the evidence of, if it was read."""
        return self.moves.get(item.move or "")

    def best(self, evidence: Iterable[Evidence], strength: Strength | None = None) -> Evidence | None:
        """Return the most telling of *evidence*: the firmest voice, the act itself, the shortest."""
        return min(evidence, key=lambda item: self._rank(item, strength), default=None)

    def _rank(self, item: Evidence, strength: Strength | None) -> tuple[int, bool, bool, int]:
        move = self.move(item)
        other_act = strength == "red line" and move is not None and move.act != "red line"
        silent = move is not None and not _names_a_term(item, move)
        return LEVELS.index(item.level), other_act, silent, len(item.quote)

    def telling(self, item: Evidence, longest: int, about: str = "", others: str = "") -> str:
        """Return the words of *item*, with what they are about if that stands apart from them.

        Of a long quote on several things the part that shares words with *about*, not with *others*.
        """
        move = self.move(item)
        text = self.texts.get(move.report) if move else None
        if move is None or text is None or item.start is None or item.end is None:
            return shorten(item.quote, longest)
        start, end = item.start, continued(text, item.start, item.end)
        inside = [term for term in move.terms if start <= term.start and term.end <= end]
        if inside:
            if end - start <= longest:
                return shorten(text[start:end], longest)
            return _part(
                text, start, inside, max(inside, key=lambda term: _nearness(term, about, others)), longest
            )
        if not move.terms:
            return shorten(text[start:end], longest)
        term = min(move.terms, key=lambda term: abs(term.start - start))
        first, last = sorted([(start, end), (term.start, term.end)])
        near = last[1] - first[0] <= longest and not _SENTENCE.search(text, first[1], last[0])
        if last[0] <= first[1] or near:
            return shorten(text[first[0] : max(first[1], last[1])], longest)
        half = max(longest // 2, longest - (last[1] - last[0]))
        return (
            f"{shorten(text[slice(*first)], half).removesuffix('…')} … {shorten(text[slice(*last)], longest)}"
        )


def _nearness(term: Term, about: str, others: str) -> tuple[int, int]:
    words = _stems(term.text)
    return len(words & _stems(about)), -len(words & _stems(others))


def _stems(text: str) -> frozenset[str]:
    """Return the beginnings of the telling words of *text*: "released" and "release" begin alike."""
    return frozenset(word[:6] for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 2) - _COMMON


def _part(text: str, start: int, terms: Sequence[Term], term: Term, longest: int) -> str:
    """Return the quote up to *term*: from *start*, from a clause closely before it, or with a gap."""
    first = min(terms, key=lambda one: one.start)
    if term != first:
        lead = text[start : first.start].strip()
        said = shorten(term.text, longest)
        return f"{shorten(lead, longest // 2).removesuffix('…')} … {said}" if lead else said
    earliest = max(start, term.start - longest // 2)
    if earliest > start:
        found = _CLAUSE.search(text, earliest, term.start) or _WORD.search(text, earliest, term.start)
        start = found.end() if found else term.start
    return shorten(text[start : term.end], longest + longest // 4)


def _names_a_term(item: Evidence, move: Move) -> bool:
    if item.start is None or item.end is None:
        return True
    return any(item.start <= term.start and term.end <= item.end for term in move.terms)


def continued(text: str, start: int, end: int) -> int:
    """Return where to end the quote ``[start, end)``: later, where it breaks off or says next to nothing."""
    words = text[start:end].split()
    if words and len(words) >= FEWEST_WORDS and words[-1].casefold() not in _BREAKS_OFF:
        return end
    found = _END.search(text, end)
    stop = found.start() if found else len(text)
    return stop if stop - end <= MOST_ADDED else end
