"""The tables of an export: their columns, what each means, and their rows. docs/reference/export.md is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from docgen.fields import show
from docgen.model import Form, Framework, Question, Row, State, Value
from docgen.pipeline.tables import Cell
from docgen.store import Which, rows

if TYPE_CHECKING:
    from docgen.pipeline.pseudonyms import Pseudonyms

WITHOUT_TEXT = (
    "What people wrote freely is left out: such an answer says only whether it is there (withheld is 1), and the words "
    "of actions and queries are blank."
)
WITH_TEXT = "It holds what people wrote freely, which may tell who a child or family is."
UNDER_PSEUDONYMS = (
    "Cases and practitioners stand under pseudonyms; the key to them is kept elsewhere. Pseudonymous data is still "
    "personal data."
)
PERSONAL = (
    "It is about children's cases: keep it where only those who may see it have access, and only while it is needed."
)
APOSTROPHE = "A text that a spreadsheet would take for a formula begins with an apostrophe, which is no part of it."

_OWNER, _DUE, _STATUS = ("owner", "by_whom"), ("due", "by_when"), ("status", "rag")
_WORDS = frozenset({"action", *_OWNER, *_DUE, *_STATUS})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, which stays, what it means, its type in the data package, its width in the workbook."""

    name: str
    about: str
    type: str = "string"
    width: int = 16


class Words:
    """What rows need to be told in words: the definitions, and how much may be said."""

    def __init__(self, frameworks: Sequence[Framework], pseudonyms: Pseudonyms | None, free_text: bool) -> None:
        self._frameworks = {(one.id, one.version): one for one in frameworks}
        self._questions: dict[tuple[str, str, str], Mapping[str, Question]] = {}
        self.pseudonyms = pseudonyms
        self.free_text = free_text

    def form(self, head: rows.Head) -> Form | None:
        """The form of a row, where its definition is at hand."""
        framework = self._frameworks.get((head.framework, head.version))
        return framework.form(head.form) if framework else None

    def question(self, head: rows.Head, field: str) -> Question | None:
        """The question of an answer, where its definition is at hand."""
        place = (head.framework, head.version, head.form)
        if place not in self._questions:
            form = self.form(head)
            self._questions[place] = {question.id: question for question in form.questions} if form else {}
        return self._questions[place].get(field)

    def meet(self, case: str, practitioner: str) -> None:
        """Take note of a case and a practitioner, so that no text names them where pseudonyms are asked for."""
        if self.pseudonyms is not None:
            self.pseudonyms.meet(case, practitioner)

    def case(self, text: str) -> str:
        """A case reference as it may be said."""
        return self.pseudonyms.case(text) if self.pseudonyms and text else text

    def practitioner(self, text: str) -> str:
        """A practitioner as they may be said."""
        return self.pseudonyms.practitioner(text) if self.pseudonyms and text else text

    def text(self, text: str) -> str:
        """What somebody wrote, with names that are known under their pseudonyms; nothing where it is withheld."""
        if not self.free_text:
            return ""
        return self.pseudonyms.text(text) if self.pseudonyms else text


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it is about, its columns, which of them tell its rows apart, and its rows."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Any, Which, Words], Iterator[Sequence[Cell]]]


def _audits(connection: Any, which: Which, words: Words) -> Iterator[Sequence[Cell]]:
    for row in rows.audits(connection, which):
        head = row.head
        words.meet(head.case, row.practitioner)
        form = words.form(head)
        question = words.question(head, form.role("grade")) if form else None
        label = show(row.grade, question) if question and row.grade else ""
        yield (
            head.audit, head.framework, head.version, head.form, row.copy, words.case(head.case),
            words.practitioner(row.practitioner), row.auditor, row.team, row.day, row.grade, label, row.queries,
            row.received,
        )  # fmt: skip


def _answers(connection: Any, which: Which, words: Words) -> Iterator[Sequence[Cell]]:
    for row in rows.given(connection, which):
        question = words.question(row.head, row.field)
        value, label, withheld = _said(row, question, words)
        yield (
            row.head.audit, row.head.framework, row.head.version, row.head.form, row.number, row.field,
            question.ref if question else "", question.label if question else "", row.kind, row.role, row.state, value,
            label, int(withheld), int(row.decided),
        )  # fmt: skip


def _said(row: rows.AnswerRow, question: Question | None, words: Words) -> tuple[Cell, str, bool]:
    """The value of an answer, its label, and whether it is withheld."""
    value = row.value
    if row.state is not State.ANSWERED or value is None:
        return None, "", False
    if row.role == "case":
        return words.case(str(value)), "", False
    if row.role == "practitioner":
        return words.practitioner(str(value)), "", False
    free = row.kind in ("", "longtext", "table") or (row.kind == "text" and not row.role)
    if free and not words.free_text:
        return None, "", True
    if free:
        shown = show(value, question) if question else _plain(value)
        return words.text(shown if row.kind == "table" else _plain(value)), "", False
    return (
        value if isinstance(value, (int, Decimal)) else _plain(value),
        show(value, question) if question else "",
        False,
    )


