"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from sulh import cli
from sulh.cli import streams

FERRY = Path(__file__).parent / "data" / "ferry"
REPORT = (FERRY / "report.txt").read_text(encoding="utf-8")
FRENCH = """Les négociations sur un échange de prisonniers se sont achevées mardi au Caire sans résultat. Le
mouvement a refusé une offre de libérer 1 500 prisonniers en échange de toutes les personnes qu'il détient, et
il demande la fin de la guerre, ont indiqué des sources qui suivent les discussions.
"""
CASE_FILE = (FERRY / "case.yaml").read_text(encoding="utf-8")
KEYS = """id report act speaker party sources addressee denied context terms when reported confidence quote
start end"""
VIEWS = ("positions", "obstacles", "openings", "frontier", "timeline", "figures", "contradictions")


@pytest.fixture
def report(tmp_path: Path) -> str:
    path = tmp_path / "ferry.txt"
    path.write_text(REPORT)
    return str(path)


@pytest.fixture
def case_file(tmp_path: Path) -> str:
    path = tmp_path / "ferries.yaml"
    path.write_text(CASE_FILE)
    return str(path)


@pytest.fixture
def out(capfdbinary: pytest.CaptureFixture[bytes]) -> Output:
    return Output(capfdbinary)


class Output:
    """What the command wrote since the last look."""

    def __init__(self, capture: pytest.CaptureFixture[bytes]) -> None:
        self._capture = capture

    def __call__(self) -> tuple[str, str]:
        written = self._capture.readouterr()
        return written.out.decode(), written.err.decode()


def sulh(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "sulh", *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=False, **options)  # type: ignore[call-overload,no-any-return]  # noqa: S603


def test_brief_in_the_terminal(report: str, out: Output) -> None:
    assert cli.run(["brief", report, "--published", "2024-02-16"]) == 0
    text, errors = out()
    assert text.startswith("Ferry talks stall\n")
    assert "Where the talks stand" in text and "\nSources\n" in text and "\x1b" not in text
    assert errors == ""


def test_brief_of_a_case_file_as_json(case_file: str, out: Output) -> None:
    assert cli.run(["brief", case_file, "--json"]) == 0
    record = json.loads(out()[0])
    assert record["parties"] == ["League", "Lines"]
    assert record["obstacles"]["obstacles"][0]["positions"] == ["a", "b"]


def test_read_writes_one_move_per_line(report: str, out: Output) -> None:
    assert cli.run(["read", report, "--json", "--published", "2024-02-16"]) == 0
    records = [json.loads(row) for row in out()[0].splitlines()]
    assert records
    text = REPORT
    for record in records:
        assert sorted(record) == sorted(KEYS.split())
        assert text[record["start"] : record["end"]] == record["quote"]
        for term in record["terms"]:
            assert None not in term.values() and False not in term.values()
    assert cli.run(["read", report]) == 0
    assert "demand" in out()[0]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_in_words_and_as_json(view: str, case_file: str, out: Output) -> None:
    assert cli.run([view, case_file]) == 0
    assert out()[0].startswith("Ferries\n")
    assert cli.run([view, case_file, "--json"]) == 0
    record = json.loads(out()[0])
    key = {"positions": "active", "frontier": "points", "openings": "knots"}.get(view, view)
    assert key in record


def test_as_of(case_file: str, out: Output) -> None:
    assert cli.run(["obstacles", case_file, "--json", "--as-of", "2024-02-15"]) == 0
    assert json.loads(out()[0])["obstacles"] == []


