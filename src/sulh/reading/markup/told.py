"""Source chains as attributions, where the text shows them in the plainest way.

A chain's innermost source becomes the source of an attribution where a mention of it stands in the sentence
of the move beside a verb of saying (or behind *according to*), with the move in what is said. An outer source
is declared as the one `via` which it is heard.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from sulh.model.move import Move
from sulh.model.report import Report
from sulh.reading.markup.annotation import Cue, Span
from sulh.reading.markup.nest import Nest
from sulh.reading.markup.people import People

_HELPERS = r"(?:(?:has|have|had|also|later|then)\s+)*"
_SAYING = (
    rf"{_HELPERS}(?:said|says|say|reported|reports|report|wrote|writes|added|adds|stated|states|announced|"
    r"declared|confirmed|claimed|claims)"
)
_BEHIND = re.compile(rf"\s*,?\s*({_SAYING}|{_HELPERS}(?:told|tells|tell))\b")
_BEFORE = re.compile(rf"(?:\b([Aa]ccording to)|\b({_SAYING}))\s+\Z")


class Told:
    """Makes the attributions of one report; `cues` are those made so far, `acts` the cues of moves."""

    def __init__(self, report: Report, nest: Nest, people: People, acts: Collection[Span]) -> None:
        self.cues: list[Cue] = []
        self._report, self._nest, self._people, self._acts = report, nest, people, acts

    def by(self, move: Move, cue: Span, number: int) -> str | None:
        """Mark who told of *move*, whose cue is *cue*; *number* is free for an attribution.

        Return what could not be marked, None if all is.
        """
        chain = " → ".join(move.sources)
        keys = [self._people.key(name, "source") for name in move.sources]
        known = [key for key in keys if key is not None]
        if len(known) < len(keys):
            return f"its sources: {chain}"
        if len(known) > 2 or (len(known) == 2 and not self._people.via(known[1], known[0])):
            return f"its sources: {chain}"
        for sentence in self._report.sentences:
            if sentence.start <= cue[0] and cue[1] <= sentence.end:
                for source, saying in self._sayings(known[-1], sentence):
                    content = self._content(sentence, source, saying)
                    holds = content is not None and content[0] <= cue[0] and cue[1] <= content[1]
                    if content is not None and holds and self._mark(source, saying, content, number):
                        return None
        return f"its sources: {chain}"

    def _sayings(self, key: str, sentence: Span) -> Iterator[tuple[Span, Span]]:
        """Yield the mentions of *key* in *sentence* that stand beside words of saying, with those."""
        text, (low, high) = self._nest.text, sentence
        for start, end in self._people.only_at(key, low, high):
            before = _BEFORE.search(text[low:start])
            if before:
                group = 1 if before[1] else 2
                yield (start, end), (low + before.start(group), low + before.end(group))
            if behind := _BEHIND.match(text[end:high]):
                yield (start, end), (end + behind.start(1), end + behind.end(1))

    def _content(self, sentence: Span, source: Span, saying: Span) -> Span | None:
        """Return the longer side of *sentence* without its *source*, the words of *saying* and the stop."""
        text = self._nest.text
        low, high = min(source[0], saying[0]), max(source[1], saying[1])
        before = low - sentence[0] > sentence[1] - high
        start, end = (sentence[0], low) if before else (high, sentence[1])
        start += len(text[start:end]) - len(text[start:end].lstrip(" ,:\n"))
        if not before:
            start = self._behind_listener(start, end)
        words = text[start:end].rstrip(" ,\n" if before else " \n")
        if words.endswith("."):
            words = words[:-1]
        return (start, start + len(words)) if words else None

    def _behind_listener(self, start: int, end: int) -> int:
        """Return where the content begins if ``[start, end)`` begins with whom it was said to."""
        listeners = [said.span[1] for said in self._people.mentions if said.span[0] == start]
        that = re.compile(r"\s+(?=that\b)").match(self._nest.text, max(listeners, default=start), end)
        return that.end() if that and listeners else start

    def _mark(self, source: Span, saying: Span, content: Span, number: int) -> bool:
        if any(cue.span == saying for cue in self.cues):
            return True
        if saying in self._acts or self._nest.trimmed(saying) != saying or not self._nest.add(saying):
            return False
        pieces = list(self._nest.pieces(content))
        self.cues.append(Cue(number, saying, True, sources=[source], contents=pieces))
        return True
