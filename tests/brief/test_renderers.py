"""The four renderings: complete, well-formed, and deaf to whatever the sources say."""

from __future__ import annotations

import html.parser
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from sulh.brief import assemble
from sulh.brief.html import to_html
from sulh.brief.json import brief_record, dumps, move_record, schemas
from sulh.brief.markdown import escape, to_markdown
from sulh.brief.marks import Mark, marked
from sulh.brief.page import harmless
from sulh.brief.terminal import render, render_moves
from sulh.model.brief import Brief, Event, Standing, Unsure
from sulh.model.findings import Frontier, FrontierPoint, Obstacles, Openings
from sulh.model.problem import Evidence, Problem
from sulh.text import find_reports

Show = Callable[[Brief], str]
Test = Callable[..., None]
SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"
HOSTILE = (
    "<script>alert(1)</script>", "[bold red]x[/]", "\x1b[2J\x1b]0;owned\x07", "](javascript:alert(1))",
    "| a | b |", "`rm`", "# head", "- item", "1. item", "&lt;b&gt;", "\u202egnp.exe", "\ud800", "\x00",
    '"><img src=x>', "{{7*7}}", "https://example.org/x", "www.example.org", "**b**", "~~s~~", "$x$", "@me",
    ":smile:", "a\nb", "\\", "</mark>", "<!-- x -->", "\u2028", "===", "+ x", "> q", "![x](y)", "_i_",
)  # fmt: skip
VOID = {"meta", "link", "br", "img", "hr", "input"}


def terminal(brief: Brief, *, screen: bool = False, width: int = 100, only: str | None = None) -> str:
    file = io.StringIO()
    render(brief, Console(file=file, width=width, force_terminal=screen, highlight=False), only)
    return file.getvalue()


