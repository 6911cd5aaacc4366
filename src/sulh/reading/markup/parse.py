"""Markup → annotation.

A report begins with a head in YAML between two lines of ``---``. In its text ``{labels|words}`` marks words;
marks nest, and never cross. Labels, several with spaces between:

======================== ===============================================================================
``@KEY``                 a mention of the actor KEY of the head
``c3 reject denied``     cue number 3 of an attribution; with an act it is a move as well
``m4 meet when=2024-01`` cue number 4 of an act that attributes nothing
``s3`` ``q3``            the source and the content of cue 3; a content in pieces repeats its label
``a3`` ``t3`` ``d3``     an addressee, a term, the time of the act of cue 3
``~2024-02-15``          an expression of time and its TIMEX3 value
``#1500:prisoners``      a figure: value and unit, ``_`` for a space in the unit
======================== ===============================================================================

One span may serve several cues: ``t3,4``. Flags behind an act: ``denied``, ``future``, ``hypothetical``,
``historical``, ``optional``, ``by=KEY,KEY``, ``to=KEY``, ``when=TIMEX``. A backslash takes the meaning from
``{``, ``}``, ``|`` and itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast, get_args

from sulh.model.errors import InputError
from sulh.model.move import ACTS, Act, ActorKind, Context
from sulh.reading.markup.annotation import Annotation, Counted, Cue, Dated, Known, Said, Span

CONTEXTS: tuple[Context, ...] = get_args(Context)
KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
_SAID_OF_ACTORS = {"name", "kind", "of", "via", "members", "aliases", "title"}
_ROLE = re.compile(r"([sqatd])(\d+(?:,\d+)*)\Z")
_CUE = re.compile(r"([cm])(\d+)\Z")
_LABEL_ACTS: dict[str, Act] = {act.replace(" ", "-"): act for act in ACTS}


class MarkupError(InputError):
    """An annotated report that cannot be read."""


def parse(markup: str) -> Annotation:
    """Return the annotation that *markup* writes.

    Raises `MarkupError`, with the line, where a mark is not closed or a label is none.
    """
    head, body, line = _split(markup)
    note = Annotation(text="", head=head, actors=_actors(head))
    pieces, marks = _marks(body, line)
    note.text = "".join(pieces)
    roles: list[tuple[str, int, Span, int]] = []
    cues: dict[int, Cue] = {}
    for labels, span, at in marks:
        _take(note, labels, span, at, cues, roles)
    for role, number, span, at in roles:
        if number not in cues:
            raise _fault(at, f"{role}{number} belongs to no cue")
        _hang(cues[number], role, span)
    note.cues = sorted(cues.values(), key=lambda cue: cue.span)
    for cue in note.cues:
        for spans in (cue.sources, cue.contents, cue.terms, cue.addressees, cue.times):
            spans.sort()
    note.mentions.sort(key=lambda mention: (mention.span[0], -mention.span[1]))
    note.times.sort(key=lambda time: time.span)
    note.figures.sort(key=lambda figure: figure.span)
    return note


def _fault(line: int, what: str) -> MarkupError:
    return MarkupError(f"line {line}: {what}", hint="docs/corpus.md describes the markup")


def _split(markup: str) -> tuple[dict[str, object], str, int]:
    import yaml  # noqa: PLC0415 - heavy

    lines = markup.split("\n")
    if lines[0].strip() != "---" or "---" not in lines[1:]:
        raise _fault(1, "a report begins with a head between two lines of ---")
    end = lines.index("---", 1)
    try:
        # All values stay strings: NO and OFF are keys of actors here, not truth values.
        head = yaml.load("\n".join(lines[1:end]), Loader=yaml.BaseLoader)  # noqa: S506 - builds strings only
    except yaml.YAMLError as error:
        raise _fault(1, f"the head is no YAML: {error}") from error
    if not isinstance(head, dict):
        raise _fault(1, "the head is not a list of keys")
    return head, "\n".join(lines[end + 1 :]), end + 2


def _actors(head: dict[str, object]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    declared = cast(dict[str, dict[str, Any]], head.get("actors") or {})
    for key, row in declared.items():
        if not isinstance(row, dict) or "name" not in row or row.get("kind") not in KINDS:
            raise _fault(1, f"actor {key} needs a name and a kind of {', '.join(KINDS)}")
        if strange := set(row) - _SAID_OF_ACTORS:
            raise _fault(1, f"actor {key}: {sorted(strange)[0]!r} is not known; quote what holds a comma")
        found[str(key)] = Known(
            key=str(key), name=str(row["name"]), kind=row["kind"], of=row.get("of"), via=row.get("via"),
            members=tuple(row.get("members") or ()), aliases=tuple(row.get("aliases") or ()),
            title=row.get("title"),
        )  # fmt: skip
    for actor in found.values():
        for other in (actor.of, actor.via, *actor.members):
            if other is not None and other not in found:
                raise _fault(1, f"actor {actor.key} speaks of {other}, which is not declared")
    return found


def _marks(body: str, line: int) -> tuple[list[str], list[tuple[list[str], Span, int]]]:
    """Return the pieces of plain text, and the marks with their labels, spans and lines."""
    pieces: list[str] = []
    done: list[tuple[list[str], Span, int]] = []
    opened: list[tuple[list[str], int, int]] = []
    at = offset = 0
    while at < len(body):
        char = body[at]
        line += char == "\n"
        if char == "\\" and body[at + 1 : at + 2] in {"{", "}", "|", "\\"}:
            pieces.append(body[at + 1])
            at, offset = at + 2, offset + 1
        elif char == "{":
            bar = body.find("|", at)
            labels = body[at + 1 : bar].split() if bar > 0 else []
            if not labels or "{" in body[at + 1 : bar] or "\n" in body[at:bar]:
                raise _fault(line, f"no labels and | behind {body[at : at + 30]!r}")
            opened.append((labels, offset, line))
            at = bar + 1
        elif char == "}":
            if not opened:
                raise _fault(line, f"}} closes nothing: {body[max(at - 30, 0) : at + 1]!r}")
            labels, start, begun = opened.pop()
            if start == offset:
                raise _fault(begun, f"{labels} marks no words")
            done.append((labels, (start, offset), begun))
            at += 1
        else:
            pieces.append(char)
            at, offset = at + 1, offset + 1
    if opened:
        raise _fault(opened[-1][2], f"{opened[-1][0]} is not closed")
    return pieces, done


def _take(
    note: Annotation, labels: list[str], span: Span, at: int,
    cues: dict[int, Cue], roles: list[tuple[str, int, Span, int]],
) -> None:  # fmt: skip
    cue: Cue | None = None
    for label in labels:
        if label.startswith("@"):
            if label[1:] not in note.actors:
                raise _fault(at, f"{label} is no actor of the head")
            note.mentions.append(Said(span, label[1:]))
        elif label.startswith("~"):
            note.times.append(Dated(span, label[1:]))
        elif label.startswith("#"):
            value, _, unit = label[1:].partition(":")
            note.figures.append(Counted(span, value, unit.replace("_", " ")))
        elif match := _ROLE.match(label):
            roles.extend((match[1], int(number), span, at) for number in match[2].split(","))
        elif match := _CUE.match(label):
            if int(match[2]) in cues:
                raise _fault(at, f"there are two cues number {match[2]}")
            cue = cues[int(match[2])] = Cue(int(match[2]), span, match[1] == "c")
        elif cue is None:
            raise _fault(at, f"{label} is no label")
        else:
            _flag(cue, label, note, at)


def _flag(cue: Cue, label: str, note: Annotation, at: int) -> None:
    key, equals, value = label.partition("=")
    if label in _LABEL_ACTS:
        cue.act = _LABEL_ACTS[label]
    elif label in CONTEXTS:
        cue.context = label
    elif label in {"denied", "optional"}:
        setattr(cue, label, True)
    elif equals and key == "when":
        cue.when = value
    elif equals and key in {"by", "to"}:
        names = tuple(value.split(","))
        if unknown := [name for name in names if name not in note.actors]:
            raise _fault(at, f"{label}: {unknown[0]} is no actor of the head")
        setattr(cue, key, names)
    else:
        raise _fault(at, f"{label} is no act and no flag of a cue")


_HANGS: dict[str, Callable[[Cue], list[Span]]] = {
    "s": lambda cue: cue.sources, "q": lambda cue: cue.contents, "a": lambda cue: cue.addressees,
    "t": lambda cue: cue.terms, "d": lambda cue: cue.times,
}  # fmt: skip


def _hang(cue: Cue, role: str, span: Span) -> None:
    _HANGS[role](cue).append(span)
