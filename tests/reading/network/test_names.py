"""What is a name, and that no name makes a difference."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.reading.lexicon import plain_words
from sulh.reading.network.names import names
from sulh.text.sentences import split


def hidden(text: str) -> list[str]:
    spans = split(text, 0, len(text))
    return [text[start:end] for row in names(text, spans) for start, end in row]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Talks between Belmar and Ashar ended on Monday.", ["Belmar", "Ashar"]),
        ("In March the Union of Loom Workers met.", ["Union of Loom Workers"]),
        ("Foreign Minister Salma al-Idrissi said no.", ["Salma al-Idrissi"]),
        ("The Port Dockers' Union (PDU) agreed, I think.", ["Port Dockers' Union", "PDU"]),
        ("Rail union rejects Dunfell offer", ["Dunfell"]),
        ("Union Rejects Offer From Dunfell Mills In March", ["Dunfell"]),
        ("“Nothing is settled,” Odo's spokesman told the Lasko Herald.", ["Odo", "Lasko Herald"]),
        ("10:15 Nobody is here. Orvik is late.", ["Orvik"]),
        ("J. B. O'Brien of the U.S. team said Thursday's offer stands.", ["J. B. O'Brien of the U.S"]),
    ],
)  # fmt: skip
def test_names_are_found(text: str, found: list[str]) -> None:
    assert hidden(text) == found


def test_a_first_word_is_a_name_where_the_report_writes_it_so() -> None:
    text = "Coast Claimants met. On Friday the Coast Claimants left the coast."
    assert hidden(text) == ["Coast Claimants", "Coast Claimants"]


@given(st.text(max_size=120))
def test_names_stand_in_order_and_hold_letters(text: str) -> None:
    for (start, end), row in zip(spans := split(text, 0, len(text)), names(text, spans), strict=True):
        places = [place for span in row for place in span]
        assert places == sorted(places)
        assert all(start <= place <= end for place in places)
        assert all(re.search(r"[^\W\d_]", text[a:b]) for a, b in row)


NAMES = st.sampled_from(
    ["Belmar", "Ixqueltan", "Port Dockers' Union", "Orvik-Dahl", "Hill Front", "al-Nur", "KDP"]
)


@given(NAMES.filter(lambda name: name[0].isupper()))
def test_the_rest_of_a_sentence_is_the_same_whoever_acts(name: str) -> None:
    text = f"On Monday {name} rejected the offer of Temsana. But {name} would free ten men."
    assert hidden(text) == [name, "Temsana", name]


def test_the_plain_words_have_no_capital() -> None:
    assert len(plain_words()) > 5000
    assert all(word == word.lower() for word in plain_words())
