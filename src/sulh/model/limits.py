"""How far an analysis may go before it answers with what it has."""

from __future__ import annotations

from pydantic import Field

from sulh.model.base import Value


class Limits(Value):
    """What one finding may cost; where it is spent, the finding says so and gives what it has.

    `seconds` of wall-clock time; `mebibytes` that the search itself may hold, by an estimate made before each
    large step; `most` items in a list.
    """

    seconds: float = Field(default=60.0, gt=0)
    mebibytes: float = Field(default=1024.0, gt=0)
    most: int = Field(default=1000, gt=0)


DEFAULT_LIMITS = Limits()
