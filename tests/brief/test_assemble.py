"""The brief's parts, each from a hand-made case."""

from __future__ import annotations

from types import ModuleType

import pytest

from sulh.brief import Findings, assemble
from sulh.brief.chronicle import due
from sulh.brief.known import independent
from sulh.brief.words import did, shorten, wants
from sulh.model.brief import Brief, Unread
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or
from sulh.model.findings import ActivePosition, Stance
from sulh.model.problem import Evidence, Issue


def test_every_party_has_one_sentence_in_the_sources_words(brief: Brief) -> None:
    union, ports = brief.standing
    assert union.sentence == (
        "Dockers' Union draws a red line: “keeps the night shifts”; demands “a raise of 9 percent” and "
        "“night shifts end at both terminals”; rejected Ellin Ports’ offer of “a 4 percent raise” with "
        "“night shifts at both terminals”."
    )
    assert ports.sentence.startswith("Ellin Ports draws a red line: “the return of the 12 dismissed crane")
    assert "has reservations about “ending night shifts”" in ports.sentence
    assert all(e.quote for item in brief.standing for e in item.evidence)


def test_a_case_file_alone_gives_a_standing_in_its_own_labels(from_case_file: Brief) -> None:
    union, _ = from_case_file.standing
    assert "demands raise: 9 percent" in union.sentence
    assert "rejected Ellin Ports’ offer o1" in union.sentence


def test_a_silent_party_is_said_to_be_silent(harbour: ModuleType) -> None:
    problem = harbour.PROBLEM.model_copy(update={"parties": (harbour.UNION, harbour.PORTS, "City")})
    made = assemble([harbour.reading()], problem, harbour.FINDINGS)
    assert made.standing[2].sentence == "City: no position found."


def test_the_table_has_a_cell_for_every_issue_and_party(brief: Brief, harbour: ModuleType) -> None:
    cells = {(cell.issue, cell.party): cell for cell in brief.table}
    assert len(cells) == 4 * 2
    raised = cells["raise", harbour.PORTS]
    assert (raised.wants, raised.strength, raised.positions) == ("at most 4 percent", "offer", ("o1:raise",))
    nights = cells["night shifts", harbour.UNION]
    assert (nights.strength, nights.reports, nights.sources) == ("red line", 1, 2)
    assert cells["picket", harbour.UNION].wants is None


def test_a_refusal_shows_only_on_the_issues_of_its_offer(harbour: ModuleType) -> None:
    anything = And((Compare("raise", ">", "4"), Compare("picket", "=", "stays")))
    position = harbour.POSITIONS[0].model_copy(update={"id": "o1:refused", "wants": anything})
    stance = Stance(method="", active=(ActivePosition(position=position, kind="refusal", offer="o1"),))
    made = assemble([], harbour.PROBLEM, harbour.FINDINGS._replace(stance=stance))
    shown = {cell.issue: cell.wants for cell in made.table if cell.positions}
    assert shown == {"raise": "refused o1", "night shifts": "refused o1"}


def test_timeline_is_sorted_partial_dates_kept_and_doubles_merged(brief: Brief, harbour: ModuleType) -> None:
    assert [event.when for event in brief.timeline][:2] == ["2022-06", "2024-03-14"]
    assert brief.timeline[1].basis == "said"
    assert all(event.basis == "reported" for event in brief.timeline[2:])
    twin = harbour.reading(report=harbour.report(id="s" * 64, name="other.txt"))
    moves = tuple(move.model_copy(update={"id": "x" + move.id, "report": "s" * 64}) for move in twin.moves)
    twice = assemble(
        [harbour.reading(), twin.model_copy(update={"moves": moves})], harbour.PROBLEM, harbour.FINDINGS
    )
    assert len(twice.timeline) == len(brief.timeline)
    assert {e.report for e in twice.timeline[1].evidence} == {"harbour.txt", "other.txt"}


def test_the_timeline_of_a_case_file(from_case_file: Brief) -> None:
    told = [(event.when, event.text) for event in from_case_file.timeline]
    assert ("2024-03-14", "Ellin Ports drew a red line: drivers: out") in told
    offered = "Ellin Ports offered Dockers' Union raise: 4 percent; night shifts: kept (o1)"
    assert told[0] == ("2024-03", offered)
    assert told[-1] == ("2024-03-14", "Dockers' Union rejected Ellin Ports’ offer o1")


def test_a_brief_as_of_a_day_leaves_out_what_came_later(harbour: ModuleType) -> None:
    stance = Stance(method="", as_of="2023-01-01", active=())
    made = assemble([harbour.reading()], harbour.PROBLEM, harbour.FINDINGS._replace(stance=stance))
    assert [event.when for event in made.timeline] == ["2022-06"]
    assert made.offers == () and made.figures == () and made.last_date == "2022-06"


@pytest.mark.parametrize(
    ("deadline", "published", "expected"),
    [
        ("P10D", "2024-02-15", "2024-02-25"),
        ("P2W", "2024-02-15", "2024-02-29"),
        ("P1M", "2024-01-31", "2024-02-29"),
        ("P1Y", "2024-02-29", "2025-02-28"),
        ("PT48H", "2024-02-15", "2024-02-17"),
        ("PT30H", "2024-02-15", "2024-02-17"),
        ("2024-03", "2024-02-15", "2024-03"),
        ("2024-03-10", None, "2024-03-10"),
        ("P10D", None, None),
        ("P10D", "2024-02", None),
        ("P99999999D", "2024-02-15", None),
        ("P9999999999Y", "2024-02-15", None),
        ("P", "2024-02-15", None),
        ("soon", "2024-02-15", None),
        ("XXXX-10-07", "2024-02-15", None),
    ],
)
def test_due(deadline: str, published: str | None, expected: str | None) -> None:
    assert due(deadline, published) == expected


