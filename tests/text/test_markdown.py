from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sulh.model.errors import EmptyReportError
from sulh.text import read_report

NOTES = (Path(__file__).parents[1] / "data/text/notes.md").read_bytes()
# fmt: off
PIECES = (
    "**", "*", "_", "`", "```", "\n", "\n\n", "# ", "## ", "> ", "- ", "1. ", "[a](b)", "![c](d)", "[^1]",
    "[", "](", "|", "|---|\n", "---\n", "===\n", "\\*", "<b>", "<!-- x -->", "<!--", "the union",
    "Left it.", "snake_case", " ",
)
# fmt: on


def test_notes() -> None:
    report = read_report(NOTES, name="notes.md")
    assert (report.title, report.publisher, report.published) == (
        "Harbour talks",
        "The Harbour Post",
        "2024-03-05",
    )
    headings = [report.text[b.start : b.end] for b in report.blocks if b.kind == "heading"]
    assert headings == ["Harbour talks stall", "Terms"]
    sentences = [" ".join(report.text[start:end].split()) for start, end in report.sentences]
    assert sentences == [
        "The union rejected an offer of 3.5% on Tuesday, saying the table is empty.",
        "The company's snake_case 2*3 plan stays.",
        "The company would wait, it said.",
        "keep the night shift until 2026",
        "end the strike",
        "1. First point.",
        "It is agreed.",
        "a | b",
        "union | company",
        "The end came.",
    ]
    reasons = {piece.reason for piece in report.set_aside}
    assert {"metadata", "link address", "image", "code", "comment", "table rule"} <= reasons


def test_offsets_lead_back_to_the_source() -> None:
    report = read_report(NOTES, name="notes.md")
    first = report.offsets.to_original(*report.sentences[0])
    assert NOTES.decode()[first.start : first.end].startswith(
        "The **union** rejected an [offer](https://x.example"
    )


def test_a_rule_below_a_paragraph_makes_no_heading() -> None:
    report = read_report(b"The union left, and the company stayed.\n---\nIt rained.", name="a.md")
    assert [block.kind for block in report.blocks] == ["paragraph", "paragraph"]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_word_is_dropped(text: str) -> None:
    try:
        report = read_report(f"{text}\n\nThe end came.".encode(), name="a.md")
    except EmptyReportError:
        return
    everything = report.text + " ".join(piece.text for piece in report.set_aside)
    for word in ("the union", "Left it.", "snake", "c](d", "x -->"):
        assert everything.count(word) >= text.count(word)
