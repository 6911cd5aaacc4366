"""Every error sulh raises on purpose.

    SulhError                     exit 1
    ├── InputError                exit 2   the report or file cannot be used as it is
    │   ├── NotFoundError                  no such file, or no report in a folder
    │   ├── EmptyReportError               nothing to read in it
    │   ├── UnreadableError                binary, compressed, an encoding that cannot be told, not text
    │   ├── TooLargeError                  over a limit of size, length or depth
    │   └── AnswerError                    what a large model answered about it cannot be used
    ├── EndpointError             exit 2   the server of a large model that cannot be reached or used
    ├── CaseFileError             exit 3   a case file that says something impossible; names the line
    │   └── ExpressionError                an expression inside it
    ├── UsageError                exit 2   options that do not go together, a date that is none
    └── TooComplexError           exit 4   an exact answer is out of reach at this size

A failed check inside sulh itself (a bug) is an `AssertionError`, never one of these.
"""

from __future__ import annotations


class SulhError(Exception):
    """Something the user can act on. `hint` says what to do; `exit_code` is the process's."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    @property
    def message(self) -> str:
        """What went wrong, in one sentence."""
        return str(self.args[0])


class InputError(SulhError):
    """A report or file that cannot be used as it is."""

    exit_code = 2


class NotFoundError(InputError):
    """A path that does not exist, or a folder without a report."""


class EmptyReportError(InputError):
    """A report with nothing to read in it."""


class UnreadableError(InputError):
    """Bytes that are not a text: binary, compressed, or in an encoding that cannot be told."""


class TooLargeError(InputError):
    """Input over a limit: file size, line length, nesting depth, number of files."""


class AnswerError(InputError):
    """A report on which a large model's answer cannot be used: none, cut off, not in the form asked for."""


class EndpointError(SulhError):
    """The server of a large model that cannot be reached, or that does not answer as such servers do."""

    exit_code = 2


class CaseFileError(SulhError):
    """A case file that cannot be meant: unknown names, contradictions, wrong shapes."""

    exit_code = 3

    def __init__(self, message: str, *, line: int | None = None, hint: str = "") -> None:
        super().__init__(message if line is None else f"line {line}: {message}", hint=hint)
        self.line = line


class ExpressionError(CaseFileError):
    """An expression that cannot be parsed, or that names what is not there."""


class UsageError(SulhError):
    """Options or arguments that do not go together, or a value of the wrong form."""

    exit_code = 2


class TooComplexError(SulhError):
    """An exact answer at this size is out of reach of the method at hand."""

    exit_code = 4
