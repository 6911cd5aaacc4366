"""Minimal sets, as bit masks: minimal members of a family, its factors, and its minimal hitting sets.

The minimal hitting sets of the minimal correction sets are the minimal unsatisfiable subsets, and the other
way round (R. Reiter, "A theory of diagnosis from first principles", Artificial Intelligence 32, 1987).
Hitting sets by sequential multiplication: C. Berge, Hypergraphs, 1989, chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sulh.bargaining.budget import MOST_COMPARISONS, Budget
from sulh.model.errors import TooComplexError


def bits(mask: int) -> Iterator[int]:
    """Yield the positions of the ones in *mask*, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def minimal(masks: Iterable[int], budget: Budget | None = None) -> list[int]:
    """Return the inclusion-minimal sets among *masks*, smallest first; TooComplexError beyond *budget*."""
    kept: list[int] = []
    for mask in sorted(set(masks), key=lambda m: (m.bit_count(), m)):
        if budget:
            budget.spend(len(kept))
        if not _has_subset(kept, mask):
            kept.append(mask)
    return kept


def _has_subset(masks: Iterable[int], mask: int) -> bool:
    for small in masks:  # noqa: SIM110 - this loop is the work of every search; any() doubles it
        if small & mask == small:
            return True
    return False


def factors(family: Sequence[int]) -> list[list[int]]:
    """Split *family* into families over disjoint elements whose members combine freely to give it.

    Elements whose joint occurrence is not free must stand together; that the blocks so found are free of
    each other is then verified by counting, and where it fails the family is returned whole.
    """
    ground = sorted({bit for mask in family for bit in bits(mask)})
    block = {bit: bit for bit in ground}
    columns = {bit: sum(1 << i for i, mask in enumerate(family) if mask >> bit & 1) for bit in ground}
    everything = (1 << len(family)) - 1
    for at, one in enumerate(ground):
        for two in ground[at + 1 :]:
            if block[one] != block[two] and not _free(columns[one], columns[two], everything):
                old, new = block[two], block[one]
                block = {bit: new if name == old else name for bit, name in block.items()}
    grounds = [
        sum(1 << bit for bit in ground if block[bit] == name) for name in dict.fromkeys(block.values())
    ]
    parts = [sorted({mask & ground for mask in family}) for ground in grounds]
    number = 1
    for part in parts:
        number *= len(part)
    return parts if number == len(family) else [sorted(family)]


def _free(one: int, two: int, everything: int) -> bool:
    """Return whether two elements occur independently: in numbers, as the product of their shares."""
    return (one & two).bit_count() * everything.bit_count() == one.bit_count() * two.bit_count()


def hitting_sets(
    family: Sequence[int], most: int = 20_000, comparisons: int = MOST_COMPARISONS
) -> list[int] | None:
    """Return the minimal sets that meet every member of *family*, smallest first.

    None beyond *most* sets or *comparisons*.
    """
    found = [0]
    budget = Budget(comparisons)
    try:
        for member in sorted(family, key=int.bit_count):
            budget.spend(len(found))
            hit = [mask for mask in found if mask & member]
            missed = [mask for mask in found if not mask & member]
            budget.spend(len(missed) * member.bit_count())
            grown = minimal({mask | 1 << bit for mask in missed for bit in bits(member)}, budget)
            budget.spend(len(grown) * len(hit))
            found = hit + [mask for mask in grown if not _has_subset(hit, mask)]
            if len(found) > most:
                return None
    except TooComplexError:
        return None
    return sorted(found, key=lambda m: (m.bit_count(), m))


def smallest_hitting_sets(
    family: Sequence[int], most: int, steps: int = 100_000, comparisons: int = MOST_COMPARISONS
) -> list[int]:
    """Return up to *most* minimal hitting sets, smallest first, found by breadth; some may be left out."""
    found: list[int] = []
    level = {0}
    while level and len(found) < most:
        following: set[int] = set()
        for mask in sorted(level):
            steps -= 1
            comparisons -= len(found)
            if steps < 0 or comparisons < 0:
                return found[:most]
            if _has_subset(found, mask):
                continue
            missed = next((member for member in family if not member & mask), 0)
            comparisons -= len(family)
            if not missed:
                found.append(mask)
            elif len(following) < steps:  # more could never be looked at
                following.update(mask | 1 << bit for bit in bits(missed))
        level = following
    return found[:most]


def connected(sets: Sequence[int]) -> list[list[int]]:
    """Group *sets* so that sets that share an element, directly or through others, stand together."""
    groups: list[tuple[int, list[int]]] = []
    for mask in sets:
        union, members = mask, [mask]
        for group in [group for group in groups if group[0] & union]:
            groups.remove(group)
            union |= group[0]
            members = group[1] + members
        groups.append((union, members))
    return [members for _, members in groups]
