"""What stands after a number: the unit, as a noun phrase, a measure, a currency or a share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sulh.reading.quantities.lexicon import Lexicon, plural
from sulh.reading.timex import numerals

Kind = Literal["count", "measure", "time"]

_WORD = re.compile(r"\s{1,3}([^\W\d_]+(?:[-‐‑'’][^\W\d_]+)*)")
_PERCENT = re.compile(
    r"\s?(?:%|(?:percentage|per\s?cent)(?:age)?[\s-](?P<points>points?)|per\s?cent\b|pct\b)", re.IGNORECASE
)
_HYPHEN = re.compile(r"\s?[-‐‑]\s?([^\W\d_]+)")
_RATE = re.compile(
    r"(?:\s{1,3}|-)(?P<word>an?|per|the|each|every)(?:\s{1,3}|-)(?P<noun>[^\W\d_]+(?:-[^\W\d_]+)?)|/(?P<short>[^\W\d_]+)"
)
_PARTITIVE = re.compile(r"\s{1,3}of\s{1,3}(?P<who>them|whom|which|those|these|us|you)\b", re.IGNORECASE)
_OF_THE = re.compile(
    rf"\s{{1,3}}of\s{{1,3}}(?:the|its|their|his|her|these|those|our|all)\b(?:\s{{1,3}}(?:last|past|next|first)\b)?(?:\s{{1,3}}(?:\d[\d,]*|{numerals.SPELLED})\b)?",
    re.IGNORECASE,
)
_OF_MANY = re.compile(rf"\s{{1,3}}of\s{{1,3}}(?:{numerals.DIGITS}|{numerals.SPELLED})\b", re.IGNORECASE)
_HURT = re.compile(r"\s{1,3}(?:[a-z]{2,12}ly\s{1,3})?([^\W\d_]+)")
_GOES_ON = re.compile(r"\s(?:the|it|its|his|her|him)\b")
"""After a verb that looks like a plural: "Local 9 puts the saving at"."""
_MAX_WORDS = 5


@dataclass(frozen=True)
class Unit:
    """A unit and where it ends. `start` is where its own words begin; `head` what the number qualifies."""

    text: str
    end: int
    kind: Kind
    attributive: bool = False
    borrowed: bool = False
    """The words after the number only point back ("of them"); the unit is that of an earlier figure."""


def unit_after(text: str, at: int, hi: int, words: Lexicon, *, money: str | None = None) -> Unit | None:
    """Return the unit of the number that ends at *at*, or None when it counts nothing that is named.

    *money* is the currency sign that stood before the number.
    """
    found = (
        _money(money, at)
        or _percent(text, at, hi)
        or _attached(text, at, hi, words)
        or _compound(text, at, hi, words)
        or _partitive(text, at, hi, words)
    )
    found = found or _noun_phrase(text, at, hi, words)
    if found is None or found.borrowed:
        return found
    return _with_rate(text, found, hi, words)


def _money(money: str | None, at: int) -> Unit | None:
    return Unit(money, at, "measure", attributive=True) if money else None


def _percent(text: str, at: int, hi: int) -> Unit | None:
    match = _PERCENT.match(text, at, hi)
    if not match:
        return None
    return Unit("percentage points" if match["points"] else "%", match.end(), "measure", attributive=True)


def _attached(text: str, at: int, hi: int, words: Lexicon) -> Unit | None:
    """Read "850km", "430p", "500 BCM", "2.7m b/d"."""
    match = words.attached_unit.match(text, at, hi)
    if not match:
        return None
    if match["short"]:
        return None if match[0][0].isspace() else Unit(words.attached[match["short"]], match.end(), "measure")
    return Unit(words.apart[match["apart"]], match.end(), "measure")


def _compound(text: str, at: int, hi: int, words: Lexicon) -> Unit | None:
    """Read "three-month", "10-member"; not "14-year-old", not "two-way"."""
    match = _HYPHEN.match(text, at, hi)
    if not match:
        return None
    noun = match[1].lower()
    if re.match(r"\s?[-‐‑]?\s?olds?\b", text[match.end() : match.end() + 8]):
        return None
    tables: tuple[tuple[dict[str, str], Kind], ...] = ((words.times, "time"), (words.measures, "measure"))
    for names, kind in tables:
        if noun in names or (kind == "time" and noun in names.values()):
            return Unit(names.get(noun, noun), match.end(), kind, attributive=True)
    if noun not in words.compounds:
        return None
    return Unit("%" if noun == "percent" else plural(noun), match.end(), "count", attributive=True)


def _partitive(text: str, at: int, hi: int, words: Lexicon) -> Unit | None:
    """Read "of them" (an earlier unit) and "of the 130 hostages" (the unit that follows)."""
    if match := _PARTITIVE.match(text, at, hi):
        return Unit("", match.end(), "count", borrowed=True)
    if match := _OF_THE.match(text, at, hi):
        return _noun_phrase(text, match.end(), hi, words)
    if match := _OF_MANY.match(text, at, hi):
        whole = _noun_phrase(text, match.end(), hi, words)
        return Unit(whole.text, at, whole.kind) if whole else None
    return None


def is_plural(word: str, words: Lexicon) -> bool:
    """Tell whether *word*, in lower case, can be the plural of a noun."""
    if word in words.plurals or word in words.measures.values():
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "ous"))
        and word not in words.words["not_plural"]
    )


def _noun_phrase(text: str, at: int, hi: int, words: Lexicon) -> Unit | None:
    """Read up to five words that end in a plural; "more", "extra" and the like are left out of the unit."""
    first: int | None = None
    place = at
    for count in range(_MAX_WORDS):
        match = _WORD.match(text, place, hi)
        word = match[1].lower() if match else ""
        if (
            not match
            or word in numerals.WORDS
            or (word in words.words["stop"] and not _is_noun_here(text, match, count, words, hi))
        ):
            break
        if word.endswith(("'s", "’s")):
            break
        if first is None and word not in words.loose:
            first = match.start(1)
        if unit := _ends_unit(text, match, first, count, words, hi):
            return unit
        place = match.end()
    match = _HURT.match(text, at, hi)
    if match and match[1].lower() in words.fates:
        return Unit(match[1], match.end(), "count")
    return None


def _is_noun_here(text: str, match: re.Match[str], count: int, words: Lexicon, hi: int) -> bool:
    """Tell "7,500 lives" and "400 outside consultants" from where the unit has ended."""
    word = match[1].lower()
    if count:
        return False
    if word in words.loose or word in words.plurals:
        return True
    following = _WORD.match(text, match.end(), hi)
    return word in words.words["also_adjectives"] and bool(
        following and is_plural(following[1].lower(), words)
    )


def _ends_unit(
    text: str, match: re.Match[str], first: int | None, count: int, words: Lexicon, hi: int
) -> Unit | None:
    word = match[1].lower()
    begin = match.start(1) if first is None else first
    bare = count == 0 or begin == match.start(1)
    if bare and word in words.measures and word not in words.measures.values():
        return Unit(words.measures[word], match.end(), "measure", attributive=True)
    if not is_plural(word, words) or (
        count == 0 and word not in words.measures.values() and _GOES_ON.match(text, match.end(), hi)
    ):
        return None
    if bare and word in words.times.values():
        return Unit(match[1], match.end(), "time")
    if bare and word in words.measures.values():
        return Unit(match[1], match.end(), "measure")
    end = match.end()
    following = _WORD.match(text, end, hi)
    if (
        following
        and following[1].islower()
        and following[1] not in words.words["stop"]
        and is_plural(following[1], words)
    ):
        end = following.end()
    kind: Kind = "time" if word in words.times.values() else "count"
    return Unit(" ".join(text[begin:end].split()), end, kind)


def _with_rate(text: str, unit: Unit, hi: int, words: Lexicon) -> Unit:
    """Add "a year", "per share", "an hour" to the unit."""
    match = _RATE.match(text, unit.end, hi)
    if not match:
        return unit
    noun = (match["noun"] or match["short"]).lower()
    known = noun in words.rates
    if not known and not (
        match["word"]
        and match["word"].lower() == "per"
        and noun not in words.words["stop"]
        and noun != "cent"
    ):
        return unit
    rate = " ".join(match[0].split())
    joined = f"{unit.text} {rate}" if match["word"] else f"{unit.text}{rate}"
    return Unit(joined, match.end(), "measure", attributive=False)
