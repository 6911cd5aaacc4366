"""The section on what would last: states by name, for whom they are not stable, and what holds agreements."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from sulh.brief.html import to_html
from sulh.brief.terminal import render
from sulh.case import Case
from sulh.framing.casefile import read_case

WEIR = """\
parties: [Upland, Delta]
issues:
  water: {options: [none, half], ordered: true, controller: Upland}
  road: {options: [closed, open], ordered: true, controller: Delta}
offers:
  - {id: o1, by: Upland, to: Delta, package: {water: half, road: open}}
status_quo: {water: none, road: closed}
"""
DILEMMA = """\
preferences:
  Upland: [road = open, water = none]
  Delta: [water = half, road = closed]
"""
REFUSED = """\
positions:
  - {id: p, party: Upland, wants: road = open, strength: demand}
"""


def words(text: str, **asked: str) -> str:
    case = Case(given=read_case(text))
    console = Console(file=StringIO(), width=160)
    finding = case.stability(package=asked.get("package"))
    render(case.page_of(finding), console, only="stability")
    assert isinstance(console.file, StringIO)
    return " ".join(console.file.getvalue().split())


def test_states_go_by_their_names_and_say_who_would_leave() -> None:
    said = words(WEIR + DILEMMA)
    assert "Preferences – Upland and Delta: preferences given in the case." in said
    assert "4 states; equilibria: 1 Nash" in said
    assert "status quo water: none; road: closed yes yes yes yes" in said
    assert "o1 and even split water: half; road: open no: Upland and Delta yes yes" in said


def test_an_agreement_says_who_is_tempted_and_what_holds_it() -> None:
    said = words(WEIR + DILEMMA)
    assert "Upland would gain by going to water: none; held under GMR, SMR and SEQ" in said
    assert "(answer: Delta: road: closed)" in said


def test_a_package_asked_about_is_looked_at() -> None:
    assert "tested" in words(WEIR + DILEMMA, package='water = half and road = "closed"')


def test_what_nobody_would_leave_is_said() -> None:
    content = "preferences:\n  Upland: [water = half]\n  Delta: [road = open]\n"
    assert "nobody gains by leaving it alone" in words(WEIR + content)


def test_preferences_that_nobody_gave_are_said_to_be_derived() -> None:
    assert "derived from positions" in words(WEIR + REFUSED)


@pytest.mark.parametrize("text", [WEIR + DILEMMA, WEIR])
def test_a_page_draws_the_states_where_they_are_few(text: str) -> None:
    page = to_html(Case(given=read_case(text)).brief())
    assert "What would last" in page and '<svg class="stability"' in page
