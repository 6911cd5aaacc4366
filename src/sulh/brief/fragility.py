"""What the obstacles rest on, laid out: single reports and sources, chances, which fact matters most."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from sulh.brief.page import (
    Block,
    Footnotes,
    Items,
    Line,
    Para,
    Section,
    Table,
    dim,
    joined,
    line,
    strong,
    warn,
)
from sulh.brief.quotes import Quotes
from sulh.brief.said import Said
from sulh.brief.words import counted, listed
from sulh.model.findings import Chance, Fact, Fragility, LeftOut
from sulh.model.problem import Problem

RESTS = ("fragility", "What the obstacles rest on")
LEFT_OUT = ("fragility-left-out", "What is different without one report or source")
CHANCES = ("fragility-chances", "How surely something blocks a deal")
FACTS = ("fragility-facts", "Which fact matters most")
MOST_OBSTACLES = 12
MOST_LEFT_OUT = 20
MOST_FACTS = 12
_NO, _SURE = Fraction(0), Fraction(1)


def fragility(found: Fragility, problem: Problem, quotes: Quotes, notes: Footnotes) -> tuple[Section, ...]:
    """Return *found*, the fragility of *problem*, as sections."""
    view = _View(found, problem, Said.of(found, problem, quotes, notes))
    sections = [
        Section(*RESTS, tuple(view.obstacles())),
        Section(*LEFT_OUT, tuple(view.left_out())),
        Section(*CHANCES, tuple(view.chances())),
        Section(*FACTS, tuple(view.facts())),
    ]
    return tuple(section for section in sections if section.blocks)


def in_words(chance: Chance) -> str:
    """Return *chance* in words: ``75%``, ``between 60% and 75%``; what is rounded says "about".

    The ends of an interval are rounded outward, to a tenth of a percent.
    """
    low, high = chance.low, chance.high
    if (low, high) == (_NO, _SURE):
        return "anything from 0 to 100%"
    if low == high:
        return _percent(low)
    return f"between {_tenths(floor(low * 1000))} and {_tenths(ceil(high * 1000))}"


def _percent(share: Fraction) -> str:
    """Return *share* in percent, to a tenth; never 0 or 100 for what is neither."""
    if _NO < share < Fraction(1, 1000):
        return "under 0.1%"
    if Fraction(999, 1000) < share < _SURE:
        return "over 99.9%"
    tenths = round(share * 1000)
    return f"{'' if share * 1000 == tenths else 'about '}{_tenths(tenths)}"


def _tenths(tenths: int) -> str:
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


class _View:
    """Puts the finding into lines. Obstacles have the numbers of the first section, from 1."""

    def __init__(self, found: Fragility, problem: Problem, said: Said) -> None:
        self.found, self.problem, self.said = found, problem, said

    def obstacles(self) -> list[Block]:
        """Return each obstacle: the single reports and sources it rests on, its chance, its sides."""
        found = self.found
        if not found.obstacles:
            words = (
                "Nothing that is recorded blocks a deal."
                if found.complete is True
                else "No obstacle was found."
            )
            return [Para(line(words)), *self._incomplete()]
        heads, under = [], []
        for at, obstacle in enumerate(found.obstacles[:MOST_OBSTACLES]):
            parts = [line(strong(self.said.names(obstacle.issues))), self._rests(at)]
            chance = found.stands[at]
            if (chance.low, chance.high) not in ((_NO, _SURE), (_SURE, _SURE)):
                parts.append(line(f"stands with a chance of {in_words(chance)}"))
            heads.append(joined(parts))
            about = obstacle.issues[0] if len(obstacle.issues) == 1 else None
            under.append(tuple(self.said.position(name, about=about) for name in obstacle.positions))
        blocks: list[Block] = [Items(tuple(heads), numbered=True, under=tuple(under))]
        return [*blocks, *_more(len(found.obstacles) - MOST_OBSTACLES, "obstacle"), *self._incomplete()]

    def _rests(self, at: int) -> Line:
        without = [one for one in self.found.left_out if at in one.gone]
        if not without:
            return line("stands without any one report or source")
        return line(warn(f"rests on {listed([_named(one) for one in without])}"))

    def _incomplete(self) -> list[Block]:
        if self.found.complete is True:
            return []
        return [Para(line(warn("Not all could be told"), f": {self.found.why or 'the search ended early'}."))]

    def left_out(self) -> list[Block]:
        """Return what changes without each report and source."""
        shown = self.found.left_out[:MOST_LEFT_OUT]
        if not shown:
            return []
        heads = tuple(line(strong(f"Without {_named(one)}"), ": ", self._changes(one)) for one in shown)
        under = tuple(self._below(one) for one in shown)
        return [
            Items(heads, under=under),
            *_more(len(self.found.left_out) - MOST_LEFT_OUT, "report or source"),
        ]

    def _changes(self, one: LeftOut) -> Line:
        parts = []
        if one.gone:
            parts.append(f"{_numbered(one.gone)} {'is' if len(one.gone) == 1 else 'are'} gone")
        if one.new:
            where = "; ".join(dict.fromkeys(self.said.names(new.issues) for new in one.new))
            parts.append(f"{counted(len(one.new), 'new obstacle')} ({where})")
        if not one.gone and not one.new:
            parts.append("the obstacles stay as they are")
        told = listed(parts)
        return line(told, warn("; nothing recorded blocks a deal then") if one.opens else "", ".")

    def _below(self, one: LeftOut) -> tuple[Line, ...]:
        lost = [line("no longer stands: ", self.said.position(name)) for name in one.positions]
        back = [line("stands again: ", self.said.position(name)) for name in one.revived]
        return (*lost, *back)

    def chances(self) -> list[Block]:
        """Return the chance that nothing recorded blocks a deal, and how it was reckoned."""
        found = self.found
        if found.no_obstacle is None:
            return []
        lines = [line("Nothing recorded blocks a deal: ", strong(in_words(found.no_obstacle)), ".")]
        graded = [f"{name} {_percent(chance)}" for name, chance in found.credence.items()]
        if graded:
            lines.append(line(f"Given to the sources by a person: {'; '.join(graded)}."))
        if found.unknown:
            lines.append(
                line(f"Without a chance, so that all from 0 to 100% is possible: {listed(found.unknown)}.")
            )
        blocks: list[Block] = [Para(one) for one in lines]
        return [*blocks, Para(line(dim(self._method())))]

    def _method(self) -> str:
        found = self.found
        how = "Exact: all ways in which the sources can be right or wrong were added up."
        if found.draws:
            sure = _percent(found.confidence or Fraction(0))
            how = (
                f"Estimated from {found.draws:,} draws (seed {found.seed}); each interval holds the chance "
                f"with a confidence of {sure} or more."
            )
        elif found.complete is not True:
            how = "Bounds: the chance lies between them, and they may be wider than they need be."
        return f"{how} Sources count as independent of each other."

    def facts(self) -> list[Block]:
        """Return the sources by how much it would change to know whether they are right."""
        shown = [fact for fact in self.found.facts if fact.matters or fact.gone][:MOST_FACTS]
        if not shown:
            return []
        head = ("Account of", "if verified", "if refuted", "changes by", "carries")
        rows = tuple(self._fact(fact) for fact in shown)
        said = (
            "The chance that nothing recorded blocks a deal, once one account is known to be right or wrong."
        )
        table = Table("Facts by how much they matter", tuple(line(words) for words in head), rows)
        more = len(self.found.facts) - len(shown)
        return [Para(line(dim(said))), table, *_more(more, "source")]

    def _fact(self, fact: Fact) -> tuple[Line, ...]:
        number = f"{counted(len(fact.positions), 'position')}, {counted(fact.gone, 'obstacle')}"
        return (
            line(fact.source),
            line(in_words(fact.verified)),
            line(in_words(fact.refuted)),
            line(f"{_percent(fact.matters).removesuffix('%')} points"),
            line(number),
        )


def _named(one: LeftOut) -> str:
    return f"the {one.kind} {one.name}"


def _numbered(places: tuple[int, ...]) -> str:
    names = [str(at + 1) for at in places]
    return f"obstacle{'' if len(names) == 1 else 's'} {listed(names)}"


def _more(number: int, noun: str) -> list[Block]:
    if number <= 0:
        return []
    return [Para(line(dim(f"… and {counted(number, noun)} more; see the JSON.")))]
