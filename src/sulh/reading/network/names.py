"""Names, kept from the network: it reads what is done, not by whom, so no party can fare worse than another.

Every name reaches it as one and the same piece. Which words are names is told by their capitals, and where a
capital tells nothing (the first word, a headline) by the words that the corpus or the report has without one.
What people are called ("Foreign Minister") and days and months are no names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from sulh.model.report import Span
from sulh.reading.lexicon import function_words, plain_words, wordset

PIECE = "[MASK]"
_WORD = re.compile(r"[^\W\d_][^\W_]*")
_BEGINS = re.compile(r"(?:^|[\n.!?…:;•“‘\"«—–]\s*|\s[-'(\[]|\A[-'(\[])\Z")
_JOINED = re.compile(
    r"\s?|\.\s?|-|/|['’]|['’] (?:and )?|\s?&\s?| of (?:the )?| (?:al|el|bin|ibn|de|del|la|van|von|da|di)[ -]"
)
_JOINED_COMMON = re.compile(r" for (?:the )?|['’]s ")
"""What joins a common word of a name to the next one: "Front for Isbury", "People's Homeland"."""
_TITLED = 0.85


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str
    opens: bool
    """Whether nothing but its place may have given it a capital."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


Names = tuple[tuple[Span, ...], ...]


def names(text: str, sentences: Sequence[Span]) -> Names:
    """Return the names in each of the *sentences* of *text*: whole runs of words, in order."""
    return _found(text, tuple(sentences))


@lru_cache(maxsize=1)  # the windows, the gate and the cast of one report ask in turn
def _found(text: str, sentences: tuple[Span, ...]) -> Names:
    words = [list(_words(text, span)) for span in sentences]
    titled = [
        _is_titled(row) and text[end - 1] != "." for row, (_, end) in zip(words, sentences, strict=True)
    ]
    sure: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for row, headline in zip(words, titled, strict=True):
        for word in row:
            if not word.capital:
                plain[word.text.lower()] += 1
            elif not headline and not word.opens:
                sure[word.text.lower()] += 1
    found: list[list[Span]] = []
    for row, headline in zip(words, titled, strict=True):
        kept = _unhidden(text, row)
        chosen = [word for word in row if word.start not in kept and _is_name(word, headline, sure, plain)]
        if not headline:
            chosen = _begun(text, row, chosen)
        found.append(list(_runs(text, chosen)))
    return tuple(_opened(text, words, found))


def _begun(text: str, row: Sequence[_Word], chosen: list[_Word]) -> list[_Word]:
    """Take in a first word of a sentence that begins a name of common words: "Green Future said"."""
    starts = {word.start: word for word in chosen}
    made: list[_Word] = []
    for word, following in pairwise(row):
        if (
            word.opens
            and word.capital
            and word.start not in starts
            and following.start in starts
            and text[word.end : following.start] == " "
            and following.text.lower() in plain_words()
            and word.text.lower() not in function_words() | {"yet", "so"}
        ):
            made.append(word)
    return sorted([*chosen, *made], key=lambda word: word.start)


def _opened(text: str, words: list[list[_Word]], found: list[list[Span]]) -> Iterator[tuple[Span, ...]]:
    """Take a first word into the name that it begins: "Coast Claimants say", where others wrote to them."""
    long = {text[start:end] for row in found for start, end in row if " " in text[start:end]}
    for row, runs in zip(words, found, strict=True):
        grown = list(runs)
        for word in row:
            whole = [name for name in long if text.startswith(name, word.start)] if word.opens else []
            if whole:
                end = word.start + max(map(len, whole))
                grown = [span for span in grown if span.end <= word.start or span.start >= end]
                grown.append(Span(word.start, end))
        yield tuple(sorted(grown))


def _words(text: str, span: Span) -> Iterator[_Word]:
    start, end = span
    first = True
    for match in _WORD.finditer(text, start, end):
        opens = first or bool(_BEGINS.search(text[max(start, match.start() - 3) : match.start()]))
        yield _Word(match.start(), match.end(), match[0], opens)
        first = False


def _is_titled(words: Sequence[_Word]) -> bool:
    """Whether most longer words have a capital, so that capitals tell nothing: a headline."""
    longer = [word for word in words if len(word.text) > 3]
    return len(longer) > 3 and sum(word.capital for word in longer) > _TITLED * len(longer)


def _unhidden(text: str, row: Sequence[_Word]) -> set[int]:
    """Return the starts of the words of *row* that are no names: titles, days and months, "the"."""
    kept: set[int] = set()
    before: _Word | None = None
    for word in reversed(row):
        lower = word.text.lower()
        leads = before is not None and before.start in kept and text[word.end : before.start] in {" ", "-"}
        if lower in _titles() | _calendar() or (leads and lower in _portfolios()):
            kept.add(word.start)
        before = word
    return kept


def _is_name(word: _Word, headline: bool, sure: Counter[str], plain: Counter[str]) -> bool:
    lower = word.text.lower()
    if not word.capital:
        return False
    if (not headline and not word.opens) or (len(lower) == 1 and lower not in {"a", "i"}):
        return True
    if sure[lower] > plain[lower]:
        return True
    return not plain[lower] and lower not in plain_words()


@cache
def _titles() -> frozenset[str]:
    lists = (wordset("titles", name) for name in ("persons", "officials", "honorifics"))
    return frozenset(title.rstrip(".") for titles in lists for title in titles if " " not in title)


@cache
def _portfolios() -> frozenset[str]:
    """The words before a title that belong to it: "Foreign", "Prime", "Defence"."""
    titles = wordset("titles", "persons") | wordset("titles", "officials")
    return frozenset(word for title in titles for word in title.split()[:-1])


@cache
def _calendar() -> frozenset[str]:
    days = wordset("roles", "calendar")
    return days | {f"{day}s" for day in days} | {"i", "the"}


def _runs(text: str, words: Iterable[_Word]) -> Iterator[Span]:
    """Yield what the *words* make when neighbours are put together: "Union of Dockers"."""
    start = end = -1
    last = ""
    for word in words:
        if end >= 0 and (
            _JOINED.fullmatch(text, end, word.start)
            or (last in plain_words() and _JOINED_COMMON.fullmatch(text, end, word.start))
        ):
            end, last = word.end, word.text.lower()
            continue
        if end >= 0:
            yield Span(start, end)
        start, end, last = word.start, word.end, word.text.lower()
    if end >= 0:
        yield Span(start, end)
