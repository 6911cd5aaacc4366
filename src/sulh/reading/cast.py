"""The cast of a report: which mentions are the same actor, whom each speaks for, and what it is called.

Names come first, then the nouns that point back to them, then pronouns. Names are joined by how they are
written; what points back goes to what the network says it goes on, or to the last actor that the noun can be.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from sulh.model.move import ActorKind
from sulh.reading.entity import (
    SIDES,
    Entity,
    initials,
    is_adjective_of,
    kinds_of_name,
    kinds_of_noun,
    lower_names,
    without_article,
)
from sulh.reading.gazetteer import Known, known_names, media_words
from sulh.reading.lexicon import plain_words, wordset
from sulh.reading.markup.annotation import Span
from sulh.reading.mending import mend
from sulh.reading.mention import Mention, tree
from sulh.reading.naming import calls
from sulh.reading.network.decode import Spotted
from sulh.reading.tokens import Sentence, tokenise

COLLECTIVE_PARTIES = frozenset({"sides", "parties", "camps", "factions", "counterparts", "partners"})
COLLECTIVE_MEDIATORS = frozenset({"mediators", "quartet", "trio", "duo"})
_ALL = re.compile(
    r"(?:both|either|neither|each|(?:(?:all|the|these) )?(?:two|three|four)|rival|warring|negotiating)"
    r"(?: of them)?\b"
)
_LONGEST = 400
"""No mention is longer, and no pronoun goes back further on its own, in characters."""
REACH = 20_000
"""How far from its cue a content may end, in characters."""
_LOOSE_END = re.compile(r"(?:\W+(?:of|for|from|in|the|and|with|to|by|on))+\W*\Z")
_JOINED = re.compile(r"\W*(?:and|as well as|,|with)\W+(?:the |its |their )?")
_AND = re.compile(r" (?:and|as well as) (?:the )?")
_SINGULAR = frozenset({"he", "she", "him", "her", "his", "i", "me", "my", "himself", "herself"})
_ARMED = frozenset({"army", "military"})
_SPOKEN_OF = 3
"""So often a state is named before its army needs no name."""
_FIRST = frozenset({"we", "us", "our", "i", "me", "my"})


class Cast:
    """The actors of one report: all `entities`, and who is meant at any place of the text."""

    def __init__(self, text: str, names: Sequence[Span], spotted: Spotted) -> None:
        self.entities: list[Entity] = []
        self.mentions = tree(text, names, mend(text, names, spotted.mentions))
        self._text = text
        self._cues = spotted.cues
        self._of: dict[Mention, tuple[Entity, ...]] = {}
        self._last: dict[Entity, int] = {}
        self._number: dict[Entity, int] = {}
        self._by_key: dict[str, set[Entity]] = {}
        self._named()
        self._with_names = [mention for mention in self.mentions if mention.name is not None]
        self._nouns()
        for mention in self.mentions:
            self.at(mention)

    # -- who is meant

    def at(self, mention: Mention) -> tuple[Entity, ...]:
        """Return whom *mention* means, none where nobody can tell."""
        if mention not in self._of:
            self._of[mention] = ()  # a pronoun that would go back to itself means nobody
            found = self._pronoun(mention) if mention.pointing else self._phrase(mention)
            self._meet(mention, found)
        return self._of[mention]

    def of(self, span: Span) -> tuple[Entity, ...]:
        """Return the actors that the words at *span* mean: those of its mentions, or one that is new."""
        near = self.mentions[self._place(span[0] - _LONGEST) : self._place(span[1])]
        within = [m for m in near if span[0] < m.span[1] and self.at(m)]
        if within:
            best = max(within, key=lambda m: (_shared(m.span, span), m.span[0] - m.span[1]))
            found = list(self.at(best))
            at = best.span[1]
            for other in within:
                if at <= other.span[0] and _JOINED.fullmatch(self._text, at, other.span[0]):
                    found += self.at(other)
                    at = other.span[1]
            return tuple(dict.fromkeys(found))
        words = without_article(_LOOSE_END.sub("", self._text[slice(*span)]).strip(" ,."))
        if words.lower() in {"the", "a", "an"}:
            return ()
        if not words or words.lower() in wordset("grammar", "pointing"):
            return self._spoken(span, words.lower())
        return (self._find(words, person=False) or self._new(Entity(words, "group", kinds_of_name(words))),)

    def joined(self, start: int, end: int) -> list[Entity]:
        """Return whom "and Qatar", all that stands at ``[start, end)``, adds to the actor before it."""
        found: list[Entity] = []
        near = self.mentions[self._place(start) : self._place(end)]
        for mention in (m for m in near if m.span[1] <= end and not m.pointing):
            if _AND.fullmatch(self._text, start, mention.span[0]):
                found += self.at(mention)
                start = mention.span[1]
        return found if not self._text[start:end].strip() else []

    def collective(self, name: str, role: str) -> Entity:
        """Return the actor that stands for all parties or all mediators, whoever they turn out to be."""
        found = next((e for e in self.entities if e.collective == role and e.name == name), None)
        return found or self._new(Entity(name, "body", collective=role, head=name))

    # -- names

    def _named(self) -> None:
        votes: dict[Entity, Counter[ActorKind]] = {}
        for mention in self.mentions:
            if mention.pointing:
                continue
            if parts := mention.members():
                self._meet(mention, [self._by_name(self._text[slice(*part)], mention) for part in parts])
            elif (name := mention.name) is not None:
                entity = self._by_name(self._text[slice(*name)], mention)
                self._acronym(mention, name, entity)
                self._meet(mention, (entity,))
                votes.setdefault(entity, Counter())[mention.kind] += 1
        for entity, kinds in votes.items():
            if _known(entity.name) is None:
                entity.kind = kinds.most_common(1)[0][0]

    def _by_name(self, name: str, mention: Mention) -> Entity:
        known = _known(name)
        person = mention.kind == "person" and known is None
        if known is not None:
            name = known.name
        found = self._find(name, person=person)
        if found is None:
            one = "organisation" if mention.kind == "group" and mention.members() else mention.kind
            found = self._new(self._made(name, one, known))
        elif known is None and _fuller(name, found):
            found.aliases[found.name] += 1
            found.name = name
            self._know(found, name)
        return found

    def _find(self, name: str, *, person: bool) -> Entity | None:
        alike = {entity for key in _keys(name) for entity in self._by_key.get(key, ())}
        return max(
            (e for e in alike if calls(name, e, person=person)), key=self._number.__getitem__, default=None
        )

    def _made(self, name: str, kind: ActorKind, known: Known | None) -> Entity:
        media = bool(frozenset(name.split()) & media_words()) or (known is not None and known.kind == "media")
        if known is not None and known.kind != "media":
            return Entity(known.name, known.kind, frozenset({known.kind}))
        kinds = frozenset() if kind == "person" else kinds_of_name(name)
        return Entity(name, kind, kinds, media=media or kind == "source")

    def _acronym(self, mention: Mention, name: Span, entity: Entity) -> None:
        """Take "(AWP)" behind the name for one of its aliases."""
        for other in mention.names:
            if other[0] > name[1] and self._text[name[1] : other[0]].strip() == "(":
                entity.aliases[self._text[slice(*other)]] += 1
                self._know(entity, self._text[slice(*other)])

    # -- nouns

    def _nouns(self) -> None:
        for mention in self.mentions:
            if mention not in self._of and not mention.pointing:
                self.at(mention)

    def _phrase(self, mention: Mention) -> Iterable[Entity]:
        """Return whom words without a name of their own mean: "the union", "a Velan official"."""
        if parts := mention.parts():
            return [entity for part in parts for entity in self.at(part)]
        phrase = mention.phrase
        if role := _role(phrase, mention):
            return (self.collective("parties" if role == "parties" else phrase, role),)
        if (owner := self._side_itself(mention)) is not None:
            return (owner,)
        if (side := self._possessed(mention)) is not None:
            return (side,)
        if mention.definite or not mention.text[:2].lower().startswith("a"):
            found = self._spoken_of(mention, phrase)
            if found is not None:
                return (found,)
        kinds = frozenset() if mention.kind in {"person", "source"} else kinds_of_noun(mention.head)
        opens = mention.text.startswith(phrase) and not phrase[1:2].isupper()  # "the Front" is a name
        phrase = mention.office
        if opens and phrase.partition(" ")[0].lower() in plain_words():
            phrase = phrase[0].lower() + phrase[1:]
        return (self._new(Entity(phrase, mention.kind, kinds, head=mention.head)),)

    def _side_itself(self, mention: Mention) -> Entity | None:
        """Return Norvane for "the Norvanian government", the union for "the union side"."""
        kinds = kinds_of_noun(mention.head)
        if mention.kind in {"person", "source"} or not (
            kinds & {"state", "government"} or mention.head in wordset("kinds", "any")
        ):
            return None
        for child in mention.children:
            inside = self.at(child)
            if len(inside) == 1 and inside[0].kind in SIDES:
                return inside[0]
        called = (self.side_called(self._text[slice(*name)]) for name in mention.names)
        found = next(filter(None, called), None)
        if found is None and mention.names and "state" in kinds:
            name = self._text[slice(*mention.names[0])]
            if mention.phrase != f"{name} {mention.head}":
                return self._new(Entity(name, "state"))
            found = self._new(Entity(mention.phrase, "state"))  # "Karsovian" by itself names nobody
            found.aliases[name] += 1
            self._know(found, name)
        return found

    def side_called(self, name: str) -> Entity | None:
        """Return the actor, no person, that *name* is known to mean; a state may be new to the report."""
        known = _known(name)
        if found := self._find(known.name if known else name, person=False):
            return found
        return self._new(self._made(known.name, "state", known)) if known and known.kind == "state" else None

    def _possessed(self, mention: Mention) -> Entity | None:
        """Return the side of a person for "her party", a side itself for "its delegation"."""
        first = mention.text.split(maxsplit=1)[0].lower()
        if mention.kind in {"person", "source"} or first not in wordset("grammar", "possessives"):
            return None
        pointing = next((child for child in mention.children if child.pointing), None)
        before = pointing or mention.goes_on
        owners = self.at(before) if before is not None else ()
        owners = owners or self.nearest(mention, person=first in _SINGULAR)
        side = owners[0].top if len(owners) == 1 else None
        if side is None or side.kind not in SIDES or side.collective:
            return None
        general = mention.head in wordset("kinds", "any") | {"people", "members", "government", "officials"}
        return (
            side if general or (owners[0] is not side and side.may_be & kinds_of_noun(mention.head)) else None
        )

    def _spoken_of(self, mention: Mention, phrase: str) -> Entity | None:
        """Return whom the report called *phrase* before, whom the network says, or the last of its kind."""
        person = mention.kind == "person"
        same = [e for e in self.entities if _like(e, mention.kind) and phrase.lower() in lower_names(e)]
        if same:
            return max(same, key=lambda e: self._last.get(e, 0))
        head, kinds = mention.head, kinds_of_noun(mention.head)
        others = [e for e in self.entities if e.is_side]
        general = not person and mention.kind != "source" and head in wordset("roles", "generic")
        if general or (not person and mention.text[:4].lower() == "the "):
            named = [e for e in others if e.named]
            holding = [e for e in named if head in e.name.lower().replace("'", " ").split()]
            if head in _ARMED:  # seldom the Liberation Army of those who fight it
                holding = [e for e in named if e.kind == "state" and len(e.mentions) >= _SPOKEN_OF]
            of_kind = [e for e in named if e.may_be & kinds] if general else []
            for sure in (holding, of_kind):
                if len(sure) == 1:
                    return sure[0]
        linked = self.at(mention.goes_on) if mention.goes_on is not None else self._named_later(mention)
        if len(linked) == 1 and _like(linked[0], mention.kind) and _may_be(linked[0], kinds):
            return linked[0]
        if person and mention.definite:
            return self.latest(e for e in self.entities if e.kind == "person" and head in _offices(e))
        if mention.kind == "source" and mention.definite:
            return self.latest(e for e in self.entities if e.kind == "source" and e.head == head)
        if general and kinds:
            before = [e for e in others if self._last.get(e, 0) < mention.span[0]] or others
            if mention.kind == "state":
                before = [e for e in before if e.kind in {"state", "body"}]
            return self.latest(e for e in before if e.may_be & kinds) or self.latest(
                e for e in before if _may_be(e, kinds) and e.named
            )
        return None

    def _named_later(self, mention: Mention) -> tuple[Entity, ...]:
        """Return whom another mention names that goes on *mention*, or that holds its words.

        "The chief negotiator ..." is Dana Orel where the report says "the chief negotiator, Dana Orel,".
        """
        named = self._with_names
        later = next((self.at(other) for other in named if other.goes_on is mention), ())
        if later or mention.kind != "person" or not mention.definite:
            return later
        office = mention.office.lower()
        same = {self.at(other) for other in named if other.kind == "person" and office in other.text.lower()}
        return same.pop() if len(same) == 1 else ()

    def latest(self, among: Iterable[Entity]) -> Entity | None:
        """Return the one of *among* that was spoken of last."""
        return max(among, key=lambda e: self._last.get(e, -1), default=None)

    # -- pronouns

    def _pronoun(self, mention: Mention) -> Iterable[Entity]:
        word = mention.phrase.lower()
        found = self.at(mention.goes_on) if mention.goes_on is not None else ()
        if found and not (word in {"it", "its", "itself"} and len(found) == 1 and found[0].kind == "person"):
            return found
        if word in _FIRST and (spoken := self._spoken(mention.span, word)):
            return spoken
        return self.nearest(mention, person=word in _SINGULAR)

    def _spoken(self, span: Span, word: str) -> tuple[Entity, ...]:
        """Return who says "I", or whom they speak for when they say "we"."""
        if word not in _FIRST:
            return ()
        said = self.speakers(span)
        return tuple(dict.fromkeys(e.top for e in said)) if word in {"we", "us", "our"} else said

    def speakers(self, span: Span) -> tuple[Entity, ...]:
        """Return who says the words at *span*."""
        first, last = (
            bisect_left(self._cues, place, key=lambda cue: cue.span[0])
            for place in (span[0] - REACH, span[1] + REACH)
        )
        holding = [
            cue for cue in self._cues[first:last]
            if cue.attributes and any(a <= span[0] and span[1] <= b for a, b in cue.contents) and cue.sources
        ]  # fmt: skip
        if not holding:
            return ()
        inner = min(holding, key=lambda cue: sum(b - a for a, b in cue.contents))
        return tuple(e for source in inner.sources if source != span for e in self.of(source))

    def nearest(self, mention: Mention, *, person: bool) -> tuple[Entity, ...]:
        """Return the last *person*, or side, spoken of before *mention*."""
        start = mention.span[0]
        for other in reversed(self.mentions[self._place(start - _LONGEST) : self._place(start)]):
            if other.span[1] > start or other.pointing or other.parent is not None:
                continue
            found = self.at(other)
            if len(found) == 1 and (found[0].kind == "person") == person and not found[0].media:
                return found
        return ()

    # -- book-keeping

    def starting(self, offset: int) -> Mention | None:
        """Return the outermost mention that starts at *offset*, or with an article before it."""
        near = self.mentions[self._place(offset - 4) : self._place(offset + 1)]
        return next((m for m in near if self._text[m.span[0] : offset].lower() in {"", "the "}), None)

    def ending(self, offset: int) -> Mention | None:
        """Return the outermost mention, no pronoun, that ends at *offset*."""
        near = self.mentions[self._place(offset - _LONGEST) : self._place(offset)]
        return next((m for m in near if m.span[1] == offset and not m.pointing), None)

    def _place(self, offset: int) -> int:
        """Return the number of the first mention that starts at *offset* or behind it."""
        return bisect_left(self.mentions, offset, key=lambda mention: mention.span[0])

    def _new(self, entity: Entity) -> Entity:
        self._number[entity] = len(self.entities)
        self.entities.append(entity)
        self._know(entity, entity.name)
        return entity

    def _know(self, entity: Entity, name: str) -> None:
        """Let *entity* be found by what is like *name*."""
        for key in _keys(name):
            self._by_key.setdefault(key, set()).add(entity)

    def _meet(self, mention: Mention, found: Iterable[Entity]) -> None:
        entities = tuple(dict.fromkeys(found))
        self._of[mention] = entities
        for entity in entities:
            entity.mentions.append(mention.span)
            self._last[entity] = mention.span[0]
            if not mention.pointing and len(entities) == 1:
                name = mention.name
                written = self._text[slice(*name)] if name else mention.phrase
                own = written.partition(" ")[0].lower() in wordset("grammar", "possessives")
                if (mention.kind != "person" and not own) or name:
                    entity.aliases[written] += 1
                    self._know(entity, written)


def _fuller(name: str, entity: Entity) -> bool:
    """Whether *name* says more than the one that *entity* has: Sharev than Sharevi, Hill Front than Front."""
    if name.isupper() or is_adjective_of(name, entity.name):
        return False
    return is_adjective_of(entity.name, name) or (entity.kind != "state" and len(name) > len(entity.name))


def _shared(span: Span, other: Span) -> float:
    """Return how much two spans have in common, 1 where they are the same."""
    both = min(span[1], other[1]) - max(span[0], other[0])
    return both / (max(span[1], other[1]) - min(span[0], other[0]))


def _known(name: str) -> Known | None:
    """Return what the gazetteer has by exactly this *name*."""
    tokens = tuple(tokenise(name, 0, len(name)))
    found = known_names().at(Sentence(name, 0, len(name), 0, tokens), 0) if tokens else None
    return found[0] if found and found[1] == len(tokens) else None


def _role(phrase: str, mention: Mention) -> str | None:
    """Return which collective *phrase* is: "both sides", "the mediators"."""
    lower = phrase.lower()
    if mention.head in COLLECTIVE_MEDIATORS and not mention.children and not mention.names:
        return "mediators"
    if mention.kind == "person" or (mention.children and mention.head not in COLLECTIVE_PARTIES):
        return None
    if mention.head in COLLECTIVE_PARTIES:
        return "parties"
    pair = _ALL.match(lower)
    if pair and (
        pair.end() == len(lower)
        or mention.head in wordset("roles", "pairs")
        or (pair[0] in {"either", "neither", "each"} and f"{mention.head}s" in COLLECTIVE_PARTIES)
    ):
        return "parties"
    return None


def _keys(name: str) -> set[str]:
    """Return what names share that can be one actor's: how their words begin, or their initials."""
    words = re.findall(r"\w+", name.lower())
    return {word[:3] for word in words} | {initials(name).lower()[:3]}


def _may_be(entity: Entity, kinds: frozenset[str]) -> bool:
    """Whether a noun of *kinds* can mean *entity*: a movement is no state."""
    if not kinds or not entity.named:
        return True
    if _surely_a_state(entity) and not kinds & {"state", "government"}:
        return False
    return not entity.may_be or bool(entity.may_be & kinds)


def _surely_a_state(entity: Entity) -> bool:
    """Whether the gazetteer has it as one, or the report calls it a government."""
    if entity.kind != "state" or not entity.named:
        return False
    known = _known(entity.name)
    return (known is not None and known.kind == "state") or any(
        kinds_of_noun(name) & {"government"} for name in lower_names(entity)
    )


def _like(entity: Entity, kind: ActorKind) -> bool:
    """Whether a mention of *kind* can go on *entity*."""
    if entity.kind in {"person", "source"} or kind in {"person", "source"}:
        return entity.kind == kind
    return True


def _offices(entity: Entity) -> set[str]:
    return {entity.head or "", *(entity.title or "").lower().split(), *entity.name.lower().split()}
