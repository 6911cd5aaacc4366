"""What the analysis answers: frozen findings that say their method and whether they are complete.

Indices count from 0 within the same finding. Positions that come from offers are named ``o1:prisoners``,
refusals ``o1:refused by Hamas``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer

from sulh.model.base import Value
from sulh.model.problem import Package, Position

Exact = Annotated[Fraction, PlainSerializer(str, return_type=str)]
"""An exact rational; written ``"5/2"`` outside Python."""

Completeness = bool | Literal["unknown"]


class Finding(Value):
    """An answer with its method.

    `complete` is False where the list is cut, "unknown" where nothing can be said of a part of the case;
    `why` then gives the reason in one sentence. `assumptions` are the conventions that it uses, `among` the
    parties that must agree: only their positions bind.
    """

    method: str
    among: tuple[str, ...] = ()
    complete: Completeness = True
    why: str | None = None
    assumptions: tuple[str, ...] = ()


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


class Obstacle(Value):
    """A minimal set of positions that cannot all be met.

    `kind`: ``clash`` between parties with nothing in between, ``between`` where options lie strictly between
    two sides (then listed in `between`), ``self`` where one party contradicts itself. `hedged`: it rests on
    a hedged or unsure position.
    """

    positions: tuple[str, ...]
    parties: tuple[str, ...]
    issues: tuple[str, ...]
    kind: Literal["clash", "between", "self"]
    between: tuple[str, ...] = ()
    hedged: bool = False


class Obstacles(Finding):
    """All obstacles, smallest first, those that rest on hedged positions last.

    Empty and complete: a deal is possible as far as is recorded.
    """

    obstacles: tuple[Obstacle, ...] = ()


class Opening(Value):
    """A minimal set of positions that, given up, dissolves one knot.

    `package` is the package of least movement that it allows over the knot's issues; `assumes` the issues on
    which that leaves the status quo although the issue's controller has not been heard; `reopens` the
    refused offers that it contains.
    """

    give_up: tuple[str, ...]
    red_lines: int
    package: Package
    assumes: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()


class Knot(Value):
    """Obstacles joined by a shared position (as indices), and the ways to open them together."""

    obstacles: tuple[int, ...]
    openings: tuple[Opening, ...]


class Openings(Finding):
    """The openings of the whole are one from each knot; `number` is how many that makes.

    `obstacles` are those that the knots count from 0, in the order of the finding `Obstacles`.
    """

    obstacles: tuple[Obstacle, ...] = ()
    knots: tuple[Knot, ...] = ()
    number: Annotated[int, PlainSerializer(str, return_type=str)] = 1


class FrontierPoint(Value):
    """A movement that no other beats for all parties at once, and a package that asks it.

    `packages` is how many packages ask exactly this movement, `crosses` the positions that this one fails.
    """

    movement: dict[str, Exact]
    package: Package
    packages: int = 1
    assumes: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()
    crosses: tuple[str, ...] = ()


class Frontier(Finding):
    """The movement frontier. `even` (leximin) and `least` (least total) are indices into `points`."""

    parties: tuple[str, ...]
    points: tuple[FrontierPoint, ...] = ()
    even: tuple[int, ...] = ()
    least: tuple[int, ...] = ()
    one_for_one: bool = Field(default=False, description="All totals are equal: parties trade one for one.")


class Objection(Value):
    """One position that a draft package fails, and by how much (rungs or units over the widest gap)."""

    position: str
    party: str
    shortfall: Exact


class DraftTest(Finding):
    """A mediator's draft against everybody's positions.

    `breaks` are the links it breaks, as indices; `left_open` the issues on which it says nothing, and
    `undecided` the positions that therefore cannot be judged.
    """

    package: Package
    objections: tuple[Objection, ...] = ()
    breaks: tuple[int, ...] = ()
    left_open: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()
