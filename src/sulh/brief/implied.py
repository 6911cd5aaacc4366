"""Which positions go without saying beside others of the same party."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence

from sulh.model.expressions import Compare, Node, Not, OneOf
from sulh.model.findings import ActivePosition
from sulh.model.problem import Issue, Strength

STRENGTHS: tuple[Strength, ...] = ("red line", "demand", "offer", "preference")
"""The firmest first."""

_TESTS: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def without_implied(
    positions: Sequence[ActivePosition], issues: Mapping[str, Issue]
) -> tuple[ActivePosition, ...]:
    """Return *positions* but for those that a narrower one, as firm or firmer, of the same party contains."""
    return tuple(
        one
        for place, one in enumerate(positions)
        if not any(
            _contains(other, one, issues) and (not _contains(one, other, issues) or before < place)
            for before, other in enumerate(positions)
            if before != place
        )
    )


def _contains(narrow: ActivePosition, wide: ActivePosition, issues: Mapping[str, Issue]) -> bool:
    """Whether whoever meets *narrow* meets *wide* as well, and *narrow* is no weaker."""
    one, two = narrow.position, wide.position
    if one.party != two.party or one.hedged != two.hedged:
        return False
    if STRENGTHS.index(one.strength) > STRENGTHS.index(two.strength):
        return False
    first, second = _meeting(one.wants, issues), _meeting(two.wants, issues)
    if first is None or second is None or first[0] != second[0]:
        return False
    return first[1] <= second[1]


def _meeting(node: Node, issues: Mapping[str, Issue]) -> tuple[str, frozenset[int]] | None:
    """Return the one issue that *node* is about and the places of the options that meet it."""
    match node:
        case Not(part=part):
            found = _meeting(part, issues)
            return found and (found[0], frozenset(range(len(issues[found[0]].options))) - found[1])
        case Compare(issue=name) if name in issues and node.option in issues[name].options:
            options = issues[name].options
            at, test = options.index(node.option), _TESTS[node.operator]
            return name, frozenset(place for place in range(len(options)) if test(place, at))
        case OneOf(issue=name) if name in issues:
            chosen = {place for place, value in enumerate(issues[name].options) if value in node.options}
            return name, frozenset(chosen)
    return None
