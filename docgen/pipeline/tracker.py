"""The action tracker: an Excel workbook that goes out to managers, is edited by them, and is taken back.

Every cell that may be edited stands a second time in a hidden sheet as it was sent, so that what a person changed can
be told from what has changed in the store meanwhile.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import Any

from docgen.cycle.actions import COLUMNS, Conflict, merge, said
from docgen.definitions.workbook.read import as_text
from docgen.fields import same
from docgen.measures.following import drifting, loop, overdue, quiet, rating
from docgen.model import Action, ActionStatus, DocgenError, Place, Query, Severity
from docgen.pipeline import lists
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.delivery import deliver
from docgen.pipeline.sheets import clean
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

SHEET, CHASE, HIDDEN = "Actions", "To chase", "_docgen"
_HEADS = (
    ("Ref", 14, False), ("Case", 11, False), ("Team", 12, False), ("Agreed in", 14, False), ("Agreed on", 11, False),
    ("Action", 36, False), ("Notes", 16, False), ("Owner", 16, True), ("Due", 11, True), ("Status", 11, True),
    ("RAG", 9, False), ("Why", 16, False), ("Evidence", 32, True),
)  # fmt: skip
"""Heading, width in characters, and whether managers write in it."""
_EDITED = {"Owner": "owner", "Due": "due", "Status": "status", "Evidence": "evidence"}
_STATUSES = (ActionStatus.OPEN, ActionStatus.STARTED, ActionStatus.DONE, ActionStatus.WITHDRAWN)
_COLOURS = {"Red": ("FBE3E4", "942514"), "Amber": ("FFF3D6", "6B4A00"), "Green": ("E3F1E5", "1B5E20")}
"""Background and text of the words of the rating; each pair has a contrast of 4.5 to 1 and more."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a tracker that came back has changed: ids of actions; what is a conflict; and what could not be taken."""

    changed: tuple[Action, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[Query, ...] = ()
    notes: tuple[str, ...] = ()


def workbook(actions: Sequence[Action], titles: Mapping[tuple[str, str], str], heading: str, now: str) -> bytes:
    """The tracker of these actions as .xlsx; `titles` gives the title of a form by framework and form."""
    from datetime import datetime

    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(buffer, plain)
    created = datetime.fromisoformat(now).replace(tzinfo=None)
    book.set_properties({"title": heading, "author": "", "created": created})
    looks = _looks(book)
    today = now[:10]
    _read_first(book, looks, actions, heading, today)
    _table(book, looks, actions, titles, today)
    _chase(book, looks, actions, today)
    _hidden(book, actions, today)
    book.get_worksheet_by_name(SHEET).activate()
    book.close()
    return buffer.getvalue()


def make(
    workspace: Workspace, store: Store, actions: Sequence[Action], at_hand: Catalogue, out: Path, each: str, now: str
) -> tuple[str, ...]:
    """Write the tracker of these actions, or one for each owner or team into a folder; what was made, in words.

    A workbook that somebody has changed is left alone, and the next free name is used. Raises OSError.
    """
    titles = {(one.id, form.id): form.title for one in at_hand.frameworks for form in one.forms}
    parts: dict[str, list[Action]] = {}
    for action in actions:
        parts.setdefault(str(getattr(action, each)) if each else "", []).append(action)
    if not each:
        files = {out.name: workbook(actions, titles, _heading(workspace), now)}
        folder = out.parent
    else:
        folder, files = out, {}
        for name, some in sorted(parts.items()):
            files[f"{safe(name or f'no {each}')}.xlsx"] = workbook(some, titles, _heading(workspace, name), now)
    given = deliver(store, folder, files, now)
    counts = [len(actions)] if not each else [len(some) for _, some in sorted(parts.items())]
    made = [f"{path}: {count} actions." for path, count in zip(given.files, counts, strict=True)]
    return (*made, *(f"{path} was left as it is: somebody has changed it, or it is open." for path in given.left))


def _heading(workspace: Workspace, name: str = "") -> str:
    parts = ("Action tracker", name, workspace.settings.organisation)
    return " – ".join(part for part in parts if part)


def _looks(book: Any) -> dict[str, Any]:
    base = {"valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": 10}
    edge = {**base, "border": 1, "border_color": "BFBFBF"}
    looks = {
        "title": book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False}),
        "line": book.add_format(base),
        "head": book.add_format({**edge, "bold": True, "bg_color": "1F3864", "font_color": "FFFFFF"}),
        "cell": book.add_format({**edge, "bg_color": "F2F2F2"}),
        "day": book.add_format({**edge, "bg_color": "F2F2F2", "num_format": "dd/mm/yyyy", "align": "left"}),
        "open": book.add_format({**edge, "locked": False}),
        "openday": book.add_format({**edge, "locked": False, "num_format": "dd/mm/yyyy", "align": "left"}),
    }
    for name, (back, text) in _COLOURS.items():
        looks[name] = book.add_format({"bg_color": back, "font_color": text, "bold": True})
    return looks


