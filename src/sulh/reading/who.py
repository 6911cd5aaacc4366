"""Who is meant: from a span that the network marks to the actors of the cast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sulh.reading.cast import Cast
from sulh.reading.entity import Entity, without_article
from sulh.reading.lexicon import wordset
from sulh.reading.mention import Mention
from sulh.reading.network.decode import Found
from sulh.reading.tokens import Sentence

_JOINS = re.compile(r"\W*(?:and|as well as|,|with)\W+(?:the |its |their )?")


@dataclass(frozen=True)
class _Placed:
    """A mention that the cast has resolved."""

    start: int
    end: int
    entities: tuple[Entity, ...]

    def shared(self, span: tuple[int, int]) -> int:
        """Return how many characters it shares with *span*."""
        return min(self.end, span[1]) - max(self.start, span[0])


class Who:
    """Finds the actors behind the spans of one report.

    A name or a noun is what the cast takes it for; a pronoun goes back to what the network says it goes on;
    whom the cast does not know is added to it.
    """

    def __init__(self, text: str, cast: Cast, found: Sequence[Found]) -> None:
        self._text = text
        self._cast = cast
        self._placed: list[_Placed] = []
        self._links = {mention.span: mention for mention in found}

    def place(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Take in the *mentions* of *sentence* that the cast has resolved."""
        for mention in mentions:
            for part, entities in self._parts(mention):
                if entities:
                    self._placed.append(_Placed(*sentence.span(part.first, part.last), entities))

    def _parts(self, mention: Mention) -> Iterator[tuple[Mention, tuple[Entity, ...]]]:
        whole = self._cast.entities_of(mention)
        yield mention, whole
        if mention.parts:
            # A list and its first member begin at one place: the member is what the others are not.
            later = {part: self._cast.entities_of(part) for part in mention.parts[1:]}
            others = {id(entity) for entities in later.values() for entity in entities}
            yield mention.parts[0], tuple(entity for entity in whole if id(entity) not in others)
            yield from later.items()

    def of(self, span: tuple[int, int], seen: frozenset[tuple[int, int]] = frozenset()) -> tuple[Entity, ...]:
        """Return the actors that the words at *span* mean, none where nobody can tell."""
        words = self._text[slice(*span)].strip(" ,.")
        if words.lower().removesuffix("’s").removesuffix("'s") in wordset("grammar", "pointing"):
            return self._antecedent(span, seen)
        if covered := [placed for placed in self._placed if placed.shared(span) > 0]:
            return self._listed(covered, span)
        if found := self._antecedent(span, seen):
            return found
        if named := self._cast.named(without_article(words)):
            return (named,)
        link = self._links.get(span)
        return (self._cast.add(without_article(words), link.kind if link else "group", span),)

    def _listed(self, covered: list[_Placed], span: tuple[int, int]) -> tuple[Entity, ...]:
        """Return the actors of the mention that fills *span* best, and those joined to it by "and"."""
        best = max(covered, key=lambda placed: (placed.shared(span), placed.start - placed.end))
        found = list(best.entities)
        at = best.end
        for placed in sorted(covered, key=lambda placed: (placed.start, -placed.end)):
            if at <= placed.start < span[1] and _JOINS.fullmatch(self._text, at, placed.start):
                found += placed.entities
                at = placed.end
        return tuple(dict.fromkeys(found))

    def _antecedent(self, span: tuple[int, int], seen: frozenset[tuple[int, int]]) -> tuple[Entity, ...]:
        link = self._links.get(span) or next((m for m in self._links.values() if _meet(m.span, span)), None)
        if link is None or link.goes_on is None or link.goes_on in seen:
            return ()
        return self.of(link.goes_on, seen | {span})


def _meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]
