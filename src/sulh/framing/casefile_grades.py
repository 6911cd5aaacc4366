"""The grades of a case file's sources, and the chances that go with them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sulh.framing.casefile_nodes import At
from sulh.model.evaluation import did_you_mean
from sulh.model.problem import Problem
from sulh.model.sources import CREDENCE_KEY, GRADE, key_of, sources_in


def read_grades(entries: Sequence[tuple[At, At]], case: Problem) -> dict[str, str]:
    """Return the grades that *entries* give to the sources of *case*, by name as written.

    Raises CaseFileError for what is no grade, and for a name on which no evidence rests.
    """
    sources = sources_in(case)
    known = {key_of(source.key): name for source, name in sources.items()}
    found: dict[str, str] = {}
    seen: dict[str, str] = {}
    for name, place in entries:
        said, grade, key = name.text(), place.text(), key_of(name.text())
        if key not in known:
            hint = did_you_mean(said, known.values()) if known else "give positions evidence with sources"
            raise name.wrong(f"no evidence rests on a source {said!r}", hint)
        if key in seen:
            raise name.wrong(f"{said!r} and {seen[key]!r} are one source", "leave one of them out")
        if not GRADE.match(grade):
            hint = "write a letter from A to F, with or without a digit from 1 to 6, like B2"
            raise place.wrong(f"{place.what} is no grade: {grade!r}", hint)
        found[said] = grade
        seen[key] = said
    return found


def read_credence(entries: Sequence[tuple[At, At]]) -> dict[str, Fraction]:
    """Return the chances that *entries* give to grades. Raises CaseFileError for what cannot be one."""
    found = {}
    for name, place in entries:
        key = name.text()
        if not CREDENCE_KEY.match(key):
            message, hint = f"{key!r} is no grade", "write A to E, 1 to 5, or both, like B2"
            if GRADE.match(key) or key == "6":
                message = f"{key!r} says that nobody can judge, so no chance goes with it"
                hint = "leave it out: such accounts count with every chance from 0 to 1"
            raise name.wrong(message, hint)
        chance = place.number()
        if not 0 <= chance <= 1:
            raise place.wrong(f"{place.what} must be from 0 to 1, not {place.text()}", "0.8 means 80 percent")
        found[key] = chance
    return found
