"""Whose act a cue is: the verb's subject, the noun's possessor, a pronoun's antecedent, the parties."""

from __future__ import annotations

from typing import NamedTuple

from sulh.reading.cues import Cue
from sulh.reading.entity import Entity
from sulh.reading.lexicon import wordset
from sulh.reading.mention import Mention
from sulh.reading.scene import Scene, Voice, is_passive, is_predicate

_FAR = 9
"""How far behind a noun its maker may stand: "an offer of 1.4 billion from Orvane"."""


class Doer(NamedTuple):
    """Whose act it is, where its words begin in the text, and whether that was read or guessed."""

    entities: tuple[Entity, ...]
    start: int
    sure: bool


def whose(scene: Scene, cue: Cue, inside: list[Voice]) -> Doer | None:
    """Return whose act the cue is, where its words begin, and whether that is certain."""
    if cue.nominal and cue.tag("event"):
        return _participants(scene, cue)
    if cue.nominal:
        return _nominal_speaker(scene, cue)
    found = _verbal_speaker(scene, cue, inside)
    if cue.act == "agree" and cue.entry.form == "past" and found is not None and not found.sure:
        return None  # "wants the deal signed" tells of no signing.
    if cue.act == "agree" and cue.entry.form == "noun" and not (found and found.sure):
        return _participants(scene, cue)
    return found


def _participants(scene: Scene, cue: Cue) -> Doer:
    """Return who takes part in a meeting or agreement that a noun names; unless said, the parties."""
    words, sentence = scene.words, scene.sentence
    start = sentence.tokens[cue.first - (cue.first > 0 and words[cue.first - 1] in {"a", "an", "the"})].start
    limit = _phrase_end(scene, cue.last)
    for mention in scene.clauses.mentions:
        if not cue.first <= mention.first < limit or not (found := scene.cast.entities_of(mention)):
            continue
        before = words[max(mention.first - 2, cue.last - 1) : mention.first]
        acting = all(entity.kind in {"state", "organisation", "person", "body"} for entity in found)
        if (
            acting
            and before[-1:] in (("between",), ("of",), ("by",))
            and (mention.parts or before[-1] == "by")
        ):
            return Doer(found, start, sure=True)
    if any(
        word in {"quartet", "trilateral", "mediators", "mediators'"}
        for word in words[max(cue.first - 2, 0) : cue.last]
    ):
        return Doer((scene.cast.collective("quartet", "mediators"),), start, sure=True)
    return Doer((scene.cast.collective("parties", "parties"),), start, sure=False)


def _phrase_end(scene: Scene, at: int) -> int:
    """Return where the phrase that goes on at *at* ends: at a comma outside a list, or the clause's end."""
    words, end = scene.words, scene.clauses.clause_end(at)
    for place in range(at, end):
        if words[place] == "," and scene.clauses.mention_at(place) is None:
            return place
    return end


def _verbal_speaker(scene: Scene, cue: Cue, inside: list[Voice]) -> Doer | None:
    words, sentence = scene.words, scene.sentence
    if is_predicate(cue):
        return _owner_of_line(scene, cue, inside)
    if cue.first and words[cue.first - 1] == "to" and not _governed_by_will(words, cue.first):
        return None
    start = sentence.tokens[cue.first].start
    if cue.act == "announce" and words[cue.first] == "without":
        return _main_subject(scene, cue)
    if cue.act == "condition" and cue.entry.form == "noun":
        return Doer(inside[-1].entities, start, sure=True) if inside else _subject_of(scene, cue, inside)
    if cue.entry.form == "past" and is_passive(words, cue.first):
        for place in range(cue.last, min(cue.last + 8, len(words))):
            if words[place] == "by" and (agent := scene.clauses.mention_from(place + 1)):
                return Doer(scene.cast.entities_of(agent), start, sure=True)
        return None
    return _subject_of(scene, cue, inside)


def _owner_of_line(scene: Scene, cue: Cue, inside: list[Voice]) -> Doer | None:
    """Return whose red line "X is a red line (for Y)" is: Y's, else that of whoever says so."""
    words, start = scene.words, scene.sentence.tokens[scene.clause_start(cue.first)].start
    behind = words[cue.last : cue.last + 1]
    if behind in (("for",), ("to",)) and (owner := scene.clauses.mention_from(cue.last + 1)):
        return Doer(scene.cast.entities_of(owner), start, sure=True)
    return Doer(inside[-1].entities, start, sure=True) if inside else None


def _main_subject(scene: Scene, cue: Cue) -> Doer | None:
    """Return the subject of the clause that "without ..." hangs on: the first actor before it."""
    start = scene.sentence.tokens[cue.first].start
    for mention in scene.clauses.mentions:
        if mention.last <= cue.first and (found := scene.cast.entities_of(mention)):
            return Doer(found, start, sure=True)
    return None


