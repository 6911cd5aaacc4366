"""Names that are known beforehand: states and their adjectives, international bodies, media."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from sulh.reading.lexicon import data
from sulh.reading.tokens import Sentence, tokenise

KnownKind = Literal["state", "organisation", "media"]


@dataclass(frozen=True, slots=True)
class Known:
    """A known name: the name to use for it, and whether this wording is an adjective, a seat, or a house."""

    name: str
    kind: KnownKind
    adjective: bool = False
    seat: bool = False
    house: bool = False
    """Whether it is a seat, but no capital: "White House"."""


class KnownNames:
    """Known names by their first word, longest first. Names are found only as they are capitalised."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Known]]] = {}

    def add(self, wording: str, known: Known) -> None:
        """Add *wording*; the first meaning of a wording stays."""
        words = tuple(wording.replace(".", "").split()) if wording.count(".") > 1 else tuple(wording.split())
        same = self._by_first.setdefault(words[0], [])
        if not any(listed == words for listed, _ in same):
            same.append((words, known))
            same.sort(key=lambda pair: -len(pair[0]))

    def at(self, sentence: Sentence, at: int) -> tuple[Known, int] | None:
        """Return the longest known name that starts at token *at*, and where it ends."""
        first = sentence.tokens[at].text
        first = first.replace(".", "") if first.count(".") > 1 else first
        for words, known in self._by_first.get(first, ()):
            end = at + len(words)
            if all(
                sentence.tokens[at + n].text == w
                for n, w in enumerate(words[1:], 1)
                if end <= len(sentence.tokens)
            ) and end <= len(sentence.tokens):
                return known, end
        return None


@cache
def known_names() -> KnownNames:
    """Return all known names."""
    names = KnownNames()
    for state in data("places")["state"]:
        name = state["name"]
        for wording in (name, *state.get("aliases", ())):
            names.add(wording, Known(name, "state"))
        for adjective in state.get("adjectives", ()):
            names.add(adjective, Known(name, "state", adjective=True))
            names.add(adjective + "s", Known(name, "state"))
        for people in state.get("people", ()):
            names.add(people, Known(name, "state"))
    for state in data("places")["state"]:
        if "capital" in state:
            names.add(state["capital"], Known(state["name"], "state", seat=True))
        for seat in state.get("seats", ()):
            names.add(seat, Known(state["name"], "state", seat=True, house=True))
    for body in data("bodies")["body"]:
        for wording in (body["name"], *body.get("aliases", ())):
            names.add(wording, Known(body["name"], "organisation"))
    for wording in data("media")["names"]:
        names.add(wording, Known(wording, "media"))
    return names


def is_adjective(word: str) -> bool:
    """Whether *word* is known only to say of which state something is: "Norwegian"."""
    listed = known(word)
    return listed is not None and listed.adjective


@lru_cache(maxsize=4096)
def known(name: str) -> Known | None:
    """Return what is known by exactly this *name*, written with or without its last full stop: "U.S"."""
    for written in (name, f"{name}.") if name[-2:-1] == "." else (name,):
        tokens = tuple(tokenise(written, 0, len(written)))
        found = known_names().at(Sentence(written, 0, len(written), 0, tokens), 0) if tokens else None
        if found and found[1] == len(tokens):
            return found[0]
    return None


@cache
def regions() -> frozenset[str]:
    """Return the names of parts of the world, and of who lives there: they are nobody's."""
    return frozenset(data("places")["regions"])


@cache
def _seats() -> dict[str, Known]:
    listed = data("bodies")["body"]
    return {
        seat: Known(body["name"], "organisation", seat=True)
        for body in listed
        for seat in body.get("seats", ())
    }


def seated(name: str) -> Known | None:
    """Return the body that has its seat at the place, or in the building, of this *name*."""
    return _seats().get(name)


@cache
def media_words() -> frozenset[str]:
    """Return the words that mark a name as that of a news outlet."""
    return frozenset(data("media")["words"])
