"""Reading → annotated report: what was read, and corrected, as an example to learn from.

A reading knows less than an annotation. What it does not know is not made up: it stands in the head, under
`TO_DO`, for a person to complete.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sulh.model.dates import day_range
from sulh.model.move import Figure, Move, Reading, Time
from sulh.reading.markup.annotation import Annotation, Counted, Cue, Dated, Span
from sulh.reading.markup.cue_words import find_cue
from sulh.reading.markup.nest import Nest
from sulh.reading.markup.people import People
from sulh.reading.markup.told import Told
from sulh.reading.markup.values import NEED_TERMS, is_number, is_time
from sulh.reading.markup.write import declared, write

TO_DO = "to do"
"""The key of the head that lists what a person must still complete."""

_DOMAIN = "domain and style: say what it is about and what kind of text it is"
_PUBLISHED = "published: the day on which it appeared, like 2024-02-15"
_CUES = "every cue: a rule chose its words; where the act lays words at somebody's door, make m a c with q"
_REST = "what a reading does not hold: other attributions (c, s, q), pronouns, and what was passed over"
_CHANGED = "the text: reading it again would change it (page furniture, double spaces)"

_THINGS = frozenset({"it", "its", "they", "their", "we", "our"})
_PERSONS = frozenset({"he", "his", "she", "her", "i", "my"})


@dataclass(frozen=True, slots=True)
class Example:
    """A report in the markup of the corpus. `to_do`: what a person must still complete, as its head says."""

    report: str
    markup: str
    to_do: tuple[str, ...]


def example(reading: Reading) -> Example:
    """Return what was read in one report as an example; reading its markup gives `annotation` of it again."""
    note = annotation(reading)
    listed = note.head[TO_DO]
    return Example(reading.report.name, write(note), tuple(listed) if isinstance(listed, list) else ())


def annotation(reading: Reading) -> Annotation:
    """Return what was read in one report as an annotation."""
    return _Maker(reading).annotation()


class _Maker:
    def __init__(self, reading: Reading) -> None:
        text = reading.report.text
        self.reading = reading
        self.text = text if text.endswith("\n") else text + "\n"
        self.nest = Nest(self.text)
        self.amiss: list[str] = []
        # Terms come first: they are what must not be cut.
        self.terms = {move.id: self._terms(move) for move in reading.moves}
        self.people = People(reading, self.nest)
        self.people.belong_as_they_act(reading.moves)
        self.people.search_unmentioned()
        self.times = self._times(reading.times)
        self.figures = self._figures(reading.figures)

    def annotation(self) -> Annotation:
        cues = self._cues()
        acts = [cue.span for cue in cues]
        told = Told(self.reading.report, self.nest, self.people, acts)
        for move, cue in zip(self.reading.moves, cues, strict=True):
            if move.sources and (missing := told.by(move, cue.span, len(cues) + len(told.cues) + 1)):
                self.amiss.append(f"m{cue.number} {self._said(cue)}: {missing}")
        people = self.people
        return Annotation(
            text=self.text,
            head=self._head(),
            actors=people.actors,
            mentions=sorted(people.mentions, key=lambda said: (said.span[0], -said.span[1])),
            cues=sorted([*cues, *told.cues], key=lambda cue: cue.span),
            times=sorted(self.times, key=lambda time: time.span),
            figures=sorted(self.figures, key=lambda figure: figure.span),
        )

    def _head(self) -> dict[str, object]:
        from sulh.text import read_report  # noqa: PLC0415 - heavy

        report = self.reading.report
        published = report.published
        days = day_range(published) if published else None
        whole = days is not None and days[0] == days[1]
        again = read_report(self.text.encode(), name="report.txt")
        general = [_DOMAIN, *([] if whole else [_PUBLISHED]), _CUES, _REST]
        if again.text.strip() != self.text.strip():
            general.append(_CHANGED)
        people = self.people
        amiss = dict.fromkeys([*people.amiss, *self.amiss])
        head: dict[str, object] = {
            TO_DO: [" ".join(line.split()) for line in [*general, *amiss]],
            "domain": "?",
            "style": "?",
            "published": published or "?",
            "parties": people.parties,
            "mediators": people.mediators,
        }
        if people.actors:
            head["actors"] = {key: declared(actor) for key, actor in people.actors.items()}
        return head

    def _said(self, cue: Cue) -> str:
        return repr(self.text[slice(*cue.span)])

    def _terms(self, move: Move) -> list[Span]:
        found: list[Span] = []
        for term in move.terms:
            span = self.nest.trimmed((term.start, term.end))
            if span is None:
                self.amiss.append(f"the term {term.text!r} splits a word")
                continue
            pieces = list(self.nest.pieces(span))
            if len(pieces) > 1:
                self.amiss.append(f"the term {term.text!r} crosses another and is marked in pieces")
            found += pieces
        return sorted(set(found))

    def _times(self, times: tuple[Time, ...]) -> list[Dated]:
        found: dict[Span, Dated] = {}
        for time in times:
            if time.value.endswith("_REF"):
                continue  # The corpus does not mark them.
            if not is_time(time.value):
                self.amiss.append(f"the time {time.text!r}: its value")
                continue
            span = self._placed(time.start, time.end, f"the time {time.text!r}")
            if span:
                found.setdefault(span, Dated(span, time.value))
        return list(found.values())

    def _figures(self, figures: tuple[Figure, ...]) -> list[Counted]:
        found: dict[Span, Counted] = {}
        for figure in figures:
            unit = " ".join("".join(" " if char in "_|{}\\" else char for char in figure.unit).split())
            if not is_number(figure.value) or not unit:
                self.amiss.append(f"the figure {figure.text!r}: its value and unit")
                continue
            if any(time.span == (figure.start, figure.end) for time in self.times):
                continue  # A duration is a time.
            span = self._placed(figure.start, figure.end, f"the figure {figure.text!r}")
            if span:
                found.setdefault(span, Counted(span, figure.value, {"%": "percent"}.get(unit, unit)))
        return list(found.values())

    def _placed(self, start: int, end: int, what: str) -> Span | None:
        span = self.nest.trimmed((start, end))
        if span is None or not self.nest.add(span):
            self.amiss.append(f"{what} crosses another mark or splits a word")
            return None
        return span

    def _cues(self) -> list[Cue]:
        cues: list[Cue] = []
        for number, move in enumerate(self.reading.moves, 1):
            speakers, spans = self._speakers(move)
            span = self._cue_span(move, spans, cues)
            self.nest.add(span)
            cue = Cue(
                number, span, False, move.act, denied=move.denied, context=move.context,
                terms=self.terms[move.id],
            )  # fmt: skip
            self._doer(move, cue, speakers, spans)
            self._addressee(move, cue)
            self._when(move, cue)
            if move.act in NEED_TERMS and not cue.terms:
                self.amiss.append(f"m{number} {self._said(cue)}: {move.act} of what? Mark its terms")
            cues.append(cue)
        return cues

    def _speakers(self, move: Move) -> tuple[list[str], list[Span]]:
        """Return the keys of who acts, and the mentions in the quote that show it."""
        keys = self.people.all_of(move.speaker)
        if not keys and (not move.party or move.speaker in move.party):
            one = self.people.key(move.speaker, "organisation" if move.party else "source")
            keys = [one] if one else []
        terms = self.terms[move.id]
        spans: list[Span] = []
        for key in keys:
            here = self.people.only_at(key, move.start, move.end)
            free = [span for span in here if not any(a <= span[0] and span[1] <= b for a, b in terms)]
            before = [span for span in free if not terms or span[1] <= terms[0][0]]
            spans += before[-1:] or free[:1] or self._pronoun(move, key)
        return keys, sorted(spans)

    def _pronoun(self, move: Move, key: str) -> list[Span]:
        """Return the pronoun that the quote begins with: there a quote has its speaker."""
        word = move.quote.split()[0]
        person = self.people.actors[key].kind == "person"
        span = (move.start, move.start + len(word))
        fits = word.lower() in (_PERSONS if person else _THINGS)
        return [span] if fits and self.people.mention(key, span) else []

    def _cue_span(self, move: Move, speakers: list[Span], others: list[Cue]) -> Span:
        quote = (move.start, move.end)
        breaks = [said.span for said in self.people.mentions] + [time.span for time in self.times]
        breaks += [span for terms in self.terms.values() for span in terms]
        taken = [cue.span for cue in others]
        found = find_cue(self.nest, quote, speakers, self.terms[move.id], breaks, taken)
        if found is not None:
            return found
        # Something must be marked for the move to be there at all: its first whole word that crosses nothing,
        # else a single letter, which cannot cross anything.
        self.amiss.append(f"the cue of {move.quote!r}: no word of the quote is left for it")
        words = [
            (move.start + word.start(), move.start + word.end()) for word in re.finditer(r"\w+", move.quote)
        ]
        whole = (w for w in words if self.nest.trimmed(w) == w and not self.nest.crossed(w))
        return next(whole, (move.start, move.start + 1))

    def _doer(self, move: Move, cue: Cue, speakers: list[str], spans: list[Span]) -> None:
        """Say who does it, so that whoever reads the example finds the move's sides."""
        people = self.people
        wanted = [key for name in move.party if (key := people.key(name, "organisation"))]
        if speakers and (not wanted or set(people.sides(speakers)) == set(wanted)):
            if len(spans) == len(speakers):
                cue.sources = spans
            else:
                cue.by = tuple(speakers)
            return
        cue.by = tuple(wanted or speakers)
        together = len(move.party) > 1 and len(wanted) == len(move.party)
        if not together:
            what = f"{move.speaker} acts for {', '.join(move.party) or 'nobody named'}"
            self.amiss.append(f"m{cue.number} {self._said(cue)}: {what}")

    def _addressee(self, move: Move, cue: Cue) -> None:
        if move.addressee is None:
            return
        keys = self.people.all_of(move.addressee)
        if not keys:
            one = self.people.key(move.addressee, "organisation")
            keys = [one] if one else []
        terms = self.terms[move.id]
        shown = [
            span
            for key in keys[:1]
            for span in self.people.only_at(key, move.start, move.end)
            if span not in cue.sources and not any(a <= span[0] and span[1] <= b for a, b in terms)
        ]
        if len(keys) == 1 and shown and shown[0][0] >= cue.span[0]:
            cue.addressees = shown[:1]
        else:
            cue.to = tuple(keys)

    def _when(self, move: Move, cue: Cue) -> None:
        if move.when is None:
            return
        low, high = cue.span
        sentences = [s for s in self.reading.report.sentences if s.start <= low and high <= s.end]
        shown = [
            time.span
            for time in self.times
            for first, last in sentences
            if time.value == move.when and first <= time.span[0] and time.span[1] <= last
        ]
        if shown:
            cue.times = [min(shown, key=lambda span: abs(span[0] - low))]
        else:
            cue.when = move.when
