"""Words for all parties or all mediators at once."""

from __future__ import annotations

import pytest

from sulh.model.move import ActorKind
from sulh.reading.collectives import collective_role
from sulh.reading.mention import Mention


@pytest.mark.parametrize(
    ("words", "kind", "role"),
    [
        ("both sides", "group", "parties"),
        ("the two companies", "group", "parties"),
        ("neither side", "group", "parties"),
        ("the two leaders", "person", "parties"),
        ("the mediators", "group", "mediators"),
        ("the quartet", "body", "mediators"),
        ("the union", "organisation", None),
        ("the two drivers", "group", None),
        ("the party", "organisation", None),
        ("the warring parties", "group", "parties"),
        ("the three governing parties", "group", "parties"),
        ("opposition parties", "group", None),
        ("left-wing parties", "group", None),
        ("trading partners", "group", None),
    ],
)
def test_whose_collective_it_is(words: str, kind: ActorKind, role: str | None) -> None:
    assert collective_role(Mention((0, len(words)), words, kind)) == role
