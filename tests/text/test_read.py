from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.model.errors import EmptyReportError, InputError, TooLargeError
from sulh.model.report import Report
from sulh.text import Limits, read_report
from sulh.text.canonical import canonical, identity
from sulh.text.plain import entity_edits

WRAPPED = (Path(__file__).parents[1] / "data/text/wrapped.txt").read_bytes()
# fmt: off
PIECES = (
    "The union left.", "the company", "p>", "<br/>", "<b>", "File.", "(Reuters)", "Red line", "\n", "\n\n",
    "\r\n", " ", "Advertisement", "“", "”", "...", "U.S.", "&amp;", "\u200b", "e\u0301", "- ",
    "Title: Talks", "Date: 2024-03-05", "https://example.org/a", "***", "\u2028", "\xa0", "1.", "Mr.",
)
# fmt: on
documents = st.lists(st.sampled_from(PIECES) | st.text(max_size=10), max_size=40).map("".join)


def assert_sound(report: Report) -> None:
    """Check the spans of a report: in order, apart, and no text outside them but white space."""
    size = len(report.text)
    placed = [(a.start, a.end) for a in report.set_aside if a.start is not None and a.end is not None]
    for start, end in [*placed, *report.sentences]:
        assert 0 <= start < end <= size
    for piece in report.set_aside:
        assert piece.reason
        assert piece.start is None or report.text[piece.start : piece.end] == piece.text
    blocks = [(block.start, block.end) for block in report.blocks]
    assert all(one[1] <= other[0] for one, other in pairwise(blocks))
    for start, end in report.sentences:
        assert any(
            block.kind == "paragraph" and block.start <= start and end <= block.end for block in report.blocks
        )
    headings = [(block.start, block.end) for block in report.blocks if block.kind == "heading"]
    at = 0
    for start, end in sorted([*placed, *report.sentences, *headings]):
        assert at <= start
        assert not report.text[at:start].strip()
        at = end
    assert not report.text[at:].strip()


@given(documents)
def test_reports_are_sound(text: str) -> None:
    try:
        report = read_report(text.encode(errors="replace"), name="a.txt")
    except InputError as error:
        assert error.message.startswith("a.txt: ")
        return
    assert_sound(report)
    assert canonical(identity(report.text)).text == report.text


@given(documents)
def test_no_text_is_dropped(text: str) -> None:
    data = text.encode(errors="replace")
    try:
        report = read_report(data, name="a.txt")
    except InputError:
        return
    covered = {
        place
        for run in report.offsets.runs
        for place in range(run.original, run.original + (run.length if run.width is None else run.width))
    }
    decoded = data.decode()
    gone = "".join(letter for place, letter in enumerate(decoded) if place not in covered)
    left = canonical(identity(gone)).text
    for piece in report.set_aside:
        if piece.start is None:
            left = left.replace(piece.text, "", 1)
    assert not left.strip(" \t\n-*+•‣▪◦●·–—"), (gone, list(entity_edits(decoded)))


def test_a_wrapped_text() -> None:
    report = read_report(WRAPPED, name="wrapped.txt")
    assert_sound(report)
    assert (report.title, report.publisher, report.published) == (
        "Harbour talks",
        "The Harbour Post",
        "2024-03-05",
    )
    sentences = [report.text[start:end] for start, end in report.sentences]
    assert len(sentences) == 6
    assert sentences[1].startswith("Its chair, Dr. A. B. Example, told")
    assert [piece.text for piece in report.set_aside][3:] == [
        "File photo.",
        "Share on Facebook",
        "p>",
        "(Reuters)",
        "Read more: Ships",
        "https://x.example/read",
    ]


def test_the_date_given_goes_first() -> None:
    report = read_report(WRAPPED, name="wrapped.txt", published="2024-02")
    assert (report.published, report.published_basis) == ("2024-02", "given")
    assert read_report(b"The union left.", name="a.txt").published_basis == "unknown"


def test_one_document_has_one_id_whatever_its_name() -> None:
    assert read_report(WRAPPED, name="a.txt").id == read_report(WRAPPED, name="b.txt").id


def test_what_is_invisible_is_left_out_and_noted() -> None:
    report = read_report("\ufeffThe un\u200bion \u202eleft.".encode(), name="a.txt")
    assert report.text == "The union left."
    assert report.notes == ("2 invisible characters left out",)


@pytest.mark.parametrize("text", ["p>", "***", "Title: a", "\u200b", "File.\n(Reuters)\n", "Advertisement"])
def test_nothing_but_debris_is_nothing_to_read(text: str) -> None:
    with pytest.raises(EmptyReportError) as caught:
        read_report(text.encode(), name="a.txt")
    assert caught.value.hint


