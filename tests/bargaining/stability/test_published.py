"""Conflicts whose equilibria are published, keyed here in our own form."""

from __future__ import annotations

import pytest

from sulh.bargaining.stability import stability
from sulh.model.expressions import parse
from sulh.model.findings import Concept
from sulh.model.problem import Irreversible, Issue, Problem

CONCEPTS: tuple[Concept, ...] = ("Nash", "GMR", "SMR", "SEQ")


def conflict(controls, rankings, *, names, links=(), irreversible=()):
    """A case of yes/no options: *controls* option → party, *rankings* party → states of *names*, best first.

    A state is a word of y and n (and - for either), or a tuple of such words tied together.
    """
    options = list(controls)

    def spelt(word):
        words = [word]
        for at, letter in enumerate(word):
            if letter == "-":
                words = [w[:at] + either + w[at + 1 :] for w in words for either in "yn"]
        return [dict(zip(options, word, strict=True)) for word in words]

    return Problem(
        parties=tuple(rankings),
        issues=tuple(Issue(name=o, options=("n", "y"), controller=(p,)) for o, p in controls.items()),
        links=tuple(map(parse, links)),
        irreversible=tuple(Irreversible(issue=o, **{"from": "n", "to": "y"}) for o in irreversible),
        ranking={p: tuple(tuple(spelt(names[s])) for s in order) for p, order in rankings.items()},
    )


def named(problem, indices, finding, names):
    found = set()
    for index in indices:
        letters = "".join(finding.states[index].values())
        found |= {
            n for n, word in names.items() if all(w in ("-", o) for w, o in zip(word, letters, strict=True))
        }
    return found


def equilibria(problem, names):
    finding = stability(problem)
    assert finding.complete is True
    return {c: named(problem, finding.equilibria[c], finding, names) for c in CONCEPTS}


TWO = {"CC": "yy", "CD": "yn", "DC": "ny", "DD": "nn"}
"""Row cooperates (y) or defects, then column."""


def test_prisoners_dilemma():
    """Defection is the Nash equilibrium; cooperation too is held by sanctions (Fang et al. 1993)."""
    problem = conflict(
        {"row": "Row", "column": "Column"},
        {"Row": ["DC", "CC", "DD", "CD"], "Column": ["CD", "CC", "DD", "DC"]},
        names=TWO,
    )
    found = equilibria(problem, TWO)
    assert found["Nash"] == {"DD"}
    assert found["GMR"] == found["SMR"] == found["SEQ"] == {"CC", "DD"}


def test_chicken():
    """One swerves: Nash. Both swerve: held by the fear of a crash, but no one would crash on purpose."""
    problem = conflict(
        {"row": "Row", "column": "Column"},
        {"Row": ["DC", "CC", "CD", "DD"], "Column": ["CD", "CC", "DC", "DD"]},
        names=TWO,
    )
    found = equilibria(problem, TWO)
    assert found["Nash"] == {"CD", "DC"}
    assert found["GMR"] == found["SMR"] == {"CC", "CD", "DC"}
    assert found["SEQ"] == {"CD", "DC"}


ELMIRA = {
    1: "nynnn", 2: "yynnn", 3: "nnynn", 4: "ynynn", 5: "nynny", 6: "yynny", 7: "nnyny", 8: "ynyny",
    9: "-nny-",
}  # fmt: skip
"""Modify, delay, accept, abandon, insist; once the plant is abandoned the rest does not matter."""


def test_elmira():
    """Groundwater at Elmira, Ontario: Hipel, Fang, Kilgour and Haight, IEEE SMC 1993.

    As in Fang, Hipel and Kilgour (1993) and many papers since: nine states, of which 5, 8 and 9 are
    equilibria under all concepts; modifying the order and abandoning the plant cannot be taken back.
    """
    problem = conflict(
        {
            "modify": "Ministry",
            "delay": "Uniroyal",
            "accept": "Uniroyal",
            "abandon": "Uniroyal",
            "insist": "Local",
        },
        {
            "Ministry": [7, 3, 4, 8, 5, 1, 2, 6, 9],
            "Uniroyal": [1, 4, 8, 5, 9, 3, 7, 2, 6],
            "Local": [7, 3, 5, 1, 8, 6, 4, 2, 9],
        },
        names=ELMIRA,
        links=[
            "delay = y implies accept = n",
            "abandon = y implies delay = n and accept = n",
            "abandon = n implies delay = y or accept = y",
        ],
        irreversible=["modify", "abandon"],
    )
    found = equilibria(problem, ELMIRA)
    assert found["Nash"] == found["SEQ"] == {5, 8, 9}
    assert found["GMR"] == found["SMR"] == {1, 4, 5, 8, 9}


