"""Work that a search may do, counted in steps, so that every search ends and says so."""

from __future__ import annotations

from sulh.model.errors import TooComplexError

MOST_STEPS = 300_000
"""Partial packages that one search of a finding tries, beyond the enumeration of whole components."""

MOST_COMPARISONS = 4_000_000
"""Comparisons of two sets of positions in one search; what would take more is answered "unknown"."""


class Budget:
    """Steps left to a search."""

    __slots__ = ("left",)

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Take *steps*; TooComplexError where they are no longer there."""
        self.left -= steps
        if self.left < 0:
            raise TooComplexError("the search takes too many steps", hint="leave out issues or positions")
