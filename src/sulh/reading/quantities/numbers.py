"""Numbers, and how to tell those that count from dates, hours, ages, labels and parts of words."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal
from typing import NamedTuple

from sulh.reading.quantities.borrowing import ALONE
from sulh.reading.quantities.lexicon import Lexicon

_CLOCK = re.compile(
    r"\s(?:in\sthe\s(?:morning|afternoon|evening)|at\snight)\b|\s?(?:[ap]\.?\s?m\b|o['’]clock|GMT\b|hrs?\b)|[:/]\d|[.,]\d|\s?[-‐‑]\s?(?:third|quarter|half|halves|fifth|sixth|seventh|eighth|ninth|tenth|twelfth)",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"(?:dozen|hundred|thousand|million|billion|trillion)(?![^\W_])", re.IGNORECASE)
"""A scale without a number: "several hundred", "a few thousand"."""
_SHARE = re.compile(r"(?<![\d.,])\b(?:one|two|\d{1,3})\s(?:in|out\sof)\s(?:every\s)?\Z", re.IGNORECASE)
_ATTACHED = re.compile(r"(?:[^\W_]|[/#+&@=]|\d[.:,]|[^\W\d_][-‐‑–])\Z")
"""What makes a number a part of something longer: "G7", "COVID-19", "07:30"."""
_LIST_MARK = re.compile(r"[.)]\s")
_FRACTION = re.compile(
    r"\s{1,3}(?:thirds?|quarters?|fifths?|tenths?|sixths?|eighths?|halves)\b", re.IGNORECASE
)
_OLD = re.compile(r"\s{0,3}[-‐‑]?\s?years?[\s‐‑-]{1,3}olds?\b", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?[\s(“\"‘']{0,3}\Z")
RATIO = re.compile(
    r"(?<![\d.,])\b(?:one|1)\s{1,3}(?!per\s?cent)(?:(?P<noun>[^\W\d_]+)\s{1,3})?(?:for|to|per)\s{1,3}(?:every\s{1,3})?\Z",
    re.IGNORECASE,
)
_PER = re.compile(r"\b(?:per|each|(?:in|of|out\sof)\severy)\s\Z", re.IGNORECASE)
_AGE = re.compile(
    r"\b(?:adults|staff|workers|employees|people|men|women|those|anyone|everyone|children|boys|girls|members|all|pensioners|drivers|doctors|teachers)\s(?:over|under|above|below)\s(?:the\sage\sof\s)?\Z",
    re.IGNORECASE,
)
_OLDEST = 100
_BEGUN = re.compile(r"(?:[01]\d|2[0-4])\.?[0-5]\d\s[A-Z]")
_HOUR = re.compile(r"0\d\.\d\d\b")
_YEAR = re.compile(
    r"(?:19|20)\d\d\s(?:levels?|elections?|accords?|agreements?|prices|talks|figures|results|budgets?|census)\b"
)
_CAPITAL = re.compile(r"\s[A-Z][a-z]+\s[A-Z]")


class Number(NamedTuple):
    """A number at ``text[start:end]``; `money` is the sign before it, `spelled` tells words from digits."""

    start: int
    end: int
    value: Decimal
    money: str | None
    spelled: bool = False


def is_something_else(
    text: str, span: tuple[int, int], number: Number, dates: list[tuple[int, int]], words: Lexicon
) -> bool:
    """Tell numbers that count from dates, hours, ages, labels, list marks and parts of words."""
    (lo, hi), (start, end) = span, number[:2]
    before = text[max(0, start - 30) : start]
    return (
        any(begin < end and start < stop for begin, stop in _near(dates, start))
        or bool(_ATTACHED.search(before))
        or bool(_PER.search(before) and not RATIO.search(before))
        or bool(_HOUR.match(text, start, end) or (start == lo and _BEGUN.match(text, start, hi)))
        or bool(_AGE.search(before) and number.value < _OLDEST and ALONE.match(text, end, hi))
        or _is_named(text, lo, hi, number)
        or bool(_VAGUE.match(text, start, end) or _SHARE.search(before))
        or bool(_CLOCK.match(text, end, hi) or _FRACTION.match(text, end, hi) or _OLD.match(text, end, hi))
        or (start == lo and bool(_LIST_MARK.match(text, end, hi)))
        or _is_labelled(text, text[max(lo, start - 30) : start], number, words)
    )


def _is_named(text: str, lo: int, hi: int, number: Number) -> bool:
    """Tell "the Nine Rivers Union" and "2022 levels"."""
    if _YEAR.match(text, number.start, hi):
        return True
    inside = (
        number.start > lo
        and text[number.start - 1] == " "
        and text[number.start - 2 : number.start - 1].isalpha()
    )
    return bool(
        inside and number.spelled and text[number.start].isupper() and _CAPITAL.match(text, number.end, hi)
    )


def _is_labelled(text: str, before: str, number: Number, words: Lexicon) -> bool:
    """Tell "Article 5" and "half past nine"."""
    word = _WORD_BEFORE.search(before)
    if word is None or number.money:
        return False
    if word[1].lower() in ("past", "quarter", "number") and number.value <= 12:
        return True
    written = text[number.start : number.end]
    return word[1].lower() in words.words["labels"] and written.isdigit()


def _near(spans: list[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    index = bisect_left(spans, (start, start))
    return spans[max(0, index - 1) : index + 2]
