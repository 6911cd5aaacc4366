"""Bytes to text: which encoding, and what is no text at all."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from sulh.model.errors import EmptyReportError, UnreadableError

_SAVE_AS_UTF8 = "open it in the program it comes from and save it as UTF-8 text"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x1f\x8b", "compressed (gzip)", "unpack it first"),
    (b"BZh", "compressed (bzip2)", "unpack it first"),
    (b"\xfd7zXZ\x00", "compressed (xz)", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", "unpack it first"),
    (b"Rar!\x1a\x07", "an archive (rar)", "unpack it first"),
    (b"%PDF-", "a PDF", "save its text first (pdftotext does that)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Office file", "save it as plain text first"),
    (b"{\\rtf", "an RTF document", "save it as plain text first"),
    (b"\x89PNG\r\n", "an image", "a report has to be text"),
    (b"\xff\xd8\xff", "an image", "a report has to be text"),
    (b"GIF8", "an image", "a report has to be text"),
    (b"\x7fELF", "a program", "a report has to be text"),
    (b"SQLite format 3\x00", "a database", "export the reports in it as text first"),
)
_MARKS: tuple[tuple[bytes, str], ...] = (  # the longer mark first: UTF-32's starts with UTF-16's
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?i)<(?:meta|\?xml)\b[^>]{0,300}?\b(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)"""
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_WEB_NAMES = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}  # as browsers read them
_NO_CHARSETS = {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
_SAMPLE = 64_000
_SHARE_OF_CONTROLS = 200  # one control character in so many is taken for binary data
_SHARE_OF_BROKEN = 100  # one bad byte in so many is damage to UTF-8, more are another encoding
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\udc80-\udcff]")
_BAD_BYTE = re.compile("[\udc80-\udcff]")  # as the error handler “surrogateescape” marks them


class Decoded(NamedTuple):
    """A text, the encoding it was in, and what the user should know about how that was told."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """Return the text of *data*; *name* is for messages.

    A byte-order mark decides; then UTF-8, strict or with a few bad bytes, which are noted; then the charset
    that an HTML or XML head declares; then a guess, which is noted. Raises `EmptyReportError` for nothing or
    white space only, `UnreadableError` for bytes that are not text.
    """
    if not data.strip():
        raise EmptyReportError(f"{name}: the file is empty", hint="check that the download or export worked")
    _refuse_other_formats(data, name)
    decoded = _by_mark(data, name) or _by_content(data, name)
    if not decoded.text.strip("\ufeff \t\r\n"):
        raise EmptyReportError(f"{name}: there is only white space in it", hint="check the file")
    controls = sum(1 for _ in _CONTROLS.finditer(decoded.text))
    if controls * _SHARE_OF_CONTROLS > len(decoded.text):
        raise UnreadableError(f"{name}: this is binary data, not text", hint=_SAVE_AS_UTF8)
    return decoded


def _refuse_other_formats(data: bytes, name: str) -> None:
    for magic, what, hint in _MAGIC:
        if data.startswith(magic):
            raise UnreadableError(f"{name}: this is {what}, not text", hint=hint)
    if data.startswith(b"PK\x03\x04"):
        head = data[:4096]
        if b"word/" in head or b"[Content_Types].xml" in head:
            raise UnreadableError(
                f"{name}: this is a Word or Office file", hint="save it as plain text first"
            )
        if b"opendocument" in head:
            raise UnreadableError(f"{name}: this is an OpenDocument file", hint="save it as plain text first")
        raise UnreadableError(f"{name}: this is compressed (zip), not text", hint="unpack it first")
    if data[257:262] == b"ustar":
        raise UnreadableError(f"{name}: this is an archive (tar), not text", hint="unpack it first")


def _by_mark(data: bytes, name: str) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                # The mark stays in the decoded text, so that offsets count the file's characters.
                text = data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    f"{name}: it is marked as {encoding} but byte {error.start} does not fit that",
                    hint=_SAVE_AS_UTF8,
                ) from error
            return Decoded(text, encoding)
    return None


def _refuse_zeros(data: bytes, name: str) -> None:
    zeros = data.count(0)
    if not zeros:
        return
    halves = max(data[0::2].count(0), data[1::2].count(0))
    if halves * 10 >= zeros * 9 and zeros * 4 > len(data):
        what = "this looks like UTF-16 without its byte-order mark"
    else:
        what = "this is binary data (it holds zero bytes), not text"
    raise UnreadableError(f"{name}: {what}", hint=_SAVE_AS_UTF8)


def _by_content(data: bytes, name: str) -> Decoded:
    _refuse_zeros(data, name)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    return _damaged_utf8(data) or _declared(data) or _guessed(data, name)


def _declared(data: bytes) -> Decoded | None:
    match = _DECLARED.search(data[:4096])
    if match is None:
        return None
    try:
        found = codecs.lookup(match[1].decode("ascii"))
    except (LookupError, UnicodeDecodeError):
        return None
    encoding = _WEB_NAMES.get(found.name, found.name)
    if not found._is_text_encoding or encoding in _NO_CHARSETS or encoding == "utf-8":
        return None
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeError:
        return None


def _damaged_utf8(data: bytes) -> Decoded | None:
    """Read UTF-8 with a few broken bytes as what it is; a guess would turn all its accents to rubbish.

    Few: half as many as there are whole sequences, of which chance makes next to none in another encoding; or
    as many, where they are at most one byte in a hundred.
    """
    text = data.decode("utf-8", errors="surrogateescape")
    places = [found.start() for found in _BAD_BYTE.finditer(text)]
    broken = len(places)
    whole = sum(1 for _ in _BEYOND_ASCII.finditer(text))
    share = 1 if broken * _SHARE_OF_BROKEN <= len(data) else 2
    if broken * share > whole:
        return None
    before = text[: places[0]]
    place = f"byte {len(before.encode()) + 1:,} (line {before.count(chr(10)) + 1:,})"
    what = f"1 broken byte, {place}" if broken == 1 else f"{broken:,} broken bytes, the first {place}"
    note = f"not all of it is UTF-8: {what}; shown as \ufffd"
    return Decoded(_BAD_BYTE.sub("\ufffd", text), "utf-8", (note,))


def _guessed(data: bytes, name: str) -> Decoded:
    from charset_normalizer import from_bytes  # noqa: PLC0415  (0.1 s, and rarely needed)

    matches = list(from_bytes(data[:_SAMPLE]))
    best = min((match.chaos for match in matches), default=0.0)
    candidates = [match.encoding for match in matches if match.chaos == best]
    # Among equals, the Western encoding that English reports are in; it differs only in rare letters.
    if "cp1252" in candidates or {"latin_1", "cp1250", "iso8859_15"} & set(candidates):
        candidates.insert(0, "cp1252")
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        shown = codecs.lookup(encoding).name
        return Decoded(text, shown, (f"not UTF-8: read as {shown}, which is a guess",))
    raise UnreadableError(f"{name}: the encoding cannot be told", hint=_SAVE_AS_UTF8)
