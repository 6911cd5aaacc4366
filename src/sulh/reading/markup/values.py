"""What values of times and figures may look like in an annotated report, and which acts need terms."""

from __future__ import annotations

import re

from sulh.model.move import Act

_TIMEX = re.compile(
    r"(?:[\dX]{4}(?:-(?:\d\d(?:-(?:\d\d|XX))?|XX|W\d\d(?:-WE)?|Q[1-4]|H[12]|SP|SU|FA|WI))?"
    r"(?:T(?:\d\d:\d\d|MO|AF|EV|NI))?|P(?:\d+|X)(?:\.\d+)?[YMWD]|PT\d+[HMS]|\d{3})\Z"
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z")

NEED_TERMS: frozenset[Act] = frozenset(
    ["offer", "demand", "condition", "reject", "red line", "accept", "concede", "threaten", "press"]
)
"""Acts that are always about something."""


def is_time(value: str) -> bool:
    """Return whether *value* is a TIMEX3 value as the corpus has them."""
    return _TIMEX.match(value) is not None


def is_number(value: str) -> bool:
    """Return whether *value* is a decimal number."""
    return _NUMBER.match(value) is not None
