"""Voices: frames of speech with their speakers, pronouns and "the source" resolved, in source chains."""

from __future__ import annotations

from dataclasses import replace

from sulh.model.move import Time
from sulh.reading.attribution import Frame, frames
from sulh.reading.entity import Entity
from sulh.reading.mention import Mention
from sulh.reading.scene import Scene, Voice
from sulh.reading.tokens import Sentence

Speaking = tuple[tuple[Entity, ...], tuple[Entity | str, ...], Time | None]
"""Speakers, the chain they stood in before (without them), and when they spoke."""


def voices(scene: Scene) -> list[Voice]:
    """Resolve the frames of a sentence, outermost first. A quotation that goes on keeps its speaker."""
    found: list[Voice] = []
    for frame in frames(scene.clauses):
        entities, inherited, when = _speaker(scene, frame, found)
        if not entities:
            continue
        outer = [voice for voice in found if voice.frame.holds(frame.cue)]
        chain = outer[-1].chain if outer else inherited
        listeners = scene.cast.entities_of(frame.listener) if frame.listener else ()
        chain += tuple(entity for entity in listeners if entity.media and entity not in chain)
        chain += (_source_name(scene, frame, entities),)
        found.append(Voice(frame, entities, chain, scene.time_in(*frame.header) or when))
    last = scene.memory.last_voice
    if not found and scene.words[0] in {"“", '"'} and last is not None:
        whole = replace(
            last.frame, sentence=scene.sentence.index, start=0, end=len(scene.words), cue=-1, cue_end=0
        )
        found.append(replace(last, frame=whole))
    return found


def remember(scene: Scene, found: list[Voice]) -> None:
    """Keep who spoke last, and what the sentence was about, for the pronouns to come."""
    main = [voice for voice in found if voice.frame.speaker is not None]
    scene.memory.heard.extend(main)
    outer = [v for v in main if not any(w.frame.holds(v.frame.cue) for w in main if w is not v)]
    if outer:
        scene.memory.last_voice = max(outer, key=lambda voice: voice.frame.cue)
    for mention in scene.clauses.mentions:
        if mention.kind in {"pronoun", "adjective"} or not (actors := scene.cast.entities_of(mention)):
            continue
        scene.memory.last_subject = scene.cast.subject = actors
        if not main and actors[0].kind in {"person", "source"}:
            silent = Frame(scene.sentence.index, mention, -1, 0, 0, 0)
            scene.memory.last_voice = Voice(silent, actors, actors[:1], None)
        return


def _source_name(scene: Scene, frame: Frame, entities: tuple[Entity, ...]) -> Entity | str:
    """Name the source; several who speak as one together, a report without an author in the text's words."""
    mention, entity = frame.speaker, entities[0]
    if len(entities) > 1:
        return " and ".join(dict.fromkeys(entity.name for entity in entities))
    if mention is not None and mention.kind == "adjective" and mention.last < len(scene.sentence.tokens):
        return scene.sentence.slice(mention.first, mention.last + 1)
    if entity.head in {"information", "reports", "leaks"} and frame.passive:
        behind = scene.clauses.mention_from(frame.cue_end + 1)
        end = behind.last if behind else frame.cue_end
        return f"{entity.name} {scene.sentence.slice(frame.cue, end)}"
    return entity


def _speaker(scene: Scene, frame: Frame, outer: list[Voice]) -> Speaking:
    """Return the frame's speakers; with a pronoun or "the source", also the chain they stood in."""
    mention = frame.speaker
    if mention is None:
        return (), (), None
    if mention.kind == "pronoun":
        return _pronoun(scene, mention, outer)
    if mention.kind in {"anonymous", "group"} and _is_bare(scene.sentence, mention):
        for voice in reversed(scene.memory.heard):
            if any(_same_head(entity, mention) for entity in voice.entities):
                return _again(voice)
    return scene.cast.entities_of(mention), (), None


def _pronoun(scene: Scene, mention: Mention, outer: list[Voice]) -> Speaking:
    last = scene.memory.last_voice
    if last is not None and mention.head in {"he", "she"}:
        scene.cast.is_person(last.entities[0])
    if mention.head in {"we", "i", "who"}:
        return (), (), None
    if outer:
        return outer[-1].entities, (), None
    return (scene.memory.last_subject, (), None) if last is None else _again(last)


def _again(voice: Voice) -> Speaking:
    """The speakers of an earlier sentence speak again, to whom they spoke then."""
    return voice.entities, voice.chain[:-1], voice.when


def _is_bare(sentence: Sentence, mention: Mention) -> bool:
    """Whether a source is named by its noun alone: "the sources", "the official"."""
    words = [word for word in sentence.words[mention.first : mention.last] if word not in {"the", "same"}]
    return len(words) == 1 and sentence.words[mention.first] == "the"


def _same_head(entity: Entity, mention: Mention) -> bool:
    return bool(entity.head) and (entity.head or "").rstrip("s") == (mention.head or "").rstrip("s")
