"""The face of the reader by a large model: one report in, one `Reading` out, like sulh's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sulh.model.errors import AnswerError, UsageError
from sulh.model.move import Figure, Move, Reading, Refusal
from sulh.model.report import Report
from sulh.reading.figures import RawFigure, find_all
from sulh.reading.llm.answer import Answer, Tally, parse
from sulh.reading.llm.check import Checker
from sulh.reading.llm.client import Client
from sulh.reading.llm.endpoint import Endpoint
from sulh.reading.llm.prompt import Part, messages, parts
from sulh.reading.llm.schema import answer_schema
from sulh.reading.terms import Findings
from sulh.reading.times import dated, find_times

SECONDS = 600.0
"""For one answer: models on a laptop are slow."""


class LargeModel:
    """A reader that asks the large model behind *url*, which speaks as OpenAI's interface does.

    *url* is the base of the interface, like ``http://localhost:11434/v1``; *model* the name of the model
    there, which some servers need. A key is taken from the environment variable SULH_API_KEY only. *seconds*
    is the most that one answer may take. Nothing is sent before the first report is read, and nothing but
    its text. UsageError where *url* cannot be meant.

        >>> case = Case.open(["reports"], Options(reader=LargeModel("http://localhost:11434/v1", "gemma3")))
    """

    def __init__(self, url: str, model: str | None = None, seconds: float = SECONDS) -> None:
        if not seconds > 0:
            raise UsageError(f"{seconds:g} seconds are no time to answer", hint="give a positive number")
        self._client = Client(Endpoint.parse(url), model, seconds)
        self.name = f"{model or 'a model'} at {self._client.endpoint.name}"

    def __call__(self, report: Report) -> Reading:
        """Return what the model says of *report* as far as it stands there word for word.

        Times, figures, and the fields of terms come from sulh's own rules. What was refused is counted in
        `Reading.refused`, and said in a note on the report. Raises EndpointError where the server cannot be
        used, AnswerError where an answer cannot; then nothing of this report is taken.
        """
        report = dated(report)
        times = find_times(report.text, report.sentences, report.published)
        figures = find_all(report.text, report.sentences, times)
        tally = Tally()
        checker = Checker(report, Findings(times, figures), tally)
        answers = [(part, self._answer(report, part, tally)) for part in parts(report)]
        checker.names.add([actor for _, answer in answers for actor in answer.actors], tally)
        for part, answer in answers:
            checker.take(answer.moves, part.span)
        moves, refused = checker.moves, tally.refusals()
        note = f"read by {self.name}, not by sulh's own reader: {summary(len(moves), refused)}"
        return Reading(
            report=report.model_copy(update={"notes": (*report.notes, note)}),
            actors=checker.names.actors(report, moves),
            moves=moves,
            figures=tuple(_figure(report, figure, moves) for figure in figures if not figure.few),
            times=times,
            refused=refused,
        )

    def _answer(self, report: Report, part: Part, tally: Tally) -> Answer:
        try:
            return parse(self._client.ask(messages(report, part), answer_schema()), tally)
        except AnswerError as error:
            raise AnswerError(f"{report.name}: {error.message}", hint=error.hint) from error


def summary(kept: int, refused: tuple[Refusal, ...]) -> str:
    """Return in words how many moves were *kept*, and what was *refused*, and why."""
    moves = [item for item in refused if item.what == "move"]
    details = [item for item in refused if item.what == "detail"]
    said = f"{kept:,} {'move' if kept == 1 else 'moves'} kept, {_counted(moves)} refused{_reasons(moves)}"
    if not details:
        return said
    return f"{said}; left out of what was kept: {_counted(details)}{_reasons(details)}"


def _counted(refused: Iterable[Refusal]) -> str:
    return f"{sum(item.count for item in refused):,}"


def _reasons(refused: Sequence[Refusal]) -> str:
    reasons = "; ".join(f"{item.count:,}: {item.why}" for item in refused)
    return f" ({reasons})" if reasons else ""


def _figure(report: Report, figure: RawFigure, moves: tuple[Move, ...]) -> Figure:
    """Return *figure* with the source chain of the narrowest move whose words hold it."""
    holding = [move for move in moves if move.start <= figure.start and figure.end <= move.end]
    narrowest = min(holding, key=lambda move: move.end - move.start, default=None)
    return Figure(
        text=figure.text, start=figure.start, end=figure.end, report=report.id, value=figure.value,
        unit=figure.unit, of=figure.of, qualifier=figure.qualifier,
        according_to=narrowest.sources if narrowest else (),
    )  # fmt: skip
