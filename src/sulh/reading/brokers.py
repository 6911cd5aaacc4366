"""What a report says outright of the roles: between whom the talks are, and who mediates in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from sulh.reading.cast import Cast
from sulh.reading.entity import Entity
from sulh.reading.lexicon import wordset
from sulh.reading.mention import Mention

_REACH = 90
"""How far behind an actor it is looked for what it does in the talks, in characters."""
_WHO = r",? (?:(?:which|who|that) )?(?:(?:has|have|had|is|are|also|long|been|once|repeatedly) )*"
_OFFICE = re.compile(
    rf"{_WHO}(?:was )?(?:(?:(?:acts?|acted|acting|serves?|served|serving) as|appointed|named|chosen)"
    r"(?: an?| the| its| their)?|(?:is|are|was|were|been) (?:an?|the|its|their))"
    r"(?: chief| sole| main| lead)? (?P<noun>[a-z-]+)\b"
)
_CALLED = re.compile(
    r", (?:an?|the|one of the|its|their) (?:[a-z-]+ ){0,2}?(?P<noun>[a-z-]+)"
    r"(?=[,.;]| (?:in|of|between|to|for|since|with)\b)"
)
_DOES = re.compile(rf"{_WHO}(?P<verb>[a-z]+)(?! by\b)(?P<rest>(?: [a-z-]+){{0,4}})")
_TALKS = frozenset(
    {
        "talks",
        "negotiations",
        "discussions",
        "meeting",
        "meetings",
        "round",
        "rounds",
        "session",
        "sessions",
        "summit",
    }
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been)\b")
_TELLS = frozenset({"told", "tell", "tells", "informed", "asked", "urged", "assured"})


def between(text: str, cast: Cast) -> list[tuple[Entity, ...]]:
    """Return the actors of each "between X and Y"."""
    pairs = (
        _joined(mention, following, cast)
        for mention, following in _with_next(cast)
        if _before(text, mention)[-1:] == ["between"]
    )
    return [actors for actors in pairs if len(actors) > 1]


def brokers(text: str, cast: Cast) -> list[Entity]:
    """Return who mediates, as the report says: "mediated by Z", "Z, hosting talks", "Zedian mediators"."""
    found = [e.top for e in cast.entities if e.mediating and e.kind == "group" and e.top is not e]
    for mention in cast.mentions:
        if not mention.pointing and mention.kind != "person" and mention.head in wordset("roles", "brokers"):
            found += [e.top for child in mention.children for e in cast.at(child) if e.is_side]
    for mention, following in _with_next(cast):
        if _is_named(_before(text, mention)):
            found += _joined(mention, following, cast)
        elif _does_it(text, mention):
            found += cast.at(mention)
    return found


def _with_next(cast: Cast) -> Iterator[tuple[Mention, Mention | None]]:
    """Yield the outermost mentions, no pronouns, each with the one behind it."""
    top = [mention for mention in cast.mentions if mention.parent is None and not mention.pointing]
    yield from zip_longest(top, top[1:])


def _joined(mention: Mention, following: Mention | None, cast: Cast) -> tuple[Entity, ...]:
    """Return whom *mention* means, and whom "and Y" behind it adds."""
    more = cast.joined(mention.span[1], following.span[1]) if following is not None else []
    return (*cast.at(mention), *more)


def _before(text: str, mention: Mention) -> list[str]:
    words = text[max(mention.span[0] - 40, 0) : mention.span[0]].lower().split()
    return [word for word in words if word not in {"the", "a", "both"}]


def _is_named(before: list[str]) -> bool:
    """Whether the words *before* an actor make it one that mediates: "brokered by", "the mediator"."""
    if before[-1:] == ["by"]:
        return not wordset("roles", "mediating").isdisjoint(before[-3:])
    return before[-1:] in (["mediator"], ["mediators"]) and _TELLS.isdisjoint(before[-2:])


def _does_it(text: str, mention: Mention) -> bool:
    """Whether the words behind *mention*, or behind its name in it, say that it mediates."""
    for start in {mention.span[1], (mention.name or mention.span)[1]}:
        behind = text[start : start + _REACH].lower()
        told = [match["noun"] for pattern in (_OFFICE, _CALLED) if (match := pattern.match(behind))]
        if not wordset("roles", "brokers").isdisjoint(told):
            return True
        deed = _DOES.match(behind)
        if deed is None:
            continue
        if deed["verb"] in wordset("roles", "brokering"):
            return deed["verb"].endswith("ing") or not _PASSIVE.search(behind, 0, deed.start("verb"))
        if deed["verb"] in wordset("roles", "hosting") and not _TALKS.isdisjoint(deed["rest"].split()):
            return True
    return False
