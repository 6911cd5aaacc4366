"""Roles: which actors are the parties, which mediate; and whom "both sides" or "the quartet" names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sulh.reading.draft import POSITIONAL, Draft
from sulh.reading.entity import Entity
from sulh.reading.lexicon import wordset

_WEIGHT = dict.fromkeys(POSITIONAL, 2) | {"red line": 3, "agree": 1}

_TWO_ACTS = 4


@dataclass(frozen=True)
class Roles:
    """The parties and mediators of one report, most active first."""

    parties: tuple[Entity, ...]
    mediators: tuple[Entity, ...]

    def members(self, entity: Entity) -> tuple[Entity, ...]:
        """Return the actors that *entity* speaks for: a collective is taken apart."""
        if entity.collective == "parties":
            return self.parties[:2]
        if entity.collective == "mediators":
            return self.mediators
        if entity.collective:
            return ()
        return (entity.top,)


def decide(
    drafts: Sequence[Draft], between: Iterable[tuple[Entity, ...]], brokers: Iterable[Entity]
) -> Roles:
    """Decide the roles from what the actors do.

    A mediator is one that the report calls so, or one that only ever presses others; a party is one that
    takes a position, answers one, or has the talks "between" it and another.
    """
    acted: Counter[Entity] = Counter()
    pressed: Counter[Entity] = Counter()
    for draft in drafts:
        for entity in draft.speakers:
            top = entity.top
            if top.is_source or top.collective:
                continue
            if draft.act in _WEIGHT:
                acted[top] += _WEIGHT[draft.act]
            elif draft.act == "press" and entity.kind != "group":
                pressed[top] += 1
        if draft.addressee is not None and draft.act in _WEIGHT:
            acted[draft.addressee.top] += 1
    answered = {
        draft.addressee.top for draft in drafts if draft.addressee is not None and draft.act in _WEIGHT
    }
    for group in between:
        answered.update(entity.top for entity in group)
        for entity in group:
            if not entity.top.is_source and not entity.top.collective:
                acted[entity.top] += 2
    named = {entity.top for entity in brokers if not entity.top.is_source}
    named |= {e for draft in drafts for e in map(_top, draft.speakers) if _mediates(e)}
    named |= {entity for entity in {*acted, *pressed} if _mediates(entity)}
    mediators = [e for e in named if not e.collective and e.kind != "group"]
    parties = [
        e
        for e, _ in acted.most_common()
        if e not in named
        and e.kind != "source"
        and not e.media
        and (_can_be_party(e) or (e in answered and e.title is None) or _speaks_alone(e, acted))
    ]
    if len(parties) >= 2:
        mediators += [e for e in pressed if e not in named and e not in acted and _is_outsider(e)]
    return Roles(tuple(parties), tuple(mediators))


def _top(entity: Entity) -> Entity:
    return entity.top


def _mediates(entity: Entity) -> bool:
    return entity.mediating


def _is_outsider(entity: Entity) -> bool:
    """Whether somebody who only presses may be a mediator: by its name a state, or a known body."""
    return (entity.may_be_a_state and not entity.name.islower()) or "organisation" in entity.may_be


def _speaks_alone(entity: Entity, acted: Counter[Entity]) -> bool:
    """Whether an official acts for somebody whom the report does not name."""
    return (
        entity.kind == "person"
        and entity.head in wordset("titles", "officials")
        and acted[entity] >= _TWO_ACTS
    )


def _can_be_party(entity: Entity) -> bool:
    return entity.kind in {"state", "organisation", "group"}
