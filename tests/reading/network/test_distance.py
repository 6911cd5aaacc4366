"""Distances: near ones apart, far ones together, before and behind never the same."""

import numpy as np

from sulh.reading.network.distance import apart, buckets


def test_near_words_have_buckets_of_their_own() -> None:
    near = buckets(np.arange(-4, 5))
    assert len(set(near)) == 9


def test_buckets_grow_with_the_distance_and_tell_the_side() -> None:
    behind = buckets(np.arange(0, 500))
    assert (np.diff(behind) >= 0).all()
    before = buckets(np.arange(-1, -500, -1))
    assert not set(before) & set(behind)
    assert max(before) < 24


def test_sentences_apart() -> None:
    assert list(apart(np.array([-5, -2, -1, 0, 1, 2, 5]))) == [2, 2, 1, 0, 3, 4, 4]
