"""Ladders: the claims on one issue → its options in order, and claims → expressions over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from sulh.framing.topics import Claim, Topic, Value, phrases
from sulh.model.expressions import Compare, Expression
from sulh.model.problem import Issue


@dataclass(frozen=True)
class Ladder:
    """An issue with the claims that made it."""

    key: tuple[str, ...]
    issue: Issue
    topic: Topic
    status_quo: str
    claims: tuple[Claim, ...]

    def option(self, value: Value) -> str | None:
        """Return the option that *value* names exactly, or None if it is left open how much."""
        if value.open:
            return self._some()
        return value.label if value.label in self.issue.options else None

    def _some(self) -> str | None:
        """For "some", with nothing between bottom and top known, there is an option of that name."""
        return self.topic.some if self.topic.some in self.issue.options else None

    def wants(self, value: Value, *, against: bool, quote: str, giver: bool) -> Expression | None:
        """Return what a party that puts *value* wants: for it or *against* it, as giver or as receiver.

        On a ladder a receiver wants at least the value, a giver at most; "would not go below" and its like
        go by their own words.
        """
        name, bottom = self.issue.name, self.issue.options[0]
        if value.open and against and value.many:
            return Compare(name, "<", self.issue.options[-1])
        if value.open:
            return (
                Compare(name, "=", bottom)
                if against
                else Compare(name, ">" if self.issue.ordered else "!=", bottom)
            )
        if value.label not in self.issue.options:
            return None
        if not self.issue.ordered or len(self.issue.options) == 2:
            others = [o for o in self.issue.options if o != value.label]
            if against and len(others) == 1:
                return Compare(name, "=", others[0])
            return Compare(name, "!=" if against else "=", value.label)
        if _says(quote, "below"):
            return Compare(name, ">=", value.label)
        if _says(quote, "above"):
            return Compare(name, "<=", value.label)
        if against:
            return Compare(name, "<" if value.label != bottom else ">", value.label)
        if value.label == bottom or (giver and value.label != self.topic.top):
            return Compare(name, "<=", value.label)
        return Compare(name, ">=", value.label)


def _says(quote: str, key: str) -> bool:
    text = f" {quote.lower()} "
    return ("not" in text and any(f" {phrase} " in text for phrase in phrases(key))) or (
        key == "above" and "as far as" in text
    )


def build(claims: Sequence[Claim], parties: Sequence[str]) -> list[Ladder]:
    """Return the ladders of all issues that *claims* speak of, in order of first mention."""
    grouped: dict[tuple[str, ...], list[Claim]] = {}
    for found in claims:
        grouped.setdefault(found.key, []).append(found)
    ladders: list[Ladder] = []
    names: set[str] = set()
    for key, listed in grouped.items():
        ladder = _ladder(key, listed, parties, names)
        names.add(ladder.issue.name)
        ladders.append(ladder)
    return ladders


def _ladder(key: tuple[str, ...], claims: list[Claim], parties: Sequence[str], names: set[str]) -> Ladder:
    topic = next((c.topic for c in claims if c.topic.ladder == "number"), claims[0].topic)
    options, rungs = _options(topic, [c.value for c in claims])
    controller = _controller(topic, claims, parties)
    label = claims[0].label
    if topic.per and controller:
        label = topic.label_by.format(by=controller[0])
    name = _slug(claims[0], topic, controller, names)
    issue = Issue(
        name=name,
        options=tuple(options),
        ordered=len(options) > 2 or topic.name != "",
        controller=controller,
        direction_confirmed=topic.name != "",
        open_rungs=tuple(rungs),
        label=label if label != name else None,
        unit=next((c.unit for c in claims if c.unit), None),
    )
    return Ladder(key, issue, topic, options[0], tuple(claims))


def _controller(topic: Topic, claims: list[Claim], parties: Sequence[str]) -> tuple[str, ...]:
    if topic.giver == "joint":
        return tuple(parties[:2])
    named = [c.controller for c in claims if c.controller]
    if not named:
        return ()
    return (max(dict.fromkeys(named), key=named.count),)


def _options(topic: Topic, values: list[Value]) -> tuple[list[str], list[str]]:
    """Return the options from bottom to top, and those among them that nobody named."""
    sized = sorted({v.label: v.size for v in values if v.size}.items(), key=lambda pair: pair[1])
    labels = [label for label, _ in sized]
    rungs: list[str] = []
    if topic.ladder == "number":
        options = [topic.bottom, *(label for label in labels if label != topic.bottom)]
        if len(labels) > 1:
            middle = _between(labels[-2], labels[-1])
            if middle not in options:
                options.insert(len(options) - 1, middle)
                rungs.append(middle)
        elif not labels:
            options.append("more")
        return options, rungs
    if topic.ladder in {"amount", "pause"}:
        options = [topic.bottom, *labels, topic.top]
        if labels:
            longer = f"more than {labels[-1]}" if topic.ladder == "amount" else _longer(topic, labels[-1])
            options.insert(len(options) - 1, longer)
            rungs.append(longer)
        elif topic.some:
            options.insert(1, topic.some)
        return options, rungs
    if topic.ladder == "extent":
        return [topic.bottom, topic.partly, topic.top], [] if any(
            v.label == topic.partly for v in values
        ) else [topic.partly]
    return [topic.bottom, topic.top], rungs


def _longer(topic: Topic, label: str) -> str:
    return f"{topic.pause} more than {label.removeprefix(topic.pause).strip()}"


def _between(low: str, high: str) -> str:
    """Return the number half way between two decimals, as a decimal if it is a short one."""
    middle = (Fraction(low) + Fraction(high)) / 2
    return str(middle.numerator) if middle.denominator == 1 else f"{float(middle):g}"


def _slug(found: Claim, topic: Topic, controller: tuple[str, ...], names: set[str]) -> str:
    base = topic.name or (found.person.split()[-1] if found.person else " ".join(found.label.split()[:3]))
    slug = re.sub(r"[^\w]+", "-", base.lower()).strip("-") or "issue"
    if topic.per and controller and slug in names:
        slug = f"{slug}-{re.sub(r'[^a-z0-9]+', '-', controller[0].lower())}"
    number, unique = 2, slug
    while unique in names:
        unique, number = f"{slug}-{number}", number + 1
    return unique
