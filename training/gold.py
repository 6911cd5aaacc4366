"""What an annotated report says, as moves: speakers, parties, source chains, terms, times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sulh.model.move import Act, Context
from sulh.reading.markup.annotation import Annotation, Cue, Span, around


@dataclass(frozen=True)
class GoldMove:
    """One annotated move. Speakers, party, chain and addressees are keys of the annotation's actors."""

    cue: Cue
    act: Act
    speakers: tuple[str, ...]
    party: tuple[str, ...]
    chain: tuple[str, ...]
    addressees: tuple[str, ...]
    denied: bool
    context: Context
    when: str | None
    terms: tuple[Span, ...]
    quote: Span


def sources(note: Annotation, cue: Cue) -> tuple[str, ...]:
    """Return the keys of who is the source of *cue*, as its flags or its spans say; empty if neither does."""
    found = [key for span in cue.sources for key in note.keys_at(span)]
    return cue.by or tuple(dict.fromkeys(found))


def sides(note: Annotation, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the sides that *keys* speak for: up the `of` chain, collectives as their members."""
    return tuple(dict.fromkeys(side for key in keys for side in _side(note, key)))


def _side(note: Annotation, key: str) -> Iterator[str]:
    seen: set[str] = set()
    while key not in seen and key in note.actors:
        seen.add(key)
        actor = note.actors[key]
        if actor.members:
            for member in actor.members:
                yield from _side(note, member)
            return
        if actor.of is None or key in _table(note):
            break
        key = actor.of
    yield key


def _table(note: Annotation) -> set[str]:
    listed: set[str] = set()
    for role in ("parties", "mediators"):
        keys = note.head.get(role)
        listed |= set(keys) if isinstance(keys, list) else set()
    return listed


def moves(note: Annotation) -> list[GoldMove]:
    """Return the moves of *note* in the order of the text."""
    return [_move(note, cue, cue.act) for cue in note.cues if cue.act is not None]


def _move(note: Annotation, cue: Cue, act: Act) -> GoldMove:
    outer = around(note.cues, cue)
    speakers = sources(note, cue)
    if not speakers and outer:
        speakers = sources(note, outer[-1])
    party = sides(note, speakers)
    chain: list[str] = []
    told = [other for other in outer if other.act is None]
    for other in told:
        chain.extend(_told(note, other))
    innermost = sources(note, told[-1]) if told else ()
    own = bool(innermost) and set(sides(note, innermost)) <= set(party) and all(
        note.actors[key].kind != "source" for key in innermost
    )  # fmt: skip
    if own:
        # A side that speaks for itself is the speaker, no source.
        chain = [key for key in chain if key not in innermost]
        if all(key in party for key in speakers):
            speakers = innermost
    times = {time.span: time.value for time in note.times}
    dated = [times[span] for span in cue.times if span in times]
    here = [span for span in (*cue.terms, *cue.sources) if _same_line(note.text, span, cue.span)]
    quote = (min(start for start, _ in (cue.span, *here)), max(end for _, end in (cue.span, *here)))
    addressees = cue.to or tuple(dict.fromkeys(k for span in cue.addressees for k in note.keys_at(span)))
    return GoldMove(
        cue=cue, act=act, speakers=speakers, party=party, chain=tuple(dict.fromkeys(chain)),
        addressees=addressees, denied=cue.denied, context=cue.context,
        when=cue.when or (dated[0] if dated else None), terms=tuple(cue.terms), quote=quote,
    )  # fmt: skip


def _told(note: Annotation, cue: Cue) -> Iterator[str]:
    for key in sources(note, cue):
        via = note.actors[key].via
        if via is not None:
            yield via
        yield key


def _same_line(text: str, span: Span, other: Span) -> bool:
    start, end = min(span, other), max(span, other)
    return "\n" not in text[start[0] : end[1]]
