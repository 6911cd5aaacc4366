"""What a report says outright of the roles: between whom the talks are, and who mediates in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from sulh.model.report import Report
from sulh.reading.cast import Cast
from sulh.reading.entity import Entity
from sulh.reading.lexicon import wordset
from sulh.reading.mention import Mention
from sulh.reading.tokens import sentence_at

_REACH = 90
"""How far behind an actor it is looked for what it does in the talks, in characters."""
_WITH = r",? (?:along|together) with [^,.;]{2,60}?,?(?= (?:has|have|is|are)\b)"
_WHO = (
    rf",? (?:(?:which|who|that)(?:{_WITH})? )?"
    r"(?:(?:has|have|had|is|are|also|long|been|once|repeatedly) )*"
)
_NOT_OF_GOODS = (
    r"(?!insurance|mortgage|stock|ship|power|energy|real-estate|estate|loan|grain|commodit|art|customs)"
)
_NOUN = "|".join(sorted(wordset("roles", "brokers"), key=len, reverse=True))
_OFFICE = re.compile(
    rf"{_WHO}(?:was )?(?:(?:(?:acts?|acted|acting|serves?|served|serving) as|appointed|named|chosen)"
    r"(?: an?| the| its| their)?|(?:is|are|was|were|been) (?:an?|the|its|their)|are)"
    rf"(?: {_NOT_OF_GOODS}[a-z-]+)?? (?P<noun>{_NOUN})\b(?P<of> of (?:the |this )?[a-z]+)?"
)
_CALLED = re.compile(
    rf", (?:an?|the|one of the|its|their) (?:{_NOT_OF_GOODS}[a-z-]+ ){{0,2}}?(?P<noun>{_NOUN})\b"
    r"(?P<of> of (?:the |this )?[a-z]+)?(?=[,.;]| (?:in|of|between|to|for|since|with)\b)"
)
_DOES = re.compile(rf"{_WHO}(?P<verb>[a-z]+)(?! by\b)(?P<rest>(?: [a-z-]+){{0,4}})")
_TALKS, _TEXTS, _AGREEMENTS = (wordset("roles", key) for key in ("talks", "texts", "agreements"))
_TO_BROKER = re.compile(
    r",? (?:(?:which|who|that|has|have|had|is|are|was|were|been|also|again|long|since|reportedly|said|"
    r"understood|believed|reported) (?:to have )?)*"
    r"(?:offered|offers|agreed|helped|helps|helping|tried|trying|tries|worked|working|works|sought|seeking|seeks|"
    r"continues|continued|stepped in|ready|willing|prepared|due|set|hoping|hopes) (?:to )?"
    r"(?:broker|mediate|facilitate)\b"
)
_ALONG = re.compile(rf",? (?:which|who){_WITH}")
_YEAR = re.compile(r"\b(?<!since )(?<!from )(?:19|20)\d\d\b")
_COMPOUND = re.compile(
    r"-(?P<how>brokered|mediated|facilitated|led|hosted|proposed|drafted)"
    r" (?P<rest>(?:[a-z-]+ ){0,2}[a-z]+)"
)
_TITLE = re.compile(r"\b(?:mediator|conciliator|facilitator|arbitrator|peace envoy|go-between)\b", re.I)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been)\b")
_TELLS = frozenset({"told", "tell", "tells", "informed", "asked", "urged", "assured"})


def between(text: str, cast: Cast) -> list[tuple[Entity, ...]]:
    """Return the actors of each "between X and Y"."""
    pairs = (
        _joined(mention, following, cast)
        for mention, following in _with_next(cast)
        if _are_at_odds(_before(text, mention))
    )
    return [actors for actors in pairs if len(actors) > 1]


def brokers(report: Report, cast: Cast) -> list[Entity]:
    """Return who mediates, as *report* says: "mediated by Z", "Z, hosting talks", "Zedian mediators".

    Who brokered an agreement of an earlier year does not mediate now.
    """
    text = report.text
    found = [e.top for e in cast.entities if e.mediating and e.kind == "group" and e.top is not e]
    alone = (e for e in cast.entities if e.kind == "person" and e.member_of is None)
    found += [e for e in alone if _TITLE.search(e.title or "")]
    for mention in cast.mentions:
        if not mention.pointing and mention.kind != "person" and mention.head in wordset("roles", "brokers"):
            found += [e.top for child in mention.children for e in cast.at(child) if e.is_side]
            found += [e.top for e in cast.joined_before(mention.span[0]) if e.is_side]
    for mention, following in _with_next(cast):
        if _is_of_old(report, mention):
            continue
        if _is_named(_before(text, mention)) or _in_compound(text, mention):
            found += _joined(mention, following, cast)
        elif _does_it(text, mention) or _is_to_do_it(text, mention, following):
            found += cast.at(mention)
            found += _along_with(text, mention, cast)
    return found


def _is_of_old(report: Report, mention: Mention) -> bool:
    """Whether the sentence of *mention* speaks of a year long over."""
    here = sentence_at(report.sentences, mention.span[0])
    if report.published is None or here is None:
        return False
    return any(int(year) < int(report.published[:4]) - 1 for year in _YEAR.findall(report.text, *here))


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


def _are_at_odds(before: list[str]) -> bool:
    """Whether the words *before* two actors say that they talk or quarrel, not trade: "a truce between"."""
    return before[-1:] == ["between"] and wordset("roles", "apart").isdisjoint(before[-3:-1])


def _is_named(before: list[str]) -> bool:
    """Whether the words *before* an actor make it one that mediates: "brokered by", "the mediator"."""
    if before[-1:] == ["by"]:
        held = before[-2:-1] and before[-2].strip(",") in wordset("roles", "held_by")
        talks = any(word.strip(",") in _TALKS for word in before[:-2])
        return bool(held and talks) or not wordset("roles", "mediating").isdisjoint(before[-3:])
    return before[-1:] in (["mediator"], ["mediators"]) and _TELLS.isdisjoint(before[-2:])


def _in_compound(text: str, mention: Mention) -> bool:
    """Whether it stands in "the Zedian-mediated plan" or "Zed-led talks"."""
    name = mention.name or mention.span
    compound = _COMPOUND.search(text, name[0], name[1] + _REACH)
    if compound is None or text[name[0] : compound.start()].count(" ") > 2:
        return False
    rest = compound["rest"].split()
    if compound["how"] in {"proposed", "drafted"}:
        return not _TEXTS.isdisjoint(rest)
    return compound["how"] not in wordset("roles", "held_by") or not _TALKS.isdisjoint(rest)


def _is_to_do_it(text: str, mention: Mention, following: Mention | None) -> bool:
    """Whether it "has offered to mediate", or "is said to have helped broker" something."""
    end = mention.span[1]
    limit = min(end + _REACH, following.span[0] if following is not None else len(text))
    return _TO_BROKER.match(text, end, limit) is not None


def _of_talks(told: re.Match[str]) -> bool:
    """Whether it is talks that somebody is called the guarantor of, no loan; others need not say of what."""
    of = (told["of"] or "").split()[-1:]
    return not told["noun"].startswith("guarantor") or not (_TALKS | _AGREEMENTS).isdisjoint(of)


def _along_with(text: str, mention: Mention, cast: Cast) -> Iterator[Entity]:
    """Yield who mediates with it: "Zed, which along with Wye and Ex has been mediating"."""
    along = _ALONG.match(text, mention.span[1])
    for other in cast.between(mention.span[1], along.end()) if along else ():
        if not other.pointing:
            yield from (e for e in cast.at(other) if e.is_side)


def _does_it(text: str, mention: Mention) -> bool:
    """Whether the words behind *mention*, or behind its name in it, say that it mediates."""
    for start in {mention.span[1], (mention.name or mention.span)[1]}:
        behind = text[start : start + _REACH].lower()
        told = [match for pattern in (_OFFICE, _CALLED) if (match := pattern.match(behind))]
        if any(map(_of_talks, told)):
            return True
        deed = _DOES.match(behind)
        if deed is None:
            continue
        if deed["verb"] in wordset("roles", "brokering"):
            return deed["verb"].endswith("ing") or not _PASSIVE.search(behind, 0, deed.start("verb"))
        if deed["verb"] in wordset("roles", "hosting") and not _TALKS.isdisjoint(deed["rest"].split()):
            return True
    return False
