"""A form that has been drawn once, and its copies: made by joining bytes, in a moment, in every format.

What is the same in every copy stands in a finished zip. The few parts that differ (answers, properties, footers
with the toolkit id) are chunks of bytes around slots, joined for each copy and added to that zip.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from docgen.forms.package import CONTENT_TYPES, append, pack
from docgen.forms.slots import Slot, cut
from docgen.marks import valid_toolkit
from docgen.model import DocgenError, Form, Framework, Query, Question, Severity, Value

Chunks = tuple[bytes | Slot, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form ready to be copied.

    prefill     the questions that a copy may fill, by id
    longest     characters of the longest text that one answer can hold; 0 where any can be held
    """

    name: str
    prefill: Mapping[str, Question]
    skeleton: bytes
    parts: tuple[tuple[str, Chunks], ...]
    longest: int = 0

    def copy(self, toolkit: str, values: Mapping[str, Value] = {}) -> bytes:
        """One document with this toolkit id and these answers in it; the same input makes the same bytes.

        Raises DocgenError for an id that is none, a field that copies may not fill, and a value that the
        field cannot hold.
        """
        problems = cannot(self.name, self.prefill, toolkit, values, self.longest)
        if problems:
            raise DocgenError(*problems)
        return append(
            self.skeleton,
            [
                (name, b"".join([c if isinstance(c, bytes) else c.fill(toolkit, values) for c in chunks]))
                for name, chunks in self.parts
            ],
        )


def cannot(
    name: str, prefill: Mapping[str, Question], toolkit: str, values: Mapping[str, Value], longest: int = 0
) -> tuple[Query, ...]:
    """What cannot be put into a copy: an id that is none, a field that is not in `prefill`, a value that does not fit.

    `longest` is as in `Compiled`.
    """
    found = []
    if not valid_toolkit(toolkit):
        found.append(_query("toolkit-id", f"“{toolkit}” is not a toolkit id.", "Make one with toolkit_id."))
    for field, value in values.items():
        question = prefill.get(field)
        if question is None:
            allowed = ", ".join(prefill) or "none"
            found.append(_query("prefill-field", f"{name}: “{field}” is not filled in beforehand.",
                                f"Fields that are: {allowed}.", field))  # fmt: skip
        elif reason := _unfit(value, question) or _too_long(value, longest):
            found.append(_query("prefill-value", f"{name}, {question.ref} {question.label}: {reason}.",
                                "Correct the value.", field))  # fmt: skip
    return tuple(found)


def prefilled(framework: Framework, form: Form, prefill: Sequence[str]) -> dict[str, Question]:
    """The questions that copies may fill, by id. Raises DocgenError for an id that the form does not have."""
    questions = {question.id: question for question in form.questions if question.id in prefill}
    unknown = [field for field in prefill if field not in questions]
    if unknown:
        raise DocgenError(*(_query("prefill-field", f"{framework.id}, {form.id}: there is no field “{field}”.",
                                   "Name fields by their ids.", field) for field in unknown))  # fmt: skip
    return questions


def split(
    name: str,
    questions: Mapping[str, Question],
    files: Mapping[str, bytes],
    slots: Mapping[str, Slot],
    longest: int = 0,
) -> Compiled:
    """The parts that differ from copy to copy as chunks, and everything else in a finished zip."""
    changing = {n: data for n, data in files.items() if n.endswith(".xml") and n != CONTENT_TYPES and b"\0" in data}
    skeleton = pack({n: data for n, data in files.items() if n not in changing})
    parts = tuple((n, cut(data.decode("utf-8"), slots)) for n, data in changing.items())
    return Compiled(name, questions, skeleton, parts, longest)


_WORDS = frozenset({"text", "longtext"})


def _unfit(value: Value, question: Question) -> str:
    """Why a field cannot hold a value; empty where it can."""
    if value is None or value == "" or value == () or (question.kind in _WORDS and isinstance(value, str)):
        return ""
    options = {option.id for option in question.options}
    if question.kind == "table":
        return _unfit_rows(value, question)
    if isinstance(value, tuple) != (question.kind == "ticks"):
        return f"{value!r} is not a value of a {question.kind} field"
    chosen = value if isinstance(value, tuple) else (value,) if question.options else ()
    wrong = [one for one in chosen if one not in options]
    if wrong:
        return f"“{wrong[0]}” is none of its options: {', '.join(option.id for option in question.options)}"
    if question.kind == "date":
        try:
            date.fromisoformat(str(value))
        except ValueError:
            return f"“{value}” is not a date as YYYY-MM-DD"
    return ""


def _unfit_rows(value: Value, question: Question) -> str:
    if not isinstance(value, tuple) or not all(isinstance(row, Mapping) for row in value):
        return f"{value!r} is not rows of a table"
    if len(value) > question.rows:
        return f"{len(value)} rows do not fit; the form prints {question.rows}"
    columns = {column.id: column for column in question.columns}
    for row in value:
        assert isinstance(row, Mapping)
        for column, inner in row.items():
            reason = f"there is no column “{column}”" if column not in columns else _unfit(inner, columns[column])
            if reason:
                return reason
    return ""


def _too_long(value: Value, longest: int) -> str:
    """Why a text is too long for the format; empty where it is not."""
    if isinstance(value, tuple):
        cells = [cell for row in value if isinstance(row, Mapping) for cell in row.values()]
        length = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    else:
        length = len(value) if isinstance(value, str) else 0
    return f"the text has {length:,} characters; one cell holds {longest:,}" if longest and length > longest else ""


def _query(rule: str, message: str, fix: str, field: str = "") -> Query:
    return Query(rule, Severity.ERROR, message, fix, field)
