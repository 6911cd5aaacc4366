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
from sulh.reading.entity import kinds_of_name
from sulh.reading.lexicon import function_words, plain_words, titles, wordset

PIECE = "[MASK]"
_PARTICLES = r"(?:(?:al|el|bin|ibn|de|del|della|la|las|los|van|von|da|di|dos|du|der|zu)[ -]){1,3}"
_WORD = re.compile(r"[^\W\d_][^\W_]*")
_BEGINS = re.compile(r"(?:^|[\n.!?…:;•“‘\"«—–]\s*|\s[-'(\[]|\A[-'(\[])\Z")
_JOINED = re.compile(r"\s?|\.\s?|-|/|['’]|['’] (?:and )?|\s?&\s?| of (?:the )?| " + _PARTICLES)
_JOINED_COMMON = re.compile(r" for (?:the )?|['’]s ")
"""What joins a common word of a name to the next one: "Front for Isbury", "People's Homeland"."""
_AND = re.compile(r" (?:and|or|y|et|und|e)( the)? \Z", re.IGNORECASE)
"""What joins common words of a name, if what follows is never named alone: "Rail and Tram Workers"."""
_BEFORE = re.compile(r"(?<![\w'’-])" + _PARTICLES + r"\Z")
"""What belongs to the word behind it: "de Cordes Column", "al-Nur"."""
_TAIL = re.compile(r"(?:['’][^\W\d_]{2,}|-[^\W_]+)+")
"""What still belongs to a word: "Brit HaPe'ula", "Growers' Co-operative"."""
_NEXT = re.compile(r" ([A-Za-z]+)\b")
_INITIAL = re.compile(r"\.(?:[^\w\s]| [^\W\dA-Z])")
_ABBREVIATED = re.compile(r"\b([A-Z][a-z]{1,4}\.) \Z")
_NUMBER = re.compile(r" \d+\b(?![.,:]?\d)")
_NUMBERED = frozenset({"no", "local", "branch", "lodge", "chapter", "section", "district", "unit", "route"})
_TITLED = 0.85
_REACH = 16
"""How far before a name its particles are looked for, in characters."""


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


def hidden(text: str, sentences: Sequence[Span]) -> Names:
    """Return what the network does not see of each sentence: the names, each with the word for its kind.

    "The Volkhin army" and "the M12 movement" are hidden like "Norland" and "the Hill Front".
    """
    return tuple(tuple(_with_kind(text, span) for span in row) for row in names(text, sentences))


def _with_kind(text: str, span: Span) -> Span:
    behind = _NEXT.match(text, span.end)
    if behind is None or behind[1].lower() not in wordset("kinds", "behind"):
        return span
    return Span(span.start, behind.end())


@lru_cache(maxsize=1)  # the windows, the gate and the cast of one report ask in turn
def _found(text: str, sentences: tuple[Span, ...]) -> Names:
    words = [list(_words(text, span)) for span in sentences]
    titled = [
        _is_titled(row) and text[end - 1] != "." for row, (_, end) in zip(words, sentences, strict=True)
    ]
    seen = _Seen(text, words, titled)
    found: list[list[Span]] = []
    for row, headline in zip(words, titled, strict=True):
        kept = _unhidden(text, row)
        chosen = [word for word in row if word.start not in kept and seen.is_name(word, headline)]
        if not headline:
            chosen = _begun(text, row, chosen)
        found.append(list(_runs(text, chosen)))
    return tuple(_opened(text, words, list(_paired(text, found))))


class _Seen:
    """How the words of a report are written where nothing but being a name gives them a capital."""

    def __init__(self, text: str, words: Sequence[Sequence[_Word]], titled: Sequence[bool]) -> None:
        self._sure: Counter[str] = Counter()
        self._first: Counter[str] = Counter()
        """Those that a name begins with: "Rail operators" has nothing to do with Tromso Rail."""
        self._plain: Counter[str] = Counter()
        for row, headline in zip(words, titled, strict=True):
            before: _Word | None = None
            for word in row:
                lower = word.text.lower()
                if not word.capital:
                    self._plain[lower] += 1
                elif not headline and not word.opens:
                    self._sure[lower] += 1
                    if before is None or not before.capital or text[before.end : word.start] != " ":
                        self._first[lower] += 1
                before = word

    def is_name(self, word: _Word, headline: bool) -> bool:
        """Whether *word*, which is no title, is a name or a part of one."""
        lower = word.text.lower()
        if not word.capital:
            return False
        if not headline and not word.opens:
            return True
        if len(lower) == 1:
            return lower not in {"a", "i"}
        if (self._sure if headline else self._first)[lower] > self._plain[lower]:
            return True
        return not self._plain[lower] and lower not in plain_words()


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
        initial = match.end() - match.start() == 1 and text[match.start() - 1 : match.start()] == "."
        called = _ABBREVIATED.search(text, max(start, match.start() - _REACH), match.start())
        honoured = called is not None and called[1].lower() in titles()  # "Mr. Graves"
        yield _Word(match.start(), match.end(), match[0], opens and not (initial or honoured))
        first = False


