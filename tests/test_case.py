"""`Case`: what is opened, what is refused, and that every verb answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import sulh
from sulh.brief.html import to_html
from sulh.brief.markdown import to_markdown
from sulh.case import Case, Movement, Options, day
from sulh.model.errors import (
    CaseFileError,
    EmptyReportError,
    InputError,
    NotFoundError,
    TooComplexError,
    TooLargeError,
    UnreadableError,
    UsageError,
)
from sulh.model.findings import Obstacles

FERRY = Path(__file__).parent / "data" / "ferry"
REPORT = (FERRY / "report.txt").read_text(encoding="utf-8")
CASE_FILE = (FERRY / "case.yaml").read_text(encoding="utf-8")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text(REPORT)
    return path


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "ferries.yaml"
    path.write_text(CASE_FILE)
    return path


def test_reports_become_moves_and_a_brief(report: Path) -> None:
    case = Case.open([report], Options(published="2024-02-16"))
    assert {move.act for move in case.moves()} >= {"demand"}
    assert case.title == "Ferry talks stall"
    brief = case.brief()
    assert brief.reports[0].published == "2024-02-16"
    assert brief.moves == case.moves()
    text = case.readings[0].report.text
    assert all(text[e.start : e.end] == e.quote for item in brief.standing for e in item.evidence)


def test_the_same_document_twice_is_one(report: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes(report.read_bytes())
    assert len(Case.from_reports([report, copy, report]).readings) == 1


def test_a_folder_and_a_report_value(report: Path) -> None:
    (report.parent / "notes.pdf").write_bytes(b"%PDF-1.4")
    (report.parent / "README.md").write_text("What is in this folder.")
    folder = Case.open([report.parent])
    assert len(folder.readings) == 1
    assert [(Path(item.name).name, item.failed) for item in folder.unread] == [("notes.pdf", False)]
    again = Case.open([folder.readings[0].report])
    assert again.moves() == folder.moves()


def test_a_case_file_answers_every_verb(case_file: Path) -> None:
    case = Case.open([case_file])
    assert case.moves() == () and case.figures() == () and case.contradictions() == ()
    assert {active.position.id for active in case.stance().active} == {"a", "b"}
    assert case.obstacles().obstacles[0].positions == ("a", "b")
    assert case.openings().number == 2
    assert case.frontier().points
    assert [event.when for event in case.timeline()] == ["2024-02-15", "2024-02-16"]
    assert Case.from_file(case_file).problem == case.problem
    assert case.brief().obstacles.obstacles == case.obstacles().obstacles


def test_a_case_file_survives_being_written(case_file: Path, tmp_path: Path) -> None:
    case = Case.open([case_file])
    copy = tmp_path / "copy.yaml"
    copy.write_text(case.case_file())
    assert Case.open([copy]).problem == case.problem


def test_where_red_lines_exclude_each_other_the_frontier_crosses_them(case_file: Path) -> None:
    case = Case.open([case_file])
    assert "no package keeps" not in (case.frontier().why or "")
    case_file.write_text(CASE_FILE.replace("demand", "red line"))
    case = Case.open([case_file])
    found = case.frontier()
    assert found.points and "no package keeps all red lines" in (found.why or "")
    assert any("red line counts like any other" in text for text in found.assumptions)
    assert not case.frontier(how=Movement(cross_red_lines=False)).points
    assert case.brief().frontier.points == found.points


def test_as_of_a_day(case_file: Path) -> None:
    case = Case.open([case_file])
    assert not case.obstacles(date(2024, 2, 15)).obstacles
    brief = case.brief("2024-02-15")
    assert (brief.as_of, brief.last_date) == ("2024-02-15", "2024-02-15")
    with pytest.raises(UsageError, match="not a date"):
        case.brief("yesterday")


def test_only_what_is_asked_for_is_computed(case_file: Path) -> None:
    case = Case.open([case_file])
    brief = case.page_of(case.obstacles())
    assert brief.obstacles.obstacles == case.obstacles().obstacles != ()
    assert (brief.openings.complete, brief.frontier.complete) == ("unknown", "unknown")


def test_what_is_out_of_reach_is_unknown_in_a_brief(case_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_complex(*_: object, **__: object) -> Obstacles:
        raise TooComplexError("2^80 packages")

    monkeypatch.setattr("sulh.bargaining.blocking.obstacles", too_complex)
    case = Case.open([case_file])
    with pytest.raises(TooComplexError):
        case.obstacles()
    found = case.brief().obstacles
    assert (found.complete, found.why) == ("unknown", "2^80 packages")


def test_progress_is_told_after_each_report(report: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(REPORT + "\nMore.\n")
    told: list[tuple[int, int]] = []
    Case.open([report, other], Options(progress=lambda done, total, _: told.append((done, total))))
    assert told == [(1, 2), (2, 2)]


def test_a_report_that_cannot_be_read(report: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01\x02" * 100)
    with pytest.raises(InputError):
        Case.open([report, bad])
    case = Case.open([report, bad], Options(skip=True))
    assert len(case.readings) == 1
    assert case.unread[0].failed and "bad.txt" in case.unread[0].why
    assert case.brief().unread[0].name == str(bad)
    with pytest.raises(InputError):
        Case.open([bad], Options(skip=True))


def test_what_cannot_be_opened(case_file: Path, report: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be mixed"):
        Case.open([case_file, report])
    with pytest.raises(NotFoundError):
        Case.open([tmp_path / "none.txt"])
    with pytest.raises(NotFoundError):
        Case.open([tmp_path / "none.yaml"])
    with pytest.raises(NotFoundError):
        Case.open([])
    empty = tmp_path / "empty.txt"
    empty.touch()
    with pytest.raises(EmptyReportError):
        Case.open([empty])
    with pytest.raises(UsageError):
        Case.open([report], Options(published="soon"))


def test_case_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(CaseFileError, match="not UTF-8"):
        Case.open([path])
    monkeypatch.setattr("sulh.framing.casefile.MOST_BYTES", 2)
    with pytest.raises(TooLargeError):
        Case.open([path])
    monkeypatch.undo()
    with pytest.raises(UnreadableError):
        Case.from_file(tmp_path)
    path.write_text("title: [")
    with pytest.raises(CaseFileError):
        Case.open([path])


def test_day() -> None:
    assert day(None) is None
    assert day(date(2024, 2, 15)) == "2024-02-15"
    assert day("2024-02") == "2024-02"
    for wrong in ("", "2024-13-01", "15.2.2024", "2024-02-30", "XXXX-02-15"):
        with pytest.raises(UsageError):
            day(wrong)


def test_the_public_face() -> None:
    assert set(sulh.__all__) <= set(dir(sulh))
    for name in sulh.__all__:
        assert getattr(sulh, name) is not None
    assert sulh.Case is Case
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sulh.nothing


def test_reports_of_one_name_are_told_apart(tmp_path: Path) -> None:
    places = ("cease/1.txt", "rail/1.txt", "rail/2.txt", "old/rail/1.txt")
    for number, place in enumerate(places):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(REPORT.replace("9 percent", f"{9 + number} percent"))
    case = Case.open([tmp_path])
    names = {reading.report.name for reading in case.readings}
    top = tmp_path.name
    assert names == {"cease/1.txt", f"{top}/rail/1.txt", "old/rail/1.txt", "2.txt"}
    plain = sulh.load_report(tmp_path / "cease" / "1.txt")
    assert plain.id in {
        reading.report.id for reading in case.readings if reading.report.name == "cease/1.txt"
    }
    brief = case.brief()
    assert {card.name for card in brief.reports} == names
    said = {item.report for cell in brief.table for item in cell.evidence}
    assert said and said <= names
    assert all(move.report in {card.id for card in brief.reports} for move in brief.moves)


def test_values_of_one_name_are_numbered(report: Path) -> None:
    one = sulh.read_report(REPORT.encode(), name="x")
    two = sulh.read_report(REPORT.replace("9", "8").encode(), name="x")
    case = Case.open([one, two, one, report])
    assert [reading.report.name for reading in case.readings] == ["x", "x (2)"]


def test_a_brief_that_sulh_wrote_is_passed_over(report: Path, tmp_path: Path) -> None:
    brief = Case.open([report]).brief()
    own = tmp_path / "brief.md"
    own.write_text(to_markdown(brief))
    (tmp_path / "brief.html").write_text(to_html(brief))
    case = Case.open([tmp_path])
    assert [reading.report.name for reading in case.readings] == [report.name]
    assert [(Path(item.name).name, item.failed) for item in case.unread] == [
        ("brief.html", False),
        ("brief.md", False),
    ]
    with pytest.raises(NotFoundError, match=r"brief\.md: written by sulh"):
        Case.open([own])


def test_a_given_date_goes_before_one_in_the_text(report: Path) -> None:
    report.write_text(REPORT.replace("Talks between", "PORT ELLIN, Feb. 15, 2024 — Talks between"))
    (reading,) = Case.open([report]).readings
    assert (reading.report.published, reading.report.published_basis) == ("2024-02-15", "inferred")
    (reading,) = Case.open([report], Options(published="2024-02-20")).readings
    assert (reading.report.published, reading.report.stated) == ("2024-02-20", "2024-02-15")
    assert "it states 2024-02-15" in reading.report.notes[-1]
    (reading,) = Case.open([report], Options(published="2024-02-15")).readings
    assert reading.report.notes == ()


def test_a_corrected_term_has_the_fields_that_its_words_tell(tmp_path: Path) -> None:
    report = tmp_path / "r.txt"
    report.write_text(
        "DAY, 4 March 2024 - The Hill Front asked for the release of 40 prisoners within ten days.\n"
    )
    right = tmp_path / "right.yaml"
    right.write_text(
        "add:\n  - {quote: asked for the release of 40 prisoners, act: demand, speaker: The Hill Front,\n"
        "     terms: [the release of 40 prisoners]}\n"
    )
    (move,) = [m for m in Case.open([report]).corrected(right).moves() if m.confidence == 1.0]
    (term,) = move.terms
    assert (term.text, term.action, term.quantity) == ("the release of 40 prisoners", "release", "40")


def test_the_corrections_of_the_example_name_what_is_read() -> None:
    examples = Path(__file__).parents[1] / "examples"
    case = Case.open([examples / "cairo-talks"]).corrected(examples / "cairo-corrections.yaml")
    assert case.problem.parties == ("Hamas", "Israel")
    assert set(case.problem.mediators) == {"Egypt", "Qatar", "United States"}
    assert {"war", "prisoners", "barghouti"} <= {n for o in case.obstacles().obstacles for n in o.issues}
