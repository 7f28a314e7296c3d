"""The verb `toolkit`: copies of a form, blank or one for each row of a case list, with an id of its own for each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.definitions.settings import Settings
from docgen.fields import same
from docgen.forms import FORMATS, Compiled, compile_toolkit
from docgen.intake import put
from docgen.marks import toolkit_id
from docgen.model import Form, Framework, Toolkit, Value
from docgen.pipeline import Progress, carried, caselist, quiet
from docgen.pipeline.issuing import Deadline, noted
from docgen.pipeline.workspace import Workspace, open_store, template

if TYPE_CHECKING:
    from docgen.store import Store

_LONGEST_CASE = 80
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)(?=\.|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. `again` issues a further copy where one is out or has come back; `due` is YYYY-MM-DD.

    `anew` are cases, as `same` compares them, of which a further copy is issued where theirs has come back.
    `blind` keeps the audit's judgements out of a moderating form.
    """

    framework: Framework
    form: Form
    out: Path
    cases: Path | None = None
    format: str = "word"
    protect: bool = False
    again: bool = False
    due: str = ""
    blind: bool = False
    anew: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Made:
    """What came of an order.

    files      every copy that lies in the folder now, in the order of the rows; `new` of them were just issued
    returned   cases whose copy has come back, for which no further one was made
    edited     files that a person has changed, and that were left as they are
    """

    files: tuple[Path, ...]
    new: int
    returned: tuple[str, ...] = ()
    edited: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Plan:
    """The copies to make, before any of them is made, and those that have come back and are not made again."""

    copies: list[tuple[Toolkit, Mapping[str, Value]]] = field(default_factory=list)
    new: int = 0
    returned: list[Toolkit] = field(default_factory=list)


def make(workspace: Workspace | None, order: Order, now: str, progress: Progress = quiet) -> Made:
    """Make the copies, and enter them into the ledger where there is a workspace.

    A case whose copy is still out gets the same copy again, byte for byte. Where anything in the case list is
    wrong, nothing is made. A file that a person has changed is never overwritten. What the list tells of a case
    beside the form is kept in the ledger; a later list adds to it. Raises DocgenError, OSError.
    """
    wanted = _case_list(workspace, order)
    rows = wanted.rows if wanted else (caselist.CaseRow(0, "", {}),)
    with _opened(workspace) as store:
        form = order.form
        if store is not None and wanted:
            rows, form = carried.earlier(store, order.framework, order.form, rows, order.blind)
        fields = dict.fromkeys((*(wanted.fields if wanted else ()), *(name for row in rows for name in row.values)))
        compiled = _compile(workspace, replace(order, form=form), tuple(fields))
        plan = _plan(workspace, order, rows, store, now)
        order.out.mkdir(parents=True, exist_ok=True)
        blank = _keep_blank(workspace, compiled, FORMATS[order.format].suffix) if workspace else ""
        issued, edited = [*plan.returned], []
        for done, (copy, values) in enumerate(plan.copies):
            progress("Making toolkits", done, len(plan.copies))
            data = compiled.copy(copy.id, values)
            path = order.out / copy.file
            if _place(path, data, copy.sha256):
                looks = " ".join(dict.fromkeys((blank, *copy.blank.split()))).strip()
                issued.append(replace(copy, sha256=hashlib.sha256(data).hexdigest(), blank=looks))
            else:
                edited.append(path)
                issued += [copy] if copy.sha256 else []
        progress("Making toolkits", len(plan.copies), len(plan.copies))
        if store is not None:
            store.issue(issued, now)
            store.settle()
    files = tuple(order.out / copy.file for copy, _ in plan.copies)
    returned = tuple(copy.case for copy in plan.returned)
    return Made(files, plan.new, returned, tuple(edited), wanted.notes if wanted else ())


def _case_list(workspace: Workspace | None, order: Order) -> caselist.CaseList | None:
    if order.cases is None:
        return None
    own = dict(workspace.settings.case_columns) if workspace else {}
    return caselist.read(order.cases, order.form, order.framework.case_fields, own)


def _compile(workspace: Workspace | None, order: Order, fields: Sequence[str]) -> Compiled:
    name = FORMATS[order.format].template
    base = template(workspace, name) if name else b""
    return compile_toolkit(order.format, order.framework, order.form, base, prefill=fields, protect=order.protect)


def _keep_blank(workspace: Workspace, compiled: Compiled, suffix: str) -> str:
    """The hash of the form's blank, which is kept: returns are read against it however the form looks by then."""
    data = compiled.copy(toolkit_id(""))
    sha256 = hashlib.sha256(data).hexdigest()
    path = workspace.blanks / f"{sha256}{suffix}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        put(path, data, synced=True)
    return sha256


