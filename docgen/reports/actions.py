"""Actions that audits agreed, read from the tables of the forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.fields import show
from docgen.model import Audit, Form, Question, ReportSection, Row
from docgen.reports.draft import Draft
from docgen.reports.grids import audits_of, forms_of


@dataclass(frozen=True, slots=True)
class Action:
    """One row of a table of actions. `due` is YYYY-MM-DD, or empty; `notes` what its other short columns say."""

    case: str
    key: str
    what: str
    owner: str
    due: str
    notes: tuple[tuple[str, str], ...] = ()


def actions_of(draft: Draft, section: ReportSection) -> list[Action]:
    """Every action of the audits that a section is about, those due first before the others."""
    audits = audits_of(draft.material, section)
    every = [
        action
        for form in forms_of(draft.material, section)
        for name in section.questions
        for action in _rows(form, name, tuple(audit for audit in audits if audit.form == form.id))
    ]
    return sorted(every, key=lambda one: (one.due or "9999", one.case))


def passed(draft: Draft, found: list[Action]) -> list[Action]:
    """The actions whose date lies before the date of the report."""
    today = draft.material.today
    return [one for one in found if one.due and today and one.due < today]


def _rows(form: Form, name: str, audits: tuple[Audit, ...]) -> Iterator[Action]:
    question = form.question(name)
    if question is None or question.kind != "table":
        return
    what, owner, due, notes = _columns(question)
    for audit in audits:
        value = None if name in audit.unknown else audit.values.get(name)
        for row in value if isinstance(value, tuple) else ():
            if isinstance(row, Mapping):
                more = tuple((one.label, show(row.get(one.id), one)) for one in notes)
                yield Action(audit.case, audit.key, _cell(row, what), _cell(row, owner), _cell(row, due), more)


def _columns(question: Question) -> tuple[str, str, str, list[Question]]:
    """Which column says what, whose and by when, and the other columns with a choice."""
    texts = [one.id for one in question.columns if one.kind in ("longtext", "text")]
    what = "action" if "action" in texts else texts[0] if texts else ""
    owner = next((one.id for one in question.columns if one.kind == "text" and one.id != what), "")
    due = next((one.id for one in question.columns if one.kind == "date"), "")
    return what, owner, due, [one for one in question.columns if one.kind in ("choice", "yesno")]


def _cell(row: Row, column: str) -> str:
    return " ".join(str(row.get(column) or "").split())
