"""Which states of a case are stable, by the Graph Model for Conflict Resolution."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sulh.model.base import Value
from sulh.model.findings.base import Count, Finding
from sulh.model.problem import Package

Concept = Literal["Nash", "GMR", "SMR", "SEQ"]
PreferenceSource = Literal["ranking", "preferences", "derived", "not derivable"]


class SanctionMove(Value):
    """One move of a sanction: `party` takes the case to `package`."""

    party: str
    package: Package


class Temptation(Value):
    """What a party would gain by leaving an agreement on its own: it moves to `package`, which it prefers.

    `held_by` gives for each concept under which it is deterred an answer of the others, after which it is
    no better off than in the agreement: a shortest one, and of these one whose last move changes least
    (empty where that takes too long to trace). A concept that is missing does not hold it, or could not be
    judged (then it is missing from the commitment's `holds`, too).
    """

    party: str
    package: Package
    held_by: dict[Concept, tuple[SanctionMove, ...]] = Field(default_factory=dict)


class Commitment(Value):
    """Who would be tempted to break an agreement, and what holds them. `names` say which package it is.

    `tempted` counts for each party its ways out that it prefers; `temptations` are of these the one that it
    prefers most and, where another is left open under some concept, the one it prefers most of those.
    `holds`: under the concept nobody leaves.
    """

    names: tuple[str, ...]
    package: Package
    tempted: dict[str, int] = Field(default_factory=dict)
    temptations: tuple[Temptation, ...] = ()
    holds: dict[Concept, bool] = Field(default_factory=dict)


class Arrow(Value):
    """A move of one party between two listed states, as indices. `improves`: it prefers where that leads."""

    party: str
    origin: int
    target: int
    improves: bool


class Stability(Finding):
    """The stable states, as indices into `states`, per concept and party, and the equilibria.

    `number` is how many states there are; where these are many, `states` lists those with a name
    (`named`: the status quo, offers, even split, a tested package), then equilibria;
    `equilibria_in_all` counts all of these. `preferences` says where each party's preferences come from. What
    needs preferences that are not derivable is left out of `stable` and `equilibria`: it is not known.
    `reachable` are the listed states that the status quo leads to, by any legal moves and by unilateral
    improvements alone; itself is one of them. `arrows` are the moves between the listed states, where all
    are listed and they are few.
    """

    parties: tuple[str, ...] = ()
    preferences: dict[str, PreferenceSource] = Field(default_factory=dict)
    number: Count = 0
    states: tuple[Package, ...] = ()
    named: dict[str, int] = Field(default_factory=dict)
    stable: dict[Concept, dict[str, tuple[int, ...]]] = Field(default_factory=dict)
    equilibria: dict[Concept, tuple[int, ...]] = Field(default_factory=dict)
    equilibria_in_all: dict[Concept, Count] = Field(default_factory=dict)
    reachable: dict[Literal["moves", "improvements"], tuple[int, ...]] = Field(default_factory=dict)
    commitments: tuple[Commitment, ...] = ()
    arrows: tuple[Arrow, ...] = ()
