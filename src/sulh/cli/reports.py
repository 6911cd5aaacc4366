"""Verbs that read: the brief, the moves, and views of what was read."""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sulh.cli.options import (
    HOW,
    AsOf,
    How,
    Json,
    Out,
    Paths,
    reads,
)
from sulh.cli.program import app
from sulh.cli.streams import console, open_case, save, say, status, write
from sulh.model.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from sulh.case import Case
    from sulh.model.brief import Brief


@app.command()
@reads
def brief(
    paths: Paths = None,
    how: How = HOW,
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
    case = open_case(paths, how)
    made = case.brief(as_of)
    if as_json:
        from sulh.brief.json import dumps

        write(dumps(made))
    else:
        from sulh.brief.terminal import render

        render(made, console())
    for path, written in writers:
        save(path, written(case, made))
        say(f"wrote {path}")
    return status(case)


@app.command()
@reads
def read(
    paths: Paths = None,
    how: How = HOW,
    as_json: Json = False,
) -> int:
    """List the moves in reports.

    Who offered, demanded, accepted or refused what, according to whom. With --json, one move per line.
    """
    case = open_case(paths, how)
    if case.given:
        raise UsageError("a case file has no moves to read", hint="name reports; or see sulh positions")
    if as_json:
        from sulh.brief.json import dumps

        for move in case.moves():
            write(dumps(move, indent=None))
        return status(case)
    from sulh.brief.terminal import render_moves

    render_moves(case.readings, console())
    return status(case)


@app.command()
@reads
def positions(
    paths: Paths = None,
    how: How = HOW,
    as_of: AsOf = None,
    as_json: Json = False,
) -> int:
    """Show who wants what, since when, on how many sources."""
    return _view(paths, how, as_of, as_json, "positions")


@app.command()
@reads
def timeline(
    paths: Paths = None,
    how: How = HOW,
    as_of: AsOf = None,
    as_json: Json = False,
) -> int:
    """Show what happened when, past agreements included."""
    return _view(paths, how, as_of, as_json, "timeline")


@app.command()
@reads
def figures(
    paths: Paths = None,
    how: How = HOW,
    as_json: Json = False,
) -> int:
    """List the figures, what they count, and who says so."""
    return _view(paths, how, None, as_json, "figures")


@app.command()
@reads
def contradictions(
    paths: Paths = None,
    how: How = HOW,
    as_json: Json = False,
) -> int:
    """Show accounts that cannot all be right."""
    return _view(paths, how, None, as_json, "contradictions")


def _view(paths: list[str] | None, how: How, as_of: str | None, as_json: bool, section: str) -> int:
    """Show one part of what a case says: as JSON, else as the brief's section on it."""
    from sulh.case import day

    day(as_of)
    case = open_case(paths, how)
    ask: dict[str, Callable[[], object]] = {
        "positions": lambda: case.stance(as_of),
        "timeline": lambda: case.timeline(as_of),
        "figures": case.figures,
        "contradictions": case.contradictions,
    }
    if as_json:
        from sulh.brief.json import dumps

        answer: Any = ask[section]()
        if isinstance(answer, tuple):
            answer = {section: [item.model_dump(mode="json") for item in answer]}
        write(dumps(answer))
    else:
        from sulh.brief.terminal import render

        render(case.page_of(None, as_of), console(), only=section)
    return status(case)


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
