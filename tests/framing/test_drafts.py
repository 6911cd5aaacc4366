"""A draft package, as people write it."""

from __future__ import annotations

import pytest

from sulh.framing.drafts import read_package
from sulh.model.errors import CaseFileError, ExpressionError
from sulh.model.problem import Issue, Offer, Problem

PROBLEM = Problem(
    parties=("Union", "Port"),
    issues=(
        Issue(name="pay", options=("2", "4", "6"), ordered=True),
        Issue(name="night shifts", options=("go on", "end")),
    ),
    offers=(Offer(id="o1", by="Port", package={"pay": "4"}),),
)
WHOLE = {"pay": "4", "night shifts": "end"}


@pytest.mark.parametrize(
    ("text", "package"),
    [
        ("o1", {"pay": "4"}),
        (" o1\n", {"pay": "4"}),
        ('pay = 4 and "night shifts" = end', WHOLE),
        ('(pay = "4") and (("night shifts" = end) and pay = 4)', WHOLE),
    ],
)
def test_a_draft_is_an_offer_or_an_expression(text: str, package: dict[str, str]) -> None:
    assert read_package(text, PROBLEM) == package


@pytest.mark.parametrize("text", ["pay: 4\nnight shifts: end\n", '{"pay": "4", "night shifts": "end"}'])
def test_a_draft_is_a_file(text: str) -> None:
    assert read_package(text, PROBLEM, "draft.yaml") == WHOLE


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("o2", "neither an offer", "there are: o1"),
        ("pay >= 4", "which option each issue takes", "pay|price"),
        ("pay = 4 or pay = 6", "which option each issue takes", "price"),
        ("pay = 4 and pay = 6", "two options", "leave one"),
        ("pey = 4", "no issue 'pey'", "did you mean 'pay'"),
        ("pay = 5", "no option '5'", "there are|did you mean"),
        ("pay = ", "ends too early", "write it like"),
    ],
)
def test_what_is_no_package_is_told(text: str, message: str, hint: str) -> None:
    with pytest.raises(ExpressionError, match=message) as caught:
        read_package(text, PROBLEM)
    assert any(part in caught.value.hint for part in hint.split("|"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pay: 4\nnight shift: end\n", "line 2: there is no issue 'night shift'"),
        ("pay: 5\n", "line 1: the issue 'pay' has no option '5'"),
        ("[pay, 4]", "names with values"),
        ("", "nothing in it"),
    ],
)
def test_a_file_that_is_no_package_is_told_with_the_line(text: str, message: str) -> None:
    with pytest.raises(CaseFileError, match=message):
        read_package(text, PROBLEM, "draft.yaml")
