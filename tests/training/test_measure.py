"""Comparing annotations: a report agrees with itself, and each measure sees its own kind of error."""

import dataclasses

import measure
from sulh.reading.markup.annotation import Annotation
from sulh.reading.markup.parse import parse

NOTE = """---
actors: {A: {name: A, kind: state}, B: {name: B, kind: state}}
---
{@A s1|The A side} {c1|said} {q1|that {@B s2|B} {c2 reject|had refused} {q2|{t2|the well}}}.
On {~2024-01-02|Tuesday} came {#3:men|3 men}.
{@A s3|It} {c3 offer optional|offers} {q3|{t3|a hill}}.
"""


def f1(found: Annotation, name: str) -> float:
    return measure.score(measure.compare(parse(NOTE), found), name)[2]


def test_a_report_agrees_with_itself() -> None:
    counts = measure.compare(parse(NOTE), parse(NOTE))
    assert {name: round(measure.score(counts, name)[2]) for name in measure.names([counts])} == dict.fromkeys(
        measure.names([counts]), 100
    )


def test_an_optional_move_is_neither_missed_nor_wrong() -> None:
    without = parse(NOTE)
    without.cues = [cue for cue in without.cues if not cue.optional]
    assert f1(without, "moves") == 100


def test_a_wrong_act_a_wrong_doer_and_other_terms_are_no_match() -> None:
    for change in ({"act": "accept"}, {"denied": True}, {"sources": [(0, 10)]}, {"terms": [(0, 3)]}):
        found = parse(NOTE)
        found.cues = [dataclasses.replace(cue, **change) if cue.number == 2 else cue for cue in found.cues]
        assert f1(found, "moves") < 50, change


def test_a_near_span_overlaps_but_is_not_exact() -> None:
    found = parse(NOTE)
    found.cues[0].sources = [(4, 10)]
    assert f1(found, "source exact") < 100
    assert f1(found, "source overlap") == 100
    assert f1(found, "triple") == 100


def test_a_missing_content_breaks_the_triple() -> None:
    found = parse(NOTE)
    found.cues[0].contents = []
    assert f1(found, "triple") < 100


def test_the_interval_holds_the_score() -> None:
    whole = measure.compare(parse(NOTE), parse(NOTE))
    empty = measure.compare(parse(NOTE), Annotation(parse(NOTE).text))
    result = measure.interval([whole] * 5 + [empty] * 5, "mentions")
    assert result.low < result.value < result.high
    assert result.precision == 100 and result.recall == 50
