"""The JSON that the interface promises, as plain dicts and lists. It may grow; what stands here keeps its meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from dataclasses import fields as fields_of
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from docgen.model import Adopted, Answer, Form, Framework, Query, Question, Return, State, Value

if TYPE_CHECKING:
    from docgen.pipeline.access import Looked
    from docgen.pipeline.catalogue import Catalogue, Checked
    from docgen.pipeline.check_report import Checked as ReportChecked
    from docgen.pipeline.due import DueStep
    from docgen.pipeline.ingest import Summary
    from docgen.pipeline.promised import Promised
    from docgen.pipeline.purge import Due, Purged
    from docgen.pipeline.review import Found, Item, Taken
    from docgen.pipeline.reviewbook import Summary as Reviewed
    from docgen.pipeline.status import Status
    from docgen.pipeline.verify import Verified
    from docgen.pipeline.versions import Compared
    from docgen.store import Count, Event, Trouble

Json = dict[str, Any]


def returned(read: Return) -> Json:
    """One line of `read --json`."""
    identity = read.identity
    return {
        "file": read.file,
        "sha256": read.sha256,
        "format": read.format,
        "editor": read.editor,
        "framework": identity.framework if identity else "",
        "version": identity.version if identity else "",
        "form": identity.form if identity else "",
        "toolkit": identity.toolkit if identity else "",
        "status": read.status,
        "answers": {} if read.refused else {answer.field: _answer(answer) for answer in read.answers},
        "queries": [query(one) for one in read.queries],
        "unread": [{"what": one.what, "text": one.text, "where": one.where} for one in read.unread],
        "refused": None if read.refused is None else {"message": read.refused.message, "fix": read.refused.fix},
    }


def _answer(answer: Answer) -> Json:
    doubtful = answer.state is State.DOUBTFUL
    shape: Json = {
        "value": None if doubtful else value(answer.value),
        "state": str(answer.state),
        "how": answer.how,
        "where": answer.where,
    }
    if doubtful:
        shape |= {"doubt": answer.doubt, "candidates": [value(one) for one in answer.candidates], "text": answer.text}
    if answer.note:
        shape["note"] = answer.note
    return shape


def value(what: Value) -> Any:
    """A value as JSON: ticks and rows as lists, a number as a number."""
    if isinstance(what, Decimal):
        return float(what)
    if isinstance(what, tuple):
        return [
            {name: value(cell) for name, cell in part.items()} if isinstance(part, Mapping) else part for part in what
        ]
    return what


def query(one: Query) -> Json:
    """A query of a return."""
    return {
        "rule": one.rule,
        "severity": str(one.severity),
        "question": one.question,
        "message": one.message,
        "fix": one.fix,
        "where": one.where.at,
    }


def problem(one: Query) -> Json:
    """A problem with a definition, a case list or a command."""
    return {**query(one), "file": one.where.file}


def frameworks(catalogue: Catalogue) -> Json:
    """What `frameworks --json` prints."""
    return {
        "frameworks": [_framework(one) for one in catalogue.frameworks],
        "problems": [problem(one) for one in catalogue.problems],
    }


def _framework(one: Framework) -> Json:
    return {
        "framework": one.id,
        "version": one.version,
        "title": one.title,
        "organisation": one.organisation,
        "forms": [{"id": form.id, "title": form.title} for form in one.forms],
        "scales": [
            {
                "id": scale.id,
                "label": scale.label,
                "grades": [{"id": g.id, "label": g.label, "rank": g.rank, "good": g.good} for g in scale.grades],
            }
            for scale in one.scales
        ],
        "reports": [{"id": report.id, "title": report.title} for report in one.reports],
        "schedule": [
            {"id": method.id, "method": method.method, "frequency": method.frequency, "form": method.form}
            for method in one.schedule
        ],
        "file": one.place.file,
    }


def fields(framework: Framework, form: Form) -> Json:
    """What `fields --json` prints."""
    return {
        "framework": framework.id,
        "version": framework.version,
        "form": form.id,
        "fields": [{**_field(question), "section": question.section} for question in form.questions],
        "case_fields": [
            {"id": one.id, "kind": one.kind, "label": one.label, "guidance": one.guidance}
            for one in framework.case_fields
        ],
    }


def _field(question: Question) -> Json:
    return {
        "id": question.id,
        "ref": question.ref,
        "kind": question.kind,
        "label": question.label,
        "required": question.required,
        "options": [{"id": option.id, "label": option.label} for option in question.options],
        "columns": [_field(column) for column in question.columns],
    }


def checked(results: Sequence[Checked]) -> Json:
    """What `check --json` prints."""
    return {
        "files": [
            {
                "file": str(one.path),
                "what": one.what,
                "framework": one.framework.id if one.framework else "",
                "version": one.framework.version if one.framework else "",
                "problems": [problem(query) for query in one.problems],
            }
            for one in results
        ]
    }


def looked_at(results: Sequence[Looked], not_checked: Sequence[str]) -> Json:
    """What `check-access --json` prints."""
    return {
        "files": [
            {"file": str(one.path), "read": one.read, "problems": [problem(query) for query in one.problems]}
            for one in results
        ],
        "not_checked": list(not_checked),
    }


def report_checked(checked: ReportChecked, problems: Sequence[Query], typed: Sequence[Query]) -> Json:
    """What `check-report --json` prints."""
    found = checked.compared
    return {
        "file": str(checked.path),
        "report": checked.title,
        "period": checked.period,
        "agreed": found.agreed,
        "store_moved": found.moved,
        "figures": [
            {
                "state": one.state,
                "section": one.section,
                "place": one.place,
                "printed": one.printed,
                "value": one.value,
                "before": one.before,
                "mark": one.mark,
            }
            for one in found.odd
        ],
        "problems": [problem(query) for query in problems],
        "typed": [problem(query) for query in typed],
    }


def compared(result: Compared) -> Json:
    """What `check --against --json` prints."""
    return {
        **{
            name: {"framework": one.id, "version": one.version, "file": one.place.file}
            for name, one in (("old", result.old), ("new", result.new))
        },
        "changes": [
            {
                "class": str(one.sort),
                "part": one.part,
                "message": one.message,
                "severity": str(one.severity or ""),
                "file": one.place.file,
                "where": one.place.at,
            }
            for one in result.changes
        ],
        "problems": [problem(one) for one in result.problems],
    }


def taken(summary: Summary) -> Json:
    """What `ingest --json` prints: how many files came to what, and each file."""
    from docgen.pipeline.ingest import Outcome

    return {
        "seen": len(summary.files),
        **{outcome.name.lower(): summary.count(outcome) for outcome in Outcome},
        "files": [
            {
                "file": one.file,
                "outcome": one.outcome.name.lower(),
                "standing": str(one.standing or ""),
                "why": one.why.message if one.why else "",
                "fix": one.why.fix if one.why else "",
                "note": one.note,
                "queries": [query(asked) for asked in one.asked],
                "doubtful": list(one.doubtful),
            }
            for one in summary.files
        ],
    }


def status(found: Status) -> Json:
    """What `status --json` prints."""
    lists = {"urgent": found.urgent, "queries": found.queries, "doubtful": found.doubts, "refused": found.refusals}
    return {
        "forms": [asdict(count) for count in found.counts],
        "total": total(found.counts),
        **{name: [trouble(one) for one in some] for name, some in lists.items()},
        "ledger": [asdict(line) for line in found.lines],
        "actions": asdict(found.actions),
        "recommendations": asdict(found.recommendations) if found.recommendations is not None else None,
    }


def verified(found: Verified) -> Json:
    """What `verify --json` prints."""
    counts = {name: getattr(found, name) for name in ("originals", "returns", "answers", "events", "link")}
    return {**counts, "problems": [problem(one) for one in found.problems], "notes": list(found.notes)}


def purged(found: Due, done: Purged | None) -> Json:
    """`purge --json`: what is due, and what was done where anything was."""
    shape: Json = {
        "due": [
            {
                "framework": unit.framework, "form": unit.form, "date": unit.day, "kept_until": until,
                "case": unit.case, "copy": unit.copy, "keys": list(unit.keys),
            }
            for unit, until in found.units
        ],
        "lists": [asdict(one) for one in found.lists],
        "held": [unit.case for unit in found.held],
        "unruled": found.unruled,
    }  # fmt: skip
    if done is not None:
        shape["erased"] = {
            "units": done.units, "returns": done.returns, "originals": done.originals, "listed": done.listed,
            "log": str(done.log) if done.log else None, "changed": [unit.copy for unit in done.changed],
            "named_in": [str(trace.path) for trace in done.traces],
            "copies": [str(path) for path in done.copies], "backups": [event(one) for one in done.backups],
            "lists": list(done.lists),
        }  # fmt: skip
    return shape


def event(one: Event) -> Json:
    """One event of `history --json`."""
    return {name: part for name, part in asdict(one).items() if name != "written"}


def review(found: Found) -> Json:
    """What `review --json` prints: what is open, worst first, and what is in no answer."""
    return {
        "items": [_item(one) for one in found.items],
        "unread": {
            key: [{"what": one.what, "text": one.text, "where": one.where} for one in texts]
            for key, texts in found.unread.items()
        },
    }


def _item(one: Item) -> Json:
    about = {name: getattr(one.trouble, name) for name in ("version", "standing", "auditor", "team")}
    shape = {"rank": one.rank, **trouble(one.trouble), **about, "ref": one.ref, "label": one.label}
    answer = one.trouble.answer
    if answer is not None:
        candidates = [value(candidate) for candidate in one.candidates]
        shape |= {"doubt": answer.doubt, "candidates": candidates, "text": answer.text, "note": answer.note}
    if one.before is not None:
        before = one.before
        shape["before"] = {"value": value(before.value), "who": before.who, "at": before.at, "why": before.why}
    return shape


def decision(taken: Taken) -> Json:
    """What became of a decision."""
    return {
        "result": taken.result.name.lower(),
        "note": taken.note,
        "was": taken.was or "",
        "stands": taken.stands or "",
    }


def reviewed(summary: Reviewed) -> Json:
    """What `review --in --json` prints."""
    return {
        **{name: getattr(summary, name) for name in ("taken", "already", "empty")},
        **{name: [problem(one) for one in getattr(summary, name)] for name in ("conflicts", "problems")},
        "moved": list(summary.moved),
    }


def total(counts: Sequence[Count]) -> dict[str, int]:
    """The sum over all forms, by name; nought for everything where there are none."""
    from docgen.store import Count

    names = [part.name for part in fields_of(Count) if part.name not in ("framework", "form", "group")]
    return {name: sum(getattr(count, name) for count in counts) for name in names}


def trouble(one: Trouble) -> Json:
    """A query with the return that it is about."""
    about = {name: getattr(one, name) for name in ("file", "key", "framework", "form", "case", "toolkit")}
    return {**about, **query(one.query)}


def due_steps(day: str, steps: Sequence[DueStep], counted: tuple[Promised, Promised], dated: Sequence[Adopted]) -> Json:
    """What `due --json` prints; `counted` are the actions and the recommendations."""
    actions, recommendations = (asdict(one) for one in counted)
    listed = [{"id": one.id, "what": one.what, "owner": one.owner, "due": one.due} for one in dated]
    return {
        "at": day,
        "steps": [_due_step(one) for one in steps],
        "actions": actions,
        "recommendations": {**recommendations, "dated": listed},
    }


def _due_step(one: DueStep) -> Json:
    """A step of a case as JSON."""
    item = one.item
    return {
        "framework": one.framework.id,
        "step": item.step.id,
        "title": one.what,
        "case": one.case,
        "stands": one.stands,
        "person": one.person,
        "team": item.team,
        "since": item.since.isoformat() if item.since else None,
        "due": item.due.isoformat() if item.due else None,
        "done": item.done.isoformat() if item.done else None,
        "toolkit": item.toolkit or None,
        "return": item.source or None,
    }
