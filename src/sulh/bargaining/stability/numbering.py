"""Which form the states of a case take."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.space import Space
from sulh.bargaining.stability.listed import Listed
from sulh.bargaining.stability.moves import Mobility
from sulh.bargaining.stability.states import States
from sulh.bargaining.stability.tensor import Tensor
from sulh.model.errors import TooComplexError

_TRY_LISTING = 1 << 17
"""With more packages than this, links may leave few: then listing is tried first."""

_FEW = 1 << 15
"""States up to which listing is tried."""


def states_of(space: Space, mobility: Mobility, allowance: Allowance) -> States:
    """Return the states of *space* in the form that suits them; TooComplexError where they are too many.

    Where they are too many as a whole, issues that no party can move stand at the status quo: what is left
    is closed under all moves, so that what is said of it holds.
    """
    try:
        return _states(space, mobility, allowance, {})
    except TooComplexError:
        allowance.check()
        moved = {at for steps in mobility.steps.values() for at in steps}
        quo = space.problem.status_quo
        fixed = {
            at: issue.options.index(quo[issue.name])
            for at, issue in enumerate(space.issues)
            if at not in moved and issue.name in quo and len(issue.options) > 1
        }
        if not fixed:
            raise
        return _states(space, mobility, allowance, fixed)


def _states(space: Space, mobility: Mobility, allowance: Allowance, fixed: Mapping[int, int]) -> States:
    packages = prod(len(issue.options) for at, issue in enumerate(space.issues) if at not in fixed)
    if not mobility.transitive:
        return Listed(space, mobility, allowance, fixed)
    if space.links and packages > _TRY_LISTING:
        try:
            return Listed(space, mobility, allowance, fixed, _FEW)
        except TooComplexError:
            allowance.check()
    # What a run was seen to need: arrays of a few bytes a state, some of them for each party.
    size = packages * (60 + 16 * len(mobility.steps))
    allowance.hold(size, f"comparing {packages:,} states")
    return Tensor(space, mobility, allowance, fixed)
