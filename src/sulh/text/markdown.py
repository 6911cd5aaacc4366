"""Markdown to a `Draft`: marks come off through the offset map, lines that are no prose are set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sulh.model.report import SetAside
from sulh.text.canonical import Edit, canonical, edit, identity
from sulh.text.debris import strip_inner_tags
from sulh.text.draft import Draft
from sulh.text.layout import Mark, looks_like_heading
from sulh.text.metadata import front_matter, header_lines
from sulh.text.plain import entity_edits, finish

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*\Z")
_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_ITEM = re.compile(r"[ \t]*[-*+•–][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_NUMBERED = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+(?=\S)")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,100}\]:[ \t]+\S")

# The marks of emphasis stand at a word's edge, so that 2*3 and snake_case keep theirs.
_INLINE = re.compile(
    r"(?P<image>!\[[^\]\n]{0,300}\]\([^()\n]{0,1000}\))"
    r"|(?P<note>\[\^[^\]\n]{1,50}\])"
    r"|(?P<link>\[(?=[^\[\]\n]{1,500}\]\([^()\n]{0,1000}\)))"
    r"|(?P<target>(?<=[^\s\[])\]\([^()\n]{0,1000}\))"
    r"|(?P<auto><(?:https?://|mailto:)[^<>\s]{1,1000}>)"
    r"|(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<open>(?<![\w*_])(?:\*{1,3}|_{1,3}|~~)(?=[^\s*_~]))"
    r"|(?P<close>(?<=[^\s*_~\\])(?:\*{1,3}|_{1,3}|~~)(?![\w*_]))"
    r"|(?P<code>`+)"
)
_TOLD_REASONS = {"]": "link address", "<": "link address", "!": "image", "[": "footnote mark"}
_TOLD = ("](", "![", "[^", "<")


def markdown_draft(text: str) -> Draft:
    """Return the draft of a Markdown text."""
    source = canonical(edit(identity(text), list(entity_edits(text))))
    comments = list(_comments(source.text))
    aside = [SetAside(text=source.text[e.start : e.end], reason="comment") for e in comments]
    source, tags = strip_inner_tags(edit(source, comments))
    head = front_matter(source.text) or header_lines(source.text)
    start = head.end if head else 0
    marks: dict[int, tuple[Mark, str]] = {}
    edits = list(_edits(source.text, start, marks))
    for change in edits:
        gone = source.text[change.start : change.end]
        if gone.startswith(_TOLD):
            aside.append(
                SetAside(text=gone if gone[0] == "!" else gone.strip("[]()<>"), reason=_TOLD_REASONS[gone[0]])
            )
    # every edit lies below the head, so that its offsets hold
    return finish(edit(source, edits), head, marks, (*tags, *aside))


def _comments(text: str) -> Iterator[Edit]:
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at)
        if end < 0:
            return
        # the line feeds stay, so that lines keep their numbers
        yield Edit(at, end + 3, "\n" * text.count("\n", at, end))
        at = text.find("<!--", end)


def _edits(text: str, start: int, marks: dict[int, tuple[Mark, str]]) -> Iterator[Edit]:
    """Yield what comes off each line, none of it a line feed, and note in *marks* what each line is."""
    fence = ""
    at = start
    previous = ""
    for number, line in enumerate(text[start:].split("\n"), text.count("\n", 0, start)):
        found = _FENCE.match(line)
        if fence or found:
            marks[number] = ("aside", "code")
            if found and not fence:
                fence = found[1]
            elif found and found[1].startswith(fence):
                fence = ""
        elif number - 1 not in marks and _UNDERLINE.match(line) and looks_like_heading(previous.strip()):
            marks[number] = ("aside", "heading rule")
            marks[number - 1] = ("heading", "")
        else:
            yield from _line_edits(line, at, number, marks)
        previous = line
        at += len(line) + 1


def _line_edits(line: str, at: int, number: int, marks: dict[int, tuple[Mark, str]]) -> Iterator[Edit]:
    quote = _QUOTE.match(line)
    inner = quote.end() if quote else 0
    if _DEFINITION.match(line):
        marks[number] = ("aside", "link address")
        return
    if "|" in line and "-" in line and not line.strip(" \t:|-"):
        marks[number] = ("aside", "table rule")
        return
    end = len(line)
    if heading := _HEADING.match(line, inner):
        marks[number] = ("heading", "")
        inner = heading.end()
        end = _closing_hashes(line, inner)
    elif item := _ITEM.match(line, inner):
        marks[number] = ("item", "")
        inner = item.end()
    elif _NUMBERED.match(line, inner):
        marks[number] = ("item", "")
    elif line.lstrip().startswith("|"):
        marks[number] = ("item", "")
        inner = line.index("|") + 1
        end = len(line.rstrip().removesuffix("|")) if len(line.rstrip()) > inner else len(line)
    if inner:
        yield Edit(at, at + inner)
    for match in _INLINE.finditer(line, inner, end):
        yield Edit(at + match.start(), at + match.end())
    if end < len(line):
        yield Edit(at + end, at + len(line))


def _closing_hashes(line: str, start: int) -> int:
    """Return where the text of ``## Heading ##`` ends."""
    core = line.rstrip().rstrip("#")
    closes = len(core) < len(line.rstrip()) and core[-1:].isspace() and len(core) > start
    return len(core.rstrip()) if closes else len(line)
