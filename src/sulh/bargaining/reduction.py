"""What is left of a component when options that another one outdoes, and what can no longer matter, are gone.

An option outdoes another of its issue where it fails no position that the other meets and helps every link
and every spanning position at least as much. Whatever package has the other option fails no less than with
this one in its place, so the minimal correction sets, and with them the obstacles, stay the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import or_

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.minimal import bits
from sulh.bargaining.space import Component, Space, no_package
from sulh.model.evaluation import allowed, joined
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or


@dataclass(frozen=True, slots=True)
class Within:
    """The issue has one of the options (a mask of their indices)."""

    issue: int
    options: int


@dataclass(frozen=True, slots=True)
class All:
    """All parts hold."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple[Formula, ...]


Formula = Within | All | Some
"""An expression without negation: a `Within` that is true in more cases makes it true in no fewer."""


def formula(space: Space, wants: Node, *, holds: bool = True) -> Formula:
    """Return the formula for *wants*, or for its opposite where *holds* is False."""
    match wants:
        case Compare(issue=name) | OneOf(issue=name):
            at = space.index[name]
            mask = sum(1 << option for option in allowed(wants, space.issues[at]))
            return Within(at, mask if holds else mask ^ (1 << len(space.issues[at].options)) - 1)
        case Not(part=part):
            return formula(space, part, holds=not holds)
        case Implies(premise=premise, conclusion=conclusion):
            then = formula(space, premise, holds=not holds), formula(space, conclusion, holds=holds)
            return Some(then) if holds else All(then)
        case And(parts=nodes) | Or(parts=nodes):
            both = isinstance(wants, And) == holds
            parts = tuple(formula(space, node, holds=holds) for node in nodes)
            return All(parts) if both else Some(parts)


def simplified(said: Formula, domains: Sequence[int]) -> Formula | bool:
    """Return what *said* comes to where each issue keeps only the options in its domain."""
    if isinstance(said, Within):
        domain = domains[said.issue]
        kept = said.options & domain
        return True if kept == domain else Within(said.issue, kept) if kept else False
    settles = isinstance(said, Some)  # the truth value of a part that decides the whole
    parts: list[Formula] = []
    for part in said.parts:
        simple = simplified(part, domains)
        if isinstance(simple, bool):
            if simple == settles:
                return settles
        else:
            parts += simple.parts if type(simple) is type(said) else [simple]
    parts = list(dict.fromkeys(parts))
    if not parts:
        return not settles
    return parts[0] if len(parts) == 1 else type(said)(tuple(parts))


def atoms(said: Formula) -> Iterator[Within]:
    """Yield the parts of *said* that speak of one issue."""
    if isinstance(said, Within):
        yield said
    else:
        for part in said.parts:
            yield from atoms(part)


def met(said: Formula, chosen: Sequence[int]) -> bool:
    """Return whether *chosen* (for every issue the index of its option) meets *said*."""
    if isinstance(said, Within):
        return bool(said.options >> chosen[said.issue] & 1)
    if isinstance(said, All):
        return all(met(part, chosen) for part in said.parts)
    return any(met(part, chosen) for part in said.parts)


@dataclass(frozen=True)
class Core:
    """Issues that must be settled together, with the options and positions that still matter.

    `rows`: issue → its options (as indices) with the groups that each fails by itself. A group is a set of
    positions (a mask over the space's) that any package of the core meets or fails together, and that are
    all hedged or all firm, all covered or none; masks in the core are over the groups. `wide`: group → what
    it wants, where that spans issues. `hard`: the links.
    """

    component: Component
    rows: dict[int, dict[int, int]]
    wide: dict[int, Formula]
    hard: tuple[Formula, ...]
    groups: tuple[int, ...]

    @property
    def packages(self) -> int:
        """How many packages it has, links left out of account."""
        return prod(len(row) for row in self.rows.values())

    def positions(self, mask: int) -> int:
        """Return the positions of the groups in *mask*."""
        return reduce(or_, (self.groups[i] for i in bits(mask)), 0)


@dataclass
class Reduced:
    """A component without what cannot matter: `cores` are independent; no package meets any of `failing`."""

    cores: list[Core]
    failing: int


