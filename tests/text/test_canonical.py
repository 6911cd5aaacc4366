from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from sulh.model.report import OffsetMap
from sulh.text.canonical import Edit, Mapped, canonical, count_invisible, edit, identity, moved

HARD = (
    "ae\u0301\u0308\u200b\u00ad\ufeff\u202e\r\n\x0b\u2028\x85\xa0\u3000 "
    "\u1100\u1161\u11a8\u0958\u212b\u0344\u0bc6\u0bbe"
)
texts = st.text() | st.text(alphabet=HARD, max_size=30)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return text, [Edit(start, end, draw(st.text(max_size=3))) for start, end in pairs]


def assert_runs_agree(mapped: Mapped, original: str) -> None:
    end = before = 0
    for run in mapped.runs:
        assert run.start >= end
        assert run.original >= before
        assert run.length > 0
        end = run.start + run.length
        assert end <= len(mapped.text)
        if run.width is None:
            assert run.original + run.length <= len(original)
        else:
            assert run.original + run.width <= len(original)
        before = run.original


@given(texts)
def test_canonical_text_is_nfc_and_holds_nothing_invisible(text: str) -> None:
    result = canonical(identity(text)).text
    assert unicodedata.is_normalized("NFC", result)
    assert not count_invisible(result)
    assert not set("\r\x0b\x0c\x85\u2028\u2029\xa0\u3000") & set(result)
    assert canonical(identity(result)).text == result


@given(texts)
def test_runs_agree_with_the_original(text: str) -> None:
    mapped = canonical(identity(text))
    assert_runs_agree(mapped, text)
    offsets = OffsetMap(runs=mapped.runs)
    for place in range(len(mapped.text)):
        start, end = offsets.to_original(place, place + 1)
        assert start < end
        assert mapped.text[place] in canonical(identity(text[start:end])).text


@given(texts)
def test_every_visible_character_is_in_some_run(text: str) -> None:
    mapped = canonical(identity(text))
    assert sum(run.length for run in mapped.runs) == len(mapped.text)
    covered = {
        place
        for run in mapped.runs
        for place in range(run.original, run.original + (run.length if run.width is None else run.width))
    }
    left_out = "".join(letter for place, letter in enumerate(text) if place not in covered)
    assert not canonical(identity(left_out)).text


@given(edited())
def test_edits_put_their_texts_in_place(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    expected, at = "", 0
    for change in edits:
        expected += text[at : change.start] + change.text
        at = change.end
    mapped = edit(identity(text), edits)
    assert mapped.text == expected + text[at:]
    assert_runs_agree(mapped, text)
    for run in mapped.runs:
        if run.width is None and run.length > 1:
            piece = mapped.text[run.start : run.start + run.length]
            differing = [i for i, letter in enumerate(piece) if letter != text[run.original + i]]
            # only a one-for-one replacement may differ inside a run
            assert all(any(e.start <= run.original + i < e.end for e in edits) for i in differing)


@given(edited(), st.data())
def test_edits_compose(case: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = case
    once = edit(identity(text), edits)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(once.text)), max_size=6)))
    again = [Edit(s, e, data.draw(st.text(max_size=2))) for s, e in zip(cuts[::2], cuts[1::2], strict=False)]
    twice = edit(once, again)
    assert twice.text == edit(identity(once.text), again).text
    assert_runs_agree(twice, text)


@given(edited())
def test_moved_offsets_point_at_the_same_place(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    result = edit(identity(text), edits).text
    ends = [0, *(change.end for change in edits), len(text)]
    for place, now in zip(ends, moved(edits, ends), strict=True):
        if not any(change.start >= place for change in edits):
            assert result[now:] == text[place:]


def test_an_accent_is_one_whole_with_its_letter() -> None:
    mapped = canonical(identity("cafe\u0301 x"))
    assert mapped.text == "café x"
    assert OffsetMap(runs=mapped.runs).to_original(3, 4) == (3, 5)
    assert OffsetMap(runs=mapped.runs).to_original(5, 6) == (6, 7)


def test_what_is_removed_inside_a_quote_stays_inside_its_original_span() -> None:
    mapped = canonical(identity("a cease\u00adfire\r\nnow"))
    assert mapped.text == "a ceasefire\nnow"
    assert OffsetMap(runs=mapped.runs).to_original(2, 11) == (2, 12)