SENTENCE = (
    "The union rejected an offer of 3.5% on Tuesday: “No deal”. The company, Dr. A. Example said, waits. "
)


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE * 90_000,
        "x" * 10_000_000,
        (SENTENCE + "\n") * 90_000,
        "<" * 10_000_000,
    ],
    ids=["one line", "one word", "many lines", "brackets"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_ten_megabytes_are_refused_at_once(text: str, name: str) -> None:
    start = time.monotonic()
    with pytest.raises(TooLargeError) as caught:
        read_report(text.encode(), name=name)
    assert caught.value.hint
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "x" * 3_900_000,
        "( " * 1_950_000,
        ". " * 1_950_000,
        "<b" * 1_950_000,
        "[" * 3_900_000,
        " " * 3_900_000 + "\n",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.slow
def test_hard_texts_take_no_longer_than_their_length(text: str, name: str) -> None:
    start = time.monotonic()
    try:
        read_report((text + "\nThe end came.").encode(), name=name)
    except InputError as error:
        assert error.hint
    assert time.monotonic() - start < 20


def test_a_long_paragraph_and_many_lines_are_refused() -> None:
    limits = Limits(max_paragraph=100, max_lines=5)
    with pytest.raises(TooLargeError, match="paragraph is longer"):
        read_report(("The union left. " * 20).encode(), name="a.txt", limits=limits)
    with pytest.raises(TooLargeError, match="20 lines are over"):
        read_report(("The union left.\n" * 20).encode(), name="a.txt", limits=limits)


def test_reading_a_text_imports_nothing_heavy() -> None:
    code = (
        "import sys; from sulh.text import read_report; read_report(b'The union left.', name='a.txt');"
        "print([m for m in sys.modules if m.split('.')[0] in ('lxml', 'trafilatura', 'charset_normalizer')])"
    )
    source = Path(__file__).parents[2] / "src"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    assert done.stdout.strip() == "[]"


def shared_reports() -> Path:
    home = os.environ.get("SULH_SHARED")
    folder = (Path(home) if home else Path(__file__).parents[2].parent / "shared") / "reports"
    if not (folder / "cairo-talks.txt").exists():
        pytest.skip("the real reports are not here (set SULH_SHARED to the folder that holds them)")
    return folder


def test_a_real_report() -> None:
    data = (shared_reports() / "cairo-talks.txt").read_bytes()
    report = read_report(data, name="cairo-talks.txt")
    assert_sound(report)
    assert [(piece.text, piece.reason) for piece in report.set_aside] == [
        ("p>", "stray tag"),
        ("File.", "caption left-over"),
    ]
    headings = [report.text[block.start : block.end] for block in report.blocks if block.kind == "heading"]
    assert [heading.split()[0] for heading in headings] == ["Completing", "No", "Red", "The"]
    assert headings[3] == "The “veto” itself"
    sentences = [report.text[start:end] for start, end in report.sentences]
    assert sum("will cause... Igniting the West Bank" in sentence for sentence in sentences) == 1
    assert len(sentences) == 15
    assert report.language == "en"
    assert report.published is None


def test_broken_bytes_leave_every_offset_exact() -> None:
    text = (
        "The union’s chair was there.\r\nThe \ufffd company’s offer – 4 percent – was e\u0301t\ufffd refused."
    )
    data = (text * 3).encode().replace("\ufffd".encode(), b"\xe9")
    report = read_report(data, name="a.txt")
    assert_sound(report)
    assert "6 broken bytes, the first byte 37 (line 2)" in report.notes[0]
    for word in ("4 percent", "refused", "\ufffd company’s"):
        start = report.text.rindex(word)
        span = report.offsets.to_original(start, start + len(word))
        assert (text * 3)[slice(*span)] == word


PAGE = (
    b'<html><head><meta property="article:published_time" content="2024-02-15"></head><p>The union left.</p>'
)


@pytest.mark.parametrize(
    ("given", "overridden"),
    [(None, False), ("2024-02-15", False), ("2024-02-16", True), ("2024-02", True)],
)
def test_a_date_given_goes_before_one_stated_and_says_so(given: str | None, overridden: bool) -> None:
    report = read_report(PAGE, name="a.html", published=given)
    assert report.published == (given or "2024-02-15")
    assert report.published_basis == ("given" if given else "metadata")
    assert report.stated == "2024-02-15"
    assert report.overridden == overridden
    note = f"it states 2024-02-15 as its date; the date given, {given}, goes before that"
    assert report.notes == ((note,) if overridden else ())


def test_a_fuller_date_given_overrides_nothing() -> None:
    report = read_report(b"Date: 2024-02\n\nThe union left.", name="a.txt", published="2024-02-15")
    assert (report.published, report.stated, report.overridden) == ("2024-02-15", "2024-02", False)


def test_a_headline_as_long_as_a_sentence_is_the_title_and_read_as_well() -> None:
    headline = (
        "Union rejects the offer of the port's owners as talks on pay and cranes stretch into a third week"
    )
    report = read_report(f"{headline}\n\nAll was refused on Monday.\n".encode(), name="a.txt")
    assert report.title == headline
    assert len(report.sentences) == 2
    assert read_report(f"{headline}\n".encode(), name="a.txt").title is None
