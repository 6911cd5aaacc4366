"""A small case made by hand, with its findings: what the layers below would hand to the brief."""

# ruff: noqa: E501

from __future__ import annotations

import sys
from fractions import Fraction
from types import ModuleType

import pytest

from sulh.brief import Findings, assemble
from sulh.model.brief import Brief
from sulh.model.expressions import Compare, Not
from sulh.model.findings import (
    ActivePosition,
    Frontier,
    FrontierPoint,
    Knot,
    Obstacle,
    Obstacles,
    Opening,
    Openings,
    Stance,
)
from sulh.model.move import Act, Actor, Figure, Move, Reading, Term, Time
from sulh.model.problem import Evidence, Issue, Offer, Position, Problem
from sulh.model.report import Block, OffsetMap, Report, SetAside

UNION, PORTS = "Dockers' Union", "Ellin Ports"
TEXT = """Harbour talks stall over night shifts
PORT ELLIN, March 14 - The Dockers' Union on Thursday rejected an offer by Ellin Ports of a 4 percent raise in \
exchange for night shifts at both terminals, a union source told the Ellin Courier.
The union demands a raise of 9 percent and insists that night shifts end at both terminals.
"We will not sign anything that keeps the night shifts," said Mara Tolle, the union's chair.
Advertisement: subscribe <now> & save
The company has reservations about ending night shifts, according to a person close to the board. It called the \
return of the 12 dismissed crane drivers a red line.
The labour ministry is pressing for a truce within 10 days.
The last agreement was signed in June 2022 and gave 210 workers permanent contracts."""


