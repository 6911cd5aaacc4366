"""The cast: which mentions are the same actor, whom it speaks for, which role it has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sulh.model.move import Actor, Reading
from sulh.reading.entity import kinds_of_name, kinds_of_noun

Read = Callable[..., Reading]
TALKS = "Negotiations go on under a mediator."


def actors(reading: Reading) -> dict[str, Actor]:
    return {actor.name: actor for actor in reading.actors}


def rejecter(read_text: Read, text: str) -> tuple[str, tuple[str, ...]]:
    """Return speaker and party of the one rejection in *text*."""
    (move,) = [move for move in read_text(f"{text} {TALKS}").moves if move.act == "reject"]
    return move.speaker, move.party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("The Saffron Movement met envoys in Lasko. The movement rejected a truce.", "Saffron Movement"),
        ("The Loom Workers' Union held a vote. The union rejected a cut.", "Loom Workers' Union"),
        ("Harrow Textiles made a loss. The company rejected a rise.", "Harrow Textiles"),
        ("The Port Dockers' Union met. The Dockers' Union rejected a cut.", "Port Dockers' Union"),
        ("Norvane held a vote. The Norvanian government rejected a truce.", "Norvane"),
        ("The Hill Alliance met in Lasko. The Alliance rejected a truce.", "Hill Alliance"),
        ("Iceland sent envoys. The Icelandic delegation rejected a truce.", "Iceland"),
        ("Ewa Nowicka, who leads the Miners' Union, met the press. Nowicka rejected a cut.", "Miners' Union"),
        ("Temsana sent envoys. Its delegation rejected a truce.", "Temsana"),
        ("Temsana's army rejected a truce.", "Temsana"),
        ("The head of the Amber Front, Salma Idrissi, rejected a truce.", "Amber Front"),
        ("A spokesman for the Amber Front rejected a truce.", "Amber Front"),
    ],
)
def test_an_act_is_that_of_the_right_actor(text: str, party: str, read_text: Read) -> None:
    assert rejecter(read_text, text)[1] == (party,)


def test_a_person_has_a_title_and_a_side(read_text: Read) -> None:
    text = (
        "The head of the Amber Front, Salma Idrissi, rejected a truce. Prime Minister Jens Dahl of Orvale "
        "demanded a truce."
    )
    found = actors(read_text(f"{text} {TALKS}"))
    assert found["Salma Idrissi"].kind == "person"
    assert found["Salma Idrissi"].title == "head of the Amber Front"
    assert found["Salma Idrissi"].member_of == "Amber Front"
    assert found["Jens Dahl"].title == "Prime Minister"


def test_aliases_and_mentions_are_kept(read_text: Read) -> None:
    reading = read_text(
        f"The Port Dockers' Union rejected a cut. The union met. The Dockers' Union stays. {TALKS}"
    )
    union = actors(reading)["Port Dockers' Union"]
    assert "The union" in union.aliases or "the union" in union.aliases
    words = {reading.report.text[start:end] for _, start, end in union.mentions}
    assert words == {"The Port Dockers' Union", "The union", "The Dockers' Union"}
    assert union.name not in union.aliases


@pytest.mark.parametrize(
    ("text", "parties", "mediators"),
    [
        (
            "Egypt and Qatar urged both sides to go on. Temsana rejected a truce. Orvale demands a truce.",
            {"Temsana", "Orvale"},
            {"Egypt", "Qatar"},
        ),
        (
            "Temsana rejected a truce. Orvale demands one. Upper Lusk, which is hosting talks, urged calm.",
            {"Temsana", "Orvale"},
            {"Upper Lusk"},
        ),
        (
            "Temsana rejected a truce. Orvale demands one, Wadi Press reported.",
            {"Temsana", "Orvale"},
            set(),
        ),
    ],
)
def test_roles(text: str, parties: set[str], mediators: set[str], read_text: Read) -> None:
    found = read_text(f"{text} {TALKS}").actors
    assert {actor.name for actor in found if actor.role == "party"} == parties
    assert mediators <= {actor.name for actor in found if actor.role == "mediator"}
    assert not {actor.name for actor in found if actor.role == "mediator"} & parties


def test_both_sides_are_the_parties(read_text: Read) -> None:
    text = "Temsana rejected a truce. Orvale demanded a truce. Both sides accepted the map."
    (move,) = [move for move in read_text(f"{text} {TALKS}").moves if move.act == "agree"]
    assert move.speaker == "both sides"
    assert set(move.party) == {"Temsana", "Orvale"}


def test_an_addressee_is_the_only_other_party(read_text: Read) -> None:
    text = "Temsana rejected a truce. Orvale demanded a truce."
    moves = [m for m in read_text(f"{text} {TALKS}").moves if m.act in {"reject", "demand"}]
    assert [(m.speaker, m.addressee) for m in moves] == [("Temsana", "Orvale"), ("Orvale", "Temsana")]


@pytest.mark.parametrize(
    ("name", "noun"),
    [
        ("Port Dockers' Union", "union"),
        ("Saffron Movement", "movement"),
        ("Meridane Terminals", "company"),
        ("Federation of Harbour Pilots", "federation"),
    ],
)
def test_a_name_says_which_nouns_may_stand_for_it(name: str, noun: str) -> None:
    assert kinds_of_name(name) & kinds_of_noun(noun) or not kinds_of_name(name)


def test_a_noun_that_stands_for_nobody_has_no_kind() -> None:
    assert kinds_of_noun("umbrella") == frozenset()
    assert kinds_of_name("Umbrella") == frozenset()
