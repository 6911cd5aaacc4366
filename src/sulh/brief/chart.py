"""The movement frontier of two parties as a drawing: one SVG element that needs nothing beside it."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup, escape

from sulh.brief.page import harmless
from sulh.model.findings import Frontier

WIDTH, HEIGHT = 460, 300
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 20, 48
MOST_POINTS = 400
"""A point more than that adds nothing to the eye."""


class _Dot(NamedTuple):
    x: float
    y: float
    point: int


def chart(frontier: Frontier, parties: tuple[str, str]) -> Markup:
    """Return the frontier of two parties as SVG: each one's movement on an axis, a dot for each point."""
    across, up = parties
    step = -(-len(frontier.points) // MOST_POINTS)
    kept = sorted({*range(0, len(frontier.points), step), *frontier.even, *frontier.least})
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
