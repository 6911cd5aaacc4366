"""The pages of single findings: a draft against all positions, and what the obstacles rest on."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import pytest
from rich.console import Console

from sulh.bargaining.drafts import test_package
from sulh.bargaining.fragility import fragility
from sulh.brief import draft, terminal
from sulh.brief import fragility as page
from sulh.brief.page import Footnotes, Items, Page, Para, Ref, Section, Table
from sulh.brief.quotes import Quotes
from sulh.framing.casefile import read_case
from sulh.model.findings import Chance
from sulh.model.limits import Limits

CASE = read_case((Path(__file__).parents[2] / "examples" / "reservoir" / "case.yaml").read_text("utf-8"))
PACKAGE = {"level": "70", "share": "10", "survey": "joint"}


def lines(sections):
    """Every line of *sections* as plain text, footnotes in brackets."""

    def text(line):
        return "".join(f"[{part.number}]" if isinstance(part, Ref) else part.text for part in line)

    found = []
    for section in sections:
        found.append(section.title)
        for block in section.blocks:
            if isinstance(block, Para):
                found.append(text(block.line))
            elif isinstance(block, Items):
                for at, line in enumerate(block.lines):
                    found += [
                        text(line),
                        *(text(under) for under in (block.under[at] if block.under else ())),
                    ]
            elif isinstance(block, Table):
                found += [" | ".join(text(cell) for cell in row) for row in (block.head, *block.rows)]
    return found


def of_draft(package, case=CASE, notes=None):
    return lines(draft.draft(test_package(case, package), case, Quotes({}, {}), notes or Footnotes((), {})))


def of_fragility(case=CASE, **said):
    return lines(page.fragility(fragility(case, **said), case, Quotes({}, {}), Footnotes((), {})))


def test_a_draft_says_who_is_met_by_how_much_and_in_whose_words():
    notes = Footnotes((), {})
    told = of_draft(PACKAGE, notes=notes)
    assert "It fails 3 positions of Upper Valley and Lower Valley (1 red line)." in told
    assert "Upper Valley: 1 failed (1 red line), 2 met" in told
    assert (
        "failed, 1 step short: red line: level: at least 80 percent – “We will not let the lake fall under "
        "80 percent” (own words, gazette.txt)[1][2]"
    ) in told
    assert any(
        line.startswith("met: demand: share: 10 percent – “the offer is now a tenth”") for line in told
    )
    assert [note.evidence.report for note in notes.notes][:2] == ["gazette.txt", "courier.txt"]
    assert (
        "Assumes consent: survey changes from none, and no word on it is recorded from Lower Valley." in told
    )


def test_a_draft_says_what_it_leaves_open():
    told = of_draft({"share": "20"})
    assert "Leaves open: level, survey." in told
    assert any(line.startswith("left open: red line: level: at least 80 percent") for line in told)
    assert any("2 positions cannot be judged, as it leaves issues open." in line for line in told)
    assert "It settles nothing." in of_draft({})


def test_a_draft_says_what_it_breaks_and_reopens():
    offer = CASE.offers[0].model_copy(update={"answers": {"Lower Valley": "reject"}})
    link = read_case(
        "parties: [A]\nissues: {survey: [none, joint], level: ['60', '70']}\n"
        "links: ['survey = joint implies level = \"60\"']"
    ).links
    case = CASE.model_copy(update={"offers": (offer,), "links": link})
    told = of_draft(PACKAGE, case)
    assert any(line.startswith("Breaks a link: if survey: joint, then level: 60 percent") for line in told)
    assert "Reopens: it contains Upper Valley offer o1 (survey: joint), which Lower Valley refused." in told


def test_a_draft_nobody_objects_to_is_no_deal_yet():
    alone = CASE.model_copy(update={"positions": CASE.positions[:1], "offers": ()})
    assert "It meets every position that is recorded. Silence is not consent." in of_draft(
        {"level": "80"}, alone
    )
    none = CASE.model_copy(update={"positions": (), "offers": ()})
    assert "No position is recorded that it could meet or fail." in of_draft({"level": "80"}, none)


def test_fragility_says_what_rests_on_what():
    told = of_fragility()
    assert (
        "level; rests on the report wire-march.txt and the source engineer; stands with a chance of 49.5%"
        in told
    )
    assert (
        "Without the source engineer: obstacles 1 and 2 are gone; nothing recorded blocks a deal then."
        in told
    )
    assert any(
        line.startswith("stands again: Upper Valley, demand: share: at most 20 percent") for line in told
    )
    assert "Nothing recorded blocks a deal: about 50%." in told
    facts = told[told.index("Which fact matters most") :]
    assert facts[3].startswith("engineer | under 0.1% | 100% | about 50 points | 2 positions, 2 obstacles")


def test_without_grades_no_chance_is_invented():
    told = of_fragility(CASE.model_copy(update={"grades": {}, "credence": {}}))
    assert "Nothing recorded blocks a deal: anything from 0 to 100%." in told
    assert not any("stands with a chance" in line for line in told)
    assert any(line.startswith("Without a chance, so that all from 0 to 100% is possible:") for line in told)


def test_a_search_that_ended_early_says_so():
    told = of_fragility(limits=Limits(seconds=1e-9))
    assert any(line.startswith("Not all could be told: the time limit of") for line in told)


def test_a_case_without_obstacles_has_little_to_say():
    none = CASE.model_copy(update={"positions": (), "offers": ()})
    assert "Nothing that is recorded blocks a deal." in of_fragility(none)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("3/4", "3/4", "75%"),
        ("1/3", "1/3", "about 33.3%"),
        ("0", "0", "0%"),
        ("1", "1", "100%"),
        ("1/100000", "1/100000", "under 0.1%"),
        ("99999/100000", "99999/100000", "over 99.9%"),
        ("0", "1", "anything from 0 to 100%"),
        ("1/3", "2/3", "between 33.3% and 66.7%"),
        ("0", "1/5000", "between 0% and 0.1%"),
    ],
)
def test_chances_in_words(low, high, words):
    assert page.in_words(Chance(low=Fraction(low), high=Fraction(high))) == words


def test_the_terminal_shows_them_and_obeys_no_source():
    evidence = CASE.positions[0].evidence[0].model_copy(update={"quote": "\x1b[2J[bold]x[/]\u202e"})
    said = CASE.positions[0].model_copy(update={"evidence": (evidence,)})
    case = CASE.model_copy(update={"positions": (said, *CASE.positions[1:])})
    notes = Footnotes((), {})
    sections: tuple[Section, ...] = (
        *page.fragility(fragility(case), case, Quotes({}, {}), notes),
        *draft.draft(test_package(case, PACKAGE), case, Quotes({}, {}), notes),
    )
    file = io.StringIO()
    console = Console(file=file, width=60, force_terminal=False)
    terminal._page(Page("T", (), sections, tuple(notes.notes), ()), console)
    assert "\x1b" not in file.getvalue() and "\u202e" not in file.getvalue()
    assert "[bold]x[/]" in file.getvalue()
