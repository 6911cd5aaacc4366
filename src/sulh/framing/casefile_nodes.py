"""YAML or JSON text as nodes that know their line, and the typed ways to read one.

Every scalar is kept as it is written: `no` is a label and `2024-01` a date, not a boolean and a sum. Aliases
and tags are refused, so that a small file can neither grow without bound nor ask for anything to be built.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fractions import Fraction

import yaml

from sulh.model.dates import day_range
from sulh.model.errors import CaseFileError, TooLargeError
from sulh.model.evaluation import did_you_mean

MOST_BYTES = 5_000_000
"""Bytes of a case file, as UTF-8, that are read at most."""

MOST_VALUES = 100_000
"""Names and values in a case file that are read at most."""

_DEEPEST = 24
_TRUE, _FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})
_NUMBER = re.compile(r"[+-]?(\d{1,40}/\d{1,40}|(\d{1,40}(\.\d{0,40})?|\.\d{1,40})([eE][+-]?\d{1,2})?)\Z")
_EMPTY = frozenset({"", "~", "null"})


class _Loader(yaml.SafeLoader):
    """Composes nodes without resolving what a scalar might mean, and without aliases."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  (the base class declares it so)
    depth = 0
    values = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise CaseFileError("aliases (*name) are not read", line=line, hint="write the value out")
        if getattr(event, "tag", None) not in (None, "!"):
            raise CaseFileError(f"tags ({event.tag}) are not read", line=line, hint="leave the tag out")
        self.values += 1
        if self.values > MOST_VALUES:
            raise _too_many(line)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise CaseFileError(f"nested more than {_DEEPEST} deep", line=line, hint="flatten it")
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _too_many(line: int | None) -> TooLargeError:
    where = "" if line is None else f"line {line}: "
    message = f"{where}more than {MOST_VALUES:,} names and values, the limit of a case file"
    return TooLargeError(message, hint="leave out options and positions, or split the case up")


@dataclass(frozen=True, slots=True)
class At:
    """A node with what it is (`what`, for messages: "the position 'h1'")."""

    node: yaml.Node
    what: str

    @property
    def line(self) -> int | None:
        """The line it stands on, from 1; None where the text was JSON that is no YAML."""
        return self.node.start_mark.line + 1 if self.node.start_mark else None

    def wrong(self, message: str, hint: str) -> CaseFileError:
        """Return the error that says *message* of this place."""
        return CaseFileError(message, line=self.line, hint=hint)

    def named(self, what: str) -> At:
        """Return this place under another name."""
        return At(self.node, what)

    def is_empty(self) -> bool:
        """Return whether nothing is written here (nothing at all, ~ or null)."""
        node = self.node
        return isinstance(node, yaml.ScalarNode) and node.style is None and node.value in _EMPTY

    def is_list(self) -> bool:
        """Return whether a list is written here."""
        return isinstance(self.node, yaml.SequenceNode)

    def is_mapping(self) -> bool:
        """Return whether names with values are written here."""
        return isinstance(self.node, yaml.MappingNode)

    def text(self) -> str:
        """Return the words written here, as they are."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise self.wrong(
                f"{self.what} must be a word or a quoted text, not {self._shape()}", "write one value"
            )
        return _whole(str(self.node.value))

    def optional(self) -> str | None:
        """Return the words written here, or None."""
        return None if self.is_empty() else self.text()

    def date(self) -> str | None:
        """Return the TIMEX3 date written here, which may be partial or open, or None."""
        said = self.optional()
        if said is not None and not _is_date(said):
            message = f"{self.what} is no date: {said!r}"
            raise self.wrong(message, "write it like 2024-02-15, 2024-02, 2024 or XXXX-10-07")
        return said

    def flag(self) -> bool:
        """Return whether true is written here."""
        said = self.text().lower()
        if said not in _TRUE | _FALSE:
            raise self.wrong(f"{self.what} must be true or false, not {said!r}", "write true or false")
        return said in _TRUE

    def number(self) -> Fraction:
        """Return the exact number written here: 3, 0.4 or 2/5."""
        said = self.text().strip()
        if not _NUMBER.match(said) or re.search(r"/0+\Z", said):
            raise self.wrong(f"{self.what} must be a number, not {said!r}", "write it like 3, 0.4 or 2/5")
        return Fraction(said)

    def integer(self) -> int:
        """Return the whole number written here."""
        number = self.number()
        if number.denominator != 1:
            raise self.wrong(f"{self.what} must be a whole number, not {number}", "leave the fraction out")
        return int(number)

    def one_of(self, known: tuple[str, ...]) -> str:
        """Return the word written here, one of *known*."""
        said = self.text()
        if said not in known:
            raise self.wrong(f"{self.what} cannot be {said!r}", did_you_mean(said, known))
        return said

    def items(self) -> list[At]:
        """Return the members of the list written here."""
        if self.is_empty():
            return []
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.wrong(f"{self.what} must be a list, not {self._shape()}", "write it like [A, B]")
        return [At(node, self.what) for node in self.node.value]

    def one_or_more(self) -> list[At]:
        """Return the members of a list, or the one value written without brackets."""
        return self.items() if self.is_list() or self.is_empty() else [self]

    def entries(self) -> list[tuple[At, At]]:
        """Return the names written here, each with its value; a name must not stand twice."""
        if self.is_empty():
            return []
        if not isinstance(self.node, yaml.MappingNode):
            raise self.wrong(
                f"{self.what} must be names with values, not {self._shape()}", "write it like {A: B}"
            )
        seen: set[str] = set()
        result = []
        for key, value in self.node.value:
            name = At(key, f"a name in {self.what}")
            if name.text() in seen:
                raise name.wrong(f"{self.what} says {name.text()!r} twice", "leave one of them out")
            seen.add(name.text())
            result.append((name, At(value, f"{name.text()!r} of {self.what}")))
        return result

    def fields(self, known: tuple[str, ...], required: tuple[str, ...] = ()) -> dict[str, At]:
        """Return the values written here by their names, which must be among *known*."""
        found = {}
        for name, value in self.entries():
            if name.text() not in known:
                raise name.wrong(f"{self.what} has no {name.text()!r}", did_you_mean(name.text(), known))
            found[name.text()] = value
        for name_ in required:
            if name_ not in found:
                raise self.wrong(f"{self.what} lacks {name_!r}", f"add {name_}: …")
        return found

    def _shape(self) -> str:
        if self.is_list():
            return "a list"
        return "names with values" if self.is_mapping() else repr(self.text())


_OPEN_DATE = re.compile(
    r"(\d{4}|XXXX)(-(0[1-9]|1[0-2]|XX)(-(0[1-9]|[12]\d|3[01]|XX))?|-W([0-4]\d|5[0-3]|XX)(-([1-7X]|WE))?"
    r"|-Q[1-4X]|-H[12X]|-(SP|SU|FA|WI))?|\d{2,3}|XXX?|BC\d{4}"
)


def _is_date(text: str) -> bool:
    """Return whether *text* is a TIMEX3 date: a day or period of the calendar, or one left open in part."""
    if re.match(r"\d{4}(-\d\d(-\d\d)?|-W\d\d(-WE)?)?\Z", text):
        return day_range(text) is not None
    return _OPEN_DATE.fullmatch(text) is not None


def _whole(text: str) -> str:
    """Join the surrogate pairs that JSON escapes leave; a lone one cannot be kept."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def compose(text: str, name: str) -> At:
    """Return the root of the YAML or JSON *text*; CaseFileError where it is neither.

    Raises TooLargeError over `MOST_BYTES` and over `MOST_VALUES`.
    """
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        message = f"{name} is longer than {MOST_BYTES:,} bytes, the limit of a case file"
        raise TooLargeError(message, hint="split the case up")
    text = text.removeprefix("\ufeff")
    try:
        node = _composed(text)
    except yaml.YAMLError as error:
        fallback = _json(text)
        if fallback is None:
            raise _syntax(error, name) from None
        node = fallback
    if node is None:
        raise CaseFileError(f"{name} has nothing in it", hint="write at least parties: and issues:")
    return At(node, "the case")


