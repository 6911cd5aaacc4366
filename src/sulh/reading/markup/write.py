"""Annotation → markup, such that reading it again gives the same annotation."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from sulh.model.errors import InputError
from sulh.reading.markup.annotation import Annotation, Cue, Known, Span

_SPECIAL = re.compile(r"[{}|\\]")
_PIECES = frozenset("qt")
"""Roles that may come in pieces: their spans are cut where they would cross another."""


def write(note: Annotation) -> str:
    """Return *note* as markup (`sulh.reading.markup.parse` says what that is).

    Contents and terms that cross another span are written in pieces. Raises `InputError` where others cross.
    """
    return f"---\n{_head(note)}---\n{_body(note)}"


def _head(note: Annotation) -> str:
    import yaml  # noqa: PLC0415 - heavy

    def flow(value: object) -> str:
        return yaml.safe_dump(
            value, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False
        ).strip()

    lines: list[str] = []
    for key, value in note.head.items():
        if isinstance(value, list) and any(" " in str(item) for item in value):
            lines += [f"{key}:", *(f"  - {flow(item).removesuffix('...').strip()}" for item in value)]
        elif key != "actors":
            lines.append(f"{key}: {flow(value).removesuffix('...').strip()}")
    if note.actors:
        lines.append("actors:")
        lines += [
            f"  {flow(actor.key).removesuffix('...').strip()}: {flow(declared(actor))}"
            for actor in note.actors.values()
        ]
    return "\n".join(lines) + "\n"


def declared(actor: Known) -> dict[str, object]:
    """Return *actor* as the head declares it, without its key."""
    row: dict[str, object] = {"name": actor.name, "kind": actor.kind, "of": actor.of, "via": actor.via}
    row |= {"members": list(actor.members), "aliases": list(actor.aliases), "title": actor.title}
    return {key: value for key, value in row.items() if value}


def _body(note: Annotation) -> str:
    opening: dict[int, list[tuple[int, str]]] = defaultdict(list)
    closing: dict[int, int] = defaultdict(int)
    for (start, end), labels in _nested(_labelled(note)):
        opening[start].append((end, labels))
        closing[end] += 1
    written: list[str] = []
    for place, char in enumerate(note.text + "\0"):
        written.append("}" * closing[place])
        written += [f"{{{labels}|" for _, labels in opening[place]]
        if place < len(note.text):
            written.append("\\" + char if _SPECIAL.match(char) else char)
    return "".join(written)


def _labelled(note: Annotation) -> dict[Span, list[str]]:
    """Return the labels of each span, in the order in which they are written."""
    labels: dict[Span, list[str]] = defaultdict(list)
    for mention in note.mentions:
        labels[mention.span].append(f"@{mention.key}")
    for time in note.times:
        labels[time.span].append(f"~{time.value}")
    for figure in note.figures:
        labels[figure.span].append(f"#{figure.value}:{figure.unit.replace(' ', '_')}")
    roles: dict[tuple[Span, str], list[int]] = defaultdict(list)
    for cue in note.cues:
        for role, spans in zip(
            "sqtad", (cue.sources, cue.contents, cue.terms, cue.addressees, cue.times), strict=True
        ):
            for span in spans:
                roles[span, role].append(cue.number)
    for (span, role), numbers in roles.items():
        labels[span].append(role + ",".join(map(str, dict.fromkeys(numbers))))
    for cue in note.cues:
        labels[cue.span].append(" ".join(_flags(cue)))
    return labels


def _flags(cue: Cue) -> Iterator[str]:
    yield f"{'c' if cue.attributes else 'm'}{cue.number}"
    if cue.act:
        yield cue.act.replace(" ", "-")
    if cue.denied:
        yield "denied"
    if cue.context != "actual":
        yield cue.context
    if cue.optional:
        yield "optional"
    for key, names in (("by", cue.by), ("to", cue.to)):
        if names:
            yield f"{key}={','.join(names)}"
    if cue.when:
        yield f"when={cue.when}"


def _nested(labelled: dict[Span, list[str]]) -> Iterator[tuple[Span, str]]:
    """Yield spans with their labels so that none crosses another: outer ones first, by where they start."""
    rigid = [span for span, labels in labelled.items() if not _in_pieces(labels)]
    waiting = [(start, -end, labelled[start, end]) for start, end in rigid]
    for span, labels in labelled.items():
        if _in_pieces(labels):
            waiting += [(start, -end, labels) for start, end in _pieces(span, rigid)]
    waiting.sort(reverse=True)
    open_: list[int] = []
    while waiting:
        start, negative, labels = waiting.pop()
        end = -negative
        while open_ and open_[-1] <= start:
            open_.pop()
        if open_ and end > open_[-1]:
            if not _in_pieces(labels):
                crossing = f"the marks {' '.join(labels)} at {start} cross another"
                raise InputError(crossing, hint="shorten one of the two")
            waiting.append((open_[-1], negative, labels))
            waiting.sort(reverse=True)
            end = open_[-1]
        open_.append(end)
        yield (start, end), " ".join(labels)


def _in_pieces(labels: list[str]) -> bool:
    return all(label[0] in _PIECES and label[1].isdigit() for label in labels)


def _pieces(span: Span, rigid: list[Span]) -> Iterator[Span]:
    """Cut *span* where one of the *rigid* spans would cross it."""
    start, end = span
    cuts = {b for a, b in rigid if a < start < b < end} | {a for a, b in rigid if start < a < end < b}
    places = [start, *sorted(cuts), end]
    yield from pairwise(places)
