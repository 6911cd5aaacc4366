"""The finding on stability: states, preferences, concepts, what is reachable, what holds an agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from sulh.bargaining.allowance import Allowance
from sulh.bargaining.checker.common import checked
from sulh.bargaining.checker.stability import check_stability
from sulh.bargaining.movement import CONVENTIONS
from sulh.bargaining.space import Space, members
from sulh.bargaining.stability.commitment import Commitments
from sulh.bargaining.stability.moves import Mobility
from sulh.bargaining.stability.numbering import states_of
from sulh.bargaining.stability.preferences import Preference, Preferences, whole
from sulh.bargaining.stability.sanctions import CONCEPTS, Judge, all_hold, reachable
from sulh.bargaining.stability.states import Bools, Ints, States
from sulh.model.dates import last_day
from sulh.model.errors import CaseFileError, UsageError
from sulh.model.evaluation import check
from sulh.model.expressions import Compare
from sulh.model.findings import Arrow, Concept, Stability
from sulh.model.limits import DEFAULT_LIMITS, Limits
from sulh.model.problem import Package, Problem

LISTED = 4_096
"""States up to which all are listed."""

DRAWN = 64
"""States up to which the moves between them are listed."""

STATUS_QUO, EVEN_SPLIT, TESTED = "status quo", "even split", "tested"


def stability(
    problem: Problem,
    as_of: str | None = None,
    *,
    among: Sequence[str] | None = None,
    package: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Stability:
    """Return which states are stable, for whom and under which concept, and what holds an agreement.

    All parties of the case play, whoever must agree: anybody may move, and sanction. *among* are the
    parties of the agreement, between whom the even split is sought. *package* is one to be judged as an
    agreement; what it leaves open stays at the status quo. Raises UsageError where no party controls any
    issue, where a ranking leaves states out, for a wrong date or party, or a *package* that is no state;
    ExpressionError for an issue or option that is not there.
    """
    allowance = Allowance(limits)
    among = members(problem, among)
    space = Space(problem, as_of, problem.parties)
    mobility = Mobility(problem)
    search = _Search(problem, space, among, allowance)
    with allowance.spent():
        states = states_of(space, mobility, allowance)
        if not states.number:
            raise CaseFileError("no package meets the links", hint="one of the links must be wrong")
        search.named = search.names(states, package)
        search.states = states
        search.judge(states)
    finding = search.finding()
    return checked(finding, allowance.finish(lambda: check_stability(problem, space.stance, finding)))


@dataclass
class _Search:
    """A search as far as it got; what it did not reach is not known."""

    problem: Problem
    space: Space
    among: tuple[str, ...]
    allowance: Allowance
    states: States | None = None
    named: dict[str, int] = field(default_factory=dict)
    preferences: dict[str, Preference] = field(default_factory=dict)
    stable: dict[Concept, dict[str, Bools]] = field(default_factory=dict)
    reached: dict[str, Bools] = field(default_factory=dict)
    commitments: Commitments | None = None
    said: list[str] = field(default_factory=list)

    def judge(self, states: States) -> None:
        """Judge all states for all parties, concept by concept, the cheap ones first."""
        source = Preferences(states)
        for party in self.problem.parties:
            self.preferences[party] = source.of(party)
        known = self._ranks(states)
        judge = Judge(states, known)
        agreements = {name: at for name, at in self.named.items() if name != STATUS_QUO}
        self.commitments = commitments = Commitments(states, known, agreements)
        home = self.named.get(STATUS_QUO)
        if home is not None:
            self.reached["moves"] = reachable(states, home, None)
            if all(party in known for party in states.movers):
                self.reached["improvements"] = reachable(states, home, known)
        for concept in CONCEPTS:
            for party in self.problem.parties:
                judgement = judge.judge(party, concept)
                if judgement is not None:
                    self.stable.setdefault(concept, {})[party] = judgement.stable
                    commitments.add(party, concept, judgement)

    def _ranks(self, states: States) -> dict[str, Ints]:
        """Return the ranks that may be used: a party that cannot move is judged whatever it prefers."""
        return {
            party: found.ranks
            for party, found in self.preferences.items()
            if found.source != "not derivable" or party not in states.movers
        }

    def names(self, states: States, package: Mapping[str, str] | None) -> dict[str, int]:
        """Return the states with a name: the status quo, each offer on it, the even split, the tested one."""
        problem, space = self.problem, self.space
        quo = problem.status_quo
        named: dict[str, int] = {}
        wanted: list[tuple[str, Package]] = [(STATUS_QUO, dict(quo))]
        day = last_day(space.stance.as_of)
        for offer in problem.offers:
            said = last_day(offer.since)
            if day is None or said is None or said <= day:
                wanted.append((offer.id, {**quo, **offer.package}))
        wanted += self._even_split()
        for name, partial in wanted:
            state = _state(states, partial)
            if state is not None:
                named[name] = state
            elif name == STATUS_QUO and whole(space, partial):
                self.said.append("the status quo breaks a link: reachability is not said")
            elif name == STATUS_QUO:
                self.said.append("no whole status quo is given: reachability is not said")
            elif whole(space, partial):
                self.said.append(f"{name} is no state: {_no_state(states)}")
        if package is not None:
            named[TESTED] = self._tested(states, {**quo, **package})
        return named

    def _tested(self, states: States, package: Package) -> int:
        for name, option in package.items():
            check(Compare(name, "=", option), self.problem.issues)
        left_open = [issue.name for issue in self.space.issues if issue.name not in package]
        if left_open:
            raise UsageError(
                f"the package says nothing on {left_open[0]!r}, and no status quo is given",
                hint="name an option for every issue",
            )
        state = _state(states, package)
        if state is None:
            raise UsageError(f"the package is no state: {_no_state(states)}", hint="test it: that says which")
        return state

    def _even_split(self) -> list[tuple[str, Package]]:
        if not any(item.position.party in self.among for item in self.space.bound):
            return []  # every package is as even as any other
        from sulh.bargaining.frontier import frontier  # noqa: PLC0415 - other verbs' cost

        found = frontier(self.problem, self.space.stance.as_of, among=self.among)
        packages = [found.points[at].package for at in found.even] if found.complete is True else []
        numbers = chain([""], (f" {number}" for number in range(2, len(packages) + 2)))
        return [(EVEN_SPLIT + number, one) for number, one in zip(numbers, packages, strict=False)]

    def finding(self) -> Stability:
        """Return what was found."""
        why = self._unknown()
        common = Stability(
            method=METHOD,
            among=self.among,
            complete="unknown" if why else True,
            why=why,
            assumptions=self._assumptions(),
            parties=self.problem.parties,
            preferences={party: found.source for party, found in self.preferences.items()},
        )
        return common if self.states is None else self._listed(common, self.states)

    def _listed(self, common: Stability, states: States) -> Stability:
        equilibria = {
            concept: all_hold(list(found.values()), states)
            for concept, found in self.stable.items()
            if len(found) == len(self.problem.parties)
        }
        listing, cut = self._listing(states, equilibria)
        at = np.array(listing, np.int64)
        place = {state: index for index, state in enumerate(listing)}
        short = ["not all equilibria are listed"] if cut else []
        if states.fixed:
            names = ", ".join(states.issues[at].name for at in states.fixed)
            short.append(
                f"too many states: only those with the status quo on {names}, which no party can move"
            )
        if short:
            why = "; ".join([*([common.why] if common.why else []), *short])
            complete = "unknown" if common.complete == "unknown" else False
            common = common.model_copy(update={"why": why, "complete": complete})
        return common.model_copy(
            update={
                "number": states.number,
                "states": tuple(states.packages(listing)),
                "named": {name: place[state] for name, state in self.named.items()},
                "stable": {
                    concept: {party: _where(stable, at) for party, stable in found.items()}
                    for concept, found in self.stable.items()
                },
                "equilibria": {concept: _where(found, at) for concept, found in equilibria.items()},
                "equilibria_in_all": {c: int(np.count_nonzero(found)) for c, found in equilibria.items()},
                "reachable": {how: _where(found, at) for how, found in self.reached.items()},
                "commitments": self.commitments.report() if self.commitments else (),
                "arrows": self._arrows(states, place),
            }
        )

    def _unknown(self) -> str | None:
        """Return what is not known and why; None where all is."""
        movers = self.states.movers if self.states else ()
        doubtful = [
            f"the preferences of {party} are not derivable: it refused {found.refused}, which they would put "
            "above the status quo; give preferences"
            for party, found in self.preferences.items()
            if found.source == "not derivable" and party in movers
        ]
        return "; ".join([*([self.allowance.why] if self.allowance.why else []), *doubtful]) or None

    def _listing(self, states: States, equilibria: Mapping[Concept, Bools]) -> tuple[list[int], bool]:
        """Return the states to be listed, and whether equilibria are left out."""
        if states.number <= LISTED:
            return states.listing(LISTED), False
        most = self.allowance.limits.most
        listed = dict.fromkeys(self.named.values())
        cut = False
        chosen: dict[int, None] = {}
        for concept in ("Nash", "SEQ", "SMR", "GMR"):
            found = equilibria.get(concept)
            if found is None:
                continue
            room = most - len(chosen)
            more = [int(s) for s in np.flatnonzero(found)[: most + 1] if int(s) not in chosen]
            cut |= len(more) > room or int(np.count_nonzero(found)) > most
            chosen |= dict.fromkeys(more[:room])
        others = sorted((s for s in chosen if s not in listed), key=states.options)
        return [*listed, *others], cut

    def _arrows(self, states: States, place: Mapping[int, int]) -> tuple[Arrow, ...]:
        if states.number > DRAWN:
            return ()
        ranks = self._ranks(states)
        return tuple(
            Arrow(
                party=party,
                origin=place[state],
                target=place[target],
                improves=bool(ranks[party][target] > ranks[party][state]),
            )
            for party in states.movers
            if party in ranks
            for state in place
            for target in states.moves(party, state).tolist()
        )

    def _assumptions(self) -> tuple[str, ...]:
        said = list(self.said)
        derived = [party for party, found in self.preferences.items() if found.source == "derived"]
        if derived:
            said.append(
                f"preferences of {', '.join(derived)} are derived: fewer own red lines crossed, then less "
                "movement, then giving less on what it alone controls"
            )
            said += CONVENTIONS
        joint = [issue.name for issue in self.space.issues if len(issue.controller) > 1]
        if joint:
            said.append(
                f"each holder of {', '.join(joint)} may lower it alone (without an order: take it back to "
                "the status quo), none may raise it alone"
            )
        return tuple(said)


METHOD = "Graph Model for Conflict Resolution: least values over legal sequences, propagated to a fixpoint"


def _state(states: States, package: Package) -> int | None:
    found = whole(states.space, package)
    return states.find(found) if found else None


def _no_state(states: States) -> str:
    held = " or moves an issue that stands at the status quo here" if states.fixed else ""
    return f"on the status quo it breaks a link{held}"


def _where(found: Bools, listing: np.typing.NDArray[np.int64]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(found[listing]).tolist())
