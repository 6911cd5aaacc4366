"""What goes in and out of the process: standard streams, files, progress, messages."""
# ruff: noqa: PLC0415

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from sulh.cli.options import BUILT_IN, LLM, How
from sulh.model.errors import InputError, NotFoundError, SulhError, TooLargeError, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from sulh.case import Case, Source
    from sulh.model.move import Reading
    from sulh.model.report import Report

STDIN = "-"
SLOW = 1.0
"""Seconds of reading after which a progress bar appears."""

LEAST_WIDTH, MOST_WIDTH = 40, 400
"""Columns between which the text is set, whatever the screen or COLUMNS says."""


def open_case(paths: list[str] | None, how: How) -> Case:
    """Open what the user named, with a progress bar on a slow machine and a word on what is not read."""
    from sulh.case import Case, Options, day

    published = how.published
    day(published)
    reader = _reader(how)
    if how.corrections is not None and not how.corrections.exists():
        raise NotFoundError(f"{how.corrections}: no such file", hint="check the path")
    if not paths:
        if sys.stdin.isatty():
            raise UsageError(
                "nothing to read", hint="name a report, a folder or a case file; or - to read a pipe"
            )
        paths = [STDIN]
    if paths.count(STDIN) > 1:
        raise UsageError("- can be given once", hint="there is one standard input")
    sources: list[Source] = [_stdin(published) if path == STDIN else path for path in paths]
    with progress_bar() as progress:
        case = Case.open(sources, Options(published, skip=True, progress=progress, reader=reader))
    from sulh.brief.asides import asides

    for said in (*asides([reading.report for reading in case.readings], case.unread), *case.notes):
        say(said)
    return case.corrected(how.corrections) if how.corrections is not None else case


def _reader(how: How) -> Callable[[Report], Reading] | None:
    """Return the reader that the user chose, None for the built-in one."""
    if how.reader not in (BUILT_IN, LLM):
        raise UsageError(f"there is no reader {how.reader!r}", hint=f"--reader is {BUILT_IN} or {LLM}")
    if how.reader == BUILT_IN:
        given = {"--endpoint": how.endpoint, "--model": how.model, "--timeout": how.timeout}
        for option, value in given.items():
            if value is not None:
                raise UsageError(f"{option} goes with --reader {LLM} only", hint=f"add --reader {LLM}")
        return None
    if how.endpoint is None:
        raise UsageError(
            f"--reader {LLM} needs the server to ask", hint="name it: --endpoint http://localhost:11434/v1"
        )
    from sulh.reading.llm import LargeModel

    return LargeModel(how.endpoint, how.model, *([how.timeout] if how.timeout else []))


def _stdin(published: str | None) -> Source:
    from sulh.text import DEFAULT_LIMITS, read_report

    most = DEFAULT_LIMITS.max_bytes
    data = sys.stdin.buffer.read(most + 1)
    if len(data) > most:
        raise TooLargeError(
            f"standard input: more than {most:,} bytes, the limit for one report",
            hint="split it into one file for each report",
        )
    return read_report(data, name="standard input", published=published)


def status(case: Case) -> int:
    """Return the exit code: that of an input error where a report could not be read."""
    return InputError.exit_code if any(item.failed for item in case.unread) else 0


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None] | None]:
    """Give a progress callback whose bar appears on standard error after `SLOW` seconds, on a screen only."""
    if not sys.stderr.isatty():
        yield None
        return
    from threading import Lock, Timer

    state: dict[str, Any] = {"done": 0, "total": None}
    lock = Lock()

    def start() -> None:
        from rich.progress import Progress

        with lock:
            if "over" in state:
                return
            bar = Progress(console=console(stderr=True), transient=True)
            state["task"] = bar.add_task("reading", completed=state["done"], total=state["total"])
            state["bar"] = bar
            bar.start()

    def report(done: int, total: int, _: str) -> None:
        with lock:
            state.update(done=done, total=total)
            if "bar" in state:
                state["bar"].update(state["task"], completed=done, total=total)

    timer = Timer(SLOW, start)
    timer.daemon = True
    timer.start()
    try:
        yield report
    finally:
        timer.cancel()
        with lock:
            state["over"] = True
            if "bar" in state:
                state["bar"].stop()


def save(path: Path, text: str) -> None:
    """Write *text* to *path* so that a reader finds the old file or the new one, never half of one."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        try:
            with draft.open("wb") as file:
                file.write(text.encode(errors="replace"))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SulhError(
            f"{path}: cannot be written ({reason})", hint="check the folder's permissions"
        ) from error


def console(*, stderr: bool = False) -> Console:
    """Return a console of a sane width on standard output, or on standard error."""
    from rich.console import Console

    from sulh.brief.terminal import PIPE_WIDTH

    file = sys.stderr if stderr else sys.stdout
    for name in ("COLUMNS", "LINES"):  # Rich trusts them
        said = os.environ.get(name, "")
        if not (said.isascii() and said.isdecimal() and len(said) < 10 and int(said)):
            os.environ.pop(name, None)
    wide = None if file.isatty() else int(os.environ.get("COLUMNS", PIPE_WIDTH))
    console = Console(file=file, width=wide, highlight=False, soft_wrap=False)
    console.width = min(max(console.width, LEAST_WIDTH), MOST_WIDTH)
    return console


def write(text: str) -> None:
    """Write *text* and a line feed to standard output as UTF-8, whatever the locale says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode() + b"\n")


def say(text: str) -> None:
    """Write *text*, without control characters, to standard error."""
    from sulh.brief.page import harmless

    typer.echo(harmless(text), err=True)


def fail(message: str, hint: str) -> None:
    """Say an error, and what to do."""
    say(f"error: {message}")
    if hint:
        say(f"hint: {hint}")
