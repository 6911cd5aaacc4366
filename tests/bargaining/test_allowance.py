"""What a search may spend, and how it ends."""

from __future__ import annotations

import pytest

from sulh.bargaining.allowance import Allowance
from sulh.model.errors import TooComplexError
from sulh.model.findings.base import INTERRUPTED
from sulh.model.limits import Limits


def test_time_that_is_over_ends_the_search_with_a_reason() -> None:
    allowance = Allowance(Limits(seconds=1e-9))
    with allowance.spent():
        while True:
            allowance.check()
    assert "time limit" in (allowance.why or "")


def test_a_step_that_is_too_large_is_not_begun() -> None:
    allowance = Allowance(Limits(mebibytes=2))
    allowance.hold(2 * 1024 * 1024, "a table")
    with pytest.raises(TooComplexError, match="a table would take about 3 MiB, more than the limit of 2"):
        allowance.hold(3 * 1024 * 1024, "a table")


@pytest.mark.parametrize(("error", "why"), [(KeyboardInterrupt, INTERRUPTED), (MemoryError, "out of memory")])
def test_interruption_and_lack_of_memory_end_it_too(error: type[BaseException], why: str) -> None:
    allowance = Allowance()
    with allowance.spent():
        raise error
    assert allowance.why == why


def test_what_is_a_bug_is_not_swallowed() -> None:
    allowance = Allowance()
    with pytest.raises(AssertionError), allowance.spent():
        raise AssertionError("a bug")


def test_a_share_ends_before_the_whole() -> None:
    whole = Allowance(Limits(seconds=100))
    assert whole.share(0.25).seconds_left <= 25 < whole.seconds_left
    assert whole.inside(0.5).seconds <= 50
    assert whole.inside(0.5).most == whole.limits.most
    assert Allowance(Limits(seconds=1e-9)).inside().seconds > 0


def test_a_check_that_is_interrupted_takes_nothing_away() -> None:
    def interrupted() -> bool:
        raise KeyboardInterrupt

    assert Allowance().finish(lambda: True) is True
    assert Allowance().finish(interrupted) is False
