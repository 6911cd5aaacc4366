"""Windows cover every word once, never split one, and fit the network."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer

from sulh.model.report import Span
from sulh.reading.network.windows import CONTEXT_PIECES, MOST_PIECES, windows


def tokenizer() -> Tokenizer:
    pieces = ["[UNK]", "[CLS]", "[SEP]", "[MASK]", "talk", "##s", "end", ".", "the", "##d"]
    made = Tokenizer(WordPiece({p: n for n, p in enumerate(pieces)}, unk_token="[UNK]"))  # noqa: S106 - no password
    made.pre_tokenizer = BertPreTokenizer()
    return made


def text_of(lengths: list[int]) -> tuple[str, list[Span]]:
    parts, spans, at = [], [], 0
    for length in lengths:
        part = "talks " * length + "ended."
        parts.append(part)
        spans.append(Span(at, at + len(part)))
        at += len(part) + 1
    return " ".join(parts), spans


@given(st.lists(st.integers(0, 300), min_size=1, max_size=12))
def test_every_word_is_fresh_in_exactly_one_window(lengths: list[int]) -> None:
    text, sentences = text_of(lengths)
    found = windows(text, sentences, tokenizer())
    fresh = [span for window in found for span in window.spans[window.fresh :]]
    assert fresh == sorted(set(fresh))
    assert [text[a:b] for a, b in fresh] == text.replace(".", " .").split()


@given(st.lists(st.integers(0, 300), min_size=1, max_size=12))
def test_windows_fit_and_point_at_their_words(lengths: list[int]) -> None:
    text, sentences = text_of(lengths)
    made = tokenizer()
    for window in windows(text, sentences, made):
        assert len(window.pieces) <= MOST_PIECES + CONTEXT_PIECES
        assert len(window.first) == len(window.spans) == len(window.sentences)
        assert (window.pieces[0], window.pieces[-1]) == (made.token_to_id("[CLS]"), made.token_to_id("[SEP]"))
        for place, (start, end) in zip(window.first, window.spans, strict=True):
            piece = made.id_to_token(window.pieces[place]) or ""
            assert piece == "[UNK]" or text[start:end].startswith(piece)


def test_a_name_is_one_word_and_one_piece() -> None:
    text = "the Guild of the Salt Road ended talks."
    (window,) = windows(text, [Span(0, len(text))], made := tokenizer())
    words = [text[start:end] for start, end in window.spans]
    assert words == ["the", "Guild of the Salt Road", "ended", "talks", "."]
    assert [made.id_to_token(piece) for piece in window.pieces[1:3]] == ["the", "[MASK]"]


def test_no_sentence_no_window() -> None:
    assert windows("", [], tokenizer()) == []


def test_a_vocabulary_without_its_marks_is_refused() -> None:
    empty = Tokenizer(WordPiece({"[UNK]": 0}, unk_token="[UNK]"))  # noqa: S106 - no password
    empty.pre_tokenizer = BertPreTokenizer()
    with pytest.raises(AssertionError, match="MASK"):
        windows("talks", [Span(0, 5)], empty)
