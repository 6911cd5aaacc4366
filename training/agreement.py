"""How far two people agree who annotate the same reports without seeing each other's marks.

    python training/agreement.py

F1 of the second annotation against the first, with intervals over reports, and Krippendorff's alpha (nominal,
over words; Krippendorff 2004, ch. 11): 1 is full agreement, 0 what chance would give. It is the ceiling for
whatever is measured on this corpus.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import data
from measure import ROLES, compare, interval, meet, names
from sulh.reading.markup.annotation import Annotation, Span
from sulh.reading.markup.parse import parse

SECOND = Path(__file__).parent / "second"
Labelled = list[tuple[Span, str]]


def pairs() -> Iterator[tuple[Annotation, Annotation]]:
    """Yield the first and the second annotation of each report that has two."""
    for path in sorted(SECOND.glob("*.txt")):
        first = data.CORPUS / path.stem.rpartition("-")[0] / path.name
        yield parse(first.read_text("utf-8")), parse(path.read_text("utf-8"))


def _acts(note: Annotation) -> Labelled:
    return [(cue.span, cue.act) for cue in note.cues if cue.act]


def _role(name: str) -> Callable[[Annotation], Labelled]:
    spans = ROLES[name]
    return lambda note: [(span, name) for cue in note.cues if cue.attributes for span in spans(cue)]


def _mentions(note: Annotation) -> Labelled:
    return [(mention.span, "mention") for mention in note.mentions]


def _terms(note: Annotation) -> Labelled:
    return [(span, "term") for cue in note.cues if cue.act for span in cue.terms]


LAYERS: dict[str, Callable[[Annotation], Labelled]] = {
    "mentions": _mentions, **{name: _role(name) for name in ROLES}, "acts": _acts, "terms": _terms,
}  # fmt: skip


def words(text: str) -> list[Span]:
    """Return the words of *text*."""
    return [match.span() for match in re.finditer(r"\w+(?:['’\-.,]\w+)*", text)]


def labels(note: Annotation, marked: Labelled) -> list[str]:
    """Return the label of each word of *note*: the first that covers it, else an empty one."""
    found = dict.fromkeys(words(note.text), "")
    for span, label in sorted(marked):
        for word in found:
            if meet(span, word):
                found[word] = found[word] or label
    return list(found.values())


def alpha(units: Iterable[tuple[str, str]]) -> float:
    """Return Krippendorff's alpha, nominal, of *units* that two people labelled; 1 where nothing varies."""
    coincidences: Counter[tuple[str, str]] = Counter()
    for a, b in units:
        coincidences[a, b] += 1
        coincidences[b, a] += 1
    totals: Counter[str] = Counter()
    for (a, _), number in coincidences.items():
        totals[a] += number
    whole = totals.total()
    observed = sum(number for (a, b), number in coincidences.items() if a != b)
    expected = (whole**2 - sum(number**2 for number in totals.values())) / max(whole - 1, 1)
    return 1 - observed / expected if expected else 1.0


def main() -> int:
    """Measure and print."""
    both = list(pairs())
    counts = [compare(first, second) for first, second in both]
    sys.stdout.write(f"{len(both)} reports annotated twice\n")
    for name in names(counts):
        sys.stdout.write(f"  {name:20} F1 {interval(counts, name)}\n")
    for name, marked in LAYERS.items():
        units = [
            unit
            for first, second in both
            for unit in zip(labels(first, marked(first)), labels(second, marked(second)), strict=True)
        ]
        sys.stdout.write(f"  {name:20} alpha {alpha(units):.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