def span(quote: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(quote)
    return start, start + len(quote)


def term(words: str, **fields: object) -> Term:
    start, end = span(words)
    return Term.model_validate({"text": words, "start": start, "end": end, **fields})


def move(act: Act, by: str, quote: str, *terms: Term, **fields: object) -> Move:
    start, end = span(quote)
    base: dict[str, object] = {
        "id": Move.identify("r", act, by, start, end),
        "report": "r" * 64,
        "act": act,
        "speaker": by,
        "party": (by,),
        "reported": "2024-03-14",
        "confidence": 0.9,
        "quote": quote,
        "start": start,
        "end": end,
        "terms": terms,
    }
    return Move.model_validate(base | fields)


def report(**changes: object) -> Report:
    blocks, start = [], 0
    for index, paragraph in enumerate(TEXT.split("\n")):
        kind = "heading" if index == 0 else "paragraph"
        if not paragraph.startswith("Advertisement"):
            blocks.append(Block.model_validate({"kind": kind, "start": start, "end": start + len(paragraph)}))
        start += len(paragraph) + 1
    aside = span("Advertisement: subscribe <now> & save")
    base: dict[str, object] = {
        "id": "r" * 64,
        "name": "harbour.txt",
        "title": "Harbour talks stall over night shifts",
        "publisher": "Ellin Courier",
        "published": "2024-03-14",
        "published_basis": "given",
        "text": TEXT,
        "blocks": tuple(blocks),
        "sentences": tuple((b.start, b.end) for b in blocks),
        "set_aside": (
            SetAside(text=TEXT[slice(*aside)], reason="advertisement", start=aside[0], end=aside[1]),
            SetAside(text="Home | Sport", reason="menu"),
        ),
        "offsets": OffsetMap(runs=()),
    }
    return Report.model_validate(base | changes)


REJECT = move(
    "reject", UNION, "The Dockers' Union on Thursday rejected an offer by Ellin Ports of a 4 percent raise in exchange "
    "for night shifts at both terminals", term("a 4 percent raise"), term("night shifts at both terminals"),
    sources=("Ellin Courier", "a union source"), addressee=PORTS, when="2024-03-14",
)  # fmt: skip
OFFER = move(
    "offer", PORTS, "an offer by Ellin Ports of a 4 percent raise in exchange for night shifts at both terminals",
    term("a 4 percent raise", quantity="4", unit="percent"), term("night shifts at both terminals"),
    sources=("Ellin Courier", "a union source"), addressee=UNION,
)  # fmt: skip
RAISE = move("demand", UNION, "The union demands a raise of 9 percent", term("a raise of 9 percent"))
NIGHTS = move(
    "demand",
    UNION,
    "insists that night shifts end at both terminals",
    term("night shifts end at both terminals"),
)
TOLLE = move(
    "red line", UNION, "We will not sign anything that keeps the night shifts", term("keeps the night shifts"),
    speaker="Mara Tolle",
)  # fmt: skip
HEDGE = move(
    "reject", PORTS, "The company has reservations about ending night shifts", term("ending night shifts", hedged=True),
    sources=("a person close to the board",), confidence=0.42,
)  # fmt: skip
DRIVERS = move(
    "red line", PORTS, "It called the return of the 12 dismissed crane drivers a red line",
    term("the return of the 12 dismissed crane drivers"),
)  # fmt: skip
PRESS = move(
    "press", "labour ministry", "The labour ministry is pressing for a truce within 10 days",
    term("a truce within 10 days", deadline="P10D"),
)  # fmt: skip
LAST = move(
    "agree", UNION, "The last agreement was signed in June 2022", context="historical", when="2022-06",
    party=(UNION, PORTS), speaker="both sides",
)  # fmt: skip
MOVES = (REJECT, OFFER, RAISE, NIGHTS, TOLLE, HEDGE, DRIVERS, PRESS, LAST)


def reading(**changes: object) -> Reading:
    figures = tuple(
        Figure(
            report="r" * 64, value=value, unit=unit, of=of, text=text, start=span(text)[0], end=span(text)[1]
        )
        for value, unit, of, text in (
            ("4", "percent", "raise offered by Ellin Ports", "4 percent"),
            ("12", "crane drivers", "dismissed crane drivers", "12 dismissed crane drivers"),
            ("210", "workers", "workers given permanent contracts", "210 workers"),
        )
    )
    start, end = span("10 days")
    base: dict[str, object] = {
        "report": report(),
        "actors": (
            Actor(name=UNION, kind="organisation", role="party"),
            Actor(name=PORTS, kind="organisation", role="party"),
            Actor(name="Mara Tolle", kind="person", member_of=UNION, title="chair"),
        ),
        "moves": MOVES,
        "figures": figures,
        "times": (Time(text="10 days", start=start, end=end, kind="DURATION", value="P10D"),),
    }
    return Reading.model_validate(base | changes)


def evidence(of: Move, **fields: object) -> Evidence:
    base: dict[str, object] = {
        "quote": of.quote,
        "report": "harbour.txt",
        "move": of.id,
        "start": of.start,
        "end": of.end,
        "sources": of.sources,
        "published": "2024-03-14",
    }
    return Evidence.model_validate(base | fields)


ISSUES = (
    Issue(name="raise", options=("0", "4", "9"), ordered=True, controller=(PORTS,), unit="percent"),
    Issue(name="night shifts", options=("kept", "at one terminal", "ended"), ordered=True, controller=(PORTS,),
          direction_confirmed=False, open_rungs=("at one terminal",)),
    Issue(name="drivers", options=("out", "back"), controller=(PORTS,)),
    Issue(name="picket", options=("stays", "lifted"), controller=(UNION,)),
)  # fmt: skip
POSITIONS = (
    Position(id="u1", party=UNION, wants=Compare("raise", ">=", "9"), strength="demand", since="2024-03-14",
             evidence=(evidence(RAISE),)),
    Position(id="u2", party=UNION, wants=Compare("night shifts", "=", "ended"), strength="red line",
             since="2024-03-14", evidence=(evidence(NIGHTS), evidence(TOLLE, level="own words"))),
    Position(id="e1", party=PORTS, wants=Not(Compare("night shifts", "=", "ended")), strength="demand", hedged=True,
             own_voice=False, since="2024-03-14", evidence=(evidence(HEDGE, level="anonymous"),)),
    Position(id="e2", party=PORTS, wants=Compare("drivers", "=", "out"), strength="red line", since="2024-03-14",
             evidence=(evidence(DRIVERS),)),
)  # fmt: skip
OFFERS = (
    Offer(id="o1", by=PORTS, to=(UNION,), package={"raise": "4", "night shifts": "kept"}, since="2024-03",
          answers={UNION: "reject"}, answered={UNION: "2024-03-14"}, evidence=(evidence(OFFER),),
          answer_evidence={UNION: (evidence(REJECT),)}),
)  # fmt: skip
PROBLEM = Problem(
    title="Harbour talks", parties=(UNION, PORTS), mediators=("labour ministry",), issues=ISSUES, positions=POSITIONS,
    offers=OFFERS, status_quo={"raise": "0", "night shifts": "kept", "drivers": "out", "picket": "stays"},
)  # fmt: skip
_FROM_OFFER = tuple(
    ActivePosition(
        position=Position(id=f"o1:{name}", party=PORTS, wants=Compare(name, "<=", value), strength="offer",
                          since="2024-03", evidence=OFFERS[0].evidence),
        kind="offer", offer="o1",
    )
    for name, value in (("raise", "4"), ("night shifts", "kept"))
)  # fmt: skip
ACTIVE = (*(ActivePosition(position=position) for position in POSITIONS), *_FROM_OFFER)
OBSTACLES = (
    Obstacle(positions=("u1", "o1:raise"), parties=(UNION, PORTS), issues=("raise",), kind="clash"),
    Obstacle(positions=("u2", "o1:night shifts"), parties=(UNION, PORTS), issues=("night shifts",), kind="between",
             between=("at one terminal",)),
    Obstacle(positions=("u2", "e1"), parties=(UNION, PORTS), issues=("night shifts",), kind="clash", hedged=True),
)  # fmt: skip
_METHOD = "by hand"


def _point(union: str, ports: str, raised: str, nights: str) -> FrontierPoint:
    return FrontierPoint(
        movement={UNION: Fraction(union), PORTS: Fraction(ports)},
        package={"raise": raised, "night shifts": nights, "drivers": "out", "picket": "lifted"},
        packages=2, assumes=("picket",), reopens=("o1",) if (raised, nights) == ("4", "kept") else (),
    )  # fmt: skip


FINDINGS = Findings(
    stance=Stance(method=_METHOD, active=ACTIVE),
    obstacles=Obstacles(method=_METHOD, obstacles=OBSTACLES),
    openings=Openings(
        method=_METHOD,
        obstacles=OBSTACLES,
        number=4,
        knots=(
            Knot(obstacles=(0,), openings=(
                Opening(give_up=("u1",), red_lines=0, package={"raise": "4"}),
                Opening(give_up=("o1:raise",), red_lines=0, package={"raise": "9"}),
            )),
            Knot(obstacles=(1, 2), openings=(
                Opening(give_up=("o1:night shifts", "e1"), red_lines=0, package={"night shifts": "ended"}),
                Opening(give_up=("u2",), red_lines=1, package={"night shifts": "kept"}, reopens=("o1",)),
            )),
        ),
    ),
    frontier=Frontier(
        method=_METHOD, parties=(UNION, PORTS), even=(1,), least=(0,), assumptions=("an offer is a ceiling",),
        points=(_point("0", "2", "9", "ended"), _point("1", "4/3", "4", "ended"), _point("5/2", "0", "4", "kept")),
    ),
)  # fmt: skip
EMPTY = Findings(
    stance=Stance(method=_METHOD, active=()),
    obstacles=Obstacles(method=_METHOD),
    openings=Openings(method=_METHOD),
    frontier=Frontier(method=_METHOD, parties=()),
)


@pytest.fixture
def harbour() -> ModuleType:
    """This module: its moves, its case, its findings."""
    return sys.modules[__name__]


@pytest.fixture
def brief() -> Brief:
    return assemble([reading()], PROBLEM, FINDINGS)


@pytest.fixture
def empty() -> Brief:
    return assemble([reading(moves=(), figures=(), actors=())], Problem(title="Weather", parties=()), EMPTY)


@pytest.fixture
def from_case_file() -> Brief:
    return assemble([], PROBLEM, FINDINGS)
