"""What the checks share: which positions bind, and whether some of them can all be met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from sulh.model.evaluation import allowed, holds, joined
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or, issues_in
from sulh.model.findings import ActivePosition, Finding, Stance
from sulh.model.problem import Package, Problem

MOST_STEPS = 20_000
"""Choices between two sets of options made to decide whether some positions can all be met."""

MOST_TESTS = 1_000_000
"""Expressions tested in all to check one finding."""

NOT_VERIFIED = ", in part not re-verified: too large"
F = TypeVar("F", bound=Finding)


def checked(finding: F, verified: bool) -> F:
    """Return *finding*; where not all of it was *verified* its method says so."""
    return finding if verified else finding.model_copy(update={"method": finding.method + NOT_VERIFIED})


def demand(condition: bool, message: str) -> None:
    """Raise AssertionError with *message* unless *condition*."""
    if not condition:
        raise AssertionError(f"a finding failed its check: {message}")


def binding_in(stance: Stance, finding: Finding) -> dict[str, ActivePosition]:
    """Return the positions that bind among the finding's parties, by id."""
    return binding_among(stance, finding.among)


def binding_among(stance: Stance, among: Sequence[str]) -> dict[str, ActivePosition]:
    """Return the positions that bind among some parties, by id."""
    return {
        item.position.id: item
        for item in stance.active
        if item.position.party in among and item.position.strength != "preference"
    }


class Solver:
    """Decides whether positions can all be met. `gave_up`: at least one question was too large.

    Each issue keeps a set of options; conditions are judged by what these sets leave open, and one that is
    not yet decided splits the set of an issue that it speaks of.
    """

    def __init__(self, problem: Problem) -> None:
        self.issues = problem.by_name
        self.tests = MOST_TESTS
        self.gave_up = False
        self._sets: dict[int, tuple[Compare | OneOf, frozenset[int]]] = {}
        self._scopes: dict[int, tuple[Node, frozenset[str]]] = {}
        self._links: dict[str, list[Node]] = {}
        scopes = [set(issues_in(link)) for link in problem.links]
        for group in joined(scopes):
            links = [problem.links[i] for i in group]
            self._links |= dict.fromkeys(set().union(*(scopes[i] for i in group)), links)

    def satisfiable(self, wants: Sequence[Node]) -> bool | None:
        """Return whether some package meets *wants* and the links; None where it takes too long to tell."""
        found = self._search(wants) if self.tests > 0 else None
        self.gave_up |= found is None
        return found

    def _search(self, wants: Sequence[Node]) -> bool | None:
        names = {name for want in wants for name in self._scope(want)}
        groups = {id(self._links[name]): self._links[name] for name in names if name in self._links}
        conditions: list[Node] = [want for want in wants if not isinstance(want, Compare | OneOf)]
        conditions += [link for links in groups.values() for link in links]
        names |= {name for links in groups.values() for link in links for name in issues_in(link)}
        start = {name: frozenset(range(len(self.issues[name].options))) for name in names}
        for want in wants:
            if isinstance(want, Compare | OneOf):
                start[want.issue] &= self._allowed(want)
        self.tests -= len(wants)
        states = [(start, conditions)] if all(start.values()) else []
        for _ in range(MOST_STEPS):
            if not states:
                return False
            left, conditions = states.pop()
            self.tests -= len(conditions)
            if self.tests < 0:
                return None
            truths = [self._truth(condition, left) for condition in conditions]
            if False in truths:
                continue
            undecided = [c for c, truth in zip(conditions, truths, strict=True) if truth is None]
            if not undecided:
                return True
            atom = min((list(self._open(c, left)) for c in undecided), key=len)[0]
            inside = self._allowed(atom)
            states.append(({**left, atom.issue: left[atom.issue] - inside}, undecided))
            states.append(({**left, atom.issue: left[atom.issue] & inside}, undecided))
        return None

    def _scope(self, want: Node) -> frozenset[str]:
        """Return the issues that *want* speaks of; kept, with *want*, so that its id stays its own."""
        if id(want) not in self._scopes:
            self._scopes[id(want)] = want, frozenset(issues_in(want))
        return self._scopes[id(want)][1]

    def _allowed(self, atom: Compare | OneOf) -> frozenset[int]:
        """Return the options that meet *atom*; kept in the same way."""
        if id(atom) not in self._sets:
            self._sets[id(atom)] = atom, allowed(atom, self.issues[atom.issue])
        return self._sets[id(atom)][1]

    def _truth(self, said: Node, left: dict[str, frozenset[int]]) -> bool | None:
        """Return whether *said* holds for all that is *left*, for none of it (False), or not yet known."""
        match said:
            case Compare(issue=issue) | OneOf(issue=issue):
                options, inside = left[issue], self._allowed(said)
                return True if options <= inside else False if options.isdisjoint(inside) else None
            case Not(part=part):
                truth = self._truth(part, left)
                return truth if truth is None else not truth
            case Implies(premise=premise, conclusion=conclusion):
                given = self._truth(premise, left)
                if given is False:
                    return True
                then = self._truth(conclusion, left)
                return then if given or then else None
            case And(parts=parts) | Or(parts=parts):
                settles = isinstance(said, Or)
                truths = [self._truth(part, left) for part in parts]
                return settles if settles in truths else None if None in truths else not settles

    def _open(self, said: Node, left: dict[str, frozenset[int]]) -> Iterator[Compare | OneOf]:
        """Yield the comparisons in *said* that are not decided."""
        match said:
            case Compare() | OneOf():
                if self._truth(said, left) is None:
                    yield said
            case Not(part=part):
                yield from self._open(part, left)
            case Implies(premise=premise, conclusion=conclusion):
                yield from self._open(premise, left)
                yield from self._open(conclusion, left)
            case And(parts=parts) | Or(parts=parts):
                for part in parts:
                    yield from self._open(part, left)


def check_kept(problem: Problem, package: Package) -> None:
    """Check that *package* breaks no link on which it says everything."""
    issues = problem.by_name if problem.links else {}
    for link in problem.links:
        if all(name in package for name in issues_in(link)):
            demand(holds(link, package, issues), f"a package breaks the link {link}")


def failed_by(problem: Problem, items: Iterable[ActivePosition], package: Package) -> list[ActivePosition]:
    """Return those of *items* that *package* fails, as far as it speaks of their issues."""
    issues = problem.by_name
    return [
        item
        for item in items
        if all(name in package for name in issues_in(item.position.wants))
        and not holds(item.position.wants, package, issues)
    ]
