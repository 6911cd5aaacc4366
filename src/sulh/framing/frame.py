"""Framing: the moves of all reports → the case as a bargaining problem.

Every term becomes a claim on an issue (`topics`), the claims of one issue make its options (`ladders`), and
the moves make positions, offers and answers, each with its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from sulh.framing.actors import Actors, unite
from sulh.framing.evidence import evidence_of
from sulh.framing.ladders import Ladder, build, states_a_limit
from sulh.framing.table import Put, Table, all_claims, join_similar, join_unmeasured, leave_out_open
from sulh.framing.topics import (
    Claim,
    Value,
    amount_of,
    claim,
    paid_as,
    persons_included,
    phrases,
    release_of,
    words_of,
)
from sulh.model.dates import first_day
from sulh.model.expressions import Compare, Expression, Implies, issues_in
from sulh.model.move import Move, Reading, Term
from sulh.model.problem import Answer, Evidence, Offer, Position, Problem, Strength
from sulh.model.report import Report

_STRENGTH: dict[str, Strength] = {"red line": "red line", "agree": "offer", "accept": "offer"}
_WANTING = frozenset({"demand", "condition", "reject", "red line", "concede", "accept", "agree"})


def frame(readings: Sequence[Reading], title: str = "Untitled case") -> Problem:
    """Return the bargaining problem that *readings* speak of.

    Denied, hypothetical and historical moves make no position; presses, meetings and threats neither. The
    strength of a position is that of its act; its date that of the act, else of the report.
    """
    actors = unite(readings)
    table = Table()
    for reading in sorted(readings, key=lambda r: (r.report.published or "", r.report.name)):
        for move in sorted(reading.moves, key=lambda m: m.act in {"reject", "accept"}):
            _place(move, reading.report, actors, table)
    join_similar(table)
    join_unmeasured(table)
    leave_out_open(table)
    ladders = build(all_claims(table), actors.parties)
    offers = tuple(_offers(table, ladders, actors))
    positions = tuple(_positions(table, ladders, actors))
    used = {issue for p in positions for issue in _issues_of(p.wants)} | {
        i for o in offers for i in o.package
    }
    issues = tuple(ladder.issue for ladder in ladders if ladder.issue.name in used)
    named = {issue.name for issue in issues}
    return Problem(
        title=title,
        parties=actors.parties,
        mediators=actors.mediators,
        issues=issues,
        links=tuple(_links(ladders, named)),
        positions=positions,
        offers=offers,
        status_quo={ladder.issue.name: ladder.status_quo for ladder in ladders if ladder.issue.name in named},
    )


def _issues_of(expression: Expression) -> set[str]:
    return set(issues_in(expression))


def _place(move: Move, report: Report, actors: Actors, table: Table) -> None:
    parties = actors.party(move.party)
    if move.act == "offer":
        parties = (
            parties or tuple(name for name in map(actors.name, move.party) if name in actors.mediators)[:1]
        )
    if move.denied or move.context in {"hypothetical", "historical"} or not parties or not move.terms:
        return
    if (move.act == "offer" or _raises_an_offer(move)) and len(parties) == 1:
        found = [c for term in move.terms for c in _claims(term, move, parties[0], actors, table.counted)]
        if found:
            table.offer(move, report, parties[0], found)
        return
    if (
        move.act in {"reject", "accept"}
        and (number := _answered(move, parties[0], actors, table)) is not None
    ):
        table.answers.setdefault(number, []).append((move, report, parties[0]))
        return
    if move.act not in _WANTING:
        return
    for party in parties:
        _take_position(move, report, party, actors, table)


def _take_position(move: Move, report: Report, party: str, actors: Actors, table: Table) -> None:
    """Put each claim of *move* on the table for *party*, or the offer that it turns down."""
    found = [(term, c) for term in move.terms for c in _claims(term, move, party, actors, table.counted)]
    refused = [c for _, c in found]
    if move.act == "reject" and _refuses_an_offer(move, party, refused):
        _imply_offer(move, report, party, refused, actors, table)
        return
    for term, put in found:
        unclear = _is_measured(put) and (
            _is_ruled_out(move, term) if move.act == "red line"
            else move.act == "reject" and put.controller != party
        )  # fmt: skip
        if unclear and not states_a_limit(move.quote):
            continue  # Too much or too little? Whoever does not give it may mean either.
        table.put(Put(put, move, report, term, party, _is_against(move, put, term)))


def _raises_an_offer(move: Move) -> bool:
    """Whether a concession is a new offer: "raised its bid to 4 percent", not "lowered its demand to 9"."""
    return move.act == "concede" and bool(phrases("offers") & set(words_of(move.quote)))


def _is_measured(found: Claim) -> bool:
    return found.value.size > 0


def _refuses_an_offer(move: Move, party: str, found: list[Claim]) -> bool:
    """Whether *move* turns down a measured offer of somebody else's: "rejected a 4 percent pay offer"."""
    offered = phrases("offers") & set(words_of(move.quote))
    return bool(offered) and any(_is_measured(c) and c.controller != party for c in found)


