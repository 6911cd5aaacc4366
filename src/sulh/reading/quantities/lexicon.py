"""The words of `data/figures.toml`, ready for use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sulh.reading.lexicon import data as word_data
from sulh.reading.timex import numerals


@dataclass(frozen=True)
class Lexicon:
    """Sets of words in lower case, and the patterns made of them."""

    belief: re.Pattern[str]
    multipliers: dict[str, int]
    measures: dict[str, str]
    times: dict[str, str]
    plurals: frozenset[str]
    fates: frozenset[str]
    compounds: frozenset[str]
    rates: frozenset[str]
    loose: frozenset[str]
    words: dict[str, frozenset[str]]
    attached: dict[str, str]
    attached_unit: re.Pattern[str]
    apart: dict[str, str]
    number: re.Pattern[str]
    number_starts: frozenset[str]
    qualifier: re.Pattern[str]


def plural(noun: str) -> str:
    """Return the plural of a measure or a time."""
    units = word_data("figures")["units"]
    irregular: dict[str, str] = units["irregular"]
    return noun if noun in units["same_plural"] else irregular.get(noun, noun + "s")


def _alternatives(words: list[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s{1,2}") for word in ordered) + ")"


@cache
def lexicon() -> Lexicon:
    """Return the lexicon; the file is read and its patterns are compiled on the first call."""
    data = word_data("figures")
    units = data["units"]
    signs: list[str] = data["currencies"]["signs"] + data["currencies"]["codes"]
    multiplier = _alternatives(list(data["multipliers"]))
    money = (
        _alternatives(data["currencies"]["signs"]) + "|" + _alternatives(data["currencies"]["codes"]) + r"\b"
    )
    held = rf"(?:[a-z]{{1,12}}\s{{1,3}})??({_alternatives(data['qualifiers']['after'])})\b"
    number = (
        rf"(?:(?P<money>{money})\s?(?P<sum>{numerals.DIGITS})(?:[\s-]?(?P<times>{multiplier})(?![^\W_]))?"
        rf"|(?P<half>half\s{{1,2}}a(?=\s{{1,2}}(?:per\s?cent|(?:percentage\s)?point)))"
        rf"|(?P<count>{numerals.DIGITS})\s?(?P<by>{_alternatives(data['multipliers_of_counts'])})(?![^\W_])"
        rf"|(?P<small>{numerals.DIGITS})m(?=\s{{1,2}}[a-z])"
        rf"|(?P<bare>{numerals.AMOUNT}))(?:(?![^\W_])|(?={_alternatives(list(units['attached']))}(?![^\W_])))"
    )
    return Lexicon(
        belief=re.compile(rf"\s{{1,3}}(?:is|are|was|were|have been|has been)\s{{1,3}}{held}"),
        multipliers=data["multipliers"] | data["multipliers_of_counts"],
        measures={word: plural(word) for word in units["measures"]},
        times={word: plural(word) for word in units["times"]},
        plurals=frozenset(units["plurals"]),
        fates=frozenset(units["fates"]),
        compounds=frozenset(units["compounds"]),
        rates=frozenset(units["rates"]),
        loose=frozenset(units["loose"]),
        words={name: frozenset(words) for name, words in data["words"].items()},
        attached=units["attached"],
        attached_unit=re.compile(
            rf"\s?(?P<short>{_alternatives(list(units['attached']))})(?![^\W_])"
            rf"|\s?(?P<apart>{_alternatives(list(units['apart']))})(?![^\W_])"
        ),
        apart=units["apart"],
        number=re.compile(number, re.IGNORECASE),
        number_starts=numerals.WORDS | {"a", "an", "half"} | {word.lower().rstrip("$") for word in signs},
        qualifier=re.compile(
            rf"(?<![^\W_])(?P<q>{_alternatives(data['qualifiers']['before'])})\s{{1,3}}(?:the\s{{1,2}})?\Z",
            re.IGNORECASE,
        ),
    )
