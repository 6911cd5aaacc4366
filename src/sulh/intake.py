"""From what a user names to readings: files found, loaded, read, and told apart by name."""

# ruff: noqa: PLC0415 - a case file never loads the reader

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Literal

from sulh.model.brief import Unread
from sulh.model.errors import InputError, NotFoundError
from sulh.model.move import Reading, Refusal
from sulh.model.report import Report

CASE_FILES = frozenset({".yaml", ".yml", ".json"})
LANGUAGES = frozenset({"en", "und"})
"""The languages of reports that are read: English, and what is too little to tell."""

Source = str | Path | Report


@dataclass(frozen=True, slots=True)
class Options:
    """How reports are read.

    `published` is the day of publication of all reports: it goes before what one states itself, which a note
    then says. With `skip`, a report that cannot be read is left out and listed in `Case.unread`, as long as
    another one can; else it is an error. A path that does not exist always is one.
    `progress` is called after each report with the number done, the number in all and the report's name.
    `reader` reads in place of sulh's own, such as a `sulh.reading.llm.LargeModel`.
    """

    published: str | None = None
    title: str | None = None
    skip: bool = False
    progress: Callable[[int, int, str], None] | None = None
    reader: Callable[[Report], Reading] | None = None


DEFAULT_OPTIONS = Options()


def is_genius(source: Source) -> bool:
    """Return whether *source* is Genius XML: an .xml file, or a folder with such files and no report."""
    if isinstance(source, Report):
        return False
    path = Path(source)
    if not path.is_dir():
        return path.suffix.lower() == ".xml"
    inside = [one.suffix.lower() for one in path.iterdir() if not one.name.startswith(".")]
    return ".xml" in inside and not {".txt", ".html", ".htm", *CASE_FILES} & set(inside)


def gather(given: Sequence[Source], options: Options) -> tuple[tuple[Reading, ...], tuple[Unread, ...], str]:
    """Return what was read in the reports *given*, what was not, and what to call the case.

    The same document given twice counts once. Raises InputError where a report cannot be read (see
    `Options.skip`) or where there is none.
    """
    queue, unread = _expand(given)
    readings: dict[str, Reading] = {}
    places: dict[str, Path] = {}
    failure: InputError | None = None
    for done, source in enumerate(queue, 1):
        name = source.name if isinstance(source, Report) else str(source)
        try:
            report = source if isinstance(source, Report) else _load(source, options.published)
            if report.id not in readings:
                readings[report.id] = _read(report, options.reader)
                places[report.id] = Path(name).absolute()
        except InputError as error:
            if not options.skip:
                raise
            failure = failure or error
            unread.append(Unread(name=name, why=error.message, hint=error.hint))
        if options.progress:
            options.progress(done, len(queue), name)
    if not readings:
        raise failure or _no_report(unread)
    read_ones = _told_apart(readings.values(), places)
    return read_ones, tuple(unread), options.title or _title(read_ones, given)


def is_case_file(source: Source) -> bool:
    """Return whether *source* is a case file, by its ending."""
    if isinstance(source, Report):
        return False
    return Path(source).suffix.lower() in CASE_FILES and not Path(source).is_dir()


def _expand(sources: Iterable[Source]) -> tuple[list[Path | Report], list[Unread]]:
    """Return the reports that *sources* name, folders opened, and the files passed over in them."""
    from sulh.text import find_reports

    queue: list[Path | Report] = []
    passed_over: list[Unread] = []
    for source in sources:
        if isinstance(source, Report):
            queue.append(source)
            continue
        found = find_reports([Path(source)])
        queue.extend(found.reports)
        passed_over.extend(
            Unread(name=str(path), why=reason, failed=False)
            for path, reason in found.skipped
            if path.stem.lower() != "readme"  # it describes a folder; nobody takes it for a report
        )
    return queue, passed_over


def _no_report(unread: Sequence[Unread]) -> NotFoundError:
    """Return the error where nothing was given that is a report; it says why of the first such thing."""
    hint = "name a file or a folder"
    if unread:
        return NotFoundError(f"{unread[0].name}: {unread[0].why}", hint=hint)
    return NotFoundError("no report was given", hint=hint)


def refusals(readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return in words what a large model said of the reports and was refused, if that is so."""
    counts: Counter[tuple[Literal["move", "detail"], str]] = Counter()
    for reading in readings:
        counts.update({(item.what, item.why): item.count for item in reading.refused})
    if not counts:
        return ()
    from sulh.reading.llm import summary

    refused = tuple(Refusal(what=what, why=why, count=n) for (what, why), n in counts.most_common())
    return (f"large model: {summary(sum(len(reading.moves) for reading in readings), refused)}",)


def _read(report: Report, reader: Callable[[Report], Reading] | None) -> Reading:
    """Return the reading of *report*; in a language that is not read empty, whatever its words look like."""
    from sulh.reading import read
    from sulh.reading.times import infer_published

    if report.published_basis == "given" and report.stated is None:
        report = report.with_stated(infer_published(report.text, report.sentences))
    if report.language not in LANGUAGES:
        return Reading(report=report, actors=(), moves=(), figures=(), times=())
    return (reader or read)(report)


def _told_apart(readings: Iterable[Reading], places: Mapping[str, Path]) -> tuple[Reading, ...]:
    """Return *readings* whose reports, which lie at *places*, have names of their own."""
    kept = tuple(readings)
    alike: dict[str, list[tuple[str, ...]]] = {}
    for reading in kept:
        alike.setdefault(reading.report.name, []).append(places[reading.report.id].parts)
    ends = {name: _shortest_ends(group) for name, group in alike.items() if len(group) > 1}
    taken: set[str] = set()
    made = []
    for reading in kept:
        report = reading.report
        end = ends.get(report.name, {}).get(places[report.id].parts, report.name)
        name = next(name for name in chain([end], (f"{end} ({n})" for n in count(2))) if name not in taken)
        taken.add(name)
        if name != report.name:
            reading = reading.model_copy(update={"report": report.model_copy(update={"name": name})})  # noqa: PLW2901
        made.append(reading)
    return tuple(made)


def _shortest_ends(paths: Sequence[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Return for each of *paths* its shortest end that no other has, if there is one."""
    found: dict[tuple[str, ...], str] = {}
    for length in range(1, max(map(len, paths))):
        ends = Counter(path[-length:] for path in paths)
        for path in paths:
            if ends[path[-length:]] == 1:
                found.setdefault(path, "/".join(path[-length:]))
    return found


def _load(path: Path, published: str | None) -> Report:
    from sulh.text import load_report

    return load_report(path, published)


def _title(readings: Sequence[Reading], sources: Sequence[Source]) -> str:
    """Return what to call a case: the only report's title, the only folder's name, else the number."""
    first = readings[0].report
    if len(readings) == 1:
        return first.title or Path(first.name).stem
    if len(sources) == 1 and not isinstance(sources[0], Report):
        return Path(sources[0]).resolve().name or f"{len(readings)} reports"
    return f"{len(readings)} reports"
