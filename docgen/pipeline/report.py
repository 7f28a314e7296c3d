"""The verb `report`: a Word document over the accepted returns of a period."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.definitions.changes import Sort
from docgen.definitions.compare import compare, natural
from docgen.definitions.problem import choose
from docgen.fields import same
from docgen.intake import put
from docgen.model import DocgenError, Framework, Place, Query, Report, Severity
from docgen.pipeline import Progress, material, quiet, rewriting
from docgen.pipeline.catalogue import gather, pick_report
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace, shipped, template
from docgen.store import Store

if TYPE_CHECKING:
    from docgen.pipeline.adopting import Adoption
    from docgen.reports import Compiled, Edited, Edition, Material, Trail

_MOST_PUBLISHED = 10 * 2**20


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. Without `out` the report goes into the workspace's out/.

    about        of a report that is made for each case or person: which of case, practitioner and auditor, and their
                 name
    final        boxes for commentary in which nothing is written are left out
    replace      a copy that was changed outside its boxes is replaced, and kept aside
    edition      for whom it is made; empty for what the settings say
    pseudonyms   the store gives cases and practitioners under pseudonyms; it is noted in the report
    beside       what is made beside it: evidence, tables, pdf
    """

    framework: Framework
    kind: str
    period: str = ""
    out: Path | None = None
    published: Path | None = None
    about: tuple[str, str] = ("", "")
    final: bool = False
    replace: bool = False
    edition: str = ""
    pseudonyms: bool = False
    beside: tuple[str, ...] = ("evidence",)


@dataclass(frozen=True, slots=True)
class Written:
    """The report and what its reader should know.

    instead    the path that was asked for and could not be used, and `why`
    edits      what was changed outside the boxes of the copy that was there
    aside      where that copy is kept, if the report took its place
    beside     what was made beside it: where, and what it is
    asked      what a person has to decide about the recommendations that were taken from it
    """

    path: Path
    audits: int
    period: str
    notes: tuple[str, ...] = ()
    instead: Path | None = None
    why: str = ""
    edits: tuple[str, ...] = ()
    aside: Path | None = None
    beside: tuple[tuple[Path, str], ...] = ()
    asked: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class _Job:
    """One order, and where it is carried out."""

    workspace: Workspace
    store: Store
    order: Order
    now: str


def make(workspace: Workspace, store: Store, order: Order, now: str) -> Written:
    """Make one report. A file that docgen did not make, or that is open in Word, is left alone: a second name is used.

    Raises DocgenError for an unknown kind, period, case or person, and for a template or wording that cannot be used.
    """
    made, name, notes = _fetched(workspace, store, order, now)
    return _write(_Job(workspace, store, order, now), made, order.out or workspace.out / name, notes)


def _fetched(workspace: Workspace, store: Store, order: Order, now: str) -> tuple[Material, str, tuple[str, ...]]:
    """What a report is made of, the name of its file, and what its reader should know."""
    asked = material.wanted(store, order.framework, _picked(order), order.period)
    if asked.report.each:
        made, found = _on(store, order, asked, now)
        return _from(made, asked, order), _file(asked, asked.period.short if asked.period else "", found), asked.notes
    published = _published(order.published) if order.published else None
    made, selection = material.over_all(store, asked, published, now)
    made = replace(made, changes=_changes(workspace, made))
    label = asked.period.short if asked.period else selection.label
    edition = edition_of(workspace, order.edition, asked.report).kind
    return _from(made, asked, order), _file(asked, label, edition=edition), (*asked.notes, *selection.notes)


def _from(made: Material, asked: material.Wanted, order: Order) -> Material:
    """The material with how it was asked for."""
    from docgen.reports import Origin

    about = (made.subject.kind, made.subject.name) if made.subject is not None else ("", "")
    return replace(made, origin=Origin(asked.period.asked if asked.period else "", about, order.pseudonyms))


def drawn_again(workspace: Workspace, store: Store, order: Order, now: str, today: str) -> Trail:
    """The same report as it would be drawn up now, for comparison; `today` is the day from which actions are late.

    Raises DocgenError as `make` does.
    """
    from docgen.reports import Making, draw_up

    made, _, _ = _fetched(workspace, store, order, now)
    making = Making(edition=edition_of(workspace, order.edition, made.report))
    return draw_up(replace(made, today=today or made.today), wording(workspace), making)


_TOLD = (Sort.MEANING, Sort.NEW, Sort.RETIRED, Sort.OPTION, Sort.SCALE, Sort.THRESHOLD, Sort.RULE)
"""Sorts of change that a reader of figures should know of."""


