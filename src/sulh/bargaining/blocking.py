"""Where a deal is blocked, and what would open it.

Each component is reduced to its cores (see `reduction`), in which obstacles and openings are searched for
(see `search`). Where all obstacles of a core are known they fall into knots, and the minimal hitting sets of
a knot's obstacles are its openings; else the openings are given for the core as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import islice, product

from sulh.bargaining import minimal
from sulh.bargaining.allowance import Allowance
from sulh.bargaining.checker.blocking import ObstacleCheck, check_obstacles, check_openings
from sulh.bargaining.checker.common import checked
from sulh.bargaining.consent import Consent
from sulh.bargaining.minimal import bits, union
from sulh.bargaining.movement import CONVENTIONS, Measure
from sulh.bargaining.nearest import Nearest
from sulh.bargaining.reduction import Core, reduced
from sulh.bargaining.search import Search, Sets, corrections_best_first
from sulh.bargaining.space import Component, Space
from sulh.model.expressions import issues_in
from sulh.model.findings import ActivePosition, Knot, Obstacle, Obstacles, Opening, Openings
from sulh.model.findings.base import INTERRUPTED
from sulh.model.limits import DEFAULT_LIMITS, Limits
from sulh.model.problem import Package, Problem

METHOD = "minimal unsatisfiable subsets by implicit hitting sets, component by component"

MOST_SETS = 20_000
"""Obstacles of one core, but for positions alike, among which knots are looked for."""

MOST_JOINED = 100_000
"""Openings of a knot that are listed to be ranked; of more the best are searched for."""


@dataclass
class _Part:
    """A component as it is searched: `failing` are positions that no package meets."""

    component: Component
    searches: list[Search]
    failing: int


class _Parts:
    """The components, each reduced when it is reached; the positions in *ignored* are left out of account."""

    def __init__(self, space: Space, ignored: int, allowance: Allowance) -> None:
        self.space, self.allowance = space, allowance
        self.components = space.components(ignored)
        self._reduced: list[_Part] = []

    def __iter__(self) -> Iterator[_Part]:
        for at, component in enumerate(self.components):
            if at == len(self._reduced):
                left = reduced(self.space, component, self.allowance)
                searches = [Search(self.space, core, self.allowance) for core in left.cores]
                self._reduced.append(_Part(component, searches, left.failing))
            yield self._reduced[at]

    def missing(self) -> Iterator[tuple[Component, bool]]:
        """Yield the components that are not wholly searched, and whether something of them is known."""
        for part in self._reduced:
            for search in part.searches:
                if not search.done:
                    yield part.component, bool(search.found)
        for component in self.components[len(self._reduced) :]:
            yield component, False


@dataclass
class _Family:
    """Obstacles that are opened together, by corrections that combine freely with those of all others.

    `corrections`: all of them, or None where they are too many. `whole`: all the obstacles are known, so that
    the family is one knot.
    """

    component: Component
    cores: list[Core]
    ground: int
    obstacles: list[Sets]
    corrections: list[int] | None
    whole: bool = True


@dataclass
class _Cut:
    """What a search could not answer: issues of which nothing is known, lists that were cut, and why."""

    issues: list[str] = field(default_factory=list)
    lists: bool = False
    why: str | None = None

    def out_of_reach(self, space: Space, component: Component) -> None:
        """Say that nothing is known of a component."""
        self.issues += [n for n in (space.issues[i].name for i in component.issues) if n not in self.issues]

    def complete(self) -> bool | str:
        """Return what a finding says of itself."""
        return "unknown" if self.issues else not self.lists

    def said(self) -> str | None:
        """Return why something is missing, None where nothing is."""
        if not self.issues:
            return (self.why or "the list is cut") if self.lists else None
        return f"{self.why or 'the search was cut'}; nothing is known on {', '.join(self.issues)}"


def obstacles(
    problem: Problem,
    as_of: str | None = None,
    *,
    among: Sequence[str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Obstacles:
    """Return the minimal sets of binding positions that cannot all be met, on the day *as_of*.

    At most `limits.most` are listed, smallest first, those that rest on hedged or unsure positions last.
    *among* are the parties that must agree (default: the case's first agreement set). Covered refusals do
    not count. Where a limit is reached, or the user interrupts, what was found is returned, and `complete`
    and `why` say so. Raises UsageError for a wrong date or party, CaseFileError where the links contradict
    each other.
    """
    space = Space(problem, as_of, among)
    allowance = Allowance(limits)
    masks, cut = _listed(space, _Parts(space, space.covered, allowance), allowance)
    finding = Obstacles(
        method=METHOD,
        among=space.among,
        complete=cut.complete(),
        why=cut.said(),
        binding=_binding(space, masks),
        obstacles=tuple(_obstacle(space, mask) for mask in masks),
    )
    return checked(finding, allowance.finish(lambda: check_obstacles(problem, space.stance, finding)))


def each_obstacle(
    problem: Problem,
    as_of: str | None = None,
    *,
    among: Sequence[str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Obstacle]:
    """Return the obstacles as they are found: smallest first, those that rest on hedged positions last.

    Arguments as for `obstacles`; it ends when all have been found, and `limits.most` does not count. Raises
    TooComplexError where another limit is reached before that; the other errors as `obstacles`.
    """
    space = Space(problem, as_of, among)
    allowance = Allowance(limits)
    return _each(space, allowance)


def _each(space: Space, allowance: Allowance) -> Iterator[Obstacle]:
    check = ObstacleCheck(space.problem, space.stance, space.among)
    for mask in _merged(space, _Parts(space, space.covered, allowance)):
        obstacle = _obstacle(space, mask)
        check.one(obstacle)
        yield obstacle


def openings(
    problem: Problem,
    as_of: str | None = None,
    *,
    among: Sequence[str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Openings:
    """Return the minimal sets of binding positions that, given up, make a deal possible, knot by knot.

    A covered refusal is in force again when its cover is given up. At most `limits.most` openings are listed
    for a knot: fewest red lines first, then the fewest that any one party gives up, then fewest in all. Where
    not all obstacles can be found in half of the time, knots that some of the others may join are given as
    one. Arguments and errors as for `obstacles`.
    """
    space = Space(problem, as_of, among)
    allowance = Allowance(limits)
    half = Allowance(limits.model_copy(update={"seconds": limits.seconds / 2}))
    visible = _Parts(space, space.covered, half)
    masks, _ = _listed(space, visible, half)
    parts = _Parts(space, 0, half) if space.covered else visible
    ways = _Ways(space, allowance)
    with allowance.spent():
        ways.find(parts, masks)
    ways.knots.sort(key=lambda knot: knot.obstacles or (len(masks),))
    why = half.why
    if why and not half.seconds_left:
        why = f"not all obstacles were found in {half.limits.seconds:g} s, half of the time limit"
    cut = ways.cut(why)
    finding = Openings(
        method=METHOD,
        among=space.among,
        complete=cut.complete(),
        why=cut.said(),
        assumptions=CONVENTIONS,
        binding=_binding(space, [*masks, *ways.named]),
        obstacles=tuple(_obstacle(space, mask) for mask in masks),
        knots=tuple(ways.knots),
        number=ways.number,
        counted=ways.counted and not cut.issues,
    )
    return checked(finding, allowance.finish(lambda: check_openings(problem, space.stance, finding)))


class _Ways:
    """The knots of a case with their openings, as far as they are found."""

    def __init__(self, space: Space, allowance: Allowance) -> None:
        self.space, self.allowance = space, allowance
        self.most = allowance.limits.most
        self.knots: list[Knot] = []
        self.named: list[int] = []
        self.number, self.counted = 1, True
        self._cut = False
        self._measure = Measure(space)
        self._consent = Consent(space)
        self._open: dict[int, Component] = {}

    def find(self, parts: _Parts, masks: Sequence[int]) -> None:
        """Find the knots with their openings; *masks* are the obstacles that are listed."""
        self._open = dict(enumerate(parts.components))
        place = {component.issues: at for at, component in self._open.items()}
        families = _joined_to_covers(self.space, [f for part in parts for f in _families(self.space, part)])
        left = [place[family.component.issues] for family in families]
        self._open = {at: self._open[at] for at in left}
        for family in families:
            others = union(f.ground for f in families if f.component is family.component and f is not family)
            self._knot(family, others, masks)
            left.remove(place[family.component.issues])
            self._open = {at: self._open[at] for at in left}

    def _knot(self, family: _Family, others: int, masks: Sequence[int]) -> None:
        """Add the knot of a family; what was found before a limit is reached is kept."""
        nearest = Nearest(self._measure, family.component, self.allowance)
        names = _knot_issues(self.space, family)
        found: list[Opening] = []
        counted = family.corrections is not None
        try:
            for mask in islice(_ranked(self.space, family, self.allowance), self.most + 1):
                if not mask:  # nothing blocks: it had only not been found out before
                    return
                if len(found) == self.most:
                    self._cut = True
                    break
                found.append(_opening(self._consent, mask, nearest.package(mask | others, names)))
                self.named.append(mask)
            else:
                counted = True
        finally:
            if found:
                at = tuple(i for i, mask in enumerate(masks) if not mask & ~family.ground)
                positions = self.space.names(family.ground)
                self.knots.append(Knot(obstacles=at, positions=positions, openings=tuple(found)))
                self.number *= len(family.corrections or found)
                self.counted &= counted
        self._cut |= not family.whole

    def cut(self, why: str | None) -> _Cut:
        """Return what is missing, and *why* where that is not known here."""
        cut = _Cut(why=self.allowance.why or (why if self._open or self._cut else None), lists=self._cut)
        for component in self._open.values():
            cut.out_of_reach(self.space, component)
        return cut


def _listed(space: Space, parts: _Parts, allowance: Allowance) -> tuple[list[int], _Cut]:
    """Return the obstacles to list, and what is missing."""
    most, masks = allowance.limits.most, list[int]()
    with allowance.spent():
        for mask in islice(_merged(space, parts), most + 1):
            masks.append(mask)  # one by one: what was found before a limit is kept
    cut = _Cut(why=allowance.why, lists=len(masks) > most)
    for component, known in parts.missing() if allowance.why else ():
        if known:
            cut.lists = True
        else:
            cut.out_of_reach(space, component)
    masks.sort(key=lambda m: (bool(m & space.hedged), m.bit_count(), tuple(bits(m))))
    return masks[:most], cut


def _merged(space: Space, parts: Iterable[_Part]) -> Iterator[int]:
    """Yield the obstacles of all components, firm ones first, each time smallest first."""

    def ranked(search: Search) -> Iterator[tuple[bool, int, Sets]]:
        for mask in search.obstacles():
            yield search.hedged(mask), mask.bit_count(), search.sets(mask)

    streams: list[Iterator[tuple[bool, int, Sets]]] = []
    for part in parts:
        streams += map(ranked, part.searches)
        alone = ((bool(part.failing & space.hedged & 1 << i), 1, (1 << i,)) for i in bits(part.failing))
        streams.append(iter(sorted(alone)))
    for _, _, sets in merge(*streams, key=lambda found: found[:2]):
        for chosen in product(*map(bits, sets)):
            yield sum(1 << bit for bit in chosen)


def _families(space: Space, part: _Part) -> Iterator[_Family]:
    """Yield the families of a component: its knots where all obstacles of a core are soon known."""
    for bit in bits(part.failing):
        yield _Family(part.component, [], 1 << bit, [(1 << bit,)], [1 << bit])
    for search in part.searches:
        core, masks = search.core, list[int]()
        with search.allowance.spent():
            for mask in islice(search.obstacles(), MOST_SETS + 1):
                masks.append(mask)
        if search.allowance.why == INTERRUPTED:
            raise KeyboardInterrupt
        if not search.done:
            sets = [search.sets(mask) for mask in masks]
            everything = union(core.groups)
            yield _Family(part.component, [core], everything, sets, None, whole=False)
            continue
        for group in minimal.connected(masks):
            hitting = search.corrections(group)
            yield _Family(
                part.component,
                [core],
                core.positions(union(group)),
                [search.sets(mask) for mask in group],
                None if hitting is None else [core.positions(mask) for mask in hitting],
            )


def _joined_to_covers(space: Space, families: list[_Family]) -> list[_Family]:
    """Join a family whose obstacles all rest on covered refusals to the one that holds such a cover.

    Its obstacles are in force only once the cover is given up, so the two are opened together.
    """
    bit = {item.position.id: 1 << i for i, item in enumerate(space.bound)}
    done: list[_Family] = []
    while families:
        family = families.pop()
        if not family.whole or any(not union(sets) & space.covered for sets in family.obstacles):
            done.append(family)
            continue
        covers = [c for i in bits(family.ground & space.covered) for c in space.bound[i].covered_by]
        holder = next((f for c in covers for f in (*families, *done) if f.ground & bit[c]), None)
        if holder is None:
            raise AssertionError("a covered refusal blocks without its cover")
        one, two = holder.corrections, family.corrections
        few = one is not None and two is not None and len(one) * len(two) <= MOST_JOINED
        holder.corrections = [a | b for a in one or () for b in two or ()] if few else None
        holder.ground |= family.ground
        holder.obstacles += family.obstacles
        holder.cores += [core for core in family.cores if all(core is not c for c in holder.cores)]
    return done


def _ranked(space: Space, family: _Family, allowance: Allowance) -> Iterator[int]:
    """Yield the corrections of a family, best first."""
    if family.corrections is None:
        return corrections_best_first(space, family.cores, family.ground, allowance)
    return iter(sorted(family.corrections, key=lambda mask: _rank(space, mask)))


def _binding(space: Space, masks: Iterable[int]) -> tuple[ActivePosition, ...]:
    named = union(masks)
    return tuple(item for i, item in enumerate(space.bound) if named >> i & 1)


def _obstacle(space: Space, mask: int) -> Obstacle:
    items = [space.bound[i] for i in bits(mask)]
    parties = tuple(dict.fromkeys(item.position.party for item in items))
    named = {name for item in items for name in issues_in(item.position.wants)}
    between = _between(space, mask) if len(parties) == 2 else ()
    return Obstacle(
        positions=tuple(item.position.id for item in items),
        parties=tuple(p for p in space.problem.parties if p in parties),
        issues=tuple(issue.name for issue in space.issues if issue.name in named),
        kind="self" if len(parties) == 1 else "between" if between else "clash",
        between=between,
        hedged=bool(mask & space.hedged),
    )


def _between(space: Space, mask: int) -> tuple[str, ...]:
    """Return the options strictly between the sides of an obstacle of two parties on one ladder."""
    positions = [space.positions[i] for i in bits(mask)]
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
    for i in bits(mask):
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


def _knot_issues(space: Space, family: _Family) -> set[str]:
    """Return the issues of a knot's positions, with those that links and wide positions join to them."""
    issues = {i for bit in bits(family.ground) for i in space.positions[bit].scope}
    joining = [c for c in family.component.joining if c.bit < 0 or space.bound[c.bit].kind != "refusal"]
    grown = True
    while grown:
        more = {i for c in joining if issues & set(c.scope) for i in c.scope} - issues
        issues |= more
        grown = bool(more)
    return {space.issues[i].name for i in issues}
