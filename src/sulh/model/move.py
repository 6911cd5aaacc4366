"""What a report says was done at, or about, the table: moves, terms, actors, times and figures."""

from __future__ import annotations

from typing import Literal, Self, get_args

from pydantic import model_validator

from sulh.model.base import Value, content_id
from sulh.model.report import Report

Act = Literal[
    "offer", "accept", "agree", "concede", "meet", "demand",
    "condition", "press", "reject", "red line", "threaten", "announce",
]  # fmt: skip
ACTS: tuple[Act, ...] = get_args(Act)

PLOVER: dict[Act, str | None] = {
    "offer": "AGREE", "accept": "AGREE", "agree": "AGREE", "concede": "CONCEDE", "meet": "CONSULT",
    "demand": "REQUEST", "condition": "REQUEST", "press": "REQUEST", "reject": "REJECT",
    "red line": "REJECT", "threaten": "THREATEN", "announce": None,
}  # fmt: skip
"""The PLOVER event code of each act (Open Event Data Alliance); `announce` has none."""

Context = Literal["actual", "future", "hypothetical", "historical"]
ActorKind = Literal["state", "organisation", "person", "group", "body", "source"]
Role = Literal["party", "mediator", "other"]
Level = Literal["own words", "own official", "mediator", "counterpart", "anonymous", "press"]


class Quoted(Value):
    """Anything that stands on a span of a report: ``report.text[start:end] == text``."""

    text: str
    start: int
    end: int


class Term(Quoted):
    """One thing on the table inside a move. Every field but the span may be absent.

    `action` is a lemma (``release``), `agent` who would carry it out, `quantity` a decimal with its `unit`,
    `extent` such as ``all`` or ``full``, `duration` an ISO 8601 duration (``P3M``), `deadline` a TIMEX3 date
    or, when it is counted from the report (``within 10 days``), an ISO 8601 duration. `exchange` is the text
    of what is asked or given in return. `negated`: the term is that it should not be done. `hedged`: the
    source speaks of reservations or unwillingness rather than of a refusal.
    """

    action: str | None = None
    agent: str | None = None
    object: str | None = None
    quantity: str | None = None
    unit: str | None = None
    qualifier: str | None = None
    extent: str | None = None
    place: str | None = None
    duration: str | None = None
    deadline: str | None = None
    exchange: str | None = None
    negated: bool = False
    hedged: bool = False


class Move(Value):
    """A reported negotiating act.

    `party` are the parties the speaker speaks for, `sources` the source chain from outermost to innermost
    (empty: the reporter's own voice, or the speaker's own words). `when` is the act's TIMEX3 date, `reported`
    the day the report says it. `report.text[start:end] == quote`.
    """

    id: str
    report: str
    act: Act
    speaker: str
    party: tuple[str, ...]
    sources: tuple[str, ...] = ()
    addressee: str | None = None
    denied: bool = False
    context: Context = "actual"
    terms: tuple[Term, ...] = ()
    when: str | None = None
    reported: str | None = None
    confidence: float
    quote: str
    start: int
    end: int

    @classmethod
    def identify(cls, report: str, act: Act, speaker: str, start: int, end: int) -> str:
        """Return the id of the move that *speaker* makes by *act* in ``[start, end)`` of *report*."""
        return content_id(report, act, speaker, str(start), str(end))


class Actor(Value):
    """A party, mediator, person, body or source, under its chosen name.

    `title` is what a person is called (``head of the political bureau``); `member_of` the actor it speaks
    for. `mentions` are the spans, in text order, of one report each.
    """

    name: str
    kind: ActorKind
    role: Role = "other"
    title: str | None = None
    member_of: str | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[tuple[str, int, int], ...] = ()


class Time(Quoted):
    """An expression of time with its TIMEX3 `value`; `kind` is DATE or DURATION."""

    kind: Literal["DATE", "DURATION"]
    value: str


class Figure(Quoted):
    """A number with its meaning. `text` is the whole phrase, qualifier included.

    `value` is a decimal, `of` what is counted, `qualifier` the source's own hedge (``approximately``,
    ``believed``), `according_to` the source chain.
    """

    report: str
    value: str
    unit: str
    of: str
    qualifier: str | None = None
    according_to: tuple[str, ...] = ()


class Refusal(Value):
    """What a large model said of a report and was not taken: how often, and why; never what it said."""

    what: Literal["move", "detail"]
    why: str
    count: int


class Reading(Value):
    """All that was read in one report. Every span is checked against the report's text on creation.

    `refused` is what a large model said and was not taken: moves as a whole, or details of moves that were
    kept. Always empty for sulh's own reader.
    """

    report: Report
    actors: tuple[Actor, ...]
    moves: tuple[Move, ...]
    figures: tuple[Figure, ...]
    times: tuple[Time, ...]
    refused: tuple[Refusal, ...] = ()

    @model_validator(mode="after")
    def _every_quote_is_in_the_text(self) -> Self:
        text = self.report.text
        for move in self.moves:
            if text[move.start : move.end] != move.quote or not move.quote:
                raise ValueError(f"move {move.id} does not stand in its report")
            self._check(move.terms)
        self._check(self.figures)
        self._check(self.times)
        return self

    def _check(self, quoted: tuple[Quoted, ...]) -> None:
        for item in quoted:
            if self.report.text[item.start : item.end] != item.text or not item.text:
                raise ValueError(f"{item.text!r} does not stand at {item.start} in its report")