def _read_first(book: Any, looks: Mapping[str, Any], actions: Sequence[Action], heading: str, today: str) -> None:
    page = book.add_worksheet("Read first")
    page.set_column(0, 0, 100)
    page.write_string(0, 0, clean(heading), looks["title"])
    for row, text in enumerate(_lines(actions, today), start=2):
        page.write_string(row, 0, clean(text), looks["line"])
        page.set_row(row, _height((text,), (100,)))
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _lines(actions: Sequence[Action], today: str) -> Iterator[str]:
    went = loop(actions, today)
    yield f"As it stood on {_day(today)}: {len(actions)} actions, {len(went.overdue)} of them overdue."
    yield ""
    yield "Fill in the white columns of the sheet Actions: Owner, Due, Status and Evidence. The grey ones are fixed."
    yield f"Status is one of: {', '.join(_STATUSES)}. An action that is done says in Evidence what shows it."
    yield "It is closed once somebody else has seen that: the next audit of the case, or the QA team."
    yield "Rows may be sorted and filtered. Leave the column Ref as it is. A new action belongs into an audit form."
    yield "Red: overdue. Amber: due within 14 days, without an owner or date, put back again and again, or silent."
    yield "Send the workbook back to the QA team. It is confidential."


def _table(
    book: Any, looks: Mapping[str, Any], actions: Sequence[Action], titles: Mapping[tuple[str, str], str], today: str
) -> None:
    page = book.add_worksheet(SHEET)
    for place, (name, width, _) in enumerate(_HEADS):
        page.set_column(place, place, width)
        page.write_string(0, place, name, looks["head"])
    for row, action in enumerate(actions, start=1):
        colour, why = rating(action, today)
        notes = "; ".join(f"{label}: {answer}" for label, answer in action.notes)
        cells = (
            action.id, action.case, action.team, titles.get((action.framework, action.form), action.form),
            action.agreed, action.what, notes, action.owner, action.due, str(action.status), colour, why,
            action.evidence,
        )  # fmt: skip
        page.set_row(row, _height(cells, [width for _, width, _ in _HEADS]))
        for place, (text, (name, _, opened)) in enumerate(zip(cells, _HEADS, strict=True)):
            _put(page, row, place, text, name in ("Due", "Agreed on"), looks, opened)
    last = max(len(actions), 1)
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    page.autofilter(0, 0, last, len(_HEADS) - 1)
    names = [name for name, _, _ in _HEADS]
    status, due, rag = names.index("Status"), names.index("Due"), names.index("RAG")
    page.data_validation(1, status, last, status, {
        "validate": "list", "source": [str(one) for one in _STATUSES], "input_title": "Status",
        "input_message": "Choose how the action stands.", "error_title": "Status",
        "error_message": f"Choose one of: {', '.join(_STATUSES)}.", "error_type": "warning",
    })  # fmt: skip
    page.data_validation(1, due, last, due, {
        "validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "input_title": "Due",
        "input_message": "The date by which it is done, such as 31/12/2026.", "error_title": "Due",
        "error_message": "Write a date, such as 31/12/2026.", "error_type": "warning",
    })  # fmt: skip
    for name in _COLOURS:
        page.conditional_format(1, rag, last, rag, {
            "type": "cell", "criteria": "==", "value": f'"{name}"', "format": looks[name],
        })  # fmt: skip
    allowed = {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True}
    page.protect("", {**allowed, "select_locked_cells": True})
    _print(page)