def _changes(workspace: Workspace, made: Material) -> tuple[str, ...]:
    """What changed between the versions that the returns, and those of the period before, are on; no mere wording."""
    previous = made.timeline.previous if made.timeline is not None else None
    then = previous.returns.get(made.report.form, ()) if previous is not None else ()
    used = {audit.version for audit in (*made.audits, *then)} | ({made.framework.version} if made.audits else set())
    if len(used) < 2:
        return ()
    at_hand = gather(workspace)
    found = [one for version in sorted(used, key=natural) if (one := at_hand.version(made.framework.id, version))]
    return tuple(
        f"{after.version}: {change.part}: {change.message}"
        for before, after in pairwise(found)
        for change in compare(before, after)
        if change.sort in _TOLD
    )


def make_each(
    workspace: Workspace, store: Store, order: Order, now: str, progress: Progress = quiet
) -> tuple[Written, ...]:
    """One document for each case or person that has an audit in the period, into a folder; see `make`."""
    asked = material.wanted(store, order.framework, _picked(order), order.period)
    selection, others = material.everything(store, asked)
    label = asked.period.short if asked.period else ""
    folder = order.out or workspace.out / _file(asked, label).removesuffix(".docx")
    named = material.names(asked, selection)
    job = _Job(workspace, store, order, now)
    found = []
    for done, name in enumerate(named):
        progress("Making reports", done, len(named))
        made = _from(material.about(asked, name, selection, others, now), asked, order)
        found.append(_write(job, made, folder / _file(asked, label, name), asked.notes))
    progress("Making reports", len(named), len(named))
    return tuple(found)


def is_for_each(order: Order) -> bool:
    """Whether the report is made for each case or person, and none is named. Raises DocgenError as `make` does."""
    return bool(_picked(order).each) and not order.about[1]


def _picked(order: Order) -> Report:
    """The report of this kind. Raises DocgenError where it cannot be about the one who is named."""
    report = pick_report(order.framework, order.kind)
    kind, name = order.about
    if name and kind != report.each:
        message = f"The report {report.id} is not made for one {kind}."
        fix = f"Use --{report.each}." if report.each else f"Leave --{kind} out."
        raise DocgenError(Query("about", Severity.ERROR, message, fix))
    return report


def _on(store: Store, order: Order, asked: material.Wanted, now: str) -> tuple[Material, str]:
    """The material of the document on the one case or person that is named, and how their name is spelt."""
    kind, name = order.about
    selection, others = material.everything(store, asked)
    found = next((one for one in material.names(asked, selection) if same(one) == same(name)), "")
    if not found:
        when = f" in {asked.period.name}" if asked.period else ""
        message = f"There is no accepted return{when} of the {kind} “{name}”."
        fix = choose(name, material.names(asked, selection), "See: docgen status")
        raise DocgenError(Query("about", Severity.ERROR, message, fix))
    return material.about(asked, found, selection, others, now), found


def _file(asked: material.Wanted, label: str, name: str = "", edition: str = "internal") -> str:
    """The name of a report's file, without anything that a system does not take."""
    parts = [asked.framework.id, asked.report.id, *([name] if name else []), *([label] if label else [])]
    parts += [edition] if edition != "internal" else []
    return f"{safe('-'.join(parts).replace(' ', '-'))}.docx"


def _write(job: _Job, made: Material, wanted: Path, notes: tuple[str, ...]) -> Written:
    """Compile a report and put it where it is wanted, with what people wrote into the copy that is there."""
    from docgen.reports import Making, compile_report

    store = job.store
    there = rewriting.look(store, wanted)
    making = Making(there.edited, job.order.final, _edition(job, made))
    base, words = template(job.workspace, "report.docx"), wording(job.workspace)
    compiled = compile_report(made, base, words, making)
    if job.order.final:
        _retested(job, made, compiled)
    taken = _adopted(job, made, compiled, there.edited, wanted) if job.order.final else None
    if taken is not None and (taken.new or made.adopted_here):
        made = replace(made, adopted=store.recommendations(made.framework.id))
        compiled = compile_report(made, base, words, making)
    wanted.parent.mkdir(parents=True, exist_ok=True)
    free = there.free or (job.order.replace and there.replaceable)
    aside = rewriting.set_aside(there, wanted, job.now) if free else None
    _made(store, compiled.document, job.now)
    path = place(store, wanted, compiled.document, over=free, after=there.taken and not free)
    if path != wanted and aside is not None:
        aside.unlink()
        aside = None
    said_beside = _withheld(job, compiled, path)
    further, missing = _beside(job, made, compiled.trail, path, making.edition.kind != "internal")
    why = "" if path == wanted else there.why or rewriting.OPEN
    said = (*notes, *rewriting.told(there, compiled.kept), *said_beside, *missing, *(taken.notes if taken else ()))
    instead = None if path == wanted else wanted
    asked = taken.asked if taken else ()
    return Written(path, len(made.audits), made.period, said, instead, why, there.edits, aside, further, asked)


