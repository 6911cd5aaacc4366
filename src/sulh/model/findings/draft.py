"""A draft package against everybody's positions."""

from __future__ import annotations

from sulh.model.base import Value
from sulh.model.findings.base import Exact, Finding
from sulh.model.problem import Package


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
