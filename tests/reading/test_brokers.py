"""What a report says outright of the roles: between whom the talks are, who mediates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sulh.model.move import Reading

Read = Callable[..., Reading]
TALKS = "{@T s1|Temsana} {m1 reject|rejected} {t1|a truce}. {@O s2|Orvale} {m2 demand|demands} {t2|a truce}. "


def mediators(reading: Reading) -> set[str]:
    return {actor.name for actor in reading.actors if actor.role == "mediator"}


@pytest.mark.parametrize(
    "text",
    [
        "{@U|Upper Lusk}, which hosts the talks, was silent.",
        "{@U|Upper Lusk}, which is hosting talks, was silent.",
        "{@U|Upper Lusk}, which has acted as go-between, was silent.",
        "{@U|Upper Lusk}, a longtime mediator, was silent.",
        "The talks, mediated by {@U|Upper Lusk}, go on.",
        "{@M|Mediators from {@U|Upper Lusk}} were silent.",
        "{@U s3|Upper Lusk} {m3 offer|has put forward} {t3|a draft}.",
        "{@U|Upper Lusk}, which was appointed chief mediator, was silent.",
        "{@U|Upper Lusk} has offered to mediate.",
        "{@U|Upper Lusk} is understood to have helped broker the round.",
        "A meeting convened by {@U|Upper Lusk} went on.",
        "{@U|Upper Lusk}-led talks go on.",
        "{@U|Upper Lusk} is a guarantor of the process.",
        "{@U|Upper Lusk} is a key mediator in the talks.",
        "{@U|Upper Lusk}, which has mediated since 2012, was silent.",
    ],
)
def test_who_mediates(text: str, read_marks: Read) -> None:
    assert mediators(read_marks(TALKS + text, T="state", O="state", U="state", M="group")) == {"Upper Lusk"}


@pytest.mark.parametrize(
    "text",
    [
        "{@U|Upper Lusk}, which follows the talks, was silent.",
        "Talks of {@U|Upper Lusk} were mediated by nobody.",
        "{@U|Upper Lusk}, which is seeking arbitration, was silent.",
        "{@U|Upper Lusk}, the mediators said, was silent.",
        "{@U|Upper Lusk}, one of the intermediaries said, was silent.",
        "{@U|Upper Lusk} told its hosts that the talks would wait.",
        "In Oman, which hosts the talks, {@U|Upper Lusk} was silent.",
        "Envoys told mediators {@U|Upper Lusk} would wait.",
        "{@U|Upper Lusk} refused to let anybody mediate.",
        "{@U|Upper Lusk} won't mediate, it said.",
        "{@U|Upper Lusk}, an insurance broker, was silent.",
        "{@U|Upper Lusk}, a guarantor of the loan, was silent.",
        "A march led by {@U|Upper Lusk} went on.",
        "The accords of 1994, brokered by {@U|Upper Lusk}, failed.",
        "{@U s3|Upper Lusk} {m3 offer|has offered} {t3|grain}.",
        "{@U s3|Upper Lusk} {m3 demand|pressed for} {t3|a map}. {@U s4|It} {m4 reject|rejected} {t4|aid}.",
        "{@U s3|Upper Lusk} {m3 offer|has offered} {@T a3|Temsana} {t3|grain}.",
        "{@G s3|Relatives of the prisoners} {m3 press|urged} {@T a3|Temsana} to {t3|sign}.",
    ],
)
def test_who_does_not(text: str, read_marks: Read) -> None:
    assert not mediators(read_marks(TALKS + text, T="state", O="state", U="state", G="group"))


def test_between_whom_the_talks_are(read_marks: Read) -> None:
    text = "Talks between {@T|Temsana} and {@O|Orvale} {m1 meet|went on}. {@U|Upper Lusk} is far away."
    found = read_marks(text, T="state", O="state", U="state").actors
    assert {actor.name for actor in found if actor.role == "party"} == {"Temsana", "Orvale"}


def test_who_mediates_along_with_others(read_marks: Read) -> None:
    text = "{@U|Upper Lusk}, which along with {@V|Velan} has been mediating, was silent."
    assert mediators(read_marks(TALKS + text, T="state", O="state", U="state", V="state")) == {
        "Upper Lusk", "Velan",
    }  # fmt: skip


def test_a_list_of_brokers(read_marks: Read) -> None:
    text = TALKS + "The talks, mediated by {@E|Egypt} and {@Q|Qatar}, go on."
    assert mediators(read_marks(text, T="state", O="state", E="state", Q="state")) == {"Egypt", "Qatar"}


def test_what_one_side_alone_answers_is_an_offer_to_it(read_marks: Read) -> None:
    text = (
        "{@H s1|Harrow Textiles} {m1 offer|has offered} {t1|3%}. {@U s2|Unite} {m2 reject|rejected} {t2|3%}. "
        "{@G s3|The Loom Guild} {m3 demand|demands} {t3|5%}."
    )
    found = read_marks(text).actors
    assert {actor.name for actor in found if actor.role == "party"} == {
        "Harrow Textiles",
        "Unite",
        "Loom Guild",
    }


def test_parties_come_in_the_order_of_the_text(read_marks: Read) -> None:
    text = "{@T s1|Temsana} and {@O s1|Orvale} and {@U s1|Upper Lusk} {m1 reject|rejected} {t1|a truce}. "
    text += "{@B s2|Both sides} {m2 demand|demand} {t2|a map}."
    moves = read_marks(text, T="state", O="state", U="state", B="group").moves
    assert moves[-1].party == ("Temsana", "Orvale")


def test_what_trade_is_between_is_no_quarrel(read_marks: Read) -> None:
    text = TALKS + "Trade turnover between {@U|Upper Lusk} and {@V|Sorve} rose."
    found = read_marks(text, T="state", O="state", U="state", V="state").actors
    assert {actor.name for actor in found if actor.role == "party"} == {"Temsana", "Orvale"}


def test_who_agrees_once_with_others_stands_by(read_marks: Read) -> None:
    text = TALKS + "{@U s4|Upper Lusk} and {@V s4|Sorve} {m4 accept|were for} {t4|a round}."
    found = read_marks(text, T="state", O="state", U="state", V="state").actors
    assert {actor.name for actor in found if actor.role == "party"} == {"Temsana", "Orvale"}
