"""What the brief says of positions: our words for their strength, the case's words for what is wanted.

The words are the same for every party, and none of them judges. Labels of options stand in ‘single’ quotation
marks where they need some: the “double” ones hold nothing but the words of a source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from sulh.brief.amounts import is_number, option
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Operator, Or
from sulh.model.findings import ActivePosition
from sulh.model.problem import Issue, Package

LONGEST_QUOTE = 110

_LANGUAGES = {
    "fr": "French", "es": "Spanish", "de": "German", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
    "sv": "Swedish", "tr": "Turkish", "id": "Indonesian", "pl": "Polish", "ar": "Arabic", "fa": "Persian",
    "he": "Hebrew", "ru": "Russian", "uk": "Ukrainian", "be": "Belarusian", "el": "Greek", "ja": "Japanese",
    "ko": "Korean", "zh": "Chinese", "hi": "Hindi", "ur": "Urdu",
}  # fmt: skip
_ACCEPTED_BY = " accepted by {}"
_LADDER = {">=": "at least ", "<=": "at most ", ">": "more than ", "<": "less than ", "=": "", "!=": "not "}
_TURNED: dict[Operator, Operator] = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}
"""The operators as they read where options are listed from the largest number."""
_STEPS = {">=": "at least", "<=": "at most", ">": "beyond", "<": "short of", "!=": "not"}
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


def counted(number: int, noun: str) -> str:
    """Return *number* with *noun*, in the plural where it is one."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def foreign(language: str) -> str | None:
    """Return what to say of a report in a *language* (ISO 639-1) that is not read; None of any other."""
    if language in ("en", "und"):
        return None
    name = _LANGUAGES.get(language, f"another language ({language})")
    return f"seems to be in {name}; only English is read"


def possessive(name: str) -> str:
    """Return *name* with its genitive ending."""
    return name + ("’" if name.endswith(("s", "S")) else "’s")


def unique(items: Iterable[str]) -> list[str]:
    """Return *items* without repetitions, in order."""
    return list(dict.fromkeys(items))


def label(issue: Issue | None, name: str) -> str:
    """Return what people call the issue."""
    return issue.label or issue.name if issue else name


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
    if is_number(node.option):
        sign = _TURNED.get(node.operator, node.operator) if _run_down(options) else node.operator
        return f"{_LADDER[sign]}{words}"
    ends = {"<": options[-1], ">": options[0]}  # short of the top is anything but the top
    return f"{'not' if ends.get(node.operator) == node.option else _STEPS[node.operator]} ‘{words}’"


def _run_down(options: Sequence[str]) -> bool:
    """Return whether *options* are numbers listed from the largest: what comes later is then less."""
    if not all(map(is_number, options)):
        return False
    values = [Fraction(number.replace(",", "")) for number in options]
    return values == sorted(values, reverse=True) and len(values) > 1


def _only_one_left(node: Compare, options: Sequence[str]) -> str | None:
    """Return the one option to speak of: the only one that meets *node*, or the end that bounds nothing."""
    if node.option not in options:
        return None
    at, top = options.index(node.option), len(options) - 1
    ends = {(">=", top): -1, ("<=", top): -1, (">", top - 1): -1, ("<=", 0): 0, (">=", 0): 0, ("<", 1): 0}
    if node.operator == "!=" and top == 1:
        return options[1 - at]
    end = ends.get((node.operator, at))
    return None if end is None else options[end]


def package(values: Package, issues: Mapping[str, Issue]) -> str:
    """Return a package in words, issue by issue."""
    parts = [f"{label(issues.get(name), name)}: {option(issues.get(name), o)}" for name, o in values.items()]
    return "; ".join(parts)


def strength(active: ActivePosition) -> str:
    """Return how firmly the position stands, in a word or two: ``red line``, ``offer o1``."""
    position = active.position
    if active.kind == "refusal":
        return f"refusal of {active.offer or 'the offer'}"
    if position.id.endswith(_ACCEPTED_BY.format(position.party)):
        return f"acceptance of {active.offer or 'an offer'}"
    if position.hedged:
        return "reservations"
    return " ".join(filter(None, (position.strength, active.offer)))


def giving_up(active: ActivePosition, issues: Mapping[str, Issue], about: str | None = None) -> str:
    """Return what giving the position up means: ``goes beyond its offer o1 on pay (at most 5%)``.

    The party that does it is left out, and so is the issue if it is the one *about* which all is.
    """
    position = active.position
    offer = active.offer or "the offer"
    if active.kind == "refusal":
        return f"takes back its refusal of {offer}"
    if position.id.endswith(_ACCEPTED_BY.format(position.party)):
        verb = f"goes beyond what it accepted in {offer}"
    elif position.hedged:
        verb = "sets its reservations aside"
    else:
        own = f"goes beyond its offer {active.offer}" if active.offer else "goes beyond its offer"
        verbs = {"red line": "crosses its red line", "demand": "gives up its demand", "offer": own}
        verb = verbs.get(position.strength, "gives up its preference")
    return f"{verb}{_aim(position.wants, issues, about)}"


def _aim(node: Node, issues: Mapping[str, Issue], about: str | None) -> str:
    if isinstance(node, Compare) and node.issue != about:
        return f" on {label(issues.get(node.issue), node.issue)} ({wants(node, issues, node.issue)})"
    return f" ({wants(node, issues, about)})"
