"""The search for a frontier: parts of the case that can be settled apart, then their sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.pareto.goal import Front, Goal, Options
from sulh.bargaining.pareto.labels import Run
from sulh.bargaining.pareto.parts import Leaf, Part, Table, leaf, shown, summed
from sulh.bargaining.pareto.residuals import Conditions
from sulh.bargaining.pareto.scaled import Scaled
from sulh.bargaining.pareto.solver import solved
from sulh.bargaining.space import Constraint, Space
from sulh.model.errors import TooComplexError
from sulh.model.evaluation import joined
from sulh.model.findings.base import INTERRUPTED

_FIRST, _LAST = 0.5, 0.25
"""The part of the time that labels may take before the solver tries; and that is kept for what it proves."""

MOST_DEEP = 200
"""Parts that are merged in a row; more are paired before."""


@dataclass(frozen=True)
class Group:
    """Issues that must be settled together; what holds on them, and what may fail at a cost."""

    issues: tuple[int, ...]
    hard: tuple[Constraint, ...]
    soft: tuple[Constraint, ...]


def pareto(space: Space, goal: Goal, allowance: Allowance) -> Front:
    """Return the whole frontier of *goal* over the packages of *space*."""
    scaled = Scaled(space, goal)
    main = allowance.share(1 - _LAST)
    with main.spent():
        return _whole(scaled, main)
    if main.why != INTERRUPTED:
        with allowance.spent():
            return _some(scaled, main.why, allowance)
    return Front(
        [], [], lambda _: (), lambda _, __: [], complete=False, why=main.why, counted=False, least=False
    )


def _whole(scaled: Scaled, allowance: Allowance) -> Front:
    parts: list[Part] = []
    counted = True
    if scaled.hopeless:
        return front(scaled, nowhere(nothing(scaled)))
    for group in groups(scaled):
        part, every = part_of(scaled, group, allowance)
        counted &= every
        if not len(part):
            return replace(front(scaled, part), blocked=group.issues)
        parts.append(part)
    return replace(front(scaled, merged_all(parts, scaled, allowance)), counted=counted)


def _some(scaled: Scaled, why: str | None, allowance: Allowance) -> Front:
    """Return what the solver proves in the time that is left: each party's best, the least total, more."""
    everything = groups(scaled)
    hard = [c for group in everything for c in group.hard]
    soft = [c for group in everything for c in group.soft]
    issues = range(len(scaled.space.issues))
    found = solved(scaled, issues, (hard, soft), allowance, ends_first=True)
    return replace(
        front(scaled, found.part(scaled)),
        complete=found.complete,
        counted=found.counted,
        least=found.least,
        why=None if found.complete else why,
    )


def groups(scaled: Scaled) -> list[Group]:
    """Return the groups of issues that must be settled together: all of them where budgets can bind."""
    space, goal = scaled.space, scaled.goal
    wide = [c for c in (*space.links, *space.positions) if len(c.scope) > 1]
    hard = [c for c in wide if c.bit < 0 or goal.hard >> c.bit & 1]
    priced = goal.counted
    for charge in goal.charges:
        priced |= charge.mask
    soft = [c for c in wide if c.bit >= 0 and not goal.hard >> c.bit & 1 and priced >> c.bit & 1]
    scopes = [{i} for i in range(len(space.issues))] + [set(c.scope) for c in (*hard, *soft)]
    if scaled.caps:
        scopes.append(set(range(len(space.issues))))
    found = []
    for group in joined(scopes):
        inside = frozenset(i for i in group if i < len(space.issues))
        if not inside:
            continue
        found.append(
            Group(
                tuple(sorted(inside)),
                tuple(c for c in hard if c.scope[0] in inside),
                tuple(c for c in soft if c.scope[0] in inside),
            )
        )
    return found


def part_of(scaled: Scaled, group: Group, allowance: Allowance) -> tuple[Part, bool]:
    """Return the frontier of one group of issues, and whether its packages are all counted."""
    if len(group.issues) == 1 and not scaled.caps:
        return single(scaled, group.issues[0], allowance), True
    try:
        return labelled(scaled, group, allowance.share(_FIRST)), True
    except TooComplexError as error:
        allowance.check()
        found = solved(scaled, group.issues, (group.hard, group.soft), allowance)
        if not found.complete:
            raise TooComplexError(found.why or error.message, hint="allow more") from error
        return found.part(scaled), found.counted


