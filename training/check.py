"""Check annotated reports: that the markup can be read and that every mark makes sense.

    python training/check.py [--show] [PATH ...]

A PATH is a report or a folder of them (``training/corpus`` unless given). ``--show`` prints what each report
says as moves, in the order of the text, for its author to read. Exits with 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

from gold import GoldMove, moves, sources
from sulh.reading.markup.annotation import Annotation, Cue, Span, around
from sulh.reading.markup.parse import MarkupError, parse
from sulh.reading.markup.values import NEED_TERMS, is_number, is_time
from sulh.text import read_report

CORPUS = Path(__file__).parent / "corpus"


def faults(note: Annotation) -> Iterator[str]:
    """Yield what is wrong with one annotation."""
    yield from _head(note)
    if read_report(note.text.encode(), name="report.txt").text.strip() != note.text.strip():
        yield "reading changes the text: no tags, page furniture (Read also, Share), double spaces"
    for mention in note.mentions:
        yield from _edges(note, f"@{mention.key}", mention.span)
    for time in note.times:
        if not is_time(time.value):
            yield f"no TIMEX3 value: {time.value!r} of {note.text[slice(*time.span)]!r}"
        yield from _edges(note, f"~{time.value}", time.span)
    for figure in note.figures:
        if not is_number(figure.value) or not figure.unit:
            yield f"a figure is #VALUE:unit, not #{figure.value}:{figure.unit}"
        yield from _edges(note, f"#{figure.value}", figure.span)
    for cue in note.cues:
        yield from _cue(note, cue)


def _head(note: Annotation) -> Iterator[str]:
    for key in ("domain", "style", "published", "parties", "mediators"):
        if key not in note.head:
            yield f"the head lacks {key}"
    published = note.head.get("published")
    try:
        dt.date.fromisoformat(str(published))
    except ValueError:
        yield f"published is no date: {published!r}"
    for role in ("parties", "mediators"):
        keys = note.head.get(role) or []
        for listed in keys if isinstance(keys, list) else [keys]:
            if listed not in note.actors:
                yield f"{role}: {listed} is no actor"
    mentioned = {m.key for m in note.mentions}
    for actor in note.actors.values():
        if actor.key not in mentioned and not actor.members:
            yield f"actor {actor.key} is never mentioned"


def _edges(note: Annotation, label: str, span: Span) -> Iterator[str]:
    start, end = span
    words = note.text[start:end]
    split = (start > 0 and note.text[start - 1].isalnum() and note.text[start].isalnum()) or (
        end < len(note.text) and note.text[end - 1].isalnum() and note.text[end].isalnum()
    )
    if split:
        yield f"{label} splits a word: {note.text[max(start - 10, 0) : end + 10]!r}"
    if words != words.strip():
        yield f"{label} begins or ends with a space: {words!r}"


def _cue(note: Annotation, cue: Cue) -> Iterator[str]:
    words = note.text[slice(*cue.span)]
    name = f"{'c' if cue.attributes else 'm'}{cue.number} {words!r}"
    for role in ("sources", "contents", "terms", "addressees", "times"):
        for span in getattr(cue, role):
            yield from _edges(note, f"{role} of {name}", span)
    yield from _edges(note, name, cue.span)
    if len(words.split()) > 9:
        yield f"{name}: a cue is a verb or noun with its auxiliaries, not a clause"
    if cue.act is None:
        if not cue.attributes:
            yield f"{name}: an m cue needs an act"
        if not cue.contents:
            yield f"{name}: an attribution needs its content, q{cue.number}"
        return
    if not sources(note, cue) and not any(sources(note, other) for other in around(note.cues, cue)):
        yield f"{name}: nobody does it: mark s{cue.number} on a mention, or give by=KEY"
    if cue.act in NEED_TERMS and not cue.terms and not cue.optional:
        yield f"{name}: {cue.act} of what? mark its terms, t{cue.number}, wherever the text names them"
    if cue.attributes and not cue.contents:
        yield f"{name}: a c cue has a content (q{cue.number}); else make it an m cue"
    known = {time.span for time in note.times}
    if any(span not in known for span in cue.times):
        yield f"{name}: d{cue.number} must stand on a marked time (~VALUE)"


def shown(note: Annotation, move: GoldMove) -> str:
    """Return *move* as one line for its author."""
    chain = " → ".join(note.actors[key].name for key in move.chain) or "-"
    terms = " + ".join(repr(note.text[slice(*span)]) for span in move.terms)
    flags = " ".join(filter(None, ["DENIED" * move.denied, move.context * (move.context != "actual")]))
    return (
        f"  {move.act:9} {flags} {'/'.join(move.speakers)} for {'/'.join(move.party)} "
        f"to {'/'.join(move.addressees) or '-'}"
        f" | per {chain} | {move.when or '-'} | {terms or '-'}"
    )


def main(argv: list[str] | None = None) -> int:
    """Check the reports named in *argv*; return the exit status."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--show", action="store_true", help="print the moves")
    options.add_argument("paths", nargs="*", type=Path, default=[CORPUS])
    chosen = options.parse_args(argv)
    files = [
        file for path in chosen.paths for file in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])
    ]
    wrong = words = found = 0
    for file in files:
        try:
            note = parse(file.read_text("utf-8"))
        except MarkupError as error:
            sys.stdout.write(f"{file.name}: {error}\n")
            wrong += 1
            continue
        words += len(note.text.split())
        made = moves(note)
        found += len(made)
        if chosen.show:
            sys.stdout.write(f"{file.name}\n" + "".join(shown(note, move) + "\n" for move in made))
        for fault in faults(note):
            sys.stdout.write(f"{file.name}: {fault}\n")
            wrong += 1
    sys.stdout.write(f"{len(files)} reports, {words} words, {found} moves, {wrong} faults\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
