"""Dates as people read them; JSON keeps the TIMEX3 values. A full day stays as it is: 2024-02-15."""

from __future__ import annotations

import re
from datetime import date

_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
_PARTS = {
    "Q1": "first quarter of", "Q2": "second quarter of", "Q3": "third quarter of", "Q4": "fourth quarter of",
    "H1": "first half of", "H2": "second half of",
}  # fmt: skip
_MONTH = re.compile(r"(?P<year>\d{4}|XXXX)-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?\Z")
_WEEK = re.compile(r"(?P<year>\d{4})-W(?P<week>\d\d)(?P<end>-WE)?\Z")
_PART = re.compile(r"(?P<year>\d{4}|XXXX)-(?P<part>[A-Z][A-Z1-4])\Z")
_WEEKDAY = re.compile(r"XXXX-WXX-([1-7])\Z")
_DECADE = re.compile(r"\d{3}\Z")
_OPEN = {
    "XXXX": "a year not named", "XXXX-XX": "a month not named", "XXXX-XX-XX": "a day not named",
    "XXXX-WXX": "a week not named", "XXXX-WXX-WE": "a weekend not named",
}  # fmt: skip
NO_YEAR = ", year not named"


def in_words(value: str) -> str:
    """Return the TIMEX3 date *value* in words where it is partial: ``week of 10 June 2024``.

    A week is named by its Monday, a weekend by its Saturday. What is no such value is returned as it is.
    """
    if match := _MONTH.match(value):
        return _month(match)
    if match := _WEEK.match(value):
        return _week(match) or value
    if (match := _PART.match(value)) and (words := _SEASONS.get(match["part"]) or _PARTS.get(match["part"])):
        return (
            f"{words} {match['year']}" if match["year"] != "XXXX" else f"{words.removesuffix(' of')}{NO_YEAR}"
        )
    if match := _WEEKDAY.match(value):
        return f"a {_WEEKDAYS[int(match[1]) - 1]}"
    return f"{value}0s" if _DECADE.match(value) else _OPEN.get(value, value)


def _month(match: re.Match[str]) -> str:
    name = _NAMES[int(match["month"]) - 1]
    if match["year"] != "XXXX":
        return match[0] if match["day"] else f"{name} {match['year']}"
    return (f"{int(match['day'])} {name}" if match["day"] else name) + NO_YEAR


def _week(match: re.Match[str]) -> str | None:
    try:
        first = date.fromisocalendar(int(match["year"]), int(match["week"]), 6 if match["end"] else 1)
    except ValueError:
        return None
    kind = "weekend" if match["end"] else "week"
    return f"{kind} of {first.day} {_NAMES[first.month - 1]} {first.year}"
