"""Conditions that a sentence states outright, and what they are the price of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sulh.model.move import Reading

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("rest", "price"),
    [
        ("{m1 offer|would free} {t1|ten men} only if the bridge is opened.", "the bridge is opened"),
        ("{m1 accept|accepts} {t1|the list}, provided that a doctor sees them.", "a doctor sees them"),
        (
            "{m1 offer|would free} {t1|ten men} so long as the guns are silent, it said.",
            "the guns are silent",
        ),
        ("{m1 offer|would free} {t1|ten men} at dawn.", None),
        ("{m1 offer|would free} {t1|ten men} even if the guns are not silent.", None),
        ("{m1 offer|offered} {t1|a delay} until the end of March.", None),  # a length, no condition
    ],
)
def test_a_stated_condition_is_the_price_of_its_step(rest: str, price: str | None, read_marks: Read) -> None:
    (move,) = read_marks("{@O s1|Orvale} " + rest, O="state").moves
    assert move.terms[-1].exchange == price


@pytest.mark.parametrize(
    ("rest", "condition"),
    [
        ("{m1 reject|will not sign} {t1|the pact} until the gates are open.", "the gates are open"),
        ("{m1 threaten|will strike} {t1|the port} unless the pay is raised.", "the pay is raised"),
        ("{m1 reject|will not sign} {t1|the pact}.", None),
    ],
)
def test_a_refusal_or_a_threat_may_have_a_condition(
    rest: str, condition: str | None, read_marks: Read
) -> None:
    moves = read_marks("{@O s1|Orvale} " + rest, O="state").moves
    assert [move.terms[0].text for move in moves if move.act == "condition"] == [condition] * bool(condition)
    assert all(move.party == ("Orvale",) for move in moves)


def test_a_condition_that_is_marked_is_not_read_twice(read_marks: Read) -> None:
    text = (
        "{@O s1|Orvale} {m1 offer|would free} {t1|ten men}, it says, {m2 condition|if} {t2|guns fall silent}."
    )
    (move,) = read_marks(text, O="state").moves
    assert move.terms[0].exchange == "guns fall silent"
