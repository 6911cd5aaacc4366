"""What an act is about: the stretch of the sentence that holds its terms, and the terms in it."""

from __future__ import annotations

from sulh.model.move import Term
from sulh.reading import terms
from sulh.reading.cues import Cue
from sulh.reading.lexicon import wordset
from sulh.reading.scene import Scene, is_passive, is_predicate


def region(scene: Scene, cue: Cue, first: int, following: Cue | None) -> tuple[int, int]:
    """Return the tokens that hold what *cue* is about, from *first* on unless a passive puts it before."""
    words = scene.words
    if is_predicate(cue):
        return scene.clause_start(cue.first), cue.first
    if cue.entry.form == "past" and not cue.nominal and is_passive(words, cue.first):
        subject = scene.clauses.subject(cue.first)
        if subject is None:
            at = cue.first
            while at > 0 and words[at - 1] not in {",", ".", "that", ";"}:
                at -= 1
            return at, cue.first - 1
    first = _past_time(scene, first)
    done = cue.act in {"reject", "accept", "concede", "agree"}
    end = _before_comparison(words, first, scene.clauses.clause_end(first))
    end = _before_time(scene, first, end, done=done)
    if cue.act == "reject":
        end = _before_verdict(words, first, end)
    if cue.nominal or cue.act in {"reject", "accept"}:
        end = _before_maker(scene, first, end)
    own = (
        wordset("grammar", "possessives")
        | wordset("clauses", "light_verbs")
        | {"the", "a", "same", "of", "on"}
    )
    for later in scene.cues:
        owner = later.first
        if not later.nominal or not first < owner < end:
            continue
        while owner > first and words[owner - 1] in own:
            owner -= 1
        if owner < later.first and words[owner - 1] == "and":
            end = owner - 1
    if following is not None and first < following.first < end and not following.nominal:
        before = scene.clauses.mention_ending(following.first)
        if words[following.first - 1] == "and" or (before and words[before.first - 1] in {"and", ","}):
            end = min(end, (before.first if before else following.first) - 1)
    return first, max(end, first)


def _past_time(scene: Scene, first: int) -> int:
    """Step over a date that stands right behind the cue: "offered last month to rule out"."""
    start = scene.sentence.tokens[first].start if first < len(scene.sentence.tokens) else -1
    for time in scene.findings.times_in(start, scene.sentence.end):
        if time.kind == "DATE" and time.start == start:
            return scene.sentence.token_at(time.end)
    return first


def _before_maker(scene: Scene, first: int, last: int) -> int:
    """Cut off "from Orvane" and "that it called an insult" behind what was offered."""
    words = scene.words
    for place in range(first + 1, last):
        behind = scene.clauses.mention_from(place + 1)
        if (
            words[place] == "from"
            and behind is not None
            and behind.last == last
            and words[first] != "withdrawal"
        ):
            return place
        if words[place : place + 3] == ("with", "a", "refusal"):
            return place
        if words[place] in {"that", "which"} and behind is not None and behind.kind == "pronoun":
            return place
    return last


def _before_comparison(words: tuple[str, ...], first: int, last: int) -> int:
    """Cut off "rather than four", "up from 3 percent"."""
    for place in range(first + 1, last - 1):
        if " ".join(words[place : place + 2]) in wordset("clauses", "comparing"):
            return place - (words[place - 1] == ",")
    return last


def _before_verdict(words: tuple[str, ...], first: int, last: int) -> int:
    """Cut off "as a trap" behind what was dismissed."""
    for place in range(first, last):
        if (
            words[place] == "as"
            and place > 0
            and words[place - 1]
            not in {
                "such",
                "well",
                "far",
                "long",
                "much",
                "soon",
                "same",
            }
        ):
            return place
    return last


