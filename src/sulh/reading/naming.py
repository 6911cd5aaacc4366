"""Whether two names are one actor's: acronym, surname, a part, an adjective, another spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz

from sulh.reading.entity import Entity, initials, is_adjective_of, kinds_of_name
from sulh.reading.markup.annotation import Span

_CLOSE = 90
_SHORT = re.compile(r"(?: \(|,? or |,? (?:also )?known as (?:the )?)([A-Z]{2,6})(?=[),])")


def calls(name: str, entity: Entity, *, person: bool) -> bool:
    """Whether *name*, of a *person* or not, may be one for *entity*, which has a name too."""
    if entity.name.islower():
        return False
    known = {entity.name, *entity.aliases}
    if name in known or name.lower() in {each.lower() for each in known}:
        return True
    if person != (entity.kind == "person"):
        return " " not in name and any(is_adjective_of(name, each) for each in known)
    return any(_of_one_person(name, each) if person else _of_one_body(name, each) for each in known)


def defined(text: str, names: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """Yield the names that *text* gives with their initials, "New Hill League (NHL)", and these."""
    for long, short in pairwise(sorted(names)):
        name, letters = text[slice(*long)], text[slice(*short)]
        if text[long[1] : short[0]] == " (" and letters.isupper() and _is_short_for(letters, name):
            yield name, letters


def short_behind(text: str, name: Span) -> str | None:
    """Return the capitals right behind *name* that are short for it, in whatever language: "(FARC)"."""
    behind = _SHORT.match(text, name[1])
    written = text[slice(*name)]
    return behind[1] if behind and (behind[1][0] == written[0] or " " in written) else None


def _of_one_person(name: str, known: str) -> bool:
    """Whether both have the surname, and no first names that differ."""
    one, other = name.split(), known.split()
    if len(one) == 1 or len(other) == 1:
        short, long = sorted((one, other), key=len)
        return short[0] in {long[0], long[-1]}
    if min(name, known, key=len)[0].islower() and (name.endswith(f" {known}") or known.endswith(f" {name}")):
        return True  # "de la Roca" is Inés de la Roca
    return (one[-1] == other[-1] and one[0][0] == other[0][0]) or fuzz.ratio(name, known) >= _CLOSE


def _is_short_for(letters: str, name: str) -> bool:
    """Whether *letters* are initials of *name*: its first ones, or those of all its words."""
    capitals, all_words = initials(name)
    return capitals.upper().startswith(letters) or all_words == letters


def _of_one_body(name: str, known: str) -> bool:
    if known.islower():
        return False
    one, other = (set(each.replace("’", "'").split()) for each in (name, known))
    short, long = sorted((name, known), key=str.isupper, reverse=True)
    short_form = short.isupper() > long.isupper() and len(short) > 1 and short not in long.split()
    if short_form and _is_short_for(short.replace("-", ""), long):
        return True
    if is_adjective_of(name, known) or is_adjective_of(known, name):
        return True
    if name.endswith("s") and known.startswith(f"{name[:-1]} ") and len(name) > 4:
        return True  # "the Greens" are the Green List
    if name in {f"{known}s", known.removesuffix("s")}:
        return True  # "a Volkhin offer" is the Volkhins'
    if one < other or other < one:
        short, long = sorted((name, known), key=len)
        # "Harrow" may be Harrow Textiles, and "the Alliance" the Hill Alliance.
        return (
            bool(kinds_of_name(short))
            or long.endswith(f" {short}")
            or (long.startswith(f"{short} ") and len(short) > 2)
        )
    return len(name) > 5 and fuzz.ratio(name, known) >= _CLOSE
