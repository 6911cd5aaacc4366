"""Positions in lines: who, how firmly, what, in whose words. For the pages of single findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from sulh.brief.page import Footnotes, Line, dim, line, strong, warn
from sulh.brief.quotes import Quotes, said_by
from sulh.brief.words import label, strength, wants
from sulh.model.expressions import issues_in
from sulh.model.findings import ActivePosition, Finding
from sulh.model.problem import Evidence, Issue, Problem

LONGEST = 72
"""Characters of a quote; the whole of it stands among the sources."""


@dataclass(frozen=True, slots=True)
class Said:
    """What it takes to tell of positions: the case's issues, the positions by name, words and footnotes."""

    issues: Mapping[str, Issue]
    active: Mapping[str, ActivePosition]
    quotes: Quotes
    notes: Footnotes

    @classmethod
    def of(cls, finding: Finding, problem: Problem, quotes: Quotes, notes: Footnotes) -> Self:
        """Return how to tell of the positions that *finding* names."""
        return cls(problem.by_name, {item.position.id: item for item in finding.binding}, quotes, notes)

    def names(self, issues: Iterable[str]) -> str:
        """Return the issues as people call them."""
        return ", ".join(label(self.issues.get(name), name) for name in issues)

    def position(self, name: str, *, party: bool = True, about: str | None = None) -> Line:
        """Return the position *name*: who (unless left out), how firmly, what, in which words, by whom."""
        active = self.active.get(name)
        if active is None:
            return line(name)
        said = active.position
        what = "" if active.kind == "refusal" else f": {wants(said.wants, self.issues, about)}"
        who = line(strong(said.party), ", ") if party else line()
        made = line(who, f"{strength(active)}{what}")
        best = self.quotes.best(said.evidence, said.strength)
        if best is not None:
            by = said_by(best, self.quotes.move(best))
            where = f"{by}, {best.report}" if best.report and by != "the report itself" else best.report or by
            made = line(made, f" – “{self.words(active, best)}” ", dim(f"({where})"))
        if active.unsure:
            made = line(made, warn(f" not sure: {active.unsure}"))
        return line(made, self.notes.refs(said.evidence))

    def words(self, active: ActivePosition, best: Evidence) -> str:
        """Return the quote for the position, of a long one the part on its issue."""
        told = {
            name: f"{label(issue, name)} {' '.join(issue.options)}" for name, issue in self.issues.items()
        }
        own = dict.fromkeys(issues_in(active.position.wants))
        about = " ".join(told.get(name, name) for name in own)
        return self.quotes.telling(
            best, LONGEST, about, " ".join(words for name, words in told.items() if name not in own)
        )
