"""The command line: parse, call one method of `Case`, render.

Typer is all that is imported before a verb runs; every verb imports the rest itself, so that ``--help``
answers at once.
"""

from __future__ import annotations

import sys

try:
    from sulh.cli import analysis, export, reports  # noqa: F401 - their verbs enter the program, in this order
    from sulh.cli.program import app, main, run
except KeyboardInterrupt:  # most of the start lies in these lines, and nothing is there yet to clean up
    sys.exit(130)

__all__ = ["app", "main", "run"]
