"""Who is spoken of where: noun phrases and pronouns that may stand for an actor.

A mention is found by its head: a proper name, a word for a person's office or a group of people
(`titles.toml`), a common noun that refers back to an actor (`kinds.toml`), or a pronoun. No part-of-speech
tagger is used; what a word may be is known from the word lists and from how the report writes it elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache

from sulh.reading.gazetteer import known_names
from sulh.reading.lexicon import Entry, Phrases, acting_forms, data, past_forms, wordset
from sulh.reading.mention import Mention, MentionKind, is_organisation, join_appositions, join_lists
from sulh.reading.tokens import Sentence

_ARTICLED = re.compile(r"(?:al|el|an|ad|as|ar|at|ash|ibn|abu|bin|ben)[-‑][A-Z]")


@cache
def _titles() -> frozenset[str]:
    return wordset("titles", "persons") | wordset("titles", "officials")


@cache
def _heads() -> dict[str, MentionKind]:
    """Head nouns and what a phrase with such a head is."""
    heads: dict[str, MentionKind] = dict.fromkeys(wordset("titles", "persons"), "person")
    heads |= dict.fromkeys(wordset("titles", "officials"), "person")
    heads |= dict.fromkeys(wordset("titles", "groups"), "group")
    for kind in data("kinds")["kinds"].values():
        heads |= {noun.lower(): "noun" for noun in kind["nouns"] if noun.lower() not in heads}
    heads |= {noun: "noun" for noun in wordset("kinds", "any") if noun not in heads}
    heads |= dict.fromkeys(wordset("roles", "collectives"), "collective")
    for word in wordset("roles", "not_heads"):
        heads.pop(word, None)
    return heads | dict.fromkeys(wordset("roles", "anonymous"), "anonymous")


@cache
def _offices() -> Phrases:
    """Offices of several words: "chief executive"."""
    words = [tuple(title.split()) for title in _titles() if " " in title]
    return Phrases(Entry("office", title, "noun") for title in words)


class MentionFinder:
    """Finds the mentions of one report's sentences; knows how the report writes each word."""

    def __init__(self, sentences: tuple[Sentence, ...]) -> None:
        self._lowercase: Counter[str] = Counter()
        self._capital: Counter[str] = Counter()
        self._name_words: set[str] = set()
        for sentence in sentences:
            if sentence.heading:
                continue
            for number, token in enumerate(sentence.tokens):
                if token.text.islower():
                    self._lowercase[token.lower] += 1
                elif token.is_capital and number and sentence.tokens[number - 1].is_word:
                    self._capital[token.lower] += 1
                    if sentence.tokens[number - 1].is_capital:
                        self._name_words.add(token.lower)

    def find(self, sentence: Sentence) -> list[Mention]:
        """Return the mentions of *sentence*, left to right, none inside another."""
        found: list[Mention] = []
        at = 0
        while at < len(sentence.tokens):
            mention = self._at(sentence, at)
            if mention is None:
                at += 1
                continue
            found.append(mention)
            at = max(mention.last, at + 1)
        return join_lists(sentence, join_appositions(sentence, found))

    def _at(self, sentence: Sentence, at: int) -> Mention | None:
        word = sentence.words[at]
        if word in wordset("roles", "pronouns"):
            return Mention(sentence.index, at, at + 1, "pronoun", sentence.tokens[at].text, head=word)
        start = at
        while at < len(sentence.tokens) and sentence.words[at] in wordset("roles", "leading"):
            at += 1
        if at < len(sentence.tokens) and (phrase := self._nominal(sentence, start, at)):
            return phrase
        if at == start and (run := self._name(sentence, at)):
            return self._named(sentence, at, run)
        if at > start and at < len(sentence.tokens) and (run := self._name(sentence, at)):
            return self._named(sentence, at, run, first=start)
        return None

    def _nominal(self, sentence: Sentence, start: int, at: int) -> Mention | None:
        """A phrase with a common head noun: "the Israeli delegation", "sources close to the talks"."""
        head_at = self._head(sentence, at)
        if head_at is None:
            return None
        if self._inside_name(sentence, at, head_at):
            return None
        head = sentence.words[head_at]
        if head not in _heads() and self._is_short_name(sentence, head_at):
            return Mention(
                sentence.index, start, head_at + 1, "noun", sentence.slice(start, head_at + 1), head=head
            )
        kind = "anonymous" if _is_unnamed_person(sentence, head_at) else _heads().get(head, "person")
        counted = any(word in wordset("grammar", "numbers") for word in sentence.words[start:at])
        if head in wordset("roles", "pairs") and {"two", "both"} & set(sentence.words[start:at]):
            pair = sentence.slice(start, head_at + 1)
            return Mention(sentence.index, start, head_at + 1, "collective", pair, head="sides")
        if counted and kind not in {"anonymous", "collective"}:
            return None
        if kind == "noun" and self._modifies(sentence, head_at + 1):
            return None
        if kind in {"noun", "collective"} and start == at == head_at and head not in wordset("roles", "bare"):
            return None
        names = [n for n in self._names_between(sentence, at, head_at) if n is not None]
        of, last = self._belongs(sentence, head_at + 1)
        if names and not of:
            of = _without_title(sentence, names[-1], head_at)
        owner = _possessor_end(sentence, at, head_at)
        if owner is not None and not of:
            of = sentence.slice(at, owner)
        title = sentence.slice(at, last)
        name = None
        known = names[-1].known if names else None
        if (
            kind in {"person", "anonymous"}
            and (run := self._name(sentence, last))
            and sentence.tokens[last].is_capital
        ):
            name, last, kind = sentence.slice(last, run), run, "person"
        return Mention(
            sentence.index, start, last, kind, sentence.slice(start, last),
            name=name, title=title, of=of, head=head, known=known,
        )  # fmt: skip

    def _head(self, sentence: Sentence, at: int) -> int | None:
        """Return the head noun's place if a nominal phrase starts at *at*: modifiers, then the head."""
        best: int | None = None
        place = at - 1
        while (place := place + 1) < min(at + 7, len(sentence.tokens)):
            if office := _offices().at(sentence.words, place):
                best = place = office[1] - 1
                if place + 1 < len(sentence.tokens) and not self._goes_on(sentence, place + 1):
                    break
                continue
            token, word = sentence.tokens[place], sentence.words[place]
            if (
                word in _heads()
                or _is_unnamed_person(sentence, place)
                or self._is_short_name(sentence, place)
            ):
                best = place
                if place + 1 < len(sentence.tokens) and not self._goes_on(sentence, place + 1):
                    break
                continue
            if (
                word in {"'s", "'", "/"}
                and place > at
                and (best == place - 1 or sentence.tokens[place - 1].is_capital)
            ):
                continue
            if not token.is_word or word in wordset("roles", "breaks") or token.text[0].isdigit():
                break
            if place > at and (word in wordset("roles", "leading") or _is_participle(word)):
                break
            if best is not None and not token.is_capital:
                break
            if (token.text.islower() and not _may_modify(word)) or word in acting_forms():
                break
        return best

    def _is_short_name(self, sentence: Sentence, at: int) -> bool:
        """Whether "the district" repeats the last word of a name, "Calder Valley School District"."""
        word = sentence.words[at]
        organisation = word in wordset("roles", "organisation_words") | wordset("roles", "short_names")
        return at > 0 and sentence.words[at - 1] == "the" and word in self._name_words and organisation

    def _modifies(self, sentence: Sentence, at: int) -> bool:
        """Whether a plain noun follows, so that the one before it only modifies: "a major union priority"."""
        if at >= len(sentence.tokens) or not sentence.tokens[at].text.isalpha():
            return False
        word = sentence.words[at]
        return (
            sentence.tokens[at].text.islower()
            and not _is_function_word(word)
            and not word.endswith(("ed", "s", "ing", "ly"))
            and word not in wordset("grammar", "adverbs") | {"and", "or", "but", "then"}
            and word not in past_forms()
        )

    def _inside_name(self, sentence: Sentence, at: int, head_at: int) -> bool:
        """Whether the head noun is a part of a proper name: "United States", "Arab World News Agency"."""
        for place in range(at, head_at + 1):
            if (known := known_names().at(sentence, place)) and not known[0].adjective and known[1] > head_at:
                return True
        behind = sentence.words[head_at + 1 : head_at + 3]
        after = head_at + 2 + (behind[1:] == ("the",))
        head, plain = sentence.tokens[head_at], _heads().get(sentence.words[head_at]) == "noun"
        linked = behind[:1] in (("of",), ("for",)) and after < len(sentence.tokens)
        if linked and head.is_capital and plain:
            return sentence.tokens[after].is_capital
        capital = (
            sentence.tokens[head_at].is_capital and head_at > at and sentence.tokens[head_at - 1].is_capital
        )
        return capital and sentence.words[head_at] not in _titles()

    def _goes_on(self, sentence: Sentence, place: int) -> bool:
        """Whether the phrase may go on to a later head: "Foreign Minister", "union officials"."""
        if sentence.words[place] in {"'s", "'"}:
            ahead = range(place + 1, min(place + 4, len(sentence.tokens)))
            return any(sentence.words[later] in _heads() for later in ahead)
        if _offices().at(sentence.words, place):
            return True
        return sentence.tokens[place].is_word and any(
            sentence.words[later] in _heads() for later in range(place, min(place + 2, len(sentence.tokens)))
        )

    def _names_between(self, sentence: Sentence, at: int, end: int) -> list[Mention]:
        found: list[Mention] = []
        while at < end:
            if office := _offices().at(sentence.words, at):
                at = office[1]
                continue
            run = self._name(sentence, at)
            if run is None or run <= at:
                at += 1
                continue
            run = min(run, end)
            found.append(self._named(sentence, at, run))
            at = run
        return found

    def _belongs(self, sentence: Sentence, at: int) -> tuple[str | None, int]:
        """Read "of the Hamas Political Bureau", "for the union", "close to the talks" behind a head noun."""
        of: str | None = None
        while at < len(sentence.tokens):
            step = _linking(sentence, at)
            if step is None:
                break
            place = step
            while place < len(sentence.tokens) and sentence.words[place] in wordset("roles", "leading"):
                place += 1
            if place >= len(sentence.tokens):
                break
            run = self._name(sentence, place)
            head = self._head(sentence, place)
            end = max(run or 0, (head + 1) if head is not None else 0)
            if not end and sentence.words[place] in wordset("roles", "surroundings"):
                end = place + 1
            if not end:
                break
            of = of or sentence.slice(place, end)
            at = end
            if at + 2 < len(sentence.tokens) and sentence.words[at] == "(" and sentence.words[at + 2] == ")":
                at += 3
        return of, at

    def _name(self, sentence: Sentence, at: int) -> int | None:
        """Return where the proper name that starts at *at* ends, or None."""
        if at >= len(sentence.tokens):
            return None
        known = known_names().at(sentence, at)
        token = sentence.tokens[at]
        if known is None and not (token.is_capital and self._is_name(sentence, at)):
            return None
        end = known[1] if known else at + 1
        if known and known[0].adjective:
            if end < len(sentence.tokens) and self._extends(sentence, end):
                return self._run(sentence, at, end)
            return end
        return self._run(sentence, at, end)

    def _run(self, sentence: Sentence, at: int, end: int) -> int:
        joins, organisation = wordset("roles", "joins"), wordset("roles", "organisation_joins")
        while end < len(sentence.tokens):
            word = sentence.words[end]
            if self._extends(sentence, end):
                end += 1
                continue
            if self._own_part(sentence, end):
                end += 2
                continue
            skip = end
            while skip < len(sentence.tokens) and sentence.words[skip] in joins:
                skip += 1
            if skip == end and (is_organisation(sentence, at, end) or sentence.words[end - 1].endswith("s'")):
                while skip < len(sentence.tokens) and sentence.words[skip] in organisation:
                    skip += 1
            if end < skip < len(sentence.tokens) and skip - end <= 3 and self._extends(sentence, skip):
                if word == "and" and not sentence.words[end - 1].endswith("s'"):
                    break
                end = skip + 1
                continue
            break
        return end

    def _own_part(self, sentence: Sentence, at: int) -> bool:
        """Whether "'s" at *at* stands inside a name: "People's Liberation Movement"."""
        if (
            sentence.words[at] != "'s"
            or at + 1 >= len(sentence.tokens)
            or not self._extends(sentence, at + 1)
        ):
            return False
        before, after = sentence.words[at - 1], sentence.words[at + 1]
        unknown = known_names().at(sentence, at - 1) is None
        return before in wordset("roles", "possessive_parts") or (
            unknown and after in wordset("roles", "own_heads")
        )

    def _extends(self, sentence: Sentence, at: int) -> bool:
        token = sentence.tokens[at]
        if _ARTICLED.match(token.text):
            return True
        return token.is_capital and token.is_word and token.lower not in wordset("roles", "calendar") | {"i"}

    def _is_name(self, sentence: Sentence, at: int) -> bool:
        token = sentence.tokens[at]
        word = token.lower
        if not token.is_word or word in wordset("roles", "calendar") or _is_function_word(word):
            return False
        opens = at == 0 or not sentence.tokens[at - 1].is_word
        if not opens:
            return len(token.text) > 1 and word not in wordset("grammar", "pronouns_first")
        if word in wordset("grammar", "openers") and not self._capital[word]:
            return False
        if self._capital[word] or (len(token.text) > 1 and token.text.isupper()):
            return True
        following = sentence.tokens[at + 1] if at + 1 < len(sentence.tokens) else None
        if following is not None and following.is_capital and following.is_word:
            return not self._lowercase[word]
        return (
            following is not None
            and _acts(following.lower)
            and not self._lowercase[word]
            and not word.endswith(("ing", "ed", "ly"))
            and word not in _heads()
        )

    def _named(self, sentence: Sentence, at: int, end: int, first: int | None = None) -> Mention:
        known = known_names().at(sentence, at)
        whole = known[0] if known and known[1] == end else None
        kind: MentionKind = "adjective" if whole and whole.adjective else "name"
        place, title, honorific = at, None, False
        while place < end - 1 and sentence.words[place].rstrip(".") in wordset("titles", "honorifics"):
            title = data("roles")["ranks"].get(sentence.words[place].rstrip("."), title)
            place, honorific = place + 1, True
        titles = [t for t in range(place, end - 1) if sentence.words[t] in _titles()]
        of = None
        if titles and not whole:
            title = sentence.slice(place, titles[-1] + 1)
            before = self._names_between(sentence, place, titles[0])
            of = _without_title(sentence, before[0], titles[-1]) if before else None
            place = titles[-1] + 1
        if honorific or title:
            kind = "person"
        start = at if first is None else first
        mention = Mention(
            sentence.index, start, end, kind, sentence.slice(start, end),
            name=sentence.slice(place, end), title=title, of=of, known=whole,
        )  # fmt: skip
        return _with_acronym(sentence, mention)


