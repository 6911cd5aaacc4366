"""Case files: the documented format, YAML's traps, and errors that name the line."""

from __future__ import annotations

import json
from fractions import Fraction
from time import perf_counter

import pytest

from sulh.framing.casefile import MOST_BYTES, read_case, write_case
from sulh.model.errors import CaseFileError, ExpressionError, TooLargeError
from sulh.model.expressions import Compare, Implies
from sulh.model.problem import Evidence, Issue

CAIRO = """\
title: Cairo talks, February 2024
parties: [Israel, Hamas]
mediators: [Egypt, Qatar, United States]
issues:
  war:        {options: [goes on, pauses 3 months, ends], ordered: true, controller: [Israel, Hamas]}  # joint
  prisoners:  {options: ["0", "300", "1500", all], ordered: true, controller: Israel}
  captives:   {options: [kept, all freed], controller: Hamas}
  leaders:    {options: [leave, remain], controller: Hamas}
  barghouti:  {options: [held, freed], controller: Israel}
links:                                   # what holds whoever wants it
  - prisoners = all implies barghouti = freed
positions:
  - {id: h1, party: Hamas,  wants: war = ends,        strength: demand,   since: 2024-02-15}
  - {id: i1, party: Israel, wants: barghouti = held,  strength: red line, since: 2024-01}
offers:
  - {id: o1, by: Israel, to: Hamas, package: {prisoners: "1500", captives: all freed},
     answers: {Hamas: reject}}
weights:     {Hamas: {war: 3}}
utilities:   {Israel: {weights: {war: 0.4}, scores: {war: {ends: 1, pauses 3 months: .5, goes on: 2/3}},
              reserve: 0.3}}
preferences: {Israel: [barghouti = held, captives = "all freed"]}
irreversible: [{issue: prisoners, from: all, to: "0"}]
ranking:     {Israel: [[{war: goes on, prisoners: 0, captives: kept, leaders: remain, barghouti: held}]]}
status_quo:  {war: goes on, prisoners: "0", captives: kept, leaders: remain, barghouti: held}
"""


def test_the_documented_case_is_read():
    case = read_case(CAIRO, "cairo.yaml")
    assert case.title == "Cairo talks, February 2024"
    assert case.parties == ("Israel", "Hamas")
    assert case.mediators == ("Egypt", "Qatar", "United States")
    assert case.issue("war").controller == ("Israel", "Hamas")
    assert case.issue("prisoners") == Issue(
        name="prisoners", options=("0", "300", "1500", "all"), ordered=True, controller=("Israel",)
    )
    assert case.links == (Implies(Compare("prisoners", "=", "all"), Compare("barghouti", "=", "freed")),)
    assert [(p.id, p.since, p.strength) for p in case.positions] == [
        ("h1", "2024-02-15", "demand"),
        ("i1", "2024-01", "red line"),
    ]
    [offer] = case.offers
    assert (offer.to, offer.answers) == (("Hamas",), {"Hamas": "reject"})
    assert offer.package == {"prisoners": "1500", "captives": "all freed"}
    assert case.weights == {"Hamas": {"war": 3}}
    assert case.utilities["Israel"].weights == {"war": Fraction(2, 5)}
    scores = {"ends": Fraction(1), "pauses 3 months": Fraction(1, 2), "goes on": Fraction(2, 3)}
    assert case.utilities["Israel"].scores == {"war": scores}
    assert case.preferences["Israel"][1] == Compare("captives", "=", "all freed")
    assert (case.irreversible[0].origin, case.irreversible[0].target) == ("all", "0")
    assert case.ranking["Israel"] == ((case.status_quo,),)


def test_the_documented_case_is_written_so_that_people_can_read_it():
    written = write_case(read_case(CAIRO))
    assert read_case(written) == read_case(CAIRO)
    lines = written.splitlines()
    assert lines[0] == "title: Cairo talks, February 2024"
    assert "    options: ['0', '300', '1500', all]" in lines
    assert "- {id: h1, party: Hamas, wants: war = ends, strength: demand, since: '2024-02-15'}" in lines
    assert "own_voice" not in written
    assert "    weights: {war: 0.4}" in lines
    assert "null" not in written


