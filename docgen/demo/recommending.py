"""What made-up people do with recommendations: agree owner and date in the report, and say later whether one is met."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date, timedelta
from pathlib import Path

from lxml import etree
from openpyxl import load_workbook

from docgen.demo.answers import MADE_UP
from docgen.demo.auditor import DOCUMENT, Entry, by_tag, fill

_ROW = "recommendation="
_OWNERS = ("Practice improvement manager", "Divisional manager", "Advanced practitioners")
_GOOD = ("appears met", "better")


def agree(path: Path, rng: random.Random, day: date) -> int:
    """Write owner and date into the table of recommendations of a report, and leave one row in five open; how many."""
    data = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        tags = by_tag(etree.fromstring(package.read(DOCUMENT)))
    keys = [tag.removesuffix(".Owner") for tag in tags if tag.startswith(_ROW) and tag.endswith(".Owner")]
    entries: dict[str, Entry] = {}
    for key in keys:
        if rng.random() < 0.8:
            due = day + timedelta(days=rng.randrange(30, 90))
            entries |= {f"{key}.Owner": rng.choice(_OWNERS), f"{key}.By when": f"{due:%d/%m/%Y}"}
    path.write_bytes(fill(data, entries))
    return len(entries) // 2


def decide(path: Path, rng: random.Random) -> None:
    """Say in the workbook which recommendations are met: most of those whose figures speak for it, few of the rest."""
    book = load_workbook(path)
    page = book["Recommendations"]
    heads = {str(cell.value): cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        said = str(page.cell(row, heads["What the figures say"]).value or "")
        chance = 0.8 if any(word in said for word in _GOOD) else 0.3 if not said else 0.05
        if page.cell(row, heads["Ref"]).value and rng.random() < chance:
            page.cell(row, heads["Status"]).value = "met"
            page.cell(row, heads["Evidence"]).value = f"{MADE_UP} seen in the audits"
    book.save(path)
