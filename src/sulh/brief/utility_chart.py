"""The frontier of utilities as a drawing: two parties on two axes, more of them on one each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from markupsafe import Markup

from sulh.brief.drawing import Mark, figure, labelled, path, svg, text
from sulh.brief.page import harmless
from sulh.brief.parallel import Axis, Line, parallel
from sulh.brief.words import possessive
from sulh.model.findings import Packages

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 186, 22, 50
MOST_POINTS = 400
"""A point more than that adds nothing to the eye."""

RULES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai–Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
}
"""The solutions by their fields in the finding, and what they are called."""


def chosen(found: Packages) -> dict[int, list[str]]:
    """Return the points that solutions choose, each with the solutions (the keys of `RULES`) that choose it.

    Of equally good points the first stands for the others.
    """
    named: dict[int, list[str]] = {}
    for rule in RULES:
        for index in getattr(found, rule)[:1]:
            named.setdefault(index, []).append(rule)
    return named


def names(rules: Sequence[str]) -> str:
    """Return what several solutions are called."""
    return ", ".join(RULES[rule] for rule in rules)


def utility_chart(found: Packages) -> Markup:
    """Return the points, the reserves (dashed) and the solutions as one SVG element."""
    scales = {party: _Scale(found, party) for party in found.parties}
    label = f"Utilities of {', '.join(found.parties)}: {len(found.points)} points that no package beats"
    named = chosen(found)
    step = -(-len(found.points) // MOST_POINTS) or 1
    kept = sorted({*range(0, len(found.points), step), *named})
    if len(found.parties) == 2:
        return svg("utilities", WIDTH, HEIGHT, label, _two(found, scales, kept, named))
    axes = [Axis(p, s.said, figure(s.high), s.bar) for p, s in scales.items()]
    lines = [
        Line(
            heights=tuple(scale.share(found.points[at].utility[party]) for party, scale in scales.items()),
            told=_told(found, at),
            names=tuple(RULES[rule] for rule in named.get(at, ())),
            style=named[at][0] if at in named else "",
        )
        for at in kept
    ]
    return parallel(axes, lines, label)


class _Scale:
    """Where a party's utilities stand between the lowest and the highest that are shown, from 0 to 1.

    The reserve (at the height `bar`) is in sight unless it lies so far below that nothing else could be told
    apart. `said` is what stands at the low end.
    """

    def __init__(self, found: Packages, party: str) -> None:
        values = [point.utility[party] for point in found.points]
        reserve, least, self.high = found.reserves[party], min(values), max(values)
        span = self.high - least or abs(self.high) or Fraction(1)
        in_sight = least - reserve <= span
        base = min(least, reserve) if in_sight else least
        self._span = (self.high - base) * Fraction(12, 11) or span
        self._low = self.high - self._span
        self.bar = self.share(reserve) if in_sight else None
        self.base = self.share(base)
        self.said = f"{'reserve ' if in_sight else ''}{figure(base)}"

    def share(self, value: Fraction) -> float:
        """Return the height of *value*."""
        return float((value - self._low) / self._span)


def _two(
    found: Packages, scales: Mapping[str, _Scale], kept: Sequence[int], named: Mapping[int, Sequence[str]]
) -> list[Markup]:
    (across, one), (up, two) = scales.items()
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    def spot(at: int) -> tuple[float, float]:
        utility = found.points[at].utility
        return _x(one.share(utility[across])), _y(two.share(utility[up]))

    parts = [
        path("axis", [(LEFT, TOP), (LEFT, bottom), (right, bottom)]),
        text((LEFT + right) / 2, HEIGHT - 8, f"{possessive(across)} utility →", longest=44),
        Markup('<g transform="translate(16 {}) rotate(-90)">').format((TOP + bottom) / 2),
        text(0, 0, f"{possessive(up)} utility →", longest=34),
        Markup("</g>"),
        text(_x(one.base), bottom + 18, one.said, "tick"),
        text(right, bottom + 18, figure(one.high), "tick"),
        text(LEFT - 8, _y(two.base) + 4, two.said.removeprefix("reserve "), "tick end"),
        text(LEFT - 8, TOP + 5, figure(two.high), "tick end"),
    ]
    if one.bar is not None:
        parts.append(path("reserve", [(_x(one.bar), TOP), (_x(one.bar), bottom)], f"reserve of {across}"))
    if two.bar is not None:
        parts.append(path("reserve", [(LEFT, _y(two.bar)), (right, _y(two.bar))], f"reserve of {up}"))
    parts.append(path("edge", sorted(map(spot, kept))))
    marks = []
    for at in sorted(kept, key=lambda at: at in named):
        rules = named.get(at, ())
        parts.append(_dot(*spot(at), rules[0] if rules else "point", _told(found, at), named=bool(rules)))
        marks += [Mark(*spot(at), rules[0], RULES[rule]) for rule in rules]
    parts.append(labelled(marks, right + 24, TOP, bottom))
    return parts


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - RIGHT - LEFT)


def _y(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _dot(x: float, y: float, style: str, told: str, *, named: bool) -> Markup:
    circle = Markup('<circle class="dot {}" cx="{:.1f}" cy="{:.1f}" r="{}"><title>{}</title></circle>')
    return circle.format(style, x, y, 6 if named else 3.5, harmless(told))


def _told(found: Packages, at: int) -> str:
    utility = found.points[at].utility
    return ", ".join(f"{party} {figure(utility[party])}" for party in found.parties)
