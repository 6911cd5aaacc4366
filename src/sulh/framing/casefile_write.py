"""A `Problem` as a case file: YAML that people can read and edit, without what goes without saying."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import yaml

from sulh.model.problem import Evidence, Issue, Offer, Position, Problem, Utility


class _Number(str):
    """An exact number as it is written."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes on the safe side: what other readers of YAML would take for something else stands in quotes."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    plain = text.isprintable() and text == text.strip()
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    _Number, lambda dumper, number: dumper.represent_scalar("tag:yaml.org,2002:float", str(number))
)


def write_case(problem: Problem) -> str:
    """Return *problem* as YAML; `read_case` gives it back without loss."""
    case = {
        "title": problem.title,
        "parties": list(problem.parties),
        "mediators": list(problem.mediators),
        "issues": {issue.name: _issue(issue) for issue in problem.issues},
        "links": [str(link) for link in problem.links],
        "positions": [_position(position) for position in problem.positions],
        "offers": [_offer(offer) for offer in problem.offers],
        "agreement": [list(members) for members in problem.agreement],
        "weights": {party: _numbers(weights) for party, weights in problem.weights.items()},
        "utilities": {party: _utility(utility) for party, utility in problem.utilities.items()},
        "preferences": {party: list(map(str, wants)) for party, wants in problem.preferences.items()},
        "irreversible": [
            {"issue": move.issue, "from": move.origin, "to": move.target} for move in problem.irreversible
        ],
        "ranking": {party: [list(tie) for tie in ties] for party, ties in problem.ranking.items()},
        "status_quo": dict(problem.status_quo),
        "grades": dict(problem.grades),
        "credence": _numbers(problem.credence),
    }
    written: str = yaml.dump(
        _kept(case, {"title": Problem.model_fields["title"].default}),
        Dumper=_Dumper,
        default_flow_style=None,
        sort_keys=False,
        allow_unicode=True,
        width=110,
    )
    return written


def _kept(fields: Mapping[str, object], usual: Mapping[str, object] | None = None) -> dict[str, object]:
    """Drop what is empty or as usual."""
    usual = usual or {}
    return {
        key: value
        for key, value in fields.items()
        if not (value is None or value in ([], {}) or (key in usual and value == usual[key]))
    }


def _one_or_more(names: Sequence[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)


def _issue(issue: Issue) -> dict[str, object]:
    fields = {
        "label": issue.label,
        "options": list(issue.options),
        "ordered": issue.ordered,
        "controller": _one_or_more(issue.controller),
        "gives": issue.gives,
        "direction_confirmed": issue.direction_confirmed,
        "open_rungs": list(issue.open_rungs),
        "unit": issue.unit,
    }
    return _kept(fields, {"ordered": False, "gives": "up", "direction_confirmed": True})


def _position(position: Position) -> dict[str, object]:
    fields = {
        "id": position.id,
        "party": position.party,
        "wants": str(position.wants),
        "strength": position.strength,
        "since": position.since,
        "until": position.until,
        "own_voice": position.own_voice,
        "hedged": position.hedged,
        "note": position.note,
        "evidence": _evidence(position.evidence),
    }
    return _kept(fields, {"own_voice": True, "hedged": False})


def _offer(offer: Offer) -> dict[str, object]:
    fields = {
        "id": offer.id,
        "by": offer.by,
        "to": _one_or_more(offer.to),
        "package": offer.package,
        "since": offer.since,
        "answers": offer.answers,
        "answered": offer.answered,
        "condition": offer.condition,
        "own_voice": offer.own_voice,
        "evidence": _evidence(offer.evidence),
        "answer_evidence": {party: _evidence(said) for party, said in offer.answer_evidence.items()},
    }
    kept = _kept(fields, {"own_voice": True})
    kept.setdefault("package", {})
    return kept


def _evidence(evidence: Sequence[Evidence]) -> list[object]:
    return [
        _kept(
            {
                "quote": piece.quote,
                "report": piece.report,
                "move": piece.move,
                "start": piece.start,
                "end": piece.end,
                "sources": list(piece.sources),
                "level": piece.level,
                "published": piece.published,
            },
            {"level": "press"},
        )
        for piece in evidence
    ]


def _numbers(weights: Mapping[str, Fraction]) -> dict[str, object]:
    return {issue: _number(weight) for issue, weight in weights.items()}


def _number(number: Fraction) -> object:
    """Return *number* as a decimal where it has a short one, else as a ratio."""
    if number.denominator == 1:
        return int(number)
    places = next((n for n in range(1, 30) if (number * 10**n).denominator == 1), None)
    if places is None:
        return str(number)
    digits = str(abs(int(number * 10**places))).rjust(places + 1, "0")
    return _Number(f"{'-' if number < 0 else ''}{digits[:-places]}.{digits[-places:]}")


def _utility(utility: Utility) -> dict[str, object]:
    scores = {issue: _numbers(options) for issue, options in utility.scores.items()}
    fields = {"weights": _numbers(utility.weights), "scores": scores, "reserve": _number(utility.reserve)}
    return _kept(fields, {"reserve": 0})
