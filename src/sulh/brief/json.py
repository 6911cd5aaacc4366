"""The brief and its parts as JSON, and the JSON Schemas of what is written."""

from __future__ import annotations

import json
from typing import Any

from sulh.model.base import Value
from sulh.model.brief import Brief
from sulh.model.move import Move

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def move_record(move: Move) -> dict[str, Any]:
    """Return *move* as it is outside: every key of its own, terms without what they leave empty."""
    record = move.model_dump(mode="json")
    record["terms"] = [_filled(term) for term in record["terms"]]
    return record


def _filled(term: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in term.items() if value is not None and value is not False}


def brief_record(brief: Brief) -> dict[str, Any]:
    """Return *brief* as plain JSON values; its moves are those of `move_record`."""
    record = brief.model_dump(mode="json")
    record["moves"] = [move_record(move) for move in brief.moves]
    return record


def dumps(value: Value | list[Any] | dict[str, Any], *, indent: int | None = 2) -> str:
    """Return *value* as JSON text that any encoding can carry: lone surrogates are written as escapes."""
    if isinstance(value, Brief):
        value = brief_record(value)
    elif isinstance(value, Move):
        value = move_record(value)
    elif isinstance(value, Value):
        value = value.model_dump(mode="json")
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=True, indent=indent)
    return text


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of a brief and of a move, by name, as the docs publish them."""
    brief = Brief.model_json_schema(mode="serialization")
    move = Move.model_json_schema(mode="serialization")
    for schema in (move, brief["$defs"]["Move"], brief):
        schema["required"] = list(schema["properties"])  # every key is always written
    return {
        "brief": {"$schema": DIALECT, **brief, "title": "The brief of a negotiation, as sulh writes it"},
        "move": {"$schema": DIALECT, **move, "title": "A reported negotiating move, as sulh writes it"},
    }
