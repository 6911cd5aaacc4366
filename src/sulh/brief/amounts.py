"""Numbers, units and options as people read them; JSON keeps them as they were recorded."""

from __future__ import annotations

import re

from sulh.model.problem import Issue

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z")
_ENDS_IN_A_NUMBER = re.compile(r"(?:.* )?-?\d[\d,]*(?:\.\d+)?\Z")
_INSIDE = re.compile(r"(?<![\w.,])\d{4,}(?![\w,]|\.\d)")
_BEFORE = frozenset("$€£¥₪")
_GLUED = frozenset("%‰°")
_YEARS = range(1900, 2101)
_MANY = 4
"""Digits from which thousands are set apart."""


def is_number(value: str) -> bool:
    """Whether *value* is a plain decimal."""
    return bool(_NUMBER.match(value.replace(",", "")))


def grouped(text: str, unit: str | None = None) -> str:
    """Return *text* with the thousands of its whole numbers apart; what may be a year needs a *unit*."""

    def apart(match: re.Match[str]) -> str:
        number = int(match[0])
        return match[0] if not unit and number in _YEARS and len(match[0]) == _MANY else f"{number:,}"

    return _INSIDE.sub(apart, text)


def amount(value: str, unit: str | None) -> str:
    """Return *value* with its *unit*: ``9%``, ``$4``, ``1,500 prisoners``."""
    number = grouped(value, unit)
    if not unit:
        return number
    if unit in _BEFORE:
        return f"{unit}{number}"
    return f"{number}{unit}" if unit in _GLUED else f"{number} {unit}"


def option(issue: Issue | None, value: str) -> str:
    """Return an option in words, with its unit where it is, or ends in, a number."""
    unit = issue.unit if issue else None
    if not unit or not _ENDS_IN_A_NUMBER.match(value):
        return grouped(value, unit)
    before, _, number = value.rpartition(" ")
    return " ".join(filter(None, (before, amount(number, unit))))
