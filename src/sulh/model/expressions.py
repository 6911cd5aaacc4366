"""Expressions over a case's issues: ``war = ends and prisoners >= "300" implies barghouti = freed``.

Written form: ``=  !=  <  <=  >  >=  in {a, b}``, ``and or not implies``, brackets. A name or label that is
not a plain word is quoted. `implies` binds least, then `or`, `and`, `not`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal, cast

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from sulh.model.errors import ExpressionError

if TYPE_CHECKING:
    from lark import Lark

Operator = Literal["=", "!=", "<", "<=", ">", ">="]
_PLAIN = re.compile(r"[^\W\d][\w-]*\Z")
_KEYWORDS = frozenset({"and", "or", "not", "implies", "in"})


def quoted(label: str) -> str:
    """Return *label* as it stands in an expression: bare where it is a plain word, else in quotes."""
    if _PLAIN.match(label) and label.lower() not in _KEYWORDS:
        return label
    return '"' + label.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass(frozen=True, slots=True)
class Compare:
    """The issue's option stands in relation *operator* to *option*, by the issue's own order."""

    issue: str
    operator: Operator
    option: str

    def __str__(self) -> str:
        return f"{quoted(self.issue)} {self.operator} {quoted(self.option)}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """The issue's option is one of *options*."""

    issue: str
    options: tuple[str, ...]

    def __str__(self) -> str:
        return f"{quoted(self.issue)} in {{{', '.join(map(quoted, self.options))}}}"


@dataclass(frozen=True, slots=True)
class Not:
    """*part* does not hold."""

    part: Node

    def __str__(self) -> str:
        return f"not {_inside(self.part, 3)}"


@dataclass(frozen=True, slots=True)
class And:
    """All *parts* hold."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " and ".join(_inside(part, 3) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of *parts* holds."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(_inside(part, 2) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Implies:
    """Where *premise* holds, *conclusion* holds."""

    premise: Node
    conclusion: Node

    def __str__(self) -> str:
        return f"{_inside(self.premise, 1)} implies {_inside(self.conclusion, 1)}"


Node = Compare | OneOf | Not | And | Or | Implies
_BINDING = {Implies: 0, Or: 1, And: 2, Not: 3, Compare: 4, OneOf: 4}


def _inside(part: Node, least: int) -> str:
    return str(part) if _BINDING[type(part)] >= least else f"({part})"


def issues_in(expression: Node) -> Iterator[str]:
    """Yield the names of the issues that *expression* speaks of, with repetitions, left to right."""
    match expression:
        case Compare(issue=issue) | OneOf(issue=issue):
            yield issue
        case Not(part=part):
            yield from issues_in(part)
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from issues_in(part)
        case Implies(premise=premise, conclusion=conclusion):
            yield from issues_in(premise)
            yield from issues_in(conclusion)


_GRAMMAR = r"""
?start: implies
?implies: or_ | or_ _IMPLIES implies      -> implies
?or_: and_ | and_ (_OR and_)+             -> any_of
?and_: not_ | not_ (_AND not_)+           -> all_of
?not_: atom | _NOT not_                   -> negation
?atom: "(" implies ")"
     | label OPERATOR label               -> compare
     | label _IN "{" label ("," label)* "}"  -> one_of
label: WORD | QUOTED
_IMPLIES.2: /implies(?![^\s"=!<>{}(),])/i
_OR.2: /or(?![^\s"=!<>{}(),])/i
_AND.2: /and(?![^\s"=!<>{}(),])/i
_NOT.2: /not(?![^\s"=!<>{}(),])/i
_IN.2: /in(?![^\s"=!<>{}(),])/i
OPERATOR: "!=" | "<=" | ">=" | "=" | "<" | ">"
QUOTED: /"(?:[^"\\]|\\.)*"/s
WORD: /[^\s"=!<>{}(),]+/
%ignore /\s+/
"""
_DEEPEST = 60


def parse(text: str) -> Node:
    """Return the expression that *text* writes; ExpressionError says where it cannot be read.

    Number-like labels and words with hyphens (``300``, ``P3M``) may stand bare; labels of several words
    are quoted. Words of the language (``and``, ``in``) are read in any case. `implies` groups to the right.
    """
    from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken  # noqa: PLC0415

    try:
        node, depth = cast("tuple[Node, int]", _parser().parse(text))
    except (UnexpectedToken, UnexpectedCharacters, UnexpectedEOF) as error:
        at = getattr(error, "pos_in_stream", None)
        end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
        raise _unreadable(text, len(text) if end or at is None or at < 0 else at) from None
    if depth > _DEEPEST:
        raise ExpressionError(f"an expression is nested more than {_DEEPEST} deep", hint="split it up")
    return node


@cache
def _parser() -> Lark:
    """Compile the grammar once; lark is imported only when an expression is read."""
    from lark import Lark, Token, Transformer  # noqa: PLC0415

    deep = tuple[Node, int]

    class Build(Transformer[Token, deep]):
        """Builds the nodes bottom-up, each with its depth (so that no recursion is needed to bound it)."""

        def label(self, found: list[Token]) -> str:
            token = found[0]
            return re.sub(r"\\(.)", r"\1", token[1:-1], flags=re.S) if token.type == "QUOTED" else str(token)

        def compare(self, found: list[str]) -> deep:
            return Compare(found[0], cast("Operator", str(found[1])), found[2]), 1

        def one_of(self, found: list[str]) -> deep:
            return OneOf(found[0], tuple(found[1:])), 1

        def negation(self, found: list[deep]) -> deep:
            return Not(found[0][0]), found[0][1] + 1

        def all_of(self, found: list[deep]) -> deep:
            return And(tuple(part for part, _ in found)), max(depth for _, depth in found) + 1

        def any_of(self, found: list[deep]) -> deep:
            return Or(tuple(part for part, _ in found)), max(depth for _, depth in found) + 1

        def implies(self, found: list[deep]) -> deep:
            return Implies(found[0][0], found[1][0]), max(depth for _, depth in found) + 1

    return Lark(_GRAMMAR, parser="lalr", transformer=Build())


_WORDS = re.compile(r"""[^\s"=!<>{}(),]+(?:[ \t]+[^\s"=!<>{}(),]+)+""")


def _unreadable(text: str, at: int) -> ExpressionError:
    for run in _WORDS.finditer(text):
        if run.start() < at < run.end() or (at == run.start() and at > 0):
            words = re.split(r"\s+(?:and|or|implies|in)\b", run[0], maxsplit=1, flags=re.I)[0]
            if re.search(r"\s", words):
                return ExpressionError(
                    f"cannot read the expression {text!r}: {words!r} is more than one word",
                    hint=f"put it in quotes: {quoted(words)}",
                )
    if text.count('"') % 2:
        return ExpressionError(f"a quote is not closed in the expression {text!r}", hint="close it")
    where = "it ends too early" if at >= len(text.rstrip()) else f"unexpected {text[at : at + 12]!r}"
    return ExpressionError(
        f"cannot read the expression {text!r}: {where} (character {min(at, len(text)) + 1})",
        hint='write it like: war = ends and prisoners >= "300"',
    )


def _parsed(value: object) -> object:
    return parse(value) if isinstance(value, str) else value


Expression = Annotated[
    Node, BeforeValidator(_parsed), PlainSerializer(str, return_type=str), WithJsonSchema({"type": "string"})
]
"""A `Node`; written as a string outside Python, and read back from one."""
