"""The analysing commands: what each prints, in words and as JSON, and how limits and sets of parties show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sulh import cli

CASE = """\
title: Three at a table, invented
parties: [Red, Blue, Green]
agreement: [[Red, Blue], [Red, Green]]
issues:
  price: {options: ["10", "20", "30"], ordered: true, controller: Red}
  water: {options: [shut, open], controller: Blue}
positions:
  - {id: r1, party: Red, wants: price <= "20", strength: red line,
     evidence: [{quote: not above twenty, report: a}]}
  - {id: b1, party: Blue, wants: price >= "30", strength: demand,
     evidence: [{quote: thirty or nothing, report: b}]}
  - {id: g1, party: Green, wants: price >= "20", strength: demand}
offers:
  - {id: o1, by: Blue, to: Red, package: {price: "30", water: open}, answers: {Red: reject}}
status_quo: {price: "10", water: shut}
utilities:
  Red: {weights: {price: 1, water: 2},
        scores: {price: {"10": 2, "20": 1, "30": 0}, water: {shut: 0, open: 1}}}
  Blue: {weights: {price: 1, water: 1},
         scores: {price: {"10": 0, "20": 1, "30": 2}, water: {shut: 1, open: 0}}}
"""
VERBS = {
    "obstacles": "obstacles",
    "openings": "knots",
    "frontier": "points",
    "packages": "points",
    "stability": "equilibria",
    "fragility": "left_out",
}


@pytest.fixture
def case_file(tmp_path: Path) -> str:
    path = tmp_path / "case.yaml"
    path.write_text(CASE)
    return str(path)


def answer(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert cli.run(list(arguments)) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(("verb", "key"), VERBS.items())
def test_in_words_and_as_json(
    verb: str, key: str, case_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    who = ["--among", "Red", "--among", "Blue"]
    words = answer(verb, case_file, *who, capsys=capsys)
    assert words.startswith("Three at a table, invented\n") and "Nothing was found" not in words
    record = json.loads(answer(verb, case_file, *who, "--json", capsys=capsys))
    assert record["among"] == ["Red", "Blue"] and record["method"] and record[key]


def test_one_answer_for_each_set_that_would_suffice(
    case_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first = json.loads(answer("obstacles", case_file, "--json", capsys=capsys))
    assert first["among"] == ["Red", "Blue"] and first["obstacles"]
    (other,) = first["other_sets"]
    assert other["among"] == ["Red", "Green"] and not other["obstacles"]
    words = answer("obstacles", case_file, capsys=capsys)
    assert words.count("What blocks the deal") == 2
    assert "one between Red and Green" in words
    brief = answer("brief", case_file, capsys=capsys)
    assert "Other deals that would do" in brief and "Among Red and Green: nothing" in brief


def test_a_draft_in_whose_words(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    who = ["--among", "Red", "--among", "Blue"]
    record = json.loads(answer("test", case_file, "o1", *who, "--json", capsys=capsys))
    assert [item["position"] for item in record["objections"]] == ["r1"]
    assert record["objections"][0]["steps"] == 1
    words = answer("test", case_file, 'price = "30" and water = open', *who, capsys=capsys)
    assert "not above twenty" in words and "Red" in words


def test_a_draft_that_is_none(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["test", case_file, "prize = 10"]) == 3
    assert "did you mean 'price'" in capsys.readouterr().err


def test_a_party_that_is_none(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["obstacles", case_file, "--among", "Rad"]) == 2
    assert "did you mean 'Red'" in capsys.readouterr().err


def test_a_limit_that_is_reached_is_said(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(answer("packages", case_file, "--most", "1", "--json", capsys=capsys))
    assert record["complete"] is False and record["why"] and len(record["points"]) >= 1


def test_what_red_lines_cost(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    who = ["--among", "Red", "--among", "Blue"]
    words = answer("frontier", case_file, *who, "--cross-red-lines", capsys=capsys)
    assert "red line" in words.lower()


def test_alternatives_are_other_packages(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    who = ["--among", "Red", "--among", "Blue", "--alternatives", "3"]
    record = json.loads(answer("frontier", case_file, *who, "--json", capsys=capsys))
    for point in record["points"]:
        assert len(point["alternatives"]) == min(point["packages"] - 1, 3)
        assert point["package"] not in point["alternatives"]


def test_an_agreement_to_look_at(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    package = ["--package", 'price = "20"']
    record = json.loads(answer("stability", case_file, *package, "--json", capsys=capsys))
    tested = record["states"][record["named"]["tested"]]
    assert tested == {"price": "20", "water": "shut"}
    assert any("tested" in item["names"] for item in record["commitments"])
