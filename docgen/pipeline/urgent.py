"""What cannot wait: for each return with an urgent query a Word note and an e-mail draft to those who must act.

docgen sends nothing. A note is made once for a return; what was done is recorded with `docgen review`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.fields import same, show
from docgen.model import Form, Framework, Question, Severity, Value
from docgen.pipeline.delivery import deliver
from docgen.pipeline.letters import day, draft
from docgen.pipeline.status import Roles, with_people
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace, template
from docgen.store import Record, Store, Trouble

if TYPE_CHECKING:
    from docgen.pipeline.catalogue import Catalogue
    from docgen.reports.blocks import Block

NOTIFIED = "notified"
_ADDRESS = re.compile(r"[^\s,;<>]+@[^\s,;<>]+\.[^\s,;<>]+")
_HEADS = ("case", "team", "practitioner", "auditor", "date", "grade")


@dataclass(frozen=True, slots=True)
class Made:
    """The notes that were made now, and what their maker should know."""

    notes: tuple[Path, ...] = ()
    hints: tuple[str, ...] = ()


def make(workspace: Workspace, store: Store, at_hand: Catalogue, now: str) -> Made:
    """Make the note and the draft of every return that has an urgent query and had none so far. Raises OSError."""
    done = store.details(NOTIFIED)
    waiting: dict[str, list[Trouble]] = {}
    for trouble in store.open_queries([Severity.URGENT]):
        if trouble.key not in done:
            waiting.setdefault(trouble.key, []).append(trouble)
    if not waiting:
        return Made()
    base = template(workspace, "note.docx")
    notes: list[Path] = []
    hints: list[str] = []
    for key, troubles in waiting.items():
        record = store.record(key)
        framework = at_hand.version(record.receipt.framework, record.receipt.version) if record else None
        form = framework.form(troubles[0].form) if framework else None
        if record is None or framework is None or form is None:
            continue
        roles = workspace.settings.roles
        people = recipients(troubles, roles)
        stem = safe(f"{now[:10]} {record.receipt.case or key} {form.id}")
        if not people:
            hints.append(
                f"The draft “{stem}.eml” has no recipient, because what is asked names nobody who stands under “roles” "
                "in docgen.yaml. Write the address into the draft, and the role into docgen.yaml for the next time."
            )
        note = _note(framework, form, record, troubles, roles, base, workspace, now)
        mail = _draft(f"{stem}.docx", note, form, record, people)
        given = deliver(store, workspace.out / "urgent", {f"{stem}.docx": note, f"{stem}.eml": mail}, now)
        notes.append(given.files[0])
        with store.entry() as entry:
            entry.happened(NOTIFIED, now, detail=key)
    return Made(tuple(notes), tuple(hints))


def recipients(troubles: Sequence[Trouble], roles: Roles) -> tuple[tuple[str, str, str], ...]:
    """Role, person and e-mail address (or nothing) of each role that the queries name, in the order of the settings."""
    text = same(" ".join(f"{one.query.message} {one.query.fix}" for one in troubles))
    found = []
    for role, who in roles:
        if who and re.search(rf"\b{re.escape(same(role))}\b", text):
            address = _ADDRESS.search(who)
            name = who.replace(address[0], "").strip(" ,;<>") if address else who
            found.append((role, name, address[0] if address else ""))
    return tuple(found)


def _note(
    framework: Framework, form: Form, record: Record, troubles: Sequence[Trouble], roles: Roles, base: bytes,
    workspace: Workspace, now: str,
) -> bytes:  # fmt: skip
    from docgen.reports import word
    from docgen.reports.template import Properties

    slip = record.receipt
    properties = Properties(
        title="Act today",
        organisation=workspace.settings.organisation or framework.organisation,
        created=datetime.fromisoformat(now).replace(tzinfo=None),
        round=f"{form.title}" + (f", case {slip.case}" if slip.case else ""),
        date=f"Received on {day(slip.received[:10])}",
        marking="Confidential",
        subject=f"{framework.title} {framework.version}",
    )
    return word.write(tuple(_blocks(form, record, troubles, roles)), base, properties)


def _blocks(form: Form, record: Record, troubles: Sequence[Trouble], roles: Roles) -> Iterator[Block]:
    from docgen.reports.blocks import Bullets, Heading, Paragraph

    values = {**record.returned.values(), **{one.field: one.value for one in record.decided}}
    yield Heading(1, "What was found")
    yield Bullets(tuple((one.query.message,) for one in troubles))
    yield Heading(1, "What to do")
    fixes = dict.fromkeys(with_people(one.query, roles).fix for one in troubles)
    yield Bullets(tuple((fix,) for fix in fixes), numbered=True)
    yield Heading(1, "Which audit it is")
    yield _table("audit", "The audit", ("What", "As the form says"), _heads(form, values, record))
    told = list(_told(form, troubles, values))
    if told:
        yield Heading(1, "What the form says about it")
        yield _table("said", "The answers around it", ("Question", "Answer"), told)
    yield Heading(1, "What was done")
    lines = [(what, "Please write here.") for what in ("Done by", "On", "What was done, and who was told")]
    yield _table("done", "To be filled in by whoever acted", ("What", "Answer"), lines)
    text = f"The QA team records it with: docgen review {record.receipt.key}. Until then it heads every list."
    yield Paragraph((text,), "note")


def _table(name: str, caption: str, heads: tuple[str, str], rows: Sequence[tuple[str, str]]) -> Block:
    from docgen.reports.blocks import Paragraph, TextTable

    cells = tuple(tuple((Paragraph((text,)),) for text in row) for row in rows)
    return TextTable(name, caption, heads, cells)


def _heads(form: Form, values: Mapping[str, Value], record: Record) -> list[tuple[str, str]]:
    rows = []
    for role in _HEADS:
        question = form.question(form.role(role))
        if question is not None:
            rows.append((question.label, _shown(values.get(question.id), question)))
    return [
        *rows,
        ("Copy", record.receipt.toolkit or "–"),
        ("File", Path(record.receipt.file).name),
        ("Key", record.receipt.key),
    ]


def _told(form: Form, troubles: Sequence[Trouble], values: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """The answers of the sections in which something urgent stands, and of those that apply because of it."""
    fields = {one.query.question for one in troubles}
    for section in form.sections:
        because = section.relevant_when is not None and any(
            test.field in fields for test in section.relevant_when.tests
        )
        if because or any(question.id in fields for question in section.questions):
            for question in section.questions:
                if question.kind != "table":
                    yield f"{question.ref} {question.label}".strip(), _shown(values.get(question.id), question)


def _shown(value: Value, question: Question) -> str:
    return show(value, question).strip() or "not answered"


def _draft(file: str, note: bytes, form: Form, record: Record, people: Sequence[tuple[str, str, str]]) -> bytes:
    """An e-mail draft with the note attached: nothing of the case but its reference in the mail."""
    case = f", case {record.receipt.case}" if record.receipt.case else ""
    named = "\n".join(f"  {role}: {name or address}" for role, name, address in people)
    to = f"This concerns:\n{named}\n\n" if named else ""
    text = (
        f"An audit form that came in on {day(record.receipt.received[:10])} needs somebody to act today.\n\n"
        f"{to}What was found and what to do stand in the note that is attached. It is confidential.\n\n"
        "Please reply to the QA team with what was done, by whom and when.\n"
    )
    addressed = [(name, address) for _, name, address in people]
    return draft(f"Act today: {form.title}{case}", text, addressed, [(file, note)], urgent=True)
