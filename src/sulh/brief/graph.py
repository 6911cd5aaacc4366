"""The states of a small case as a drawing: one SVG element that needs nothing beside it.

States stand on a circle, numbered as in the finding; an arrow is a unilateral improvement, in its party's
colour and dashes. A key beside them says what each state is.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, hypot, pi, sin
from typing import NamedTuple

from markupsafe import Markup

from sulh.brief.page import harmless
from sulh.model.findings import Arrow, Stability

MOST_STATES = 16
"""States up to which arrows can be told apart."""

WIDTH, KEY, ROW = 900, 400, 21
CENTRE, RADIUS, NODE = 190, 150, 13
STYLES = 6
"""Party styles in the style sheet; further parties share them in turn."""

_LONGEST = 76
_BEND = 0.14


class _Spot(NamedTuple):
    x: float
    y: float


def stability_graph(finding: Stability) -> Markup:
    """Return states and unilateral improvements as SVG; empty for more than `MOST_STATES` states."""
    if not 0 < len(finding.states) <= MOST_STATES or len(finding.states) != finding.number:
        return Markup("")
    number = len(finding.states)
    spots = [
        _Spot(CENTRE + RADIUS * sin(2 * pi * i / number), CENTRE - RADIUS * cos(2 * pi * i / number))
        for i in range(number)
    ]
    height = max(2 * CENTRE, 28 + ROW * number) + 24 * (2 + len(finding.parties)) - 12
    drawn = [arrow for arrow in finding.arrows if arrow.improves]
    label = f"Stability: {number} states, {len(drawn)} unilateral improvements"
    return Markup("").join(
        [
            Markup('<svg class="stability" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
                WIDTH, height, label
            ),
            *(_arrow(arrow, spots, finding) for arrow in drawn),
            *(_node(finding, index, spot) for index, spot in enumerate(spots)),
            *_key(finding),
            *_legend(finding, max(2 * CENTRE, 28 + ROW * number)),
            Markup("</svg>"),
        ]
    )


def _style(finding: Stability, party: str) -> str:
    return f"party-{finding.parties.index(party) % STYLES}"


def _arrow(arrow: Arrow, spots: list[_Spot], finding: Stability) -> Markup:
    """Return an arrow that bends to its left, so that the way back does not lie on it."""
    one, two = spots[arrow.origin], spots[arrow.target]
    across, down = two.x - one.x, two.y - one.y
    length = hypot(across, down) or 1
    bend = _BEND * (1 + finding.parties.index(arrow.party) % 3 * 0.4)
    middle = _Spot((one.x + two.x) / 2 + down * bend, (one.y + two.y) / 2 - across * bend)
    start, end = _beside(one, middle, NODE + 3), _beside(two, middle, NODE + 5)
    away = hypot(middle.x - end.x, middle.y - end.y) or length
    along = _Spot((end.x - middle.x) / away, (end.y - middle.y) / away)
    back = _Spot(end.x - 9 * along.x, end.y - 9 * along.y)
    style = _style(finding, arrow.party)
    return Markup(
        '<g class="move {}"><title>{}</title><path d="M{:.1f} {:.1f}Q{:.1f} {:.1f} {:.1f} {:.1f}"/>'
        '<polygon points="{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}"/></g>'
    ).format(
        style,
        harmless(f"{arrow.party}: {arrow.origin} → {arrow.target}"),
        *start,
        *middle,
        *back,
        *end,
        back.x - 4 * along.y,
        back.y + 4 * along.x,
        back.x + 4 * along.y,
        back.y - 4 * along.x,
    )


def _beside(spot: _Spot, towards: _Spot, distance: float) -> _Spot:
    length = hypot(towards.x - spot.x, towards.y - spot.y) or 1
    return _Spot(
        spot.x + distance * (towards.x - spot.x) / length, spot.y + distance * (towards.y - spot.y) / length
    )


def _rank(finding: Stability, index: int) -> str:
    """Return how a state is drawn: nobody would leave it, sanctions hold it, or neither."""
    if index in finding.equilibria.get("Nash", ()):
        return "nash"
    return "held" if any(index in found for found in finding.equilibria.values()) else "loose"


def _names(finding: Stability, index: int) -> list[str]:
    return [name for name, at in finding.named.items() if at == index]


def _node(finding: Stability, index: int, spot: _Spot) -> Markup:
    told = ", ".join(f"{issue}: {option}" for issue, option in finding.states[index].items())
    concepts = [concept for concept, found in finding.equilibria.items() if index in found]
    title = "; ".join(
        [*_names(finding, index), told, *([f"equilibrium: {', '.join(concepts)}"] if concepts else [])]
    )
    ring = ""
    if "status quo" in _names(finding, index):
        ring = Markup('<circle class="quo" cx="{:.1f}" cy="{:.1f}" r="{}"/>').format(*spot, NODE + 5)
    return Markup(
        '<g class="state {}"><title>{}</title>{}<circle cx="{:.1f}" cy="{:.1f}" r="{}"/>'
        '<text x="{:.1f}" y="{:.1f}">{}</text></g>'
    ).format(_rank(finding, index), harmless(title), ring, *spot, NODE, spot.x, spot.y + 4.5, index)


def _key(finding: Stability) -> Iterator[Markup]:
    """Yield one line for each state: its number, its names, and the options that not all states share."""
    shared = {
        issue
        for issue, option in finding.states[0].items()
        if len(finding.states) > 1 and all(state[issue] == option for state in finding.states)
    }
    for index, state in enumerate(finding.states):
        told = ", ".join(f"{issue}: {option}" for issue, option in state.items() if issue not in shared)
        names = _names(finding, index)
        words = " · ".join([*names, told])
        short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
        y = 28 + ROW * index
        yield Markup('<text class="number" x="{}" y="{}">{}</text>').format(KEY + 16, y, index)
        style = "key name" if names else "key"
        yield Markup('<text class="{}" x="{}" y="{}">{}</text>').format(style, KEY + 28, y, harmless(short))


def _legend(finding: Stability, top: int) -> Iterator[Markup]:
    y = top + 14
    for style, x, words in (
        ("nash", 24, "nobody would leave (Nash)"),
        ("held", 230, "held by sanctions (GMR, SMR or SEQ)"),
        ("quo", 500, "status quo"),
    ):
        circle = Markup('<circle cx="{}" cy="{}" r="7"/>').format(x, y - 4)
        if style == "quo":
            circle = Markup('<circle class="quo" cx="{}" cy="{}" r="8"/>').format(x, y - 4)
        yield Markup('<g class="state {}">{}</g><text class="key" x="{}" y="{}">{}</text>').format(
            style, circle, x + 16, y, words
        )
    for party in finding.parties:
        y += 22
        yield Markup('<g class="move {}"><path d="M{} {}h44"/></g>').format(_style(finding, party), 16, y - 4)
        words = f"{party} improves" if len(party) <= _LONGEST else party[: _LONGEST - 1] + "… improves"
        yield Markup('<text class="key" x="{}" y="{}">{}</text>').format(70, y, harmless(words))
