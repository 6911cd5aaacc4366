"""The command line: parse, call one method of `Case`, render.

Typer is all that is imported before a verb runs; every verb imports the rest itself, so that ``--help``
answers at once.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import sys

try:
    import os
    import signal
    from collections.abc import Callable, Iterator
    from contextlib import contextmanager
    from pathlib import Path
    from typing import TYPE_CHECKING, Annotated, Any

    import typer

    from sulh.model.errors import (
        InputError,
        NotFoundError,
        SulhError,
        TooComplexError,
        TooLargeError,
        UsageError,
    )
except KeyboardInterrupt:  # most of the start lies in these lines, and nothing is there yet to clean up
    sys.exit(130)

if TYPE_CHECKING:
    from rich.console import Console

    from sulh.case import Case, Source
    from sulh.model.brief import Brief

STDIN = "-"
SLOW = 1.0
"""Seconds of reading after which a progress bar appears."""

INTERRUPTED = 130
"""128 and the number of the signal, as shells have it."""

LEAST_WIDTH, MOST_WIDTH = 40, 400
"""Columns between which the text is set, whatever the screen or COLUMNS says."""

EPILOG = (
    "Exit codes: 0 done; 1 a general error; 2 a wrong option, a path that does not exist (nothing is read "
    "then), or a report that cannot be read (the others are still read and shown); 3 a case file that cannot "
    "be meant; 4 too large for an exact answer."
)
app = typer.Typer(
    name="sulh",
    help="Reads reports about a negotiation and computes where the deal is blocked and what would open it.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH...",
        help="Reports (files, folders, - for standard input), or a case file (.yaml, .json).",
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="Day of publication (2024-02-15) of all the reports. It goes before a date that a report "
        "states itself, with a warning where the two differ.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="What was known on this day. Default: all that is recorded."),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]
Out = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Also write a file: .html, .md or .json (the brief), .yaml (the case file). Repeatable.",
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        from sulh import __version__

        typer.echo(f"sulh {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def brief(
    paths: Paths = None,
    published: Published = None,
    as_of: AsOf = None,
    out: Out = None,
    as_json: Json = False,
) -> int:
    """Brief a reader on the talks.

    Where they stand, what blocks the deal, what would open it; then positions, offers, timeline, figures,
    doubts; and the source of every line.
    """
    from sulh.case import day

    writers = [(path, _writer(path)) for path in out or ()]
    day(as_of)
    case = _open(paths, published)
    made = case.brief(as_of)
    if as_json:
        from sulh.brief.json import dumps

        _write(dumps(made))
    else:
        from sulh.brief.terminal import render

        render(made, _console())
    for path, write in writers:
        _save(path, write(case, made))
        _say(f"wrote {path}")
    return _status(case)


@app.command()
def read(paths: Paths = None, published: Published = None, as_json: Json = False) -> int:
    """List the moves in reports.

    Who offered, demanded, accepted or refused what, according to whom. With --json, one move per line.
    """
    case = _open(paths, published)
    if case.given:
        raise UsageError("a case file has no moves to read", hint="name reports; or see sulh positions")
    if as_json:
        from sulh.brief.json import dumps

        for move in case.moves():
            _write(dumps(move, indent=None))
        return _status(case)
    from sulh.brief.terminal import render_moves

    render_moves(case.readings, _console())
    return _status(case)


@app.command()
def positions(
    paths: Paths = None, published: Published = None, as_of: AsOf = None, as_json: Json = False
) -> int:
    """Show who wants what, since when, on how many sources."""
    return _view(paths, published, as_of, as_json, "positions")


@app.command()
def obstacles(
    paths: Paths = None, published: Published = None, as_of: AsOf = None, as_json: Json = False
) -> int:
    """Show what blocks the deal.

    The obstacles: all minimal sets of positions that cannot be met together.
    """
    return _view(paths, published, as_of, as_json, "obstacles")


@app.command()
def openings(
    paths: Paths = None, published: Published = None, as_of: AsOf = None, as_json: Json = False
) -> int:
    """Show what would open the deal.

    The openings: all minimal sets of positions that, given up, make a deal possible, knot by knot.
    """
    return _view(paths, published, as_of, as_json, "openings")


@app.command()
def frontier(
    paths: Paths = None, published: Published = None, as_of: AsOf = None, as_json: Json = False
) -> int:
    """Show the least movement that a deal asks.

    The packages at which no party could move less without another moving more, and the even split.
    """
    return _view(paths, published, as_of, as_json, "frontier")


@app.command()
def timeline(
    paths: Paths = None, published: Published = None, as_of: AsOf = None, as_json: Json = False
) -> int:
    """Show what happened when, past agreements included."""
    return _view(paths, published, as_of, as_json, "timeline")


@app.command()
def figures(paths: Paths = None, published: Published = None, as_json: Json = False) -> int:
    """List the figures, what they count, and who says so."""
    return _view(paths, published, None, as_json, "figures")


@app.command()
def contradictions(paths: Paths = None, published: Published = None, as_json: Json = False) -> int:
    """Show accounts that cannot all be right."""
    return _view(paths, published, None, as_json, "contradictions")


def _view(
    paths: list[str] | None, published: str | None, as_of: str | None, as_json: bool, section: str
) -> int:
    """Show one part of what a case says: as JSON the finding itself, else the brief's section on it."""
    from sulh.case import day

    day(as_of)
    case = _open(paths, published)
    ask: dict[str, Callable[[], object]] = {
        "positions": lambda: case.stance(as_of),
        "obstacles": lambda: case.obstacles(as_of),
        "openings": lambda: case.openings(as_of),
        "frontier": lambda: case.frontier(as_of),
        "timeline": lambda: case.timeline(as_of),
        "figures": case.figures,
        "contradictions": case.contradictions,
    }
    if as_json:
        from sulh.brief.json import dumps

        answer: Any = ask[section]()
        if isinstance(answer, tuple):
            answer = {section: [item.model_dump(mode="json") for item in answer]}
        _write(dumps(answer))
    else:
        from sulh.brief.terminal import render

        render(case.brief(as_of, only=[section]), _console(), only=section)
    return _status(case)


