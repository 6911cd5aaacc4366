"""A person's corrections of what was read: what they change, and what they cannot mean."""

import pytest

import sulh
from sulh.framing.corrections import correct
from sulh.model.errors import CaseFileError
from sulh.model.move import Actor, Figure, Move, Reading, Term

TEXT = (
    "Crews have turned down an offer of a raise of 6 percent, Dana Orel said. Orel wants nine percent.\n\n"
    "The Crews' Union and the harbour board meet on Monday."
)
REPORT = sulh.read_report(TEXT.encode(), name="ferry.txt", published="2023-03-14")


def at(words: str) -> tuple[int, int]:
    start = REPORT.text.index(words)
    return start, start + len(words)


def move(act: str, quote: str, speaker: str, *terms: str, **more: object) -> Move:
    start, end = at(quote)
    found = [Term(text=t, start=at(t)[0], end=at(t)[1], action="pay") for t in terms]
    name = Move.identify(REPORT.id, act, speaker, start, end)  # type: ignore[arg-type]
    return Move.model_validate(
        {"id": name, "report": REPORT.id, "act": act, "speaker": speaker, "party": [speaker], "terms": found,
         "reported": "2023-03-14", "confidence": 0.8, "quote": quote, "start": start, "end": end} | more
    )  # fmt: skip


CREWS = Actor(name="Crews", kind="group", role="party", mentions=((REPORT.id, *at("Crews")),))
UNION = Actor(
    name="Crews' Union", kind="organisation", role="party", mentions=((REPORT.id, *at("Crews' Union")),)
)
OREL = Actor(name="Dana Orel", kind="person", mentions=((REPORT.id, *at("Dana Orel")),))
REFUSAL = move(
    "demand",
    "Crews have turned down an offer of a raise of 6 percent",
    "Crews",
    "a raise of 6 percent",
    sources=["Dana Orel"],
)
WISH = move("demand", "Orel wants nine percent", "Dana Orel", "nine percent")
FIGURE = Figure(
    text="6 percent", start=at("6 percent")[0], end=at("6 percent")[1], report=REPORT.id,
    value="6", unit="%", of="raise", according_to=("Dana Orel",),
)  # fmt: skip
READING = Reading(
    report=REPORT, actors=(CREWS, UNION, OREL), moves=(REFUSAL, WISH), figures=(FIGURE,), times=()
)


def corrected(text: str) -> Reading:
    (made,) = correct([READING], text, "corrections.yaml")
    return made


def test_a_move_is_named_by_its_quote_or_by_its_id_and_removed() -> None:
    assert corrected("remove: [Orel wants nine percent]").moves == (REFUSAL,)
    assert corrected(f"remove: {WISH.id[:8]}").moves == (REFUSAL,)
    assert READING.moves == (REFUSAL, WISH)


def test_a_move_is_changed() -> None:
    made = corrected(
        f"change: {{{REFUSAL.id}: {{act: reject, denied: true, context: historical, when: 2023-03-13,"
        " addressee: the harbour board, terms: [an offer, a raise of 6 percent]}}"
    ).moves[0]
    assert (made.act, made.denied, made.context, made.when) == ("reject", True, "historical", "2023-03-13")
    assert made.addressee == "the harbour board"
    assert [(term.text, term.action) for term in made.terms] == [
        ("an offer", None),
        ("a raise of 6 percent", "pay"),
    ]
    assert made.id == Move.identify(REPORT.id, "reject", "Crews", made.start, made.end)
    assert (made.sources, made.confidence) == (("Dana Orel",), 1)


def test_a_move_is_added_with_the_side_of_its_speaker() -> None:
    made = corrected(
        "actors: {Dana Orel: {of: Crews' Union}}\n"
        "add:\n"
        " - {quote: The Crews' Union and the harbour board meet, act: meet, speaker: both sides}\n"
        " - {quote: wants nine percent, act: demand, speaker: Dana Orel, terms: nine percent,\n"
        "    report: ferry.txt}"
    )
    (demand,) = [one for one in made.moves if one.quote == "wants nine percent"]
    assert (demand.party, demand.reported, demand.report) == (("Crews' Union",), "2023-03-14", REPORT.id)
    assert [one.party for one in made.moves if one.act == "meet"] == [("Crews", "Crews' Union")]
    assert [one.start for one in made.moves] == sorted(one.start for one in made.moves)


