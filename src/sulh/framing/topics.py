"""From a term to a claim: which issue it is about, who would carry it out, and which value it names.

Topics that negotiations often have stand in ``data/topics.toml``, each with its ladder. A term that fits none
becomes an issue of its own, by its content words.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from sulh.model.move import Move, Term
from sulh.model.problem import Gives

_NAME = re.compile(r"(?:\b(?:from|by|to|in|for)\s+)?\b[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|[$€£%]")


@dataclass(frozen=True)
class Topic:
    """A topic of ``topics.toml``."""

    name: str
    label: str
    ladder: str
    words: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    tops: frozenset[str] = frozenset()
    opposite: frozenset[str] = frozenset()
    unlike: frozenset[str] = frozenset()
    bottom: str = "no"
    top: str = "yes"
    partly: str = ""
    pause: str = ""
    some: str = ""
    label_by: str = ""
    counted: bool = False
    downs: frozenset[str] = frozenset()
    gives: Gives = "up"
    per: str = ""
    giver: str = ""


@dataclass(frozen=True)
class Value:
    """What a term asks of its issue: an option by its `label`; numbers and durations also by `size`.

    `open` marks "some, but it is not said how much": more than the bottom, less or equal the top; `many`
    that they are said to be many; `was` is the amount that a term would do away with.
    """

    label: str
    size: Fraction = Fraction(0)
    open: bool = False
    many: bool = False
    was: str | None = None


@dataclass(frozen=True)
class Claim:
    """One term read as a value on an issue, as `by` put it.

    `key` tells issues apart, `controller` would carry it out, `person` is a named prisoner.
    """

    key: tuple[str, ...]
    topic: Topic
    value: Value
    label: str
    controller: str | None = None
    unit: str | None = None
    person: str | None = None
    words: frozenset[str] = field(default_factory=frozenset)
    head: str | None = None
    by: str | None = None


_SUBJECT = 4
"""So many words may say who, before what is given up."""

GENERIC = Topic("", "", "yes", bottom="no", top="yes")


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("sulh.framing").joinpath("data", f"{name}.toml").read_text("utf-8"))


@cache
def phrases(key: str) -> frozenset[str]:
    """Return the list *key* of ``phrases.toml``."""
    return frozenset(_data("phrases")[key])


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics, in the order in which they are tried."""
    sets = {"words", "actions", "units", "tops", "downs", "opposite", "unlike"}
    found: list[dict[str, Any]] = [
        {key: frozenset(value) if key in sets else value for key, value in listed.items()}
        for listed in _data("topics")["topic"]
    ]
    return tuple(Topic(**listed) for listed in found)


@cache
def _topic_words() -> frozenset[str]:
    """Words that only name a topic: "a proposal on the prisoners" says nothing about what is proposed."""
    return frozenset(_singular(word) for topic in topics() if topic.per for word in topic.words)


def words_of(text: str) -> list[str]:
    """Return the words of *text* in lower case, plurals and possessives as written."""
    return [word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(text)]


def content_words(text: str) -> frozenset[str]:
    """Return the words of *text* that say what it is about, plurals reduced."""
    found = (word for word in words_of(text) if word not in phrases("no_content") and not word[0].isdigit())
    return frozenset(_singular(word) for word in found if len(word) > 2)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def find_topic(term: Term, context: str) -> Topic | None:
    """Return the topic of *term*; the move's own words (*context*) help where the term is a bare amount."""
    words = set(words_of(term.text))
    for topic in topics():
        if topic.unlike & words or (topic.counted and amount_of(term) is None):
            continue
        acts = not topic.actions or term.action in topic.actions
        if acts and topic.words & words:
            return topic
        if topic.units and _unit(term) in topic.units and topic.words & (words | set(words_of(context))):
            return topic
    if term.action in {"leave", "remain"} and (term.object is None or term.object == term.place):
        return next(topic for topic in topics() if topic.name == "presence")
    if not _only_amount(term):
        return None
    counted = [topic for topic in topics() if topic.units and _unit(term) in topic.units]
    in_words = (topic for topic in counted if topic.words & set(words_of(context)))
    return next(in_words, None) or next((topic for topic in counted if topic.counted), None)


