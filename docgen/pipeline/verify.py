"""The verb `verify`: every original, every stored answer and every event against one another.

What was stored is compared with its seal, and with what the original says when it is read again by its own version of
the framework, against the blank that it was issued with. Both must be the same; where they differ it is said which.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen import __version__
from docgen.conditions import called
from docgen.intake import found
from docgen.intake.weighing import ADDED
from docgen.model import DocgenError, Form, Place, Query, Return, Severity, Standing
from docgen.pipeline import Progress, quiet
from docgen.pipeline.returns import Issued, Reader, as_issued
from docgen.pipeline.workspace import Workspace
from docgen.store import BY_HAND, REDACTED, Record, Store, Wrong, parts_of

_KEPT = re.compile(r"([0-9a-f]{64})\.[a-z0-9]{1,5}\Z")
_READ = ("field", "position", "state", "value", "how", "place", "text", "doubt", "candidates", "note")
"""The columns of an answer that are read; the others are what people decided, and what the form says."""


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was looked at, the end of the trail, everything that is wrong, and what a person should know."""

    originals: int
    returns: int
    answers: int
    events: int
    link: str
    problems: tuple[Query, ...]
    notes: tuple[str, ...] = ()


def verify(workspace: Workspace, store: Store, reader: Reader | None, progress: Progress = quiet) -> Verified:
    """Look at everything. Without a reader nothing is read again: hashes, seals and the trail are compared."""
    events, link = store.end_of_trail()
    keys = store.keys()
    problems = [_said(wrong, store) for wrong in store.problems()]
    problems += _blanks(workspace)
    problems += _unfinished(store)
    originals = answers = 0
    known = set(store.details("collected"))
    for done, key in enumerate(keys):
        progress("Verifying returns", done, len(keys))
        record = store.record(key)
        if record is None:
            continue
        known.add(record.receipt.sha256)
        answers += len(record.returned.answers)
        path, damage = _original(workspace, record)
        problems += damage
        originals += path is not None
        if path is not None and not damage and reader is not None and _was_read(record):
            problems += _read_again(workspace, store, reader, record, path)
    progress("Verifying returns", len(keys), len(keys))
    notes = _strangers(workspace, known)
    return Verified(originals, len(keys), answers, events, link, tuple(problems), notes)


def _was_read(record: Record) -> bool:
    return record.receipt.standing is not Standing.REFUSED or record.receipt.rule == BY_HAND


def _original(workspace: Workspace, record: Record) -> tuple[Path | None, list[Query]]:
    """Where the original of a return lies, and what is wrong with it."""
    slip = record.receipt
    path = found(slip.sha256, workspace.originals)
    if path is None:
        return None, [_problem("original", slip.file, f"Its original is missing (return {slip.key}).")]
    if hashlib.sha256(path.read_bytes()).hexdigest() != slip.sha256:
        at = path.relative_to(workspace.folder).as_posix()
        return path, [_problem("original", at, f"The original of {slip.file} is not as it was received.")]
    return path, []


def _blanks(workspace: Workspace) -> Iterator[Query]:
    """Blanks of forms that are not as they were issued."""
    for path in sorted(workspace.blanks.glob("*")):
        match = _KEPT.match(path.name)
        if match and hashlib.sha256(path.read_bytes()).hexdigest() != match[1]:
            at = path.relative_to(workspace.folder).as_posix()
            yield _problem("blank", at, "The blank of a form is not as it was issued.")


def _unfinished(store: Store) -> Iterator[Query]:
    """An erasure that was stopped: originals of what was erased may be there yet."""
    at = store.unfinished()
    if at:
        message = f"An erasure of {at} was stopped before its end; what was erased may still be among the originals."
        yield Query("erasing", Severity.ERROR, message, "End it with: docgen purge --yes")


def _strangers(workspace: Workspace, known: set[str]) -> tuple[str, ...]:
    """What lies among the originals and is in no row: of a run that was stopped, or put there by hand."""
    files = [path for path in workspace.originals.rglob("*") if path.is_file()]
    strange = [path for path in files if not (match := _KEPT.match(path.name)) or match[1] not in known]
    if not strange:
        return ()
    return (f"{len(strange)} files in store/originals belong to no return; a run that was stopped may have left them.",)


