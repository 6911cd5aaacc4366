"""What happened when, what is due when, and what was agreed."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta

from sulh.brief.acts import VERBS, terms, who
from sulh.brief.known import Known
from sulh.brief.words import listed, package, possessive, quoted, shorten, wants
from sulh.model.brief import Agreement, Deadline, Event
from sulh.model.dates import day_range, first_day, last_day
from sulh.model.move import Move, Reading, Term
from sulh.model.problem import Evidence, Strength

_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:\d+M)?(?:\d+S)?)?\Z")
_BEFORE_A_TIME = re.compile(
    r"\b(?:within|by|before|until|till|no later than|in|after|from|as of|since|on|at)\s+(?:the\s+)?\Z",
    re.I,
)
_EDGE = " ,;:–—-"


_SAID: dict[Strength, str] = {
    "red line": "drew a red line:",
    "demand": "demanded",
    "offer": "offered",
    "preference": "said it would prefer",
}


def timeline(known: Known) -> tuple[Event, ...]:
    """Return the dated acts, earliest possible day first; the same act told twice is one event."""
    events = [*_from_moves(known), *_from_case(known)]
    return tuple(sorted(events, key=_place))


def _place(event: Event) -> tuple[date, date, int]:
    found = day_range(event.when)
    if found is None:
        return date.max, date.max, 0
    return found[0], found[1], 0 if event.basis == "said" else 1


def _from_moves(known: Known) -> Iterable[Event]:
    found: dict[tuple[object, ...], Event] = {}
    for move in known.moves:
        when = move.when or move.reported
        if when is None:
            continue
        words = frozenset(_content(term.text) for term in move.terms) or frozenset({_content(move.quote)})
        key = (move.act, move.denied, move.context, move.party, words, when)
        if key in found:
            event = found[key]
            found[key] = event.model_copy(update={"evidence": (*event.evidence, known.evidence(move))})
            continue
        found[key] = Event(
            when=when,
            basis="said" if move.when else "reported",
            text=known.told(move),
            act=move.act,
            evidence=(known.evidence(move),),
        )
    return found.values()


def _content(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _from_case(known: Known) -> Iterable[Event]:
    """Yield the dated positions, offers and answers that a case file has, and no move tells."""
    issues = known.problem.by_name
    for position in known.problem.positions:
        if position.since and not known.later(position.since) and not _told(position.evidence, known):
            words = f"{position.party} {_SAID[position.strength]} {wants(position.wants, issues)}"
            yield Event(when=position.since, text=words, act=position.strength, evidence=position.evidence)
    for offer in known.offers:
        if _told(offer.evidence, known):
            continue
        if offer.since:
            whom = f" {listed(offer.to)}" if offer.to else ""
            words = f"{offer.by} offered{whom} {package(offer.package, issues)} ({offer.id})"
            yield Event(when=offer.since, text=words, act="offer", evidence=offer.evidence)
        for party, when in offer.answered.items():
            answer = offer.answers.get(party, "none")
            if answer != "none":
                words = f"{party} {VERBS[answer].past} {possessive(offer.by)} offer {offer.id}"
                yield Event(when=when, text=words, act=answer, evidence=offer.answer_evidence.get(party, ()))


def _told(evidence: Iterable[Evidence], known: Known) -> bool:
    """Whether a move that was read stands behind it, so that the move tells it already."""
    return any(item.move in known.by_id for item in evidence)


def deadlines(known: Known) -> tuple[Deadline, ...]:
    """Return what is to happen by a time, soonest first; those whose day is not known come last."""
    found: dict[tuple[object, ...], Deadline] = {}
    for reading in known.readings:
        for move in reading.moves:
            for term in move.terms:
                if term.deadline is None or move.context == "historical" or move.denied:
                    continue
                deadline = _deadline(reading, known.named(move), term, known)
                found.setdefault((_content(deadline.what), deadline.due or deadline.said), deadline)
    return tuple(sorted(found.values(), key=lambda deadline: last_day(deadline.due) or date.max))


def _deadline(reading: Reading, move: Move, term: Term, known: Known) -> Deadline:
    start, end = _expression(reading, move, term)
    said = reading.report.text[start:end]
    verb = VERBS[move.act].past.rstrip(":")
    return Deadline(
        what=f"{who(move)} {verb}: {quoted(_subject(reading, term, start, end) or move.quote)}",
        said=shorten(said),
        due=due(term.deadline or "", reading.report.published, before=said.casefold().startswith("before ")),
        by=move.party,
        evidence=(known.evidence(move),),
    )


def _expression(reading: Reading, move: Move, term: Term) -> tuple[int, int]:
    """Return where the source's own words for the time stand, the preposition before them included."""
    text = reading.report.text
    times = [
        time for time in reading.times if time.value == term.deadline and move.start <= time.start < move.end
    ]
    if not times:
        return term.start, term.end
    time = min(times, key=lambda time: abs(time.start - term.start))
    before = _BEFORE_A_TIME.search(text, max(0, time.start - 20), time.start)
    return before.start() if before else time.start, time.end


def _subject(reading: Reading, term: Term, start: int, end: int) -> str:
    """Return what is due: the term without the time, where that stands at one of its ends."""
    text = reading.report.text
    if start <= term.start < end < term.end:
        return text[end : term.end].strip(_EDGE).removeprefix("to ")
    if term.start < start < term.end <= end:
        return text[term.start : start].strip(_EDGE)
    return term.text if (term.start, term.end) != (start, end) else ""


def due(deadline: str, published: str | None, *, before: bool = False) -> str | None:
    """Return the day by which a deadline falls due: the last of a partial date, or the one *before* it.

    A duration is counted from the report's date, where that is a full day; hours are rounded up to days.
    """
    match = _DURATION.match(deadline)
    try:
        if match and any(match.groups()):
            return _counted(match, published)
        days = day_range(deadline)
        if days is None:
            return None
        return (days[0] - timedelta(days=1) if before and days[0] < days[1] else days[1]).isoformat()
    except OverflowError:
        return None


def _counted(duration: re.Match[str], published: str | None) -> str | None:
    found = day_range(published)
    if found is None or found[0] != found[1]:
        return None
    years, months, weeks, days, hours = (int(group or 0) for group in duration.groups())
    start = _months_after(found[0], 12 * years + months)
    return (start + timedelta(weeks=weeks, days=days + -(-hours // 24))).isoformat() if start else None


def _months_after(day: date, months: int) -> date | None:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def agreements(known: Known) -> tuple[Agreement, ...]:
    """Return the agreements reached. One is past if told as history or older than its report's talks."""
    found: dict[tuple[object, ...], Agreement] = {}
    for reading in known.readings:
        begun = min(
            (
                first
                for m in reading.moves
                if m.act != "agree" and _present(m) and (first := first_day(m.when))
            ),
            default=None,
        )
        for move in reading.moves:
            if move.act != "agree" or move.denied or move.context not in ("actual", "historical"):
                continue
            last = last_day(move.when)
            past = move.context == "historical" or (begun is not None and last is not None and last < begun)
            item = Agreement(
                what=f"{who(known.named(move))}: {terms(move)}",
                when=move.when,
                past=past,
                evidence=(known.evidence(move),),
            )
            found.setdefault((_content(item.what), item.when), item)
    return tuple(found.values())


def _present(move: Move) -> bool:
    return move.context == "actual" and not move.denied
