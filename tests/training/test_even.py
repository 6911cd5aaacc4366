"""Names are exchanged all at once, as whole words, in both directions."""

import even
from sulh.reading.markup.parse import parse

NOTE = """---
parties: [RED, BLUE]
actors:
  RED: {name: Red Front, kind: organisation, aliases: [the front, Front]}
  BLUE: {name: Blue, kind: state}
---
{@RED|Red Front} told {@BLUE|Blue} that {@RED|Front} fighters, not Bluebirds, are {@RED|the front}.
"""


def test_names_are_proper_names_in_the_text() -> None:
    assert even.names(parse(NOTE), "RED") == ["Red Front", "Front"]


def test_names_change_places_at_once() -> None:
    note = parse(NOTE)
    swap, unknown = even.tables(note)
    text = even.exchange(note.text, swap)
    assert text == "Blue told Red Front that Blue fighters, not Bluebirds, are the front.\n"
    assert even.exchange(note.text, unknown).startswith(f"{even.NEVER_SEEN[0]} told {even.NEVER_SEEN[1]}")


def test_a_report_with_one_party_has_nothing_to_exchange() -> None:
    note = parse(NOTE.replace("[RED, BLUE]", "[RED]"))
    assert even.tables(note) == []
    assert even.exchange(note.text, {}) == note.text
