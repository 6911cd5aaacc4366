"""Writing is the inverse of reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.model.errors import InputError
from sulh.model.move import ACTS
from sulh.reading.markup.annotation import Annotation, Counted, Cue, Dated, Known, Said
from sulh.reading.markup.parse import parse
from sulh.reading.markup.write import write

TEXT = "Red {the state} said | that Blue had offered 50 men on Monday, and that it would not do."
ACTORS = {
    "NO": Known("NO", "Red: the state", "state", aliases=("Red",)),
    "B": Known("B", "Blue", "state", of="NO"),
}


def spans(within: tuple[int, int] = (0, len(TEXT))) -> st.SearchStrategy[tuple[int, int]]:
    places = st.integers(*within)
    return st.tuples(places, places).map(lambda pair: (min(pair), max(pair))).filter(lambda s: s[0] < s[1])


@st.composite
def notes(draw: st.DrawFn) -> Annotation:
    """An annotation whose spans nest: each is drawn inside one of those before, or beside them all."""
    note = Annotation(TEXT, {"domain": "test", "actors": {}}, dict(ACTORS))
    open_: list[tuple[int, int]] = [(0, len(TEXT))]
    used: list[tuple[int, int]] = []
    for number in range(1, draw(st.integers(1, 8))):
        span = draw(spans(draw(st.sampled_from(open_))))
        crosses = any(a < span[0] < b < span[1] or span[0] < a < span[1] < b for a, b in used)
        if crosses or span in used:
            continue
        used.append(span)
        open_.append(span)
        kind = draw(st.sampled_from(["mention", "cue", "act", "time", "figure", "role"]))
        if kind == "mention":
            note.mentions.append(Said(span, draw(st.sampled_from(["NO", "B"]))))
        elif kind == "time":
            note.times.append(Dated(span, "2024-01"))
        elif kind == "figure":
            note.figures.append(Counted(span, "50", "armed men"))
        elif kind in {"cue", "act"}:
            act = draw(st.sampled_from(ACTS)) if kind == "act" else None
            note.cues.append(Cue(number, span, draw(st.booleans()) or act is None, act))
        elif note.cues:
            cue = draw(st.sampled_from(note.cues))
            draw(st.sampled_from([cue.sources, cue.contents, cue.terms, cue.addressees, cue.times])).append(
                span
            )
    note.cues.sort(key=lambda cue: cue.span)
    for cue in note.cues:
        for part in (cue.sources, cue.contents, cue.terms, cue.addressees, cue.times):
            part.sort()
    note.mentions.sort(key=lambda m: (m.span[0], -m.span[1]))
    note.times.sort(key=lambda t: t.span)
    note.figures.sort(key=lambda f: f.span)
    return note


@given(notes())
def test_what_is_written_reads_the_same(note: Annotation) -> None:
    again = parse(write(note))
    assert again.text == note.text
    assert again.actors == note.actors
    assert again.cues == note.cues
    assert (again.mentions, again.times, again.figures) == (note.mentions, note.times, note.figures)


def test_every_flag_is_written() -> None:
    cue = Cue(
        1,
        (0, 3),
        True,
        "red line",
        denied=True,
        context="future",
        optional=True,
        by=("NO",),
        to=("B",),
        when="2024",
    )
    note = Annotation(TEXT, {"domain": "x"}, dict(ACTORS), cues=[cue])
    assert "{c1 red-line denied future optional by=NO to=B when=2024|Red}" in write(note)
    assert parse(write(note)).cues == [cue]


def test_a_content_that_crosses_is_written_in_pieces() -> None:
    note = Annotation("one two three", {"a": "b"}, {}, cues=[Cue(1, (4, 7), True, contents=[(0, 5)])])
    assert "{q1|one }{c1|{q1|t}wo} three" in write(note)


def test_mentions_that_cross_are_refused() -> None:
    note = Annotation("one two three", {}, dict(ACTORS), mentions=[Said((0, 7), "B"), Said((4, 13), "NO")])
    with pytest.raises(InputError, match="cross"):
        write(note)
