"""What a finding rests on: which obstacles stand on one report or one source, and how surely they stand."""

from __future__ import annotations

from typing import Literal

from sulh.model.base import Value
from sulh.model.findings.base import Exact, Finding
from sulh.model.findings.blocking import Obstacle


class LeftOut(Value):
    """What changes where one report or one source is left out.

    `positions` no longer bind, `revived` bind again; `gone` are obstacles (as indices) that are no more,
    `new` those that arise; `opens`: without it nothing that is recorded blocks a deal.
    """

    kind: Literal["report", "source"]
    name: str
    positions: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    gone: tuple[int, ...] = ()
    new: tuple[Obstacle, ...] = ()
    opens: bool = False


class Chance(Value):
    """A chance between two bounds. `sampled`: estimated, and the bounds are those of its interval."""

    low: Exact
    high: Exact
    sampled: bool = False


class Fact(Value):
    """A source's account, and how far the chance of a deal moves once it is verified or refuted."""

    source: str
    positions: tuple[str, ...]
    verified: Chance
    refuted: Chance
    matters: Exact


class Fragility(Finding):
    """How much the obstacles rest on single reports and sources.

    `stands` gives for each obstacle the chance that it really stands, `no_obstacle` the chance that
    nothing recorded blocks a deal; both draw sources with the credence given to their grade. `single` are
    the obstacles that rest on one report or one source. `facts` come with the one that matters most
    first.
    """

    obstacles: tuple[Obstacle, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    single: tuple[int, ...] = ()
    stands: tuple[Chance, ...] = ()
    no_obstacle: Chance | None = None
    facts: tuple[Fact, ...] = ()
