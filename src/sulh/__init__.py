"""sulh reads reports about a negotiation and computes where the deal is blocked and what would open it.

    >>> case = sulh.Case.open(["cairo-talks.txt"])
    >>> print(case.brief().standing[0].sentence)

Names are loaded on first use, so that ``import sulh`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sulh.case import Case as Case
    from sulh.model.brief import Brief as Brief
    from sulh.model.errors import CaseFileError as CaseFileError
    from sulh.model.errors import InputError as InputError
    from sulh.model.errors import SulhError as SulhError
    from sulh.model.errors import TooComplexError as TooComplexError
    from sulh.model.errors import UsageError as UsageError
    from sulh.model.findings import Frontier as Frontier
    from sulh.model.findings import Obstacles as Obstacles
    from sulh.model.findings import Openings as Openings
    from sulh.model.findings import Stance as Stance
    from sulh.model.move import Actor as Actor
    from sulh.model.move import Figure as Figure
    from sulh.model.move import Move as Move
    from sulh.model.move import Reading as Reading
    from sulh.model.move import Term as Term
    from sulh.model.problem import Evidence as Evidence
    from sulh.model.problem import Issue as Issue
    from sulh.model.problem import Offer as Offer
    from sulh.model.problem import Position as Position
    from sulh.model.problem import Problem as Problem
    from sulh.model.report import Report as Report
    from sulh.reading import read as read
    from sulh.text import load_report as load_report
    from sulh.text import read_report as read_report

    __version__: str

_HOME = {
    "Case": "sulh.case",
    "read": "sulh.reading",
    "load_report": "sulh.text",
    "read_report": "sulh.text",
    "Brief": "sulh.model.brief",
    **dict.fromkeys(
        ("CaseFileError", "InputError", "SulhError", "TooComplexError", "UsageError"), "sulh.model.errors"
    ),
    **dict.fromkeys(("Frontier", "Obstacles", "Openings", "Stance"), "sulh.model.findings"),
    **dict.fromkeys(("Actor", "Figure", "Move", "Reading", "Term"), "sulh.model.move"),
    **dict.fromkeys(("Evidence", "Issue", "Offer", "Position", "Problem"), "sulh.model.problem"),
    "Report": "sulh.model.report",
}

__all__ = [
    "Actor", "Brief", "Case", "CaseFileError", "Evidence", "Figure", "Frontier", "InputError", "Issue",
    "Move", "Obstacles", "Offer", "Openings", "Position", "Problem", "Reading", "Report", "Stance",
    "SulhError", "Term", "TooComplexError", "UsageError", "__version__", "load_report", "read",
    "read_report",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - costs more than all of the rest

        value: object = version("sulh")
    elif name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    else:
        raise AttributeError(f"module 'sulh' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
