"""The space of packages, compiled: issues and options as numbers, positions as bits of a mask.

Issues that no link and no position joins can be settled apart; each such group is a component.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.stance import active
from sulh.model.errors import CaseFileError, UsageError
from sulh.model.evaluation import allowed, did_you_mean, joined
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or, issues_in
from sulh.model.findings import ActivePosition, Stance
from sulh.model.problem import Issue, Package, Problem

Test = Callable[[Sequence[int]], bool]
"""Whether an assignment (for every issue the index of its option) meets an expression."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """An expression over issues (as indices, ascending), ready to be tested; `bit` names its position."""

    scope: tuple[int, ...]
    test: Test
    wants: Node
    bit: int = -1


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of an issue as it enters an enumeration, with what the enumeration adds up."""

    issue: int
    option: int
    mask: int
    value: tuple[int, ...] = ()
    count: int = 1
    key: tuple[int, ...] = ()


@dataclass(frozen=True)
class Component:
    """Issues that must be settled together, with the positions and links on them."""

    issues: tuple[int, ...]
    positions: tuple[Constraint, ...]
    links: tuple[Constraint, ...]

    @property
    def joining(self) -> tuple[Constraint, ...]:
        """Everything that spans issues."""
        return (*self.links, *(p for p in self.positions if len(p.scope) > 1))


class Space:
    """A case on a day, for the parties *among* whom an agreement is sought.

    `bound` are the positions that bind, in the stance's order; bit i of a mask is `bound[i]`.
    """

    def __init__(self, problem: Problem, as_of: str | None, among: Sequence[str] | None) -> None:
        self.problem = problem
        self.among = members(problem, among)
        self.stance: Stance = active(problem, as_of)
        self.issues: tuple[Issue, ...] = problem.issues
        self.index = {issue.name: i for i, issue in enumerate(self.issues)}
        self.bound: tuple[ActivePosition, ...] = tuple(
            item
            for item in self.stance.active
            if item.position.strength != "preference" and item.position.party in self.among
        )
        self.positions = tuple(self._constraint(p.position.wants, i) for i, p in enumerate(self.bound))
        self.links = tuple(self._constraint(link) for link in problem.links)
        self.covered = sum(1 << i for i, item in enumerate(self.bound) if item.covered_by)
        self.hedged = sum(1 << i for i, p in enumerate(self.bound) if p.position.hedged or p.unsure)
        self.red_lines = sum(1 << i for i, p in enumerate(self.bound) if p.position.strength == "red line")

    @cached_property
    def by_party(self) -> list[int]:
        """The positions of each of the parties `among`, as masks."""
        return [
            sum(1 << i for i, item in enumerate(self.bound) if item.position.party == party)
            for party in self.among
        ]

    def _constraint(self, wants: Node, bit: int = -1) -> Constraint:
        scope = tuple(sorted({self.index[name] for name in issues_in(wants)}))
        return Constraint(scope, self._compiled(wants), wants, bit)

    def _compiled(self, wants: Node) -> Test:
        match wants:
            case Compare(issue=name) | OneOf(issue=name):
                at, good = self.index[name], allowed(wants, self.issues[self.index[name]])
                return lambda chosen: chosen[at] in good
            case Not(part=part):
                test = self._compiled(part)
                return lambda chosen: not test(chosen)
            case And(parts=parts):
                tests = [self._compiled(part) for part in parts]
                return lambda chosen: all(test(chosen) for test in tests)
            case Or(parts=parts):
                tests = [self._compiled(part) for part in parts]
                return lambda chosen: any(test(chosen) for test in tests)
            case Implies(premise=premise, conclusion=conclusion):
                given, then = self._compiled(premise), self._compiled(conclusion)
                return lambda chosen: not given(chosen) or then(chosen)

    def components(self, ignored: int = 0) -> list[Component]:
        """Return the components, leaving the positions in the mask *ignored* out of account."""
        positions = [p for p in self.positions if not ignored >> p.bit & 1]
        scopes = [{i} for i in range(len(self.issues))]
        scopes += [set(c.scope) for c in (*self.links, *positions)]
        result = []
        for group in joined(scopes):
            inside = {i for i in group if i < len(self.issues)}
            result.append(
                Component(
                    tuple(sorted(inside)),
                    tuple(p for p in positions if p.scope[0] in inside),
                    tuple(link for link in self.links if link.scope[0] in inside),
                )
            )
        return result

    @cached_property
    def linked(self) -> list[list[int]]:
        """The groups of issues that the links join, issues without a link left out."""
        scopes = [set(link.scope) for link in self.links]
        groups = (set().union(*(scopes[i] for i in group)) for group in joined(scopes))
        return [sorted(group) for group in groups if len(group) > 1]

    def option_masks(self, component: Component) -> dict[int, list[int]]:
        """Return for each issue of *component* and each option the one-issue positions that it fails."""
        masks = {i: [0] * len(self.issues[i].options) for i in component.issues}
        for position in component.positions:
            if len(position.scope) == 1:
                met = self.meeting(position)
                row = masks[position.scope[0]]
                row[:] = [m if o in met else m | 1 << position.bit for o, m in enumerate(row)]
        return masks

    def meeting(self, constraint: Constraint) -> frozenset[int]:
        """Return the options that meet a *constraint* on one issue."""
        chosen = [0] * len(self.issues)
        met = set()
        at = constraint.scope[0]
        for option in range(len(self.issues[at].options)):
            chosen[at] = option
            if constraint.test(chosen):
                met.add(option)
        return frozenset(met)

    def package(self, options: Iterable[tuple[int, int]]) -> Package:
        """Return the package of *options* (pairs of issue and option) by names, in the case's order."""
        return {self.issues[i].name: self.issues[i].options[o] for i, o in sorted(options)}

    def names(self, mask: int) -> tuple[str, ...]:
        """Return the names of the positions in *mask*."""
        return tuple(item.position.id for i, item in enumerate(self.bound) if mask >> i & 1)


