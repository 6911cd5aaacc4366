"""From a reading to an example: what was read stands in it, what is not known is listed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sulh
from sulh.model.move import ACTS, Actor, Figure, Move, Reading, Term, Time
from sulh.reading.markup.annotation import Annotation, Cue
from sulh.reading.markup.example import TO_DO, annotation, example
from sulh.reading.markup.parse import parse

TEXT = (
    "The Crews' Union has turned down the company's offer of a raise of 6 percent, Dana Orel said on Monday. "
    "It wants nine percent.\n\nSorel Lines was told by the board that talks resume."
)
REPORT = sulh.read_report(TEXT.encode(), name="ferry.txt", published="2023-03-14")


def at(words: str) -> tuple[int, int]:
    start = REPORT.text.index(words)
    return start, start + len(words)


def actor(name: str, *mentions: str, **more: object) -> Actor:
    spans = tuple((REPORT.id, *at(words)) for words in mentions)
    return Actor.model_validate(
        {"name": name, "kind": "organisation", "role": "party", "mentions": spans} | more
    )


def move(act: str, quote: str, speaker: str, party: str, *terms: str, **more: object) -> Move:
    start, end = at(quote)
    found = [Term(text=t, start=at(t)[0], end=at(t)[1]) for t in terms]
    return Move.model_validate(
        {"id": f"{act} {start} {speaker}", "report": REPORT.id, "act": act, "speaker": speaker,
         "party": [party], "terms": found, "confidence": 1, "quote": quote, "start": start, "end": end} | more
    )  # fmt: skip


UNION = actor("Crews' Union", "The Crews' Union", aliases=["the union"])
LINES = actor("Sorel Lines", "the company's", "Sorel Lines")
OREL = actor(
    "Dana Orel", "Dana Orel", kind="person", role="other", member_of="Crews' Union", title="negotiator"
)
TURNED_DOWN = "The Crews' Union has turned down the company's offer of a raise of 6 percent"
REJECT = move("reject", TURNED_DOWN, "Crews' Union", "Crews' Union", "a raise of 6 percent",
              addressee="Sorel Lines", sources=["Dana Orel"], when="2023-03-13")  # fmt: skip
OFFER = move("offer", TURNED_DOWN[TURNED_DOWN.index("the company's") :], "Sorel Lines", "Sorel Lines",
             "a raise of 6 percent")  # fmt: skip
DEMAND = move("demand", "It wants nine percent", "Crews' Union", "Crews' Union", "nine percent", denied=True,
              context="historical")  # fmt: skip


def reading(*moves: Move, actors: tuple[Actor, ...] = (UNION, LINES, OREL)) -> Reading:
    figure = Figure(text="6 percent", start=at("6 percent")[0], end=at("6 percent")[1], report=REPORT.id,
                    value="6", unit="%", of="raise")  # fmt: skip
    monday = Time(text="Monday", start=at("Monday")[0], end=at("Monday")[1], kind="DATE", value="2023-03-13")
    return Reading(report=REPORT, actors=actors, moves=moves, figures=(figure,), times=(monday,))


def test_a_reading_as_an_example() -> None:
    made = example(reading(REJECT, OFFER, DEMAND)).markup
    assert "parties: [CU, SL]" in made
    assert "  DO: {name: Dana Orel, kind: person, of: CU, title: negotiator}" in made
    assert (
        "{q4|{@CU s1|The Crews' Union} {m1 reject|has turned down} {@SL a1 s2|the company's} "
        "{m2 offer|offer} of {t1,2|a raise of {#6:percent|6 percent}}}, {@DO s4|Dana Orel} {c4|said} on "
        "{~2023-03-13 d1|Monday}. {@CU s3|It} {m3 demand denied historical|wants} {t3|nine percent}."
    ) in made


def test_what_is_still_to_do_stands_at_the_top_and_in_the_example() -> None:
    made = example(reading(DEMAND))
    assert made.markup.startswith("---\nto do:\n  - ")
    assert tuple(parse(made.markup).head[TO_DO]) == made.to_do  # type: ignore[arg-type]
    assert not [line for line in made.to_do if line.startswith("published")]
    undated = reading(DEMAND).model_copy(update={"report": REPORT.model_copy(update={"published": None})})
    assert [line for line in example(undated).to_do if line.startswith("published")]


def test_what_the_text_does_not_name_is_said_and_not_made_up() -> None:
    told = DEMAND.model_copy(update={"sources": ("a harbour pilot",), "addressee": "the moon"})
    made = example(reading(told))
    assert "the text does not name a harbour pilot" in made.to_do
    assert "the text does not name the moon" in made.to_do
    assert "m1 'wants': its sources: a harbour pilot" in made.to_do
    assert {known.name for known in parse(made.markup).actors.values()} == {
        "Crews' Union", "Sorel Lines", "Dana Orel",
    }  # fmt: skip


def test_whom_the_text_names_and_nobody_listed_is_declared() -> None:
    made = example(
        reading(move("press", "the board that talks resume", "the board", "the board", "talks resume"))
    )
    note = parse(made.markup)
    assert note.actors["THEB"].name == "the board"
    assert any(line.startswith("the board: not among the actors read") for line in made.to_do)


def test_a_source_chain_of_two_is_heard_through_the_outer_one() -> None:
    board = actor("board", "the board", role="other")
    made = example(
        reading(
            REJECT.model_copy(update={"sources": ("board", "Dana Orel")}), actors=(UNION, LINES, OREL, board)
        )
    )
    assert parse(made.markup).actors["DO"].via == "BOAR"


def test_all_parties_together_act_and_are_spoken_to() -> None:
    both = move("meet", "talks resume", "both sides", "Crews' Union").model_copy(
        update={"party": ("Crews' Union", "Sorel Lines")}
    )
    press = move(
        "press", "the board that talks resume", "the board", "the board", "talks", addressee="both sides"
    )
    cues = parse(example(reading(both, press)).markup).cues
    assert {cue.act: (cue.by, cue.to) for cue in cues} == {
        "meet": (("CU", "SL"), ()), "press": ((), ("CU", "SL")),
    }  # fmt: skip


def test_a_term_that_crosses_another_is_marked_in_pieces_and_said() -> None:
    one = move("reject", TURNED_DOWN, "Crews' Union", "Crews' Union", "offer of a raise")
    two = move("offer", TURNED_DOWN, "Sorel Lines", "Sorel Lines", "a raise of 6 percent")
    made = example(reading(one, two))
    note = parse(made.markup)
    assert words(note, next(cue for cue in note.cues if cue.act == "offer")) == ["a raise", "of 6 percent"]
    assert "the term 'a raise of 6 percent' crosses another and is marked in pieces" in made.to_do


@pytest.mark.parametrize(
    ("quote", "speaker", "terms", "cue"),
    [
        (TURNED_DOWN, "Crews' Union", ["a raise of 6 percent"], "has turned down"),
        ("It wants nine percent", "Crews' Union", ["nine percent"], "wants"),
        ("the company's offer", "Sorel Lines", [], "offer"),
        ("a raise of 6 percent, Dana Orel said", "Dana Orel", ["a raise of 6 percent"], "said"),
        ("Sorel Lines was told by the board", "the board", ["Sorel Lines"], "was told"),
        ("nine percent", "Crews' Union", ["nine percent"], "nine"),
    ],
)
def test_where_the_cue_is(quote: str, speaker: str, terms: list[str], cue: str) -> None:
    board = actor("the board", "the board")
    one = move("demand", quote, speaker, speaker, *terms)
    note = annotation(reading(one, actors=(UNION, LINES, OREL, board)))
    assert [note.text[slice(*c.span)] for c in note.cues if c.act] == [cue]


def test_a_cue_stands_behind_an_aside_on_the_speaker() -> None:
    text = "Amira Dell, who leads the crews, was prepared to drop the claim."
    report = sulh.read_report(text.encode(), name="aside.txt", published="2023-03-14")
    dell = Actor(name="Amira Dell", kind="person", role="party", mentions=((report.id, 0, 10),))
    term = Term(text="drop the claim", start=text.index("drop"), end=len(text) - 1)
    one = Move(
        id="1", report=report.id, act="concede", speaker="Amira Dell", party=("Amira Dell",), terms=(term,),
        confidence=1, quote=text[:-1], start=0, end=len(text) - 1,
    )  # fmt: skip
    (cue,) = annotation(Reading(report=report, actors=(dell,), moves=(one,), figures=(), times=())).cues
    assert text[slice(*cue.span)] == "was prepared to"


def words(note: Annotation, cue: Cue) -> list[str]:
    return [note.text[slice(*span)] for span in cue.terms]


SPAN = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(
    lambda pair: (min(pair), max(pair))
)
SPAN = SPAN.filter(lambda span: bool(TEXT[slice(*span)].strip()))
NAMES = [
    "Crews' Union",
    "Sorel Lines",
    "both sides",
    "Dana Orel",
    "nobody",
    "Crews' Union and Sorel Lines",
    "Lines",
]

SOMEBODY = st.sampled_from([None, *NAMES])
SEVERAL = st.lists(st.sampled_from(NAMES), max_size=3).map(tuple)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading of any spans and names at all: they may cross, split words, and be unknown."""

    def quoted() -> dict[str, object]:
        start, end = draw(SPAN)
        return {"text": REPORT.text[start:end], "start": start, "end": end}

    actors = tuple(
        Actor(name=name, kind=draw(st.sampled_from(["state", "person", "source"])),
              role=draw(st.sampled_from(["party", "mediator", "other"])), member_of=draw(SOMEBODY),
              mentions=tuple((REPORT.id, *span) for span in draw(st.lists(SPAN, max_size=3))))
        for name in draw(st.sampled_from([[], NAMES[:2], [*NAMES[:2], NAMES[3]]]))
    )  # fmt: skip
    moves = []
    for number in range(draw(st.integers(0, 4))):
        where = quoted()
        moves.append(
            Move(id=str(number), report=REPORT.id, act=draw(st.sampled_from(ACTS)), confidence=1,
                 speaker=draw(st.sampled_from(NAMES)), party=draw(SEVERAL), sources=draw(SEVERAL),
                 quote=str(where.pop("text")), addressee=draw(SOMEBODY), denied=draw(st.booleans()),
                 terms=tuple(Term.model_validate(quoted()) for _ in range(draw(st.integers(0, 3)))),
                 when=draw(st.sampled_from([None, "2023-03-13", "2023"])), **where)
        )  # fmt: skip
    times = tuple(Time(kind="DATE", value="2023-03-13", **quoted()) for _ in range(draw(st.integers(0, 2))))
    figures = tuple(
        Figure(
            report=REPORT.id,
            value="6",
            unit=draw(st.sampled_from(["%", "cabin_crew|{x}", ""])),
            of="",
            **quoted(),
        )
        for _ in range(draw(st.integers(0, 2)))
    )
    return Reading(report=REPORT, actors=actors, moves=tuple(moves), times=times, figures=figures)


@given(readings())
def test_whatever_was_read_can_be_written_and_reads_the_same(found: Reading) -> None:
    note = annotation(found)
    assert parse(example(found).markup) == note
    acts = [(cue.act, cue.denied, cue.context) for cue in note.cues if cue.act]
    assert sorted(acts) == sorted((m.act, m.denied, m.context) for m in found.moves)
    by_number = {cue.number: cue for cue in note.cues}
    for number, one in enumerate(found.moves, 1):
        marked = {place for span in by_number[number].terms for place in range(*span)}
        asked = {place for term in one.terms for place in range(term.start, term.end)}
        assert marked <= asked
