"""Actions that audits agreed: how many, whose, by when, and whose date has passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docgen.fields import same
from docgen.measures.following import Loop, loop
from docgen.model import Figure, ReportSection
from docgen.reports.actions import Action, actions_of, passed
from docgen.reports.blocks import Block, FigureSpan, TableBlock, TableColumn, TableRow
from docgen.reports.days import long_date
from docgen.reports.draft import Draft
from docgen.reports.grids import audits_of
from docgen.reports.numbers import Count, Trace, cleaned

MOST_LISTED = 30
"""How many actions are listed one by one."""

MOST_OWNERS = 15
"""How many owners are named one by one; beyond that, those with the fewest actions are taken together."""

NOBODY = "Nobody named"


@dataclass(frozen=True, slots=True)
class Tallied:
    """How many actions have one answer."""

    answer: str
    number: Count


@dataclass(frozen=True, slots=True)
class Answered:
    """A column with a choice, such as “Restores a bottom line”, and how many actions have each answer."""

    name: str
    answers: tuple[Tallied, ...]


def actions(draft: Draft, section: ReportSection) -> list[Block]:
    """The actions that the audits of the period agreed, by owner, and those whose date has passed or comes next.

    Of each table question that the section names, the first date column is taken for when it is due, the first short
    text for whose it is, and the column called action, else the first long text, for what is to be done.
    """
    found = actions_of(draft, section)
    said = draft.say(section, **_facts(draft, section, found))
    blocks = [*draft.opening(section), *said.blocks]
    if found:
        owners = [_by_owner(draft, section, found)] if draft.material.subject is None else []
        blocks += [*owners, _listed(draft, section, found)]
    return blocks


def _facts(draft: Draft, section: ReportSection, found: list[Action]) -> dict[str, object]:
    audits, trace = audits_of(draft.material, section), draft.trace
    late = passed(draft, found)
    tracked = [one for one in found if one.tracked]
    went = loop([one.tracked for one in tracked if one.tracked], draft.material.today) if tracked else None
    with_some = dict.fromkeys(one.key for one in found)

    def number(measure: str, label: str, some: list[Action]) -> Count:
        keys = tuple(dict.fromkeys(one.key for one in some))
        return trace.count(Figure(f"actions.{measure}", label, len(some), None, keys))

    def tallied(column: str, by: list[tuple[str, list[Action]]]) -> Iterator[Tallied]:
        for answer, some in by:
            yield Tallied(answer, number(f"{column}={answer}", f"{column}: {answer}", some))

    return {
        "cases": trace.number(len(audits), "cases", "Returns"),
        "opened": number("opened", "Actions agreed", found),
        "holding": trace.number(len(with_some), "actions.audits", "Returns with an action"),
        "without": trace.number(len(audits) - len(with_some), "actions.none", "Returns without an action"),
        "passed": number("passed", "Actions whose date has passed", late),
        "ownerless": number("ownerless", "Actions without an owner", [one for one in found if not one.owner]),
        "undated": number("undated", "Actions without a date", [one for one in found if not one.due]),
        **(_followed(trace, tracked, went) if went else {"tracked": 0}),
        "listed": trace.number(min(len(found), MOST_LISTED), "actions.listed", "Actions listed"),
        "answers": [Answered(column, tuple(tallied(column, by))) for column, by in _by_answer(found)],
        "today": long_date(draft.material.today) if draft.material.today else "",
    }


def _followed(trace: Trace, tracked: list[Action], went: Loop) -> dict[str, object]:
    """What has become of the actions that are followed: only those that were not withdrawn count."""
    keys = {one.tracked.id: one.key for one in tracked if one.tracked}

    def number(measure: str, label: str, ids: tuple[str, ...], base: int | None = None) -> Count:
        audits = tuple(dict.fromkeys(keys[name] for name in ids))
        return trace.count(Figure(f"actions.{measure}", label, len(ids), base, audits))

    dated = len(went.on_time) + len(went.late)
    return {
        "tracked": number("tracked", "Actions that are followed", went.known),
        "finished": number("finished", "Actions done", went.finished, len(went.known)),
        "checked": number("checked", "Actions done, and seen by somebody else", went.checked, len(went.finished)),
        "on_time": number("on-time", "Actions done by the date first agreed", went.on_time, dated),
        "dated": trace.number(dated, "actions.dated", "Actions done that had a date"),
        "drifting": number("drifting", "Actions that drift", went.drifting),
    }


def _by_answer(found: list[Action]) -> list[tuple[str, list[tuple[str, list[Action]]]]]:
    """For each column with a choice, its answers with the actions that have them, in the order of the definition."""
    by: dict[str, dict[str, list[Action]]] = {}
    for one in found:
        for column, answer in one.notes:
            if answer:
                by.setdefault(cleaned(column), {}).setdefault(cleaned(answer), []).append(one)
    return [(column, list(answers.items())) for column, answers in by.items()]


def _by_owner(draft: Draft, section: ReportSection, found: list[Action]) -> TableBlock:
    by: dict[str, list[Action]] = {}
    for one in found:
        by.setdefault(same(one.owner), []).append(one)
    ordered = sorted(by.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))
    shown = ordered if len(ordered) <= MOST_OWNERS else ordered[: MOST_OWNERS - 1]
    follow = any(one.tracked for one in found)
    rows = [_owner_row(draft, cleaned(some[0].owner) if name else NOBODY, some, follow) for name, some in shown]
    rest = [one for _, some in ordered[len(shown) :] for one in some]
    if rest:
        rows.append(_owner_row(draft, "Other owners", rest, follow))
    if len(rows) > 1:
        rows.append(_owner_row(draft, "All actions", found, follow, total=True))
    followed = any(one.tracked for one in found)
    columns = (
        TableColumn("Owner", width=4),
        TableColumn("Actions", "right", 1),
        *((TableColumn("Done", "right", 1),) if followed else ()),
        TableColumn("Overdue" if followed else "Date passed", "right", 1),
    )
    return TableBlock(f"{section.id}-owners", "Actions by owner", columns, tuple(rows))


def _owner_row(draft: Draft, label: str, some: list[Action], follow: bool, total: bool = False) -> TableRow:
    late, done = passed(draft, some), [one for one in some if not one.unfinished]
    parts = (("owner", "Actions", some), *((("done", "Done", done),) if follow else ()), ("late", "Passed", late))
    figures = [
        Figure(f"actions.{name}", f"{what}: {label}", len(part), None, tuple(dict.fromkeys(one.key for one in part)))
        for name, what, part in parts
    ]
    return TableRow((label, *(FigureSpan(str(one.numerator), one) for one in figures)), total)


def _status(action: Action, late: bool) -> str:
    """How an action stands, behind its date."""
    if action.tracked is not None and not action.unfinished:
        return f" ({action.tracked.status})"
    return (" (overdue)" if action.tracked else " (passed)") if late else ""


def _listed(draft: Draft, section: ReportSection, found: list[Action]) -> TableBlock:
    late = {id(one) for one in passed(draft, found)}
    rows = tuple(
        TableRow(
            (
                one.case or "–",
                one.what or "–",
                one.owner or NOBODY,
                (long_date(one.due) if one.due else "No date") + _status(one, id(one) in late),
            )
        )
        for one in found[:MOST_LISTED]
    )
    columns = (
        TableColumn("Case", width=1.6),
        TableColumn("Action", width=6),
        TableColumn("Owner", width=2.4),
        TableColumn("Due", width=2),
    )
    return TableBlock(f"{section.id}-list", "Actions, the earliest date first", columns, rows)
