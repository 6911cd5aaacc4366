"""Framing: moves → issues, positions, offers; and case files, both ways."""

from __future__ import annotations

from sulh.framing.frame import frame

__all__ = ["frame"]