def test_json_is_read_by_the_same_function():
    case = {
        "parties": ["A", "B"],
        "issues": {"price": {"options": ["low", "high"], "ordered": True, "controller": None}},
        "positions": [{"id": "p", "party": "A", "wants": "price = low", "strength": "demand", "since": None}],
        "weights": {"A": {"price": 0.25}},
        "title": "Käufe \U0001f600",
    }
    read = [
        read_case(json.dumps(case)),
        read_case(json.dumps(case, indent="\t")),
        read_case(json.dumps(case, ensure_ascii=False, indent=2)),
    ]
    assert read[0] == read[1] == read[2]
    assert read[0].title == "Käufe \U0001f600"
    assert read[0].weights["A"]["price"] == Fraction(1, 4)
    assert read[0].issue("price").ordered


def test_labels_that_yaml_would_take_for_something_else_stay_as_written():
    text = """
parties: [no, on]
issues:
  yes: {options: [no, on, 0o17, 1e3, 12:30, 2024-01-01, null, ~, .5], ordered: yes, controller: no}
positions: [{id: 1, party: no, wants: yes = no, strength: demand, since: 2024-02-15, hedged: off}]
"""
    case = read_case(text)
    issue = case.issues[0]
    assert issue.name == "yes"
    assert issue.options == ("no", "on", "0o17", "1e3", "12:30", "2024-01-01", "null", "~", ".5")
    assert issue.ordered
    assert issue.controller == ("no",)
    assert case.positions[0].since == "2024-02-15"
    assert not case.positions[0].hedged
    assert read_case(write_case(case)) == case


def test_decimals_are_exact():
    text = "parties: [A]\nissues: {x: [a, b]}\nweights: {A: {x: 0.1}}\nutilities: {A: {reserve: -1.50e-1}}"
    case = read_case(text)
    assert case.weights["A"]["x"] == Fraction(1, 10)
    assert case.utilities["A"].reserve == Fraction(-3, 20)


def test_shorthands():
    text = """
parties: A
issues: {x: [a, b]}
positions: [{id: p, party: A, wants: x = a, strength: demand, evidence: their words}]
ranking: {A: [{x: a}, [{x: b}]]}
"""
    case = read_case(text)
    assert case.parties == ("A",)
    assert case.issues == (Issue(name="x", options=("a", "b")),)
    assert case.positions[0].evidence == (Evidence(quote="their words"),)
    assert case.ranking["A"] == (({"x": "a"},), ({"x": "b"},))


def test_evidence_is_read_and_written():
    text = """
parties: [A, B]
issues:
  x: {options: [a, b], label: the thing, unit: pieces, gives: down, direction_confirmed: no, open_rungs: [b]}
offers:
- id: o
  by: A
  to: [B]
  package: {x: a}
  answers: {B: reject}
  answered: {B: 2024-02-15}
  condition: if B agrees
  answer_evidence:
    B: [{quote: No., report: r1, move: m1, start: 3, end: 6, sources: [AWP, an aide], level: counterpart}]
"""
    case = read_case(text)
    assert case.offers[0].answer_evidence["B"][0] == Evidence(
        quote="No.", report="r1", move="m1", start=3, end=6, sources=("AWP", "an aide"), level="counterpart"
    )
    assert case.issue("x").open_rungs == ("b",)
    assert read_case(write_case(case)) == case


