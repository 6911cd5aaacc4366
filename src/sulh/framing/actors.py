"""The actors of several reports as one cast: who is the same, who is a party, who mediates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sulh.model.move import Actor, Reading

_POSITIONAL = frozenset(
    {"offer", "demand", "condition", "reject", "red line", "accept", "concede", "threaten", "agree"}
)


@dataclass(frozen=True)
class Actors:
    """All reports' actors under one name each. `parties` and `mediators` are ordered, most active first."""

    parties: tuple[str, ...]
    mediators: tuple[str, ...]
    _canonical: dict[str, str]
    _owner: dict[str, str]
    _kind: dict[str, str]

    def name(self, name: str) -> str:
        """Return the name that the case uses for *name*."""
        return self._canonical.get(name, name)

    def party(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the parties among *names* and the actors that these speak for."""
        found = [self.top(name) for name in names]
        return tuple(dict.fromkeys(name for name in found if name in self.parties))

    def top(self, name: str) -> str:
        """Return whom *name* finally speaks for."""
        name = self.name(name)
        for _ in range(5):
            if name not in self._owner:
                break
            name = self.name(self._owner[name])
        return name

    def kind(self, name: str) -> str | None:
        """Return the actor's kind, if it is known."""
        return self._kind.get(self.name(name))


def unite(readings: Sequence[Reading]) -> Actors:
    """Join the actors of *readings*; roles go by what an actor does over all reports together."""
    actors = [actor for reading in readings for actor in reading.actors]
    canonical = _same(actors)
    acts: Counter[str] = Counter()
    for reading in readings:
        for move in reading.moves:
            if move.act in _POSITIONAL:
                acts.update({canonical.get(party, party): 1 for party in move.party})
    roles: dict[str, Counter[str]] = {}
    for actor in actors:
        roles.setdefault(canonical[actor.name], Counter())[actor.role] += 1
    mediators = [n for n, seen in roles.items() if seen["mediator"] and seen["mediator"] >= seen["party"]]
    owned = {
        canonical[a.name] for a in actors if a.member_of and canonical[a.name] != canonical.get(a.member_of)
    }
    parties = [n for n, seen in roles.items() if seen["party"] and n not in mediators and n not in owned]
    parties.sort(key=lambda n: -acts[n])
    present = _only_present(readings, canonical)
    if sum(name not in present for name in parties) > 1:
        parties = [name for name in parties if name not in present]
    return Actors(
        parties=tuple(parties),
        mediators=tuple(sorted(mediators, key=lambda n: -acts[n])),
        _canonical=canonical,
        _owner=_owners(actors, canonical),
        _kind={canonical[a.name]: a.kind for a in actors},
    )


def _only_present(readings: Sequence[Reading], canonical: dict[str, str]) -> set[str]:
    """Return who did nothing but be there when something was agreed, and to whom nobody turned."""
    agreed: set[str] = set()
    more: set[str] = set()
    for reading in readings:
        for move in reading.moves:
            acting = {canonical.get(name, name) for name in move.party}
            if move.act == "agree" and len(acting) > 2:
                agreed |= acting
            elif move.act != "meet":
                more |= acting
                if move.addressee:
                    more.add(canonical.get(move.addressee, move.addressee))
    return agreed - more


def _owners(actors: Sequence[Actor], canonical: dict[str, str]) -> dict[str, str]:
    """Map each actor to whom most reports say that it speaks for."""
    told: dict[str, Counter[str]] = {}
    for actor in actors:
        if actor.member_of:
            told.setdefault(canonical[actor.name], Counter())[
                canonical.get(actor.member_of, actor.member_of)
            ] += 1
    return {name: min(seen, key=lambda owner: (-seen[owner], owner)) for name, seen in told.items()}


def _same(actors: Sequence[Actor]) -> dict[str, str]:
    """Map each name to the fullest of the same actor: by alias, or as a part of the other's words."""
    counts = Counter(actor.name for actor in actors)
    names = sorted(counts, key=lambda n: (-len(n.split()), -counts[n], n))
    kinds: dict[str, str] = {actor.name: actor.kind for actor in actors}
    aliases: dict[str, set[str]] = {}
    for actor in actors:
        aliases.setdefault(actor.name, set()).update(actor.aliases)
    canonical: dict[str, str] = {}
    chosen: list[str] = []
    for name in names:
        match = next((full for full in chosen if _is_short_for(name, full, kinds, aliases)), None)
        canonical[name] = match or name
        if match is None:
            chosen.append(name)
    return canonical


def _is_short_for(name: str, full: str, kinds: dict[str, str], aliases: dict[str, set[str]]) -> bool:
    if name in aliases[full] or full in aliases[name]:
        return True
    if kinds[name] != kinds[full] or kinds[name] not in {"organisation", "person"}:
        return False
    words, theirs = set(name.lower().split()), set(full.lower().split())
    if kinds[name] == "person":
        return name.rsplit(maxsplit=1)[-1] == full.rsplit(maxsplit=1)[-1] and words <= theirs
    return words < theirs and (len(words) > 1 or name[0].isupper())
