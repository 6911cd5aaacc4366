from __future__ import annotations

import os
from pathlib import Path

import pytest

from sulh.model.errors import NotFoundError, TooLargeError, UnreadableError, UsageError
from sulh.text import Limits, find_reports, load_report


def write(path: Path, text: str = "The union left.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_is_searched_in_order(tmp_path: Path) -> None:
    names = [
        "b.txt",
        "a/z.md",
        "a/b.HTML",
        "c.htm",
        "README.md",
        ".hidden.txt",
        ".git/x.txt",
        "d.pdf",
        "a/e.docx",
    ]
    for name in names:
        write(tmp_path / name)
    found = find_reports([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path in found.reports] == [
        "a/b.HTML",
        "a/z.md",
        "b.txt",
        "c.htm",
    ]
    assert sorted(skipped.path.name for skipped in found.skipped) == ["README.md", "d.pdf", "e.docx"]
    assert all(skipped.reason for skipped in found.skipped)


def test_files_named_are_taken_as_they_are_and_once(tmp_path: Path) -> None:
    readme, odd = write(tmp_path / "README.md"), write(tmp_path / ".report")
    assert find_reports([readme, odd, readme]).reports == [readme, odd]


def test_loops_end(tmp_path: Path) -> None:
    write(tmp_path / "a" / "one.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a" / "self")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing.txt")
    found = find_reports([tmp_path])
    assert [path.name for path in found.reports] == ["one.txt"]
    assert sorted(skipped.path.name for skipped in found.skipped) == ["gone.txt", "loop", "self"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path / "a.txt")
    assert [skipped.reason for skipped in find_reports([tmp_path]).skipped] == ["not a regular file"]
    with pytest.raises(UnreadableError, match="regular file"):
        load_report(tmp_path / "pipe.txt")


def test_a_folder_without_a_report(tmp_path: Path) -> None:
    write(tmp_path / "README.md")
    with pytest.raises(NotFoundError, match="no report in this folder"):
        find_reports([tmp_path])
    with pytest.raises(NotFoundError, match="no such file or folder"):
        find_reports([tmp_path / "none"])


def test_too_many_files(tmp_path: Path) -> None:
    for number in range(4):
        write(tmp_path / f"{number}.txt")
    with pytest.raises(TooLargeError, match="more than 3 reports"):
        find_reports([tmp_path], limits=Limits(max_files=3))
    for number in range(30):
        write(tmp_path / f"{number}.pdf")
    with pytest.raises(TooLargeError, match="more than 20 files"):
        find_reports([tmp_path], limits=Limits(max_files=1))


def test_loading(tmp_path: Path) -> None:
    report = load_report(write(tmp_path / "talks.txt"), "5 March 2024")
    assert report.name == "talks.txt"
    assert (report.published, report.published_basis) == ("2024-03-05", "given")
    with pytest.raises(UsageError):
        load_report(tmp_path / "talks.txt", "soon")


def test_a_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(
        TooLargeError, match="100,000,000 bytes are over the limit of 4,000,000 bytes"
    ) as caught:
        load_report(path)
    assert str(path) in caught.value.message
    assert caught.value.hint


def test_messages_name_the_path(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        load_report(write(tmp_path / "a.txt", "a\x00b and more"))
    assert caught.value.message.startswith(f"{tmp_path / 'a.txt'}: ")
    with pytest.raises(NotFoundError, match="no such file"):
        load_report(tmp_path / "b.txt")
    with pytest.raises(UnreadableError, match="folder"):
        load_report(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    path.chmod(0)
    with pytest.raises(UnreadableError, match="cannot be read"):
        load_report(path)


def test_the_numbers_of_a_limit_differ(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "The union left.")
    with pytest.raises(TooLargeError, match="15 bytes are over the limit of 14 bytes"):
        load_report(path, limits=Limits(max_bytes=14))


OURS = (
    "<!-- generator: sulh 0.1.0 -->\n\n# Talks\n",
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n<meta name="generator" content="sulh 1">',
)
THEIRS = (
    "A report on <!-- generator: sulh 0.1.0 -->\n",
    '<!doctype html><html><head><meta name="generator" content="WordPress 6.4"><p>The union left.</p>',
    "<!-- generator: sulhu -->\nThe union left.",
)


@pytest.mark.parametrize("text", OURS)
def test_what_sulh_wrote_is_no_report(text: str, tmp_path: Path) -> None:
    report, own = write(tmp_path / "a.txt"), write(tmp_path / "brief.md", text)
    for paths in ([tmp_path], [report, own]):
        found = find_reports(paths)
        assert found.reports == [report]
        assert [(skipped.path, "written by sulh" in skipped.reason) for skipped in found.skipped] == [
            (own, True)
        ]


@pytest.mark.parametrize("text", THEIRS)
def test_what_others_wrote_is_a_report(text: str, tmp_path: Path) -> None:
    assert find_reports([write(tmp_path / "a.md", text)]).reports


def test_a_path_that_is_not_there_comes_before_everything_else(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFoundError, match=r"none\.txt: no such file"):
        find_reports([tmp_path / "empty", tmp_path / "none.txt"])
