"""Terms: what is on the table inside a move, cut into single things with their fields."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from sulh.model.move import Term, Time
from sulh.reading.figures import RawFigure
from sulh.reading.gazetteer import is_adjective
from sulh.reading.lexicon import DOMAINS, Entry, Phrases, data, entries, wordset
from sulh.reading.tokens import CLOSING, OPENING, Sentence

_LONGEST = 6
"""A noun phrase has hardly more words."""
_EDGE = OPENING | CLOSING | {",", ".", ";", ":", "—", "–", "-", "(", ")", "...", "…", "/"}


@cache
def actions() -> Phrases:
    """Return the wordings of all domains' actions; the specific domains go before the general one."""
    found: list[Entry] = []
    for domain in (*DOMAINS[1:], DOMAINS[0]):
        for lemma, group in data(f"actions_{domain}").items():
            found.extend(entries(lemma, group))
    return Phrases(found)


@dataclass(frozen=True)
class Findings:
    """The times and figures of a report, in text order, for the terms and sentences that hold them."""

    times: Sequence[Time]
    figures: Sequence[RawFigure]

    def times_in(self, start: int, end: int) -> Iterator[Time]:
        """Yield the times inside ``[start, end)`` of the text."""
        for number in range(bisect_left(self.times, start, key=lambda t: t.start), len(self.times)):
            if self.times[number].start >= end:
                return
            if self.times[number].end <= end:
                yield self.times[number]

    def figures_in(self, start: int, end: int) -> Iterator[RawFigure]:
        """Yield the figures inside ``[start, end)`` of the text."""
        for number in range(bisect_left(self.figures, start, key=lambda f: f.start), len(self.figures)):
            if self.figures[number].start >= end:
                return
            if self.figures[number].end <= end:
                yield self.figures[number]


def exchange_at(words: tuple[str, ...], at: int) -> int | None:
    """Return where what is asked in return begins, if "in exchange for" and the like stand at *at*."""
    for phrase in data("clauses")["exchange"]:
        listed = tuple(phrase.split())
        if words[at : at + len(listed)] == listed:
            return at + len(listed)
    return None