def _is_titled(words: Sequence[_Word]) -> bool:
    """Whether most longer words have a capital, so that capitals tell nothing: a headline."""
    longer = [word for word in words if len(word.text) > 3]
    return len(longer) > 3 and sum(word.capital for word in longer) > _TITLED * len(longer)


def _unhidden(text: str, row: Sequence[_Word]) -> set[int]:
    """Return the starts of the words of *row* that are no names: titles, days and months, "the"."""
    kept: set[int] = set()
    following: _Word | None = None
    for number in reversed(range(len(row))):
        word = row[number]
        lower = word.text.lower()
        leads = (
            following is not None
            and following.start in kept
            and text[word.end : following.start] in {" ", "-"}
        )
        offices = _titles() | _portfolios() if leads else _titles()
        of_a_name = _of_a_name(row[:number], lower) or (text[word.end : word.end + 1] == "-" and not leads)
        if lower in _calendar() or (lower in offices and not of_a_name):
            kept.add(word.start)
        following = word
    return kept


def _of_a_name(before: Sequence[_Word], word: str) -> bool:
    """Whether a title behind *before* belongs to a name: "Ministry of Justice", "Minli Party candidate"."""
    if len(before) > 1 and before[-1].text == "of":
        return before[-2].capital and before[-2].text.lower() not in _titles()
    if word not in wordset("kinds", "behind") or not before:
        return False
    return before[-1].capital and before[-1].text.lower() not in _titles() | _portfolios() | _calendar()


@cache
def _titles() -> frozenset[str]:
    return frozenset(title.rstrip(".") for title in titles() if " " not in title)


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
        if end > word.start:
            continue
        if end >= 0 and (
            _JOINED.fullmatch(text, end, word.start)
            or (last in plain_words() and _JOINED_COMMON.fullmatch(text, end, word.start))
        ):
            end, last = _end(text, word), word.text.lower()
            continue
        if end >= 0:
            yield Span(start, end)
        begun = _BEFORE.search(text, max(word.start - _REACH, 0), word.start)
        start, end, last = begun.start() if begun else word.start, _end(text, word), word.text.lower()
    if end >= 0:
        yield Span(start, end)


def _end(text: str, word: _Word) -> int:
    """Return where *word* ends, with what is written on to it, or its number: "Local 88"."""
    end = tail.end() if (tail := _TAIL.match(text, word.end)) else word.end
    if text[word.start - 1 : word.start] == "." and _INITIAL.match(text, end):
        return end + 1
    number = _NUMBER.match(text, end) if word.text.lower() in _NUMBERED else None
    return number.end() if number else end


def _paired(text: str, found: list[list[Span]]) -> Iterator[list[Span]]:
    """Put together what "and" joins to one name: "Ministry of Finance and Local Affairs"."""
    alone = {text[a:b] for row in found for a, b in row if not _AND.search(text, max(a - 9, 0), a)}
    for row in found:
        made: list[Span] = []
        for span in row:
            if made and text[slice(*span)] not in alone and _one_name(text, made[-1], span):
                made[-1] = Span(made[-1].start, span.end)
            else:
                made.append(span)
        yield made


def _one_name(text: str, before: Span, span: Span) -> bool:
    """Whether common words are joined to one name, behind "and the" only one word that names no body."""
    named, joint = text[slice(*span)], _AND.fullmatch(text, before.end, span.start)
    if joint is None or (joint[1] and (" " in named or kinds_of_name(named))):
        return False
    return _common(text[slice(*before)].rsplit(maxsplit=1)[-1]) and _common(named.split()[0])


def _common(word: str) -> bool:
    return word.lower().rstrip("'’") in plain_words()
