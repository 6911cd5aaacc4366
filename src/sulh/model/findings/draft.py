"""A draft package against everybody's positions."""

from __future__ import annotations

from pydantic import Field

from sulh.model.base import Value
from sulh.model.findings.base import Exact, Finding
from sulh.model.problem import Package, Strength


class Objection(Value):
    """One position that a draft package fails, and by how much.

    `steps` are the rungs from the draft's option to the nearest one that the position accepts; None where the
    issue is unordered, the position spans issues, or no option would do. `shortfall` is the same distance
    over the widest gap on the issue (1 where `steps` is None), before weights.
    """

    position: str
    party: str
    strength: Strength
    shortfall: Exact
    steps: int | None = None


class DraftTest(Finding):
    """A mediator's draft against everybody's positions.

    `meets` gives for each party the positions that the draft meets, whatever is left open. `objections` are
    those that it fails: in the parties' order, red lines first, then demands, then offers. `breaks` are the
    links it breaks, as indices; `left_open` the issues on which it says nothing, and `undecided` the
    positions that therefore cannot be judged. `assumes` are issues on which it takes silence for consent,
    `reopens` the refused offers that it contains. `binding` are all positions named here.
    """

    package: Package
    meets: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    objections: tuple[Objection, ...] = ()
    breaks: tuple[int, ...] = ()
    left_open: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    assumes: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()
