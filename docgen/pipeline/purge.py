"""The verb `purge`: what has been kept long enough is erased, and the trail says that it was, and when.

First the rows of each audit go, in one transaction that also notes what is left to be done; then originals, the free
pages of the database, and a log of what went. A run that is stopped is ended by the next one.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.checks import identifying
from docgen.fields import same
from docgen.intake import found, sync
from docgen.model import DocgenError, Query, Severity
from docgen.pipeline import Progress, delivery, quiet, tables, traces
from docgen.pipeline.workspace import Workspace
from docgen.store import Event, Store, Unit, erasing
from docgen.store.erasing import Gone, Listed
from docgen.workdays import Span, after

EVERY = "all"
_COLUMNS = ("framework", "version", "form", "copy", "key", "sha256", "date", "erased", "by")


@dataclass(frozen=True, slots=True)
class Due:
    """What would go.

    units      with the day until which each was to be kept; empty where a person asks for it
    lists      samples and allocations that are as old, whose cases would go
    cases      cases that a person has asked to erase, which samples and allocations lose too
    held       units whose time is over and that the settings hold
    unruled    how many units no rule is for
    """

    units: tuple[tuple[Unit, str], ...]
    lists: tuple[Listed, ...] = ()
    cases: tuple[str, ...] = ()
    held: tuple[Unit, ...] = ()
    unruled: int = 0


@dataclass(frozen=True, slots=True)
class Purged:
    """What went: how many units, returns, originals, and rows of samples; the log; and what still holds it.

    changed    units of which something came in meanwhile, and that stay until the next run
    traces     documents in out/ that name one of the cases; `backups` made by `docgen backup`, `copies` of the store
               in the workspace, `lists` of responses that hold others too
    """

    units: int = 0
    returns: int = 0
    originals: int = 0
    listed: int = 0
    log: Path | None = None
    changed: tuple[Unit, ...] = ()
    traces: tuple[traces.Trace, ...] = ()
    backups: tuple[Event, ...] = ()
    copies: tuple[Path, ...] = ()
    lists: tuple[str, ...] = ()


def due(workspace: Workspace, store: Store, today: str) -> Due:
    """What the settings do not keep any longer. Raises DocgenError where they say nothing of how long."""
    rules = dict(workspace.settings.retention)
    if not rules:
        fix = "Write under “retention” how long audits are kept: all: 6 years. Or name a case with --case."
        raise DocgenError(Query("retention", Severity.ERROR, "docgen.yaml says nothing of how long to keep.", fix))
    hold = _hold(workspace)
    units, held, unruled = [], [], 0
    with store.looking() as connection:
        there, listed = erasing.units(connection), erasing.lists(connection)
    for unit in there:
        span = rules.get(unit.framework, rules.get(EVERY))
        if span is None:
            unruled += 1
            continue
        until = kept_until(unit.day, span)
        if until and until < today:
            if same(unit.case) in hold and unit.case:
                held.append(unit)
            else:
                units.append((unit, until))
    lists = tuple(
        one for one in listed
        if (span := rules.get(one.framework, rules.get(EVERY))) and "" < kept_until(one.day, span) < today
    )  # fmt: skip
    return Due(tuple(units), lists, held=tuple(held), unruled=unruled)


def kept_until(day: str, span: Span) -> str:
    """The last day (YYYY-MM-DD) on which something of this day is kept; empty where there is none."""
    try:
        return after(date.fromisoformat(day), span).isoformat()
    except (ValueError, OverflowError):
        return ""


def of_cases(workspace: Workspace, store: Store, names: Sequence[str]) -> Due:
    """Everything on these cases. Raises DocgenError where nothing is held on one, and for one on hold."""
    wanted = {same(name): name for name in names}
    hold = _hold(workspace)
    problems = [
        Query("hold", Severity.ERROR, f"Case {name} is on hold: {hold[key]}.", "See “hold” in docgen.yaml.")
        for key, name in wanted.items() if key in hold
    ]  # fmt: skip
    with store.looking() as connection:
        units = [unit for unit in erasing.units(connection) if unit.case and same(unit.case) in wanted]
    there = {same(unit.case) for unit in units}
    problems += [
        Query("unknown", Severity.ERROR, f"Nothing is held on a case “{name}”.", "See: docgen status --ledger")
        for key, name in wanted.items() if key not in there
    ]  # fmt: skip
    if problems:
        raise DocgenError(*problems)
    return Due(tuple((unit, "") for unit in units), cases=tuple(names))


def _hold(workspace: Workspace) -> dict[str, str]:
    return {same(case): why for case, why in workspace.settings.hold}


def careful(why: str, cases: Collection[str]) -> None:
    """Refuse a reason that may tell who a child is, or names a case that is to go: the trail is never erased."""
    kinds = [*identifying.details(why)]
    kinds += ["the reference of the case"] if cases and traces.finder([same(one) for one in cases]).search(why) else []
    if kinds:
        message = f"In the reason there seems to be {kinds[0]}; the trail that it goes into is never erased."
        raise DocgenError(Query("reason", Severity.ERROR, message, "Say it without."))


def purge(workspace: Workspace, store: Store, found: Due, now: str, why: str, progress: Progress = quiet) -> Purged:
    """Erase what is due, each in a transaction of its own, and end what follows. Raises DocgenError, OSError.

    Whatever it stops at, what is gone is gone whole, and the next run ends what was left: see `finish`.
    """
    finish(workspace, store)
    gone: list[Unit] = []
    changed: list[Unit] = []
    for done, (unit, _) in enumerate(found.units):
        progress("Erasing", done, len(found.units))
        with store.entry() as entry:
            (gone if entry.erase(unit, now, why) else changed).append(unit)
    progress("Erasing", len(found.units), len(found.units))
    with store.entry() as entry:
        listed = entry.empty([one.number for one in found.lists], found.cases, now, why)
    ended = finish(workspace, store) or Purged()
    keys = [key for unit in gone for key in unit.keys]
    with store.looking() as connection:
        lists = tuple(sha256 for sha256, empty in erasing.emptied_lists(connection, keys) if not empty)
    return Purged(
        len(gone), len(keys), ended.originals, listed, ended.log, tuple(changed),
        traces.find(workspace.out, {unit.case for unit in gone if unit.case}),
        store.happened("backed up"),
        tuple(sorted(workspace.backups.glob("*.sqlite"))),
        lists,
    )  # fmt: skip


def finish(workspace: Workspace, store: Store) -> Purged | None:
    """End an erasure of which the rows are gone: originals, free pages, the log. None where nothing was left to do."""
    at = store.unfinished()
    if not at:
        return None
    with store.looking() as connection:
        gone = erasing.gone(connection, at)
        keys = [one.key for one in gone if one.key]
        lists = [sha256 for sha256, empty in erasing.emptied_lists(connection, keys) if empty]
    hashes = [one.sha256 for one in gone if one.key]
    originals = sum(_erase_original(workspace, sha256) for sha256 in (*hashes, *lists))
    store.scrub()
    log = delivery.deliver(store, workspace.out, {_log_name(at): _log(gone, store)}, at).files[0]
    with store.entry() as entry:
        entry.finished()
    store.settle()
    return Purged(len(gone), len(hashes), originals, log=log)


def _erase_original(workspace: Workspace, sha256: str) -> bool:
    """Whether the original with this hash was there; it is not any more, also after a power cut."""
    path = found(sha256, workspace.originals)
    if path is None:
        return False
    os.unlink(path)
    sync(path.parent)
    return True


def _log_name(at: str) -> str:
    return f"erased-{at.replace(':', '').rstrip('Z')}.csv"


def _log(gone: Sequence[Gone], store: Store) -> bytes:
    """What went, without a word of what stood in it: ids, hashes and dates. Who did it stands in the trail."""
    who = {event.key or event.toolkit: event.who for event in store.happened("erased")}
    rows = (
        (one.framework, one.version, one.form, one.toolkit, one.key, one.sha256 if one.key else "", one.day, one.at,
         who.get(one.key or one.toolkit, ""))
        for one in gone
    )  # fmt: skip
    return tables.encoded(_COLUMNS, rows)