def _imply_offer(
    move: Move, report: Report, party: str, found: list[Claim], actors: Actors, table: Table
) -> None:
    """Record the offer that a refusal speaks of, if there is only one other side to have made it."""
    others = [name for name in actors.parties if name != party]
    if len(others) == 1:
        table.offer(move, report, others[0], [replace(c, by=others[0]) for c in found])
        table.answers[len(table.offers) - 1] = [(move, report, party)]


def _is_ruled_out(move: Move, term: Term) -> bool:
    """Whether a red line is what will not be taken, "28 months is out of the question", not what is kept."""
    words = move.quote.replace(term.text, " ").lower()
    return any(phrase in words for phrase in phrases("rules_out"))


def _is_against(move: Move, found: Claim, term: Term) -> bool:
    if move.act == "reject":
        return True
    if move.act != "red line":
        return False
    words = move.quote.replace(term.text, " ").lower()  # what is given up in the term, its value tells
    return not any(phrase in words for phrase in phrases("keeps")) and found.topic.ladder != "number"


def _claims(
    term: Term, move: Move, party: str, actors: Actors, before: Mapping[str, Claim]
) -> Iterator[Claim]:
    for found in _read(term, move, party, actors, before):
        yield replace(found, by=party)


def _read(term: Term, move: Move, party: str, actors: Actors, before: Mapping[str, Claim]) -> Iterator[Claim]:
    """Yield what *term* claims: the thing itself, the persons named in it, and what is asked for it."""
    giver = _giver(term, move, party, actors)
    found = claim(term, move, giver)
    if found is None or (found.unit and not found.topic.name):
        found = _same_unit(found, term, before) or found
    persons = persons_included(term.text)
    if found is not None and persons and found.value.many and move.act in {"reject", "red line"}:
        found = None  # A veto on "dozens, including X" says something of X, not of how many others go free.
    if found is not None:
        yield found
    if found is not None or persons:
        for person in persons:
            yield release_of(person, giver)
    if term.exchange and move.act == "offer":
        yield from _in_exchange(term, found, move, party, actors)


def _same_unit(found: Claim | None, term: Term, before: Mapping[str, Claim]) -> Claim | None:
    """A bare amount is about the last thing that was counted in its unit."""
    counted = amount_of(term)
    if counted is None:
        return None
    same = before.get(found.unit if found and found.unit else counted[1])
    if same is None or (found is not None and not same.topic.name):
        return None
    if found is not None and paid_as(term) is not None:
        return None
    value = Value(counted[0], Fraction(counted[0]))
    return Claim(same.key, same.topic, value, same.label, same.controller, same.unit, words=same.words)


def _in_exchange(term: Term, given: Claim | None, move: Move, party: str, actors: Actors) -> Iterator[Claim]:
    """Read what an offer asks in return: the other side's to give, and about the same if not said."""
    others = [name for name in actors.parties if name != party]
    taker = others[0] if len(others) == 1 else None
    words = set(words_of(term.exchange or ""))
    everything = "all" if words & phrases("all_words") else None
    asked = Term(
        text=term.exchange or "", start=0, end=0, action=term.action, extent=everything, object=term.exchange
    )
    found = claim(asked, move, taker)
    if found is None and given is not None and everything:
        found = Claim(
            (given.topic.name, taker or "?"), given.topic, Value(given.topic.top), given.label, taker
        )
    if found is not None:
        yield found


