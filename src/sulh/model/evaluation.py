"""What expressions mean: whether a package meets one, and whether it speaks of what the case has."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import islice
from operator import ge, gt, le, lt
from typing import TypeVar

from sulh.model.errors import ExpressionError
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or, issues_in, quoted
from sulh.model.problem import Issue

T = TypeVar("T", bound=Hashable)
_ORDER: dict[str, Callable[[int, int], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_MOST_NAMES = 2_000
"""Names that a misspelt one is compared with."""


def allowed(atom: Compare | OneOf, issue: Issue) -> frozenset[int]:
    """Return the indices of the options of *issue* that meet *atom*.

    Order operators follow the order in which the options are listed, whichever way the issue `gives`.
    """
    if isinstance(atom, OneOf):
        wanted = set(atom.options)
        return frozenset(at for at, option in enumerate(issue.options) if option in wanted)
    at = issue.options.index(atom.option)
    everything = range(len(issue.options))
    below, above = frozenset(everything[:at]), frozenset(everything[at + 1 :])
    return {
        "=": frozenset({at}),
        "!=": below | above,
        "<": below,
        "<=": below | {at},
        ">": above,
        ">=": above | {at},
    }[atom.operator]


def holds(expression: Node, package: Mapping[str, str], issues: Mapping[str, Issue]) -> bool:
    """Return whether *package* meets *expression*; KeyError where it says nothing on one of its issues."""
    match expression:
        case OneOf(issue=name, options=options):
            return package[name] in options
        case Compare(issue=name, option=option, operator="="):
            return package[name] == option
        case Compare(issue=name, option=option, operator="!="):
            return package[name] != option
        case Compare(issue=name, option=option, operator=operator):
            found = issues[name].options
            return _ORDER[operator](found.index(package[name]), found.index(option))
        case Not(part=part):
            return not holds(part, package, issues)
        case And(parts=parts):
            return all(holds(part, package, issues) for part in parts)
        case Or(parts=parts):
            return any(holds(part, package, issues) for part in parts)
        case Implies(premise=premise, conclusion=conclusion):
            return not holds(premise, package, issues) or holds(conclusion, package, issues)


def check(expression: Node, issues: Iterable[Issue] | Mapping[str, Issue]) -> None:
    """Raise ExpressionError where *expression* names what is not there, or asks for an order that is not.

    Its hint gives the nearest right name. *issues* may be given by their names.
    """
    _check(expression, issues if isinstance(issues, Mapping) else {issue.name: issue for issue in issues})


def _check(expression: Node, by_name: Mapping[str, Issue]) -> None:
    match expression:
        case Compare(issue=name, option=option, operator=operator):
            issue = _known(name, by_name)
            if operator not in ("=", "!=") and not issue.ordered:
                raise ExpressionError(
                    f"{str(expression)!r} asks for an order that the issue {name!r} does not have",
                    hint=f"use = or !=, or say that {name} is ordered",
                )
            _known_option(option, issue)
        case OneOf(issue=name, options=options):
            issue = _known(name, by_name)
            there = set(issue.options)
            for option in options:
                if option not in there:
                    _known_option(option, issue)
        case Not(part=part):
            _check(part, by_name)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                _check(part, by_name)
        case Implies(premise=premise, conclusion=conclusion):
            _check(premise, by_name)
            _check(conclusion, by_name)


def _known(name: str, by_name: Mapping[str, Issue]) -> Issue:
    if name not in by_name:
        raise ExpressionError(f"there is no issue {name!r}", hint=did_you_mean(name, by_name))
    return by_name[name]


def _known_option(option: str, issue: Issue) -> None:
    if option not in issue.options:
        hint = did_you_mean(option, issue.options)
        raise ExpressionError(f"the issue {issue.name!r} has no option {option!r}", hint=hint)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint with the name of *known* nearest to *name*, or with some of them where none is near."""
    known = list(islice(known, _MOST_NAMES))
    if not known:
        return "none is declared"
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    found = process.extractOne(name, known, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=60)
    if found:
        return f"did you mean {found[0]!r}?"
    listed = ", ".join(map(quoted, known[:8]))
    return f"there are: {listed}" + (", …" if len(known) > 8 else "")


def contradiction(links: Sequence[Node], issues: Iterable[Issue], limit: int = 200_000) -> int | None:
    """Return the index of the first link that no package meets together with those before it.

    None: all links can be met, or *limit* steps of the search did not tell. The search backtracks over the
    issues that the links join, one joined group at a time.
    """
    by_name = {issue.name: issue for issue in issues}
    first: list[int] = []
    for group in joined([set(issues_in(link)) for link in links]):
        possible, impossible = 0, len(group)  # how many links of the group can be met, and how many cannot
        if _possible([links[i] for i in group], by_name, limit) is not False:
            continue
        while impossible - possible > 1:
            number = (possible + impossible) // 2
            if _possible([links[i] for i in group[:number]], by_name, limit) is False:
                impossible = number
            else:
                possible = number
        first.append(group[impossible - 1])
    return min(first, default=None)


def joined(scopes: Sequence[set[T]]) -> list[list[int]]:
    """Group the indices of *scopes* so that scopes with a common member, directly or not, stand together."""
    above = list(range(len(scopes)))

    def top(index: int) -> int:
        while above[index] != index:
            above[index] = index = above[above[index]]
        return index

    holder: dict[T, int] = {}
    for index, scope in enumerate(scopes):
        for name in scope:
            one, two = sorted((top(index), top(holder.setdefault(name, index))))
            above[two] = one
    groups: dict[int, list[int]] = {}
    for index in range(len(scopes)):
        groups.setdefault(top(index), []).append(index)
    return list(groups.values())


def _possible(links: Sequence[Node], by_name: Mapping[str, Issue], limit: int) -> bool | None:
    names = list(dict.fromkeys(name for link in links for name in issues_in(link)))
    due: dict[str, list[Node]] = {name: [] for name in names}
    place = {name: at for at, name in enumerate(names)}
    for link in links:
        due[max(issues_in(link), key=place.__getitem__)].append(link)
    package: dict[str, str] = {}
    choices = [iter(by_name[names[0]].options)]
    for _ in range(limit):
        name = names[len(choices) - 1]
        option = next(choices[-1], None)
        if option is None:
            choices.pop()
            if not choices:
                return False
            continue
        package[name] = option
        if all(holds(link, package, by_name) for link in due[name]):
            if len(choices) == len(names):
                return True
            choices.append(iter(by_name[names[len(choices)]].options))
    return None
