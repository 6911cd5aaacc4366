"""The brief's parts, each from a hand-made case."""

from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType

import pytest

from sulh.brief import Findings, assemble
from sulh.brief.acts import did
from sulh.brief.amounts import amount, option
from sulh.brief.chronicle import due
from sulh.brief.dates import in_words
from sulh.brief.implied import without_implied
from sulh.brief.known import independent
from sulh.brief.quotes import Quotes, continued, said_by
from sulh.brief.words import shorten, wants
from sulh.model.brief import Brief, Unread
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or
from sulh.model.findings import ActivePosition, Stance
from sulh.model.move import Term, Time
from sulh.model.problem import Evidence, Issue

UNION, PORTS = "Dockers' Union", "Ellin Ports"


def test_every_party_has_one_sentence_in_the_sources_words(brief: Brief) -> None:
    union, ports = brief.standing
    assert union.sentence == (
        "Dockers' Union draws a red line: “We will not sign anything that keeps the night shifts”; demands "
        "“a raise of 9 percent”; rejected Ellin Ports’ offer of “a 4 percent raise” with “night shifts at "
        "both terminals”."
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
    assert made.standing[2].sentence == "City: nothing found in 1 report."


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
    made = assemble([], harbour.PROBLEM, replace(harbour.FINDINGS, stance=stance))
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
    made = assemble([harbour.reading()], harbour.PROBLEM, replace(harbour.FINDINGS, stance=stance))
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
        ("2024-03", "2024-02-15", "2024-03-31"),
        ("2025", None, "2025-12-31"),
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


def test_a_deadline_says_what_is_due(brief: Brief, harbour: ModuleType) -> None:
    assert brief.deadlines[0].what == "labour ministry pressed for: “a truce”"
    text = "The minister gave them until Friday 24 March to settle."
    term = Term(text="Friday 24 March to settle", start=29, end=54, deadline="2024-03-24")
    move = harbour.PRESS.model_copy(
        update={"terms": (term,), "quote": text[:-1], "start": 0, "end": len(text) - 1}
    )
    time = Time(text="Friday 24 March", start=29, end=44, kind="DATE", value="2024-03-24")
    report = harbour.report(text=text, blocks=(), sentences=(), set_aside=())
    reading = harbour.reading(report=report, moves=(move,), times=(time,), figures=())
    (deadline,) = assemble([reading], harbour.PROBLEM, harbour.FINDINGS).deadlines
    assert (deadline.what, deadline.said) == (
        "labour ministry pressed for: “settle”",
        "until Friday 24 March",
    )
    assert due("2024-03", None, before=True) == "2024-02-29"
    assert due("0001", None, before=True) is None


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


_LADDER = Issue(name="prisoners", options=("0", "300", "1500", "all"), ordered=True, unit="prisoners")
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
        (Compare("war", "<=", "pauses 3 months"), "at most ‘pauses 3 months’"),
        (Compare("war", ">=", "pauses 3 months"), "at least ‘pauses 3 months’"),
        (Compare("war", "<", "ends"), "not ‘ends’"),
        (Compare("war", ">", "goes on"), "not ‘goes on’"),
        (Compare("prisoners", ">", "0"), "more than 0 prisoners"),
        (Compare("prisoners", "<=", "1500"), "at most 1,500 prisoners"),
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
    about = next((name for name in ("raise", "prisoners") if name in str(node)), "war")
    assert wants(node, issues, about) == words


def test_moves_in_words(harbour: ModuleType) -> None:
    assert did(harbour.RAISE) == "Dockers' Union demanded “a raise of 9 percent”"
    assert did(harbour.RAISE.model_copy(update={"denied": True})).startswith("Dockers' Union did not demand ")
    assert did(harbour.RAISE.model_copy(update={"context": "future"})).startswith(
        "Dockers' Union is to demand "
    )
    assert did(harbour.TOLLE) == "Mara Tolle (Dockers' Union) drew a red line: “keeps the night shifts”"
    assert did(harbour.HEDGE) == "Ellin Ports had reservations about “ending night shifts”"
    assert did(harbour.LAST).endswith("agreed: “The last agreement was signed in June 2022”")


def test_a_meeting_is_told_in_its_words_once(harbour: ModuleType) -> None:
    meet = harbour.LAST.model_copy(update={"act": "meet", "terms": (), "context": "actual"})

    def told(quote: str) -> str:
        return did(meet.model_copy(update={"quote": quote}))

    assert told("both sides met") == f"both sides ({UNION} and {PORTS}) met"
    assert told("in Cairo") == f"both sides ({UNION} and {PORTS}) met: “in Cairo”"
    assert told("a meeting in Cairo with Dockers' Union and Ellin Ports").endswith("): “a meeting in Cairo”")
    assert told("Ellin Ports and Dockers' Union met in Cairo").endswith(") “met in Cairo”")


def test_who_is_named_once(harbour: ModuleType) -> None:
    move = harbour.PRESS.model_copy(update={"party": ("Egypt", "Qatar"), "speaker": "Egypt and Qatar"})
    assert did(move).startswith("Egypt and Qatar pressed for")
    assert did(move.model_copy(update={"speaker": "the quartet"})).startswith(
        "the quartet (Egypt and Qatar) "
    )
    assert did(harbour.REJECT).endswith(f" (to {PORTS})")
    assert not did(harbour.REJECT, parties=(UNION, PORTS)).endswith(")")


def test_a_missing_answer_reads_as_one(harbour: ModuleType) -> None:
    move = harbour.RAISE.model_copy(
        update={"act": "announce", "denied": True, "terms": (Term(text="response to it", start=0, end=14),)}
    )
    assert did(move) == f"{UNION} gave no “response to it”"


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("9", "%", "9%"),
        ("11", "hours", "11 hours"),
        ("1500", "prisoners", "1,500 prisoners"),
        ("2500000", "$", "$2,500,000"),
        ("2024", None, "2024"),
        ("12000", None, "12,000"),
        ("4.25", "%", "4.25%"),
        ("1500.5", "tons", "1500.5 tons"),
    ],
)
def test_amounts(value: str, unit: str | None, words: str) -> None:
    assert amount(value, unit) == words


