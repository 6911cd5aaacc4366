"""The actors of a report by name."""

from __future__ import annotations

import pytest

from sulh.model.move import ActorKind
from sulh.reading.register import Register


def register(text: str, *names: str) -> Register:
    return Register(text, [(text.index(name), text.index(name) + len(name)) for name in names])


@pytest.mark.parametrize(
    ("first", "again", "kind"),
    [
        ("Volhar Dockers", "Dockers", "organisation"),
        ("Dana Orel", "Orel", "person"),
        ("Canadian National Railway Co", "CN", "organisation"),
        ("Hill Unionist party", "HUP", "organisation"),
        ("Stage Guild-Union of Radio and Film Artists", "SG-URFA", "organisation"),
        ("Norvane", "Norvanian", "state"),
        ("United States", "U.S", "state"),
        ("Volhins", "Volhin", "organisation"),
    ],
)
def test_another_name_of_one_actor(first: str, again: str, kind: ActorKind) -> None:
    all_ = register("")
    assert all_.by_name(first, kind) is all_.by_name(again, kind)


@pytest.mark.parametrize(
    ("first", "other", "kind"),
    [
        ("United States", "US Steel", "organisation"),  # no initials of what holds them
        ("Dana Orel", "Kasim Orel", "person"),
    ],
)
def test_the_name_of_another_actor(first: str, other: str, kind: ActorKind) -> None:
    all_ = register("")
    assert all_.by_name(first, kind) is not all_.by_name(other, kind)


@pytest.mark.parametrize(("names", "meant"), [(("EU",), "European Union"), ((), "Belgium")])
def test_a_seat_of_two_is_that_of_the_body_that_the_report_names(names: tuple[str, ...], meant: str) -> None:
    assert register("The EU spoke in Brussels.", *names).by_name("Brussels", "state").name == meant


def test_the_latest_is_the_last_before_the_place_or_the_first_behind() -> None:
    all_ = register("x" * 100)
    one, other = all_.by_name("Volhar", "state"), all_.by_name("Sevrin", "state")
    all_.meet(one, (10, 16))
    all_.meet(other, (50, 56))
    all_.meet(one, (90, 96))
    assert all_.latest((one, other), 60) is other
    assert all_.latest((one, other), 40) is one
    assert all_.latest((one, other), 99) is one
    assert all_.latest((one, other), 5) is one
    assert all_.latest((), 5) is None
