"""A web page to blocks of text, each character of which knows its place in the source."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

from sulh.model.errors import TooLargeError
from sulh.model.report import BlockKind, SetAside
from sulh.text.canonical import Builder, Mapped, canonical
from sulh.text.html_tokens import Token, attributes, tokens
from sulh.text.limits import Limits

FURNITURE = "page furniture"
HIDDEN = "hidden on the page"

# fmt: off
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "basefont", "frame", "keygen",
))
_BLOCK = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "html", "legend", "li", "main", "menu",
    "nav", "noscript", "ol", "option", "p", "pre", "search", "section", "select", "summary", "table",
    "tbody", "td", "template", "tfoot", "th", "thead", "title", "tr", "ul",
))
_FURNITURE = frozenset((
    "nav", "footer", "aside", "button", "select", "option", "noscript", "template", "menu", "dialog",
    "svg", "canvas",
))
# fmt: on
_CAPTION = "figcaption"
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_ITEMS = frozenset(["li", "td", "th", "dd", "dt", "caption", "summary"])
# An opening tag that ends an element left open: which ones, and where the search for one stops.
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol", "menu"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "td": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "th": (frozenset({"td", "th"}), frozenset({"tr", "table"})),
    "option": (frozenset({"option"}), frozenset({"select"})),
}
_P_STOPS = frozenset({"td", "th", "li", "button", "object"})
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_PIECE = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?|[ \t\n\r\f]{2,}|[\t\n\r\f]"
)


class PageBlock(NamedTuple):
    """A piece of text that the page sets off. `reason` says why it is surely no main text, or is empty."""

    kind: BlockKind
    text: Mapped
    reason: str
    is_item: bool


class Page(NamedTuple):
    """A page's blocks in order, and what its head and its dates say."""

    blocks: tuple[PageBlock, ...]
    title: str
    metas: tuple[tuple[str, str], ...]
    linked_data: tuple[str, ...]
    times: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    elements: int


class _Element(NamedTuple):
    name: str
    reason: str
    sets_off: bool