def _chase(book: Any, looks: Mapping[str, Any], actions: Sequence[Action], today: str) -> None:
    """The sheet that names what is overdue, has no owner, or drifts."""
    page = book.add_worksheet(CHASE)
    heads = (("What", 12), ("Ref", 16), ("Case", 14), ("Owner", 24), ("Due", 12), ("Why", 34), ("Action", 60))
    for place, (name, width) in enumerate(heads):
        page.set_column(place, place, width)
        page.write_string(0, place, name, looks["head"])
    row = 0
    for what, action, why in named(actions, today):
        row += 1
        cells = (what, action.id, action.case, action.owner or "nobody", action.due, why, action.what)
        page.set_row(row, _height(cells, [width for _, width in heads]))
        for place, text in enumerate(cells):
            _put(page, row, place, text, place == 4, looks, False)
    if not row:
        page.write_string(1, 0, "Nothing", looks["cell"])
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    _print(page)


def named(actions: Sequence[Action], today: str) -> Iterator[tuple[str, Action, str]]:
    """Every unfinished action that wants chasing: what is the matter, and why, the longest overdue first."""
    left = [one for one in actions if one.unfinished]
    for one in sorted(left, key=lambda one: (one.due or "9999", one.id)):
        late = overdue(one, today)
        if late:
            yield "Overdue", one, f"by {late} day{'s' if late != 1 else ''}"
    for one in left:
        if not one.owner:
            yield "Ownerless", one, "nobody is named"
    for one in left:
        silent = quiet(one, today)
        why = drifting(one) or (f"nothing heard for {silent} days" if silent else "")
        if why:
            yield "Drifting", one, why


def _hidden(book: Any, actions: Sequence[Action], today: str) -> None:
    page = book.add_worksheet(HIDDEN)
    page.hide()
    for place, text in enumerate(("Ref", *COLUMNS, today)):
        page.write_string(0, place, text)
    for row, action in enumerate(actions, start=1):
        sent = said(action)
        for place, text in enumerate((action.id, *(sent[column] for column in COLUMNS))):
            page.write_string(row, place, clean(text))


def _put(page: Any, row: int, place: int, text: str, dated: bool, looks: Mapping[str, Any], opened: bool) -> None:
    if dated and text:
        page.write_datetime(row, place, date.fromisoformat(text), looks["openday" if opened else "day"])
    else:
        look = ("openday" if dated else "open") if opened else "cell"
        page.write_string(row, place, clean(text), looks[look]) if text else page.write_blank(
            row, place, None, looks[look]
        )


def _height(cells: Sequence[str], widths: Sequence[int]) -> float:
    """Points that a row takes; a program that opens the workbook does not fit rows whose texts wrap."""
    lines = (
        sum(len(wrap(part, width - 1)) or 1 for part in text.split("\n"))
        for text, width in zip(cells, widths, strict=True)
        if text
    )
    return min(13.5 * max(lines, default=1) + 3, 400)


def _print(page: Any) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&LConfidential&RPage &P of &N")


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")


# --- taking it back --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sheet:
    """What stands in a tracker: id → the rows that speak of it, by cell; and what was sent."""

    rows: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[Query] = field(default_factory=list)