def test_out_writes_every_format_whole(case_file: str, tmp_path: Path, out: Output) -> None:
    names = ["brief.html", "brief.md", "brief.json", "case.yaml"]
    options = [part for name in names for part in ("--out", str(tmp_path / name))]
    (tmp_path / "brief.md").write_text("old")
    assert cli.run(["brief", case_file, *options]) == 0
    text, errors = out()
    assert "What blocks the deal" in text
    assert errors.count("wrote ") == len(names)
    assert (tmp_path / "brief.html").read_text().startswith("<!doctype html>")
    assert (tmp_path / "brief.md").read_text().startswith("<!-- generator: sulh 0.1.0 -->\n\n# Ferries")
    assert json.loads((tmp_path / "brief.json").read_text())["title"] == "Ferries"
    assert cli.run(["obstacles", str(tmp_path / "case.yaml")]) == 0
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".tmp")]
    mode = stat.S_IMODE((tmp_path / "brief.html").stat().st_mode)
    umask = os.umask(0)
    os.umask(umask)
    assert mode == 0o666 & ~umask


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["brief", "{case}", "--out", "x.docx"], 2, "cannot tell the format"),
        (["brief", "{case}", "--out", "{folder}/none/x.html"], 2, "its folder does not exist"),
        (["brief", "{case}", "--as-of", "soon"], 2, "'soon' is not a date"),
        (["brief", "{report}", "--published", "16/02"], 2, "is not a date"),
        (["brief", "{folder}/none.txt"], 2, "no such file"),
        (["brief", "{folder}/none.yaml"], 2, "no such file"),
        (["brief", "{case}", "{report}"], 2, "cannot be mixed"),
        (["read", "{case}"], 2, "has no moves"),
        (["brief", "-", "-"], 2, "- can be given once"),
        (["brief", "--what"], 2, "No such option"),
        (["what"], 2, "No such command"),
        (["brief", "{bad}"], 3, "line "),
    ],
)
def test_errors_are_one_line_and_a_hint(
    arguments: list[str], code: int, message: str, case_file: str, report: str, tmp_path: Path, out: Output
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(CASE_FILE.replace("raise >=", "rise >="))
    names = {"case": case_file, "report": report, "folder": str(tmp_path), "bad": str(bad)}
    assert cli.run([argument.format(**names) for argument in arguments]) == code
    text, errors = out()
    assert text == ""
    error, hint = errors.splitlines()
    assert error.startswith("error: ") and message in error
    assert hint.startswith("hint: ")


def test_one_bad_report_among_good_ones(report: str, tmp_path: Path, out: Output) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01\x02" * 100)
    assert cli.run(["brief", report, str(bad)]) == 2
    text, errors = out()
    assert "Where the talks stand" in text and "Not read" in text
    assert errors.startswith("error: ") and "bad.txt" in errors


def test_a_readme_in_a_folder_is_passed_over_in_silence(report: str, tmp_path: Path, out: Output) -> None:
    (tmp_path / "README.md").write_text("About this folder")
    (tmp_path / "notes.pdf").write_bytes(b"%PDF-1.4")
    assert cli.run(["brief", str(tmp_path)]) == 0
    text, errors = out()
    assert "README" not in text + errors
    assert "notes.pdf" in text and "not read: " in errors


def test_a_report_in_another_language_is_said_to_be_one(tmp_path: Path, out: Output) -> None:
    path = tmp_path / "fr.txt"
    path.write_text(FRENCH)
    assert cli.run(["brief", str(path)]) == 0
    text, errors = out()
    assert "fr.txt seems to be in French; only English is read." in text
    assert errors == "fr.txt seems to be in French; only English is read\n"
    assert "Figures" not in text and "The least that a deal asks" not in text
    assert cli.run(["read", str(path)]) == 0
    assert "It seems to be in French; only English is read." in out()[0]


def test_a_file_that_cannot_be_written(
    case_file: str, tmp_path: Path, out: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "brief.html"
    target.write_text("old")
    monkeypatch.setattr("os.fsync", full)
    assert cli.run(["brief", case_file, "--out", str(target)]) == 1
    assert "cannot be written (No space left on device)" in out()[1]
    assert target.read_text() == "old"
    assert not list(tmp_path.glob(".*.tmp"))


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (KeyboardInterrupt(), 130, ""),
        (MemoryError(), 4, "out of memory"),
        (RecursionError(), 4, "nested too deeply"),
        (OSError(28, "No space left on device"), 1, "No space left"),
    ],
)
def test_faults_end_in_a_message(
    error: BaseException,
    code: int,
    message: str,
    case_file: str,
    out: Output,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fault(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("sulh.case.Case.open", fault)
    assert cli.run(["brief", case_file]) == code
    text, errors = out()
    assert text == "" and message in errors and "Traceback" not in errors


def test_standard_input(tmp_path: Path) -> None:
    done = sulh("read", "-", "--json", input=REPORT.encode())
    assert done.returncode == 0 and done.stderr == b""
    assert sulh("read", "--json", input=REPORT.encode()).stdout == done.stdout
    empty = sulh("brief", "-", input=b"")
    assert empty.returncode == 2 and empty.stderr.startswith(b"error: standard input")


def test_no_path_on_a_terminal_is_a_usage_error(out: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    assert cli.run(["brief"]) == 2
    assert "nothing to read" in out()[1]


def test_version_and_help() -> None:
    assert sulh("--version").stdout == b"sulh 0.1.0\n"
    shown = sulh("--help")
    assert shown.returncode == 0 and b"Exit codes" in shown.stdout
    for verb in ("brief", "read", *VIEWS):
        assert verb.encode() in shown.stdout
        assert sulh(verb, "--help").returncode == 0


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from sulh import cli; cli.run(['--help']); "
        "heavy = {'pydantic', 'rich', 'jinja2', 'numpy', 'lxml', 'yaml', 'trafilatura'} & set(sys.modules); "
        "sys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr


def test_a_reader_that_goes_away_is_no_error(case_file: str) -> None:
    command = [sys.executable, "-m", "sulh", "brief", case_file, "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603
    assert process.stdout and process.stderr
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 1
    assert errors == b""


def test_output_in_an_encoding_that_cannot_say_it(report: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    shown = sulh("brief", report, env=environment)
    assert shown.returncode == 0 and b"Traceback" not in shown.stderr
    record = json.loads(sulh("brief", report, "--json", env=environment).stdout)
    assert record["title"] == "Ferry talks stall"


def test_a_progress_bar_only_on_a_slow_machine_with_a_screen(
    monkeypatch: pytest.MonkeyPatch, case_file: str, out: Output
) -> None:
    monkeypatch.setattr("sulh.cli.streams.SLOW", 0.01)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with streams.progress_bar() as progress:
        assert progress is not None
        for done in range(3):
            time.sleep(0.1)
            progress(done + 1, 3, "x")
    assert "reading" in out()[1]
    monkeypatch.setattr("sys.stderr.isatty", lambda: False, raising=False)
    with streams.progress_bar() as progress:
        assert progress is None


def in_shell(command: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    line = command.replace("sulh", f"'{sys.executable}' -m sulh", 1)
    environment = {**os.environ, **variables}
    return subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", line], capture_output=True, timeout=60, check=False, env=environment
    )


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("sulh brief {} >&-", 0, b""),
        ("sulh brief {} --json >&-", 0, b""),
        ("sulh --help >&-", 0, b""),
        ("sulh brief - <&-", 2, b"error: standard input: the file is empty"),
        ("sulh brief <&-", 2, b"error: standard input: the file is empty"),
        ("sulh brief {} 2>&-", 0, b""),
        ("sulh brief {}.none 2>&-", 2, b""),
        ("sulh brief <&- >&- 2>&-", 2, b""),
    ],
)
def test_closed_streams(command: str, code: int, message: bytes, report: str) -> None:
    done = in_shell(command.format(report))
    assert done.returncode == code
    assert b"Traceback" not in done.stderr and done.stderr.startswith(message)


@pytest.mark.parametrize(
    ("columns", "widest"), [("abc", 100), ("1", 40), ("-3", 100), ("0", 100), ("²", 100), ("9" * 5000, 100)]
)
def test_any_width(columns: str, widest: int, report: str) -> None:
    done = in_shell(f"sulh brief {report}", COLUMNS=columns, LINES=columns)
    rows = done.stdout.decode().splitlines()
    assert done.returncode == 0 and done.stderr == b""
    assert widest - 15 < max(map(len, rows)) <= widest


def test_an_interrupt_of_the_first_imports_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt")
    done = in_shell("sulh --help", PYTHONPATH=os.pathsep.join([str(tmp_path), *filter(None, sys.path)]))
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_an_interrupt_of_an_error_message_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("sulh.cli.program.run", interrupted)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130


def test_standard_input_over_the_limit(out: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"a " * 2_000_001)))
    assert cli.run(["brief", "-"]) == 2
    assert "standard input: more than 4,000,000 bytes, the limit for one report" in out()[1]


def test_a_path_that_is_not_there_stops_before_anything_is_read(report: str, out: Output) -> None:
    assert cli.run(["brief", report, f"{report}.none"]) == 2
    text, errors = out()
    assert text == "" and "no such file or folder" in errors


def test_what_sulh_wrote_is_not_read_again(report: str, tmp_path: Path, out: Output) -> None:
    own = str(tmp_path / "brief.md")
    assert cli.run(["brief", str(tmp_path), "--out", own]) == 0
    first = out()[0]
    assert cli.run(["brief", str(tmp_path)]) == 0
    text, errors = out()
    assert f"not read: {own}: written by sulh" in errors
    assert text.startswith(first.partition("What blocks the deal")[0])


def test_a_date_given_that_differs_is_warned_of(tmp_path: Path, out: Output) -> None:
    for day in (15, 16):
        (tmp_path / f"{day}.txt").write_text(f"Date: 2024-02-{day}\n\n{REPORT}")
    assert cli.run(["brief", str(tmp_path / "15.txt"), "--published", "2024-02-15"]) == 0
    assert out()[1] == ""
    assert cli.run(["brief", str(tmp_path / "15.txt"), "--published", "2024-02-20"]) == 0
    text, errors = out()
    assert (
        errors.startswith("warning: 15.txt states 2024-02-15 as its date;")
        and "the one given, 2024-02-20, is taken" in errors
    )
    assert "it states 2024-02-15" in " ".join(text.split())
    assert cli.run(["brief", str(tmp_path), "--published", "2024-02-20"]) == 0
    assert out()[1].startswith(
        "warning: 2 reports state other dates (2024-02-15 to 2024-02-16); the one given"
    )
