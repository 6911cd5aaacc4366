"""Moves: what the network spotted, put together with the cast, the times and the figures of the report."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from sulh.model.move import Context, Term
from sulh.reading import conditions, terms
from sulh.reading.cast import REACH, Cast
from sulh.reading.draft import POSITIONAL, Draft, same_side, sides, within
from sulh.reading.entity import Entity
from sulh.reading.lexicon import wordset
from sulh.reading.markup.annotation import Cue, Span, around
from sulh.reading.network.decode import Spotted
from sulh.reading.terms import Findings
from sulh.reading.tokens import Sentence, sentence_at

Chain = tuple[Entity | str, ...]
_LEAST_SURE = 0.4
"""An act that is right less often than this is not read: more is lost by it than found."""
_AGENT = re.compile(r"(?:\s+[a-z]+(?:ed|en|ut|wn))?\s+by\s+(?:the\s+)?")
_EMPTY = frozenset({"the", "a", "an", "of", "and", "to"})
_PRESSURE = re.compile(r"\bpress(?:ur(?:e|ed|es|ing)|ing|ed|es)?\b(?! ahead)", re.I)
_OF_TEXT = re.compile(
    r"\b(?:must|should|ha[sd] to|have to|needs? to)\b.*"
    r"\b(?:include|guarantee|contain|provide|ensure|cover|set out)\b",
    re.I,
)
_STAYS_OPEN = re.compile(r"\bremain(?:s|ed)?\b", re.I)
_ASKS = re.compile(r"\b(?:ask|urg|beg|implor|press|invit|order|instruct|request|call\w* (?:up)?on)\w*", re.I)
_KNOWS_NOT = re.compile(
    r"(?:n['’]t|\bnot|never) (?:understand|know|remember|recall|comment|respond|reply)\b", re.I
)
"""Who says so turns nothing down."""
_FEARS = re.compile(r"\b(?:concern|fear|worr(?:y|ies|ied)|afraid|speculat|suspect|predict)", re.I)
_MUST = re.compile(r"(?:(?:will|would|may) )?(?:must|should|ought to|(?:have|has|had|needs?) to)\b", re.I)
_SHOULD = re.compile(r" (?:should|must|ought to|be|not) ")
_AGREED = "|".join(sorted(wordset("roles", "agreements")))
_EARLIER = re.compile(rf"\b(?:last|previous|earlier|former|past) (?:[a-z-]+ )?(?:{_AGREED})\b", re.I)
_PARTED = re.compile(r" (?:(?:out|up|down|off|back|away) )?")
_ENDS = re.compile(r"(?:,|\b(?:and|or))\Z")
_STARTS_ANEW = re.compile(
    r"(?:in (?:exchange|return)|for|if|until|before|after|and|or|but|from|by|on|at|with|to)\b", re.I
)
"""What is a term of its own, though nothing stands between it and the one before."""
_TO = re.compile(r" (?:[a-z-]+ ){0,3}to ")


class MoveReader:
    """Reads the drafts of one report.

    Beside the drafts it notes what was said by whom: `spoken` holds (start, end, source chain) of every
    stretch of reported speech.
    """

    def __init__(
        self, sentences: Sequence[Sentence], cast: Cast, findings: Findings, spotted: Spotted
    ) -> None:
        self.sentences = sentences
        self.cast = cast
        self.findings = findings
        self.spoken: list[tuple[int, int, Chain]] = []
        self._spotted = spotted
        self._via: dict[int, Chain] = {}

    def read(self) -> list[Draft]:
        """Return the drafts of all sentences, in text order."""
        for cue in self._reports:
            chain = self._chain(cue)
            self.spoken += [(start, end, chain) for start, end in cue.contents]
        pairs = zip(self._spotted.cues, self._spotted.confidence, strict=True)
        found = [(cue, draft) for cue, sure in pairs if (draft := self._draft(cue, sure)) is not None]
        found = [pair for pair in found if not self._contradicted(found, *pair)]
        self._find_pressure(found)
        return conditions.settled(found, self.sentences, self.findings)

    def _find_pressure(self, found: list[tuple[Cue, Draft]]) -> None:
        """Turn demands into pressure where third parties make them: "Egypt and Qatar press for a truce".

        A third party takes no position of its own, and two others do.
        """
        for cue, draft in found:
            if draft.act != "demand" or _PRESSURE.search(self._text(cue.span)) is None:
                continue
            acting = (step for _, step in found if step is not draft and step.act in POSITIONAL)
            others = {side for step in acting for side in sides(step.speakers)}
            if len(others) > 1 and others.isdisjoint(sides(draft.speakers)):
                draft.act = "press"

    def _contradicted(self, found: list[tuple[Cue, Draft]], cue: Cue, draft: Draft) -> bool:
        """Whether a surer act of the same side says no to what this one says yes to, or yes to its no.

        What a side turns down in one sentence it may take in another, but it does not ask for it.
        """
        beside = {id(step) for _, step in within(found, self._sentence(cue.span[0]))}
        first, last = (
            bisect_left(found, place, key=lambda pair: pair[0].span[0])
            for place in (cue.span[0] - REACH, cue.span[0] + REACH)
        )
        return any(
            "reject" in (acts := {draft.act, step.act})
            and (acts == {"demand", "reject"} or (acts == {"accept", "reject"} and id(step) in beside))
            and step.confidence > draft.confidence
            and draft.denied == step.denied
            and not {*cue.terms}.isdisjoint(other.terms)
            and same_side(step, draft)
            for other, step in found[first:last]
        )

    @cached_property
    def _reports(self) -> list[Cue]:
        """The attributions that are no acts: whoever turns an offer down is no source for it."""
        return [cue for cue in self._spotted.cues if cue.attributes and cue.act is None]

    def _sources(self, cue: Cue) -> tuple[Entity, ...]:
        found = [entity for span in cue.sources for entity in self.cast.of(span)]
        if cue.sources and (last := cue.sources[-1])[1] < cue.span[0]:
            found += self.cast.joined(last[1], cue.span[0])
            if cue.act in {"agree", "meet"}:
                found = self.cast.joined_before(cue.sources[0][0]) + found
        return tuple(dict.fromkeys(found))

    def _chain(self, cue: Cue) -> Chain:
        """Return the source chain that *cue* makes: those around it, whom it was told to, its own source."""
        chain: Chain = ()
        for other in (*(o for o in self._around(cue) if o.act is None), cue):
            listeners = self._listeners(other)
            sources = self._sources(other)
            sources = tuple(e for e in sources if e not in listeners) or sources
            for entity in sources:
                before = self._via.setdefault(id(entity), listeners)
                chain += tuple(e for e in before if e not in chain)
            name: Entity | str | None = sources[0] if len(sources) == 1 else _together(sources)
            if name is not None and name not in chain:
                chain += (name,)
        return chain

    def _listeners(self, cue: Cue) -> Chain:
        """Return the media that were told: "revealed to the Arab World News Agency"."""
        sentence = self._sentence(cue.span[0])
        if sentence is None:
            return ()
        found: list[Entity] = []
        limit = min((start for start, _ in cue.contents if start > cue.span[1]), default=cue.span[1] + 60)
        for entity in self.cast.entities:
            if entity.media and any(
                cue.span[1] <= start < limit and end <= sentence.end for start, end in entity.mentions
            ):
                found.append(entity)
        return tuple(found)

    def _sentence(self, offset: int) -> Sentence | None:
        return sentence_at(self.sentences, offset)

    def _around(self, cue: Cue) -> list[Cue]:
        """Return the attributions around *cue*, outermost first."""
        return around(self._near(cue), cue)

    def _near(self, cue: Cue) -> list[Cue]:
        """Return the cues that may have to do with *cue*, itself among them, in the order of the text."""
        cues, start = self._spotted.cues, cue.span[0]
        first = bisect_left(cues, start - REACH, key=lambda other: other.span[0])
        last = bisect_left(cues, start + REACH, key=lambda other: other.span[0])
        return cues[first:last]

    def _draft(self, cue: Cue, sure: float) -> Draft | None:
        holding = self._around(cue) or self._told_beside(cue)
        if cue.act is None or sure < _LEAST_SURE or not self._is_act(cue, holding):
            return None
        speakers = self._doers(cue, holding)
        if all(self._comments(entity) for entity in speakers):
            return None
        told = [other for other in holding if other.act is None]
        chain = self._chain(told[-1]) if told else ()
        chain, speakers = self._own_words(chain, told, speakers)
        spans = self._object(cue) or cue.terms
        found = self._terms(cue, spans)
        here = [
            span for span in (*cue.sources, *spans) if self._sentence(span[0]) is self._sentence(cue.span[0])
        ]
        addressees = [entity for span in cue.addressees for entity in self.cast.of(span)]
        return Draft(
            act=cue.act, speakers=speakers, chain=chain,
            start=min(start for start, _ in (cue.span, *here)), end=max(end for _, end in (cue.span, *here)),
            confidence=sure, terms=found, addressee=addressees[0] if addressees else None,
            denied=cue.denied or any(self._denies(each) for each in told), context=self._context(cue),
            when=self._when(cue),
        )  # fmt: skip

    def _is_act(self, cue: Cue, holding: list[Cue]) -> bool:
        """Whether *cue*, inside the attributions *holding* it, can be an act by its words."""
        words = self._text(cue.span)
        if cue.act == "agree" and _STAYS_OPEN.search(words):
            return False  # what remains is not agreed
        feared = any(_FEARS.search(self._text(told.span)) for told in holding)  # "they fear that it will"
        return not feared and _KNOWS_NOT.search(words) is None

    def _doers(self, cue: Cue, holding: list[Cue]) -> tuple[Entity, ...]:
        """Return who does what *cue* says, inside the attributions *holding* it."""
        asked = cue.act == "demand" and self._is_subject(cue)
        if asked and not holding:
            return ()  # what the report itself says must be done is nobody's demand
        astray = self._strays(cue, holding) or (bool(holding) and self._is_of_a_text(cue))
        doers = () if astray else self._sources(cue)
        if asked:
            doers = self._sources(holding[-1]) or doers
        if doers:
            return self._sources_written(cue) if self._answers_itself(cue, doers, holding) else doers
        if cue.act in {"meet", "agree"}:  # of two: whoever is named beside it, or tells of it, is one
            return self._sources_before(cue) or (self.cast.collective("parties", "parties"),)
        told_by = self._sources(holding[-1]) if holding else ()
        nobody = all(entity.top.kind == "source" for entity in told_by)  # "people familiar with the talks"
        return (
            self._sources_written(cue)
            or self._sources_before(cue)
            or (() if nobody else told_by)
            or self._sources_beside(cue)
            or told_by
        )

    def _leads_on(self, cue: Cue, here: Span, following: Span) -> bool:
        """Whether the term *here* is only the way to the *following* one.

        It is who is asked to do that, "asking schools to pay taxes", "that schools should pay", or what was
        before it, "lowered it from 12 percent to 9 percent".
        """
        text = self.sentences[0].text
        if _SHOULD.fullmatch(text, here[1], following[0]):
            return True
        if _TO.fullmatch(text, here[1], following[0]) is None:
            return False
        asked = _ASKS.search(self._text(cue.span)) is not None and self._text(following)[0].islower()
        return asked or self._text((max(here[0] - 5, 0), here[0])).lower() == "from "

    def _answers_itself(self, cue: Cue, speakers: tuple[Entity, ...], holding: list[Cue]) -> bool:
        """Whether a side would answer its own demand: "his reservations about the demands" are another's."""
        if cue.act not in {"demand", "offer"} or not holding or holding[-1].act not in {"accept", "reject"}:
            return False
        return sides(speakers) == sides(self._sources(holding[-1]))

    def _told_beside(self, cue: Cue) -> list[Cue]:
        """Return the attribution put into what a text must hold: "it must, he said, include ..."."""
        if not self._is_of_a_text(cue):
            return []
        here = self._sentence(cue.span[0])
        told = (other for other in self._near(cue) if other.attributes and other.act is None)
        return [other for other in told if self._sentence(other.span[0]) is here][:1]

    def _is_of_a_text(self, cue: Cue) -> bool:
        """Whether the doer is a text, and so whoever speaks: "it must also include a truce", he said."""
        told = {self._text(span).lower() for span in cue.sources}
        return (
            bool(told)
            and told <= {"it", "this", "that", "the"}
            and bool(_OF_TEXT.search(self._text(cue.span)))
        )

    def _strays(self, cue: Cue, holding: list[Cue]) -> bool:
        """Whether the doer is looked for before the sentence that says whose words these are.

        What is said in quotation marks, or made a condition, is the speaker's own unless the words say else.
        """
        here = self._sentence(cue.span[0])
        return (
            bool(holding)
            and (cue.act == "condition" or self._quoted(cue, holding[-1]))
            and here is not None
            and any(here.start <= start < here.end for start, _ in holding[-1].sources)
            and all(start < here.start for start, _ in cue.sources)
        )

    def _is_subject(self, cue: Cue) -> bool:
        """Whether the doer is who must do it, "the company must pay", and so not who demands it."""
        return _MUST.match(self._text(cue.span)) is not None and any(
            0 <= cue.span[0] - end <= 1 for _, end in cue.sources
        )

    def _denies(self, saying: Cue) -> bool:
        return not wordset("clauses", "denials").isdisjoint(self._text(saying.span).lower().split())

    def _quoted(self, cue: Cue, saying: Cue) -> bool:
        """Whether *cue* stands in quotation marks in what *saying* attributes."""
        return any(
            start <= cue.span[0] < end and self._text((start, start + 1)) in {"“", '"', "«", "„"}
            for start, end in saying.contents
        )

    def _sources_written(self, cue: Cue) -> tuple[Entity, ...]:
        """Return who is named beside a noun or a passive: "an Israeli offer", "a plan tabled by Temsana"."""
        text, end = self.sentences[0].text, cue.span[1]
        if (behind := _AGENT.match(text, end)) and (agent := self.cast.starting(behind.end())) is not None:
            return self.cast.at(agent)
        before = self.cast.ending(cue.span[0] - 1)
        return self.cast.at(before) if before is not None else ()

    def _sources_before(self, cue: Cue) -> tuple[Entity, ...]:
        """Return who did the same act on the same terms before: "the claim would cost 31 million"."""
        before = [
            other
            for other in self._near(cue)
            if other.act == cue.act
            and other.sources
            and other.span < cue.span
            and {*other.terms} & {*cue.terms}
        ]
        return self._sources(before[-1]) if before else ()

    def _sources_beside(self, cue: Cue) -> tuple[Entity, ...]:
        """Return who does the nearest act of the sentence: "would free ten men, provided that ..."."""
        here = self._sentence(cue.span[0])
        beside = [
            other
            for other in self._near(cue)
            if other is not cue and other.act and other.sources and self._sentence(other.span[0]) is here
        ]
        nearest = min(beside, key=lambda other: abs(other.span[0] - cue.span[0]), default=None)
        return self._sources(nearest) if nearest is not None else ()

    def _own_words(
        self, chain: Chain, told: list[Cue], speakers: tuple[Entity, ...]
    ) -> tuple[Chain, tuple[Entity, ...]]:
        """Where the innermost source speaks for the doer's own side, it is the speaker, not a source."""
        if not told:
            return chain, speakers
        innermost = self._sources(told[-1])
        tops = {id(entity.top) for entity in speakers}
        own = bool(innermost) and all(
            (id(e.top) in tops or e.collective == "parties") and e.kind != "source" for e in innermost
        )
        if not own:
            return chain, speakers
        if not any(entity.collective for entity in innermost) and all(e is e.top for e in speakers):
            speakers = innermost
        return tuple(e for e in chain if e not in innermost), speakers

    def _when(self, cue: Cue) -> str | None:
        for start, end in cue.times:
            for time in self.findings.times:
                if time.kind == "DATE" and time.start < end and start < time.end:
                    return time.value if any(letter.isdigit() for letter in time.value) else None
        return None

    def _terms(self, cue: Cue, spans: list[Span]) -> tuple[Term, ...]:
        """Return the terms of *cue* at *spans*; what is asked in return goes with the term before it."""
        found: list[Term] = []
        asked: str | None = None  # "in exchange for X, it offered Y"
        hedged = any(
            word in self._text(cue.span).lower() for word in ("reservation", "unwilling", "reluctan")
        )
        spans = [rest for span in self._mended(cue, spans) if (rest := _beside(span, cue.span)) is not None]
        for number, span in enumerate(spans):
            if any(self._leads_on(cue, span, following) for following in spans[number + 1 : number + 2]):
                continue
            sentence = self._sentence(span[0])
            if sentence is None:
                continue
            first = sentence.token_at(span[0])
            last = min(sentence.token_at(span[1] - 1) + 1, len(sentence.tokens))
            if first >= last:
                continue
            first, last = terms.whole(sentence, first, last)
            if _EMPTY.issuperset(sentence.words[first:last]):
                continue
            exchange = terms.exchange_at(sentence.words, first)
            if exchange is not None and exchange < last and (found or len(spans) > 1):
                asked = sentence.slice(exchange, last)
                if found:
                    found[-1] = found[-1].model_copy(update={"exchange": asked})
                    asked = None
                continue
            found.append(terms.make(sentence, first, last, self.findings, hedged=hedged))
        if asked is not None and found:
            found[-1] = found[-1].model_copy(update={"exchange": asked})
        return tuple(found)

    def _context(self, cue: Cue) -> Context:
        """Return the context of *cue*: what became of an earlier agreement is past."""
        here = self._sentence(cue.span[0])
        before = self._text((here.start, cue.span[0])) if here is not None else ""
        earlier = cue.act == "agree" and cue.context == "actual" and _EARLIER.search(before)
        return "historical" if earlier else cue.context

    def _mended(self, cue: Cue, spans: list[Span]) -> list[Span]:
        """Return *spans*, put together where a verb is parted from its particle: "rule", "out jobs"."""
        made: list[Span] = []
        for span in spans:
            before = made[-1] if made else None
            if (
                before is not None
                and _PARTED.fullmatch(self._text((before[1], span[0])))
                and not _STARTS_ANEW.match(self._text(span))
                and not _ENDS.search(self._text(before))
                and (cue.span[1] <= before[0] or span[1] <= cue.span[0])
            ):
                made[-1] = (before[0], span[1])
            else:
                made.append(span)
        return made

    def _comments(self, entity: Entity) -> bool:
        """Whether it only tells what others may do: an analyst or a professor who holds no office in them."""
        if entity.kind not in {"person", "source"}:
            return False
        words = {entity.head or "", *(entity.title or "").lower().split()}
        learned = entity.title is None and not wordset("roles", "learned").isdisjoint(
            entity.top.name.lower().split()
        )
        if not learned and words.isdisjoint(wordset("roles", "commenting")):
            return False
        told = (re.findall(r"[a-z-]+", self._text(span).lower()) for span in entity.mentions)
        offices = (
            wordset("roles", "of_one")
            | wordset("roles", "of_many")
            | {"leader", "leads", "official", "chair"}
        )
        return offices.isdisjoint(word for words in told for word in words)

    def _object(self, cue: Cue) -> list[Span]:
        """Return what a refusal names right behind it, where its terms are sought before its sentence."""
        here = self._sentence(cue.span[0])
        if cue.act != "reject" or here is None or any(start >= here.start for start, _ in cue.terms):
            return []
        found = terms.object_behind(here, here.token_at(cue.span[1])) if cue.terms else None
        if found is None or any(here.words[found[1] - 1] in self._text(term).lower() for term in cue.terms):
            return []  # "the fund" is the climate fund spoken of before
        return [here.span(*found)]

    def _text(self, span: Span) -> str:
        return self.sentences[0].text[slice(*span)]


def _beside(span: Span, cue: Span) -> Span | None:
    """Return what of a term stands behind its cue, or before it: they share no words."""
    if span[1] <= cue[0] or cue[1] <= span[0]:
        return span
    behind, before = (cue[1], span[1]), (span[0], cue[0])
    rest = behind if span[0] >= cue[0] else before
    return rest if rest[0] < rest[1] else None


def _together(entities: tuple[Entity, ...]) -> str | None:
    return " and ".join(dict.fromkeys(entity.name for entity in entities)) or None
