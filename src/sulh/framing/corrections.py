"""A person's corrections of what was read: a YAML or JSON file, and the readings with them.

    actors:
      Meridane: {same_as: Meridane Terminals}
      Dana Orel: {title: chief negotiator, of: Crews' Union}
    remove: [0f2fbe6b]
    change:
      "Crews have turned down the offer": {act: reject, terms: [a raise of 6 percent]}
    add:
      - {quote: wants nine percent, act: demand, speaker: Crews' Union, terms: [nine percent]}

Nothing is overwritten: corrected readings are new values. What a correction names and no report says is a
CaseFileError with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, get_args

from sulh.framing.casefile_nodes import At, compose
from sulh.framing.corrections_actors import correct_actors, sides
from sulh.framing.corrections_words import find, named
from sulh.model.evaluation import did_you_mean
from sulh.model.move import ACTS, Context, Move, Reading, Term
from sulh.model.report import Report

_FILE = ("actors", "remove", "change", "add")
_MOVE = (
    "act", "speaker", "party", "sources", "addressee", "denied", "context", "when", "terms", "quote",
)  # fmt: skip
_SURE = 1.0
"""The confidence of a move that a person gave."""

_FEWEST_LETTERS = 6
"""Of an id, to name a move by."""


TermMaker = Callable[[Reading, int, int], Term]
"""Makes the term at ``[start, end)`` of a reading's text, with the fields that can be read off it."""


def _bare(reading: Reading, start: int, end: int) -> Term:
    return Term(text=reading.report.text[start:end], start=start, end=end)


def correct(
    readings: Sequence[Reading], text: str, name: str, term: TermMaker = _bare
) -> tuple[Reading, ...]:
    """Return *readings* with the corrections that *text* says; *name* is the file's, for messages.

    *term* makes terms of words that were read as none; without it they have no fields.
    First the actors, then removals, changes and additions, each in the words and names that hold by then.
    Raises CaseFileError for what cannot be meant, TooLargeError as for a case file.
    """
    root = compose(text, name)
    if not root.is_mapping():
        raise root.wrong(f"{name} holds no corrections", "start with remove:, change:, add: or actors:")
    fields = root.fields(_FILE)
    made = list(readings)
    if "actors" in fields:
        made = correct_actors(made, fields["actors"].entries())
    for place in fields["remove"].one_or_more() if "remove" in fields else ():
        at, move = _meant(made, place)
        made[at] = _with(made[at], [move], [])
    for place, value in fields["change"].entries() if "change" in fields else ():
        at, move = _meant(made, place)
        corrected = _Said(made, made[at], value.named("the move").fields(_MOVE), term).changed(move)
        made[at] = _with(made[at], [move], [corrected])
    for place in fields["add"].items() if "add" in fields else ():
        said = place.named("the move").fields((*_MOVE, "report"), ("quote", "act", "speaker"))
        at = _report(made, said.pop("report", None), place)
        made[at] = _with(made[at], [], [_Said(made, made[at], said, term).added()])
    return tuple(made)


def _with(reading: Reading, without: Iterable[Move], more: Iterable[Move]) -> Reading:
    left_out = {move.id for move in without}
    moves = {move.id: move for move in reading.moves if move.id not in left_out}
    moves |= {move.id: move for move in more}
    ordered = tuple(sorted(moves.values(), key=lambda move: (move.start, move.end)))
    return Reading(**{**dict(reading), "moves": ordered})


def _meant(readings: Sequence[Reading], place: At) -> tuple[int, Move]:
    """Return the move that *place* names by the beginning of its id or by its quote, and whose it is."""
    said = " ".join(place.text().split())
    found = [
        (number, move)
        for number, reading in enumerate(readings)
        for move in reading.moves
        if (len(said) >= _FEWEST_LETTERS and move.id.startswith(said)) or " ".join(move.quote.split()) == said
    ]
    if len(found) == 1:
        return found[0]
    if found:
        which = ", ".join(f"{move.id[:8]} ({move.act} by {move.speaker})" for _, move in found)
        raise place.wrong(f"{len(found)} moves are called {said!r}", f"name one by its id: {which}")
    raise place.wrong(
        f"no move is called {said!r}", "name it by its quote, or by its id, as sulh read --json has it"
    )


def _report(readings: Sequence[Reading], place: At | None, whole: At) -> int:
    names = [reading.report.name for reading in readings]
    if place is None:
        if len(names) == 1:
            return 0
        raise whole.wrong("the move lacks 'report'", "name the report that it stands in")
    if place.text() not in names:
        raise place.wrong(f"there is no report {place.text()!r}", did_you_mean(place.text(), names))
    return names.index(place.text())


class _Said:
    """What a correction says of one move of *reading*."""

    def __init__(
        self, readings: Sequence[Reading], reading: Reading, fields: dict[str, At], term: TermMaker
    ) -> None:
        self._reading, self._fields, self._make_term = reading, fields, term
        self._report: Report = reading.report
        self._known = {actor.name: actor for one in readings for actor in one.actors}

    def changed(self, move: Move) -> Move:
        """Return *move* with what is said of it."""
        return self._move(dict(move))

    def added(self) -> Move:
        """Return the move that is said."""
        return self._move({"report": self._report.id, "reported": self._report.published})

    def _move(self, values: dict[str, Any]) -> Move:
        fields = self._fields
        if "quote" in fields:
            values["start"], values["end"] = self._span(fields["quote"], (0, len(self._report.text)))
        quote = (values["start"], values["end"])
        values["quote"] = self._report.text[slice(*quote)]
        if "act" in fields:
            values["act"] = fields["act"].one_of(ACTS)
        if "speaker" in fields:
            values["speaker"] = self._name(fields["speaker"])
            values["party"] = sides(values["speaker"], self._known)
        for key in ("party", "sources"):
            if key in fields:
                values[key] = tuple(self._name(one) for one in fields[key].one_or_more())
        for key in ("addressee", "when"):
            if key in fields and fields[key].is_empty():
                values[key] = None
            elif key in fields:
                values[key] = self._name(fields[key]) if key == "addressee" else fields[key].date()
        if "denied" in fields:
            values["denied"] = fields["denied"].flag()
        if "context" in fields:
            values["context"] = fields["context"].one_of(get_args(Context))
        if "terms" in fields:
            kept = {term.text: term for term in values.get("terms", ())}
            values["terms"] = tuple(self._term(one, quote, kept) for one in fields["terms"].one_or_more())
        values["confidence"] = _SURE
        values["id"] = Move.identify(self._report.id, values["act"], values["speaker"], *quote)
        return Move(**values)

    def _span(self, place: At, near: tuple[int, int]) -> tuple[int, int]:
        found = find(self._report.text, place.text(), near)
        if found is None:
            message = f"{self._report.name} does not say {place.text()!r}"
            raise place.wrong(message, "write the words as the report has them")
        return found

    def _term(self, place: At, quote: tuple[int, int], kept: dict[str, Term]) -> Term:
        if place.text() in kept:
            return kept[place.text()]
        start, end = self._span(place, quote)
        return self._make_term(self._reading, start, end)

    def _name(self, place: At) -> str:
        """Return whom *place* names: an actor, several joined by commas and *and*, or words of the report."""
        return named(place, self._known, self._report.text)
