"""Moves: what is spotted, with who is meant, source chains, prices. The words are marked as in the corpus."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sulh.model.move import Reading
from sulh.reading.markup.parse import parse

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

import positions

Read = Callable[..., Reading]


def test_the_chain_runs_from_the_outlet_inwards(read_marks: Read) -> None:
    text = (
        "{@W s1|Wadi Press} {c1|reported} {q1|that {@D s2|a diplomat} {c2|said} {q2|that {@T s3|Temsana} "
        "{m3 offer|would free} {t3|ten men}}}."
    )
    (move,) = read_marks(text, W="source", D="source", T="state").moves
    assert (move.act, move.party, move.sources) == ("offer", ("Temsana",), ("Wadi Press", "diplomat"))
    assert [term.text for term in move.terms] == ["ten men"]


def test_a_side_is_no_source_for_its_own_act(read_marks: Read) -> None:
    text = "{@T s1|Temsana} {c1|said} {q1|that {@T s2|it} {m2 reject|rejects} {t2|the map}}."
    (move,) = read_marks(text, T="state").moves
    assert (move.speaker, move.sources) == ("Temsana", ())


def test_a_condition_is_the_price_of_the_step_beside_it(read_marks: Read) -> None:
    text = (
        "{@T s1|Temsana} {m1 offer|would free} {t1|ten men} {m2 condition by=T|if} {t2|Orvale left}. "
        "{@O|Orvale} waits."
    )
    (move,) = read_marks(text, T="state", O="state").moves
    assert (move.act, move.terms[0].exchange) == ("offer", "Orvale left")


def test_a_condition_by_itself_stays_a_move(read_marks: Read) -> None:
    text = "{@T s1|Temsana} {m1 condition|will sign no paper without} {t1|a map}."
    (move,) = read_marks(text, T="state").moves
    assert (move.act, [term.text for term in move.terms]) == ("condition", ["a map"])


@pytest.mark.parametrize(
    ("marked", "terms"),
    [
        ("{m1 offer|offered} to {t1|rule} out {t1|dismissals}", ["rule out dismissals"]),
        ("{m1 offer|offered} to {t1|discuss} {t1|the map}", ["discuss the map"]),
        ("{m1 offer|offered} {t1|ten men} and {t1|the map}", ["ten men", "the map"]),
        ("{m1 offer|offered} {t1|ten men} {t1|before Friday}", ["ten men", "before Friday"]),
    ],
)
def test_a_term_parted_from_its_verb_is_one(marked: str, terms: list[str], read_marks: Read) -> None:
    (move,) = read_marks(f"{{@T s1|Temsana}} {marked}.", T="state").moves
    assert [term.text for term in move.terms] == terms


def test_what_is_asked_in_return_goes_with_the_term_before_it(read_marks: Read) -> None:
    text = "{@T s1|Temsana} {m1 offer|offered} {t1|ten men} {t1|in exchange for the hill}."
    (move,) = read_marks(text, T="state").moves
    assert [(term.text, term.exchange) for term in move.terms] == [("ten men", "the hill")]


def test_an_act_without_a_doer_of_its_own_is_that_of_the_sentence(read_marks: Read) -> None:
    text = "{@T s1|Temsana} {m1 reject|rejected} {t1|the map} and {m2 demand|asked for} {t2|a new one}."
    assert [(m.act, m.speaker) for m in read_marks(text, T="state").moves] == [
        ("reject", "Temsana"),
        ("demand", "Temsana"),
    ]


def test_flags_and_times_are_kept(read_marks: Read) -> None:
    text = (
        "{@T s1|Temsana} {m1 offer denied|never gave} {t1|a map}. On {~2024-02-13 d2|Tuesday} {@O s2|Orvale} "
        "{m2 accept hypothetical|considered} {t2|it}."
    )
    first, second = read_marks(text, T="state", O="state").moves
    assert (first.denied, second.context, second.when) == (True, "hypothetical", "2024-02-13")


def test_nobody_who_acts_is_no_move(read_marks: Read) -> None:
    assert read_marks("There was {m1 reject|a refusal}.").moves == ()


def test_what_is_asked_in_return_may_come_first(read_marks: Read) -> None:
    text = (
        "{t1|In exchange for a free hand}, {@T s1|Tarvik} {m1 offer|offered} to {t1|free ten men}. "
        "{@O|Osmara} waits."
    )
    (move,) = read_marks(text, T="state", O="state").moves
    assert [(term.text, term.exchange) for term in move.terms] == [("free ten men", "a free hand")]


def test_an_agreement_is_by_both_whoever_confirms_it(read_marks: Read) -> None:
    text = (
        "{@T s1|Tarvik} {m1 demand|wants} {t1|a truce}; {@O s2|Osmara} {m2 demand|wants} {t2|a bridge}. "
        "{@B s3|The Harbour Board} {c3|confirmed} {q3|an {m4 agree|agreement} on {t4|the bridge}}."
    )
    move = read_marks(text, T="state", O="state", B="body").moves[-1]
    assert (move.act, set(move.party), move.sources) == ("agree", {"Tarvik", "Osmara"}, ("Harbour Board",))


def test_a_demand_told_of_is_of_whoever_made_it(read_marks: Read) -> None:
    text = (
        "{@T s1|Tarvik} {m1 demand|wants} {t1,3|a bridge}. "
        "{@O s2|Osmara} {c2|said} {q2|the {m3 demand|demand} would cost millions}."
    )
    first, second = read_marks(text, T="state", O="state").moves
    assert (second.act, second.party, second.sources) == ("demand", first.party, ("Osmara",))


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        (
            "{@T s1|Tarvik} {m1 threaten|will sail} {t1|south} {m2 condition|if} {t2|the gates are shut}.",
            True,
        ),
        (
            "{@T s1|Tarvik} {m1 threaten|will sail} {t1|south} {m2 condition|if} {t2|they are not open}.",
            False,
        ),
        ("{@T s1|Tarvik} {m1 threaten|will sail} {t1|south} {m2 condition|unless} {t2|they open}.", False),
        (
            "{@T s1|Tarvik} {m1 demand|won't take} {t1|less} {m2 condition|while} {t2|the gates are shut}.",
            True,
        ),
        ("{@T s1|Tarvik} {m1 demand|wants} {t1|more} {m2 condition|if} {t2|the gates open}.", False),
    ],
)
def test_a_side_does_not_want_what_its_warning_hangs_on(text: str, negated: bool, read_marks: Read) -> None:
    move = read_marks(text, T="state").moves[-1]
    assert (move.act, move.terms[0].negated) == ("condition", negated)


@pytest.mark.parametrize(
    "term", ["let the goods through", "pay ten crowns from 1 May", "no crane without a driver"]
)
def test_a_term_keeps_its_last_word(term: str, read_marks: Read) -> None:
    (move,) = read_marks(f"{{@T s1|Tarvik}} {{m1 demand|wants}} to {{t1|{term}}}.", T="state").moves
    assert move.terms[0].text == term


def test_a_crane_without_a_driver_is_a_crane(read_marks: Read) -> None:
    text = "{@T s1|Tarvik} {m1 reject|refuses} {t1|cranes without a driver}."
    (move,) = read_marks(text, T="state").moves
    assert not move.terms[0].negated


def test_whoever_is_joined_to_the_doer_does_it_too(read_marks: Read) -> None:
    text = "{@T s1|Temsana} and {@O|Orvale} {m1 reject|rejected} {t1|the map}."
    (move,) = read_marks(text, T="state", O="state").moves
    assert move.party == ("Temsana", "Orvale")


def test_who_is_asked_to_do_it_is_no_term(read_marks: Read) -> None:
    text = "{@T s1|Temsana} {m1 demand|asked} {t1|the schools} to {t1|pay taxes}, {t1|a} fee."
    (move,) = read_marks(text, T="state").moves
    assert [term.text for term in move.terms] == ["pay taxes", "a fee"]


def test_two_that_press_are_no_parties(read_marks: Read) -> None:
    text = (
        "{@T s1|Temsana} {m1 reject|rejected} {t1|a truce}. {@O s2|Orvale} {m2 demand|demands} {t2|a truce}. "
        "{@U s3|Upper Lusk} and {@L s3|Lower Lusk} {m3 demand|are pressing for} {t3|a truce}."
    )
    reading = read_marks(text, T="state", O="state", U="state", L="state")
    assert reading.moves[-1].act == "press"
    assert {a.name for a in reading.actors if a.role == "mediator"} == {"Upper Lusk", "Lower Lusk"}


def test_a_side_does_not_ask_for_what_it_turns_down(read_marks: Read) -> None:
    text = (
        "{@T s1|Temsana} {c1 reject|rejected} {q1|{@T s2|its} {m2 demand|demands} for {t1,2|the map}}. "
        "{@O s3|Orvale} {m3 demand|wants} {t3|the map}."
    )
    moves = read_marks(text, T="state", O="state").moves
    assert [(move.act, move.party) for move in moves] == [("reject", ("Temsana",)), ("demand", ("Orvale",))]


def test_what_remains_is_not_agreed(read_marks: Read) -> None:
    text = (
        "{@T s1|Temsana} {m1 reject|rejected} {t1|the map}. {t2|Pay} and {t2|the cranes} {m2 agree|remain}."
    )
    assert [move.act for move in read_marks(text, T="state").moves] == ["reject"]


def test_a_step_back_is_to_the_second_figure(read_marks: Read) -> None:
    text = "{@U s1|Unite} {m1 concede|lowered its claim} from {t1|12 percent} to {t1|9 percent}."
    (move,) = read_marks(text).moves
    assert [term.text for term in move.terms] == ["9 percent"]


def test_who_must_do_it_does_not_demand_it(read_marks: Read) -> None:
    text = (
        "{@T s1|Temsana} {c1|said} {q1|that {@O s2|Orvale} {m2 demand|must} {t2|open the bridge}}. "
        "{@O s3|Orvale} {m3 reject|does not understand} {t3|the map}."
    )
    (move,) = read_marks(text, O="state", T="state").moves
    assert (move.act, move.party) == ("demand", ("Temsana",))


def test_what_somebody_fears_is_no_act(read_marks: Read) -> None:
    text = (
        "{@T s1|Temsana} {c1|fears} {q1|that {@O s2|Orvale} {m2 offer|will change} {t2|the law}}. "
        "{@O s3|Orvale} {m3 demand|must} {t3|pay}."
    )
    assert not read_marks(text, O="state", T="state").moves


@pytest.mark.parametrize(
    ("named", "term"),
    [
        ("the ruling", "the ruling"),
        ("the bridge", "a bridge over the Sarn"),  # said again in fewer words
        ("the proposal", "a bridge over the Sarn"),
    ],
)
def test_a_refusal_is_of_what_it_names(named: str, term: str, read_marks: Read) -> None:
    text = (
        "{@T s1|Temsana} {m1 offer|offers} {t1 t2|a bridge over the Sarn}.\n\n"
        f"{{@O s2|Orvale}} {{m2 reject|has denounced}} {named} as a trap."
    )
    rejected = [move for move in read_marks(text, O="state", T="state").moves if move.act == "reject"]
    assert [move.terms[0].text for move in rejected] == [term]
    assert all(term != named or named in move.quote for move in rejected)


def test_an_act_told_by_two_cues_is_one(read_marks: Read) -> None:
    text = "{@O|Orvale} read {m1 offer by=T|a text} {m2 offer|submitted by} {@T s2|Temsana}: {t1,2|the map}."
    (move,) = read_marks(text, T="state", O="state").moves
    assert (move.act, [term.text for term in move.terms]) == ("offer", ["the map"])


def test_a_term_that_runs_into_its_cue_is_what_stands_behind() -> None:
    body = "{@T s1|Temsana} {m1 reject|would never sign away} {t1|the trial}."
    note = parse(f"---\nactors:\n  T: {{name: Temsana, kind: state}}\n---\n{body}\n")
    spotted = positions.marked(note)
    (cue,) = spotted.cues
    cue.terms = [(note.text.index("sign"), note.text.index("."))]
    (move,) = positions.read(note, spotted).moves
    assert [term.text for term in move.terms] == ["the trial"]


def test_what_became_of_an_earlier_agreement_is_past(read_marks: Read) -> None:
    text = "The last truce {m1 agree by=T,O|was signed} by {@T|Temsana} and {@O|Orvale} in May."
    (move,) = read_marks(text, T="state", O="state").moves
    assert move.context == "historical"
