"""What a reader sees in a workbook, one line a cell, for goldens that a person can review.

    sheet “Case audit”, landscape, rows 1-2 stay and repeat
      A4 DG Ref: 1a
      B4 DG Question: Case reference[DG Required: *]⏎The reference only.
      C4 DG Answer, open, named _dg_case_ref, list of A1 | A2:
      D4 DG Status: =IF($C$4<>"","Done","To do")

A line is the cell, its style, what can be done there, and its text: ⏎ is a line break. Cells in which there is
neither a word nor anything to do are left out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter


def sheets(data: bytes) -> str:
    """The outline of a .xlsx: its title and language, then sheet by sheet the margins and the cells."""
    book = load_workbook(io.BytesIO(data))
    lines = [f"title “{book.properties.title}”, language {book.properties.language}"]
    names = dict(_names(book))
    for sheet in book.worksheets:
        lines += _sheet(book, sheet, names)
    return "\n".join(lines) + "\n"


def _names(book: Any) -> Iterator[tuple[tuple[str, str], str]]:
    for name in book.defined_names.values():
        for sheet, cells in name.destinations:
            yield (sheet, cells.replace("$", "")), name.name


def _sheet(book: Any, sheet: Any, names: dict[tuple[str, str], str]) -> Iterator[str]:
    hidden = "" if sheet.sheet_state == "visible" else f", {sheet.sheet_state}"
    repeated = f", rows {sheet.print_title_rows} repeat" if sheet.print_title_rows else ""
    frozen = f", frozen above {sheet.freeze_panes}" if sheet.freeze_panes else ""
    yield f"sheet “{sheet.title}”{hidden}, {sheet.page_setup.orientation}{repeated}{frozen}"
    for where, margin in (("header", sheet.oddHeader), ("footer", sheet.oddFooter)):
        said = " | ".join(part.text for part in (margin.left, margin.center, margin.right) if part.text)
        if said:
            yield f"  {where}: {said}"
    rules = {cell: rule for rule in sheet.data_validations.dataValidation for cell in _cells(rule)}
    for row in sheet.iter_rows():
        for cell in row:
            what = _what(book, cell, names.get((sheet.title, cell.coordinate), ""), rules.get(cell.coordinate))
            if what or cell.value is not None:
                text = str(cell.value if cell.value is not None else "").replace("\n", "⏎")
                link = f" → {cell.hyperlink.location}" if cell.hyperlink else ""
                yield f"  {cell.coordinate} {cell.style}{what}: {text}{link}".rstrip()


def _cells(rule: Any) -> Iterator[str]:
    for area in rule.sqref.ranges:
        for row in area.rows:
            for line, column in row:
                yield f"{get_column_letter(column)}{line}"


def _what(book: Any, cell: Any, name: str, rule: Any) -> str:
    parts = [] if cell.protection.locked else ["open"]
    parts += [f"named {name}"] if name and not name.startswith("TitleRegion") else []
    if rule is not None:
        parts.append(_rule(book, rule))
    if cell.number_format not in ("General", "@"):
        parts.append(f"shown as {cell.number_format}")
    return "".join(f", {part}" for part in parts)


def _rule(book: Any, rule: Any) -> str:
    if rule.type != "list":
        return f"a {rule.type} from {rule.formula1} to {rule.formula2}"
    if rule.formula1.startswith('"'):
        return f"list of {rule.formula1}"
    ((sheet, cells),) = book.defined_names[rule.formula1].destinations
    found = book[sheet][cells]
    listed = [cell.value for row in (found if isinstance(found, tuple) else ((found,),)) for cell in row]
    return f"list of {' | '.join(listed)}"
