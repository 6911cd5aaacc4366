"""End to end: the moves of a reading, with the names of their parties, against the annotation.

What the network spots is put together with the cast, the times and the figures; given the marks of the
annotation in its place, what is lost is lost by putting together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import gold
from examples import nearest
from measure import Counts, meet
from sulh.framing.topics import duration_days
from sulh.model.move import Move, Reading
from sulh.model.report import Report
from sulh.reading.markup.annotation import Annotation
from sulh.reading.network.decode import Found, Spotted
from sulh.reading.reader import assemble
from sulh.text import read_report


def marked(note: Annotation) -> Spotted:
    """Return what a network would spot that found exactly the marks of *note*. It reads no heading."""
    read_ = read_report(note.text.encode(), name="report.txt").sentences

    def seen(span: tuple[int, int]) -> bool:
        return any(start <= span[0] < end for start, end in read_)

    mentions: list[Found] = []
    last: dict[str, tuple[int, int]] = {}
    for said in sorted((m for m in note.mentions if seen(m.span)), key=lambda m: m.span):
        mentions.append(Found(said.span, note.actors[said.key].kind, 0, last.get(said.key)))
        last[said.key] = said.span
    cues = [
        cue if cue.sources or len(cue.by) != 1 else replace(cue, sources=nearest(note, cue))
        for cue in note.cues
        if seen(cue.span)
    ]
    cues.sort(key=lambda cue: cue.span)
    return Spotted(mentions, cues, [1.0] * len(cues))


def report(note: Annotation) -> Report:
    """Return the text of *note* as a report."""
    published = note.head.get("published")
    return read_report(note.text.encode(), name="report.txt", published=str(published) if published else None)


def read(note: Annotation, spotted: Spotted) -> Reading:
    """Return the reading of the text of *note* with what is *spotted* in it."""
    return assemble(report(note), spotted)


def compare(note: Annotation, reading: Reading) -> Counts:
    """Count the moves of *reading* that *note* has: with act, denial, all parties and a term alike.

    "positions, sources" also asks for the same sources; "fields of terms" are their amounts and lengths.
    A meeting takes no position; no heading is read.
    """
    read_ = reading.report.sentences
    wanted = [
        move for move in gold.moves(note)
        if move.act != "meet" and any(start <= move.cue.span[0] < end for start, end in read_)
    ]  # fmt: skip
    left = [move for move in reading.moves if move.act != "meet"]
    counts: Counts = Counter()
    right = chains = total = 0
    for move in sorted(wanted, key=lambda m: m.cue.optional):
        match = next((other for other in left if same(note, move, other)), None)
        if match is not None:
            left.remove(match)
        elif move.act == "condition" and (priced := _priced(note, move, reading)) is not None:
            match = priced
        total += not move.cue.optional
        if match is not None and not move.cue.optional:
            right += 1
            chains += _alike(note, move.chain, match.sources)
    _fields(counts, note, reading)
    for name, number in (("positions", right), ("positions, sources", chains)):
        counts.update({(name, "right"): number, (name, "found"): right + len(left), (name, "wanted"): total})
    return counts


def _fields(counts: Counts, note: Annotation, reading: Reading) -> None:
    """Count the amounts and lengths of terms that are read as they are marked, of terms found in both."""
    read_ = {(term.start, term.end): term for move in reading.moves for term in move.terms}
    for span in sorted({span for move in gold.moves(note) for span in move.terms}):
        term = next((term for place, term in sorted(read_.items()) if meet(span, place)), None)
        if term is None:
            continue
        marked = [f.value for f in note.figures if span[0] <= f.span[0] and f.span[1] <= span[1]]
        lengths = [t.value for t in note.times if span[0] <= t.span[0] and t.span[1] <= span[1]]
        lengths = [value for value in lengths if value.startswith("P") and value[1:2].isdigit()]
        length = str(duration_days(term.duration)) if term.duration else None
        lengths = [str(duration_days(value)) for value in lengths]
        for values, got in ((marked, term.quantity), (lengths, length)):
            if len(values) > 1:
                continue  # of two amounts, either may be what is on the table
            name = "fields of terms"
            counts[name, "right"] += got is not None and got in values
            counts[name, "found"] += got is not None
            counts[name, "wanted"] += len(values)


def same(note: Annotation, move: gold.GoldMove, other: Move) -> bool:
    """Whether *other* is *move*: near, of one act, by the same parties, on a term that meets its own."""
    if move.act != other.act or move.denied != other.denied:
        return False
    if not meet(move.quote, (other.start, other.end)):
        return False
    if move.terms and not any(meet(span, (t.start, t.end)) for span in move.terms for t in other.terms):
        return False
    return _alike(note, move.party, other.party or (other.speaker,))


def _priced(note: Annotation, move: gold.GoldMove, reading: Reading) -> Move | None:
    """Return the step that has the condition *move* as its price, if it was read so."""
    said = {note.text[slice(*span)] for span in move.terms}
    for other in reading.moves:
        if any(term.exchange in said for term in other.terms) and _alike(note, move.party, other.party):
            return other
    return None


def _alike(note: Annotation, keys: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether the actors of *keys* are those called *names*, one for one."""
    left = list(names)
    for key in keys:
        known = _names(note, key)
        match = next((name for name in left if _plain(name) in known), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _names(note: Annotation, key: str) -> set[str]:
    actor = note.actors[key]
    said = (note.text[slice(*mention.span)] for mention in note.mentions if mention.key == key)
    known = {_plain(name) for name in (actor.name, *actor.aliases, *said)}
    if actor.kind == "person":  # "Judge Constance Avery" is Constance Avery
        known |= {" ".join(words[-2:]) for name in known if len(words := name.split()) > 2}
    if actor.kind == "state":  # "the minority government of Astoria Bay" is Astoria Bay
        known |= {name.partition("government of ")[2].removeprefix("the ") for name in known} - {""}
    return known


def _plain(name: str) -> str:
    words = name.replace("’", "'").lower().removesuffix("'s").strip(" ,.").split()
    return " ".join(
        words[1:] if words[:1] in (["the"], ["a"], ["an"], ["its"], ["their"], ["his"], ["her"]) else words
    )
