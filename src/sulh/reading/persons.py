"""Persons by name: what in a report tells that a name is one's, whatever the network takes it for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from sulh.reading.entity import kinds_of_name
from sulh.reading.gazetteer import known
from sulh.reading.lexicon import plain_words, titles, wordset
from sulh.reading.markup.annotation import Span
from sulh.reading.network.decode import Found

_BEFORE = re.compile(r"([\w-]+)(\.?) \Z")
_LONGEST_NAME = 4
"""In words."""


@dataclass(frozen=True)
class Called:
    """Persons' `whole` names, and the `last` ones, by which no side is called."""

    whole: frozenset[str]
    last: frozenset[str]

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the names."""
        return frozenset(word for name in self.whole for word in name.split())


def called(text: str, names: Sequence[Span], found: Sequence[Found]) -> Called:
    """Return how persons are called in *text*, whose *names* are known, with what was *found* in it.

    A name is a person's if the network says so, if a title stands before it, if "he" or "she" goes on it, or
    if its last word alone is what the report goes on with: "Dana Orel", then "Orel".
    """
    written = [text[slice(*name)] for name in names]
    taken = {text[slice(*name)] for name in _taken_for_bodies(names, found)}
    persons = {name for name in _met_again(written) if name not in taken and name.split()[-1] not in taken}
    persons |= {text[slice(*name)] for name in names if titled(text, name) and _may_be(text[slice(*name)])}
    persons |= set(_gone_on(text, names, found))
    others: set[str] = set()
    for each in found:
        within = list(inside(names, each.span))
        own = _own(text, within) if each.kind == "person" else None
        for name in within:
            person, _, side = text[slice(*name)].partition(" of ")
            if name == own:
                persons.add(person)
                others.update(side.split())
            elif text[slice(*name)] not in persons and " " in person:
                others.update(text[slice(*name)].split())
    whole = {name for name in persons if " " in name}
    return Called(frozenset(whole), frozenset(name.split()[-1] for name in whole) - others)


def titled(text: str, name: Span) -> bool:
    """Whether a title stands right before *name*: "Prime Minister", "envoy", "Mr."."""
    before = _BEFORE.search(text, max(name[0] - 30, 0), name[0])
    return before is not None and before[1].lower() in _before_names()


def _own(text: str, within: Sequence[Span]) -> Span | None:
    """Return which of the names *within* a mention of a person is its own: behind its title, or the first."""
    return next((name for name in within if titled(text, name)), within[0] if within else None)


def inside(names: Sequence[Span], span: Span) -> Iterator[Span]:
    """Yield those of the sorted *names* that begin in *span*."""
    first, end = (bisect_left(names, (place, 0)) for place in span)
    yield from names[first:end]


def _taken_for_bodies(names: Sequence[Span], found: Sequence[Found]) -> Iterator[Span]:
    """Yield the names of what the network takes for a body or a company, or that "it" goes on."""
    for each in found:
        if each.kind in {"organisation", "body"}:
            yield from inside(names, each.span)
            yield from inside(names, each.goes_on) if each.goes_on is not None else ()


def _met_again(written: Sequence[str]) -> Iterator[str]:
    """Yield the names of several words of which the report uses the last alone, and never the first."""
    alone = {name for name in written if " " not in name}
    for name in {*written}:
        words = name.split()
        if (
            1 < len(words) <= _LONGEST_NAME
            and words[-1] in alone
            and not any(word in alone for word in words[:-1])
            and _may_be(name)
        ):
            yield name


def _gone_on(text: str, names: Sequence[Span], found: Sequence[Found]) -> Iterator[str]:
    """Yield the names of several words that "he" or "she" goes on."""
    for each in found:
        if each.goes_on is None or text[slice(*each.span)].lower() not in {"he", "she", "his", "him", "her"}:
            continue
        for name in list(inside(names, each.goes_on))[-1:]:
            written = text[slice(*name)].partition(" of ")[0]
            if " " in written and name[1] == each.goes_on[1] and _may_be(written):
                yield written


def _may_be(name: str) -> bool:
    """Whether *name* can be a person's: neither known to be a side's nor made of common words."""
    words = name.split()
    return (
        not name.isupper()
        and known(name) is None
        and not kinds_of_name(name)
        and not any(word.lower() in plain_words() or known(word) for word in words)
    )


@cache
def _before_names() -> frozenset[str]:
    """The last words of what persons are called, but for what sides are called too ("partner")."""
    last = {title.rstrip(".").split()[-1] for title in titles()}
    return frozenset(last - wordset("kinds", "any") - wordset("titles", "of_sides"))


def is_named(text: str, names: Sequence[Span], span: Span, who: Called) -> bool:
    """Whether the words at *span* are the name of a person, with or without a title."""
    own = list(inside(names, span))[-1:]
    if not own or own[0][1] < span[1]:
        return False
    if text[slice(*own[0])].partition(" of ")[0] not in who.whole | who.last:
        return False
    before = text[span[0] : own[0][0]]
    return not before or before.endswith(("'s ", "’s ")) or titled(text, own[0])
