"""HTML to tokens with exact places: one forward pass, linear whatever the page holds."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

TokenKind = Literal["text", "start", "end", "raw", "comment"]

# Quotes mean something only after `=`; possessive, so that a failed match is never tried another way.
_TAG = re.compile(
    r"""<(/?)([a-zA-Z][^\s/>]{0,50})((?:[^>"'=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|[="'])*+)>""", re.DOTALL
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]{1,100})(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?+""")
_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}


class Token(NamedTuple):
    """A piece of a page, ``source[start:end]``: of a tag, all of it; of a raw element, what is inside."""

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    attributes: str = ""


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of *source* in order."""
    at = 0
    quotes = True
    comments = source.rfind("-->")  # an unclosed comment ends at the next “>”
    while (bracket := source.find("<", at)) >= 0:
        if bracket > at:
            yield Token("text", at, bracket)
        sign = source[bracket + 1 : bracket + 2]
        if sign in ("!", "?"):
            closing = "-->" if source.startswith("<!--", bracket) and bracket < comments else ">"
            end = source.find(closing, bracket)
            at = len(source) if end < 0 else end + len(closing)
            yield Token("comment", bracket, at)
            continue
        if not (sign.isalpha() or (sign == "/" and source[bracket + 2 : bracket + 3].isalpha())):
            yield Token("text", bracket, bracket + 1)
            at = bracket + 1
            continue
        match = _TAG.match(source, bracket) if quotes else None
        if match is None:
            # A quote that is never closed. Such a page could make every tag scan to its end: no more quotes.
            quotes = False
            match = _simple(source, bracket)
            if match is None:
                yield Token("text", bracket, len(source))
                return
        name = match[2].lower()
        yield Token("end" if match[1] else "start", bracket, match.end(), name, match[3])
        at = match.end()
        if name in _RAW_ENDS and not match[1]:
            close = _RAW_ENDS[name].search(source, at)
            end = close.start() if close else len(source)
            yield Token("raw", at, end, name)
            at = end
    if at < len(source):
        yield Token("text", at, len(source))


_SIMPLE_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,50})([^>]*+)>")


def _simple(source: str, bracket: int) -> re.Match[str] | None:
    if source.find(">", bracket) < 0:
        return None
    return _SIMPLE_TAG.match(source, bracket)


def attributes(text: str) -> dict[str, str]:
    """Return the attributes inside a tag, names in small letters, the first of each name."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), html.unescape(value))
    return found
