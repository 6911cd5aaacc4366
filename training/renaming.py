"""Reports under other names: so that the network learns what is done, not by whom.

Names of actors are exchanged for names of actors of the same kind in other reports, everywhere in a report at
once. The marks stay where they are, since the exchange is done in the markup itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping, Sequence

from sulh.reading.markup.annotation import Annotation, Known

Pool = Mapping[str, Sequence[str]]
"""Kind of actor → proper names."""


def pool(notes: Iterable[Annotation]) -> dict[str, list[str]]:
    """Return the proper names of all actors of *notes*, by kind, in a fixed order."""
    found: dict[str, set[str]] = {}
    for note in notes:
        for actor in note.actors.values():
            if _is_name(actor.name):
                found.setdefault(actor.kind, set()).add(actor.name)
    return {kind: sorted(names) for kind, names in found.items()}


def exchange(text: str, table: Mapping[str, str]) -> str:
    """Return *text* (or markup) with each name of *table* replaced, all at once and as whole words.

    The labels of marks are no text: an actor's key may be spelt as its acronym.
    """
    if not table:
        return text
    pattern = "|".join(re.escape(name) for name in sorted(table, key=len, reverse=True))
    return re.sub(rf"\{{[^{{}}|\n]*\||\b(?:{pattern})\b", lambda match: table.get(match[0], match[0]), text)


def renamed(markup: str, note: Annotation, names: Pool, chooser: random.Random, share: float = 0.5) -> str:
    """Return *markup*, which reads as *note*, with a *share* of its actors under other names."""
    table: dict[str, str] = {}
    for actor in note.actors.values():
        others = names.get(actor.kind, ())
        if others and _is_name(actor.name) and chooser.random() < share:
            table |= _forms(actor, chooser.choice(others))
    head, body = _split(markup)
    return head + exchange(body, {old: new for old, new in table.items() if new not in note.text})


def _split(markup: str) -> tuple[str, str]:
    end = markup.index("\n---\n", 3) + 5
    return markup[:end], markup[end:]


def _is_name(name: str) -> bool:
    return name[:1].isupper() and not re.search(r"[{}|\\]", name)


def _forms(actor: Known, new: str) -> dict[str, str]:
    """Return what each form of the name becomes: the whole, the surname, the acronym, a shorter form."""
    forms = {actor.name: new}
    if actor.kind == "person" and " " in actor.name and " " in new:
        forms[actor.name.split()[-1]] = new.rsplit(maxsplit=1)[-1]
    for alias in actor.aliases:
        if alias.isupper() and len(alias) > 1:
            forms[alias] = "".join(word[0] for word in new.split() if word[0].isupper())[:5] or new
        elif _is_name(alias) and alias in actor.name:
            forms[alias] = new.split(maxsplit=1)[0]
    return {old: form for old, form in forms.items() if len(old) > 1}