def test_whoever_speaks_for_somebody_else_acts_for_that_side() -> None:
    made = corrected("actors: {Dana Orel: {of: Crews' Union, title: chair, kind: person, role: other}}")
    assert made.actors[2].member_of == "Crews' Union"
    assert made.actors[2].title == "chair"
    assert made.moves[1].party == ("Crews' Union",)


def test_an_actor_is_renamed_everywhere() -> None:
    made = corrected("actors: {Dana Orel: {name: Dana Orell}}")
    assert [actor.name for actor in made.actors] == ["Crews", "Crews' Union", "Dana Orell"]
    assert made.moves[0].sources == made.figures[0].according_to == ("Dana Orell",)
    assert made.moves[1].speaker == "Dana Orell"
    assert made.moves[1].id == Move.identify(REPORT.id, "demand", "Dana Orell", WISH.start, WISH.end)


def test_two_actors_are_joined() -> None:
    made = corrected("actors: {Crews: {same_as: Crews' Union}}")
    assert [actor.name for actor in made.actors] == ["Crews' Union", "Dana Orel"]
    assert made.actors[0].aliases == ("Crews",)
    assert made.actors[0].mentions == (*CREWS.mentions, *UNION.mentions)
    assert made.moves[0].party == ("Crews' Union",)


def test_an_actor_that_was_not_read_is_added() -> None:
    made = corrected("actors: {harbour board: {kind: body, role: mediator}}")
    assert made.actors[-1].role == "mediator"
    assert made.actors[-1].mentions == ((REPORT.id, *at("harbour board")),)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("- a", 1, "holds no corrections"),
        ("moves: []", 1, "has no 'moves'"),
        ("remove: [\n  They left]", 2, "no move is called 'They left'"),
        ("change: {Orel wants nine percent:\n {act: demnd}}", 2, "cannot be 'demnd'"),
        ("change: {Orel wants nine percent:\n {terms: [ten percent]}}", 2, "does not say 'ten percent'"),
        ("change: {Orel wants nine percent:\n {speaker: Dana Orell}}", 2, "names no 'Dana Orell'"),
        ("add:\n - {quote: Orel sulks, act: demand, speaker: Dana Orel}", 2, "does not say 'Orel sulks'"),
        ("add:\n - {quote: Orel wants, act: demand}", 2, "lacks 'speaker'"),
        ("add:\n - {quote: Orel, act: demand, speaker: Crews, report: x}", 2, "no report 'x'"),
        ("actors: {Crew: {role: party}}", 1, "no actor 'Crew'"),
        ("actors: {Ghosts: {kind: group}}", 1, "no report names 'Ghosts'"),
        ("actors: {Crews: {name: Dana Orel}}", 1, "already"),
        ("actors: {Crews: {same_as: Crews}}", 1, "no other actor"),
        ("actors: {Crews: {same_as: Dana Orel, kind: person}}", 1, "stands alone"),
        ("actors: {Crews: {of: Nobody}}", 1, "no other actor 'Nobody'"),
        ("actors: {Crews: {kind: ship}}", 1, "cannot be 'ship'"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_said_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(CaseFileError, match=what) as error:
        corrected(text)
    assert error.value.line == line
    assert error.value.hint


def test_moves_on_the_same_words_are_told_apart_by_their_ids() -> None:
    twin = move("condition", WISH.quote, "Dana Orel")
    both = READING.model_copy(update={"moves": (*READING.moves, twin)})
    with pytest.raises(CaseFileError, match="2 moves") as error:
        correct([both], f"remove: {WISH.quote}", "corrections.yaml")
    assert twin.id[:8] in error.value.hint
    (made,) = correct([both], f"remove: {twin.id[:8]}", "corrections.yaml")
    assert made.moves == READING.moves
