"""Checks a model's moves against the report: what is not there word for word never becomes a move.

A move is refused as a whole where its quote, its speaker, a side or a source is not in the report: without a
source it would claim more than the report does. A term, an addressee or a time that is not there is left out
of its move. Both are counted.
"""

from __future__ import annotations

from sulh.model.move import Move, Term
from sulh.model.report import Report, Span
from sulh.reading.llm.answer import Tally
from sulh.reading.llm.locate import Finder
from sulh.reading.llm.names import Names
from sulh.reading.llm.schema import SaidMove, SaidTerm
from sulh.reading.terms import Findings, make
from sulh.reading.tokens import Sentence, sentences

CONFIDENCE = 0.6
"""Of every move: a model's own word on how sure it is would be worth little, so it is not asked."""

_FEWEST_WORDS = 2


class Checker:
    """Turns what a model said of one report into moves, and counts what it refuses."""

    def __init__(self, report: Report, findings: Findings, tally: Tally) -> None:
        self._report, self._findings, self._tally = report, findings, tally
        self.finder = Finder(report)
        self.names = Names(self.finder)
        self._sentences = sentences(report)
        self._kept: dict[str, Move] = {}

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves that were kept, in text order."""
        return tuple(sorted(self._kept.values(), key=lambda move: (move.start, move.end, move.id)))

    def take(self, said: list[SaidMove], part: Span) -> None:
        """Take in the moves that a model *said* of *part* of the report.

        Of a quote that stands there several times the first place counts at or after that of the move before,
        since moves are given in text order, else the first.
        """
        at = part.start
        for move in said:
            quote = self._quote(move.quote, part, at)
            if quote is not None:
                at = quote.start
                self._take(move, quote)

    def _quote(self, words: str, part: Span, at: int) -> Span | None:
        if len(words.split()) < _FEWEST_WORDS:
            self._tally.move("the quote is too short to tell an act")
            return None
        found = self.finder.first(words, at, part.end) or self.finder.first(words, part.start, part.end)
        if found is None:
            self._tally.move("the quote is not in the report")
        return found

    def _take(self, said: SaidMove, quote: Span) -> None:
        speaker = self.names.called(said.speaker)
        sides = [name for words in said.party if (name := self.names.called(words))]
        chain = [name for words in said.sources if (name := self.names.called(words))]
        if speaker is None:
            self._tally.move("the speaker is not named so in the report")
        elif len(sides) < len(said.party):
            self._tally.move("a side is not named so in the report")
        elif len(chain) < len(said.sources):
            self._tally.move("a source is not named so in the report")
        else:
            move = self._move(said, quote, speaker, sides or [self.names.speaks_for(speaker)], chain)
            if move.id in self._kept:
                self._tally.move("the same move twice")
            else:
                self._kept[move.id] = move

    def _move(self, said: SaidMove, quote: Span, speaker: str, party: list[str], sources: list[str]) -> Move:
        report = self._report
        return Move(
            id=Move.identify(report.id, said.act, speaker, quote.start, quote.end),
            report=report.id,
            act=said.act,
            speaker=speaker,
            party=tuple(dict.fromkeys(party)),
            sources=tuple(dict.fromkeys(sources)),
            addressee=self._detail_name(said.addressee, "an addressee"),
            denied=said.denied,
            context=said.context,
            terms=self._terms(said.terms, quote),
            when=self._when(said.when, quote),
            reported=report.published,
            confidence=CONFIDENCE,
            quote=report.text[quote.start : quote.end],
            start=quote.start,
            end=quote.end,
        )

    def _detail_name(self, words: str | None, what: str) -> str | None:
        found = self.names.called(words) if words else None
        if words and found is None:
            self._tally.detail(f"{what} not named so in the report")
        return found

    def _near(self, words: str, quote: Span) -> Span | None:
        """Return where *words* stand in the quote, else in its paragraph, else None."""
        block = self.finder.block_of(quote)
        found = self.finder.first(words, quote.start, quote.end)
        return found or (self.finder.first(words, block.start, block.end) if block else None)

    def _when(self, words: str | None, quote: Span) -> str | None:
        """Return the value that sulh's own rules give the time that *words* name."""
        if not words:
            return None
        if (span := self._near(words, quote)) is None:
            self._tally.detail("a time that is not in the paragraph")
            return None
        for time in self._findings.times:
            known = any(letter.isdigit() for letter in time.value)
            if time.kind == "DATE" and known and span.start < time.end and time.start < span.end:
                return time.value
        self._tally.detail("a time that names no day")
        return None

    def _terms(self, said: list[SaidTerm], quote: Span) -> tuple[Term, ...]:
        terms: dict[Span, Term] = {}
        for one in said:
            span = self._near(one.text, quote)
            if span is None:
                self._tally.detail("a term that is not in the paragraph")
                continue
            agent = self._detail_name(one.agent, "an agent")
            term = self._term(span, one.hedged)
            terms.setdefault(span, term.model_copy(update={"agent": agent}) if agent else term)
        return tuple(sorted(terms.values(), key=lambda term: (term.start, term.end)))

    def _term(self, span: Span, hedged: bool) -> Term:
        """Return the term at *span* with the fields that sulh's own rules read off its words."""
        sentence = self._sentence_of(span)
        if sentence is not None:
            first, last = sentence.token_at(span.start), sentence.token_at(span.end - 1) + 1
            if first < last <= len(sentence.tokens) and sentence.span(first, last) == span:
                return make(sentence, first, last, self._findings, hedged=hedged)
        text = self._report.text[span.start : span.end]
        return Term(text=text, start=span.start, end=span.end, hedged=hedged)

    def _sentence_of(self, span: Span) -> Sentence | None:
        found = (one for one in self._sentences if one.start <= span.start and span.end <= one.end)
        return next(found, None)