def reduced(space: Space, component: Component, allowance: Allowance) -> Reduced:
    """Reduce *component*.

    Raises CaseFileError where its links are seen to contradict each other, TooComplexError where the time
    of *allowance* is over.
    """
    masks = space.option_masks(component)
    domains = [0] * len(space.issues)
    for issue in component.issues:
        domains[issue] = (1 << len(space.issues[issue].options)) - 1
    hard = [formula(space, link.wants) for link in component.links]
    soft = {p.bit: formula(space, p.wants) for p in component.positions if len(p.scope) > 1}
    failing = 0
    while True:
        hard = _links(hard, domains)
        if not all(domains[issue] for issue in component.issues):
            raise no_package(space, component)
        failing |= _positions(soft, domains, masks)
        if not _narrowed(masks, domains, [*hard, *soft.values()], allowance):
            break
    for issue in component.issues:
        failing |= reduce(int.__and__, (masks[issue][o] for o in bits(domains[issue])))
    cores = []
    for group in joined([{i} for i in component.issues] + [_scope(said) for said in [*hard, *soft.values()]]):
        inside = {component.issues[i] for i in group if i < len(component.issues)}
        rows = {i: {o: masks[i][o] & ~failing for o in bits(domains[i])} for i in sorted(inside)}
        core = _grouped(
            space,
            component,
            rows,
            {bit: said for bit, said in soft.items() if not inside.isdisjoint(_scope(said))},
            tuple(said for said in hard if not inside.isdisjoint(_scope(said))),
        )
        if core.groups or core.hard:
            cores.append(core)
    return Reduced(cores, failing)


def _links(links: Sequence[Formula], domains: list[int]) -> list[Formula]:
    """Take from *domains* what a link on one issue forbids, and return the other links, simplified.

    A link that cannot hold leaves an issue without options.
    """
    left: list[Formula] = []
    queue = list(links)
    while queue:
        link = queue.pop()
        simple = simplified(link, domains)
        if isinstance(simple, Within):
            domains[simple.issue] &= simple.options
            queue, left = queue + left, []
        elif isinstance(simple, All):
            queue += simple.parts
        elif isinstance(simple, Some):
            left.append(simple)
        elif not simple:
            domains[next(atoms(link)).issue] = 0
            return []
    return left[::-1]


def _positions(soft: dict[int, Formula], domains: Sequence[int], masks: dict[int, list[int]]) -> int:
    """Simplify *soft*: what comes down to one issue goes to *masks*. Return what can no longer be met."""
    failing = 0
    for bit, said in list(soft.items()):
        simple = simplified(said, domains)
        if isinstance(simple, All | Some):
            soft[bit] = simple
            continue
        del soft[bit]
        if isinstance(simple, Within):
            row = masks[simple.issue]
            row[:] = [m if simple.options >> o & 1 else m | 1 << bit for o, m in enumerate(row)]
        elif not simple:
            failing |= 1 << bit
    return failing


def _scope(said: Formula) -> set[int]:
    return {atom.issue for atom in atoms(said)}


def _narrowed(
    masks: dict[int, list[int]], domains: list[int], formulas: Iterable[Formula], allowance: Allowance
) -> bool:
    """Take from *domains* the options that another one outdoes; return whether there were any."""
    seen: dict[int, dict[int, None]] = {issue: {} for issue in masks}
    for said in formulas:
        for atom in atoms(said):
            seen[atom.issue][atom.options] = None
    changed = False
    for issue, row in masks.items():
        allowance.check()
        kinds: dict[tuple[int, int], int] = {}
        for option in bits(domains[issue]):
            hurts = sum(1 << n for n, options in enumerate(seen[issue]) if not options >> option & 1)
            kinds.setdefault((row[option], hurts), option)
        kept: list[tuple[int, int]] = []
        for fails, hurts in sorted(kinds, key=lambda kind: (kind[0].bit_count(), kind[1].bit_count())):
            if not any(f & fails == f and h & hurts == h for f, h in kept):
                kept.append((fails, hurts))
        domain = sum(1 << kinds[kind] for kind in kept)
        changed |= domain != domains[issue]
        domains[issue] = domain
    return changed


def _grouped(
    space: Space,
    component: Component,
    rows: dict[int, dict[int, int]],
    wide: dict[int, Formula],
    hard: tuple[Formula, ...],
) -> Core:
    alike: dict[object, int] = {}
    for issue, row in rows.items():
        for bit in bits(reduce(or_, row.values())):
            pattern = sum(1 << option for option, mask in row.items() if not mask >> bit & 1)
            key = Within(issue, pattern), space.hedged >> bit & 1, space.covered >> bit & 1
            alike[key] = alike.get(key, 0) | 1 << bit
    for bit, said in wide.items():
        key_wide = said, space.hedged >> bit & 1, space.covered >> bit & 1
        alike[key_wide] = alike.get(key_wide, 0) | 1 << bit
    groups = sorted(alike.values(), key=lambda mask: mask & -mask)
    at = {bit: number for number, mask in enumerate(groups) for bit in bits(mask)}
    return Core(
        component,
        {
            issue: {o: reduce(or_, (1 << at[bit] for bit in bits(mask)), 0) for o, mask in row.items()}
            for issue, row in rows.items()
        },
        {at[bit]: said for bit, said in wide.items()},
        hard,
        tuple(groups),
    )
