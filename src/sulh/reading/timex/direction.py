"""Whether a clause speaks of what has been or of what is to come, read from the words about a time."""

from __future__ import annotations

import re

from sulh.reading.timex.calendar import Direction
from sulh.reading.timex.grammar import Grammar

_TOKEN = re.compile(
    r"['’]ll\b|\b[ap]\.m\.|\b(?:[A-Z]\.){2,4}|\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Gov|St)\."
    r"|[^\W\d_]+(?:-[^\W\d_]+)?|[.!?;:](?=\s|\Z)|[()“”\"—]"
)
_BREAK = frozenset('.!?;:()“”"—')
_RANGE = re.compile(r"\d\s{0,2}(?:-|–|—|to|until|through)\s{0,2}\d")
_MONTH = "May"
_REACH = 160
"""Characters looked at on either side: about two lines of a report."""
_MAX_TOKENS = 16
_CLOCK = frozenset(["noon", "midday", "midnight", "dawn", "dusk", "sunset", "a.m.", "p.m.", "am", "pm"])
_BEFORE_TIME = frozenset(
    [
        "the", "this", "next", "early", "late", "end", "of", "at", "on", "as", "mid", "later", "least",
        *_CLOCK,
    ]
)  # fmt: skip
"""What may stand between a preposition and the time that it governs: "by the end of March"."""
_AT_TIME = frozenset(["on", "in", "at"])
_BETWEEN = _BEFORE_TIME | _AT_TIME | {"again", "here", "there", "out"}
_OPENERS = frozenset(["that", "which", "who", "whom", "where", "when"])
"""Right before a time they open the clause that the time belongs to: "recalled that in November"."""
_DETERMINERS = frozenset(["the", "a", "an", "its", "their", "his", "her", "this", "our", "any", "another"])
_MODALS = frozenset(
    ["will", "would", "wo", "shall", "'ll", "’ll", "should", "must", "may", "might", "could", "can", "to"]
)
_WINDOW = 7
"""How many words may stand between the asking and what is asked: "invited both parties to a meeting"."""


def direction(text: str, span: tuple[int, int], start: int, end: int, grammar: Grammar) -> Direction | None:
    """Return where the words about ``text[start:end]``, inside *span*, place it, or None when none says.

    A preposition right before the time decides first ("by Friday"), then the nearest verb or cue before it,
    then the first after it: "officials said on Monday that talks would resume on Friday" holds one of each.
    """
    before = _tokens(text[max(span[0], start - _REACH) : start])[-_MAX_TOKENS:]
    after = _tokens(text[end : min(span[1], end + _REACH)])[:_MAX_TOKENS]
    range_ = after[:1] in (["to"], ["until"], ["through"]) or bool(_RANGE.search(text, start, end))
    opened = before[-1:] if before[-1:] and before[-1] in _OPENERS else before[-2:-1]
    own = bool(opened) and opened[0] in _OPENERS and before[-1] in _OPENERS | _AT_TIME
    if before[-1:] == [":"]:
        before = before[:-1]  # "next meeting: Monday"
    verbs = (
        (_forward(after, grammar) if own else None) or _backward(before, grammar) or _forward(after, grammar)
    )
    if before[-1:] == ["from"] and (verbs == "future" or _forward(after[:3], grammar) == "past"):
        return verbs if verbs == "future" else "past"  # "the poll from September showed"
    opens = before[-1:] == ["by"] and (len(before) == 1 or before[-2] in _BREAK)
    if opens and _forward(after, grammar) == "past":
        return "past"  # "By Tuesday they had agreed"
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
    if _is_present(before, grammar):
        return "future"
    if word == "to" and any(token in grammar.future["moving"] for token in before[max(0, index - 6) : index]):
        return "future"
    if word == "since":
        return "past"
    if word == "for" and any(
        token in grammar.future["before_for"] for token in before[max(0, index - 4) : index]
    ):
        return "future"
    if word == "before" and _CLOCK & set(before[index + 1 :]):
        return None  # "shortly before midnight on Sunday"
    if word not in grammar.future["prepositions"] or (word == "from" and is_range):
        return None
    if word == "from" and index and before[index - 1] in grammar.past["before_from"]:
        return "past"
    if index and before[index - 1] in grammar.future["granting"]:
        return "future"  # "needed until Wednesday"
    if word != "by" and index and (_tense(before, index - 1, grammar) == "past" or "been" in before[:index]):
        return None
    return "future"


def _is_present(before: list[str], grammar: Grammar) -> bool:
    """Tell "the hearing is on Friday" and "nominations close on Friday" from "the end" and "did not open"."""
    index = len(before) - 1
    while index >= 0 and before[index] in _BETWEEN and len(before) - index < 5:
        index -= 1
    if index < 0 or not _AT_TIME & set(before[index + 1 :]):
        return False
    word = before[index]
    if word in grammar.future["present"]:
        return True
    subject = before[index - 1] if index else ""
    plural = subject in ("they", "we") or (subject.endswith("s") and not subject.endswith("ss"))
    return word in grammar.future["present_plural"] and plural


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
        return None if _is_noun(tokens, index, grammar) else "future"
    if word in grammar.future["base"] and (not index or tokens[index - 1] not in ("to", "not")):
        return "future"
    if word in ("to", "for") and _asks(tokens, index, grammar):
        return "future"
    if word == "ahead" and tokens[index + 1 : index + 2] == ["of"]:
        return "future"
    if word == "before" and index and _follows(tokens, index, _DETERMINERS):
        return "future"  # "the last hurdle before the vote on Thursday"
    past = word in grammar.past["words"] or (
        word.endswith("ed") and len(word) > 4 and word not in grammar.past["not_past"]
    )
    if not past:
        return None
    # "could be signed on Monday", "will last until May": neither word is the tense
    led = tokens[max(0, index - 2) : index]
    if led[-1:] in (["is"], ["are"]) or (led[:1] in (["is"], ["are"]) and led[-1:] == ["not"]):
        return "future" if word not in grammar.past["words"] else None  # "are printed on Wednesday"
    ahead = any(token in ("be", "get") or token in _MODALS for token in led) and "have" not in led
    return "future" if ahead else "past"


def _follows(tokens: list[str], index: int, words: frozenset[str]) -> bool:
    return index + 1 < len(tokens) and tokens[index + 1] in words


def _is_noun(tokens: list[str], index: int, grammar: Grammar) -> bool:
    """Tell "accepted the plan" and "its hopes" from "they plan" and "a plan to meet"."""
    word = tokens[index]
    if word not in grammar.future["nouns"] or _follows(tokens, index, frozenset(["to", "for"])):
        return False
    reach = 2 if word.startswith(("plan", "hope", "aim")) else 1
    return any(token in _DETERMINERS for token in tokens[max(0, index - reach) : index])


def _asks(tokens: list[str], index: int, grammar: Grammar) -> bool:
    """Tell "agreed to meet", "told them not to meet" and "invited them to talks" from "failed to meet"."""
    following = tokens[index + 1] if index + 1 < len(tokens) else ""
    if not index or following in _BREAK:
        return False
    window = tokens[max(0, index - _WINDOW) : index]
    for place in range(len(window) - 1, -1, -1):
        if window[place] in _BREAK or window[place] == "but":
            window = window[place + 1 :]
            break
    if any(token in grammar.future["inviting"] for token in window):
        return True
    if (
        tokens[index] != "to"
        or following in _DETERMINERS | {""}
        or tokens[index - 1] in grammar.past["before_infinitive"]
    ):
        return False
    return tokens[index - 1] in grammar.future["before_infinitive"] or any(
        token in grammar.future["directing"] for token in window
    )
