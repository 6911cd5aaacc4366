"""Write the list of words that the training reports have without a capital.

    python training/plain.py

The reader takes other words at the beginning of a sentence, or in a headline, for names.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import data

LIST = Path(__file__).parents[1] / "src" / "sulh" / "reading" / "data" / "plain.txt"


def main() -> int:
    """Write the list."""
    found: set[str] = set()
    for _, note in data.reports("train"):
        found.update(re.findall(r"(?<![^\W_])[^\W\d_]{2,}(?![^\W_])", note.text))
    plain = sorted(word for word in found if word.islower())
    LIST.write_text("\n".join(plain) + "\n", "utf-8")
    sys.stdout.write(f"{len(plain)} words\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
