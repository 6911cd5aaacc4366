from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from sulh.model.errors import EmptyReportError, InputError, UnreadableError
from sulh.text.decode import decode

SENTENCE = "The union’s chair – José Example – rejected the “final” offer."


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SENTENCE.encode(), "utf-8"),
        (SENTENCE.encode("utf-8-sig"), "utf-8"),
        (SENTENCE.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + SENTENCE.encode("utf-16-be"), "utf-16-be"),
        (SENTENCE.encode("utf-32"), "utf-32-le"),
        (SENTENCE.encode("cp1252"), "cp1252"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    decoded = decode(data, "a.txt")
    assert decoded.text.removeprefix("\ufeff") == SENTENCE
    assert decoded.encoding == encoding
    assert bool(decoded.notes) == (encoding == "cp1252")  # only a guess needs saying


def test_latin_1_is_guessed_and_noted() -> None:
    decoded = decode("La réunion s'est tenue à Genève, dit José.".encode("latin-1"), "a.txt")
    assert "à Genève, dit José" in decoded.text
    assert "guess" in decoded.notes[0]


def test_a_declared_charset_is_used() -> None:
    page = '<html><head><meta charset="windows-1251"></head><p>Переговоры в Каире</p>'
    assert decode(page.encode("cp1251"), "a.html").text == page
    assert decode(page.encode("cp1251"), "a.html").encoding == "cp1251"


def test_a_declared_charset_cannot_name_something_else() -> None:
    page = b'<meta charset="zlib"><meta charset="rot13"><p>caf\xe9 au lait, dit le ministre</p>'
    assert "café" in decode(page, "a.html").text


def test_a_few_broken_bytes_do_not_turn_the_rest_to_rubbish() -> None:
    data = (SENTENCE * 5).encode() + b"\xff" + SENTENCE.encode()
    decoded = decode(data, "a.txt")
    assert decoded.text == SENTENCE * 5 + "\ufffd" + SENTENCE
    assert "1 broken" in decoded.notes[0]


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", EmptyReportError, "empty"),
        (b" \n\t\r\n", EmptyReportError, "empty"),
        ("\ufeff \n".encode("utf-16-le"), EmptyReportError, "white space"),
        (gzip.compress(b"text"), UnreadableError, "unpack it first"),
        (zipped("a.txt"), UnreadableError, "unpack it first"),
        (zipped("[Content_Types].xml", "word/document.xml"), UnreadableError, "Word"),
        (b"%PDF-1.7\n%\xe2\xe3", UnreadableError, "save its text first"),
        (b"{\\rtf1 text}", UnreadableError, "RTF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), UnreadableError, "image"),
        (b"text with a \x00 byte in it, and more text", UnreadableError, "zero bytes"),
        (SENTENCE.encode("utf-16-le"), UnreadableError, "UTF-16"),
        (bytes(range(1, 32)) * 20, UnreadableError, "binary"),
        (b"\xff\xfeabc", UnreadableError, "does not fit"),
        (b"\xff\xfe\x00\xd8\x41\x00", UnreadableError, "does not fit"),
        (bytes(range(1, 256)) * 8, UnreadableError, ""),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, error: type[InputError], words: str) -> None:
    with pytest.raises(error) as caught:
        decode(data, "in/a.txt")
    assert caught.value.message.startswith("in/a.txt: ")
    assert caught.value.hint
    assert words in caught.value.message + caught.value.hint


PLAIN = (
    "The union’s chair said that talks would go on until the end of the week, whatever the company did. " * 3
)


@pytest.mark.parametrize(
    ("bad", "place", "count"),
    [
        (b"\x93", len(PLAIN.encode()) + 1, "1 broken byte, byte 304 (line 1)"),
        (b"\n\x93x\xe2\x80 ", len(PLAIN.encode()) + 2, "3 broken bytes, the first byte 305 (line 2)"),
    ],
)
def test_a_bad_byte_among_few_accents_is_no_other_encoding(bad: bytes, place: int, count: str) -> None:
    data = PLAIN.encode() + bad + PLAIN.encode()
    decoded = decode(data, "a.txt")
    assert data[place - 1] == 0x93
    assert decoded.encoding == "utf-8" and "\ufffd" in decoded.text
    assert decoded.text.replace("\ufffd", "").startswith(PLAIN) and decoded.text.endswith(PLAIN)
    assert decoded.notes == (f"not all of it is UTF-8: {count}; shown as \ufffd",)


def test_a_bad_byte_goes_before_a_wrong_declaration() -> None:
    page = '<meta charset="windows-1251">' + PLAIN
    assert decode(page.encode() + b"\xff", "a.html").text == page + "\ufffd"


def test_another_encoding_is_not_taken_for_damage() -> None:
    data = (PLAIN + "a café” – ").encode("cp1252")  # of which é”_ might start a sequence
    assert decode(data, "a.txt").encoding == "cp1252"


def test_a_replacement_character_of_the_document_is_not_counted() -> None:
    assert decode((PLAIN + "\ufffd").encode(), "a.txt").notes == ()
    assert "1 broken byte," in decode((PLAIN + "\ufffd").encode() + b"\xff", "a.txt").notes[0]
