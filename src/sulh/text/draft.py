"""What every kind of file is turned into before its sentences are found."""

from __future__ import annotations

from dataclasses import dataclass, field

from sulh.model.report import Block, SetAside
from sulh.text.canonical import Mapped


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says about itself. `published` is a (perhaps partial) TIMEX3 date."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A document in canonical form, cut into blocks; every other piece of it is in `set_aside`."""

    text: Mapped
    blocks: tuple[Block, ...]
    set_aside: tuple[SetAside, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()
