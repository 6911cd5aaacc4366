"""What every finding shares, and who wants what on a day."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import PlainSerializer

from sulh.model.base import Value
from sulh.model.problem import Position

Exact = Annotated[Fraction, PlainSerializer(str, return_type=str)]
"""An exact rational; written ``"5/2"`` outside Python."""

Count = Annotated[int, PlainSerializer(str, return_type=str)]
"""A number that may be too large for other programs' integers; written as a string outside Python."""

INTERRUPTED = "interrupted"
"""What `why` says where the user ended a search."""

Completeness = bool | Literal["unknown"]


class ActivePosition(Value):
    """A position that binds on the day asked for, and where it comes from.

    `position` carries the expression and the evidence; `offer` is the offer it states or refuses.
    `carried_over`: a newer offer left this term out. `covered_by`: positions of the same party that already
    imply it. `unsure`: overlapping dates leave open whether it still stands. `crossed_by`: own later offers
    that contradict this red line.
    """

    position: Position
    kind: Literal["position", "offer", "refusal"] = "position"
    offer: str | None = None
    carried_over: bool = False
    covered_by: tuple[str, ...] = ()
    unsure: str | None = None
    crossed_by: tuple[str, ...] = ()


class Finding(Value):
    """An answer with its method.

    `complete` is False where the list is cut, "unknown" where nothing can be said of a part of the case;
    `why` then gives the reason in one sentence. `assumptions` are the conventions that it uses, `among`
    the parties that must agree: only their positions bind. `binding` are the positions that the answer
    names, each with its evidence.
    """

    method: str
    among: tuple[str, ...] = ()
    complete: Completeness = True
    why: str | None = None
    assumptions: tuple[str, ...] = ()
    binding: tuple[ActivePosition, ...] = ()

    @property
    def interrupted(self) -> bool:
        """Whether the user ended the search early."""
        return self.why is not None and INTERRUPTED in self.why


class Stance(Finding):
    """Who wants what on a day. `replaced` are the positions that no longer bind, each with its successor.

    `may_reopen` are refused offers whose refusal binds no package because no status quo is given.
    `reversed_ladders` are issues on which a controller and a counterpart press the same way.
    """

    as_of: str | None = None
    active: tuple[ActivePosition, ...]
    replaced: tuple[tuple[str, str], ...] = ()
    may_reopen: tuple[str, ...] = ()
    reversed_ladders: tuple[str, ...] = ()
