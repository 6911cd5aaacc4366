"""The scoring is that of ``benchmarks/accuracy.py``: the floors and the benchmark can never disagree."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
