"""Which audits a question was asked in: those to which it applies, with an answer that is not doubtful."""

from __future__ import annotations

from collections.abc import Iterable

from docgen import conditions
from docgen.model import Audit, Form, Framework, Question


def asked_in(question: Question, form: Form, framework: Framework, audits: Iterable[Audit]) -> list[Audit]:
    """The audits in which a question of this form applies and is not doubtful; blank or not.

    Where it cannot be told whether it applies, it is taken not to.
    """
    part = next((one for one in form.sections if one.id == question.section), None)
    whens = [when for when in (part.relevant_when if part is not None else None, question.relevant_when) if when]
    sure = [one for one in audits if one.form == form.id and question.id not in one.unknown]
    if not whens:
        return sure
    scales = {scale.id: {grade.id: grade.rank for grade in scale.grades} for scale in framework.scales}
    ranks = conditions.ranks_of(form.questions, scales)
    days = framework.calendar
    return [one for one in sure if all(conditions.holds(when, one.values, one.unknown, ranks, days) for when in whens)]


def ticked(audit: Audit, field: str) -> tuple[object, ...]:
    """What is ticked; nothing where the question was left blank."""
    value = audit.values.get(field)
    return value if isinstance(value, tuple) else ()
