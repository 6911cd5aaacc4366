"""Mentions as a tree, and what the words of one tell: its name, its head noun, whether it points back."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from string import ascii_uppercase

from sulh.model.move import ActorKind
from sulh.reading.entity import kinds_of_name, kinds_of_noun, without_article
from sulh.reading.lexicon import plain_words, titles, wordset
from sulh.reading.markup.annotation import Span
from sulh.reading.network.decode import Found

_AFTER = re.compile(
    r"\b(?:of|for|from|in|at|on|to|with|by|near|inside|within|behind|between|representing)\s+(?:the\s+|an?\s+)?\Z",
    re.I,
)
_NOUN_FOLLOWS = re.compile(
    r"\s+(?!(?:of|for|from|in|at|on|to|with|by|and|or|who|which|that|whose|whom|himself|herself|itself|themselves|"
    r"also|all|both|alone|told|said|as)\b)[a-z]"
)
_OWNS = re.compile(r"['’]s?\s+\w")
_COMPLEMENT = re.compile(r" of (?:the |its |their )?\Z")
_ARTICLE = re.compile(r"\W*(?:the|of|an?)\s(?:the\s)?")
SEAT = re.compile(r"\([A-Z]{1,3}-[A-Z][\w.]*\)")
"""What a lawmaker stands for: "(R-Texas)"."""
_COMPOUND = re.compile(
    r"[A-Z][\w.'’]*(?:-[A-Z][\w.'’]*)*-(?:based|backed|led|run|owned|controlled|held|aligned|sponsored|supported|"
    r"brokered|mediated|issued|born|listed|appointed|occupied|dominated)\s+(?=[A-Z])"
)
_FOREIGN_AND = frozenset(
    {"y", "e", "et", "und", "och", "og", "en", "i", "a", "de", "do", "para", "por", "für", "pour"}
)
_ASIDE = re.compile(r",?\s(?:who|whose)\b|,\s[a-z]+ing\b")
LEADS = re.compile(
    r",?\s(?:who\s(?:(?:also|now|has|had|currently|long)\s)*)?(?:leads?|led|leading|heads?|headed|heading|"
    r"chairs?|chaired|chairing|represents?|represented|representing|runs|ran|running|"
    r"(?:speaks?|spoke|speaking|negotiat(?:es?|ed|ing)) for|"
    r"(?:is|was|serves as|acts as)\s(?!\w+ing\b)(?:[a-z-]+\s){0,5}(?:of|for))\b\s*(?:the\s)?"
)
"""Before the side that somebody speaks for: "who chairs the"."""
_CAPITALS = re.compile(r"((?:[A-Z][\w'’-]*\s(?:(?:the|of|for|and|of the)\s)?)+)\Z")
_WITHIN = frozenset({"of", "the", "a", "an", "and", "or", "for", "in", "on", "at", "to", "with", "&"})
_OF = re.compile(r" of (?:the )?")
_CLITIC = re.compile(r"['’]s?(?=\s|\Z)")
_CONTRACTED = re.compile(r"['’](?:ve|re|ll|d|m|s)\Z")
_PLACED = re.compile(r"\b(?:in|at|near|outside)\s+\Z")
_SHORT_FORM = re.compile(r"\s*\([^()]*\)?\Z")
_LISTED = re.compile(r"\W*(?:,|and|&|as well as|,\s*and)\W+(?:the\s+|its\s+|their\s+)?")
_HEAD_ENDS = re.compile(
    r"[,(;:—–]|\s(?:of|for|from|in|at|on|to|with|by|who|which|that|whose|close|familiar|near|inside|within|involved|"
    r"briefed|representing|based|told|speaking|and)\b"
)


@dataclass(eq=False)
class Mention:
    """A stretch of words that means an actor.

    `names` are the names in it that stand in none of its `children`, the mentions inside it; `goes_on` is the
    earlier mention that the network takes it to go on.
    """

    span: Span
    text: str
    kind: ActorKind
    names: list[Span] = field(default_factory=list)
    children: list[Mention] = field(default_factory=list)
    parent: Mention | None = None
    goes_on: Mention | None = None

    @cached_property
    def phrase(self) -> str:
        """Its words without an article before them and marks behind them."""
        words = _CONTRACTED.sub("", self.text.strip(' ,.;:–—“”"')).rstrip("'’")
        return without_article(words)

    @cached_property
    def office(self) -> str:
        """Its phrase without "its" or "their" before it."""
        first, _, rest = self.phrase.partition(" ")
        return rest if rest and first.lower() in wordset("grammar", "possessives") else self.phrase

    @cached_property
    def pointing(self) -> bool:
        """Whether it is a pronoun."""
        us = self.phrase == "US"
        return not us and self.phrase.lower() in wordset("grammar", "pointing")

    @cached_property
    def definite(self) -> bool:
        """Whether it means somebody spoken of before, or known to all."""
        first = self.text.split(maxsplit=1)[0].lower()
        return first in {"the", "this", "that", "these", "those"} or first in wordset(
            "grammar", "possessives"
        )

    @property
    def has_complement(self) -> bool:
        """Whether it says of whom: "members of the caucus"."""
        starts = (child.span[0] - self.span[0] for child in self.children)
        return any(_COMPLEMENT.search(self.text, 0, start) for start in starts)

    @cached_property
    def head(self) -> str:
        """Its head noun, in lower case: "negotiator" of "its chief negotiator, Dana Orel,"."""
        return head_of(self.phrase)

    @cached_property
    def aside(self) -> int:
        """Where its words stop saying who it is: before "who met the minister", not "who leads the union"."""
        asides = _ASIDE.finditer(self.text) if self.kind == "person" else ()
        start = next((aside.start() for aside in asides if not LEADS.match(self.text, aside.start())), None)
        return self.span[1] if start is None else self.span[0] + start

    @cached_property
    def name(self) -> Span | None:
        """Return where its own name stands, if it has one: not of what it belongs to or is part of."""
        start = self.span[0]
        own = [name for name in self._joined(self.own_names()) if not self._of_another(name)]
        if self.kind != "person":
            whole = (self._whole(name) for name in own)
            own = [name for name in whole if not self._common(name)]
        if self.kind == "person" and own and not self.text[own[0][1] - start :].lstrip().startswith(","):
            return own[-1]
        return own[0] if own else None

    def _whole(self, name: Span) -> Span:
        """Take in the capitalised words before *name*: "Ecology" of "Ecology Now"."""
        start = self.span[0]
        least = max((child.span[1] for child in self.children if child.span[1] <= name[0]), default=start)
        before = _CAPITALS.search(_COMPOUND.sub("", self.text[least - start : name[0] - start] + "X")[:-1])
        words = re.sub(r"\A(?:The|An?)\s+", "", before[1]) if before else ""
        return (name[0] - len(words), name[1])

    def _common(self, name: Span) -> bool:
        """Whether *name* is a noun with a capital: "the Ministry"."""
        written = self.text[name[0] - self.span[0] : name[1] - self.span[0]]
        return " " not in written and bool(kinds_of_noun(written.lower()))

    def _parted(self, name: Span) -> list[Span]:
        """Part "Dana Orel of Meridane", a person and a side, but not "Bank of England"."""
        start = self.span[0]
        written = self.text[name[0] - start : name[1] - start]
        before, of, _ = written.partition(" of ")
        person = self.kind == "person" or (" " in before and not kinds_of_name(before))
        if not of or not person:
            return [name]
        return [(name[0], name[0] + len(before)), (name[0] + len(before) + len(of), name[1])]

    def _joined(self, names: list[Span]) -> list[Span]:
        """Put together what a foreign "and" parts: "Movimiento Raíz y Libertad"."""
        joined: list[Span] = []
        for name in names:
            if (
                joined
                and self.text[joined[-1][1] - self.span[0] : name[0] - self.span[0]].strip() in _FOREIGN_AND
            ):
                joined[-1] = (joined[-1][0], name[1])
            else:
                joined.append(name)
        return joined

    def own_names(self) -> list[Span]:
        """Return the names in it, each by itself."""
        return [part for name in self.names for part in self._parted(name) if part[0] < self.aside]

    def _of_another(self, name: Span) -> bool:
        start = self.span[0]
        before, after = self.text[: name[0] - start], self.text[name[1] - start :]
        return bool(_AFTER.search(before) or _NOUN_FOLLOWS.match(after) or _OWNS.match(after))

    def members(self) -> list[Span]:
        """Return the parts of a list of names, "Egypt and Qatar", none if it is no list."""
        return self._listed(self.names) if not self.children else []

    def parts(self) -> list[Mention]:
        """Return the mentions that it is a list of, none if it is no list."""
        spans = self._listed([child.span for child in self.children])
        return self.children if spans and not self.names else []

    def _listed(self, spans: list[Span]) -> list[Span]:
        start = self.span[0]
        if (
            len(spans) < 2
            or self._words(self.span[0], spans[0][0]) > 1
            or self._words(spans[-1][1], self.span[1])
        ):
            return []
        gaps = [self.text[a[1] - start : b[0] - start] for a, b in pairwise(spans)]
        return spans if all(_LISTED.fullmatch(gap) for gap in gaps) else []

    def _words(self, first: int, last: int) -> int:
        return len(re.findall(r"\w+", self.text[first - self.span[0] : last - self.span[0]]))


def head_of(phrase: str) -> str:
    """Return the head noun of *phrase*, in lower case."""
    end = _HEAD_ENDS.search(phrase, 1)
    words = phrase[: end.start()].lower().split() if end else phrase.lower().split()
    return words[-1].strip("“”'’") if words else ""


def tree(text: str, names: Sequence[Span], found: Sequence[Found]) -> list[Mention]:
    """Return the mentions *found* in *text*, each with those inside it and the *names* that are its own."""
    made: dict[Span, Mention] = {}
    open_: list[Mention] = []
    order = sorted(found, key=lambda f: (f.span[0], -f.span[1]))
    for each in order:
        if each.span in made:
            continue
        while open_ and open_[-1].span[1] <= each.span[0]:
            open_.pop()
        if open_ and each.span[1] > open_[-1].span[1]:
            continue  # it crosses another
        mention = Mention(each.span, text[slice(*each.span)], each.kind, parent=open_[-1] if open_ else None)
        if not mention.phrase:
            continue  # a mark, or a clitic by itself
        if mention.kind == "state" and mention.text[0].isupper() and placed(text, each.span[0]):
            continue  # where something was is nobody: "met in Cairo"
        if _only_title_before(mention) or _part_of_name(mention):
            continue  # "Dana Orel" in "President Dana Orel" is the same mention
        if mention.parent is not None:
            mention.parent.children.append(mention)
        made[each.span] = mention
        open_.append(mention)
    for each in order:
        later = made.get(each.span)
        if later is not None and each.goes_on is not None and later.span[0] > each.goes_on[0]:
            later.goes_on = made.get(each.goes_on)
    ordered = sorted(names)
    for mention in made.values():
        first = bisect_right(ordered, mention.span[0], key=lambda name: name[1])
        last = bisect_left(ordered, mention.span[1], key=lambda name: name[0])
        mention.names = list(_own(text, mention, ordered[first:last]))
        if (whole := _common_name(mention)) is not None:
            mention.names = [whole, *(name for name in mention.names if name[0] > whole[1])]
    return sorted([*made.values(), *_homes(text, made)], key=lambda each: (each.span[0], -each.span[1]))


def _homes(text: str, made: dict[Span, Mention]) -> Iterator[Mention]:
    """Yield the states of "President Dana Orel of the Velan Islands", as mentions inside."""
    for mention in made.values():
        if mention.kind != "person" or mention.children or len(parts := mention.own_names()) != 2:
            continue
        end, (start, last) = parts[0][1], parts[1]
        if text[start : start + 4] == "the ":
            start += 4
        title = text[mention.span[0] : parts[0][0]].strip().lower()
        if not _OF.fullmatch(text, end, start) or title not in wordset("roles", "of_state"):
            continue
        home = Mention((start, last), text[start:last], "state", [(start, last)], parent=mention)
        mention.names = [parts[0]]
        mention.children.append(home)
        yield home


def _only_title_before(mention: Mention) -> bool:
    """Whether nothing but a title stands in the person around *mention*, before it."""
    parent = mention.parent
    if parent is None or parent.kind != "person" or mention.pointing or parent.text[0] not in ascii_uppercase:
        return False
    before = parent.text[: mention.span[0] - parent.span[0]].strip().lower()
    behind = parent.text[mention.span[1] - parent.span[0] :]
    return before in titles() and behind.strip() in {"", "'s", "’s", ","}


def _part_of_name(mention: Mention) -> bool:
    """Whether *mention* is a part of a name made of common words: "the Delta" in "Committee of the Delta"."""
    parent = mention.parent
    if parent is None or parent.kind in {"person", "source"} or mention.pointing:
        return False
    halves = parent.phrase.split(" and ")
    if len(halves) > 1 and all(kinds_of_name(half) for half in halves):
        return False  # two unions
    return all(
        word in _WITHIN or (word[0].isupper() and word.strip("'’").lower() in plain_words())
        for word in _CLITIC.sub(" ", parent.phrase).split()
    )


def _common_name(mention: Mention) -> Span | None:
    """Return the whole of a name that is made of common words: "the Army of the Poor and the Land"."""
    if mention.kind in {"person", "source"} or mention.children:
        return None
    phrase = _SHORT_FORM.sub("", mention.phrase)
    words = phrase.split()
    small = [word for word in words if not word[0].isupper()]
    large = [word.strip("'’").lower() for word in words if word[0].isupper()]
    if len(large) < 2 or not (words[0][0].isupper() and words[-1][0].isupper() and {*small} <= _WITHIN):
        return None
    first, _, rest = phrase.partition(" and ")
    unknown = [word for word in large if word not in plain_words()]
    one = (
        not rest or not kinds_of_name(first) or (" " not in first and mention.text.lower().startswith("the "))
    )
    if unknown and not (len(unknown) == 1 and kinds_of_name(rest or phrase) and one):
        return None
    start = mention.span[0] + mention.text.index(phrase)
    return (start, start + len(phrase))


def placed(text: str, start: int) -> bool:
    """Whether what stands at *start* is told as a place: "in Cairo"."""
    return _PLACED.search(text, max(start - 12, 0), start) is not None


def _own(text: str, mention: Mention, names: Sequence[Span]) -> Iterator[Span]:
    """Yield the *names* that stand in *mention*, so far as they do, and in none of its children."""
    for first, last in names:
        if SEAT.match(text, first - 1):
            continue
        start, end = max(first, mention.span[0]), min(last, mention.span[1])
        for child in mention.children:
            if child.span[0] <= start < child.span[1]:
                start = child.span[1]
            elif start < child.span[0] < end:
                end = child.span[0]
        while leading := _ARTICLE.match(text, start, end) or _COMPOUND.match(text, start, end):
            start = leading.end()
        while start < end and not text[start].isalnum():
            start += 1
        while start < end and not text[end - 1].isalnum():
            end -= 1
        written = text[start:end]
        if any(char.isupper() for char in written):
            yield start, end - len(written) + len(re.sub(r"\W(?:of|of the)\Z", "", written))
