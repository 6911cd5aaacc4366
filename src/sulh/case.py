"""`Case`: what is known about one negotiation, with one method for each thing a user asks of it."""

# ruff: noqa: PLC0415 - every method imports only the layer it needs: a case file never loads the reader

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sulh.intake import CASE_FILES, DEFAULT_OPTIONS, Options, Source, is_case_file, is_genius
from sulh.model.brief import AmongSome, Unread
from sulh.model.dates import last_day
from sulh.model.errors import (
    CaseFileError,
    NotFoundError,
    TooComplexError,
    TooLargeError,
    UnreadableError,
    UsageError,
)
from sulh.model.findings import (
    DraftTest,
    Finding,
    Fragility,
    Frontier,
    Obstacle,
    Obstacles,
    Openings,
    Packages,
    RedLines,
    Stability,
    Stance,
)
from sulh.model.limits import DEFAULT_LIMITS, Limits
from sulh.model.move import Move, Reading
from sulh.model.problem import Package, Problem

if TYPE_CHECKING:
    from sulh.brief import Findings
    from sulh.model.brief import Brief, Contradiction, Event
    from sulh.model.move import Figure
    from sulh.reading.markup.example import Example

__all__ = ["Case", "Movement", "Options", "Source", "day"]

BRIEF_LIMITS = Limits(seconds=10)
"""For each finding of a brief: nobody waits a minute for a page."""

Draft = str | Mapping[str, str]
"""A package: options by issue; or the id of an offer, a file, or an expression that gives them."""

F = TypeVar("F", bound=Finding)


@dataclass(frozen=True, slots=True)
class Movement:
    """How the movement frontier is asked for.

    `cross_red_lines`: a red line counts like any other position; None: only where no package keeps all.
    `alternatives`: for each point up to so many other packages that ask the same.
    """

    cross_red_lines: bool | None = None
    alternatives: int = 0
    limits: Limits = DEFAULT_LIMITS


DEFAULT_MOVEMENT = Movement()


