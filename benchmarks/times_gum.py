"""Dates in GUM (TEI `<date>`) against `find_times`: relaxed, strict and value scores on two fixed halves.

The corpus is looked for under SULH_SHARED (``data/gum/xml``), else in ``shared`` beside the checkout. The
rules were tuned on the dev half only: the files whose name has an even SHA-256.

GUM marks dates, not durations, mostly explicit ones; so only DATE counts here. `relaxed` asks that two spans
overlap, `strict` that they are equal, `value` that they overlap and mean the same days. In GUM "2010" of a
citation counts as a date and "today" does.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import os
import re
import sys
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sulh.model.dates import day_range
from sulh.model.move import Time
from sulh.model.report import Span
from sulh.reading.times import find_times

NO_SPACE_BEFORE = frozenset(",.;:!?)]}%’”'")
NO_SPACE_AFTER = frozenset("([{$£€“‘")


@dataclass
class Gold:
    """A date that GUM marks."""

    start: int
    end: int
    attributes: dict[str, str]


@dataclass
class Document:
    """A text of GUM with its sentences and dates."""

    name: str
    published: str | None
    text: str = ""
    spans: list[Span] = field(default_factory=list)
    dates: list[Gold] = field(default_factory=list)


@dataclass
class Score:
    """Counts of one half."""

    gold: int = 0
    found: int = 0
    relaxed_gold: int = 0
    relaxed_found: int = 0
    strict: int = 0
    value: int = 0


def data_folder() -> Path:
    shared = os.environ.get("SULH_SHARED")
    root = Path(shared) if shared else Path(__file__).resolve().parents[2] / "shared"
    return root / "data" / "gum" / "xml"


def load(path: Path) -> Document:
    """Rebuild a text with natural spacing from the token lines of *path*."""
    raw = path.read_text(encoding="utf-8")
    created = re.search(r'dateCreated="([^"]*)"', raw)
    document = Document(
        path.name, created[1] if created and re.fullmatch(r"\d{4}-\d\d-\d\d", created[1]) else None
    )
    pieces: list[str] = []
    size, glued, word_parts, sentence = 0, True, 0, 0
    open_dates: list[tuple[int, dict[str, str]]] = []
    for line in raw.splitlines():
        if line.startswith("<s ") or line == "<s>":
            pieces.append("\n" if pieces else "")
            size += len(pieces[-1])
            sentence, glued = size, True
        elif line == "</s>":
            document.spans += [Span(sentence, size)] if size > sentence else []
        elif line.startswith("<date"):
            open_dates.append((-1, dict(re.findall(r'(\w+)="([^"]*)"', line))))
        elif line == "</date>":
            start, attributes = open_dates.pop()
            document.dates += [Gold(start, size, attributes)] if start >= 0 else []
        elif line in ("<w>", "</w>"):
            word_parts, glued = (1, glued) if line == "<w>" else (0, False)
        elif "\t" in line:
            token = html.unescape(line.split("\t", 1)[0])
            tight = glued or token[0] in NO_SPACE_BEFORE or word_parts > 1
            pieces.append(token if tight else " " + token)
            begin = size + (0 if tight else 1)
            size += len(pieces[-1])
            open_dates = [(begin if start < 0 else start, found) for start, found in open_dates]
            glued = token[-1] in NO_SPACE_AFTER
            word_parts += 1 if word_parts else 0
    document.text = "".join(pieces)
    return document


def days_of_gold(attributes: dict[str, str]) -> tuple[str, str] | None:
    """Return the first and last day of a TEI date, or its partial form twice (``--10``)."""
    first = attributes.get("when") or attributes.get("from") or attributes.get("notBefore")
    last = attributes.get("when") or attributes.get("to") or attributes.get("notAfter")
    first, last = (
        re.sub(r"^(-?)(\d{1,3})$", lambda m: m[1] + m[2].zfill(4), each or "")
        for each in (first or last, last or first)
    )
    if not first or not last:
        return None
    low, high = day_range(first), day_range(last)
    return (low[0].isoformat(), high[1].isoformat()) if low and high else (first, last)


def days_found(value: str) -> tuple[str, str] | None:
    """Return the first and last day of a TIMEX3 value, in the same form as `days_of_gold`."""
    if found := day_range(value):
        return found[0].isoformat(), found[1].isoformat()
    if re.fullmatch(r"\d{2,3}", value):
        return value.ljust(4, "0") + "-01-01", value.ljust(4, "9") + "-12-31"
    if match := re.fullmatch(r"BC(\d{4})", value):
        return f"-{match[1]}", f"-{match[1]}"
    if match := re.fullmatch(r"(\d{4})-W(\d\d)-WE", value):
        saturday = date.fromisocalendar(int(match[1]), int(match[2]), 6)
        return saturday.isoformat(), (saturday + timedelta(days=1)).isoformat()
    open_year = value.replace("XXXX", "-")
    return open_year, open_year


def same_days(gold: dict[str, str], value: str) -> bool:
    first, second = days_of_gold(gold), days_found(value)
    if first is None or second is None:
        return False
    return tuple(x.lstrip("-0") for x in first) == tuple(x.lstrip("-0") for x in second)


def compare(document: Document, times: list[Time], score: Score, report: list[str]) -> None:
    score.gold += len(document.dates)
    score.found += len(times)
    taken: set[int] = set()
    for gold in document.dates:
        over = [i for i, t in enumerate(times) if t.start < gold.end and gold.start < t.end]
        taken |= set(over)
        exact = any((times[i].start, times[i].end) == (gold.start, gold.end) for i in over)
        same = any(same_days(gold.attributes, times[i].value) for i in over)
        score.relaxed_gold += bool(over)
        score.strict += exact
        score.value += same
        around = document.text[max(0, gold.start - 40) : gold.end + 20].replace("\n", "/")
        if not over:
            report.append(
                f"missed   {document.name} {gold.attributes} | "
                f"{document.text[gold.start : gold.end]} | {around}"
            )
        elif not same:
            report.append(
                f"value    {document.name} {gold.attributes} {[times[i].value for i in over]} | {around}"
            )
    score.relaxed_found += len(taken)
    for index, found in enumerate(times):
        if index not in taken:
            around = document.text[max(0, found.start - 40) : found.end + 25].replace("\n", "/")
            report.append(f"spurious {document.name} {found.value} | {found.text} | {around}")


def ratio(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def show(name: str, documents: int, score: Score, seconds: float) -> None:
    each = 1000 * seconds / max(1, documents)
    print(
        f"{name}: {documents} documents, {score.gold} dates in GUM, {score.found} found, {each:.1f} ms each"
    )
    rows = [
        ("relaxed", ratio(score.relaxed_found, score.found), ratio(score.relaxed_gold, score.gold)),
        ("strict", ratio(score.strict, score.found), ratio(score.strict, score.gold)),
        ("value", ratio(score.value, score.found), ratio(score.value, score.gold)),
    ]
    for label, precision, recall in rows:
        print(f"  {label:8} P {precision:5.1f}  R {recall:5.1f}  F1 {harmonic(precision, recall):5.1f}")
    print(f"  value right where a date was found: {ratio(score.value, score.relaxed_gold):.1f} %")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list every difference on the dev half")
    parser.add_argument("--genre", help="only files of this genre, such as news")
    options = parser.parse_args()
    folder = data_folder()
    paths = sorted(folder.glob(f"GUM_{options.genre}_*.xml" if options.genre else "*.xml"))
    if not paths:
        print(f"no corpus in {folder}; set SULH_SHARED", file=sys.stderr)
        return 1
    halves: dict[str, list[Path]] = {"dev": [], "test": []}
    for path in paths:
        odd = int(hashlib.sha256(path.name.encode()).hexdigest(), 16) % 2
        halves["test" if odd else "dev"].append(path)
    find_times("On Monday.", [Span(0, 10)], None)  # the grammar is compiled once
    for half, members in halves.items():
        score, seconds, report = Score(), 0.0, list[str]()
        for path in members:
            document = load(path)
            started = time.perf_counter()
            times = find_times(document.text, document.spans, document.published)
            seconds += time.perf_counter() - started
            compare(document, [each for each in times if each.kind == "DATE"], score, report)
        if options.errors and half == "dev":
            print("\n".join(sorted(report)))
        show(half, len(members), score, seconds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
