"""Genius XML: what is read, what is refused, and that it comes back as it was."""

from __future__ import annotations

import os
import warnings
from fractions import Fraction
from itertools import islice, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sulh.framing.genius import genius_files, read_genius, write_genius
from sulh.model.errors import CaseFileError, InputError, NotFoundError, SulhError, TooLargeError, UsageError
from sulh.model.expressions import parse
from sulh.model.problem import Issue, Problem, Utility

FLAT = Path(__file__).parents[1] / "data" / "genius"
SHARED = Path(os.environ.get("SULH_SHARED") or Path(__file__).parents[2].parent / "shared")
DOMAINS = sorted(path for path in (SHARED / "data" / "anac").glob("*") if path.is_dir())


def files():
    return genius_files([FLAT])


def worth(utility, package):
    return sum(
        utility.weights.get(name, 1) * scores[package[name]] for name, scores in utility.scores.items()
    )


def test_a_domain_with_its_profiles_is_a_case_with_utilities():
    problem, notes = read_genius(files())
    assert problem.title == "flat-domain"
    assert problem.parties == ("landlady", "tenant")
    assert problem.issues == (
        Issue(name="rent", options=("€700", "€800", "€900")),
        Issue(name="furniture", options=("stays", "goes")),
        Issue(name="deposit in months", options=("0", "1", "2", "3"), ordered=True),
    )
    tenant, landlady = problem.utilities["tenant"], problem.utilities["landlady"]
    assert tenant.weights["rent"] == Fraction(3, 5) and tenant.scores["rent"]["€800"] == Fraction(7, 10)
    assert list(tenant.scores["deposit in months"].values()) == [
        1,
        Fraction(7, 10),
        Fraction(2, 5),
        Fraction(1, 10),
    ]
    assert landlady.scores["deposit in months"]["3"] == Fraction(15, 2)
    assert (tenant.reserve, landlady.reserve) == (Fraction(1, 5), Fraction(-1))
    assert notes == (
        "evaluations and reservation values count as they are written; Genius divides the evaluations of "
        "each issue by the largest when it runs",
        "the reserve of landlady lies below all its utilities: it excludes nothing",
        "tenant: the discount factor 0.5 is ignored",
    )


def test_evaluations_can_be_put_on_the_scale_of_genius():
    problem, notes = read_genius(files(), normalised=True, title="Flat")
    assert problem.title == "Flat"
    assert problem.utilities["landlady"].scores["rent"]["€800"] == Fraction(4, 5)
    assert problem.utilities["landlady"].scores["furniture"]["goes"] == Fraction(3, 4)
    assert not any("as they are written" in note for note in notes)


def test_it_can_be_written_and_read_again():
    problem, _ = read_genius(files())
    written = write_genius(problem)
    assert sorted(written) == ["domain.xml", "landlady.xml", "tenant.xml"]
    again, _ = read_genius({name: text.encode() for name, text in written.items()}, title=problem.title)
    assert again == problem.model_copy(
        update={"issues": tuple(i.model_copy(update={"ordered": False}) for i in problem.issues)}
    )


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=6)
DECIMALS = st.decimals(-1000, 1000, allow_nan=False, places=6).map(Fraction)


@st.composite
def problems(draw):
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    issues = tuple(
        Issue(name=name, options=tuple(draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))))
        for name in names
    )
    return Problem(
        title="domain",
        parties=("A", "B"),
        issues=issues,
        utilities={
            party: Utility(
                weights={issue.name: abs(draw(DECIMALS)) for issue in issues},
                scores={issue.name: {o: draw(DECIMALS) for o in issue.options} for issue in issues},
                reserve=draw(DECIMALS),
            )
            for party in ("A", "B")
        },
    )


@settings(max_examples=60, deadline=None)
@given(problems())
def test_any_case_comes_back_as_it_was(problem):
    written = {name: text.encode() for name, text in write_genius(problem).items()}
    assert read_genius(written).problem == problem


def test_what_genius_cannot_say_is_not_written():
    problem, _ = read_genius(files())
    tenant = problem.utilities["tenant"]
    cases: dict[str, dict[str, object]] = {
        "links": {"links": (parse("furniture = goes"),)},
        "no utilities for tenant": {"utilities": {"landlady": tenant}},
        "1/3 of landlady has no decimal": {
            "utilities": {"landlady": Utility(reserve=Fraction(1, 3)), "tenant": tenant}
        },
        "would be called Domain.xml": {
            "parties": ("Domain", "tenant"),
            "utilities": {"Domain": tenant, "tenant": tenant},
        },
        "XML cannot hold": {"issues": (Issue(name="a\x00", options=("x",)),), "utilities": {}},
    }
    for said, update in cases.items():
        with pytest.raises(UsageError, match=said):
            write_genius(problem.model_copy(update=update))


