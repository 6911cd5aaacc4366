"""A case with utilities as Genius XML, which NegMAS reads as well."""

from __future__ import annotations

import re
from fractions import Fraction
from xml.sax.saxutils import quoteattr

from sulh.model.errors import UsageError
from sulh.model.problem import Issue, Problem, Utility

DOMAIN = "domain.xml"
_UNSAFE = re.compile(r"[^\w .-]")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_genius(problem: Problem) -> dict[str, str]:
    """Return *problem* as Genius XML: file name → content, `DOMAIN` and one profile for each party.

    Positions and offers have no place in a domain and are left out. Raises UsageError where the packages or
    the utilities would not be the same: links, a party without utilities, a number without an end as a
    decimal, a character that XML cannot hold.
    """
    if problem.links:
        raise UsageError("Genius XML cannot say links", hint="leave the links out, or pass on the case file")
    files = {DOMAIN: _domain(problem)}
    for party in problem.parties:
        name = f"{_UNSAFE.sub('_', party)}.xml"
        if party not in problem.utilities:
            raise UsageError(f"the case gives no utilities for {party}", hint="add them under utilities:")
        if name.casefold() in map(str.casefold, files):
            raise UsageError(f"two files would be called {name}", hint=f"rename the party {party!r}")
        files[name] = _profile(problem, party, problem.utilities[party])
    return files


def _domain(problem: Problem) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<negotiation_template>",
        f'<utility_space number_of_issues="{len(problem.issues)}">',
        _OBJECTIVE,
    ]
    for number, issue in enumerate(problem.issues, 1):
        lines.append(_opening(number, issue))
        lines += [f'<item index="{at}" value={_said(o)}/>' for at, o in enumerate(issue.options, 1)]
        lines.append("</issue>")
    return "\n".join([*lines, "</objective>", "</utility_space>", "</negotiation_template>", ""])


def _profile(problem: Problem, party: str, utility: Utility) -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<utility_space number_of_issues="{len(problem.issues)}">',
        _OBJECTIVE,
    ]
    weights = []
    for number, issue in enumerate(problem.issues, 1):
        scores = utility.scores.get(issue.name)
        lines.append(_opening(number, issue))
        for at, option in enumerate(issue.options, 1):
            score = _decimal(scores[option], party) if scores else "0"
            lines.append(f'<item index="{at}" value={_said(option)} evaluation="{score}"/>')
        lines.append("</issue>")
        weight = utility.weights.get(issue.name, Fraction(1)) if scores else Fraction(0)
        weights.append(f'<weight index="{number}" value="{_decimal(weight, party)}"/>')
    reserve = _decimal(utility.reserve, party)
    last = [f'<reservation value="{reserve}"/>', '<discount_factor value="1"/>', "</utility_space>", ""]
    return "\n".join([*lines, *weights, "</objective>", *last])


_OBJECTIVE = '<objective index="0" etype="objective" type="objective" description="" name="root">'


def _opening(number: int, issue: Issue) -> str:
    kind = 'etype="discrete" type="discrete" vtype="discrete"'
    return f'<issue index="{number}" {kind} name={_said(issue.name)}>'


def _said(text: str) -> str:
    if _NO_XML.search(text):
        raise UsageError(f"XML cannot hold {text!r}", hint="rename it")
    return quoteattr(text)


def _decimal(number: Fraction, party: str) -> str:
    """Return *number* as the decimal that it is exactly."""
    rest, places = number.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        places = max(places, count)
    if rest > 1 or places > 400:
        raise UsageError(
            f"{number} of {party} has no decimal, which Genius XML needs",
            hint=f"multiply the scores and the reserve of {party} by {rest}",
        )
    digits = str(abs(number.numerator) * 10**places // number.denominator).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{'-' if number < 0 else ''}{whole}{'.' * bool(part)}{part}"