def _before_time(scene: Scene, first: int, last: int, *, done: bool) -> int:
    """Cut off "on Thursday", "at Wednesday's meeting": when it was done is no part of what is asked.

    Behind acts that are *done* "in March" says so too; elsewhere it may be what is asked for.
    """
    dating = {"on", "at", "during", "in"} if done else {"on", "at", "during"}
    sentence = scene.sentence
    for time in scene.findings.times_in(sentence.start, sentence.end):
        if time.kind != "DATE":
            continue
        at = sentence.token_at(time.start)
        if not first < at < last:
            continue
        before = at - 1
        while before > first and sentence.words[before] in {"the", "late", "early", ","}:
            before -= 1
        word = sentence.words[before]
        if word in dating or time.text.lower() in wordset("clauses", "bare_times"):
            return max(before if word in dating else at, first)
    return last


def terms_of(scene: Scene, cue: Cue, region: tuple[int, int]) -> tuple[Term, ...]:
    """Return the terms of *cue* in its *region*; none where a pronoun stands for them."""
    first, last = region
    if cue.act == "agree" and cue.entry.form == "noun":
        return _agreed(scene, cue)
    if cue.act == "announce":
        words = scene.words
        answer = next(
            (n for n in range(cue.first, cue.last) if words[n] in {"response", "answer", "reply"}), cue.last
        )
        return (
            (terms.make(scene.sentence, answer, max(last, answer + 1), scene.findings),)
            if last > answer
            else ()
        )
    if cue.tag("spoken"):
        first = cue.first + 1
    if cue.tag("inside"):
        first, last = cue.first + 1, cue.last - (len(cue.entry.words) - cue.entry.words.index("~") - 1)
    if cue.act == "meet":
        words = scene.words
        topics = [
            n for n in range(first, last) if words[n] in {"on", "about", "over", "regarding", "discuss"}
        ]
        if not topics:
            return ()
        first = topics[0] + 1
    inner = [
        c
        for c in scene.cues
        if c.nominal and first <= c.first < min(first + 7, last) and c.first != cue.first
    ]
    if (
        inner
        and inner[0].act in {"offer", "demand"}
        and cue.act in {"reject", "accept", "announce", "press", "concede", "offer", "demand"}
    ):
        first = inner[0].last
        last = max(last, first)
    return tuple(
        _with_person(
            scene, cue, terms.make(scene.sentence, start, end, scene.findings, hedged=bool(cue.tag("hedged")))
        )
        for start, end in terms.split(scene.sentence, first, last)
    )


def _with_person(scene: Scene, cue: Cue, term: Term) -> Term:
    """Say whom "release him" means: the last person spoken of that does not speak here."""
    if term.object not in {"him", "her"}:
        return term
    before = scene.sentence.tokens[cue.first].start
    people = [e for e in scene.cast.entities if e.kind == "person" and e.name[0].isupper() and e.mentions]
    told = {id(e) for m in scene.clauses.mentions for e in scene.cast.entities_of(m)}
    spoken = [
        (max((s for s, _ in e.mentions if s < before), default=-1), e) for e in people if id(e) not in told
    ]
    last = max(spoken, key=lambda pair: pair[0], default=(-1, None))
    return term.model_copy(update={"object": last[1].name}) if last[1] is not None and last[0] >= 0 else term


def _agreed(scene: Scene, cue: Cue) -> tuple[Term, ...]:
    """Return the agreement itself: "The last prisoner exchange agreement was concluded"."""
    words = scene.words
    first = cue.first
    while first > 0 and words[first - 1] not in wordset("clauses", "agreed_from"):
        first -= 1
    while first < cue.first and words[first] in {",", "“"}:
        first += 1
    return (terms.make(scene.sentence, first, cue.first + 1, scene.findings),)


def past_maker(scene: Scene, cue: Cue, first: int) -> int:
    """Step over "by Hamas" behind a noun cue: the terms come after it."""
    if not cue.nominal or cue.tag("event"):
        return first
    words = scene.words
    for place in range(cue.last - 1, min(cue.last + 2, len(words))):
        if words[place] in {"by", "from"} and (maker := scene.clauses.mention_from(place + 1)):
            return max(first, maker.last)
    return first
