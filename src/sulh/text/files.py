"""Reports on disk: which files of the given paths are reports, and the reading of one."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from sulh.model.errors import InputError, NotFoundError, TooLargeError, UnreadableError
from sulh.model.report import Report
from sulh.text.limits import DEFAULT_LIMITS, Limits
from sulh.text.read import read_report

SUFFIXES = (".txt", ".md", ".html", ".htm")
_NO_REPORTS = ("readme.md", "readme.txt")
_ENTRIES_PER_REPORT = 20  # how many other entries a folder may hold for each report allowed
_OUR_OWN = "written by sulh: a brief is no report"
_MADE_BY_SULH = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*(?:<!--\sgenerator:\ssulh\b|<!doctype\ html>\s*<html\b[^>]{0,100}>\s*<head>\s*
    (?:<meta\ charset="utf-8">\s*)?<meta\ name="generator"\ content="sulh\b)""",
    re.VERBOSE,
)
_HEAD = 500  # bytes that hold the mark of what sulh wrote


class Skipped(NamedTuple):
    """A file that is not read, and why."""

    path: Path
    reason: str


class Found(NamedTuple):
    """The reports under some paths, in order, and what was passed over on the way."""

    reports: list[Path]
    skipped: list[Skipped]


def find_reports(paths: Sequence[Path], *, limits: Limits = DEFAULT_LIMITS) -> Found:
    """Return the reports that *paths* name: files as they are, folders with all below them, sorted.

    Inside a folder a report ends in .txt, .md, .html or .htm; README files and hidden entries are none. A
    brief that sulh wrote is passed over wherever it is named: its quotes are others' words at second hand. A
    file named twice is taken once. Links are followed, a folder at most once, so that loops end.
    Raises `NotFoundError` for a path that does not exist and for a folder without a report, `TooLargeError`
    over ``limits.max_files``.
    """
    reports: dict[Path, None] = {}
    skipped: list[Skipped] = []
    for path in paths:
        if not path.exists():
            raise NotFoundError(f"{path}: no such file or folder", hint="check the path")
    for path in paths:
        if not path.is_dir():
            if _made_by_sulh(path):
                skipped.append(Skipped(path, _OUR_OWN))
            else:
                reports[path] = None
            continue
        inside = _walk(path, skipped, limits.max_files * _ENTRIES_PER_REPORT)
        number = 0
        for found in inside:
            number += 1
            reports[found] = None
            if len(reports) > limits.max_files:
                raise TooLargeError(
                    f"{path}: more than {limits.max_files:,} reports",
                    hint="name fewer folders at a time, or use `sulh corpus`",
                )
        if not number:
            raise NotFoundError(
                f"{path}: no report in this folder",
                hint=f"a report is a file ending in {', '.join(SUFFIXES)}",
            )
    return Found(list(reports), skipped)


def load_report(path: Path, published: str | None = None, *, limits: Limits = DEFAULT_LIMITS) -> Report:
    """Read the report at *path*; its size is checked before a byte is read. See `read_report`."""
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise UnreadableError(f"{path}: this is a folder, not a report", hint="name the files in it")
        if not stat.S_ISREG(info.st_mode):
            raise UnreadableError(f"{path}: this is not a regular file", hint="copy it to a file first")
        limits.check_size(info.st_size, str(path))
        with path.open("rb") as file:
            data = file.read(limits.max_bytes + 1)  # it may have grown since
    except FileNotFoundError as error:
        raise NotFoundError(f"{path}: no such file", hint="check the path") from error
    except OSError as error:
        raise UnreadableError(
            f"{path}: cannot be read ({error.strerror or error})", hint="check its permissions"
        ) from error
    try:
        return read_report(data, name=path.name, published=published, limits=limits)
    except InputError as error:
        # the caller gave a path, so the message names that, not the file's name alone
        raise type(error)(error.message.replace(path.name, str(path), 1), hint=error.hint) from error


def _walk(folder: Path, skipped: list[Skipped], most: int) -> Iterator[Path]:
    """Yield the reports below *folder* in the order of their paths."""
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    count = 0
    while waiting:
        path = waiting.pop()
        try:
            if not path.is_dir():
                reason = _why_not(path)
                if reason:
                    skipped.append(Skipped(path, reason))
                else:
                    yield path
                continue
            info = path.stat()
            if (info.st_dev, info.st_ino) in seen:
                skipped.append(Skipped(path, "a link back to a folder that is read already"))
                continue
            seen.add((info.st_dev, info.st_ino))
            names = sorted(name for name in os.listdir(path) if not name.startswith("."))  # noqa: PTH208
        except OSError as error:
            skipped.append(Skipped(path, f"cannot be read ({error.strerror or error})"))
            continue
        count += len(names)
        if count > most:
            raise TooLargeError(f"{folder}: more than {most:,} files", hint="name a folder with fewer files")
        waiting.extend(path / name for name in reversed(names))


def _why_not(path: Path) -> str | None:
    if not path.exists():
        return "a link to nothing"
    if not path.is_file():
        return "not a regular file"
    if path.name.lower() in _NO_REPORTS:
        return "a README describes the folder; name it by itself to read it"
    if path.suffix.lower() not in SUFFIXES:
        return f"not a kind of file that is read ({', '.join(SUFFIXES)})"
    return _OUR_OWN if _made_by_sulh(path) else None


def _made_by_sulh(path: Path) -> bool:
    """Whether *path* is a brief as HTML or Markdown; what cannot be read is for its reader to tell."""
    if not path.is_file() or path.suffix.lower() not in SUFFIXES:
        return False
    try:
        with path.open("rb") as file:
            return _MADE_BY_SULH.match(file.read(_HEAD)) is not None
    except OSError:
        return False
