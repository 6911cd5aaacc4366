"""What a number says something about, in the words of its own sentence."""

from __future__ import annotations

import re

from sulh.reading.quantities.lexicon import Lexicon
from sulh.reading.quantities.units import Unit, is_plural

_WORD = re.compile(r"\s{0,3}([^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*|\d(?:[\d,.]*\d)?)")
_NOUN_OF = re.compile(
    r"(?:\b(?:the|an?|its|their|his|her)\s{1,2}(?P<np>[^\W\d_]+[\s-][^\W\d_]+|[^\W\d_]+)|(?P<n>[^\W\d_]+))\s{1,3}of\s{1,3}(?:the\s|all\s|a\s|another\s)?\s{0,2}\Z",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"([^\W\d_]+)\s{1,3}(?:(?:the|a|an|all|another|its|their|his|her|only|just|out)\s{1,3}){0,2}\Z",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\s{1,3}(?:for|within|in|over|by|to|of|from|after|at|on|until|every)\s{1,3}(?:the\s|a\s|an\s|another\s)?(?:next\s|first\s|last\s|past\s)?\s{0,2}\Z",
    re.IGNORECASE,
)
_TOKENS = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[.,;:()“”\"—–]")
_NO_NOUN = frozenset(
    [
        "out",
        "some",
        "number",
        "total",
        "all",
        "part",
        "one",
        "many",
        "because",
        "instead",
        "ahead",
        "most",
        "average",
        "excess",
        "upwards",
        "minimum",
        "maximum",
        "any",
        "each",
        "both",
        "half",
        "none",
    ]
)
_PAST_NOUNS = frozenset(["hundred", "united", "red", "need", "indeed", "speed", "seed", "feed"])
_NOT_ING = frozenset(
    [
        "during",
        "including",
        "according",
        "morning",
        "evening",
        "nothing",
        "something",
        "anything",
        "king",
        "following",
    ]
)


def subject(text: str, lo: int, hi: int, start: int, unit: Unit, words: Lexicon) -> tuple[str, int]:
    """Return what the number at *start* with *unit* is about, and where that ends when it follows the unit.

    The answer is a piece of ``text[lo:hi]`` without its outer articles, or empty. The end is *unit*'s own
    when the answer stands before the number.
    """
    before = text[max(lo, start - 120) : start]
    if unit.attributive and (found := _words(text, unit.end, hi, words, limit=3)):
        return found
    if found := _of_phrase(text, unit.end, hi, words):
        return found
    if unit.kind == "count" and (found := _predicate(text, unit.end, hi, words)):
        return found
    for clue in (_governing_noun(before), _governing_verb(before, words), _length_of(before, words)):
        if clue:
            return clue, unit.end
    return _after(text, unit.end, hi, words) or ("", unit.end)


def _words(
    text: str, at: int, hi: int, words: Lexicon, limit: int, *, until: str = "stop"
) -> tuple[str, int] | None:
    """Return up to *limit* words from *at*, ending before punctuation and the words of the set *until*."""
    begin = place = at
    for count in range(limit):
        match = _WORD.match(text, place, hi)
        if not match or match[1].lower() in words.words[until] or (count == 0 and not match[0][0].isspace()):
            break
        if match[1][0].isdigit() and until == "stop":
            break
        begin = match.start(1) if count == 0 else begin
        place = match.end()
        if until == "stop" and is_plural(match[1].lower(), words):
            break  # "of Mexican jobs depend on"
    while (
        (name := _WORD.match(text, place, hi))
        and name[0][0].isspace()
        and name[1][0].isupper()
        and text[begin:place].rpartition(" ")[2][:1].isupper()
    ):
        place = name.end()  # no name is cut in two
    return (text[begin:place], place) if place > at else None


