"""Where a deal is blocked, and what would open it.

The packages of each component are enumerated; the inclusion-minimal sets of positions that a package fails
are the minimal correction sets, and their minimal hitting sets the obstacles (see `minimal`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from sulh.bargaining import minimal
from sulh.bargaining.budget import MOST_COMPARISONS, MOST_STEPS, Budget
from sulh.bargaining.checker import check_obstacles, check_openings, checked
from sulh.bargaining.consent import Consent
from sulh.bargaining.movement import CONVENTIONS, Measure
from sulh.bargaining.space import (
    MOST_PACKAGES,
    Choice,
    Component,
    Space,
    combinations_of,
    no_package,
    walk,
)
from sulh.model.errors import TooComplexError
from sulh.model.expressions import issues_in
from sulh.model.findings import Knot, Obstacle, Obstacles, Opening, Openings
from sulh.model.problem import Package, Problem

METHOD = "enumeration by component"


@dataclass
class _Family:
    """Minimal correction sets that combine freely with all others, and the obstacles they answer to.

    `whole`: all the obstacles are known. Where they are, the family is one knot.
    """

    component: Component
    corrections: list[int]
    obstacles: list[int]
    whole: bool = True

    @property
    def ground(self) -> int:
        """All positions in it."""
        return _union(self.corrections)


@dataclass
class _Cut:
    """What a search could not answer: issues that took too much (with the measure), lists that were cut."""

    issues: dict[str, list[str]]
    lists: bool = False

    def out_of_reach(self, space: Space, component: Component, measure: str) -> None:
        names = self.issues.setdefault(measure, [])
        names += [space.issues[i].name for i in component.issues if space.issues[i].name not in names]

    def complete(self) -> bool | str:
        return "unknown" if self.issues else not self.lists

    def why(self) -> str | None:
        said = [f"{measure} on {', '.join(names)}" for measure, names in self.issues.items()]
        return "; ".join(said) or ("the list is cut" if self.lists else None)


_PACKAGES = "more than {:,} packages to compare"
_SETS = "more than {:,} comparisons of sets of positions"
_STEPS = "more than {:,} steps to find the packages of openings"


def _union(masks: Sequence[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def obstacles(
    problem: Problem, as_of: str | None = None, *, limit: int = 1000, among: Sequence[str] | None = None
) -> Obstacles:
    """Return the minimal sets of binding positions that cannot all be met, on the day *as_of*.

    At most *limit* are listed, smallest first, those that rest on hedged or unsure positions last. *among*
    are the parties that must agree (default: the case's first agreement set). Covered refusals do not count.
    Raises UsageError for a wrong date or party, CaseFileError where the links contradict each other.
    """
    space = Space(problem, as_of, among)
    masks, cut = _obstacles(space, limit)
    finding = Obstacles(
        method=METHOD,
        among=space.among,
        complete=cut.complete(),
        why=cut.why(),
        obstacles=tuple(_obstacle(space, mask) for mask in masks),
    )
    return checked(finding, check_obstacles(problem, space.stance, finding))


def openings(
    problem: Problem, as_of: str | None = None, *, limit: int = 1000, among: Sequence[str] | None = None
) -> Openings:
    """Return the minimal sets of binding positions that, given up, make a deal possible, knot by knot.

    A covered refusal is in force again when its cover is given up. At most *limit* openings are listed for a
    knot: fewest red lines first, then the fewest that any one party gives up, then fewest in all. Arguments
    and errors as for `obstacles`.
    """
    space = Space(problem, as_of, among)
    measure = Measure(space)
    masks, _ = _obstacles(space, limit)
    families, cut = _families(space, 0, limit)
    families = _joined_to_covers(space, families, cut)
    knots = []
    for family in families:
        others = _union([f.ground for f in families if f.component is family.component and f is not family])
        listed = _openings(measure, family, others, (limit, MOST_STEPS // len(families)))
        cut.lists |= len(listed) < len(family.corrections)
        if not listed:
            cut.out_of_reach(space, family.component, _STEPS.format(MOST_STEPS))
            continue
        at = tuple(i for i, mask in enumerate(masks) if not mask & ~family.ground)
        knots.append(Knot(obstacles=at, openings=listed))
    knots.sort(key=lambda knot: knot.obstacles or (len(masks),))
    finding = Openings(
        method=METHOD,
        among=space.among,
        complete=cut.complete(),
        why=cut.why(),
        assumptions=CONVENTIONS,
        obstacles=tuple(_obstacle(space, mask) for mask in masks),
        knots=tuple(knots),
        number=prod(len(family.corrections) for family in families),
    )
    return checked(finding, check_openings(problem, space.stance, finding))


def _openings(measure: Measure, family: _Family, others: int, most: tuple[int, int]) -> tuple[Opening, ...]:
    """Return the openings of *family*, best first: at most so many, found in at most so many steps."""
    limit, steps = most
    consent, names = Consent(measure.space), _knot_issues(measure.space, family)
    nearest = _Nearest(measure, family.component, steps)
    found: list[Opening] = []
    try:
        for mask in sorted(family.corrections, key=lambda mask: _rank(measure.space, mask))[:limit]:
            package = nearest.package(mask | others)
            package = {name: option for name, option in package.items() if name in names}
            found.append(_opening(consent, mask, package))
    except TooComplexError:
        pass
    return tuple(found)


def _obstacles(space: Space, limit: int) -> tuple[list[int], _Cut]:
    families, cut = _families(space, space.covered, limit)
    found = [mask for family in families for mask in family.obstacles]
    cut.lists = len(found) > limit or not all(family.whole for family in families)
    found.sort(key=lambda m: (_hedged(space, m), m.bit_count(), tuple(minimal.bits(m))))
    return found[:limit], cut


def _families(space: Space, ignored: int, limit: int) -> tuple[list[_Family], _Cut]:
    """Return the families of all components, split as far as the known obstacles tell."""
    families: list[_Family] = []
    cut = _Cut({})
    packages, comparisons = MOST_PACKAGES, Budget(MOST_COMPARISONS)
    for component in space.components(ignored):
        choices = _telling_choices(space, component)
        number = combinations_of(choices)
        if number > packages:
            cut.out_of_reach(space, component, _PACKAGES.format(MOST_PACKAGES))
            continue
        packages -= number
        try:
            corrections = _corrections(choices, component, len(space.issues), comparisons)
        except TooComplexError:
            cut.out_of_reach(space, component, _SETS.format(MOST_COMPARISONS))
            comparisons = Budget(0)
            continue
        if not corrections:
            raise no_package(space, component)
        for part in minimal.factors(corrections):
            families += _split(component, part, limit)
    return [family for family in families if family.ground], cut


def _telling_choices(space: Space, component: Component) -> list[list[Choice]]:
    """Return the options that matter: of those alike to all that joins issues, the least failing."""
    masks, signatures = space.option_masks(component), space.signatures(component)
    rows = []
    for issue in component.issues:
        groups: dict[int, dict[int, int]] = {}
        for option, (mask, signature) in enumerate(zip(masks[issue], signatures[issue], strict=True)):
            groups.setdefault(signature, {}).setdefault(mask, option)
        rows.append(
            [Choice(issue, group[mask], mask) for group in groups.values() for mask in minimal.minimal(group)]
        )
    return rows


def _corrections(
    choices: Sequence[Sequence[Choice]], component: Component, size: int, budget: Budget
) -> list[int]:
    failed = set()
    for taken, spanning in walk(choices, component, 0, size):
        failed.add(spanning | _union([choice.mask for choice in taken]))
    return minimal.minimal(failed, budget)


def _split(component: Component, corrections: list[int], limit: int) -> list[_Family]:
    hitting = minimal.hitting_sets(corrections)
    if hitting is None:
        found = minimal.smallest_hitting_sets(corrections, limit)
        return [_Family(component, corrections, found, whole=False)]
    groups = minimal.connected([mask for mask in hitting if mask])
    if len(groups) <= 1:
        return [_Family(component, corrections, hitting)]
    grounds = [(_union(group), group) for group in groups]
    return [
        _Family(component, sorted({mask & ground for mask in corrections}), group)
        for ground, group in grounds
    ]


def _joined_to_covers(space: Space, families: list[_Family], cut: _Cut) -> list[_Family]:
    """Join a family whose obstacles all rest on covered refusals to the one that holds such a cover.

    Its obstacles are in force only once the cover is given up, so the two are opened together.
    """
    bit = {item.position.id: 1 << i for i, item in enumerate(space.bound)}
    done: list[_Family] = []
    while families:
        family = families.pop()
        if not family.whole or any(not mask & space.covered for mask in family.obstacles):
            done.append(family)
            continue
        covers = [c for i in minimal.bits(family.ground & space.covered) for c in space.bound[i].covered_by]
        holder = next((f for c in covers for f in (*families, *done) if f.ground & bit[c]), None)
        if holder is None or len(holder.corrections) * len(family.corrections) > MOST_PACKAGES:
            cut.out_of_reach(space, family.component, _PACKAGES.format(MOST_PACKAGES))
            continue
        holder.corrections = [one | two for one in holder.corrections for two in family.corrections]
        holder.obstacles = holder.obstacles + family.obstacles
    return done


def _hedged(space: Space, mask: int) -> bool:
    items = (space.bound[i] for i in minimal.bits(mask))
    return any(item.position.hedged or item.unsure for item in items)


def _obstacle(space: Space, mask: int) -> Obstacle:
    items = [space.bound[i] for i in minimal.bits(mask)]
    parties = tuple(dict.fromkeys(item.position.party for item in items))
    named = {name for item in items for name in issues_in(item.position.wants)}
    between = _between(space, mask) if len(parties) == 2 else ()
    return Obstacle(
        positions=tuple(item.position.id for item in items),
        parties=tuple(p for p in space.problem.parties if p in parties),
        issues=tuple(issue.name for issue in space.issues if issue.name in named),
        kind="self" if len(parties) == 1 else "between" if between else "clash",
        between=between,
        hedged=_hedged(space, mask),
    )


def _between(space: Space, mask: int) -> tuple[str, ...]:
    """Return the options strictly between the sides of an obstacle of two parties on one ladder."""
    positions = [space.positions[i] for i in minimal.bits(mask)]
    scopes = {position.scope for position in positions}
    if len(scopes) > 1 or len(positions[0].scope) > 1:
        return ()
    issue = space.issues[positions[0].scope[0]]
    sides: dict[str, set[int]] = {}
    for position in positions:
        party = space.bound[position.bit].position.party
        sides.setdefault(party, set(range(len(issue.options)))).intersection_update(space.meeting(position))
    one, two = sorted(sides.values(), key=lambda side: (min(side, default=0), max(side, default=0)))
    if not issue.ordered or not one or not two or max(one) >= min(two):
        return ()
    return issue.options[max(one) + 1 : min(two)]


def _rank(space: Space, mask: int) -> tuple[int, int, int, tuple[int, ...]]:
    given: dict[str, int] = {}
    for i in minimal.bits(mask):
        party = space.bound[i].position.party
        given[party] = given.get(party, 0) + 1
    most = max(given.values(), default=0)
    return (mask & space.red_lines).bit_count(), most, mask.bit_count(), tuple(minimal.bits(mask))


def _opening(consent: Consent, mask: int, package: Package) -> Opening:
    space = consent.space
    return Opening(
        give_up=space.names(mask),
        red_lines=(mask & space.red_lines).bit_count(),
        package=package,
        assumes=consent.assumes(package),
        reopens=consent.reopens(package),
    )


class _Nearest:
    """Finds packages of least movement on one component, in at most so many *steps*."""

    def __init__(self, measure: Measure, component: Component, steps: int) -> None:
        self.measure, self.component = measure, component
        space = measure.space
        self.masks, self.signatures = space.option_masks(component), space.signatures(component)
        self.budget = Budget(steps)

    def package(self, given_up: int) -> Package:
        """Return the package of least total movement that fails only positions in *given_up*.

        Of several, the one that fails fewest positions, then the nearest to the offers on the table, then
        the one that leaves the status quo least. Raises TooComplexError when the steps are spent.
        """
        measure, space = self.measure, self.measure.space
        rows = [self._choices(issue, given_up) for issue in self.component.issues]
        best: tuple[tuple[int, ...], list[tuple[int, int]]] | None = None
        for taken, mask in walk(rows, self.component, ~given_up, len(space.issues), self.budget):
            moved, crossed, near, away = (sum(column) for column in zip(*(c.key for c in taken), strict=True))
            moved += sum(measure.spanning(mask))
            total = (moved, crossed + (mask & ~space.covered).bit_count(), near, away)
            if best is None or total < best[0]:
                best = total, [(choice.issue, choice.option) for choice in taken]
        if best is None:
            raise AssertionError("an opening that allows no package")
        return space.package(best[1])

    def _choices(self, issue: int, given_up: int) -> list[Choice]:
        measure, groups = self.measure, dict[int, Choice]()
        self.budget.spend(len(self.masks[issue]))
        for option, mask in enumerate(self.masks[issue]):
            if mask & ~given_up:
                continue
            moved = sum(measure.single[issue][option])
            near, away = measure.near[issue][option], measure.away[issue][option]
            key = (moved, (mask & ~measure.space.covered).bit_count(), near, away)
            kept = groups.get(self.signatures[issue][option])
            if kept is None or key < kept.key:
                groups[self.signatures[issue][option]] = Choice(issue, option, mask, key=key)
        return list(groups.values())


def _knot_issues(space: Space, family: _Family) -> set[str]:
    """Return the issues of a knot's positions, with those that links and wide positions join to them."""
    issues = {i for bit in minimal.bits(family.ground) for i in space.positions[bit].scope}
    joining = [c for c in family.component.joining if c.bit < 0 or space.bound[c.bit].kind != "refusal"]
    grown = True
    while grown:
        more = {i for c in joining if issues & set(c.scope) for i in c.scope} - issues
        issues |= more
        grown = bool(more)
    return {space.issues[i].name for i in issues}
