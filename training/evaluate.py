"""How well the trained reader finds what the corpus marks: F1 per measure, with bootstrap intervals.

python training/evaluate.py MODEL [--split dev|test] [--domains] [--polnear FOLDER]
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

import data
from measure import Counts, compare, interval, meet, names
from sulh.reading.figures import find_figures
from sulh.reading.markup.annotation import Annotation, Counted, Dated, Said
from sulh.reading.network.decode import spot
from sulh.reading.network.scorer import Scorer
from sulh.reading.times import find_times


def read(note: Annotation, scorer: Scorer) -> Annotation:
    """Return what the network finds in the text of *note*, and the rules for times and figures."""
    sentences = data.sentences(note.text)
    found = spot(note.text, sentences, scorer)
    made = Annotation(note.text, cues=found.cues)
    made.mentions = [Said(m.span, str(number)) for number, m in enumerate(found.mentions)]
    published = note.head.get("published")
    times = find_times(note.text, sentences, str(published) if published else None)
    made.times = [Dated((t.start, t.end), t.value) for t in times]
    durations = [(t.start, t.end) for t in times if t.kind == "DURATION"]
    figures = find_figures(note.text, sentences, times)
    made.figures = [
        Counted((f.start, f.end), f.value, f.unit)
        for f in figures
        if not any(meet((f.start, f.end), span) for span in durations)
    ]
    return made


def show(title: str, reports: list[Counts], wanted: list[str] | None = None) -> None:
    """Print the scores of *reports*."""
    sys.stdout.write(f"\n{title}: {len(reports)} reports\n")
    for name in wanted or names(reports):
        if any(counts[name, "wanted"] for counts in reports):
            sys.stdout.write(f"  {name:20} {interval(reports, name)}\n")


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("model", type=Path, help="folder of a trained model")
    options.add_argument("--split", default="dev", choices=["train", "dev", "test"])
    options.add_argument("--corpus", type=Path, default=data.CORPUS)
    options.add_argument("--domains", action="store_true", help="also each domain by itself")
    options.add_argument("--polnear", type=Path, help="PolNeAR's dev folder")
    chosen = options.parse_args()
    scorer = Scorer(chosen.model)
    found: dict[str, list[Counts]] = defaultdict(list)
    for name, note in data.reports(chosen.split, chosen.corpus):
        found[name.rsplit("-", 1)[0]].append(compare(note, read(note, scorer)))
    show(chosen.split, [counts for part in found.values() for counts in part])
    if chosen.domains:
        for domain, part in sorted(found.items()):
            show(domain, part, ["triple", "moves", "moves but announce"])
    if chosen.polnear:
        notes = list(data.polnear_notes(chosen.polnear))
        show("PolNeAR", [compare(note, read(note, scorer)) for note in notes])
    return 0


if __name__ == "__main__":
    sys.exit(main())
