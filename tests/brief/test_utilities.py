"""The section on utilities, its drawings, and the drawing of a movement frontier of more than two parties."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sulh.bargaining.packages import packages
from sulh.brief.chart import chart
from sulh.brief.drawing import figure, spread
from sulh.brief.page import Chart, Para, Section, Table
from sulh.brief.utilities import utilities
from sulh.brief.utility_chart import utility_chart
from sulh.framing.casefile import read_case
from sulh.model.findings import Frontier, FrontierPoint, PackagePoint, Packages
from sulh.model.limits import Limits
from sulh.model.problem import Issue, Problem, Utility

FLAT = Path(__file__).parents[2] / "examples" / "flat-rent.yaml"
CLASSES = {
    "axis", "dot", "edge", "egalitarian", "end", "even", "kalai_smorodinsky", "leader", "least", "line",
    "mark", "name", "nash", "parallel", "point", "reserve", "tick", "utilitarian", "utilities",
}  # fmt: skip


@pytest.fixture(scope="module")
def flat() -> Problem:
    return read_case(FLAT.read_text("utf-8"))


def many(parties: int, reserve: int = 0) -> Packages:
    """Each of the parties would have one of the options for itself alone."""
    names = tuple(f"Party {i}" for i in range(parties))
    issues = tuple(Issue(name=f"i{n}", options=names) for n in range(3))
    scores = {
        name: {i.name: {o: Fraction(3 if o == name else 1 + n) for n, o in enumerate(names)} for i in issues}
        for name in names
    }
    utilities_ = {
        name: Utility(scores=scores[name], weights={"i0": Fraction(n + 1)}, reserve=Fraction(reserve))
        for n, name in enumerate(names)
    }
    return packages(Problem(parties=names, issues=issues, utilities=utilities_))


def words(section: Section) -> str:
    """All that a section says, a line for each paragraph and row."""
    said = []
    for block in section.blocks:
        if isinstance(block, Para):
            said.append("".join(getattr(part, "text", "") for part in block.line))
        if isinstance(block, Table):
            rows = (block.head, *block.rows)
            said += [
                " | ".join("".join(p.text for p in cell if hasattr(p, "text")) for cell in r) for r in rows
            ]
    return "\n".join(said)


def drawn(svg: str) -> ElementTree.Element:
    """The drawing, which must be XML with known classes and no colour or script of its own."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    used = {name for e in root.iter() for name in e.get("class", "").split()}
    assert used <= CLASSES, used - CLASSES
    assert not re.search(r"(style|fill|stroke|on\w+|href)=", svg)
    return root


def test_the_section_sets_the_solutions_side_by_side(flat):
    section = utilities(packages(flat), flat.issues)
    assert (section.key, section.title) == ("packages", "The best packages by the utilities")
    assert words(section).splitlines() == [
        "Utilities | Nash | Kalai–Smorodinsky | egalitarian | utilitarian",
        "Tenant: utility | 0.815 | 0.705 | 0.615 | 0.905",
        "Landlady: utility | 0.735 | 0.78 | 0.835 | 0.68",
        "shortest term | 4 years | 2 years | 4 years | 2 years",
        "repairs | landlady pays | tenant pays | tenant pays | landlady pays",
        "does not meet" + " | Landlady’s demand: monthly rent: at least €850" * 4,
        "The same in all of these: monthly rent: €800; furniture: stays.",
        "13 points at which no package is better for one party and worse for none. Reserves: Tenant 0.25 and "
        "Landlady 0.45. The most that each could have with all reserves met: Tenant 0.905 and Landlady 0.94. "
        "Positions do not bind here, links do.",
    ]
    assert isinstance(section.blocks[-1], Chart)


def test_what_is_missing_is_said(flat):
    cut = utilities(packages(flat, limits=Limits(most=5)), flat.issues)
    assert "Not all points are listed: 5 of 13 points are listed." in words(cut)
    greedy = flat.utilities["Tenant"].model_copy(update={"reserve": Fraction(2)})
    none = packages(flat.model_copy(update={"utilities": flat.utilities | {"Tenant": greedy}}))
    said = words(utilities(none, flat.issues))
    assert said == (
        "No package will do: no package meets the reserve of Tenant, 2: the most there is for it is 193/200."
    )
    unknown = Packages(method="m", parties=("A",), complete="unknown", why="interrupted")
    assert words(utilities(unknown, flat.issues)) == "The packages could not be computed: interrupted."
    pairs = [{"A": Fraction(1), "B": Fraction(2)}, {"A": Fraction(2), "B": Fraction(1)}]
    early = Packages(
        method="m",
        parties=("A", "B"),
        complete=False,
        why="no time",
        reserves=dict.fromkeys("AB", Fraction(0)),
        number=2,
        points=tuple(PackagePoint(utility=pair, package={"x": str(pair["A"])}) for pair in pairs),
    )
    text = words(utilities(early, [Issue(name="x", options=("1", "2"))]))
    assert "Utilities | point 1 | point 2" in text and "Not all points are listed: no time." in text


