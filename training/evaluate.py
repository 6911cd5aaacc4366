"""How well the trained reader finds what the corpus marks: F1 per measure, with bootstrap intervals.

python training/evaluate.py MODEL [--split dev|test] [--domains] [--polnear FOLDER]
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import calibrate
import data
import positions
from measure import Counts, compare, interval, meet, names
from sulh.reading.figures import find_figures
from sulh.reading.markup.annotation import Annotation, Counted, Dated, Said
from sulh.reading.network.decode import Spotted, spot
from sulh.reading.network.scorer import Scorer
from sulh.reading.reader import assemble, spotted_in
from sulh.reading.times import find_times


@dataclass
class Measured:
    """What was measured: counts of every report by domain, and how sure of each move the network was."""

    counts: dict[str, list[Counts]] = field(default_factory=lambda: defaultdict(list))
    judged: calibrate.Judged = field(default_factory=list)

    @property
    def reports(self) -> list[Counts]:
        """The counts of all reports."""
        return [counts for part in self.counts.values() for counts in part]


def measure(split: str, scorer: Scorer, corpus: Path = data.CORPUS) -> Measured:
    """Read the reports of *split* and count."""
    measured = Measured()
    for name, note in data.reports(split, corpus):
        found = spot(note.text, data.sentences(note.text), scorer)
        counts = compare(note, annotation(note, found))
        report = positions.report(note)
        reading = assemble(report, spotted_in(report, scorer))
        measured.counts[name.rsplit("-", 1)[0]].append(counts + positions.compare(note, reading))
        measured.judged += calibrate.judged(note, found)
    return measured


def annotation(note: Annotation, found: Spotted) -> Annotation:
    """Return what is *found* in the text of *note*, with the times and figures that the rules find."""
    sentences = data.sentences(note.text)
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
    measured = measure(chosen.split, scorer, chosen.corpus)
    show(chosen.split, measured.reports)
    off = 100 * calibrate.error(measured.judged)
    sys.stdout.write(f"  confidence of moves off by {off:.1f} points ({len(measured.judged)} moves)\n")
    if chosen.domains:
        for domain, part in sorted(measured.counts.items()):
            show(domain, part, ["triple", "moves", "moves but announce", "positions"])
    if chosen.polnear:
        notes = list(data.polnear_notes(chosen.polnear))
        spotted = ((note, spot(note.text, data.sentences(note.text), scorer)) for note in notes)
        show("PolNeAR", [compare(note, annotation(note, found)) for note, found in spotted])
    return 0


if __name__ == "__main__":
    sys.exit(main())
