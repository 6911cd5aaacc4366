"""`Case`: what is known about one negotiation, with one method for each thing a user asks of it."""

# ruff: noqa: PLC0415 - every method imports only the layer it needs: a case file never loads the reader

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sulh.model.brief import Unread
from sulh.model.dates import last_day
from sulh.model.errors import (
    CaseFileError,
    InputError,
    NotFoundError,
    TooComplexError,
    TooLargeError,
    UnreadableError,
    UsageError,
)
from sulh.model.findings import Frontier, Obstacles, Openings, Stance
from sulh.model.move import Move, Reading
from sulh.model.problem import Problem
from sulh.model.report import Report

if TYPE_CHECKING:
    from sulh.model.brief import Brief, Contradiction, Event
    from sulh.model.move import Figure

CASE_FILES = frozenset({".yaml", ".yml", ".json"})
LANGUAGES = frozenset({"en", "und"})
"""The languages of reports that are read: English, and what is too little to tell."""

Source = str | Path | Report
T = TypeVar("T", Obstacles, Openings, Frontier)


@dataclass(frozen=True, slots=True)
class Options:
    """How reports are read.

    `published` is the day of publication of all reports: it goes before what one states itself, which a note
    then says. With `skip`, a report that cannot be read is left out and listed in `Case.unread`, as long as
    another one can; else it is an error. A path that does not exist always is one.
    `progress` is called after each report with the number done, the number in all and the report's name.
    """

    published: str | None = None
    title: str | None = None
    skip: bool = False
    progress: Callable[[int, int, str], None] | None = None


