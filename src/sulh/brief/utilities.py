"""The section on utilities: the packages that no other beats, and what the solutions choose among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from sulh.brief.amounts import option
from sulh.brief.drawing import figure
from sulh.brief.page import Block, Chart, Line, Para, Section, Table, dim, joined, line, strong, warn
from sulh.brief.utility_chart import RULES, chosen, names, utility_chart
from sulh.brief.words import counted, label, listed, possessive, strength, wants
from sulh.model.findings import Packages
from sulh.model.problem import Issue

TITLE = "The best packages by the utilities"
MOST_COLUMNS = 4
MOST_ROWS = 30


def utilities(found: Packages, issues: Sequence[Issue]) -> Section:
    """Return what *found* says, for people: the solutions side by side, the points, a drawing."""
    content: list[Block] = []
    if found.points:
        content += _solutions(found, issues)
        content.append(Para(line(dim(" ".join(_remarks(found))))))
        if len(found.parties) > 1 and len(found.points) > 1:
            content.append(Chart(partial(utility_chart, found)))
    elif found.complete is True:
        content.append(Para(line(warn("No package will do"), f": {found.why}.")))
    if found.complete == "unknown" and not found.points:
        content.append(Para(line(warn("The packages could not be computed"), _why(found))))
    elif found.complete is not True:
        content.append(Para(line(warn("Not all points are listed"), _why(found))))
    return Section("packages", TITLE, tuple(content))


def _why(found: Packages) -> str:
    return f": {found.why}." if found.why else "."


def _solutions(found: Packages, issues: Sequence[Issue]) -> list[Block]:
    """Return the table of the solutions; where there is none, of the first points."""
    named = chosen(found)
    shown = list(named or range(len(found.points)))[:MOST_COLUMNS]
    titles = [names(named[at]) if at in named else f"point {at + 1}" for at in shown]
    if len(found.points) == 1:
        titles = ["the only point"]
    rows = [
        (line(f"{party}: utility"), *(line(figure(found.points[at].utility[party])) for at in shown))
        for party in found.parties
    ]
    alike: list[Line] = []
    for issue in issues:
        values = [found.points[at].package[issue.name] for at in shown]
        if len(set(values)) > 1 or len(shown) == 1:
            rows.append((line(label(issue, issue.name)), *(line(option(issue, value)) for value in values)))
        else:
            alike.append(line(f"{label(issue, issue.name)}: {option(issue, values[0])}"))
    if any(found.points[at].crosses for at in shown):
        positions = _Positions(found, issues)
        rows.append((line("does not meet"), *(positions.failed(found.points[at].crosses) for at in shown)))
    head = (line("Utilities"), *(line(strong(title)) for title in titles))
    content: list[Block] = [Table("Utilities", head, tuple(rows[:MOST_ROWS]))]
    if len(rows) > MOST_ROWS:
        content.append(Para(line(dim(f"… and {len(rows) - MOST_ROWS:,} more issues; see the JSON."))))
    if alike:
        more = [line(f"and {len(alike) - MOST_ROWS:,} more")] if len(alike) > MOST_ROWS else []
        said = joined([*alike[:MOST_ROWS], *more], "; ")
        content.append(Para(line("The same in all of these: ", said, ".")))
    return content


class _Positions:
    """Puts the positions that packages fail into words."""

    def __init__(self, found: Packages, issues: Sequence[Issue]) -> None:
        self.issues = {issue.name: issue for issue in issues}
        self.active = {item.position.id: item for item in found.binding}

    def failed(self, names: Sequence[str]) -> Line:
        return joined([self._said(name) for name in names], "; ") if names else line(dim("–"))

    def _said(self, name: str) -> Line:
        item = self.active.get(name)
        if item is None or item.kind == "refusal":
            return line(name)
        wanted = wants(item.position.wants, self.issues)
        return line(f"{possessive(item.position.party)} {strength(item)}: {wanted}")


def _remarks(found: Packages) -> Iterable[str]:
    yield f"{counted(found.number, 'point')} at which no package is better for one party and worse for none."
    reserves = listed([f"{party} {figure(found.reserves[party])}" for party in found.parties])
    yield f"Reserves: {reserves}."
    if found.ideal:
        ideal = listed([f"{party} {figure(found.ideal[party])}" for party in found.parties])
        yield f"The most that each could have with all reserves met: {ideal}."
    for rule, name in RULES.items():
        tied = len(getattr(found, rule))
        if tied > 1 and len(found.points) > 1:
            yield f"{tied:,} points are equally good by the {name} rule; one is shown."
    others = max(point.packages for point in found.points)
    if others > 1:
        most = "up to" if found.counted else "at least"
        yield f"The same utilities are given by {most} {others:,} packages; one is shown."
    yield from (
        f"{said[0].upper()}{said[1:]}." for said in found.assumptions if said.startswith("no package")
    )
    yield "Positions do not bind here, links do."
