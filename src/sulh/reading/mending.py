"""Mentions as the network found them, put right where their own words and the names leave no doubt.

The network reads words, not names: it may stop before the name that a title belongs to, mark an article by
itself, or take a surname for a movement.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sulh.model.move import ActorKind
from sulh.reading.entity import kinds_of_name, kinds_of_noun, without_article
from sulh.reading.gazetteer import known, regions
from sulh.reading.lexicon import plain_words, titles, wordset
from sulh.reading.markup.annotation import Span
from sulh.reading.mention import SEAT, head_of
from sulh.reading.network.decode import Found, Spotted
from sulh.reading.persons import Called, called, inside, is_named, titled
from sulh.reading.tokens import desk_end

_ARTICLE = re.compile(r"(?:the|an?)\Z", re.I)
_NOUN = re.compile(r" ([a-z]+)\b")
_OFFICE = re.compile(r"(?:[Tt]he |[Ii]ts |[Aa]n? )(?:[a-z-]+ )?([a-z-]+)(?= of | for |\Z)")
_LAST = re.compile(r"([^\W\d_]+)\Z")
_OPEN = re.compile(r" of\Z")
_WHICH = re.compile(r",? which\b")
_LOOSE = re.compile(r"(?:,? (?:and|or|with|along with|who|which|that|whose))+\Z")
_RUNS_ON = re.compile(
    r"((?:[Tt]he )?[A-Z][\w.'’-]*(?: (?:of (?:the )?)?[A-Z][\w.'’-]*)*)"
    r" (?:has|have|had|is|are|was|were|will|would|said|says)\b"
)
_LONG = 60
"""No title is longer, in characters."""
_JOINT = " and "
_OPENS = re.compile(r"(?:\A|[.!?:;…\n“\"»—–-])\s*\Z")


def without_desk(text: str, spotted: Spotted) -> Spotted:
    """Return what is *spotted* in *text* but for its datelines and bylines: nobody there is of the story."""

    def told(spans: Iterable[Span]) -> list[Span]:
        cut = ((max(start, desk_end(text, start)), end) for start, end in spans)
        return [span for span in cut if span[0] < span[1]]

    cues = [replace(cue, sources=told(cue.sources), addressees=told(cue.addressees)) for cue in spotted.cues]
    mentions = [replace(each, span=span) for each in spotted.mentions for span in told([each.span])]
    return replace(spotted, mentions=mentions, cues=cues)


def mend(text: str, names: Sequence[Span], found: Sequence[Found]) -> list[Found]:
    """Return what was *found* in *text*, whose *names* are known, without what cannot be a mention."""
    ordered = sorted(names)
    found = [part for each in found for part in _parted(text, ordered, each)]
    spans = sorted(each.span for each in found)
    sides = {_bare(text[slice(*each.span)]).removeprefix("the ") for each in found if each.kind != "person"}
    grown = {span: _grown(text, ordered, spans, span, sides) for span in spans}
    who = called(text, ordered, found)
    made: dict[Span, Found] = {}
    for each in found:
        span = grown[each.span]
        words = _bare(text[slice(*span)])
        if (
            span in made
            or words.lower() in {"the", "a", "an", "the other", ""}
            or SEAT.match(text, max(span[0] - 1, 0))
        ):
            continue
        if each.kind == "person" and words not in who.words and _is_nobody(text, span, words):
            continue
        region = without_article(words) in regions()
        if each.kind != "person" and (region or _is_half(text, span, words) or _is_text(words)):
            continue
        kind = _kind(text, ordered, span, each.kind, who)
        before = grown.get(each.goes_on, each.goes_on) if each.goes_on else None
        made[span] = replace(each, span=span, kind=kind, goes_on=before if before != span else None)
    return list(made.values())


def _parted(text: str, names: Sequence[Span], each: Found) -> Iterator[Found]:
    """Yield *each* without what follows a name in it ("Qatar has been", "Egypt and"), two persons apart."""
    start, end = each.span
    end -= len(loose[0]) if (loose := _LOOSE.search(text, start, end)) else 0
    if runs_on := _RUNS_ON.match(text, start, end):
        end = runs_on.end(1)
    if end <= start:
        return
    joint = text.find(_JOINT, start, end) if each.kind == "person" else -1
    if joint >= 0:
        halves = ((start, joint), (joint + len(_JOINT), end))
        if all(any(titled(text, name) for name in inside(names, half)) for half in halves):
            yield replace(each, span=halves[0])
            start = halves[1][0]
    yield replace(each, span=(start, end))


def _trimmed(text: str, span: Span) -> Span:
    """Return *span* without marks and a possessive at its end."""
    start, end = span
    return (start, end - len(text[start:end]) + len(_bare(text[start:end])))


def _bare(words: str) -> str:
    return words.strip(' ,.;:“”"').removesuffix("’s").removesuffix("'s").rstrip("'’")


def _grown(text: str, names: Sequence[Span], spans: Sequence[Span], span: Span, sides: set[str]) -> Span:
    """Take in the noun behind an article by itself, and the name behind a title, an adjective or "of".

    A name that is a mention of its own, there or elsewhere that of a side, belongs to no title. The side
    before a title that nothing else mentions is taken in too: "UN Secretary-General".
    """
    start, end = span
    if (before := _side_before(text, names, spans, start)) is not None:
        start = before
        span = (start, end)
    if _ARTICLE.match(text, start, end):
        noun = _NOUN.match(text, end)
        return (start, noun.end()) if noun and kinds_of_noun(noun[1]) else span
    if of := _OPEN.search(text, start, end):
        begins = end + (5 if text.startswith(" the ", end) else 1)
        name = _next(names, begins)
        return (start, name[1] if name is not None and name[0] == begins else of.start())
    last, name = _LAST.search(text, start, end), _next(names, end + 1)
    if last is None or name is None or name[0] != end + 1 or text[end] != " ":
        return span
    following = _next(spans, end + 1)
    if text[slice(*name)] in sides or (following is not None and following[0] < name[1]):
        return span
    word = last[1].lower()
    adjective = (
        last[1].islower() and word in plain_words() and not (kinds_of_noun(word) or word.endswith("s"))
    )
    if word in titles() or (adjective and word not in wordset("grammar", "pointing")):
        return (start, name[1])
    return span


def _side_before(text: str, names: Sequence[Span], spans: Sequence[Span], start: int) -> int | None:
    """Return where the side begins that stands before a title at *start*, if no mention holds it."""
    words, name = text[start : start + _LONG].lower().split(), _last(names, start)
    titled = any(" ".join(words[:count]) in titles() for count in range(1, 4))
    if not titled or name is None:
        return None
    begins, ends = name
    if text[ends:start] not in {" ", ". "} or known(text[begins:ends]) is None:
        return None
    held = _last(spans, ends)
    return begins if held is None or held[1] <= begins or held == (begins, ends) else None


def _last(spans: Sequence[Span], end: int) -> Span | None:
    """Return the last of the sorted *spans* that begins before *end*."""
    place = bisect_left(spans, (end, 0))
    return spans[place - 1] if place else None


def _next(spans: Sequence[Span], start: int) -> Span | None:
    """Return the first of the sorted *spans* that begins at *start* or behind it."""
    place = bisect_left(spans, (start, 0))
    return spans[place] if place < len(spans) else None


def _is_nobody(text: str, span: Span, words: str) -> bool:
    """Whether a person of one common word is only the beginning of a sentence: "Talks were adjourned"."""
    lower = words.lower()
    if " " in words or lower in wordset("grammar", "pointing") or lower in titles() or kinds_of_noun(lower):
        return False
    return (
        words[0].isupper()
        and lower in plain_words()
        and _OPENS.search(text[max(span[0] - 3, 0) : span[0]]) is not None
    )


def _is_half(text: str, span: Span, words: str) -> bool:
    """Whether a small word by itself, without an article, is only the beginning of more: "train drivers"."""
    before = text[max(span[0] - 8, 0) : span[0]].lower().split()[-1:]
    bare = not before or before[0] not in wordset("grammar", "determiners") | wordset(
        "grammar", "possessives"
    )
    kept = words in wordset("grammar", "pointing") or words.endswith("s") or kinds_of_noun(words)
    return words.islower() and words.isalpha() and bare and not kept


def _is_text(words: str) -> bool:
    """Whether the name is that of a law or an agreement: "the Financing Act"."""
    name = without_article(words).split()
    return (
        len(name) > 1
        and "of" not in name
        and name[0][0].isupper()
        and name[-1][0].isupper()
        and name[-1].lower() in wordset("kinds", "texts")
    )


def _kind(text: str, names: Sequence[Span], span: Span, kind: ActorKind, who: Called) -> ActorKind:
    """Return what the mention at *span* is, put right where its words, or those behind, leave no doubt.

    A surname is a person's, an office is held by one, "which" is not said of one.
    """
    if is_named(text, names, _trimmed(text, span), who):
        return "person"
    words = _bare(text[slice(*span)])
    lower, phrase = words.lower(), without_article(words)
    head = head_of(phrase)
    if head in {"source", "sources"}:
        return "source"
    if kind == "person":
        common = " " not in words and lower not in titles() and words not in who.last
        if common and kinds_of_noun(lower) and lower.endswith("s"):
            return "group"
        named = all(word[0].isupper() for word in phrase.split())
        is_body = (named and kinds_of_name(phrase.split()[-1])) or _WHICH.match(text, span[1])
        return "organisation" if is_body and lower not in wordset("grammar", "pointing") else "person"
    office = _OFFICE.match(words)
    held = office and office[1] in wordset("roles", "of_one")
    many = (
        head in wordset("roles", "of_many") and head in phrase
    )  # "the Ministers of the Alliance" are a body
    return "person" if kind != "source" and (held or many) else kind
