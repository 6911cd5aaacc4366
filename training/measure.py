"""How far two annotations of one text agree: counts that add up over reports, as F1 with its interval.

The same counts compare the reader with the annotation, and a second annotator with the first.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from gold import sides
from sulh.reading.markup.annotation import Annotation, Cue, Span, around

ROLES: dict[str, Callable[[Cue], list[Span]]] = {
    "source": lambda cue: cue.sources,
    "cue": lambda cue: [cue.span],
    "content": lambda cue: cue.contents,
}
Counts = Counter[tuple[str, str]]
"""(measure, "right" | "found" | "wanted") → number. Precision is right / found, recall right / wanted."""


@dataclass(frozen=True)
class F1:
    """A score in percent with its 95% interval over reports (bootstrap), and what it counts."""

    value: float
    low: float
    high: float
    precision: float
    recall: float
    wanted: int

    def __str__(self) -> str:
        spread = f"[{self.low:.1f}, {self.high:.1f}]"
        return f"{self.value:5.1f} {spread}  P {self.precision:.1f} R {self.recall:.1f}  n={self.wanted}"


def compare(wanted: Annotation, found: Annotation) -> Counts:
    """Return the counts of one report: *found* against *wanted*."""
    counts: Counts = Counter()
    _exact(counts, "mentions", [m.span for m in wanted.mentions], [m.span for m in found.mentions])
    ours = [cue for cue in wanted.cues if cue.attributes]
    theirs = [cue for cue in found.cues if cue.attributes]
    for role, spans in ROLES.items():
        a = [span for cue in ours for span in spans(cue)]
        b = [span for cue in theirs for span in spans(cue)]
        _exact(counts, f"{role} exact", a, b)
        _overlap(counts, f"{role} overlap", a, b)
        _token(counts, f"{role} token", wanted.text, a, b)
    _triples(counts, ours, theirs)
    _moves(counts, "moves", wanted, found, announce=True)
    _moves(counts, "moves but announce", wanted, found, announce=False)
    left_out = {cue.span for cue in wanted.cues if cue.optional}
    _exact(counts, "acts exact", _acts(wanted.cues, left_out), _acts(found.cues, left_out))
    _overlap(counts, "times overlap", [t.span for t in wanted.times], [t.span for t in found.times])
    _alike(counts, "times value", wanted.times, found.times, lambda a, b: a.value == b.value)
    _overlap(counts, "figures overlap", [f.span for f in wanted.figures], [f.span for f in found.figures])
    _alike(counts, "figures value", wanted.figures, found.figures, lambda a, b: a.value == b.value)
    _alike(
        counts, "figures value, unit", wanted.figures, found.figures,
        lambda a, b: a.value == b.value and _noun(a.unit) == _noun(b.unit),
    )  # fmt: skip
    return counts


def _acts(cues: list[Cue], left_out: set[Span]) -> list[object]:
    return [(cue.span, cue.act) for cue in cues if cue.act and cue.span not in left_out]


def meet(a: Sequence[int], b: Sequence[int]) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def _count(counts: Counts, name: str, right: int, found: int, wanted: int) -> None:
    counts.update({(name, "right"): right, (name, "found"): found, (name, "wanted"): wanted})


def _exact(counts: Counts, name: str, wanted: Iterable[object], found: Iterable[object]) -> None:
    a, b = set(wanted), set(found)
    _count(counts, name, len(a & b), len(b), len(a))


def _overlap(counts: Counts, name: str, wanted: list[Span], found: list[Span]) -> None:
    a, b = sorted(set(wanted)), sorted(set(found))
    right = sum(any(meet(x, y) for y in b) for x in a)
    good = sum(any(meet(x, y) for x in a) for y in b)
    _count(counts, name, right, len(b), len(a))
    counts[name, "good"] += good


class _Placed(Protocol):
    @property
    def span(self) -> Span: ...


_T = TypeVar("_T", bound=_Placed)


def _alike(
    counts: Counts, name: str, wanted: list[_T], found: list[_T], alike: Callable[[_T, _T], bool]
) -> None:
    """Count those that meet one of the other side that is *alike*, each matched once."""
    left = list(found)
    right = 0
    for item in wanted:
        match = next((other for other in left if meet(item.span, other.span) and alike(item, other)), None)
        if match is not None:
            left.remove(match)
            right += 1
    _count(counts, name, right, len(found), len(wanted))


def _noun(unit: str) -> str:
    """Return the noun of a *unit*, with percentages written one way and no plural."""
    last = re.split(r"[ _]", unit.strip().lower().replace("%", "percent").replace("per cent", "percent"))[-1]
    return last.rstrip("s")


def _token(counts: Counts, name: str, text: str, wanted: list[Span], found: list[Span]) -> None:
    a = {n for start, end in wanted for n in range(start, end) if not text[n].isspace()}
    b = {n for start, end in found for n in range(start, end) if not text[n].isspace()}
    _count(counts, name, len(a & b), len(b), len(a))


def _triples(counts: Counts, wanted: list[Cue], found: list[Cue]) -> None:
    """Count attributions whose cue, source and content all overlap those of one of the other side."""
    left = list(found)
    right = 0
    for cue in wanted:
        match = next((other for other in left if _same_triple(cue, other)), None)
        if match is not None:
            left.remove(match)
            right += 1
    _count(counts, "triple", right, len(found), len(wanted))


def _same_triple(cue: Cue, other: Cue) -> bool:
    return meet(cue.span, other.span) and all(
        (not a and not b) or any(meet(x, y) for x in a for y in b)
        for a, b in ((cue.sources, other.sources), (cue.contents, other.contents))
    )


def _moves(counts: Counts, name: str, wanted: Annotation, found: Annotation, *, announce: bool) -> None:
    """Count moves alike in act, denial, doer and one term. Optional ones are neither missed nor wrong."""
    ours = [c for c in wanted.cues if c.act and (announce or c.act != "announce")]
    left = [c for c in found.cues if c.act and (announce or c.act != "announce")]
    right = 0
    total = 0
    for cue in sorted(ours, key=lambda c: c.optional):
        match = next((other for other in left if same_move(wanted, cue, found, other)), None)
        if match is not None:
            left.remove(match)
        right += match is not None and not cue.optional
        total += not cue.optional
    _count(counts, name, right, right + len(left), total)


def same_move(wanted: Annotation, cue: Cue, found: Annotation, other: Cue) -> bool:
    """Whether *other*, a move of *found*, is *cue* of *wanted*: act, denial, doer and one term alike."""
    if cue.act != other.act or cue.denied != other.denied or not _near(cue, other):
        return False
    if cue.terms and not any(meet(x, y) for x in cue.terms for y in other.terms):
        return False
    doers, _ = _doers(wanted, cue)
    theirs, places = _doers(found, other)
    if not doers or not (theirs or places):
        return not doers and not places
    # The two annotations name actors by keys of their own: a side is the same where its mentions meet.
    ours = sides(wanted, tuple(doers))
    named = [m.span for m in wanted.mentions if set(sides(wanted, (m.key,))) & set(ours)]
    places = places or [
        m.span for m in found.mentions if set(sides(found, (m.key,))) & set(sides(found, theirs))
    ]
    return any(meet(x, y) for x in places for y in named)


def _near(cue: Cue, other: Cue) -> bool:
    return meet(cue.span, other.span)


def _doers(note: Annotation, cue: Cue) -> tuple[tuple[str, ...], list[Span]]:
    """Return who does it: the keys, and the spans that show it."""
    spans = list(cue.sources)
    keys = cue.by
    if not spans and not keys and (outer := around(note.cues, cue)):
        spans = list(outer[-1].sources)
        keys = outer[-1].by
    return (*keys, *(key for span in spans for key in note.keys_at(span))), spans


def score(counts: Counts, name: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of measure *name*, in percent."""
    right, found, wanted = (counts[name, what] for what in ("right", "found", "wanted"))
    good = counts.get((name, "good"), right)
    precision, recall = 100 * good / max(found, 1), 100 * right / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def interval(reports: Sequence[Counts], name: str, rounds: int = 400) -> F1:
    """Return the score of *name* over *reports*, its interval by drawing reports again (Efron 1979)."""
    whole: Counts = sum(reports, Counter())
    chooser = random.Random(0)  # noqa: S311 - nothing secret
    drawn = sorted(
        score(sum(chooser.choices(reports, k=len(reports)), Counter()), name)[2] for _ in range(rounds)
    )
    precision, recall, value = score(whole, name)
    return F1(
        value,
        drawn[int(rounds * 0.025)],
        drawn[int(rounds * 0.975) - 1],
        precision,
        recall,
        whole[name, "wanted"],
    )


def names(reports: Sequence[Counts]) -> list[str]:
    """Return the measures counted, in their order."""
    return list(dict.fromkeys(name for counts in reports for name, _ in counts))