HEAD = "parties: [A, B]\nmediators: [Envoy]\nissues:\n  war: {options: [goes on, ends]}\n"
LADDER = HEAD + "  pay: {options: [low, high], ordered: true}\n"


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("parties: [A]\nisues: {}", 2, "the case has no 'isues'", "did you mean 'issues'?"),
        ("parties: [A\n", 2, "neither YAML nor JSON", "quotes"),
        ("a: b: c", 1, "mapping values are not allowed here", "quotes"),
        ('{"parties": ["A"', 1, "neither YAML nor JSON", "quotes"),
        ("\tparties: [A]", 1, "cannot start any token", "spaces"),
        ("a\0b", None, "special characters are not allowed", "quotes"),
        ("", None, "has nothing in it", "parties"),
        ("# nothing\n", None, "has nothing in it", "parties"),
        ("parties: [A]\nissues:\n\tx: [a]", 3, "cannot start any token", "spaces"),
        ("title: x\nissues: {x: [a]}", 1, "the case has no parties", "add parties"),
        ("parties: []\nissues: {x: [a]}", 1, "the case has no parties", "add parties"),
        ("parties: [A]", 1, "the case has no issues", "add issues"),
        ("parties: [A]\nissues: {}", 2, "the case has no issues", "add issues"),
        (HEAD + "title: ' '", 5, "the title is empty", "leave title: out"),
        ("- A", 1, "it must be names with values", "parties"),
        ("parties: [A]\n---\nparties: [B]", 2, "holds several documents", "one case per file"),
        ("parties: [A]\nparties: [B]", 2, "says 'parties' twice", "leave one"),
        ("parties: [A, B,\n A]", 2, "the party 'A' is listed twice", "leave one"),
        ("parties: {A: B}", 1, "must be a list, not names with values", ""),
        ("parties: [A]\nissues: [x]", 2, "must be names with values, not a list", ""),
        ("parties: &x [A]\nmediators: *x", 2, "aliases", "write the value out"),
        ("parties: !!python/name:os.system [A]", 1, "tags", "leave the tag out"),
        ("parties: !!set {A}", 1, "tags", "leave the tag out"),
        ("title: " + "[" * 400 + "]" * 400, 1, "nested more than", "flatten"),
        (HEAD + "  x: {options: []}", 5, "the issue 'x' has no options", "name at least one"),
        (HEAD + "  x: {options: [a, a]}", 5, "the option 'a' is listed twice", "leave one"),
        (HEAD + "  x: {ordered: true}", 5, "the issue 'x' lacks 'options'", "add options"),
        (HEAD + "  x: {options: [a], orderd: true}", 5, "the issue 'x' has no 'orderd'", "'ordered'"),
        (HEAD + "  x: {options: [a], ordered: maybe}", 5, "must be true or false, not 'maybe'", ""),
        (HEAD + "  x: {options: [a], gives: dwn}", 5, "cannot be 'dwn'", "did you mean 'down'?"),
        (HEAD + "  x: {options: [a], controller: C}", 5, "there is no party 'C'", "there are: A, B, Envoy"),
        (HEAD + "  x: {options: [a], open_rungs: [b]}", 5, "no option 'b'", "there are: a"),
        (HEAD + "links:\n- war = ends\n- not war = ends", 7, "no package meets the link", "links on war"),
        (HEAD + "links: [war = pauses 3 months]", 5, "more than one word", '"pauses 3 months"'),
        (HEAD + "links: [war > ends]", 5, "an order that the issue 'war' does not have", "ordered"),
        (HEAD + "links: [wor = ends]", 5, "there is no issue 'wor'", "did you mean 'war'?"),
        (HEAD + "links: [war = end]", 5, "no option 'end'", "did you mean 'ends'?"),
        (HEAD + "positions: [{party: A}]", 5, "a position lacks 'id'", "add id"),
        (HEAD + "status_quo: {war: end}", 5, "no option 'end'", "did you mean 'ends'?"),
        (HEAD + "status_quo: {wars: ends}", 5, "there is no issue 'wars'", "did you mean 'war'?"),
        (HEAD + "weights: {A: {war: 0}}", 5, "the weight of 'war' must be more than 0", "leave it out"),
        (HEAD + "weights:\n  A: {war: -1/2}", 6, "must be more than 0, not -1/2", "leave it out"),
        (HEAD + "weights: {A: {wor: 1}}", 5, "there is no issue 'wor'", "did you mean 'war'?"),
        (HEAD + "weights: {C: {war: 1}}", 5, "there is no party 'C'", "there are: A, B"),
        (HEAD + "utilities: {C: {reserve: 1}}", 5, "there is no party 'C'", "there are: A, B"),
        (HEAD + "utilities: {A: {weights: {wor: 1}}}", 5, "there is no issue 'wor'", "'war'"),
        (
            HEAD + "utilities: {A: {weights: {war: 1}}}",
            5,
            "no score for the option 'goes on' of 'war'",
            "scores",
        ),
        (
            HEAD + "utilities: {A: {scores: {war: {ends: 1}}}}",
            5,
            "no score for the option 'goes on'",
            "scores",
        ),
        (HEAD + "utilities: {A: {scores: {war: {end: 1}}}}", 5, "no option 'end'", "'ends'"),
        (
            HEAD + "utilities:\n  A:\n    scores: {war: {ends: 1, goes on: 0}}\n    weights: {war: -1}",
            8,
            "the weight of 'war' must not be negative",
            "scores",
        ),
        (HEAD + "utilities: {A: {reserve: low}}", 5, "must be a number, not 'low'", "2/5"),
        (HEAD + "utilities: {A: {reserves: 1}}", 5, "has no 'reserves'", "'reserve'"),
        (HEAD + "utilities: {A: [1]}", 5, "must be names with values, not a list", "{A: B}"),
        (HEAD + "utilities: {A: {scores: {war: 1}}}", 5, "must be names with values, not '1'", "{A: B}"),
        (HEAD + "utilities: {A: {scores: {war: }}}", 5, "no score for the option 'goes on'", "scores"),
        (HEAD + "utilities: {A: {}, A: {}}", 5, "says 'A' twice", "leave one of them out"),
        (HEAD + "preferences: {A: [wor = ends]}", 5, "there is no issue 'wor'", "did you mean 'war'?"),
        (HEAD + "ranking: {A: [{war: end}]}", 5, "no option 'end'", "did you mean 'ends'?"),
        (HEAD + "ranking: {C: []}", 5, "there is no party 'C'", "there are: A, B"),
        (HEAD + "weights: {A: {war: much}}", 5, "must be a number, not 'much'", "2/5"),
        (HEAD + "weights: {A: {war: 1/0}}", 5, "must be a number, not '1/0'", "2/5"),
        (HEAD + "weights: {A: {war: 1e999999999}}", 5, "must be a number", "2/5"),
        (HEAD + "weights: {A: {war: nan}}", 5, "must be a number", "2/5"),
        (HEAD + "preferences: {Envoy: []}", 5, "there is no party 'Envoy'", "it is a mediator here"),
        (HEAD + "agreement: [[A, C]]", 5, "there is no party 'C'", "there are: A, B"),
        (HEAD + "agreement: [A, B]", 5, "must be a list, not 'A'", ""),
        (LADDER + "ranking: {A: [[{war: ends}]]}", 6, "says nothing on 'pay'", "rank whole states"),
        (HEAD + "irreversible: [{issue: war, from: ends}]", 5, "lacks 'to'", "add to"),
    ],
)
def test_errors_name_the_line_and_the_nearest_right_name(text, line, message, hint):
    with pytest.raises(CaseFileError) as error:
        read_case(text, "case.yaml")
    assert message in error.value.message
    assert error.value.line == line
    assert hint in error.value.hint
    assert error.value.message.count("line ") <= 1


