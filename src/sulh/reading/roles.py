"""Roles: which actors are the parties, which mediate; and whom "both sides" or "the quartet" names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sulh.reading.draft import POSITIONAL, Draft
from sulh.reading.entity import Entity

_WEIGHT = dict.fromkeys(POSITIONAL, 2) | {"red line": 3, "agree": 1}

_TWO_ACTS = 4
_CALLED = 6


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

    A mediator is one that the report calls so, or one that more often presses than it takes a position of its
    own; a party is one that takes a position, answers one, or has the talks "between" it and another.
    """
    acted: Counter[Entity] = Counter()
    pressed: Counter[Entity] = Counter()
    offered: Counter[Entity] = Counter()
    answered: Counter[Entity] = Counter()
    for draft in drafts:
        to_all = draft.addressee is not None and draft.addressee.collective == "parties"
        for top in {entity.top for entity in draft.speakers}:
            if draft.act == "press" or (draft.act == "offer" and to_all):
                pressed[top] += 2
            elif draft.act == "offer":
                offered[top] += 2
            elif draft.act in _WEIGHT:
                acted[top] += _WEIGHT[draft.act]
        if draft.addressee is not None and draft.act in _WEIGHT:
            answered[draft.addressee.top] += 1
    for group in between:
        answered.update({entity.top: 2 for entity in group})
    called = {entity.top for entity in brokers}
    called |= {entity.top for draft in drafts for entity in draft.speakers if entity.mediating}
    called |= {entity for entity in acted | offered | answered if entity.mediating}
    pressed.update(dict.fromkeys(called, _CALLED))
    # A text that one who presses has put forward is a mediator's proposal.
    weights = {e: pressed[e] + offered[e] for e in pressed}
    named = {e for e, weight in weights.items() if weight > acted[e] and not (e.is_source or e.collective)}
    parties = [
        e
        for e, _ in (acted + offered + answered).most_common()
        if e not in named
        and not (e.is_source or e.collective)
        and (
            _can_be_party(e, acted + offered + answered)
            or (e in answered and e.title is None)
            or _speaks_alone(e, acted + offered)
        )
    ]
    return Roles(tuple(parties), tuple(sorted(named, key=lambda e: (-weights[e], e.name))))


def _speaks_alone(entity: Entity, acted: Counter[Entity]) -> bool:
    """Whether an official acts for somebody whom the report does not name."""
    return entity.kind == "person" and acted[entity] >= _TWO_ACTS


def _can_be_party(entity: Entity, acted: Counter[Entity]) -> bool:
    """Whether it is a side, by name, or by more than a passing act: "the country" is nobody in particular."""
    side = entity.kind in {"state", "organisation", "group", "body"}
    return side and (entity.named or acted[entity] >= _TWO_ACTS)