def _without_title(sentence: Sentence, owner: Mention, head: int) -> str | None:
    """Return the name of *owner* without what belongs to the title that ends at *head*.

    "Kalonian Foreign Minister" speaks for what is Kalonian, "Prime Minister-designate" for nobody named.
    """
    last = sentence.words[head].split("-")[0]
    for place in range(owner.first, owner.last):
        portfolio = " ".join(sentence.words[place:head])
        if {f"{portfolio} {last}", f"{portfolio} minister"} & wordset("titles", "persons"):
            return sentence.slice(owner.first, place) if place > owner.first else None
    return owner.name


def _with_acronym(sentence: Sentence, mention: Mention) -> Mention:
    """Take "(AWP)" behind a name into the mention."""
    at = mention.last
    if (
        mention.kind == "name"
        and at + 2 < len(sentence.tokens)
        and sentence.words[at] == "("
        and sentence.words[at + 2] == ")"
        and sentence.tokens[at + 1].text.isupper()
    ):
        return replace(mention, last=at + 3, title=None, text=sentence.slice(mention.first, at + 3))
    return mention


def _possessor_end(sentence: Sentence, at: int, head_at: int) -> int | None:
    """Return where the possessor ends in "the board's chair"."""
    for place in range(at + 1, head_at):
        if sentence.words[place] in {"'s", "'"}:
            return place
    return None