def test_two_parties_are_drawn_on_two_axes(flat):
    found = packages(flat)
    root = drawn(utility_chart(found))
    assert len([e for e in root.iter() if "dot" in e.get("class", "").split()]) == 13
    assert len([e for e in root.iter() if e.get("class") == "reserve"]) == 2
    labels = [e.text for e in root.iter() if e.get("class") == "mark"]
    assert sorted(filter(None, labels)) == ["Kalai–Smorodinsky", "Nash", "egalitarian", "utilitarian"]
    assert "Tenant 0.815, Landlady 0.735" in utility_chart(found)


@pytest.mark.parametrize("parties", [3, 4, 7])
def test_more_parties_are_drawn_on_parallel_axes(parties):
    found = many(parties)
    root = drawn(utility_chart(found))
    assert root.get("class") == "parallel"
    axes = [e for e in root.iter() if e.get("class") == "axis"]
    lines = [e for e in root.iter() if "line" in e.get("class", "").split()]
    assert len(axes) == parties and 0 < len(lines) <= 204
    for line in lines:
        spots = [tuple(map(float, spot.split(","))) for spot in line.get("points", "").split()]
        assert len(spots) == parties and all(40 <= y <= 256 for _, y in spots)


@pytest.mark.parametrize("reserve", [0, -(10**9)])
@pytest.mark.parametrize("parties", [2, 3])
def test_a_reserve_far_below_leaves_the_drawing_readable(parties, reserve):
    found = many(parties, reserve)
    bars = [e for e in drawn(utility_chart(found)).iter() if e.get("class") == "reserve"]
    columns = [[point.utility[party] for point in found.points] for party in found.parties]
    near = [min(vs) - reserve <= (max(vs) - min(vs) or abs(max(vs))) for vs in columns]
    assert len(bars) == sum(near) and bool(bars) != bool(reserve)


def test_a_party_for_whom_all_is_equal_can_be_drawn():
    points = tuple(
        PackagePoint(utility={"A": Fraction(a), "B": Fraction(b)}, package={}) for a, b in ((0, 0), (0, 0))
    )
    nothing = {"A": Fraction(0), "B": Fraction(0)}
    drawn(utility_chart(Packages(method="m", parties=("A", "B"), points=points, reserves=nothing)))


def test_names_are_data():
    hostile = "<script>alert(1)</script>\x1b[31m&\"'"
    names = (hostile, "B", "C")
    point = PackagePoint(utility=dict.fromkeys(names, Fraction(1)), package={})
    other = PackagePoint(utility=dict.fromkeys(names, Fraction(2)), package={})
    for parties in (names, names[:2]):
        found = Packages(
            method="m", parties=parties, points=(point, other), reserves=dict.fromkeys(names, Fraction(0))
        )
        svg = utility_chart(found)
        drawn(svg)
        assert "<script" not in svg and "\x1b" not in svg


def test_a_movement_frontier_of_three_parties_has_lines():
    moves = [
        dict(zip("ABC", map(Fraction, said.split()), strict=True)) for said in ("0 2 1", "1 1 1", "2 0 1/3")
    ]
    found = Frontier(
        method="m",
        parties=("A", "B", "C"),
        even=(1,),
        least=(2,),
        points=tuple(FrontierPoint(movement=moved, package={}) for moved in moves),
    )
    root = drawn(chart(found, ("A", "B", "C")))
    labels = sorted(e.text or "" for e in root.iter() if e.get("class") == "mark")
    assert labels == ["even split", "least in all"]
    assert "A 2, B 0, C ≈ 0.333" in chart(found, ("A", "B", "C"))


@pytest.mark.parametrize(
    ("number", "said"),
    [("1/2", "0.5"), ("2", "2"), ("-3/8", "-0.375"), ("1/3", "≈ 0.333"), ("1234.5", "1,234.5"), ("-1", "-1")],
)
def test_figures_are_exact_or_say_so(number, said):
    assert figure(Fraction(number)) == said


@given(st.lists(st.floats(0, 300), max_size=30))
def test_labels_keep_apart_and_inside(heights):
    placed = spread(sorted(heights), 20, 270)
    gap = min(16.0, 250 / max(1, len(heights) - 1))
    assert all(two - one >= gap - 1e-6 for one, two in pairwise(placed))
    assert all(20 - 1e-6 <= y <= 270 + 1e-6 for y in placed)
