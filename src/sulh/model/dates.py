"""TIMEX3 dates as strings: `2024-02-15`, `2024-02`, `2024`, `2024-W07`, `XXXX-10-07`, `XXXX-WXX-4`.

A date that the text leaves partial stays partial. Values: TimeML 1.2.1, section on the VALUE attribute.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_YEAR = re.compile(r"(\d{4})\Z")
_WEEK = re.compile(r"(\d{4})-W(\d{2})\Z")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])\Z")
_WEEKEND = re.compile(r"(\d{4})-W(\d{2})-WE\Z")
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}
_SEASON = re.compile(r"(\d{4})-(SP|SU|FA)\Z")


def day_range(value: str | None) -> tuple[date, date] | None:
    """Return the first and last day that the TIMEX3 *value* may mean, or None when its year is open."""
    if value is None:
        return None
    try:
        if match := _DAY.match(value):
            day = date(*map(int, match.groups()))
            return day, day
        if match := _MONTH.match(value):
            return _months(int(match[1]), int(match[2]), int(match[2]))
        if match := _YEAR.match(value):
            return _months(int(match[1]), 1, 12)
        if match := _WEEK.match(value):
            monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return monday, monday + timedelta(days=6)
        if match := _WEEKEND.match(value):
            saturday = date.fromisocalendar(int(match[1]), int(match[2]), 6)
            return saturday, saturday + timedelta(days=1)
        if match := _QUARTER.match(value):
            last = 3 * int(match[2])
            return _months(int(match[1]), last - 2, last)
        if match := _SEASON.match(value):
            return _months(int(match[1]), *_SEASON_MONTHS[match[2]])
    except ValueError:
        return None
    return None


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def first_day(value: str | None) -> date | None:
    """Return the earliest day *value* may mean, or None."""
    found = day_range(value)
    return found[0] if found else None


def last_day(value: str | None) -> date | None:
    """Return the latest day *value* may mean, or None. A partial date counts as its last day."""
    found = day_range(value)
    return found[1] if found else None
