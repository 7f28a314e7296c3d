"""The action tracker: which columns it has, and how actions are found and written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.cycle.actions import TERMS
from docgen.measures.following import loop, rating
from docgen.model import Action, ActionStatus
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.tracker import Kind
from docgen.pipeline.trackersheets import Column, day
from docgen.store import Entry


def actions(at_hand: Catalogue) -> Kind[Action]:
    """Actions as a tracker has them; the definitions at hand give the titles of forms."""
    titles = {(one.id, form.id): form.title for one in at_hand.frameworks for form in one.forms}
    columns: tuple[Column[Action], ...] = (
        Column("Ref", 14, lambda one, _: one.id),
        Column("Case", 11, lambda one, _: one.case),
        Column("Team", 12, lambda one, _: one.team),
        Column("Agreed in", 14, lambda one, _: titles.get((one.framework, one.form), one.form)),
        Column("Agreed on", 11, lambda one, _: one.agreed),
        Column("Action", 36, lambda one, _: one.what),
        Column("Notes", 16, lambda one, _: "; ".join(f"{label}: {answer}" for label, answer in one.notes)),
        Column("Owner", 16, lambda one, _: one.owner, "owner"),
        Column("Due", 11, lambda one, _: one.due, "due"),
        Column("Status", 11, lambda one, _: str(one.status), "status"),
        Column("RAG", 9, lambda one, today: rating(one, today)[0]),
        Column("Why", 16, lambda one, today: rating(one, today)[1]),
        Column("Evidence", 32, lambda one, _: one.evidence, "evidence"),
    )
    return Kind(
        "action", "actions", "Action tracker", TERMS, columns, ("Case", lambda one: one.case), rating, _lines,
        Entry.actions, Entry.actions_heard, Entry.put_actions, "its words stand in the form",
        "Write a new action into the next audit form of the case, or put the Ref back.", _bare,
    )  # fmt: skip


def _lines(actions: Sequence[Action], today: str) -> Iterator[str]:
    went = loop(actions, today)
    yield f"As it stood on {day(today)}: {len(actions)} actions, {len(went.overdue)} of them overdue."
    yield ""
    yield "Fill in the white columns of the sheet Actions: Owner, Due, Status and Evidence. The grey ones are fixed."
    yield f"Status is one of: {', '.join(TERMS.given)}. An action that is done says in Evidence what shows it."
    yield "It is closed once somebody else has seen that: the next audit of the case, or the QA team."
    yield "Rows may be sorted and filtered. Leave the column Ref as it is. A new action belongs into an audit form."
    yield "Red: overdue. Amber: due within 14 days, without an owner or date, put back again and again, or silent."
    yield "Send the workbook back to the QA team. It is confidential."


def _bare(changed: Sequence[Action]) -> str:
    found = [one.id for one in changed if one.status is ActionStatus.DONE and not one.evidence]
    return f"Said to be done without evidence: {', '.join(found)}." if found else ""
