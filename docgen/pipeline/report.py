"""The verb `report`: a Word document over the accepted returns of a period."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import __version__
from docgen.intake import put
from docgen.model import DocgenError, Form, Framework, Place, Query, Report, Severity
from docgen.pipeline import figures, periods
from docgen.pipeline.catalogue import pick_form, pick_report
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace, shipped, template
from docgen.store import Store

if TYPE_CHECKING:
    from docgen.reports import Coverage

_MOST_PUBLISHED = 10 * 2**20


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. Without `out` the report goes into the workspace's out/."""

    framework: Framework
    kind: str
    period: str = ""
    out: Path | None = None
    published: Path | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The report and what its reader should know. `instead` is the path that was asked for and could not be used."""

    path: Path
    audits: int
    period: str
    notes: tuple[str, ...] = ()
    instead: Path | None = None


def make(workspace: Workspace, store: Store, order: Order, now: str) -> Written:
    """Make the report. A file that docgen did not make, or that is open in Word, is left alone: a second name is used.

    Raises DocgenError for an unknown kind or period and for a template or wording that cannot be used.
    """
    report = pick_report(order.framework, order.kind)
    form = pick_form(order.framework, report.form)
    period = periods.parse(order.period, order.framework) if order.period else None
    if period and not form.role("date"):
        message = f"The form {form.id} has no date, so a report on it has no period."
        raise DocgenError(Query("period", Severity.ERROR, message, "Leave --period out."))
    published = _published(order.published) if order.published else None
    selection = figures.select(store, order.framework, form, period)
    data = _compile(workspace, store, order.framework, report, form, selection, published, now)
    folder = order.out.parent if order.out else workspace.out
    name = f"{order.framework.id}-{report.id}" + (f"-{selection.label}" if selection.label else "")
    wanted = order.out or folder / f"{safe(name.replace(' ', '-'))}.docx"
    folder.mkdir(parents=True, exist_ok=True)
    path = place(store, wanted, data)
    with store.entry() as entry:
        entry.happened("made", now, detail=hashlib.sha256(data).hexdigest())
    instead = None if path == wanted else wanted
    return Written(path, len(selection.audits), selection.label, selection.notes, instead)


def _compile(
    workspace: Workspace, store: Store, framework: Framework, report: Report, form: Form, selection: figures.Selection,
    published: Mapping[str, object] | None, now: str,
) -> bytes:  # fmt: skip
    from docgen.reports import Material, compile_report

    made = datetime.fromisoformat(now)
    material = Material(
        framework=framework,
        report=report,
        audits=selection.audits,
        moderations=selection.moderations,
        period=selection.label,
        round=selection.round,
        coverage=_coverage(store, framework, form, selection),
        published=published,
        date=f"{made.day} {periods.MONTHS[made.month - 1]} {made.year}",
        created=made,
        program=f"docgen {__version__}",
    )
    return compile_report(material, template(workspace, "report.docx"), wording(workspace)).document


def wording(workspace: Workspace | None) -> tuple[Path, ...]:
    """The folders with the wording of reports: the team's own first, then what comes with docgen."""
    own = workspace.templates / "narrative" if workspace else None
    return (*([own] if own and own.is_dir() else []), shipped("templates") / "narrative")


def _coverage(store: Store, framework: Framework, form: Form, selection: figures.Selection) -> Coverage:
    """Where the returns stand; only what is in the report where it is about a part of them.

    Files that could not even be identified are among the refused ones.
    """
    from docgen.reports import Coverage

    queried = sum(audit.queries > 0 for audit in selection.audits)
    if not selection.whole:
        return Coverage(accepted=len(selection.audits), queried=queried)
    counts = store.counts()
    found = next((one for one in counts if (one.framework, one.form) == (framework.id, form.id)), None)
    strangers = sum(one.refused for one in counts if not one.framework)
    if found is None:
        return Coverage(0, 0, 0, 0, 0, 0, strangers, 0, 0)
    return Coverage(
        issued=found.issued,
        returned=found.returned,
        accepted=found.accepted,
        queried=found.queried,
        held=found.held,
        doubtful=found.doubtful,
        refused=found.refused + strangers,
        replaced=found.replaced,
        outstanding=found.outstanding,
    )


def _published(path: Path) -> Mapping[str, object]:
    """The published figures: a JSON object. Raises DocgenError where it is none."""
    try:
        if path.stat().st_size > _MOST_PUBLISHED:
            raise _unusable(path, "The file is larger than any table of figures.")
        found = json.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise _unusable(path, "There is no such file.", "Check the name.") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _unusable(path, f"This is not JSON in UTF-8 ({error}).") from None
    if not isinstance(found, dict):
        raise _unusable(path, "The file does not hold an object of figures.")
    return found


def _unusable(path: Path, message: str, fix: str = "See docs/reference/reports.md for its shape.") -> DocgenError:
    return DocgenError(Query("published", Severity.ERROR, message, fix, where=Place(str(path))))


def place(store: Store | None, wanted: Path, data: bytes) -> Path:
    """Put a document where it is wanted, or under the next free name; where it went.

    What docgen made and nobody has changed is replaced; without a store only the very same document counts as that.
    """
    for number in range(1, 100):
        path = wanted if number == 1 else wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        try:
            if _ours(store, path, data):
                put(path, data)
                return path
        except PermissionError:
            if not path.exists():
                raise
    raise _unusable(wanted, "There is no free name for this document.", "Name another file with --out.")


def _ours(store: Store | None, path: Path, data: bytes) -> bool:
    """Whether a path is free for this document: nothing is there, or what docgen made and nobody has changed."""
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        return True
    return there == data or (store is not None and store.made(hashlib.sha256(there).hexdigest()))
