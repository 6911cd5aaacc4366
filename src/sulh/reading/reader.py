"""The reader: one report in, one `Reading` out. The rules behind it may change; this face does not."""

from __future__ import annotations

from dataclasses import replace

from sulh.model.move import Actor, Figure, Move, Reading, Role, Term
from sulh.model.report import Report
from sulh.reading.affiliation import Affiliation
from sulh.reading.brokers import between, brokers
from sulh.reading.cast import Cast
from sulh.reading.draft import Draft
from sulh.reading.entity import Entity
from sulh.reading.figures import RawFigure, find_all
from sulh.reading.gate import speaks_of_a_negotiation
from sulh.reading.markup.annotation import Span
from sulh.reading.mending import without_desk
from sulh.reading.moves import MoveReader
from sulh.reading.network.decode import Spotted, spot
from sulh.reading.network.names import names
from sulh.reading.network.scorer import Scorer
from sulh.reading.network.shipped import scorer
from sulh.reading.roles import Roles, decide
from sulh.reading.terms import Findings, make
from sulh.reading.times import dated, find_times
from sulh.reading.tokens import sentences

_NEAR = 12
"""Among so many moves before it one is looked for that is the same."""


def read(report: Report) -> Reading:
    """Read *report* and return what it says of the negotiation.

    A report that was given no date takes one that its own text states (a dateline); none is guessed.
    """
    report = dated(report)
    return assemble(report, spotted_in(report, scorer()))


def spotted_in(report: Report, scorer: Scorer) -> Spotted:
    """Return what the network spots in *report*: no acts, if it speaks of no negotiation."""
    spotted = spot(report.text, report.sentences, scorer)
    if speaks_of_a_negotiation(report.text, report.sentences):
        return spotted
    pairs = zip(spotted.cues, spotted.confidence, strict=True)
    kept = [(replace(cue, act=None), sure) for cue, sure in pairs if cue.attributes]
    return Spotted(spotted.mentions, [cue for cue, _ in kept], [sure for _, sure in kept])


def assemble(report: Report, spotted: Spotted) -> Reading:
    """Return the reading that *spotted* in *report* makes: who it is, what is meant, in which role."""
    spotted = without_desk(report.text, spotted)
    times = find_times(report.text, report.sentences, report.published)
    figures = find_all(report.text, report.sentences, times)
    found = names(report.text, report.sentences)
    cast = Cast(report.text, [name for row in found for name in row], spotted)
    Affiliation(cast, report).settle()
    reader = MoveReader(sentences(report), cast, Findings(times, figures), spotted)
    drafts = reader.read()
    roles = decide(drafts, between(report.text, cast), brokers(report, cast))
    moves = _finished(report, drafts, roles)
    return Reading(
        report=report,
        actors=_actors(report, cast, roles, moves),
        moves=tuple(moves),
        figures=tuple(_figure(report, figure, reader) for figure in figures if not figure.few),
        times=times,
    )


def term_at(reading: Reading, start: int, end: int) -> Term:
    """Return the term at ``[start, end)`` of the text of *reading*, with its fields, as if read so."""
    report = reading.report
    here = next((s for s in sentences(report) if s.start <= start and end <= s.end), None)
    if here is None:
        return Term(text=report.text[start:end], start=start, end=end)
    figures = find_all(report.text, report.sentences, reading.times)
    first, last = here.token_at(start), min(here.token_at(end - 1) + 1, len(here.tokens))
    made = make(here, first, last, Findings(reading.times, figures))
    return made.model_copy(update={"text": report.text[start:end], "start": start, "end": end})


def _finished(report: Report, drafts: list[Draft], roles: Roles) -> list[Move]:
    """Turn drafts into moves: speakers get their names, acts by no party that need one are dropped."""
    moves: dict[str, Move] = {}
    for draft in drafts:
        move = _move(report, draft, roles)
        if move is not None:
            moves.setdefault(move.id, move)
    once: list[Move] = []
    for move in sorted(moves.values(), key=lambda move: (move.start, move.end)):
        place = next((n for n in range(len(once))[-_NEAR:] if _is_same(move, once[n])), None)
        if place is None:
            once.append(move)
        elif move.confidence > once[place].confidence:
            once[place] = move
    return sorted(once, key=lambda move: (move.start, move.end))


