"""The circumstances of an act: when, to whom, whether it is denied, whether it really happened."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sulh.model.move import Move, Reading

Read = Callable[..., Reading]
TALKS = "Negotiations between Ashar and Belmar go on under a mediator. Belmar refused an airbase."


def the(act: str, sentence: str, read_text: Read, published: str | None = "2024-02-15") -> Move:
    """Return Ashar's one move of *act* in *sentence*."""
    found = read_text(f"{TALKS} {sentence}", published).moves
    (move,) = [m for m in found if m.act == act and m.start > len(TALKS)]
    return move


@pytest.mark.parametrize(
    ("act", "sentence", "when"),
    [
        ("reject", "Ashar rejected the map on Tuesday.", "2024-02-13"),
        ("reject", "On Tuesday Ashar rejected the map.", "2024-02-13"),
        ("reject", "Ashar yesterday rejected the map.", "2024-02-14"),
        ("reject", "Ashar said on Tuesday that it rejects the map.", "2024-02-13"),
        ("reject", "Ashar rejected the map.", None),
        ("demand", "Ashar demanded a ceasefire by Friday.", None),
        ("demand", "Ashar demanded a ceasefire until 1 May.", None),
        ("meet", "Ashar and Belmar met in Lasko on 28 January.", "2024-01-28"),
    ],
)
def test_when(act: str, sentence: str, when: str | None, read_text: Read) -> None:
    assert the(act, sentence, read_text).when == when


def test_a_limit_is_the_terms_not_the_acts(read_text: Read) -> None:
    move = the("demand", "Ashar demanded a ceasefire by 1 May.", read_text)
    assert (move.when, move.terms[0].deadline) == (None, "2024-05-01")


def test_every_move_is_reported_on_the_reports_day(read_text: Read) -> None:
    assert the("reject", "Ashar rejected the map.", read_text).reported == "2024-02-15"
    assert the("reject", "Ashar rejected the map.", read_text, None).reported is None


def test_without_the_reports_day_a_weekday_stays_open(read_text: Read) -> None:
    assert the("reject", "Ashar rejected the map on Tuesday.", read_text, None).when == "XXXX-WXX-2"


@pytest.mark.parametrize(
    ("act", "sentence", "denied"),
    [
        ("accept", "Ashar denied that it had accepted the map.", True),
        ("accept", "Ashar never accepted the map.", True),
        ("offer", "Ashar denied reports that it had offered a truce.", True),
        ("accept", "Ashar accepted the map.", False),
        ("reject", "Ashar would not accept the map.", False),
        ("reject", "Ashar refused to deny the map.", False),
    ],
)
def test_denied(act: str, sentence: str, denied: bool, read_text: Read) -> None:
    assert the(act, sentence, read_text).denied is denied


@pytest.mark.parametrize(
    ("act", "sentence", "context"),
    [
        ("accept", "Ashar accepted the map.", "actual"),
        ("accept", "Ashar may accept the map.", "hypothetical"),
        ("accept", "Ashar will accept the map.", "future"),
        ("accept", "If Ashar accepts the map, the road opens.", "hypothetical"),
        ("reject", "Ashar rejected the map.", "actual"),
        ("agree", "The last exchange agreement was concluded in November 2022.", "historical"),
    ],
)
def test_context(act: str, sentence: str, context: str, read_text: Read) -> None:
    assert the(act, sentence, read_text).context == context


@pytest.mark.parametrize(
    ("act", "sentence", "addressee"),
    [
        ("press", "Lusk urged Ashar to accept the map.", "Ashar"),
        ("press", "Lusk urged both sides to extend the truce.", "both sides"),
        ("demand", "Ashar demanded a ceasefire.", "Belmar"),
        ("demand", "Ashar asked Belmar to free the men.", "Belmar"),
    ],
)
def test_addressee(act: str, sentence: str, addressee: str, read_text: Read) -> None:
    assert the(act, sentence, read_text).addressee == addressee
