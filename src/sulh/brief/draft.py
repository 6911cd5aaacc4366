"""A draft package against everybody's positions, laid out: what it meets and fails, in whose words."""

from __future__ import annotations

from collections.abc import Sequence

from sulh.brief.amounts import option
from sulh.brief.page import Footnotes, Items, Line, Para, Section, dim, line, strong, warn
from sulh.brief.quotes import Quotes
from sulh.brief.said import Said
from sulh.brief.words import counted, label, listed, package, wants
from sulh.model.expressions import issues_in
from sulh.model.findings import DraftTest, Objection
from sulh.model.problem import Problem

DRAFT = ("draft", "The draft")
PARTIES = ("draft-parties", "What each party gets")
GRANTED = ("draft-granted", "What the draft takes for granted")
MOST_POSITIONS = 30
"""Positions of a party that are shown under one heading."""


def draft(found: DraftTest, problem: Problem, quotes: Quotes, notes: Footnotes) -> tuple[Section, ...]:
    """Return *found*, the test of a draft for *problem*, as sections: the draft, the parties, the rest."""
    view = _View(found, problem, Said.of(found, problem, quotes, notes))
    sections = [Section(*DRAFT, (Para(line(view.package())), Para(line(view.verdict()))))]
    if found.among:
        sections.append(Section(*PARTIES, (Items(*view.parties()),)))
    if granted := view.granted():
        sections.append(Section(*GRANTED, (Items(tuple(granted)),)))
    return tuple(sections)


class _View:
    """Puts the finding into lines."""

    def __init__(self, found: DraftTest, problem: Problem, said: Said) -> None:
        self.found, self.problem, self.said = found, problem, said
        self.issues = problem.by_name

    def package(self) -> str:
        """Return the draft in words."""
        return f"{package(self.found.package, self.issues)}." if self.found.package else "It settles nothing."

    def verdict(self) -> str:
        """Return how many positions of how many parties the draft fails."""
        found = self.found
        failed = len(found.objections)
        if not found.binding:
            return "No position is recorded that it could meet or fail."
        if not failed and not found.undecided:
            return "It meets every position that is recorded. Silence is not consent."
        parties = list(dict.fromkeys(one.party for one in found.objections))
        of = f" of {listed(parties)}" if parties else ""
        start = f"It fails {counted(failed, 'position')}{of}" if failed else "It fails no position"
        open_ones = len(found.undecided)
        rest = (
            f"; {counted(open_ones, 'position')} cannot be judged, as it leaves issues open"
            if open_ones
            else ""
        )
        return f"{start}{self._red_lines(found.objections)}{rest}."

    def _red_lines(self, objections: Sequence[Objection]) -> str:
        number = sum(one.strength == "red line" for one in objections)
        return f" ({counted(number, 'red line')})" if number else ""

    def parties(self) -> tuple[tuple[Line, ...], bool, tuple[tuple[Line, ...], ...]]:
        """Return a line for each party with its positions below it: failed, undecided, met."""
        heads, under = [], []
        for party in self.found.among:
            failed = [one for one in self.found.objections if one.party == party]
            met = self.found.meets.get(party, ())
            undecided = [name for name in self.found.undecided if self._party(name) == party]
            heads.append(line(strong(party), self._counted(len(failed), len(met), len(undecided), failed)))
            lines = [self._failed(one) for one in failed[:MOST_POSITIONS]] + _more(failed)
            lines += [self._other("left open", name) for name in undecided[:MOST_POSITIONS]] + _more(
                undecided
            )
            lines += [self._other("met", name) for name in met[:MOST_POSITIONS]] + _more(met)
            under.append(tuple(lines))
        return tuple(heads), False, tuple(under)

    def _counted(self, failed: int, met: int, undecided: int, objections: Sequence[Objection]) -> str:
        if not failed + met + undecided:
            return ": no position recorded"
        told = f": {failed} failed{self._red_lines(objections)}, {met} met"
        return f"{told}, {undecided} left open" if undecided else told

    def _party(self, name: str) -> str:
        active = self.said.active.get(name)
        return active.position.party if active else ""

    def _failed(self, one: Objection) -> Line:
        away = f", {counted(one.steps, 'step')} short" if one.steps else ""
        return line(warn(f"failed{away}"), ": ", self.said.position(one.position, party=False))

    def _other(self, verdict: str, name: str) -> Line:
        return line(f"{verdict}: ", self.said.position(name, party=False))

    def _unheard(self, issue: str) -> list[str]:
        """Return who would have to be heard on *issue* and was not."""
        heard = {
            item.position.party
            for item in self.found.binding
            if item.kind != "refusal" and issue in issues_in(item.position.wants)
        }
        return [party for party in self.issues[issue].controller or self.found.among if party not in heard]

    def granted(self) -> list[Line]:
        """Return what the draft leaves open, breaks, assumes and reopens, and what could not be told."""
        found = self.found
        lines = []
        if found.left_open:
            lines.append(line(strong("Leaves open"), f": {self.said.names(found.left_open)}."))
        for at in found.breaks:
            link = wants(self.problem.links[at], self.issues)
            lines.append(line(warn("Breaks a link"), f": {link}. That holds whoever wants it."))
        for name in found.assumes:
            issue = self.issues[name]
            asked = listed(self._unheard(name), "or")
            now = option(issue, self.problem.status_quo[name])
            text = f": {label(issue, name)} changes from {now}, and no word on it is recorded from {asked}."
            lines.append(line(strong("Assumes consent"), text))
        offers = {offer.id: offer for offer in self.problem.offers}
        for name in found.reopens:
            offer = offers[name]
            by = [party for party, answer in offer.answers.items() if answer == "reject"]
            lines.append(
                line(
                    strong("Reopens"),
                    f": it contains {offer.by} offer {name} ({package(offer.package, self.issues)}), "
                    f"which {listed(by)} refused",
                    self.said.notes.refs(
                        item for party in by for item in offer.answer_evidence.get(party, ())
                    ),
                    ".",
                )
            )
        if found.complete is not True:
            lines.append(line(warn("Not all could be told"), f": {found.why}."))
        return lines


def _more(items: Sequence[object]) -> list[Line]:
    more = len(items) - MOST_POSITIONS
    return [line(dim(f"… and {more:,} more; see the JSON."))] if more > 0 else []
