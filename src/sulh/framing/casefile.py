"""Case files: a case as YAML or JSON, for people and other programs, read into a `Problem` and written back.

What a file says and cannot mean (an unknown name, an order asked of an unordered issue, links that exclude
each other, two things of one name) is a CaseFileError that names the line and the nearest right name.
"""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Any, cast, get_args

from sulh.framing.casefile_grades import read_credence, read_grades
from sulh.framing.casefile_nodes import MOST_BYTES, At, compose
from sulh.framing.casefile_write import write_case
from sulh.model.errors import ExpressionError
from sulh.model.evaluation import check, contradiction, did_you_mean
from sulh.model.expressions import Node, issues_in, parse, quoted
from sulh.model.move import Level
from sulh.model.problem import (
    Answer,
    Evidence,
    Gives,
    Irreversible,
    Issue,
    Offer,
    Package,
    Position,
    Problem,
    Strength,
    Utility,
)

__all__ = ["MOST_BYTES", "read_case", "write_case"]

_CASE = (
    "title", "parties", "mediators", "issues", "links", "positions", "offers", "agreement", "weights",
    "utilities", "preferences", "irreversible", "ranking", "status_quo",
    "grades", "credence",
)  # fmt: skip
_ISSUE = ("options", "ordered", "controller", "gives", "direction_confirmed", "open_rungs", "label", "unit")
_POSITION = (
    "id", "party", "wants", "strength", "since", "until", "own_voice", "hedged", "note", "evidence",
)  # fmt: skip
_OFFER = (
    "id", "by", "to", "package", "since", "answers", "answered", "condition", "own_voice", "evidence",
    "answer_evidence",
)  # fmt: skip
_EVIDENCE = ("quote", "report", "move", "start", "end", "sources", "level", "published")


def read_case(text: str, name: str = "the case file") -> Problem:
    """Return the case that *text*, YAML or JSON, describes; *name* is the file's name for messages.

    Raises CaseFileError (ExpressionError inside an expression) for whatever cannot be meant, TooLargeError
    for a file over `MOST_BYTES` or over 100,000 names and values.
    """
    root = compose(text, name)
    if not root.is_mapping():
        raise root.wrong(f"{name} is no case file: it must be names with values", "start with parties: […]")
    return _Reader(root, root.fields(_CASE)).case()


