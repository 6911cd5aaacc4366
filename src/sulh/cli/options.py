"""The options that several verbs have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

BUILT_IN, LLM = "built-in", "llm"
"""The readers."""

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH...",
        help="Reports (files, folders, - for standard input), or a case file (.yaml, .json).",
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="Day of publication (2024-02-15) of all the reports. It goes before a date that a report "
        "states itself, with a warning where the two differ.",
    ),
]
Reader = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Who reads the reports: built-in, on this machine; or llm, a large model at --endpoint.",
    ),
]
Endpoint = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="With --reader llm: the server that the reports are sent to, with an interface like OpenAI's "
        "(http://localhost:11434/v1). Its key, if it needs one: in SULH_API_KEY.",
    ),
]
Model = Annotated[
    str | None, typer.Option(metavar="NAME", help="With --reader llm: the name of the model there.")
]
Timeout = Annotated[
    float | None,
    typer.Option(
        metavar="N", min=0.001, help="With --reader llm: wait so many seconds for an answer. Default: 600."
    ),
]
Corrections = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Your corrections of what is read (.yaml, .json): moves and actors put right."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="What was known on this day. Default: all that is recorded."),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")]
Out = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="Also write a file: .html, .md or .json (the brief), .yaml (the case file). Repeatable.",
    ),
]
Among = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PARTY",
        help="A party that must agree; repeatable. Default: each set under agreement: in the case file, else "
        "all parties.",
    ),
]
Seconds = Annotated[
    float, typer.Option(metavar="N", min=0.001, help="Give up after so many seconds and say what is missing.")
]
Memory = Annotated[
    float,
    typer.Option(metavar="MIB", min=1.0, help="Begin no step that would hold more than so many MiB at once."),
]
Most = Annotated[int, typer.Option(metavar="N", min=1, help="List at most so many.")]
Alternatives = Annotated[
    int, typer.Option(metavar="N", min=0, help="For each point also up to so many other packages.")
]


@dataclass(frozen=True, slots=True)
class How:
    """How reports are to be read, as the user says it: an option for each field."""

    published: Published = None
    reader: Reader = BUILT_IN
    endpoint: Endpoint = None
    model: Model = None
    timeout: Timeout = None
    corrections: Corrections = None


HOW = How()


def reads(verb: Callable[..., int]) -> Callable[..., int]:
    """Give *verb* the options of `How` in place of its parameter *how*, which it gets made of them.

    What reads the signature, as Typer does, sees the options; so every verb that reads has the same.
    """
    plain = signature(verb, eval_str=True)
    hints = get_type_hints(How, include_extras=True)
    options = {
        option.name: Parameter(
            option.name,
            Parameter.POSITIONAL_OR_KEYWORD,
            default=option.default,
            annotation=hints[option.name],
        )
        for option in fields(How)
    }
    shown: list[Parameter] = []
    for parameter in plain.parameters.values():
        shown += options.values() if parameter.name == "how" else [parameter]

    @wraps(verb)
    def run(**given: Any) -> int:
        return verb(how=How(**{name: given.pop(name) for name in options}), **given)

    run.__signature__ = plain.replace(parameters=shown)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in shown} | {"return": plain.return_annotation}
    return run
