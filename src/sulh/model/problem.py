"""The case as a bargaining problem: issues, links, positions, offers. Knows no reports, only evidence."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from sulh.model.base import Value
from sulh.model.expressions import Expression
from sulh.model.move import Level

Strength = Literal["red line", "demand", "offer", "preference"]
Gives = Literal["up", "down"]
Answer = Literal["accept", "reject", "none"]
Package = dict[str, str]
"""One option for every issue (or, in an offer, for some): issue name → option."""


class Evidence(Value):
    """The words something rests on: a quote in a report, with who reported it.

    `report` is the report's name as the reader knows it, `move` the id of the move (both None for what a
    person wrote into a case file). `level` says whose voice it is.
    """

    quote: str
    report: str | None = None
    move: str | None = None
    start: int | None = None
    end: int | None = None
    sources: tuple[str, ...] = ()
    level: Level = "press"
    published: str | None = None


class Issue(Value):
    """A question on the table and the options it can take.

    `ordered`: the options form a ladder, from what the controllers give least to what they give most
    (`gives` = "down" turns it round). `controller`: who would carry it out; two or more hold it jointly.
    `direction_confirmed`: False where the machine chose the direction, so that an offer states exactly its
    option. `open_rungs` are options that nobody named. `label` is the issue in words for people.
    """

    name: str
    options: tuple[str, ...]
    ordered: bool = False
    controller: tuple[str, ...] = ()
    gives: Gives = "up"
    direction_confirmed: bool = True
    open_rungs: tuple[str, ...] = ()
    label: str | None = None
    unit: str | None = None


class Position(Value):
    """What a party wants of the issues. `since` is a TIMEX3 date; `until` the day it was withdrawn.

    `own_voice`: said by the party or its officials; otherwise somebody else's account of it.
    """

    id: str
    party: str
    wants: Expression
    strength: Strength
    since: str | None = None
    until: str | None = None
    own_voice: bool = True
    hedged: bool = False
    note: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Offer(Value):
    """A partial package that one party put to others, with their answers."""

    id: str
    by: str
    to: tuple[str, ...] = ()
    package: Package
    since: str | None = None
    answers: dict[str, Answer] = Field(default_factory=dict)
    answered: dict[str, str] = Field(default_factory=dict)
    condition: str | None = None
    own_voice: bool = True
    evidence: tuple[Evidence, ...] = ()
    answer_evidence: dict[str, tuple[Evidence, ...]] = Field(default_factory=dict)


class Utility(Value):
    """A party's additive utility: over issues, weight times score; a package must reach the `reserve`.

    `scores` gives every option of the issues that it scores; an issue scored without a weight weighs 1, one
    without scores adds nothing. A reserve may lie below the least utility: gains are still counted from it.
    """

    weights: dict[str, Fraction] = Field(default_factory=dict)
    scores: dict[str, dict[str, Fraction]] = Field(default_factory=dict)
    reserve: Fraction = Fraction(0)


class Irreversible(Value):
    """A move nobody can take back: *issue* from option *origin* to *target*."""

    issue: str
    origin: str = Field(alias="from")
    target: str = Field(alias="to")


class Problem(Value):
    """A whole case, ready to be analysed. `links` hold whoever wants it.

    `agreement` are the sets of parties each of which would suffice for a deal (default: all of them).
    `grades` gives a source its grade in the Admiralty code (`sulh.model.sources`), `credence` a grade, or its
    letter or digit alone, the chance that an account so graded is right.
    """

    title: str = "Untitled case"
    parties: tuple[str, ...]
    mediators: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    links: tuple[Expression, ...] = ()
    positions: tuple[Position, ...] = ()
    offers: tuple[Offer, ...] = ()
    agreement: tuple[tuple[str, ...], ...] = ()
    weights: dict[str, dict[str, Fraction]] = Field(default_factory=dict)
    utilities: dict[str, Utility] = Field(default_factory=dict)
    preferences: dict[str, tuple[Expression, ...]] = Field(default_factory=dict)
    ranking: dict[str, tuple[tuple[Package, ...], ...]] = Field(default_factory=dict)
    irreversible: tuple[Irreversible, ...] = ()
    status_quo: Package = Field(default_factory=dict)
    grades: dict[str, str] = Field(default_factory=dict)
    credence: dict[str, Fraction] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _unique_names(self) -> Self:
        for what, names in (
            ("party", self.parties),
            ("issue", [issue.name for issue in self.issues]),
            ("position or offer", [p.id for p in self.positions] + [o.id for o in self.offers]),
        ):
            if len(set(names)) != len(names):
                raise ValueError(f"two of the case have the same {what} name")
        return self

    def issue(self, name: str) -> Issue:
        """Return the issue called *name*; KeyError if there is none."""
        return self.by_name[name]

    @property
    def by_name(self) -> Mapping[str, Issue]:
        """The issues by their names, in the case's order."""
        return {issue.name: issue for issue in self.issues}
