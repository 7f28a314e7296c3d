"""The files of a sample: the list of those chosen, a workbook that tells everything, and the note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from docgen.cycle.drawing import Drawn
from docgen.cycle.frame import Left, Listed
from docgen.fields import show_date
from docgen.model import Framework, Sample
from docgen.pipeline import lists, sheets, tables
from docgen.pipeline.workspace import Workspace, template

RESERVES = 2
"""How many cases of each stratum come next in the queue and are listed, should one that was chosen fall out."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came out: the sample, the draw, the rows by key, the cases left out, and the list as it is."""

    sample: Sample
    drawn: Drawn
    by_key: Mapping[str, Listed]
    left: Sequence[Left]
    raw: Sequence[lists.Cells]


def files(workspace: Workspace, found: Found, framework: Framework, as_csv: bool, now: str) -> dict[str, bytes]:
    """Name → content of each file."""
    from docgen.reports import samples

    sample, by_key, raw = found.sample, found.by_key, found.raw
    header, body = raw[0][1], dict(raw[1:])
    picked = [by_key[key] for cell in found.drawn.cells for key in cell.chosen]
    chosen = [_cells(header, body[row.row]) for row in picked]
    columns = [sheets.Column(name or f"Column {n}", _wide(n, header, chosen)) for n, name in enumerate(header, start=1)]
    if as_csv:
        first = {"chosen.csv": tables.encoded([column.name for column in columns], chosen)}
    else:
        first = {"chosen.xlsx": sheets.workbook([sheets.Sheet("Chosen", columns, chosen)], sample.label, now)}
    every = sheets.workbook(list(_everything(sample, found.drawn, by_key, found.left)), f"Sample: {sample.label}", now)
    made = datetime.fromisoformat(now)
    document = samples.write(sample, framework, template(workspace, "note.docx"), made)
    return {**first, "sample.xlsx": every, "sampling-note.docx": document}


def _cells(header: Sequence[str], cells: Sequence[str]) -> tuple[str, ...]:
    return (*cells, *[""] * (len(header) - len(cells)))[: len(header)]


def _wide(place: int, header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    texts = [header[place - 1], *(row[place - 1] for row in rows[:200])]
    return min(max(max(map(len, texts)) + 2, 10), 44)


def _everything(
    sample: Sample, drawn: Drawn, by_key: Mapping[str, Listed], left: Sequence[Left]
) -> Iterator[sheets.Sheet]:
    """The sheets that tell the whole of a sample: every case with what became of it, the strata, and how."""
    heads = [sheets.Column(name, 24) for name in sample.by]
    reserve: list[tuple[sheets.Cell, ...]] = [
        (*_padded(cell.labels, sample), n, by_key[key].case)
        for cell in drawn.cells
        for n, key in enumerate(cell.queue[:RESERVES], start=1)
    ]
    yield sheets.Sheet(
        "Chosen",
        [*heads, sheets.Column("Case", 18), sheets.Column("Row of the list", 14)],
        [(*_padded(c.labels, sample), by_key[key].case, by_key[key].row) for c in drawn.cells for key in c.chosen],
    )
    yield sheets.Sheet("Reserves", [*heads, sheets.Column("Next", 8), sheets.Column("Case", 18)], reserve)
    yield sheets.Sheet(
        "Left out",
        [sheets.Column("Case", 18), sheets.Column("Row of the list", 14), sheets.Column("Why", 40),
         sheets.Column("More", 44)],
        [(one.case, one.row, one.why, one.detail) for one in sorted(left, key=lambda one: one.row)],
    )  # fmt: skip
    yield sheets.Sheet(
        "Strata",
        [*heads, *(sheets.Column(name, 11) for name in ("Available", "Wanted", "Chosen", "Shortfall"))],
        [(*_padded(one.values, sample), one.available, one.wanted, one.chosen, one.shortfall) for one in sample.strata],
    )
    facts = [
        ("Plan", sample.label), ("Case list", sample.source), ("Day", show_date(sample.at)), ("Seed", sample.seed),
        ("Cases in the list", str(sample.population)), ("Could be chosen", str(sample.frame)),
        ("Wanted", str(sample.wanted)), ("Chosen", str(sample.chosen)), ("Shortfall", str(sample.shortfall)),
        *((f"Rule {n}", rule) for n, rule in enumerate(sample.rules, start=1)),
        ("Digest of the list", sample.digest),
    ]  # fmt: skip
    yield sheets.Sheet("How", [sheets.Column("What", 22), sheets.Column("", 100)], facts, plain=True)


def _padded(labels: Sequence[str], sample: Sample) -> tuple[str, ...]:
    return (*labels, *["–"] * (len(sample.by) - len(labels)))[: len(sample.by)]
