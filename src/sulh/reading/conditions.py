"""Conditions: those that a sentence states outright, what a warning hangs on, and whose price each one is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sulh.reading import terms
from sulh.reading.draft import Draft, Pair, same_side, within
from sulh.reading.lexicon import wordset
from sulh.reading.markup.annotation import Cue, Span
from sulh.reading.terms import Findings
from sulh.reading.tokens import Sentence, sentence_at

_STEPS = frozenset({"offer", "accept", "concede"})
"""What a side does or would do itself, so that a condition is its price."""
_WARNINGS = frozenset({"threaten", "reject", "red line"})
_IF = re.compile(
    r"\b(?:only (?:if|once|after)|(?:but )?not (?:before|until)|unless|provided(?: that)?|so long as|"
    r"as long as|on (?:the )?condition(?: that)?|in the event that|conditional on|subject to|until|if) ",
    re.I,
)
_CLAUSE_ENDS = frozenset({",", ";", ":", ".", "?", "!", "”", '"', "—", "–", "(", ")"})
_LEAST_WORDS = 3
_SURE = 0.8
"""How much less sure a condition is than the step that it belongs to."""


def settled(found: list[Pair], sentences: Sequence[Sentence], findings: Findings) -> list[Draft]:
    """Return the drafts of *found*, and the conditions that *sentences* add, each where it belongs.

    A condition by itself ("no deal without") stays a move; one of a step by the same side in its sentence is
    the price: "would free 50 if Red left the hill".
    """
    stated = [pair for here in sentences for pair in _stated(within(found, here), here, findings)]
    found = sorted([*found, *stated], key=lambda pair: pair[0].span[0])
    _turn_warnings(found, sentences)
    return _joined(found, sentences)


def _stated(beside: list[Pair], here: Sentence, findings: Findings) -> Iterator[Pair]:
    """Yield the condition that *here* puts to one of the acts in it, if none is read there yet."""
    if any(draft.act == "condition" for _, draft in beside):
        return
    steps = [pair for pair in beside if pair[1].act in _STEPS | _WARNINGS and not pair[1].denied]
    for trigger in _IF.finditer(here.text, here.start, here.end) if steps else ():
        before = [pair for pair in steps if pair[0].span[1] <= trigger.start()]
        first = here.token_at(trigger.end())
        last = next(
            (n for n in range(first, len(here.tokens)) if here.words[n] in _CLAUSE_ENDS), len(here.tokens)
        )
        if not before or last - first < _LEAST_WORDS:
            continue
        if _asks(here, trigger.start()):
            continue
        cue, step = before[-1]
        if trigger[0].lower() == "until " and not _warns(here, cue, step):
            continue  # a delay
        if any(term.start < trigger.start() < term.end for term in step.terms):
            continue
        term = terms.make(here, first, last, findings)
        yield (
            Cue(-1, (trigger.start(), trigger.end() - 1), attributes=False, act="condition"),
            Draft(
                "condition", step.speakers, step.chain, trigger.start(), term.end, step.confidence * _SURE,
                (term,), context=step.context,
            ),
        )  # fmt: skip
        return


def _turn_warnings(found: list[Pair], sentences: Sequence[Sentence]) -> None:
    """Turn what a warning hangs on round: who "will go if the gates stay shut" wants them not to."""
    for cue, draft in found:
        here = sentence_at(sentences, cue.span[0])
        if (
            draft.act != "condition"
            or here is None
            or _text(here, cue.span) not in wordset("clauses", "triggers")
        ):
            continue
        near = [
            (abs(other.span[0] - cue.span[0]), _warns(here, other, step))
            for other, step in within(found, here)
            if step is not draft and same_side(step, draft)
        ]
        before = _text(here, (here.start, cue.span[0])).split()
        if min(near)[1] if near else not wordset("grammar", "negations").isdisjoint(before):
            draft.terms = tuple(t.model_copy(update={"negated": not t.negated}) for t in draft.terms)


def _asks(here: Sentence, start: int) -> bool:
    """Whether an "if" at *start* only asks, "asked if", or yields, "even if"."""
    before = here.text[max(start - 12, 0) : start].lower().split()[-1:]
    return bool(before) and before[0] in wordset("clauses", "before_if")


def _warns(here: Sentence, cue: Cue, draft: Draft) -> bool:
    """Whether *cue* says what its side would not do, or would do to harm."""
    words = _text(here, cue.span).replace("n't", " not").replace("n’t", " not").split()
    return draft.act in _WARNINGS or bool({*words} & wordset("grammar", "negations"))


def _joined(found: list[Pair], sentences: Sequence[Sentence]) -> list[Draft]:
    """Give each condition to the nearest step by the same side: its last term gets it as what is asked."""
    kept: list[Draft] = []
    for cue, draft in found:
        here = sentence_at(sentences, cue.span[0])
        if draft.act != "condition" or not draft.terms or (here and _asks(here, cue.span[0])):
            kept.append(draft)
            continue
        steps = [
            (abs(other.span[0] - cue.span[0]), number, step)
            for number, (other, step) in enumerate(within(found, here))
            if step.act in _STEPS
            and step.terms
            and same_side(step, draft)
            and step.terms[-1].exchange is None
        ]
        if not steps:
            kept.append(draft)
            continue
        step = min(steps)[2]
        last = step.terms[-1].model_copy(update={"exchange": draft.terms[0].text})
        step.terms = (*step.terms[:-1], last)
    return kept


def _text(here: Sentence, span: Span) -> str:
    return here.text[slice(*span)].lower()
