"""How far apart two words are, as the network is told: one definition for training and for reading."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_BUCKETS = 12


def buckets(distance: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the bucket of each signed *distance* in words: exact when near, coarser when far."""
    size = np.abs(distance)
    far = np.minimum(np.floor(np.log2(np.maximum(size, 4) / 4) * 1.6), 6).astype(np.int64) + 5
    number = np.where(size <= 4, size, far)
    return np.minimum(number, _BUCKETS - 1) + np.where(distance < 0, _BUCKETS, 0)


def apart(gap: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return, for each signed *gap* in sentences: 0 the same, 1 and 2 before, 3 and 4 behind."""
    near = np.clip(gap, -2, 2)
    return np.where(near > 0, near + 2, -near)
