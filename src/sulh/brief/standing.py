"""Where each party stands: one sentence, our verbs and the sources' words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sulh.brief.known import Known
from sulh.brief.words import HEDGED, VERBS, listed, package, possessive, quoted, unique, wants
from sulh.model.brief import Standing
from sulh.model.findings import ActivePosition
from sulh.model.move import Act, Move
from sulh.model.problem import Evidence, Offer

MOST_TERMS = 3
LONGEST = 64
"""Characters of a quote: a sentence is to be read at one go, the whole quote stands in the sources."""

_ORDER = ("red line", "demand", "condition", "preference", "offer", "concede", "accept", "agree", "reject")
_Key = tuple[int, str]
_WITHOUT_ISSUE: frozenset[Act] = frozenset({"accept", "concede", "threaten"})


class _Group(NamedTuple):
    """The clauses under one verb, and the evidence behind them."""

    words: list[str]
    evidence: list[Evidence]


def standing(known: Known) -> tuple[Standing, ...]:
    """Return one sentence for each party, in the case's order."""
    return tuple(_of(party, known) for party in known.problem.parties)


def _of(party: str, known: Known) -> Standing:
    groups: dict[_Key, _Group] = defaultdict(lambda: _Group([], []))
    used: set[str] = set()
    for active in known.stance.active:
        if active.position.party == party and active.kind == "position":
            _add_position(groups, active, known, used)
    binding = {active.offer for active in known.stance.active if active.kind == "offer"}
    for offer in known.offers:
        if offer.by == party and offer.id in binding:
            _add_offer(groups, offer, known, used)
        _add_answer(groups, offer, party, known, used)
    for move in known.moves:
        if move.act in _WITHOUT_ISSUE and move.party == (party,) and move.id not in used and _binds(move):
            _put(groups, _key(move.act, VERBS[move.act].present), _terms(move), [known.evidence(move)])
    if not groups:
        return Standing(party=party, sentence=f"{party}: no position found.")
    clauses = [
        f"{verb} {_cut(group.words)}" for (_, verb), group in sorted(groups.items(), key=lambda g: g[0][0])
    ]
    evidence = unique_evidence(item for group in groups.values() for item in group.evidence)
    return Standing(party=party, sentence=f"{party} {'; '.join(clauses)}.", evidence=evidence)


def _key(act: str, verb: str) -> _Key:
    return (_ORDER.index(act) if act in _ORDER else len(_ORDER)), verb


def _put(groups: dict[_Key, _Group], verb: _Key, words: Iterable[str], evidence: Iterable[Evidence]) -> None:
    group = groups[verb]
    group.words.extend(words)
    group.evidence.extend(evidence)


def _binds(move: Move) -> bool:
    return not move.denied and move.context == "actual"


def _terms(move: Move) -> list[str]:
    return [quoted(term.text, LONGEST) for term in move.terms] or [quoted(move.quote, LONGEST)]


def _add_position(groups: dict[_Key, _Group], active: ActivePosition, known: Known, used: set[str]) -> None:
    """Put the position under its verb: by the words of the moves it rests on, else as the case has it."""
    position = active.position
    moves = [known.by_id[e.move] for e in position.evidence if e.move and e.move in known.by_id]
    if not moves:
        verb = "would prefer" if position.strength == "preference" else VERBS[position.strength].present
        verb = HEDGED.present if position.hedged else verb
        words = [wants(position.wants, known.problem.by_name)]
        _put(groups, _key(position.strength, verb), words, position.evidence)
    for move in moves:
        _put(
            groups,
            _key(move.act, _verb(move)),
            _said_in(position.evidence, move) or _terms(move),
            [known.evidence(move)],
        )
        used.add(move.id)


def _said_in(evidence: tuple[Evidence, ...], move: Move) -> list[str]:
    """Return the terms of *move* that *evidence* stands on."""
    spans = [(e.start, e.end) for e in evidence if e.move == move.id and e.start is not None and e.end]
    return [
        quoted(term.text, LONGEST)
        for term in move.terms
        if any(start <= term.start and term.end <= end for start, end in spans if start is not None and end)
    ]


def _verb(move: Move) -> str:
    if move.act in ("reject", "red line") and move.terms and all(term.hedged for term in move.terms):
        return HEDGED.present
    return VERBS[move.act].present


def _add_offer(groups: dict[_Key, _Group], offer: Offer, known: Known, used: set[str]) -> None:
    words = _offered(offer, known) or f"{offer.id} ({package(offer.package, known.problem.by_name)})"
    _put(groups, _key("offer", VERBS["offer"].present), [words], offer.evidence)
    used.update(e.move for e in offer.evidence if e.move)


def _add_answer(groups: dict[_Key, _Group], offer: Offer, party: str, known: Known, used: set[str]) -> None:
    answer = offer.answers.get(party, "none")
    if answer == "none":
        return
    evidence = offer.answer_evidence.get(party, ())
    used.update(e.move for e in evidence if e.move)
    words = _offered(offer, known)
    text = f"offer of {words}" if words else f"offer {offer.id}"
    key = _key(answer, f"{VERBS[answer].past} {possessive(offer.by)}")
    _put(groups, key, [text], evidence or offer.evidence)


def _offered(offer: Offer, known: Known) -> str:
    """Return the offer in its source's words, if it was read."""
    moves = [known.by_id[e.move] for e in offer.evidence if e.move and e.move in known.by_id]
    return listed(unique(word for move in moves for word in _terms(move)), "with")


def _cut(words: list[str]) -> str:
    distinct = unique(words)
    more = len(distinct) - MOST_TERMS
    if more > 0:
        return f"{', '.join(distinct[:MOST_TERMS])} and {more} more"
    return listed(distinct)


def unique_evidence(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return *items* without repetitions, in order."""
    seen: dict[tuple[object, ...], Evidence] = {}
    for item in items:
        seen.setdefault((item.report, item.start, item.end, item.quote, item.sources), item)
    return tuple(seen.values())
