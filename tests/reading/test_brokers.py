"""What a report says outright of the roles: between whom the talks are, who mediates."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sulh.model.move import Reading

Read = Callable[..., Reading]
TALKS = "{@T s1|Temsana} {m1 reject|rejected} {t1|a truce}. {@O s2|Orvale} {m2 demand|demands} {t2|a truce}. "


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
    ],
)
def test_who_mediates(text: str, read_marks: Read) -> None:
    found = read_marks(TALKS + text, T="state", O="state", U="state", M="group").actors
    assert {actor.name for actor in found if actor.role == "mediator"} == {"Upper Lusk"}


@pytest.mark.parametrize(
    "text",
    [
        "{@U|Upper Lusk}, which follows the talks, was silent.",
        "Talks of {@U|Upper Lusk} were mediated by nobody.",
        "{@U s3|Upper Lusk} {m3 offer|has offered} {@T a3|Temsana} {t3|grain}.",
        "{@G s3|Relatives of the prisoners} {m3 press|urged} {@T a3|Temsana} to {t3|sign}.",
    ],
)
def test_who_does_not(text: str, read_marks: Read) -> None:
    found = read_marks(TALKS + text, T="state", O="state", U="state", G="group").actors
    assert not [actor.name for actor in found if actor.role == "mediator"]


def test_between_whom_the_talks_are(read_marks: Read) -> None:
    text = "Talks between {@T|Temsana} and {@O|Orvale} {m1 meet|went on}. {@U|Upper Lusk} is far away."
    found = read_marks(text, T="state", O="state", U="state").actors
    assert {actor.name for actor in found if actor.role == "party"} == {"Temsana", "Orvale"}
