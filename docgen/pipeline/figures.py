"""What figures are made of: the accepted audits of a period, with the grade that counts after moderation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docgen.fields import same
from docgen.model import Audit, Form, Framework, Moderation, Round
from docgen.pipeline import periods
from docgen.pipeline.periods import Period
from docgen.store import Store


@dataclass(frozen=True, slots=True)
class Selection:
    """The audits that a report is about, and what a reader should know of how they were chosen.

    moderations   second grades of these audits, and of cases that no audit is of; `links` says which are of which:
                  key of the second grade → key of the audit
    undated       cases of accepted returns without a date, which no period holds
    """

    audits: tuple[Audit, ...]
    moderations: tuple[Audit, ...]
    label: str
    round: Round | None
    whole: bool
    notes: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    undated: tuple[str, ...] = ()


def select(store: Store, framework: Framework, form: Form, period: Period | None) -> Selection:
    """The accepted audits of a form. With a period, those whose date lies in it; else all, those without a date too."""
    first, last = (period.first.isoformat(), period.last.isoformat()) if period else ("", "")
    audits = store.audits(framework.id, form.id, first, last)
    date = form.role("date")
    undated = store.undated(framework.id, form.id) if date else 0
    days = _days(store, framework, form) if period else []
    notes = []
    if period:
        every = len(days)
        label, round_, whole = period.label, period.round, len(audits) == every
        if undated:
            notes.append(f"{_returns(undated)} without a date and left out; a report without --period counts them.")
        if every - len(audits) - undated:
            notes.append(f"{_returns(every - len(audits) - undated)} of another date and left out.")
    else:
        dates = [day for audit in audits if isinstance(day := audit.values.get(date), str)]
        round_ = periods.round_of(framework, dates)
        label, whole = round_.label if round_ else periods.span(dates), True
        if round_ and (late := periods.outside(round_, dates)):
            notes.append(f"{_returns(late)} counted although dated outside the round {round_.label}.")
        if undated:
            notes.append(f"{_returns(undated)} counted although without a date.")
    moderation = framework.moderation
    seconds: tuple[Audit, ...] = ()
    links: dict[str, str] = {}
    if moderation is not None and moderation.audits == form.id:
        second = framework.form(moderation.form)
        seconds = told(store.audits(framework.id, moderation.form), framework)
        links = belonging(days or audits, seconds, date, second.role("date") if second is not None else "")
    audits, unclear = moderated(told(audits, framework), seconds, form, moderation, links)
    notes += [f"Case {case} has two outcomes that differ; the grade of the audit stands." for case in unclear]
    mine = {audit.key for audit in audits}
    seconds = tuple(one for one in seconds if links.get(one.key, "") in mine or (not period and one.key not in links))
    dateless = tuple(one.case for one in days if not one.values.get(date)) if undated else ()
    return Selection(audits, seconds, label, round_, whole, tuple(notes), links, dateless)


def _days(store: Store, framework: Framework, form: Form) -> tuple[Audit, ...]:
    """Every accepted audit of the form, with nothing but its date."""
    return store.audits(framework.id, form.id, fields=[form.role("date")])


def told(audits: Sequence[Audit], framework: Framework) -> tuple[Audit, ...]:
    """The audits, in which what the case list did not tell is unknown and not blank."""
    ids = [one.id for one in framework.case_fields]
    if not ids:
        return tuple(audits)
    return tuple(
        replace(audit, unknown=audit.unknown | {name for name in ids if audit.values.get(name) in (None, "")})
        for audit in audits
    )


def belonging(audits: Iterable[Audit], seconds: Iterable[Audit], date: str, second_date: str) -> dict[str, str]:
    """Which audit each second grade is of: key → key. Second grades of cases that were not audited are left out.

    Of several audits of one case it is the last one on or before the day of the second grade.
    """
    by_case: dict[str, list[tuple[str, str]]] = {}
    for audit in audits:
        if audit.case:
            by_case.setdefault(same(audit.case), []).append((str(audit.values.get(date) or ""), audit.key))
    found = {}
    for second in seconds:
        of = sorted(by_case.get(same(second.case), ())) if second.case else []
        day = str(second.values.get(second_date) or "")
        if of:
            found[second.key] = ([key for when, key in of if not day or when <= day] or [of[0][1]])[-1]
    return found


def moderated(
    audits: Sequence[Audit],
    seconds: Sequence[Audit],
    form: Form,
    moderation: Moderation | None,
    links: Mapping[str, str] | None = None,
) -> tuple[tuple[Audit, ...], tuple[str, ...]]:
    """The audits with the grade that counts, and the cases for which that cannot be said.

    The outcome of a moderation (`final`) takes the place of the grade; `audited_grade` keeps the auditor's. Where two
    moderations of one audit come to different outcomes, the grade of the audit stands. `links` says which second
    grade is of which audit; left out, they go by the case.
    """
    grade = form.role("grade")
    of = belonging(audits, seconds, "", "") if links is None else links
    outcomes: dict[str, set[str]] = {}
    if moderation is not None and moderation.final:
        for second in seconds:
            outcome = second.values.get(moderation.final)
            if isinstance(outcome, str) and second.key in of:
                outcomes.setdefault(of[second.key], set()).add(outcome)
    found, unclear = [], []
    for audit in audits:
        own = audit.values.get(grade)
        final = outcomes.get(audit.key, set())
        if len(final) == 1:
            audit = replace(audit, values={**audit.values, grade: next(iter(final))})
        elif final:
            unclear.append(audit.case)
        found.append(replace(audit, audited_grade=own if isinstance(own, str) else ""))
    return tuple(found), tuple(unclear)


def _returns(number: int) -> str:
    return "1 return is" if number == 1 else f"{number} returns are"
