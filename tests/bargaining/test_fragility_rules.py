"""Fragility: single rules, limits, what is refused, and the checker."""

from __future__ import annotations

import random
from fractions import Fraction
from time import perf_counter

import pytest

from sulh.bargaining import credence as odds
from sulh.bargaining.checker.fragility import check_fragility
from sulh.bargaining.fragility import fragility
from sulh.model.errors import UsageError
from sulh.model.expressions import parse
from sulh.model.findings import Chance
from sulh.model.limits import Limits
from sulh.model.problem import Evidence, Issue, Position, Problem


def ends(chance):
    return chance.low, chance.high


def account(source, report="r.txt", **fields):
    return Evidence(quote="…", report=report, sources=(source,), **fields)


PRICE = (Issue(name="price", options=("1", "2", "3"), ordered=True, controller=("Red",)),)


def two(red, blue, **fields):
    """Red will pay 1 at most, Blue wants 3 at least, each on the evidence given."""
    return Problem(
        parties=("Red", "Blue"),
        issues=PRICE,
        positions=(
            Position(id="r", party="Red", wants=parse('price <= "1"'), strength="demand", evidence=red),
            Position(id="b", party="Blue", wants=parse('price >= "3"'), strength="demand", evidence=blue),
        ),
        **fields,
    )


def test_what_a_person_wrote_always_stands():
    found = fragility(two((), (Evidence(quote="as I heard it"),)))
    assert (found.left_out, found.facts, found.single) == ((), (), ())
    assert ends(found.stands[0]) == (1, 1)
    assert ends(found.no_obstacle) == (0, 0)


def test_a_position_with_two_sources_needs_one_of_them():
    grades = {"minister": "B", "diplomat": "C"}
    credence = {"B": Fraction(4, 5), "C": Fraction(1, 2)}
    said = (account("the minister"), account("a diplomat", "s.txt"))
    found = fragility(two(said, (), grades=grades, credence=credence))
    assert ends(found.stands[0]) == (Fraction(9, 10), Fraction(9, 10))
    assert ends(found.no_obstacle) == (Fraction(1, 10), Fraction(1, 10))
    assert found.left_out == ()
    assert [(fact.source, fact.matters) for fact in found.facts] == [
        ("minister", Fraction(2, 5)),
        ("diplomat", Fraction(1, 10)),
    ]
    assert found.credence == {"minister": Fraction(4, 5), "diplomat": Fraction(1, 2)}


def test_two_reports_of_one_source_are_one():
    found = fragility(two((account("Minister"), account("the minister", "s.txt")), ()))
    assert [(one.kind, one.name, one.gone, one.opens) for one in found.left_out] == [
        ("source", "Minister", (0,), True)
    ]
    assert found.unknown == ("Minister",)
    assert ends(found.stands[0]) == (0, 1)


@pytest.mark.parametrize(
    ("grade", "chance"),
    [("B2", "3/4"), ("B1", "4/5"), ("D2", "9/10"), ("D", None), ("B6", None), ("F2", None), (None, None)],
)
def test_the_fullest_key_of_a_grade_counts(grade, chance):
    credence = {"B": Fraction(4, 5), "2": Fraction(9, 10), "B2": Fraction(3, 4)}
    grades = {"Minister": grade} if grade else {}
    found = fragility(two((account("minister"),), (), grades=grades, credence=credence))
    wanted = (Fraction(chance), Fraction(chance)) if chance else (0, 1)
    assert ends(found.stands[0]) == wanted


def test_an_earlier_position_binds_again_without_the_later_one():
    case = two((), ())
    earlier = case.positions[1].model_copy(
        update={
            "id": "b0",
            "wants": parse('price >= "2"'),
            "since": "2024-01-01",
            "evidence": (account("X"),),
        }
    )
    later = case.positions[1].model_copy(update={"since": "2024-02-01", "evidence": (account("Y"),)})
    case = case.model_copy(update={"positions": (case.positions[0], earlier, later)})
    found = fragility(case)
    one = next(one for one in found.left_out if one.name == "Y")
    assert (one.positions, one.revived, one.gone, one.opens) == (("b",), ("b0",), (0,), False)
    assert [new.positions for new in one.new] == [("r", "b0")]
    assert {"b0", "b", "r"} == {item.position.id for item in found.binding}


