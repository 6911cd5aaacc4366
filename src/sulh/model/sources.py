"""Sources, the grade that a person gives them, and the chance that a grade is given.

Grades are those of the Admiralty code: a letter for the reliability of the source (A completely reliable, F
cannot be judged), a digit for the credibility of the information (1 confirmed, 6 cannot be judged); NATO,
AJP-2.1, Allied Joint Doctrine for Intelligence Procedures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

from sulh.model.problem import Evidence, Problem

GRADE = re.compile(r"[A-F][1-6]?\Z")
"""A grade: a letter, with or without a digit."""

CREDENCE_KEY = re.compile(r"(?:[A-E][1-5]?|[1-5])\Z")
"""What credence can be given for: a letter, a digit or both. F and 6 say that nobody can judge."""

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


class Source(NamedTuple):
    """Who an account comes from: a named source, or a report that speaks in its own voice.

    `key` is what two ways to write one name have in common.
    """

    kind: Literal["source", "report"]
    key: str


def key_of(name: str) -> str:
    """Return *name* as it is compared: without an article, in one case."""
    return _ARTICLE.sub("", " ".join(name.split())).casefold()


def source_of(evidence: Evidence, party: str = "") -> Source | None:
    """Return the independent source of *evidence*, which is about what *party* wants.

    Two accounts whose chains end in the same innermost source are one source, whoever carries them, and so
    are two prints of a party's own words. An outlet in its own voice is a source by itself. None where
    neither a source nor a report is named: a person wrote it and answers for it.
    """
    if evidence.sources:
        return Source("source", key_of(evidence.sources[-1]))
    if evidence.level == "own words":
        return Source("source", key_of(party))
    return Source("report", evidence.report) if evidence.report else None


def name_of(evidence: Evidence, party: str) -> str:
    """Return what to call the source of *evidence*, as it is written."""
    if evidence.sources:
        return _ARTICLE.sub("", " ".join(evidence.sources[-1].split()))
    return party if evidence.level == "own words" else evidence.report or ""


def evidence_in(problem: Problem) -> Iterator[tuple[Evidence, str]]:
    """Yield all evidence of *problem*, each with the party that it is about."""
    for position in problem.positions:
        for item in position.evidence:
            yield item, position.party
    for offer in problem.offers:
        for item in offer.evidence:
            yield item, offer.by
        for party, items in offer.answer_evidence.items():
            for item in items:
                yield item, party


def sources_in(problem: Problem) -> dict[Source, str]:
    """Return the sources of *problem*, in order, each with its name as it is first written."""
    found: dict[Source, str] = {}
    for item, party in evidence_in(problem):
        source = source_of(item, party)
        if source is not None:
            found.setdefault(source, name_of(item, party))
    return found


def reports_in(problem: Problem) -> tuple[str, ...]:
    """Return the names of the reports that the evidence of *problem* stands in, in order."""
    return tuple(dict.fromkeys(item.report for item, _ in evidence_in(problem) if item.report))


def credence_of(grade: str | None, credence: Mapping[str, Fraction]) -> Fraction | None:
    """Return the chance that an account with *grade* is right, None where nobody gave one.

    The fullest key that is given counts: for B2 that is B2, else B, else 2. Nothing is multiplied. F and 6
    mean "cannot be judged", so a grade that contains one of them has no chance.
    """
    if grade is None or "F" in grade or "6" in grade:
        return None
    return next((credence[key] for key in (grade, grade[0], grade[1:]) if key in credence), None)


def chances(problem: Problem) -> dict[Source, Fraction | None]:
    """Return for each source the chance that its account is right; None: anything from 0 to 1."""
    grades = {key_of(name): grade for name, grade in problem.grades.items()}
    return {
        source: credence_of(grades.get(key_of(source.key)), problem.credence)
        for source in sources_in(problem)
    }
