"""Every limit on input. What goes over one ends in a `TooLargeError`, never in lost text."""

from __future__ import annotations

from pydantic import PositiveInt

from sulh.model.base import Value


class Limits(Value):
    """How much input is read. The defaults hold a book; a report is a few kilobytes.

    `max_bytes` is for a file as it lies on disk, `max_lines` for the lines of a text (the blocks of a page), `max_paragraph` for the
    characters of one paragraph, `max_depth` for nested HTML elements (the parsers below us drop, without a
    word, text that lies much deeper), `max_files` for the reports found in folders.
    """

    max_bytes: PositiveInt = 4_000_000
    max_lines: PositiveInt = 100_000
    max_paragraph: PositiveInt = 1_000_000
    max_depth: PositiveInt = 200
    max_files: PositiveInt = 10_000


DEFAULT_LIMITS = Limits()
