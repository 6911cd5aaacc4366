"""Exact answers on a case: who wants what on a day, where the deal is blocked, and what would open it.

Knows no reports, only a `Problem`; every answer is a finding that says its method and whether it is complete.
"""

from sulh.bargaining.blocking import obstacles, openings
from sulh.bargaining.drafts import test_package
from sulh.bargaining.frontier import frontier
from sulh.bargaining.space import agreement_sets
from sulh.bargaining.stance import active

__all__ = ["active", "agreement_sets", "frontier", "obstacles", "openings", "test_package"]
