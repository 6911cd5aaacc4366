"""The reader's word lists, as data files beside this module, and the little English they need.

Every list is a TOML file under ``data/``; lists of one domain (peace, labour, trade, government) stand in
files of their own. They are read once, on first use.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Form = Literal["base", "s", "past", "ing", "noun"]
DOMAINS = ("general", "peace", "labour", "trade", "government")


@cache
def data(name: str) -> dict[str, Any]:
    """Return the data file ``data/<name>.toml``."""
    return tomllib.loads(files("sulh.reading").joinpath("data", f"{name}.toml").read_text("utf-8"))


@cache
def wordset(name: str, key: str) -> frozenset[str]:
    """Return the list *key* of data file *name* as a set, in lower case."""
    return frozenset(str(word).lower() for word in data(name)[key])


@cache
def function_words() -> frozenset[str]:
    """Return the words that hold a sentence together and name nothing."""
    groups = ("prepositions", "auxiliaries", "negations", "determiners", "subordinators", "pointing")
    return frozenset().union(*(wordset("grammar", group) for group in groups), {"and", "or", "but"})


@cache
def titles() -> frozenset[str]:
    """Return what people are called before their names: offices, and "Mr" and the like."""
    return frozenset().union(*(wordset("titles", group) for group in ("persons", "officials", "honorifics")))


@cache
def plain_words() -> frozenset[str]:
    """Return the words that the training reports write without a capital (``training/plain.py``)."""
    return frozenset(files("sulh.reading").joinpath("data", "plain.txt").read_text("utf-8").split())


@cache
def irregular() -> dict[str, tuple[str, ...]]:
    """Return the past forms of irregular verbs, and other forms that the rules get wrong."""
    return {verb: tuple(str(forms).split()) for verb, forms in data("grammar")["irregular"].items()}


_VOWELS = "aeiou"


def inflect(verb: str) -> dict[str, Form]:
    """Return the forms of the regular or listed English *verb* (one word) with what each one is."""
    forms: dict[str, Form] = {verb: "base"}
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) else verb
    if _doubles(verb):
        stem = verb + verb[-1]
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        forms |= {verb[:-1] + "ies": "s", verb[:-1] + "ied": "past", verb + "ing": "ing"}
    else:
        forms[verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")] = "s"
        forms |= {(verb + "d" if verb.endswith("e") else stem + "ed"): "past", stem + "ing": "ing"}
    if listed := irregular().get(verb):
        forms = {form: kind for form, kind in forms.items() if kind != "past"}
        forms |= dict.fromkeys(listed, "past")
    return forms


def _doubles(verb: str) -> bool:
    if verb in wordset("grammar", "doubling"):
        return True
    vowels = sum(letter in _VOWELS for letter in verb)
    return vowels == 1 and len(verb) > 2 and verb[-1] not in "wxyaeiouh" and verb[-2] in _VOWELS


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to word something: `words` (the first one inflected if `form` is a verb's), and its meaning.

    `kind` is the group it stands in (an act, an action's lemma), `tags` what its group says about it.
    """

    kind: str
    words: tuple[str, ...]
    form: Form
    tags: tuple[tuple[str, Any], ...] = ()

    def tag(self, name: str, default: Any = None) -> Any:
        """Return what the entry's group says under *name*."""
        return dict(self.tags).get(name, default)


class Phrases:
    """Entries by their first word, longest first: what may start at a token.

    In an entry's words ``~`` stands for up to three words and ``$its`` for an article or possessive.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_first: dict[str, list[Entry]] = {}
        for entry in entries:
            self._by_first.setdefault(entry.words[0], []).append(entry)
        for same_first in self._by_first.values():
            same_first.sort(key=lambda entry: -len(entry.words))

    def at(self, words: tuple[str, ...], index: int) -> tuple[Entry, int] | None:
        """Return the longest entry that stands at *index* of *words* and where it ends, or None."""
        for entry in self._by_first.get(words[index], ()):
            if end := _match(entry.words, words, index):
                return entry, end
        return None

    def find(self, words: tuple[str, ...]) -> Iterator[tuple[int, int, Entry]]:
        """Yield (start, end, entry) for what stands in *words*, left to right, none inside another."""
        index = 0
        while index < len(words):
            if found := self.at(words, index):
                entry, end = found
                yield index, end, entry
                index = end
            else:
                index += 1


_ITS = frozenset({"its", "their", "his", "her", "the", "our", "a", "an"})
_GAP = 3


def _match(pattern: tuple[str, ...], words: tuple[str, ...], index: int) -> int | None:
    """Return where *pattern* ends if it stands in *words* at *index*."""
    for number, item in enumerate(pattern):
        if item == "~":
            rest = pattern[number + 1 :]
            for skipped in range(_GAP + 1):
                if any(not word[0].isalnum() and word != "'s" for word in words[index : index + skipped]):
                    return None
                if end := _match(rest, words, index + skipped):
                    return end
            return None
        if index >= len(words) or (words[index] not in _ITS if item == "$its" else words[index] != item):
            return None
        index += 1
    return index


def entries(kind: str, group: dict[str, Any]) -> Iterator[Entry]:
    """Yield the entries of one group of a data file.

    A group has ``verbs`` (each inflected in its first word), ``nouns`` and ``phrases`` (as written); what
    else it holds becomes its tags.
    """
    tags = tuple((key, value) for key, value in group.items() if key not in {"verbs", "nouns", "phrases"})
    for verb in group.get("verbs", ()):
        first, *rest = str(verb).lower().split()
        for word, form in inflect(first).items():
            yield Entry(kind, (word, *rest), form, tags)
    for noun in (*group.get("nouns", ()), *group.get("phrases", ())):
        yield Entry(kind, tuple(str(noun).lower().split()), "noun", tags)
