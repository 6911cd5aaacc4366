"""Reading annotated reports: every label, and what is said of a wrong one."""

import pytest

from sulh.reading.markup.annotation import Counted, Dated, Known, Said
from sulh.reading.markup.parse import MarkupError, parse

HEAD = """---
domain: strike
published: 2023-03-14
parties: [UNI, NO]
actors:
  UNI: {name: Crews' Union, kind: organisation, aliases: [the union]}
  NO: {name: "Sorel Lines, Ltd", kind: organisation}
  ORE: {name: Dana Orel, kind: person, of: UNI, title: chief negotiator}
---
"""


def test_a_report_without_marks_is_its_text() -> None:
    note = parse(HEAD + "Nothing new.\n")
    assert note.text == "Nothing new.\n"
    assert not note.cues and not note.mentions


def test_the_head_is_kept_as_written() -> None:
    note = parse(HEAD)
    assert note.head["published"] == "2023-03-14"
    assert note.head["parties"] == ["UNI", "NO"]
    assert note.actors["ORE"] == Known("ORE", "Dana Orel", "person", of="UNI", title="chief negotiator")
    assert note.actors["NO"].name == "Sorel Lines, Ltd"


def test_marks_nest() -> None:
    note = parse(HEAD + "{@ORE s1|{@UNI|Its} head, Dana Orel,} {c1|said} {q1|{m2 reject|no} to {t2|it}}.")
    assert note.text == "Its head, Dana Orel, said no to it."
    assert [note.text[slice(*m.span)] for m in note.mentions] == ["Its head, Dana Orel,", "Its"]
    said, no = note.cues
    assert said.attributes and said.act is None
    assert note.text[slice(*said.contents[0])] == "no to it"
    assert not no.attributes and no.act == "reject"
    assert [note.text[slice(*span)] for span in no.terms] == ["it"]


def test_a_cue_with_all_its_flags() -> None:
    flags = "denied historical optional by=UNI,ORE to=NO when=2023-W05"
    note = parse(HEAD + f"{{c3 red-line {flags}|drew}} {{q3|a {{t3,4|line}}}} {{m4 meet|now}}")
    cue = note.cues[0]
    assert (cue.number, cue.act, cue.denied, cue.context, cue.optional) == (
        3,
        "red line",
        True,
        "historical",
        True,
    )
    assert (cue.by, cue.to, cue.when) == (("UNI", "ORE"), ("NO",), "2023-W05")
    assert cue.terms == note.cues[1].terms


def test_pieces_of_a_content_are_in_order() -> None:
    note = parse(HEAD + "{q1|“Yes,”} {@ORE s1|she} {c1|said}, {q1|“but not now.”}")
    assert [note.text[slice(*span)] for span in note.cues[0].contents] == ["“Yes,”", "“but not now.”"]


def test_times_and_figures() -> None:
    note = parse(HEAD + "{~2023-03-13|Monday}: {#105:cabin_crew|105 cabin crew}")
    assert note.times == [Dated((0, 6), "2023-03-13")]
    assert note.figures == [Counted((8, 22), "105", "cabin crew")]


def test_a_backslash_takes_the_meaning() -> None:
    assert parse(HEAD + r"a \{b\|c\} \\ d").text == r"a {b|c} \ d"


def test_who_a_span_speaks_of() -> None:
    note = parse(HEAD + "{s1|{@ORE|Orel} of {@UNI|the union}} {c1|said} {q1|so}")
    assert note.keys_at((0, 17)) == ("UNI",)  # the longest mention in it
    assert note.mentions[0] == Said((0, 4), "ORE")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("{@UNI|the union", "is not closed"),
        ("the union}", "closes nothing"),
        ("{@XYZ|the union}", "no actor"),
        ("{|the union}", "no labels"),
        ("{@UNI the union}", "no labels"),
        ("{c1|}", "marks no words"),
        ("{c1|said} {c1|added}", "two cues number 1"),
        ("{s2|She}", "belongs to no cue"),
        ("{c1 promise|said}", "no act and no flag"),
        ("{c1 reject by=XYZ|said}", "no actor"),
        ("{reject|said}", "no label"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(body: str, what: str) -> None:
    with pytest.raises(MarkupError, match=what) as error:
        parse(HEAD + "First line.\n" + body)
    assert error.value.message.startswith("line 11:")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("no head", "begins with a head"),
        ("---\na: [\n---\n", "no YAML"),
        ("---\nonly words\n---\n", "not a list of keys"),
        ("---\nactors: {A: {name: A}}\n---\n", "a kind of"),
        ("---\nactors: {A: {name: A, B, kind: state}}\n---\n", "quote what holds a comma"),
        ("---\nactors: {A: {name: A, kind: state, of: B}}\n---\n", "not declared"),
    ],
)
def test_a_wrong_head(text: str, what: str) -> None:
    with pytest.raises(MarkupError, match=what):
        parse(text)