def _adopted(job: _Job, made: Material, compiled: Compiled, edited: Edited | None, path: Path) -> Adoption | None:
    """Take the recommendations of a final report into the register; None for a report that has none.

    A public edition says less than was agreed, and one under pseudonyms says it otherwise: nothing is taken from them.
    """
    from docgen.pipeline import adopting, recommending
    from docgen.reports import read_edited

    bases = adopting.behind(compiled.trail)
    if made.report.each or not bases:
        return None
    if made.origin.pseudonyms or _edition(job, made).kind == "public":
        note = "Nothing was taken into the register of recommendations: make the internal edition final for that."
        return adopting.Adoption(notes=(note,))
    this = adopting.Made(made.framework, made.report, made.origin.period)
    document = read_edited(compiled.document)
    said = recommending.stated(document, path.name)
    before = (edited or document).written
    return adopting.adopt(job.store, this, said, before, bases, job.now, job.workspace.who)


def _retested(job: _Job, made: Material, compiled: Compiled) -> None:
    """Keep in the register what a final report found where recommendations of earlier ones came from."""
    from docgen.pipeline import adopting
    from docgen.reports.blocks import TextTable

    found = [one for block in compiled.trail.blocks if isinstance(block, TextTable) for one in block.found]
    if found:
        this = adopting.Made(made.framework, made.report, made.origin.period)
        adopting.retested(job.store, this, found, job.now)


def _edition(job: _Job, made: Material) -> Edition:
    return edition_of(job.workspace, job.order.edition, made.report)


def _beside(
    job: _Job, made: Material, trail: Trail, report: Path, open_: bool
) -> tuple[tuple[tuple[Path, str], ...], tuple[str, ...]]:
    """Make what is asked for beside a report; where each went and what it is, and what could not be made.

    Beside an edition for others nothing says more than the edition does.
    """
    from docgen.pipeline import beside

    placed, missing = [], []
    every = list(beside.files(job.order.beside, made, trail, report, job.now, open_))
    if "pdf" in job.order.beside:
        data, why = beside.as_pdf(report)
        every += [(report.with_suffix(".pdf"), data, "the same as PDF")] if data else []
        missing += [why] if why else []
    for wanted, data, called in every:
        _made(job.store, data, job.now)
        placed.append((place(job.store, wanted, data), called))
    return tuple(placed), tuple(missing)


def _made(store: Store, data: bytes, now: str) -> None:
    """Note that docgen made a document, so that it may be made anew in its place."""
    with store.entry() as entry:
        entry.happened("made", now, detail=hashlib.sha256(data).hexdigest())


def edition_of(workspace: Workspace, named: str, report: Report) -> Edition:
    """The edition that is named, else that of the settings, with what these say of small numbers.

    A report on one case or person is internal, whatever the settings say.
    """
    from docgen.reports import EDITIONS, Edition

    said = workspace.settings
    kind = named or ("" if report.each else said.edition) or "internal"
    if kind not in EDITIONS:
        raise DocgenError(Query("edition", Severity.ERROR, f"There is no edition “{kind}”.", choose(kind, EDITIONS)))
    return Edition(kind, said.small_numbers, said.percent_base, said.public_quotations)


def _withheld(job: _Job, compiled: Compiled, report: Path) -> tuple[str, ...]:
    """Write down, beside an edition for others, what it leaves out; who may read the report may not read this."""
    if not compiled.withheld and not compiled.key:
        return ()
    rows = [("Section", "Withheld", "Why"), *((one.where, one.what, one.why) for one in compiled.withheld)]
    rows += [("Key of cases", f"{shown}: {name}", "cases stand under numbers") for shown, name in compiled.key]
    lines = (",".join(f'"{_cell(text)}"' for text in row) for row in rows)
    data = ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-8")
    _made(job.store, data, job.now)
    path = place(job.store, report.with_name(f"{report.stem} - withheld, INTERNAL.csv"), data)
    return (f"What this edition leaves out is listed in {path.name}, which is internal.",)


def _cell(text: str) -> str:
    """A text as it stands in a CSV file; one that a spreadsheet would take for a formula is not one any more."""
    text = text.replace('"', '""')
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def wording(workspace: Workspace | None) -> tuple[Path, ...]:
    """The folders with the wording of reports: the team's own first, then what comes with docgen."""
    own = workspace.templates / "narrative" if workspace else None
    return (*([own] if own and own.is_dir() else []), shipped("templates") / "narrative")


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


def place(store: Store | None, wanted: Path, data: bytes, over: bool = False, after: bool = False) -> Path:
    """Put a document where it is wanted, or under the next free name; where it went.

    What docgen made and nobody has changed is replaced; without a store only the very same document counts as that.
    With `over` what is there is replaced, whatever it is; with `after` it is left alone, whatever it is.
    """
    for number in range(2 if after else 1, 100):
        path = wanted if number == 1 else wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        try:
            if (over and number == 1) or _ours(store, path, data):
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
