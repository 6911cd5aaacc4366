"""Arithmetic on the calendar, with results as TIMEX3 values.

Without a day to count from every function answers with an open value: ``XXXX-XX-XX`` is some day, ``XXXX-01``
some January. Seasons are those of the northern hemisphere, the only ones TIMEX3 orders; a winter carries the
year in which it begins.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Direction = Literal["past", "future"]

OPEN = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "fortnight": "XXXX-WXX",
    "month": "XXXX-XX", "quarter": "XXXX-QX", "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
_NEAR_DAYS = 21
_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def shift(day: date | None, unit: str, count: int) -> str | None:
    """Return the *unit* that lies *count* units from that of *day*, or None beyond the calendar."""
    if day is None:
        return OPEN[unit]
    try:
        return _shift(day, unit, count)
    except (ValueError, OverflowError):
        return None


def _shift(day: date, unit: str, count: int) -> str | None:
    if unit == "day":
        return (day + timedelta(days=count)).isoformat()
    if unit in ("week", "weekend", "fortnight"):
        weeks = count * (2 if unit == "fortnight" else 1)
        year, week, _ = (day + timedelta(weeks=weeks)).isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "weekend" else "")
    if unit in ("month", "quarter"):
        size = 1 if unit == "month" else 3
        index = (day.year * 12 + day.month - 1) // size + count
        year, part = divmod(index, 12 // size)
        return f"{_year(year)}-{part + 1:02}" if size == 1 else f"{_year(year)}-Q{part + 1}"
    size = {"year": 1, "decade": 10, "century": 100}[unit]
    return _year((day.year // size + count) * size)[: {1: 4, 10: 3, 100: 2}[size]]


def _year(year: int) -> str:
    if not 1 <= year <= 9999:
        raise ValueError(year)
    return f"{year:04}"


def weekday(day: date | None, number: int, direction: Direction, *, strict: bool = False) -> str | None:
    """Return the nearest weekday *number* (Monday is 1) before or after *day*; *day* too unless *strict*."""
    if day is None:
        return f"XXXX-WXX-{number}"
    ahead = (number - day.isoweekday()) % 7
    if direction == "past":
        ahead -= 7 if ahead else 0
        ahead = -7 if strict and ahead == 0 else ahead
    elif strict and ahead == 0:
        ahead = 7
    return shift(day, "day", ahead)


def weekday_in_week(day: date | None, number: int, weeks: int) -> str | None:
    """Return weekday *number* of the week that lies *weeks* from the one that holds *day*."""
    if day is None:
        return f"XXXX-WXX-{number}"
    return shift(day, "day", number - day.isoweekday() + 7 * weeks)


def month(day: date | None, number: int, direction: Direction, *, strict: bool = False) -> str | None:
    """Return the nearest month *number* before or after *day*; the current month too unless *strict*."""
    if day is None:
        return f"XXXX-{number:02}"
    ahead = (number - day.month) % 12
    if direction == "past":
        ahead -= 12 if ahead or strict else 0
    elif strict and ahead == 0:
        ahead = 12
    return shift(day, "month", ahead)


def month_day(
    day: date | None,
    number: int,
    of_month: int,
    direction: Direction | None,
    weekday_number: int | None = None,
) -> str | None:
    """Return day *of_month* of month *number*, in the year that *direction* or the given weekday points to.

    A weekday that fits exactly one of the years about *day* decides. No direction means the past. Where that
    points most of a year away from a day that lies near (within three weeks, or two months without a
    direction), the near one is meant.
    """
    if not 1 <= of_month <= monthrange(2024, number)[1]:
        return None
    if day is None:
        return f"XXXX-{number:02}-{of_month:02}"
    found = [
        date(year, number, of_month)
        for year in (day.year - 1, day.year, day.year + 1)
        if 1 <= year <= 9999 and of_month <= monthrange(year, number)[1]
    ]
    fitting = [each for each in found if each.isoweekday() == weekday_number]
    if len(fitting) == 1:
        return fitting[0].isoformat()
    found = fitting or found
    if not found:
        return f"XXXX-{number:02}-{of_month:02}"
    nearest = min(found, key=lambda each: abs((each - day).days))
    told = [each for each in found if (each >= day if direction == "future" else each <= day)]
    chosen = told[0 if direction == "future" else -1] if told else nearest
    reach = _NEAR_DAYS if direction else 3 * _NEAR_DAYS
    far = abs((chosen - day).days) > 250 and abs((nearest - day).days) <= reach
    return (nearest if far else chosen).isoformat()


def season(day: date | None, code: str, direction: Direction, *, strict: bool = False) -> str | None:
    """Return the nearest season *code* that began before *day* or, in future, begins after it."""
    if day is None:
        return f"XXXX-{code}"
    first = _SEASON_START[code]
    began = day.year if day.month >= first else day.year - 1
    running = (day.year * 12 + day.month) - (began * 12 + first) < 3
    if direction == "past":
        began -= 1 if strict and running else 0
    elif strict or not running:
        began += 1
    return f"{began:04}-{code}" if 1 <= began <= 9999 else None


_FINER = {"Y": ("M", 12), "W": ("D", 7), "D": ("H", 24), "H": ("M", 60)}


def duration(count: Decimal, time: str, letter: str, size: int) -> str | None:
    """Return *count* times *size* of the unit *letter* as an ISO 8601 duration, in whole units if possible.

    *time* is ``T`` for a unit shorter than a day. Two and a half years are ``P30M``, half an hour ``PT30M``.
    """
    amount = count * size
    if amount <= 0 or amount > 10**9:
        return None
    while amount != int(amount) and letter in _FINER and not (letter == "M" and not time):
        letter, factor = _FINER[letter]
        amount, time = amount * factor, "T" if letter == "H" or time else ""
    if amount != int(amount):
        return f"P{time}{amount.normalize():f}{letter}"
    return f"P{time}{int(amount)}{letter}"
