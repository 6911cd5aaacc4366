"""Random small cases against an oracle written plainly from the definitions, and metamorphic checks."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sulh.bargaining.blocking import obstacles, openings
from sulh.bargaining.frontier import frontier
from sulh.bargaining.stance import active
from sulh.model.evaluation import contradiction, holds
from sulh.model.expressions import And, Compare, Implies, Node, Not, OneOf, Or, issues_in
from sulh.model.problem import Issue, Offer, Position, Problem

OFTEN = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
SOMETIMES = settings(OFTEN, max_examples=60)


# Random cases


@st.composite
def issues(draw, name, parties):
    ordered = draw(st.booleans())
    number = draw(st.integers(1, 4))
    options = draw(
        st.sampled_from(
            [("10", "12.5", "20", "25"), ("none", "some", "most", "all"), ("3%", "2%", "1%", "0%")]
        )
    )
    return Issue(
        name=name,
        options=options[:number],
        ordered=ordered,
        controller=draw(st.sampled_from([(), *[(p,) for p in parties], parties[:2]])),
        gives=draw(st.sampled_from(["up", "up", "down"])),
        direction_confirmed=draw(st.sampled_from([True, True, True, False])),
    )


@st.composite
def atoms(draw, issue):
    if draw(st.integers(0, 5)) == 0:
        return OneOf(issue.name, tuple(draw(st.sets(st.sampled_from(issue.options), min_size=1))))
    operators = ["=", "!=", "<", "<=", ">", ">="] if issue.ordered else ["=", "!="]
    return Compare(issue.name, draw(st.sampled_from(operators)), draw(st.sampled_from(issue.options)))


@st.composite
def expressions(draw, table):
    first = draw(atoms(draw(st.sampled_from(table))))
    kind = draw(st.sampled_from(["atom"] * 5 + ["and", "or", "implies", "not"]))
    if kind == "not":
        return Not(first)
    if kind == "atom":
        return first
    second = draw(atoms(draw(st.sampled_from(table))))
    return {"and": And((first, second)), "or": Or((first, second)), "implies": Implies(first, second)}[kind]


@st.composite
def problems(draw):
    parties = ("Red", "Blue", "Green")[: draw(st.integers(1, 3))]
    table = [draw(issues(name, parties)) for name in "abcd"[: draw(st.integers(1, 4))]]
    links = tuple(draw(st.lists(expressions(table), max_size=2)))
    assume(contradiction(links, table) is None)
    strengths = ["red line", "demand", "demand", "demand", "preference"]
    positions = [
        Position(
            id=f"p{i}",
            party=draw(st.sampled_from(parties)),
            wants=draw(expressions(table)),
            strength=draw(st.sampled_from(strengths)),
            hedged=draw(st.sampled_from([False, False, True])),
        )
        for i in range(draw(st.integers(0, 4)))
    ]
    offers = []
    for i in range(draw(st.integers(0, 2))):
        scope = draw(st.sets(st.sampled_from(range(len(table))), min_size=1))
        package = {table[at].name: draw(st.sampled_from(table[at].options)) for at in sorted(scope)}
        answers = {p: draw(st.sampled_from(["reject", "none", "accept"])) for p in parties}
        offers.append(Offer(id=f"o{i}", by=draw(st.sampled_from(parties)), package=package, answers=answers))
    quo = {issue.name: draw(st.sampled_from(issue.options)) for issue in table}
    weights = {
        party: draw(st.dictionaries(st.sampled_from([i.name for i in table]), st.fractions(0, 3), max_size=2))
        for party in parties
    }
    return Problem(
        parties=parties,
        issues=tuple(table),
        links=links,
        positions=tuple(positions),
        offers=tuple(offers),
        agreement=draw(st.sampled_from([(), (), (), (parties[:2],)])),
        weights=weights,
        status_quo=draw(st.sampled_from([{}, quo, quo])),
    )


# The oracle


def packages(problem):
    for options in product(*(issue.options for issue in problem.issues)):
        package = dict(zip((issue.name for issue in problem.issues), options, strict=True))
        if all(holds(link, package, problem.by_name) for link in problem.links):
            yield package


def bound(problem):
    among = problem.agreement[0] if problem.agreement else problem.parties
    return [
        item
        for item in active(problem).active
        if item.position.strength != "preference" and item.position.party in among
    ]


def failures(problem, items):
    """Every package with the names of the positions that it fails."""
    return [
        (
            package,
            frozenset(i.position.id for i in items if not holds(i.position.wants, package, problem.by_name)),
        )
        for package in packages(problem)
    ]


def least(sets):
    return {one for one in sets if not any(other < one for other in sets)}


def minimal_unsatisfiable(problem, items):
    failed = least({names for _, names in failures(problem, items)})
    found: list[frozenset[str]] = []
    names = sorted(frozenset().union(*failed))  # what no least failure holds is in no minimal set
    for size in range(len(names) + 1):
        for subset in map(frozenset, combinations(names, size)):
            if not any(known <= subset for known in found) and all(subset & other for other in failed):
                found.append(subset)
    return set(found)


def knots(sets):
    groups: list[set[str]] = []
    for one in sets:
        near = [group for group in groups if group & one]
        groups = [group for group in groups if not group & one] + [set(one).union(*near)]
    return {frozenset(group) for group in groups}


def values(issue):
    if issue.options[0][0].isdigit():
        return {o: Fraction(o.rstrip("%")) for o in issue.options}
    return {o: Fraction(i) for i, o in enumerate(issue.options)}


def shortfall(problem, item, package, items):
    wants = item.position.wants
    if holds(wants, package, problem.by_name):
        return Fraction(0)
    names = set(issues_in(wants))
    issue = problem.issue(min(names))
    good = [o for o in issue.options if holds(wants, {**package, issue.name: o}, problem.by_name)]
    if len(names) > 1 or not issue.ordered or not good:
        return Fraction(1)
    at = values(issue)
    gap = Fraction(0)
    for one, two in combinations(items, 2):
        if set(issues_in(one.position.wants)) == set(issues_in(two.position.wants)) == names:
            sides = [
                [o for o in issue.options if holds(x.position.wants, {issue.name: o}, problem.by_name)]
                for x in (one, two)
            ]
            if one.position.party != two.position.party and all(sides):
                gap = max(gap, min(abs(at[a] - at[b]) for a, b in product(*sides)))
    gap = gap or max(at.values()) - min(at.values())
    return min(abs(at[package[issue.name]] - at[o]) for o in good) / gap


def weight(problem, party, name):
    given_weights = problem.weights.get(party, {})
    if name in given_weights:
        return given_weights[name]
    groups = knots([frozenset(issues_in(link)) for link in problem.links])
    group = next((group for group in groups if name in group), frozenset({name}))
    return Fraction(1, len(group - set(given_weights)))


def movement(problem, party, package, items):
    total = Fraction(0)
    mine = [item for item in items if item.position.party == party]
    for scope in {frozenset(issues_in(item.position.wants)) for item in mine}:
        here = [item for item in mine if frozenset(issues_in(item.position.wants)) == scope]
        most = max(shortfall(problem, item, package, items) for item in here)
        total += most * max(weight(problem, party, name) for name in scope)
    return total


# The checks


@OFTEN
@given(problems())
def test_obstacles_are_the_minimal_unsatisfiable_sets(problem):
    found = obstacles(problem)
    assert found.complete is True
    visible = [item for item in bound(problem) if not item.covered_by]
    assert {frozenset(o.positions) for o in found.obstacles} == minimal_unsatisfiable(problem, visible)
    ranks = [(o.hedged, len(o.positions)) for o in found.obstacles]
    assert ranks == sorted(ranks)


@OFTEN
@given(problems())
def test_openings_are_the_minimal_correction_sets_knot_by_knot(problem):
    found = openings(problem)
    items = bound(problem)
    expected = least({names for _, names in failures(problem, items)})
    combined = {
        frozenset(name for opening in chosen for name in opening.give_up)
        for chosen in product(*(knot.openings for knot in found.knots))
    }
    assert combined == expected
    assert found.number == len(expected)
    sets = minimal_unsatisfiable(problem, items)
    covered = {item.position.id for item in items if item.covered_by}
    for knot in found.knots:
        ground = {name for opening in knot.openings for name in opening.give_up}
        pieces = [piece for piece in knots(sets) if piece & ground]
        assert frozenset().union(*pieces) == ground
        # What stands on covered refusals alone is joined to the knot of a cover; nothing else is joined.
        assert sum(any(one <= piece and not one & covered for one in sets) for piece in pieces) == 1
    assert found.obstacles == obstacles(problem).obstacles
    assert all(knot.obstacles for knot in found.knots)


@OFTEN
@given(problems())
def test_an_opening_alone_in_its_case_comes_with_a_package_of_least_movement(problem):
    found = openings(problem)
    assume(len(found.knots) == 1)
    items = bound(problem)
    counted = [item for item in items if not item.covered_by]
    for opening in found.knots[0].openings:
        totals = {
            tuple(package[name] for name in opening.package): sum(
                movement(problem, party, package, counted) for party in found.among
            )
            for package, failed in sorted(failures(problem, items), key=lambda f: -len(f[1]))
            if failed <= set(opening.give_up)
        }
        assert totals[tuple(opening.package.values())] == min(totals.values())


@OFTEN
@given(problems(), st.booleans())
def test_frontier_is_the_pareto_minimal_movement(problem, cross):
    found = frontier(problem, cross_red_lines=cross)
    items = [item for item in bound(problem) if not item.covered_by]
    lines = {i.position.id for i in items if i.position.strength == "red line"}
    number: dict[tuple[Fraction, ...], int] = {}
    for package, failed in failures(problem, items):
        if cross or not failed & lines:
            asked = tuple(movement(problem, party, package, items) for party in found.parties)
            number[asked] = number.get(asked, 0) + 1
    best = {
        v: n
        for v, n in number.items()
        if not any(w != v and all(a <= b for a, b in zip(w, v, strict=True)) for w in number)
    }
    vectors = [tuple(point.movement.values()) for point in found.points]
    assert {v: p.packages for v, p in zip(vectors, found.points, strict=True)} == best
    for ranked, key in ((found.even, lambda v: sorted(v, reverse=True)), (found.least, sum)):
        assert [i for i, v in enumerate(vectors) if key(v) == min(map(key, best))] == list(ranked)
    for point in found.points:
        fewest = min(
            len(failed)
            for package, failed in failures(problem, items)
            if (cross or not failed & lines)
            and all(movement(problem, p, package, items) == point.movement[p] for p in found.parties)
        )
        assert len(point.crosses) == fewest


def renamed(problem: Problem) -> Problem:
    """The same case under other names of parties and issues."""
    party = {name: name.upper() + "!" for name in problem.parties}
    issue = {i.name: f"issue {i.name}" for i in problem.issues}

    def say(wants: Node) -> Node:
        match wants:
            case Compare(issue=name, operator=operator, option=option):
                return Compare(issue[name], operator, option)
            case OneOf(issue=name, options=options):
                return OneOf(issue[name], options)
            case Not(part=part):
                return Not(say(part))
            case And(parts=parts):
                return And(tuple(map(say, parts)))
            case Or(parts=parts):
                return Or(tuple(map(say, parts)))
            case Implies(premise=premise, conclusion=conclusion):
                return Implies(say(premise), say(conclusion))

    def package(said):
        return {issue[name]: option for name, option in said.items()}

    return Problem(
        parties=tuple(party.values()),
        issues=tuple(
            i.model_copy(update={"name": issue[i.name], "controller": tuple(party[c] for c in i.controller)})
            for i in problem.issues
        ),
        links=tuple(map(say, problem.links)),
        positions=tuple(
            p.model_copy(update={"party": party[p.party], "wants": say(p.wants)}) for p in problem.positions
        ),
        offers=tuple(
            o.model_copy(
                update={
                    "by": party[o.by],
                    "package": package(o.package),
                    "answers": {party[p]: a for p, a in o.answers.items()},
                }
            )
            for o in problem.offers
        ),
        agreement=tuple(tuple(party[p] for p in members) for members in problem.agreement),
        weights={party[p]: {issue[i]: w for i, w in given.items()} for p, given in problem.weights.items()},
        status_quo=package(problem.status_quo),
    )


def essence(problem):
    """What must not depend on names or on the order in which things are listed."""
    points = frontier(problem).points
    return (
        sorted((len(o.positions), o.kind, o.between, o.hedged) for o in obstacles(problem).obstacles),
        openings(problem).number,
        sorted((sorted(point.movement.values()), point.packages) for point in points),
    )


@SOMETIMES
@given(problems())
def test_names_do_not_matter(problem):
    assert essence(renamed(problem)) == essence(problem)


@SOMETIMES
@given(problems())
def test_the_order_of_the_case_does_not_matter(problem):
    turned = problem.model_copy(
        update={
            field: getattr(problem, field)[::-1]
            for field in ("parties", "issues", "links", "positions", "offers")
        }
    )
    assert essence(turned) == essence(problem)


@SOMETIMES
@given(problems())
def test_a_party_that_wants_nothing_changes_nothing(problem):
    more = problem.model_copy(update={"parties": (*problem.parties, "Grey")})
    assume(not problem.agreement)
    assert obstacles(more).obstacles == obstacles(problem).obstacles
    assert openings(more).knots == openings(problem).knots
    with_grey = [{**point.movement, "Grey": Fraction(0)} for point in frontier(problem).points]
    assert sorted(repr(dict(p.movement)) for p in frontier(more).points) == sorted(map(repr, with_grey))