def _read_again(workspace: Workspace, store: Store, reader: Reader, record: Record, path: Path) -> Iterator[Query]:
    """How what an original says now differs from what was stored of it."""
    blanks = as_issued(workspace, store)(record.receipt.toolkit).blanks
    slip = record.receipt
    try:
        again = reader.read(slip.file, path.read_bytes(), lambda _: Issued(blanks, record.facts))
        if again.identity is None or again.refused is not None:
            yield _differs(record, "it can no longer be read", again.refused.rule if again.refused else "")
            return
        framework, form = reader.place(again.identity)
    except DocgenError as error:
        yield _differs(record, "it can no longer be read", error.queries[0].rule)
        return
    changed = framework.digest != record.definition and bool(record.definition)
    why = "the definition has been changed since" if changed else ""
    identity = (again.identity.framework, again.identity.version, again.identity.form, again.identity.toolkit)
    if identity != (slip.framework, slip.version, slip.form, slip.toolkit):
        yield _differs(record, "it names another form or copy", why)
    what = _difference(record, again, _by_calendar(form))
    if what:
        yield _differs(record, what, why)


def _by_calendar(form: Form) -> frozenset[str]:
    """The rules that count working days: what they ask may differ since a team's nation or closures were changed."""
    return frozenset(
        rule.id for rule in form.rules
        if rule.when is not None and rule.when.expression and "working_days" in called(rule.when.expression)
    )  # fmt: skip


def _difference(record: Record, again: Return, by_calendar: Collection[str]) -> str:
    """What differs between a stored return and the same read again, by field; never what stands there.

    The words of queries may differ where another version of docgen asked them, and what is asked where something was
    taken out because another audit was erased, or by the rules named.
    """
    stored, now = record.rows, parts_of(again)
    before = {row["field"]: tuple(row[name] for name in _READ) for row in stored["answers"]}
    after = {row["field"]: tuple(row[name] for name in _READ) for row in now["answers"]}
    fields = [field for field in {**before, **after} if before.get(field) != after.get(field)]
    if fields:
        return "these answers differ: " + ", ".join(fields)
    if [_bare(row) for row in stored["unread"]] != [_bare(row) for row in now["unread"]]:
        return "what is in no answer differs"
    if record.program.endswith(REDACTED):
        return ""
    words = ["rule", "severity", "question"]
    words += ["message", "fix", "place"] if record.program == f"docgen {__version__}" else []
    rows = ([row for row in stored["queries"] if _read_of_it(row)], now["queries"])
    asked, asks = ([[row[name] for name in words] for row in some if row["rule"] not in by_calendar] for some in rows)
    if asked != asks:
        return "what is asked differs"
    return ""


def _read_of_it(row: Mapping[str, Any]) -> bool:
    """Whether a query follows from what was read, and not from the ledger or from a person's decision."""
    return row["rule"] not in ADDED and not row["raised"]


def _bare(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "return_id"}


def _differs(record: Record, what: str, why: str) -> Query:
    slip = record.receipt
    now = f"docgen {__version__}"
    reader = f"; it was read by {record.program}, and now by {now}" if record.program not in ("", now) else ""
    message = f"Read again, return {slip.key} is not as it is stored: {what}{f' ({why})' if why else ''}{reader}."
    fix = f"See what it says: docgen read FILE; and what is stored: docgen subject {slip.case or 'CASE'}"
    return Query("read-again", Severity.ERROR, message, fix, where=Place(slip.file))


def _said(wrong: Wrong, store: Store) -> Query:
    record = store.record(wrong.key) if wrong.key else None
    name = f" (return {wrong.key})" if wrong.key else f" (copy {wrong.toolkit})" if wrong.toolkit else ""
    return _problem("store", record.receipt.file if record else "", f"{wrong.message.rstrip('.')}{name}.")


def _problem(rule: str, file: str, message: str) -> Query:
    return Query(rule, Severity.ERROR, message, "Put it back from a backup: docgen restore.", where=Place(file))
