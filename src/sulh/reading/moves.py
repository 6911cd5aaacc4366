"""Moves: every act cue with its doer, source chain, addressee, terms, time and quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from sulh.model.move import Act, Context, Term
from sulh.reading import circumstances, terms
from sulh.reading.attribution import Clauses
from sulh.reading.cast import Cast
from sulh.reading.contents import past_maker, region, terms_of
from sulh.reading.cues import Cue, promises
from sulh.reading.doers import whose
from sulh.reading.entity import Entity
from sulh.reading.lexicon import wordset
from sulh.reading.mentions import MentionFinder
from sulh.reading.scene import Memory, Scene, Voice
from sulh.reading.terms import Findings
from sulh.reading.tokens import Sentence
from sulh.reading.voices import remember, voices

POSITIONAL = frozenset(
    {"offer", "accept", "concede", "demand", "condition", "reject", "red line", "threaten"}
)
_ON_THE_TABLE = frozenset({"offer", "demand", "condition", "reject", "red line", "accept"})
_ANSWERS = frozenset({"reject", "red line", "accept"})
_BARE = _ANSWERS | {"meet", "agree", "announce", "press"}
_PROMISE_DOUBT = 0.2


@dataclass
class Draft:
    """A move before the parties of the report are known."""

    act: Act
    sentence: int
    speakers: tuple[Entity, ...]
    chain: tuple[Entity | str, ...]
    start: int
    end: int
    cue: Cue
    confidence: float
    terms: tuple[Term, ...] = ()
    addressee: Entity | None = None
    denied: bool = False
    context: Context = "actual"
    when: str | None = None


class MoveReader:
    """Reads the drafts of one report, sentence by sentence.

    Beside the `drafts` it notes what tells the roles (`between`, `mediated_by`) and what was said by whom:
    `spoken` holds (start, end, source chain) of every stretch of reported speech.
    """

    def __init__(self, sentences: Sequence[Sentence], cast: Cast, findings: Findings) -> None:
        self.sentences = sentences
        self.cast = cast
        self.findings = findings
        self.drafts: list[Draft] = []
        self.between: list[tuple[Entity, ...]] = []
        self.mediated_by: list[Entity] = []
        self.spoken: list[tuple[int, int, tuple[Entity | str, ...]]] = []
        self._memory = Memory()
        self._finder = MentionFinder(tuple(sentences))

    def read(self) -> list[Draft]:
        """Return the drafts of all sentences, in text order. Headings name actors but make no moves."""
        for sentence in self.sentences:
            mentions = self._finder.find(sentence)
            for mention in mentions:
                self.cast.take(sentence, mention)
            self.cast.affiliate(mentions)
            if not sentence.heading:
                self._read(Scene(Clauses(sentence, mentions), self.cast, self.findings, self._memory))
        return self.drafts

    def _read(self, scene: Scene) -> None:
        found = voices(scene)
        for voice in found:
            if voice.frame.start < voice.frame.end:
                self.spoken.append((*scene.sentence.span(voice.frame.start, voice.frame.end), voice.chain))
        self._note_roles(scene)
        self.drafts.extend(self._sentence(scene, found))
        remember(scene, found)

    def _sentence(self, scene: Scene, spoken: list[Voice]) -> list[Draft]:
        drafts: list[Draft] = []
        found = list(_all_cues(scene, spoken))
        for number, cue in enumerate(found):
            following = found[number + 1] if number + 1 < len(found) else None
            if number and _repeats(found[number - 1], cue):
                continue
            draft = self._draft(scene, cue, following, spoken)
            if draft is None:
                continue
            if not draft.terms and cue.act in _ANSWERS and not cue.nominal:
                draft.terms = self._put_before(draft, scene, drafts)
            drafts.append(draft)
        drafts.extend(_denials(scene, drafts))
        for draft in drafts:
            if not draft.terms and draft.act in _ANSWERS:
                others = [d for d in drafts if _on_the_table(d) and d.speakers != draft.speakers]
                earlier = [d for d in self.drafts[-3:] if _on_the_table(d)]
                draft.terms = (others or earlier or [draft])[-1].terms
        return drafts

    def _put_before(self, draft: Draft, scene: Scene, drafts: list[Draft]) -> tuple[Term, ...]:
        """Return what "which Israel rejects" or "rejected it" speaks of: the terms put just before."""
        start = scene.sentence.tokens[draft.cue.first].start
        here = [d for d in drafts if _on_the_table(d) and d.end <= start]
        near = [d for d in self.drafts if _on_the_table(d) and d.sentence >= scene.sentence.index - 1]
        return (here or near)[-1].terms if here or near else ()

    def _draft(self, scene: Scene, cue: Cue, following: Cue | None, spoken: list[Voice]) -> Draft | None:
        inside = [v for v in spoken if v.frame.holds(cue.first) and v.frame.cue != cue.first]
        doer = whose(scene, cue, inside)
        if doer is None or not doer.entities:
            return None
        first = past_maker(scene, cue, following.last if following and _repeats(cue, following) else cue.last)
        addressee = circumstances.addressee(scene, first)
        if addressee is not None and cue.act in {"press", "demand", "threaten"}:
            first = addressee.last
        stretch = region(scene, cue, first, following)
        unless = _only_if(scene, cue)
        if unless is not None:
            stretch = unless, scene.clauses.clause_end(unless)
        if terms.is_refusal_to_speak(scene.sentence, *stretch):
            return None
        stretch, wanted = _such_a_deal(scene, cue, stretch)
        found = terms_of(scene, cue, stretch)
        if not found and cue.act not in _BARE:
            return None
        act = "condition" if unless is not None or wanted else _act(scene, cue, found, inside)
        event = act in {"meet", "agree"}
        told = scene.cast.entities_of(addressee) if addressee is not None else ()
        draft = Draft(
            act=act,
            sentence=scene.sentence.index,
            speakers=doer.entities,
            chain=inside[-1].chain if inside else (),
            start=doer.start,
            end=_end(scene, cue, doer.start, found),
            cue=cue,
            confidence=(0.9 if doer.sure else 0.55) - (_PROMISE_DOUBT if cue.tag("promise") else 0.0),
            terms=found,
            addressee=told[0] if told else None,
            denied=cue.denied or circumstances.denied(scene, cue, inside),
            context=circumstances.context(scene, cue),
            when=circumstances.when(scene, cue, () if event else found, inside),
        )
        _own_words(draft, scene, inside)
        return draft

    def _note_roles(self, scene: Scene) -> None:
        """Remember "between X and Y" and "mediated by Z" for the roles of the report."""
        words, brokering = scene.words, wordset("roles", "brokering")
        for mention in scene.clauses.mentions:
            actors = scene.cast.entities_of(mention)
            before = words[mention.first - 1] if mention.first else ""
            if mention.parts and before in {"between", "both"}:
                self.between.append(actors)
            near = words[max(mention.first - 3, 0) : mention.first]
            brokered = before == "by" and any(word in wordset("roles", "mediating") for word in near)
            called = before in {"mediators", "mediator"}
            if brokered or called or _brokers(words[mention.last : mention.last + 5], brokering):
                self.mediated_by.extend(actors)


def _denials(scene: Scene, drafts: list[Draft]) -> Iterator[Draft]:
    """Yield what "a claim that Sorel denied" and "but its office denied it" deny: the act told before."""
    words = scene.words
    for place, word in enumerate(words):
        if word not in {"denied", "denies", "disputed", "disputes"}:
            continue
        behind = words[place + 1 : place + 2]
        claimed = {"claim", "report", "account", "suggestion", "allegation"} & set(
            words[max(place - 8, 0) : place]
        )
        subject = scene.clauses.subject(place)
        if subject is None or not (claimed or behind in (("it",), ("this",), ("that",))):
            continue
        start = scene.sentence.tokens[place].start
        told = [draft for draft in drafts if draft.end <= start and not draft.denied]
        actors = scene.cast.entities_of(subject[0])
        if told and actors:
            end = scene.sentence.tokens[place].end
            yield replace(told[-1], denied=True, chain=actors, end=end, confidence=0.6)


def _brokers(behind: tuple[str, ...], brokering: frozenset[str]) -> bool:
    """Whether the words behind a name make it a broker; "were mediated by" makes it what was mediated."""
    place = next((n for n, word in enumerate(behind) if word in brokering), None)
    if place is None:
        return False
    passive = {"was", "were", "been", "being", "be", "is", "are"} & set(behind[:place])
    return behind[place].endswith("ing") or not (passive or "by" in behind[place + 1 : place + 2])


def _all_cues(scene: Scene, spoken: list[Voice]) -> Iterator[Cue]:
    """Yield the cues that are no words of saying ("insists that wages must rise" is both), and promises.

    Promises count only where somebody is said to make them, or makes them on a condition.
    """
    found = list(scene.cues)
    taken = [(cue.first, cue.last) for cue in found]
    if spoken or {"if", "unless"} & set(scene.words):
        for cue in promises(scene.clauses):
            if not any(first - 2 <= cue.last and cue.first <= last for first, last in taken):
                found.append(cue)
    for cue in _held_to(sorted(found, key=lambda c: c.first)):
        said = any(voice.frame.cue <= cue.first < voice.frame.cue_end for voice in spoken)
        ahead = scene.words[cue.last : cue.last + 14]
        if not said or (cue.act == "demand" and ("must" in ahead or "should" in ahead)):
            yield cue


def _held_to(found: list[Cue]) -> Iterator[Cue]:
    """Read "refused to drop its demand for" as the demand that it is."""
    skip = False
    for cue, following in zip_longest(found, found[1:]):
        if skip:
            skip = False
        elif (
            following
            and cue.act == "reject"
            and following.act == "concede"
            and following.first - cue.last <= 2
        ):
            skip = True
            yield replace(cue, act="demand", last=following.last)
        else:
            yield cue


def _on_the_table(draft: Draft) -> bool:
    return bool(draft.terms) and draft.act in _ON_THE_TABLE


def _end(scene: Scene, cue: Cue, start: int, found: tuple[Term, ...]) -> int:
    """Return where the quote ends: with its last term; that of a meeting or agreement with its clause."""
    end = max([scene.sentence.tokens[cue.last - 1].end, *(term.end for term in found if term.start >= start)])
    if cue.act in {"meet", "agree"}:
        last = max(scene.clauses.clause_end(cue.last), cue.last)
        end = max(end, scene.sentence.tokens[last - 1].end)
    return end


def _own_words(draft: Draft, scene: Scene, inside: list[Voice]) -> None:
    """Where the innermost source speaks for the doer's own side, it is the speaker, not a source."""
    if not inside:
        return
    voice = inside[-1]
    tops = {id(entity.top) for entity in draft.speakers}
    own = all((id(e.top) in tops or e.collective == "parties") and e.kind != "source" for e in voice.entities)
    if own:
        carrier = scene.cast.entities_of(voice.frame.through) if voice.frame.through else ()
        draft.chain = draft.chain[:-1]
        if carrier and id(carrier[0].top) in tops:
            draft.speakers = carrier
        elif not any(entity.collective for entity in voice.entities):
            draft.speakers = voice.entities