def _giver(term: Term, move: Move, party: str, actors: Actors) -> str | None:
    """Return who would carry *term* out: whom it names, else the offerer, else whom the demand is put to."""
    text = f" {term.text} "
    named = [name for name in actors.parties if name in text]
    if term.agent and actors.top(term.agent) in actors.parties:
        return actors.top(term.agent)
    others = [name for name in actors.parties if name != party]
    other = others[0] if len(others) == 1 else None
    if term.action in {"leave", "remain"} and words_of(term.text)[:1] != ["all"]:
        own = phrases("own") & set(words_of(term.text))
        if move.act == "offer" and own:
            return other
        if own or (move.act in {"demand", "condition"} and not named):
            return party
    if party not in actors.parties:
        return None  # A mediator proposes what others would carry out.
    if move.act == "offer":
        return party
    if move.act in {"reject", "red line", "accept", "agree", "concede"} and not named:
        return party if move.act in {"reject", "red line"} else None
    if len(named) == 1 and term.action in {"withdraw", "leave", "remain"}:
        return named[0]
    if move.addressee and actors.top(move.addressee) in actors.parties:
        return actors.top(move.addressee) if actors.top(move.addressee) != party else party
    return other


def _answered(move: Move, party: str, actors: Actors, table: Table) -> int | None:
    """Return the number of the offer that *move* answers: by its words or amounts, else the other's last."""
    places = [(move.report, term.start, term.end) for term in move.terms]
    same = [n for place in places for n in table.by_words.get(place, ()) if table.offers[n][2] != party]
    if same:
        return max(same)
    named = [c for term in move.terms for c in _claims(term, move, party, actors, table.counted)]
    amounts = {(c.key, c.value) for c in named if _is_measured(c)}
    for number in range(len(table.offers) - 1, -1, -1):
        if table.offers[number][2] != party and amounts & {(c.key, c.value) for c in table.offers[number][3]}:
            return number
    bare = all(
        set(words_of(term.text)) <= phrases("procedural") | phrases("no_content") for term in move.terms
    )
    if bare:
        return next((n for n in range(len(table.offers) - 1, -1, -1) if table.offers[n][2] != party), None)
    return None


def _offers(table: Table, ladders: list[Ladder], actors: Actors) -> Iterator[Offer]:
    by_key = {ladder.key: ladder for ladder in ladders}
    for number, (move, report, maker, listed) in enumerate(table.offers):
        package = {}
        for found in listed:
            ladder = by_key[found.key]
            option = ladder.option(found.value)
            if option is not None:
                package[ladder.issue.name] = option
        if not package:
            continue
        answers: dict[str, Answer] = {}
        answered: dict[str, str] = {}
        evidence: dict[str, tuple[Evidence, ...]] = {}
        for answer, answer_report, party in table.answers.get(number, ()):
            verdict: Answer = "reject" if answer.act == "reject" else "accept"
            if (day := answer.when or answer.reported) and answers.get(party) != verdict:
                answered[party] = day  # saying it again does not make it later
            answers[party] = verdict
            evidence[party] = (*evidence.get(party, ()), evidence_of(answer, answer_report, actors))
        told = actors.party([move.addressee] if move.addressee else []) or actors.parties
        receivers = tuple(name for name in told if name != maker) if len(told) <= 2 else ()
        yield Offer(
            id=f"o{number + 1}",
            by=maker,
            to=receivers,
            package=package,
            since=move.when or _first_answer(answered) or move.reported,
            answers=answers,
            answered=answered,
            own_voice=not move.sources,
            evidence=tuple(
                evidence_of(put, where, actors)
                for put, where in [(move, report), *table.repeats.get(number, ())]
            ),
            answer_evidence=evidence,
        )


