"""Contradictions: what must be found, and above all what must not."""

from __future__ import annotations

import pytest

from sulh.framing.contradictions import contradictions
from sulh.model.move import Figure, Move, Reading, Term
from sulh.model.report import OffsetMap, Report

TEXT = "Red said it. Blue said it. Numbers here."


def report(name: str, published: str | None = "2024-02-15") -> Report:
    return Report(
        id=name,
        name=name,
        published=published,
        text=TEXT,
        blocks=(),
        sentences=(),
        offsets=OffsetMap(runs=()),
    )


def figure(name: str, value: str, **fields: object) -> Figure:
    base = {"report": name, "value": value, "unit": "prisoners", "of": "prisoners freed in November"}
    return Figure.model_validate({**base, "text": "Numbers", "start": 27, "end": 34, **fields})


def move(name: str, act: str, **fields: object) -> Move:
    base = {"id": f"{name}-{act}", "report": name, "act": act, "speaker": "Red", "party": ("Red",)}
    given = {"confidence": 1, "quote": "Red said it", "start": 0, "end": 11, "reported": "2024-02-15"}
    return Move.model_validate({**base, **given, **fields})


def term(text: str = "Red said it", **fields: object) -> Term:
    return Term.model_validate(
        {"text": text, "start": TEXT.index(text), "end": TEXT.index(text) + len(text), **fields}
    )


def read(
    name: str,
    *,
    figures: tuple[Figure, ...] = (),
    moves: tuple[Move, ...] = (),
    published: str | None = "2024-02-15",
) -> Reading:
    return Reading(report=report(name, published), actors=(), moves=moves, figures=figures, times=())


def kinds(*readings: Reading) -> list[str]:
    return [item.kind for item in contradictions(readings)]


def test_two_reports_with_two_values_of_one_thing() -> None:
    (found,) = contradictions(
        [read("a", figures=(figure("a", "105"),)), read("b", figures=(figure("b", "110"),))]
    )
    assert found.kind == "figure"
    assert found.what == "prisoners freed in November: 105 prisoners or 110 prisoners"
    assert [side.report for side in found.sides] == ["a", "b"]


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        ({"value": "105"}, {"value": "105"}, ("2024-02-15", "2024-02-15")),  # they agree
        ({"value": "105"}, {"value": "110"}, ("2024-02-15", "2024-03-15")),  # the number may have changed
        ({"value": "105"}, {"value": "110"}, ("2024-02-15", None)),  # nobody knows when
        ({"value": "300", "qualifier": "approximately"}, {"value": "310"}, ("2024-02-15", "2024-02-15")),
        ({"value": "100", "qualifier": "at least"}, {"value": "310"}, ("2024-02-15", "2024-02-15")),
        ({"value": "105"}, {"value": "110", "unit": "guards"}, ("2024-02-15", "2024-02-15")),
        (
            {"value": "105", "of": "prisoners"},
            {"value": "110", "of": "prisoners"},
            ("2024-02-15", "2024-02-15"),
        ),
        ({"value": "many"}, {"value": "110"}, ("2024-02-15", "2024-02-15")),
        ({"value": "NaN"}, {"value": "110"}, ("2024-02-15", "2024-02-15")),
    ],
)
def test_figures_that_do_not_contradict(
    one: dict[str, str], other: dict[str, str], days: tuple[str | None, str | None]
) -> None:
    a = read("a", figures=(figure("a", **one),), published=days[0])
    b = read("b", figures=(figure("b", **other),), published=days[1])
    assert kinds(a, b) == []


def test_one_report_may_contradict_itself_only_through_two_sources() -> None:
    same = read("a", figures=(figure("a", "105"), figure("a", "110")))
    assert kinds(same) == []
    two = read(
        "a", figures=(figure("a", "105", according_to=("X",)), figure("a", "110", according_to=("Y",)))
    )
    assert kinds(two) == ["figure"]


def test_a_denied_move_against_the_same_move() -> None:
    told = read("a", moves=(move("a", "accept", terms=(term(),), sources=("a rumour",)),))
    denied = read("b", moves=(move("b", "accept", terms=(term(),), denied=True),))
    assert kinds(told, denied) == ["denial"]
    other_terms = read("b", moves=(move("b", "accept", terms=(term("Numbers"),), denied=True),))
    assert kinds(told, other_terms) == []
    other_party = read("b", moves=(move("b", "accept", terms=(term(),), denied=True, party=("Blue",)),))
    assert kinds(told, other_party) == []


def test_yes_and_no_to_the_same_thing_on_one_day() -> None:
    yes = read("a", moves=(move("a", "accept", terms=(term(),), when="2024-02-15"),))
    no = read("b", moves=(move("b", "reject", terms=(term(),), when="2024-02-15"),))
    assert kinds(yes, no) == ["act"]
    friday = read("b", moves=(move("b", "reject", terms=(term(),), when="2024-02-16"),))
    assert kinds(yes, friday) == []  # a change of mind
    perhaps = read(
        "b", moves=(move("b", "reject", terms=(term(),), when="2024-02-15", context="hypothetical"),)
    )
    assert kinds(yes, perhaps) == []


def test_one_offer_with_two_numbers() -> None:
    def offer(name: str, quantity: str, **fields: object) -> Reading:
        freed = term(action="release", object="prisoners", quantity=quantity)
        return read(name, moves=(move(name, "offer", terms=(freed,), when="2024-02-15", **fields),))

    assert kinds(offer("a", "1500"), offer("b", "1200")) == ["figure"]
    assert kinds(offer("a", "1500"), offer("b", "1500")) == []
    assert kinds(offer("a", "1500", addressee="X"), offer("b", "1200", addressee="Y")) == []


def test_one_agreement_with_two_dates() -> None:
    def agreed(name: str, when: str) -> Reading:
        return read(name, moves=(move(name, "agree", terms=(term(),), when=when, context="historical"),))

    assert kinds(agreed("a", "2023-11-24"), agreed("b", "2023-11-22")) == ["date"]
    assert kinds(agreed("a", "2023-11-24"), agreed("b", "2023-11")) == []
