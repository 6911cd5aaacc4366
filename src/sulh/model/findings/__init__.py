"""What the analysis answers: frozen findings that say their method and whether they are complete.

Indices count from 0 within the same finding. Positions that come from offers are named ``o1:prisoners``,
refusals ``o1:refused by Hamas``.
"""

from sulh.model.findings.base import ActivePosition, Completeness, Count, Exact, Finding, Stance
from sulh.model.findings.blocking import Knot, Obstacle, Obstacles, Opening, Openings
from sulh.model.findings.draft import DraftTest, Objection
from sulh.model.findings.fragility import Chance, Fact, Fragility, LeftOut
from sulh.model.findings.movement import Frontier, FrontierPoint, RedLines
from sulh.model.findings.packages import PackagePoint, Packages
from sulh.model.findings.stability import (
    Arrow,
    Commitment,
    Concept,
    PreferenceSource,
    SanctionMove,
    Stability,
    Temptation,
)

__all__ = [
    "ActivePosition", "Arrow", "Chance", "Commitment", "Completeness", "Concept", "Count", "DraftTest",
    "Exact", "Fact", "Finding", "Fragility", "Frontier", "FrontierPoint", "Knot", "LeftOut", "Objection",
    "Obstacle", "Obstacles", "Opening", "Openings", "PackagePoint", "Packages", "PreferenceSource",
    "RedLines", "SanctionMove", "Stability", "Stance", "Temptation",
]  # fmt: skip