def _unit(term: Term) -> str:
    """Return the term's unit, its first word only; what it is about tells "$ a year" from "$"."""
    unit = (term.unit or "").lower()
    first = unit.split()[0] if unit else ""
    return {"percent": "%", "per": "%", "hour": "hours", "year": "years"}.get(first, first)


def _only_amount(term: Term) -> bool:
    telling = content_words(_NAME.sub(" ", term.text)) - content_words(term.unit or "")
    return term.quantity is not None and not telling - phrases("procedural")


_PAID = re.compile(r"(?:an? |the |its |their )?([a-z][a-z -]*) of \W?\d")


def claim(term: Term, move: Move, controller: str | None) -> Claim | None:
    """Return what *term* of *move* claims, or None where it names nothing to decide."""
    person = _named_person(term)
    if person is not None:
        return release_of(person, controller)
    topic = find_topic(term, move.quote)
    if topic is None:
        return _generic(term, controller)
    value = _value(topic, term)
    by = controller if topic.giver != "joint" else None
    amount = amount_of(term)
    key = (topic.name, by or "?") if topic.per else (topic.name,)
    if topic.ladder == "number":
        # Amounts in different units are different issues: a rise in percent, a payment in crowns.
        key = (topic.name, amount[1] if amount and not value.open else "")
    return Claim(
        key, topic, value, topic.label, by, amount[1] if amount else None, words=content_words(term.text)
    )


def paid_as(term: Term) -> str | None:
    """Return what an amount is called: "one-off payment" of "a one-off payment of 300 crowns"."""
    paid = _PAID.match(term.text)
    return paid[1] if paid and content_words(paid[1]) - phrases("procedural") else None


def head_of(text: str) -> str | None:
    """Return the noun that *text*, a noun phrase, is about: its last word that is no participle."""
    words = [w for w in words_of(text.split(",", maxsplit=1)[0]) if w.isalpha() or "-" in w]
    while words and (words[-1].endswith(("ed", "ing")) or words[-1] in phrases("no_content")):
        words.pop()
    return _singular(words[-1]) if words and words[-1] not in phrases("procedural") else None


def release_of(person: str, controller: str | None) -> Claim:
    """Return the claim that *person* be freed."""
    topic = Topic("", f"release of {person}", "yes", bottom="held", top="freed")
    return Claim(
        (person.rsplit(maxsplit=1)[-1].lower(),),
        topic,
        Value("freed"),
        topic.label,
        controller,
        person=person,
    )


def _generic(term: Term, controller: str | None) -> Claim | None:
    words = content_words(term.text)
    telling = words - phrases("procedural")
    if not telling or len(telling) > 9 or telling <= _topic_words():
        return None
    amount = amount_of(term)
    value = (
        Value(amount[0], Fraction(amount[0]))
        if amount
        else Value("no" if term.negated != _gives_up(term) else "yes")
    )
    topic = Topic("", "", "number", bottom="0") if amount else GENERIC
    return Claim(
        tuple(sorted(telling)),
        topic,
        value,
        _label(term),
        controller,
        amount[1] if amount else None,
        words=telling,
        head=head_of(_label(term)),
    )


def _gives_up(term: Term) -> bool:
    """Whether the term is to do without what it names: "shelve the cranes", "Meridane gave up the trial".

    To drop an objection to something is to have it.
    """
    words = f" {' '.join(words_of(term.text))} "
    if not phrases("resistance").isdisjoint(words.split()):
        return False
    splits = (words.partition(f" {phrase} ") for phrase in phrases("dropping") | phrases("keeps"))
    return any(found and len(before.split()) <= _SUBJECT for before, found, _ in splits)


def _label(term: Term) -> str:
    text = term.object if term.object and content_words(term.object) - phrases("procedural") else term.text
    at = term.text.find(text)
    if at > 0 and all(word[0].isupper() for word in text.split()):
        text = term.text[: at + len(text)]  # "guarantees from Volhar" are about no Volhar
    elif term.unit == text and (paid := paid_as(term)):
        text = paid
    words = text.strip(" “”\"'’").split()
    while words and words[0].lower() in {"the", "a", "an", "its", "their", "any", "all", "that", "to"}:
        words = words[1:]
    while len(words) > 1 and words[-1].lower().endswith(("ed", "ing")):
        words.pop()
    if len(words) == 1 and words[0].lower() in phrases("weak") and term.unit:
        return term.unit
    return " ".join(words[:6])


