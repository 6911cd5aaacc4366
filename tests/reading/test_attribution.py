"""Frames of reported speech: who says what, to whom, one inside another; and the source chains they give."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sulh.model.move import Reading
from sulh.reading.attribution import Clauses, frames

Make = Callable[[str], Clauses]
Read = Callable[..., Reading]
TALKS = "Negotiations between Ashar and Belmar go on under a mediator. Belmar demands the islands."


def told(text: str, clauses_of: Make) -> list[tuple[str | None, str, str]]:
    """Return (speaker, content, listener) of each frame, outermost first."""
    clauses = clauses_of(text)
    return [
        (
            frame.speaker.text if frame.speaker else None,
            clauses.sentence.slice(frame.start, frame.end).strip(' ,“”".') if frame.end > frame.start else "",
            frame.listener.text if frame.listener else "",
        )
        for frame in frames(clauses)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A source said that Ashar rejected the map.", [("A source", "Ashar rejected the map", "")]),
        ("The map is lost, the envoy said.", [("the envoy", "The map is lost", "")]),
        (
            "A source told Radio Kelven on Monday that Ashar rejected the map.",
            [("A source", "Ashar rejected the map", "Radio Kelven")],
        ),
        (
            "“We reject the map,” said Ottoline Marsh, the president of the union.",
            [("Ottoline Marsh, the president of the union", "We reject the map", "")],
        ),
        ("According to Wadi Press, Ashar rejected the map.", [("Wadi Press", "Ashar rejected the map", "")]),
        (
            "Ashar rejected the map, according to two officials.",
            [("two officials", "Ashar rejected the map", "")],
        ),
        ("Ashar denied reports that it had offered a truce.", [("Ashar", "it had offered a truce", "")]),
        ("She also added that the guild insists on pay.", [("She", "the guild insists on pay", "")]),
        ("Ashar said it was ready, but Belmar rejected the map.", [("Ashar", "it was ready", "")]),
        (
            "A diplomat told Wadi Press that a minister had said that Ashar rejected the map.",
            [
                ("A diplomat", "a minister had said that Ashar rejected the map", "Wadi Press"),
                ("a minister", "Ashar rejected the map", ""),
            ],
        ),
        ("Ashar rejected the map.", []),
        ("Ashar declined to comment.", []),
    ],
)
def test_frames(text: str, expected: list[tuple[str | None, str, str]], clauses_of: Make) -> None:
    assert told(text, clauses_of) == expected


def test_who_carried_the_words(clauses_of: Make) -> None:
    clauses = clauses_of(
        "Ashar informed the mediators, through its envoy Casimir Hald, that it refuses to go."
    )
    (frame,) = frames(clauses)
    assert frame.through is not None
    assert frame.through.name == "Casimir Hald"
    assert frame.listener is not None
    assert frame.listener.text == "the mediators"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Ashar rejected the map, which Belmar wants.", 2, "the map"),
        ("Ashar rejected the map; Belmar left.", 2, "the map"),
        ("Ashar rejected the map because Belmar left.", 2, "the map"),
        ("Ashar rejected the map.", 2, "the map"),
        ("Ashar rejected the map and the islands.", 2, "the map and the islands"),
        ("Ashar rejected the map, but Belmar accepted it.", 2, "the map"),
    ],
)
def test_where_a_clause_ends(text: str, start: int, end: str, clauses_of: Make) -> None:
    clauses = clauses_of(text)
    assert clauses.sentence.slice(start, clauses.clause_end(start)) == end


@pytest.mark.parametrize(
    ("sentence", "chain"),
    [
        ("Ashar rejected the map.", ()),
        ("A source said that Ashar rejected the map.", ("source",)),
        ("A source told Radio Kelven that Ashar rejected the map.", ("Radio Kelven", "source")),
        ("According to Radio Kelven, Ashar rejected the map.", ("Radio Kelven",)),
        ("Ashar rejected the map, two diplomats said.", ("two diplomats",)),
        ("Ashar rejected the map, said a senior official in Lasko.", ("senior official in Lasko",)),
        ("Belmar said that Ashar rejected the map.", ("Belmar",)),
        ("Ashar said that it rejected the map.", ()),
        ("The president of Ashar, Oona Vale, said that Ashar rejected the map.", ()),
        ("Ashar rejected the map, its envoy said.", ()),
        (
            "A diplomat told the Arab World News Agency (AWP) that Ashar rejected the map.",
            ("Arab World News Agency", "diplomat"),
        ),
    ],
)
def test_source_chains_run_from_the_outermost(sentence: str, chain: tuple[str, ...], read_text: Read) -> None:
    reading = read_text(f"{TALKS} {sentence}")
    (move,) = [move for move in reading.moves if move.act == "reject"]
    assert tuple(source.removesuffix(" (AWP)") for source in move.sources) == chain
    assert move.party == ("Ashar",)


def test_a_source_speaks_again(read_text: Read) -> None:
    text = (
        "A source told Radio Kelven that Ashar rejected the map. The source said Ashar accepted the islands."
    )
    moves = [move for move in read_text(f"{TALKS} {text}").moves if move.party == ("Ashar",)]
    assert [move.sources for move in moves if move.act != "meet"] == [("Radio Kelven", "source")] * 2


def test_figures_carry_the_chain_of_their_speech(read_text: Read) -> None:
    text = "A source told Radio Kelven that Ashar holds 130 sailors. In all 400 men were taken."
    by_value = {figure.value: figure.according_to for figure in read_text(f"{TALKS} {text}").figures}
    assert by_value["130"] == ("Radio Kelven", "source")
    assert by_value["400"] == ()
