"""Scores → an annotation: legal spans, cues with their roles, mentions in clusters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sulh.model.move import Act, ActorKind, Context
from sulh.model.report import Span
from sulh.reading.markup.annotation import Cue
from sulh.reading.network.contents import tidy
from sulh.reading.network.labels import ACT, CONTEXTS, CUE, MENTION, MOVE, ROLES, TAGS, best, spans
from sulh.reading.network.scorer import Scorer, Scores
from sulh.reading.network.windows import windows

_LINKED = {"source": "sources", "content": "contents", "speaker": "sources", "term": "terms",
           "addressee": "addressees", "time": "times"}  # fmt: skip
_ACTUAL = 1.0
"""How much more than that the scores tell an act is one of now: what is put aside as past is lost."""
_WITHOUT_TERMS = frozenset({"meet", "agree", "announce"})
_LIKELY = 4.0
"""How much less sure of "nothing" to be where an act must have a term and none was found (chosen on dev)."""


@dataclass
class Found:
    """A mention: its kind, its layer (0 outermost), and the earlier mention that it goes on, if any."""

    span: tuple[int, int]
    kind: ActorKind
    layer: int
    goes_on: tuple[int, int] | None = None


@dataclass
class Spotted:
    """All that the network found in a text. `confidence` goes with `cues`."""

    mentions: list[Found] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    confidence: list[float] = field(default_factory=list)


def spot(text: str, sentences: Sequence[Span], scorer: Scorer) -> Spotted:
    """Return the mentions and cues of *text*."""
    found = Spotted()
    for scores in scorer.run(windows(text, sentences, scorer.tokenizer)):
        if scores.window.spans:
            _mentions(scores, scorer, found)
            _cues(text, scores, scorer, found)
    order = sorted(range(len(found.cues)), key=lambda n: found.cues[n].span)
    found.cues, found.confidence = [found.cues[n] for n in order], [found.confidence[n] for n in order]
    for number, cue in enumerate(found.cues, 1):
        cue.number = number
    return found


def _mentions(scores: Scores, scorer: Scorer, found: Spotted) -> None:
    layers = [spans(best(scores.heads[head][None], MENTION)[0], MENTION) for head in ("outer", "inner")]
    outer = [(first, last, kind, 0) for first, last, kind in layers[0]]
    inner = [
        (first, last, kind, 1)
        for first, last, kind in layers[1]
        if not any(a < last and first < b and (a, b) == (first, last) for a, b, *_ in outer)
    ]
    marked = sorted([*outer, *inner], key=lambda m: (m[0], -m[1]))
    if not marked:
        return
    links = scorer.antecedents(scores, [(first, last - 1) for first, last, *_ in marked]).argmax(1)
    for (first, last, kind, layer), link in zip(marked, links, strict=True):
        if first < scores.window.fresh:
            continue
        before = marked[link - 1] if link else None
        goes_on = _span(scores, before[0], before[1]) if before else None
        made: ActorKind = kind  # type: ignore[assignment]
        found.mentions.append(Found(_span(scores, first, last), made, layer, goes_on))


def _span(scores: Scores, first: int, last: int) -> tuple[int, int]:
    return scores.window.spans[first][0], scores.window.spans[last - 1][1]


@dataclass
class _Place:
    """A cue in its window: the first words of its attribution and of its act, if it is one."""

    cue: Cue
    attribution: int | None
    act: int | None
    sure: float


def _cues(text: str, scores: Scores, scorer: Scorer, found: Spotted) -> None:
    places = _places(scores, scorer)
    for head, at in (("attribution", "attribution"), ("move", "act")):
        rows = [(p, first) for p in places if (first := getattr(p, at)) is not None]
        if not rows:
            continue
        scored = scorer.roles(scores, [first for _, first in rows])[head]
        for (place, _), sequence in zip(rows, best(scored, ROLES[head]), strict=True):
            for first, last, role in spans(sequence, ROLES[head]):
                if role == "speaker" and place.cue.sources:
                    continue
                getattr(place.cue, _LINKED[role]).append(_span(scores, first, last))
        if head == "move":
            _terms(scores, [place.cue for place, _ in rows], scored)
    for place in places:
        place.cue.contents = tidy(text, place.cue.contents)
        found.cues.append(place.cue)
        found.confidence.append(place.sure)


def _terms(scores: Scores, cues: Sequence[Cue], scored: NDArray[np.float32]) -> None:
    """Give the *cues* whose act must have a term, and that found none, the likeliest ones."""
    bare = [n for n, cue in enumerate(cues) if not cue.terms and cue.act not in _WITHOUT_TERMS]
    if not bare:
        return
    eager = scored[bare]
    eager[..., 0] -= _LIKELY
    for number, row, sequence in zip(bare, eager, best(eager, MOVE), strict=True):
        ahead = row[:, MOVE.index("B-term")] - row[:, 0]
        likely = [
            (ahead[first], first, last) for first, last, role in spans(sequence, MOVE) if role == "term"
        ]
        if likely:
            at = scores.window.sentences[max(likely)[1]]
            cues[number].terms = [
                _span(scores, first, last)
                for _, first, last in likely
                if scores.window.sentences[first] == at
            ]


def _places(scores: Scores, scorer: Scorer) -> list[_Place]:
    said = spans(best(scores.heads["cue"][None], CUE)[0], CUE)
    acts = spans(best(scores.heads["act"][None], ACT)[0], ACT)
    fresh = scores.window.fresh
    sure = {head: scorer.sure(scores.heads[head]) for head in TAGS}
    places: list[_Place] = []
    for first, last, _ in said:
        if first >= fresh:
            places.append(
                _Place(Cue(0, _span(scores, first, last), True), first, None, float(sure["cue"][first]))
            )
    for first, last, act in acts:
        if first < fresh:
            continue
        place = next((p for p in places if p.act is None and _meets(p, _span(scores, first, last))), None)
        if place is None:
            place = _Place(Cue(0, _span(scores, first, last), False), None, None, 1.0)
            places.append(place)
        place.act, place.sure = first, float(sure["act"][first])
        _act(scores, place.cue, act, first)
    return places


def _meets(place: _Place, span: tuple[int, int]) -> bool:
    return place.cue.span[0] < span[1] and span[0] < place.cue.span[1]


def _act(scores: Scores, cue: Cue, act: str, first: int) -> None:
    made: Act = act  # type: ignore[assignment]
    cue.act = made
    cue.denied = bool(scores.heads["denied"][first].argmax())
    cue.context = _context(scores.heads["context"][first])


def _context(scores: NDArray[np.float32]) -> Context:
    """Return the likeliest context: that of most acts, unless another is clearly likelier."""
    likeliest = scores.copy()
    likeliest[CONTEXTS.index("actual")] += _ACTUAL
    return CONTEXTS[int(likeliest.argmax())]
