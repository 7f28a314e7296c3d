"""The national audit as whole processes: 577 files to stored answers, the report, the start of the command.

Each is paired, round by round, with a limit of the same run: inflating and parsing the document parts of the same
files (what any reader must do), a bare interpreter that imports lxml and sqlite3, and a bare interpreter.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from docgen import demo

ROUNDS = 5
PARSE = """
import sys, zipfile, pathlib
from lxml import etree
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.docx")):
    etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
"""


def seconds(command: Sequence[str]) -> float:
    """Wall seconds of a whole process; exit status 1 says that something was asked about, and is fine."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    took = time.perf_counter() - start
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr)
    return took


def show(name: str, ours: Sequence[float], limit: Sequence[float], of: str, goal: str) -> None:
    """A line: both medians and the median of the ratios."""
    ratio = statistics.median(a / b for a, b in zip(ours, limit, strict=True))
    both = f"{name:30} {statistics.median(ours):6.2f} s   {of:38} {statistics.median(limit):6.2f} s"
    print(f"{both}   ratio {ratio:6.2f}   ({goal})")


def main() -> None:
    """Make the post of the demo once, then measure."""
    docgen = [sys.executable, "-m", "docgen"]
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "national"
        demo.run(out)
        returns = out / "returns"
        returns.mkdir()
        for path in sorted((out / "post").rglob("*.docx")):
            if path.name[0] == "C" and path.name[1].isdigit():
                shutil.copy(path, returns / path.name)
        takes: list[float] = []
        parses: list[float] = []
        for number in range(ROUNDS):
            place = str(Path(scratch) / f"workspace {number}")
            seconds([*docgen, "init", place])
            parses.append(seconds([sys.executable, "-c", PARSE, str(returns)]))
            takes.append(seconds([*docgen, "--workspace", place, "ingest", str(returns)]))
        count = len(list(returns.glob("*.docx")))
        show(f"{count} files to stored answers", takes, parses, "inflate and parse the same files", "goal 10 s for 577")
        reports: list[float] = []
        bare: list[float] = []
        starts: list[float] = []
        for number in range(ROUNDS):
            target = str(Path(scratch) / f"report {number}.docx")
            bare.append(seconds([sys.executable, "-c", "import lxml.etree, sqlite3"]))
            command = ["report", "national", demo.FRAMEWORK, "--period", "2014-11", "--out", target]
            reports.append(seconds([*docgen, "--workspace", str(out), *command]))
            starts.append(seconds([*docgen, "--help"]))
        show("the national report", reports, bare, "a bare process with lxml and sqlite3", "goal 2 s")
        show("docgen --help", starts, bare, "the same", "goal 0.2 s")


if __name__ == "__main__":
    main()
