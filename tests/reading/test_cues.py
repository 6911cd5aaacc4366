"""Act cues: which words make a move, refusing against denying, verbs against nouns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sulh.reading.attribution import Clauses
from sulh.reading.cues import cues, promises

Make = Callable[[str], Clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ashar rejected the map.", [("reject", "rejected", False, False)]),
        ("Ashar will reject the map.", [("reject", "reject", False, False)]),
        ("They demand a map.", [("demand", "demand", False, False)]),
        ("Ashar refuses to go.", [("reject", "refuses", False, False)]),
        ("Ashar is prepared to go.", [("offer", "is prepared to", False, False)]),
        ("Ashar is not prepared to go.", [("reject", "is not prepared to", False, False)]),
        ("Ashar lowered its old demand.", [("concede", "lowered its old demand", False, False)]),
        ("Ashar pressed both sides to go on.", [("press", "pressed", False, False)]),
        ("The cranes are a red line.", [("red line", "are a red line", False, False)]),
        ("Ashar calls the map a red line.", [("red line", "calls the map a red line", False, False)]),
        ("Ashar's demand for the map failed.", [("demand", "demand for", True, False)]),
        ("The rejection of the map hurt.", [("reject", "rejection of", True, False)]),
        # To refuse is an act; to deny that one did it is none.
        ("Ashar would not accept the map.", [("reject", "accept", False, False)]),
        ("Ashar did not reject the map.", [("reject", "reject", False, True)]),
        ("Ashar never offered a map.", [("offer", "offered", False, True)]),
        # No acts.
        ("Ashar wants to attend.", []),
        ("The offer stands.", []),
        ("A demand was heard.", []),
        ("The ship left the port on time.", []),
    ],
)
def test_cues(text: str, expected: list[tuple[str, str, bool, bool]], clauses_of: Make) -> None:
    clauses = clauses_of(text)
    found = [(c.act, clauses.sentence.slice(c.first, c.last), c.nominal, c.denied) for c in cues(clauses)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("Ashar's reservations about the map are known.", True),
        ("Ashar's unwillingness to go is known.", True),
        ("Ashar's rejection of the map is known.", False),
    ],
)
def test_reservations_are_hedged(text: str, hedged: bool, clauses_of: Make) -> None:
    (cue,) = cues(clauses_of(text))
    assert cue.act == "reject"
    assert bool(cue.tag("hedged")) is hedged


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ashar said it would release 60 men.", ["offer"]),
        ("Ashar said it would not release the men.", ["reject"]),
        ("Ashar said it would never withdraw from the coast.", ["reject"]),
        ("Ashar said it would be freed.", []),
        ("Ashar said it released 60 men.", []),
    ],
)
def test_promises(text: str, expected: list[str], clauses_of: Make) -> None:
    assert [cue.act for cue in promises(clauses_of(text))] == expected
