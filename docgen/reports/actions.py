"""Actions that audits agreed, read from the tables of the forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docgen.fields import same, show
from docgen.measures.following import columns, rows
from docgen.model import Action as Tracked
from docgen.model import Audit, Form, ReportSection, Row
from docgen.reports.draft import Draft
from docgen.reports.grids import audits_of, forms_of


@dataclass(frozen=True, slots=True)
class Action:
    """One row of a table of actions, with its owner and date as the tracker has them by now, where it is tracked.

    `due` is YYYY-MM-DD, or empty; `notes` what its other short columns say.
    """

    case: str
    key: str
    what: str
    owner: str
    due: str
    notes: tuple[tuple[str, str], ...] = ()
    tracked: Tracked | None = None

    @property
    def unfinished(self) -> bool:
        """Whether somebody has still to do it, as far as is known."""
        return self.tracked is None or self.tracked.unfinished


def actions_of(draft: Draft, section: ReportSection) -> list[Action]:
    """Every action of the audits that a section is about, those due first before the others."""
    audits = audits_of(draft.material, section)
    known: dict[tuple[str, str, str], list[Tracked]] = {}
    for one in draft.material.tracked:
        known.setdefault((one.key, one.field, same(one.what)), []).append(one)
    every = [
        _now(action, known.get((action.key, name, same(action.what)), []))
        for form in forms_of(draft.material, section)
        for name in section.questions
        for action in _rows(form, name, tuple(audit for audit in audits if audit.form == form.id))
    ]
    return sorted(every, key=lambda one: (one.due or "9999", one.case))


def passed(draft: Draft, found: list[Action]) -> list[Action]:
    """The actions whose date lies before the date of the report, and that are not known to be done."""
    today = draft.material.today
    return [one for one in found if one.due and today and one.due < today and one.unfinished]


def _now(action: Action, tracked: list[Tracked]) -> Action:
    """An action as the tracker has it by now: the first of the same words that no row before it has taken."""
    if not tracked:
        return action
    found = tracked.pop(0)
    return replace(action, owner=found.owner, due=found.due, tracked=found)


def _rows(form: Form, name: str, audits: tuple[Audit, ...]) -> Iterator[Action]:
    question = form.question(name)
    if question is None or question.kind != "table":
        return
    means = columns(question)
    for audit in audits:
        for row in rows(None if name in audit.unknown else audit.values.get(name)):
            more = tuple((one.label, show(row.get(one.id), one)) for one in means.notes)
            yield Action(
                audit.case, audit.key, _cell(row, means.what), _cell(row, means.owner), _cell(row, means.due), more
            )


def _cell(row: Row, column: str) -> str:
    return " ".join(str(row.get(column) or "").split())