def test_deadlines_keep_the_sources_expression(brief: Brief) -> None:
    (deadline,) = brief.deadlines
    assert (deadline.said, deadline.due, deadline.by) == (
        "within 10 days",
        "2024-03-24",
        ("labour ministry",),
    )


def test_past_agreements_are_told_from_present_ones(brief: Brief, harbour: ModuleType) -> None:
    assert [(item.when, item.past) for item in brief.agreements] == [("2022-06", True)]
    present = harbour.LAST.model_copy(update={"context": "actual", "when": "2024-03-15"})
    made = assemble([harbour.reading(moves=(harbour.REJECT, present))], harbour.PROBLEM, harbour.FINDINGS)
    assert [item.past for item in made.agreements] == [False]
    older = present.model_copy(update={"when": "2024-01"})
    made = assemble([harbour.reading(moves=(harbour.REJECT, older))], harbour.PROBLEM, harbour.FINDINGS)
    assert [item.past for item in made.agreements] == [True]


def test_doubts_are_told_with_their_reason(brief: Brief, harbour: ModuleType) -> None:
    told = " | ".join(item.why for item in brief.unsure)
    assert "confidence 0.42" in told
    assert "reservations or unwillingness" in told
    assert "chosen by the machine" in told and "“at one terminal” was put in between" in told
    undated = harbour.reading(report=harbour.report(published=None, published_basis="unknown"))
    made = assemble([undated], harbour.PROBLEM, harbour.FINDINGS)
    assert made.unsure[0].why.startswith("No date of publication: harbour.txt.")


def test_not_yet_asked_is_what_a_shown_package_assumes(brief: Brief) -> None:
    assert brief.not_yet_asked == ("picket",)


def test_unread_files_are_part_of_the_brief(harbour: ModuleType) -> None:
    made = assemble(
        [harbour.reading()], harbour.PROBLEM, harbour.FINDINGS, unread=[Unread(name="a.pdf", why="not text")]
    )
    assert made.unread[0].why == "not text"


def test_an_empty_brief_is_a_brief(empty: Brief) -> None:
    assert empty.standing == () and empty.timeline == () and empty.moves == ()
    assert empty.reports[0].set_aside


def test_two_accounts_with_one_innermost_source_are_one_source() -> None:
    def account(report: str, *sources: str, level: str = "press") -> Evidence:
        return Evidence.model_validate({"quote": "q", "report": report, "sources": sources, "level": level})

    assert independent([account("a", "AWP", "a diplomat"), account("b", "Reuters", "the diplomat")]) == 1
    assert independent([account("a", level="own words"), account("b", level="own words")]) == 1
    assert independent([account("a"), account("b")]) == 2
    assert independent([account("a", "X"), account("a", "Y"), account("a")]) == 3


_LADDER = Issue(name="prisoners", options=("0", "300", "all"), ordered=True, unit="prisoners")
_WAR = Issue(name="war", options=("goes on", "pauses 3 months", "ends"), ordered=True)
_NUMBERS = Issue(name="raise", options=("0", "4", "9"), ordered=True, unit="percent")


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (Compare("raise", ">=", "4"), "at least 4 percent"),
        (Compare("raise", "<=", "4"), "at most 4 percent"),
        (Compare("raise", ">=", "9"), "9 percent"),
        (Compare("raise", "<=", "0"), "0 percent"),
        (Compare("raise", "!=", "4"), "not 4 percent"),
        (Compare("war", "<=", "pauses 3 months"), "at most “pauses 3 months”"),
        (Compare("war", ">=", "pauses 3 months"), "“pauses 3 months” or beyond"),
        (Not(Compare("raise", ">=", "9")), "less than 9 percent"),
        (OneOf("war", ("goes on", "ends")), "goes on or ends"),
        (Compare("elsewhere", "=", "x"), "elsewhere: x"),
        (And((Compare("raise", "=", "4"), Compare("war", "=", "ends"))), "4 percent and war: ends"),
        (Implies(Compare("war", "=", "ends"), Compare("raise", "=", "4")), "if war: ends, then 4 percent"),
        (Not(Or((Compare("raise", "=", "4"), Compare("raise", "=", "9")))), "not (4 percent or 9 percent)"),
    ],
)
def test_wants_in_words(node: Node, words: str) -> None:
    issues = {issue.name: issue for issue in (_LADDER, _WAR, _NUMBERS)}
    assert wants(node, issues, "raise" if "war" not in str(node) or "raise" in str(node) else "war") == words


def test_moves_in_words(harbour: ModuleType) -> None:
    assert did(harbour.RAISE) == "Dockers' Union demanded “a raise of 9 percent”"
    assert did(harbour.RAISE.model_copy(update={"denied": True})).startswith("Dockers' Union did not demand ")
    assert did(harbour.RAISE.model_copy(update={"context": "future"})).startswith(
        "Dockers' Union is to demand "
    )
    assert did(harbour.TOLLE) == "Mara Tolle (Dockers' Union) drew a red line: “keeps the night shifts”"
    assert did(harbour.HEDGE) == "Ellin Ports had reservations about “ending night shifts”"
    assert did(harbour.LAST).endswith("agreed: “The last agreement was signed in June 2022”")


def test_shorten_cuts_at_a_word() -> None:
    assert shorten("a  b\nc") == "a b c"
    assert shorten("one two three four", 12) == "one two…"
    assert len(shorten("x" * 500)) <= 110


def test_findings_travel_unchanged(brief: Brief, harbour: ModuleType) -> None:
    findings: Findings = harbour.FINDINGS
    assert (brief.obstacles, brief.openings, brief.frontier) == findings[1:]
