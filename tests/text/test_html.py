from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.model.errors import EmptyReportError, TooLargeError
from sulh.model.report import Report
from sulh.text import Limits, read_report
from sulh.text.html_page import read_page
from sulh.text.html_tokens import tokens

PAGE = (Path(__file__).parents[1] / "data/text/page.html").read_bytes()
PROSE = (
    "The union rejected the offer of the company on Tuesday, its chair said. The company answered that it"
    " would wait until the union came back to the table, according to two people who were there."
)
# fmt: off
PIECES = (
    "<p>", "</p>", "<div>", "</div>", "<br>", "<b>", "</b>", "<li>", "<td>", "<table>", "<h2>", "</h2>",
    "<nav>", "</nav>", "<!-- c -->", "<!--", "<script>", "</script>", "<a href='x'>", '<a href="', "</a>",
    "&amp;", "&nbsp;", "&eacute;", "&#8203;", "&bogus;", "&", "<", ">", "The union left.", "one", " ", "\n",
    "e\u0301", "<pre>", "</pre>", "<span hidden>", "</span>", "<title>", "</title>", "<textarea>",
    "</textarea>",
)
# fmt: on


def prose(report: Report) -> list[str]:
    return [report.text[start:end] for start, end in report.sentences]


def test_a_page() -> None:
    report = read_report(PAGE, name="page.html")
    headings = [report.text[b.start : b.end] for b in report.blocks if b.kind == "heading"]
    assert headings == ["Harbour talks stall over dredging rights", "No movement", "Red line"]
    assert prose(report)[0].endswith("saying “the table is empty”.")
    assert len(prose(report)) == 7
    assert (report.title, report.publisher) == ("Talks stall", "The Harbour Post")
    assert (report.published, report.published_basis) == ("2024-03-05", "metadata")
    aside = {piece.text: piece.reason for piece in report.set_aside}
    assert aside["Home"] == "page furniture"
    assert aside["By Ann Example"] == "credit line"
    assert any(text.startswith("Subscribe to our newsletter") for text in aside)


def test_offsets_lead_back_to_the_source() -> None:
    source = PAGE.decode()
    report = read_report(PAGE, name="page.html")
    for start, end in report.sentences:
        place = report.offsets.to_original(start, end)
        piece = re.sub(r"<[^>]*>", " ", source[place.start : place.end])
        assert " ".join(html.unescape(piece).split()) == " ".join(report.text[start:end].split())


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_tokens_cover_the_source(source: str) -> None:
    at = 0
    for token in tokens(source):
        assert token.start == at
        assert token.end >= token.start
        at = token.end
    assert at == len(source)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_blocks_hold_every_letter_of_the_text_in_order(source: str) -> None:
    page = read_page(source, "a.html", Limits())
    found = [letter for block in page.blocks for letter in block.text.text if not letter.isspace()]
    kept = [source[t.start : t.end] for t in tokens(source) if t.kind == "text"]
    shown = "".join(html.unescape(piece) for piece in kept)
    expected = [letter for letter in shown if not letter.isspace() and letter not in "\u200b"]
    if "e\u0301" not in source:
        assert found == expected
    end = 0
    for block in page.blocks:
        for run in block.text.runs:
            assert run.original >= end
            end = run.original + (run.length if run.width is None else run.width)
    assert end <= len(source)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_text_of_a_page_is_dropped(pieces: str) -> None:
    source = f"<p>{PROSE}</p>{pieces}"
    report = read_report(source.encode(), name="a.html")
    everything = "".join(report.text[b.start : b.end] for b in report.blocks)
    everything += "".join(piece.text for piece in report.set_aside)
    page = read_page(source, "a.html", Limits())
    for block in page.blocks:
        for word in re.findall(r"\w+", block.text.text):
            assert word in everything


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "font"])
def test_ten_thousand_elements_deep_is_refused(tag: str) -> None:
    with pytest.raises(TooLargeError, match="nested more than 200 deep") as caught:
        read_report((f"<{tag}>" * 10_000 + PROSE).encode(), name="deep.html")
    assert "deep.html" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("tag", ["div", "span", "blockquote"])
def test_nothing_is_lost_just_under_the_limit(tag: str) -> None:
    source = f"<html><body>{f'<{tag}>' * 195}<p>{PROSE}</p>{f'</{tag}>' * 195}<p>Later: {PROSE}</p>"
    assert len(prose(read_report(source.encode(), name="a.html"))) == 4


def test_elements_left_open_are_not_deep() -> None:
    source = "".join(f"<p>{PROSE}<li>an item<tr><td>a cell" for _ in range(300))
    assert read_report(source.encode(), name="a.html").sentences


def test_all_paragraphs_are_kept_where_no_main_text_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sulh.text.main_text._extract", lambda _: [])
    report = read_report(f"<nav>Home</nav><h2>Talks</h2><p>{PROSE}</p><div>x</div>".encode(), name="a.html")
    assert len(prose(report)) == 2
    assert [b.kind for b in report.blocks] == ["heading", "paragraph"]
    assert "no clear main text" in report.notes[0]
    assert {piece.text for piece in report.set_aside} == {"Home", "x"}


def test_a_page_with_a_few_words_is_read() -> None:
    report = read_report(b"<html><body>The union left.</body></html>", name="a.html")
    assert prose(report) == ["The union left."]


def test_hidden_text_does_not_steer() -> None:
    source = f"<p>{PROSE}</p><p style='display: none'>The union accepted it all.</p><p hidden>It lies.</p>"
    report = read_report(source.encode(), name="a.html")
    assert "accepted" not in report.text
    assert {piece.reason for piece in report.set_aside} == {"hidden on the page"}


def test_what_is_never_closed_is_set_aside() -> None:
    report = read_report(f"<p>{PROSE}</p><textarea>The union left.".encode(), name="a.html")
    assert report.set_aside[0].text == "The union left."


def test_a_page_with_nothing_to_read() -> None:
    for source in ("<html><body></body></html>", "<script>var a = 1;</script>", "<nav>Home</nav>"):
        with pytest.raises(EmptyReportError):
            read_report(source.encode(), name="a.html")


def test_a_text_that_is_a_page_is_read_as_one() -> None:
    report = read_report(f"<!DOCTYPE html><html><body><p>{PROSE}</p></body></html>".encode(), name="a.txt")
    assert len(prose(report)) == 2


def test_linked_data_and_times() -> None:
    head = '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", '
    head += '"datePublished": "2024-03-04T22:00:00Z", "headline": "Talks", "publisher": {"name": "The Post"}}'
    head += "]}</script>"
    report = read_report(f"{head}<p>{PROSE}</p>".encode(), name="a.html")
    assert (report.published, report.title, report.publisher) == ("2024-03-04", "Talks", "The Post")
    timed = "<nav><time datetime='2020-01-01'>x</time></nav><time datetime='2024-03-05'>5 March</time>"
    timed += f"<p>{PROSE}</p>"
    assert read_report(timed.encode(), name="a.html").published == "2024-03-05"
    broken = f'<script type="application/ld+json">{"[" * 50_000}</script><p>{PROSE}</p>'
    assert read_report(broken.encode(), name="a.html").published is None


def test_two_dates_are_noted() -> None:
    head = (
        "<meta property='article:published_time' content='2024-03-05'><meta name='date' content='2024-03-06'>"
    )
    report = read_report(f"{head}<p>{PROSE}</p>".encode(), name="a.html")
    assert report.published == "2024-03-05"
    assert "2024-03-06" in report.notes[0]
