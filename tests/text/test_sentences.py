from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.text.sentences import split

# fmt: off
PARTS = (
    "Mr.", "U.S.", "Gen.", "Jan.", "28", "1.5", "A.", "e.g.", "...", "…", ".", "!", "?", "“", "”", '"', "'",
    "(", ")", "[1]", "The", "union", "rejected", "it", "Al-Noor", "said", "Plan", "B.", "No.", "5", "\n",
)
# fmt: on


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text, 0, len(text))]


@pytest.mark.parametrize(
    "marked",
    [
        "The union left. | The company stayed.",
        "Mr. Example and Gen. Sample met Dr. A. B. Other on Jan. 28 in the U.S. capital. | They left.",
        "It met in the U.S. | The company did not.",
        "It offered 1.5 percent, then 3.25. | No. 5 on the list stayed open.",
        "“We will not sign.” | The chair left.",
        "“Will they sign?” Example asked. | “Never!” the chair of the union said.",
        "“Why?” he asked. | She left.",
        "He said “the release will cause... Igniting the harbour and nothing else.” | It ended.",
        "They waited... | Then they left.",
        "He said it was [...] Example’s fault. | She agreed.",
        "Both left (the chair said so. He meant it.) and came back. | It ended.",
        "The talks ended.[1] | The union left. [2] [3] | The company stayed.",
        "1. The company pays. | 2. The union works.",
        "(a) The company pays. | (b) The union works.",
        "They met on Thursday at 10 a.m. in Paris. | It rained.",
        "They met at 10 a.m. | The talks failed.",
        "Example Inc. rejected it. | It said so.",
        "The offer was refused.The talks ended.",
        "Booking.Com and a.b.C refused.",
        "See https://example.org/a.Html for it. | It ended.",
        "Ronald [George W.] Example came.",
        "He asked: “Is it over?” | “It is.”",
        "انتهت المحادثات. | لم يتفق الطرفان؟ | نعم.",
        "They signed!!! | Really?! | Yes.",
        "Both “A. Example” and ‘B. Sample’ signed. | ‘We did.’ | It ended.",
        "It is art. 5 that counts. | The rest is air.",
        "He chose plan B. | The rest chose plan C.",
    ],
)
def test_boundaries(marked: str) -> None:
    expected = marked.split(" | ")
    if marked.startswith("The offer was refused.The"):
        expected = ["The offer was refused.", "The talks ended."]
    assert sentences(marked.replace(" | ", " ")) == expected


def test_a_line_break_inside_a_sentence_is_no_end() -> None:
    assert sentences("The union\nrejected it.\nThe company\nwaited.") == [
        "The union\nrejected it.",
        "The company\nwaited.",
    ]


@given(st.text(max_size=200) | st.lists(st.sampled_from(PARTS), max_size=40).map(" ".join))
def test_nothing_but_white_space_lies_outside(text: str) -> None:
    spans = split(text, 0, len(text))
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
        at = end
    assert not text[at:].strip()


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_a_span_is_split_by_itself(before: str, text: str, after: str) -> None:
    inside = split(before + text + after, len(before), len(before) + len(text))
    assert all(len(before) <= start < end <= len(before) + len(text) for start, end in inside)
