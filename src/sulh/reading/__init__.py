"""Reading: a report's text → proposed moves, actors, times and figures. A person confirms them later."""

from __future__ import annotations

from sulh.reading.reader import read

__all__ = ["read"]
