"""The circumstances of an act: to whom, when, whether it is denied, and whether it really happened."""

from __future__ import annotations

from sulh.model.move import Context, Term, Time
from sulh.reading.attribution import Frame
from sulh.reading.cues import Cue
from sulh.reading.lexicon import wordset
from sulh.reading.mention import Mention
from sulh.reading.scene import Scene, Voice


def addressee(scene: Scene, first: int) -> Mention | None:
    """Return who is told: "urged both sides to", "an offer to Hamas"."""
    words = scene.words
    if (
        (told := scene.clauses.mention_from(first))
        and told.last < len(words)
        and words[told.last] in {"to", "that", "not"}
    ):
        return told
    for place in range(first, min(len(words) - 1, first + 3)):
        if words[place] == "to" and (told := scene.clauses.mention_from(place + 1)):
            return told
    return None


def when(scene: Scene, cue: Cue, found: tuple[Term, ...], inside: list[Voice]) -> str | None:
    """Return the time in the cue's own clause that is no part of a term, else that of the speaking."""
    if not cue.nominal or cue.act in {"agree", "meet"}:
        words = scene.words
        low = cue.first
        while low > 0 and words[low - 1] not in {"that", ";", "while"} and cue.first - low < 14:
            low -= 1
        stop = scene.clauses.clause_end(cue.last)
        for first, last in ((cue.last, min(stop, cue.last + 16)), (low, cue.first)):
            time = scene.time_in(first, last)
            if (
                time
                and _names_a_day(time, cue)
                and not any(t.start <= time.start < t.end for t in found)
                and not _dated(scene, time)
            ):
                return _said(time)
        if inside and inside[-1].when:
            return _said(inside[-1].when)
    return None


def _dated(scene: Scene, time: Time) -> bool:
    """Whether a preposition makes *time* a limit ("by Friday")."""
    at = scene.sentence.token_at(time.start)
    if time.text.lower().startswith(("by", "until", "within", "before")):
        return True
    return at > 0 and scene.words[at - 1] in {"by", "until", "before", "from", "till", "to", "for"}


def denied(scene: Scene, cue: Cue, inside: list[Voice]) -> bool:
    """Whether somebody denies the act, or denies having said it."""
    words = scene.words
    return any(_is_denial(words, v.frame) for v in inside) or any(
        word in {"denied", "denies", "denying"} for word in words[max(cue.first - 3, 0) : cue.first]
    )


def context(scene: Scene, cue: Cue) -> Context:
    """Return whether the act was done, is to come, is supposed, or belongs to earlier talks."""
    words = scene.words
    if cue.act == "agree" and any(
        w in wordset("clauses", "former") for w in words[max(cue.first - 4, 0) : cue.first]
    ):
        return "historical"
    before = words[max(cue.first - 4, 0) : cue.first]
    clause = words[max(scene.clause_start(cue.first) - 2, 0) : cue.first]
    if (
        any(word in {"if", "unless", "until", "provided", "should", "condition"} for word in clause)
        and cue.act != "condition"
    ):
        return "hypothetical"
    supposed = wordset("grammar", "possible") | {"must", "should", "needs"}
    if not cue.negated and supposed & set(before):
        return "hypothetical"
    if cue.act == "meet" and wordset("clauses", "to_come") & set(before):
        return "future"
    if not cue.negated and cue.act in {"agree", "accept"} and {"will", "'ll"} & set(before):
        return "future"
    behind = words[cue.last : cue.last + 14]
    if cue.act in {"accept", "concede", "agree"} and any(
        word in {"if", "unless", "provided"} for word in behind
    ):
        return "hypothetical"
    return "actual"


def _said(time: Time) -> str | None:
    """Return the time's value, or None where nothing of it is known, as of "yesterday" without a date."""
    return time.value if any(letter.isdigit() for letter in time.value) else None


def _names_a_day(time: Time, cue: Cue) -> bool:
    """Whether *time* says when an act was done: "this year" says so of a meeting, hardly of a demand."""
    return cue.act in {"meet", "agree"} or not time.value.isdigit()


def _is_denial(words: tuple[str, ...], frame: Frame) -> bool:
    if frame.cue < 0:
        return False
    said = words[frame.cue : frame.cue_end]
    return said[0] in {"deny", "denied", "denies", "denying"} or said[-1] in wordset("speech", "rumours")
