"""Small numbers in words: "two sources" and "three roads" against the two pilots whom a deal is about."""

from __future__ import annotations

import re

from sulh.reading.quantities.lexicon import Lexicon
from sulh.reading.quantities.numbers import Number
from sulh.reading.quantities.units import Unit

_SIDES, _FEW, _SMALL, _FEW_TIMES = 3, 4, 10, 12
_KNOWN = re.compile(
    r"\b(?:the|its|their|his|her|these|those|last|first|past|next|all|both)\s{1,3}\Z", re.IGNORECASE
)
_DEALT = re.compile(
    r"\b(?:releas|free|return|hand|deliver|kill|wound|injur|swap|exchang|remain|bod)\w{0,5}\s{1,3}(?:over\s{1,3}|back\s{1,3}|of\s{1,3})?(?:the\s{1,3})?\Z",
    re.IGNORECASE,
)
"""Before the few who matter: "release two pilots"."""


def is_counted(number: Number, unit: Unit, words: Lexicon) -> bool:
    """Leave out "one" of a few, "two sources" and "the two sides"."""
    spelled = number.spelled
    head = unit.text.split()[-1].lower()
    if number.value == 1 and spelled:
        return unit.text.split()[0] in {"%", "percentage"}
    if head in words.words["no_units"]:
        return head == "times" and (number.value > _FEW_TIMES or not spelled)
    few = number.value <= _SIDES and spelled and unit.kind != "measure"
    return not (few and head in words.words["people_of_the_report"])


def is_few(number: Number, unit: Unit, *, before: str, words: Lexicon) -> bool:
    """Tell two or three that the story only mentions from those that are dealt in or were hurt."""
    points = unit.text == "points" and number.value > 1
    if (unit.kind != "count" and not points) or number.value > _SMALL or number.money or not number.spelled:
        return False
    if number.value > _FEW and not points and not _KNOWN.search(before):
        return False
    if unit.text.split()[-1].lower() in words.words["dealt_in"]:
        return False
    return not _DEALT.search(before)
