"""Every limit on input. What goes over one ends in a `TooLargeError`, never in lost text."""

from __future__ import annotations

from pydantic import PositiveInt

from sulh.model.base import Value
from sulh.model.errors import TooLargeError


class Limits(Value):
    """How much input is read. The defaults hold a book; a report is a few kilobytes.

    `max_bytes` is for a file on disk, `max_lines` for the lines of a text and the blocks of a page,
    `max_paragraph` for the characters of one paragraph, `max_depth` for nested HTML elements (the parsers
    below us drop, without a word, text that lies much deeper), `max_files` for the reports found in folders.
    """

    max_bytes: PositiveInt = 4_000_000
    max_lines: PositiveInt = 100_000
    max_paragraph: PositiveInt = 1_000_000
    max_depth: PositiveInt = 200
    max_files: PositiveInt = 10_000

    def check_size(self, size: int, name: str) -> None:
        """Raise `TooLargeError` if a file of *size* bytes is over the limit."""
        if size > self.max_bytes:
            raise TooLargeError(
                f"{name}: {size:,} bytes are over the limit of {self.max_bytes:,} bytes for one report",
                hint="split it into one file for each report",
            )

    def check_paragraph(self, length: int, name: str) -> None:
        """Raise `TooLargeError` if a paragraph of *length* characters is over the limit."""
        if length > self.max_paragraph:
            raise TooLargeError(
                f"{name}: a paragraph is longer than the limit of {self.max_paragraph:,} characters",
                hint="check that this is a report; break the text into lines",
            )


DEFAULT_LIMITS = Limits()
