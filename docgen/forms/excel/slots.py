"""The cells of a workbook that differ from copy to copy: answers, and what the formulas beside them come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from docgen.fields import show
from docgen.forms.excel.looks import Face, rough_height
from docgen.forms.excel.pen import cell_text
from docgen.forms.excel.status import Status, count_words, table_word
from docgen.forms.excel.words import TICK, TO_DO
from docgen.forms.slots import value_at
from docgen.forms.xmltext import escape, escape_clean
from docgen.marks import Address
from docgen.model import Question, Value

_DAY_NOUGHT = date(1899, 12, 30).toordinal()
_DIGITS = 15
"""Digits of a number that Excel keeps."""


_TEXT = ' t="inlineStr"><is><t xml:space="preserve">'
_TEXT_END = "</t></is></c>"


def text_cell(head: str, text: str) -> str:
    """A cell with a text in it; `head` is its start tag as far as its style."""
    return f"{head}{_TEXT}{escape_clean(cell_text(text))}{_TEXT_END}"


def formula_cell(head: str, formula: str, text: str) -> str:
    """A cell with a formula and the text that it comes to."""
    before, after = _around(head, formula)
    return f"{before}{escape(text)}{after}"


def _around(head: str, formula: str) -> tuple[str, str]:
    """What stands around the text that a formula comes to."""
    return f'{head} t="str"><f>{escape(formula)}</f><v>', "</v></c>"


def serial(iso: str) -> int | None:
    """A date as Excel counts days; None before 1 March 1900, where its calendar has a day that never was."""
    days = date.fromisoformat(iso).toordinal() - _DAY_NOUGHT
    return days if days > 60 else None


@dataclass(frozen=True, slots=True)
class AnswerSlot:
    """The cell of one answer. `head` is `<c r="C7" s="5"`."""

    address: Address
    question: Question
    head: str

    def fill(self, toolkit: str, values: Mapping[str, Value]) -> bytes:
        """The cell with its value, or empty."""
        value = value_at(values, self.address)
        if self.address.option:
            ticked = isinstance(value, tuple) and self.address.option in value
            return (text_cell(self.head, TICK) if ticked else f"{self.head}/>").encode("utf-8")
        if value is None or value == "":
            return f"{self.head}/>".encode("ascii")
        number = _number(value, self.question)
        if number is not None:
            return f"{self.head}><v>{number}</v></c>".encode("ascii")
        return text_cell(self.head, show(value, self.question)).encode("utf-8")


def _number(value: Value, question: Question) -> str | None:
    """What Excel stores for a date or a number; None where only a text can hold it."""
    if question.kind == "date":
        days = serial(str(value))
        return None if days is None else str(days)
    if question.kind == "number" and isinstance(value, int | Decimal):
        plain = f"{value:f}"
        return plain if len(plain.lstrip("-0.").replace(".", "")) <= _DIGITS else None
    return None


@dataclass(frozen=True, slots=True)
class HeightSlot:
    """The height of a row, which a long answer needs more of: `texts` are its answers with their widths in points."""

    least: float
    face: Face
    texts: tuple[tuple[Address, float], ...]

    def fill(self, toolkit: str, values: Mapping[str, Value]) -> bytes:
        """The height in points."""
        tallest = self.least
        for address, width in self.texts:
            value = value_at(values, address)
            if isinstance(value, str) and len(value) > _SHORT:
                tallest = max(tallest, rough_height(value, self.face, width))
        return b"%.1f" % tallest


_SHORT = 8
"""Letters that have room in any column, and on one line unless each is on a line of its own."""


@dataclass(frozen=True, slots=True)
class StatusSlot:
    """The word beside a question: what stands around it, and how it is found."""

    status: Status
    around: tuple[str, str]

    def fill(self, toolkit: str, values: Mapping[str, Value]) -> bytes:
        """The formula, and the word that it comes to."""
        before, after = self.around
        return f"{before}{self.status.word(values)}{after}".encode()

    @classmethod
    def make(cls, status: Status, formula: str, head: str) -> StatusSlot:
        """The slot of a cell that begins with `head`."""
        return cls(status, _around(head, formula))


@dataclass(frozen=True, slots=True)
class RowSlot:
    """The word beside a row of a table, the first of which is 1."""

    question: Question
    row: int
    around: tuple[str, str]

    def fill(self, toolkit: str, values: Mapping[str, Value]) -> bytes:
        """The formula, and the word that it comes to."""
        rows = values.get(self.question.id)
        row = rows[self.row - 1] if isinstance(rows, tuple) and self.row <= len(rows) else None
        before, after = self.around
        return f"{before}{table_word(self.question, row)}{after}".encode()

    @classmethod
    def make(cls, question: Question, row: int, formula: str, head: str) -> RowSlot:
        """The slot of a cell that begins with `head`."""
        return cls(question, row, _around(head, formula))


@dataclass(frozen=True, slots=True)
class CountSlot:
    """How much of a section, or of the form, is to do: of the words that never change, and of those that may.

    `lead` is what the formula puts in front of the count.
    """

    fixed: int
    open: tuple[Status, ...]
    lead: str
    around: tuple[str, str]

    def text(self, values: Mapping[str, Value]) -> str:
        """The words that the formula comes to."""
        return self.lead + count_words(self.fixed + sum(one.word(values) == TO_DO for one in self.open))

    def fill(self, toolkit: str, values: Mapping[str, Value]) -> bytes:
        """The formula, and the words that it comes to."""
        before, after = self.around
        return f"{before}{escape(self.text(values))}{after}".encode()

    @classmethod
    def make(cls, fixed: int, open_: tuple[Status, ...], lead: str, formula: str, head: str) -> CountSlot:
        """The slot of a cell that begins with `head`."""
        return cls(fixed, open_, lead, _around(head, formula))
