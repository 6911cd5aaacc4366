"""What a model may answer: the shape that it is asked for, and the one that its answer is read by."""

from __future__ import annotations

from typing import Annotated, Any, get_args

from pydantic import BaseModel, ConfigDict, Field

from sulh.model.move import ACTS, Act, ActorKind, Context, Role

MOST_MOVES, MOST_ACTORS, MOST_LISTED = 400, 200, 40
"""How many moves and actors are taken of one answer, and how many names or terms of one move."""

LONGEST_QUOTE, LONGEST_TERM, LONGEST_NAME = 2000, 600, 150
"""In characters."""

Name = Annotated[str, Field(max_length=LONGEST_NAME)]
Names = Annotated[list[Name], Field(max_length=MOST_LISTED)]


class _Said(BaseModel):
    """Fields that nobody asked for never get in; they are counted where the answer is taken apart."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, defer_build=True)


class SaidTerm(_Said):
    """A term as the model says it: words of the report, and how to take them."""

    text: Annotated[str, Field(max_length=LONGEST_TERM)]
    agent: Name | None = None
    hedged: bool = False


class SaidMove(_Said):
    """A move as the model says it. `when` are the words of the report that date the act."""

    quote: Annotated[str, Field(max_length=LONGEST_QUOTE)]
    act: Act
    speaker: Name
    party: Names = Field(default_factory=list)
    sources: Names = Field(default_factory=list)
    addressee: Name | None = None
    denied: bool = False
    context: Context = "actual"
    when: Name | None = None
    terms: Annotated[list[SaidTerm], Field(max_length=MOST_LISTED)] = Field(default_factory=list)


class SaidActor(_Said):
    """An actor as the model says it, with its other names in the report."""

    name: Name
    kind: ActorKind
    role: Role = "other"
    member_of: Name | None = None
    aliases: Names = Field(default_factory=list)


def _object(**properties: Any) -> dict[str, Any]:
    """Return the schema of an object with all of *properties*, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _listed(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_WORDS: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_FLAG: dict[str, Any] = {"type": "boolean"}


def answer_schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer, in the part of the language that all servers know."""
    term = _object(text=_WORDS, agent=_MAYBE, hedged=_FLAG)
    move = _object(
        quote=_WORDS,
        act={"type": "string", "enum": list(ACTS)},
        speaker=_WORDS,
        party=_listed(_WORDS),
        sources=_listed(_WORDS),
        addressee=_MAYBE,
        denied=_FLAG,
        context={"type": "string", "enum": list(get_args(Context))},
        when=_MAYBE,
        terms=_listed(term),
    )
    actor = _object(
        name=_WORDS,
        kind={"type": "string", "enum": list(get_args(ActorKind))},
        role={"type": "string", "enum": list(get_args(Role))},
        member_of=_MAYBE,
        aliases=_listed(_WORDS),
    )
    return _object(actors=_listed(actor), moves=_listed(move))
