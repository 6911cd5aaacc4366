"""Which states of a case are stable, by the Graph Model for Conflict Resolution."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sulh.model.base import Value
from sulh.model.findings.base import Count, Finding
from sulh.model.problem import Package

Concept = Literal["Nash", "GMR", "SMR", "SEQ"]
PreferenceSource = Literal["ranking", "preferences", "derived", "not derivable"]


class Temptation(Value):
    """What a party would gain by leaving an agreement on its own: it moves to `package`.

    `held_by` gives for each concept under which it is deterred the states that the sanction leads through;
    a concept that is missing does not hold it.
    """

    party: str
    package: Package
    held_by: dict[Concept, tuple[Package, ...]] = Field(default_factory=dict)


class Commitment(Value):
    """Who would be tempted to break an agreement, and what holds them. `name` says which package it is."""

    name: str
    package: Package
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
    (`named`: the status quo, offers, even split, a tested package), then equilibria, and
    `equilibria_in_all` counts the others. `preferences` says where each party's preferences come from.
    `reachable` are the listed states that the status quo leads to, by any legal moves and by unilateral
    improvements alone. `arrows` are the moves between the listed states, where all are listed and they
    are few.
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
