"""Many worlds at once: in each some sources are right, and it follows which positions bind.

A set of worlds is an integer, one bit for each world. What depends on a source of which nothing is known is
bounded: every answer is a pair, the worlds in which it surely holds and those in which it may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from random import Random

from sulh.bargaining.claims import Claims
from sulh.model.sources import Source

Worlds = int
Pair = tuple[Worlds, Worlds]
"""Where something surely holds, and where it may."""


class Scene:
    """The *claims* of a case in some worlds; *right* says in which of them an atom is right."""

    def __init__(self, claims: Claims, everywhere: Worlds, right: Sequence[Pair]) -> None:
        self.claims, self.everywhere, self._right = claims, everywhere, right
        self._made: dict[int, Pair] = {}
        self._bound: dict[int, Pair] = {}

    def _one_of(self, atoms: Iterable[int]) -> Pair:
        surely = maybe = 0
        for atom in atoms:
            low, high = self._right[atom]
            surely |= low
            maybe |= high
        return surely, maybe

    def made(self, at: int) -> Pair:
        """Return where the claim *at* is made."""
        if at not in self._made:
            claim = self.claims.claims[at]
            surely = maybe = self.everywhere
            for need in claim.needs:
                low, high = self._one_of(need)
                surely &= low
                maybe &= high
            low, high = self._one_of(claim.without)
            self._made[at] = surely & ~high, maybe & ~low
        return self._made[at]

    def binds(self, item: int) -> Pair:
        """Return where the item binds: where it is stated, and nothing that replaces it is."""
        if item not in self._bound:
            surely = maybe = 0
            for at in self.claims.items[item].claims:
                claim = self.claims.claims[at]
                if claim.never:
                    continue
                low, high = self.made(at)
                for other in claim.replaced_by:
                    gone, perhaps = self.made(other)
                    low &= ~perhaps
                    high &= ~gone
                surely |= low
                maybe |= high
            self._bound[item] = surely, maybe
        return self._bound[item]

    def all_bind(self, items: int) -> Pair:
        """Return where all items of the mask bind."""
        surely = maybe = self.everywhere
        for item in places(items):
            low, high = self.binds(item)
            surely &= low
            maybe &= high
        return surely, maybe

    def binding(self, world: Worlds) -> int:
        """Return the items that may bind in one *world*, as a mask."""
        return sum(1 << at for at in range(len(self.claims.items)) if self.binds(at)[1] & world)

    def covered(self, world: Worlds) -> int:
        """Return the refusals that a binding item covers in one *world*, as a mask."""
        return sum(
            1 << at
            for at, item in enumerate(self.claims.items)
            if any(self.binds(cover)[1] & world for cover in item.covers)
        )

    def doubtful(self, item: int, world: Worlds) -> bool:
        """Return whether it is open in one *world* whether the item still stands."""
        for at in self.claims.items[item].claims:
            claim = self.claims.claims[at]
            if self.made(at)[1] & world:
                return claim.unsure or any(self.made(other)[1] & world for other in claim.doubted_by)
        return False


def places(mask: int) -> list[int]:
    """Return the places of the bits that are set in *mask*."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def one_world(claims: Claims, wrong: Callable[[Source, str | None], bool]) -> Scene:
    """Return the single world in which all evidence is right, but that of which *wrong* is true."""
    right = [(0, 0) if wrong(*atom) else (1, 1) for atom in claims.atoms]
    return Scene(claims, 1, right)


def any_world(claims: Claims) -> Scene:
    """Return the single world of which nothing is known."""
    return Scene(claims, 1, [(0, 1)] * len(claims.atoms))


def scene(claims: Claims, everywhere: Worlds, right: dict[Source, Pair]) -> Scene:
    """Return worlds in which the sources are right as said; of one that is missing nothing is known."""
    unknown = (0, everywhere)
    return Scene(claims, everywhere, [right.get(atom.source, unknown) for atom in claims.atoms])


def table(sources: Sequence[Source]) -> tuple[Worlds, dict[Source, Pair]]:
    """Return all worlds of *sources*: in world w, the source at place i is right where bit i of w is set."""
    number = 1 << len(sources)
    everywhere = (1 << number) - 1
    found = {}
    for at, source in enumerate(sources):
        half = 1 << at
        block, width = ((1 << half) - 1) << half, 2 * half
        while width < number:
            block |= block << width
            width *= 2
        found[source] = (block, block)
    return everywhere, found


def drawn(source: Source, chance: Fraction, number: int, seed: int) -> Pair:
    """Return in which of *number* worlds, drawn with *seed*, the source is right: each with the *chance*.

    What is drawn depends on the source's name and not on what other sources there are.
    """
    draw = Random(f"{seed} {source.kind} {source.key}")  # noqa: S311 - not for secrets
    one, in_all = chance.numerator, chance.denominator
    worlds = int("".join("1" if draw.randrange(in_all) < one else "0" for _ in range(number)), 2)
    return worlds, worlds
