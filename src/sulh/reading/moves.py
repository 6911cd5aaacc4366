"""Moves: every act cue with its speaker, source chain, addressee, terms, time and quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sulh.model.move import Act, Context, Term, Time
from sulh.reading import terms
from sulh.reading.attribution import Clauses, Frame, frames
from sulh.reading.cast import Cast, Entity
from sulh.reading.cues import Cue, cues, promises
from sulh.reading.lexicon import wordset
from sulh.reading.mentions import Mention, MentionFinder
from sulh.reading.terms import Findings
from sulh.reading.tokens import Sentence

POSITIONAL = frozenset({"offer", "accept", "concede", "demand", "condition", "reject", "red line", "threaten"})


_ON_THE_TABLE = frozenset({"offer", "demand", "condition", "reject", "red line", "accept"})


@dataclass(frozen=True)
class Voice:
    """A resolved frame: who speaks, through which chain of sources, and when."""

    frame: Frame
    entities: tuple[Entity, ...]
    chain: tuple[Entity | str, ...]
    when: Time | None


@dataclass
class Draft:
    """A move before the parties of the report are known."""

    act: Act
    sentence: int
    speakers: tuple[Entity, ...]
    chain: tuple[Entity | str, ...]
    start: int
    end: int
    terms: tuple[Term, ...] = ()
    addressee: Entity | None = None
    denied: bool = False
    context: Context = "actual"
    when: str | None = None
    confidence: float = 0.9
    cue: Cue | None = None
    anchors: list[str] = field(default_factory=list)


class MoveReader:
    """Reads the drafts of one report, sentence by sentence; remembers who spoke last."""

    def __init__(self, sentences: Sequence[Sentence], cast: Cast, findings: Findings) -> None:
        self.sentences = sentences
        self.cast = cast
        self.findings = findings
        self.drafts: list[Draft] = []
        self.between: list[tuple[Entity, ...]] = []
        self.mediated_by: list[Entity] = []
        self.spoken: list[tuple[int, int, tuple[Entity | str, ...]]] = []
        self._last_voice: Voice | None = None
        self._voices_heard: list[Voice] = []
        self._last_subject: tuple[Entity, ...] = ()
        self._finder = MentionFinder(tuple(sentences))

    def read(self) -> list[Draft]:
        """Return the drafts of all sentences, in text order."""
        for sentence in self.sentences:
            mentions = self._finder.find(sentence)
            for mention in mentions:
                self.cast.take(sentence, mention)
            self.cast.affiliate(mentions)
            if sentence.heading:
                continue
            clauses = Clauses(sentence, mentions)
            voices = self._voices(clauses)
            for voice in voices:
                if voice.frame.start < voice.frame.end:
                    self.spoken.append((*sentence.span(voice.frame.start, voice.frame.end), voice.chain))
            self._note_roles(clauses)
            self.drafts.extend(self._sentence(clauses, voices))
            self._remember(clauses, voices)
        return self.drafts

    # Who speaks

    def _voices(self, clauses: Clauses) -> list[Voice]:
        """Resolve the frames of a sentence, outermost first."""
        voices: list[Voice] = []
        for frame in frames(clauses):
            entities, inherited, when = self._speaker(clauses, frame, voices)
            if not entities:
                continue
            outer = [v for v in voices if v.frame.holds(frame.cue)]
            chain = outer[-1].chain if outer else inherited
            listeners = self.cast.entities_of(frame.listener) if frame.listener else ()
            chain += tuple(entity for entity in listeners if entity.media and entity not in chain)
            named = tuple(self._source_name(clauses, frame, entity) for entity in entities)
            chain += tuple(name for name in named if name not in chain)
            voices.append(Voice(frame, entities, chain, self._time_in(clauses, *frame.header) or when))
        if not voices and clauses.sentence.words[0] in {"“", '"'} and self._last_voice is not None:
            frame = replace(self._last_voice.frame, sentence=clauses.sentence.index, start=0, end=len(clauses.sentence.words), cue=-1, cue_end=0)
            voices.append(replace(self._last_voice, frame=frame))
        return voices

    def _source_name(self, clauses: Clauses, frame: Frame, entity: Entity) -> Entity | str:
        """Name the source; of a report without an author, in the words of the text."""
        mention = frame.speaker
        if mention is not None and mention.kind == "adjective" and mention.last < len(clauses.sentence.tokens):
            return clauses.sentence.slice(mention.first, mention.last + 1)
        if entity.head in {"information", "reports", "leaks"} and frame.passive:
            behind = clauses.mention_from(frame.cue_end + 1)
            end = behind.last if behind else frame.cue_end
            return f"{entity.name} {clauses.sentence.slice(frame.cue, end)}"
        return entity

    def _speaker(
        self, clauses: Clauses, frame: Frame, outer: list[Voice]
    ) -> tuple[tuple[Entity, ...], tuple[Entity | str, ...], Time | None]:
        """Return the frame's speakers; with a pronoun or "the source", also the chain they stood in."""
        mention = frame.speaker
        if mention is None:
            return (), (), None
        if mention.kind == "pronoun":
            return self._pronoun_speaker(mention, outer)
        entities = self.cast.entities_of(mention)
        if mention.kind in {"anonymous", "group"} and _is_bare(clauses.sentence, mention):
            for voice in reversed(self._voices_heard):
                if any(_same_head(entity, mention) for entity in voice.entities):
                    return voice.entities, voice.chain[: len(voice.chain) - len(voice.entities)], voice.when
        return entities, (), None

    def _pronoun_speaker(
        self, mention: Mention, outer: list[Voice]
    ) -> tuple[tuple[Entity, ...], tuple[Entity | str, ...], Time | None]:
        last = self._last_voice
        if last is not None and mention.head in {"he", "she"}:
            self.cast.is_person(last.entities[0])
        if mention.head in {"we", "i", "who"}:
            return (), (), None
        if outer and mention.head in {"it", "they", "he", "she"}:
            return outer[-1].entities, (), None
        if last is None:
            return self._last_subject, (), None
        return last.entities, last.chain[: len(last.chain) - len(last.entities)], last.when

    def _remember(self, clauses: Clauses, voices: list[Voice]) -> None:
        main = [v for v in voices if v.frame.speaker is not None]
        self._voices_heard.extend(main)
        outer = [v for v in main if not any(w.frame.holds(v.frame.cue) for w in main if w is not v)]
        if outer:
            self._last_voice = max(outer, key=lambda voice: voice.frame.cue)
        for mention in clauses.mentions:
            if mention.kind not in {"pronoun", "adjective"} and (found := self.cast.entities_of(mention)):
                self._last_subject = self.cast.subject = found
                if not main and found[0].kind in {"person", "source"}:
                    self._last_voice = Voice(Frame(clauses.sentence.index, mention, -1, 0, 0, 0), found, found, None)
                break

    # The move

    def _sentence(self, clauses: Clauses, voices: list[Voice]) -> list[Draft]:
        drafts: list[Draft] = []
        found = list(cues(clauses))
        taken = [(cue.first, cue.last) for cue in found]
        for cue in promises(clauses):
            near = any(first - 2 <= cue.last and cue.first <= last for first, last in taken)
            if not near and (voices or "if" in clauses.sentence.words or "unless" in clauses.sentence.words):
                found.append(cue)
        found.sort(key=lambda cue: cue.first)
        for number, cue in enumerate(found):
            if any(voice.frame.cue <= cue.first < voice.frame.cue_end for voice in voices):
                continue
            following = found[number + 1] if number + 1 < len(found) else None
            before = found[number - 1] if number else None
            if before and _repeats(before, cue):
                continue
            draft = self._draft(clauses, cue, following, voices, drafts)
            if draft is not None:
                drafts.append(draft)
        for draft in drafts:
            if not draft.terms and draft.act in {"reject", "red line", "accept"}:
                others = [d for d in drafts if d.terms and d.speakers != draft.speakers and d.act in _ON_THE_TABLE]
                earlier = [d for d in self.drafts[-3:] if d.terms and d.act in _ON_THE_TABLE]
                draft.terms = (others or earlier or [draft])[-1].terms
        return drafts

    def _draft(
        self, clauses: Clauses, cue: Cue, following: Cue | None, voices: list[Voice], drafts: list[Draft]
    ) -> Draft | None:
        inside = [v for v in voices if v.frame.holds(cue.first) and v.frame.cue != cue.first]
        speaker = self._speakers(clauses, cue, inside)
        if speaker is None:
            return None
        entities, start, sure = speaker
        if not entities:
            return None
        first = following.last if following and _repeats(cue, following) else cue.last
        first = self._past_maker(clauses, cue, first)
        addressee = self._addressee(clauses, cue, first)
        if addressee is not None and cue.act in {"press", "demand", "threaten"}:
            first = addressee.last
        region = self._region(clauses, cue, first, following)
        if terms.is_refusal_to_speak(clauses.sentence, *region):
            return None
        found = self._terms(clauses, cue, region, drafts)
        if not found and cue.act not in {"meet", "agree", "announce", "reject", "red line", "accept", "press"}:
            return None
        end = max([clauses.sentence.tokens[cue.last - 1].end, *(t.end for t in found if t.start >= start)])
        if cue.act in {"meet", "agree"}:
            end = max(end, clauses.sentence.tokens[max(clauses.clause_end(cue.last), cue.last) - 1].end)
        chain = inside[-1].chain if inside else ()
        draft = Draft(
            cue.act, clauses.sentence.index, entities, chain, start, end, found,
            denied=cue.denied or self._denied(clauses, cue, inside), cue=cue,
            context=self._context(clauses, cue), confidence=(0.9 if sure else 0.55) - (0.2 if cue.tag("promise") else 0.0),
        )  # fmt: skip
        self._own_words(draft, inside)
        if addressee is not None and (told := self.cast.entities_of(addressee)):
            draft.addressee = told[0]
        draft.when = self._when(clauses, cue, () if cue.act in {"meet", "agree"} else found, inside)
        return draft

    def _speakers(
        self, clauses: Clauses, cue: Cue, inside: list[Voice]
    ) -> tuple[tuple[Entity, ...], int, bool] | None:
        """Return whose act the cue is, where its words begin, and whether that is certain."""
        if cue.nominal and cue.tag("event"):
            return self._participants(clauses, cue)
        if cue.nominal:
            return self._nominal_speaker(clauses, cue)
        found = self._verbal_speaker(clauses, cue, inside)
        if cue.act == "agree" and cue.entry.form == "noun" and not (found and found[2]):
            return self._participants(clauses, cue)
        return found

    def _participants(self, clauses: Clauses, cue: Cue) -> tuple[tuple[Entity, ...], int, bool]:
        """Return who takes part in a meeting or agreement that a noun names; unless said, the parties."""
        words, sentence = clauses.sentence.words, clauses.sentence
        start = sentence.tokens[cue.first - (cue.first > 0 and words[cue.first - 1] in {"a", "an", "the"})].start
        limit = self._phrase_end(clauses, cue.last)
        for mention in clauses.mentions:
            if not cue.first <= mention.first < limit or not (found := self.cast.entities_of(mention)):
                continue
            before = words[max(mention.first - 2, cue.last - 1) : mention.first]
            acting = all(entity.kind in {"state", "organisation", "person", "body"} for entity in found)
            if acting and before[-1:] in (("between",), ("of",), ("by",)) and (mention.parts or before[-1] == "by"):
                return found, start, True
        if any(word in {"quartet", "trilateral", "mediators", "mediators'"} for word in words[max(cue.first - 2, 0) : cue.last]):
            return (self.cast.collective("quartet", "mediators"),), start, True
        return (self.cast.collective("parties", "parties"),), start, False

    def _phrase_end(self, clauses: Clauses, at: int) -> int:
        """Return where the phrase that goes on at *at* ends: at a comma that no list explains, or the clause's end."""
        words, end = clauses.sentence.words, clauses.clause_end(at)
        for place in range(at, end):
            if words[place] == "," and clauses.mention_at(place) is None:
                return place
        return end

    def _past_maker(self, clauses: Clauses, cue: Cue, first: int) -> int:
        """Step over "by Hamas" behind a noun cue: the terms come after it."""
        if not cue.nominal or cue.tag("event"):
            return first
        words = clauses.sentence.words
        for place in range(cue.last - 1, min(cue.last + 4, len(words))):
            if words[place] in {"by", "from"} and (maker := clauses.mention_from(place + 1)):
                return max(first, maker.last)
        return first

    def _own_words(self, draft: Draft, inside: list[Voice]) -> None:
        """Where the innermost source speaks for the speaker's own side, it is the speaker, not a source."""
        if not inside:
            return
        voice = inside[-1]
        carrier = self.cast.entities_of(voice.frame.through) if voice.frame.through else ()
        tops = {id(e.top) for e in draft.speakers}
        if all(id(e.top) in tops and e.kind != "source" for e in voice.entities):
            draft.chain = draft.chain[: len(draft.chain) - len(voice.entities)]
            draft.speakers = voice.entities
            if carrier and id(carrier[0].top) in tops:
                draft.speakers = carrier

    def _verbal_speaker(
        self, clauses: Clauses, cue: Cue, inside: list[Voice]
    ) -> tuple[tuple[Entity, ...], int, bool] | None:
        words, sentence = clauses.sentence.words, clauses.sentence
        if _is_predicate(cue):
            return self._owner_of_line(clauses, cue, inside)
        if cue.first and words[cue.first - 1] == "to" and not _governed_by_will(words, cue.first):
            return None
        start = sentence.tokens[cue.first].start
        if cue.act == "announce" and words[cue.first] == "without":
            return self._main_subject(clauses, cue)
        if cue.act == "condition" and cue.entry.form == "noun":
            return (inside[-1].entities, start, True) if inside else self._subject_of(clauses, cue, inside)
        if cue.entry.form == "past" and _passive(words, cue.first):
            for place in range(cue.last, min(cue.last + 8, len(words))):
                if words[place] == "by" and (agent := clauses.mention_from(place + 1)):
                    return self.cast.entities_of(agent), start, True
            return None
        return self._subject_of(clauses, cue, inside)

    def _owner_of_line(
        self, clauses: Clauses, cue: Cue, inside: list[Voice]
    ) -> tuple[tuple[Entity, ...], int, bool] | None:
        """Return whose red line "X is a red line (for Y)" is: Y's, else that of whoever says so."""
        words, start = clauses.sentence.words, clauses.sentence.tokens[self._clause_start(clauses, cue.first)].start
        if cue.last < len(words) and words[cue.last] in {"for", "to"}:
            if owner := clauses.mention_from(cue.last + 1):
                return self.cast.entities_of(owner), start, True
        return (inside[-1].entities, start, True) if inside else None

    def _clause_start(self, clauses: Clauses, at: int) -> int:
        words = clauses.sentence.words
        while at > 0 and words[at - 1] not in {",", ";", "that", "“", '"', "but", "and", "while", "because"}:
            at -= 1
        return at

    def _main_subject(self, clauses: Clauses, cue: Cue) -> tuple[tuple[Entity, ...], int, bool] | None:
        """Return the subject of the clause that "without ..." hangs on: the first actor before it."""
        start = clauses.sentence.tokens[cue.first].start
        for mention in clauses.mentions:
            if mention.last <= cue.first and (found := self.cast.entities_of(mention)):
                return found, start, True
        return None

    def _subject_of(
        self, clauses: Clauses, cue: Cue, inside: list[Voice]
    ) -> tuple[tuple[Entity, ...], int, bool] | None:
        sentence = clauses.sentence
        start = sentence.tokens[cue.first].start
        found = clauses.subject(cue.first)
        if found is None:
            return (inside[-1].entities, start, False) if inside else None
        mention, sure = found
        if mention.kind == "pronoun":
            entities = self._pronoun(clauses, mention, inside)
            return (entities, sentence.tokens[mention.first].start, sure) if entities else None
        entities = self.cast.entities_of(mention)
        if inside and clauses.sentence.words[mention.first] in {"our", "my"}:
            entities = inside[-1].entities
        if mention.last <= cue.first and sure:
            start = sentence.tokens[mention.first].start
        return entities, start, sure

    def _pronoun(self, clauses: Clauses, mention: Mention, inside: list[Voice]) -> tuple[Entity, ...]:
        """Return what a pronoun that acts stands for: in reported speech mostly its speaker."""
        if inside and (mention.head not in {"it", "they"} or inside[-1].entities[0].kind in {"organisation", "state"}):
            return inside[-1].entities
        if inside:
            for before in (m for m in clauses.mentions if inside[-1].frame.start <= m.first < mention.first):
                entities = self.cast.entities_of(before)
                if entities and entities[0].top.kind in {"organisation", "state"} and before.kind in {"name", "noun"}:
                    return entities
            return tuple(entity.top for entity in inside[-1].entities)
        if mention.head in {"he", "she"} and self._last_voice:
            return self._last_voice.entities
        return self._last_subject

    def _nominal_speaker(self, clauses: Clauses, cue: Cue) -> tuple[tuple[Entity, ...], int, bool] | None:
        """Return whose offer, demand or refusal a noun names."""
        sentence, words = clauses.sentence, clauses.sentence.words
        for place in range(cue.last - 1, min(cue.last + 5, len(words))):
            if words[place] in {"by", "from"} and (maker := clauses.mention_from(place + 1)):
                start = cue.first - (cue.first > 0 and words[cue.first - 1] in {"a", "an", "the"})
                return self.cast.entities_of(maker), sentence.tokens[start].start, True
            if words[place] in {",", ".", "of", "that", "to"}:
                break
        at = cue.first
        while at > 0 and clauses.mention_ending(at) is None and words[at - 1] not in wordset("roles", "breaks") | {",", "'s", ".", "“", "”"}:
            at -= 1
        if words[at - 1 : at] == ("'s",) or words[at - 1 : at] == ("'",):
            at -= 1
        if owner := clauses.mention_ending(at):
            if owner.kind != "pronoun":
                return self.cast.entities_of(owner), sentence.tokens[owner.first].start, True
        if at and words[at - 1] in wordset("grammar", "possessives"):
            start = sentence.tokens[at - 1].start
            if found := self._possessor(clauses, at - 1):
                return found, start, False
        return self._light_verb(clauses, cue, at)

    def _light_verb(self, clauses: Clauses, cue: Cue, at: int) -> tuple[tuple[Entity, ...], int, bool] | None:
        """Read "repeated the veto", "renewed its offer": the noun's act is the verb's subject's."""
        words = clauses.sentence.words
        verb = at - 1
        while verb >= 0 and words[verb] in wordset("grammar", "determiners") | wordset("grammar", "possessives"):
            verb -= 1
        if verb < 0 or words[verb] not in wordset("clauses", "light_verbs"):
            return None
        found = clauses.subject(verb)
        if found is None or found[0].kind == "pronoun":
            return None
        mention, sure = found
        start = clauses.sentence.tokens[mention.first if sure else verb].start
        return self.cast.entities_of(mention), start, sure

    def _possessor(self, clauses: Clauses, at: int) -> tuple[Entity, ...]:
        before = [m for m in clauses.mentions if m.last <= at and m.kind not in {"pronoun", "anonymous"}]
        person = clauses.sentence.words[at] in {"his", "her"}
        for mention in reversed(before):
            entities = self.cast.entities_of(mention)
            if entities and (entities[0].kind == "person") == person and not entities[0].media:
                return entities
        return ()

    # Terms, addressee, time

    def _region(self, clauses: Clauses, cue: Cue, first: int, following: Cue | None) -> tuple[int, int]:
        words = clauses.sentence.words
        if _is_predicate(cue):
            return self._clause_start(clauses, cue.first), cue.first
        if cue.entry.form == "past" and not cue.nominal and _passive(words, cue.first):
            subject = clauses.subject(cue.first)
            if subject is None:
                at = cue.first
                while at > 0 and words[at - 1] not in {",", ".", "that", ";"}:
                    at -= 1
                return at, cue.first - 1
        end = self._before_time(clauses, first, clauses.clause_end(first))
        own = wordset("grammar", "possessives") | wordset("clauses", "light_verbs") | {"the", "a", "same", "of", "on"}
        for later in cues(clauses):
            owner = later.first
            if not later.nominal or not first < owner < end:
                continue
            while owner > first and words[owner - 1] in own:
                owner -= 1
            if owner < later.first and words[owner - 1] == "and":
                end = owner - 1
        if following is not None and first < following.first < end and not following.nominal:
            before = clauses.mention_ending(following.first)
            if words[following.first - 1] == "and" or (before and words[before.first - 1] in {"and", ","}):
                end = min(end, (before.first if before else following.first) - 1)
        return first, max(end, first)

    def _before_time(self, clauses: Clauses, first: int, last: int) -> int:
        """Cut off "on Thursday", "at Wednesday's meeting": when it was done is no part of what is asked."""
        sentence = clauses.sentence
        for time in self.findings.times:
            if time.kind != "DATE" or time.start < sentence.start or time.end > sentence.end:
                continue
            at = sentence.token_at(time.start)
            if not first < at < last:
                continue
            before = at - 1
            while before > first and sentence.words[before] in {"the", "late", "early", ","}:
                before -= 1
            word = sentence.words[before]
            if word in {"on", "at", "during"} or (time.text.lower() in wordset("clauses", "bare_times")):
                return max(before if word in {"on", "at", "during"} else at, first)
        return last

    def _terms(
        self, clauses: Clauses, cue: Cue, region: tuple[int, int], drafts: list[Draft]
    ) -> tuple[Term, ...]:
        first, last = region
        if cue.act == "agree" and cue.entry.form == "noun":
            return self._agreed(clauses, cue)
        if cue.act == "announce":
            words = clauses.sentence.words
            answer = next((n for n in range(cue.first, cue.last) if words[n] in {"response", "answer", "reply"}), cue.last)
            return (terms.make(clauses.sentence, answer, max(last, answer + 1), self.findings),) if last > answer else ()
        if cue.tag("inside"):
            first, last = cue.first + 1, cue.last - (len(cue.entry.words) - cue.entry.words.index("~") - 1)
        if cue.act == "meet":
            words = clauses.sentence.words
            topics = [n for n in range(first, last) if words[n] in {"on", "about", "over", "regarding", "discuss"}]
            if not topics:
                return ()
            first = topics[0] + 1
        inner = [c for c in cues(clauses) if c.nominal and first <= c.first < min(first + 7, last) and c.first != cue.first]
        if inner and inner[0].act in {"offer", "demand"} and cue.act in {"reject", "accept", "announce", "press", "concede", "offer", "demand"}:
            first = inner[0].last
            last = max(clauses.clause_end(first), first)
        found = tuple(
            self._with_person(clauses, cue, terms.make(clauses.sentence, start, end, self.findings, hedged=bool(cue.tag("hedged"))))
            for start, end in terms.split(clauses.sentence, first, last)
        )
        if not found and cue.act in {"reject", "red line", "accept"} and not cue.nominal:
            return self._anaphoric(clauses, cue, drafts)
        return found

    def _with_person(self, clauses: Clauses, cue: Cue, term: Term) -> Term:
        """Say whom "release him" means: the last person spoken of that does not speak here."""
        if term.object not in {"him", "her"}:
            return term
        before = clauses.sentence.tokens[cue.first].start
        people = [e for e in self.cast.entities if e.kind == "person" and e.name[0].isupper() and e.mentions]
        told = {id(e) for m in clauses.mentions for e in self.cast.entities_of(m)}
        spoken = [(max((s for s, _ in e.mentions if s < before), default=-1), e) for e in people if id(e) not in told]
        last = max(spoken, key=lambda pair: pair[0], default=(-1, None))
        return term.model_copy(update={"object": last[1].name}) if last[1] is not None and last[0] >= 0 else term

    def _agreed(self, clauses: Clauses, cue: Cue) -> tuple[Term, ...]:
        """Return the agreement itself: "The last prisoner exchange agreement was concluded"."""
        words = clauses.sentence.words
        first = cue.first
        while first > 0 and words[first - 1] not in wordset("clauses", "agreed_from"):
            first -= 1
        while first < cue.first and words[first] in {",", "“"}:
            first += 1
        return (terms.make(clauses.sentence, first, cue.first + 1, self.findings),)

    def _anaphoric(self, clauses: Clauses, cue: Cue, drafts: list[Draft]) -> tuple[Term, ...]:
        """Return what "which Israel rejects" or "rejected it" speaks of: the terms put just before."""
        earlier = [d for d in drafts if d.terms and d.act in _ON_THE_TABLE and d.end <= clauses.sentence.tokens[cue.first].start]
        if not earlier and self.drafts and self.drafts[-1].sentence >= clauses.sentence.index - 1:
            earlier = [d for d in self.drafts if d.terms and d.act in _ON_THE_TABLE and d.sentence >= clauses.sentence.index - 1]
        return earlier[-1].terms if earlier else ()

    def _addressee(self, clauses: Clauses, cue: Cue, first: int) -> Mention | None:
        """Return who is told: "urged both sides to", "an offer to Hamas"."""
        words = clauses.sentence.words
        if (told := clauses.mention_from(first)) and told.last < len(words) and words[told.last] in {"to", "that", "not"}:
            return told
        for place in range(first, min(len(words) - 1, first + 3)):
            if words[place] == "to" and (told := clauses.mention_from(place + 1)):
                return told
        return None

    def _time_in(self, clauses: Clauses, first: int, last: int) -> Time | None:
        if last <= first:
            return None
        start, end = clauses.sentence.span(first, min(last, len(clauses.sentence.tokens)))
        for time in self.findings.times:
            if time.kind == "DATE" and start <= time.start and time.end <= end:
                return time
        return None

    def _when(
        self, clauses: Clauses, cue: Cue, found: tuple[Term, ...], inside: list[Voice]
    ) -> str | None:
        """Return the time in the cue's own clause that is no part of a term, else that of the speaking."""
        if not cue.nominal or cue.act in {"agree", "meet"}:
            words = clauses.sentence.words
            low = cue.first
            while low > 0 and words[low - 1] not in {"that", ";", "while"} and cue.first - low < 14:
                low -= 1
            stop = clauses.clause_end(cue.last)
            for first, last in ((cue.last, min(stop, cue.last + 16)), (low, cue.first)):
                time = self._time_in(clauses, first, last)
                if time and _names_a_day(time, cue) and not any(t.start <= time.start < t.end for t in found) and not self._dated(clauses, time):
                    return time.value
            if inside and inside[-1].when:
                return inside[-1].when.value
        return None

    def _dated(self, clauses: Clauses, time: Time) -> bool:
        """Whether a preposition makes *time* a limit ("by Friday")."""
        at = clauses.sentence.token_at(time.start)
        if time.text.lower().startswith(("by", "until", "within", "before")):
            return True
        return at > 0 and clauses.sentence.words[at - 1] in {"by", "until", "before", "from", "till", "to", "for"}

    def _denied(self, clauses: Clauses, cue: Cue, inside: list[Voice]) -> bool:
        words = clauses.sentence.words
        return any(_is_denial(words, v.frame) for v in inside) or any(
            word in {"denied", "denies", "denying"} for word in words[max(cue.first - 3, 0) : cue.first]
        )

    def _context(self, clauses: Clauses, cue: Cue) -> Context:
        words = clauses.sentence.words
        if cue.act == "agree" and any(w in wordset("clauses", "former") for w in words[max(cue.first - 4, 0) : cue.first]):
            return "historical"
        before = words[max(cue.first - 4, 0) : cue.first]
        clause = words[max(self._clause_start(clauses, cue.first) - 2, 0) : cue.first]
        if any(word in {"if", "unless", "until", "provided", "should"} for word in clause) and cue.act != "condition":
            return "hypothetical"
        if any(word in wordset("grammar", "possible") for word in before):
            return "hypothetical"
        if not cue.negated and cue.act in {"agree", "accept", "meet"} and any(w in {"will", "'ll"} for w in before):
            return "future"
        if cue.act in {"agree", "meet", "accept"} and any(word in {"if", "unless", "should"} for word in before):
            return "hypothetical"
        return "actual"

    def _note_roles(self, clauses: Clauses) -> None:
        """Remember "between X and Y" and "mediated by Z" for the roles of the report."""
        words = clauses.sentence.words
        for mention in clauses.mentions:
            before = words[mention.first - 1] if mention.first else ""
            if mention.parts and before in {"between", "both"}:
                self.between.append(self.cast.entities_of(mention))
            near = words[max(mention.first - 3, 0) : mention.first]
            if before == "by" and any(word in wordset("roles", "mediating") for word in near):
                self.mediated_by.extend(self.cast.entities_of(mention))
            behind = words[mention.last : mention.last + 4]
            if near[-1:] in (("mediators",), ("mediator",)) or any(w in wordset("roles", "brokering") for w in behind):
                self.mediated_by.extend(self.cast.entities_of(mention))


