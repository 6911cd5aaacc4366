"""The table: what has been put on it, and which of it speaks of the same thing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sulh.framing.topics import Claim
from sulh.model.move import Move, Term
from sulh.model.report import Report

_OPEN = frozenset({"", "?"})


@dataclass(frozen=True)
class Put:
    """A claim that a move puts: for or against it."""

    claim: Claim
    move: Move
    report: Report
    term: Term
    party: str
    against: bool


@dataclass
class Table:
    """What has been put on the table so far.

    `counted` is the last amount in each unit; `answers` and `repeats` are by the number of the offer, and
    `by_words` are the offers whose terms stand at a place of a report.
    """

    puts: list[Put] = field(default_factory=list)
    offers: list[tuple[Move, Report, str, list[Claim]]] = field(default_factory=list)
    answers: dict[int, list[tuple[Move, Report, str]]] = field(default_factory=dict)
    repeats: dict[int, list[tuple[Move, Report]]] = field(default_factory=dict)
    counted: dict[str, Claim] = field(default_factory=dict)
    by_words: dict[tuple[str, int, int], list[int]] = field(default_factory=dict)

    def put(self, put: Put) -> None:
        """Add a claim that a party makes or refuses."""
        self.puts.append(put)
        self._count(put.claim)

    def offer(self, move: Move, report: Report, maker: str, claims: list[Claim]) -> None:
        """Add an offer of several claims; putting the last one again repeats it."""
        last = max((n for n, offer in enumerate(self.offers) if offer[2] == maker), default=None)
        again = last is not None and alike(self.offers[last][3], claims)
        number = last if last is not None and again else len(self.offers)
        for term in move.terms:
            self.by_words.setdefault((move.report, term.start, term.end), []).append(number)
        if again:
            self.repeats.setdefault(number, []).append((move, report))
            return
        self.offers.append((move, report, maker, claims))
        for found in claims:
            self._count(found)

    def _count(self, found: Claim) -> None:
        if found.unit and found.topic.ladder == "number":
            self.counted[found.unit] = found


def join_similar(table: Table) -> None:
    """Give claims of no known topic one issue where they speak of the same thing."""
    every = [c for c in all_claims(table) if not c.topic.name and c.person is None and c.words]
    alike = {_likeness(found): found for found in reversed(every)}  # the first of each wording
    loose = list(reversed(alike.values()))
    group = list(range(len(loose)))

    def root(number: int) -> int:
        while group[number] != number:
            number = group[number]
        return number

    for later in range(len(loose)):
        for earlier in range(later):
            if _same_thing(loose[earlier], loose[later]):
                low, high = sorted((root(earlier), root(later)))
                group[high] = low
    first = {_likeness(found): loose[root(number)] for number, found in enumerate(loose)}
    labels: dict[int, str] = {}
    for number, found in enumerate(loose):  # an issue is called by its fewest words
        known = labels.setdefault(root(number), found.label)
        if len(found.label.split()) < len(known.split()):
            labels[root(number)] = found.label
    called = {_likeness(found): labels[root(number)] for number, found in enumerate(loose)}

    def joined(found: Claim) -> Claim:
        if found.topic.name or found.person is not None or not found.words:
            return found
        return replace(found, key=first[_likeness(found)].key, label=called[_likeness(found)])

    table.puts = [replace(put, claim=joined(put.claim)) for put in table.puts]
    table.offers = [(m, r, p, [joined(c) for c in listed]) for m, r, p, listed in table.offers]


def join_unmeasured(table: Table) -> None:
    """Put claims that leave the amount or the giver open on the one issue of their topic that names it."""
    told: dict[str, set[tuple[str, ...]]] = {}
    for found in all_claims(table):
        if len(found.key) == 2 and found.topic.name and found.key[1] not in _OPEN:
            told.setdefault(found.topic.name, set()).add(found.key)

    def joined(found: Claim) -> Claim:
        keys = told.get(found.topic.name, set())
        left_open = len(found.key) == 2 and bool(found.topic.name) and found.key[1] in _OPEN
        return replace(found, key=next(iter(keys))) if left_open and len(keys) == 1 else found

    table.puts = [replace(put, claim=joined(put.claim)) for put in table.puts]
    table.offers = [(m, r, p, [joined(c) for c in listed]) for m, r, p, listed in table.offers]


def leave_out_open(table: Table) -> None:
    """Leave out "its pay claim" where the same report has the amount in the same voice."""

    def voice(put: Put) -> tuple[object, ...]:
        return put.report.id, put.party, put.move.sources, put.claim.key

    told = {voice(put) for put in table.puts if not put.claim.value.open and not put.against}
    table.puts = [p for p in table.puts if p.against or not p.claim.value.open or voice(p) not in told]


def _likeness(found: Claim) -> tuple[frozenset[str], str | None, str | None]:
    return found.words, found.head, found.unit


def _same_thing(one: Claim, other: Claim) -> bool:
    """Whether one's head noun stands in the other, or they share half of their telling words."""
    if one.unit != other.unit:
        return False
    if (one.head is not None and one.head in other.words) or (
        other.head is not None and other.head in one.words
    ):
        return True
    return len(one.words & other.words) * 2 >= min(len(one.words), len(other.words))


def all_claims(table: Table) -> list[Claim]:
    """Return the claims of all moves, those of offers last."""
    return [put.claim for put in table.puts] + [c for *_, listed in table.offers for c in listed]


def alike(some: list[Claim], others: list[Claim]) -> bool:
    """Whether both name the same values on the same issues."""
    return {(c.key, c.value) for c in some} == {(c.key, c.value) for c in others}
