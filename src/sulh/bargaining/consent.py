"""What a package takes for granted: consent that nobody gave, and refused offers that it puts again."""

from __future__ import annotations

from sulh.bargaining.space import Space
from sulh.model.expressions import issues_in
from sulh.model.problem import Issue, Package


def assumes(space: Space, package: Package) -> tuple[str, ...]:
    """Return the issues on which *package* leaves the status quo although a controller has not been heard.

    Heard is a party of the agreement with an active position on the issue (a refusal is none); without a
    controller any party will do.
    """
    heard = {
        (item.position.party, issue)
        for item in space.stance.active
        if item.kind != "refusal" and item.position.party in space.among
        for issue in issues_in(item.position.wants)
    }
    quo = space.problem.status_quo

    def silent(issue: Issue) -> bool:
        if issue.controller:
            return any((party, issue.name) not in heard for party in issue.controller)
        return not any((party, issue.name) in heard for party in space.among)

    return tuple(
        issue.name
        for issue in space.issues
        if issue.name in package
        and package[issue.name] != quo.get(issue.name, package[issue.name])
        and silent(issue)
    )


def reopens(space: Space, package: Package) -> tuple[str, ...]:
    """Return the offers refused by a party of the agreement that *package* contains whole."""
    refused = {item.offer for item in space.stance.active if item.kind == "refusal"}
    refused |= set(space.stance.may_reopen)
    return tuple(
        offer.id
        for offer in space.problem.offers
        if offer.id in refused
        and any(answer == "reject" and party in space.among for party, answer in offer.answers.items())
        and offer.package
        and offer.package.items() <= package.items()
    )
