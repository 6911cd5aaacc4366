"""How well the reader reads: moves, figures and roles against hand annotations.

    python benchmarks/accuracy.py [--split dev|test] [--verbose] [NAME ...]

Reads tests/gold/reports and, where the folder is there, the shared worked example. A move counts as found
when act, party (or speaker) and overlapping words agree; `chain` also asks for the same number of sources
with similar names. Optional gold moves are neither missed nor wrong.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from sulh.model.move import Move, Reading
from sulh.reading import read
from sulh.text import read_report

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("SULH_SHARED", ROOT.parent / "shared"))


@dataclass
class Score:
    """Counts for one or more reports."""

    hits: int = 0
    chains: int = 0
    missed: int = 0
    extra: int = 0
    figures: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: Score) -> Score:
        self.hits, self.chains = self.hits + other.hits, self.chains + other.chains
        self.missed, self.extra = self.missed + other.missed, self.extra + other.extra
        self.figures += other.figures
        self.roles += other.roles
        return self

    @property
    def precision(self) -> float:
        """How many of the moves that were read are annotated."""
        return self.hits / max(self.hits + self.extra, 1)

    @property
    def recall(self) -> float:
        """How many of the annotated moves were read."""
        return self.hits / max(self.hits + self.missed, 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)

    def __str__(self) -> str:
        return (
            f"moves P {self.precision:.2f} R {self.recall:.2f} F1 {self.f1:.2f} "
            f"({self.hits} found, {self.missed} missed, "
            f"{self.extra} extra; {self.chains} with their chain) | figures {self.figures['found']}/"
            f"{self.figures['gold']} | parties {self.roles['party']}/{self.roles['gold party']} "
            f"+{self.roles['extra party']} | mediators {self.roles['mediator']}/"
            f"{self.roles['gold mediator']} +{self.roles['extra mediator']}"
        )


def same_move(gold: dict[str, Any], move: Move, text: str) -> bool:
    """Whether *move* is the annotated one."""
    act = {"pressure": "press"}.get(gold["act"], gold["act"])
    if act != move.act or gold.get("denied", gold.get("negated", False)) != move.denied:
        return False
    names = {name.lower() for name in (*gold["party"], gold["speaker"] or "")} - {""}
    ours = {name.lower() for name in (*move.party, move.speaker)}
    if not any(a == b or a in b or b in a for a in names for b in ours):
        return False
    start = text.find(gold["quote"])
    return start < move.end and move.start < start + len(gold["quote"])


def same_chain(gold: list[str], sources: tuple[str, ...]) -> bool:
    """Whether the source chains name the same sources."""
    wanted = [name for name in gold if name != "reporter"]
    return len(wanted) == len(sources) and all(
        fuzz.partial_token_set_ratio(a.lower(), b.lower()) >= 75 for a, b in zip(wanted, sources, strict=True)
    )


def score(gold: dict[str, Any], reading: Reading, *, verbose: bool) -> Score:
    """Compare *reading* with its annotation."""
    result = Score()
    left = list(reading.moves)
    wanted = sorted(gold.get("moves", gold.get("statements", [])), key=lambda g: bool(g.get("optional")))
    for item in wanted:
        matches = [move for move in left if same_move(item, move, reading.report.text)]
        source = item.get("sources", item.get("source", []))
        matches.sort(key=lambda m: (not same_chain(source, m.sources), -fuzz.ratio(item["quote"], m.quote)))
        if matches:
            left.remove(matches[0])
            result.hits += not item.get("optional", False)
            result.chains += same_chain(source, matches[0].sources) and not item.get("optional", False)
            if verbose and not same_chain(source, matches[0].sources):
                print(f"    chain  {item['act']}: gold {source} read {list(matches[0].sources)}")
        elif not item.get("optional", False):
            result.missed += 1
            if verbose:
                print(f"    missed {item['act']} {item['party']} {item['quote']!r}")
    result.extra = len(left)
    if verbose:
        for move in left:
            print(
                f"    extra  {move.act} {list(move.party)} {move.speaker!r} "
                f"denied={move.denied} {move.quote!r}"
            )
    _figures(gold, reading, result, verbose=verbose)
    _roles(gold, reading, result, verbose=verbose)
    return result


def _figures(gold: dict[str, Any], reading: Reading, result: Score, *, verbose: bool) -> None:
    values = Counter(figure.value for figure in reading.figures)
    for item in gold.get("figures", []):
        value = str(item["value"])
        result.figures["gold"] += 1
        result.figures["found"] += values[value] > 0
        if verbose and not values[value]:
            print(f"    figure {item['value']} {item['quote']!r}")


def _roles(gold: dict[str, Any], reading: Reading, result: Score, *, verbose: bool) -> None:
    for role, key in (("party", "parties"), ("mediator", "mediators")):
        wanted = {name.lower() for name in gold.get(key, [])}
        found = {actor.name.lower() for actor in reading.actors if actor.role == role}
        hits = sum(any(a in b or b in a for b in found) for a in wanted)
        extra = sum(not any(a in b or b in a for b in wanted) for a in found)
        result.roles.update({role: hits, f"gold {role}": len(wanted), f"extra {role}": extra})
        if verbose and (hits < len(wanted) or extra):
            print(f"    {key}: gold {sorted(wanted)} read {sorted(found)}")


def cases() -> list[tuple[str, Path, dict[str, Any]]]:
    """Return (name, text, annotation) of all reports at hand."""
    found = []
    for path in sorted((ROOT / "tests/gold/reports").glob("*.gold.json")):
        found.append((path.name.removesuffix(".gold.json"), path))
    if (worked := SHARED / "reports/cairo-talks.gold.json").exists():
        found.append(("cairo-talks", worked))
    return [
        (name, path.with_name(f"{name}.txt"), json.loads(path.read_text("utf-8"))) for name, path in found
    ]


def score_file(path: Path, gold: dict[str, Any], *, verbose: bool = False) -> Score:
    """Read the report at *path*, as published on its annotated day, and compare."""
    report = read_report(path.read_bytes(), name=path.name, published=gold["published"])
    return score(gold, read(report), verbose=verbose)


def main() -> None:
    """Print the scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    total = Score()
    for name, path, gold in cases():
        worked = name == "cairo-talks"
        if options.names and not any(name.startswith(wanted) for wanted in options.names):
            continue
        if not options.names and not worked and gold["split"] != options.split:
            continue
        if options.verbose:
            print(f"{name}")
        result = score_file(path, gold, verbose=options.verbose)
        print(f"{name:24} {result}")
        if not worked:
            total += result
    print(f"{'all but cairo-talks':24} {total}")


if __name__ == "__main__":
    main()
