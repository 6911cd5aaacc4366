"""What is a name, and that no name makes a difference."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.reading.lexicon import plain_words
from sulh.reading.network import names as naming
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
        ("J. B. O'Brien of the U.S. team said Thursday's offer stands.", ["J. B. O'Brien of the U.S."]),
        ("Talks with the U.S. He left.", ["U.S"]),
        ("They went. Mr. Graves said no.", ["Graves"]),
        ("The Ministry of Finance and Local Affairs met the Rail and Tram Workers.",
         ["Ministry of Finance and Local Affairs", "Rail and Tram Workers"]),
        ("A joint text of the Rail Board and Tram Workers: Tram Workers want more.",
         ["Rail Board", "Tram Workers", "Tram Workers"]),
        ("They met the Ministry of Justice and the Library Workers Local 88.",
         ["Ministry of Justice", "Library Workers Local 88"]),
        ("The Minli Party candidate met Prime Minister Odo.", ["Minli Party", "Odo"]),
        ("They met Brit HaPe'ula and the Growers' Co-operative.", ["Brit HaPe'ula", "Growers' Co-operative"]),
    ],
)  # fmt: skip
def test_names_are_found(text: str, found: list[str]) -> None:
    assert hidden(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("On Monday the Volkhin army met M12 movement leaders.", ["Volkhin army", "M12 movement"]),
     ("On Monday Volkhin armies left.", ["Volkhin"])],
)  # fmt: skip
def test_the_noun_behind_a_name_is_hidden_with_it(text: str, found: list[str]) -> None:
    spans = split(text, 0, len(text))
    assert [text[a:b] for row in naming.hidden(text, spans) for a, b in row] == found


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
