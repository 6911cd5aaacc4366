"""Verbs that analyse: what blocks the deal, what would open it, what it asks, what would hold."""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sulh.cli.options import (
    HOW,
    Alternatives,
    Among,
    AsOf,
    How,
    Json,
    Memory,
    Most,
    Paths,
    Seconds,
    reads,
)
from sulh.cli.program import INTERRUPTED, app
from sulh.cli.streams import console, open_case, status, write

if TYPE_CHECKING:
    from sulh.case import Case
    from sulh.model.findings import Finding
    from sulh.model.limits import Limits

SECONDS, MEMORY, MOST = 60.0, 1024.0, 1000


@dataclass(frozen=True, slots=True)
class _Ask:
    """What is asked for, whatever the verb."""

    paths: list[str] | None
    how: How
    as_of: str | None
    among: list[str] | None
    as_json: bool


@app.command()
@reads
def obstacles(
    paths: Paths = None,
    how: How = HOW,
    as_of: AsOf = None,
    among: Among = None,
    seconds: Seconds = SECONDS,
    memory: Memory = MEMORY,
    most: Most = MOST,
    as_json: Json = False,
) -> int:
    """Show what blocks the deal.

    The obstacles: all minimal sets of positions that cannot be met together.
    """
    limits = _limits(seconds, memory, most)
    ask = _Ask(paths, how, as_of, among, as_json)
    return _answer(ask, "obstacles", lambda case, who: case.obstacles(as_of, among=who, limits=limits))


@app.command()
@reads
def openings(
    paths: Paths = None,
    how: How = HOW,
    as_of: AsOf = None,
    among: Among = None,
    seconds: Seconds = SECONDS,
    memory: Memory = MEMORY,
    most: Most = MOST,
    as_json: Json = False,
) -> int:
    """Show what would open the deal.

    The openings: all minimal sets of positions that, given up, make a deal possible, knot by knot.
    """
    limits = _limits(seconds, memory, most)
    ask = _Ask(paths, how, as_of, among, as_json)
    return _answer(ask, "openings", lambda case, who: case.openings(as_of, among=who, limits=limits))


@app.command()
@reads
def frontier(
    paths: Paths = None,
    how: How = HOW,
    as_of: AsOf = None,
    among: Among = None,
    cross_red_lines: Annotated[
        bool,
        typer.Option(
            "--cross-red-lines",
            help="Let a red line count like any other position, and show what keeping them all would cost.",
        ),
    ] = False,
    alternatives: Alternatives = 0,
    seconds: Seconds = SECONDS,
    memory: Memory = MEMORY,
    most: Most = MOST,
    as_json: Json = False,
) -> int:
    """Show the least movement that a deal asks.

    The packages at which no party could move less without another moving more, and the even split.
    """
    from sulh.case import Movement

    asked = Movement(cross_red_lines or None, alternatives, _limits(seconds, memory, most))
    ask = _Ask(paths, how, as_of, among, as_json)
    return _answer(ask, "frontier", lambda case, who: case.frontier(as_of, among=who, how=asked))


@app.command()
@reads
def packages(
    paths: Paths = None,
    how: How = HOW,
    as_of: AsOf = None,
    among: Among = None,
    alternatives: Alternatives = 0,
    seconds: Seconds = SECONDS,
    memory: Memory = MEMORY,
    most: Most = MOST,
    as_json: Json = False,
) -> int:
    """Show the packages that no other beats for all, by the utilities in a case file.

    The Pareto frontier above the reserves, with the Nash, Kalai-Smorodinsky, egalitarian and utilitarian
    solutions. Takes a case file with utilities, or a folder of Genius XML (a domain and its profiles).
    """
    limits = _limits(seconds, memory, most)
    ask = _Ask(paths, how, as_of, among, as_json)
    return _answer(
        ask,
        "packages",
        lambda case, who: case.packages(as_of, among=who, limits=limits, alternatives=alternatives),
    )


Package = Annotated[
    str | None,
    typer.Option(
        metavar="PACKAGE",
        help="Also look at this package: an expression (price = low and date = May), the id of an offer, or "
        "a YAML or JSON file. Issues that it leaves out keep the status quo.",
    ),
]


@app.command()
@reads
def stability(
    paths: Paths = None,
    how: How = HOW,
    as_of: AsOf = None,
    among: Among = None,
    package: Package = None,
    seconds: Seconds = SECONDS,
    memory: Memory = MEMORY,
    most: Most = MOST,
    as_json: Json = False,
) -> int:
    """Show which states would last, and who would be tempted to leave an agreement.

    The Graph Model for Conflict Resolution: Nash, GMR, SMR and SEQ for every state and party.
    """
    limits = _limits(seconds, memory, most)
    ask = _Ask(paths, how, as_of, among, as_json)
    return _answer(
        ask, "stability", lambda case, who: case.stability(as_of, among=who, package=package, limits=limits)
    )


@app.command()
@reads
def fragility(
    paths: Paths = None,
    how: How = HOW,
    as_of: AsOf = None,
    among: Among = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the sampling, where it is needed.")] = 0,
    seconds: Seconds = SECONDS,
    memory: Memory = MEMORY,
    most: Most = MOST,
    as_json: Json = False,
) -> int:
    """Show what the obstacles rest on: single reports and sources, and how surely they stand."""
    limits = _limits(seconds, memory, most)
    ask = _Ask(paths, how, as_of, among, as_json)
    return _answer(
        ask, "fragility", lambda case, who: case.fragility(as_of, among=who, limits=limits, seed=seed)
    )


@app.command()
@reads
def test(
    case_: Annotated[str, typer.Argument(metavar="CASE", help="A report, a folder of them or a case file.")],
    package: Annotated[
        str,
        typer.Argument(
            metavar="PACKAGE",
            help="The draft: an expression (price = low and date = May), the id of an offer, or a YAML or "
            "JSON file with issue: option.",
        ),
    ],
    how: How = HOW,
    as_of: AsOf = None,
    among: Among = None,
    as_json: Json = False,
) -> int:
    """Test a draft package against everybody's positions: who objects, in which words."""
    ask = _Ask([case_], how, as_of, among, as_json)
    return _answer(ask, "test", lambda case, who: case.test(package, as_of, among=who))


def _limits(seconds: float, memory: float, most: int) -> Limits:
    from sulh.model.limits import Limits

    return Limits(seconds=seconds, mebibytes=memory, most=most)


def _answer(ask: _Ask, section: str, find: Callable[[Case, Sequence[str]], Finding]) -> int:
    """Show the finding for each set of parties that would suffice for a deal; as JSON, the finding itself.

    Of several sets the first one's finding has the others under ``other_sets``.
    """
    from sulh.case import day

    day(ask.as_of)
    case = open_case(ask.paths, ask.how)
    sets: list[Sequence[str]] = [ask.among] if ask.among else [*case.agreement_sets]
    if (
        section == "packages"
    ):  # a deal of parties without utilities is no question here, unless it is the only one
        sets = [who for who in sets if set(who) <= set(case.problem.utilities)] or sets[:1]
    found = [find(case, who) for who in sets]
    if ask.as_json:
        from sulh.brief.json import dumps

        answer: Any = found[0]
        if len(found) > 1:
            first, *others = (item.model_dump(mode="json", by_alias=True) for item in found)
            answer = {**first, "other_sets": others}
        write(dumps(answer))
    else:
        from sulh.brief.terminal import render

        for item in found:
            render(case.page_of(item, ask.as_of), console(), only=section)
    return INTERRUPTED if any(item.interrupted for item in found) else status(case)
