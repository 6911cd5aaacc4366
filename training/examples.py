"""Annotations → the labels of every word of every window, as the network is trained on them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sulh.model.report import Span
from sulh.reading.markup.annotation import Annotation, Cue
from sulh.reading.network.labels import ACT, ATTRIBUTION, CONTEXTS, CUE, MENTION, MOVE
from sulh.reading.network.windows import Window, windows

Labels = NDArray[np.int64]


@dataclass
class Example:
    """A window with its labels. Heads that its data does not annotate are absent.

    `tags` holds the labels of the words by head. `cues` are the first words of the cues; `roles` the labels
    of all words for each cue, -1 where the head does not judge the cue. `denied` and `context` go with
    `cues`, -1 for one that is no act. `mentions` are (first word, last word, actor) for coreference.
    """

    window: Window
    tags: dict[str, Labels] = field(default_factory=dict)
    cues: list[int] = field(default_factory=list)
    roles: dict[str, list[Labels]] = field(default_factory=dict)
    denied: list[int] = field(default_factory=list)
    context: list[int] = field(default_factory=list)
    mentions: list[tuple[int, int, str]] = field(default_factory=list)


def examples(
    note: Annotation, sentences: Sequence[Span], tokenizer: Tokenizer, heads: Iterable[str]
) -> list[Example]:
    """Return the examples of one annotated text for *heads*: mentions, cue, act, attribution, move."""
    wanted = set(heads)
    return [_example(note, window, wanted) for window in windows(note.text, sentences, tokenizer)]


class _Words:
    """Finds the words of a span."""

    def __init__(self, window: Window) -> None:
        self._starts = [start for start, _ in window.spans]
        self._ends = [end for _, end in window.spans]

    def of(self, span: tuple[int, int]) -> tuple[int, int] | None:
        """Return the words ``[first, last)`` that *span* covers, None where it covers none."""
        first = bisect_right(self._ends, span[0])
        last = bisect_left(self._starts, span[1])
        return (first, last) if first < last else None


def _example(note: Annotation, window: Window, heads: set[str]) -> Example:
    words = _Words(window)
    size = len(window.spans)
    made = Example(window)
    if "mentions" in heads:
        _mentions(note, words, size, made)
    if "cue" in heads:
        made.tags["cue"] = _tags(size, [(c.span, "B") for c in note.cues if c.attributes], words, CUE)
    if "act" in heads:
        made.tags["act"] = _tags(size, [(c.span, f"B-{c.act}") for c in note.cues if c.act], words, ACT)
    made.roles = {head: [] for head in ("attribution", "move") if head in heads}
    for cue in note.cues:
        place = words.of(cue.span)
        if place is not None:
            _cue(note, cue, place[0], words, size, made)
    return made


def _tags(
    size: int, marked: list[tuple[tuple[int, int], str]], words: _Words, labels: Sequence[str]
) -> Labels:
    tags = np.zeros(size, dtype=np.int64)
    for span, label in marked:
        place = words.of(span)
        if place is not None and not tags[place[0] : place[1]].any():
            tags[place[0]] = labels.index(label)
            tags[place[0] + 1 : place[1]] = labels.index("I")
    return tags


def _mentions(note: Annotation, words: _Words, size: int, made: Example) -> None:
    layers: tuple[list[tuple[tuple[int, int], str]], ...] = ([], [])
    open_: list[tuple[int, int]] = []
    for mention in note.mentions:
        while open_ and open_[-1][1] <= mention.span[0]:
            open_.pop()
        depth = len(open_)
        if not (open_ and open_[-1] == mention.span):
            open_.append(mention.span)
        else:
            continue
        actor = note.actors[mention.key]
        if depth < 2:
            layers[depth].append((mention.span, f"B-{actor.kind}"))
        place = words.of(mention.span)
        if place is not None:
            made.mentions.append((place[0], place[1] - 1, mention.key))
    made.tags["outer"] = _tags(size, layers[0], words, MENTION)
    made.tags["inner"] = _tags(size, layers[1], words, MENTION)


def _cue(note: Annotation, cue: Cue, place: int, words: _Words, size: int, made: Example) -> None:
    made.cues.append(place)
    made.denied.append(int(cue.denied) if cue.act else -1)
    made.context.append(CONTEXTS.index(cue.context) if cue.act else -1)
    if "attribution" in made.roles:
        marked = [(span, "source") for span in cue.sources] + [(span, "content") for span in cue.contents]
        made.roles["attribution"].append(_roles(size, marked if cue.attributes else None, words, ATTRIBUTION))
    if "move" in made.roles:
        marked = [(span, "speaker") for span in cue.sources or nearest(note, cue)]
        marked += [(span, "addressee") for span in cue.addressees] + [(span, "time") for span in cue.times]
        marked += [(span, "term") for span in cue.terms]
        made.roles["move"].append(_roles(size, marked if cue.act else None, words, MOVE))


def _roles(
    size: int, marked: list[tuple[tuple[int, int], str]] | None, words: _Words, labels: Sequence[str]
) -> Labels:
    if marked is None:
        return np.full(size, -1, dtype=np.int64)
    tags = np.zeros(size, dtype=np.int64)
    for span, kind in marked:
        place = words.of(span)
        if place is not None:
            tags[place[0]] = labels.index(f"B-{kind}")
            tags[place[0] + 1 : place[1]] = labels.index(f"I-{kind}")
    return tags


def nearest(note: Annotation, cue: Cue) -> list[tuple[int, int]]:
    """Return the mention before the cue, in its line, of whoever is said (`by=`) to act."""
    if not cue.by or len(cue.by) > 1:
        return []
    line = note.text.rfind("\n", 0, cue.span[0])
    before = [
        m.span for m in note.mentions if m.key in cue.by and line < m.span[0] and m.span[1] <= cue.span[0]
    ]
    return before[-1:]
