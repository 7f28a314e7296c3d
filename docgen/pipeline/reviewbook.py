"""The review as a workbook: a row for each thing to decide, out to a person and in again.

A row is known by its hidden key, so that rows may be sorted, left out or moved, and columns added. What a person typed
is text and nothing else; a row of which anything has changed meanwhile is a conflict, and is not taken.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from docgen.pipeline import typed
from docgen.pipeline.report import place
from docgen.pipeline.review import Found, Item
from docgen.pipeline.reviewrows import DECISION, KEY, OTHER, SETTLED, WHY, Summary, labels, row_key, take
from docgen.pipeline.sheets import clean
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

__all__ = ["Made", "Summary", "take", "write"]

TITLE = "Review of returns"
_SHEET, _LISTS = "Review", "_docgen"
_LONGEST_LINE = 2000
_LINE, _HIGHEST = 15.0, 405.0
"""Points: the height of a line, and of the highest row that Excel can show."""
_COLUMNS = (
    (KEY, 4), ("Urgency", 10), ("Case", 13), ("Form", 20), ("File", 24), ("Auditor", 16), ("Team", 12),
    ("Question", 28), ("What is asked", 46), ("Text as found", 30), ("Where", 18), ("Decided before", 24),
    (DECISION, 24), (OTHER, 26), (WHY, 34),
)  # fmt: skip
_FREE = (DECISION, OTHER, WHY)
_HOW = (
    TITLE,
    "Each row of the sheet “Review” is one thing to decide, the most urgent first.",
    f"{DECISION}: choose from the list of the cell. It holds what the answer may be, and “{typed.BLANK}” where nothing "
    f"was answered; for a query “{SETTLED}”, where it has been dealt with or is accepted as it is.",
    f"{OTHER}: where none of these is right, type the answer as it is to be, and leave {DECISION} empty. Put "
    "semicolons between several ticks. In a table write a line for each row (Alt and Enter), | between its cells.",
    f"{WHY}: needed wherever you type another value or settle a query. It is kept with the trail of what happened, so "
    "name no child or family.",
    "Leave a row empty to leave it open. You may filter and add columns. Column A, which is hidden, says which row is "
    "which: leave it as it is.",
    "Then: docgen review --in FILE --who “Your name”. The same workbook can be taken again: what was taken stays.",
)


@dataclass(frozen=True, slots=True)
class Made:
    """Where the workbook is, and what its maker should know."""

    path: Path
    notes: tuple[str, ...] = ()


def write(workspace: Workspace, store: Store, found: Found, out: Path, now: str) -> Made:
    """Write what is open into a workbook. One that somebody has filled in is left alone: a second name is used."""
    data = workbook(found.items, now)
    out.parent.mkdir(parents=True, exist_ok=True)
    with store.entry() as entry:
        entry.happened("made", now, detail=hashlib.sha256(data).hexdigest())
    path = place(store, out, data)
    notes = (f"{out} was left as it is, because somebody has changed it.",) if path != out else ()
    return Made(path, notes)


def workbook(items: Sequence[Item], now: str) -> bytes:
    """The workbook; the same items and time give the same bytes."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(buffer, plain)
    created = datetime.fromisoformat(now).replace(tzinfo=None)
    book.set_properties({"title": TITLE, "author": "", "created": created})
    _Sheet(book, len(items)).fill(items)
    book.close()
    return buffer.getvalue()