class _Reader:
    def __init__(self, source: str, name: str, limits: Limits) -> None:
        self._source, self._name, self._limits = source, name, limits
        self._stack: list[_Element] = []
        self._built = Builder()
        self._line_broken = False
        self.blocks: list[PageBlock] = []
        self.title = ""
        self.metas: list[tuple[str, str]] = []
        self.linked_data: list[str] = []
        self.times: list[str] = []
        self.set_aside: list[SetAside] = []
        self.elements = 0
        self._linked = False

    def read(self) -> Page:
        for token in tokens(self._source):
            if token.kind == "text":
                self._text(token.start, token.end)
            elif token.kind == "start":
                self._start(token)
            elif token.kind == "end":
                self._end(token)
            elif token.kind == "raw":
                self._raw(token)
        self._flush()
        return Page(
            tuple(self.blocks),
            self.title,
            tuple(self.metas),
            tuple(self.linked_data),
            tuple(self.times),
            tuple(self.set_aside),
            self.elements,
        )

    def _text(self, start: int, end: int) -> None:
        built, source = self._built, self._source
        as_typed = any(element.name == "pre" for element in self._stack) if self._stack else False
        if source[start] == " " and built.ends_in_space() and not as_typed:
            start += 1
        at = start
        for match in _PIECE.finditer(source, start, end):
            built.keep(source[at : match.start()], at)
            at = match.end()
            piece = match.group()
            if piece[0] == "&":
                letters = html.unescape(piece)
                if letters == piece:
                    built.keep(piece, match.start())
                else:
                    built.replace(letters, match.start(), len(piece))
            elif as_typed:
                built.keep(piece, match.start())
            elif not built.ends_in_space():
                built.replace(" ", match.start(), len(piece))
        built.keep(source[at:end], at)
        self._limits.check_paragraph(built.length, self._name)
        if not source[start:end].isspace():
            self._line_broken = False

    def _start(self, token: Token) -> None:
        name = token.name
        self.elements += 1
        if name == "br":
            self._break(token)
        elif name == "hr":
            self._flush()
        elif name == "meta":
            found = attributes(token.attributes)
            key = found.get("property") or found.get("name") or found.get("itemprop") or ""
            if key and found.get("content"):
                self.metas.append((key.lower(), found["content"]))
        elif name == "script":
            self._linked = "ld+json" in token.attributes.lower()
        if name in _VOID or token.attributes.endswith("/") or name == "script":
            return
        self._close_implied(name)
        reason = self._reason(token)
        sets_off = name in _BLOCK or reason != self._inherited()
        if sets_off:
            self._flush()
        if name == "time" and not reason:
            stamp = attributes(token.attributes).get("datetime")
            if stamp:
                self.times.append(stamp)
        if name in ("style", "title", "textarea", "iframe", "xmp", "noembed", "noframes"):
            return  # a raw token follows, and its end tag finds nothing open
        self._stack.append(_Element(name, reason, sets_off))
        if len(self._stack) > self._limits.max_depth:
            raise TooLargeError(
                f"{self._name}: HTML elements are nested more than {self._limits.max_depth} deep",
                hint="save the page's text from a browser and read that",
            )

    def _end(self, token: Token) -> None:
        if token.name == "br":
            self._break(token)
            return
        for index in range(len(self._stack) - 1, -1, -1):
            if self._stack[index].name == token.name:
                self._pop_to(index)
                return
        if token.name in _BLOCK:
            self._flush()

    def _raw(self, token: Token) -> None:
        inside = self._source[token.start : token.end]
        if token.end == len(self._source) and inside.strip():
            self.set_aside.append(
                SetAside(text=inside.strip(), reason=f"<{token.name}> that is never closed")
            )
        elif token.name == "title":
            self.title = self.title or " ".join(html.unescape(inside).split())
        elif token.name == "script":
            if self._linked:
                self.linked_data.append(inside)
        elif token.name != "style" and inside.strip():
            self.set_aside.append(SetAside(text=inside.strip(), reason=FURNITURE))

    def _close_implied(self, name: str) -> None:
        if name in _CLOSES:
            closed, stops = _CLOSES[name]
        elif name in _BLOCK:
            closed, stops = frozenset({"p"}), _P_STOPS
        else:
            return
        for index in range(len(self._stack) - 1, -1, -1):
            if self._stack[index].name in closed:
                self._pop_to(index)
                return
            if self._stack[index].name in stops:
                return

    def _pop_to(self, index: int) -> None:
        if any(element.sets_off for element in self._stack[index:]):
            self._flush()
        del self._stack[index:]

    def _inherited(self) -> str:
        return self._stack[-1].reason if self._stack else ""

    def _reason(self, token: Token) -> str:
        inherited = self._inherited()
        if inherited:
            return inherited
        if token.name in _FURNITURE:
            return FURNITURE
        if token.name == _CAPTION:
            return "caption"
        text = token.attributes.lower()
        # whole pages hide themselves until their fonts have come, so html and body do not count
        if ("hid" in text or "none" in text) and token.name not in ("html", "body"):
            found = attributes(token.attributes)
            if "hidden" in found or _HIDING.search(found.get("style", "")):
                return HIDDEN
        return ""

    def _break(self, token: Token) -> None:
        if self._line_broken:
            self._flush()
        elif self._built.length:
            self._built.replace("\n", token.start, token.end - token.start)
            self._line_broken = True

    def _flush(self) -> None:
        self._line_broken = False
        if not self._built.length:
            return
        text = canonical(self._built.done())
        self._built = Builder()
        if not text.text.strip():
            return
        names = {element.name for element in self._stack}
        kind: BlockKind = "heading" if names & _HEADINGS else "paragraph"
        if len(self.blocks) >= self._limits.max_lines:
            raise TooLargeError(
                f"{self._name}: the page has more than {self._limits.max_lines:,} paragraphs",
                hint="check that this is a report; split it into one file for each",
            )
        self.blocks.append(PageBlock(kind, text, self._inherited(), bool(names & _ITEMS)))


def read_page(source: str, name: str, limits: Limits) -> Page:
    """Read the HTML *source*; *name* is for messages.

    Raises `TooLargeError` where elements are nested deeper than ``limits.max_depth``, where there are more
    than ``limits.max_lines`` blocks, and where one of them is longer than ``limits.max_paragraph``.
    """
    return _Reader(source, name, limits).read()
