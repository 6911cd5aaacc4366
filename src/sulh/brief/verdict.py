"""The first page of the brief: where the talks stand, what blocks the deal, what would open it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from sulh.brief.amounts import option
from sulh.brief.chart import chart
from sulh.brief.page import (
    Block,
    Chart,
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
from sulh.brief.quotes import Quotes, said_by
from sulh.brief.said import Said
from sulh.brief.words import counted, foreign, giving_up, label, listed, package, strength, wants
from sulh.model.brief import AmongSome, Brief
from sulh.model.expressions import issues_in
from sulh.model.findings import ActivePosition, Finding, Frontier, FrontierPoint, Knot, Obstacle, Opening
from sulh.model.problem import Issue

MOST_OBSTACLES = 12
MOST_KNOTS = 12
MOST_OPENINGS = 6
MOST_POINTS, FEWEST_POINTS = 4, 3
NO_PACKAGE = "No package keeps all red lines."
NOTHING = (
    "No move was found in what was read: nobody is reported to offer, demand, accept or refuse anything."
)


def standing(brief: Brief, notes: Footnotes) -> Section:
    """Return where the talks stand."""
    if not brief.parties or not (brief.moves or brief.positions or brief.offers):
        said = NOTHING if not brief.moves else "Nobody could be told to be a party to the talks."
        if brief.reports and all(foreign(card.language) for card in brief.reports):
            said = "Nothing was read: no report is in English."
        return Section("standing", "Where the talks stand", (Para(line(said)),))
    lines = []
    for item in brief.standing:
        rest = item.sentence.removeprefix(item.party)
        lines.append(line(strong(item.party), rest, notes.refs(item.evidence)))
    return Section("standing", "Where the talks stand", (Items(tuple(lines)),))


def blocks(brief: Brief, notes: Footnotes) -> Section:
    """Return what blocks the deal: the obstacles, smallest first."""
    found, view = brief.obstacles, _View(brief, notes)
    content: list[Block] = []
    if found.obstacles:
        content.append(view.obstacles(found.obstacles[:MOST_OBSTACLES]))
        content += _rest(len(found.obstacles) - MOST_OBSTACLES, "obstacle")
    elif not brief.positions:
        content.append(Para(line("Nothing can be said: no position is recorded.")))
    elif found.complete is True:
        little = _little(brief)
        words = "Nothing that is recorded blocks a deal: all positions can be met together."
        content.append(Para(line(little or words)))
    content += _incomplete(found, "obstacles")
    return Section("obstacles", "What blocks the deal", tuple(content))


def _little(brief: Brief) -> str:
    """Return how to say that no obstacle was found where so little is known that this tells next to nothing.

    That is so where a party that must agree has no position, or only one; empty where all have more.
    """
    among = brief.among or brief.parties
    counts = {party: sum(one.position.party == party for one in brief.positions) for party in among}
    silent = [party for party, number in counts.items() if not number]
    once = [party for party, number in counts.items() if number == 1]
    if not silent and not once:
        return ""
    verb = "read" if brief.reports else "recorded"
    parts = [f"for {listed(silent, 'or')} no position was {verb}"] if silent else []
    parts += [f"for {listed(once)} only one{' each' if len(once) > 1 else ''}"] if once else []
    total = (
        f"{counted(len(brief.positions), 'position')} {'was' if len(brief.positions) == 1 else 'were'} {verb}"
    )
    where = f" in {counted(len(brief.reports), 'report')}" if brief.reports else ""
    return (
        f"Nothing that is recorded blocks a deal, but {' and '.join(parts)}. Only {total}{where}; silence is "
        "not consent."
    )


def opens(brief: Brief, notes: Footnotes) -> Section:
    """Return what would open the deal: the openings of each knot."""
    found, view = brief.openings, _View(brief, notes)
    content: list[Block] = []
    if found.knots:
        content.append(view.knots(found.knots[:MOST_KNOTS]))
        content += _rest(len(found.knots) - MOST_KNOTS, "knot")
        if len(found.knots) > 1:
            least = "" if found.counted else "at least "
            ways = f"A deal takes one way from each of these: {least}{found.number:,} ways in all."
            content.append(Para(line(dim(ways))))
    elif found.complete is True and brief.positions:
        little = " But too little is recorded to tell what a deal would ask." if _little(brief) else ""
        content.append(Para(line(f"Nobody has to give up anything that is recorded.{little}")))
    elif not brief.positions:
        content.append(Para(line("Nothing can be said: no position is recorded.")))
    content += _incomplete(found, "openings")
    return Section("openings", "What would open it", tuple(content))


def frontier(brief: Brief, notes: Footnotes) -> Section | None:
    """Return the movement frontier: its ends, the even split, the least in all."""
    content = _View(brief, notes).frontier(brief.frontier) if brief.positions else []
    content += _incomplete(brief.frontier, "movement frontier")
    return Section("frontier", "The least that a deal asks", tuple(content)) if content else None


def others(brief: Brief, _: Footnotes) -> Section | None:
    """Return what a deal among the other sets of parties, each of which would suffice, meets with."""
    lines = [_other(item) for item in brief.others]
    return Section("others", "Other deals that would do", (Items(tuple(lines)),)) if lines else None


def _other(item: AmongSome) -> Line:
    found = item.obstacles
    head = line("Among ", strong(listed(found.among)), ": ")
    if found.complete is True and not found.obstacles:
        return line(head, "nothing that is recorded blocks it.")
    if not found.obstacles:
        return line(head, warn("not known"), f" ({found.why}).")
    red = any(all(way.red_lines for way in knot.openings) for knot in item.openings.knots)
    names = list(dict.fromkeys(name for one in found.obstacles for name in one.issues))
    least = "" if found.complete is True else "at least "
    blocked = f"{least}{counted(len(found.obstacles), 'obstacle')}, on {listed(names)}"
    ways = f"; {item.openings.number:,} ways to open it" if item.openings.complete is True else ""
    return line(head, blocked, ways, "; each crosses a red line." if red else ".")


def not_yet_asked(brief: Brief, _: Footnotes) -> Section | None:
    """Return the issues on which a package shown above takes silence for consent."""
    issues = {issue.name: issue for issue in brief.issues}
    lines = []
    for name in brief.not_yet_asked:
        issue = issues.get(name)
        asked = listed(issue.controller or brief.parties, "and") if issue else listed(brief.parties)
        text = f": the packages above change it, and no word on it is recorded from {asked}."
        lines.append(line(strong(label(issue, name)), text))
    return Section("not-yet-asked", "Not yet asked", (Items(tuple(lines)),)) if lines else None


def _rest(number: int, noun: str) -> list[Block]:
    if number <= 0:
        return []
    return [Para(line(dim(f"… and {number:,} more {noun}{'s' if number > 1 else ''}; see the JSON.")))]


def _incomplete(found: Finding, what: str) -> list[Block]:
    if found.complete is True:
        return []
    why = f": {found.why}" if found.why else "."
    start = (
        f"The {what} could not be computed" if found.complete == "unknown" else f"Not all {what} are listed"
    )
    return [Para(line(warn(start), why))]


class _View:
    """Puts findings into lines: they name positions and issues by id, readers want words and sources."""

    def __init__(self, brief: Brief, notes: Footnotes) -> None:
        self.brief = brief
        self.notes = notes
        self.issues: Mapping[str, Issue] = {issue.name: issue for issue in brief.issues}
        self.active: Mapping[str, ActivePosition] = {a.position.id: a for a in brief.positions}
        moves = {move.id: move for move in brief.moves}
        self.quotes = Quotes(moves, {card.id: card.text for card in brief.reports})
        self.said = Said(self.issues, self.active, self.quotes, notes)

    def obstacles(self, found: Sequence[Obstacle]) -> Items:
        """Return a line for each obstacle, and under it who wants what, in which words."""
        told: dict[str, int] = {}
        heads, under = [], []
        for number, item in enumerate(found, 1):
            heads.append(self._head(item))
            about = item.issues[0] if len(item.issues) == 1 else None
            under.append(tuple(self._side(name, about, told.get(name)) for name in item.positions))
            for name in item.positions:
                told.setdefault(name, number)
        return Items(tuple(heads), numbered=True, under=tuple(under))

    def _head(self, item: Obstacle) -> Line:
        parts = [line(strong(self.said.names(item.issues)))]
        if item.kind == "self":
            parts.append(line(f"{listed(item.parties)} cannot have all of this at once"))
        if item.between:
            issue = self.issues.get(item.issues[0])
            names = [option(issue, rung) for rung in item.between]
            parts.append(line(f"in between: {listed(names, 'or')}"))
        links = [link for link in self.brief.links if set(issues_in(link)) <= set(item.issues)]
        if len(item.issues) > 1 and links:
            parts.append(line(f"linked: {'; '.join(wants(link, self.issues) for link in links)}"))
        if item.hedged:
            active = [self.active[name] for name in item.positions if name in self.active]
            hedged = any(one.position.hedged for one in active)
            parts.append(
                line(warn("rests on reservations" if hedged else "rests on a date that is not sure"))
            )
        return joined(parts)

    def _side(self, name: str, about: str | None, told: int | None) -> Line:
        """Return one side of an obstacle: who, how firmly, what; the first time in which words, by whom."""
        active = self.active.get(name)
        if active is None:
            return line(name)
        position = active.position
        what = "" if active.kind == "refusal" else f": {wants(position.wants, self.issues, about)}"
        made = line(strong(position.party), f", {strength(active)}{what}")
        best = self.quotes.best(position.evidence, position.strength)
        if told is not None:
            made = line(made, dim(f" (as in {told})"))
        elif best is not None:
            by = said_by(best, self.quotes.move(best))
            made = line(made, f" – “{self.said.words(active, best)}” ", dim(f"({by})"))
        return line(made, self.notes.refs(position.evidence))

    def knots(self, knots: Sequence[Knot]) -> Items:
        """Return a line for each knot; where there are more than two ways to open it, each below it."""
        heads: list[Line] = []
        under: list[tuple[Line, ...]] = []
        for knot in knots:
            names = self._issues(knot)
            about = names[0] if len(names) == 1 else None
            ways = [self.opening(opening, about) for opening in knot.openings[:MOST_OPENINGS]]
            head = strong(f"{self.said.names(names)}: ") if names else strong("")
            if len(ways) <= 2:
                heads.append(line(head, "either " if len(ways) == 2 else "", joined(ways, ", or "), "."))
                under.append(())
                continue
            more = len(knot.openings) - len(ways)
            heads.append(line(head, "one of"))
            under.append((*ways, *([line(dim(f"… and {more:,} more; see the JSON."))] if more else [])))
        return Items(tuple(heads), under=tuple(under))

    def _issues(self, knot: Knot) -> tuple[str, ...]:
        of = self.brief.openings.obstacles or self.brief.obstacles.obstacles
        return tuple(dict.fromkeys(name for i in knot.obstacles if i < len(of) for name in of[i].issues))

    def opening(self, opening: Opening, about: str | None) -> Line:
        """Return who gives up what; where issues are joined, the package that comes of it."""
        by_party: dict[str, list[Line]] = {}
        for name in opening.give_up:
            active = self.active.get(name)
            if active is None:
                by_party.setdefault("", []).append(line(f"{name} is given up"))
                continue
            words = line(giving_up(active, self.issues, about), self.notes.refs(active.position.evidence))
            by_party.setdefault(active.position.party, []).append(words)
        parts = [
            line(f"{party} " if party else "", joined(done, ", ", " and "))
            for party, done in by_party.items()
        ]
        made = joined(parts, ", and " if any(len(done) > 1 for done in by_party.values()) else " and ")
        if about is None and opening.package and len(opening.package) <= 3:
            made = line(made, dim(f" → {package(opening.package, self.issues)}"))
        if opening.reopens:
            made = line(made, dim(f" (reopens {listed(opening.reopens)})"))
        return made

    def frontier(self, found: Frontier) -> list[Block]:
        if not found.points:
            return []
        shown = _shown(found)
        moving = _moving(found) or found.parties
        rows = [
            (line(f"{party} moves"), *(self._asked(found, party, index) for index in shown))
            for party in moving
        ]
        alike: list[Line] = []
        for issue in self.brief.issues:
            values = {found.points[i].package.get(issue.name) for i in shown}
            cells = [self._cell(issue, found, i) for i in shown]
            if len(values) > 1 or len(shown) == 1:
                rows.append((line(label(issue, issue.name)), *cells))
            elif values != {None}:
                alike.append(line(f"{label(issue, issue.name)}: ", cells[0]))
        head = (line("Movement"), *(line(strong("; ".join(titles))) for titles in shown.values()))
        content: list[Block] = [Table("Movement frontier", head, tuple(rows))]
        if said := self._red_lines(found):
            content.insert(0, Para(said))
        content += self._alternatives(found, shown)
        if alike:
            content.append(Para(line("The same in all of these: ", joined(alike, "; "), ".")))
        if remarks := " ".join(_remarks(found, shown)):
            content.append(Para(line(dim(remarks))))
        if len(moving) > 1 and len(found.points) > 1:
            content.append(Chart(partial(chart, found, moving)))
        return content

    def _alternatives(self, found: Frontier, shown: Mapping[int, Sequence[str]]) -> list[Block]:
        """Return the other packages of the points shown, each by what is different in it."""
        lines = []
        for at, names in shown.items():
            point = found.points[at]
            for other in point.alternatives:
                changed = {name: o for name, o in other.items() if point.package.get(name) != o}
                lines.append(line(strong("; ".join(names)), f", also: {package(changed, self.issues)}"))
        return [Items(tuple(lines))] if lines else []

    def _red_lines(self, found: Frontier) -> Line | None:
        """Return what to say of red lines, where they count like any other position."""
        cost = found.red_lines
        if cost is not None and cost.least is not None:
            adds = f"Keeping them all adds {cost.least} to the least in all, {cost.even} to the even split."
            return line("Red lines count like any other position here. ", adds)
        if cost is not None or any(self._crosses_red_lines(point) for point in found.points):
            return line(warn(NO_PACKAGE), " Here they count like any other position.")
        return None

    def _crosses_red_lines(self, point: FrontierPoint) -> bool:
        crossed = (self.active[name] for name in point.crosses if name in self.active)
        return any(active.position.strength == "red line" for active in crossed)

    def _asked(self, found: Frontier, party: str, index: int) -> Line:
        """Return how far a point asks *party* to move, and how many of its red lines that crosses."""
        point = found.points[index]
        held = [self.active[name].position for name in point.crosses if name in self.active]
        crossed = sum(position.party == party and position.strength == "red line" for position in held)
        moved = str(point.movement.get(party, 0))
        return line(moved, *([warn(f" ({counted(crossed, 'red line')})")] if crossed else []))

    def _cell(self, issue: Issue, found: Frontier, index: int) -> Line:
        point = found.points[index]
        value = point.package.get(issue.name)
        if value is None:
            return line(dim("–"))
        nobodys = [dim(" (nobody’s words)")] if value in issue.open_rungs else []
        return line(option(issue, value), *nobodys, *([warn(" *")] if issue.name in point.assumes else []))


def _shown(found: Frontier) -> dict[int, list[str]]:
    """Return the points to show, each with its names: the ends, the even split, the least in all."""
    names: dict[int, list[str]] = {}
    for index in found.even[:1]:
        names.setdefault(index, []).append("even split")
    for party in _moving(found):
        least = min(range(len(found.points)), key=lambda i: (found.points[i].movement.get(party, 0), i))
        names.setdefault(least, []).append(f"{party} moves least")
    for index in () if found.one_for_one else found.least[:1]:
        names.setdefault(index, []).append("least in all")
    if len(found.points) == 1:
        return {0: ["the only point"]}
    for index in range(len(found.points)):
        if len(names) >= min(FEWEST_POINTS, len(found.points)):
            break
        names.setdefault(index, ["also"])
    chosen = dict(list(names.items())[:MOST_POINTS])
    return dict(sorted(chosen.items(), key=lambda item: item[1] != ["even split"] and item[0]))


def _moving(found: Frontier) -> tuple[str, ...]:
    """Return the parties that move more at some points than at others."""
    return tuple(
        party for party in found.parties if len({point.movement.get(party) for point in found.points}) > 1
    )


def _remarks(found: Frontier, shown: Mapping[int, list[str]]) -> Iterable[str]:
    points = [found.points[i] for i in shown]
    if any(point.assumes for point in points):
        yield "* leaves the status quo although nobody who controls the issue has been heard on it."
    still = [p for p in found.parties if all(not point.movement.get(p) for point in found.points)]
    if still and len(still) < len(found.parties):
        yield f"Never asked to move: {listed(still)}."
    reopened = sorted({name for point in points for name in point.reopens})
    if reopened:
        yield f"These packages contain refused offers and would reopen them: {listed(reopened)}."
    if found.one_for_one and len(found.points) > 1:
        yield "The parties trade one for one: the movement of all together is the same at every point."
    rest = max(found.number, len(found.points)) - len(shown)
    others = max(point.packages for point in points)
    if rest > 0:
        yield f"{rest:,} more {'points' if rest > 1 else 'point'} on the frontier."
    if others > 1:
        nearest = "shown is the one that crosses fewest positions, nearest to the offers"
        most = "up to" if found.counted else "at least"
        yield f"The same movement allows {most} {others:,} packages; {nearest}."
