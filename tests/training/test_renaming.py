"""Reports under other names keep their marks, and no name of theirs is left half changed."""

import random

import data
import renaming
from sulh.reading.markup.parse import parse

MARKUP = """---
domain: strike
actors:
  UNI: {name: Sorel Crews' Union, kind: organisation, aliases: [SCU, the union]}
  ORE: {name: Dana Orel, kind: person, of: UNI}
---
{@ORE s1|Dana Orel} of {@UNI|the SCU} {c1|said} {q1|no}.
{@UNI|Sorel Crews' Union} would not {m2 reject|yield} {t2|it}, {@ORE|Orel} wrote.
"""
SEEDED = random.Random  # nothing secret
NAMES = {"organisation": ["Northern Guild"], "person": ["Mira Tovick"]}


def test_all_forms_of_a_name_change_together() -> None:
    made = parse(renaming.renamed(MARKUP, parse(MARKUP), NAMES, SEEDED(1), share=1))
    assert made.text == "Mira Tovick of the NG said no.\nNorthern Guild would not yield it, Tovick wrote.\n"
    assert [made.text[slice(*m.span)] for m in made.mentions] == [
        "Mira Tovick",
        "the NG",
        "Northern Guild",
        "Tovick",
    ]


def test_nothing_changes_where_nobody_is_renamed() -> None:
    assert renaming.renamed(MARKUP, parse(MARKUP), NAMES, SEEDED(1), share=0) == MARKUP


def test_the_marks_of_the_corpus_survive() -> None:
    chooser = SEEDED(7)
    notes = dict(list(data.reports("dev"))[:12])
    names = renaming.pool(notes.values())
    for name, note in notes.items():
        markup = (data.CORPUS / name.rpartition("-")[0] / f"{name}.txt").read_text("utf-8")
        made = parse(renaming.renamed(markup, note, names, chooser))
        assert [(c.number, c.act, len(c.sources), len(c.terms)) for c in made.cues] == [
            (c.number, c.act, len(c.sources), len(c.terms)) for c in note.cues
        ]
        assert len(made.mentions) == len(note.mentions)
