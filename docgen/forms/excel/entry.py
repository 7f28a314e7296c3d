"""The cells in which people answer: unlocked, with a list, a date or a number asked for where the field has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.fields import Control, kind
from docgen.forms.excel.hidden import list_name
from docgen.forms.excel.pen import Pen
from docgen.forms.excel.plan import At, Plan, labels
from docgen.forms.excel.words import TICK
from docgen.marks import Address
from docgen.model import Question

if TYPE_CHECKING:
    from openpyxl import Workbook

DATE_FORMAT = "dd/mm/yyyy"
_FIRST_DAY, _LAST_DAY = 7306, 109574
"""1 January 1920 and 31 December 2199, as Excel counts days: a year typed alone is before the first."""
_LARGEST = 999_999_999_999


class Entries:
    """Makes the answers of one workbook: their names, and one rule for each kind of content and sheet."""

    def __init__(self, workbook: Workbook, plan: Plan) -> None:
        self._workbook = workbook
        self._plan = plan
        self._rules: dict[tuple[str, str], Any] = {}

    def put(self, pen: Pen, address: Address, question: Question, at: At) -> Any:
        """The cell of an answer, named by its address; gives the cell."""
        from openpyxl.styles import Protection
        from openpyxl.workbook.defined_name import DefinedName

        tick = bool(address.option)
        cell = pen.put(at.row, at.column, "DG Tick" if tick else "DG Answer")
        cell.protection = Protection(locked=False)
        cell.number_format = {"date": DATE_FORMAT, "number": "General"}.get(question.kind, "@")
        # the comment of a name is its whole address, since a long name ends in a digest
        named = DefinedName(address.name, attr_text=at.fixed, comment=address.tag)
        self._workbook.defined_names[address.name] = named
        rule = self._rule(pen, question, tick)
        if rule is not None:
            rule.add(cell.coordinate)
        return cell

    def _rule(self, pen: Pen, question: Question, tick: bool) -> Any:
        """What Excel lets people enter; None where anything goes."""
        sort = "tick" if tick else question.kind
        if kind(question).control is Control.ONE_OF:
            sort = list_name(self._plan.lists[labels(question)])
        made = {"tick": self._tick, "date": self._date, "number": self._number}.get(sort)
        if made is None and not sort.startswith("_"):
            return None
        key = (pen.sheet.title, sort)
        if key not in self._rules:
            self._rules[key] = made() if made else self._list(sort)
            pen.sheet.add_data_validation(self._rules[key])
        return self._rules[key]

    def _tick(self) -> Any:
        return _validation("list", f'"{TICK}"', f"Choose {TICK} from the list, or leave the cell empty.")

    def _list(self, name: str) -> Any:
        return _validation("list", name, "Choose one of the answers from the list.")

    def _date(self) -> Any:
        message = "Enter the date as day/month/year, such as 05/03/2026."
        return _validation("date", str(_FIRST_DAY), message, "between", str(_LAST_DAY))

    def _number(self) -> Any:
        return _validation("decimal", str(-_LARGEST), "Enter a number in digits, such as 12.", "between", str(_LARGEST))


def _validation(sort: str, first: str, message: str, operator: str | None = None, second: str | None = None) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    return DataValidation(
        type=sort,
        formula1=first,
        formula2=second,
        operator=operator,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="stop",
        errorTitle="This cannot be read",
        error=message,
    )
