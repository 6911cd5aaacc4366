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
_SIMPLE_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,50})([^>]*+)>")
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
    at = text_from = 0
    quotes = True
    comments = source.rfind("-->")  # an unclosed comment ends at the next “>”
    while (bracket := source.find("<", at)) >= 0:
        sign = source[bracket + 1 : bracket + 2]
        if not (sign in ("!", "?", "/") or sign.isalpha()) or source.startswith("</ ", bracket):
            at = bracket + 1
            continue
        if sign in ("!", "?"):
            closing = "-->" if source.startswith("<!--", bracket) and bracket < comments else ">"
            end = source.find(closing, bracket)
            token = Token("comment", bracket, len(source) if end < 0 else end + len(closing))
        else:
            match = _TAG.match(source, bracket) if quotes else None
            if match is None:
                # A quote that is never closed. Every tag could now scan to the page's end: no more quotes.
                quotes = False
                match = _SIMPLE_TAG.match(source, bracket) if source.find(">", bracket) > 0 else None
            if match is None:
                break
            token = Token("end" if match[1] else "start", bracket, match.end(), match[2].lower(), match[3])
        if bracket > text_from:
            yield Token("text", text_from, bracket)
        yield token
        at = text_from = token.end
        if token.kind == "start" and token.name in _RAW_ENDS:
            close = _RAW_ENDS[token.name].search(source, at)
            at = text_from = close.start() if close else len(source)
            yield Token("raw", token.end, at, token.name)
    if text_from < len(source):
        yield Token("text", text_from, len(source))


def attributes(text: str) -> dict[str, str]:
    """Return the attributes inside a tag, names in small letters, the first of each name."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), html.unescape(value))
    return found
