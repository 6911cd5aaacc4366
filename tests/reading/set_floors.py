"""Set the floors of the mini reports just below what is read today, and list what is read wrongly.

Run it when the reader has become better, or when cases were added: ``python tests/reading/set_floors.py``.
What gets lower shows in the diff, and needs a reason.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from conftest import PUBLISHED, reading_of
from test_mini_reports import FOLDER, cases, faults

HEAD = """\
# How many cases of each file beside this one must be read as a careful reader would. Set a little below what is
# read today (`python tests/reading/set_floors.py`), since processors round differently.
"""
_SPARE = 2


def main() -> None:
    """Write the floors."""
    lines = [HEAD]
    for name, found in cases().items():
        told = {
            case["id"]: faults(case, reading_of(case["text"], case.get("published", PUBLISHED)))
            for case in found
        }
        wrong = {id_: each for id_, each in told.items() if each}
        right = len(found) - len(wrong)
        lines.append(f"{name} = {max(right - _SPARE, 0)}  # of {len(found)}; {right} are")
        sys.stdout.writelines(f"{name}: {id_}: {each}\n" for id_, each in wrong.items())
    (FOLDER / "floors.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
