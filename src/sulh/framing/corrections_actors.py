"""Corrections of who is who: actors renamed, joined, given another kind, role or side, or added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from sulh.framing.casefile_nodes import At
from sulh.framing.corrections_words import BOTH, joint, spans
from sulh.model.evaluation import did_you_mean
from sulh.model.move import Actor, ActorKind, Figure, Move, Reading, Role

_ACTOR = ("name", "same_as", "kind", "role", "title", "of", "aliases")


def correct_actors(readings: Sequence[Reading], entries: Sequence[tuple[At, At]]) -> list[Reading]:
    """Return *readings* with what *entries* say of actors, by the names under which these were read."""
    made = list(readings)
    for key, value in entries:
        fields = value.named(f"the actor {key.text()!r}").fields(_ACTOR)
        known = {actor.name for reading in made for actor in reading.actors}
        if key.text() not in known:
            made = _added(made, key, fields, known)
        if "same_as" in fields:
            target = fields["same_as"]
            if len(fields) > 1:
                raise target.wrong("same_as stands alone", f"say the rest of {target.text()!r}")
            if target.text() not in known or target.text() == key.text():
                raise target.wrong(
                    f"there is no other actor {target.text()!r}", did_you_mean(target.text(), known)
                )
            made = [_renamed(reading, {key.text(): target.text()}) for reading in made]
            continue
        made = [_changed(reading, key.text(), fields, known) for reading in made]
        if "name" in fields:
            made = [_renamed(reading, {key.text(): _new_name(fields["name"], known)}) for reading in made]
    return made


def _new_name(place: At, known: set[str]) -> str:
    name = " ".join(place.text().split())
    if not name:
        raise place.wrong("the name is empty", "write a name")
    if name in known:
        raise place.wrong(f"there is an actor {name!r} already", f"to join the two: same_as: {name}")
    return name


def _added(readings: Sequence[Reading], key: At, fields: Mapping[str, At], known: set[str]) -> list[Reading]:
    """Return *readings* with an actor that was not read, in each report that has the name."""
    name = key.text()
    if "kind" not in fields:
        hint = did_you_mean(name, known) or "name one that was read; a new one needs its kind:"
        raise key.wrong(f"there is no actor {name!r}", hint)
    kind: Any = fields["kind"].one_of(get_args(ActorKind))
    made, found = [], False
    for reading in readings:
        mentions = tuple((reading.report.id, *span) for span in spans(reading.report.text, name))
        found = found or bool(mentions)
        actors = (*reading.actors, Actor(name=name, kind=kind, mentions=mentions)) if mentions else None
        made.append(reading.model_copy(update={"actors": actors}) if actors else reading)
    if not found:
        raise key.wrong(f"no report names {name!r}", "write it as the report does")
    return made


def _changed(reading: Reading, name: str, fields: Mapping[str, At], known: set[str]) -> Reading:
    update: dict[str, Any] = {}
    if "kind" in fields:
        update["kind"] = fields["kind"].one_of(get_args(ActorKind))
    if "role" in fields:
        update["role"] = fields["role"].one_of(get_args(Role))
    if "title" in fields:
        update["title"] = fields["title"].optional()
    if "aliases" in fields:
        update["aliases"] = tuple(alias.text() for alias in fields["aliases"].one_or_more())
    if "of" in fields:
        update["member_of"] = owner = fields["of"].optional()
        if owner is not None and (owner not in known or owner == name):
            raise fields["of"].wrong(f"there is no other actor {owner!r}", did_you_mean(owner, known))
    actors = tuple(a.model_copy(update=update) if a.name == name else a for a in reading.actors)
    moves = reading.moves
    if "of" in fields:
        party = sides(name, {actor.name: actor for actor in actors})
        moves = tuple(m.model_copy(update={"party": party}) if m.speaker == name else m for m in moves)
    return reading.model_copy(update={"actors": actors, "moves": moves})


def sides(name: str, known: Mapping[str, Actor]) -> tuple[str, ...]:
    """Return for whom *name* speaks, which may be several joined by commas and *and*, or all parties."""
    if name == BOTH:
        return tuple(actor.name for actor in known.values() if actor.role == "party")
    parts = [name] if name in known else joint(name)
    return tuple(dict.fromkeys(_side(part, known) for part in parts))


def _side(name: str, known: Mapping[str, Actor]) -> str:
    seen: set[str] = set()
    while name in known and name not in seen:
        seen.add(name)
        owner = known[name].member_of
        if known[name].role != "other" or owner is None:
            break
        name = owner
    return name


def _renamed(reading: Reading, names: Mapping[str, str]) -> Reading:
    """Return *reading* with the *names* exchanged everywhere; of two actors of one name one is left."""

    def one(name: str) -> str:
        return names.get(name, name)

    actors: dict[str, Actor] = {}
    for actor in sorted(reading.actors, key=lambda a: a.name in names):
        owner = one(actor.member_of) if actor.member_of else None
        new = actor.model_copy(
            update={"name": one(actor.name), "member_of": owner if owner != one(actor.name) else None}
        )
        actors[new.name] = _joined(actors[new.name], new, actor.name) if new.name in actors else new
    order = dict.fromkeys(one(actor.name) for actor in reading.actors)
    return Reading(
        **{
            **dict(reading),
            "actors": tuple(actors[name] for name in order),
            "moves": _distinct(_move(move, names) for move in reading.moves),
            "figures": tuple(_figure(figure, names) for figure in reading.figures),
        }
    )


def _joined(kept: Actor, other: Actor, called: str) -> Actor:
    aliases = dict.fromkeys([*kept.aliases, *other.aliases, called])
    mentions = sorted({*kept.mentions, *other.mentions}, key=lambda mention: mention[1:])
    return kept.model_copy(update={"aliases": tuple(aliases), "mentions": tuple(mentions)})


def _distinct(moves: Any) -> tuple[Move, ...]:
    return tuple({move.id: move for move in moves}.values())


def _all(named: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_said(name, names) for name in named))


def _said(name: str, names: Mapping[str, str]) -> str:
    """Return *name* renamed; of several joined by commas and *and*, those that are meant."""
    if name in names:
        return names[name]
    parts = re.split(r"(, | and )", name)
    return "".join(names.get(part, part) for part in parts)


def _move(move: Move, names: Mapping[str, str]) -> Move:
    speaker = _said(move.speaker, names)
    update = {
        "id": Move.identify(move.report, move.act, speaker, move.start, move.end),
        "speaker": speaker,
        "party": _all(move.party, names),
        "sources": _all(move.sources, names),
        "addressee": _said(move.addressee, names) if move.addressee else None,
        "terms": tuple(
            term.model_copy(update={"agent": _said(term.agent, names) if term.agent else None})
            for term in move.terms
        ),
    }
    return move.model_copy(update=update)


def _figure(figure: Figure, names: Mapping[str, str]) -> Figure:
    return figure.model_copy(update={"according_to": _all(figure.according_to, names)})
