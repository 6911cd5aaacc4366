"""What is known on the day of the brief: moves with their evidence, and which positions rest on which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sulh.brief.acts import did
from sulh.brief.quotes import Quotes, continued
from sulh.framing.actors import unite
from sulh.framing.evidence import evidence_of
from sulh.model.dates import first_day, last_day
from sulh.model.findings import Stance
from sulh.model.move import Move, Reading
from sulh.model.problem import Evidence, Offer, Position, Problem
from sulh.model.sources import source_of


class Known:
    """The readings up to a day, with the case and its stance; `moves` name actors as the case does.

    A move later than `as_of` is left out, and so are the figures of a report published after it.
    """

    def __init__(self, readings: Sequence[Reading], problem: Problem, stance: Stance) -> None:
        self.problem = problem
        self.stance = stance
        self.as_of = last_day(stance.as_of)
        self.actors = unite(readings)
        self.readings = tuple(self._until(reading) for reading in readings)
        self.moves = tuple(self.named(move) for reading in self.readings for move in reading.moves)
        self.by_id = {move.id: move for move in self.moves}
        self.reports = {reading.report.id: reading.report for reading in self.readings}
        self.offers = tuple(self._offer(offer) for offer in problem.offers if not self.later(offer.since))
        texts = {name: report.text for name, report in self.reports.items()}
        self.quotes = Quotes(self.by_id, texts)

    def _until(self, reading: Reading) -> Reading:
        if self.as_of is None:
            return reading
        moves = tuple(move for move in reading.moves if not self.later(move.when or move.reported))
        figures = () if self.later(reading.report.published) else reading.figures
        return reading.model_copy(update={"moves": moves, "figures": figures})

    def later(self, value: str | None) -> bool:
        """Return whether *value* surely lies after the day of the brief."""
        return self.as_of is not None and _after(value, self.as_of)

    def _offer(self, offer: Offer) -> Offer:
        """Return *offer* with the answers that were known on the day."""
        late = {party for party, when in offer.answered.items() if self.later(when)}
        if not late:
            return offer
        fields = ("answers", "answered", "answer_evidence")
        kept = {name: {p: v for p, v in getattr(offer, name).items() if p not in late} for name in fields}
        return offer.model_copy(update=kept)

    def evidence(self, move: Move, start: int | None = None, end: int | None = None) -> Evidence:
        """Return the evidence for *move*, or for the part ``[start, end)`` of its report."""
        span = None if start is None or end is None else (start, end)
        return evidence_of(move, self.reports[move.report], self.actors, span)

    def agreed(self, position: Position) -> Evidence | None:
        """Return the evidence of an agreement that *position* rests on, if there is one."""
        moves = ((item, self.by_id.get(item.move or "")) for item in position.evidence)
        return next((item for item, move in moves if move and move.act == "agree"), None)

    def told(self, move: Move) -> str:
        """Return *move* as one clause in the past."""
        text = self.reports[move.report].text
        quote = text[move.start : continued(text, move.start, move.end)]
        return did(move, quote, self.problem.parties)

    def named(self, move: Move) -> Move:
        """Return *move* with its actors under the names that the case uses for them."""
        name = self.actors.name
        return move.model_copy(
            update={
                "speaker": name(move.speaker),
                "party": tuple(dict.fromkeys(map(name, move.party))),
                "addressee": name(move.addressee) if move.addressee else None,
            }
        )


def _after(value: str | None, day: date) -> bool:
    first = first_day(value)
    return first is not None and first > day


def _all_evidence(problem: Problem) -> Iterable[Evidence]:
    for position in problem.positions:
        yield from position.evidence
    for offer in problem.offers:
        yield from offer.evidence
        for answer in offer.answer_evidence.values():
            yield from answer


def independent(evidence: Iterable[Evidence]) -> int:
    """Return how many independent sources there are."""
    return len({source_of(item) for item in evidence})