POSITION = "- {id: p, party: A, wants: war = ends, strength: demand}\n"
OFFER = "- {id: o, by: Envoy, package: {war: ends}}\n"


@pytest.mark.parametrize(
    ("position", "offer", "line", "message"),
    [
        (POSITION + POSITION, OFFER, 7, "two positions or offers have the id 'p'"),
        (POSITION, OFFER.replace("id: o", "id: p"), 8, "two positions or offers have the id 'p'"),
        (POSITION.replace("demand", "red-line"), OFFER, 6, "cannot be 'red-line'"),
        (POSITION.replace("A,", "Envoy,"), OFFER, 6, "there is no party 'Envoy'"),
        (POSITION.replace("id: p", "id: [p]"), OFFER, 6, "must be a word or a quoted text, not a list"),
        (POSITION.replace("}", ", since: yesterday}"), OFFER, 6, "'since' of a position is no date: 'yest"),
        (POSITION.replace("}", ", until: 2024-13-01}"), OFFER, 6, "'until' of a position is no date"),
        (POSITION, OFFER.replace("}}", "}, since: 1 May 2024}"), 8, "'since' of an offer is no date"),
        (POSITION, OFFER.replace("}}", "}, answered: {A: soon}}"), 8, "no date: 'soon'"),
        (POSITION, OFFER.replace("Envoy", "A, to: [B, A]"), 8, "'A' makes the offer and cannot take it"),
        (POSITION, OFFER.replace("Envoy", "A, answers: {A: accept}"), 8, "'A' makes the offer"),
        (POSITION, OFFER.replace("Envoy", "Envoi"), 8, "there is no party 'Envoi'"),
        (POSITION, OFFER.replace("}}", "}, answers: {A: refuse}}"), 8, "cannot be 'refuse'"),
        (POSITION, OFFER.replace("}}", "}, evidence: [{report: r}]}"), 8, "lacks 'quote'"),
        (POSITION, OFFER.replace("}}", "}, evidence: [{quote: r, start: 1.5}]}"), 8, "a whole number"),
    ],
)
def test_errors_in_positions_and_offers(position, offer, line, message):
    with pytest.raises(CaseFileError, match=message.replace("[", r"\[")) as error:
        read_case(HEAD + "positions:\n" + position + "offers:\n" + offer)
    assert error.value.line == line


def test_an_error_in_an_expression_is_an_expression_error():
    with pytest.raises(ExpressionError):
        read_case(HEAD + "links: [war = ]")


