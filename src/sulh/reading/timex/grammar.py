"""The words and rules of `data/times.toml`, compiled once, when first asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from sulh.reading.lexicon import data as word_data
from sulh.reading.timex import numerals

_PLACEHOLDER = re.compile(r"\{(?:(\w+)=)?([A-Z]+)\}")


@dataclass(frozen=True)
class Rule:
    """One pattern. `name` is that of the function that gives its value."""

    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Grammar:
    """All that `data/times.toml` says, ready for use. Keys and words are lower case."""

    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, str]
    units: dict[str, tuple[str, str, int]]
    ordinals: dict[str, int]
    decades: dict[str, int]
    named_days: dict[str, str]
    named_events: dict[str, str]
    words: dict[str, frozenset[str]]
    future: dict[str, frozenset[str]]
    past: dict[str, frozenset[str]]
    rules: dict[str, tuple[Rule, ...]]
    edge: re.Pattern[str]
    edge_starts: frozenset[str]


def _choice(words: list[str], end: str = r"(?![^\W_])") -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s{1,3}") for word in ordered) + ")" + end


def _calendar_words(table: dict[str, list[str]]) -> tuple[dict[str, int], str]:
    """Return each word's number, and a pattern: full names, and abbreviations with or without a full stop."""
    numbers = {word: int(number) for number, words in table.items() for word in words}
    full = [words[0] for words in table.values()]
    short = [word for words in table.values() for word in words[1:]]
    return numbers, f"(?:{_choice(full)}|{_choice(short)}\\.?)"


def _fragments(data: dict[str, Any], month: str, weekday: str) -> dict[str, str]:
    units = [unit for unit in data["units"] if unit not in ("weekend", "quarter")]
    made = {
        "MONTH": month,
        "WEEKDAY": weekday,
        "SEASON": _choice(list(data["seasons"])),
        "ORDINAL": _choice(list(data["ordinals"])),
        "DECADE": _choice(list(data["decades"])),
        "NAMEDDAY": _choice(list(data["named_days"])),
        "PART": _choice(data["words"]["part"]),
        "UNITS": "(?:" + "|".join("centur(?:y|ies)" if u == "century" else f"{u}s?" for u in units) + ")",
        "AMOUNT": f"(?:{numerals.AMOUNT}|an?)",
    }
    return made | {name: f"(?:{text})" for name, text in data["fragments"].items()}


def _compile(pattern: str, fragments: dict[str, str], end: str = r"(?![^\W_])") -> re.Pattern[str]:
    """Compile *pattern*, with blanks, placeholders, and a word boundary at its end."""
    spaced = pattern.replace(" ?", r"\s{0,2}").replace(" ", r"\s{1,3}")

    def put(match: re.Match[str]) -> str:
        name, fragment = match.groups()
        return f"(?P<{name}>{fragments[fragment]})" if name else fragments[fragment]

    return re.compile(f"(?:{_PLACEHOLDER.sub(put, spaced)}){end}", re.IGNORECASE)


def _first_words(starts: list[str], sets: dict[str, list[str]]) -> set[str]:
    words = [word for start in starts for word in sets.get(start, [start])]
    return {re.split(r"[\s-]", word)[0] for word in words}


@cache
def grammar() -> Grammar:
    """Return the grammar; the file is read and its patterns are compiled on the first call."""
    data = word_data("times")
    months, month = _calendar_words(data["months"])
    weekdays, weekday = _calendar_words(data["weekdays"])
    fragments = _fragments(data, month, weekday)
    sets = {
        "MONTH": list(months),
        "WEEKDAY": list(weekdays),
        "SEASON": list(data["seasons"]),
        "ORDINAL": list(data["ordinals"]),
        "DECADE": list(data["decades"]),
        "NAMEDDAY": list(data["named_days"]),
        "THIS": ["last", "next", "this", "past", "previous", "coming", "following"],
        "NUMBER": list(numerals.WORDS),
        "UNIT": list(data["units"]),
    }
    rules: dict[str, list[Rule]] = {}
    for entry in data["rules"]:
        rule = Rule(entry["name"], _compile(entry["pattern"], fragments))
        for word in _first_words(entry["starts"], sets):
            rules.setdefault(word, []).append(rule)
    return Grammar(
        months=months,
        weekdays=weekdays,
        seasons=data["seasons"],
        units={unit: (time, letter, size) for unit, (time, letter, size) in data["units"].items()},
        ordinals=data["ordinals"],
        decades=data["decades"],
        named_days=data["named_days"],
        named_events=data["named_events"],
        words={name: frozenset(words) for name, words in data["words"].items()},
        future={name: frozenset(words) for name, words in data["future"].items()},
        past={name: frozenset(words) for name, words in data["past"].items()},
        rules={word: tuple(found) for word, found in rules.items()},
        edge=_compile(data["edge"]["pattern"], fragments, end=""),
        edge_starts=frozenset(data["edge"]["starts"]),
    )
