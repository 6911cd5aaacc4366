"""The chance that something holds, where each source is right with the chance given to its grade.

Sources are right or wrong independently of each other. A chance is linear in the chance of each single
source, so over sources of which nothing is known its extremes lie where each is surely right or surely wrong.
Beyond `MOST_EXACT` sources worlds are drawn, and the interval is Hoeffding's: W. Hoeffding, Probability
Inequalities for Sums of Bounded Random Variables, JASA 58 (1963), theorem 1, inequality (2.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import log, prod

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.claims import Claims
from sulh.bargaining.worlds import Pair, Scene, Worlds, drawn, places, scene, table
from sulh.model.findings import Chance
from sulh.model.sources import Source

MOST_EXACT = 14
"""Sources whose worlds are all looked at."""

CONFIDENCE = Fraction(99, 100)
DRAWS = 26_500
"""Worlds drawn: the interval is 1 percent to both sides where the chance is one half, less elsewhere."""

TRIED = 2_000
"""Worlds tried to show that a bound is reached."""

_GRID = 100_000  # ends of intervals are rounded outward to 1/_GRID
_DISTANCE = log(200) + 1e-6  # each end fails with 0.5 percent at most; more than floats can be wrong here

RISES, FALLS, MIXED = 1, 2, 3


@dataclass(frozen=True)
class Question:
    """Something that holds in some worlds. `ways`: whether it rises or falls with each source it rests on.

    `partial`: of some worlds it may be open whether it holds.
    """

    ways: Mapping[Source, int]
    answer: Callable[[Scene], Pair]
    partial: bool = False


def ways_of(claims: Claims, items: int, *, rises: bool) -> dict[Source, int]:
    """Return how "all *items* bind" (where *rises*; else its contrary) depends on the sources."""
    sources = [atom.source for atom in claims.atoms]
    found: dict[Source, int] = {}

    def note(atoms: Iterable[int], up: bool) -> None:
        for atom in atoms:
            found[sources[atom]] = found.get(sources[atom], 0) | (RISES if up else FALLS)

    for item in places(items):
        for at in claims.items[item].claims:
            claim = claims.claims[at]
            if claim.never:
                continue
            note((atom for need in claim.needs for atom in need), rises)
            note(claim.without, not rises)
            for other in map(claims.claims.__getitem__, claim.replaced_by):
                note((atom for need in other.needs for atom in need), not rises)
                note(other.without, rises)
    return found


def merged(ways: Iterable[Mapping[Source, int]]) -> dict[Source, int]:
    """Return how something depends on the sources that depends on each of several in these *ways*."""
    found: dict[Source, int] = {}
    for one in ways:
        for source, way in one.items():
            found[source] = found.get(source, 0) | way
    return found


class Odds:
    """Answers questions, with the *chances* of the sources (None: anything from 0 to 1).

    `sampled`: at least one answer rests on worlds drawn. `loose`: at least one may be wider than it need be,
    because too many sources without a chance work both ways, or because of some worlds too little is known.
    """

    def __init__(
        self, claims: Claims, chances: Mapping[Source, Fraction | None], allowance: Allowance, seed: int
    ) -> None:
        self.claims, self.chances, self.allowance, self.seed = claims, chances, allowance, seed
        self.sampled = self.loose = False
        self._drawn: dict[tuple[Source, Fraction, int], Pair] = {}

    def graded(self, question: Question) -> int:
        """Return how many sources *question* rests on that have a chance between 0 and 1."""
        return sum(self.chances.get(source) not in (None, 0, 1) for source in question.ways)

    def chance(self, question: Question, given: Mapping[Source, Fraction] | None = None) -> Chance:
        """Return the chance that what *question* asks holds; *given* chances go before those known."""
        scene, weights, all_told = self.worlds(question, given)
        low, high = question.answer(scene)
        if weights is None:
            self.loose |= not all_told
            some, most = least_and_most(low.bit_count(), DRAWS)[0], least_and_most(high.bit_count(), DRAWS)[1]
            return Chance(low=some, high=most, sampled=True)
        found = Chance(low=self._weighed(low, weights, min), high=self._weighed(high, weights, max))
        if (question.partial or not all_told) and found.low != found.high:
            self.loose |= not self._tight(question, given or {}, found)
        return found

    def _tight(self, question: Question, given: Mapping[Source, Fraction], found: Chance) -> bool:
        """Return whether some worlds reach both ends of *found*: no chance of a source narrows it then."""
        chances = {source: given.get(source, self.chances.get(source)) for source in question.ways}
        unknown = [source for source, chance in chances.items() if chance is None]
        if not unknown:
            return False
        lowest, highest = Fraction(1), Fraction(0)
        for up, both in product((False, True), repeat=2):
            ways = {source: question.ways[source] for source in unknown}
            sure = {s: both if way == MIXED else (way == RISES) == up for s, way in ways.items()}
            one = self.chance(question, {**given, **{s: Fraction(yes) for s, yes in sure.items()}})
            lowest, highest = min(lowest, one.high), max(highest, one.low)
        if all(chance in (None, 0, 1) for chance in chances.values()):
            low, high = self._reached(question, chances)
            lowest, highest = min(lowest, Fraction(not low)), max(highest, Fraction(high))
        return (lowest, highest) == (found.low, found.high)

    def _reached(self, question: Question, chances: Mapping[Source, Fraction | None]) -> tuple[bool, bool]:
        """Return whether, of some worlds tried, it surely fails in one, and surely holds in one."""
        fails = holds = False
        everywhere = (1 << TRIED) - 1
        for share in (Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)):
            right: dict[Source, Pair] = {}
            for source, chance in chances.items():
                if chance is None:
                    right[source] = self._draw(source, share, TRIED)
                else:
                    right[source] = (everywhere, everywhere) if chance else (0, 0)
            surely, maybe = question.answer(scene(self.claims, everywhere, right))
            fails |= maybe != everywhere
            holds |= surely != 0
        return fails, holds

    def worlds(
        self, question: Question, given: Mapping[Source, Fraction] | None = None
    ) -> tuple[Scene, list[Fraction | None] | None, bool]:
        """Return the worlds in which to ask *question*, with the chances of their sources in order.

        These are all worlds of the sources with a chance and of those without one that work both ways; what
        works one way only is left open. Worlds drawn come without chances. Last, whether all are told apart.
        """
        self.allowance.check()
        graded: dict[Source, Fraction] = {}
        mixed: list[Source] = []
        sure: dict[Source, bool] = {}
        for source, way in question.ways.items():
            chance = (given or {}).get(source, self.chances.get(source))
            if chance is None:
                mixed += [source] * (way == MIXED)
            elif chance in (0, 1):
                sure[source] = chance == 1
            else:
                graded[source] = chance
        all_told = not mixed or len(graded) + len(mixed) <= MOST_EXACT
        mixed = mixed if all_told else []
        weights: list[Fraction | None] | None = [*graded.values(), *(None for _ in mixed)]
        if len(graded) > MOST_EXACT:
            self.sampled, weights = True, None
            everywhere, right = (
                (1 << DRAWS) - 1,
                {s: self._draw(s, chance, DRAWS) for s, chance in graded.items()},
            )
        else:
            everywhere, right = table([*graded, *mixed])
        right |= {source: (everywhere * yes, everywhere * yes) for source, yes in sure.items()}
        return scene(self.claims, everywhere, right), weights, all_told

    def _draw(self, source: Source, chance: Fraction, number: int) -> Pair:
        if (source, chance, number) not in self._drawn:
            self.allowance.check()
            self._drawn[source, chance, number] = drawn(source, chance, number, self.seed)
        return self._drawn[source, chance, number]

    def _weighed(
        self, worlds: Worlds, weights: Sequence[Fraction | None], pick: Callable[[int, int], int]
    ) -> Fraction:
        """Return the weight of *worlds* of a table, and of those of a source without a chance the *pick*.

        Those stand last, so that each is settled before the chances of the others are summed.
        """
        shares = [(w.numerator, w.denominator) if w is not None else None for w in weights]
        in_all = [prod(share[1] for share in shares[:k] if share) for k in range(len(shares) + 1)]
        seen: dict[tuple[int, int], int] = {}

        def weight(some: Worlds, left: int) -> int:
            if not some:
                return 0
            if some == (1 << (1 << left)) - 1:
                return in_all[left]
            if (left, some) not in seen:
                self.allowance.check()
                half = 1 << (left - 1)
                wrong, right = weight(some & ((1 << half) - 1), left - 1), weight(some >> half, left - 1)
                share = shares[left - 1]
                one, whole = share or (0, 1)
                seen[left, some] = one * right + (whole - one) * wrong if share else pick(wrong, right)
            return seen[left, some]

        return Fraction(weight(worlds, len(shares)), in_all[-1])


def least_and_most(count: int, number: int) -> tuple[Fraction, Fraction]:
    """Return between what a chance lies, with `CONFIDENCE`, that held in *count* of *number* draws."""
    return 1 - _most(number - count, number), _most(count, number)


def _most(count: int, number: int) -> Fraction:
    """Return the least chance on the grid for which *count* or fewer has less than half of what may fail."""
    if count == number:
        return Fraction(1)
    low, high = count * _GRID // number, _GRID
    while high - low > 1:
        middle = (low + high) // 2
        chance = middle / _GRID
        distance = (number - count) * log((number - count) / (number * (1 - chance)))
        distance += count * log(count / (number * chance)) if count else 0.0
        low, high = (
            (low, middle) if distance >= _DISTANCE and middle * number > count * _GRID else (middle, high)
        )
    return Fraction(high, _GRID)
