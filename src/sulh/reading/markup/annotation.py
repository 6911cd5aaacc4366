"""An annotated report as values: who is in it, who says what, which acts are done, by whom, on what terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sulh.model.move import Act, ActorKind, Context

Span = tuple[int, int]
"""Offsets ``[start, end)`` into the text of the report."""


@dataclass(frozen=True)
class Known:
    """An actor as the head of the annotation declares it.

    `of` is the key of the side it belongs to, `via` that of the source through which it speaks (a paper that
    an official told something), `members` the sides that a collective ("both sides") stands for.
    """

    key: str
    name: str
    kind: ActorKind
    of: str | None = None
    via: str | None = None
    members: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    title: str | None = None


@dataclass(frozen=True)
class Said:
    """A mention of the actor `key`."""

    span: Span
    key: str


@dataclass(frozen=True)
class Dated:
    """An expression of time with its TIMEX3 value."""

    span: Span
    value: str


@dataclass(frozen=True)
class Counted:
    """A figure: a decimal value and its unit."""

    span: Span
    value: str
    unit: str


@dataclass
class Cue:
    """A cue with all that hangs on it: of an attribution, of an act, or of both.

    `attributes`: its source says, thinks or wants its content. `act`: it is a move. Every list of spans is in
    the order of the text; `contents` may be the pieces of one content. `by`, `to` and `when` are what the
    annotation states where no span shows it.
    """

    number: int
    span: Span
    attributes: bool
    act: Act | None = None
    denied: bool = False
    context: Context = "actual"
    optional: bool = False
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    when: str | None = None
    sources: list[Span] = field(default_factory=list)
    contents: list[Span] = field(default_factory=list)
    terms: list[Span] = field(default_factory=list)
    addressees: list[Span] = field(default_factory=list)
    times: list[Span] = field(default_factory=list)


def around(cues: Sequence[Cue], cue: Cue) -> list[Cue]:
    """Return the attributions of *cues* whose content holds *cue*, the outermost first.

    Acts are among them: who turned an offer down is no source for it, but may be for what else is said there.
    """
    start, end = cue.span
    holding = [
        other
        for other in cues
        if other.attributes
        and other is not cue
        and any(first <= start and end <= last for first, last in other.contents)
    ]
    return sorted(holding, key=lambda other: -sum(last - first for first, last in other.contents))


@dataclass
class Annotation:
    """One annotated report. `head` holds what its head says of it (domain, published, parties, ...)."""

    text: str
    head: dict[str, object] = field(default_factory=dict)
    actors: dict[str, Known] = field(default_factory=dict)
    mentions: list[Said] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    times: list[Dated] = field(default_factory=list)
    figures: list[Counted] = field(default_factory=list)

    def keys_at(self, span: Span) -> tuple[str, ...]:
        """Return the actors mentioned by exactly *span*, or else by the longest mention in it."""
        start, end = span
        inside = [m for m in self.mentions if start <= m.span[0] and m.span[1] <= end]
        if not inside:
            return ()
        longest = max(m.span[1] - m.span[0] for m in inside)
        return tuple(dict.fromkeys(m.key for m in inside if m.span[1] - m.span[0] == longest))
