"""Which states would last: the stability finding as a section, for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from sulh.brief.graph import stability_graph
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
from sulh.brief.words import counted, listed, package
from sulh.model.brief import Brief
from sulh.model.findings import Commitment, Concept, PreferenceSource, Stability, Temptation
from sulh.model.problem import Issue, Package

MOST_STATES = 12
MOST_NODES = 16
"""States beyond which a drawing tells nothing."""

CONCEPTS: tuple[Concept, ...] = ("Nash", "GMR", "SMR", "SEQ")
_FROM: dict[PreferenceSource, str] = {
    "ranking": "a ranking given in the case",
    "preferences": "preferences given in the case",
    "derived": "derived from positions",
    "not derivable": "not derivable: give preferences",
}


def stability(brief: Brief, _: Footnotes) -> Section | None:
    """Return which states would last and who would be tempted to leave an agreement."""
    found = brief.stability
    if found is None or not (found.states or found.why):
        return None
    issues = {issue.name: issue for issue in brief.issues}
    content: list[Block] = list(_opening(found))
    if found.states:
        content.append(_table(found, issues))
        if lines := tuple(_commitments(found, issues)):
            content.append(Items(lines))
        if found.arrows and len(found.states) <= MOST_NODES:
            content.append(Chart(partial(stability_graph, found)))
    return Section("stability", "What would last", tuple(content))


def in_brief(brief: Brief, notes: Footnotes) -> Section | None:
    """Return the section as it stands in a brief: where hardly anything can be told, only why."""
    found, whole = brief.stability, stability(brief, notes)
    if found is None or whole is None or "not derivable" not in found.preferences.values():
        return whole
    return Section(whole.key, whole.title, tuple(_opening(found))[:1])


def _opening(found: Stability) -> Iterable[Block]:
    if found.complete is not True:
        yield Para(line(warn("Stability could not be computed in full"), f": {found.why}."))
    said: list[Line] = []
    for source, words in _FROM.items():
        parties = [party for party, its in found.preferences.items() if its == source]
        if not parties:
            continue
        said.append(line(listed(parties), ": ", warn(words) if source == "not derivable" else words))
    if said:
        yield Para(line("Preferences – ", joined(said, "; "), "."))
    if int(found.number):
        in_all = found.equilibria_in_all
        totals = [f"{in_all[name]} {name}" for name in CONCEPTS if name in in_all]
        counts = f"; equilibria: {', '.join(totals)}" if totals else ""
        yield Para(line(f"{counted(int(found.number), 'state')}{counts}."))


def _shown(found: Stability) -> list[int]:
    """Return the states to show: those with a name, then equilibria, those under most concepts first."""
    named = list(dict.fromkeys(found.named.values()))
    lasting = [found.equilibria.get(name, ()) for name in CONCEPTS]
    often = {at: sum(at in one for one in lasting) for at in range(len(found.states))}
    rest = [at for at in sorted(often, key=lambda at: (-often[at], at)) if often[at] and at not in named]
    return [*named, *rest][:MOST_STATES] or list(range(min(len(found.states), MOST_STATES)))


def _table(found: Stability, issues: Mapping[str, Issue]) -> Table:
    reached = set(found.reachable.get("improvements", ())) - {found.named.get("status quo", -1)}
    names = _names(found)
    quo = found.states[found.named["status quo"]] if "status quo" in found.named else {}
    rows = []
    for at in _shown(found):
        said = listed(names.get(at, [f"state {at}"]))
        cells = [_lasts(found, name, at) for name in CONCEPTS]
        mark = [dim(" (the status quo leads here by improvements alone)")] if at in reached else []
        what = _changes(quo, found.states[at], issues) or package(quo, issues)
        rows.append((line(strong(said), *mark), line(what), *cells))
    column = "What differs from the status quo" if quo else "Package"
    head = (line("State"), line(column), *(line(name) for name in CONCEPTS))
    return Table("Equilibria", head, tuple(rows))


def _names(found: Stability) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for name, at in found.named.items():
        names.setdefault(at, []).append(name)
    return names


def _lasts(found: Stability, concept: Concept, at: int) -> Line:
    """Return whether a state is an equilibrium, and else for whom it is not stable."""
    if concept not in found.equilibria:
        return line(dim("not known"))
    if at in found.equilibria[concept]:
        return line("yes")
    leaving = [party for party, stable in found.stable.get(concept, {}).items() if at not in stable]
    return line(dim(f"no: {listed(leaving)}" if leaving else "no"))


def _commitments(found: Stability, issues: Mapping[str, Issue]) -> Iterable[Line]:
    """Yield a line for each agreement."""
    for item in found.commitments:
        head = line(strong(listed(item.names)), ": ")
        if not item.temptations:
            yield line(head, "nobody gains by leaving it alone.")
            continue
        tempted = [_temptation(one, item, issues) for one in item.temptations]
        yield line(head, joined(tempted, "; "), ".")


def _temptation(item: Temptation, agreed: Commitment, issues: Mapping[str, Issue]) -> Line:
    start = f"{item.party} would gain by going to {_changes(agreed.package, item.package, issues)}"
    others = agreed.tempted.get(item.party, 1) - 1
    more = f" ({counted(others, 'more way')} out)" if others > 0 else ""
    held = [name for name in CONCEPTS if name in item.held_by]
    if not held:
        judged = any(name in agreed.holds for name in CONCEPTS)
        nothing = "and nothing holds it" if judged else "what holds it is not known"
        return line(start, more, ", ", warn(nothing))
    steps, before = [], item.package
    for move in item.held_by[held[0]]:
        steps.append(f"{move.party}: {_changes(before, move.package, issues)}")
        before = move.package
    answer = f" (answer: {'; then '.join(steps)})" if steps else ""
    return line(start, more, f"; held under {listed(held)}{answer}")


def _changes(before: Package, after: Package, issues: Mapping[str, Issue]) -> str:
    return package({name: option for name, option in after.items() if before.get(name) != option}, issues)
