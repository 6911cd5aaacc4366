"""Mentions as the network found them, put right where their own words and the names leave no doubt.

The network reads words, not names: it may stop before the name that a title belongs to, mark an article by
itself, or take a surname for a movement.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sulh.model.move import ActorKind
from sulh.reading.entity import kinds_of_noun
from sulh.reading.lexicon import plain_words, titles, wordset
from sulh.reading.markup.annotation import Span
from sulh.reading.network.decode import Found

_ARTICLE = re.compile(r"(?:the|an?)\Z", re.I)
_NOUN = re.compile(r" ([a-z]+)\b")
_OFFICE = re.compile(r"(?:[Tt]he |[Ii]ts |[Aa]n? )(?:[a-z-]+ )?([a-z-]+)(?= of | for |\Z)")
_LAST = re.compile(r"([^\W\d_]+)\Z")
_OPENS = re.compile(r"(?:\A|[.!?:;…\n“\"»—–-])\s*\Z")


def mend(text: str, names: Sequence[Span], found: Sequence[Found]) -> list[Found]:
    """Return what was *found* in *text*, whose *names* are known, without what cannot be a mention."""
    ordered = sorted(names)
    spans = sorted(each.span for each in found)
    sides = {_bare(text[slice(*each.span)]).removeprefix("the ") for each in found if each.kind != "person"}
    grown = {span: _grown(text, ordered, spans, span, sides) for span in spans}
    persons, surnames = _called(text, ordered, found)
    made: dict[Span, Found] = {}
    for each in found:
        span = grown[each.span]
        words = _bare(text[slice(*span)])
        if span in made or words.lower() in {"the", "a", "an", ""}:
            continue
        if each.kind == "person" and words not in persons and _is_nobody(text, span, words):
            continue
        kind = _kind(words, each.kind, surnames)
        before = grown.get(each.goes_on, each.goes_on) if each.goes_on else None
        made[span] = replace(each, span=span, kind=kind, goes_on=before if before != span else None)
    return list(made.values())


def _bare(words: str) -> str:
    return words.strip(' ,.;:“”"').removesuffix("’s").removesuffix("'s").rstrip("'’")


def _grown(text: str, names: Sequence[Span], spans: Sequence[Span], span: Span, sides: set[str]) -> Span:
    """Take in the noun behind an article by itself, and the name behind a title or an adjective.

    A name that is a mention of its own, there or elsewhere that of a side, belongs to no title.
    """
    start, end = span
    if _ARTICLE.match(text, start, end):
        noun = _NOUN.match(text, end)
        return (start, noun.end()) if noun and kinds_of_noun(noun[1]) else span
    last = _LAST.search(text, start, end)
    place = bisect_left(names, (end + 1, 0))
    if last is None or place == len(names) or names[place][0] != end + 1 or text[end] != " ":
        return span
    name = names[place]
    if text[slice(*name)] in sides or any(first < name[1] for first, _ in _from(spans, end + 1)):
        return span
    word = last[1].lower()
    adjective = (
        last[1].islower() and word in plain_words() and not (kinds_of_noun(word) or word.endswith("s"))
    )
    if word in titles() or (adjective and word not in wordset("grammar", "pointing")):
        return (start, name[1])
    return span


def _from(spans: Sequence[Span], start: int) -> Iterator[Span]:
    """Yield the first of *spans* that begins at *start* or behind it."""
    place = bisect_left(spans, (start, 0))
    yield from spans[place : place + 1]


def _called(text: str, names: Sequence[Span], found: Sequence[Found]) -> tuple[set[str], set[str]]:
    """Return all words that persons are called by, and what they alone are called last."""
    persons: set[str] = set()
    last: set[str] = set()
    others: set[str] = set()
    for each in found:
        first, end = bisect_left(names, (each.span[0], 0)), bisect_left(names, (each.span[1], 0))
        for number, (a, b) in enumerate(names[first:end]):
            person, _, side = text[a:b].partition(" of ")
            words = person.split()
            if each.kind != "person" or number:
                others.update(words if len(words) > 1 else ())
            elif len(words) > 1:
                persons.update(words)
                last.add(words[-1])
            others.update(side.split())
    return persons, last - others


def _is_nobody(text: str, span: Span, words: str) -> bool:
    """Whether a person of one common word is only the beginning of a sentence: "Talks were adjourned"."""
    lower = words.lower()
    if " " in words or lower in wordset("grammar", "pointing") or lower in titles() or kinds_of_noun(lower):
        return False
    return words[0].isupper() and lower in plain_words() and _OPENS.search(text[: span[0]][-3:]) is not None


def _kind(words: str, kind: ActorKind, surnames: set[str]) -> ActorKind:
    """Return what a mention of these *words* is: a surname is a person's, an office is held by one."""
    lower = words.lower()
    if kind == "person":
        common = " " not in words and lower not in titles() and words not in surnames
        return "group" if common and kinds_of_noun(lower) and lower.endswith("s") else "person"
    if words in surnames:
        return "person"
    office = _OFFICE.match(words)
    return "person" if kind != "source" and office and office[1] in wordset("roles", "of_one") else kind
