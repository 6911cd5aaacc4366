"""Where each party stands: one sentence, our verbs and the sources' words; what matters most comes first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from sulh.brief.acts import HEDGED, VERBS
from sulh.brief.implied import without_implied
from sulh.brief.known import Known
from sulh.brief.words import counted, label, listed, package, possessive, quoted, unique, wants
from sulh.model.brief import Standing
from sulh.model.dates import first_day
from sulh.model.expressions import issues_in
from sulh.model.findings import ActivePosition
from sulh.model.move import Act, Move, Term
from sulh.model.problem import Evidence, Offer

LONGEST = 64
"""Characters of a quote: a sentence is to be read at one go, the whole quote stands in the sources."""

ROOM = 330
"""Characters of a sentence, about four lines of a narrow screen; what does not fit is counted."""

MOST_BRIEF = 4
"""Words up to which the thing itself says too little of a red line: “the trial”."""

_REF = 4  # what a footnote number takes
_ORDER = ("red line", "demand", "condition", "reject", "hedged", "offer", "answer", "preference")
_WITHOUT_ISSUE: tuple[Act, ...] = ("accept", "concede", "threaten")
_BARE = re.compile(r"(?:the |about |some |at least |at most )?[\w.,$€£-]+(?: (?:percent|per cent|%|\w+))?\Z")
_SEVERAL = {VERBS["red line"].present: "draws red lines:"}


class _Clause(NamedTuple):
    """Something a party does, to be told under *verb*; the lower the rank, the sooner."""

    rank: int
    verb: str
    words: str
    evidence: tuple[Evidence, ...]


def standing(known: Known) -> tuple[Standing, ...]:
    """Return one sentence for each party, in the case's order."""
    return tuple(_of(party, known) for party in known.problem.parties)


def _of(party: str, known: Known) -> Standing:
    clauses = _distinct(_clauses(party, known))
    if not clauses:
        return Standing(party=party, sentence=f"{party}: {silence(known)}.")
    shown = _that_fit(clauses, ROOM - len(party))
    parts = []
    for verb, group in groupby(shown, lambda clause: clause.verb):
        words = [clause.words for clause in group]
        parts.append(f"{_SEVERAL.get(verb, verb) if len(words) > 1 else verb} {listed(words)}")
    more = len(clauses) - len(shown)
    rest = f"; and {more} more" if more else ""
    evidence = unique_evidence(item for clause in shown for item in clause.evidence)
    return Standing(party=party, sentence=f"{party} {'; '.join(parts)}{rest}.", evidence=evidence)


def silence(known: Known) -> str:
    """Return how to say that nothing is known of a party: where it was looked for, too."""
    if not known.readings:
        return "nothing recorded"
    return f"nothing found in {counted(len(known.readings), 'report')}"


def _distinct(clauses: Iterable[_Clause]) -> list[_Clause]:
    """Return *clauses* in order, those with one verb together, each wording once."""
    found: dict[tuple[int, str, str], _Clause] = {}
    for clause in clauses:
        found.setdefault((clause.rank, clause.verb, clause.words.casefold()), clause)
    verbs = unique(clause.verb for clause in found.values())
    return sorted(found.values(), key=lambda clause: (clause.rank, verbs.index(clause.verb)))


def _that_fit(clauses: Sequence[_Clause], room: int) -> list[_Clause]:
    """Return the clauses to show until there is no more room.

    All red lines come first, then the first clause of each rank, then the second; what is settled or merely
    threatened comes last.
    """
    turns: dict[int, int] = {}
    queue = []
    for clause in clauses:
        turns[clause.rank] = turns.get(clause.rank, 0) + 1
        last = clause.rank >= len(_ORDER)
        queue.append(((last, 0 if clause.rank == 0 else turns[clause.rank]), clause))
    shown: list[_Clause] = []
    for _, clause in sorted(queue, key=lambda pair: pair[0]):
        known = {id(item) for one in shown for item in one.evidence}
        refs = sum(_REF for item in clause.evidence if id(item) not in known)
        again = any(one.verb == clause.verb for one in shown)
        room -= len(clause.words) + refs + (2 if again else len(clause.verb) + 3)
        if shown and room < 0:
            break
        shown.append(clause)
    return [clause for clause in clauses if clause in shown]