def labelled(scaled: Scaled, group: Group, allowance: Allowance) -> Part:
    """Return the frontier of one group of issues by following labels from issue to issue."""
    order = ordered(group, [len(options) for options in scaled.options])
    conditions = Conditions(scaled.space, order, group.hard, group.soft, scaled.charges)
    first = nothing(scaled, len(scaled.caps), conditions.always)
    if conditions.impossible:
        return nowhere(first)
    return Run(scaled, order, conditions, allowance).frontier(first)


def ordered(group: Group, sizes: Sequence[int]) -> list[int]:
    """Return the issues of *group* in an order that keeps few expressions open at a time."""
    scopes = [set(c.scope) for c in (*group.hard, *group.soft)]
    left, begun = set(group.issues), set[int]()
    order: list[int] = []
    touching = {i: [at for at, scope in enumerate(scopes) if i in scope] for i in group.issues}

    def burden(issue: int) -> tuple[int, int, int]:
        opens = sum(at not in begun and len(scopes[at]) > 1 for at in touching[issue])
        closes = sum(len(scopes[at]) == 1 for at in touching[issue])
        return opens - closes, sizes[issue], issue

    while left:
        issue = min(left, key=burden)
        left.remove(issue)
        order.append(issue)
        begun.update(touching[issue])
        for at in touching[issue]:
            scopes[at].discard(issue)
    return order


def single(scaled: Scaled, issue: int, allowance: Allowance) -> Part:
    """Return the frontier of one issue."""
    return leaf(scaled, scaled.choices(issue), 0, allowance)


def nothing(scaled: Scaled, budgets: int = 0, failed: Sequence[int] = ()) -> Leaf:
    """Return the frontier of no issue at all: one point, which costs what the *failed* positions cost."""
    at = np.zeros(1, np.intp)
    mask = sum(1 << bit for bit in failed)
    costs = [cost for charge, cost in scaled.charges if charge & mask]
    row = [sum(column) for column in zip(*costs, strict=True)] if costs else [0] * scaled.parties
    rows = scaled.array([[*row, *[0] * budgets]], scaled.parties + budgets)
    key = (mask & scaled.goal.counted).bit_count() * scaled.radix[0]
    return Leaf(Table(rows, np.ones(1, np.int64), scaled.key_array([key]), at, at), [[(key, ())]])


def nowhere(first: Leaf) -> Leaf:
    """Return the frontier of issues that no package settles."""
    return Leaf(first.table.take(np.zeros(0, np.intp)), [])


def merged_all(parts: Sequence[Part], scaled: Scaled, allowance: Allowance) -> Part:
    """Return the frontier of the sums of all *parts*, small ones first."""
    some = sorted(parts, key=len)
    most = scaled.most[: scaled.parties]
    while len(some) > MOST_DEEP:
        pairs = [summed(one, two, most, allowance) for one, two in zip(some[::2], some[1::2], strict=False)]
        some = sorted(pairs + some[len(pairs) * 2 :], key=len)
    if not some or scaled.goal.most is not None:
        some.insert(0, nothing(scaled))  # so that every part is held against the bounds
    whole, *rest = some
    for part in rest:
        whole = summed(whole, part, most, allowance)
    return whole


def front(scaled: Scaled, whole: Part) -> Front:
    """Return the answer that *whole* gives, in the goal's own numbers."""
    return Front(
        scaled.vectors(whole.table.rows),
        whole.table.counts.tolist(),
        lambda at: shown(whole, at),
        lambda at, most: others(whole, at, most),
    )


def others(whole: Part, at: int, most: int) -> list[Options]:
    """Return up to *most* packages of a point other than the one shown."""
    first, stream = shown(whole, at), whole.stream(at)
    found: list[Options] = []
    for number in range(most + 1):
        package = stream.get(number)
        if package is None or len(found) == most:
            break
        options = tuple(sorted(package[1]))
        if options != first:
            found.append(options)
    return found
