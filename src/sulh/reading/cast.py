"""The cast of a report: which mentions are the same actor, whom each speaks for, and what it is called.

Aliases are joined by acronym, by surname, by containment ("the Dockers' Union" in "the Port Dockers'
Union") and by spelling (rapidfuzz); "the movement" goes to the last actor that may be one.
"""

from __future__ import annotations

from rapidfuzz import fuzz

from sulh.model.move import ActorKind
from sulh.reading.entity import (
    Entity,
    holds_name,
    initials,
    is_adjective_of,
    kinds_of_name,
    kinds_of_noun,
    without_article,
)
from sulh.reading.gazetteer import known_names, media_words
from sulh.reading.lexicon import past_forms, wordset
from sulh.reading.mention import Mention, acronym_in
from sulh.reading.tokens import Sentence, Token, tokenise

COLLECTIVE_PARTIES = frozenset({"sides", "parties", "camps", "factions", "counterparts", "partners"})
COLLECTIVE_MEDIATORS = frozenset({"mediators", "quartet", "trio", "duo"})


class Cast:
    """Builds the entities of one report, mention by mention, in text order."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self._recent: list[Entity] = []
        self._of: dict[tuple[int, int], tuple[Entity, ...]] = {}

    def entities_of(self, mention: Mention) -> tuple[Entity, ...]:
        """Return the entities that *mention* was resolved to (none for a pronoun)."""
        return self._of.get((mention.sentence, mention.first), ())

    def take(self, sentence: Sentence, mention: Mention) -> tuple[Entity, ...]:
        """Resolve *mention* and remember it."""
        if mention.kind == "pronoun":
            return ()
        if mention.parts:
            resolved = tuple(e for part in mention.parts for e in self.take(sentence, part))
        else:
            entity = self._resolve(sentence, mention)
            resolved = (entity,) if entity else ()
            for found in resolved:
                self._note(sentence, mention, found)
        self._of[mention.sentence, mention.first] = resolved
        return resolved

    def add(self, name: str, kind: ActorKind, span: tuple[int, int]) -> Entity:
        """Add an actor that only the network saw."""
        entity = next((e for e in self.entities if e.name == name), None) or self._new(
            Entity(name, kind, kinds_of_name(name))
        )
        entity.mentions.append(span)
        return entity

    def brokers(self) -> list[Entity]:
        """Return whom groups of mediators belong to: Norway, of "Norwegian mediators"."""
        return [e.top for e in self.entities if e.mediating and e.kind == "group" and e.top is not e]

    def find(self, name: str) -> Entity | None:
        """Return the entity called *name* (an alias will do), or None."""
        wanted = name.removeprefix("the ").removeprefix("The ")
        for entity in self.entities:
            if entity.name == wanted or wanted in entity.aliases:
                return entity
        return None

    def named(self, phrase: str) -> Entity | None:
        """Return the entity whose name, adjective or noun *phrase* holds: "the Hamas Political Bureau"."""
        if found := self.find(phrase):
            return found
        tokens = _tokens(phrase)
        names = known_names()
        for at in range(len(tokens.tokens)):
            known = names.at(tokens, at)
            if known and known[0].kind != "media" and (at == 0 or known[0].adjective):
                return self._state(known[0].name, known[0].kind)
        holding = [e for e in self.entities if e.kind == "organisation" and holds_name(phrase, e)]
        if holding:
            return max(holding, key=lambda e: len(e.name))
        name = without_article(phrase)
        if kinds := kinds_of_noun(name.lower()):
            return self._latest(kinds, name.lower())
        plain = sum(token.text.islower() and len(token.text) > 3 for token in _tokens(name).tokens)
        if plain < 2 and any(token.is_capital for token in _tokens(name).tokens):
            return self._alias(name) or self._new(Entity(name, "organisation", kinds_of_name(name)))
        for word in tokens.words:
            if kinds := kinds_of_noun(word):
                return self._latest(kinds, word)
        return None

    def affiliate(self, mentions: list[Mention]) -> None:
        """Give officials without an owner the report's state, else the one named before them."""
        before: Entity | None = None
        for mention in mentions:
            for entity in self.entities_of(mention):
                if entity.may_be_a_state:
                    before = entity
                if entity.kind == "person" and entity.head in wordset("roles", "of_state"):
                    entity.member_of = entity.member_of or self._home_state() or before

    def _home_state(self) -> Entity | None:
        """Return the state that the report speaks of at least twice as often as of any other."""
        states = sorted((e for e in self.entities if e.may_be_a_state), key=lambda e: -len(e.mentions))
        if len(states) > 1 and len(states[0].mentions) < 2 * len(states[1].mentions):
            return None
        return states[0] if states else None

    def _resolve(self, sentence: Sentence, mention: Mention) -> Entity | None:
        match mention.kind:
            case "name" | "adjective":
                return self._owned(sentence, mention, self._named(mention))
            case "person":
                return self._person(sentence, mention)
            case "group":
                return self._group(sentence, mention)
            case "anonymous":
                return self._anonymous(mention)
            case "noun":
                return self._noun(sentence, mention)
            case "collective":
                return self._collective(sentence, mention)
        return None

    def _owned(self, sentence: Sentence, mention: Mention, entity: Entity | None) -> Entity | None:
        """Give "Lindmark's Commerce Ministry" to Lindmark: a body with a possessor speaks for it."""
        if entity is None or entity.member_of or sentence.words[max(mention.first - 1, 0)] != "'s":
            return entity
        before = (self._of.get((sentence.index, place)) for place in range(mention.first - 1, -1, -1))
        owners = next(filter(None, before), ())
        if owners and owners[0] is not entity and entity.may_be & {"government", "body"}:
            entity.member_of = owners[0]
        return entity

    def _note(self, sentence: Sentence, mention: Mention, entity: Entity) -> None:
        start, end = sentence.span(mention.first, mention.last)
        entity.mentions.append((start, end))
        if mention.name and mention.kind in {"name", "person"}:
            entity.aliases[mention.name] += 1
        elif mention.kind == "noun":
            entity.aliases[mention.text] += 1
        before = sentence.words[mention.first - 1] if mention.first else ""
        if mention.kind == "name" and mention.known is None:
            entity.located += _locates(sentence, mention, before) or _modifies(sentence, mention)
        if mention.kind == "adjective":
            return
        if entity in self._recent:
            self._recent.remove(entity)
        self._recent.append(entity)
        if any(
            word in wordset("roles", "mediating") for word in sentence.words[mention.first : mention.last]
        ):
            entity.mediating = True

    def _new(self, entity: Entity) -> Entity:
        self.entities.append(entity)
        return entity

    def _state(self, name: str, kind: str) -> Entity:
        if found := self.find(name):
            return found
        media = kind == "media"
        actor: ActorKind = "state" if kind == "state" else "organisation"
        return self._new(Entity(name, actor, frozenset({kind}), media=media))

    def _named(self, mention: Mention) -> Entity | None:
        if mention.known is not None:
            return None if mention.known.seat else self._state(mention.known.name, mention.known.kind)
        name = mention.name or mention.text
        acronym = acronym_in(mention)
        found = self.find(name) or (self.find(acronym) if acronym else None) or self._alias(name)
        if found is None:
            words = frozenset(name.split())
            media = bool(words & media_words())
            found = self._christened(name) or self._new(
                Entity(name, "organisation", kinds_of_name(name), media=media)
            )
        if acronym:
            found.aliases[acronym] += 1
        return found

    def _christened(self, name: str) -> Entity | None:
        """Give *name* to the one actor of its kind that had none so far: "the rebels" are the Front."""
        kinds = kinds_of_name(name)
        unnamed = [e for e in self.entities if e.name.islower() and e.may_be & kinds and e.member_of is None]
        if len(unnamed) != 1 or unnamed[0].kind not in {"organisation", "group"}:
            return None
        entity = unnamed[0]
        entity.aliases[entity.name] += 1
        entity.name, entity.kind, entity.may_be = name, "organisation", entity.may_be & kinds
        return entity

    def _alias(self, name: str) -> Entity | None:
        """Find *name* as a short or differently spelt form of a name that was read before."""
        words = name.split()
        for entity in reversed(self.entities):
            if entity.kind not in {"organisation", "person"}:
                continue
            if entity.name.islower():
                if len(entity.name.split()) > 1 and set(entity.name.split()) < set(name.lower().split()):
                    entity.aliases[entity.name] += 1
                    entity.name = name
                    return entity
                continue
            theirs = entity.name.split()
            if entity.kind == "person" and words == theirs[-1:]:
                return entity
            if entity.kind == "organisation" and name.rstrip("s") == entity.name.rstrip("s"):
                return entity
            if len(name) > 2 and name.isupper() and initials(entity.name) == name:
                return entity
            if entity.kind == "organisation" and len(words) < len(theirs) and set(words) <= set(theirs):
                return entity
            if is_adjective_of(entity.name, name):
                entity.aliases[entity.name] += 1
                entity.name = name
                return entity
            if len(name) > 5 and (fuzz.ratio(name, entity.name) >= 90 or is_adjective_of(name, entity.name)):
                return entity
        return None

    def _person(self, sentence: Sentence, mention: Mention) -> Entity | None:
        if mention.name is None:
            return self._office(sentence, mention)
        entity = self.find(mention.name)
        if entity is None:
            surname = mention.name.split()[-1]
            entity = next(
                (e for e in self.entities if e.kind == "person" and e.name.split()[-1] == surname), None
            ) or next((e for e in self.entities if e.name == surname and not e.may_be), None)
        if entity is None:
            office = (e for e in reversed(self.entities) if e.kind == "person" and e.name[0].islower())
            entity = next((e for e in office if e.head and e.head == mention.head and e.member_of), None)
        if entity is None:
            entity = self._new(Entity(mention.name, "person"))
        entity.kind = "person"
        if len(mention.name) > len(entity.name) or entity.name[0].islower():
            entity.aliases[entity.name] += 1
            entity.name = mention.name
        entity.title = entity.title or mention.title
        entity.head = mention.head or entity.head
        if entity.member_of is None:
            entity.member_of = self._owner(mention, entity) or self._possessor(sentence, mention)
        return entity

    def _owner(self, mention: Mention, entity: Entity | None = None) -> Entity | None:
        """Return what an office or group belongs to."""
        owner = None
        if mention.known is not None:
            owner = self._state(mention.known.name, mention.known.kind)
        elif mention.of:
            owner = self.named(mention.of)
        elif mention.title and (found := self._named_inside(mention.title)):
            owner = found
        return owner if owner is not entity else None

    def _named_inside(self, phrase: str) -> Entity | None:
        """Return an organisation, or the actor of a common noun ("company"), named inside *phrase*."""
        for entity in self.entities:
            if entity.kind in {"organisation", "state"} and not entity.media and holds_name(phrase, entity):
                return entity
        for word in phrase.split()[:-1]:
            if word[0].isupper() and (found := self.find(word) or self._alias(word)):
                return found
        words = phrase.lower().replace("'s", "").split()
        for word in words[:-1]:
            if (kinds := kinds_of_noun(word)) and (found := self._latest(kinds, word)):
                return found
        return None

    def _office(self, sentence: Sentence, mention: Mention) -> Entity | None:
        """A person known by office: the same as an earlier person of that office, if it is definite."""
        head = mention.head or ""
        definite = mention.text.lower().startswith(("the ", "his ", "her ", "its ", "their "))
        if definite and not mention.of and mention.known is None:
            for entity in reversed(self._recent):
                if entity.kind == "person" and head in {entity.head, *(entity.title or "").lower().split()}:
                    return entity
        text = without_article(mention.text)
        owner = self._owner(mention)
        if owner is None and (owner := self._possessor(sentence, mention)):
            text = f"{text.partition(' ')[2]} of {owner.name}"
        found = next((e for e in self.entities if e.name == text), None)
        return found or self._new(Entity(text, "person", title=mention.title, head=head, member_of=owner))

    def _group(self, sentence: Sentence, mention: Mention) -> Entity | None:
        text = without_article(mention.text)
        if found := next((e for e in self.entities if e.name == text), None):
            return found
        if text.lower() == mention.head and sentence.words[mention.first] == "the":
            same = (e for e in reversed(self.entities) if e.kind == "group" and e.head == mention.head)
            if found := next(same, None):
                return found
        kinds = kinds_of_noun(mention.head or "")
        owner = self._possessor(sentence, mention) or self._owner(mention)
        if (
            owner is None
            and kinds
            and not mention.name
            and (latest := self._latest(kinds, mention.head or "", unknown=False))
        ):
            return latest
        return self._new(Entity(text, "group", kinds, member_of=owner, head=mention.head, plural=True))

    def _possessor(self, sentence: Sentence, mention: Mention) -> Entity | None:
        """Read "its leaders": what "its" stands for is the last organisation spoken of."""
        if sentence.words[mention.first] in wordset("grammar", "possessives"):
            here = [
                self._of[key]
                for key in sorted(self._of)
                if key[0] == sentence.index and key[1] < mention.first
            ]
            for found in here:
                if found and found[0].top.kind in {"organisation", "state"} and not found[0].top.media:
                    return found[0].top
            return next(
                (e.top for e in reversed(self._recent) if e.top.kind in {"organisation", "state"}), None
            )
        return None

    def _anonymous(self, mention: Mention) -> Entity:
        text = without_article(mention.text)
        if found := next((e for e in self.entities if e.name == text and e.kind == "source"), None):
            return found
        plural = (mention.head or "").endswith("s")
        owner = self._owner(mention)
        if owner is not None and owner.media:
            owner = None
        return self._new(Entity(text, "source", head=mention.head, plural=plural, member_of=owner))

    def _noun(self, sentence: Sentence, mention: Mention) -> Entity | None:
        """Resolve "the movement", "the Israeli government", "the company's management"."""
        if mention.known is not None and mention.known.kind == "state":
            return self._state(mention.known.name, "state")
        noun = mention.head or ""
        if own := self._possessor(sentence, mention):
            return own
        if (named := self._noun_as_name(sentence, mention)) is not None:
            return named
        if noun in wordset("roles", "vague") or noun in wordset("kinds", "any"):
            owner = self._owner(mention)
            return owner or (self._latest(kinds_of_noun(noun)) if kinds_of_noun(noun) else None)
        kinds = kinds_of_noun(noun)
        if mention.of and mention.of.split()[0].lower() in wordset("titles", "persons"):
            return self._home_state() or self._latest(kinds, noun)
        if mention.of and (owner := self.named(mention.of)):
            if owner.kind == "organisation" and not owner.may_be:
                owner.may_be = kinds
            return owner.top if owner.kind == "person" else owner
        if found := self._latest(kinds, noun):
            return found
        if not kinds or kinds == {"state"} or "'s" in mention.text.replace("’", "'"):
            return None
        return self._new(Entity(without_article(mention.text), "organisation", kinds, head=noun))

    def _noun_as_name(self, sentence: Sentence, mention: Mention) -> Entity | None:
        """Read "The Greens", "the employers' association": such words name an actor, not just its kind."""
        kinds, noun = kinds_of_noun(mention.head or ""), mention.head or ""
        head = sentence.tokens[mention.last - 1] if not mention.of else None
        whose = [w.rstrip("'") for w in sentence.words[mention.first : mention.last - 1]]
        groups = [word for word in whose if word in wordset("titles", "groups")]
        own = head is not None and head.is_capital and head.lower == noun and noun.endswith("s") and kinds
        if not groups and not own:
            return None
        words = [*groups, noun.rstrip("s")] if own else groups
        for entity in reversed(self.entities):
            if entity.kind in {"organisation", "group"} and any(
                word in entity.name.lower() for word in words
            ):
                return entity.top
        return self._new(Entity(without_article(mention.text), "organisation", kinds, head=noun))

    def _latest(self, kinds: frozenset[str], noun: str = "", *, unknown: bool = True) -> Entity | None:
        """Return the last actor spoken of that may be of one of *kinds*.

        First goes one whose name holds *noun*, then one of the kind that *noun* names, then one of any of
        *kinds*; if *unknown*, the one of unknown kind that is most spoken of will do.
        """
        actors = [e for e in reversed(self._recent) if e.kind in {"organisation", "state"} and not e.media]
        named = [e for e in reversed(self.entities) if e.kind == "organisation" and not e.media]
        by_name = next((e for e in named if noun and noun in e.name.lower().split()), None)
        by_kind = next((e for e in actors if noun in e.may_be), None)
        if noun and noun not in wordset("roles", "generic"):
            return by_name  # "The fund", "the board" may be anybody's: better nobody than a guess.
        found = by_name or by_kind or next((e for e in actors if e.may_be & kinds), None)
        if found or kinds <= {"state"} or not unknown:
            return found
        nameless = [e for e in actors if e.kind == "organisation" and not e.may_be and not e.is_place]
        return max(nameless, key=lambda e: len(e.mentions) - e.located, default=None)

    def _collective(self, sentence: Sentence, mention: Mention) -> Entity:
        head = mention.head or ""
        text = without_article(mention.text)
        if owner := self._possessor(sentence, mention):
            return self._new(Entity(f"{text.partition(' ')[2]} of {owner.name}", "group", member_of=owner))
        belongs = mention.of and " in " not in mention.text and head not in COLLECTIVE_PARTIES
        if belongs and (owner := self.named(mention.of or "")):
            return self._new(Entity(text, "group", member_of=owner, head=head, plural=True))
        if head in COLLECTIVE_PARTIES:
            name = "parties"
        elif mention.known is not None:
            return self._new(
                Entity(text, "group", member_of=self._state(mention.known.name, "state"), mediating=True)
            )
        else:
            name = text
        role = (
            "parties" if name == "parties" else "mediators" if head in COLLECTIVE_MEDIATORS else "negotiators"
        )
        return self.collective(name, role, head)

    def collective(self, name: str, role: str, head: str | None = None) -> Entity:
        """Return the actor that stands for all parties or all mediators, whoever they turn out to be."""
        found = next((e for e in self.entities if e.collective == role and e.name == name), None)
        return found or self._new(Entity(name, "body", collective=role, head=head or name, plural=True))


def _tokens(phrase: str) -> Sentence:
    tokens: tuple[Token, ...] = tuple(tokenise(phrase, 0, len(phrase)))
    return Sentence(phrase, 0, len(phrase), 0, tokens)


def _locates(sentence: Sentence, mention: Mention, before: str) -> bool:
    """Whether the name says where something is: "in Osk", "the town of Dresh"."""
    place = sentence.words[mention.first - 2] if mention.first > 1 else ""
    return before in wordset("roles", "locating") or (before == "of" and place in wordset("roles", "places"))


def _modifies(sentence: Sentence, mention: Mention) -> bool:
    """Whether a noun follows the name that it modifies: "the Port Salvane dispute"."""
    if mention.last >= len(sentence.tokens):
        return False
    word, token = sentence.words[mention.last], sentence.tokens[mention.last]
    if not token.text.islower() or word.endswith(("ed", "s", "ing")) or not token.is_word:
        return False
    return not any(
        word in wordset("grammar", group)
        for group in ("prepositions", "auxiliaries", "adverbs", "subordinators", "determiners", "relatives")
    ) and word not in past_forms() | {"and", "or", "but"}