def test_many_sources_are_drawn_and_say_so():
    many = tuple(account(f"s{at}", f"{at}.txt") for at in range(30))
    case = two((), (), grades={f"s{at}": "B" for at in range(30)}, credence={"B": Fraction(1, 30)})
    case = case.model_copy(
        update={"positions": (case.positions[0], case.positions[1].model_copy(update={"evidence": many}))}
    )
    found = fragility(case, seed=3)
    exact = 1 - Fraction(29, 30) ** 30
    assert found.complete is True and found.stands[0].sampled
    assert (found.draws, found.seed, found.confidence) == (odds.DRAWS, 3, Fraction(99, 100))
    assert found.stands[0].low <= exact <= found.stands[0].high
    assert found.stands[0].high - found.stands[0].low <= Fraction(1, 50)
    assert fragility(case, seed=4).stands != found.stands


def test_many_sources_without_a_chance_are_no_trouble():
    many = tuple(account(f"s{at}", f"{at}.txt") for at in range(60))
    found = fragility(two(many, many))
    assert found.complete is True
    assert ends(found.no_obstacle) == (0, 1)


def test_limits_end_the_search_with_what_it_has():
    found = fragility(two((account("X"),), (account("Y"),)), limits=Limits(seconds=1e-9))
    assert found.complete == "unknown"
    assert "time limit" in (found.why or "")
    assert (found.obstacles, found.no_obstacle, found.facts) == ((), None, ())


def test_an_interruption_ends_the_search_with_what_it_has(monkeypatch):
    def interrupt(self, question, given=None):
        raise KeyboardInterrupt

    monkeypatch.setattr(odds.Odds, "chance", interrupt)
    found = fragility(two((account("X"),), (account("Y"),)))
    assert (found.complete, found.why) == (False, "interrupted")
    assert len(found.left_out) == 3


def test_wrong_dates_and_parties_are_refused():
    with pytest.raises(UsageError, match="is no date"):
        fragility(two((), ()), "yesterday")
    with pytest.raises(UsageError, match="no party 'Rad'"):
        fragility(two((), ()), among=("Rad",))


@pytest.mark.parametrize(
    "change",
    [
        {"single": ()},
        {"stands": (Chance(low=Fraction(1), high=Fraction(1)),)},
        {"no_obstacle": Chance(low=Fraction(0), high=Fraction(1, 2))},
        {"left_out": ()},
        {"facts": "wrong"},
    ],
)
def test_the_checker_finds_what_is_wrong(change):
    case = two((account("X"),), (account("Y"),), grades={"X": "A"}, credence={"A": Fraction(3, 4)})
    found = fragility(case)
    assert check_fragility(case, None, found)
    if change == {"facts": "wrong"}:
        change = {"facts": tuple(fact.model_copy(update={"matters": Fraction(0)}) for fact in found.facts)}
    with pytest.raises(AssertionError, match="a finding failed its check"):
        check_fragility(case, None, found.model_copy(update=change))


def large(positions, reports, sources, graded):
    """Three parties on ten ladders, each position on up to three accounts."""
    drawn = random.Random(1)  # noqa: S311
    names, options = ("P0", "P1", "P2"), tuple(f"o{at}" for at in range(5))
    table = tuple(
        Issue(name=f"i{at}", options=options, ordered=True, controller=(names[at % 3],)) for at in range(10)
    )
    said = []
    for at in range(positions):
        party, issue = drawn.choice(names), drawn.choice(table)
        gives = party in issue.controller
        option = options[drawn.randrange(3) if gives else drawn.randrange(2, 5)]
        said.append(
            Position(
                id=f"p{at}",
                party=party,
                wants=parse(f"{issue.name} {'<=' if gives else '>='} {option}"),
                strength=drawn.choice(["demand"] * 4 + ["red line"]),
                since=f"2024-{drawn.randint(1, 12):02}-{drawn.randint(1, 28):02}",
                evidence=tuple(
                    account(f"s{drawn.randrange(sources)}", f"r{drawn.randrange(reports)}")
                    for _ in range(drawn.randint(1, 3))
                ),
            )
        )
    grades = {f"s{at}": "B" for at in range(graded)}
    return Problem(
        parties=names,
        issues=table,
        positions=tuple(said),
        grades=grades,
        credence={"B": Fraction(4, 5)},
    )


@pytest.mark.parametrize("graded", [0, 8, 30])
def test_hundreds_of_positions_in_fifty_reports_are_answered_in_time(graded):
    began = perf_counter()
    found = fragility(large(200, 50, 30, graded))
    assert perf_counter() - began < 30  # far above what it takes
    assert found.left_out and found.single and found.no_obstacle and found.facts
    assert (found.complete is True) == (not found.why)
    assert bool(found.draws) == (graded == 30)