def amount_of(term: Term) -> tuple[str, str] | None:
    """Return the term's number and unit; a duration counts in its own unit."""
    if _is_number(term.quantity):
        return str(term.quantity), _unit(term)
    if term.duration and (match := _DURATION.match(term.duration)):
        return match[1], duration_words(term.duration).split()[1]
    return None


def _is_number(value: str | None) -> bool:
    return value is not None and value.replace(".", "", 1).isdigit()


def _value(topic: Topic, term: Term) -> Value:
    words = words_of(term.text)
    if topic.ladder == "pause":
        if term.duration:
            return Value(f"{topic.pause} {duration_words(term.duration)}", duration_days(term.duration))
        return (
            Value(topic.top)
            if topic.tops & set(words) or term.extent == "full"
            else Value(topic.bottom, open=True)
        )
    if topic.ladder in {"amount", "number"}:
        amount = amount_of(term)
        if term.action in topic.opposite and not _target(term):
            return Value(topic.bottom, was=amount[0] if amount else None)
        if amount is not None:
            return Value(amount[0], Fraction(amount[0]))
        if topic.ladder == "number":
            return Value(topic.bottom, open=True)
        if term.extent in {"all", "full"}:
            return Value(topic.top)
        return Value(topic.bottom, open=True, many=bool(phrases("many") & set(words)))
    if topic.ladder == "extent":
        if term.action in topic.opposite or term.negated:
            return Value(topic.bottom)
        return Value(topic.partly if term.extent in {"partial", "temporary"} else topic.top)
    turned = term.action in topic.opposite or term.negated
    if topic.downs:
        return Value(topic.bottom if topic.downs & set(words) or term.negated else topic.top)
    if topic.tops:
        return Value(topic.top if topic.tops & set(words) else topic.bottom)
    return Value(topic.bottom if turned else topic.top)


def _target(term: Term) -> bool:
    """Whether the term names what to go down to, not only what to do away with: "a cut to 15 percent"."""
    return " to " in f" {term.text} " and term.quantity is not None


def _named_person(term: Term) -> str | None:
    """Return the person a release is about: "releasing Marwan Barghouti"."""
    if term.action != "release" or term.quantity or not term.object:
        return None
    words = term.object.split(",")[0].split()
    if words and all(word[0].isupper() for word in words) and len(words) <= 4:
        return " ".join(words)
    return None


def persons_included(text: str) -> list[str]:
    """Return the names behind "including" in a term: prisoners named among others."""
    found = re.split(r"\b(?:including|among them)\b", text)
    names: list[str] = []
    for piece in re.split(r",| and ", found[1]) if len(found) > 1 else ():
        words = piece.split()
        if words and all(word[0].isupper() for word in words):
            names.append(" ".join(words))
    return names


_PERIODS = {
    "Y": ("year", Fraction(365)),
    "M": ("month", Fraction(365, 12)),
    "W": ("week", Fraction(7)),
    "D": ("day", Fraction(1)),
}
_DURATION = re.compile(r"P(?:T?)(\d+(?:\.\d+)?)([YMWDHS])")


def duration_words(value: str) -> str:
    """Return an ISO 8601 duration in words: ``P3M`` → ``3 months``."""
    if match := _DURATION.match(value):
        if value.startswith("PT"):
            name = {"H": "hour", "M": "minute", "S": "second"}[match[2]]
        else:
            name = _PERIODS[match[2]][0]
        return f"{match[1]} {name}{'' if match[1] == '1' else 's'}"
    return value


def duration_days(value: str) -> Fraction:
    """Return an ISO 8601 duration in days, to compare it with others."""
    match = _DURATION.match(value)
    if not match:
        return Fraction(0)
    if value.startswith("PT"):
        return Fraction(match[1]) / {"H": 24, "M": 1440, "S": 86400}[match[2]]
    return Fraction(match[1]) * _PERIODS[match[2]][1]
