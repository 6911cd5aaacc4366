from __future__ import annotations

import pytest

from sulh.model.errors import UsageError
from sulh.text.metadata import front_matter, given_date, header_lines, parse_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-02-15", "2024-02-15"),
        ("2024-02-15T23:30:00-05:00", "2024-02-15"),
        ("20240215T101500Z", "2024-02-15"),
        ("15 February 2024", "2024-02-15"),
        ("15th Feb. 2024", "2024-02-15"),
        ("Thu, 15 Feb 2024 10:00:00 GMT", "2024-02-15"),
        ("February 15, 2024", "2024-02-15"),
        ("Published on Sept. 5th, 2024 at 10:00", "2024-09-05"),
        ("15/2/2024", "2024-02-15"),
        ("2/15/2024", "2024-02-15"),
        ("3.3.2024", "2024-03-03"),
        ("3/4/2024", None),
        ("2024-02", "2024-02"),
        ("2024", "2024"),
        ("2024-W07", "2024-W07"),
        ("2024-13", None),
        ("2024-02-30", None),
        ("30 Foo 2024", None),
        ("yesterday", None),
        ("", None),
        ("3.5.10", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert parse_date(text) == date


def test_a_date_that_is_none_is_refused_with_the_form_to_write() -> None:
    with pytest.raises(UsageError) as caught:
        given_date("soon")
    assert "2024-02-15" in caught.value.hint


def test_header_lines_only_at_the_very_top() -> None:
    head = header_lines(
        "Title: Harbour talks\nDate: 5 March 2024\nSource: The Harbour Post\n\n"
        "The union left.\nDate: 2020-01-01"
    )
    assert head is not None
    assert head.metadata.title == "Harbour talks"
    assert head.metadata.published == "2024-03-05"
    assert head.metadata.publisher == "The Harbour Post"
    assert len(head.lines) == 3
    assert header_lines("The union left.\nDate: 2020-01-01") is None
    assert header_lines("Date") is None


def test_a_date_of_two_readings_is_noted() -> None:
    head = header_lines("Date: 3/4/2024\nThe union left.")
    assert head is not None
    assert head.metadata.published is None
    assert "3/4/2024" in head.metadata.notes[0]


def test_front_matter() -> None:
    head = front_matter("---\ntitle: 'Talks: a view'\npublished: 2024-03-05\n---\n\nText.")
    assert head is not None
    assert (head.metadata.title, head.metadata.published) == ("Talks: a view", "2024-03-05")
    assert front_matter("---\nnever closed") is None
    assert front_matter("Text\n---\na: b\n---\n") is None
    assert front_matter("---\na: b\n---") is not None
