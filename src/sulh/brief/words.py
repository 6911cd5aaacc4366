"""What the brief says of positions and moves: our verbs, everybody else's words.

The verbs are the same for every party, and none of them judges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or
from sulh.model.findings import ActivePosition
from sulh.model.move import Act, Move
from sulh.model.problem import Issue, Package

LONGEST_QUOTE = 110


class Verb(NamedTuple):
    """A verb as it is needed: *base* (did not …), *present*, *past*."""

    base: str
    present: str
    past: str


VERBS: dict[Act, Verb] = {
    "offer": Verb("offer", "offers", "offered"),
    "accept": Verb("accept", "accepts", "accepted"),
    "agree": Verb("agree on", "agreed on", "agreed on"),
    "concede": Verb("concede", "concedes", "conceded"),
    "meet": Verb("meet:", "met:", "met:"),
    "demand": Verb("demand", "demands", "demanded"),
    "condition": Verb("make it a condition:", "makes it a condition:", "made it a condition:"),
    "press": Verb("press for", "presses for", "pressed for"),
    "reject": Verb("reject", "rejected", "rejected"),
    "red line": Verb("draw a red line:", "draws a red line:", "drew a red line:"),
    "threaten": Verb("threaten", "threatens", "threatened"),
    "announce": Verb("say:", "said:", "said:"),
}
HEDGED = Verb("have reservations about", "has reservations about", "had reservations about")

_PREPOSITION = re.compile(r" (?:on|for|about)\Z")
_ACCEPTED_BY = " accepted by {}"
_LADDER = {">=": "at least ", "<=": "at most ", ">": "more than ", "<": "less than ", "=": "", "!=": "not "}
_STEPS = {"<=": "at most", ">": "beyond", "<": "short of", "!=": "not"}
_OPPOSITE = {">=": "<", "<": ">=", "<=": ">", ">": "<=", "=": "!=", "!=": "="}


def shorten(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return *text* on one line, cut at a word where it is longer than *longest*."""
    flat = " ".join(text.split())
    if len(flat) <= longest:
        return flat
    cut = flat[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip(",;:. ") + "…"


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return *text* in quotation marks, shortened."""
    return f"“{shorten(text, longest)}”"


def listed(names: Sequence[str], last: str = "and") -> str:
    """Return *names* as a list in words: ``A, B and C``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def possessive(name: str) -> str:
    """Return *name* with its genitive ending."""
    return name + ("’" if name.endswith(("s", "S")) else "’s")


def unique(items: Iterable[str]) -> list[str]:
    """Return *items* without repetitions, in order."""
    return list(dict.fromkeys(items))


def label(issue: Issue | None, name: str) -> str:
    """Return what people call the issue."""
    return issue.label or issue.name if issue else name


def option(issue: Issue | None, value: str) -> str:
    """Return an option in words, with its unit where it is a number."""
    return f"{value} {issue.unit}" if issue and issue.unit and _is_number(value) else value


def wants(node: Node, issues: Mapping[str, Issue], about: str | None = None) -> str:
    """Return *node* in words. The issue *about* is not named, every other one is."""
    match node:
        case Compare():
            return _named(node.issue, about, issues, _comparison(node, issues.get(node.issue)))
        case OneOf(issue=name, options=options):
            issue = issues.get(name)
            return _named(name, about, issues, listed([option(issue, o) for o in options], "or"))
        case Not(part=Compare(issue=name, operator=operator, option=value)):
            return wants(Compare(name, _OPPOSITE[operator], value), issues, about)  # type: ignore[arg-type]
        case Not(part=part):
            return f"not ({wants(part, issues, about)})"
        case And(parts=parts) | Or(parts=parts):
            last = "and" if isinstance(node, And) else "or"
            return listed([_within(part, issues, about) for part in parts], last)
        case Implies(premise=premise, conclusion=conclusion):
            return f"if {wants(premise, issues, about)}, then {wants(conclusion, issues, about)}"


def _within(part: Node, issues: Mapping[str, Issue], about: str | None) -> str:
    words = wants(part, issues, about)
    return f"({words})" if isinstance(part, And | Or | Implies) else words


def _named(name: str, about: str | None, issues: Mapping[str, Issue], words: str) -> str:
    return words if name == about else f"{label(issues.get(name), name)}: {words}"


def _comparison(node: Compare, issue: Issue | None) -> str:
    words = option(issue, node.option)
    options = issue.options if issue else ()
    if not options or node.operator == "=":
        return f"{_LADDER[node.operator]}{words}"
    last = _only_one_left(node, options)
    if last is not None:
        return option(issue, last)
    if all(map(_is_number, options)):
        return f"{_LADDER[node.operator]}{words}"
    named = f"“{words}”" if " " in words and not words[0].isdigit() else words
    return f"{named} or beyond" if node.operator == ">=" else f"{_STEPS[node.operator]} {named}"


def _only_one_left(node: Compare, options: Sequence[str]) -> str | None:
    """Return the one option to speak of: the only one that meets *node*, or the end that bounds nothing."""
    if node.option not in options:
        return None
    at, top = options.index(node.option), len(options) - 1
    ends = {(">=", top): -1, ("<=", top): -1, (">", top - 1): -1, ("<=", 0): 0, (">=", 0): 0, ("<", 1): 0}
    end = ends.get((node.operator, at))
    return None if end is None else options[end]


def _is_number(value: str) -> bool:
    """Whether an option is a number, which reads without quotation marks."""
    return value.replace(",", "").replace(".", "", 1).replace("-", "", 1).isdigit()


def package(values: Package, issues: Mapping[str, Issue]) -> str:
    """Return a package in words, issue by issue."""
    parts = [f"{label(issues.get(name), name)}: {option(issues.get(name), o)}" for name, o in values.items()]
    return "; ".join(parts)


def claim(active: ActivePosition, issues: Mapping[str, Issue], about: str | None = None) -> str:
    """Return who wants what, as one clause: ``Hamas demands war: ends``; without the issue if *about* it."""
    position = active.position
    words = wants(position.wants, issues, about)
    after = "" if about is None else ":"
    if active.kind == "refusal":
        return f"{position.party} refused {active.offer or 'the offer'}"
    if position.id.endswith(_ACCEPTED_BY.format(position.party)):
        return f"{position.party} accepted {active.offer or 'an offer'} ({words})"
    if position.strength == "offer":
        asks = about is not None and about in issues and position.party not in issues[about].controller
        return f"{position.party} {'asks' if asks else 'offers'}{after} {words}"
    if position.hedged:
        return f"{position.party} has reservations and wants{after} {words}"
    verbs = {"red line": "has a red line:", "demand": f"demands{after}", "preference": f"would prefer{after}"}
    return f"{position.party} {verbs[position.strength]} {words}"


def giving_up(active: ActivePosition, issues: Mapping[str, Issue], about: str | None = None) -> str:
    """Return what it means to give the position up: ``Israel goes beyond its offer o1 (at most 1500)``."""
    position = active.position
    words = wants(position.wants, issues, about)
    of = f" {active.offer}" if active.offer else ""
    if active.kind == "refusal":
        return f"{position.party} takes back its refusal of {active.offer or 'the offer'}"
    if position.id.endswith(_ACCEPTED_BY.format(position.party)):
        return f"{position.party} goes beyond what it accepted in {active.offer or 'the offer'} ({words})"
    if position.strength == "offer":
        return f"{position.party} goes beyond its offer{of} ({words})"
    if position.hedged:
        return f"{position.party} sets its reservations aside ({words})"
    verbs = {"red line": "crosses its red line", "demand": "gives up its demand", "preference": "gives up"}
    return f"{position.party} {verbs[position.strength]} ({words})"


def who(move: Move) -> str:
    """Return who made the move: the party, or the person with the party in brackets."""
    parties = listed(move.party)
    if not parties or move.speaker in move.party or all(party in move.speaker for party in move.party):
        return parties or move.speaker
    return f"{move.speaker} ({parties})"


def terms(move: Move, most: int = 3) -> str:
    """Return what the move is about in its source's words, or its whole quote where it has no terms."""
    words = unique(quoted(term.text) for term in move.terms) or [quoted(move.quote)]
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")


def did(move: Move) -> str:
    """Return the move as one clause in the past: ``Hamas rejected “a three-month ceasefire”``."""
    hedged = bool(move.terms) and all(term.hedged for term in move.terms)
    verb = HEDGED if hedged and move.act in ("reject", "red line") else VERBS[move.act]
    if move.denied:
        words = f"did not {verb.base}"
    elif move.context == "future":
        words = f"{'are' if len(move.party) > 1 else 'is'} to {verb.base}"
    elif move.context == "hypothetical":
        words = f"would {verb.base}"
    else:
        words = verb.past
    whom = f" (to {move.addressee})" if move.addressee and move.addressee not in move.party else ""
    if not move.terms:  # a quote is not what was demanded or agreed on: it tells the act
        words = _PREPOSITION.sub("", words).rstrip(":") + ":"
    return f"{who(move)} {words} {terms(move)}{whom}"