def agreement_sets(problem: Problem) -> tuple[tuple[str, ...], ...]:
    """Return the sets of parties each of which would suffice for a deal; without any given, all parties."""
    return problem.agreement or (problem.parties,)


def members(problem: Problem, among: Sequence[str] | None) -> tuple[str, ...]:
    """Return the parties that must agree: *among*, else the first agreement set of the case."""
    if among is None:
        among = agreement_sets(problem)[0]
    for name in among:
        if name not in problem.parties:
            raise UsageError(f"there is no party {name!r}", hint=did_you_mean(name, problem.parties))
    return tuple(party for party in problem.parties if party in among)


def walk(
    choices: Sequence[Sequence[Choice]],
    component: Component,
    hard: int,
    size: int,
    allowance: Allowance | None = None,
) -> Iterator[tuple[list[Choice], int]]:
    """Yield every combination of *choices* that meets the links and the spanning positions in *hard*.

    Each comes with the mask of the spanning positions that it fails. *size* is the number of all issues.
    The list is reused between the steps. Raises TooComplexError where the time of *allowance* is over.
    """
    place = {row[0].issue: depth for depth, row in enumerate(choices) if row}
    due: list[list[Constraint]] = [[] for _ in choices]
    for constraint in component.joining:
        due[max(place[i] for i in constraint.scope)].append(constraint)
    assigned = [0] * size
    taken: list[Choice] = []
    failed = [0]
    rows = [iter(choices[0])]
    while rows:
        if allowance:
            allowance.check()
        choice = next(rows[-1], None)
        depth = len(rows) - 1
        del taken[depth:], failed[depth + 1 :]
        if choice is None:
            rows.pop()
            continue
        assigned[choice.issue] = choice.option
        mask = _failed(due[depth], assigned, failed[depth], hard)
        if mask is None:
            continue
        taken.append(choice)
        if len(taken) == len(choices):
            yield taken, mask
        else:
            failed.append(mask)
            rows.append(iter(choices[depth + 1]))


def _failed(due: Sequence[Constraint], assigned: Sequence[int], mask: int, hard: int) -> int | None:
    for constraint in due:
        if not constraint.test(assigned):
            if constraint.bit < 0 or hard >> constraint.bit & 1:
                return None
            mask |= 1 << constraint.bit
    return mask


def no_package(space: Space, component: Component) -> CaseFileError:
    """Return the error for links that no package meets."""
    names = ", ".join(space.issues[i].name for i in component.issues)
    return CaseFileError(f"no package meets the links on {names}", hint="one of these links must be wrong")
