"""What figures are made of: the accepted audits of a period, with the grade that counts after moderation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from docgen.fields import same
from docgen.model import Audit, Form, Framework, Moderation, Round
from docgen.pipeline import periods
from docgen.pipeline.periods import Period
from docgen.store import Store


@dataclass(frozen=True, slots=True)
class Selection:
    """The audits that a report is about, and what a reader should know of how they were chosen."""

    audits: tuple[Audit, ...]
    moderations: tuple[Audit, ...]
    label: str
    round: Round | None
    whole: bool
    notes: tuple[str, ...] = ()


def select(store: Store, framework: Framework, form: Form, period: Period | None) -> Selection:
    """The accepted audits of a form. With a period, those whose date lies in it; else all, those without a date too."""
    first, last = (period.first.isoformat(), period.last.isoformat()) if period else ("", "")
    audits = store.audits(framework.id, form.id, first, last)
    date = form.role("date")
    undated = store.undated(framework.id, form.id) if date else 0
    notes = []
    if period:
        every = len(store.audits(framework.id, form.id))
        label, round_, whole = period.label, period.round, len(audits) == every
        if undated:
            notes.append(f"{_returns(undated)} without a date and left out; a report without --period counts them.")
        if every - len(audits) - undated:
            notes.append(f"{_returns(every - len(audits) - undated)} of another date and left out.")
    else:
        days = [day for audit in audits if isinstance(day := audit.values.get(date), str)]
        round_ = periods.round_of(framework, days)
        label, whole = round_.label if round_ else periods.span(days), True
        if round_ and (late := periods.outside(round_, days)):
            notes.append(f"{_returns(late)} counted although dated outside the round {round_.label}.")
        if undated:
            notes.append(f"{_returns(undated)} counted although without a date.")
    moderation = framework.moderation
    seconds: tuple[Audit, ...] = ()
    if moderation is not None and moderation.audits == form.id:
        seconds = store.audits(framework.id, moderation.form)
    audits, seconds = _told(audits, framework), _told(seconds, framework)
    audits, unclear = moderated(audits, seconds, form, moderation)
    notes += [f"Case {case} has two outcomes that differ; the grade of the audit stands." for case in unclear]
    return Selection(audits, seconds, label, round_, whole, tuple(notes))


def _told(audits: Sequence[Audit], framework: Framework) -> tuple[Audit, ...]:
    """The audits, in which what the case list did not tell is unknown and not blank."""
    ids = [field.id for field in framework.case_fields]
    if not ids:
        return tuple(audits)
    return tuple(
        replace(audit, unknown=audit.unknown | {name for name in ids if audit.values.get(name) in (None, "")})
        for audit in audits
    )


def moderated(
    audits: Sequence[Audit], seconds: Sequence[Audit], form: Form, moderation: Moderation | None
) -> tuple[tuple[Audit, ...], tuple[str, ...]]:
    """The audits with the grade that counts, and the cases for which that cannot be said.

    The outcome of a moderation (`final`) takes the place of the grade; `audited_grade` keeps the auditor's. Where two
    moderations of one case come to different outcomes, the grade of the audit stands.
    """
    grade = form.role("grade")
    outcomes: dict[str, set[str]] = {}
    if moderation is not None and moderation.final:
        for second in seconds:
            outcome = second.values.get(moderation.final)
            if isinstance(outcome, str) and second.case:
                outcomes.setdefault(same(second.case), set()).add(outcome)
    found, unclear = [], []
    for audit in audits:
        own = audit.values.get(grade)
        final = outcomes.get(same(audit.case), set()) if audit.case else set()
        if len(final) == 1:
            audit = replace(audit, values={**audit.values, grade: next(iter(final))})
        elif final:
            unclear.append(audit.case)
        found.append(replace(audit, audited_grade=own if isinstance(own, str) else ""))
    return tuple(found), tuple(unclear)


def _returns(number: int) -> str:
    return "1 return is" if number == 1 else f"{number} returns are"
