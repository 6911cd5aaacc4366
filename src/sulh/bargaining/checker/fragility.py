"""Checks what stands on single reports and sources, and the chances.

Takes evidence out of the case itself and asks anew who wants what: where the search reasons about evidence,
the check rewrites the case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from sulh.bargaining.checker.common import Solver, demand
from sulh.bargaining.stance import active
from sulh.model.findings import ActivePosition, Chance, Fragility, LeftOut
from sulh.model.problem import Evidence, Offer, Problem
from sulh.model.sources import Source, credence_of, key_of, source_of, sources_in

MOST_WORK = 1_500_000
"""Pairs of statements compared, over all cases with some evidence left out."""

MOST_SOURCES = 5
"""Sources that are not settled, up to which the chances are summed anew."""

Wrong = Callable[[Evidence, str], bool]
"""Whether a piece of evidence, on what a party wants, is left out."""


def without(problem: Problem, wrong: Wrong) -> Problem:
    """Return *problem* without the evidence that is *wrong*, and without what rested on nothing else."""
    positions = []
    for position in problem.positions:
        left = tuple(item for item in position.evidence if not wrong(item, position.party))
        if left or not position.evidence:
            positions.append(position.model_copy(update={"evidence": left}))
    offers = (_offer(offer, wrong) for offer in problem.offers)
    return problem.model_copy(
        update={"positions": tuple(positions), "offers": tuple(offer for offer in offers if offer)}
    )


def _offer(offer: Offer, wrong: Wrong) -> Offer | None:
    left = tuple(item for item in offer.evidence if not wrong(item, offer.by))
    if offer.evidence and not left:
        return None
    said = {
        party: tuple(item for item in items if not wrong(item, party))
        for party, items in offer.answer_evidence.items()
    }
    lost = {party for party, items in offer.answer_evidence.items() if items and not said[party]}
    return offer.model_copy(
        update={
            "evidence": left,
            "answers": {p: a for p, a in offer.answers.items() if p not in lost},
            "answer_evidence": {p: items for p, items in said.items() if p not in lost},
        }
    )


def check_fragility(problem: Problem, as_of: str | None, finding: Fragility) -> bool:
    """Check what is said to change without each report and source, and the chances where they are few.

    Returns whether all of it could be decided.
    """
    check = _Check(problem, as_of, finding)
    for left_out in finding.left_out:
        check.left_out(left_out)
    gone = {at for one in finding.left_out for at in one.gone}
    demand(set(finding.single) == gone, "the obstacles that rest on one report or source are others")
    demand(len(finding.stands) == len(finding.obstacles), "an obstacle has no chance")
    for chance in (*finding.stands, *([finding.no_obstacle] if finding.no_obstacle else [])):
        demand(0 <= chance.low <= chance.high <= 1, "a chance is out of bounds")
    for fact in finding.facts:
        demand(fact.matters == _matters(finding, fact.verified, fact.refuted), "a fact matters otherwise")
    order = [(-fact.matters, -fact.gone) for fact in finding.facts]
    demand(order == sorted(order), "the facts are out of order")
    check.chances()
    return check.decided


def _matters(finding: Fragility, *then: Chance) -> Fraction:
    now = finding.no_obstacle
    if now is None:
        return Fraction(-1)
    return max(abs(a - b) for one in then for a, b in ((one.low, now.low), (one.high, now.high)))


class _Check:
    """One check. `decided`: nothing was left out so far."""

    def __init__(self, problem: Problem, as_of: str | None, finding: Fragility) -> None:
        self.problem, self.as_of, self.finding = problem, as_of, finding
        self.solver = Solver(problem)
        statements = len(problem.positions) + sum(
            len(offer.package) * (1 + len(offer.answers)) for offer in problem.offers
        )
        self.cost = statements**2 + 1
        self.left = MOST_WORK
        self.now = {item.position.id for item in self.bound(problem)} if self.afford() else set()
        self.gave_up = False

    @property
    def decided(self) -> bool:
        """Whether nothing had to be left out."""
        return self.left >= 0 and not self.gave_up and not self.solver.gave_up

    def afford(self) -> bool:
        """Take the work of one more case; False where it is spent."""
        self.left -= self.cost
        return self.left >= 0

    def bound(self, problem: Problem) -> list[ActivePosition]:
        """Return the positions that bind in *problem* among the finding's parties."""
        return [
            item
            for item in active(problem, self.as_of).active
            if item.position.party in self.finding.among and item.position.strength != "preference"
        ]

    def left_out(self, one: LeftOut) -> None:
        """Check what is said to change without one report or source."""
        if not self.afford():
            return

        meant = [source for source, name in sources_in(self.problem).items() if name == one.name]
        if one.kind == "source" and len(meant) != 1:
            self.gave_up = True  # a report and a source have one name: which is meant does not show
            return

        def wrong(item: Evidence, party: str) -> bool:
            return item.report == one.name if one.kind == "report" else source_of(item, party) == meant[0]

        bound = {item.position.id: item for item in self.bound(without(self.problem, wrong))}
        demand(set(one.positions) == self.now - set(bound), f"other positions rest on {one.name}")
        demand(set(one.revived) == set(bound) - self.now, f"other positions bind again without {one.name}")
        counted = {name for name, item in bound.items() if not item.covered_by}
        for at, obstacle in enumerate(self.finding.obstacles):
            stands = set(obstacle.positions) <= counted
            demand(
                stands != (at in one.gone), f"the obstacle {at} is said to be otherwise without {one.name}"
            )
        for obstacle in one.new:
            demand(set(obstacle.positions) <= counted, f"a new obstacle without {one.name} does not bind")
            wants = [bound[name].position.wants for name in obstacle.positions]
            demand(self.solver.satisfiable(wants) is not True, "a new obstacle can be met")
            for rest in combinations(wants, len(wants) - 1):
                demand(self.solver.satisfiable(rest) is not False, "a new obstacle is not minimal")
        if one.opens:
            meets = self.solver.satisfiable([item.position.wants for item in bound.values()])
            demand(meets is not False, f"there is an obstacle without {one.name}")

    def chances(self) -> None:
        """Sum the chances anew, world by world, where the sources that are not settled are few."""
        finding = self.finding
        grades = {key_of(name): grade for name, grade in self.problem.grades.items()}
        chances = {
            source: credence_of(grades.get(key_of(source.key)), self.problem.credence)
            for source in sources_in(self.problem)
        }
        opened = [source for source, chance in chances.items() if chance not in (0, 1)]
        if finding.complete is not True or len(opened) > MOST_SOURCES or finding.no_obstacle is None:
            self.gave_up |= finding.complete is not True or bool(finding.facts)
            return
        surely = frozenset(source for source, chance in chances.items() if chance == 1)
        worlds = {}
        for number in range(len(opened) + 1):
            for some in combinations(opened, number):
                if not self.afford():
                    return
                right = surely.union(some)
                worlds[right] = self._world(right)
        for at, obstacle in enumerate(finding.obstacles):
            names = set(obstacle.positions)
            said = _summed({right: names <= ids for right, (ids, _) in worlds.items()}, opened, chances)
            self._is(finding.stands[at], said, f"the chance of the obstacle {at} is {said}")
        if any(met is None for _, met in worlds.values()):
            return
        said = _summed({right: met is True for right, (_, met) in worlds.items()}, opened, chances)
        self._is(finding.no_obstacle, said, f"the chance that nothing blocks a deal is {said}")

    def _is(self, chance: Chance, said: tuple[Fraction, Fraction], message: str) -> None:
        """Check a *chance*; one that is estimated may be another, so that it stays undecided."""
        self.gave_up |= chance.sampled
        demand(chance.sampled or (chance.low, chance.high) == said, message)

    def _world(self, right: frozenset[Source]) -> tuple[set[str], bool | None]:
        """Return what binds where only the sources *right* are right, and whether it can all be met."""

        def wrong(item: Evidence, party: str) -> bool:
            source = source_of(item, party)
            return source is not None and source not in right

        bound = self.bound(without(self.problem, wrong))
        wants = [item.position.wants for item in bound]
        return {item.position.id for item in bound}, self.solver.satisfiable(wants)


def _summed(
    holds: Mapping[frozenset[Source], bool],
    opened: Sequence[Source],
    chances: Mapping[Source, Fraction | None],
) -> tuple[Fraction, Fraction]:
    """Return the least and the largest chance of what *holds* in some worlds of the *opened* sources."""
    totals: dict[frozenset[Source], Fraction] = {}
    for right, yes in holds.items():
        weight = Fraction(yes)
        settled = frozenset(source for source in opened if chances[source] is None and source in right)
        for source in opened:
            chance = chances[source]
            if chance is not None:
                weight *= chance if source in right else 1 - chance
        totals[settled] = totals.get(settled, Fraction(0)) + weight
    return min(totals.values()), max(totals.values())