def _opened(workspace: Workspace | None) -> AbstractContextManager[Store | None]:
    """The store of a workspace; without a workspace, none."""
    if workspace is None:
        return nullcontext()
    return open_store(workspace)


def _plan(
    workspace: Workspace | None, order: Order, rows: Sequence[caselist.CaseRow], store: Store | None, now: str
) -> _Plan:
    """Which copy each row gets: the one that is out, or a new one with an id that nobody has."""
    place = (order.framework.id, order.framework.version, order.form.id)
    settings = workspace.settings if workspace else Settings()
    team, due = settings.workspace, Deadline(order.due, settings.due, order.framework.calendar)
    before = store.issued(*place) if store else ()
    back = store.come_back(*place) if store else frozenset()
    plan, suffix = _Plan(), FORMATS[order.format].suffix
    last = _last_copies(before, rows, lambda row, number: toolkit_id(_seed(team, place, row, number)))
    seeds = [_seed(team, place, row, copy.number + 1 if copy else 1) for row, copy in zip(rows, last, strict=True)]
    taken = set(store.known([toolkit_id(seed) for seed in seeds])) if store else set()
    for row, copy, seed in zip(rows, last, seeds, strict=True):
        if copy is None or order.again or (copy.id in back and same(row.case) in order.anew):
            identity = _free(seed, taken, store)
            taken.add(identity)
            file = f"{safe(row.case or f'{order.framework.id}-{order.form.id}')}_{identity}{suffix}"
            number = copy.number + 1 if copy else 1
            made = Toolkit(identity, *place, row.case, number, now, file, facts=row.facts)
            plan.copies.append((noted(made, order.form, row, due), row.values))
            plan.new += 1
            continue
        copy = noted(replace(copy, facts={**copy.facts, **row.facts}), order.form, row, due)
        if copy.id in back and row.case:
            plan.returned.append(copy)
        else:
            if not copy.file.endswith(suffix):  # the same copy in another format: either may come back
                copy = replace(copy, file=f"{Path(copy.file).stem}{suffix}", sha256="")
            plan.copies.append((copy, row.values))
    return plan


def _last_copies(
    before: Sequence[Toolkit], rows: Sequence[caselist.CaseRow], id_of: Callable[[caselist.CaseRow, int], str]
) -> list[Toolkit | None]:
    """For each row the last copy that was issued for it, by its case; by its id where the form asks for no case."""
    by_case = {same(copy.case): copy for copy in sorted(before, key=lambda copy: copy.number)}
    by_id = {copy.id: copy for copy in before}
    found = []
    for row in rows:
        copy = by_case.get(same(row.case)) if row.case or not row.row else by_id.get(id_of(row, 1))
        while not row.case and row.row and copy and id_of(row, copy.number + 1) in by_id:
            copy = by_id[id_of(row, copy.number + 1)]
        found.append(copy)
    return found


def _what(row: caselist.CaseRow) -> str:
    """What tells the copy of this row from the others: its case, else its values, else that it is blank."""
    if row.case:
        return same(row.case)
    return f"{row.row} {sorted(row.values.items())!r}" if row.row else ""


def _seed(team: str, place: tuple[str, str, str], row: caselist.CaseRow, number: int) -> str:
    """What an id follows from."""
    return "\x1f".join((team, *place, _what(row), str(number)))


def _free(seed: str, taken: Set[str], store: Store | None) -> str:
    """The id that follows from a seed, or the first one after it that no other copy has."""
    identity, attempt = toolkit_id(seed), 1
    while identity in taken or (attempt > 1 and store is not None and store.known([identity])):
        attempt += 1
        identity = toolkit_id(f"{seed}\x1f{attempt}")
    return identity


def _place(path: Path, data: bytes, issued: str) -> bool:
    """Put a copy where it belongs; False where a person has changed or opened the one that is there, which stays.

    `issued` is the hash of the copy as it was last made, or empty.
    """
    try:
        there = path.read_bytes() if path.exists() else data
        if path.exists() and there != data and hashlib.sha256(there).hexdigest() != issued:
            return False
        if there != data or not path.exists():
            put(path, data)
    except PermissionError:
        if not path.exists():
            raise
        return False
    return True


def safe(stem: str) -> str:
    """A case reference as the start of a file name that Windows, macOS and Linux all take."""
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]+', "-", stem)[:_LONGEST_CASE].strip(". ")
    return _RESERVED.sub(lambda match: f"{match[0]}-", plain, count=1) if _RESERVED.match(plain) else plain or "copy"
