"""What a search may still spend. Where it is spent, or the user interrupts, the finding says why it ends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sulh.model.errors import TooComplexError
from sulh.model.findings.base import INTERRUPTED
from sulh.model.limits import DEFAULT_LIMITS, Limits

_MIB = 1024 * 1024
_LEAST = 0.01
"""Seconds that any search gets."""


class Allowance:
    """The limits of one finding while it is made. `why` says what ended the search early, None if nothing.

    The clock starts when the allowance is made.
    """

    def __init__(self, limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self.why: str | None = None
        self._end = time.monotonic() + limits.seconds

    @property
    def seconds_left(self) -> float:
        """The seconds that are left, at least 0."""
        return max(0.0, self._end - time.monotonic())

    def share(self, part: float) -> Allowance:
        """Return an allowance under the same limits that ends after this *part* of the time left."""
        shared = Allowance(self.limits)
        shared._end = time.monotonic() + self.seconds_left * part
        return shared

    def check(self) -> None:
        """Raise TooComplexError where the time is over. To be called every few milliseconds of work."""
        if time.monotonic() > self._end:
            raise self.over()

    def over(self) -> TooComplexError:
        """Return the error that says that the time is over."""
        return TooComplexError(f"the time limit of {self.limits.seconds:g} s was reached", hint="allow more")

    def hold(self, size: float, what: str) -> None:
        """Raise TooComplexError where *what*, of *size* bytes, is more than the search may hold at once."""
        self.check()
        if size > self.limits.mebibytes * _MIB:
            need = f"about {size / _MIB:,.0f} MiB, more than the limit of {self.limits.mebibytes:,.0f}"
            raise TooComplexError(f"{what} would take {need}", hint="allow more memory, or leave out issues")

    def inside(self, part: float = 1.0) -> Limits:
        """Return the limits of another finding made on the way: it may take this *part* of the time left."""
        return self.limits.model_copy(update={"seconds": max(self.seconds_left * part, _LEAST)})

    def finish(self, check: Callable[[], bool]) -> bool:
        """Return what *check* of a finding says, False where it does not come to its end.

        What was found is given all the same when the user interrupts the check of it.
        """
        with self.spent():
            return check()
        return False

    @contextmanager
    def spent(self) -> Iterator[None]:
        """End the search inside in peace where a limit is reached or the user interrupts it; see `why`."""
        try:
            yield
        except TooComplexError as error:
            self.why = error.message
        except MemoryError:
            self.why = "out of memory"
        except KeyboardInterrupt:
            self.why = INTERRUPTED
