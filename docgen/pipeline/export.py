"""The verb `export`: audits, answers, actions and queries as CSV with a data package, and as one workbook.

One view of the store serves all of them. Rows go through one at a time, so that memory does not grow with them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from docgen import __version__
from docgen.intake import sweep
from docgen.model import DocgenError, Place, Query, Severity
from docgen.pipeline import Progress, archive, catalogue, delivery, exported, pseudonyms, quiet, sheets, tables
from docgen.pipeline.exported import TABLES, Table, Words
from docgen.pipeline.workspace import Workspace
from docgen.store import Store, Which

PACKAGE = "datapackage.json"
BOOK = "audits.xlsx"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: a part of the audits, with what people wrote freely or without, under pseudonyms or not."""

    which: Which
    out: Path
    free_text: bool = False
    pseudonyms: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """The folder, and how many rows each table has."""

    folder: Path
    rows: Mapping[str, int]


def make(workspace: Workspace, store: Store, order: Order, now: str, progress: Progress = quiet) -> Made:
    """Write the tables. Where a file in the folder is not docgen's as it made it, nothing is written.

    Raises DocgenError for that, and where pseudonyms are asked for and there is no key; OSError.
    """
    names = [*(f"{table.name}.csv" for table in TABLES), PACKAGE, BOOK]
    sweep(order.out, datetime.fromisoformat(now).timestamp() - 3600)
    taken = [order.out / name for name in names if not delivery.is_free(store, order.out / name)]
    if taken:
        fix = "Move it elsewhere, or name another folder with --out."
        message = "Somebody has changed this file, so nothing was written."
        raise DocgenError(*(Query("export", Severity.ERROR, message, fix, where=Place(str(path))) for path in taken))
    shut = [order.out / name for name in names if _is_open(order.out / name)]
    if shut:
        message, fix = (
            "The file is open in another program, so nothing was written.",
            "Close it there, and run this again.",
        )
        raise DocgenError(
            *(Query("open", Severity.ERROR, message, fix, where=Place(str(path))) for path in shut), code=3
        )
    words = Words(
        catalogue.gather(workspace).frameworks,
        pseudonyms.of(workspace, store) if order.pseudonyms else None,
        order.free_text,
    )
    order.out.mkdir(parents=True, exist_ok=True)
    made = _Files(order.out)
    try:
        with store.looking() as connection:
            counts = _csv(made, connection, order, words, progress)
            _book(made, connection, order, words, counts, now, progress)
        made.write(PACKAGE, _package(made, counts, order, now))
        with store.entry() as entry:
            for sha256 in made.hashes.values():
                entry.happened("made", now, detail=sha256)
            entry.happened("exported", now, detail=_detail(counts, order))
        made.settle()
    finally:
        made.clear()
    return Made(order.out, counts)


def _is_open(path: Path) -> bool:
    """Whether another program has a file open so that it cannot be replaced, as Excel does on Windows."""
    try:
        with path.open("r+b"):
            return False
    except FileNotFoundError:
        return False
    except PermissionError:
        return True


