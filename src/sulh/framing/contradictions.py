"""Accounts that cannot all be right. Quiet rather than silly: what time or wording may explain is left out.

Two accounts are compared when they are of one time (the same day, or reports at most `WINDOW` apart) and
come from different reports or source chains. A party that says no on Monday and yes on Friday has moved; it
does not contradict itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from itertools import combinations, product
from typing import NamedTuple

from sulh.framing.actors import unite
from sulh.framing.evidence import evidence_of
from sulh.framing.topics import content_words, phrases
from sulh.model.brief import Contradiction
from sulh.model.dates import day_range
from sulh.model.move import Figure, Move, Reading, Term
from sulh.model.problem import Evidence
from sulh.model.report import Report

WINDOW = timedelta(days=2)
APPROXIMATE = Decimal("0.1")
"""How far, as a share of the larger, two figures may lie apart when a source says "about"."""

_WORD = re.compile(r"\w+")
_SMALL_WORDS = (
    "a an the of to in on at for from by with and or its his her their our that this these those it be is are"
    " was were been being as any all"
)
_ANSWER = re.compile(r"\b(?:answer|repl|respon|offer|proposal)", re.IGNORECASE)
_STOP = frozenset(_SMALL_WORDS.split())
_BOUND = re.compile(
    r"\b(?:least|most|more than|less than|fewer than|over|under|up to|minimum|maximum"
    r"|dozens|hundreds|thousands)\b",
    re.IGNORECASE,
)


class _Account(NamedTuple):
    """A move with the report that tells of it; `party` under its one name, `words` those of its terms."""

    move: Move
    report: Report
    party: tuple[str, ...]
    words: frozenset[str]
    evidence: Evidence


_Clash = Callable[[_Account, _Account], str | None]


def contradictions(readings: Sequence[Reading]) -> tuple[Contradiction, ...]:
    """Return the contradictions between the accounts in *readings*, figures first."""
    told = _by_party(readings)
    found = [
        *_of_figures(readings),
        *_between(told, lambda a: a.move.denied, lambda a: not a.move.denied, (_denied, "denial")),
        *_between(told, _does("accept", "agree"), _does("reject"), (_yes_and_no, "act")),
        *_between(told, _gave_no_answer, _answers, (_answered_after_all, "act")),
        *_between(told, _does("offer"), _does("offer"), (_other_values, "figure")),
        *_between(told, _does("demand"), _does("demand"), (_other_values, "figure")),
        *_between(told, _does("agree"), _does("agree"), (_other_date, "date")),
    ]
    return tuple({(item.kind, item.what, item.sides): item for item in found}.values())


def _by_party(readings: Sequence[Reading]) -> list[list[_Account]]:
    """Return the accounts of what was really done, those of one party or set of parties together."""
    actors = unite(readings)
    groups: dict[tuple[str, ...], list[_Account]] = {}
    for reading in readings:
        for move in reading.moves:
            party = tuple(sorted({actors.name(party) for party in move.party}))
            if party and move.context in ("actual", "historical"):
                words = _words(" ".join(term.text for term in move.terms))
                evidence = evidence_of(move, reading.report, actors)
                groups.setdefault(party, []).append(_Account(move, reading.report, party, words, evidence))
    return list(groups.values())


def _does(*acts: str) -> Callable[[_Account], bool]:
    return lambda account: account.move.act in acts and not account.move.denied


def _of_figures(readings: Sequence[Reading]) -> Iterable[Contradiction]:
    reports = {reading.report.id: reading.report for reading in readings}
    same: dict[tuple[str, str], list[Figure]] = {}
    for reading in readings:
        for figure in reading.figures:
            of = _words(figure.of)
            if len(of - _words(figure.unit)) >= 2:  # "130 prisoners" alone may be any prisoners
                same.setdefault((" ".join(sorted(of)), figure.unit.casefold()), []).append(figure)
    for figures in same.values():
        sides = _conflicting(figures, reports)
        if sides:
            values = " or ".join(dict.fromkeys(f"{f.value} {f.unit}".strip() for f in sides))
            yield Contradiction(
                what=f"{figures[0].of}: {values}",
                kind="figure",
                sides=tuple(_figure_evidence(figure, reports[figure.report]) for figure in sides),
            )


def _conflicting(figures: Sequence[Figure], reports: dict[str, Report]) -> list[Figure]:
    """Return the figures that some other one cannot stand beside, in order."""
    clashing: set[int] = set()
    for (i, one), (j, other) in combinations(enumerate(figures), 2):
        if one.report == other.report and one.according_to == other.according_to:
            continue
        if _together(reports[one.report], reports[other.report]) and _cannot_both_hold(one, other):
            clashing |= {i, j}
    return [figures[i] for i in sorted(clashing)]


def _cannot_both_hold(one: Figure, other: Figure) -> bool:
    try:
        a, b = Decimal(one.value), Decimal(other.value)
    except InvalidOperation:
        return False
    hedges = f"{one.qualifier or ''} | {other.qualifier or ''}"
    if not (a.is_finite() and b.is_finite()) or a == b or _BOUND.search(hedges):
        return False
    if one.qualifier or other.qualifier:
        return abs(a - b) > APPROXIMATE * max(abs(a), abs(b))
    return True


def _between(
    told: Iterable[Sequence[_Account]],
    left: Callable[[_Account], bool],
    right: Callable[[_Account], bool],
    sort: tuple[_Clash, str],
) -> Iterable[Contradiction]:
    """Yield the clashes of *sort* between *left* and *right* accounts of one party, of different origin."""
    clash, kind = sort
    for accounts in told:
        ones, others = list(filter(left, accounts)), list(filter(right, accounts))
        pairs = combinations(ones, 2) if ones == others else product(ones, others)
        for one, other in pairs:
            if one.move.report == other.move.report and one.move.sources == other.move.sources:
                continue
            what = clash(one, other)
            if what:
                sides = (one.evidence, other.evidence)
                yield Contradiction.model_validate({"what": what, "kind": kind, "sides": sides})


def _denied(one: _Account, other: _Account) -> str | None:
    a, b = one.move, other.move
    if a.act != b.act or not _same_time(one, other) or not _alike(one, other):
        return None
    return f"{', '.join(one.party)}: {a.act}, told by one account and denied by another"


def _yes_and_no(one: _Account, other: _Account) -> str | None:
    a, b = one.move, other.move
    if not _same_time(one, other) or not _alike(one, other):
        return None
    return f"{', '.join(one.party)} is said to {a.act} and to {b.act} the same thing"


def _gave_no_answer(account: _Account) -> bool:
    return account.move.act == "announce" and account.move.denied


def _answers(account: _Account) -> bool:
    move = account.move
    return move.act in ("accept", "reject") and not move.denied and bool(_ANSWER.search(move.quote))


def _answered_after_all(one: _Account, other: _Account) -> str | None:
    """Tell no answer from an answer about the same thing; who answers later than the silence has moved."""
    a, b = one.move, other.move
    about = content_words(" ".join(t.text for t in a.terms)) & content_words(
        " ".join(t.text for t in b.terms)
    )
    if a.report == b.report or not _together(one.report, other.report) or not about - phrases("procedural"):
        return None
    return f"{', '.join(one.party)} is said to have given no answer, and to {b.act}"


def _other_values(one: _Account, other: _Account) -> str | None:
    a, b = one.move, other.move
    if a.report == b.report or not _same_day(one, other) or not _same_addressee(a, b):
        return None
    for x in a.terms:
        for y in b.terms:
            if _same_thing(x, y) and x.quantity != y.quantity:
                thing = " ".join(filter(None, (x.action, x.object or x.unit)))
                return f"{', '.join(one.party)}, {a.act} to {thing}: {x.quantity} or {y.quantity}"
    return None


def _other_date(one: _Account, other: _Account) -> str | None:
    a, b = one.move, other.move
    x, y = day_range(a.when), day_range(b.when)
    if a.report == b.report or not x or not y or max(x[0], y[0]) <= min(x[1], y[1]):
        return None
    if not a.terms or not _alike(one, other):
        return None
    return f"{', '.join(one.party)}, agreement: {a.when} or {b.when}"


def _same_thing(x: Term, y: Term) -> bool:
    if not x.quantity or not y.quantity or x.negated != y.negated or x.unit != y.unit:
        return False
    if _BOUND.search(f"{x.qualifier or ''} | {y.qualifier or ''}") or x.qualifier != y.qualifier:
        return False
    known = x.object is not None and x.action is not None
    return known and (x.action, x.agent, _words(x.object)) == (y.action, y.agent, _words(y.object))


def _same_addressee(a: Move, b: Move) -> bool:
    return a.addressee is None or b.addressee is None or a.addressee == b.addressee


def _alike(one: _Account, other: _Account) -> bool:
    """Whether two moves speak of the same terms: most of the words of the longer one are in the other."""
    a, b = one.move, other.move
    if not _same_addressee(a, b):
        return False
    if not one.words or not other.words:
        return one.words == other.words and a.addressee is not None and a.addressee == b.addressee
    if any(_same_thing(s, t) and s.quantity != t.quantity for s in a.terms for t in b.terms):
        return False
    return 5 * len(one.words & other.words) >= 3 * max(len(one.words), len(other.words))


def _same_time(one: _Account, other: _Account) -> bool:
    if one.move.when and other.move.when:
        return _same_day(one, other)
    return _together(one.report, other.report)


def _same_day(one: _Account, other: _Account) -> bool:
    x, y = (day_range(account.move.when or account.move.reported) for account in (one, other))
    return x is not None and x == y and x[0] == x[1]


def _together(a: Report, b: Report) -> bool:
    """Whether two reports are of one time; reports without a date are not known to be."""
    if a.id == b.id:
        return True
    x, y = day_range(a.published), day_range(b.published)
    if x is None or y is None:
        return False
    later, earlier = max(x[0], y[0]), min(x[1], y[1])
    return _gap(earlier, later) <= WINDOW


def _gap(earlier: date, later: date) -> timedelta:
    return max(later - earlier, timedelta(0))


def _words(text: str | None) -> frozenset[str]:
    return frozenset(_WORD.findall((text or "").casefold())) - _STOP


def _figure_evidence(figure: Figure, report: Report) -> Evidence:
    return Evidence(
        quote=figure.text,
        report=report.name,
        start=figure.start,
        end=figure.end,
        sources=figure.according_to,
        published=report.published,
    )
