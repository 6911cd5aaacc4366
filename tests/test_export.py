"""Exporting a case: what is written, what of a correction shows in it, and what is refused."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import sulh
from sulh import cli
from sulh.model.move import Move
from sulh.reading.markup.annotation import Annotation, Cue
from sulh.reading.markup.parse import parse

STRIKE = Path(__file__).parents[1] / "examples" / "port-strike"
REPORT = STRIKE / "2023-03-16-gap-narrows.txt"
THREAT = "he would ask parliament to send the dispute to binding arbitration"


@pytest.fixture(scope="module")
def case() -> sulh.Case:
    return sulh.Case.open([REPORT])


@pytest.fixture
def corrections(case: sulh.Case, tmp_path: Path) -> Path:
    """A file that renames the first party, removes the first move, changes the last and adds one."""
    first, last = first_and_last(case)
    path = tmp_path / "corrections.yaml"
    path.write_text(
        f"""\
actors:
  {json.dumps(party_of(case))}: {{name: Harbour Side, title: renamed}}
add:
  - {{quote: {THREAT}, act: threaten, speaker: Teodar Wenck, denied: yes, context: future,
     terms: [send the dispute to binding arbitration]}}
remove: [{json.dumps(first.quote) if quotes(case).count(first.quote) == 1 else first.id}]
change: {{{last.id}: {{act: announce, terms: [binding arbitration]}}}}
"""
    )
    return path


def quotes(case: sulh.Case) -> list[str]:
    return [move.quote for move in case.moves()]


def party_of(case: sulh.Case) -> str:
    """The first party."""
    return next(a.name for reading in case.readings for a in reading.actors if a.role == "party")


def first_and_last(case: sulh.Case) -> tuple[Move, Move]:
    """The first and the last move that the first party does not make: their ids hold the speaker's name."""
    first, *_, last = (move for move in case.moves() if move.speaker != party_of(case))
    return first, last


def said(note: Annotation) -> Counter[tuple[str | None, str]]:
    return Counter(
        (cue.act, " + ".join(note.text[slice(*t)] for t in cue.terms)) for cue in note.cues if cue.act
    )


def test_corrections_show_in_the_example(case: sulh.Case, corrections: Path) -> None:
    before, after = (parse(made.examples()[0].markup) for made in (case, case.corrected(corrections)))
    first, last = first_and_last(case)
    gone = [(one.act, " + ".join(term.text for term in one.terms)) for one in (first, last)]
    new = [("threaten", "send the dispute to binding arbitration"), ("announce", "binding arbitration")]
    assert said(after) == said(before) - Counter(gone) + Counter(new)
    names = {known.name: known.title for known in after.actors.values()}
    assert names["Harbour Side"] == "renamed"
    assert party_of(case) not in names
    threat = next(cue for cue in after.cues if cue.act == "threaten" and cue.denied)
    assert threat.context == "future"
    assert doer(after, threat) == "Teodar Wenck"


def doer(note: Annotation, cue: Cue) -> str:
    (key,) = cue.by or note.keys_at(cue.sources[0])
    return note.actors[key].name


def test_corrections_show_in_other_commands(corrections: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["read", str(REPORT), "--corrections", str(corrections), "--json"]) == 0
    moves = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert THREAT in {move["quote"] for move in moves}


def test_export_writes_a_file_for_each_report(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new"
    assert cli.run(["export", str(STRIKE), "--to", "corpus", "--out", str(folder), "--json"]) == 0
    printed = capfd.readouterr()
    names = sorted(path.name for path in STRIKE.glob("2023*.txt"))
    assert sorted(path.name for path in folder.iterdir()) == names
    assert printed.err.count("wrote ") == len(names)
    for row in json.loads(printed.out)["files"]:
        note = parse(Path(row["file"]).read_text("utf-8"))
        assert note.head["to do"] == row["to_do"]
        assert row["report"] in names


def test_what_is_to_do_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["export", str(REPORT), "--to", "corpus", "--out", str(tmp_path)]) == 0
    assert capfd.readouterr().out.startswith("2023-03-16-gap-narrows.txt: to do\n  - domain and style")


def test_no_file_is_replaced(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    work = tmp_path / "2023-03-13-strike-begins.txt"
    work.write_text("hours of work")
    assert cli.run(["export", str(STRIKE), "--to", "corpus", "--out", str(tmp_path)]) == 2
    assert "is there already" in capfd.readouterr().err
    assert work.read_text() == "hours of work"
    assert list(tmp_path.iterdir()) == [work]


def test_reports_of_like_names_get_files_of_their_own(tmp_path: Path) -> None:
    for name in ("a/day 1.txt", "b/day 1.txt", "b/day 1.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"The union of {name} rejected the offer.")
    out = tmp_path / "out"
    sources = [str(tmp_path / "a"), str(tmp_path / "b")]
    assert cli.run(["export", *sources, "--to", "corpus", "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == ["a-day-1.txt", "b-day-1.txt", "day-1.txt"]


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        (["--to", "xml", "--out", "x"], 2, "there is no form 'xml'"),
        (["--to", "corpus"], 2, "--out"),
        (["--to", "corpus", "--out", "no/such/folder"], 2, "its folder does not exist"),
        (["--to", "corpus", "--out", str(REPORT)], 2, "is a file"),
        (["--to", "corpus", "--out", "x", "--corrections", "none.yaml"], 2, "none.yaml: no such file"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], code: int, what: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert cli.run(["export", str(REPORT), *arguments]) == code
    assert what in capfd.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_case_file_has_no_text_to_export(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    wells = str(STRIKE.parent / "wells.yaml")
    assert cli.run(["export", wells, "--to", "corpus", "--out", str(tmp_path / "x")]) == 2
    assert "name the reports" in capfd.readouterr().err
    assert cli.run(["positions", wells, "--corrections", wells]) == 2
    assert "edit the case file itself" in capfd.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_wrong_correction_names_its_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "corrections.yaml"
    path.write_text("remove:\n  - nothing like it\n")
    out = tmp_path / "x"
    arguments = ["export", str(REPORT), "--to", "corpus", "--out", str(out), "--corrections", str(path)]
    assert cli.run(arguments) == 3
    assert "line 2: no move is called 'nothing like it'" in capfd.readouterr().err
    assert not out.exists()
