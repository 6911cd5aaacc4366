"""Whether a clause speaks of what has been or of what is to come, read from the words about a time."""

from __future__ import annotations

import re

from sulh.reading.timex.calendar import Direction
from sulh.reading.timex.grammar import Grammar

_TOKEN = re.compile(r"['’]ll\b|[^\W\d_]+(?:-[^\W\d_]+)?|[.!?;:](?=\s|\Z)|[()“”\"—]")
_BREAK = frozenset('.!?;:()“”"—')
_RANGE = re.compile(r"\d\s{0,2}(?:-|–|—|to|until|through)\s{0,2}\d")
_MONTH = "May"
_REACH = 160
"""Characters looked at on either side: about two lines of a report."""
_MAX_TOKENS = 16
_BEFORE_TIME = frozenset(
    ["the", "this", "next", "early", "late", "end", "of", "at", "on", "as", "mid", "later", "least"]
)
"""What may stand between a preposition and the time that it governs: "by the end of March"."""


def direction(text: str, span: tuple[int, int], start: int, end: int, grammar: Grammar) -> Direction | None:
    """Return where the words about ``text[start:end]``, inside *span*, place it, or None when none says.

    A preposition right before the time decides first ("by Friday"), then the nearest verb or cue before it,
    then the first after it: "officials said on Monday that talks would resume on Friday" holds one of each.
    """
    before = _tokens(text[max(span[0], start - _REACH) : start])[-_MAX_TOKENS:]
    after = _tokens(text[end : min(span[1], end + _REACH)])[:_MAX_TOKENS]
    range_ = after[:1] in (["to"], ["until"], ["through"]) or bool(_RANGE.search(text, start, end))
    verbs = _backward(before, grammar) or _forward(after, grammar)
    if before[-1:] == ["from"] and (verbs == "future" or _forward(after[:3], grammar) == "past"):
        return verbs if verbs == "future" else "past"  # "the poll from September showed"
    return _governed(before, range_, grammar) or verbs


def _tokens(text: str) -> list[str]:
    """Return words and breaks in lower case; May keeps its capital, for it is no "may"."""
    return [word if word == _MONTH else word.lower() for word in _TOKEN.findall(text)]


def _governed(before: list[str], is_range: bool, grammar: Grammar) -> Direction | None:
    """Read a preposition right before the time. After a verb in the past it says nothing: "lasted until"."""
    index = len(before) - 1
    while index >= 0 and before[index] in _BEFORE_TIME and len(before) - index < 5:
        index -= 1
    if index < 0:
        return None
    word = before[index]
    if word == "since":
        return "past"
    if word == "for" and any(
        token in grammar.future["before_for"] for token in before[max(0, index - 4) : index]
    ):
        return "future"
    if word not in grammar.future["prepositions"] or (word == "from" and is_range):
        return None
    if word == "from" and index and before[index - 1] in grammar.past["before_from"]:
        return "past"
    if word != "by" and index and (_tense(before, index - 1, grammar) == "past" or "been" in before[:index]):
        return None
    return "future"


def _backward(before: list[str], grammar: Grammar) -> Direction | None:
    for index in range(len(before) - 1, -1, -1):
        if before[index] in _BREAK:
            return None
        if found := _tense(before, index, grammar):
            return found
    return None


def _forward(after: list[str], grammar: Grammar) -> Direction | None:
    for index, word in enumerate(after):
        if word in _BREAK:
            return None
        if found := _tense(after, index, grammar):
            return found
    return None


def _tense(tokens: list[str], index: int, grammar: Grammar) -> Direction | None:
    word = tokens[index]
    if word in grammar.future["words"]:
        return "future"
    if word == "to" and index and index + 1 < len(tokens) and _may_be_infinitive(tokens, index, grammar):
        return "future"
    past = word in grammar.past["words"] or (
        word.endswith("ed") and len(word) > 4 and word not in grammar.past["not_past"]
    )
    if not past:
        return None
    # "could be signed on Monday", "to be held on Friday": the participle is not the tense
    return "future" if any(token in ("be", "get") for token in tokens[max(0, index - 2) : index]) else "past"


def _may_be_infinitive(tokens: list[str], index: int, grammar: Grammar) -> bool:
    """Tell "agreed to meet", "due to resume" from "failed to meet" and "travelled to Paris"."""
    if tokens[index - 1] not in grammar.future["before_infinitive"]:
        return False
    following = tokens[index + 1]
    return (
        following not in ("the", "a", "an", "his", "her", "their", "its", "this") and following not in _BREAK
    )
