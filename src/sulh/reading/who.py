"""Who is meant: from a span that the network marks to the actors of the cast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sulh.reading.cast import Cast
from sulh.reading.entity import Entity, without_article
from sulh.reading.mention import Mention
from sulh.reading.network.decode import Found
from sulh.reading.tokens import Sentence

_POINTING = frozenset(
    "he she it they him her them his its their we us our i me my who which that whose this these those one you"
    " both himself herself itself themselves".split()
)


@dataclass(frozen=True)
class _Placed:
    start: int
    end: int
    mention: Mention
    entities: tuple[Entity, ...]


class Who:
    """Finds the actors behind the spans of one report."""

    def __init__(self, text: str, cast: Cast, found: Sequence[Found]) -> None:
        self._text = text
        self._cast = cast
        self._placed: list[_Placed] = []
        self._links = {mention.span: mention for mention in found}

    def place(self, sentence: Sentence, mentions: Sequence[Mention]) -> None:
        """Take in the *mentions* of *sentence* that the cast has resolved."""
        for mention in mentions:
            parts = mention.parts or (mention,)
            for part in (mention, *parts) if mention.parts else parts:
                entities = self._cast.entities_of(part) if part is not mention else self._cast.entities_of(mention)
                start, end = sentence.span(part.first, part.last)
                if entities:
                    self._placed.append(_Placed(start, end, part, entities))

    def of(self, span: tuple[int, int], seen: frozenset[tuple[int, int]] = frozenset()) -> tuple[Entity, ...]:
        """Return the actors that the words at *span* mean, none where nobody can tell."""
        words = self._text[slice(*span)]
        bare = words.lower().strip(" ,.’'s") if words.lower().strip(" ,") not in _POINTING else words.lower().strip(" ,")
        if bare in _POINTING:
            return self._antecedent(span, seen)
        covered = [p for p in self._placed if p.start < span[1] and span[0] < p.end]
        if covered:
            best = max(covered, key=lambda p: (min(p.end, span[1]) - max(p.start, span[0]), p.end - p.start))
            return best.entities
        if found := self._antecedent(span, seen):
            return found
        if named := self._cast.named(without_article(words.strip(" ,"))):
            return (named,)
        link = self._links.get(span)
        return (self._cast.add(without_article(words.strip(" ,")), link.kind if link else "group", span),)

    def _antecedent(self, span: tuple[int, int], seen: frozenset[tuple[int, int]]) -> tuple[Entity, ...]:
        link = self._links.get(span) or next(
            (m for m in self._links.values() if m.span[0] < span[1] and span[0] < m.span[1]), None
        )
        if link is None or link.goes_on is None or link.goes_on in seen:
            return ()
        return self.of(link.goes_on, seen | {span})
