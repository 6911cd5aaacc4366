"""Exact Pareto frontiers over the packages of a space: costs in whole numbers, one for each party."""

from sulh.bargaining.pareto.goal import Cap, Charge, Front, Goal, Options, Vector
from sulh.bargaining.pareto.search import pareto

__all__ = ["Cap", "Charge", "Front", "Goal", "Options", "Vector", "pareto"]