def take(store: Store, path: Path, now: str, who: str) -> Taken:
    """Take what managers wrote into a tracker. Conflicts and what cannot be read are given back, and not taken.

    The same workbook again changes nothing. Raises DocgenError where the file is no tracker.
    """
    data = lists.bytes_of(path)
    sheet = _read(data, path.name)
    source = hashlib.sha256(data).hexdigest()
    changes: list[tuple[Action | None, Action]] = []
    conflicts: list[Conflict] = []
    with store.entry() as entry:
        if source in entry.actions_heard():
            return Taken(problems=tuple(sheet.problems), notes=("This very workbook has been taken in before.",))
        known = {one.id: one for one in entry.actions()}
        for name, rows in sheet.rows.items():
            action = known.get(name)
            if action is None:
                sheet.problems += [_wrong(path.name, f"A{row}", f"There is no action “{name}” here.",
                                          "Leave the column Ref as it was sent.") for row, _ in rows]  # fmt: skip
                continue
            if len({tuple(sorted(cells.items())) for _, cells in rows}) > 1:
                at = ", ".join(f"row {row}" for row, _ in rows)
                sheet.problems.append(_wrong(path.name, at, f"{name} stands there more than once, and differently.",
                                             "Keep one of the rows."))  # fmt: skip
                continue
            row, cells = rows[0]
            sent = sheet.sent.get(name)
            merged = merge(action, sent if sent is not None else _unknown(action, cells), cells, now[:10], who)
            conflicts += merged.conflicts
            sheet.problems += [
                _wrong(path.name, f"row {row}, {column.capitalize()}", f"{why}.", "Correct the cell and send it again.")
                for column, why in merged.wrong.items()
            ]
            if merged.action != action:
                changes.append((action, merged.action))
        entry.put_actions(changes, now, source)
    missing = sorted(sheet.sent.keys() - sheet.rows.keys())
    notes = [f"{len(missing)} actions that were sent are no longer in the workbook; they stay as they are: "
             f"{', '.join(missing[:12])}."] if missing else []  # fmt: skip
    if not sheet.sent:
        notes.append(
            "The hidden sheet of the tracker is gone, so every cell that differs from the store is a conflict."
        )
    bare = [now_.id for _, now_ in changes if now_.status is ActionStatus.DONE and not now_.evidence]
    if bare:
        notes.append(f"Said to be done without evidence: {', '.join(bare)}.")
    return Taken(tuple(after for _, after in changes), tuple(conflicts), tuple(sheet.problems), tuple(notes))


def _unknown(action: Action, cells: Mapping[str, str]) -> dict[str, str]:
    """What was sent, where nobody knows: nothing that could be taken for a change by a person."""
    return dict.fromkeys(COLUMNS, "\x00")


def _read(data: bytes, name: str) -> _Sheet:
    from openpyxl import load_workbook

    from docgen.forms.vet import open_package

    open_package(data, name)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:
        fix = "Save it as an Excel workbook (.xlsx) again."
        raise DocgenError(_wrong(name, "", f"The workbook cannot be read ({type(error).__name__}).", fix)) from None
    sheet = _Sheet()
    page = next((one for one in book.worksheets if one.title != HIDDEN and _heads(one)), None)
    if page is None:
        fix = "Take the workbook that docgen actions --out has made."
        raise DocgenError(_wrong(name, "", "This is no action tracker: no sheet has the columns Ref and Status.", fix))
    heads = _heads(page)
    for number, row in enumerate(page.iter_rows(min_row=2), start=2):
        cells = {head: as_text(row[place].value) for head, place in heads.items() if place < len(row)}
        ref = cells.get("Ref", "").strip()
        words = [text for head, text in cells.items() if head in (*_EDITED, "Action") and text.strip()]
        if ref:
            held = {column: cells.get(head, "") for head, column in _EDITED.items() if head in heads}
            sheet.rows.setdefault(ref, []).append((number, held))
        elif words:
            sheet.problems.append(
                _wrong(name, f"row {number}", "There is text in a row without a Ref, and it is taken nowhere.",
                       "Write a new action into the next audit form of the case, or put the Ref back.")
            )  # fmt: skip
    if HIDDEN in book.sheetnames:
        for row in book[HIDDEN].iter_rows(min_row=2, max_col=1 + len(COLUMNS), values_only=True):
            ref, *cells_ = (as_text(cell) for cell in row)
            if ref:
                sheet.sent[ref] = dict(zip(COLUMNS, cells_, strict=True))
    return sheet


def _heads(page: Any) -> dict[str, int]:
    """Heading → column from 0, of a sheet that has the columns of a tracker; else nothing."""
    first = next(page.iter_rows(min_row=1, max_row=1, values_only=True), ())
    wanted = {same(name): name for name, _, _ in _HEADS}
    found = {wanted[same(str(text))]: place for place, text in enumerate(first) if text and same(str(text)) in wanted}
    return found if {"Ref", "Status"} <= found.keys() else {}


def _wrong(file: str, at: str, message: str, fix: str) -> Query:
    return Query("tracker", Severity.ERROR, message, fix, where=Place(file, at))
