"""Minimal sets, as bit masks: minimal members of a family, its factors, and its minimal hitting sets.

The minimal hitting sets of the minimal correction sets are the minimal unsatisfiable subsets, and the other
way round (R. Reiter, "A theory of diagnosis from first principles", Artificial Intelligence 32, 1987).
Hitting sets by sequential multiplication: C. Berge, Hypergraphs, 1989, chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sulh.bargaining.allowance import Allowance

_BLOCK = 64
"""Comparisons with each member of a family between two looks at the allowance."""


def bits(mask: int) -> Iterator[int]:
    """Yield the positions of the ones in *mask*, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def union(masks: Iterable[int]) -> int:
    """Return the union of *masks*."""
    found = 0
    for mask in masks:
        found |= mask
    return found


def minimal(masks: Iterable[int], allowance: Allowance | None = None) -> list[int]:
    """Return the inclusion-minimal sets among *masks*, smallest first.

    Raises TooComplexError where the time of *allowance* is over.
    """
    kept: list[int] = []
    for at, mask in enumerate(sorted(set(masks), key=lambda m: (m.bit_count(), m))):
        if allowance and not at % _BLOCK:
            allowance.check()
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
    family: Sequence[int],
    most: int = 20_000,
    comparisons: int = 1_000_000,
    allowance: Allowance | None = None,
) -> list[int] | None:
    """Return the minimal sets that meet every member of *family*, smallest first.

    None beyond *most* sets or *comparisons* of two sets. Raises TooComplexError where the time of
    *allowance* is over.
    """
    found = [0]
    for member in sorted(family, key=int.bit_count):
        hit = [mask for mask in found if mask & member]
        missed = [mask for mask in found if not mask & member]
        grown = {mask | 1 << bit for mask in missed for bit in bits(member)}
        comparisons -= len(found) + len(grown) * (len(hit) + len(grown) // 4)
        if comparisons < 0:
            return None
        found = hit + [mask for mask in minimal(grown, allowance) if not _has_subset(hit, mask)]
        if len(found) > most:
            return None
    return sorted(found, key=lambda m: (m.bit_count(), m))


def connected(sets: Sequence[int]) -> list[list[int]]:
    """Group *sets* so that sets that share an element, directly or through others, stand together."""
    groups: list[tuple[int, list[int]]] = []
    for mask in sets:
        together, members = mask, [mask]
        for group in [group for group in groups if group[0] & together]:
            groups.remove(group)
            together |= group[0]
            members = group[1] + members
        groups.append((together, members))
    return [members for _, members in groups]
