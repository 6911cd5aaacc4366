"""What a finding rests on: which obstacles stand on one report or one source, and how surely they stand."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sulh.model.base import Value
from sulh.model.findings.base import Exact, Finding
from sulh.model.findings.blocking import Obstacle


class LeftOut(Value):
    """What changes where one report or one source is left out.

    `positions` no longer bind, `revived` bind again; `gone` are obstacles (as indices) that are no more,
    `new` those that arise; `opens`: without it nothing that is recorded blocks a deal. A `source` that is a
    report's own voice has the report's name.
    """

    kind: Literal["report", "source"]
    name: str
    positions: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()
    gone: tuple[int, ...] = ()
    new: tuple[Obstacle, ...] = ()
    opens: bool = False


class Chance(Value):
    """A chance between two bounds; one number where they are equal.

    The bounds differ where nobody gave a source a chance, and where the chance is estimated (`sampled`): then
    they hold with the finding's `confidence`.
    """

    low: Exact
    high: Exact
    sampled: bool = False


class Fact(Value):
    """A source's account, and the chance that nothing recorded blocks a deal once it is verified or refuted.

    `positions` rest on it, alone or with others. `gone` is how many obstacles are no more without it.
    `matters` is the largest change that either makes to either end of `Fragility.no_obstacle`.
    """

    source: str
    positions: tuple[str, ...]
    verified: Chance
    refuted: Chance
    matters: Exact
    gone: int = 0


class Fragility(Finding):
    """How much the obstacles rest on single reports and sources.

    `left_out` lists the reports and sources without which something changes, in the case's order. `single`
    are the obstacles (as indices) that are no more without some one of them. `stands` gives for each
    obstacle the chance that all its positions bind, `no_obstacle` the chance that nothing recorded blocks a
    deal (None: the search ended before); both draw sources, independently, with the credence given to their
    grade. `credence` are the sources that have a chance, by name, `unknown` those that have none: they count
    with every chance from 0 to 1. `facts` come with the one that matters most first, then the one without
    which more obstacles are gone.

    Where worlds are drawn, `draws` says how many, `seed` with which seed, and each interval holds the chance
    with at least `confidence`.
    """

    obstacles: tuple[Obstacle, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    single: tuple[int, ...] = ()
    stands: tuple[Chance, ...] = ()
    no_obstacle: Chance | None = None
    facts: tuple[Fact, ...] = ()
    credence: dict[str, Exact] = Field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    draws: int = 0
    seed: int = 0
    confidence: Exact | None = None