def _repeats(before: Cue, cue: Cue) -> bool:
    """Whether a noun only says again what the verb before it says: "cling to the demand for"."""
    return cue.nominal and not before.nominal and before.act == cue.act and cue.first - before.last <= 3


def _is_bare(sentence: Sentence, mention: Mention) -> bool:
    """Whether a source is named by its noun alone: "the sources", "the official"."""
    words = [word for word in sentence.words[mention.first : mention.last] if word not in {"the", "same"}]
    return len(words) == 1 and sentence.words[mention.first] == "the"


def _names_a_day(time: Time, cue: Cue) -> bool:
    """Whether *time* says when an act was done: "this year" says so of a meeting, hardly of a demand."""
    return cue.act in {"meet", "agree"} or not time.value.isdigit()


def _is_predicate(cue: Cue) -> bool:
    """Whether the cue says of its subject that it is a red line: "the cranes are a red line"."""
    return cue.act == "red line" and cue.entry.words[0] in {"is", "are", "was", "were", "remains"}


def _is_denial(words: tuple[str, ...], frame: Frame) -> bool:
    if frame.cue < 0:
        return False
    said = words[frame.cue : frame.cue_end]
    return said[0] in {"deny", "denied", "denies", "denying"} or said[-1] in wordset("speech", "rumours")


def _same_head(entity: Entity, mention: Mention) -> bool:
    return bool(entity.head) and (entity.head or "").rstrip("s") == (mention.head or "").rstrip("s")


def _passive(words: tuple[str, ...], at: int) -> bool:
    for place in range(at - 1, max(at - 4, -1), -1):
        if words[place] in {"was", "were", "been", "being", "be", "is", "are"}:
            return True
        if words[place] not in wordset("grammar", "adverbs") and not words[place].endswith("ly"):
            return False
    return False


def _governed_by_will(words: tuple[str, ...], at: int) -> bool:
    """Whether the infinitive's act is done: "continued to insist", "decided to reject"."""
    return at > 1 and words[at - 2] in wordset("clauses", "carrying_out")