def test_options_take_their_unit_where_they_end_in_a_number() -> None:
    issue = Issue(name="x", options=("a", "b"), unit="prisoners")
    assert option(issue, "more than 1500") == "more than 1,500 prisoners"
    assert option(issue, "all") == "all"
    assert option(None, "until 2025") == "until 2025"


def test_the_firmest_voice_is_quoted(harbour: ModuleType) -> None:
    quotes = Quotes({move.id: move for move in harbour.MOVES}, {"r" * 64: harbour.TEXT})
    press = harbour.evidence(harbour.NIGHTS)
    own = harbour.evidence(harbour.TOLLE, level="own official")
    assert quotes.best([press, own]) == own
    assert said_by(own, quotes.move(own)) == "own official Mara Tolle"
    assert said_by(press) == "the report itself"
    assert said_by(harbour.evidence(harbour.REJECT)) == "Ellin Courier → a union source"
    assert said_by(Evidence(quote="x")) == "the case file"


def test_a_quote_is_in_the_text_piece_by_piece(harbour: ModuleType) -> None:
    quotes = Quotes({move.id: move for move in harbour.MOVES}, {"r" * 64: harbour.TEXT})
    whole = harbour.evidence(harbour.OFFER)
    assert quotes.telling(whole, 40, "raise", "night shifts").endswith("a 4 percent raise")
    assert quotes.telling(whole, 40, "night shifts", "raise").endswith(" … night shifts at both terminals")
    for move in harbour.MOVES:
        shown = quotes.telling(harbour.evidence(move), 60)
        flat = " ".join(harbour.TEXT.split())
        assert all(piece.strip() in flat for piece in shown.split("…"))


