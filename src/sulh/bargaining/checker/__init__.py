"""An independent check of findings, written from the definitions.

Shares no code with the search but the evaluation of expressions. A failed check is a bug in sulh and raises
AssertionError. What takes too many steps to decide is left out, and the finding's `method` then says so.
"""

from sulh.bargaining.checker.blocking import check_obstacles, check_openings
from sulh.bargaining.checker.common import checked
from sulh.bargaining.checker.frontier import check_frontier

__all__ = ["check_frontier", "check_obstacles", "check_openings", "checked"]
