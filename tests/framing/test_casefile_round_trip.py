"""Case files: what is written is read back, and any text is read or refused."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sulh.framing.casefile import read_case, write_case
from sulh.model.errors import CaseFileError
from sulh.model.evaluation import contradiction
from sulh.model.expressions import And, Compare, Implies, Not, OneOf, Or
from sulh.model.problem import Evidence, Irreversible, Issue, Offer, Position, Problem, Utility
from sulh.model.sources import key_of, sources_in

OFTEN = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "no",
        "on",
        "~",
        "null",
        "300",
        "2024-01-01",
        "a: b",
        "- x",
        " x ",
        "a\nb",
        "\x85",
        "=",
        "<<",
        "!x",
        "'",
        "#",
    ]
)
DATES = st.sampled_from(["2024-02-15", "2024-02", "2024", "2024-W07", "XXXX-10-07", "XXXX-WXX-4", "2023-WI"])
FRACTIONS = st.fractions(-100, 100) | st.decimals(-9, 9, allow_nan=False, places=4).map(Fraction)


def _evidence():
    return st.builds(
        Evidence,
        quote=TEXTS,
        report=st.none() | TEXTS,
        move=st.none() | TEXTS,
        start=st.none() | st.integers(0, 99),
        end=st.none() | st.integers(0, 99),
        sources=st.lists(TEXTS, max_size=2).map(tuple),
        level=st.sampled_from(["press", "own words", "counterpart"]),
        published=st.none() | st.just("2024-02"),
    )


def _put_to_others(offer):
    answers = {party: answer for party, answer in offer.answers.items() if party != offer.by}
    to = tuple(party for party in offer.to if party != offer.by)
    return offer.model_copy(update={"to": to, "answers": answers})


@st.composite
def problems(draw):
    everybody = draw(st.lists(TEXTS, min_size=1, max_size=4, unique=True))
    split = draw(st.integers(1, len(everybody)))
    parties, mediators = tuple(everybody[:split]), tuple(everybody[split:])
    party, anybody = st.sampled_from(parties), st.sampled_from(everybody)
    table = [
        draw(
            st.builds(
                Issue,
                name=st.just(name),
                options=st.just(options := tuple(draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True)))),
                ordered=st.booleans(),
                controller=st.lists(anybody, max_size=2, unique=True).map(tuple),
                gives=st.sampled_from(["up", "down"]),
                direction_confirmed=st.booleans(),
                open_rungs=st.lists(st.sampled_from(options), max_size=1).map(tuple),
                label=st.none() | TEXTS,
                unit=st.none() | TEXTS,
            )
        )
        for name in draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
    ]
    atom = st.sampled_from(table).flatmap(
        lambda i: (
            st.builds(
                Compare,
                st.just(i.name),
                st.sampled_from(["=", "!=", "<", ">="] if i.ordered else ["=", "!="]),
                st.sampled_from(i.options),
            )
            | st.builds(OneOf, st.just(i.name), st.lists(st.sampled_from(i.options), min_size=1).map(tuple))
        )
    )
    pair = st.tuples(atom, atom)
    wants = (
        atom
        | st.builds(Not, atom)
        | st.builds(And, pair)
        | st.builds(Or, pair)
        | st.builds(Implies, atom, atom)
    )
    state = st.fixed_dictionaries({i.name: st.sampled_from(i.options) for i in table})
    part = state.map(lambda whole: dict(list(whole.items())[:2]))
    evidence = st.lists(_evidence(), max_size=2).map(tuple)
    positive = FRACTIONS.map(lambda number: abs(number) + 1)
    numbers = st.dictionaries(st.sampled_from([i.name for i in table]), positive, max_size=2)
    ids = draw(st.lists(TEXTS, min_size=4, max_size=4, unique=True))
    position = st.builds(
        Position,
        id=st.just(""),
        party=party,
        wants=wants,
        strength=st.sampled_from(["red line", "demand", "offer", "preference"]),
        since=st.none() | DATES,
        until=st.none() | DATES,
        own_voice=st.booleans(),
        hedged=st.booleans(),
        note=st.none() | TEXTS,
        evidence=evidence,
    )
    offer = st.builds(
        Offer,
        id=st.just(""),
        by=anybody,
        to=st.lists(anybody, max_size=2).map(tuple),
        package=part,
        since=st.none() | DATES,
        answers=st.dictionaries(anybody, st.sampled_from(["accept", "reject", "none"]), max_size=2),
        answered=st.dictionaries(anybody, DATES, max_size=1),
        condition=st.none() | TEXTS,
        own_voice=st.booleans(),
        evidence=evidence,
        answer_evidence=st.dictionaries(anybody, evidence, max_size=1),
    )
    links = tuple(draw(st.lists(wants, max_size=2)))
    assume(contradiction(links, table) is None)
    scores = st.just({i.name: {o: draw(FRACTIONS) for o in i.options} for i in table})
    positions = draw(st.lists(position, max_size=2))
    offers = [_put_to_others(o) for o in draw(st.lists(offer, max_size=2))]
    options = table[0].options
    case = Problem(
        title=draw(TEXTS.filter(str.strip)),
        parties=parties,
        mediators=mediators,
        issues=tuple(table),
        links=links,
        positions=tuple(p.model_copy(update={"id": ids[i]}) for i, p in enumerate(positions)),
        offers=tuple(o.model_copy(update={"id": ids[i + 2]}) for i, o in enumerate(offers)),
        agreement=tuple(draw(st.lists(st.lists(party, max_size=2).map(tuple), max_size=2))),
        weights=draw(st.dictionaries(party, numbers, max_size=2)),
        utilities=draw(
            st.dictionaries(
                party, st.builds(Utility, weights=numbers, scores=scores, reserve=FRACTIONS), max_size=1
            )
        ),
        preferences=draw(st.dictionaries(party, st.lists(wants, max_size=2).map(tuple), max_size=1)),
        ranking=draw(
            st.dictionaries(
                party,
                st.lists(st.lists(state, max_size=2).map(tuple), max_size=2).map(tuple),
                max_size=1,
            )
        ),
        irreversible=tuple(
            Irreversible.model_validate({"issue": table[0].name, "from": options[0], "to": options[-1]})
            for _ in range(draw(st.integers(0, 1)))
        ),
        status_quo=draw(part),
        credence=draw(st.dictionaries(st.sampled_from(["A", "B2", "3"]), st.fractions(0, 1), max_size=2)),
    )
    names = sorted({source.key for source in sources_in(case)})
    grades = st.sampled_from(["A", "B2", "F6"])
    graded = {name: draw(grades) for name in names[: draw(st.integers(0, 2))] if key_of(name) == name}
    return case.model_copy(update={"grades": graded})


@OFTEN
@given(problems())
def test_what_is_written_is_read_back(problem):
    assert read_case(write_case(problem)) == problem


@OFTEN
@given(st.text(max_size=60) | st.text("parties: [A]{}issues\n-&*!\"'|>%@#,", max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        read_case(text)
    except CaseFileError as error:
        assert error.hint
