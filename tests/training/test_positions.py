"""End to end: what is put together from the marks is compared with what they mean."""

import positions
from sulh.reading.markup.parse import parse

NOTE = """---
published: 2024-01-10
parties: [RED, BLUE]
actors:
  RED: {name: Red Front, kind: organisation, aliases: [the front]}
  BLUE: {name: government of Blue, kind: state, aliases: [Blue]}
---
{@RED s1|The Red Front} {m1 demand|wants} {t1|a truce of {~P3M|three months}}, {t1|{#40:trucks|40 trucks}}.
{@BLUE s2|Blue} {m2 reject|has rejected} {t2|the list}.
"""


def test_marks_put_together_are_what_they_mean() -> None:
    note = parse(NOTE)
    counts = positions.compare(note, positions.read(note, positions.marked(note)))
    assert {what: counts["positions", what] for what in ("right", "found", "wanted")} == {
        "right": 2, "found": 2, "wanted": 2,
    }  # fmt: skip


def test_fields_are_amounts_and_lengths_of_terms_that_were_found() -> None:
    note = parse(NOTE)
    reading = positions.read(note, positions.marked(note))
    counts = positions.compare(note, reading)
    assert [counts["fields of terms", what] for what in ("right", "found", "wanted")] == [2, 2, 2]
    other = parse(NOTE.replace("#40:", "#41:").replace("~P3M", "~P4M"))
    counts = positions.compare(other, reading)
    assert [counts["fields of terms", what] for what in ("right", "found", "wanted")] == [0, 2, 2]
