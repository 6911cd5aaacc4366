"""Ladders: the claims on one issue → its options in order, and claims → expressions over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
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
        name, down = self.issue.name, self.issue.gives == "down"
        nothing = self.issue.options[-1 if down else 0]
        if value.open:
            return self._some_of_it(value, nothing, against=against)
        if value.label not in self.issue.options:
            return None
        if not self.issue.ordered or len(self.issue.options) == 2:
            others = [option for option in self.issue.options if option != value.label]
            if against and len(others) == 1:
                return Compare(name, "=", others[0])
            return Compare(name, "!=" if against else "=", value.label)
        if _says(quote, "below"):
            return Compare(name, ">=", value.label)
        if _says(quote, "above"):
            return Compare(name, "<=", value.label)
        if against:
            return Compare(name, ">" if down != (value.label == nothing) else "<", value.label)
        gives_no_more = value.label == nothing or (giver and value.label != self.topic.top)
        return Compare(name, "<=" if gives_no_more != down else ">=", value.label)

    def _some_of_it(self, value: Value, nothing: str, *, against: bool) -> Expression | None:
        """Return the position of a party for or against more than nothing, without saying how much."""
        name, down = self.issue.name, self.issue.gives == "down"
        if against and value.many:
            return Compare(name, "<", self.issue.options[-1])
        if against:
            return None if self.topic.ladder == "number" else Compare(name, "=", nothing)
        if not self.issue.ordered:
            return Compare(name, "!=", nothing)
        return Compare(name, "<" if down else ">", nothing)


def states_a_limit(quote: str) -> bool:
    """Whether a refusal says which way: "would not go below 9 percent"."""
    return _says(quote, "below") or _says(quote, "above")


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
    controller = _controller(topic, claims, parties)
    options, rungs = _options(topic, claims, controller, parties)
    label = claims[0].label
    if topic.per and controller:
        label = topic.label_by.format(by=controller[0])
    name = _slug(claims[0], topic, controller, names)
    issue = Issue(
        name=name,
        options=tuple(options),
        ordered=len(options) > 2 or topic.name != "",
        controller=controller,
        gives=topic.gives,
        direction_confirmed=topic.name != "",
        open_rungs=tuple(rungs),
        label=label if label != name else None,
        unit=next((c.unit for c in claims if c.unit), None),
    )
    return Ladder(key, issue, topic, options[-1 if topic.gives == "down" else 0], tuple(claims))


def _controller(topic: Topic, claims: list[Claim], parties: Sequence[str]) -> tuple[str, ...]:
    if topic.giver == "joint":
        return tuple(parties[:2])
    named = [c.controller for c in claims if c.controller]
    if not named:
        return ()
    return (max(dict.fromkeys(named), key=named.count),)


def _options(
    topic: Topic, claims: list[Claim], controller: tuple[str, ...], parties: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Return the options from bottom to top, and those among them that nobody named."""
    values = [found.value for found in claims]
    if topic.ladder == "extent":
        named = any(value.label == topic.partly for value in values)
        return [topic.bottom, topic.partly, topic.top], [] if named else [topic.partly]
    if topic.ladder not in {"number", "amount", "pause"}:
        return [topic.bottom, topic.top], []
    sized = {v.label: v.size for v in values if v.size} | {v.was: Fraction(v.was) for v in values if v.was}
    sizes = dict(sorted(sized.items(), key=lambda pair: pair[1]))
    options = [topic.bottom, *(label for label in sizes if label != topic.bottom)]
    if topic.ladder != "number":
        options.append(topic.top)
        if not sizes and topic.some:
            options.insert(1, topic.some)
    elif not sizes:
        options.append("more")
    offered, asked = _apart(topic, [c for c in claims if c.by in parties], controller)
    if offered not in options or asked not in options or options.index(asked) - options.index(offered) != 1:
        return options, []
    rung = _rung(topic, offered, asked)
    options.insert(options.index(asked), rung)
    return options, [rung]


def _apart(topic: Topic, claims: list[Claim], controller: tuple[str, ...]) -> tuple[str, str]:
    """Return what was last offered below and last asked above; both empty if the sides are not apart so.

    With a single controller its own last word is the offer; else the lowest last word of anybody is.
    """
    last = {found.by: found.value for found in claims if found.by and not found.value.open}
    if len(controller) == 1 and controller[0] in last:
        offered = last.pop(controller[0])
    elif len(last) > 1:
        lowest = min(last, key=lambda party: _height(topic, last[party]))
        offered = last.pop(lowest)
    else:
        return "", ""
    above = [value for value in last.values() if _height(topic, value) > _height(topic, offered)]
    if not above or offered.label == topic.bottom:
        return "", ""
    return offered.label, min(above, key=lambda value: _height(topic, value)).label


def _height(topic: Topic, value: Value) -> tuple[bool, Fraction]:
    """Order values from nothing up; the unmeasured top stands over every number."""
    return value.label == topic.top and not value.size, value.size


def _rung(topic: Topic, low: str, high: str) -> str:
    """Return a name for what lies between two options and was named by nobody."""
    if topic.ladder == "pause":
        return _longer(topic, low)
    return _between(low, high) if high.replace(".", "", 1).isdigit() else f"more than {low}"


def _longer(topic: Topic, label: str) -> str:
    return f"{topic.pause} more than {label.removeprefix(topic.pause).strip()}"


def _between(low: str, high: str) -> str:
    """Return the number half way between two decimals, as a decimal if it is a short one."""
    middle = (Fraction(low) + Fraction(high)) / 2
    decimal = Decimal(middle.numerator) / Decimal(middle.denominator)
    return str(middle.numerator) if middle.denominator == 1 else format(decimal.normalize(), "f")


def _slug(found: Claim, topic: Topic, controller: tuple[str, ...], names: set[str]) -> str:
    base = topic.name or (found.person.split()[-1] if found.person else " ".join(found.label.split()[:3]))
    slug = re.sub(r"[^\w]+", "-", base.lower()).strip("-") or "issue"
    if topic.per and controller and slug in names:
        slug = f"{slug}-{re.sub(r'[^a-z0-9]+', '-', controller[0].lower())}"
    number, unique = 2, slug
    while unique in names:
        unique, number = f"{slug}-{number}", number + 1
    return unique
