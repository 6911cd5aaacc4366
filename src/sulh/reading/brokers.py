"""What a report says outright of the roles: between whom the talks are, and who mediates in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sulh.reading.cast import COLLECTIVE_MEDIATORS, Cast
from sulh.reading.entity import Entity
from sulh.reading.lexicon import wordset
from sulh.reading.mention import Mention

_REACH = 90
"""How far behind an actor it is looked for what it does in the talks, in characters."""
_JOINED = re.compile(r"\s*and (?:the )?")
_OFFICE = re.compile(
    r",? (?:which|who|that) [a-z ,-]{0,40}?(?:\bas|\bappointed|\bnamed|\bchosen|\bis|\bwas)"
    r" (?:an? |the |its |their )?(?:[a-z-]+ )?([a-z-]+)"
)
_CALLED = re.compile(r", (?:an?|the|one of the|its|their) ([a-z-]+(?: [a-z-]+){0,2})")


def between(text: str, cast: Cast) -> list[tuple[Entity, ...]]:
    """Return the actors of each "between X and Y"."""
    found: list[tuple[Entity, ...]] = []
    top = _outermost(cast)
    for number, mention in enumerate(top):
        if _before(text, mention)[-1:] != ["between"]:
            continue
        actors = cast.at(mention)
        following = top[number + 1] if number + 1 < len(top) else None
        if following and _JOINED.fullmatch(text, mention.span[1], following.span[0]):
            actors += cast.at(following)
        if len(actors) > 1:
            found.append(actors)
    return found


def brokers(text: str, cast: Cast) -> list[Entity]:
    """Return who mediates, as the report says: "mediated by Z", "Z, hosting talks", "Zedian mediators"."""
    found = [e.top for e in cast.entities if e.mediating and e.kind == "group" and e.top is not e]
    for mention in cast.mentions:
        if mention.pointing:
            continue
        if mention.head in COLLECTIVE_MEDIATORS | wordset("roles", "mediating"):
            found += _named_in(mention, cast)
        if mention.parent is None and _does_it(text, mention):
            found += cast.at(mention)
    return found


def _outermost(cast: Cast) -> list[Mention]:
    return [mention for mention in cast.mentions if mention.parent is None and not mention.pointing]


def _before(text: str, mention: Mention) -> list[str]:
    words = text[max(mention.span[0] - 40, 0) : mention.span[0]].lower().split()
    return [word for word in words if word not in {"the", "a", "both"}]


def _named_in(mention: Mention, cast: Cast) -> Iterator[Entity]:
    """Yield the sides in "mediators from Egypt and Qatar", "the Egyptian and Qatari mediators"."""
    if mention.kind == "person":
        return
    for child in mention.children:
        yield from (entity.top for entity in cast.at(child) if entity.is_side)


def _does_it(text: str, mention: Mention) -> bool:
    """Whether the words around *mention* say that it mediates."""
    near = _before(text, mention)[-3:]
    if near[-1:] == ["by"] and not wordset("roles", "mediating").isdisjoint(near):
        return True
    if near[-1:] in (["mediator"], ["mediators"]):
        return True
    name = mention.name or mention.span
    behind = text[name[1] : name[1] + _REACH].lower()
    told = {
        word
        for pattern in (_OFFICE, _CALLED)
        if (match := pattern.match(behind))
        for word in match[1].split()
    }
    return not told.isdisjoint(wordset("roles", "mediating")) or _brokering(behind)


def _brokering(behind: str) -> bool:
    """Whether the words *behind* an actor make it a broker; "were mediated by" makes it what was mediated."""
    words = re.split(r"[.;:“”]", behind)[0].replace(",", " ").split()[:5]
    place = next((n for n, word in enumerate(words) if word in wordset("roles", "brokering")), None)
    if place is None:
        return False
    passive = {"was", "were", "been", "being", "be", "is", "are"} & set(words[:place])
    return words[place].endswith("ing") or not (passive or words[place + 1 : place + 2] == ["by"])