def _only_if(scene: Scene, cue: Cue) -> int | None:
    """Return where the condition starts in "would not release anybody until the blockade is lifted"."""
    if cue.act != "reject" or not cue.tag("promise"):
        return None
    for place in range(cue.last, min(cue.last + 20, len(scene.words))):
        if scene.words[place] in {"unless", "until"}:
            return place + 1
        if scene.words[place] in {".", ";"}:
            return None
    return None


def _such_a_deal(scene: Scene, cue: Cue, stretch: tuple[int, int]) -> tuple[tuple[int, int], bool]:
    """Read "would not accept any deal that ...": what the deal does is refused, what it does not do is asked.

    Returns the stretch of tokens that says what, and whether it is asked for.
    """
    words, (first, last) = scene.words, stretch
    if cue.act != "reject" or words[first : first + 1] not in (("any",), ("a",)):
        return stretch, False
    for place in range(first + 1, min(first + 4, last + 1)):
        if words[place] not in wordset("clauses", "deals") or words[place + 1 : place + 2] not in (
            ("that",),
            ("which",),
        ):
            continue
        start, end = place + 2, scene.clauses.clause_end(place + 2)
        negation = next(
            (n for n in range(start, min(start + 3, end)) if words[n] in {"not", "n't", "never"}), None
        )
        return ((negation + 1, end), True) if negation is not None else ((start, end), False)
    return stretch, False


def _act(scene: Scene, cue: Cue, found: tuple[Term, ...], inside: list[Voice]) -> Act:
    """Return the act: agreeing for a return is offering, warning that one will is threatening."""
    words = scene.words
    if cue.act == "accept" and any(term.exchange for term in found):
        return "offer"
    if cue.tag("promise") and cue.act == "offer":
        warned = bool(inside) and words[inside[-1].frame.cue].startswith("warn")
        if warned or "unless" in words[cue.last : cue.last + 20]:
            return "threaten"
    return cue.act


def _repeats(before: Cue, cue: Cue) -> bool:
    """Whether a noun only says again what the verb before it says: "cling to the demand for"."""
    return cue.nominal and not before.nominal and before.act == cue.act and cue.first - before.last <= 3