@dataclass(frozen=True)
class Case:
    """A negotiation as far as it is known. Frozen: a case with more in it is a new case.

    `readings` are what was read (none for a case file), `unread` the files that were not. `given` is the
    problem that a case file states; without one the problem is framed from the readings. `notes` is what to
    know of how a file was taken.
    """

    readings: tuple[Reading, ...] = ()
    unread: tuple[Unread, ...] = ()
    title: str = "Untitled case"
    given: Problem | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def problem(self) -> Problem:
        """The case as a bargaining problem: issues, positions, offers."""
        from sulh.framing import frame

        return self.given or frame(self.readings, self.title)

    @classmethod
    def open(cls, paths: Iterable[Source], options: Options = DEFAULT_OPTIONS) -> Case:
        """Open reports (files, folders, values), one case file or Genius XML, told apart by the extension.

        Raises UsageError for a case file beside something else, and what the two constructors below raise.
        """
        sources = list(paths)
        if sources and all(is_genius(source) for source in sources):
            return cls.from_genius(str(source) for source in sources)
        files = [source for source in sources if is_case_file(source)]
        if not files:
            return cls.from_reports(sources, options)
        if len(sources) > 1:
            raise UsageError(
                f"{files[0]} is a case file and cannot be mixed with other inputs",
                hint="give one case file, or reports only",
            )
        return cls.from_file(str(files[0]))

    @classmethod
    def from_reports(cls, sources: Iterable[Source], options: Options = DEFAULT_OPTIONS) -> Case:
        """Read reports and frame the case they make. The same document given twice counts once.

        Reports of one name are told apart by the folders they are in. A report that seems to be in another
        language than English is kept, but nothing is read in it.
        Raises InputError where a report cannot be read (see `Options.skip`) or where there is none, and
        EndpointError where `Options.reader` asks a server that cannot be used.
        """
        from sulh.intake import gather, refusals

        readings, unread, title = gather(list(sources), options)
        return cls(readings, unread, title, notes=refusals(readings))

    @classmethod
    def from_file(cls, path: str | Path) -> Case:
        """Read a case file; CaseFileError names the line of what it cannot mean."""
        from sulh.framing.casefile import read_case

        problem = read_case(_text_of(Path(path)), str(path))
        return cls(title=problem.title, given=problem)

    @classmethod
    def from_genius(cls, paths: Iterable[str | Path]) -> Case:
        """Read a negotiation domain in Genius XML: files, or a folder with the domain and its profiles.

        What of the files is passed over or taken for granted is said in `notes`.
        """
        from sulh.framing.genius import genius_files, read_genius

        found = read_genius(genius_files(map(Path, paths)))
        return cls(title=found.problem.title, given=found.problem, notes=found.notes)

    def moves(self) -> tuple[Move, ...]:
        """Return every move read, report by report, in text order. None for a case file."""
        return tuple(move for reading in self.readings for move in reading.moves)

    def corrected(self, path: str | Path) -> Case:
        """Return the case with a person's corrections of what was read, from the file at *path*.

        Everything framed from the moves follows. CaseFileError names the line of what cannot be meant;
        UsageError for a case without reports: a case file is corrected by editing it.
        """
        from sulh.framing.corrections import correct
        from sulh.reading.reader import term_at

        if not self.readings:
            raise UsageError(
                "only what was read in reports can be corrected so", hint="edit the case file itself"
            )
        return replace(self, readings=correct(self.readings, _text_of(Path(path)), str(path), term_at))

    def examples(self) -> tuple[Example, ...]:
        """Return each report in the markup of the training corpus, with its moves and what is still to do.

        UsageError for a case without reports: a case file does not hold their text.
        """
        from sulh.reading.markup.example import example

        if not self.readings:
            raise UsageError("a case file does not hold the text of its reports", hint="name the reports")
        return tuple(example(reading) for reading in self.readings)

    @property
    def agreement_sets(self) -> tuple[tuple[str, ...], ...]:
        """The sets of parties each of which would suffice for a deal; by default one, of all parties."""
        from sulh.bargaining.space import agreement_sets

        return agreement_sets(self.problem)

    def stance(self, as_of: str | date | None = None) -> Stance:
        """Return the positions that bind on the day *as_of* (default: by all that is recorded)."""
        from sulh.bargaining.stance import active

        return active(self.problem, day(as_of))

    def obstacles(
        self,
        as_of: str | date | None = None,
        *,
        among: Sequence[str] | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Obstacles:
        """Return the minimal sets of positions that cannot all be met.

        *among* are the parties that must agree (default: the first set that the case names, or all).
        """
        from sulh.bargaining.blocking import obstacles

        return obstacles(self.problem, day(as_of), among=among, limits=limits)

    def each_obstacle(
        self,
        as_of: str | date | None = None,
        *,
        among: Sequence[str] | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Iterator[Obstacle]:
        """Yield the obstacles as they are found, smallest first; in large cases, too, the first at once."""
        from sulh.bargaining.blocking import each_obstacle

        return each_obstacle(self.problem, day(as_of), among=among, limits=limits)

    def openings(
        self,
        as_of: str | date | None = None,
        *,
        among: Sequence[str] | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Openings:
        """Return the minimal sets of positions that, given up, make a deal possible."""
        from sulh.bargaining.blocking import openings

        return openings(self.problem, day(as_of), among=among, limits=limits)

    def frontier(
        self,
        as_of: str | date | None = None,
        *,
        among: Sequence[str] | None = None,
        how: Movement = DEFAULT_MOVEMENT,
    ) -> Frontier:
        """Return the packages at which no party could move less without another moving more.

        Where red lines are crossed, by *how* or because no package keeps all of them, `why` and `assumptions`
        say it.
        """
        from sulh.bargaining.frontier import frontier

        def found(cross: bool) -> Frontier:
            return frontier(
                self.problem,
                day(as_of),
                among=among,
                cross_red_lines=cross,
                alternatives=how.alternatives,
                limits=how.limits,
            )

        kept = found(False)
        if how.cross_red_lines:
            crossing = found(True)
            return crossing.model_copy(update={"red_lines": _cost(kept, crossing)})
        if how.cross_red_lines is False or kept.points or kept.complete is not True:
            return kept
        crossing = found(True)
        convention = "no package keeps all red lines, so a red line counts like any other position"
        return crossing.model_copy(
            update={"why": crossing.why or kept.why, "assumptions": (*crossing.assumptions, convention)}
        )

    def packages(
        self,
        as_of: str | date | None = None,
        *,
        among: Sequence[str] | None = None,
        limits: Limits = DEFAULT_LIMITS,
        alternatives: int = 0,
    ) -> Packages:
        """Return the packages that no other beats for all, by the utilities that the case gives.

        With the Nash, Kalai-Smorodinsky, egalitarian and utilitarian solutions, and for each point up to
        so many *alternatives*. UsageError where a party that must agree has no utilities.
        """
        from sulh.bargaining.packages import packages

        return packages(self.problem, day(as_of), among=among, limits=limits, alternatives=alternatives)

    def stability(
        self,
        as_of: str | date | None = None,
        *,
        among: Sequence[str] | None = None,
        package: Draft | None = None,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Stability:
        """Return which states would last (Nash, GMR, SMR, SEQ), and who would leave an agreement.

        *package* is one more agreement to look at; see `test`. UsageError where no party controls anything.
        """
        from sulh.bargaining.stability import stability

        draft = None if package is None else self._draft(package)
        return stability(self.problem, day(as_of), among=among, package=draft, limits=limits)

    def fragility(
        self,
        as_of: str | date | None = None,
        *,
        among: Sequence[str] | None = None,
        limits: Limits = DEFAULT_LIMITS,
        seed: int = 0,
    ) -> Fragility:
        """Return what the obstacles rest on: single reports and sources, and how surely they stand."""
        from sulh.bargaining.fragility import fragility

        return fragility(self.problem, day(as_of), among=among, limits=limits, seed=seed)

    def test(
        self,
        package: Draft,
        as_of: str | date | None = None,
        *,
        among: Sequence[str] | None = None,
    ) -> DraftTest:
        """Return who objects to a draft, and by how much.

        *package* gives options by issue, or names an offer, a file, or says it:
        ``price = low and date = May``.
        """
        from sulh.bargaining.drafts import test_package

        return test_package(self.problem, self._draft(package), day(as_of), among=among)

    def _draft(self, package: Draft) -> Package:
        from sulh.framing.drafts import read_package

        if not isinstance(package, str):
            return dict(package)
        path = Path(package)
        if path.suffix.lower() in CASE_FILES:
            return read_package(_text_of(path), self.problem, str(path))
        return read_package(package, self.problem)

    def brief(
        self,
        as_of: str | date | None = None,
        *,
        among: Sequence[str] | None = None,
        limits: Limits = BRIEF_LIMITS,
    ) -> Brief:
        """Return the brief. What is out of reach within *limits* is *unknown* in it, not an error."""
        from sulh.brief import assemble

        found = _everything(self, day(as_of), among, limits)
        return assemble(self.readings, self.problem, found, unread=self.unread)

    def page_of(self, finding: Finding | None, as_of: str | date | None = None) -> Brief:
        """Return a brief with *finding* alone (None: with no finding), to show it with its sources."""
        from sulh.brief import Findings, assemble

        found = Findings.only(self.stance(as_of), finding)
        return assemble(self.readings, self.problem, found, unread=self.unread)

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


def _everything(case: Case, as_of: str | None, among: Sequence[str] | None, limits: Limits) -> Findings:
    """Return all findings of a brief; what the case gives nothing to compute from is left out."""
    from sulh.brief import Findings

    problem = case.problem
    sets = (tuple(among),) if among else case.agreement_sets
    first, *others = [_among(case, as_of, members, limits) for members in sets]
    known = first.obstacles.among

    def packages() -> Packages:
        return case.packages(as_of, among=known, limits=limits)

    def stability() -> Stability:
        return case.stability(as_of, among=known, limits=limits)

    controlled = any(party in problem.parties for issue in problem.issues for party in issue.controller)
    return Findings(
        stance=case.stance(as_of),
        obstacles=first.obstacles,
        openings=first.openings,
        frontier=first.frontier,
        packages=_asked(packages, Packages) if known and set(known) <= set(problem.utilities) else None,
        stability=_asked(stability, Stability) if controlled and problem.status_quo else None,
        fragility=_asked(lambda: case.fragility(as_of, among=known, limits=limits), Fragility),
        others=tuple(others),
    )


def _among(case: Case, as_of: str | None, members: Sequence[str], limits: Limits) -> AmongSome:
    """Return what a deal among *members* meets with."""
    how = Movement(limits=limits)
    return AmongSome(
        obstacles=_asked(lambda: case.obstacles(as_of, among=members, limits=limits), Obstacles),
        openings=_asked(lambda: case.openings(as_of, among=members, limits=limits), Openings),
        frontier=_asked(lambda: case.frontier(as_of, among=members, how=how), Frontier),
    )


def _cost(kept: Frontier, crossing: Frontier) -> RedLines:
    """Return what keeping red lines adds to the movement of the best packages."""
    if not kept.points or not crossing.points:
        return RedLines()

    def best(found: Frontier) -> tuple[Fraction, Fraction]:
        least, even = found.points[found.least[0]], found.points[found.even[0]]
        return sum(least.movement.values(), Fraction(0)), max(even.movement.values())

    with_lines, without = best(kept), best(crossing)
    return RedLines(least=with_lines[0] - without[0], even=with_lines[1] - without[1])


def _asked(compute: Callable[[], F], kind: type[F]) -> F:
    """Return the finding, or one that says why it is not known."""
    try:
        return compute()
    except TooComplexError as error:
        return kind(method="not computed", complete="unknown", why=error.message)


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
