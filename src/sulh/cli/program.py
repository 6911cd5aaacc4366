"""The program: its options, how it starts and how it ends."""
# ruff: noqa: PLC0415

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from sulh.cli.streams import fail
from sulh.model.errors import SulhError, TooComplexError

INTERRUPTED = 130
"""128 and the number of the signal, as shells have it."""

EPILOG = (
    "Exit codes: 0 done; 1 a general error; 2 a wrong option, a path that does not exist (nothing is read "
    "then), or a report that cannot be read (the others are still read and shown); 3 a case file that cannot "
    "be meant; 4 too large for an exact answer."
)
app = typer.Typer(
    name="sulh",
    help="Reads reports about a negotiation and computes where the deal is blocked and what would open it.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from sulh import __version__

        typer.echo(f"sulh {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code. Every foreseen error is one line and a hint."""
    try:
        code = app(args=arguments, prog_name="sulh", standalone_mode=False)
        sys.stdout.flush()
    except SulhError as error:
        fail(error.message, error.hint)
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        # whoever read our output has gone; what is still in the buffer must not raise again at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = SulhError.exit_code  # what Typer gives when it meets the broken pipe first
    except (MemoryError, RecursionError) as error:
        what = "out of memory" if isinstance(error, MemoryError) else "nested too deeply"
        fail(f"this input is too large: {what}", "split it up")
        code = TooComplexError.exit_code
    except OSError as error:
        fail(str(error.strerror or error), "")
        code = SulhError.exit_code
    except _usage_errors() as error:
        if error.format_message():
            fail(error.format_message(), "see sulh --help")
        code = error.exit_code
    return code if isinstance(code, int) else 0


def _usage_errors() -> Any:
    """Return the base of the errors that the parser of options raises; Typer does not export it."""
    return next(cls for cls in typer.BadParameter.__mro__ if cls.__name__ == "ClickException")


def _open_streams() -> None:
    """Put the null device where a standard stream is closed: no other file may take its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as we run


def main() -> None:
    """Run the ``sulh`` command."""
    try:
        _open_streams()
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure:
                reconfigure(errors="backslashreplace")
        code = run()
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # the interpreter's end is no place for a traceback
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)
