"""Large cases: few states of very many, time and memory that run out, an interruption, cut lists."""

from __future__ import annotations

import random

import pytest

from sulh.bargaining.stability import commitment, sanctions, stability
from sulh.bargaining.stability import finding as finding_module
from sulh.bargaining.stability.listed import Listed
from sulh.model.errors import CaseFileError, UsageError
from sulh.model.expressions import And, Compare, Implies, Not, parse
from sulh.model.limits import Limits
from sulh.model.problem import Issue, Offer, Problem


def switches(options, parties=3, seed=1, **more):
    """A case of yes/no options with random statements."""
    drawn = random.Random(seed)  # noqa: S311
    names = tuple("ABCDEFG"[:parties])

    def atom():
        return Compare(f"o{drawn.randrange(options)}", "=", drawn.choice("ny"))

    def statement():
        return drawn.choice([atom(), And((atom(), atom())), Implies(atom(), Not(atom()))])

    return Problem(
        parties=names,
        issues=tuple(
            Issue(name=f"o{i}", options=("n", "y"), controller=(names[i % parties],)) for i in range(options)
        ),
        preferences={name: tuple(statement() for _ in range(options)) for name in names},
        status_quo={f"o{i}": "n" for i in range(options)},
        **more,
    )


def test_many_states_list_the_named_ones_and_equilibria():
    found = stability(switches(13), limits=Limits(most=8000))
    assert found.number == 8192
    assert len(found.states) < 8192
    assert found.states[found.named["status quo"]] == {f"o{i}": "n" for i in range(13)}
    assert found.complete is True
    assert {c: len(e) for c, e in found.equilibria.items()} == found.equilibria_in_all
    assert found.arrows == ()
    assert "not re-verified" in found.method


def test_lists_are_cut_and_say_so():
    whole = stability(switches(13))
    found = stability(switches(13), limits=Limits(most=3))
    assert found.complete is False
    assert found.why == "not all equilibria are listed"
    assert len(found.states) <= 4
    assert found.equilibria_in_all == whole.equilibria_in_all
    for concept, listed in found.equilibria.items():
        told = [whole.states[at] for at in whole.equilibria[concept]]
        assert all(found.states[at] in told for at in listed)


def test_links_that_leave_few_of_very_many_states():
    chain = tuple(parse(f"o{i} = y implies o{i + 1} = y") for i in range(39))
    problem = switches(40, links=chain)
    found = stability(problem)
    assert found.number == 41
    assert found.complete is True
    assert len(found.states) == 41


def test_a_tensor_and_a_list_agree_on_a_larger_case(monkeypatch):
    problem = switches(9, parties=4, links=(parse("o0 = y implies o4 = y"), parse("o1 = y or o7 = n")))
    found = stability(problem)
    monkeypatch.setattr(
        finding_module,
        "states_of",
        Listed,
    )
    listed = stability(problem)
    assert listed == found


def test_too_many_states_for_the_memory_are_unknown():
    found = stability(switches(16), limits=Limits(mebibytes=1))
    assert found.complete == "unknown"
    assert "65,536 states would take about" in (found.why or "")
    assert (found.states, found.stable, found.equilibria) == ((), {}, {})
    found = stability(switches(70))
    assert found.complete == "unknown"


def test_issues_that_nobody_moves_are_left_at_the_status_quo_where_states_are_too_many():
    bare = switches(9)
    still = tuple(Issue(name=f"z{i}", options=("0", "1", "2")) for i in range(20))
    quo = {**bare.status_quo, **{issue.name: "1" for issue in still}}
    away = Offer(id="away", by="A", package={"z3": "2"})
    near = Offer(id="near", by="A", package={"o3": "y"})
    for links in ((), (parse("z0 = 1 implies o0 = n"), parse("z1 = 1 or o1 = y"))):
        more = bare.model_copy(
            update={
                "issues": (*bare.issues, *still),
                "status_quo": quo,
                "links": links,
                "offers": (away, near),
            }
        )
        small = bare.model_copy(update={"links": (parse("o0 = n"),) if links else (), "offers": (near,)})
        found, alone = stability(more), stability(small)
        assert found.complete is False
        assert "only those with the status quo on z0, z1" in (found.why or "")
        assert found.stable == alone.stable
        assert found.reachable == alone.reachable
        assert [{**s, **{i.name: "1" for i in still}} for s in alone.states] == list(found.states)
        assert "near" in found.named and "away" not in found.named
        assert any(said.startswith("away is no state") for said in found.assumptions)
        with pytest.raises(UsageError, match="stands at the status quo"):
            stability(more, package={"z0": "2"})


def test_time_that_runs_out_leaves_what_is_known(monkeypatch):
    begun = sanctions.Judge.judge

    def slow(self, party, concept):
        if concept == "SEQ":
            self.states.allowance._end = 0
            self.states.allowance.check()
        return begun(self, party, concept)

    monkeypatch.setattr(sanctions.Judge, "judge", slow)
    found = stability(switches(6), package={"o0": "y"})
    assert found.complete == "unknown"
    assert "time limit" in (found.why or "")
    assert set(found.equilibria) == {"Nash", "GMR", "SMR"}
    assert len(found.states) == 64
    (commitment,) = found.commitments
    assert set(commitment.holds) == {"Nash", "GMR", "SMR"}


def test_no_time_at_all():
    found = stability(switches(12), limits=Limits(seconds=1e-9))
    assert found.complete == "unknown"
    assert found.equilibria == {}


def test_an_interruption_leaves_what_is_known(monkeypatch):
    begun = sanctions.Judge.judge

    def stopped(self, party, concept):
        if concept == "SMR":
            raise KeyboardInterrupt
        return begun(self, party, concept)

    monkeypatch.setattr(sanctions.Judge, "judge", stopped)
    found = stability(switches(6))
    assert found.complete == "unknown"
    assert found.why == "interrupted"
    assert set(found.equilibria) == {"Nash", "GMR"}


def test_links_that_exclude_each_other_are_an_error():
    problem = switches(3, links=(parse("o0 = y"), parse("o0 = n")))
    with pytest.raises(CaseFileError, match="no package meets"):
        stability(problem)


def test_an_answer_that_takes_too_long_to_trace_still_holds(monkeypatch):
    monkeypatch.setattr(commitment, "MOST_EXPANDED", 0)
    for seed in range(20):
        found = stability(switches(6, seed=seed), package={"o0": "y"})
        answers = [a for c in found.commitments for t in c.temptations for a in t.held_by.values()]
        assert all(answer == () for answer in answers)
        if answers:
            return
    raise AssertionError("no agreement is held by anything")


def test_one_party_alone_and_issues_with_one_option():
    problem = Problem(
        parties=("A",),
        issues=(Issue(name="x", options=("only",), controller=("A",)),),
        status_quo={"x": "only"},
    )
    found = stability(problem)
    assert found.number == 1
    assert found.equilibria == {"Nash": (0,), "GMR": (0,), "SMR": (0,), "SEQ": (0,)}
    assert found.reachable == {"moves": (0,), "improvements": (0,)}
