"""From the text that a model wrote to what it says, each actor and move alone: one slip spoils one."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from sulh.model.errors import AnswerError
from sulh.model.move import Refusal
from sulh.reading.llm.schema import MOST_ACTORS, MOST_MOVES, SaidActor, SaidMove, SaidTerm

Said = TypeVar("Said", SaidActor, SaidMove)


class Tally:
    """What is not taken of a model's answers, by reason."""

    def __init__(self) -> None:
        self._moves: Counter[str] = Counter()
        self._details: Counter[str] = Counter()

    def move(self, why: str, count: int = 1) -> None:
        """Count a move that is refused as a whole."""
        self._moves[why] += count

    def detail(self, why: str, count: int = 1) -> None:
        """Count something that is left out of what is otherwise taken."""
        self._details[why] += count

    def refusals(self) -> tuple[Refusal, ...]:
        """Return what was counted, moves first, the most frequent reason first."""
        moves = [Refusal(what="move", why=why, count=n) for why, n in self._moves.most_common() if n]
        details = [Refusal(what="detail", why=why, count=n) for why, n in self._details.most_common() if n]
        return (*moves, *details)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says of one part of a report, in the shape asked for; nothing of it is checked yet."""

    actors: list[SaidActor] = field(default_factory=list)
    moves: list[SaidMove] = field(default_factory=list)


def parse(content: str, tally: Tally) -> Answer:
    """Return what *content* says. AnswerError where it is not the object that was asked for.

    A model without a fixed form may think aloud before the object, or put it into a fence; what stands
    around the object is passed over.
    """
    found = _object_in(content)
    actors, moves = found.get("actors", []), found.get("moves")
    if not isinstance(actors, list) or not isinstance(moves, list):
        raise AnswerError("the model's answer has not the form asked for", hint="try again, or another model")
    tally.detail("a field that was not asked for", len(set(found) - {"actors", "moves"}))
    tally.move("over the number of moves taken of one answer", max(len(moves) - MOST_MOVES, 0))
    tally.detail("over the number of actors taken of one answer", max(len(actors) - MOST_ACTORS, 0))
    answer = Answer()
    for item in actors[:MOST_ACTORS]:
        actor = _one(item, SaidActor, tally)
        if actor is None:
            tally.detail("an actor not in the form asked for")
        else:
            answer.actors.append(actor)
    for item in moves[:MOST_MOVES]:
        move = _one(item, SaidMove, tally)
        if move is None:
            tally.move("not in the form asked for")
        else:
            answer.moves.append(move)
    return answer


def _object_in(content: str) -> dict[str, object]:
    text = content.rpartition("</think>")[2]
    start = text.find("{")
    try:
        found, _ = json.JSONDecoder(parse_constant=_no_number).raw_decode(text, max(start, 0))
    except (ValueError, RecursionError):
        raise AnswerError("the model's answer is not JSON", hint="try again, or another model") from None
    if not isinstance(found, dict):
        raise AnswerError("the model's answer is not an object", hint="try again, or another model")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _one(item: object, kind: type[Said], tally: Tally) -> Said | None:
    """Return *item* as a *kind*, or None; fields that nobody asked for are counted and left behind."""
    try:
        said = kind.model_validate(item)
    except ValidationError:
        return None
    tally.detail("a field that was not asked for", _surplus(item, kind))
    return said


def _surplus(item: object, kind: type[Said] | type[SaidTerm]) -> int:
    if not isinstance(item, dict):
        return 0
    more = len(set(item) - set(kind.model_fields))
    terms = item.get("terms") if kind is SaidMove else None
    return more + sum(_surplus(term, SaidTerm) for term in terms or ())