def test_a_bomb_is_refused_before_it_grows():
    bomb = "a: &a [x]\n" + "".join(
        f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(CaseFileError, match="aliases"):
        read_case(bomb)


def test_a_case_of_any_length_is_refused_in_time():
    with pytest.raises(TooLargeError, match="longer than 5,000,000 bytes"):
        read_case("#" * (MOST_BYTES + 1))
    with pytest.raises(TooLargeError, match="longer than 5,000,000 bytes"):
        read_case("#" + "é" * (MOST_BYTES // 2))


def _with_options(number):
    return HEAD + "  x: [" + ", ".join(f"option {i}" for i in range(number)) + "]\n"


def test_many_options_are_read_in_time_and_too_many_refused_at_once():
    began = perf_counter()
    text = _with_options(20_000) + "positions: [{id: p, party: A, wants: x = optoin, strength: demand}]"
    with pytest.raises(ExpressionError, match="line 6: the issue 'x' has no option 'optoin'"):
        read_case(text)
    read_case(_with_options(20_000))
    assert perf_counter() - began < 10  # it grew with the square of their number: 16 s
    for number in (200_000, 1_000_000):
        with pytest.raises(TooLargeError, match=r"names and values|bytes") as error:
            read_case(_with_options(number))
        assert error.value.exit_code == 2 and error.value.hint
    with pytest.raises(TooLargeError, match="more than 100,000 names and values"):
        read_case('{"parties": [' + "\t1," * 100_000 + '"A"]}')


@pytest.mark.parametrize(
    "date", ["2024", "2024-02", "2024-W07", "XXXX-10-07", "XXXX-WXX-4", "2023-WI", "199"]
)
def test_partial_and_open_dates_are_dates(date):
    case = read_case(f"{HEAD}positions: [{{{POSITION[3:-2]}, since: {date}, until: null}}]")
    assert (case.positions[0].since, case.positions[0].until) == (date, None)


def test_a_status_quo_that_misses_an_issue_is_kept_as_it_is():
    case = read_case(LADDER + "status_quo: {pay: low}")
    assert case.status_quo == {"pay": "low"}
    assert read_case(write_case(case)).status_quo == {"pay": "low"}


GRADED = """\
parties: [Red, Blue]
issues: {price: {options: [low, high]}}
positions:
  - {id: r1, party: Red, wants: price = low, strength: demand,
     evidence: {quote: low, report: a.txt, sources: [Agency, the diplomat]}}
  - {id: b1, party: Blue, wants: price = high, strength: demand,
     evidence: [{quote: high, report: a.txt, level: own words}, {quote: high, report: b.txt}]}
"""


def test_grades_and_credence_are_read_and_written():
    said = 'grades: {Diplomat: B2, Blue: A, b.txt: F6}\ncredence: {A: 0.95, "2": 2/3}\n'
    case = read_case(GRADED + said)
    assert case.grades == {"Diplomat": "B2", "Blue": "A", "b.txt": "F6"}
    assert case.credence == {"A": Fraction(19, 20), "2": Fraction(2, 3)}
    assert read_case(write_case(case)) == case


@pytest.mark.parametrize(
    ("said", "message", "hint"),
    [
        ("grades: {diplomt: B2}", "no evidence rests on a source 'diplomt'", "did you mean 'diplomat'?"),
        ("grades: {Agency: B2}", "no evidence rests on a source 'Agency'", "diplomat"),
        ("grades: {diplomat: G}", "is no grade: 'G'", "like B2"),
        ("grades: {diplomat: 2}", "is no grade: '2'", "like B2"),
        ("grades: {diplomat: A, a Diplomat: B}", "'a Diplomat' and 'diplomat' are one source", "leave one"),
        ("credence: {F: 0.5}", "'F' says that nobody can judge", "leave it out"),
        ("credence: {B6: 0.5}", "'B6' says that nobody can judge", "leave it out"),
        ("credence: {H: 0.5}", "'H' is no grade", "like B2"),
        ("credence: {A: 1.5}", "must be from 0 to 1, not 1.5", "0.8 means 80 percent"),
        ("credence: {A: -1}", "must be from 0 to 1, not -1", "0.8 means 80 percent"),
        ("credence: {A: likely}", "must be a number", "2/5"),
    ],
)
def test_errors_in_grades_name_the_line(said, message, hint):
    with pytest.raises(CaseFileError) as error:
        read_case(GRADED + said)
    assert error.value.line == 8
    assert message in error.value.message
    assert hint in error.value.hint
