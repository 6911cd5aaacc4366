"""Windows: stretches of whole sentences that the network sees at once, as word pieces and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tokenizers import Tokenizer

from sulh.model.report import Span
from sulh.reading.network.names import PIECE, hidden

MOST_PIECES = 384
CONTEXT_PIECES = 96
"""How many pieces of the sentences before a window are seen again, so that "he" finds who he is."""


@dataclass
class Window:
    """Words of neighbouring sentences.

    `spans` are their places in the text, `first` the places of their first pieces in `pieces`, `sentences`
    the numbers of their sentences; words before `fresh` are context only.
    """

    pieces: list[int]
    spans: list[tuple[int, int]] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    fresh: int = 0


@dataclass
class _Cut:
    """One sentence, or a part of one that no window could hold."""

    number: int
    pieces: list[int]
    words: list[tuple[int, int, int]]  # place of the first piece, start, end


def windows(text: str, sentences: Sequence[Span], tokenizer: Tokenizer) -> list[Window]:
    """Cut *text* into windows of at most `MOST_PIECES` pieces, every sentence fresh in exactly one.

    Only a sentence that is longer than a window is cut itself.
    """
    cuts = list(_cuts(text, sentences, tokenizer))
    made: list[Window] = []
    at = 0
    while at < len(cuts):
        context = at
        held = 0
        while made and context > 0 and held + len(cuts[context - 1].pieces) <= CONTEXT_PIECES:
            context -= 1
            held += len(cuts[context].pieces)
        end = at
        while end < len(cuts) and (end == at or held + len(cuts[end].pieces) <= MOST_PIECES - 2):
            held += len(cuts[end].pieces)
            end += 1
        made.append(_window(cuts[context:end], at - context, tokenizer))
        at = end
    return made


def _window(cuts: list[_Cut], context: int, tokenizer: Tokenizer) -> Window:
    window = Window([_special(tokenizer, "[CLS]")])
    for number, cut in enumerate(cuts):
        if number == context:
            window.fresh = len(window.spans)
        for place, start, end in cut.words:
            window.first.append(len(window.pieces) + place)
            window.spans.append((start, end))
            window.sentences.append(cut.number)
        window.pieces.extend(cut.pieces)
    window.pieces.append(_special(tokenizer, "[SEP]"))
    return window


def _special(tokenizer: Tokenizer, name: str) -> int:
    number = tokenizer.token_to_id(name)
    if number is None:
        raise AssertionError(f"the vocabulary has no {name}")
    return int(number)


def _cuts(text: str, sentences: Sequence[Span], tokenizer: Tokenizer) -> Iterator[_Cut]:
    written = [text[start:end] for start, end in sentences]
    encoded = tokenizer.encode_batch(written, add_special_tokens=False)
    mask = _special(tokenizer, PIECE)
    for number, ((start, _), code, runs) in enumerate(
        zip(sentences, encoded, hidden(text, sentences), strict=True)
    ):
        cut = _Cut(number, [], [])
        last: tuple[int, int | None] | None = None
        for piece, word, (first, end) in zip(code.ids, code.word_ids, code.offsets, strict=True):
            name = next((run for run in runs if start + first < run[1] and run[0] < start + end), None)
            this = (1, name[0]) if name else (0, word)
            if this != last:
                if len(cut.pieces) >= MOST_PIECES - 2:
                    yield cut
                    cut = _Cut(number, [], [])
                cut.words.append((len(cut.pieces), start + first, start + end))
            else:
                place, begun, _ = cut.words[-1]
                cut.words[-1] = (place, begun, start + end)
            if name is None or this != last:
                cut.pieces.append(piece if name is None else mask)
            last = this
        if cut.words:
            yield cut