CUBA = {number: "".join("y" if number >> bit & 1 else "n" for bit in range(4)) for number in range(12)}
"""Air strike (1), blockade (2), withdraw (4), escalate (8), added up as in the book."""


def test_cuban_missile_crisis():
    """Fraser and Hipel, *Conflict Analysis: Models and Resolutions* (1984), their first example.

    Under sequential stability the missiles are withdrawn, with the blockade (6) or without (4).
    """
    problem = conflict(
        {"air strike": "US", "blockade": "US", "withdraw": "USSR", "escalate": "USSR"},
        {
            "US": [4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8],
            "USSR": [0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8],
        },
        names=CUBA,
        links=["withdraw = y implies escalate = n"],
    )
    found = equilibria(problem, CUBA)
    assert found["SEQ"] == {4, 6}
    assert found["Nash"] == set()
    assert {4, 6} <= found["SMR"] <= found["GMR"]


THREE = {word: word for word in ("nnn", "nny", "nyn", "nyy", "ynn", "yny", "yyn", "yyy")}


def three(a, b, c):
    return conflict({"a": "A", "b": "B", "c": "C"}, {"A": a, "B": b, "C": c}, names=THREE)


def once_each(graph, party, state):
    """Whether the others hold *party* in *state* by improvements of which each makes at most one."""

    def reached(at, used):
        for mover in set(graph.parties) - {party} - used:
            for target in graph.improvements(mover, at):
                yield target
                yield from reached(target, used | {mover})

    own = graph.ranks[party]
    return all(
        any(own[end] <= own[state] for end in reached(way, frozenset()))
        for way in graph.improvements(party, state)
    )


def test_letting_each_opponent_move_only_once_misses_an_equilibrium():
    from tests.bargaining.stability.oracle import Graph, by_ranking  # noqa: PLC0415

    # A would go from ynn to nnn. There C improves to nny, B then to nyy, and only then C to nyn: bad for A.
    problem = three(
        a=["nnn", "nny", "yyy", "yny", "nyy", "yyn", "ynn", "nyn"],
        b=["ynn", "nyy", "nnn", "nny", "yyy", "nyn", "yny", "yyn"],
        c=["yyn", "nyn", "ynn", "nny", "yny", "yyy", "nnn", "nyy"],
    )
    graph = Graph(problem, {party: by_ranking(problem, party) for party in problem.parties})
    agreement = tuple("ynn")
    assert not once_each(graph, "A", agreement)
    finding = stability(problem, package=dict(zip("abc", "ynn", strict=True)))
    index = finding.states.index(dict(zip("abc", "ynn", strict=True)))
    assert index in finding.equilibria["SEQ"]
    assert index not in finding.equilibria["Nash"]
    (commitment,) = finding.commitments
    (temptation,) = commitment.temptations
    assert [move.party for move in temptation.held_by["SEQ"]] == ["C", "B", "C"]
    assert "".join(temptation.held_by["SEQ"][-1].package.values()) == "nyn"


@pytest.mark.parametrize("concept", CONCEPTS)
def test_stronger_concepts_are_contained_in_weaker_ones(concept):
    problem = three(
        a=["nnn", "nny", "yyy", "yny", "nyy", "yyn", "ynn", "nyn"],
        b=["ynn", "nyy", "nnn", "nny", "yyy", "nyn", "yny", "yyn"],
        c=["yyn", "nyn", "ynn", "nny", "yny", "yyy", "nnn", "nyy"],
    )
    finding = stability(problem)
    for party in problem.parties:
        assert set(finding.stable["Nash"][party]) <= set(finding.stable[concept][party])
        assert set(finding.stable[concept][party]) <= set(finding.stable["GMR"][party])
