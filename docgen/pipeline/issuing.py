"""What the ledger notes of a copy when it is issued: who has it, for which team, and when it is to be back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from docgen.fields import Unclear, parse_date, show
from docgen.model import DocgenError, Form, Query, Severity, Toolkit
from docgen.pipeline.caselist import CaseRow
from docgen.workdays import ENGLAND, Calendar, Span, after


@dataclass(frozen=True, slots=True)
class Deadline:
    """When copies are to be back: on a day (YYYY-MM-DD), else so long after their issue; never where both are empty."""

    day: str = ""
    within: Span | None = None
    calendar: Calendar = ENGLAND


def noted(copy: Toolkit, form: Form, row: CaseRow, due: Deadline) -> Toolkit:
    """The copy with what the case list says of it, and when it is due; what neither says stays as it was.

    A due date comes from the list, else from the day of `due`, else it is the one that the copy has, else a new copy
    is due so long after its issue. A blank copy, made without a list, has none.
    """
    if not row.row:
        return copy
    when = row.ledger.get("due") or due.day or copy.due
    if not when and due.within is not None and not copy.sha256:
        when = after(date.fromisoformat(copy.issued[:10]), due.within, due.calendar).isoformat()
    return replace(
        copy,
        due=when,
        day=_said(form, row, "date") or copy.day,
        auditor=row.ledger.get("auditor") or _said(form, row, "auditor") or copy.auditor,
        address=row.ledger.get("auditor_email") or copy.address,
        team=row.ledger.get("team") or _said(form, row, "team") or copy.team,
    )


def _said(form: Form, row: CaseRow, role: str) -> str:
    """What the row says for the field that plays a role, as the form shows it; a date as YYYY-MM-DD."""
    question = form.question(form.role(role))
    value = row.values.get(question.id) if question else None
    if question is None or value is None:
        return ""
    return str(value) if role == "date" else show(value, question).strip()


def due_date(text: str) -> str:
    """The date of `--due` as YYYY-MM-DD; empty for an empty text. Raises DocgenError where it is none."""
    found = parse_date(text) if text else ""
    if isinstance(found, Unclear):
        message = f"The due date cannot be used: {found.reason}."
        raise DocgenError(Query("due", Severity.ERROR, message, "Write it as 31/12/2026 or 2026-12-31."))
    return found