def _composed(text: str) -> yaml.Node | None:
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


def _syntax(error: yaml.YAMLError, name: str) -> CaseFileError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable"
    hint = "a text with : # , [ ] { } or quotes in it needs quotes around the whole"
    if "'\\t'" in str(problem):
        hint = "indent with spaces, not with tabs"
    if "another document" in str(problem):
        return CaseFileError(
            f"{name} holds several documents",
            line=mark.line + 1 if mark else None,
            hint="one case per file: leave out the line --- and what belongs to another case",
        )
    return CaseFileError(
        f"{name} is neither YAML nor JSON: {problem}", line=mark.line + 1 if mark else None, hint=hint
    )


def _json(text: str) -> yaml.Node | None:
    """Return JSON that PyYAML cannot read (tabs for indentation, very long names) as nodes without lines."""
    try:
        found = json.loads(
            text, parse_int=_Bare, parse_float=_Bare, parse_constant=_Bare, object_pairs_hook=_Pairs
        )
    except (ValueError, RecursionError):
        return None
    return _node(found, 0, [0])


class _Bare(str):
    """A number of JSON as it is written."""

    __slots__ = ()


class _Pairs(list[tuple[str, object]]):
    """An object of JSON, repeated names included."""


def _node(value: object, depth: int, values: list[int]) -> yaml.Node:
    values[0] += 1 + (len(value) if isinstance(value, _Pairs) else 0)
    if values[0] > MOST_VALUES:
        raise _too_many(None)
    if depth > _DEEPEST:
        raise CaseFileError(f"nested more than {_DEEPEST} deep", hint="flatten it")
    tag = "tag:yaml.org,2002:"
    if isinstance(value, _Pairs):
        pairs = [
            (yaml.ScalarNode(tag + "str", key, style='"'), _node(v, depth + 1, values)) for key, v in value
        ]
        return yaml.MappingNode(tag + "map", pairs)
    if isinstance(value, list):
        return yaml.SequenceNode(tag + "seq", [_node(item, depth + 1, values) for item in value])
    if isinstance(value, str):
        return yaml.ScalarNode(tag + "str", str(value), style=None if isinstance(value, _Bare) else '"')
    return yaml.ScalarNode(tag + "str", {True: "true", False: "false"}.get(value, "null"), style=None)  # type: ignore[call-overload]
