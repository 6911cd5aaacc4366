"""How much the reports repeat one another: word sequences that occur in two of them.

    python training/overlap.py [--length 8] [--list]

Prints the share of reports that share such a sequence with any other report, and with one of another split:
a model tested on what it was trained on would look better than it is.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict

import data


def sequences(text: str, length: int) -> set[tuple[str, ...]]:
    """Return the sequences of *length* words in *text*, in lower case and without marks."""
    words = re.findall(r"[^\W_]+", text.lower())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def shared(length: int) -> dict[tuple[str, ...], list[str]]:
    """Return the sequences that occur in two or more reports, with the reports."""
    where: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for split in ("train", "dev", "test"):
        for name, note in data.reports(split):
            for sequence in sequences(note.text, length):
                where[sequence].append(name)
    return {sequence: names for sequence, names in where.items() if len(names) > 1}


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--length", type=int, default=8)
    options.add_argument("--list", action="store_true", help="print what is shared, and by whom")
    chosen = options.parse_args()
    found = shared(chosen.length)
    total = sum(1 for split in ("train", "dev", "test") for _ in data.reports(split))
    reports = {name for names in found.values() for name in names}
    across = {
        name for names in found.values() if len({data.split_of(n) for n in names}) > 1 for name in names
    }
    if chosen.list:
        sys.stdout.writelines(
            f"{' '.join(sequence)!r}: {', '.join(names)}\n" for sequence, names in sorted(found.items())
        )
    sys.stdout.write(
        f"{total} reports; {len(found)} sequences of {chosen.length} words in two or more, "
        f"in {len(reports)} reports; "
        f"across splits in {len(across)}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
