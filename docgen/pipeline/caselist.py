"""A case list: one row a copy, columns named by the fields that they pre-fill, or that only the list tells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen.conditions import fields_of
from docgen.definitions.problem import listed, nearest
from docgen.fields import Control, Unclear, kind, same
from docgen.model import DocgenError, Form, Place, Query, Question, Severity, Value
from docgen.pipeline import lists

_NO_COLUMNS: Mapping[str, str] = {}
_CONNECTIVES = str.maketrans("", "", " _-.")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One copy to make: its row in the list, its case reference, the values that it starts with, and what the list
    tells of the case beside them; `ledger` is when it is due and who has it, by the ids of LEDGER.
    """

    row: int
    case: str
    values: Mapping[str, Value]
    facts: Mapping[str, Value] = field(default_factory=dict)
    ledger: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseList:
    """The rows of a list, the fields that it fills, and what its maker should know."""

    rows: tuple[CaseRow, ...]
    fields: tuple[str, ...]
    notes: tuple[str, ...] = ()


LEDGER = (
    Question("due", "", "date", "Due"),
    Question("auditor", "", "text", "Auditor"),
    Question("auditor_email", "", "text", "Auditor's e-mail"),
    Question("team", "", "text", "Team"),
    Question("excluded", "", "text", "Excluded because"),
)
"""What a list may tell of a copy for the ledger alone, where the form has no field of that name or label; and, of a
case that is not to be chosen for a sample, why."""


def read(
    path: Path,
    form: Form,
    case_fields: Sequence[Question] = (),
    own_columns: Mapping[str, str] = _NO_COLUMNS,
    needed: Sequence[str] = (),
) -> CaseList:
    """The rows of a case list for a form. Raises DocgenError with every problem, by row and column; none is made up.

    A column is found by the id of its field, or by its label, whatever its capitals and spaces. A cell says its
    value as the form does: a choice by its label or its id, a date as people write it. `case_fields` are the
    framework's fields that stand in the list and in no form; the values of those become the facts of a row.
    `own_columns` are the team's names of columns, with the field, role or word of the ledger that each is for.
    `needed` are fields that the list must have a column for.
    """
    notes: list[str] = []
    rows = list(lists.rows(path, notes))
    if not rows:
        raise DocgenError(_problem(path, "", "The case list is empty.", "Start with a row that names the columns."))
    (line, header), body = rows[0], rows[1:]
    header = _renamed(header, form, own_columns)
    beside = frozenset(question.id for question in case_fields)
    ledger = _ledger(form, case_fields)
    fields = {question.id: question for question in (*case_fields, *form.questions, *ledger)}
    columns, problems = _columns(path, line, header, fields, notes)
    for position, name in enumerate(header):
        if not name.strip() and any(
            cells[position : position + 1] != ("",) for _, cells in body if len(cells) > position
        ):
            notes.append(f"Column {position + 1} has no name, and is not used.")
    case = form.role("case")
    if case and case not in columns.values():
        question = form.question(case)
        label = question.label if question else case
        fix = f"Add a column “{case}” with the reference of each case."
        problems.append(_problem(path, f"row {line}", f"No column is named {case} or “{label}”.", fix))
    problems += _missing(path, line, header, needed, fields, columns)
    found = [_row(path, number, cells, header, columns, form, fields, problems) for number, cells in body]
    if not problems and not found:
        problems.append(_problem(path, "", "The case list names its columns, but has no case.", "Add one row a case."))
    problems += _repeated(path, found)
    if problems:
        raise DocgenError(*problems)
    notes += _untold(form, case_fields, columns.values())
    noted = frozenset(question.id for question in ledger)
    prefilled = tuple(name for name in dict.fromkeys(columns.values()) if name not in beside | noted)
    return CaseList(tuple(_parted(row, beside, noted) for row in found), prefilled, tuple(notes))


def _missing(
    path: Path, line: int, header: Sequence[str], needed: Sequence[str], fields: Mapping[str, Question],
    columns: Mapping[int, str],
) -> Iterator[Query]:  # fmt: skip
    """A problem for each field that the list must tell and does not, with the column that may be meant."""
    spare = [name.strip() for position, name in enumerate(header) if position not in columns and name.strip()]
    for name in dict.fromkeys(needed):
        if name in columns.values() or name not in fields:
            continue
        label = fields[name].label
        plain = {_plain(one): one for one in spare}
        guess = plain.get(nearest(_plain(name), plain)) or plain.get(nearest(_plain(label), plain))
        fix = f"Add a column “{name}” or “{label}”"
        fix += f"; if “{guess}” is meant, write it as “{name}”." if guess else "; or name yours under case_columns."
        yield _problem(path, f"row {line}", f"No column is named {name} or “{label}”.", fix)