def _open(paths: list[str] | None, published: str | None) -> Case:
    """Open what the user named, with a progress bar on a slow machine and a word on what is not read."""
    from sulh.case import Case, Options, day

    day(published)
    if not paths:
        if sys.stdin.isatty():
            raise UsageError(
                "nothing to read", hint="name a report, a folder or a case file; or - to read a pipe"
            )
        paths = [STDIN]
    if paths.count(STDIN) > 1:
        raise UsageError("- can be given once", hint="there is one standard input")
    sources: list[Source] = [_stdin(published) if path == STDIN else path for path in paths]
    with _progress() as progress:
        case = Case.open(sources, Options(published=published, skip=True, progress=progress))
    from sulh.brief.asides import asides

    for said in asides([reading.report for reading in case.readings], case.unread):
        _say(said)
    return case


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


def _status(case: Case) -> int:
    return InputError.exit_code if any(item.failed for item in case.unread) else 0


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None] | None]:
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
            bar = Progress(console=_console(stderr=True), transient=True)
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


def _writer(path: Path) -> Callable[[Case, Brief], str]:
    """Return what makes the contents of *path*; UsageError where its ending is unknown."""

    def html(_: Case, made: Brief) -> str:
        from sulh.brief.html import to_html

        return to_html(made)

    def markdown(_: Case, made: Brief) -> str:
        from sulh.brief.markdown import to_markdown

        return to_markdown(made)

    def json(_: Case, made: Brief) -> str:
        from sulh.brief.json import dumps

        return dumps(made) + "\n"

    def case_file(case: Case, _: Brief) -> str:
        return case.case_file()

    known = {
        ".html": html,
        ".htm": html,
        ".md": markdown,
        ".json": json,
        ".yaml": case_file,
        ".yml": case_file,
    }
    if path.suffix.lower() not in known:
        raise UsageError(f"{path}: cannot tell the format", hint="end it in .html, .md, .json or .yaml")
    if not path.absolute().parent.is_dir():
        raise NotFoundError(f"{path}: its folder does not exist", hint="make the folder first")
    if path.is_dir():
        raise UsageError(f"{path} is a folder", hint="name a file")
    return known[path.suffix.lower()]


def _save(path: Path, text: str) -> None:
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


def _console(*, stderr: bool = False) -> Console:
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


def _write(text: str) -> None:
    """Write *text* and a line feed to standard output as UTF-8, whatever the locale says."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode() + b"\n")


def _say(text: str) -> None:
    from sulh.brief.page import harmless

    typer.echo(harmless(text), err=True)


def _fail(message: str, hint: str) -> None:
    _say(f"error: {message}")
    if hint:
        _say(f"hint: {hint}")


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code. Every foreseen error is one line and a hint."""
    try:
        code = app(args=arguments, prog_name="sulh", standalone_mode=False)
        sys.stdout.flush()
    except SulhError as error:
        _fail(error.message, error.hint)
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has gone; what is still in the buffer must not raise again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = SulhError.exit_code  # what Typer gives when it meets the broken pipe first
    except (MemoryError, RecursionError) as error:
        what = "out of memory" if isinstance(error, MemoryError) else "nested too deeply"
        _fail(f"this input is too large: {what}", "split it up")
        code = TooComplexError.exit_code
    except OSError as error:
        _fail(str(error.strerror or error), "")
        code = SulhError.exit_code
    except _usage_errors() as error:
        if error.format_message():
            _fail(error.format_message(), "see sulh --help")
        code = error.exit_code
    return code if isinstance(code, int) else 0


def _usage_errors() -> Any:
    """Return the base of the errors that the parser of options raises; Typer does not export it."""
    return next(cls for cls in typer.BadParameter.__mro__ if cls.__name__ == "ClickException")


def _open_streams() -> None:
    """Put the null device where a standard stream is closed: no other file may take its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as we run


def main() -> None:
    """Run the ``sulh`` command."""
    try:
        _open_streams()
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure:
                reconfigure(errors="backslashreplace")
        code = run()
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the interpreter's end is no place for a traceback
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)
