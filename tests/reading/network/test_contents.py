"""Pieces of one content are joined, and quotation marks stay in pairs."""

from __future__ import annotations

import pytest

from sulh.reading.network.contents import tidy


def _pieces(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a text and the places that ``[`` and ``]`` mark in it."""
    text, pieces, at = "", [], 0
    for char in marked:
        if char == "[":
            at = len(text)
        elif char == "]":
            pieces.append((at, len(text)))
        else:
            text += char
    return text, pieces


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("“[We will pay]. [Nobody will wait],” she said.", ["“We will pay. Nobody will wait,”"]),
        ("“[We will pay],” she said. “[Nobody will wait].”", ["“We will pay,”", "“Nobody will wait.”"]),
        ("She said [that they would pay].", ["that they would pay"]),
        ('"[We will pay]," she said.', ['"We will pay,"']),
        ("She said [they would].\n[Nobody waited].", ["they would", "Nobody waited"]),
        ("She said they “[would pay]” soon.", ["“would pay”"]),
        ("He called [it “a start] and more”.", ["it “a start"]),
        ("She said “[no]” [”] [\n\n“]\n", ["“no”"]),
        ("She said [“no.”\n\n“]It rained.", ["“no.”"]),
        ("[]", []),
    ],
)
def test_tidies_what_a_tagger_leaves_loose(marked: str, found: list[str]) -> None:
    text, pieces = _pieces(marked)
    assert [text[slice(*piece)] for piece in tidy(text, pieces)] == found
