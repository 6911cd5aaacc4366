"""Expressions: reading, writing, checking against a case, and what they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.model.errors import ExpressionError
from sulh.model.evaluation import check, contradiction, holds
from sulh.model.expressions import And, Compare, Implies, Not, OneOf, Or, issues_in, parse
from sulh.model.problem import Issue, Position

WORDS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["and", "In", "300", 'a "b" \\c', ""]
)
ATOMS = st.builds(Compare, WORDS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), WORDS) | st.builds(
    OneOf, WORDS, st.lists(WORDS, min_size=1, max_size=3).map(tuple)
)


def _grown(parts):
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return (
        st.builds(Not, parts)
        | st.builds(And, several)
        | st.builds(Or, several)
        | st.builds(Implies, parts, parts)
    )


@given(st.recursive(ATOMS, _grown, max_leaves=12))
def test_what_is_written_is_read_back(expression):
    assert parse(str(expression)) == expression


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("war = ends", Compare("war", "=", "ends")),
        ("prisoners>=300", Compare("prisoners", ">=", "300")),
        ("truce != P3M", Compare("truce", "!=", "P3M")),
        ("rate = 12.5%", Compare("rate", "=", "12.5%")),
        ('war = "pauses 3 months"', Compare("war", "=", "pauses 3 months")),
        ("a in {x, 'y}", OneOf("a", ("x", "'y"))),
        ("android = notable", Compare("android", "=", "notable")),
        ("NOT a = b", Not(Compare("a", "=", "b"))),
        ("(a = b)", Compare("a", "=", "b")),
        (
            "a=1 or b=2 and not c=3 implies d=4",
            Implies(
                Or(
                    (
                        Compare("a", "=", "1"),
                        And((Compare("b", "=", "2"), Not(Compare("c", "=", "3")))),
                    )
                ),
                Compare("d", "=", "4"),
            ),
        ),
        (
            "a=1 implies b=2 implies c=3",
            Implies(Compare("a", "=", "1"), Implies(Compare("b", "=", "2"), Compare("c", "=", "3"))),
        ),
    ],
)
def test_reading(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("war = pauses 3 months", "'pauses 3 months' is more than one word", '"pauses 3 months"'),
        ("war = ends now and a = b", "'ends now' is more than one word", '"ends now"'),
        ("the war = ends", "'the war' is more than one word", '"the war"'),
        ("war =", "it ends too early", "write it like"),
        ("", "it ends too early", "write it like"),
        ("(war = ends", "it ends too early", "write it like"),
        ('war = "ends', "a quote is not closed", "close it"),
        ("war == ends", "unexpected '= ends' (character 6)", "write it like"),
        ("war = ends)", "unexpected ')' (character 11)", "write it like"),
        ("a in {}", "unexpected '}'", "write it like"),
        ("not " * 500 + "a = b", "nested more than 60 deep", "split"),
    ],
)
def test_what_cannot_be_read_says_where(text, message, hint):
    with pytest.raises(ExpressionError) as error:
        parse(text)
    assert message in error.value.message
    assert hint in error.value.hint


@given(st.text(max_size=40) | st.text('ab ={}(),"\\<>!andornotimplies', max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        assert parse(str(parse(text))) == parse(text)
    except ExpressionError as error:
        assert error.hint


def test_a_value_reads_and_writes_its_expression_as_text():
    position = Position(id="p", party="A", wants="war = ends", strength="demand")
    assert position.wants == Compare("war", "=", "ends")
    assert position.model_dump()["wants"] == "war = ends"
    assert Position.model_validate_json(position.model_dump_json()) == position


ISSUES = (
    Issue(name="war", options=("goes on", "ends")),
    Issue(name="prisoners", options=("0", "300", "all"), ordered=True, gives="down"),
)
BY_NAME = {issue.name: issue for issue in ISSUES}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("wor = ends", "no issue 'wor'", "did you mean 'war'?"),
        ("land = ends", "no issue 'land'", "there are: war, prisoners"),
        ("not war = Ends", "no option 'Ends'", "did you mean 'ends'?"),
        ("war = ends implies prisoners in {300, 400}", "no option '400'", "did you mean '300'?"),
        ("war = ends or war > ends", "an order that the issue 'war' does not have", "ordered"),
    ],
)
def test_checking_names_the_nearest_right_name(text, message, hint):
    with pytest.raises(ExpressionError) as error:
        check(parse(text), ISSUES)
    assert message in error.value.message
    assert hint in error.value.hint


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("prisoners = 300", "300"),
        ("prisoners != 300", "0 all"),
        ("prisoners < 300", "0"),
        ("prisoners <= 300", "0 300"),
        ("prisoners > 300", "all"),
        ("prisoners >= 300", "300 all"),
        ("prisoners in {0, all}", "0 all"),
        ("not prisoners = 0 and prisoners != all", "300"),
        ("prisoners = 0 or prisoners = all", "0 all"),
        ("prisoners >= 300 implies prisoners = all", "0 all"),
    ],
)
def test_meaning_follows_the_listed_order(text, options):
    wants = parse(text)
    check(wants, ISSUES)
    met = [option for option in ISSUES[1].options if holds(wants, {"prisoners": option}, BY_NAME)]
    assert met == options.split()
    assert set(issues_in(wants)) == {"prisoners"}


@pytest.mark.parametrize(
    ("links", "at"),
    [
        ([], None),
        (["war = ends implies prisoners = all"], None),
        (["prisoners = 0", "war = ends", "war = ends implies prisoners = all"], 2),
        (["war = ends", 'war = "goes on"', "prisoners = 0"], 1),
        (["prisoners > all"], 0),
    ],
)
def test_contradictory_links_are_found(links, at):
    assert contradiction([parse(link) for link in links], ISSUES) == at


def test_a_contradiction_out_of_reach_is_not_claimed():
    links = [parse("prisoners = 0 and prisoners = all")]
    assert contradiction(links, ISSUES, limit=1) is None
