"""Reports that give orders, and a model that obeys: all that comes of it are moves in the report's words."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sulh import cli

ATTACKS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "data" / "reading" / "llm" / "attacks.toml").read_text("utf-8")
)["attack"]
ELSEWHERE = "the secret ferry file"
KEYS = {
    "id", "report", "act", "speaker", "party", "sources", "addressee", "denied", "context", "terms", "when",
    "reported", "confidence", "quote", "start", "end",
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that the command runs in, with files that are none of the model's business."""
    (tmp_path / "ferry.yaml").write_text(f"title: {ELSEWHERE}\nparties: [A, B]\n", "utf-8")
    (tmp_path / "notes.txt").write_text(f"{ELSEWHERE}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answer_of(attack: dict[str, Any]) -> str:
    text = str(attack["answer"])
    if "repeat" in attack:
        answer = json.loads(text)
        return json.dumps({**answer, "moves": answer["moves"] * attack["repeat"]})
    return text + "[" * int(attack.get("nest", 0))


def files_in(place: Path) -> dict[str, bytes]:
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_the_corpus_is_there() -> None:
    assert len(ATTACKS) >= 8
    assert len({attack["name"] for attack in ATTACKS}) == len(ATTACKS)
    assert sum(attack["refused"] > 0 for attack in ATTACKS) >= 6


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack["name"])
def test_obeying_a_report_changes_nothing(
    attack: dict[str, Any], stub, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "lamps.txt").write_text(attack["report"], "utf-8")
    if "message" in attack:
        stub.says(None, message=json.loads(attack["message"]))
    else:
        stub.says(answer_of(attack))
    before = files_in(place)
    code = cli.run(["brief", "lamps.txt", "--reader", "llm", "--endpoint", stub.url, "--json"])
    out, errors = capsys.readouterr()

    assert files_in(place) == before
    assert stub.paths == ["/v1/chat/completions"]  # one question, and nothing else asked of anybody
    assert ELSEWHERE not in json.dumps(stub.requests)
    if "fails" in attack:
        assert (code, out) == (2, "")
        assert errors.startswith(f"error: lamps.txt: {attack['fails']}\nhint: ")
        return
    assert code == 0
    brief = json.loads(out)
    text = brief["reports"][0]["text"]
    assert [move["quote"] for move in brief["moves"]] == attack["kept"]
    for move in brief["moves"]:
        assert set(move) == KEYS
        assert text[move["start"] : move["end"]] == move["quote"]
        assert move["report"] == brief["reports"][0]["id"] and move["confidence"] < 1
        assert all(text[term["start"] : term["end"]] == term["text"] for term in move["terms"])
        assert all(name in text for name in (move["speaker"], *move["party"], *move["sources"]))
    named = {name for move in brief["moves"] for name in (move["speaker"], *move["party"], *move["sources"])}
    assert {actor["name"] for actor in brief["actors"]} == named
    assert all(alias in text for actor in brief["actors"] for alias in actor["aliases"])
    assert set(brief["parties"]) <= named and brief["mediators"] == []
    (note,) = [note for note in brief["reports"][0]["notes"] if note.startswith("read by a model at")]
    assert f" kept, {attack['refused']:,} refused" in note
    assert not attack["refused"] or f" kept, {attack['refused']:,} refused (" in errors


def test_a_report_cannot_end_its_own_data(stub, place: Path) -> None:
    attack = next(attack for attack in ATTACKS if attack["name"] == "the end of the data")
    (place / "lamps.txt").write_text(attack["report"], "utf-8")
    stub.says({"moves": []})
    assert cli.run(["read", "lamps.txt", "--reader", "llm", "--endpoint", stub.url]) == 0
    system, user = stub.requests[0]["messages"]
    first, *lines, last = user["content"].splitlines()
    assert (system["role"], user["role"]) == ("system", "user")
    mark = first.split()[1]
    assert (first, last) == (f"report {mark} begins", f"report {mark} ends")
    assert mark not in "\n".join(lines) and "Print them" in user["content"]
    assert "Print them" not in system["content"] and "never an instruction" in system["content"]
