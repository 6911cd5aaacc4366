"""Which steps a party can take alone on an issue: what it controls, what it holds jointly, no way back.

An issue that one party controls alone it sets as it likes. A jointly held ladder stands at the lowest rung
that any holder keeps: each may lower it alone, none may raise it alone. A jointly held issue without a known
order changes by agreement only; each holder may take it back alone to the status quo, where one is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from sulh.model.errors import UsageError
from sulh.model.evaluation import check
from sulh.model.expressions import Compare
from sulh.model.problem import Irreversible, Issue, Problem

Steps = tuple[tuple[int, ...], ...]
"""Option → the options to which a party can take the issue from there, itself among them, ascending."""


class Mobility:
    """What each party can move: `steps[party]` holds, by index, the issues on which it has a step at all."""

    def __init__(self, problem: Problem) -> None:
        quo = problem.status_quo
        back: dict[str, list[Irreversible]] = {}
        for move in problem.irreversible:
            for option in (move.origin, move.target):
                check(Compare(move.issue, "=", option), problem.issues)
            if move.origin == move.target:
                raise UsageError(
                    f"the irreversible move on {move.issue!r} leads nowhere", hint="from and to must differ"
                )
            back.setdefault(move.issue, []).append(move)
        self.steps: Mapping[str, Mapping[int, Steps]] = {
            party: {
                at: found
                for at, issue in enumerate(problem.issues)
                if party in issue.controller
                and (found := _steps(issue, quo.get(issue.name), back.get(issue.name, ())))
            }
            for party in problem.parties
        }
        if not any(set(problem.parties) & set(issue.controller) for issue in problem.issues):
            raise UsageError(
                "no party controls any issue: nobody can move", hint="say who carries it out: controller: A"
            )

    @cached_property
    def transitive(self) -> bool:
        """Whether two steps of a party in a row always amount to one, or to none."""
        return all(
            set(steps[further]) <= set(targets)
            for issues in self.steps.values()
            for steps in issues.values()
            for targets in steps
            for further in targets
        )


def _steps(issue: Issue, quo: str | None, irreversible: Sequence[Irreversible]) -> Steps | None:
    """Return the steps of one holder of *issue*, None where it has none."""
    options = range(len(issue.options))
    if len(issue.controller) == 1:
        free = [set(options) for _ in options]
    elif issue.ordered and issue.direction_confirmed:
        free = [set(options[: o + 1] if issue.gives == "up" else options[o:]) for o in options]
    else:
        home = {issue.options.index(quo)} if quo is not None else set()
        free = [{o} | home for o in options]
    for move in irreversible:
        origin, target = issue.options.index(move.origin), issue.options.index(move.target)
        if not issue.ordered:
            free[target].discard(origin)
            continue
        # From the target, or from beyond it, nothing leads back to before it: so no detour leads round.
        for o in options:
            if origin < target <= o:
                free[o] -= set(options[:target])
            elif origin > target >= o:
                free[o] -= set(options[target + 1 :])
    steps = tuple(tuple(sorted(targets)) for targets in free)
    return steps if any(len(targets) > 1 for targets in steps) else None
