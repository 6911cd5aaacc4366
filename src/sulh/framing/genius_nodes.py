"""XML as elements that know their line, with what untrusted XML may do kept small.

A document type (and with it every entity that could grow or fetch anything) is refused, text between the
elements is passed over, and size, depth and number of elements have limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from xml.parsers import expat

from sulh.framing.casefile_nodes import MOST_BYTES, MOST_VALUES
from sulh.model.errors import CaseFileError, TooLargeError

_DEEPEST = 24
_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,3})?\Z")
_INTEGER = re.compile(r"[+-]?\d{1,18}\Z")


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its attributes and its children; `file` and `line` say where it stands."""

    tag: str
    attributes: dict[str, str]
    file: str
    line: int
    children: list[Element] = field(default_factory=list)

    def wrong(self, message: str, hint: str) -> CaseFileError:
        """Return the error that says *message* of this place."""
        return CaseFileError(f"{self.file}: {message}", line=self.line, hint=hint)

    def named(self, tag: str) -> Iterator[Element]:
        """Yield the children with this *tag*."""
        return (child for child in self.children if child.tag == tag)

    def text(self, name: str) -> str:
        """Return the attribute *name*; CaseFileError where it is not there."""
        if name not in self.attributes:
            raise self.wrong(f"<{self.tag}> has no {name}", f'add {name}="…"')
        return self.attributes[name]

    def number(self, name: str) -> Fraction:
        """Return the attribute *name* as the exact decimal that it is."""
        said = self.text(name).strip()
        if not _NUMBER.match(said):
            raise self.wrong(f"{name} must be a number, not {said!r}", 'write it like "3" or "0.4"')
        return Fraction(said)

    def whole(self, name: str) -> int:
        """Return the attribute *name* as a whole number."""
        said = self.text(name).strip()
        if not _INTEGER.match(said):
            raise self.wrong(f"{name} must be a whole number, not {said!r}", 'write it like "3"')
        return int(said)


def elements(data: bytes, file: str) -> Element:
    """Return the root of the XML *data*; *file* is its name for messages.

    Raises CaseFileError where it is no XML, or has a document type; TooLargeError over the limits of a case
    file.
    """
    if len(data) > MOST_BYTES:
        raise TooLargeError(f"{file} is longer than {MOST_BYTES:,} bytes, the limit of a case file")
    parser = expat.ParserCreate()
    top = Element("", {}, file, 1)
    open_ones = [top]
    number = 0

    def opened(tag: str, attributes: dict[str, str]) -> None:
        nonlocal number
        number += 1
        line = parser.CurrentLineNumber
        if number > 2 * MOST_VALUES:
            raise TooLargeError(f"line {line}: {file}: more than {2 * MOST_VALUES:,} elements")
        if len(open_ones) > _DEEPEST:
            raise CaseFileError(f"{file}: nested more than {_DEEPEST} deep", line=line, hint="flatten it")
        element = Element(tag, attributes, file, line)
        open_ones[-1].children.append(element)
        open_ones.append(element)

    def doctype(*_: object) -> None:
        raise CaseFileError(
            f"{file}: a document type (<!DOCTYPE …>) is not read",
            line=parser.CurrentLineNumber,
            hint="leave it out; Genius needs none",
        )

    parser.StartElementHandler = opened
    parser.EndElementHandler = lambda _: open_ones.pop()
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        raise CaseFileError(f"{file} is no XML: {said}", line=error.lineno, hint="check that line") from None
    except (LookupError, ValueError) as error:  # an encoding that Python does not know, or cannot map
        raise CaseFileError(f"{file} is no XML: {error}", hint="save it as UTF-8") from None
    return top.children[0]
