"""Mentions as the network found them, put right where their own words and the names leave no doubt.

The network reads words, not names: it may stop before the name that a title belongs to, mark an article by
itself, or take a surname for a movement.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from sulh.model.move import ActorKind
from sulh.reading.entity import kinds_of_noun
from sulh.reading.lexicon import plain_words, titles, wordset
from sulh.reading.markup.annotation import Span
from sulh.reading.network.decode import Found

_ARTICLE = re.compile(r"(?:the|an?)\Z", re.I)
_NOUN = re.compile(r" ([a-z]+)\b")
_HEAD = re.compile(r"(?:[Tt]he |[Ii]ts |[Aa]n? )(?:[a-z-]+ )?([a-z-]+)(?= of | for |\Z)")
_LAST = re.compile(r"([^\W\d_]+)\Z")


def mend(text: str, names: Sequence[Span], found: Sequence[Found]) -> list[Found]:
    """Return what was *found* in *text*, whose *names* are known, without what cannot be a mention."""
    ordered = sorted(names)
    grown = {each.span: _grown(text, ordered, each.span) for each in found}
    surnames = _surnames(text, ordered, found)
    made: dict[Span, Found] = {}
    for each in found:
        span = grown[each.span]
        kind = _kind(text[slice(*span)], each.kind, surnames)
        if span in made or kind is None:
            continue
        before = grown.get(each.goes_on, each.goes_on) if each.goes_on else None
        made[span] = replace(each, span=span, kind=kind, goes_on=before if before != span else None)
    return list(made.values())


def _grown(text: str, names: Sequence[Span], span: Span) -> Span:
    """Take in the noun behind an article by itself, and the name behind a title or an adjective."""
    start, end = span
    if _ARTICLE.match(text, start, end):
        noun = _NOUN.match(text, end)
        return (start, noun.end()) if noun and kinds_of_noun(noun[1]) else span
    last = _LAST.search(text, start, end)
    if last is None or text[end : end + 1] != " ":
        return span
    place = bisect_left(names, (end + 1, 0))
    if place == len(names) or names[place][0] != end + 1:
        return span
    word = last[1].lower()
    adjective = last[1].islower() and not kinds_of_noun(word) and word not in wordset("grammar", "pointing")
    return (start, names[place][1]) if word in titles() or (adjective and word in plain_words()) else span


def _surnames(text: str, names: Sequence[Span], found: Sequence[Found]) -> frozenset[str]:
    """Return what persons are called last, and nobody else is called."""
    persons: set[str] = set()
    others: set[str] = set()
    for each in found:
        place = bisect_left(names, (each.span[0], 0))
        inside = [text[a:b] for a, b in names[place:] if b <= each.span[1]] if place < len(names) else []
        for words in (name.split() for name in inside[:2]):
            if len(words) > 1:
                (persons if each.kind == "person" else others).update(
                    words[-1:] if each.kind == "person" else words
                )
    return frozenset(persons - others)


def _kind(words: str, kind: ActorKind, surnames: frozenset[str]) -> ActorKind | None:
    """Return what a mention of these *words* is, None if it is nobody."""
    bare = words.strip(' ,.;:“”"').removesuffix("’s").removesuffix("'s").rstrip("'’")
    lower = bare.lower()
    if lower in {"the", "a", "an", ""}:
        return None
    if kind != "person":
        office = _HEAD.match(bare)
        of_one = kind != "source" and office is not None and office[1] in titles()
        return "person" if bare in surnames or of_one else kind
    if " " in bare or lower in wordset("grammar", "pointing") or lower in titles():
        return kind
    if kinds_of_noun(lower):
        return "group"
    return None if bare[0].isupper() and lower in plain_words() and bare not in surnames else kind
