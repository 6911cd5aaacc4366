"""Cold start: whole processes, from the command line to the last line of output.

    python benchmarks/cold.py [--rounds 9]

Rounds are interleaved (every command once, then every command again), so that a slow minute of the machine
falls on all of them; the table gives medians, and ratios to an empty Python and to importing trafilatura.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from common import ROOT, arguments, machine, reports, spread, table

WORDS = 600
"""About the length of a news report."""


class Run(NamedTuple):
    """One process: its wall-clock time in seconds and its peak resident memory in MiB."""

    seconds: float
    mebibytes: float


def sample_report() -> str:
    """Return a report of about 600 words: whole paragraphs of one example, then of the next."""
    paragraphs: list[str] = []
    for path in reports():
        if path.suffix != ".txt" or "port-strike" not in path.parts:
            continue
        for paragraph in path.read_text("utf-8").split("\n\n"):
            paragraphs.append(paragraph)
            if sum(len(part.split()) for part in paragraphs) >= WORDS:
                return "\n\n".join(paragraphs)
    return "\n\n".join(paragraphs)


def run(command: list[str], folder: Path) -> Run:
    """Run *command* once, its output to a file in *folder*; SystemExit where it fails."""
    log = folder / "output"
    with log.open("wb") as output:
        actions = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_DUP2, output.fileno(), 2)]
        start = time.perf_counter()
        pid = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
        _, status, usage = os.wait4(pid, 0)
        seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)}\n{log.read_text('utf-8', 'replace')}")
    # Linux counts kibibytes, macOS bytes.
    return Run(seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024))


def main() -> None:
    rounds = arguments(__doc__, 9)
    sulh = shutil.which("sulh", path=str(Path(sys.executable).parent)) or shutil.which("sulh")
    if sulh is None:
        raise SystemExit("sulh is not installed beside this Python")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = folder / "report.txt"
        report.write_text(sample_report(), "utf-8")
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "python -c 'import trafilatura'": [sys.executable, "-c", "import trafilatura"],
            "sulh --help": [sulh, "--help"],
            f"sulh brief, {len(report.read_text('utf-8').split())} words": [sulh, "brief", str(report)],
            "sulh brief examples/port-strike": [sulh, "brief", str(ROOT / "examples" / "port-strike")],
        }
        measured: dict[str, list[Run]] = {label: [] for label in commands}
        for number in range(rounds + 1):
            for label, command in commands.items():
                result = run(command, folder)
                if number:  # the first round fills the caches of the disk
                    measured[label].append(result)
    machine()
    print(f"medians of {rounds} rounds\n")
    empty, peer = (spread([r.seconds for r in measured[label]])[0] for label in list(commands)[:2])
    rows = []
    for label, results in measured.items():
        middle, width = spread([result.seconds for result in results])
        memory = max(result.mebibytes for result in results)
        times = [f"{middle * 1000:.0f}", f"{width * 1000:.0f}", f"{memory:.0f}"]
        rows.append([label, *times, f"{middle / empty:.1f}", f"{middle / peer:.2f}"])
    table(["process", "ms", "spread ms", "peak MiB", "× empty", "× trafilatura"], rows)


if __name__ == "__main__":
    main()
