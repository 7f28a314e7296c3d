"""Every manner in which people change a table to fill in: rows added, copied, deleted; columns moved, merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from docgen.model import Row
from tests.returns.page import BY, Page, W, run, unwrap, xml

ROWS: tuple[Row, ...] = (
    {"what": "Call the school", "who": "Role A", "due": "2026-04-03"},
    {"what": "Hold a meeting", "who": "Role B", "due": None},
)
MORE: Row = {"what": "Write it up", "who": "Role C", "due": "2026-05-01"}
Change = Callable[[Page, str], None]
_SHOWN = {"2026-04-03": "03/04/2026", "2026-05-01": "01/05/2026"}


def fill(page: Page, field: str, rows: tuple[Row, ...] = ROWS) -> None:
    """Writes rows into the controls of a table."""
    for number, row in enumerate(rows, start=1):
        for column, value in row.items():
            if value is not None:
                text = str(value)
                page.write(f"{field}[{number}].{column}", _SHOWN.get(text, text), text if text in _SHOWN else "")


def table(page: Page, field: str) -> Any:
    """The table of a field."""
    return next(page.sdt(f"{field}[1].what").iterancestors(W + "tbl"))


def rows_of(page: Page, field: str) -> list[Any]:
    """Its rows, the head among them."""
    return list(table(page, field).iter(W + "tr"))


def _plain_row(row: Row, number: str = "", props: str = "") -> Any:
    cells = [number, *(_SHOWN.get(str(value), str(value or "")) for value in row.values())]
    inner = "".join(f"<w:tc><w:tcPr/><w:p>{run(text) if text else ''}</w:p></w:tc>" for text in cells)
    return xml(f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{inner}</w:tr>")[0]


def _added(page: Page, field: str) -> None:
    fill(page, field)
    rows_of(page, field)[-1].addnext(_plain_row(MORE, "4"))


def _added_without_number(page: Page, field: str) -> None:
    fill(page, field)
    rows_of(page, field)[2].addnext(_plain_row(MORE))


def _copied(page: Page, field: str) -> None:
    """A filled row is copied and pasted, and then changed: its tags and ids are there twice."""
    fill(page, field)
    source = rows_of(page, field)[2]
    copy = deepcopy(source)
    source.addnext(copy)
    texts = list(copy.iter(W + "t"))
    texts[1].text, texts[2].text = str(MORE["what"]), str(MORE["who"])
    day = list(copy.iter(W + "sdt"))[-1]
    day.find(W + "sdtContent")[:] = xml(run("01/05/2026"))
    for one in day.iter(W + "showingPlcHdr"):
        one.getparent().remove(one)


def _deleted(page: Page, field: str) -> None:
    fill(page, field)
    last = rows_of(page, field)[-1]
    last.getparent().remove(last)


def _deleted_first(page: Page, field: str) -> None:
    """The first row was filled with what is not meant, and is deleted."""
    fill(page, field, (MORE, *ROWS))
    first = rows_of(page, field)[1]
    first.getparent().remove(first)


def _deleted_tracked(page: Page, field: str) -> None:
    fill(page, field, (MORE, *ROWS))
    first = rows_of(page, field)[1]
    holder = first.find(W + "trPr")
    holder.extend(xml(f"<w:del w:id='41' {BY}/>"))
    for n, one in enumerate(list(first.iter(W + "r"))):
        (wrapped,) = xml(f"<w:del w:id='{43 + n}' {BY}/>")
        one.addprevious(wrapped)
        wrapped.append(one)
        for text in wrapped.iter(W + "t"):
            text.tag = W + "delText"


def _inserted_tracked(page: Page, field: str) -> None:
    fill(page, field)
    rows_of(page, field)[2].addnext(_plain_row(MORE, "", f"<w:ins w:id='42' {BY}/>"))


def _sorted(page: Page, field: str) -> None:
    """The rows change places."""
    fill(page, field, ROWS[::-1])
    first, second = rows_of(page, field)[1:3]
    second.addnext(first)


def _columns_moved(page: Page, field: str) -> None:
    fill(page, field)
    for one in rows_of(page, field):
        cells = one.findall(W + "tc")
        one.append(cells[1])


def _column_added(page: Page, field: str) -> None:
    fill(page, field)
    for n, one in enumerate(rows_of(page, field)):
        one.append(xml(f"<w:tc><w:tcPr/><w:p>{run('Cost' if not n else 'none')}</w:p></w:tc>")[0])


def _cells_merged(page: Page, field: str) -> None:
    """In a row two cells are merged."""
    fill(page, field)
    cells = rows_of(page, field)[2].findall(W + "tc")
    cells[1].find(W + "tcPr").extend(xml('<w:gridSpan w:val="2"/>'))
    cells[1].extend(cells[2].findall(W + "p"))
    cells[2].getparent().remove(cells[2])


def _cells_merged_across(page: Page, field: str) -> None:
    """The same as an old Word writes it: the second cell says that it is merged."""
    fill(page, field)
    cells = rows_of(page, field)[2].findall(W + "tc")
    cells[1].find(W + "tcPr").extend(xml('<w:hMerge w:val="restart"/>'))
    cells[2].find(W + "tcPr").extend(xml("<w:hMerge/>"))


def _cells_merged_down(page: Page, field: str) -> None:
    """One cell for two rows; what stood in the lower one is in the upper one."""
    fill(page, field)
    first, second = (one.findall(W + "tc") for one in rows_of(page, field)[1:3])
    first[2].find(W + "tcPr").extend(xml('<w:vMerge w:val="restart"/>'))
    second[2].find(W + "tcPr").extend(xml("<w:vMerge/>"))


def _split(page: Page, field: str) -> None:
    """The table is split in two, with an empty paragraph between them."""
    fill(page, field)
    whole = table(page, field)
    second = etree.Element(W + "tbl")
    for one in whole.findall(W + "tblPr") + whole.findall(W + "tblGrid"):
        second.append(deepcopy(one))
    for one in rows_of(page, field)[2:]:
        second.append(one)
    whole.addnext(second)
    whole.addnext(xml("<w:p/>")[0])


def _head_renamed(page: Page, field: str) -> None:
    fill(page, field)
    text = list(rows_of(page, field)[0].iter(W + "t"))[1]
    text.text = "Which action"


def _head_deleted(page: Page, field: str) -> None:
    fill(page, field)
    head = rows_of(page, field)[0]
    head.getparent().remove(head)


def _flattened(page: Page, field: str) -> None:
    fill(page, field)
    for control in list(table(page, field).iter(W + "sdt")):
        unwrap(control)


def _table_in_cell(page: Page, field: str) -> None:
    """Somebody puts a table into a cell."""
    fill(page, field)
    cell = rows_of(page, field)[2].findall(W + "tc")[1]
    cell.insert(1, xml(f"<w:tbl><w:tr><w:tc><w:p>{run('inside')}</w:p></w:tc></w:tr></w:tbl>")[0])


def _struck_row(page: Page, field: str) -> None:
    """A row is struck out."""
    fill(page, field, (*ROWS, MORE))
    for one in rows_of(page, field)[3].iter(W + "r"):
        one.insert(0, xml("<w:rPr><w:strike/></w:rPr>")[0])


def _lines_in_one_cell(page: Page, field: str) -> None:
    page.write(f"{field}[1].what", "Call the school\nHold a meeting")
    page.write(f"{field}[1].who", "Role A\nRole B")


CHANGED: Mapping[str, tuple[Change, tuple[Row, ...] | None]] = {
    "rows filled in": (fill, ROWS),
    "row added at the end": (_added, (*ROWS, MORE)),
    "row added in the middle, without number": (_added_without_number, (*ROWS, MORE)),
    "row copied and changed": (_copied, (*ROWS, MORE)),
    "row deleted": (_deleted, ROWS),
    "filled row deleted": (_deleted_first, ROWS),
    "filled row deleted, tracked": (_deleted_tracked, ROWS),
    "row inserted, tracked": (_inserted_tracked, (*ROWS, MORE)),
    "rows in another order": (_sorted, ROWS),
    "columns moved": (_columns_moved, ROWS),
    "column added": (_column_added, None),
    "cells merged": (_cells_merged, None),
    "cells merged, as an old Word writes it": (_cells_merged_across, None),
    "cells merged down": (_cells_merged_down, None),
    "table split in two": (_split, ROWS),
    "head of a column changed": (_head_renamed, None),
    "head deleted": (_head_deleted, None),
    "controls taken away, words left": (_flattened, ROWS),
    "table put into a cell": (_table_in_cell, (ROWS[0], {**ROWS[1], "what": "inside\nHold a meeting"})),
    "row struck out": (_struck_row, None),
    "two answers in one row": (
        _lines_in_one_cell,
        ({"what": "Call the school\nHold a meeting", "who": "Role A\nRole B", "due": None},),
    ),
}
"""Manner → what is done, and the rows that are meant; None where only a person can say."""
