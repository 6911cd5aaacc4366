"""A report's text as HTML, every quoted span marked and reachable by a link.

Spans may lie inside or across one another, HTML elements may not cross. So the text is swept once with a
stack of open spans: where an outer one ends first, the inner ones are closed and opened again after it.
Only the first piece of a span carries its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from sulh.brief.page import harmless


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text to be wrapped in an element. `anchor` is its id; `title` what a pointer shows."""

    start: int
    end: int
    element: str
    style: str = ""
    anchor: str = ""
    title: str = ""

    def open(self, first: bool) -> Markup:
        """Return the opening tag; the id stands on the first piece only."""
        attributes = [("id", self.anchor if first else ""), ("class", self.style), ("title", self.title)]
        made = Markup("").join(
            Markup(' {}="{}"').format(name, harmless(value)) for name, value in attributes if value
        )
        return Markup("<{}{}>").format(Markup(self.element), made)  # noqa: S704 - element names are ours


def marked(text: str, marks: Sequence[Mark]) -> Markup:
    """Return *text* escaped, with *marks* around their spans. Spans outside the text are cut to it."""
    cut = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    starts: dict[int, list[Mark]] = {}
    for mark in sorted(cut, key=lambda mark: (mark.start, -mark.end)):
        starts.setdefault(mark.start, []).append(mark)
    places = sorted({0, len(text), *starts, *(mark.end for mark in cut)})
    made: list[Markup] = []
    stack: list[Mark] = []
    for place, following in zip(places, [*places[1:], len(text)], strict=True):
        made += _close(stack, place)
        for mark in starts.get(place, ()):
            stack.append(mark)
            made.append(mark.open(first=True))
        made.append(escape(harmless(text[place:following], keep="\n\t")))
    return Markup("").join(made)


def _close(stack: list[Mark], place: int) -> Iterable[Markup]:
    """Yield what closes the spans that end at *place*; the ones inside them are opened again."""
    ending = [index for index, mark in enumerate(stack) if mark.end <= place]
    if not ending:
        return
    inside = stack[ending[0] :]
    del stack[ending[0] :]
    for mark in reversed(inside):
        yield Markup("</{}>").format(Markup(mark.element))  # noqa: S704 - element names are ours
    for mark in inside:
        if mark.end > place:
            stack.append(mark)
            yield mark.open(first=False)