def _clauses(party: str, known: Known) -> Iterable[_Clause]:
    """Yield what *party* holds to: positions, the offers that bind, its latest answers, then the rest."""
    used: set[str] = set()
    own = [a for a in known.stance.active if a.position.party == party and a.kind == "position"]
    for active in without_implied(own, known.problem.by_name):
        yield from _position(active, known, used)
    binding = {active.offer for active in known.stance.active if active.kind == "offer"}
    for offer in known.offers:
        if offer.by == party and offer.id in binding:
            used.update(item.move for item in offer.evidence if item.move)
            words = _offered(offer, known)
            words = words or f"{offer.id} ({package(offer.package, known.problem.by_name)})"
            yield _Clause(_ORDER.index("offer"), VERBS["offer"].present, words, offer.evidence)
    yield from _answers(party, known, binding, used)
    told = {item.move for active in own for item in active.position.evidence} | used
    for move in known.moves:
        if move.act in _WITHOUT_ISSUE and move.party == (party,) and move.id not in told and _binds(move):
            rank = len(_ORDER) + _WITHOUT_ISSUE.index(move.act)
            for term in _terms(move, known):
                yield _Clause(rank, VERBS[move.act].present, term, (known.evidence(move),))


def _binds(move: Move) -> bool:
    return not move.denied and move.context == "actual"


def _position(active: ActivePosition, known: Known, used: set[str]) -> Iterable[_Clause]:
    """Yield the position in the words of its best evidence, or as the case has it where nothing was read."""
    position = active.position
    issue = next(issues_in(position.wants), "")
    best = known.agreed(position) or known.quotes.best(position.evidence, position.strength)
    move = known.quotes.move(best) if best else None
    if best is None or move is None:
        verb = "would prefer" if position.strength == "preference" else VERBS[position.strength].present
        words = wants(position.wants, known.problem.by_name)
        rank = _ORDER.index("hedged" if position.hedged else position.strength)
        yield _Clause(rank, HEDGED.present if position.hedged else verb, words, position.evidence)
        return
    if move.id in used:
        return
    used.add(move.id)
    hedged = move.act in ("reject", "red line") and bool(move.terms) and all(t.hedged for t in move.terms)
    act = "hedged" if hedged else move.act
    rank = _ORDER.index(act) if act in _ORDER else len(_ORDER)
    verb = HEDGED.present if hedged else VERBS[move.act].present
    whole = known.quotes.telling(best, LONGEST)
    brief = all(len(term.text.split()) <= MOST_BRIEF for term in move.terms)
    told = move.act == "red line" and brief and "…" not in whole
    for words in [f"“{whole}”"] if told else _terms(move, known, issue):
        yield _Clause(rank, verb, words, (best,))


def _terms(move: Move, known: Known, issue: str = "") -> list[str]:
    """Return the terms of *move* in quotes; a bare number with the issue it is about."""
    name = label(known.problem.by_name.get(issue), issue)
    return [_term(term, name) for term in move.terms] or [quoted(move.quote, LONGEST)]


def _term(term: Term, issue: str) -> str:
    bare = term.quantity is not None and _BARE.match(term.text) and issue
    return quoted(term.text, LONGEST) + (f" ({issue})" if bare else "")


def _answers(party: str, known: Known, binding: set[str | None], used: set[str]) -> Iterable[_Clause]:
    """Yield the answers to the offers that bind, the latest first; or the last answer of all."""
    answered = [offer for offer in known.offers if offer.answers.get(party, "none") != "none"]
    for offer in answered:
        used.update(item.move for item in offer.answer_evidence.get(party, ()) if item.move)
    answered.sort(key=lambda offer: str(first_day(offer.answered.get(party))), reverse=True)
    standing_ones = [offer for offer in answered if offer.id in binding]
    for offer in standing_ones or answered[:1]:
        answer = offer.answers[party]
        if answer == "none":
            continue
        words = _offered(offer, known)
        evidence = offer.answer_evidence.get(party, ()) or offer.evidence
        verb = f"{VERBS[answer].past} {possessive(offer.by)}"
        yield _Clause(
            _ORDER.index("answer"), verb, f"offer of {words}" if words else f"offer {offer.id}", evidence
        )


def _offered(offer: Offer, known: Known) -> str:
    """Return the offer in its source's words, if it was read."""
    issue = next(iter(offer.package), "")
    moves = [known.by_id[e.move] for e in offer.evidence if e.move and e.move in known.by_id]
    return listed(unique(word for move in moves for word in _terms(move, known, issue)), "with")


def unique_evidence(items: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return *items* without repetitions, in order."""
    seen: dict[tuple[object, ...], Evidence] = {}
    for item in items:
        seen.setdefault((item.report, item.start, item.end, item.quote, item.sources), item)
    return tuple(seen.values())