def _renamed(header: Sequence[str], form: Form, own_columns: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the columns, those that the team has named in its settings by the field that they are for."""
    own = {_plain(name): form.role(meant) or meant for name, meant in own_columns.items()}
    return tuple(own.get(_plain(name), name) for name in header)


def _ledger(form: Form, case_fields: Sequence[Question]) -> tuple[Question, ...]:
    """The words of the ledger that mean nothing else in this form."""
    taken = {_plain(text) for question in (*case_fields, *form.questions) for text in (question.id, question.label)}
    return tuple(one for one in LEDGER if not form.role(one.id) and not taken & {_plain(one.id), _plain(one.label)})


def _parted(row: CaseRow, beside: frozenset[str], noted: frozenset[str]) -> CaseRow:
    """The row with what goes into the form, what only the list tells, and what is for the ledger apart."""
    facts = {name: value for name, value in row.values.items() if name in beside}
    ledger = {name: str(value) for name, value in row.values.items() if name in noted}
    values = {name: value for name, value in row.values.items() if name not in beside | noted}
    return replace(row, values=values, facts=facts, ledger=ledger)


def _untold(form: Form, case_fields: Sequence[Question], columns: Collection[str]) -> Iterator[str]:
    """What the maker of a list should know of columns that rules of the form need and the list does not have."""
    for question in case_fields:
        rules = [rule.id for rule in form.rules if question.id in fields_of(rule.when)]
        if rules and question.id not in columns:
            what = f"the rule{'s' if len(rules) > 1 else ''} {listed(rules, 'and')}"
            yield f"There is no column “{question.id}” ({question.label}), so {what} cannot be checked."


def _columns(
    path: Path, line: int, header: Sequence[str], fields: Mapping[str, Question], notes: list[str]
) -> tuple[dict[int, str], list[Query]]:
    """Position → field id, for every column that is one; the others are named in the notes."""
    ids = {_plain(question.id): question for question in fields.values()}
    labels: dict[str, list[Question]] = {}
    for question in fields.values():
        labels.setdefault(_plain(question.label), []).append(question)
    columns: dict[int, str] = {}
    problems: list[Query] = []
    for position, name in enumerate(header):
        meant = [ids[_plain(name)]] if _plain(name) in ids else labels.get(_plain(name), [])
        at = f"row {line}, column “{name.strip()}”"
        if len(meant) != 1:
            if name.strip():
                notes.append(_left_out(name.strip(), meant, fields))
        elif kind(meant[0]).control is Control.ROWS:
            problems.append(_problem(path, at, "A table cannot be pre-filled.", "Delete the column."))
        elif meant[0].id in columns.values():
            problems.append(_problem(path, at, f"Two columns are both for {meant[0].id}.", "Keep one of them."))
        else:
            columns[position] = meant[0].id
    return columns, problems


def _left_out(name: str, meant: Sequence[Question], fields: Mapping[str, Question]) -> str:
    if meant:
        return f"Column “{name}” is not used: {len(meant)} questions have this label. Name it by the field's id."
    guess = nearest(name, fields)
    return f"Column “{name}” is not used: the form has no such field." + (f" Did you mean “{guess}”?" if guess else "")


def _row(
    path: Path, number: int, cells: Sequence[str], header: Sequence[str], columns: Mapping[int, str], form: Form,
    fields: Mapping[str, Question], problems: list[Query],
) -> CaseRow:  # fmt: skip
    """One row as values; what is wrong with it goes to the problems."""
    values: dict[str, Value] = {}
    for position, text in enumerate(cells):
        question = fields.get(columns.get(position, ""))
        if position >= len(header) and text.strip():
            fix = "Put a text that holds the separator in double quotes, or name the column."
            problems.append(_problem(path, f"row {number}", f"“{text.strip()}” stands beyond the last column.", fix))
        elif question is not None and text.strip():
            value = _value(text, question)
            if isinstance(value, Unclear):
                at = f"row {number}, column “{header[position].strip()}”"
                problems.append(_problem(path, at, _sentence(value.reason), _fix(value, question)))
            else:
                values[question.id] = value
    case = str(values.get(form.role("case")) or "").strip()
    if form.role("case") in columns.values() and not case:
        problems.append(_problem(path, f"row {number}", "The case reference is blank.", "Enter it, or delete the row."))
    return CaseRow(number, case, values)


def _repeated(path: Path, rows: Sequence[CaseRow]) -> Iterator[Query]:
    first: dict[str, int] = {}
    for row in rows:
        if not row.case:
            continue
        before = first.setdefault(same(row.case), row.row)
        if before != row.row:
            message = f"Case {row.case} stands in row {before} already."
            yield _problem(path, f"row {row.row}", message, "Delete one of the two rows.")


def _value(text: str, question: Question) -> Value | Unclear:
    """What a cell means for its field."""
    odd = next((letter for letter in text if letter < " " and letter not in "\n\r\t"), "")
    if odd:
        return Unclear(f"the cell holds a character that no document can hold (U+{ord(odd):04X})")
    return kind(question).parse(text.replace("\r\n", "\n").replace("\r", "\n"), question)


def _plain(name: str) -> str:
    return same(name).translate(_CONNECTIVES)


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:].rstrip(".") + "."


def _fix(value: Unclear, question: Question) -> str:
    if value.candidates:
        options = [kind(question).show(candidate, question) for candidate in value.candidates]
        return f"Did you mean “{options[0]}”?"
    return "Correct the cell."


def _problem(path: Path, at: str, message: str, fix: str) -> Query:
    return Query("case-list", Severity.ERROR, message, fix, where=Place(path.name, at))
