"""The best legal sequence is found, and is legal."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sulh.reading.network.labels import ACT, ATTRIBUTION, CUE, MENTION, MOVE, best, may_follow, spans

ALL = [MENTION, CUE, ACT, ATTRIBUTION, MOVE]


@pytest.mark.parametrize("labels", ALL)
def test_a_beginning_and_an_outside_may_stand_anywhere(labels: tuple[str, ...]) -> None:
    table = may_follow(labels)
    assert all(table[:, n].all() for n, label in enumerate(labels) if not label.startswith("I"))
    assert not any(table[-1, n] or table[0, n] for n, label in enumerate(labels) if label.startswith("I"))


@given(arrays(np.float32, (1, 4, 5), elements=st.floats(-15, 15, width=32)))
def test_no_legal_sequence_is_better(scores: np.ndarray) -> None:
    table = may_follow(ATTRIBUTION)
    found = best(scores, ATTRIBUTION)[0]
    value = sum(scores[0, n, label] for n, label in enumerate(found))
    for sequence in itertools.product(range(5), repeat=4):
        if all(table[a, b] for a, b in itertools.pairwise((-1, *sequence))):
            assert sum(scores[0, n, label] for n, label in enumerate(sequence)) <= value + 1e-3


@pytest.mark.parametrize("labels", ALL)
@given(data=st.data())
def test_what_is_found_is_legal(labels: tuple[str, ...], data: st.DataObject) -> None:
    scores = data.draw(arrays(np.float32, (3, 6, len(labels)), elements=st.floats(-3, 3, width=32)))
    table = may_follow(labels)
    for sequence in best(scores, labels):
        assert all(table[a, b] for a, b in itertools.pairwise((-1, *sequence)))
        for first, last, _ in spans(sequence, labels):
            assert 0 <= first < last <= 6


def test_a_text_without_words_has_no_labels() -> None:
    assert best(np.zeros((2, 0, 3), dtype=np.float32), CUE).shape == (2, 0)
    assert spans(np.zeros(0, dtype=np.int64), CUE) == []


def test_spans_carry_their_kind() -> None:
    sequence = np.array(
        [ATTRIBUTION.index(x) for x in ("B-source", "I-source", "O", "B-content", "B-content")]
    )
    assert spans(sequence, ATTRIBUTION) == [(0, 2, "source"), (3, 4, "content"), (4, 5, "content")]
