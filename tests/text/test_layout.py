from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sulh.text.layout import lay_out, looks_like_heading

LONG = (
    "The chair of the union said on Tuesday that the night shift was a red line, and that nobody would sign a"
    " text that did not name it, whatever the company might offer instead in the days before the strike."
)


def outline(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in lay_out(text).blocks]


def test_one_paragraph_on_each_line() -> None:
    assert outline(f"{LONG}\nRed line\n{LONG}\n{LONG}") == [
        ("paragraph", LONG),
        ("heading", "Red line"),
        ("paragraph", LONG),
        ("paragraph", LONG),
    ]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "Harbour talks stall\n\nThe union rejected an offer on Tuesday, saying that the table was\n"
        "empty. Its chair told the paper that the firm had until Friday to\nanswer.\n"
        "The company answered that it would wait for the union to come back\nto the table.\n\n"
        "Red line\nThe night shift is a red line for the union, which will not sign\nbefore the plan goes."
    )
    assert [(kind, piece.count("\n")) for kind, piece in outline(text)] == [
        ("heading", 0),
        ("paragraph", 2),
        ("paragraph", 1),
        ("heading", 0),
        ("paragraph", 1),
    ]


def test_an_indent_starts_a_paragraph() -> None:
    text = (
        "   The union rejected an offer on Tuesday, saying that the table was\nempty as it had been on Monday"
        " and before, as all of them know\n   The company answered that it would wait for the union to"
        " come\nback."
    )
    assert [piece.split()[1] for _, piece in outline(text)] == ["union", "company"]


def test_lines_without_stops_and_without_prose_are_no_headings() -> None:
    assert {kind for kind, _ in outline("Union rejects offer\nCompany waits\nMediator leaves")} == {
        "paragraph"
    }
    assert outline("Union rejects offer") == [("paragraph", "Union rejects offer")]


def test_a_long_row_of_short_lines_is_a_list() -> None:
    text = "One thing\nTwo things\nThree things\nFour things\nAll of this was refused."
    assert [kind for kind, _ in outline(text)] == ["paragraph"] * 3 + ["heading", "paragraph"]


def test_what_a_heading_looks_like() -> None:
    assert looks_like_heading("The “veto” itself")
    assert looks_like_heading("NO DEAL")
    for line in (
        "The union left.",
        "the rest of it",
        "Under the plan:",
        "1. First point",
        "Is it over?",
        "…",
        LONG,
    ):
        assert not looks_like_heading(line)


def test_a_left_over_line_is_set_aside_and_not_inside_a_wrapped_sentence() -> None:
    layout = lay_out(f"{LONG}\nAdvertisement\n{LONG}")
    assert [(piece.text, piece.reason) for piece in layout.set_aside] == [("Advertisement", "advertisement")]
    wrapped = "They all asked the company and the union and the port to sign and to\nshare\nthe quay."
    assert not lay_out(wrapped).set_aside


lines = st.sampled_from(
    ["", " ", LONG, "Red line", "File.", "The union left.", "- an item", "  Indented here", "go on"]
)


@given(st.lists(lines, max_size=15).map("\n".join) | st.text(max_size=80))
def test_all_text_is_in_a_block_or_set_aside(text: str) -> None:
    text = text.replace("\r", "")
    layout = lay_out(text)
    spans = sorted(
        [(b.start, b.end) for b in layout.blocks] + [(a.start or 0, a.end or 0) for a in layout.set_aside]
    )
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()
