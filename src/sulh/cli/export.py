"""The verb that writes a case for other programs, and for the training of the reader."""
# ruff: noqa: PLC0415

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sulh.cli.options import (
    HOW,
    How,
    Json,
    Paths,
    reads,
)
from sulh.cli.program import app
from sulh.cli.streams import open_case, save, say, status, write
from sulh.model.errors import NotFoundError, SulhError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sulh.reading.markup.example import Example

CORPUS = "corpus"


@app.command()
@reads
def export(
    to: Annotated[
        str, typer.Option(metavar="FORM", help="What to write: corpus, each report as a training example.")
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="FOLDER", help="Where to write it. Files that are there are not replaced."),
    ],
    paths: Paths = None,
    how: How = HOW,
    as_json: Json = False,
) -> int:
    """Write a case in another form.

    With --to corpus, one file for each report, marked as the training corpus is, from the moves as they were
    read and corrected. What a person must still complete is listed, here and at the top of each file.
    """
    if to != CORPUS:
        raise UsageError(f"there is no form {to!r}", hint=f"--to is {CORPUS}")
    _check(out)
    case = open_case(paths, how)
    made = case.examples()
    targets = _targets(out, made)
    _make(out)
    for target, example in zip(targets, made, strict=True):
        save(target, example.markup)
        say(f"wrote {target}")
    if as_json:
        from sulh.brief.json import dumps

        files = [
            {"file": str(target), "report": example.report, "to_do": list(example.to_do)}
            for target, example in zip(targets, made, strict=True)
        ]
        write(dumps({"files": files}))
    else:
        _list(targets, made)
    return status(case)


def _check(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", hint="name a folder")
    if not folder.absolute().parent.is_dir():
        raise NotFoundError(f"{folder}: its folder does not exist", hint="make the folder first")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SulhError(
            f"{folder}: cannot be made ({reason})", hint="check the folder's permissions"
        ) from error


def _targets(folder: Path, made: Sequence[Example]) -> list[Path]:
    """Return a file for each example; UsageError where one is there: it may hold hours of somebody's work."""
    taken: dict[str, None] = {}
    for example in made:
        plain = re.sub(r"[^\w.-]+", "-", example.report).strip("-.")
        stem = re.sub(r"\.(?:txt|md|html?)\Z", "", plain, flags=re.IGNORECASE) or "report"
        taken[
            next(n for n in (stem, *(f"{stem}-{i}" for i in range(2, len(made) + 2))) if n not in taken)
        ] = None
    targets = [folder / f"{name}.txt" for name in taken]
    there = next((target for target in targets if target.exists()), None)
    if there is not None:
        raise UsageError(f"{there} is there already", hint="move it away, or name another folder")
    return targets


def _list(targets: Sequence[Path], made: Sequence[Example]) -> None:
    from sulh.brief.page import harmless

    for target, example in zip(targets, made, strict=True):
        write(harmless(f"{target.name}: to do"))
        for line in example.to_do:
            write(harmless(f"  - {line}"))
