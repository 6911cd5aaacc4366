"""Negotiation domains in the XML of Genius, which NegMAS writes as well: a domain and a profile per party.

Genius is described in R. Lin et al., "Genius: an integrated environment for supporting the design of generic
automated negotiators", Computational Intelligence 30, 2014. A utility is the sum over issues of the issue's
weight times the evaluation of the option; the decimals of the file are taken for the exact numbers they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path, PurePath
from typing import NamedTuple

from sulh.framing.casefile_nodes import MOST_BYTES, MOST_VALUES
from sulh.framing.genius_nodes import Element, elements
from sulh.framing.genius_write import write_genius
from sulh.model.errors import CaseFileError, InputError, NotFoundError, TooLargeError, UnreadableError
from sulh.model.evaluation import did_you_mean
from sulh.model.problem import Issue, Problem, Utility

__all__ = ["Imported", "genius_files", "read_genius", "write_genius"]

MOST_FILES = 1_000
"""XML files of one folder that are read at most."""

_DOMAIN, _PROFILE = "negotiation_template", "utility_space"
_PARAMETERS = {"offset": ("offset", "parameter0"), "slope": ("slope", "parameter1")}


class Imported(NamedTuple):
    """A domain as a case with utilities, and what of the files was passed over or taken for granted."""

    problem: Problem
    notes: tuple[str, ...]


def genius_files(paths: Iterable[Path]) -> dict[str, bytes]:
    """Return the XML files that *paths* name by their names, of a folder those ending in .xml that it holds.

    Raises NotFoundError where there is none, UnreadableError where one cannot be read, TooLargeError over
    `MOST_FILES` files and over the bytes of a case file.
    """
    found: list[Path] = []
    for path in paths:
        inside = sorted(p for p in path.iterdir() if _is_xml(p)) if path.is_dir() else [path]
        if not inside:
            raise NotFoundError(
                f"{path}: no XML file in this folder", hint="a domain and its profiles are .xml"
            )
        found += inside
    if len(found) > MOST_FILES:
        raise TooLargeError(f"more than {MOST_FILES:,} XML files", hint="name one domain at a time")
    files: dict[str, bytes] = {}
    for path in dict.fromkeys(found):
        if path.name in files:
            raise InputError(f"two files are called {path.name}", hint="parties are named after their files")
        try:
            with path.open("rb") as file:
                files[path.name] = file.read(MOST_BYTES + 1)
        except FileNotFoundError:
            raise NotFoundError(f"{path}: no such file", hint="check the path") from None
        except OSError as error:
            raise UnreadableError(f"{path}: {error.strerror or error}") from None
    return files


def _is_xml(path: Path) -> bool:
    return path.suffix.lower() == ".xml" and not path.name.startswith(".") and path.is_file()


def read_genius(
    files: Mapping[str, bytes], *, normalised: bool = False, title: str | None = None
) -> Imported:
    """Return the case that *files* (name → content) describe: one domain, two or more profiles.

    A party is named after its profile's file. With *normalised* the evaluations on each issue are divided by
    the largest of them, as Genius itself does when it runs; without, they count as they are written, as in
    NegMAS. Which of the two a reservation value was meant for the files do not say, so that where it makes
    a difference a note says so. Discounts are ignored, with a note: a package is judged as agreed at once.

    Raises CaseFileError for what cannot be meant, for real-valued issues and for utilities that do not add
    up over issues; TooLargeError over the limits of a case file.
    """
    roots = {name: elements(data, name) for name, data in files.items()}
    notes = [
        f"{name} is neither a domain nor a profile (<{root.tag}>) and was passed over"
        for name, root in roots.items()
        if root.tag not in (_DOMAIN, _PROFILE)
    ]
    domains = [root for root in roots.values() if root.tag == _DOMAIN]
    profiles = {name: root for name, root in roots.items() if root.tag == _PROFILE}
    if len(domains) != 1:
        given = ", ".join(root.file for root in domains) or "none"
        raise CaseFileError(
            f"one file must be a domain (<{_DOMAIN}>); there is {given}", hint="name one domain at a time"
        )
    if len(profiles) < 2:
        raise CaseFileError(
            f"there must be two or more profiles (<{_PROFILE}>), not {len(profiles)}",
            hint="put the profiles beside the domain",
        )
    names = [PurePath(name).stem for name in profiles]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise CaseFileError(f"two profiles are called {twice}", hint="parties are named after their files")
    domain = _Domain(domains[0], notes)
    utilities = {
        name: _Profile(root, domain, name, notes).utility(normalised)
        for name, root in zip(names, profiles.values(), strict=True)
    }
    problem = Problem(
        title=title or PurePath(domains[0].file).stem,
        parties=tuple(names),
        issues=tuple(domain.issues.values()),
        utilities=utilities,
    )
    return Imported(problem, tuple(notes))


class _Domain:
    """The issues of a domain, in the order of their indices."""

    def __init__(self, root: Element, notes: list[str]) -> None:
        self.notes = notes
        space = next(root.named(_PROFILE), root)
        objective = next(space.named("objective"), space)
        _demand_flat(objective)
        self.issues: dict[str, Issue] = {}
        self.index: dict[int, str] = {}
        self.whole: set[str] = set()
        found = [(_index(place, at), place) for at, place in enumerate(objective.named("issue"), 1)]
        room = MOST_VALUES
        for index, place in sorted(found, key=lambda pair: pair[0]):
            issue = self._issue(place, room)
            room -= len(issue.options)
            if issue.name in self.issues:
                raise place.wrong(f"two issues are called {issue.name!r}", "rename one of them")
            if index in self.index:
                raise place.wrong(f"two issues have the index {index}", "number them from 1")
            self.issues[issue.name] = issue
            self.index[index] = issue.name
        if not self.issues:
            raise objective.wrong("the domain has no issues", "a domain lists <issue> elements")

    def _issue(self, place: Element, room: int) -> Issue:
        name = place.text("name")
        kind = _kind(place)
        options = self._range(place, name, room) if kind == "integer" else self._items(place, name)
        if len(options) > room:
            raise TooLargeError(
                f"line {place.line}: {place.file}: more than {MOST_VALUES:,} options, the limit of a case",
                hint="leave out options",
            )
        return Issue(name=name, options=options, ordered=kind == "integer")

    def _items(self, place: Element, name: str) -> tuple[str, ...]:
        options = [item.text("value") for item in place.named("item")]
        if not options:
            raise place.wrong(f"the issue {name!r} has no options", "a discrete issue lists <item> elements")
        distinct = tuple(dict.fromkeys(options))
        if len(distinct) < len(options):
            self.notes.append(f"the domain lists an option of {name!r} twice; it was taken once")
        return distinct

    def _range(self, place: Element, name: str, room: int) -> tuple[str, ...]:
        self.whole.add(name)
        bounds = next(place.named("range"), place)
        low, high = bounds.whole("lowerbound"), bounds.whole("upperbound")
        if low > high:
            raise bounds.wrong(f"the range of {name!r} runs from {low} down to {high}", "turn it round")
        if high - low >= room:
            raise TooLargeError(
                f"line {place.line}: {place.file}: the range of {name!r} has {high - low + 1:,} values; a "
                f"case holds at most {MOST_VALUES:,}",
                hint="replace it by a discrete issue with the values on the table",
            )
        return tuple(map(str, range(low, high + 1)))


class _Profile:
    """One party's utility space."""

    def __init__(self, root: Element, domain: _Domain, party: str, notes: list[str]) -> None:
        self.root, self.domain, self.party, self.notes = root, domain, party, notes
        self.objective = next(root.named("objective"), root)
        _demand_flat(self.objective)
        self.scores: dict[str, dict[str, Fraction]] = {}
        self.index: dict[int, str] = {}
        self.constant = Fraction(0)
        for at, place in enumerate(self.objective.named("issue"), 1):
            name = place.text("name")
            if name not in domain.issues:
                raise place.wrong(f"the domain has no issue {name!r}", did_you_mean(name, domain.issues))
            if name in self.scores:
                raise place.wrong(f"the issue {name!r} stands twice", "leave one of them out")
            self.index[_index(place, at)] = name
            self.scores[name] = self._scored(place, domain.issues[name])

    def utility(self, normalised: bool) -> Utility:
        """Return the party's utility."""
        weights = self._weights()
        if normalised:
            self._normalise()
        else:
            self._say_scale()
        unscored = [name for name in self.domain.issues if name not in self.scores]
        if unscored:
            self.notes.append(f"{self.party} evaluates nothing on {', '.join(unscored)}: it adds nothing")
        if self.constant:
            self._add_constant(weights)
        reserve = self._reserve()
        one = Fraction(1)
        least = sum((weights.get(n, one) * min(s.values()) for n, s in self.scores.items()), Fraction(0))
        if reserve < least:
            self.notes.append(
                f"the reserve of {self.party} lies below all its utilities: it excludes nothing"
            )
        return Utility(weights=weights, scores=self.scores, reserve=reserve)

    def _scored(self, place: Element, issue: Issue) -> dict[str, Fraction]:
        if _kind(place) == "integer" or (issue.name in self.domain.whole and not any(place.named("item"))):
            return self._linear(place, issue)
        found: dict[str, Fraction] = {}
        options = frozenset(issue.options)
        for item in place.named("item"):
            option, score = item.text("value"), item.number("evaluation")
            if option not in options:
                hint = did_you_mean(option, issue.options)
                raise item.wrong(f"the domain has no option {option!r} of {issue.name!r}", hint)
            if found.setdefault(option, score) != score:
                raise item.wrong(f"the option {option!r} has two evaluations", "leave one of them out")
            if item.attributes.get("cost", "0").strip("0.") not in ("", "-"):
                self._once(f"{self.party}: costs of options are ignored")
        lacking = next((option for option in issue.options if option not in found), None)
        if lacking is not None:
            raise place.wrong(f"no evaluation for the option {lacking!r} of {issue.name!r}", "add an <item>")
        return found

    def _linear(self, place: Element, issue: Issue) -> dict[str, Fraction]:
        if issue.name not in self.domain.whole:
            raise place.wrong(f"the issue {issue.name!r} has no range in the domain", "list its options")
        evaluator = next(place.named("evaluator"), None)
        if evaluator is None or evaluator.text("ftype") != "linear":
            raise place.wrong(
                f"{issue.name!r} is not evaluated by a linear function", "list the values as <item> elements"
            )
        offset, slope = (_parameter(evaluator, names) for names in _PARAMETERS.values())
        return {option: offset + slope * int(option) for option in issue.options}

    def _weights(self) -> dict[str, Fraction]:
        weights: dict[str, Fraction] = {}
        for place in self.objective.named("weight"):
            index, weight = place.whole("index"), place.number("value")
            name = self.index.get(index)
            if name is not None:
                if name in weights:
                    raise place.wrong(f"the issue {name!r} has two weights", "leave one of them out")
                if weight < 0:
                    raise place.wrong(f"the weight of {name!r} is negative", "turn the evaluations round")
                weights[name] = weight
            elif index not in self.domain.index and weight:
                self.constant += weight
                self.notes.append(
                    f"{self.party}: the weight {weight} with the index of no issue adds to every package, as "
                    "NegMAS writes a constant"
                )
        without = [name for name in self.scores if name not in weights]
        if without:
            self.notes.append(f"{self.party} gives no weight to {', '.join(without)}: it weighs 1")
        return weights

    def _normalise(self) -> None:
        for name, scores in self.scores.items():
            most = max(scores.values())
            if most <= 0:
                raise self.objective.wrong(
                    f"the evaluations of {name!r} cannot be divided by the largest, {most}",
                    "read them as they are written",
                )
            self.scores[name] = {option: score / most for option, score in scores.items()}

    def _say_scale(self) -> None:
        if any(max(scores.values()) != 1 for scores in self.scores.values()):
            self._once(
                "evaluations and reservation values count as they are written; Genius divides the "
                "evaluations of each issue by the largest when it runs"
            )

    def _add_constant(self, weights: Mapping[str, Fraction]) -> None:
        """Put the constant on the options of one issue, as every package has one of them."""
        name = next((n for n in self.scores if weights.get(n, 1)), None)
        if name is None:
            raise self.objective.wrong("no issue has a weight", "give weights")
        add = self.constant / weights.get(name, Fraction(1))
        self.scores[name] = {option: score + add for option, score in self.scores[name].items()}

    def _reserve(self) -> Fraction:
        discount = self._beside("discount_factor")
        factor = discount.number("value") if discount else Fraction(1)
        if factor not in (0, 1):
            self.notes.append(
                f"{self.party}: the discount factor {discount and discount.text('value')} is ignored"
            )
        reservation = self._beside("reservation")
        if reservation is None:
            self.notes.append(f"{self.party} gives no reservation value: its reserve is 0")
            return Fraction(0)
        return reservation.number("value")

    def _beside(self, tag: str) -> Element | None:
        return next(iter((*self.root.named(tag), *self.objective.named(tag))), None)

    def _once(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _demand_flat(objective: Element) -> None:
    """Refuse what does not add up over the issues."""
    for tag in ("objective", "utility", "utility_function", "ufun"):
        for place in objective.named(tag):
            what = "nested objectives" if tag == "objective" else "utilities that do not add up over issues"
            raise place.wrong(f"{what} are not read", "only weights and evaluations of single issues are")


def _index(place: Element, at: int) -> int:
    return place.whole("index") if "index" in place.attributes else at


def _kind(place: Element) -> str:
    """Return whether an issue is discrete or integer; CaseFileError for any other."""
    kind = place.attributes.get("type") or place.attributes.get("etype") or "discrete"
    if kind not in ("discrete", "integer"):
        raise place.wrong(
            f"the issue {place.attributes.get('name')!r} is of the type {kind!r}; only discrete and integer "
            "issues are read",
            "replace it by a discrete issue with the values on the table",
        )
    return kind


def _parameter(place: Element, names: Sequence[str]) -> Fraction:
    for name in names:
        if name in place.attributes:
            return place.number(name)
    raise place.wrong(f"the evaluator has no {names[0]}", f'add {names[0]}="…"')