class Reader(html.parser.HTMLParser):
    """Reads our HTML strictly: what is opened is closed, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.text: list[str] = []
        self.outside: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "action", "srcset", "poster", "data"):
                (self.links if name == "href" else self.outside).append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def check_page(text: str) -> Reader:
    read = Reader(text)
    assert len(read.ids) == len(set(read.ids))
    assert read.outside == []
    assert all(link.startswith("#") and link[1:] in read.ids for link in read.links)
    assert "script" not in read.tags and "img" not in read.tags and "link" not in read.tags
    assert "url(" not in text and "@import" not in text
    return read


@pytest.mark.parametrize("which", ["brief", "empty", "from_case_file"])
def test_the_page_is_well_formed_and_stands_alone(which: str, request: pytest.FixtureRequest) -> None:
    check_page(to_html(request.getfixturevalue(which)))


def test_every_quote_is_marked_in_the_full_text(brief: Brief, harmless_page: str) -> None:
    marks = re.findall(r'<mark id="(q\d+)"', harmless_page)
    links = set(re.findall(r'class="ref" href="#(\w+)"', harmless_page))
    assert links and links <= set(marks)
    for word in ("advertisement", "Home | Sport", "<svg", "even split"):
        assert word in harmless_page
    assert '<s class="aside"' in harmless_page


@pytest.fixture
def harmless_page(brief: Brief) -> str:
    return to_html(brief)


def test_the_text_of_a_report_is_whole_in_the_page(harmless_page: str, harbour: ModuleType) -> None:
    assert harbour.TEXT in "".join(Reader(harmless_page).text)


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn"]), min_size=1, max_size=40),
    st.lists(
        st.tuples(st.integers(-2, 42), st.integers(-2, 42), st.sampled_from(["mark", "span", "s"])),
        max_size=8,
    ),
)
def test_marks_may_cross_and_nest(text: str, spans: list[tuple[int, int, str]]) -> None:
    marks = [Mark(start, end, element, anchor=f"a{n}") for n, (start, end, element) in enumerate(spans)]
    read = Reader(str(marked(text, marks)))
    assert "".join(read.text) == harmless(text)
    inside = [mark.anchor for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    assert sorted(read.ids) == sorted(inside)


def test_marks_that_cross_are_cut_and_keep_one_anchor() -> None:
    made = marked("abcdef", [Mark(0, 4, "mark", anchor="one"), Mark(2, 6, "mark", anchor="two")])
    assert made == '<mark id="one">ab<mark id="two">cd</mark></mark><mark>ef</mark>'


def test_a_screen_shows_the_verdict_first(brief: Brief) -> None:
    rows = terminal(brief, width=80).split("\n")
    assert rows[0] == "Harbour talks"
    assert rows.index("Not yet asked") <= 50
    assert all(len(row) <= 80 and row == row.rstrip() for row in rows)


def test_a_pipe_gets_neither_colour_nor_boxes(brief: Brief) -> None:
    plain = terminal(brief)
    assert "\x1b" not in plain and not re.search("[\u2500-\u257f]", plain)
    assert "\x1b[1" in terminal(brief, screen=True)


def test_every_line_leads_to_a_source(brief: Brief, harbour: ModuleType) -> None:
    plain = terminal(brief)
    numbers = {int(n) for n in re.findall(r"\[(\d+)\]", plain)}
    sources = plain[plain.index("\nSources\n") :]
    assert numbers == set(range(1, max(numbers) + 1))
    assert f"r1:{harbour.RAISE.start}, 2024-03-14" in sources
    assert "Ellin Courier → a union source" in " ".join(sources.split())


@pytest.mark.parametrize("show", [terminal, to_html, to_markdown])
def test_an_obstacle_shows_the_clashing_words_and_who_reports_them(show: Show, brief: Brief) -> None:
    text = " ".join(re.sub(r"<[^>]+>|\\|\*\*", "", show(brief)).replace("&#39;", "'").split())
    assert "Dockers' Union, red line: ended – “We will not sign anything that keeps the night shifts”" in text
    assert "Ellin Ports, offer o1: at most 4 percent – “" in text
    assert "(Ellin Courier → a union source)" in text
    assert "Ellin Ports, reservations: not ‘ended’ – “The company has reservations about ending night" in text
    assert "Dockers' Union, red line: ended (as in 2)" in text
    assert "night shifts; rests on reservations" in text


def test_red_lines_that_are_crossed_are_counted(brief: Brief) -> None:
    points = tuple(point.model_copy(update={"crosses": ("u2", "u1")}) for point in brief.frontier.points)
    changed = brief.model_copy(update={"frontier": brief.frontier.model_copy(update={"points": points})})
    text = " ".join(terminal(changed).split())
    assert "No package keeps all red lines." in text and "1 (1 red line)" in text
    assert "No package keeps all red lines." not in terminal(brief)


@pytest.mark.parametrize("show", [terminal, to_html, to_markdown])
def test_a_report_in_another_language_is_named_at_the_top(show: Show, harbour: ModuleType) -> None:
    reading = harbour.reading(report=harbour.report(language="fr"), moves=(), figures=(), actors=())
    made = assemble([reading], Problem(parties=()), harbour.EMPTY)
    text = " ".join(show(made).replace("\\", "").split())
    said = "harbour.txt seems to be in French; only English is read."
    assert said in text and text.index(said) < text.index("What blocks the deal")
    assert "Nothing was read: no report is in English." in text
    assert made.reports[0].language == "fr"


def test_there_are_no_empty_tables(empty: Brief, harbour: ModuleType) -> None:
    points = (FrontierPoint(movement={"A": Fraction(0), "B": Fraction(0)}, package={}),)
    bare = replace(harbour.EMPTY, frontier=Frontier(method="m", parties=("A", "B"), points=points))
    made = assemble([harbour.reading(moves=(), figures=())], Problem(parties=("A", "B")), bare)
    text = terminal(made)
    assert "The least that a deal asks" not in text
    assert "Positions\n  Nothing found in 1 report." in text
    assert "Positions" not in terminal(empty)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_any_usual_width_will_do(width: int, brief: Brief) -> None:
    plain = terminal(brief, width=width)
    assert max(map(len, plain.split("\n"))) <= width
    wide = re.findall(r"\w", terminal(brief, width=400))
    assert sorted(re.findall(r"\w", plain)) == sorted(wide)  # nothing is cut off


def test_among_many_parties_silence_is_explained_once(harbour: ModuleType) -> None:
    problem = harbour.PROBLEM.model_copy(update={"parties": (harbour.UNION, harbour.PORTS, "City")})
    text = terminal(assemble([harbour.reading()], problem, harbour.FINDINGS), only="positions")
    assert text.count("nothing found in 1 report") == 1 and "  –: nothing found in 1 report." in text


def test_one_section_alone(brief: Brief) -> None:
    assert "What blocks the deal" in terminal(brief, only="obstacles")
    assert "Positions" not in terminal(brief, only="obstacles")
    assert "Nothing was found." in terminal(brief, only="contradictions")


@pytest.mark.parametrize("show", [terminal, to_html, to_markdown])
def test_an_empty_brief_says_so_and_lists_what_was_read(show: Show, empty: Brief) -> None:
    text = " ".join(show(empty).split())
    assert "No move was found in what was read" in text
    assert "Nothing can be said: no position is recorded." in text
    assert "harbour.txt" in text


@pytest.mark.parametrize("show", [terminal, to_html, to_markdown])
def test_what_is_not_known_is_said_with_its_reason(show: Show, brief: Brief) -> None:
    cut = {"complete": False, "why": "1,000 are listed of 4,096"}
    unknown: dict[str, Any] = {"complete": "unknown", "why": "the issues are too many"}
    changed = brief.model_copy(
        update={
            "obstacles": brief.obstacles.model_copy(update=cut),
            "openings": Openings(method="m", **unknown),
            "frontier": Frontier(method="m", parties=brief.parties, **unknown),
        }
    )
    text = " ".join(show(changed).replace("*", "").split())
    assert "1,000 are listed of 4,096" in text and "the issues are too many" in text
    nothing = changed.model_copy(update={"obstacles": Obstacles(method="m", **unknown)})
    assert "blocks a deal" not in show(nothing)


def test_moves_as_a_table(harbour: ModuleType) -> None:
    file = io.StringIO()
    render_moves([harbour.reading(), harbour.reading(moves=())], Console(file=file, width=100))
    text = file.getvalue()
    assert "r1 harbour.txt, 2024-03-14" in text and "red line" in text
    assert "No move was found" in text


def test_a_move_outside_has_every_key_and_terms_without_empty_fields(harbour: ModuleType) -> None:
    record = move_record(harbour.PRESS)
    keys = "id report act speaker party sources addressee denied context terms when reported confidence quote"
    assert sorted(record) == sorted([*keys.split(), "start", "end"])
    (term,) = record["terms"]
    assert term == {
        "text": "a truce within 10 days",
        "start": term["start"],
        "end": term["end"],
        "deadline": "P10D",
    }


@pytest.mark.parametrize("which", ["brief", "empty", "from_case_file"])
def test_json_meets_the_published_schema(which: str, request: pytest.FixtureRequest) -> None:
    brief = request.getfixturevalue(which)
    record = json.loads(dumps(brief))
    published = {name: json.loads((SCHEMAS / f"{name}.json").read_text()) for name in ("brief", "move")}
    jsonschema.Draft202012Validator.check_schema(published["brief"])
    jsonschema.validate(record, published["brief"], jsonschema.Draft202012Validator)
    for move in record["moves"]:
        jsonschema.validate(move, published["move"], jsonschema.Draft202012Validator)
    design = "parties mediators actors moves issues positions offers obstacles openings frontier timeline"
    assert {*design.split(), "deadlines", "figures", "agreements", "contradictions", "unsure"} <= set(record)


def test_the_published_schemas_are_current() -> None:
    for name, schema in schemas().items():
        stored = json.loads((SCHEMAS / f"{name}.json").read_text())
        assert stored == json.loads(json.dumps(schema)), "stale: run python docs/schema/write.py"


def _hostile(text: str) -> Brief:
    """A brief with *text* wherever a source or a case file can put it."""
    evidence = Evidence(quote=text, report=text, sources=(text,), published=text)
    return Brief(
        title=text,
        parties=(text,),
        standing=(Standing(party=text, sentence=f"{text} demands {text}.", evidence=(evidence,)),),
        obstacles=Obstacles(method=text, complete=False, why=text),
        openings=Openings(method=text),
        frontier=Frontier(method=text, parties=(text,)),
        timeline=(Event(when=text, text=text, act=text, evidence=(evidence,)),),
        unsure=(Unsure(why=text, evidence=(evidence,)),),
        moves=(),
    )


def _examples(test: Test) -> Test:
    for text in HOSTILE:
        test = example(text)(test)
    return test


ANY_TEXT = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(HOSTILE), max_size=4).map(" ".join))


@_examples
@given(ANY_TEXT)
@settings(max_examples=60, deadline=None)
def test_html_shows_any_text_as_text(text: str) -> None:
    made = to_html(_hostile(text))
    made.encode()
    read = check_page(made)
    assert harmless(text) in "".join(read.text)
    assert read.tags == check_page(to_html(_hostile("plain"))).tags


@_examples
@given(ANY_TEXT)
@settings(max_examples=60, deadline=None)
def test_the_terminal_gets_no_control_sequence(text: str) -> None:
    for screen in (False, True):
        made = terminal(_hostile(text), screen=screen)
        made.encode()
        bare = re.sub(r"\x1b\[[\d;]*m", "", made) if screen else made
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", bare)


@_examples
@given(ANY_TEXT)
@settings(max_examples=100, deadline=None)
def test_markdown_shows_any_text_as_text(text: str) -> None:
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    flat = harmless(text).strip(" ")
    for block, expected in (
        (escape(text), flat),
        (f"- {escape(text)}", flat),
        (f"x {escape(text)} y", f"x {flat} y"),
        (f"**{escape('a' + text + 'b')}**", f"a{harmless(text)}b"),
        (f"| {escape(text)} |\n| --- |", flat),
    ):
        inline = [token for token in reader.parse(block) if token.type == "inline"]
        kinds = {child.type for token in inline for child in token.children or ()}
        assert kinds <= {"text", "strong_open", "strong_close"}
        shown = "".join(child.content for token in inline for child in token.children or ())
        assert shown.strip() == expected.strip()
    to_markdown(_hostile(text)).encode()


@_examples
@given(ANY_TEXT)
@settings(max_examples=60, deadline=None)
def test_json_carries_any_text(text: str) -> None:
    made = dumps(_hostile(text))
    made.encode()
    assert json.loads(made)["title"] == text


def test_a_problem_without_issues_is_rendered(harbour: ModuleType) -> None:
    made = assemble([], Problem(parties=("A", "B")), harbour.EMPTY)
    assert "Nothing can be said" in terminal(made)
    assert brief_record(made)["parties"] == ["A", "B"]


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((2, 0), "for Ellin Ports no position was read. Only 2 positions were read in 1 report;"),
        (
            (1, 0),
            "for Ellin Ports no position was read and for Dockers' Union only one. Only 1 position was read",
        ),
        ((1, 1), "for Dockers' Union and Ellin Ports only one each. Only 2 positions were read"),
        ((1, 2), "for Dockers' Union only one. Only 3 positions were read"),
        ((2, 2), ""),
    ],
)
def test_no_obstacle_in_little_that_was_read(counts: tuple[int, int], said: str, harbour: ModuleType) -> None:
    own = [[a for a in harbour.ACTIVE if a.position.party == party][:2] for party in harbour.PROBLEM.parties]
    active = tuple(a for group, count in zip(own, counts, strict=True) for a in group[:count])
    findings = replace(harbour.EMPTY, stance=harbour.FINDINGS.stance.model_copy(update={"active": active}))
    text = flat(terminal(assemble([harbour.reading()], harbour.PROBLEM, findings)))
    assert ("silence is not consent" in text) == ("too little is recorded" in text) == bool(said)
    assert (
        f"Nothing that is recorded blocks a deal, but {said}" in text
        if said
        else ("Nothing that is recorded blocks a deal: all positions can be met together." in text)
    )
    from_file = flat(terminal(assemble([], harbour.PROBLEM, findings)))
    assert "was read" not in from_file and "were read" not in from_file


def test_people_read_dates_in_words_and_programs_do_not(brief: Brief) -> None:
    weeks = (Event(when="2024-W11", text="x", act="meet"), Event(when="2024-W10-WE", text="y", act="meet"))
    made = brief.model_copy(update={"timeline": weeks, "last_date": "2024-02", "as_of": "2024-W11"})
    for shown in (terminal(made), to_html(made), to_markdown(made)):
        words = flat(re.sub(r"<[^>]+>", "", shown))
        assert "as of week of 11 March 2024, last known date February 2024" in words
        assert "weekend of 9 March 2024" in words
        assert "June 2022" in words and "2024-W1" not in words
    record = json.loads(dumps(made))
    assert [event["when"] for event in record["timeline"]] == ["2024-W11", "2024-W10-WE"]
    assert (record["as_of"], record["last_date"]) == ("2024-W11", "2024-02")


def test_what_is_written_says_what_wrote_it(brief: Brief, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(to_html(brief))
    (tmp_path / "a.md").write_text(to_markdown(brief))
    assert to_markdown(brief).startswith("<!-- generator: sulh 0.1.0 -->\n\n# Harbour talks\n")
    (tmp_path / "talks.txt").write_text("The union left.")
    found = find_reports([tmp_path])
    assert [path.name for path in found.reports] == ["talks.txt"]
    assert sorted(skipped.path.name for skipped in found.skipped) == ["a.html", "a.md"]