def _of_phrase(text: str, at: int, hi: int, words: Lexicon) -> tuple[str, int] | None:
    """Return the votes of "31 percent of the votes"."""
    match = re.compile(r"\s{1,3}of(?=\s)").match(text, at, hi)
    if not match:
        return None
    article = re.compile(r"\s{1,3}(?:the|its|their|his|her|a|an)(?=\s)").match(text, match.end(), hi)
    found = _words(text, article.end() if article else match.end(), hi, words, limit=4)
    if found is None:
        return None
    begin = article.start() if article else found[1] - len(found[0])
    return text[begin : found[1]].strip(), found[1]


def _predicate(text: str, at: int, hi: int, words: Lexicon) -> tuple[str, int] | None:
    """Return "remain in Gaza", "believed to have died": what is said of those who are counted."""
    place, passed = at, False
    while (match := _WORD.match(text, place, hi)) and match[1].lower() in words.words["auxiliaries"]:
        place, passed = match.end(), True
        if place - at > 40:
            return None
    match = _WORD.match(text, place, hi)
    if not match or not match[0][0].isspace() or match[1].lower() in words.words["ends"]:
        return None
    word = match[1].lower()
    opens = word in words.words["about"] and not passed
    if (
        opens
        or match[1][0].isupper()
        or match[1][0].isdigit()
        or (word in ("the", "a", "an", "of", "not", "this", "last", "next") and not passed)
    ):
        return None
    return _words(text, place, hi, words, limit=6, until="ends")


def _governing_noun(before: str) -> str | None:
    """Return the release of "the release of 105 prisoners"."""
    match = _NOUN_OF.search(before)
    if not match:
        return None
    noun: str = match["np"] or match["n"]
    if noun.rsplit(maxsplit=1)[-1].lower() in _NO_NOUN:
        return None
    return noun


def _governing_verb(before: str, words: Lexicon) -> str | None:
    """Return the release of "to release 1,500 prisoners"."""
    match = _BEFORE.search(before)
    return match[1] if match and _is_verb(match[1].lower(), before[: match.start()], words) else None


def _is_verb(word: str, before: str, words: Lexicon) -> bool:
    if word in words.words["verbs"]:
        return True
    if word in words.words["stop"]:
        return False
    if re.search(r"\b(?:to|will|would|could|should|must|can|might|may)\s{1,3}\Z", before, re.IGNORECASE):
        return True
    if re.search(r"\ban?\s{1,3}\Z", before, re.IGNORECASE):
        return False  # "an astonishing 73 percent"
    past = word.endswith("ed") and len(word) > 4 and word not in _PAST_NOUNS
    return past or (word.endswith("ing") and len(word) > 5 and word not in _NOT_ING)


def _length_of(before: str, words: Lexicon) -> str | None:
    """Return what lasts: "halt air strikes in the highlands" before "for 45 days"."""
    match = _LENGTH.search(before)
    if not match:
        return None
    clause = before[: match.start()]
    tokens = list(_TOKENS.finditer(clause))[-9:]
    best: str | None = None
    for index in range(len(tokens) - 1, -1, -1):
        word = tokens[index][0].lower()
        if word in '.,;:()“”"—–':
            break
        following = tokens[index + 1][0].lower() if index + 1 < len(tokens) else ""
        if word == "to" and following and following not in words.words["stop"]:
            return clause[tokens[index + 1].start() :]
        if word == "one" or word.isdigit():
            break
        if best is None and _is_verb(word, clause[: tokens[index].start()], words):
            best = clause[tokens[index].start() :]
    if best:
        return best
    last = tokens[-1][0] if tokens else ""
    vague = {
        *words.words["stop"],
        *words.number_starts,
        *_NO_NOUN,
        *words.measures.values(),
        *words.times.values(),
    }
    return last if last.isalpha() and last.lower() not in vague else None


def _after(text: str, at: int, hi: int, words: Lexicon) -> tuple[str, int] | None:
    """Return the prison of "five years in prison"."""
    match = _WORD.match(text, at, hi)
    if not match or not match[0][:1].isspace() or match[1].lower() not in words.words["about"]:
        return None
    rest = _words(text, match.end(), hi, words, limit=4, until="ends")
    return (text[match.start(1) : rest[1]], rest[1]) if rest and not rest[0].strip()[0].isdigit() else None
