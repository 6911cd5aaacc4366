"""Points of three or more parties as a drawing: an axis for each party, a line for each point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sulh.brief.drawing import Mark, labelled, path, svg, text

HEIGHT, TOP, BOTTOM = 300, 40, 44
LEFT, ACROSS, RIGHT = 70, 440, 190
MOST_LINES = 200
"""A line more than that adds nothing to the eye."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A party's axis: what is written at its ends, and the height (0 to 1) of a `bar` across it."""

    name: str
    low: str
    high: str
    bar: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A point: its height on each axis, 0 to 1. One with `names` is drawn in `style`, over the others."""

    heights: tuple[float, ...]
    told: str
    names: tuple[str, ...] = ()
    style: str = ""


def parallel(axes: Sequence[Axis], lines: Sequence[Line], label: str) -> Markup:
    """Return the drawing as one SVG element; *label* says what it shows to who cannot see it.

    Parallel coordinates (A. Inselberg, "The plane with parallel coordinates", The Visual Computer 1, 1985).
    """
    step = ACROSS / max(1, len(axes) - 1)
    plain = [line for line in lines if not line.names]
    every = -(-len(plain) // MOST_LINES) or 1
    named = [line for line in lines if line.names]
    parts = [_axis(axis, LEFT + step * at, step) for at, axis in enumerate(axes)]
    parts += [path("line", _spots(line, step), line.told) for line in plain[::every]]
    parts += [
        path(f"line {line.style}", _spots(line, step), f"{', '.join(line.names)}; {line.told}")
        for line in named
    ]
    ends = [Mark(*_spots(line, step)[-1], line.style, name) for line in named for name in line.names]
    for line in named:
        parts += [_dot(x, y, line.style) for x, y in _spots(line, step)]
    parts.append(labelled(ends, LEFT + ACROSS + 34, TOP, HEIGHT - BOTTOM))
    return svg("parallel", LEFT + ACROSS + RIGHT, HEIGHT, label, parts)


def _spots(line: Line, step: float) -> list[tuple[float, float]]:
    return [(LEFT + step * at, _y(height)) for at, height in enumerate(line.heights)]


def _y(height: float) -> float:
    return HEIGHT - BOTTOM - height * (HEIGHT - TOP - BOTTOM)


def _axis(axis: Axis, x: float, step: float) -> Markup:
    longest = max(8, int(step / 7))
    return Markup("").join(
        [
            path("axis", [(x, _y(0)), (x, _y(1))]),
            text(x, HEIGHT - 8, axis.name, longest=longest),
            text(x, HEIGHT - BOTTOM + 17, axis.low, "tick"),
            text(x, TOP - 9, axis.high, "tick"),
            *(
                path("reserve", [(x - 12, _y(bar)), (x + 12, _y(bar))])
                for bar in [axis.bar]
                if bar is not None
            ),
        ]
    )


def _dot(x: float, y: float, style: str) -> Markup:
    return Markup('<circle class="dot {}" cx="{:.1f}" cy="{:.1f}" r="3.5"/>').format(style, x, y)
