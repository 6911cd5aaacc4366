"""A light check of the language: which script, and whose function words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

_SAMPLE = 20_000
_LEAST_SHARE = 0.12  # of the words; running English prose has about 0.4
_WORD = re.compile(r"[^\W\d_]+")


class _Languages(NamedTuple):
    words: dict[str, frozenset[str]]
    scripts: tuple[tuple[str, re.Pattern[str], dict[str, re.Pattern[str]]], ...]


@cache
def _languages() -> _Languages:
    data = tomllib.loads((Path(__file__).parent / "data" / "languages.toml").read_text("utf-8"))
    return _Languages(
        {name: frozenset(words.split()) for name, words in data["words"].items()},
        tuple(
            (
                script["name"],
                re.compile(f"[{script['letters']}]"),
                {other: re.compile(f"[{letters}]") for other, letters in script["others"].items()},
            )
            for script in data["script"]
        ),
    )


def guess_language(text: str) -> str:
    """Return the ISO 639-1 code *text* is most likely in, or ``"und"`` where there is too little to tell."""
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE])]
    letters = sum(map(len, words))
    if not letters:
        return "und"
    return _by_script("".join(words), letters) or _by_words(words)


def _by_script(joined: str, letters: int) -> str | None:
    for name, script, others in _languages().scripts:
        count = len(script.findall(joined))
        # Japanese mixes its own letters with Chinese ones, so a fifth of them is enough
        if count * (5 if name == "ja" else 2) <= letters:
            continue
        for other, tell in others.items():
            if len(tell.findall(joined)) * 50 > count:
                return other
        return name
    return None


def _by_words(words: list[str]) -> str:
    counts = Counter(words)
    shares = {
        name: sum(counts[word] for word in common) / len(words) for name, common in _languages().words.items()
    }
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _LEAST_SHARE else "und"
