"""The first page of the brief: where the talks stand, what blocks the deal, what would open it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
    line,
    strong,
    warn,
)
from sulh.brief.words import claim, giving_up, label, listed, option, package
from sulh.model.brief import Brief
from sulh.model.findings import ActivePosition, Finding, Frontier, Knot, Obstacle, Opening
from sulh.model.problem import Issue

MOST_OBSTACLES = 12
MOST_KNOTS = 12
MOST_OPENINGS = 6
MOST_POINTS, FEWEST_POINTS = 4, 3
NOTHING = (
    "No move was found in what was read: nobody is reported to offer, demand, accept or refuse anything."
)


def standing(brief: Brief, notes: Footnotes) -> Section:
    """Return where the talks stand."""
    if not brief.parties or not (brief.moves or brief.positions or brief.offers):
        said = NOTHING if not brief.moves else "Nobody could be told to be a party to the talks."
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
        lines = [view.obstacle(item) for item in found.obstacles[:MOST_OBSTACLES]]
        content.append(Items(tuple(lines), numbered=True))
        content += _rest(len(found.obstacles) - MOST_OBSTACLES, "obstacle")
    elif not brief.positions:
        content.append(Para(line("Nothing can be said: no position is recorded.")))
    elif found.complete is True:
        content.append(
            Para(line("Nothing that is recorded blocks a deal: all positions can be met together."))
        )
    content += _incomplete(found, "obstacles")
    return Section("obstacles", "What blocks the deal", tuple(content))


def opens(brief: Brief, notes: Footnotes) -> Section:
    """Return what would open the deal: the openings of each knot."""
    found, view = brief.openings, _View(brief, notes)
    content: list[Block] = []
    if found.knots:
        content += view.knots(found.knots[:MOST_KNOTS])
        content += _rest(len(found.knots) - MOST_KNOTS, "knot")
        if len(found.knots) > 1:
            ways = f"A deal takes one way from each of these: {found.number:,} ways in all."
            content.append(Para(line(dim(ways))))
    elif found.complete is True and brief.positions:
        content.append(Para(line("Nobody has to give up anything that is recorded.")))
    elif not brief.positions:
        content.append(Para(line("Nothing can be said: no position is recorded.")))
    content += _incomplete(found, "openings")
    return Section("openings", "What would open it", tuple(content))


def frontier(brief: Brief, notes: Footnotes) -> Section | None:
    """Return the movement frontier: its ends, the even split, the least in all."""
    content = _View(brief, notes).frontier(brief.frontier)
    content += _incomplete(brief.frontier, "movement frontier")
    return Section("frontier", "The least that a deal asks", tuple(content)) if content else None


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

    def names(self, issues: Sequence[str]) -> str:
        return ", ".join(label(self.issues.get(name), name) for name in issues)

    def obstacle(self, item: Obstacle) -> Line:
        about = item.issues[0] if len(item.issues) == 1 else None
        parts: list[Line] = []
        for name in item.positions:
            active = self.active.get(name)
            if active is None:
                parts.append(line(name))
                continue
            voice = "" if active.position.own_voice else " (by others’ account)"
            refs = self.notes.refs(active.position.evidence)
            parts.append(line(claim(active, self.issues, about), voice, refs))
        made = line(strong(self.names(item.issues)), ": ", _joined(parts, "; "))
        if item.kind == "self":
            made = line(made, f". {listed(item.parties)} cannot have all of this at once")
        if item.between:
            between = listed([option(self.issues.get(about or ""), o) for o in item.between], "or")
            made = line(made, f". In between: {between}")
        return (
            line(made, ". ", warn("Rests on a hedged or unsure position."))
            if item.hedged
            else line(made, ".")
        )

    def knots(self, knots: Sequence[Knot]) -> Iterable[Block]:
        """Yield a line for each knot of one or two ways, a list for each that has more."""
        short: list[Line] = []
        for knot in knots:
            names = self._issues(knot)
            about = names[0] if len(names) == 1 else None
            ways = [self.opening(opening, about) for opening in knot.openings[:MOST_OPENINGS]]
            head = strong(f"{self.names(names)}: ") if names else strong("")
            if len(ways) <= 2:
                either = "either " if len(ways) == 2 else ""
                short.append(line(head, either, _joined(ways, ", or "), "."))
                continue
            if short:
                yield Items(tuple(short))
                short = []
            yield Para(line(head, "one of"))
            yield Items(tuple(ways))
            yield from _rest(len(knot.openings) - MOST_OPENINGS, "way")
        if short:
            yield Items(tuple(short))

    def _issues(self, knot: Knot) -> tuple[str, ...]:
        of = self.brief.openings.obstacles or self.brief.obstacles.obstacles
        return tuple(dict.fromkeys(name for i in knot.obstacles if i < len(of) for name in of[i].issues))

    def opening(self, opening: Opening, about: str | None) -> Line:
        parts: list[Line] = []
        before = ""
        for name in opening.give_up:
            active = self.active.get(name)
            if active is None:
                parts.append(line(f"give up {name}"))
                continue
            who, words = active.position.party, giving_up(active, self.issues, about)
            words = words.removeprefix(f"{who} ") if who == before else words
            parts.append(line(words, self.notes.refs(active.position.evidence)))
            before = who
        made = _joined(parts, " and ")
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
            (line(f"{party} moves"), *(line(str(found.points[i].movement.get(party, 0))) for i in shown))
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
        if alike:
            content.append(Para(line("The same in all of these: ", _joined(alike, "; "), ".")))
        if remarks := " ".join(_remarks(found, shown)):
            content.append(Para(line(dim(remarks))))
        if len(moving) == 2 and len(found.points) > 1:
            content.append(Chart(found, (moving[0], moving[1])))
        return content

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
    rest = len(found.points) - len(shown)
    others = max(point.packages for point in points)
    if rest > 0:
        yield f"{rest:,} more {'points' if rest > 1 else 'point'} on the frontier."
    if others > 1:
        nearest = "shown is the one that crosses fewest positions, nearest to the offers"
        yield f"The same movement allows up to {others:,} packages; {nearest}."


def _joined(parts: Sequence[Line], between: str) -> Line:
    made: list[Line] = []
    for index, part in enumerate(parts):
        made += [line(between), part] if index else [part]
    return line(*made)
