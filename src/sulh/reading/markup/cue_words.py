"""Where the cue of a move most likely stands: a move holds its quote, not its cue.

The rule: the cue is the first stretch of words between the last mention of the speaker and the first term of
the quote; if there is none, behind the last term; if there is none, before the speaker. Stretches end at
mentions, pronouns, times and punctuation, and lose the little words at their ends. An aside between commas
behind the speaker is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sulh.reading.markup.annotation import Span
from sulh.reading.markup.nest import Nest

MOST_WORDS = 9
"""A longer cue is a clause."""

_BREAK = re.compile(
    r"[^\w\s'’-]+|\s[-–—]+\s|\b(?:he|she|it|they|we|i|its|his|her|their|our|my|him|them|us|who|which)\b",
    re.IGNORECASE,
)
_LEADING = frozenset(
    "that and but also the a an of to by on in at for with from while as 's ’s ' ’".split()  # noqa: SIM905
)
_TRAILING = frozenset(["that", "and", "but", "the", "a", "an", "of", "to", "by"])
_BEFORE_TIMES = frozenset({"on", "in", "at", "since", "until", "for", "from", "last", "late", "early"})
_WORD = re.compile(r"\S+")


def find_cue(
    nest: Nest, quote: Span, speaker: Sequence[Span], terms: Sequence[Span], breaks: Sequence[Span],
    taken: Iterable[Span],
) -> Span | None:  # fmt: skip
    """Return the cue's span, None if no word of the *quote* is left for it.

    *speaker* and *terms* are the spans of the move's own, *breaks* those of all mentions and times, *taken*
    the cues of other moves, which are taken again only if there is nothing else.
    """
    used = list(taken)
    found = [
        span
        for low, high in _stretches(nest.text, quote, speaker, terms)
        for part in _parts(nest.text, low, high, [*breaks, *speaker, *terms])
        if (span := _clear(nest, part)) is not None
    ]
    return next((span for span in found if span not in used), found[0] if found else None)


def _stretches(text: str, quote: Span, speaker: Sequence[Span], terms: Sequence[Span]) -> Iterator[Span]:
    start, end = quote
    inside = sorted(term for term in terms if start <= term[0] and term[1] <= end)
    first = inside[0][0] if inside else end
    before = [place for _, place in speaker if start < place <= first]
    low = max(before, default=start)
    if (behind := _behind_aside(text, low, first)) is not None:
        yield behind, first
    yield low, first
    if inside:
        yield inside[-1][1], end
        yield inside[0][1], inside[-1][0]
    yield start, min([first, *(place for place, _ in speaker if start <= place)])


def _behind_aside(text: str, low: int, high: int) -> int | None:
    """Return where an aside between commas that begins at *low* (", which ...,") ends, if one does."""
    if text[max(low - 1, 0) : low] != "," and text[low : low + 1] != ",":
        return None
    closing = text.find(",", low + 1, high)
    return closing + 1 if closing > 0 else None


def _parts(text: str, low: int, high: int, breaks: Sequence[Span]) -> Iterator[Span]:
    """Yield what is left of ``[low, high)`` between *breaks* inside it and what breaks it by itself."""
    times = [span for span in breaks if low < span[1] and span[0] < high and not _holds(span, (low, high))]
    own = [(low + m.start(), low + m.end()) for m in _BREAK.finditer(text[low:high])]
    at = low
    for start, end in sorted([*times, *own, (high, high)]):
        part = _stripped(text, at, min(start, high), (start, end) in times)
        if part is not None:
            yield part
        at = max(at, end)


def _holds(outer: Span, inner: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _stripped(text: str, low: int, high: int, before_time: bool) -> Span | None:
    if low >= high:
        return None
    words = [(low + word.start(), low + word.end()) for word in _WORD.finditer(text[low:high])]
    while words and text[slice(*words[0])].lower() in _LEADING:
        words.pop(0)
    trailing = _TRAILING | _BEFORE_TIMES if before_time else _TRAILING
    while words and (last := text[slice(*words[-1])].lower()) in trailing:
        if last == "to" and len(words) > 2 and not before_time:  # was prepared to, but offer
            break
        words.pop()
    if not words or not any(letter.isalpha() for letter in text[words[0][0] : words[-1][1]]):
        return None
    return words[0][0], words[min(len(words), MOST_WORDS) - 1][1]


def _clear(nest: Nest, span: Span) -> Span | None:
    """Return *span*, shortened to where it crosses no mark."""
    for start, end in nest.crossed(span):
        span = (end, span[1]) if start < span[0] else (span[0], min(span[1], start))
        if span[0] >= span[1]:
            return None
    trimmed = nest.trimmed(span)
    return trimmed if trimmed and not nest.crossed(trimmed) else None
