"""From marks to moves: who does it, for whom, through which sources, on what terms."""

import gold
from sulh.reading.markup.parse import parse

HEAD = """---
parties: [RED, BLUE]
mediators: [SEA]
actors:
  RED: {name: Red, kind: state}
  BLUE: {name: Blue, kind: organisation}
  SEA: {name: Sea, kind: state}
  MIN: {name: Ana Red, kind: person, of: RED}
  PAP: {name: The Paper, kind: source}
  OFF: {name: an official, kind: source, of: RED, via: PAP}
  BOTH: {name: both, kind: group, members: [RED, BLUE]}
---
"""


def moves(body: str) -> list[gold.GoldMove]:
    return gold.moves(parse(HEAD + body))


def test_sources_run_from_the_outermost_inwards() -> None:
    (move,) = moves(
        "{@OFF s1|An official} {c1|said} {q1|that {@BLUE s2|Blue} {c2 reject|refused} {q2|{t2|it}}}"
    )
    assert move.chain == ("PAP", "OFF")
    assert (move.speakers, move.party) == (("BLUE",), ("BLUE",))


def test_a_side_that_speaks_for_itself_is_the_speaker() -> None:
    (move,) = moves("{@MIN s1|Ana Red} {c1|said} {q1|{@RED s2|we} {m2 reject to=BLUE|refuse} {t2|it}}")
    assert move.chain == ()
    assert (move.speakers, move.party, move.addressees) == (("MIN",), ("RED",), ("BLUE",))


def test_an_unnamed_insider_stays_a_source() -> None:
    (move,) = moves("{@OFF s1|An official} {c1|said} {q1|{@RED s2|we} {m2 reject|refuse} {t2|it}}")
    assert move.chain == ("PAP", "OFF")
    assert move.party == ("RED",)


def test_without_a_doer_the_one_who_speaks_does_it() -> None:
    (move,) = moves("{q1|“Never {m2 reject|will we accept} {t2|it},”} {@MIN s1|she} {c1|said}.")
    assert move.speakers == ("MIN",)
    assert move.party == ("RED",)


def test_a_collective_stands_for_its_members() -> None:
    (move,) = moves("{@BOTH s1|Both} {m1 meet|met} on {~2024-01-02 d1|Tuesday}.")
    assert move.party == ("RED", "BLUE")
    assert move.when == "2024-01-02"


def test_a_mediator_is_its_own_side() -> None:
    (move,) = moves("{@SEA s1|Sea} {c1 press|urged} {@BOTH a1|them} {q1|to {t1|sign}}")
    assert (move.party, move.addressees) == (("SEA",), ("BOTH",))


def test_the_quote_reaches_from_the_doer_to_the_last_term_of_its_line() -> None:
    text = "{t1|The hill} matters.\n{@RED s1|Red} {c1 demand|wants} {q1|{t1|the well}} today."
    (move,) = moves(text)
    assert parse(HEAD + text).text[slice(*move.quote)] == "Red wants the well"
    assert len(move.terms) == 2


def test_who_turns_an_offer_down_is_no_source_for_it() -> None:
    reject, offer = moves(
        "{@RED s1|Red} {c1 reject|refused} {q1|{@BLUE s2|Blue's} {c2 offer|offer} of {q2|{t1,2|a hill}}}"
    )
    assert (offer.speakers, offer.chain) == (("BLUE",), ())
    assert reject.terms == offer.terms
