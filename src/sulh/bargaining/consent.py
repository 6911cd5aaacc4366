"""What a package takes for granted: consent that nobody gave, and refused offers that it puts again."""

from __future__ import annotations

from collections.abc import Sequence

from sulh.bargaining.space import Space
from sulh.model.expressions import issues_in
from sulh.model.problem import Issue, Package


class Consent:
    """What packages in a space take for granted."""

    def __init__(self, space: Space) -> None:
        self.space = space
        active = space.stance.active
        heard = {
            (item.position.party, issue)
            for item in active
            if item.kind != "refusal" and item.position.party in space.among
            for issue in issues_in(item.position.wants)
        }
        self._silent = [issue.name for issue in space.issues if _silent(issue, space.among, heard)]
        refused = {item.offer for item in active if item.kind == "refusal"} | set(space.stance.may_reopen)
        self._refused = [
            offer
            for offer in space.problem.offers
            if offer.id in refused
            and offer.package
            and any(answer == "reject" and party in space.among for party, answer in offer.answers.items())
        ]

    def assumes(self, package: Package) -> tuple[str, ...]:
        """Return the issues on which *package* leaves the status quo although a controller is unheard.

        Heard is a party of the agreement with an active position on the issue (a refusal is none); without
        a controller any party will do. An issue of which no status quo is given is none of them.
        """
        quo = self.space.problem.status_quo
        left = (name for name in self._silent if name in package and name in quo)
        return tuple(name for name in left if package[name] != quo[name])

    def reopens(self, package: Package) -> tuple[str, ...]:
        """Return the offers refused by a party of the agreement that *package* contains whole."""
        return tuple(o.id for o in self._refused if o.package.items() <= package.items())


def _silent(issue: Issue, among: Sequence[str], heard: set[tuple[str, str]]) -> bool:
    if issue.controller:
        return any((party, issue.name) not in heard for party in issue.controller)
    return not any((party, issue.name) in heard for party in among)
