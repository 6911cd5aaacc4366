"""The corpus is in order: every mark makes sense, no report repeats another, the splits are what they are."""

from collections import Counter
from pathlib import Path

import pytest

import check
import data
import overlap
from sulh.reading.markup.example import TO_DO
from sulh.reading.markup.parse import parse
from sulh.reading.markup.write import write

FILES = sorted(data.CORPUS.rglob("*.txt"))


def test_every_mark_makes_sense() -> None:
    wrong = [
        f"{file.name}: {fault}" for file in FILES for fault in check.faults(parse(file.read_text("utf-8")))
    ]
    assert not wrong


def test_no_report_is_left_half_done() -> None:
    assert not [file.name for file in FILES if TO_DO in parse(file.read_text("utf-8")).head]


def test_every_report_lies_with_its_domain() -> None:
    assert all(file.stem.rpartition("-")[0] == file.parent.name for file in FILES)
    assert all(parse(file.read_text("utf-8")).head["domain"] == file.parent.name for file in FILES)


def test_negatives_hold_no_move() -> None:
    assert not [
        f.name
        for f in FILES
        if f.parent.name == "negative"
        if any(c.act for c in parse(f.read_text("utf-8")).cues)
    ]


def test_writing_a_report_again_changes_nothing() -> None:
    for file in FILES:
        note = parse(file.read_text("utf-8"))
        assert parse(write(note)) == note, file.name


def test_reports_do_not_repeat_one_another() -> None:
    found = overlap.shared(8)
    across = [names for names in found.values() if len({data.split_of(name) for name in names}) > 1]
    assert len(across) <= 2, across
    assert len({name for names in found.values() for name in names}) <= len(FILES) // 50


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("strike-014", "train"),
        ("strike-009", "dev"),
        ("strike-010", "test"),
        ("sport-003", "test"),
        ("land-water-051", "test"),
    ],
)
def test_the_splits_are_fixed(name: str, split: str) -> None:
    assert data.split_of(name) == split


def test_every_split_holds_every_domain_but_those_kept_out() -> None:
    where = {
        split: {name.rpartition("-")[0] for name, _ in data.reports(split)}
        for split in ("train", "dev", "test")
    }
    assert where["test"] - where["train"] == {"sport", "land-water"}
    assert where["train"] == where["dev"]


def test_the_second_annotation_is_of_the_same_texts() -> None:
    for path in sorted((Path(data.__file__).parent / "second").glob("*.txt")):
        first = data.CORPUS / path.stem.rpartition("-")[0] / path.name
        assert parse(path.read_text("utf-8")).text.strip() == parse(first.read_text("utf-8")).text.strip(), (
            path.name
        )


def test_the_corpus_holds_all_acts() -> None:
    acts = Counter(cue.act for file in FILES for cue in parse(file.read_text("utf-8")).cues if cue.act)
    assert min(acts.values()) > 50
    assert len(acts) == 12
