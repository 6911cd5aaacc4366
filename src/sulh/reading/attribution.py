"""Who says what: frames of reported speech, nested, each with its content.

A frame is a verb of saying (or "according to") with the mention that speaks and the stretch of the sentence
that it reports. A frame inside another's content makes a source chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sulh.reading.lexicon import Phrases, data, entries, reporting_forms, wordset
from sulh.reading.mention import Mention
from sulh.reading.tokens import CLOSING, OPENING, Sentence

_MARKS = OPENING | CLOSING


@dataclass(frozen=True)
class Frame:
    """One report of speech at tokens of one sentence.

    The speaker is `speaker` (None: not in this sentence, as in a quotation that goes on); the cue stands at
    `[cue, cue_end)`; `[start, end)` is the content. `listener` is who was told; `through` who carried the
    words; `header` the tokens between speaker and content, where the time of speaking stands.
    """

    sentence: int
    speaker: Mention | None
    cue: int
    cue_end: int
    start: int
    end: int
    listener: Mention | None = None
    through: Mention | None = None
    header: tuple[int, int] = (0, 0)
    passive: bool = False

    def holds(self, token: int) -> bool:
        """Whether *token* lies in the content."""
        return self.start <= token < self.end


@cache
def _speech() -> Phrases:
    speech = data("speech")
    denials = [f"{verb} {noun}" for verb in speech["rebutting"] for noun in speech["rumours"]]
    return Phrases([*entries("say", speech["say"]), *entries("say", {"verbs": denials})])


@cache
def _told() -> frozenset[str]:
    return frozenset(e.words[0] for e in entries("told", data("speech")["told"]))


@cache
def _to_listener() -> frozenset[str]:
    return frozenset(e.words[0] for e in entries("to", data("speech")["to"]))


@cache
def _takes_objects() -> frozenset[str]:
    return frozenset(e.words[0] for e in entries("objects", data("speech")["objects"]))


@cache
def _according() -> Phrases:
    return Phrases(entries("according", data("speech")["according"]))


class Clauses:
    """A sentence with its mentions: finds subjects, and where clauses end."""

    def __init__(self, sentence: Sentence, mentions: list[Mention]) -> None:
        self.sentence = sentence
        self.mentions = mentions
        self._ending = {mention.last: mention for mention in mentions}
        self._starting = {mention.first: mention for mention in mentions}
        self._inside = {place: m for m in mentions for place in range(m.first, m.last)}

    def mention_at(self, token: int) -> Mention | None:
        """Return the mention that covers *token*."""
        return self._inside.get(token)

    def mention_from(self, token: int) -> Mention | None:
        """Return the mention that starts at *token*."""
        return self._starting.get(token)

    def mention_ending(self, token: int) -> Mention | None:
        """Return the mention that ends right before *token*."""
        return self._ending.get(token)

    def subject(self, verb: int) -> tuple[Mention, bool] | None:
        """Return the subject of the verb at *verb* and whether it was found with certainty.

        Walks left over auxiliaries, adverbs and parentheses; a relative pronoun gives its antecedent; the
        verb of a coordinated clause takes the subject of the verb before it.
        """
        words = self.sentence.words
        at = verb
        for _ in range(40):
            at = self._over_adverbials(at)
            if at <= 0:
                return None
            if mention := self._ending.get(at):
                if mention.kind == "pronoun" and mention.head == "who":
                    at = mention.first
                    at -= at > 0 and words[at - 1] == ","
                    antecedent = self._ending.get(at)
                    return (antecedent, True) if antecedent else None
                if self._is_subject(mention):
                    return mention, True
                at = mention.first
                continue
            word = words[at - 1]
            if word in {"and", "but", "then"} and (shared := self._shared_subject(at - 1)):
                return shared
            if word in {"which", "that", "who"}:
                before = at - 1 - (at > 1 and words[at - 2] == ",")
                antecedent = self._ending.get(before)
                return (antecedent, True) if antecedent else None
            break
        return self._nearest(at)

    def _shared_subject(self, conjunction: int) -> tuple[Mention, bool] | None:
        """Return the subject of the verb before a conjunction: "declined to comment but denied"."""
        if self.sentence.words[conjunction] == "but":
            return self._first_subject(conjunction)
        for place in range(conjunction - 1, 0, -1):
            if self.sentence.words[place] in {",", ";", ":", "that", "“"}:
                return None
            finite = self.sentence.words[place] in reporting_forms() or (
                self.sentence.words[place] in reporting_forms("base") and place in self._ending_after_aside()
            )
            if finite and place not in self._inside:
                found = self.subject(place)
                return found if found and found[1] else None
        return None

    def _ending_after_aside(self) -> frozenset[int]:
        """Return where a verb may follow its plural subject: behind it, or behind an aside about it."""
        commas = {place + 1 for place, word in enumerate(self.sentence.words) if word == ","}
        return frozenset(self._ending) | frozenset(commas)

    def _first_subject(self, end: int) -> tuple[Mention, bool] | None:
        """Return the subject of the first act or report before *end*: that of "..., but refused"."""
        for place in range(1, end):
            if self.sentence.words[place] in reporting_forms() and place not in self._inside:
                found = self.subject(place)
                return found if found and found[1] else None
        return None

    def _over_adverbials(self, at: int) -> int:
        words, skip = self.sentence.words, wordset("grammar", "auxiliaries") | wordset("grammar", "adverbs")
        while at > 0:
            word = words[at - 1]
            if at in self._ending:
                return at
            if (
                word in skip
                or (word.endswith("ly") and len(word) > 4)
                or word in _MARKS
                or (
                    word == ","
                    and (named := self._ending.get(at - 1))
                    and named.name
                    and (named.title or named.of)
                )
            ):
                at -= 1
            elif word == "," and (start := self._parenthesis(at - 1)) is not None:
                at = start
            else:
                return at
        return at

    def _parenthesis(self, comma: int) -> int | None:
        """Return where ", in a brief statement," begins if *comma* closes such a parenthesis."""
        words = self.sentence.words
        for place in range(comma - 1, max(comma - 30, 0), -1):
            if words[place] in {".", ";", "that"}:
                break
            if words[place] == "," and words[place + 1] in {"which", "who", "whose", "where"}:
                return place
        for place in range(comma - 1, max(comma - 16, -1), -1):
            if words[place] in {",", "(", "—", "–"}:
                return place
            if words[place] in {"that", ";", ":"}:
                return None
        return None

    def _is_subject(self, mention: Mention) -> bool:
        """Whether no preposition governs *mention*."""
        before = mention.first - 1
        if self.sentence.words[mention.last : mention.last + 1] in (("'s",), ("'",)):
            return False
        if before < 0:
            return True
        word = self.sentence.words[before]
        if word in {"'s", "'"}:
            return False
        return word not in wordset("grammar", "prepositions") or word in {
            "as",
            "after",
            "before",
            "since",
            "until",
        }

    def _nearest(self, at: int) -> tuple[Mention, bool] | None:
        """Return the nearest free-standing mention to the left: a guess."""
        words = self.sentence.words
        for mention in reversed([m for m in self.mentions if m.last <= at]):
            between = words[mention.last : at]
            seat = mention.known is not None and mention.known.seat
            if (
                mention.kind != "adjective"
                and not seat
                and self._is_subject(mention)
                and mention.head != "who"
            ):
                if ";" in between or "." in between:
                    return None
                return mention, False
        return None

    def clause_end(self, start: int, limit: int | None = None) -> int:
        """Return where the clause that goes on at *start* ends: at a subordinate clause, an aside, a stop."""
        words = self.sentence.words
        stop = len(words) if limit is None else limit
        depth = 0
        for place in range(start, stop):
            word = words[place]
            if word == "“":
                depth += 1
            elif word == "”":
                depth -= 1
            if word in {";", ":", "—", "–", "?", "!"} and place > start:
                return place
            if word == "and" and place > start and self._verb_at(place + 1):
                return place - (words[place - 1] == ",")
            if word in wordset("clauses", "stops") and place > start:
                return place - (words[place - 1] == ",")
            if word == "," and self._comma_ends(place, stop):
                return place
        return stop - (stop > start and words[stop - 1] in {".", "!", "?"})

    def _verb_at(self, at: int) -> bool:
        """Whether a finite verb stands at *at*: a second clause of the same subject begins."""
        if at >= len(self.sentence.words) or at in self._inside:
            return False
        word = self.sentence.words[at]
        return word in wordset("clauses", "finite") or word in reporting_forms()

    def _comma_ends(self, comma: int, stop: int) -> bool:
        following = tuple(w for w in self.sentence.words[comma + 1 : comma + 4] if w not in _MARKS)
        if not following:
            return True
        if following[0] in wordset("clauses", "after_comma"):
            return True
        if following[0] in {"and", "but", "or"}:
            after = self.mention_from(comma + 2 + (following[1:2] == ("that",)))
            return following[0] == "but" or (after is not None and self._verb_follows(after))
        after = self.mention_from(comma + 1)
        return after is not None and self._verb_follows(after) and after.last < stop

    def _verb_follows(self, mention: Mention) -> bool:
        if mention.last >= len(self.sentence.words):
            return False
        word = self.sentence.words[mention.last]
        return (
            word in wordset("grammar", "auxiliaries")
            or _speech().at(self.sentence.words, mention.last) is not None
            or word in wordset("grammar", "adverbs")
            or word.endswith("ly")
            or word in reporting_forms()
        )


def frames(clauses: Clauses) -> list[Frame]:
    """Return the frames of one sentence, outermost first."""
    found = [*_said(clauses), *_according_to(clauses)]
    found.sort(key=lambda frame: (frame.start - frame.end, frame.cue))
    return found


def _said(clauses: Clauses) -> Iterator[Frame]:
    words = clauses.sentence.words
    taken_to = 0
    for cue, cue_end, entry in _speech().find(words):
        if entry.form == "base" and cue and words[cue - 1] in {"to", "the", "a"}:
            continue
        if clauses.mention_at(cue) is not None or (
            words[cue_end : cue_end + 1] == ("to",) and words[cue] not in _to_listener()
        ):
            continue
        inverted = clauses.mention_from(cue_end)
        closes = cue > 0 and words[cue - 1] in CLOSING | {","}
        if closes and inverted is not None and _is_inverted(words, inverted) and cue - 1 > taken_to:
            end = inverted.last
            yield Frame(clauses.sentence.index, inverted, cue, cue_end, taken_to, cue, header=(cue, end))
            if end + 1 < len(words) and words[end] in {",", "."}:
                taken_to = end + 1
            continue
        found = clauses.subject(cue)
        if found is None or (not found[1] and entry.form != "ing"):
            continue
        frame = _forward(clauses, found[0], cue, cue_end) or _backward(
            clauses, found[0], cue, cue_end, taken_to
        )
        if frame is not None:
            yield frame
            taken_to = max(taken_to, frame.start)


def _is_inverted(words: tuple[str, ...], speaker: Mention) -> bool:
    """Whether the speaker behind the verb is its subject: "...", said Ana Ruiz."""
    behind = words[speaker.last : speaker.last + 1]
    return speaker.kind != "adjective" and (
        not behind or not behind[0][0].isalnum() or behind[0] in wordset("grammar", "prepositions")
    )


def _forward(clauses: Clauses, speaker: Mention, cue: int, cue_end: int) -> Frame | None:
    """The content stands behind the verb: "X told Y on Monday that CONTENT"."""
    words = clauses.sentence.words
    at, listener, through = cue_end, None, None
    if words[cue] in _told() and (told := clauses.mention_from(at)):
        listener, at = told, told.last
    for place in range(at, min(at + 28, len(words))):
        if place == at and not _is_header(words[at]):
            break
        if words[place] == "that":
            listener = listener or _addressed(clauses, cue, at, place)
            through = _carrier(clauses, at, place)
            return Frame(
                clauses.sentence.index, speaker, cue, cue_end, place + 1, _content_end(clauses, place + 1),
                listener, through, (speaker.last, place), _is_passive(clauses, cue),
            )  # fmt: skip
        if words[place] in {".", ";"} or (words[place] in OPENING and place > at):
            break
    subordinate = words[0] in wordset("grammar", "subordinators")
    if not subordinate and not _opens(clauses, speaker) and words[speaker.first - 1] in CLOSING | {","}:
        return None
    listener_here = listener or _addressed(clauses, cue, at, min(at + 3, len(words)))
    if listener_here and listener_here.last > at:
        at = listener_here.last
    while at < len(words) and words[at] in {",", ":", *OPENING}:
        at += 1
    rest = [w for w in words[at:] if w[0].isalnum()]
    if len(rest) < 3 or (cue_end < len(words) and words[cue_end] == "."):
        return None
    plain = at == cue_end and not _is_passive(clauses, cue) and not _is_clause(clauses, at)
    if words[cue] in _takes_objects() and plain:
        return None
    header = (speaker.last, at)
    end = _content_end(clauses, at)
    index, passive = clauses.sentence.index, _is_passive(clauses, cue)
    return Frame(index, speaker, cue, cue_end, at, end, listener_here, None, header, passive)


def _is_header(word: str) -> bool:
    """Whether *word* behind a verb of saying starts no content yet: "said, on Thursday, that"."""
    return (
        word in {"that", ",", "again", "also", "later"}
        or word in wordset("grammar", "prepositions")
        or word in wordset("roles", "calendar")
        or word in wordset("grammar", "adverbs")
        or word in wordset("media", "people")
    )


def _is_clause(clauses: Clauses, at: int) -> bool:
    """Whether a clause, no plain object, stands at *at*: its subject is followed by a verb."""
    subject = clauses.mention_from(at)
    if subject is None or subject.last >= len(clauses.sentence.words):
        return False
    word = clauses.sentence.words[subject.last]
    return (
        word in wordset("grammar", "auxiliaries")
        or word.endswith("ed")
        or word in wordset("grammar", "adverbs")
    )


def _opens(clauses: Clauses, speaker: Mention) -> bool:
    """Whether nothing but an adverbial stands before *speaker*: no content that the frame may belong to."""
    before = [w for w in clauses.sentence.words[: speaker.first] if w[0].isalnum()]
    return len(before) < 4


def _backward(clauses: Clauses, speaker: Mention, cue: int, cue_end: int, taken_to: int) -> Frame | None:
    """The content stands before: "CONTENT, X said.", "CONTENT, X told Y."."""
    words = clauses.sentence.words
    if speaker.first - 1 <= taken_to or words[speaker.first - 1] not in CLOSING | {","}:
        return None
    listener = clauses.mention_from(cue_end) if words[cue] in _told() else None
    listener = listener or _addressed(clauses, cue, cue_end, cue_end + 1)
    header = (speaker.first, listener.last if listener else cue_end)
    return Frame(
        clauses.sentence.index, speaker, cue, cue_end, taken_to, speaker.first, listener, header=header
    )  # fmt: skip


def _content_end(clauses: Clauses, start: int) -> int:
    """The content goes on to the sentence's end, unless a new speaker's clause begins."""
    words = clauses.sentence.words
    subordinate = words[0] in wordset("grammar", "subordinators")
    for place in range(start, len(words)):
        if words[place] not in {",", ";"} or place + 1 >= len(words):
            continue
        if words[place + 1] in {"but", "while", "whereas"}:
            return place
        speaker = clauses.mention_from(place + 1)
        if subordinate and speaker and speaker.last < len(words) and _speech().at(words, speaker.last):
            return place
    return len(words)


def _addressed(clauses: Clauses, cue: int, start: int, end: int) -> Mention | None:
    words = clauses.sentence.words
    for place in range(start, min(end, len(words) - 1)):
        if words[place] == "to" and (words[cue] in _to_listener() or place == start):
            return clauses.mention_from(place + 1)
    return None


def _carrier(clauses: Clauses, start: int, end: int) -> Mention | None:
    words = clauses.sentence.words
    for place in range(start, end):
        if words[place] in {"through", "via"}:
            return clauses.mention_from(place + 1)
    return None


def _is_passive(clauses: Clauses, cue: int) -> bool:
    return cue > 0 and clauses.sentence.words[cue - 1] in {"was", "were", "been", "is", "are"}


def _according_to(clauses: Clauses) -> Iterator[Frame]:
    words = clauses.sentence.words
    for cue, cue_end, _ in _according().find(words):
        source = clauses.mention_from(cue_end)
        if source is None:
            continue
        if cue == 0 or all(not w[0].isalnum() for w in words[:cue]):
            start, end = source.last, len(words)
        else:
            start, end = 0, cue
        yield Frame(clauses.sentence.index, source, cue, cue_end, start, end, header=(cue, source.last))
