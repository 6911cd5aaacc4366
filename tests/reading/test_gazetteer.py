"""Names that are known beforehand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sulh.reading.gazetteer import Known, KnownNames, known_names, media_words
from sulh.reading.tokens import Sentence

Split = Callable[[str], tuple[Sentence, ...]]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("France said no.", "France", "state"),
        ("United States envoys said no.", "United States", "state"),
        ("U.S. envoys said no.", "United States", "state"),
        ("US envoys said no.", "United States", "state"),
        ("United Nations envoys said no.", "United Nations", "organisation"),
        ("Reuters said so.", "Reuters", "media"),
    ],
)
def test_finds_known_names(text: str, name: str, kind: str, split_text: Split) -> None:
    found = known_names().at(split_text(text)[0], 0)
    assert found is not None
    assert (found[0].name, found[0].kind) == (name, kind)


@pytest.mark.parametrize(
    "text", ["france said no.", "Norvane said no.", "Francesca said no.", "united states met."]
)
def test_finds_nothing_else(text: str, split_text: Split) -> None:
    assert known_names().at(split_text(text)[0], 0) is None


def test_tells_adjectives_and_seats(split_text: Split) -> None:
    adjective = known_names().at(split_text("French envoys said no.")[0], 0)
    assert adjective is not None
    assert adjective[0].adjective
    assert adjective[0].name == "France"
    seat = known_names().at(split_text("Cairo said no.")[0], 0)
    assert seat is not None
    assert seat[0].seat
    assert seat[0].name == "Egypt"


def test_the_longest_name_wins_and_the_first_meaning_stays(split_text: Split) -> None:
    names = KnownNames()
    names.add("Port Dunn", Known("Port Dunn", "organisation"))
    names.add("Port Dunn Radio", Known("Port Dunn Radio", "media"))
    names.add("Port Dunn", Known("Other", "state"))
    (sentence,) = split_text("Port Dunn Radio reported on Port Dunn.")
    assert names.at(sentence, 0) == (Known("Port Dunn Radio", "media"), 3)
    assert names.at(sentence, 5) == (Known("Port Dunn", "organisation"), 7)
    assert names.at(sentence, 1) is None


def test_a_name_at_the_end_of_a_sentence_is_not_read_past_it(split_text: Split) -> None:
    names = KnownNames()
    names.add("Port Dunn Radio", Known("Port Dunn Radio", "media"))
    (sentence,) = split_text("They left from Port Dunn")
    assert names.at(sentence, 3) is None


def test_no_state_is_preferred_by_having_no_adjective_or_seat() -> None:
    assert {"Radio", "Times", "Gazette"} & media_words()
