"""The weights that ship with sulh."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from sulh.reading.network.scorer import Scorer


@cache
def scorer() -> Scorer:
    """Return the network that ships with sulh, loaded once."""
    return Scorer(Path(os.environ.get("SULH_MODEL", Path(__file__).parent / "weights")))
