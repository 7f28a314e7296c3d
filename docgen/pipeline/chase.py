"""The verb `chase`: what has to come back and the steps that wait, as a list and as drafts to those who have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.fields import same
from docgen.intake import shown
from docgen.pipeline import catalogue, delivery, due, letters, sheets, tables
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace
from docgen.store import Line, Store, Which

WORDS = "chase.txt"
_PLACES = ("auditor", "list", "organisation", "today")
_COLUMNS = (
    sheets.Column("auditor", 24),
    sheets.Column("e-mail", 30),
    sheets.Column("team", 20),
    sheets.Column("framework", 22),
    sheets.Column("form", 16),
    sheets.Column("case", 16),
    sheets.Column("copy", 12),
    sheets.Column("issued", 12, dates=True),
    sheets.Column("due", 12, dates=True),
    sheets.Column("days overdue", 10),
    sheets.Column("state", 10),
)


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: everything that is out, or only what is overdue; as CSV or as a workbook; with drafts."""

    which: Which
    every: bool = False
    as_csv: bool = False
    drafts: bool = False
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The list, how many copies and auditors are on it, how many drafts there are, and what its maker should know."""

    path: Path
    lines: int
    auditors: int
    drafts: int = 0
    notes: tuple[str, ...] = ()


def make(workspace: Workspace, store: Store, order: Order, now: str) -> Made:
    """Make the list, and the drafts; nothing is made where nothing is out. A file that a person changed is left alone.

    Raises DocgenError where the team's own words cannot be used, OSError.
    """
    today = now[:10]
    states = ("overdue", "issued") if order.every else ("overdue",)
    steps = due.find(workspace, store, catalogue.gather(workspace).frameworks, today)
    out = [line for line in store.lines(order.which, today) if line.state in ("overdue", "issued")]
    dated = [due.dated(line, steps) for line in out if line.case or line.due]
    found = [line for line in dated if line.state in states]
    found += due.waiting(steps, order.which, order.every)
    found.sort(key=lambda line: (line.auditor.casefold(), line.due or "9999", line.case, line.toolkit))
    folder = order.out or workspace.out / f"chase-{today}"
    path = folder / ("chase.csv" if order.as_csv else "chase.xlsx")
    if not found:
        return Made(path, 0, 0)
    addresses = letters.addresses(workspace.settings)
    rows = [_row(line, line.address or addresses.get(same(line.auditor), ""), today) for line in found]
    files = {path.name: _table(rows, order.as_csv, now)}
    notes = _notes(found, addresses, order.drafts)
    drafts = dict(_letters(workspace, found, addresses, now)) if order.drafts else {}
    places = delivery.deliver(store, folder, {**files, **drafts}, now)
    notes += [f"{wanted} was left as it is, because somebody has changed it." for wanted in places.left]
    auditors = len({same(line.auditor) for line in found})
    return Made(places.files[0], len(found), auditors, len(drafts), tuple(notes))


def _row(line: Line, address: str, today: str) -> tuple[str | int, ...]:
    late = (date.fromisoformat(today) - date.fromisoformat(line.due)).days if line.state == "overdue" else ""
    return (
        line.auditor, address, line.team, line.framework, line.form, line.case, line.toolkit, line.at[:10], line.due,
        late, line.state,
    )  # fmt: skip


def _table(rows: Sequence[tuple[str | int, ...]], as_csv: bool, now: str) -> bytes:
    if as_csv:
        return tables.encoded([column.name for column in _COLUMNS], rows)
    return sheets.workbook([sheets.Sheet("Chase list", _COLUMNS, rows)], "Chase list", now)


def _notes(lines: Sequence[Line], addresses: dict[str, str], drafts: bool) -> list[str]:
    """What keeps a draft from being sent: copies without an auditor, auditors without an address."""
    if not drafts:
        return []
    nobody = sum(not line.auditor for line in lines)
    unknown = {
        line.auditor for line in lines if line.auditor and not (line.address or addresses.get(same(line.auditor)))
    }
    notes = (
        [f"{nobody} of these copies have no auditor in the case list, so there is no draft for them."] if nobody else []
    )
    if unknown:
        names = ", ".join(sorted(unknown)[:12])
        notes.append(f"No e-mail address is known of: {names}. Add them to “addresses” in docgen.yaml.")
    return notes


def _letters(
    workspace: Workspace, lines: Sequence[Line], addresses: dict[str, str], now: str
) -> Iterator[tuple[str, bytes]]:
    """File name and draft for each auditor, in the order of their names."""
    words = letters.words(workspace, WORDS, _PLACES)
    at_hand = catalogue.gather(workspace)
    forms = {(one.id, one.version, form.id): form.title for one in at_hand.frameworks for form in one.forms}
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        if line.auditor:
            by_name.setdefault(same(line.auditor), []).append(line)
    taken: set[str] = set()
    for key, own in by_name.items():
        name = shown(own[0].auditor)
        listed = "\n\n".join(_parts(own, forms))
        text = words.text.substitute(auditor=name, list=listed, today=letters.day(now[:10]),
                                organisation=workspace.settings.organisation)  # fmt: skip
        address = next((line.address for line in own if line.address), addresses.get(key, ""))
        stem = safe(name)
        while stem.casefold() in taken:
            stem += "-"
        taken.add(stem.casefold())
        yield f"{stem}.eml", letters.draft(words.subject, text, [(name, address)])


def _parts(own: Sequence[Line], forms: dict[tuple[str, str, str], str]) -> Iterator[str]:
    """The forms that are out, and the steps that are open, each under their words."""
    parts = (
        ("form has not come back yet", "forms have not come back yet", [one for one in own if one.toolkit]),
        ("step is still open", "steps are still open", [one for one in own if not one.toolkit]),
    )
    for one, many, lines in parts:
        if lines:
            head = f"This {one}:" if len(lines) == 1 else f"These {len(lines)} {many}:"
            yield "\n".join((head, "", *(_said(line, forms) for line in lines)))


def _said(line: Line, forms: dict[tuple[str, str, str], str]) -> str:
    """A copy in one line of a letter: no more than it takes to find it."""
    title = forms.get((line.framework, line.version, line.form), line.form)
    case = f"case {line.case}, " if line.case else ""
    when = f", due on {letters.day(line.due)}" if line.due else ""
    copy = f" (copy {line.toolkit}, sent on {letters.day(line.at[:10])})" if line.toolkit else ""
    return f"  {case}{title}{when}{copy}"
