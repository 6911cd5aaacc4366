"""How much the obstacles of a case rest on single reports and sources.

Leaving evidence out is not monotone: where a later statement loses its evidence, an earlier one binds again.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from math import prod

from sulh.bargaining import credence
from sulh.bargaining.allowance import Allowance
from sulh.bargaining.blocking import obstacles
from sulh.bargaining.blocks import Blocks
from sulh.bargaining.checker.common import checked
from sulh.bargaining.checker.fragility import check_fragility
from sulh.bargaining.claims import Atom, Claims
from sulh.bargaining.credence import Odds, Question, merged, ways_of
from sulh.bargaining.stance import active
from sulh.bargaining.worlds import Pair, Scene, any_world, one_world, places
from sulh.model.evaluation import joined
from sulh.model.findings import (
    ActivePosition,
    Chance,
    Completeness,
    Fact,
    Fragility,
    LeftOut,
    Obstacle,
    Obstacles,
    Stance,
)
from sulh.model.limits import DEFAULT_LIMITS, Limits
from sulh.model.problem import Problem
from sulh.model.sources import Source, chances, sources_in

METHOD = "each report and source left out in turn; chances exact, over all worlds of the sources"
METHOD_BOUNDS = "each report and source left out in turn; chances bounded"
METHOD_DRAWN = "each report and source left out in turn; chances estimated from worlds drawn"
ASSUMPTIONS = (
    "a position stands where at least one of its sources is right; one without evidence always stands",
    "an offer's answer without evidence of its own stands where the offer does",
    "sources are right or wrong independently of each other",
    "the dates of what stands are kept, whichever evidence is left out",
)
MOST_ASKED = 200
"""Worlds of which the obstacles are asked for, where those of all worlds together are too many."""

_UNKNOWN = Chance(low=Fraction(0), high=Fraction(1))


def fragility(
    problem: Problem,
    as_of: str | None = None,
    *,
    among: Sequence[str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    seed: int = 0,
) -> Fragility:
    """Return what the obstacles on the day *as_of* rest on, and how surely they stand.

    *among* are the parties that must agree (default: the case's first agreement set). *seed* fixes the worlds
    that are drawn where the sources are too many for all worlds. Raises UsageError for a wrong date or party,
    CaseFileError where the links contradict each other.
    """
    allowance = Allowance(limits)
    base = obstacles(problem, as_of, among=among, limits=limits)
    stance = active(problem, as_of)
    search = _Search(Claims(problem, as_of, base.among), base, allowance, seed)
    with allowance.spent():
        search.run()
    finding = search.finding(stance)
    return checked(finding, allowance.finish(lambda: check_fragility(problem, as_of, finding)))


class _Search:
    """One search, with what it has found so far."""

    def __init__(self, claims: Claims, base: Obstacles, allowance: Allowance, seed: int) -> None:
        self.claims, self.base, self.allowance = claims, base, allowance
        self.names = sources_in(claims.problem)
        self.blocks = Blocks(claims, allowance)
        self.odds = Odds(claims, chances(claims.problem), allowance, seed)
        now = one_world(claims, lambda _source, _report: False)
        self.seen = now.binding(1)
        self.visible = self.seen & ~now.covered(1)
        self.masks = self.blocks.learn(self.visible, base)
        self.left_out: list[LeftOut] = []
        self.stands: list[Chance] = []
        self.no_obstacle: Chance | None = None
        self.facts: list[Fact] = []
        self.cut: list[str] = []

    def run(self) -> None:
        """Search until all is found or the allowance is spent."""
        possible = any_world(self.claims).binding(1)
        whole = self.base.complete is True and self.blocks.ask(possible)
        self._leave_out()
        for mask in self.masks:
            self.stands.append(self.odds.chance(self._all_bind(mask)))
        self._chances(self._apart() if whole else self._together(possible))

    def _leave_out(self) -> None:
        """Find what changes without each report, and without each source that is more than a report."""
        for report in dict.fromkeys(atom.report for atom in self.claims.atoms):
            if report is not None:
                self._without("report", report, [a for a in self.claims.atoms if a.report == report])
        for source in dict.fromkeys(atom.source for atom in self.claims.atoms):
            mine = [atom for atom in self.claims.atoms if atom.source == source]
            in_report = [atom for atom in self.claims.atoms if atom.report == source.key]
            if source.kind == "source" or mine != in_report:
                self._without("source", self.names[source], mine)

    def _without(self, kind: str, name: str, atoms: Sequence[Atom]) -> None:
        self.allowance.check()
        wrong = set(atoms)
        scene = one_world(self.claims, lambda source, report: Atom(source, report) in wrong)
        seen = scene.binding(1)
        visible = seen & ~scene.covered(1)
        if (seen, visible) == (self.seen, self.visible):
            return
        inside, whole = self.blocks.inside(visible)
        new = [mask for mask in inside if mask & ~self.visible]
        if not whole:
            self.cut.append("not all obstacles that arise without some report or source are known")
        self.left_out.append(
            LeftOut.model_validate(
                {
                    "kind": kind,
                    "name": name,
                    "positions": self._ids(self.seen & ~seen),
                    "revived": self._ids(seen & ~self.seen),
                    "gone": tuple(at for at, mask in enumerate(self.masks) if mask & ~visible),
                    "new": tuple(sorted((self._new(scene, mask) for mask in new), key=_rank)),
                    "opens": whole and not inside and bool(self.masks),
                }
            )
        )

    def _ids(self, items: int) -> tuple[str, ...]:
        return tuple(self.claims.items[at].position.id for at in places(items))

    def _new(self, scene: Scene, mask: int) -> Obstacle:
        doubt = any(self.claims.items[at].position.hedged or scene.doubtful(at, 1) for at in places(mask))
        return self.blocks.found[mask].model_copy(update={"hedged": doubt})

    def _all_bind(self, mask: int) -> Question:
        return Question(ways_of(self.claims, mask, rises=True), lambda scene: scene.all_bind(mask))

    def _chances(self, questions: Sequence[Question]) -> None:
        """Find the chance that nothing blocks a deal, and how it changes with each source."""
        answers = [self.odds.chance(question) for question in questions]
        self.no_obstacle = now = _product(answers)
        for source in dict.fromkeys(atom.source for atom in self.claims.atoms):
            known = []
            for sure in (Fraction(1), Fraction(0)):
                parts = [
                    self.odds.chance(question, {source: sure}) if source in question.ways else answer
                    for question, answer in zip(questions, answers, strict=True)
                ]
                known.append(_product(parts))
            self.facts.append(self._fact(source, now, *known))

    def _apart(self) -> list[Question]:
        """Return whether none stands of the obstacles, those that share no open source apart.

        Those that take worlds drawn are kept together, so that one margin holds for them.
        """
        masks = list(self.blocks.found)
        ways = [ways_of(self.claims, mask, rises=False) for mask in masks]
        tied: list[set[str]] = [
            {f"{s.kind} {s.key}" for s in one if self.odds.chances.get(s) not in (0, 1)} or {""}
            for one in ways
        ]
        groups: list[Question] = []
        large: list[int] = []
        for group in joined(tied):
            mine = [masks[at] for at in group]
            question = Question(merged(ways[at] for at in group), partial(self._none_of, mine))
            if self.odds.graded(question) > credence.MOST_EXACT:
                large += group
            else:
                groups.append(question)
        if large:
            mine = [masks[at] for at in large]
            groups.append(Question(merged(ways[at] for at in large), partial(self._none_of, mine)))
        return groups

    def _none_of(self, masks: Sequence[int], scene: Scene) -> Pair:
        return self.blocks.hold_none(scene, masks)

    def _together(self, possible: int) -> list[Question]:
        """Return whether no obstacle stands, where not all obstacles are known.

        Asks for the obstacles of single worlds in which it is open whether one stands.
        """

        def answer(scene: Scene) -> Pair:
            surely, maybe = self.blocks.hold_none(scene, self.blocks.found)
            return surely & self.blocks.all_known(scene), maybe

        question = Question(ways_of(self.claims, possible, rises=False), answer, partial=True)
        scene, weights, _ = self.odds.worlds(question)
        for _ in range(MOST_ASKED):
            _, maybe = answer(scene)
            left = maybe & ~self.blocks.all_known(scene)
            before = len(self.blocks.found)
            world = left & -left
            whole = not left or self.blocks.ask(scene.binding(world))
            if not left or not (whole or len(self.blocks.found) > before):
                break
        if left and weights is None:
            self.cut.append("the obstacles of some worlds are not all known, so that the chances are bounds")
        return [question]

    def _fact(self, source: Source, now: Chance, verified: Chance, refuted: Chance) -> Fact:
        atoms = {at for atom, at in self.claims.atoms.items() if atom.source == source}
        rests = [
            item.position.id
            for item in self.claims.items
            if any(atoms & need for at in item.claims for need in self.claims.claims[at].needs)
        ]
        name = self.names[source]
        kinds = ("source", "report") if source.kind == "report" else ("source",)
        without = [one for kind in kinds for one in self.left_out if (one.kind, one.name) == (kind, name)]
        return Fact(
            source=name,
            positions=tuple(rests),
            verified=verified,
            refuted=refuted,
            matters=max(max(abs(a.low - now.low), abs(a.high - now.high)) for a in (verified, refuted)),
            gone=len(without[0].gone) if without else 0,
        )

    def _completeness(self) -> tuple[Completeness, str | None]:
        reasons = [*filter(None, [self.base.why, self.allowance.why]), *dict.fromkeys(self.cut)]
        if self.odds.loose:
            reasons.append("chances are bounds that may be too wide: too many worlds to tell apart")
        if self.base.complete is not True:
            return self.base.complete, "; ".join(reasons) or None
        return not reasons, "; ".join(reasons) or None

    def _binding(self, stance: Stance) -> tuple[ActivePosition, ...]:
        """Return the positions that the answer names: those that bind, then those that would."""
        bound = {item.position.id: item for item in stance.active if item.position.party in self.base.among}
        items = {item.position.id: item.bound() for item in self.claims.items}
        named = {name for one in self.base.obstacles for name in one.positions}
        named |= {name for one in self.left_out for name in (*one.positions, *one.revived)}
        named |= {name for one in self.left_out for new in one.new for name in new.positions}
        named |= {name for fact in self.facts for name in fact.positions}
        return tuple((items | bound)[name] for name in items if name in named)

    def finding(self, stance: Stance) -> Fragility:
        """Return what was found."""
        complete, why = self._completeness()
        there = dict.fromkeys(atom.source for atom in self.claims.atoms)
        chance = {self.names[source]: self.odds.chances[source] for source in there}
        sampled = self.odds.sampled
        return Fragility(
            method=METHOD_DRAWN if sampled else METHOD_BOUNDS if self.odds.loose else METHOD,
            among=self.base.among,
            complete=complete,
            why=why,
            assumptions=ASSUMPTIONS,
            binding=self._binding(stance),
            obstacles=self.base.obstacles,
            left_out=tuple(self.left_out),
            single=tuple(sorted({at for one in self.left_out for at in one.gone})),
            stands=(*self.stands, *[_UNKNOWN] * (len(self.masks) - len(self.stands))),
            no_obstacle=self.no_obstacle,
            facts=tuple(sorted(self.facts, key=lambda fact: (-fact.matters, -fact.gone))),
            credence={name: given for name, given in chance.items() if given is not None},
            unknown=tuple(name for name, given in chance.items() if given is None),
            draws=credence.DRAWS if sampled else 0,
            seed=self.odds.seed,
            confidence=credence.CONFIDENCE if sampled else None,
        )


def _product(parts: Sequence[Chance]) -> Chance:
    """Return the chance that all of *parts* hold, which share no source."""
    return Chance(
        low=prod((part.low for part in parts), start=Fraction(1)),
        high=prod((part.high for part in parts), start=Fraction(1)),
        sampled=any(part.sampled for part in parts),
    )


def _rank(one: Obstacle) -> tuple[bool, int]:
    return one.hedged, len(one.positions)