def _is_same(move: Move, other: Move) -> bool:
    """Whether two cues in one clause told of one act: "a proposal" and "submitted by"."""
    alike = move.act == other.act and move.party == other.party and move.denied == other.denied
    return (
        alike
        and _meet((move.start, move.end), (other.start, other.end))
        and (
            move.terms == other.terms
            or any(_meet((a.start, a.end), (b.start, b.end)) for a in move.terms for b in other.terms)
        )
    )


def _meet(span: Span, other: Span) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _move(report: Report, draft: Draft, roles: Roles) -> Move | None:
    party = tuple(dict.fromkeys(m.name for e in draft.speakers for m in roles.members(e)))
    act = draft.act
    mediating = {e.name for e in roles.mediators}
    if act == "demand" and set(party) <= mediating:
        act = "press"
    if act == "accept" and len(set(party) - mediating) > 1:
        act = "agree"
    names = list(dict.fromkeys(_speaker_name(e) for e in draft.speakers))
    speaker = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return Move(
        id=Move.identify(report.id, act, speaker, draft.start, draft.end),
        report=report.id,
        act=act,
        speaker=speaker,
        party=party,
        sources=tuple(dict.fromkeys(_name(source) for source in draft.chain)),
        addressee=_addressee(draft, party, roles),
        denied=draft.denied,
        context=draft.context,
        terms=draft.terms,
        when=draft.when,
        reported=report.published,
        confidence=round(draft.confidence, 2),
        quote=report.text[draft.start : draft.end],
        start=draft.start,
        end=draft.end,
    )


def _name(source: Entity | str) -> str:
    return source if isinstance(source, str) else source.name


def _speaker_name(entity: Entity) -> str:
    return "both sides" if entity.collective == "parties" else entity.name


def _addressee(draft: Draft, party: tuple[str, ...], roles: Roles) -> str | None:
    if draft.addressee is not None:
        return _speaker_name(draft.addressee)
    if draft.act in {"meet", "agree", "press", "announce"} or len(roles.parties) != 2:
        return None
    others = [e.name for e in roles.parties if e.name not in party]
    return others[0] if len(others) == 1 else None


def _figure(report: Report, figure: RawFigure, reader: MoveReader) -> Figure:
    chains = [chain for start, end, chain in reader.spoken if start <= figure.start and figure.end <= end]
    sources = tuple(_name(source) for source in max(chains, key=len, default=()))
    return Figure(
        text=figure.text, start=figure.start, end=figure.end, report=report.id, value=figure.value,
        unit=figure.unit, of=figure.of, qualifier=figure.qualifier, according_to=sources,
    )  # fmt: skip


def _actors(report: Report, cast: Cast, roles: Roles, moves: list[Move]) -> tuple[Actor, ...]:
    """Return the actors that matter: parties, mediators, whoever speaks or is a source, named officials."""
    used = (
        {m.speaker for m in moves}
        | {s for m in moves for s in m.sources}
        | {p for m in moves for p in m.party}
    )
    used |= {m.addressee for m in moves if m.addressee}
    chosen: list[Actor] = []
    for entity in cast.entities:
        role: Role = (
            "party" if entity in roles.parties else "mediator" if entity in roles.mediators else "other"
        )
        matters = (
            role != "other" or entity.name in used or (entity.kind == "person" and entity.title is not None)
        )
        if not matters or entity.collective == "parties":
            continue
        aliases = tuple(sorted(alias for alias in entity.aliases if alias != entity.name))
        owner = entity.member_of.name if entity.member_of else None
        mentions = tuple((report.id, start, end) for start, end in sorted(set(entity.mentions)))
        chosen.append(
            Actor(
                name=entity.name,
                kind=entity.kind,
                role=role,
                title=entity.title,
                member_of=owner,
                aliases=aliases,
                mentions=mentions,
            )
        )
    return tuple(dict.fromkeys(chosen))
