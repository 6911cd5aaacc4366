"""The movement frontier as a drawing: one SVG element that needs nothing beside it."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup, escape

from sulh.brief.drawing import figure
from sulh.brief.page import harmless
from sulh.brief.parallel import Axis, Line, parallel
from sulh.model.findings import Frontier

WIDTH, HEIGHT = 460, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 20, 48
MOST_POINTS = 400
"""A point more than that adds nothing to the eye."""


class _Dot(NamedTuple):
    x: float
    y: float
    point: int


def chart(frontier: Frontier, parties: tuple[str, ...]) -> Markup:
    """Return the frontier as SVG: two parties on two axes, with a dot for each point, or more with a line."""
    step = -(-len(frontier.points) // MOST_POINTS)
    kept = sorted({*range(0, len(frontier.points), step), *frontier.even, *frontier.least})
    return (
        _two(frontier, (parties[0], parties[1]), kept)
        if len(parties) == 2
        else _more(frontier, parties, kept)
    )


def _more(frontier: Frontier, parties: tuple[str, ...], kept: list[int]) -> Markup:
    nothing = Fraction(0)
    most = [max(point.movement.get(party, nothing) for point in frontier.points) for party in parties]
    axes = [Axis(party, "0", f"moves {figure(top)}") for party, top in zip(parties, most, strict=True)]
    named: dict[int, list[str]] = {at: ["even split"] for at in frontier.even[:1]}
    for at in () if frontier.one_for_one else frontier.least[:1]:
        named.setdefault(at, []).append("least in all")
    lines = []
    for at in kept:
        moved = [frontier.points[at].movement.get(party, nothing) for party in parties]
        names = named.get(at, [])
        told = ", ".join(f"{party} {figure(moves)}" for party, moves in zip(parties, moved, strict=True))
        heights = tuple(float(moves / (top or 1)) for moves, top in zip(moved, most, strict=True))
        style = "even" if "even split" in names else "least" if names else ""
        lines.append(Line(heights, told, tuple(names), style))
    label = f"Movement frontier of {', '.join(parties)}: {len(frontier.points)} points"
    return parallel(axes, lines, label)


def _two(frontier: Frontier, parties: tuple[str, str], kept: list[int]) -> Markup:
    across, up = parties
    pairs = [(frontier.points[i].movement[across], frontier.points[i].movement[up]) for i in kept]
    widest = tuple(max((pair[axis] for pair in pairs), default=Fraction(0)) or Fraction(1) for axis in (0, 1))
    dots = [
        _Dot(
            LEFT + float(x / widest[0]) * (WIDTH - LEFT - RIGHT),
            HEIGHT - BOTTOM - float(y / widest[1]) * (HEIGHT - TOP - BOTTOM),
            index,
        )
        for (x, y), index in zip(pairs, kept, strict=True)
    ]
    label = f"Movement frontier: {across} against {up}, {len(frontier.points)} points"
    head = Markup('<svg class="frontier" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
        WIDTH, HEIGHT, harmless(label)
    )
    return Markup("").join(
        [
            head,
            _axes(across, up, widest),
            _line(dots),
            *(_dot(dot, frontier) for dot in dots),
            Markup("</svg>"),
        ]
    )


def _axes(across: str, up: str, widest: tuple[Fraction, ...]) -> Markup:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    middle_x, middle_y = (LEFT + right) / 2, (TOP + bottom) / 2
    path = f"M{LEFT} {TOP}V{bottom}H{right}"
    return Markup("").join(
        [
            Markup('<path class="axis" d="{}"/>').format(path),
            _text(middle_x, HEIGHT - 10, f"{across} moves →"),
            Markup('<g transform="translate(16 {}) rotate(-90)">').format(middle_y),
            _text(0, 0, f"{up} moves →"),
            Markup("</g>"),
            _text(right, bottom + 18, str(widest[0]), "tick"),
            _text(LEFT, bottom + 18, "0", "tick"),
            _text(LEFT - 12, bottom + 4, "0", "tick"),
            _text(LEFT - 14, TOP + 5, str(widest[1]), "tick"),
        ]
    )


def _text(x: float, y: float, words: str, style: str = "name") -> Markup:
    short = words if len(words) <= 44 else words[:40] + "… →"
    return Markup('<text class="{}" x="{:.4g}" y="{:.4g}">{}</text>').format(
        style, x, y, escape(harmless(short))
    )


def _line(dots: list[_Dot]) -> Markup:
    path = " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in sorted(dots))
    return Markup('<polyline class="edge" points="{}"/>').format(path)


def _dot(dot: _Dot, frontier: Frontier) -> Markup:
    least = dot.point in frontier.least and not frontier.one_for_one
    names = ["even split"] * (dot.point in frontier.even) + ["least in all"] * least
    movement = frontier.points[dot.point].movement
    told = ", ".join(f"{party} {movement[party]}" for party in frontier.parties)
    style = "even" if dot.point in frontier.even else "least" if least else "point"
    circle = Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{}"><title>{}</title></circle>').format(
        style, dot.x, dot.y, 6 if names else 4, harmless("; ".join([*names, told]))
    )
    left = dot.x > WIDTH * 2 / 3
    name = Markup('<text class="mark" x="{:.1f}" y="{:.1f}"{}>{}</text>').format(
        dot.x + (-10 if left else 10),
        dot.y - 8,
        Markup(' style="text-anchor:end"') if left else "",
        ", ".join(names),
    )
    return circle + name if names else circle
