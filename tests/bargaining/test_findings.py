"""Worked cases: obstacles, openings, the frontier, drafts, who must agree, and what is out of reach."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sulh.bargaining.blocking import obstacles, openings
from sulh.bargaining.checker.blocking import check_obstacles, check_openings
from sulh.bargaining.checker.frontier import check_frontier
from sulh.bargaining.drafts import test_package
from sulh.bargaining.frontier import frontier
from sulh.bargaining.space import agreement_sets
from sulh.bargaining.stance import active
from sulh.model.errors import CaseFileError, ExpressionError, UsageError
from sulh.model.limits import Limits
from sulh.model.problem import Issue, Offer, Position, Problem

QUO = {"war": "goes on", "prisoners": "0", "captives": "kept", "leaders": "remain", "barghouti": "held"}
CAIRO = Problem(
    title="Cairo talks, February 2024",
    parties=("Israel", "Hamas"),
    mediators=("Egypt", "Qatar", "United States"),
    issues=(
        Issue(
            name="war",
            options=("goes on", "pauses 3 months", "ends"),
            ordered=True,
            controller=("Israel", "Hamas"),
        ),
        Issue(name="prisoners", options=("0", "300", "1500", "all"), ordered=True, controller=("Israel",)),
        Issue(name="captives", options=("kept", "all freed"), controller=("Hamas",)),
        Issue(name="leaders", options=("leave", "remain"), controller=("Hamas",)),
        Issue(name="barghouti", options=("held", "freed"), controller=("Israel",)),
    ),
    links=("prisoners = all implies barghouti = freed",),
    positions=(
        Position(id="h1", party="Hamas", wants="war = ends", strength="demand", since="2024-02-15"),
        Position(id="i1", party="Israel", wants="barghouti = held", strength="red line", since="2024-01"),
    ),
    offers=(
        Offer(
            id="o1",
            by="Israel",
            to=("Hamas",),
            package={"prisoners": "1500", "captives": "all freed"},
            answers={"Hamas": "reject"},
        ),
    ),
    weights={"Hamas": {"war": Fraction(3)}},
    status_quo=QUO,
)


def case(positions, options=("0", "10", "20", "30", "40"), **more):
    """A case on one ladder, `price`, that Seller controls; positions as {id: (party, wants[, strength])}."""
    return Problem(
        parties=more.pop("parties", ("Buyer", "Seller")),
        issues=more.pop(
            "issues", (Issue(name="price", options=options, ordered=True, controller=("Seller",)),)
        ),
        positions=tuple(
            Position(id=name, party=party, wants=wants, strength=(*strength, "demand")[0])
            for name, (party, wants, *strength) in positions.items()
        ),
        **more,
    )


def with_positions(problem, **positions):
    more = tuple(
        Position(id=name, party=party, wants=wants, strength="demand")
        for name, (party, wants) in positions.items()
    )
    return problem.model_copy(update={"positions": problem.positions + more})


# The Cairo case


def test_cairo_as_recorded_is_open_on_terms_nobody_was_asked_about():
    assert obstacles(CAIRO).obstacles == ()
    assert openings(CAIRO).number == 1
    [point] = frontier(CAIRO).points
    assert point.movement == {"Israel": 0, "Hamas": 0}
    assert point.package == {**QUO, "war": "ends", "prisoners": "1500", "captives": "all freed"}
    assert point.packages == 6
    assert point.assumes == ("war", "captives")
    assert point.reopens == ("o1",)
    refused = next(i for i in active(CAIRO).active if i.kind == "refusal")
    assert refused.covered_by == ("h1",)


def test_cairo_before_the_demand_the_refusal_binds_by_itself():
    before = active(CAIRO, "2024-02-14")
    assert [i.position.id for i in before.active] == [
        "i1",
        "o1:prisoners",
        "o1:captives",
        "o1:refused by Hamas",
    ]
    assert before.active[-1].covered_by == ()
    assert str(before.active[-1].position.wants) == (
        'not (war <= "goes on" and prisoners <= "1500" and captives = "all freed" and barghouti = held)'
    )
    assert obstacles(CAIRO, "2024-02-14").obstacles == ()
    assert frontier(CAIRO, "2024-02-14").points[0].package["war"] == "pauses 3 months"


def test_cairo_with_its_counter_demands():
    full = with_positions(
        CAIRO,
        h2=("Hamas", "prisoners = all"),
        h5=("Hamas", "barghouti = freed"),
        i2=("Israel", 'war <= "pauses 3 months"'),
    )
    found = obstacles(full)
    assert [o.positions for o in found.obstacles] == [
        ("h1", "i2"),
        ("i1", "h2"),
        ("i1", "h5"),
        ("h2", "o1:prisoners"),
    ]
    assert {o.kind for o in found.obstacles} == {"clash"}
    ways = openings(full)
    assert [knot.obstacles for knot in ways.knots] == [(0,), (1, 2, 3)]
    assert [[o.give_up for o in knot.openings] for knot in ways.knots] == [
        [("h1",), ("i2",)],
        [("h2", "h5"), ("i1", "h2"), ("i1", "o1:prisoners")],
    ]
    assert [o.red_lines for o in ways.knots[1].openings] == [0, 1, 1]
    assert ways.knots[0].openings[0].package == {"war": "pauses 3 months"}
    assert ways.knots[1].openings[0].package == {"prisoners": "1500", "barghouti": "held"}
    assert ways.knots[1].openings[2].package == {"prisoners": "all", "barghouti": "freed"}
    assert ways.number == 6
    points = frontier(full).points
    assert [p.movement for p in points] == [
        {"Israel": 0, "Hamas": 4},
        {"Israel": 1, "Hamas": 1},
    ]


def test_a_refusal_is_back_in_force_when_its_cover_is_given_up():
    one = case(
        {"low": ("Seller", "price <= 20", "red line"), "high": ("Buyer", "price >= 30")},
        offers=(Offer(id="o", by="Seller", package={"price": "20"}, answers={"Buyer": "reject"}),),
    )
    assert [o.positions for o in obstacles(one).obstacles] == [("low", "high"), ("high", "o:price")]
    assert [o.give_up for o in openings(one).knots[0].openings] == [
        ("high", "o:refused by Buyer"),
        ("low", "o:price"),
    ]
    assert openings(one).knots[0].openings[0].reopens == ("o",)


def test_what_stands_on_covered_refusals_alone_is_opened_with_a_cover():
    """The link leaves only what Buyer refused; its demand covers the refusal."""
    one = case(
        {"high": ("Buyer", "price >= 30")},
        links=("price = 20",),
        offers=(Offer(id="o", by="Seller", package={"price": "20"}, answers={"Buyer": "reject"}),),
    )
    assert [o.positions for o in obstacles(one).obstacles] == [("high",)]
    [knot] = openings(one).knots
    assert knot.obstacles == (0,)
    assert [o.give_up for o in knot.openings] == [("high", "o:refused by Buyer")]


# Obstacles and openings


def test_options_between_the_sides_are_listed():
    [found] = obstacles(case({"s": ("Seller", "price <= 10"), "b": ("Buyer", "price >= 40")})).obstacles
    assert (found.kind, found.between, found.parties) == ("between", ("20", "30"), ("Buyer", "Seller"))
    [near] = obstacles(case({"s": ("Seller", "price <= 10"), "b": ("Buyer", "price >= 20")})).obstacles
    assert (near.kind, near.between) == ("clash", ())


def test_a_party_can_stand_in_its_own_way():
    [found] = obstacles(case({"a": ("Buyer", "price <= 10"), "b": ("Buyer", "price >= 40")})).obstacles
    assert (found.kind, found.parties) == ("self", ("Buyer",))
    [alone] = obstacles(case({"a": ("Buyer", "price > 40")})).obstacles
    assert (alone.kind, alone.positions) == ("self", ("a",))


def test_what_rests_on_a_hedged_position_comes_last():
    hedged = Position(id="h", party="Buyer", wants="price >= 20", strength="demand", hedged=True)
    firm = case(
        {"s": ("Seller", "price <= 10"), "x": ("Seller", "price != 40"), "b": ("Buyer", "price = 40")}
    )
    found = obstacles(firm.model_copy(update={"positions": (hedged, *firm.positions)}))
    assert [(o.positions, o.hedged) for o in found.obstacles] == [
        (("s", "b"), False),
        (("x", "b"), False),
        (("h", "s"), True),
    ]


def test_openings_give_up_fewest_red_lines_then_fewest_of_one_party():
    found = openings(
        case(
            {
                "b1": ("Buyer", "price >= 30"),
                "b2": ("Buyer", "price = 30 or price = 40"),
                "s": ("Seller", "price <= 20", "red line"),
                "c": ("Third", "price <= 10"),
            },
            parties=("Buyer", "Seller", "Third"),
        )
    )
    assert [(o.red_lines, o.give_up) for o in found.knots[0].openings] == [
        (0, ("b1", "b2")),
        (1, ("s", "c")),
    ]


def test_without_positions_nothing_blocks():
    empty = case({})
    assert obstacles(empty).complete is True
    assert openings(empty).number == 1
    assert len(frontier(empty).points) == 1


def test_no_issues_at_all():
    nothing = Problem(parties=("A", "B"))
    assert obstacles(nothing).obstacles == ()
    assert frontier(nothing).points[0].package == {}


def test_links_that_exclude_each_other_are_an_error():
    with pytest.raises(CaseFileError, match="no package meets the links on price"):
        obstacles(case({}, links=("price = 0", "price = 10")))


def test_a_cut_list_says_so():
    many = case({f"b{i}": ("Buyer", "price >= 20") for i in range(6)} | {"s": ("Seller", "price <= 10")})
    found = obstacles(many, limits=Limits(most=4))
    assert len(found.obstacles) == 4
    assert found.complete is False
    assert found.why == "the list is cut"
    assert obstacles(many, limits=Limits(most=6)).complete is True


def test_issues_joined_by_a_wide_position_are_settled_together():
    wide = [Issue(name=name, options=("0", "1", "2", "3"), ordered=True) for name in "xyz"]
    price = Issue(name="price", options=("0", "10"), ordered=True)
    big = case(
        {
            "b": ("Buyer", "price = 10"),
            "s": ("Seller", "price = 0"),
            "w": ("Buyer", "x = 1 and y = 1 or y = 2 and z = 2 or x = 3 and z = 3 or x = 0 and y = 0"),
        },
        issues=(price, *wide),
    )
    assert [o.positions for o in obstacles(big).obstacles] == [("b", "s")]
    assert openings(big).complete is True
    assert set(frontier(big).points[0].package) == {"price", "x", "y", "z"}


# Movement


def test_movement_is_measured_against_the_widest_gap_in_values():
    ends = case(
        {"s": ("Seller", "price <= 2"), "b": ("Buyer", "price >= 12.5")}, ("0", "2", "5", "12.5", "20")
    )
    assert [(p.movement["Buyer"], p.movement["Seller"]) for p in frontier(ends).points] == [
        (0, 1),
        (1, 0),
        (Fraction(5, 7), Fraction(2, 7)),
    ]
    assert frontier(ends).one_for_one
    assert frontier(ends).even == (2,)
    assert frontier(ends).least == (0, 1, 2)


def test_movement_counts_rungs_where_options_are_no_numbers():
    words = case(
        {"s": ("Seller", "price = low"), "b": ("Buyer", "price = top")}, ("low", "fair", "high", "top")
    )
    assert {p.movement["Buyer"] for p in frontier(words).points} == {0, Fraction(1, 3), Fraction(2, 3), 1}


def test_percentages_are_numbers_and_mixed_units_are_rungs():
    positions = {"s": ("Seller", 'price = "1%"'), "b": ("Buyer", "price = last")}
    percent = case({**positions, "b": ("Buyer", 'price = "9%"')}, ("1%", "3%", "9%"))
    assert {p.movement["Buyer"] for p in frontier(percent).points} == {0, Fraction(3, 4), 1}
    mixed = case(positions, ("1%", "3", "last"))
    assert {p.movement["Buyer"] for p in frontier(mixed).points} == {0, Fraction(1, 2), 1}


def test_weights_and_the_largest_shortfall_on_an_issue():
    heavy = case(
        {"s": ("Seller", "price <= 10"), "b": ("Buyer", "price >= 40"), "b2": ("Buyer", "price >= 30")},
        weights={"Buyer": {"price": Fraction(3, 2)}},
    )
    assert frontier(heavy).points[1].movement == {"Buyer": Fraction(3, 2), "Seller": 0}


def test_issues_joined_by_links_share_one_weight_unless_weighted():
    full = with_positions(
        CAIRO,
        h2=("Hamas", "prisoners = all"),
        h3=("Hamas", "barghouti = freed"),
        h4=("Hamas", "leaders = remain"),
    )
    objections = test_package(full, {"prisoners": "1500", "barghouti": "held", "leaders": "leave"})
    assert {o.position: o.shortfall for o in objections.objections} == {"h2": 1, "h3": 1, "h4": 1}
    least = frontier(full).points[0]
    assert least.movement == {"Israel": 0, "Hamas": 1}
    weighted = full.model_copy(update={"weights": {"Hamas": {"barghouti": Fraction(5)}}})
    assert frontier(weighted).points[0].movement == {"Israel": 0, "Hamas": 6}


def test_red_lines_are_kept_unless_asked_otherwise():
    lines = case({"s": ("Seller", "price <= 10", "red line"), "b": ("Buyer", "price >= 40")})
    assert len(frontier(lines).points) == 1
    crossing = frontier(lines, cross_red_lines=True)
    assert len(crossing.points) == 4
    assert crossing.points[0].crosses == ("s",)


def test_red_lines_that_exclude_each_other_leave_no_package():
    lines = case({"s": ("Seller", "price <= 10", "red line"), "b": ("Buyer", "price >= 40", "red line")})
    found = frontier(lines)
    assert (found.points, found.even, found.complete) == ((), (), True)
    assert found.why == "no package keeps all red lines and links on price"


def test_preferences_never_count():
    wish = case({"s": ("Seller", "price <= 10"), "b": ("Buyer", "price >= 40", "preference")})
    assert obstacles(wish).obstacles == ()
    assert frontier(wish).points[0].movement == {"Buyer": 0, "Seller": 0}


def test_of_equal_movement_the_package_nearest_to_the_offers_is_shown():
    offered = case({}, offers=(Offer(id="o", by="Seller", package={"price": "30"}),))
    [point] = frontier(offered).points
    assert (point.package, point.packages) == ({"price": "30"}, 4)


# Who must agree


def test_only_members_of_the_agreement_bind():
    third = case(
        {
            "b": ("Buyer", "price >= 30"),
            "s": ("Seller", "price <= 10"),
            "t": ("Third", "price = 20"),
        },
        parties=("Buyer", "Seller", "Third"),
        agreement=(("Buyer", "Third"), ("Seller", "Third")),
    )
    assert agreement_sets(third) == (("Buyer", "Third"), ("Seller", "Third"))
    assert [o.positions for o in obstacles(third).obstacles] == [("b", "t")]
    found = obstacles(third, among=("Seller", "Third"))
    assert [o.positions for o in found.obstacles] == [("s", "t")]
    assert found.among == ("Seller", "Third")
    assert len(obstacles(third, among=third.parties).obstacles) == 3
    assert agreement_sets(CAIRO) == (("Israel", "Hamas"),)
    with pytest.raises(UsageError, match="no party 'Byer'") as error:
        obstacles(third, among=("Byer",))
    assert error.value.hint == "did you mean 'Buyer'?"


# Drafts


def test_a_draft_hears_objections_and_what_it_leaves_open():
    full = with_positions(CAIRO, h2=("Hamas", "prisoners = all"))
    found = test_package(full, {"prisoners": "300", "captives": "all freed", "war": "goes on"})
    assert [(o.position, o.party, o.shortfall) for o in found.objections] == [
        ("h1", "Hamas", Fraction(1)),
        ("h2", "Hamas", Fraction(2)),
    ]
    assert found.left_open == ("leaders", "barghouti")
    assert found.undecided == ("i1",)
    assert found.assumes == ("captives",)
    assert found.breaks == ()
    broken = test_package(full, {**QUO, "prisoners": "all"})
    assert broken.breaks == (0,)
    whole = test_package(full, {**QUO, "prisoners": "1500", "captives": "all freed"})
    assert whole.reopens == ("o1",)


def test_a_draft_on_something_else_is_refused():
    with pytest.raises(ExpressionError, match="no issue 'captive'") as error:
        test_package(CAIRO, {"captive": "kept"})
    assert error.value.hint == "did you mean 'captives'?"


# The checker


def test_the_checker_finds_what_is_wrong():
    two = case({"s": ("Seller", "price <= 10"), "b": ("Buyer", "price >= 40"), "n": ("Buyer", "price != 0")})
    stance = active(two)
    found = obstacles(two)
    [true] = found.obstacles
    for positions in (("s",), ("s", "b", "n"), ("s", "x")):
        wrong = found.model_copy(update={"obstacles": (true.model_copy(update={"positions": positions}),)})
        with pytest.raises(AssertionError):
            check_obstacles(two, stance, wrong)
    ways = openings(two)
    [knot] = ways.knots
    for change in ({"give_up": ("n",)}, {"give_up": ("s", "n")}, {"package": {"price": "0"}}):
        opening = knot.openings[0].model_copy(update=change)
        wrong_knot = knot.model_copy(update={"openings": (opening, *knot.openings[1:])})
        with pytest.raises(AssertionError):
            check_openings(two, stance, ways.model_copy(update={"knots": (wrong_knot,)}))
    points = frontier(two)
    first = points.points[0]
    for point in (
        {"movement": {"Buyer": Fraction(0), "Seller": Fraction(2)}},
        {"package": {"price": "20"}},
        {"crosses": ()},
    ):
        wrong_point = first.model_copy(update=point)
        with pytest.raises(AssertionError):
            check_frontier(
                two,
                stance,
                points.model_copy(update={"points": (wrong_point, *points.points[1:])}),
                keep_red_lines=True,
            )
