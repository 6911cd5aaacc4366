"""Case files: the documented format, the round trip, YAML's traps, and errors that name the line."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sulh.framing.casefile import read_case, write_case
from sulh.model.errors import CaseFileError, ExpressionError
from sulh.model.evaluation import contradiction
from sulh.model.expressions import And, Compare, Implies, Not, OneOf, Or
from sulh.model.problem import Evidence, Irreversible, Issue, Offer, Position, Problem, Utility

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
utilities:   {Israel: {weights: {war: 0.4}, scores: {war: {ends: 1, goes on: 2/3}}, reserve: 0.3}}
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
    assert case.utilities["Israel"].scores == {"war": {"ends": 1, "goes on": Fraction(2, 3)}}
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
        ("\tparties: [A]", 1, "cannot start any token", "quotes"),
        ("a\0b", None, "special characters are not allowed", "quotes"),
        ("", None, "has nothing in it", "parties"),
        ("# nothing\n", None, "has nothing in it", "parties"),
        ("- A", 1, "it must be names with values", "parties"),
        ("parties: [A]\n---\nparties: [B]", 2, "neither YAML nor JSON", "quotes"),
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
    with pytest.raises(CaseFileError, match="longer than"):
        read_case("#" * 5_000_001)


# The round trip

OFTEN = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "no",
        "on",
        "~",
        "null",
        "300",
        "2024-01-01",
        "a: b",
        "- x",
        " x ",
        "a\nb",
        "\x85",
        "=",
        "<<",
        "!x",
        "'",
        "#",
    ]
)
FRACTIONS = st.fractions(-100, 100) | st.decimals(-9, 9, allow_nan=False, places=4).map(Fraction)


def _evidence():
    return st.builds(
        Evidence,
        quote=TEXTS,
        report=st.none() | TEXTS,
        move=st.none() | TEXTS,
        start=st.none() | st.integers(0, 99),
        end=st.none() | st.integers(0, 99),
        sources=st.lists(TEXTS, max_size=2).map(tuple),
        level=st.sampled_from(["press", "own words", "counterpart"]),
        published=st.none() | st.just("2024-02"),
    )


@st.composite
def problems(draw):
    everybody = draw(st.lists(TEXTS, min_size=1, max_size=4, unique=True))
    split = draw(st.integers(1, len(everybody)))
    parties, mediators = tuple(everybody[:split]), tuple(everybody[split:])
    party, anybody = st.sampled_from(parties), st.sampled_from(everybody)
    table = [
        draw(
            st.builds(
                Issue,
                name=st.just(name),
                options=st.just(options := tuple(draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True)))),
                ordered=st.booleans(),
                controller=st.lists(anybody, max_size=2, unique=True).map(tuple),
                gives=st.sampled_from(["up", "down"]),
                direction_confirmed=st.booleans(),
                open_rungs=st.lists(st.sampled_from(options), max_size=1).map(tuple),
                label=st.none() | TEXTS,
                unit=st.none() | TEXTS,
            )
        )
        for name in draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
    ]
    atom = st.sampled_from(table).flatmap(
        lambda i: (
            st.builds(
                Compare,
                st.just(i.name),
                st.sampled_from(["=", "!=", "<", ">="] if i.ordered else ["=", "!="]),
                st.sampled_from(i.options),
            )
            | st.builds(OneOf, st.just(i.name), st.lists(st.sampled_from(i.options), min_size=1).map(tuple))
        )
    )
    pair = st.tuples(atom, atom)
    wants = (
        atom
        | st.builds(Not, atom)
        | st.builds(And, pair)
        | st.builds(Or, pair)
        | st.builds(Implies, atom, atom)
    )
    state = st.fixed_dictionaries({i.name: st.sampled_from(i.options) for i in table})
    part = state.map(lambda whole: dict(list(whole.items())[:2]))
    evidence = st.lists(_evidence(), max_size=2).map(tuple)
    numbers = st.dictionaries(st.sampled_from([i.name for i in table]), FRACTIONS, max_size=2)
    ids = draw(st.lists(TEXTS, min_size=4, max_size=4, unique=True))
    position = st.builds(
        Position,
        id=st.just(""),
        party=party,
        wants=wants,
        strength=st.sampled_from(["red line", "demand", "offer", "preference"]),
        since=st.none() | TEXTS,
        until=st.none() | TEXTS,
        own_voice=st.booleans(),
        hedged=st.booleans(),
        note=st.none() | TEXTS,
        evidence=evidence,
    )
    offer = st.builds(
        Offer,
        id=st.just(""),
        by=anybody,
        to=st.lists(anybody, max_size=2).map(tuple),
        package=part,
        since=st.none() | TEXTS,
        answers=st.dictionaries(anybody, st.sampled_from(["accept", "reject", "none"]), max_size=2),
        answered=st.dictionaries(anybody, TEXTS, max_size=1),
        condition=st.none() | TEXTS,
        own_voice=st.booleans(),
        evidence=evidence,
        answer_evidence=st.dictionaries(anybody, evidence, max_size=1),
    )
    links = tuple(draw(st.lists(wants, max_size=2)))
    assume(contradiction(links, table) is None)
    scores = st.just({i.name: {o: draw(FRACTIONS) for o in i.options} for i in table})
    positions = draw(st.lists(position, max_size=2))
    offers = draw(st.lists(offer, max_size=2))
    options = table[0].options
    return Problem(
        title=draw(TEXTS),
        parties=parties,
        mediators=mediators,
        issues=tuple(table),
        links=links,
        positions=tuple(p.model_copy(update={"id": ids[i]}) for i, p in enumerate(positions)),
        offers=tuple(o.model_copy(update={"id": ids[i + 2]}) for i, o in enumerate(offers)),
        agreement=tuple(draw(st.lists(st.lists(party, max_size=2).map(tuple), max_size=2))),
        weights=draw(st.dictionaries(party, numbers, max_size=2)),
        utilities=draw(
            st.dictionaries(
                party, st.builds(Utility, weights=numbers, scores=scores, reserve=FRACTIONS), max_size=1
            )
        ),
        preferences=draw(st.dictionaries(party, st.lists(wants, max_size=2).map(tuple), max_size=1)),
        ranking=draw(
            st.dictionaries(
                party,
                st.lists(st.lists(state, max_size=2).map(tuple), max_size=2).map(tuple),
                max_size=1,
            )
        ),
        irreversible=tuple(
            Irreversible.model_validate({"issue": table[0].name, "from": options[0], "to": options[-1]})
            for _ in range(draw(st.integers(0, 1)))
        ),
        status_quo=draw(part),
    )


@OFTEN
@given(problems())
def test_what_is_written_is_read_back(problem):
    assert read_case(write_case(problem)) == problem


@OFTEN
@given(st.text(max_size=60) | st.text("parties: [A]{}issues\n-&*!\"'|>%@#,", max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        read_case(text)
    except CaseFileError as error:
        assert error.hint