def _plain(value: Value) -> str:
    """A value as text: ticks by their ids with semicolons between, rows one a line."""
    if isinstance(value, tuple):
        parts = (
            part if isinstance(part, str) else " | ".join(str(cell or "") for cell in part.values()) for part in value
        )
        return ";".join(parts)
    return str(value)


def _actions(connection: Any, which: Which, words: Words) -> Iterator[Sequence[Cell]]:
    for row in rows.given(connection, which, "table"):
        head = row.head
        for number, cells in enumerate(_action_rows(row.value), start=1):
            others = "; ".join(
                f"{name}: {cell}" for name, cell in cells.items() if name not in _WORDS and cell not in (None, "")
            )
            yield (
                head.audit, head.framework, head.version, head.form, words.case(head.case), row.field, number,
                words.text(str(cells.get("action") or "")), _first(cells, _OWNER), _first(cells, _DUE),
                _first(cells, _STATUS), words.text(others),
            )  # fmt: skip


def _action_rows(value: Value) -> Iterator[Row]:
    """The rows of an answer that is a table of actions: one with a column `action`."""
    for part in value if isinstance(value, tuple) else ():
        if isinstance(part, Mapping) and "action" in part:
            yield part


def _first(cells: Row, names: Sequence[str]) -> str:
    return next((str(cells[name]) for name in names if cells.get(name) not in (None, "")), "")


def _queries(connection: Any, which: Which, words: Words) -> Iterator[Sequence[Cell]]:
    for row in rows.asked(connection, which):
        head = row.head
        words.meet(head.case, row.practitioner)
        question = words.question(head, row.field)
        yield (
            head.audit, head.framework, head.version, head.form, row.copy, words.case(head.case), row.standing,
            row.number, row.rule, row.severity, row.field, question.ref if question else "", words.text(row.message),
        )  # fmt: skip


_HEAD = (
    Column("audit", "the audit's name for life"),
    Column("framework", "which framework", width=20),
    Column("version", "which version of it", width=10),
    Column("form", "which form", width=14),
)
_CASE = Column("case", "the case reference")
_COPY = Column("copy", "the id of the issued copy", width=12)
_FIELD = Column("field", "the question's id, which stays", width=22)
_REF = Column("ref", "the question's number as it is printed", width=10)

TABLES = (
    Table(
        "audits",
        "One row for each accepted audit.",
        (
            *_HEAD, _COPY, _CASE,
            Column("practitioner", "whose work was looked at", width=22),
            Column("auditor", "who audited", width=22),
            Column("team", "the team, as the form shows it", width=22),
            Column("date", "the date that the audit counts under", "date", 12),
            Column("grade", "the id of the grade that the audit gave, whatever a moderation came to", width=14),
            Column("grade_label", "the grade as it is printed"),
            Column("queries", "how many queries are open", "integer", 9),
            Column("received", "when it came in, UTC", "datetime", 21),
        ),
        ("audit",),
        _audits,
    ),
    Table(
        "answers",
        "One row for each question of each accepted audit, blank ones too.",
        (
            *_HEAD,
            Column("number", "the place of the question in the form", "integer", 9), _FIELD, _REF,
            Column("label", "the question in the words of the form", width=40),
            Column("kind", "what kind of field it is", width=10),
            Column("role", "case, auditor, practitioner, team, date or grade, where it plays one", width=12),
            Column("state", "answered, blank or doubtful", width=10),
            Column("value", "option ids, ticks with semicolons between; dates as YYYY-MM-DD; numbers; texts", width=24),
            Column("value_label", "the same in the words of the form", width=30),
            Column("withheld", "1 where the answer is there and left out, because it is free text", "integer", 9),
            Column("decided", "1 where a person decided it, in the place of what was read", "integer", 9),
        ),
        ("audit", "field"),
        _answers,
    ),
    Table(
        "actions",
        "One row for each action in a table of actions of an accepted audit.",
        (
            *_HEAD, _CASE, _FIELD,
            Column("number", "the row of the table", "integer", 9),
            Column("action", "what is to be done; only with free text", width=50),
            Column("owner", "who is to do it", width=22),
            Column("due", "by when", "date", 12),
            Column("status", "where it stands, where the form asks that", width=12),
            Column("others", "the other columns of the row; only with free text", width=50),
        ),
        ("audit", "field", "number"),
        _actions,
    ),
    Table(
        "queries",
        "One row for each query of an audit that is accepted or held.",
        (
            *_HEAD, _COPY, _CASE,
            Column("standing", "where the audit stands", width=10),
            Column("number", "its number within the audit", "integer", 9),
            Column("rule", "the id of the rule", width=28),
            Column("severity", "urgent, error or warning", width=10),
            _FIELD, _REF,
            Column("message", "what was found; only with free text, which it may quote", width=60),
        ),
        ("audit", "number"),
        _queries,
    ),
)  # fmt: skip