@dataclass(frozen=True)
class Case:
    """A negotiation as far as it is known. Frozen: a case with more in it is a new case.

    `readings` are what was read (none for a case file), `unread` the files that were not. `given` is the
    problem that a case file states; without one the problem is framed from the readings.
    """

    readings: tuple[Reading, ...] = ()
    unread: tuple[Unread, ...] = ()
    title: str = "Untitled case"
    given: Problem | None = None

    @cached_property
    def problem(self) -> Problem:
        """The case as a bargaining problem: issues, positions, offers."""
        from sulh.framing import frame

        return self.given or frame(self.readings, self.title)

    @classmethod
    def open(cls, paths: Iterable[Source], options: Options = Options()) -> Case:
        """Open reports (files, folders, values) or one case file, told apart by the extension.

        Raises UsageError for a case file beside something else, and what the two constructors below raise.
        """
        sources = list(paths)
        files = [source for source in sources if _is_case_file(source)]
        if not files:
            return cls.from_reports(sources, options)
        if len(sources) > 1:
            raise UsageError(
                f"{files[0]} is a case file and cannot be mixed with other inputs",
                hint="give one case file, or reports only",
            )
        return cls.from_file(str(files[0]))

    @classmethod
    def from_reports(cls, sources: Iterable[Source], options: Options = Options()) -> Case:
        """Read reports and frame the case they make. The same document given twice counts once.

        Reports of one name are told apart by the folders they are in. A report that seems to be in another
        language than English is kept, but nothing is read in it.
        Raises InputError where a report cannot be read (see `Options.skip`) or where there is none.
        """
        given = list(sources)
        queue, unread = _expand(given)
        readings: dict[str, Reading] = {}
        places: dict[str, Path] = {}
        failure: InputError | None = None
        for done, source in enumerate(queue, 1):
            name = source.name if isinstance(source, Report) else str(source)
            try:
                report = source if isinstance(source, Report) else _load(source, options.published)
                if report.id not in readings:
                    readings[report.id] = _read(report)
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
        return cls(read_ones, tuple(unread), options.title or _title(read_ones, given))

    @classmethod
    def from_file(cls, path: str | Path) -> Case:
        """Read a case file; CaseFileError names the line of what it cannot mean."""
        from sulh.framing.casefile import read_case

        problem = read_case(_text_of(Path(path)), str(path))
        return cls(title=problem.title, given=problem)

    def moves(self) -> tuple[Move, ...]:
        """Return every move read, report by report, in text order. None for a case file."""
        return tuple(move for reading in self.readings for move in reading.moves)

    def stance(self, as_of: str | date | None = None) -> Stance:
        """Return the positions that bind on the day *as_of* (default: by all that is recorded)."""
        from sulh.bargaining import active

        return active(self.problem, day(as_of))

    def obstacles(self, as_of: str | date | None = None, *, among: Sequence[str] | None = None) -> Obstacles:
        """Return the minimal sets of positions that cannot all be met.

        *among* are the parties that must agree (default: the first set that the case names, or all).
        """
        from sulh.bargaining import obstacles

        return obstacles(self.problem, day(as_of), among=among)

    def openings(self, as_of: str | date | None = None, *, among: Sequence[str] | None = None) -> Openings:
        """Return the minimal sets of positions that, given up, make a deal possible."""
        from sulh.bargaining import openings

        return openings(self.problem, day(as_of), among=among)

    def frontier(
        self,
        as_of: str | date | None = None,
        *,
        among: Sequence[str] | None = None,
        cross_red_lines: bool | None = None,
    ) -> Frontier:
        """Return the packages at which no party could move less without another moving more.

        With *cross_red_lines* a red line counts like any other position. By default that is so only where no
        package keeps all of them; `why` and `assumptions` then say it.
        """
        from sulh.bargaining import frontier

        when = day(as_of)
        found = frontier(self.problem, when, among=among, cross_red_lines=bool(cross_red_lines))
        if cross_red_lines is not None or found.points or found.complete is not True:
            return found
        crossing = frontier(self.problem, when, among=among, cross_red_lines=True)
        convention = "no package keeps all red lines, so a red line counts like any other position"
        return crossing.model_copy(
            update={"why": crossing.why or found.why, "assumptions": (*crossing.assumptions, convention)}
        )

    def brief(self, as_of: str | date | None = None, *, only: Collection[str] | None = None) -> Brief:
        """Return the brief. What is out of reach at this size is *unknown* in it, not an error.

        With *only*, of the findings ("obstacles", "openings", "frontier") those named are computed.
        """
        from sulh.brief import Findings, assemble

        when = day(as_of)
        parties = self.problem.parties
        findings = Findings(
            self.stance(when),
            _asked("obstacles", only, lambda: self.obstacles(when), Obstacles),
            _asked("openings", only, lambda: self.openings(when), Openings),
            _asked("frontier", only, lambda: self.frontier(when), partial(Frontier, parties=parties)),
        )
        return assemble(self.readings, self.problem, findings, unread=self.unread)

    def timeline(self, as_of: str | date | None = None) -> tuple[Event, ...]:
        """Return what happened up to *as_of*, earliest first."""
        from sulh.brief.chronicle import timeline
        from sulh.brief.known import Known

        return timeline(Known(self.readings, self.problem, self.stance(as_of)))

    def figures(self) -> tuple[Figure, ...]:
        """Return the figures in the reports, each once."""
        from sulh.brief.assemble import distinct_figures

        return distinct_figures(self.readings)

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return the accounts that cannot all be right."""
        from sulh.framing.contradictions import contradictions

        return contradictions(self.readings)

    def case_file(self) -> str:
        """Return the case as a case file (YAML)."""
        from sulh.framing.casefile import write_case

        return write_case(self.problem)


def day(value: str | date | None) -> str | None:
    """Return *value* as a TIMEX3 date; UsageError where it is none. A partial date stays partial."""
    if isinstance(value, date):
        return value.isoformat()
    if value is not None and last_day(value) is None:
        raise UsageError(f"{value!r} is not a date", hint="write it like 2024-02-15")
    return value


def _asked(name: str, only: Collection[str] | None, compute: Callable[[], T], unknown: Callable[..., T]) -> T:
    """Return the finding, or one that says why it is not known."""
    if only is not None and name not in only:
        return unknown(method="not computed", complete="unknown", why="it was not asked for")
    try:
        return compute()
    except TooComplexError as error:
        return unknown(method="not computed", complete="unknown", why=error.message)


def _is_case_file(source: Source) -> bool:
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


def _read(report: Report) -> Reading:
    """Return the reading of *report*; in a language that is not read empty, whatever its words look like."""
    from sulh.reading import read
    from sulh.reading.times import infer_published

    if report.published_basis == "given" and report.stated is None:
        report = report.with_stated(infer_published(report.text, report.sentences))
    if report.language not in LANGUAGES:
        return Reading(report=report, actors=(), moves=(), figures=(), times=())
    return read(report)


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


def _text_of(path: Path) -> str:
    from sulh.framing.casefile import MOST_BYTES

    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotFoundError(f"{path}: no such file", hint="check the path") from None
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or error}") from None
    if len(data) > MOST_BYTES:
        raise TooLargeError(f"{path}: over {MOST_BYTES:,} bytes, the limit of a case file")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseFileError(f"{path} is not UTF-8 text ({error.reason})", hint="save it as UTF-8") from None
