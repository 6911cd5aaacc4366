"""What drawings share: text in SVG, numbers short enough for it, and labels that keep apart.

No colour stands in a drawing: its parts have classes, and the stylesheet says what they look like.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup, escape

from sulh.brief.page import harmless

_LONGEST = 26
_GAP = 16.0
"""Between the baselines of two labels."""


class Mark(NamedTuple):
    """A labelled spot: where it is, the class it is drawn in, and what it is called."""

    x: float
    y: float
    style: str
    name: str


def figure(number: Fraction, places: int = 3) -> str:
    """Return *number* as the decimal that it is, or as one near it, which then says so."""
    if number.denominator == 1:
        return f"{number.numerator:,}"
    exact = (number * 10**places).denominator == 1
    text = f"{float(round(number, places)):,.{places}f}".rstrip("0").rstrip(".")
    return text if exact else f"≈ {text}"


def svg(style: str, width: int, height: int, label: str, parts: Iterable[Markup]) -> Markup:
    """Return the whole drawing of *parts*; *label* says what it shows to who cannot see it."""
    head = Markup('<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(
        style, width, height, harmless(label)
    )
    return Markup("").join([head, *parts, Markup("</svg>")])


def text(x: float, y: float, words: str, style: str = "name", longest: int = _LONGEST) -> Markup:
    """Return *words* set at a point, cut where they are too long."""
    short = words if len(words) <= longest else words[: longest - 1] + "…"
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(
        style, x, y, escape(harmless(short))
    )


def path(style: str, points: Sequence[tuple[float, float]], title: str = "") -> Markup:
    """Return a line through *points*."""
    told = Markup("<title>{}</title>").format(harmless(title)) if title else Markup("")
    spots = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return Markup('<polyline class="{}" points="{}">{}</polyline>').format(style, spots, told)


def spread(heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Return for ascending *heights* places near them that are at least a line apart, from *top* on.

    Where there is no room for all of them the lines grow closer.
    """
    gap = min(_GAP, (bottom - top) / max(1, len(heights) - 1))
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, top if not placed else placed[-1] + gap))
    limit = bottom
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = min(placed[at], limit)
        limit = placed[at] - gap
    return placed


def labelled(marks: Sequence[Mark], x: float, top: float, bottom: float) -> Markup:
    """Return the names of *marks* in a column at *x*, each with a thin line to its spot."""
    ordered = sorted(marks, key=lambda mark: mark.y)
    parts = []
    for mark, y in zip(ordered, spread([mark.y for mark in ordered], top, bottom), strict=True):
        if x - mark.x > 9:
            parts.append(path("leader", [(mark.x + 7, mark.y), (x - 14, y), (x - 4, y)]))
        parts.append(text(x, y + 4, mark.name, "mark", longest=34))
    return Markup("").join(parts)