class _Reader:
    """Reads one case; later parts are checked against the parties and issues read first."""

    def __init__(self, root: At, fields: dict[str, At]) -> None:
        self.fields = fields
        self.parties = self._distinct(fields.get("parties"), "the party")
        self.mediators = self._distinct(fields.get("mediators"), "the mediator")
        self.everybody = (*self.parties, *self.mediators)
        self.issues: dict[str, Issue] = {}
        self.options: dict[str, frozenset[str]] = {}
        for key, value in self._entries("issues"):
            issue = self._issue(key.text(), value)
            self.issues[issue.name] = issue
            self.options[issue.name] = frozenset(issue.options)
        if not self.parties:
            raise fields.get("parties", root).wrong("the case has no parties", "add parties: [A, B]")
        if not self.issues:
            hint = "add issues: {price: {options: [low, high]}}"
            raise fields.get("issues", root).wrong("the case has no issues", hint)
        self.ids: set[str] = set()

    def case(self) -> Problem:
        case = self._ungraded()
        entries = {name: self._entries(name) for name in ("grades", "credence")}
        if not any(entries.values()):
            return case
        return case.model_copy(
            update={
                "grades": read_grades(entries["grades"], case),
                "credence": read_credence(entries["credence"]),
            }
        )

    def _ungraded(self) -> Problem:
        fields = self.fields
        optional = {"title": fields["title"].text()} if "title" in fields else {}
        if "title" in optional and not optional["title"].strip():
            raise fields["title"].wrong("the title is empty", "name the case, or leave title: out")
        return Problem(
            **optional,
            parties=self.parties,
            mediators=self.mediators,
            issues=tuple(self.issues.values()),
            links=self._links(),
            positions=tuple(self._position(place) for place in self._items("positions")),
            offers=tuple(self._offer(place) for place in self._items("offers")),
            agreement=tuple(
                tuple(self._party(party) for party in members.items()) for members in self._items("agreement")
            ),
            weights={self._party(key): self._weights(value) for key, value in self._entries("weights")},
            utilities={self._party(key): self._utility(value) for key, value in self._entries("utilities")},
            preferences={
                self._party(key): tuple(self._expression(item) for item in value.items())
                for key, value in self._entries("preferences")
            },
            ranking={
                self._party(key): tuple(self._tie(tie) for tie in value.items())
                for key, value in self._entries("ranking")
            },
            irreversible=tuple(self._irreversible(place) for place in self._items("irreversible")),
            status_quo=self._package(fields["status_quo"]) if "status_quo" in fields else {},
        )

    def _items(self, field: str) -> list[At]:
        return self.fields[field].items() if field in self.fields else []

    def _entries(self, field: str) -> list[tuple[At, At]]:
        return self.fields[field].entries() if field in self.fields else []

    def _distinct(self, place: At | None, what: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        members = [] if place is None else place.items() if place.is_mapping() else place.one_or_more()
        for item in members:
            if item.text() in found:
                raise item.wrong(f"{what} {item.text()!r} is listed twice", "leave one of them out")
            found[item.text()] = None
        return tuple(found)

    def _known(self, place: At, known: Collection[str], what: str) -> str:
        said = place.text()
        if said in known:
            return said
        hint = did_you_mean(said, known)
        if said in self.mediators:
            hint = "it is a mediator here; only parties can be meant"
        raise place.wrong(f"there is no {what} {said!r}", hint)

    def _party(self, place: At) -> str:
        return self._known(place, self.parties, "party")

    def _issue_named(self, place: At) -> Issue:
        return self.issues[self._known(place, self.issues, "issue")]

    def _option(self, place: At, issue: Issue) -> str:
        said = place.text()
        if said not in self.options.get(issue.name, issue.options):
            message = f"the issue {issue.name!r} has no option {said!r}"
            raise place.wrong(message, did_you_mean(said, issue.options))
        return said

    def _issue(self, name: str, place: At) -> Issue:
        place = place.named(f"the issue {name!r}")
        fields = {"options": place} if place.is_list() else place.fields(_ISSUE, ("options",))
        options = self._distinct(fields["options"].named(f"the options of {name!r}"), "the option")
        if not options:
            raise fields["options"].wrong(f"the issue {name!r} has no options", "name at least one")
        bare = Issue(name=name, options=options)
        rungs = fields["open_rungs"].one_or_more() if "open_rungs" in fields else []
        holders = fields["controller"].one_or_more() if "controller" in fields else []
        return Issue(
            name=name,
            options=options,
            ordered=_flag(fields, "ordered", False),
            controller=tuple(self._known(holder, self.everybody, "party") for holder in holders),
            gives=cast("Gives", fields["gives"].one_of(get_args(Gives)) if "gives" in fields else "up"),
            direction_confirmed=_flag(fields, "direction_confirmed", True),
            open_rungs=tuple(self._option(rung, bare) for rung in rungs),
            label=_optional(fields, "label"),
            unit=_optional(fields, "unit"),
        )

    def _expression(self, place: At) -> Node:
        try:
            found = parse(place.text())
            check(found, self.issues)
        except ExpressionError as error:
            raise ExpressionError(error.message, line=place.line, hint=error.hint) from None
        return found

    def _links(self) -> tuple[Node, ...]:
        places = self._items("links")
        links = tuple(self._expression(place) for place in places)
        at = contradiction(links, self.issues.values())
        if at is not None:
            named = ", ".join(dict.fromkeys(issues_in(links[at])))
            raise places[at].wrong(
                f"no package meets the link {places[at].text()!r} together with the links before it",
                f"correct one of the links on {named}",
            )
        return links

    def _id(self, place: At) -> str:
        said = place.text()
        if said in self.ids:
            raise place.wrong(f"two positions or offers have the id {said!r}", "give one of them another id")
        self.ids.add(said)
        return said

    def _position(self, place: At) -> Position:
        place = place.named("a position")
        fields = place.fields(_POSITION, ("id", "party", "wants", "strength"))
        return Position(
            id=self._id(fields["id"]),
            party=self._party(fields["party"]),
            wants=self._expression(fields["wants"]),
            strength=cast("Strength", fields["strength"].one_of(get_args(Strength))),
            since=_date(fields, "since"),
            until=_date(fields, "until"),
            own_voice=_flag(fields, "own_voice", True),
            hedged=_flag(fields, "hedged", False),
            note=_optional(fields, "note"),
            evidence=_evidence(fields.get("evidence")),
        )

    def _offer(self, place: At) -> Offer:
        place = place.named("an offer")
        fields = place.fields(_OFFER, ("id", "by", "package"))
        who = {name: fields[name].entries() if name in fields else [] for name in _OFFER if "answer" in name}
        answers = {
            self._known(key, self.everybody, "party"): value.one_of(get_args(Answer))
            for key, value in who["answers"]
        }
        by = self._known(fields["by"], self.everybody, "party")
        to = fields["to"].one_or_more() if "to" in fields else []
        for party in (*to, *(key for key, _ in who["answers"])):
            if party.text() == by:
                raise party.wrong(f"{by!r} makes the offer and cannot take it", "name the other parties")
        return Offer(
            id=self._id(fields["id"]),
            by=by,
            to=tuple(self._known(party, self.everybody, "party") for party in to),
            package=self._package(fields["package"]),
            since=_date(fields, "since"),
            answers=cast("dict[str, Answer]", answers),
            answered={
                self._known(k, self.everybody, "party"): day for k, v in who["answered"] if (day := v.date())
            },
            condition=_optional(fields, "condition"),
            own_voice=_flag(fields, "own_voice", True),
            evidence=_evidence(fields.get("evidence")),
            answer_evidence={
                self._known(k, self.everybody, "party"): _evidence(v) for k, v in who["answer_evidence"]
            },
        )

    def _package(self, place: At) -> Package:
        found = {}
        for key, value in place.entries():
            issue = self._issue_named(key)
            found[issue.name] = self._option(value, issue)
        return found

    def _tie(self, place: At) -> tuple[Package, ...]:
        """Read states that a party holds equal; one alone may stand without brackets."""
        states = []
        for item in place.one_or_more():
            state = self._package(item)
            lacking = [name for name in self.issues if name not in state]
            if lacking:
                raise item.wrong(f"a ranked state says nothing on {lacking[0]!r}", "rank whole states")
            states.append(state)
        return tuple(states)

    def _numbers(self, place: At) -> dict[str, Fraction]:
        return {self._issue_named(key).name: value.number() for key, value in place.entries()}

    def _weights(self, place: At) -> dict[str, Fraction]:
        for key, value in place.entries():
            if value.number() <= 0:
                message = f"the weight of {key.text()!r} must be more than 0, not {value.text()}"
                raise value.wrong(message, "leave it out for the usual weight, 1")
        return self._numbers(place)

    def _utility(self, place: At) -> Utility:
        fields = place.fields(("weights", "scores", "reserve"))
        scores = {}
        for key, value in fields["scores"].entries() if "scores" in fields else []:
            issue = self._issue_named(key)
            scores[issue.name] = {self._option(o, issue): score.number() for o, score in value.entries()}
            self._all_scored(key, issue, scores)
        for key, value in fields["weights"].entries() if "weights" in fields else []:
            self._all_scored(key, self._issue_named(key), scores)
            if value.number() < 0:
                message = f"the weight of {key.text()!r} must not be negative: {value.text()}"
                raise value.wrong(message, "turn the scores round instead")
        return Utility(
            weights=self._numbers(fields["weights"]) if "weights" in fields else {},
            scores=scores,
            reserve=fields["reserve"].number() if "reserve" in fields else Fraction(0),
        )

    def _all_scored(self, place: At, issue: Issue, scores: dict[str, dict[str, Fraction]]) -> None:
        scored = scores.get(issue.name, {})
        lacking = next((option for option in issue.options if option not in scored), None)
        if lacking is not None:
            message = f"the utility gives no score for the option {lacking!r} of {issue.name!r}"
            raise place.wrong(message, f"add it under scores: {{{quoted(issue.name)}: …}}")

    def _irreversible(self, place: At) -> Irreversible:
        fields = place.named("an irreversible move").fields(("issue", "from", "to"), ("issue", "from", "to"))
        issue = self._issue_named(fields["issue"])
        ends: dict[str, Any] = {end: self._option(fields[end], issue) for end in ("from", "to")}
        return Irreversible(issue=issue.name, **ends)


def _optional(fields: dict[str, At], name: str) -> str | None:
    return fields[name].optional() if name in fields else None


def _date(fields: dict[str, At], name: str) -> str | None:
    return fields[name].date() if name in fields else None


def _flag(fields: dict[str, At], name: str, default: bool) -> bool:
    return fields[name].flag() if name in fields else default


def _evidence(place: At | None) -> tuple[Evidence, ...]:
    """Read evidence: a quote alone, one piece with its fields, or a list of either."""
    return tuple(_piece(item) for item in place.one_or_more()) if place else ()


def _piece(place: At) -> Evidence:
    if not place.is_mapping():
        return Evidence(quote=place.text())
    fields = place.named("a piece of evidence").fields(_EVIDENCE, ("quote",))
    level = fields["level"].one_of(get_args(Level)) if "level" in fields else "press"
    sources = fields["sources"].one_or_more() if "sources" in fields else []
    return Evidence(
        quote=fields["quote"].text(),
        report=_optional(fields, "report"),
        move=_optional(fields, "move"),
        start=fields["start"].integer() if "start" in fields else None,
        end=fields["end"].integer() if "end" in fields else None,
        sources=tuple(source.text() for source in sources),
        level=cast("Level", level),
        published=_date(fields, "published"),
    )
