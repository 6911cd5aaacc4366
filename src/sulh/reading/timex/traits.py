"""What a whole text says about the times in it, before any of them is read."""

from __future__ import annotations

import re
from typing import NamedTuple

_MAY_IS_A_NAME = re.compile(r"\b(?:Theresa|Mrs?\.?|Ms\.?|Lady|Minister|PM|Brian|President)\s+May\b")
_LONG = 2500
"""Characters from which the want of any word counted from its own day says something about a text."""
_TOLD_YEAR = re.compile(r"(?<![\d.,$€£])(?:1[4-9]|20)\d\d(?![\d%]|[.,]\d)")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_MONTH_DAY = re.compile(
    rf"\b(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?!\d|,?\s\d{{4}})"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?!,?\s\d{{4}}))",
    re.IGNORECASE,
)
_FROM_ITS_DAY = re.compile(
    r"\b(?:yesterday|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?!s|\sto\b|\sthrough\b)"
    r"|(?:this|last|next)\s(?:morning|afternoon|evening|night|week|weekend|month|year)|I|we|our|us)\b",
    re.IGNORECASE,
)
_ANCIENT = re.compile(
    r"\d\s?(?:BCE?|AD|CE)\b|\bAD\s\d|\((?:c(?:a|irca)?\.?\s)?\d{3}\s?[–—-]\s?(?:c(?:a|irca)?\.?\s)?\d{3}\)"
)


class Traits(NamedTuple):
    """What the whole text says about its times.

    `may_is_a_name`: somebody in it is called May. `timeless`: a long text without a word that is counted from
    its own day, such as a biography or a guide: its "today" is nowadays, its "January" any January or that of
    the year just told. `ancient`: it counts years before or after Christ, so "in 348" may be a year.
    """

    may_is_a_name: bool = False
    timeless: bool = False
    ancient: bool = False


def traits(text: str) -> Traits:
    """Return what *text* as a whole says about its times."""
    return Traits(
        may_is_a_name=bool(_MAY_IS_A_NAME.search(text)),
        timeless=len(text) >= _LONG and not _FROM_ITS_DAY.search(text) and _tells_of_years(text),
        ancient=bool(_ANCIENT.search(text)),
    )


def _tells_of_years(text: str) -> bool:
    """Tell a biography or a guide from a communiqué, whose "11 April" lies about its own day."""
    days = len(_MONTH_DAY.findall(text))
    years = _TOLD_YEAR.findall(text) if days else []
    return len(set(years)) > 4 and len(years) > 2 * days if days else True
