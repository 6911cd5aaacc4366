"""What a mention is, and which neighbouring mentions are one: appositions, offices, lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sulh.reading.gazetteer import Known
from sulh.reading.lexicon import wordset
from sulh.reading.tokens import Sentence

MentionKind = Literal["name", "person", "group", "anonymous", "noun", "pronoun", "collective", "adjective"]


@dataclass(frozen=True)
class Mention:
    """A noun phrase at tokens ``[first, last)`` of sentence `sentence`.

    `name` is the proper name in it, `title` the office, `of` the name of what the office belongs to, `head`
    the head noun in lower case. `known` is the gazetteer's entry for the name, `parts` the members of a list
    ("Egypt and Qatar").
    """

    sentence: int
    first: int
    last: int
    kind: MentionKind
    text: str
    name: str | None = None
    title: str | None = None
    of: str | None = None
    head: str | None = None
    known: Known | None = None
    parts: tuple[Mention, ...] = ()


def is_organisation(sentence: Sentence, at: int, end: int) -> bool:
    """Whether tokens ``[at, end)`` hold a word that marks an organisation's name."""
    return any(sentence.words[place] in wordset("roles", "organisation_words") for place in range(at, end))


def acronym_in(mention: Mention) -> str | None:
    """Return the abbreviation that a mention such as "Arab World News Agency (AWP)" carries."""
    if mention.kind == "name" and mention.text.endswith(")") and "(" in mention.text:
        return mention.text[mention.text.rindex("(") + 1 : -1]
    return None


def join_appositions(sentence: Sentence, found: list[Mention]) -> list[Mention]:
    """Join "the head of X, Ismail Haniyeh," and "Ana Ruiz, the union's chief negotiator," into one."""
    joined: list[Mention] = []
    for mention in found:
        if mention.kind == "pronoun" and mention.head == "who" and joined:
            leads = wordset("roles", "leading_verbs")
            if mention.last < len(sentence.words) and sentence.words[mention.last] in leads:
                continue
        before = joined[-1] if joined else None
        if before is not None and _of_organisation(sentence, before, mention):
            joined[-1] = replace(
                before, last=mention.last, kind="person", of=mention.name or mention.text,
                text=sentence.slice(before.first, mention.last),
            )  # fmt: skip
        elif before is not None and _is_apposition(sentence, before, mention):
            office, named = (before, mention) if before.title and not before.name else (mention, before)
            joined[-1] = replace(
                named,
                first=before.first,
                last=mention.last,
                kind="person",
                text=sentence.slice(before.first, mention.last),
                title=office.title,
                of=office.of,
                known=office.known or named.known,
                head=office.head,
            )
        else:
            joined.append(mention)
    return joined


def _of_organisation(sentence: Sentence, before: Mention, after: Mention) -> bool:
    """Whether "Ana Ruiz of Meridane", "Ana Ruiz, for the union," or "X, who leads the union" joins them."""
    if before.kind != "name" or before.known is not None or len((before.name or "").split()) < 2:
        return False
    if is_organisation(sentence, before.first, before.last) or after.kind not in {"name", "noun"}:
        return False
    between = sentence.words[before.last : after.first]
    if sentence.words[before.first] == "the":
        return False
    if between in (("of",), ("from",), ("for",)):
        return True
    if between[:1] == (",",) and between[1:] in (("of",), ("for",), ("from",), ("representing",)):
        return True
    leads = wordset("roles", "leading_verbs")
    return len(between) in {3, 4} and between[0] == "," and between[1] == "who" and between[2] in leads


def _is_apposition(sentence: Sentence, before: Mention, after: Mention) -> bool:
    if after.first - before.last != 1 or sentence.words[before.last] != ",":
        return False
    closes = after.last >= len(sentence.tokens) or sentence.words[after.last] in {
        ",",
        ".",
        ")",
        "—",
        "–",
        "”",
        ";",
    }
    office_first = before.kind == "person" and not before.name and after.kind == "name"
    name_first = (
        before.kind in {"name", "person"} and before.name is not None and before.known is None
        and before.title is None and after.kind == "person" and not after.name
    )  # fmt: skip
    return (office_first and after.known is None) or (name_first and closes)


def join_lists(sentence: Sentence, found: list[Mention]) -> list[Mention]:
    """Join "the United States, Egypt and Qatar" into one mention with its parts."""
    joined: list[Mention] = []
    at = 0
    while at < len(found):
        run = [found[at]]
        while at + len(run) < len(found) and _listed(sentence, run[-1], found[at + len(run)]):
            run.append(found[at + len(run)])
        while len(run) > 1 and "and" not in sentence.words[run[-2].last : run[-1].first]:
            run.pop()
        if len(run) > 1:
            joined.append(
                Mention(
                    sentence.index,
                    run[0].first,
                    run[-1].last,
                    "collective",
                    sentence.slice(run[0].first, run[-1].last),
                    parts=tuple(run),
                )
            )
            at += len(run)
        else:
            joined.append(found[at])
            at += 1
    return joined


_LISTABLE = frozenset({"name", "noun", "person", "group"})


def _listed(sentence: Sentence, before: Mention, after: Mention) -> bool:
    if before.kind not in _LISTABLE or after.kind not in _LISTABLE:
        return False
    between = [word for word in sentence.words[before.last : after.first] if word not in {"the", "both"}]
    return between in ([","], ["and"], [",", "and"])
