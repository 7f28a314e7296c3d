"""All quality assurance of a period against the schedule of methods."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.model import Audit, Figure, Method, ReportSection
from docgen.reports.blocks import Block, FigureSpan, TableBlock, TableColumn, TableRow
from docgen.reports.draft import Draft
from docgen.reports.numbers import Count, cleaned

MONTHS = {"weekly": 1, "monthly": 1, "two-monthly": 2, "three-monthly": 3, "six-monthly": 6, "yearly": 12}
"""How many months lie between two times that a method is due; docgen counts by months, a week as one."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A method that is done with a form: how many returns, and in how many of the stretches in which it was due."""

    method: Method
    returns: Figure
    due: int | None
    done: int

    @property
    def missed(self) -> int:
        """In how many stretches nothing was returned."""
        return 0 if self.due is None else self.due - self.done


def schedule(draft: Draft, section: ReportSection) -> list[Block]:
    """Each method of the schedule: how often it is due, what was returned, and where nothing was."""
    methods = draft.material.framework.schedule
    kept = [_kept(draft, method) for method in methods if method.form]
    trace = draft.trace
    said = draft.say(
        section,
        methods=trace.number(len(methods), "schedule", "Methods of the schedule"),
        formed=trace.number(len(kept), "schedule.forms", "Methods with a form"),
        whole=[cleaned(one.method.method) for one in kept if one.due is not None and not one.missed and one.done],
        gaps=[
            (cleaned(one.method.method), _missed(draft, one))
            for one in kept
            if one.due is not None and one.missed and one.done
        ],
        never=[cleaned(one.method.method) for one in kept if not one.returns.numerator],
        elsewhere=[cleaned(one.method) for one in methods if not one.form and one.id not in draft.material.planned],
        noted=[
            (cleaned(one.method), *(trace.number(n, f"schedule.{one.id}", one.method) for n in planned[::-1]))
            for one in methods
            if (planned := draft.material.planned.get(one.id)) is not None
        ],
        dated=draft.material.timeline is not None,
    )
    blocks = [*draft.opening(section), *said.blocks]
    return [*blocks, _table(draft, section, methods, {one.method.id: one for one in kept})] if methods else blocks


def _kept(draft: Draft, method: Method) -> Kept:
    """What was returned of a method, and in how many of the stretches of its frequency."""
    audits = draft.material.returns(method.form)
    figure = Figure(f"returns.{method.form}", method.method, len(audits), None, tuple(one.key for one in audits))
    length = MONTHS.get(method.frequency)
    months = _months(draft)
    if length is None or not months:
        return Kept(method, figure, None, 0)
    form = draft.material.framework.form(method.form)
    date = form.role("date") if form is not None else ""
    stretches = [months[n : n + length] for n in range(0, len(months), length)]
    stretches = [one for one in stretches if len(one) == length]
    done = sum(any(_in(audit, date, stretch) for audit in audits) for stretch in stretches)
    return Kept(method, figure, len(stretches) or None, done)


def _months(draft: Draft) -> list[str]:
    """The months of the report's period as YYYY-MM."""
    timeline = draft.material.timeline
    return list(timeline.months) if timeline is not None else []


def _in(audit: Audit, date: str, months: list[str]) -> bool:
    return str(audit.values.get(date) or "")[:7] in months


def _table(draft: Draft, section: ReportSection, methods: tuple[Method, ...], kept: dict[str, Kept]) -> TableBlock:
    rows = []
    for method in methods:
        found = kept.get(method.id)
        if found is None and method.id in draft.material.planned:
            times, done = draft.material.planned[method.id]
            found = Kept(method, Figure(f"noted.{method.id}", f"{method.method}: noted", done, None), times, done)
        due = "" if found is None or found.due is None else f"{found.done} of {found.due}"
        rows.append(
            TableRow(
                (
                    cleaned(method.method),
                    method.frequency.capitalize() if method.frequency != "event" else "At events",
                    cleaned(method.who) or "–",
                    _returned(found) if found else "Not in docgen",
                    FigureSpan(due, _share(found)) if found is not None and due else "–",
                )
            )
        )
    columns = (
        TableColumn("Method", width=4),
        TableColumn("How often", width=2),
        TableColumn("Who", width=4),
        TableColumn("Returned", "right", 1),
        TableColumn("Times kept", "right", 1),
    )
    note = (
        "Times kept: of the stretches in which the method was due, those with at least one return, or with a day that "
        "was noted in the plan."
    )
    return TableBlock(
        f"{section.id}-methods", section.caption or "Methods and what was done", columns, tuple(rows), note
    )


def _missed(draft: Draft, kept: Kept) -> Count:
    label = f"{kept.method.method}: stretches without a return"
    return draft.trace.number(kept.missed, f"schedule.{kept.method.id}.missed", label, kept.due)


def _returned(kept: Kept) -> FigureSpan | str:
    return FigureSpan(f"{kept.returns.numerator:,}", kept.returns) if kept.method.form else "–"


def _share(kept: Kept) -> Figure:
    return Figure(f"schedule.{kept.method.id}", f"{kept.method.method}: times kept", kept.done, kept.due)