@dataclass(slots=True)
class _Sheet:
    """The sheets of one workbook while they are filled."""

    book: Any
    rows: int
    page: Any = None
    lists: Any = None
    looks: dict[str, Any] = field(default_factory=dict)

    def fill(self, items: Sequence[Item]) -> None:
        """Draw the sheet to fill in, the page that explains it, and the lists behind its cells."""
        shape = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#8A9AA9"}
        free = {**shape, "locked": False, "num_format": "@", "bg_color": "#FFF7DB"}
        self.looks = {
            "head": self.book.add_format({**shape, "bold": True, "bg_color": "#DCE6EE"}),
            "text": self.book.add_format({**shape, "num_format": "@"}),
            "free": self.book.add_format(free),
            "line": self.book.add_format({"text_wrap": True, "valign": "top"}),
            "title": self.book.add_format({"bold": True, "font_size": 14}),
        }
        self.page = self.book.add_worksheet(_SHEET)
        how = self.book.add_worksheet("How to")
        self.lists = self.book.add_worksheet(_LISTS)
        self.lists.hide()
        self._head()
        for number, item in enumerate(items, start=1):
            self._row(number, item)
        self._finish()
        how.set_column(0, 0, 100)
        for number, line in enumerate(_HOW):
            how.write_string(number, 0, line, self.looks["line" if number else "title"])

    def _head(self) -> None:
        for place_, (name, width) in enumerate(_COLUMNS):
            self.page.set_column(place_, place_, width, None, {"hidden": True} if name == KEY else {})
            self.page.write_string(0, place_, name, self.looks["head"])

    def _row(self, number: int, item: Item) -> None:
        cells = {name: _cut(text) for name, text in _cells(item).items()}
        lines = max(_lines(cells.get(name, ""), width) for name, width in _COLUMNS if name != KEY)
        self.page.set_row(number, min(max(lines, 2) * _LINE, _HIGHEST))
        for place_, (name, _) in enumerate(_COLUMNS):
            look = self.looks["free" if name in _FREE else "text"]
            text = cells.get(name, "")
            if text:
                self.page.write_string(number, place_, text, look)
            else:
                self.page.write_blank(number, place_, None, look)
        choices = labels(item.candidates, item.question) if item.trouble.answer else [SETTLED]
        for place_, text in enumerate(choices):
            self.lists.write_string(number, place_, text)
        self._list(number, len(choices))

    def _list(self, number: int, length: int) -> None:
        """The drop-down of a row: its own line of the hidden sheet."""
        from xlsxwriter.utility import xl_range_abs

        column = [name for name, _ in _COLUMNS].index(DECISION)
        rule = {
            "validate": "list",
            "source": f"='{_LISTS}'!{xl_range_abs(number, 0, number, length - 1)}",
            "error_title": "Not on the list",
            "error_message": f"Choose from the list, or leave this empty and write into “{OTHER}”.",
        }
        self.page.data_validation(number, column, number, column, rule)

    def _finish(self) -> None:
        self.page.freeze_panes(1, 3)
        self.page.autofilter(0, 0, max(self.rows, 1), len(_COLUMNS) - 1)
        self.page.set_landscape()
        self.page.set_paper(8)
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(0)
        self.page.set_header("&ROFFICIAL-SENSITIVE")
        allowed = ("format_columns", "format_rows", "autofilter", "insert_columns")
        self.page.protect("", dict.fromkeys(allowed, True))


def _cells(item: Item) -> Mapping[str, str]:
    """What stands in a row, by the names of its columns."""
    trouble, query, answer = item.trouble, item.trouble.query, item.trouble.answer
    before = ""
    if item.before is not None and item.question is not None:
        by = f"{item.before.who or 'somebody'} on {item.before.at[:10]}"
        before = f"{typed.said(item.before.value, item.question)} ({by})" + (
            f": {item.before.why}" if item.before.why else ""
        )
    return {
        KEY: row_key(item),
        "Urgency": item.rank,
        "Case": trouble.case,
        "Form": item.form.title if item.form else trouble.form,
        "File": Path(trouble.file).name,
        "Auditor": trouble.auditor,
        "Team": trouble.team,
        "Question": f"{item.ref} {item.label}".strip(),
        "What is asked": f"{query.message} {query.fix}".strip() if answer is None else _doubt(answer.doubt, item),
        "Text as found": answer.text if answer is not None else "",
        "Where": (answer.where if answer is not None else "") or query.where.at,
        "Decided before": before,
    }


def _doubt(doubt: str, item: Item) -> str:
    """Why an answer is in doubt, and what may stand in it."""
    text = f"{doubt[:1].upper()}{doubt[1:]}."
    return f"{text} {typed.allowed(item.question)}" if item.question else text


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column; only Excel fits the height of a row by itself."""
    return sum(max(-(-len(line) * 10 // (width * 9)), 1) for line in text.split("\n"))


def _cut(text: str) -> str:
    whole = clean(text)
    return whole if len(whole) <= _LONGEST_LINE else f"{whole[:_LONGEST_LINE]} …"
