"""The obstacles among any of the items of a case, asked for once and kept.

The obstacles of a set of positions are those of any larger set that lie inside it: minimal unsatisfiable
subsets do not depend on what else is there. So one answer on many items holds for every world they make up.
"""

from __future__ import annotations

from collections.abc import Iterable

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.blocking import obstacles
from sulh.bargaining.claims import Claims
from sulh.bargaining.worlds import Pair, Scene, places
from sulh.model.findings import Obstacle, Obstacles
from sulh.model.problem import Position, Problem


class Blocks:
    """What is known of the obstacles among the items of *claims*, as masks.

    `found` are obstacles; `whole` are sets of items of which all obstacles are found.
    """

    def __init__(self, claims: Claims, allowance: Allowance) -> None:
        self.claims, self.allowance = claims, allowance
        self.found: dict[int, Obstacle] = {}
        self.whole: list[int] = []
        self._asked: set[int] = set()

    def learn(self, items: int, finding: Obstacles) -> list[int]:
        """Take in the obstacles found among *items*, by their names; return them in order."""
        place = {item.position.id: at for at, item in enumerate(self.claims.items)}
        masks = [sum(1 << place[name] for name in one.positions) for one in finding.obstacles]
        self.found |= dict(zip(masks, finding.obstacles, strict=True))
        if finding.complete is True:
            self.whole.append(items)
        self._asked.add(items)
        return masks

    def is_whole(self, items: int) -> bool:
        """Return whether all obstacles among *items* are found."""
        return any(not items & ~known for known in self.whole)

    def ask(self, items: int) -> bool:
        """Find the obstacles among *items*; return whether all of them are found now."""
        if not self.is_whole(items) and items not in self._asked:
            self.allowance.check()
            asked = places(items)
            said = [self.claims.items[at].position for at in asked]
            case = self.claims.problem
            apart = Problem(
                parties=case.parties,
                issues=case.issues,
                links=case.links,
                positions=tuple(
                    # a red line is replaced by nothing, so that all of them bind
                    Position(id=one.id, party=one.party, wants=one.wants, strength="red line")
                    for one in said
                ),
            )
            self.learn(items, obstacles(apart, among=self.claims.among, limits=self.allowance.inside(1 / 4)))
        return self.is_whole(items)

    def inside(self, items: int) -> tuple[list[int], bool]:
        """Return the obstacles among *items*, and whether these are all."""
        whole = self.ask(items)
        return [mask for mask in self.found if not mask & ~items], whole

    def hold_none(self, scene: Scene, masks: Iterable[int]) -> Pair:
        """Return where none of the obstacles *masks* stands."""
        surely = maybe = 0
        for mask in masks:
            low, high = scene.all_bind(mask)
            surely |= low
            maybe |= high
        return scene.everywhere & ~maybe, scene.everywhere & ~surely

    def all_known(self, scene: Scene) -> int:
        """Return where all obstacles are found, whatever else holds."""
        items = range(len(self.claims.items))
        known = 0
        for whole in self.whole:
            outside = 0
            for at in items:
                if not whole >> at & 1:
                    outside |= scene.binds(at)[1]
            known |= scene.everywhere & ~outside
        return known
