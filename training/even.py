"""Measure even-handedness: the moves must stay the same when the names of the parties are exchanged.

    python training/even.py MODEL [--split dev|test] [--domains]

In each report with two parties or more, the names of the first two are put in each other's place, and then
replaced by names that occur nowhere in the corpus. Every move must be found again with the names exchanged
alike. Printed is the share of moves that are not, with the number of moves.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import data
from sulh.reading.markup.annotation import Annotation
from sulh.reading.network.decode import spot
from sulh.reading.network.scorer import Scorer

NEVER_SEEN = ("Ixqueltan", "Vobrugia")
Moves = Counter[tuple[object, ...]]


def exchange(text: str, table: Mapping[str, str]) -> str:
    """Return *text* with each name of *table* replaced, all at once and as whole words."""
    if not table:
        return text
    pattern = "|".join(re.escape(name) for name in sorted(table, key=len, reverse=True))
    return re.sub(rf"\b(?:{pattern})\b", lambda match: table[match[0]], text)


def names(note: Annotation, key: str) -> list[str]:
    """Return the proper names of *key* that stand in the text, the longest first."""
    actor = note.actors[key]
    known = {actor.name, *actor.aliases}
    return sorted((n for n in known if n[:1].isupper() and n in note.text), key=len, reverse=True)


def tables(note: Annotation) -> list[dict[str, str]]:
    """Return the exchanges to try: the parties' names for each other, and for names never seen."""
    parties = note.head.get("parties")
    if not isinstance(parties, list) or len(parties) < 2:
        return []
    first, second = (names(note, key) for key in parties[:2])
    if not first or not second or set(first) & set(second):
        return []
    swap = dict.fromkeys(first, second[0]) | dict.fromkeys(second, first[0])
    unknown = dict.fromkeys(first, NEVER_SEEN[0]) | dict.fromkeys(second, NEVER_SEEN[1])
    return [swap, unknown]


def moves(text: str, scorer: Scorer, table: Mapping[str, str]) -> Moves:
    """Return the moves found in *text*: act, flags, and the words of cue, doers and terms after *table*."""

    def words(spans: list[tuple[int, int]]) -> tuple[str, ...]:
        return tuple(exchange(text[slice(*span)], table) for span in spans)

    return Counter(
        (cue.act, cue.denied, cue.context, words([cue.span]), words(cue.sources), words(cue.terms))
        for cue in spot(text, data.sentences(text), scorer).cues
        if cue.act
    )


def changed(note: Annotation, scorer: Scorer) -> tuple[int, int]:
    """Return how many moves change when names are exchanged, and how many there are (both ways counted)."""
    wrong = total = 0
    for table in tables(note):
        before = moves(note.text, scorer, table)
        after = moves(exchange(note.text, table), scorer, {})
        wrong += (before - after).total() + (after - before).total()
        total += before.total() + after.total()
    return wrong, total


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("model", type=Path)
    options.add_argument("--split", default="dev", choices=["train", "dev", "test"])
    options.add_argument("--domains", action="store_true")
    chosen = options.parse_args()
    scorer = Scorer(chosen.model)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, note in data.reports(chosen.split):
        found = changed(note, scorer)
        for key in ("all", name.rpartition("-")[0]):
            counts[key] = [a + b for a, b in zip(counts[key], found, strict=True)]
    for key, (wrong, total) in counts.items():
        if total and (chosen.domains or key == "all"):
            sys.stdout.write(f"{key:12} {100 * wrong / total:5.1f}% of {total // 2} moves change\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
