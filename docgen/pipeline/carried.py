"""What a new copy of a form carries over from what is known of its case: open actions, and the audit to moderate.

Only what stands in accepted returns is carried, and never over what the case list says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from docgen.cycle.actions import printed
from docgen.fields import same
from docgen.model import Action, ActionStatus, Form, Framework, Question, Value
from docgen.pipeline.caselist import CaseRow
from docgen.store import Store, Which

_SETTLED = ("case", "auditor", "practitioner", "team", "date")
"""Roles whose answers say which audit it is; a blind moderator gets these and nothing of the judgement."""


def earlier(
    store: Store, framework: Framework, form: Form, rows: Sequence[CaseRow], blind: bool = False
) -> tuple[tuple[CaseRow, ...], Form]:
    """The rows with what earlier returns of their cases tell, and the form with room for it.

    With `blind` a moderating form shows which audit it is about and none of its judgements.
    """
    audits = _audits(store, framework, form)
    names = shared(framework, form, blind)
    actions = _actions(store, framework, form)
    table = form.role("earlier_actions")
    filled, most = [], 0
    for row in rows:
        told: dict[str, Value] = {}
        audit = audits.get(same(row.case)) if row.case else None
        if audit is not None:
            told |= {name: audit[name] for name in names if audit.get(name) not in (None, "", ())}
        some = printed(form, actions.get(same(row.case), ())) if row.case else ()
        if some:
            told[table] = some
        most = max(most, len(some))
        filled.append(replace(row, values={**told, **row.values}))
    return tuple(filled), _roomy(form, table, most)


def _roomy(form: Form, table: str, rows: int) -> Form:
    """The form with at least so many rows in the table of earlier actions."""

    def grown(question: Question) -> Question:
        return replace(question, rows=max(question.rows, rows)) if question.id == table else question

    if not rows:
        return form
    sections = tuple(
        replace(section, questions=tuple(grown(question) for question in section.questions))
        for section in form.sections
    )
    return replace(form, sections=sections)


def _actions(store: Store, framework: Framework, form: Form) -> dict[str, tuple[Action, ...]]:
    """Case → its actions that somebody has still to do, or that nobody has checked."""
    found: dict[str, tuple[Action, ...]] = {}
    if form.role("earlier_actions"):
        for action in store.actions(Which(framework=framework.id)):
            if action.unfinished or action.status is ActionStatus.DONE:
                found[same(action.case)] = (*found.get(same(action.case), ()), action)
    return found


def _audits(store: Store, framework: Framework, form: Form) -> dict[str, Mapping[str, Value]]:
    """Case → the answers of the audit that a moderating form is about; nothing for any other form."""
    moderation = framework.moderation
    if moderation is None or moderation.form != form.id:
        return {}
    return {same(one.case): one.values for one in store.audits(framework.id, moderation.audits) if one.case}


def shared(framework: Framework, form: Form, blind: bool) -> tuple[str, ...]:
    """The questions that the moderating form shares with the audit: the same id, kind and options."""
    moderation = framework.moderation
    audit = framework.form(moderation.audits) if moderation and moderation.form == form.id else None
    if audit is None:
        return ()
    settled = {audit.role(role) for role in _SETTLED}
    found = []
    for question in form.questions:
        other = audit.question(question.id)
        alike = other is not None and other.kind == question.kind and _ids(other) == _ids(question)
        if alike and question.kind != "table" and (not blind or question.id in settled):
            found.append(question.id)
    return tuple(found)


def _ids(question: Question) -> tuple[str, ...]:
    return tuple(option.id for option in question.options)