def changed(name, old, new):
    given_files = files()
    text = given_files[name].decode()
    assert old in text
    return given_files | {name: text.replace(old, new, 1).encode()}


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("tenant.xml", 'value="€800" ', 'value="€850" ', "line 5: .* no option '€850'"),
        ("tenant.xml", 'name="rent"', 'name="rant"', "line 3: .* no issue 'rant'"),
        ("tenant.xml", '<item index="2" value="goes" evaluation="0"/>', "", "no evaluation for"),
        ("tenant.xml", 'evaluation="0.7"', 'evaluation="good"', "line 5: .*must be a number, not 'good'"),
        ("tenant.xml", 'evaluation="0.7"', 'evaluation="nan"', "must be a number"),
        ("tenant.xml", 'evaluation="0.7"', "", "<item> has no evaluation"),
        ("tenant.xml", '"€800" evaluation="0.7"', '"€700" evaluation="0.7"', "has two evaluations"),
        ("tenant.xml", '<weight index="1" value="0.6"/>', '<weight index="1" value="-1"/>', "is negative"),
        ("tenant.xml", '<weight index="2"', '<weight index="1"', "two weights"),
        ("tenant.xml", "</objective>", "<utility_function/></objective>", "do not add up over issues"),
        ("tenant.xml", 'ftype="linear"', 'ftype="triangular"', "not evaluated by a linear function"),
        ("tenant.xml", 'slope="-0.3"', "", "the evaluator has no slope"),
        ("tenant.xml", 'value="0.2"', 'value="-inf"', "must be a number, not '-inf'"),
        ("tenant.xml", "<utility_space ", "<!DOCTYPE x []><utility_space ", "line 1: .*DOCTYPE"),
        ("tenant.xml", "</objective>", "", r"line 21: tenant.xml is no XML: mismatched tag"),
        ("tenant.xml", "<utility_space ", '<?xml version="1.0" encoding="no"?><utility_space ', "no XML"),
        ("flat-domain.xml", 'type="integer" vtype="integer"', 'type="real"', "only discrete and integer"),
        ("flat-domain.xml", 'upperbound="3"', 'upperbound="-1"', "runs from 0 down to -1"),
        ("flat-domain.xml", 'upperbound="3"', 'upperbound="999999999"', "has 1,000,000,000 values"),
        ("flat-domain.xml", 'name="furniture"', 'name="rent"', "two issues are called 'rent'"),
        ("flat-domain.xml", '<issue index="2"', '<issue index="1"', "two issues have the index 1"),
        ("flat-domain.xml", 'value="goes"', "", "<item> has no value"),
        ("flat-domain.xml", "<negotiation_template", "<other", "mismatched tag"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_says_where(name, old, new, said):
    with pytest.raises((CaseFileError, TooLargeError), match=said) as caught:
        read_genius(changed(name, old, new))
    assert isinstance(caught.value, TooLargeError) or caught.value.hint


def test_a_domain_and_two_profiles_are_needed():
    some = files()
    for name, said in (
        ("tenant.xml", "two or more profiles"),
        ("flat-domain.xml", "one file must be a domain"),
    ):
        with pytest.raises(CaseFileError, match=said):
            read_genius({key: data for key, data in some.items() if key != name})
    with pytest.raises(CaseFileError, match="there is flat-domain"):
        read_genius(some | {"two.xml": some["flat-domain.xml"]})
    with pytest.raises(CaseFileError, match="two profiles are called tenant"):
        read_genius(some | {"tenant.XML": some["tenant.xml"]})
    _, notes = read_genius(some | {"other.xml": b"<frontier/>"})
    assert notes[0] == "other.xml is neither a domain nor a profile (<frontier>) and was passed over"


def test_what_the_files_leave_out_is_said():
    _, notes = read_genius(changed("tenant.xml", '<weight index="1" value="0.6"/>', ""))
    assert "tenant gives no weight to rent: it weighs 1" in notes
    _, notes = read_genius(changed("tenant.xml", '<reservation value="0.2"/>', ""))
    assert "tenant gives no reservation value: its reserve is 0" in notes
    twice = '<item index="1" value="stays"/><item index="9" value="stays"/>'
    problem, notes = read_genius(changed("flat-domain.xml", '<item index="1" value="stays"/>', twice))
    assert problem.issue("furniture").options == ("stays", "goes")
    assert any("twice" in note for note in notes)


def test_a_constant_as_negmas_writes_it_adds_to_every_package():
    constant = '<weight index="4" value="0.25"/></objective>'
    problem, notes = read_genius(changed("tenant.xml", "</objective>", constant))
    plain, _ = read_genius(files())
    assert any("adds to every package" in note for note in notes)
    for options in product(*(issue.options for issue in problem.issues)):
        package = dict(zip((issue.name for issue in problem.issues), options, strict=True))
        one, two = (worth(p.utilities["tenant"], package) for p in (problem, plain))
        assert one == two + Fraction(1, 4)


def test_files_are_found(tmp_path):
    assert sorted(genius_files([FLAT])) == ["flat-domain.xml", "landlady.xml", "tenant.xml"]
    assert list(genius_files([FLAT / "tenant.xml"])) == ["tenant.xml"]
    with pytest.raises(NotFoundError, match="no XML file"):
        genius_files([tmp_path])
    with pytest.raises(NotFoundError, match="no such file"):
        genius_files([tmp_path / "none.xml"])
    (tmp_path / "tenant.xml").write_text("<x/>")
    with pytest.raises(InputError, match="two files are called tenant"):
        genius_files([FLAT, tmp_path])


def test_hostile_xml_ends_in_an_error():
    bomb = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><utility_space>&c;</utility_space>'
    deep = b"<a>" * 5000 + b"</a>" * 5000
    wide = b"<utility_space>" + b"<a/>" * 300_000 + b"</utility_space>"
    for data in (bomb, deep, wide, b"", b"\x00\xff", b" " * 5_000_001, b"<a", "<a>é</a>".encode("latin-1")):
        with pytest.raises(SulhError):
            read_genius(files() | {"tenant.xml": data})


@pytest.mark.skipif(
    not DOMAINS, reason="the ANAC domains are not distributed; set SULH_SHARED to their folder"
)
@pytest.mark.parametrize("folder", DOMAINS, ids=lambda path: path.name)
def test_utilities_are_those_that_negmas_reads(folder):
    inout = pytest.importorskip("negmas.inout")
    problem, _ = read_genius(genius_files([folder]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = inout.Scenario.from_genius_folder(folder, ignore_discount=True)
    assert [issue.name for issue in theirs.issues] == [issue.name for issue in problem.issues]
    assert [ufun.name for ufun in theirs.ufuns] == list(problem.parties)
    step = max(1, theirs.outcome_space.cardinality // 500)
    for outcome in islice(theirs.outcome_space.enumerate(), 0, None, step):
        package = dict(zip((issue.name for issue in problem.issues), outcome, strict=True))
        for ufun in theirs.ufuns:
            exact = worth(problem.utilities[ufun.name], package)
            assert abs(float(ufun(outcome)) - float(exact)) <= 1e-9 * max(1, abs(exact))
    for ufun in theirs.ufuns:
        assert Fraction(str(ufun.reserved_value)) == problem.utilities[ufun.name].reserve


def test_what_negmas_writes_is_read(tmp_path):
    negmas, inout = pytest.importorskip("negmas"), pytest.importorskip("negmas.inout")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        space = negmas.make_os(
            [negmas.make_issue(["red", "blue"], "colour"), negmas.make_issue((2, 4), "size")], name="paint"
        )
        ufuns = [
            negmas.LinearAdditiveUtilityFunction(
                values=[{"red": a, "blue": 0.3}, {2: 0.1, 3: 0.5, 4: b}],
                weights=[0.7, 0.3],
                outcome_space=space,
                reserved_value=0.25,
                bias=bias,
                name=name,
            )
            for a, b, bias, name in ((1.0, 0.9, 0.0, "u1"), (1e-05, -0.2, 0.5, "u2"))
        ]
        names = [tmp_path / f"{ufun.name}.xml" for ufun in ufuns]
        inout.Scenario(outcome_space=space, ufuns=tuple(ufuns)).to_genius_files(tmp_path / "paint.xml", names)
    problem, _ = read_genius(genius_files([tmp_path]))
    for outcome in space.enumerate():
        package = {"colour": str(outcome[0]), "size": str(outcome[1])}
        for ufun in ufuns:
            assert float(worth(problem.utilities[ufun.name], package)) == pytest.approx(float(ufun(outcome)))