def test_a_quote_that_breaks_off_is_continued() -> None:
    text = "He said that 5 percent was as far as it could go this year. No more."
    start = text.index("5 percent")
    assert text[start : continued(text, start, text.index(" it could"))].endswith("could go this year")
    assert continued(text, start, text.index(".")) == text.index(".")


def test_a_wider_position_goes_without_saying(harbour: ModuleType) -> None:
    wide = harbour.POSITIONS[0].model_copy(update={"id": "u9", "wants": Compare("raise", ">", "0")})
    active = (ActivePosition(position=wide), *harbour.ACTIVE)
    assert without_implied(active, harbour.PROBLEM.by_name) == active[1:]
    twice = (active[1], active[1].model_copy())
    assert len(without_implied(twice, harbour.PROBLEM.by_name)) == 1


def test_reservations_stand_beside_an_offer(brief: Brief) -> None:
    cells = {(cell.issue, cell.party): cell for cell in brief.table}
    assert cells["night shifts", PORTS].wants == "offer o1: kept; reservations: not ‘ended’"


def test_a_long_standing_is_cut_and_counted(harbour: ModuleType) -> None:
    words = [f"a thing of some length that is asked for, number {n}" for n in range(20)]
    positions = tuple(
        harbour.POSITIONS[0].model_copy(
            update={"id": f"x{n}", "evidence": (), "wants": Compare(word, "=", "yes")}
        )
        for n, word in enumerate(words)
    )
    stance = Stance(method="", active=tuple(ActivePosition(position=position) for position in positions))
    problem = harbour.PROBLEM.model_copy(update={"offers": ()})
    made = assemble([], problem, replace(harbour.FINDINGS, stance=stance))
    assert len(made.standing[0].sentence) < 400
    assert re.search(r"; and 1\d more\.$", made.standing[0].sentence)


def test_shorten_cuts_at_a_word() -> None:
    assert shorten("a  b\nc") == "a b c"
    assert shorten("one two three four", 12) == "one two…"
    assert len(shorten("x" * 500)) <= 110


def test_findings_travel_unchanged(brief: Brief, harbour: ModuleType) -> None:
    findings: Findings = harbour.FINDINGS
    assert (brief.obstacles, brief.openings, brief.frontier) == (
        findings.obstacles,
        findings.openings,
        findings.frontier,
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024-02-15", "2024-02-15"),
        ("2024-02", "February 2024"),
        ("2024", "2024"),
        ("2024-W24", "week of 10 June 2024"),
        ("2023-W10-WE", "weekend of 11 March 2023"),
        ("2025-W01", "week of 30 December 2024"),
        ("2024-Q1", "first quarter of 2024"),
        ("2023-WI", "winter 2023"),
        ("199", "1990s"),
        ("XXXX-10-07", "7 October, year not named"),
        ("XXXX-10", "October, year not named"),
        ("XXXX-Q2", "second quarter, year not named"),
        ("XXXX-WXX-4", "a Thursday"),
        ("XXXX-WXX", "a week not named"),
        ("2024-W60", "2024-W60"),
        ("P3M", "P3M"),
        ("", ""),
    ],
)
def test_partial_dates_in_words(value: str, words: str) -> None:
    assert in_words(value) == words


def test_the_last_known_date_is_never_a_plan(harbour: ModuleType) -> None:
    for when in ("2024-03-20", "2024-W11", "2024-03", "2025"):
        planned = harbour.LAST.model_copy(update={"context": "actual", "when": when})
        made = assemble([harbour.reading(moves=(planned,))], harbour.PROBLEM, harbour.FINDINGS)
        assert made.last_date == "2024-03-14"
    undated = harbour.report(published=None, published_basis="unknown")
    moves = tuple(move.model_copy(update={"reported": None}) for move in (harbour.REJECT, harbour.LAST))
    made = assemble([harbour.reading(report=undated, moves=moves)], harbour.PROBLEM, harbour.FINDINGS)
    assert made.last_date == "2024-03-14"  # when the text itself says that it happened
