"""Numbers in digits and in words, as exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
}  # fmt: skip
WORDS = frozenset(ONES) | frozenset(TENS) | frozenset(SCALES)

DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?)"
"""A number in digits: ``1,500``, ``300``, ``2.5``. The caller checks that it is no part of a longer one."""

_END = r"(?![^\W\d_])"
_SEP = r"(?:\s{1,2}|[-‐‑])"


def _any(words: dict[str, int]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")" + _END


_LOW = rf"(?:{_any(TENS)}(?:{_SEP}{_any(dict(list(ONES.items())[:9]))})?|{_any(ONES)})"
_HUNDREDS = rf"(?:(?:{_LOW}{_SEP})?(?:hundred|dozen){_END}(?:\s{{1,2}}(?:and\s{{1,2}})?{_LOW})?|{_LOW})"
_LARGE = rf"(?:thousand|million|billion|trillion){_END}"
SPELLED = (
    rf"(?:(?:{_HUNDREDS}{_SEP})?{_LARGE}(?:\s{{1,2}}(?:and\s{{1,2}})?{_HUNDREDS}(?:\s{{1,2}}{_LARGE})?){{0,3}}"
    rf"|{_HUNDREDS})"
)
"""A number in words: ``two``, ``twenty-one``, ``three hundred and five``, ``two dozen``."""

SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen)(?![^\W\d_])"
HALF = r"(?:[\s‐‑-]and[\s‐‑-]a[\s‐‑-]half(?![^\W\d_]))"
AMOUNT = (
    rf"(?:{DIGITS}(?:\s{{1,2}}{SCALE})?{HALF}?"
    rf"|(?:an?\s{{1,2}}(?={SCALE}))?{SPELLED}{HALF}?"
    rf"|half\s{{1,2}}a\s{{1,2}}{SCALE})"
)
"""Any number that `parse` reads; ``an?`` only before a scale is a number (``a hundred``)."""

_TOKEN = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?|[a-z]+")


def parse(text: str) -> Decimal | None:
    """Return the number that *text* spells, or None when it is not well formed (``two three``).

    ``half a million`` is 500000, ``two and a half`` 2.5, ``a dozen`` 12, ``1,500`` 1500. Trailing zeros
    after the decimal point are kept as written: ``8.40``.
    """
    tokens = _TOKEN.findall(text.lower())
    extra = Decimal(0)
    if tokens[-3:] == ["and", "a", "half"]:
        tokens, extra = tokens[:-3], Decimal("0.5")
    factor = Decimal(1)
    if tokens[:2] == ["half", "a"]:
        tokens, factor = tokens[2:], Decimal("0.5")
    elif tokens[:1] in (["a"], ["an"]):
        tokens = tokens[1:]
        if not tokens or tokens[0] not in SCALES:
            return None
    if not tokens:
        return None
    value = _digits(tokens) if tokens[0][0].isdigit() else _spelled(tokens)
    return None if value is None else value * factor + extra if factor != 1 or extra else value


def _digits(tokens: list[str]) -> Decimal | None:
    try:
        value = Decimal(tokens[0].replace(",", ""))
    except InvalidOperation:
        return None
    for token in tokens[1:]:
        if token not in SCALES:
            return None
        value *= SCALES[token]
    return value


def _spelled(tokens: list[str]) -> Decimal | None:
    total, group, ceiling = 0, 0, 10**15
    room = 100  # what may still be added to the group: below 100, below 10 after a ten, nothing after a one
    for word in tokens:
        if word == "and":
            continue
        if word in ONES and ONES[word] < room:
            group, room = group + ONES[word], 0
        elif word in TENS and room == 100:
            group, room = group + TENS[word], 10
        elif word in ("hundred", "dozen") and group < 100:
            group, room = max(group, 1) * SCALES[word], 100 if word == "hundred" else 0
        elif word in SCALES and 1000 <= SCALES[word] < ceiling:
            ceiling = SCALES[word]
            total, group, room = total + max(group, 1) * ceiling, 0, 100
        else:
            return None
    return Decimal(total + group)


def plain(value: Decimal) -> str:
    """Return *value* as a plain decimal, without an exponent: ``1500``, ``2300000000``, ``8.40``."""
    return str(int(value)) if value == value.to_integral_value() else format(value, "f")
