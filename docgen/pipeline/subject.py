"""The verb `subject`: everything that is held on one case, as a Word document for a subject access request.

Nothing of another case is in it. Where another return names the case in its texts, only the place is listed, by the
key of that return, for a person to look at.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.fields import same, show
from docgen.intake import found, put
from docgen.model import Action, DocgenError, Form, Framework, Query, Question, Severity, State, Toolkit, Value
from docgen.pipeline import traces
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.report import place
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace, template
from docgen.reports.subject import Chapter, Part, Table, properties, write
from docgen.store import CaseIn, Event, Kept, Record, Store
from docgen.store.mentions import Mention, find

OTHER = "The copy was also used, or issued, for another case, which is not shown here."
_OF_OTHERS = ("toolkit-used-twice", "toolkit-other-case")
"""Rules whose queries name another case."""
_KINDS = ("sample", "allocation", "plan", "step")


@dataclass(frozen=True, slots=True)
class Made:
    """The document, how much is in it, the originals that were put beside it, and where the case is mentioned."""

    path: Path
    copies: int
    returns: int
    files: tuple[Path, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class _Held:
    """Everything that is held on a case."""

    case: str
    copies: tuple[Toolkit, ...]
    records: tuple[Record, ...]
    actions: tuple[Action, ...]
    listed: tuple[tuple[Kept, CaseIn], ...]
    events: tuple[Event, ...]
    mentions: tuple[Mention, ...]


def make(
    workspace: Workspace, store: Store, catalogue: Catalogue, case: str, out: Path | None, with_files: bool, now: str
) -> Made:
    """Write the document, and with `with_files` put the originals into a folder beside it.

    That it was made is noted in the trail of each copy and return. A document that a person has changed is left
    alone: a second name is used. Raises DocgenError where nothing is held, OSError.
    """
    held = _gather(store, case)
    documents = traces.find(workspace.out, [held.case])
    chapters = _chapters(workspace, catalogue, held, documents, store.happened("backed up"))
    marking = next((one.marking for one in catalogue.frameworks if one.marking), "")
    about = properties(held.case, workspace.settings.organisation, marking, now)
    data = write(chapters, template(workspace, "report.docx"), about)
    wanted = out or workspace.out / f"subject-{safe(held.case)}.docx"
    wanted.parent.mkdir(parents=True, exist_ok=True)
    with store.entry() as entry:
        entry.happened("made", now, detail=hashlib.sha256(data).hexdigest())
        entry.disclosed([one.receipt.key for one in held.records], [copy.id for copy in held.copies], now)
    path = place(store, wanted, data)
    files = tuple(_originals(workspace, held, path)) if with_files else ()
    return Made(path, len(held.copies), len(held.records), files, held.mentions)


def _gather(store: Store, case: str) -> _Held:
    copies, slips = store.named(case)
    wanted = same(case)
    copies = tuple(copy for copy in copies if same(copy.case) == wanted)
    slips = tuple(slip for slip in slips if same(slip.case) == wanted)
    if not copies and not slips:
        message = f"Nothing is held on a case “{case}”."
        raise DocgenError(Query("unknown", Severity.ERROR, message, "See: docgen status --ledger"))
    name = next(iter([copy.case for copy in copies] + [slip.case for slip in slips]))
    records = tuple(record for slip in slips if (record := store.record(slip.key)))
    keys, ids = [slip.key for slip in slips], [copy.id for copy in copies]
    actions = tuple(one for one in store.actions() if one.key in keys or same(one.case) == wanted)
    listed = tuple(
        (kept, one) for kind in _KINDS for kept in store.kept(kind) for one in kept.cases if same(one.case) == wanted
    )
    mentions: tuple[Mention, ...] = ()
    if len(wanted) >= traces.LEAST:
        longest = max(name.split(), key=len)
        with store.looking() as connection:
            mentions = find(connection, longest, traces.finder([wanted]), keys, ids)
    events = tuple(
        event for event in store.history(ids, keys) if not event.key or event.key in keys
    )  # what came back of another case on the same copy stays out
    return _Held(name, copies, records, actions, listed, events, mentions)


def _originals(workspace: Workspace, held: _Held, document: Path) -> Iterator[Path]:
    """The received files of the case, beside the document; one that is there already is left alone."""
    folder = document.with_name(f"{document.stem} files")
    for record in held.records:
        path = found(record.receipt.sha256, workspace.originals)
        if path is None:
            continue
        folder.mkdir(mode=0o700, exist_ok=True)
        target = folder / f"{record.receipt.key}{path.suffix}"
        if not target.exists():
            put(target, path.read_bytes())
        yield target


# --- the chapters ----------------------------------------------------------------------------------------


def _chapters(
    workspace: Workspace, catalogue: Catalogue, held: _Held, documents: Sequence[traces.Trace],
    backups: Sequence[Event],
) -> tuple[Chapter, ...]:  # fmt: skip
    own = {copy.id for copy in held.copies}
    returns = [_return(catalogue, record, workspace, record.receipt.toolkit in own) for record in held.records]
    chapters = [
        _short(held),
        Chapter("Copies that were issued", tables=tuple(_copy(catalogue, copy) for copy in held.copies)),
        Chapter("What came back", parts=tuple(returns)),
        Chapter("Actions", tables=tuple(_action(action) for action in held.actions)),
        Chapter("Samples and allocations", tables=(_listed(held),)),
        Chapter("What happened", tables=(_events(held.events),)),
        _elsewhere(workspace, documents, backups),
    ]
    if held.mentions:
        chapters.append(_to_look_at(catalogue, held.mentions))
    return tuple(one for one in chapters if one.points or one.text or one.parts or any(t.rows for t in one.tables))


def _short(held: _Held) -> Chapter:
    kept = sum(record.receipt.standing == "accepted" for record in held.records)
    points = (
        f"Copies of forms that were issued for the case: {len(held.copies)}.",
        f"Forms that came back: {len(held.records)}; in the figures: {kept}.",
        f"Actions that were agreed: {len(held.actions)}.",
        f"Events in the trail: {len(held.events)}.",
    )
    text = (
        f"This is everything that docgen holds on case {held.case}, as it stands in the store.",
        "It names members of staff, and may name others in what people wrote. Before it is given to anybody, a person "
        "looks through it and decides what may be given.",
    )
    return Chapter("In short", text, points)


def _pairs(caption: str, pairs: Iterable[tuple[str, str]]) -> Table:
    return Table(caption, ("What", "As it is held"), tuple((name, text) for name, text in pairs if text))


def _copy(catalogue: Catalogue, copy: Toolkit) -> Table:
    framework = catalogue.version(copy.framework, copy.version)
    form = framework.form(copy.form) if framework else None
    told = [
        (f"From the case list: {_label(framework, name)}", _plain(value)) for name, value in copy.facts.items()
    ]  # fmt: skip
    return _pairs(
        f"Copy {copy.id}",
        [
            ("Framework", f"{framework.title if framework else copy.framework}, version {copy.version}"),
            ("Form", form.title if form else copy.form), ("File", copy.file), ("Issued (UTC)", copy.issued),
            ("Counts under", copy.day), ("Due", copy.due), ("Auditor", copy.auditor), ("E-mail", copy.address),
            ("Team", copy.team), ("Nothing is expected, because", copy.exempt), *told,
        ],
    )  # fmt: skip


def _label(framework: Framework | None, field: str) -> str:
    fields = framework.case_fields if framework else ()
    return next((one.label for one in fields if one.id == field), field)


def _return(catalogue: Catalogue, record: Record, workspace: Workspace, own: bool) -> Part:
    """A return; what the case list told is shown where the copy was its `own`, not issued for another case."""
    slip = record.receipt
    framework = catalogue.version(slip.framework, slip.version)
    form = framework.form(slip.form) if framework else None
    where = found(slip.sha256, workspace.originals)
    title = f"{form.title if form else slip.form or 'File that could not be read'}, {slip.received[:10]}, {slip.key}"
    told = [
        (f"From the case list: {_label(framework, name)}", _plain(value)) for name, value in record.facts.items() if own
    ]
    facts = _pairs(
        f"Return {slip.key}",
        [
            ("File", slip.file), ("Stands at", str(slip.standing)), ("Received (UTC)", slip.received),
            ("Copy", slip.toolkit), ("Counts under", slip.day), ("Format", record.returned.format),
            ("Saved by", record.returned.editor), ("SHA-256 of the file", slip.sha256),
            ("Original", where.relative_to(workspace.folder).as_posix() if where else "missing"), *told,
            ("Refused, because", record.returned.refused.message if record.returned.refused else ""),
        ],
    )  # fmt: skip
    unread = Table(
        f"What stands in return {slip.key} beside its questions", ("Where", "Text"),
        tuple((f"{one.where} ({one.what})", one.text) for one in record.returned.unread),
    )  # fmt: skip
    queries = Table(
        f"What was asked of return {slip.key}", ("Question", "What was found", "What became of it"),
        tuple(
            (_question(form, row["question"]), OTHER if row["rule"] in _OF_OTHERS else row["message"], _ended(row))
            for row in record.rows["queries"]
        ),
    )  # fmt: skip
    return Part(title, (), (facts, _answers(form, record), unread, queries, _decisions(form, record)))


def _answers(form: Form | None, record: Record) -> Table:
    rows = []
    for answer in record.returned.answers:
        question = form.question(answer.field) if form else None
        text = _shown(answer.value, question)
        if answer.state is State.DOUBTFUL:
            meant = " or ".join(_shown(one, question) for one in answer.candidates)
            text = f"Doubtful: {answer.doubt}" + (f" ({meant})" if meant else "")
        found_in = answer.text if answer.text and same(answer.text) != same(text) else ""
        rows.append((_question(form, answer.field), text, found_in))
    return Table(
        f"Answers of return {record.receipt.key}", ("Question", "Answer", "As written, if otherwise"), tuple(rows)
    )


def _decisions(form: Form | None, record: Record) -> Table:
    rows = tuple(
        (_question(form, one.field), _shown(one.value, form.question(one.field) if form else None),
         f"{one.who}, {one.at}", one.why)
        for one in record.decided
    )  # fmt: skip
    return Table(
        f"What people decided of return {record.receipt.key}", ("Question", "Answer", "Who and when", "Why"), rows
    )


def _ended(row: Mapping[str, Any]) -> str:
    """What became of a query: settled by a person, answered by a decision, or open."""
    if not row["closed"]:
        return "open"
    who = f"by {row['closed_by']}, {row['closed_at']}" if row["closed_by"] else ""
    return "\n".join(text for text in (f"{row['closed']} {who}".strip(), row["closed_why"]) if text)


def _question(form: Form | None, field: str) -> str:
    question = form.question(field) if form else None
    if question is None:
        return field
    return f"{question.ref}  {question.label}" if question.ref else question.label


def _shown(value: Value, question: Question | None) -> str:
    return show(value, question) if question is not None else _plain(value)


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(
            "; ".join(f"{name}: {cell}" for name, cell in part.items()) if hasattr(part, "items") else str(part)
            for part in value
        )
    return str(value)


def _action(action: Action) -> Table:
    return _pairs(
        f"Action {action.id}",
        [
            ("What", action.what), ("Owner", action.owner), ("Agreed on", action.agreed), ("Due", action.due),
            ("Team", action.team), ("Status", str(action.status)), ("Evidence", action.evidence),
            ("Done", action.done), ("Checked", action.checked), *action.notes,
        ],
    )  # fmt: skip


def _listed(held: _Held) -> Table:
    rows = tuple(
        (f"{kept.kind} {kept.name}".strip(), kept.at[:10], one.what, "; ".join(t for t in (one.who, one.detail) if t))
        for kept, one in held.listed
    )
    return Table("Lists that name the case", ("List", "Date", "What became of the case", "Who, and why"), rows)


def _events(events: Sequence[Event]) -> Table:
    rows = tuple(
        (one.at, one.who, one.what, one.key or one.toolkit, " ".join(t for t in (one.why, one.detail) if t))
        for one in events
    )
    return Table("The trail of the case", ("When (UTC)", "Who", "What", "Copy or return", "Why"), rows)


def _elsewhere(workspace: Workspace, documents: Sequence[traces.Trace], backups: Sequence[Event]) -> Chapter:
    rows = tuple((os.path.relpath(one.path, workspace.folder),) for one in documents)
    points = tuple(f"Backup {one.detail}, made on {one.at[:10]} by {one.who or 'unknown'}." for one in backups)
    text = (
        "Documents in the folder out of the workspace that name the case are listed here. Not looked into are backups, "
        "e-mails, and files that were sent to anybody.",
    )
    return Chapter(
        "Where else it may stand", text, points, (Table("Documents that name the case", ("Document",), rows),)
    )


def _to_look_at(catalogue: Catalogue, mentions: Sequence[Mention]) -> Chapter:
    rows = []
    for one in mentions:
        framework = catalogue.version(one.framework, one.version)
        form = framework.form(one.form) if framework else None
        rows.append((one.key or one.copy, form.title if form else one.form, one.what, _question(form, one.field)))
    text = (
        "For the team, to be taken out before this is given to anybody. These returns, copies and recommendations are "
        "of other cases, or of none, and name this one. What stands there is not shown: look at it, and decide what is "
        "about the case.",
    )
    heads = ("Return, copy or recommendation", "Form", "In", "Question")
    return Chapter(
        "To be looked at by a person", text,
        tables=(Table("Places that name the case", heads, tuple(rows)),),
    )  # fmt: skip
