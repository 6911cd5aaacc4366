"""Exact answers on a case: who wants what on a day, where the deal is blocked, and what would open it.

Knows no reports, only a `Problem`; every answer is a finding that says its method and whether it is complete.
Import from the modules: some bring NumPy or a solver, and a verb pays only for what it needs.

    stance      who wants what on a day          blocking    obstacles and openings
    frontier    the least that a deal asks       packages    the best packages, by utilities
    stability   which states would last          fragility   what the obstacles rest on
    drafts      a draft against all positions    checker     re-verifies what the others found
"""
