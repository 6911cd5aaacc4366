"""An actor while a report is being read, and what its name and its nouns tell of its kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from sulh.model.move import ActorKind
from sulh.reading.lexicon import data, function_words, wordset

SIDES: frozenset[ActorKind] = frozenset({"state", "organisation", "body", "group"})


@dataclass(eq=False)
class Entity:
    """An actor while the report is being read. `may_be` are the kinds of `kinds.toml` it can be."""

    name: str
    kind: ActorKind
    may_be: frozenset[str] = frozenset()
    title: str | None = None
    member_of: Entity | None = None
    head: str | None = None
    media: bool = False
    collective: str | None = None
    mediating: bool = False
    aliases: Counter[str] = field(default_factory=Counter)
    mentions: list[tuple[int, int]] = field(default_factory=list)

    @property
    def is_side(self) -> bool:
        """Whether it may sit at the table, as one: no person, no source, no outlet, no collective."""
        return self.kind in SIDES and not self.media and not self.collective

    @property
    def named(self) -> bool:
        """Whether it has a proper name."""
        return not self.name.islower()

    @property
    def top(self) -> Entity:
        """The actor it finally speaks for: itself, or what it is a member of."""
        seen, entity = {id(self)}, self
        while entity.member_of is not None and id(entity.member_of) not in seen:
            entity = entity.member_of
            seen.add(id(entity))
        return entity

    @property
    def offices(self) -> set[str]:
        """The words that it is called by: of its title, and of its name."""
        return {self.head or "", *(self.title or "").lower().split(), *self.name.lower().split()}

    @property
    def may_be_a_state(self) -> bool:
        """Whether it is a state, or a name of which nothing tells that it is something else."""
        if self.kind != "organisation" or self.may_be or self.media or not self.named:
            return self.kind == "state" or "state" in self.may_be
        return True

    @property
    def is_source(self) -> bool:
        """Whether it is known only as a source or an outlet, not as somebody at the table."""
        return self.kind == "source" or self.media


@cache
def _kind_words() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Return kind → nouns, and kind → words in proper names."""
    kinds = data("kinds")["kinds"]
    nouns = {kind: frozenset(n.lower() for n in listed["nouns"]) for kind, listed in kinds.items()}
    heads = {kind: frozenset(h.lower() for h in listed["heads"]) for kind, listed in kinds.items()}
    nouns["state"] = wordset("kinds", "states")
    return nouns, heads


def kinds_of_name(name: str) -> frozenset[str]:
    """Return the kinds that a word of the proper *name* marks it as; the last such word counts."""
    heads = _kind_words()[1]
    if name.endswith("workers"):
        return frozenset({"union"})  # Steelworkers, Autoworkers
    for word in reversed(name.lower().replace("'s", " ").replace("’", "'").split()):
        if found := frozenset(kind for kind, words in heads.items() if word.strip("'") in words):
            return found
    return frozenset()


def kinds_of_noun(noun: str) -> frozenset[str]:
    """Return the kinds that "the *noun*" can refer to."""
    return frozenset(kind for kind, nouns in _kind_words()[0].items() if noun in nouns)


def without_article(text: str) -> str:
    """Return *text* without an article at its start."""
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in {"the", "a", "an"} else text


def is_adjective_of(adjective: str, name: str) -> bool:
    """Whether *adjective* may be made from *name*: Norvanian, Norvane."""
    for ending in wordset("roles", "adjective_endings"):
        stem = adjective.removesuffix(ending)
        if stem != adjective and len(stem) >= 4 and name.startswith(stem) and len(name) - len(stem) <= 3:
            return True
    return False


def initials(name: str) -> tuple[str, str]:
    """Return the initials of the capitalised words of *name*, and of all its words but the little ones.

    They are AWNA of "Arab World News Agency", DU and DUP of "Democratic Unionist party".
    """
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    long = [word for word in words if word[0].isupper() or word not in function_words()]
    return "".join(w[0] for w in words if w[0].isupper()), "".join(w[0] for w in long).upper()


def lower_names(entity: Entity) -> set[str]:
    """Return the name and the aliases of *entity* in lower case."""
    return {name.lower() for name in (entity.name, *entity.aliases)}


def called_otherwise(state: Entity) -> bool:
    """Whether the report calls the *state* by a noun that means none: "the movement"."""
    nouns = [kinds_of_noun(name) for name in lower_names(state)]
    return any(kinds and not kinds & {"state", "government"} for kinds in nouns)
