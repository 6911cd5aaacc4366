"""What the brief says of moves: our verbs, everybody else's words. The verbs are the same for every party."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sulh.brief.words import listed, quoted, unique
from sulh.model.move import Act, Move


class Verb(NamedTuple):
    """A verb as it is needed: *base* (did not …), *present*, *past*."""

    base: str
    present: str
    past: str


VERBS: dict[Act, Verb] = {
    "offer": Verb("offer", "offers", "offered"),
    "accept": Verb("accept", "accepts", "accepted"),
    "agree": Verb("agree on", "agreed on", "agreed on"),
    "concede": Verb("concede", "concedes", "conceded"),
    "meet": Verb("meet:", "met:", "met:"),
    "demand": Verb("demand", "demands", "demanded"),
    "condition": Verb("make it a condition:", "makes it a condition:", "made it a condition:"),
    "press": Verb("press for", "presses for", "pressed for"),
    "reject": Verb("reject", "rejected", "rejected"),
    "red line": Verb("draw a red line:", "draws a red line:", "drew a red line:"),
    "threaten": Verb("threaten", "threatens", "threatened"),
    "announce": Verb("say:", "said:", "said:"),
}
HEDGED = Verb("have reservations about", "has reservations about", "had reservations about")

_PREPOSITION = re.compile(r" (?:on|for|about)\Z")
_ANSWER = re.compile(r"(?:an?\s|any\s|\w+\s)?(?:response|answer|reply|comment|reaction)\b", re.I)
_MEETING = re.compile(r"\s*(?:have\s|had\s|has\s|are\s|were\s)?(?:met|meets?|meeting)\b", re.I)
_TELLS_OF_ONE = re.compile(r"\b(?:met|meets?|meetings?|talks|discussions?|negotiations?|rounds?)\b", re.I)
_TOGETHER = re.compile(r"(?:,| with| between| among| in which)\b")
_EMPTY = frozenset({"the", "a", "an", "of", "and", "to", "with", "in", "at", "on", "for", "between"})
LONGEST_TAIL = 12
"""Characters that may follow the names of those who met, for the names to be left out of the quote."""


def who(move: Move) -> str:
    """Return who made the move: the party, or the person with the party in brackets where that says more."""
    parties = listed(move.party)
    if not parties:
        return move.speaker
    if _names(move.speaker) <= _names(parties) or _names(parties) <= _names(move.speaker):
        return parties
    return f"{move.speaker} ({parties})"


def _names(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W_]+", text.casefold().replace("’", "'").replace("'s", ""))
    return frozenset(words) - _EMPTY


def terms(move: Move, quote: str | None = None, most: int = 3) -> str:
    """Return what the move is about in its source's words: its terms, or where it has none its *quote*."""
    words = unique(quoted(term.text) for term in move.terms) or [quoted(quote or move.quote)]
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")


def did(move: Move, quote: str | None = None, parties: Sequence[str] = ()) -> str:
    """Return the move as one clause in the past: ``Hamas rejected “a three-month ceasefire”``.

    *quote* stands in for a quote that says too little. Whom it was said to is left out where it can only be
    the other one of two *parties*.
    """
    if move.act == "meet" and not move.denied and move.context in ("actual", "historical"):
        return _met(move, quote or move.quote)
    if move.act == "announce" and move.denied and move.terms and _ANSWER.match(move.terms[0].text):
        return f"{who(move)} gave no {terms(move)}"
    words = _verb(move)
    if not move.terms:  # a quote is not what was demanded or agreed on: it tells the act
        words = _PREPOSITION.sub("", words).rstrip(":") + ":"
    return f"{who(move)} {words} {terms(move, quote)}{_whom(move, parties)}"


def _verb(move: Move) -> str:
    hedged = bool(move.terms) and all(term.hedged for term in move.terms)
    verb = HEDGED if hedged and move.act in ("reject", "red line") else VERBS[move.act]
    if move.denied:
        return f"did not {verb.base}"
    if move.context == "future":
        return f"{'are' if len(move.party) > 1 else 'is'} to {verb.base}"
    return f"would {verb.base}" if move.context == "hypothetical" else verb.past


def _whom(move: Move, parties: Sequence[str]) -> str:
    only_one = len(parties) == 2 and move.addressee in parties and set(move.party) < set(parties)
    if not move.addressee or move.addressee in move.party or only_one:
        return ""
    return f" (to {move.addressee})"


def _met(move: Move, quote: str) -> str:
    """Say of a meeting who met, and then what the source adds to that: neither is told twice."""
    told = who(move)
    places = [(quote.find(name), len(name)) for name in move.party if name in quote]
    if places and len(places) == len(move.party):
        first, last = min(places)[0], max(start + length for start, length in places)
        if _MEETING.match(quote, last):
            return f"{told} {quoted(quote[last:].strip())}"
        cuts = [found.start() for found in _TOGETHER.finditer(quote, 0, first)]
        if len(quote) - last <= LONGEST_TAIL and cuts:
            quote = quote[: cuts[-1]]
    if not _names(_TELLS_OF_ONE.sub("", quote)) - _names(told):
        return f"{told} met"
    return f"{told}{':' if _TELLS_OF_ONE.search(quote) else ' met:'} {quoted(quote)}"