def _first_answer(answered: dict[str, str]) -> str | None:
    """Return the earliest day of an answer: an offer without a date of its own is no younger."""
    dated = [(day, value) for value in answered.values() if (day := first_day(value))]
    return min(dated)[1] if dated else None


def _positions(table: Table, ladders: list[Ladder], actors: Actors) -> Iterator[Position]:
    """Yield the positions, in order of time. Saying the same again adds evidence, not a position."""
    by_key = {ladder.key: ladder for ladder in ladders}
    numbers: dict[str, int] = {}
    standing: dict[tuple[str, str], Position] = {}
    found: dict[str, Position] = {}
    for put in sorted(table.puts, key=lambda p: first_day(p.move.when or p.move.reported) or date.max):
        ladder = by_key[put.claim.key]
        giver = ladder.issue.controller == (put.party,)
        wants = ladder.wants(put.claim.value, against=put.against, quote=put.move.quote, giver=giver)
        if put.move.act == "concede" and _is_dropped(put):
            _end(found, put.party, ladder.issue.name, put.move.when or put.move.reported)
            continue
        if wants is None:
            continue
        position = _position(put, wants, actors)
        known = standing.get((put.party, ladder.issue.name))
        if known is not None and str(known.wants) == str(wants):
            position = _confirmed(known, position)
        else:
            letter = _initial(put.party)
            numbers[letter] = numbers.get(letter, 0) + 1
            position = position.model_copy(update={"id": f"{letter}{numbers[letter]}"})
            if put.move.act == "agree":
                _end(found, put.party, ladder.issue.name, position.since)
        standing[put.party, ladder.issue.name] = found[position.id] = position
    yield from found.values()


def _initial(party: str) -> str:
    """Return the letter of a party's positions; "o" stays with the offers."""
    letters = re.sub(r"[^a-z]", "", party.lower())
    return (
        letters[:2]
        if letters.startswith("o") and len(letters) > 1
        else letters[:1]
        if letters != "o"
        else "p"
    )


def _is_dropped(put: Put) -> bool:
    """Whether a concession gives a demand up, rather than lowering it to what it names."""
    words = f" {' '.join(words_of(put.move.quote))} "
    return any(f" {phrase} " in words for phrase in phrases("dropping"))


def _end(found: dict[str, Position], party: str, issue: str, day: str | None) -> None:
    """End what *party* asked of *issue* before *day*, whoever told of it; a red line stays."""
    for number, known in found.items():
        on_it = known.party == party and issue in _issues_of(known.wants) and known.strength != "red line"
        if on_it and known.until is None and day is not None:
            found[number] = known.model_copy(update={"until": day})


def _position(put: Put, wants: Expression, actors: Actors) -> Position:
    return Position(
        id="new", party=put.party, wants=wants, strength=_STRENGTH.get(put.move.act, "demand"),
        since=put.move.when or put.move.reported, own_voice=not put.move.sources, hedged=put.term.hedged,
        evidence=(evidence_of(put.move, put.report, actors),),
    )  # fmt: skip


def _confirmed(known: Position, again: Position) -> Position:
    """Return *known* with the evidence of *again*: the stronger strength, the firmer voice, its date."""
    strength = min(known.strength, again.strength, key=("red line", "demand", "offer", "preference").index)
    # The claims of one move follow each other: only the last evidence can be the same again.
    evidence = known.evidence if again.evidence == known.evidence[-1:] else known.evidence + again.evidence
    return known.model_copy(
        update={
            "strength": strength,
            "own_voice": known.own_voice or again.own_voice,
            "hedged": known.hedged and again.hedged,
            "evidence": evidence,
        }
    )


def _links(ladders: list[Ladder], named: set[str]) -> Iterator[Expression]:
    """A release of all prisoners includes each named one."""
    for ladder in ladders:
        if ladder.claims[0].person is None or ladder.issue.name not in named:
            continue
        for other in ladders:
            same = other.key[0] == "prisoners" and other.issue.controller == ladder.issue.controller
            if same and other.issue.name in named and "all" in other.issue.options:
                yield Implies(Compare(other.issue.name, "=", "all"), Compare(ladder.issue.name, "=", "freed"))
