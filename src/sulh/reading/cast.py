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
from sulh.reading.collectives import collective_role
from sulh.reading.entity import (
    SIDES,
    Entity,
    called_otherwise,
    kinds_of_name,
    kinds_of_noun,
    lower_names,
    without_article,
)
from sulh.reading.gazetteer import known, regions
from sulh.reading.lexicon import plain_words, wordset
from sulh.reading.markup.annotation import Span
from sulh.reading.mending import mend
from sulh.reading.mention import Mention, tree
from sulh.reading.naming import defined, short_behind
from sulh.reading.network.decode import Spotted
from sulh.reading.register import Register

_LONGEST = 400
"""No mention is longer, and no pronoun goes back further on its own, in characters."""
REACH = 20_000
"""How far from its cue a content may end, in characters."""
_LOOSE_END = re.compile(r"(?:\W+(?:of|for|from|in|the|and|with|to|by|on))+\W*\Z")
_OWNER = re.compile(r"['’]s? ")
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
        names = [name for name in names if text[slice(*name)] not in regions()]
        self.register = Register(text, names)
        self.mentions = tree(text, names, mend(text, names, spotted.mentions))
        self._text = text
        self._cues = spotted.cues
        self._of: dict[Mention, tuple[Entity, ...]] = {}
        self._named(names)
        self._with_names = [mention for mention in self.mentions if mention.name is not None]
        self._nouns()
        for mention in self.mentions:
            self.at(mention)

    @property
    def entities(self) -> list[Entity]:
        """The actors, in the order in which they came up."""
        return self.register.entities

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
            return self._speaker_of(span, words.lower()) or self._spoken(span, words.lower())
        return (
            self.register.find(words, person=False)
            or self.register.add(Entity(words, "group", kinds_of_name(words))),
        )

    def joined(self, start: int, end: int) -> list[Entity]:
        """Return whom "and Qatar", all that stands at ``[start, end)``, adds to the actor before it."""
        found: list[Entity] = []
        near = self.mentions[self._place(start) : self._place(end)]
        for mention in (m for m in near if m.span[1] <= end and not m.pointing):
            if _AND.fullmatch(self._text, start, mention.span[0]):
                found += self.at(mention)
                start = mention.span[1]
        return found if not self._text[start:end].strip() else []

    def joined_before(self, start: int) -> list[Entity]:
        """Return whom "Egypt and", all that stands before *start*, adds to the actor there."""
        near = self.between(start - _LONGEST, start)
        found = (m for m in near if m.span[1] < start and not m.pointing and m.parent is None)
        return [e for m in found if _AND.fullmatch(self._text, m.span[1], start) for e in self.at(m)]

    def collective(self, name: str, role: str) -> Entity:
        """Return the actor that stands for all parties or all mediators, whoever they turn out to be."""
        found = next((e for e in self.entities if e.collective == role and e.name == name), None)
        return found or self.register.add(Entity(name, "body", collective=role, head=name))

    # -- names

    def _named(self, names: Sequence[Span]) -> None:
        votes: dict[Entity, Counter[ActorKind]] = {}
        for mention in self.mentions:
            if mention.pointing:
                continue
            if parts := mention.members():
                kind = "organisation" if mention.kind == "group" else mention.kind
                named = [self.register.by_name(self._text[slice(*part)], kind) for part in parts]
                self._meet(mention, named)
            elif (name := mention.name) is not None:
                entity = self.register.by_name(self._text[slice(*name)], mention.kind)
                self._acronym(mention, name, entity)
                if mention.kind == "person":
                    self._owners(mention, name)
                self._meet(mention, (entity,))
                votes.setdefault(entity, Counter())[mention.kind] += 1
        for long, short in defined(self._text, names):
            if self.register.find(short, person=False) is not None:
                self.register.by_name(long, "organisation")
        for entity, kinds in votes.items():
            if known(entity.name) is None:
                entity.kind = kinds.most_common(1)[0][0]

    def _owners(self, mention: Mention, own: Span) -> None:
        """Take the side of "the Volhar Party's Dana Orel" for an actor, if nothing else names it."""
        for name in mention.own_names():
            if (
                name != own
                and _OWNER.match(self._text, name[1])
                and self.register.known(self._text[slice(*name)]) is None
            ):
                written = self._text[slice(*name)]
                if not any(self.register.find(written, person=person) for person in (False, True)):
                    self.register.add(Entity(written, "organisation", kinds_of_name(written)))

    def _acronym(self, mention: Mention, name: Span, entity: Entity) -> None:
        """Take "(AWP)" behind the name, or ", or AWP,", for one of its aliases."""
        for other in mention.names:
            if other[0] > name[1] and self._text[name[1] : other[0]].strip() == "(":
                self.register.call(entity, self._text[slice(*other)])
        short = short_behind(self._text, name) if mention.kind != "person" else None
        if short is not None and known(short) is None:
            self.register.call(entity, short)

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
        if role := collective_role(mention):
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
        opens = mention.text.startswith(phrase) and not re.match(r".[A-Z]|\w+ [A-Z]", phrase)  # no name
        phrase = mention.office
        noun = phrase.lower() in wordset("roles", "countries")  # "the State"
        if noun or (opens and phrase.partition(" ")[0].lower() in plain_words()):
            phrase = phrase[0].lower() + phrase[1:]
        named = mention.kind == "organisation" and phrase[0].isupper()  # "the Hill Unionist party"
        if named and (same := self.register.side(phrase)):
            return (same,)
        return (self.register.add(Entity(phrase, mention.kind, kinds, head=mention.head)),)

    def _side_itself(self, mention: Mention) -> Entity | None:
        """Return Norvane for "the Norvanian government", the union for "the union side"."""
        kinds = kinds_of_noun(mention.head)
        if mention.kind in {"person", "source"}:
            return None
        own = kinds_of_noun(" ".join(mention.phrase.lower().split()[-2:])) & {"movement", "party", "union"}
        if own or not (kinds & {"state", "government"} or mention.head in wordset("kinds", "any")):
            return self._named_before(mention)
        for child in mention.children:
            inside = self.at(child)
            if len(inside) == 1 and inside[0].kind in SIDES:
                return inside[0]
        called = (self.register.side(self._text[slice(*name)]) for name in mention.names)
        found = next(filter(None, called), None)
        if found is None and mention.names and "state" in kinds:
            name = self._text[slice(*mention.names[0])]
            if name.lower() == mention.head:
                return None  # "the State"
            if mention.phrase != f"{name} {mention.head}":
                return self.register.add(Entity(name, "state"))
            found = self.register.add(Entity(mention.phrase, "state"))  # "Karsovian" by itself names nobody
            self.register.call(found, name)
        return found

    def _named_before(self, mention: Mention) -> Entity | None:
        """Return the side that the name before the noun means: "Norvane's Volkhin rebels"."""
        name = self._name_before(mention)
        if name is None or mention.head not in wordset("kinds", "behind") | {"militants", "insurgents"}:
            return None
        found = self.register.side(name)
        state = found is not None and found.kind == "state" and (found.name != name or _surely_a_state(found))
        if found is None or state:
            return None  # Syrian rebels are not Syria
        found.may_be = found.may_be or kinds_of_noun(mention.head)
        return found

    def _name_before(self, mention: Mention) -> str | None:
        """Return the name right before the noun of *mention*."""
        name = self._text[slice(*mention.names[-1])] if mention.names else ""
        before = name and re.search(rf"\b{re.escape(name)} {re.escape(mention.head)}\W*\Z", mention.text)
        return name if before else None

    def _possessed(self, mention: Mention) -> Entity | None:
        """Return the side of a person for "her party", a side itself for "its delegation"."""
        first = mention.text.split(maxsplit=1)[0].lower()
        if mention.kind in {"person", "source"} or first not in wordset("grammar", "possessives"):
            return None
        if mention.head in wordset("roles", "across"):
            return None
        pointing = next((child for child in mention.children if child.pointing), None)
        before = pointing or mention.goes_on
        owners = self.at(before) if before is not None else ()
        owners = owners or self.nearest(mention, person=first in _SINGULAR)
        side = owners[0].top if len(owners) == 1 else None
        if side is not None and side.kind == "person" and mention.head in wordset("roles", "of_speakers"):
            side = self._state_of((side,))
        if side is None or side.kind not in SIDES or side.collective:
            return None
        general = mention.head in wordset("kinds", "any") | wordset("roles", "own")
        return (
            side if general or (owners[0] is not side and side.may_be & kinds_of_noun(mention.head)) else None
        )

    def _spoken_of(self, mention: Mention, phrase: str) -> Entity | None:
        """Return whom the report called *phrase* before, whom the network says, or the last of its kind."""
        person = mention.kind == "person"
        same = [e for e in self.entities if _like(e, mention.kind) and phrase.lower() in lower_names(e)]
        if same:
            return self.register.latest(same, mention.span[0])
        head, kinds = mention.head, kinds_of_noun(mention.head)
        if kinds and mention.goes_on is not None and mention.goes_on.head == head:
            again = self.at(mention.goes_on)
            if len(again) == 1 and _like(again[0], mention.kind):
                return again[0]
        others = [e for e in self.entities if e.is_side]
        name = self._name_before(mention)
        new = name is not None and self.register.find_side(name) is None  # "the Volhin union" is not the last
        alone = not person and not mention.has_complement and not new
        general = alone and mention.kind != "source" and head in wordset("roles", "generic")
        if general or (alone and mention.text[:4].lower() == "the "):
            if home := self._of_speaker(mention):
                return home
            named = [e for e in others if e.named]
            holding = [
                e for e in named
                if head in e.name.lower().replace("'", " ").split()
                and not (head.endswith("s") and e.kind == "state")  # no states are the United States
                and self.register.first(e, 0) < mention.span[0]
            ]  # fmt: skip
            if head in _ARMED:  # seldom the Liberation Army of those who fight it
                holding = [e for e in named if e.kind == "state" and len(e.mentions) >= _SPOKEN_OF]
            if len(holding) == 1:
                return holding[0]
            very = [
                e for e in named if general and head in e.may_be
            ]  # an alliance may be "the union" as well
            of_kind = very if len(very) == 1 else [e for e in named if general and e.may_be & kinds]
            if len(of_kind) == 1 and self._spoken_of_last(of_kind[0], mention):
                return of_kind[0]
        linked = self.at(mention.goes_on) if mention.goes_on is not None else self._named_later(mention)
        fits = len(linked) == 1 and not linked[0].collective and _like(linked[0], mention.kind)
        fits = fits and not (linked[0].named and _counted(mention))
        if fits and _may_be(linked[0], kinds):
            return linked[0]
        if person and mention.definite:
            holders = (e for e in self.entities if e.kind == "person" and head in e.offices)
            return self.register.latest(holders, mention.span[0])
        if mention.kind == "source" and mention.definite:
            same = [e for e in self.entities if e.kind == "source" and e.head == head]
            return self.register.latest(same, mention.span[0])
        return self._last_of(kinds, others, mention) if general and kinds else None

    def _last_of(self, kinds: frozenset[str], others: list[Entity], mention: Mention) -> Entity | None:
        """Return whom of *others* that can be of *kinds* the report spoke of last, or else comes to first."""
        at = mention.span[0]
        if mention.kind == "state" or mention.head in wordset("roles", "countries"):
            others = [e for e in others if e.kind in {"state", "body"}]
        before = [e for e in others if self.register.first(e, at) < at]
        for among in (before, others):
            surely = [e for e in among if e.may_be & kinds]
            found = surely or [e for e in among if _may_be(e, kinds) and e.named]
            if found:
                return self.register.latest(found, at)
        return None

    def _spoken_of_last(self, side: Entity, mention: Mention) -> bool:
        """Whether *side*, the one that *mention* is known to fit, is spoken of after others that may fit."""
        linked = self.at(mention.goes_on) if mention.goes_on is not None else ()
        if len(linked) != 1 or not linked[0].named or linked[0].may_be or linked[0].kind != side.kind:
            return True
        return self.register.latest((side, linked[0]), mention.span[0]) is side

    def _of_speaker(self, mention: Mention) -> Entity | None:
        """Return the state that "the army" is of, where its own official speaks of it."""
        if mention.head not in wordset("roles", "of_speakers") or mention.text[:4].lower() != "the ":
            return None
        said = self.speakers(mention.span)
        return self._state_of(said) if len(said) == 1 else None

    def _state_of(self, said: tuple[Entity, ...]) -> Entity | None:
        """Return the state that the words for an official name."""
        own = [m for m in self.mentions if not m.pointing and self._of.get(m) == said]
        inside = [e for m in own for child in m.children for e in self.at(child)]
        named = [self.register.side(self._text[slice(*name)]) for m in own for name in m.own_names()]
        sides = [e for e in (*said, *inside, *named) if e is not None and e.kind == "state"]
        states = [e for e in sides if not called_otherwise(e)]
        return states[0] if states else None

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

    # -- pronouns

    def _pronoun(self, mention: Mention) -> Iterable[Entity]:
        word = mention.phrase.lower()
        if speaker := self._speaker_of(mention.span, word):
            return speaker
        found = self.at(mention.goes_on) if mention.goes_on is not None else ()
        if found and not (word in {"it", "its", "itself"} and len(found) == 1 and found[0].kind == "person"):
            return found
        if word in _FIRST and (spoken := self._spoken(mention.span, word)):
            return spoken
        return self.nearest(mention, person=word in _SINGULAR)

    def _speaker_of(self, span: Span, word: str) -> tuple[Entity, ...]:
        """Return who says what the pronoun begins: "negotiators told the envoy that they would"."""
        quoted = self._text[span[0] - 1 : span[0]] in {'"', "“", "‘", "'"}
        if word not in {"he", "she", "it", "they"} or quoted:
            return ()
        said = self.speakers(span, begins=True)
        if word in {"he", "she"}:
            return said if len(said) == 1 and said[0].kind in {"person", "source"} else ()
        if word == "it":
            sides = tuple(dict.fromkeys(e.top for e in said))
            return sides if len(sides) == 1 and sides[0].is_side else ()
        many = len(said) > 1 or (len(said) == 1 and (said[0].head or "").endswith("s"))
        return said if many else ()

    def _spoken(self, span: Span, word: str) -> tuple[Entity, ...]:
        """Return who says "I", or whom they speak for when they say "we"."""
        if word not in _FIRST:
            return ()
        said = self.speakers(span)
        return tuple(dict.fromkeys(e.top for e in said)) if word in {"we", "us", "our"} else said

    def speakers(self, span: Span, *, begins: bool = False) -> tuple[Entity, ...]:
        """Return who says the words at *span*, if asked so only where what is said *begins* with them."""
        first, last = (
            bisect_left(self._cues, place, key=lambda cue: cue.span[0])
            for place in (span[0] - REACH, span[1] + REACH)
        )
        holding = [
            cue for cue in self._cues[first:last]
            if cue.attributes and cue.sources and any(
                a <= span[0] and span[1] <= b and not (begins and _before_subject(self._text[a : span[0]]))
                for a, b in cue.contents
            )
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

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that begin at ``[start, end)``."""
        return self.mentions[self._place(start) : self._place(end)]

    def _place(self, offset: int) -> int:
        """Return the number of the first mention that starts at *offset* or behind it."""
        return bisect_left(self.mentions, offset, key=lambda mention: mention.span[0])

    def _meet(self, mention: Mention, found: Iterable[Entity]) -> None:
        entities = tuple(dict.fromkeys(found))
        self._of[mention] = entities
        for entity in entities:
            self.register.meet(entity, mention.span)
            if not mention.pointing and len(entities) == 1:
                name = mention.name
                written = self._text[slice(*name)] if name else mention.phrase
                own = written.partition(" ")[0].lower() in wordset("grammar", "possessives")
                if (mention.kind != "person" and not own) or name:
                    self.register.call(entity, written)


def _shared(span: Span, other: Span) -> float:
    """Return how much two spans have in common, 1 where they are the same."""
    both = min(span[1], other[1]) - max(span[0], other[0])
    return both / (max(span[1], other[1]) - min(span[0], other[0]))


def _before_subject(words: str) -> bool:
    """Whether *words* are more than what may stand before the subject of what is said."""
    return words.strip().lower() not in {"", "that", "if", "whether"}


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
    listed = known(entity.name)
    return (listed is not None and listed.kind == "state") or any(
        kinds_of_noun(name) & {"government"} for name in lower_names(entity)
    )


def _counted(mention: Mention) -> bool:
    """Whether it says how many they are: "five automakers" are not one of them."""
    return not wordset("grammar", "numbers").isdisjoint(mention.phrase.lower().split())


def _like(entity: Entity, kind: ActorKind) -> bool:
    """Whether a mention of *kind* can go on *entity*."""
    if entity.kind in {"person", "source"} or kind in {"person", "source"}:
        return entity.kind == kind
    return True