class _Files:
    """Files written beside their places, and moved into them all together at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.hashes: dict[str, str] = {}
        self.sizes: dict[str, int] = {}

    def path(self, name: str) -> Path:
        """Where a file is written until it is moved."""
        return self._folder / f".docgen-{os.getpid()}-{name}.tmp"

    def write(self, name: str, data: bytes) -> None:
        """Write a small file whole."""
        with archive.new(self.path(name)) as stream:
            stream.write(data)
        self.done(name)

    def done(self, name: str) -> None:
        """Note the hash and the size of a file that has been written."""
        with self.path(name).open("rb") as stream, open(os.devnull, "wb") as nowhere:
            self.hashes[name], self.sizes[name] = archive.poured(stream, nowhere)

    def settle(self) -> None:
        """Move every file to its place."""
        for name in self.hashes:
            os.replace(self.path(name), self._folder / name)

    def clear(self) -> None:
        """Take away what was not moved."""
        for path in self._folder.glob(f".docgen-{os.getpid()}-*.tmp"):
            archive.clear(path)


def _csv(made: _Files, connection: Any, order: Order, words: Words, progress: Progress) -> dict[str, int]:
    """Write each table as CSV; how many rows each has."""
    counts = {}
    for done, table in enumerate(TABLES):
        progress("Exporting tables", done, len(TABLES))
        name = f"{table.name}.csv"
        with archive.new(made.path(name)) as stream:
            rows = table.rows(connection, order.which, words)
            counts[table.name] = tables.pour([column.name for column in table.columns], rows, stream)
        made.done(name)
    progress("Exporting tables", len(TABLES), len(TABLES))
    return counts


def _book(
    made: _Files, connection: Any, order: Order, words: Words, counts: Mapping[str, int], now: str, progress: Progress
) -> None:
    """Write the workbook: a sheet to read first, then a sheet for each table."""
    archive.clear(made.path(BOOK))
    first = sheets.Sheet(
        "README", [sheets.Column("", 110)], [(line,) for line in _readme(order, counts, now)], plain=True
    )
    others = (_sheet(table, table.rows(connection, order.which, words)) for table in TABLES)
    sheets.write([first, *others], "Audits", now, made.path(BOOK))
    made.done(BOOK)


def _sheet(table: Table, rows: Iterator[Sequence[tables.Cell]]) -> sheets.Sheet:
    columns = [sheets.Column(column.name, column.width, column.type == "date") for column in table.columns]
    return sheets.Sheet(table.name, columns, rows)


def _readme(order: Order, counts: Mapping[str, int], now: str) -> Iterator[str]:
    yield f"Audits exported by docgen {__version__} on {now[:10]}."
    yield ""
    for table in TABLES:
        yield f"{table.name}: {table.about} {counts[table.name]:,} rows."
        for column in table.columns:
            yield f"    {column.name}: {column.about}"
        yield ""
    yield exported.WITH_TEXT if order.free_text else exported.WITHOUT_TEXT
    if order.pseudonyms:
        yield exported.UNDER_PSEUDONYMS
    yield exported.PERSONAL


def _package(made: _Files, counts: Mapping[str, int], order: Order, now: str) -> bytes:
    """The description of the CSV files as a Frictionless data package, version 1."""
    notes = [exported.WITH_TEXT if order.free_text else exported.WITHOUT_TEXT]
    notes += [exported.UNDER_PSEUDONYMS] if order.pseudonyms else []
    package = {
        "profile": "tabular-data-package",
        "name": "audits",
        "title": "Audits",
        "description": " ".join((*notes, exported.PERSONAL, exported.APOSTROPHE)),
        "created": now,
        "sources": [{"title": f"docgen {__version__}"}],
        "resources": [_resource(table, made, counts) for table in TABLES],
    }
    return json.dumps(package, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"


def _resource(table: Table, made: _Files, counts: Mapping[str, int]) -> dict[str, Any]:
    name = f"{table.name}.csv"
    schema: dict[str, Any] = {
        "fields": [{"name": column.name, "type": column.type, "description": column.about} for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    if table.name in ("answers", "actions"):
        reference = {"resource": "audits", "fields": ["audit"]}
        schema["foreignKeys"] = [{"fields": ["audit"], "reference": reference}]
    return {
        "name": table.name, "path": name, "title": table.about, "profile": "tabular-data-resource", "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "bytes": made.sizes[name], "hash": f"sha256:{made.hashes[name]}",
        "rows": counts[table.name],
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }  # fmt: skip


def _detail(counts: Mapping[str, int], order: Order) -> str:
    """What was exported, for the trail: how much, and how."""
    parts = [f"{name}={number}" for name, number in counts.items()]
    parts += ["free-text"] if order.free_text else []
    parts += ["pseudonyms"] if order.pseudonyms else []
    return " ".join(parts)