def _subject_of(scene: Scene, cue: Cue, inside: list[Voice]) -> Doer | None:
    sentence = scene.sentence
    start = sentence.tokens[cue.first].start
    found = scene.clauses.subject(cue.first)
    if found is None:
        return Doer(inside[-1].entities, start, sure=False) if inside else None
    mention, sure = found
    if mention.kind == "pronoun":
        entities = _pronoun(scene, mention, inside)
        return Doer(entities, sentence.tokens[mention.first].start, sure=sure) if entities else None
    entities = scene.cast.entities_of(mention) or (scene.cast.seat(mention) if sure else ())
    if inside and scene.words[mention.first] in {"our", "my"}:
        entities = inside[-1].entities
    if mention.last <= cue.first and sure:
        start = sentence.tokens[mention.first].start
    return Doer(entities, start, sure=sure)


def _pronoun(scene: Scene, mention: Mention, inside: list[Voice]) -> tuple[Entity, ...]:
    """Return what a pronoun that acts stands for: in reported speech mostly its speaker."""
    if inside and (
        mention.head not in {"it", "they"} or inside[-1].entities[0].kind in {"organisation", "state"}
    ):
        return inside[-1].entities
    if inside:
        for before in (
            m for m in scene.clauses.mentions if inside[-1].frame.start <= m.first < mention.first
        ):
            entities = scene.cast.entities_of(before)
            if (
                entities
                and entities[0].top.kind in {"organisation", "state"}
                and before.kind in {"name", "noun"}
            ):
                return entities
        return tuple(entity.top for entity in inside[-1].entities)
    if mention.head in {"he", "she"} and scene.memory.last_voice:
        return scene.memory.last_voice.entities
    return scene.memory.last_subject


def _nominal_speaker(scene: Scene, cue: Cue) -> Doer | None:
    """Return whose offer, demand or refusal a noun names."""
    sentence, words = scene.sentence, scene.words
    for place in range(cue.last - 1, min(cue.last + _FAR, len(words))):
        if words[place] in {"by", "from"} and (maker := _actor_at(scene, place + 1)):
            start = cue.first - (cue.first > 0 and words[cue.first - 1] in {"a", "an", "the"})
            return Doer(scene.cast.entities_of(maker), sentence.tokens[start].start, sure=True)
        if words[place] in {",", ".", "that", "to"}:
            break
    at = cue.first
    while (
        at > 0
        and scene.clauses.mention_ending(at) is None
        and words[at - 1] not in wordset("roles", "breaks") | {",", "'s", ".", "“", "”"}
    ):
        at -= 1
    if words[at - 1 : at] == ("'s",) or words[at - 1 : at] == ("'",):
        at -= 1
    if (owner := scene.clauses.mention_ending(at)) and owner.kind != "pronoun":
        return Doer(scene.cast.entities_of(owner), sentence.tokens[owner.first].start, sure=True)
    if at and words[at - 1] in wordset("grammar", "possessives"):
        start = sentence.tokens[at - 1].start
        if found := _possessor(scene, at - 1):
            return Doer(found, start, sure=False)
    return _light_verb(scene, cue, at)


def _actor_at(scene: Scene, at: int) -> Mention | None:
    """Return the mention of somebody that starts at *at*; a place is nobody."""
    mention = scene.clauses.mention_from(at)
    found = scene.cast.entities_of(mention) if mention is not None else ()
    return mention if found and not any(entity.is_place for entity in found) else None


def _light_verb(scene: Scene, cue: Cue, at: int) -> Doer | None:
    """Read "repeated the veto", "renewed its offer": the noun's act is the verb's subject's."""
    words = scene.words
    verb = at - 1
    while verb >= 0 and words[verb] in wordset("grammar", "determiners") | wordset("grammar", "possessives"):
        verb -= 1
    if verb >= 0 and words[verb] == "with":
        ahead = range(verb - 1, max(verb - 14, -1), -1)
        verb = next((n for n in ahead if words[n] in wordset("clauses", "answering")), -1)
    elif verb < 0 or words[verb] not in wordset("clauses", "light_verbs"):
        return None
    if verb < 0:
        return None
    found = scene.clauses.subject(verb)
    if found is None or found[0].kind == "pronoun":
        return None
    mention, sure = found
    start = scene.sentence.tokens[mention.first if sure else verb].start
    return Doer(scene.cast.entities_of(mention), start, sure=sure)


def _possessor(scene: Scene, at: int) -> tuple[Entity, ...]:
    before = [m for m in scene.clauses.mentions if m.last <= at and m.kind not in {"pronoun", "anonymous"}]
    person = scene.words[at] in {"his", "her"}
    for mention in reversed(before):
        entities = scene.cast.entities_of(mention)
        if entities and (entities[0].kind == "person") == person and not entities[0].media:
            return entities
    return ()


def _governed_by_will(words: tuple[str, ...], at: int) -> bool:
    """Whether the infinitive's act is done: "continued to insist", "decided to reject"."""
    return at > 1 and words[at - 2] in wordset("clauses", "carrying_out")