def _trim(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    words = sentence.words
    while first < last and (words[first] in _EDGE or words[first] in wordset("clauses", "term_leading")):
        first += 1
    while last > first and (
        words[last - 1] in _EDGE or words[last - 1] in {"and", "or", "also", "that", "to", "plus"}
    ):
        last -= 1
    return first, last


def whole(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Return tokens ``[first, last)`` without loose words at the edges, with the noun that an article wants.

    A network that tags word by word may stop at "a three-month", or run on to "the release of".
    """
    words = sentence.words
    open_end = wordset("grammar", "determiners") | wordset("grammar", "numbers")
    stop = wordset("grammar", "prepositions") | wordset("grammar", "auxiliaries")
    stop |= {"and", "or", "but", "to"}
    end = last
    while first < end < len(words) and (
        words[end - 1] in open_end
        or "-" in words[end - 1][1:-1]
        or words[end - 1][0].isdigit()
        or is_adjective(sentence.tokens[end - 1].text)  # "the Qatari" what?
    ):
        if not words[end][0].isalnum() or words[end] in stop:
            break
        end += 1
    while end < len(words) and words[end] == "of" and (more := _noun_phrase_end(words, end + 1)) > end + 1:
        end = more  # no term ends before "of": "the exit of its leaders"
    follows = end < len(words) and words[end][0].isalnum()  # else it is a particle: "let goods through"
    while follows and end > first + 1 and words[end - 1] in stop | {"the", "a", "an"}:
        if sentence.tokens[end - 1].is_capital:
            break  # the month of May
        end -= 1
    while end > first + 1 and words[end - 1] in _EDGE:
        end -= 1
    while first < end - 1 and words[first] in _EDGE:
        first += 1
    return first, end


def _noun_phrase_end(words: tuple[str, ...], first: int) -> int:
    """Return where the noun phrase ends that begins at *first*, a short one; *first* if there is none."""
    inside = wordset("grammar", "determiners") | wordset("grammar", "numbers")
    end, noun = first, False
    while end < min(first + _LONGEST, len(words)) and words[end] not in _EDGE:
        if words[end] not in inside and (
            _ends_phrase(words[end], noun) or (noun and words[end].endswith("ed"))
        ):
            break
        noun = noun or words[end] not in inside
        end += 1
    return end if noun else first


def object_behind(sentence: Sentence, place: int) -> tuple[int, int] | None:
    """Return the tokens of the object right at token *place*, "the ruling", if it is no answered proposal."""
    words = sentence.words
    if place >= len(words) or words[place] != "the":
        return None
    end = _noun_phrase_end(words, place + 1)
    named = end > place + 1 and words[end - 1] not in wordset("clauses", "answered")
    return (place, end) if named else None


def make(sentence: Sentence, first: int, last: int, findings: Findings, *, hedged: bool = False) -> Term:
    """Return the term at tokens ``[first, last)`` with the fields that can be read off it."""
    words = sentence.words
    exchange = None
    for place in range(first + 1, last):
        if end := exchange_at(words, place):
            start_x, end_x = _trim(sentence, end, last)
            exchange = sentence.slice(start_x, end_x) if end_x > start_x else None
            break
    else:
        place = last
    body = _trim(sentence, first, place)
    if body[1] <= body[0]:
        body = (first, last)
    start, end = sentence.span(first, last)
    body_span = sentence.span(*body)
    found = _action(sentence, *body)
    fields: dict[str, object] = {"exchange": exchange, "hedged": hedged}
    fields |= _measures(sentence, body_span, (start, end), findings)
    if found:
        at, after, entry = found
        fields["action"] = entry.kind
        fields["object"] = _object(sentence, at, after, body)
    else:
        fields["object"] = _noun_phrase(sentence, *body)
    fields["extent"] = _extent(words[body[0] : body[1]])
    fields["place"] = _place(sentence, *body)
    fields["negated"] = _negated(words, body[0], found[0] if found else body[1])
    return Term(text=sentence.text[start:end], start=start, end=end, **fields)


def _action(sentence: Sentence, first: int, last: int) -> tuple[int, int, Entry] | None:
    """Return the first action that stands in the term: a nominal one only where it heads the phrase."""
    for at, end, entry in actions().find(sentence.words[:last]):
        # A capital inside a sentence is a name's: "Free Movement" frees nobody.
        named = at > 0 and sentence.tokens[at].is_capital and sentence.tokens[at - 1].is_word
        if at >= first and end <= last and not named:
            return at, end, entry
    return None


def _object(sentence: Sentence, at: int, after: int, body: tuple[int, int]) -> str | None:
    words = sentence.words
    place = after
    while place < body[1] and words[place] in {"of", "on", "to", "for", "in", "from"}:
        place += 1
    behind = _noun_phrase(sentence, place, body[1]) if place < body[1] and words[place] not in {","} else None
    if behind:
        return behind
    return _noun_phrase(sentence, body[0], at) or sentence.slice(at, after)


_STOP = re.compile(r"[\w‑-]+ing\Z")


def _noun_phrase(sentence: Sentence, first: int, last: int) -> str | None:
    """Return the noun phrase at the start of tokens ``[first, last)``, without determiners and numbers."""
    words = sentence.words
    skip = wordset("grammar", "determiners") | wordset("grammar", "numbers") | wordset("clauses", "amounts")
    at = first
    while at < last and (
        words[at] in skip or words[at] in _EDGE or words[at][0].isdigit() or words[at] in {"$", "€", "£", "%"}
    ):
        at += 1
    end = at
    while end < last and words[end] not in _EDGE and not _ends_phrase(words[end], end > at):
        end += 1
    return sentence.slice(at, end) if end > at else None


def _ends_phrase(word: str, started: bool) -> bool:
    if word in {"'s"}:
        return False
    return (
        word in wordset("grammar", "prepositions") - {"per"}
        or word in wordset("grammar", "auxiliaries")
        or word in wordset("grammar", "subordinators")
        or word in {"and", "or", "who", "which", "that", "%", "by"}
        or (started and bool(_STOP.match(word)) and word not in {"building", "meeting", "housing", "funding"})
    )


def _extent(words: tuple[str, ...]) -> str | None:
    joined = f" {' '.join(words)} "
    for extent, wordings in data("clauses")["extents"].items():
        if any(f" {wording} " in joined for wording in wordings):
            return str(extent)
    return None


def _place(sentence: Sentence, first: int, last: int) -> str | None:
    """Return the capitalised place behind "in", "from", "at" or "to"."""
    words = sentence.words
    for at in range(first, last - 1):
        if words[at] not in {"in", "from", "at", "to", "into", "inside"}:
            continue
        start = at + 1
        while start < last and words[start] in {"the", "all", "of"}:
            start += 1
        end = start
        while end < last and sentence.tokens[end].is_capital:
            end += 1
        if end > start and words[start] not in wordset("roles", "calendar"):
            return sentence.slice(start, end)
    return None


def _negated(words: tuple[str, ...], first: int, last: int) -> bool:
    """Whether a negation stands there; a crane "without a driver" is a crane."""
    negations = wordset("grammar", "negations")
    found = [at for at in range(first, last) if words[at] in negations]
    return any(at == first or words[at] != "without" for at in found)


_LENGTHS = {
    "hours": "PT{}H", "days": "P{}D", "nights": "P{}D", "weeks": "P{}W", "months": "P{}M", "years": "P{}Y",
}  # fmt: skip
_A_LENGTH = re.compile(
    r"(?:for|(?<!end\s)of|another)\s(?:an?|one|another)\s(?:full\s|whole\s|further\s)?(?P<unit>hour|day|week|month|year)(?![\w’'-])"
    r"|another\s(?P<more>hour|day|week|month|year)(?![\w’'-])",
    re.IGNORECASE,
)
"""A length of one, as against "5 percent a year", "put off by a year" and "the end of a week"."""
_ONE_LENGTH = re.compile(r"(?:an?|one)\s(?P<unit>hour|day|week|month|year)(?=\Z|\sof\s)", re.IGNORECASE)


def _measures(
    sentence: Sentence, body: tuple[int, int], whole: tuple[int, int], findings: Findings
) -> dict[str, object]:
    """Quantity, duration and deadline of the term."""
    fields: dict[str, object] = {}
    durations: list[tuple[int, int]] = []
    for time in findings.times_in(*whole):
        limit = _is_limit(sentence, time)
        if time.kind == "DURATION":
            durations.append((time.start, time.end))
        if time.kind == "DURATION" and not limit:
            if time.start < body[1]:
                fields.setdefault("duration", time.value)
        elif limit:
            fields.setdefault("deadline", time.value)
    inside = [f for f in findings.figures_in(*body) if not _overlaps(f, durations)]
    inside, lengths = [f for f in inside if f.unit not in _LENGTHS], [f for f in inside if f.unit in _LENGTHS]
    if "duration" not in fields and not durations and (length := _length(sentence, body, lengths)):
        fields["duration"] = length
    inside = [f for f in inside if not f.few] or inside
    if inside:
        # Of "from 12 percent to 9 percent" the second is what is on the table.
        starts_from = sentence.text[body[0] : body[0] + 5].lower() == "from "
        figure = inside[1] if len(inside) > 1 and starts_from else inside[0]
        fields |= {"quantity": figure.value, "unit": figure.unit, "qualifier": figure.qualifier}
    return fields


def _length(sentence: Sentence, body: tuple[int, int], lengths: list[RawFigure]) -> str | None:
    """Return how long "three more days" is, or "a year", where no time was read."""
    for figure in lengths:
        if figure.value.isdigit():
            return _LENGTHS[figure.unit].format(figure.value)
    text = sentence.text[slice(*body)]
    match = _ONE_LENGTH.match(text) or _A_LENGTH.search(text)
    return _LENGTHS[match[match.lastgroup or 0].lower() + "s"].format(1) if match else None


def _is_limit(sentence: Sentence, time: Time) -> bool:
    """Whether *time* says by when, or from when: "by Friday", "within 10 days", "from next Monday"."""
    if time.text.lower().startswith(tuple(data("clauses")["limiting"])):
        return True
    at = sentence.token_at(time.start)
    return time.kind == "DATE" and at > 0 and sentence.words[at - 1] in wordset("clauses", "limits")


def _overlaps(figure: RawFigure, spans: list[tuple[int, int]]) -> bool:
    return any(figure.start < end and start < figure.end for start, end in spans)
