"""The large model from the command line: off unless asked for, and an error is one line and a hint."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sulh import cli

VERBS = (
    "brief", "read", "positions", "timeline", "figures", "contradictions", "obstacles", "openings",
    "frontier", "stability", "fragility",
)  # fmt: skip


@pytest.fixture
def report(tmp_path: Path, quarry: str) -> str:
    path = tmp_path / "quarry.txt"
    path.write_text(quarry, "utf-8")
    return str(path)


def test_moves_read_by_a_model(stub, report: str, said, capfd: pytest.CaptureFixture[str]) -> None:
    stub.says({"moves": [said(), said(quote="words of nobody")]})
    arguments = ["read", report, "--json", "--reader", "llm", "--endpoint", stub.url, "--model", "tiny"]
    assert cli.run(arguments) == 0
    out, errors = capfd.readouterr()
    assert [json.loads(line)["quote"] for line in out.splitlines()] == [said()["quote"]]
    assert errors == "large model: 1 move kept, 1 refused (1: the quote is not in the report)\n"
    assert [request["model"] for request in stub.requests] == ["tiny"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_that_reads_reports_can_ask_it(stub, report: str, verb: str, said, capfd) -> None:
    stub.says({"moves": [said()]})
    code = cli.run([verb, report, "--reader", "llm", "--endpoint", stub.url])
    assert len(stub.requests) == 1
    errors = capfd.readouterr().err
    assert code == 0 or (verb == "stability" and "controls" in errors), errors


def test_a_draft_is_tested_on_what_it_read(stub, report: str, said, capfd) -> None:
    stub.says({"moves": [said()]})
    code = cli.run(["test", report, "nonsense = x", "--reader", "llm", "--endpoint", stub.url])
    assert len(stub.requests) == 1 and code == 3
    assert "nonsense" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (["--reader", "llm"], "needs the server to ask", "--endpoint"),
        (["--reader", "oracle"], "no reader 'oracle'", "built-in or llm"),
        (["--endpoint", "http://localhost:1/v1"], "--endpoint goes with --reader llm only", "--reader llm"),
        (["--model", "tiny"], "--model goes with --reader llm only", "--reader llm"),
        (["--timeout", "3"], "--timeout goes with --reader llm only", "--reader llm"),
        (["--reader", "llm", "--endpoint", "localhost"], "not the address of a server", "http://"),
    ],
)
def test_options_that_do_not_go_together(
    report: str, arguments: list[str], error: str, hint: str, capfd
) -> None:
    assert cli.run(["read", report, *arguments]) == 2
    out, errors = capfd.readouterr()
    first, second = errors.splitlines()
    assert out == "" and error in first and hint in second


@pytest.mark.parametrize("status", [301, 401, 404, 500])
def test_a_server_that_fails_writes_nothing(stub, send, report: str, status: int, capfd) -> None:
    target = Path(report).with_name("brief.html")
    stub.replies.append(send(b"", status))
    arguments = ["brief", report, "--out", str(target), "--reader", "llm", "--endpoint", stub.url]
    assert cli.run(arguments) == 2
    out, errors = capfd.readouterr()
    assert out == "" and not target.exists()
    assert errors.startswith("error: 127.0.0.1:") and "\nhint: " in errors and errors.count("\n") == 2


def test_time_runs_out(stub, report: str, capfd) -> None:
    stub.replies.append(lambda _: stub.over.wait(20) and None)
    assert cli.run(["read", report, "--reader", "llm", "--endpoint", stub.url, "--timeout", "0.2"]) == 2
    assert "within 0.2 seconds" in capfd.readouterr().err


OFFLINE = """\
import socket, sys
def never(*_, **__):
    raise AssertionError("a connection was opened")
for name in ("connect", "connect_ex", "sendto", "bind"):
    setattr(socket.socket, name, never)
socket.getaddrinfo = never
from sulh import cli
code = cli.run(["brief", sys.argv[1], "--json"])
assert "sulh.reading.llm" not in sys.modules and "http.client" not in vars(cli)
sys.exit(code)
"""


def test_the_built_in_reader_opens_no_connection() -> None:
    report = Path(__file__).parents[3] / "examples" / "port-strike" / "2023-03-16-gap-narrows.txt"
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", OFFLINE, str(report)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["moves"]
