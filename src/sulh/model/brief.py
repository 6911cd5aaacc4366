"""The brief: everything the reader of a case is told, each line with the words that it rests on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sulh.model.base import Value
from sulh.model.expressions import Expression
from sulh.model.findings import (
    ActivePosition,
    DraftTest,
    Fragility,
    Frontier,
    Obstacles,
    Openings,
    Packages,
    Stability,
)
from sulh.model.move import Actor, Figure, Move
from sulh.model.problem import Evidence, Issue, Offer, Package, Strength
from sulh.model.report import Block, DateBasis, SetAside


class ReportCard(Value):
    """A report as the brief lists it. `text` is its canonical text: spans and quotes point into it."""

    id: str
    name: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_basis: DateBasis = "unknown"
    language: str = Field(default="en", description="ISO 639-1, or `und`; only these and `en` are read.")
    moves: int = 0
    text: str = ""
    blocks: tuple[Block, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()


class Standing(Value):
    """Where one party stands, in one sentence."""

    party: str
    sentence: str
    evidence: tuple[Evidence, ...] = ()


class Cell(Value):
    """One field of the positions table: what *party* wants of *issue*.

    `wants` is for people (``no less than 300``), `positions` the ids it sums up, `reports` and `sources` how
    many reports and independent sources say so. `agreed`: it was agreed on. An empty `positions` means
    nothing was found.
    """

    issue: str
    party: str
    wants: str | None = None
    strength: Strength | None = None
    since: str | None = None
    hedged: bool = False
    agreed: bool = False
    reports: int = 0
    sources: int = 0
    positions: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Event(Value):
    """One dated line of the timeline. `when` is TIMEX3; `text` says who did what.

    `basis`: "said" where the source dates the act itself; "reported" where only the day of the account is
    known, so that the act may be older.
    """

    when: str
    basis: Literal["said", "reported"] = "said"
    text: str
    act: str
    evidence: tuple[Evidence, ...] = ()


class Deadline(Value):
    """Something that is to happen by a time. `due` is TIMEX3 where it can be computed, else None.

    `said` is the source's own expression (``within 10 days``).
    """

    what: str
    said: str
    due: str | None = None
    by: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Agreement(Value):
    """An agreement that was reached: a precedent, or a part of the present talks already settled."""

    what: str
    when: str | None = None
    past: bool = True
    evidence: tuple[Evidence, ...] = ()


class Contradiction(Value):
    """Accounts that cannot all be right. `kind` says what they differ on."""

    what: str
    kind: Literal["figure", "act", "denial", "date"]
    sides: tuple[Evidence, ...]


class Unread(Value):
    """A file that was given but not read, and why: nothing in this brief rests on it.

    `failed`: it was to be read and could not; else it is no kind of report (a README in a folder, say).
    """

    name: str
    why: str
    hint: str = ""
    failed: bool = True


class Unsure(Value):
    """Something the reader was not sure of, and why."""

    why: str
    evidence: tuple[Evidence, ...] = ()


class AmongSome(Value):
    """What a deal among some of the parties meets with; the findings say among whom."""

    obstacles: Obstacles
    openings: Openings
    frontier: Frontier


class Brief(Value):
    """The whole brief. Sections are in the order in which a person reads them.

    `others` are the same findings for the other sets of parties that would suffice for a deal. Packages,
    stability, fragility and a tested draft are None where there is nothing to compute them from.
    """

    title: str
    as_of: str | None = None
    last_date: str | None = None
    reports: tuple[ReportCard, ...] = ()
    unread: tuple[Unread, ...] = ()
    standing: tuple[Standing, ...] = ()
    parties: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()
    among: tuple[str, ...] = Field(default=(), description="The parties that must agree.")
    obstacles: Obstacles
    openings: Openings
    frontier: Frontier
    others: tuple[AmongSome, ...] = ()
    packages: Packages | None = None
    stability: Stability | None = None
    fragility: Fragility | None = None
    draft: DraftTest | None = None
    positions: tuple[ActivePosition, ...] = ()
    table: tuple[Cell, ...] = ()
    issues: tuple[Issue, ...] = ()
    links: tuple[Expression, ...] = ()
    status_quo: Package = Field(default_factory=dict, description="What holds if there is no deal.")
    not_yet_asked: tuple[str, ...] = Field(default=(), description="Issues on which nobody in control spoke.")
    offers: tuple[Offer, ...] = ()
    timeline: tuple[Event, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    figures: tuple[Figure, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    actors: tuple[Actor, ...] = ()
    moves: tuple[Move, ...] = ()