def _is_unnamed_person(sentence: Sentence, at: int) -> bool:
    """Whether "people" or "person" stands for a source: "people familiar with the matter"."""
    behind = sentence.words[at + 1 : at + 2]
    return sentence.words[at] in {"people", "person"} and behind in (
        ("familiar",),
        ("close",),
        ("briefed",),
        ("involved",),
    )


@cache
def _function_words() -> frozenset[str]:
    groups = (
        "prepositions",
        "auxiliaries",
        "negations",
        "determiners",
        "subordinators",
        "relatives",
        "numbers",
    )
    return frozenset().union(*(wordset("grammar", group) for group in groups)) | wordset("roles", "pronouns")


def _acts(word: str) -> bool:
    """Whether *word* behind a sentence's first word shows that to be a name: "Meridane raised"."""
    verbs = acting_forms() | past_forms() | wordset("grammar", "auxiliaries")
    return (
        word in verbs
        or word in wordset("grammar", "adverbs")
        or word.endswith("ed")
        or word in {"'s", ",", "and", "("}
    )


def _is_participle(word: str) -> bool:
    return word.endswith("ing") and word not in wordset("roles", "adjectives_in_ing")


def _is_function_word(word: str) -> bool:
    """Whether *word* is never a name, however it is written; "US" and "May" are other matters."""
    return word in _function_words() and word != "us"


def _may_modify(word: str) -> bool:
    """Whether a lower-case word may stand before a head noun."""
    return word not in wordset("grammar", "prepositions") and word not in wordset("grammar", "auxiliaries")


def _linking(sentence: Sentence, at: int) -> int | None:
    """Return where the phrase goes on after "of", "for", "close to" ..., or None."""
    for link in data("roles")["links"]:
        words = tuple(link.split())
        if sentence.has(at, *words):
            return at + len(words)
    return None
