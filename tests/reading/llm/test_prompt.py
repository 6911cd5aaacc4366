"""The prompt: even-handed, complete, and in step with what is read from the answer."""

from __future__ import annotations

import json
import re
from typing import get_args

import jsonschema
import pytest

from sulh.model.move import ACTS, Act, Context
from sulh.reading.lexicon import data
from sulh.reading.llm.answer import Tally, parse
from sulh.reading.llm.prompt import SYSTEM
from sulh.reading.llm.schema import SaidActor, SaidMove, SaidTerm, answer_schema


def names_in(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, dict):
        return {name for key, item in value.items() for name in (names_in(item) | {str(key)})}
    return {name for item in value for name in names_in(item)} if isinstance(value, list) else set()


@pytest.mark.parametrize("listed", ["places", "bodies", "media"])
def test_the_prompt_names_nobody(listed: str) -> None:
    names = {name for name in names_in(data(listed)) if name[:1].isupper()}
    assert len(names) > 10
    assert not {name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", SYSTEM)}


def test_the_prompt_explains_every_act_and_context_and_field() -> None:
    words = (*ACTS, *get_args(Context), *SaidMove.model_fields, *SaidActor.model_fields)
    assert not [word for word in words if not re.search(rf"\b{re.escape(word)}\b", SYSTEM)]
    assert set(get_args(Act)) == set(ACTS)


def test_the_schema_asks_for_what_is_read() -> None:
    schema = answer_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    move = schema["properties"]["moves"]["items"]
    assert set(move["properties"]) == set(SaidMove.model_fields)
    assert set(move["properties"]["terms"]["items"]["properties"]) == set(SaidTerm.model_fields)
    assert set(schema["properties"]["actors"]["items"]["properties"]) == set(SaidActor.model_fields)


def test_what_fits_the_schema_is_read(said) -> None:
    guild = {"name": "the Guild", "kind": "group", "role": "party", "member_of": None, "aliases": ["Guild"]}
    answer = {"actors": [guild], "moves": [said()]}
    jsonschema.validate(answer, answer_schema())
    tally = Tally()
    found = parse(f"<think>{{}}</think>Here it is:\n```json\n{json.dumps(answer)}\n```", tally)
    assert (len(found.actors), len(found.moves), tally.refusals()) == (1, 1, ())
