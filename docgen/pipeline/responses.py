"""Returns out of an online questionnaire: a list of responses, such as Microsoft Forms gives it, by a mapping.

The list is kept as it came. Each response becomes a record by itself and goes the way of every other return: kept by
its hash, read, checked, weighed against the ledger. The same list again, longer by now, stores only what is new; a
response that somebody has changed takes the place of its earlier version.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from docgen.definitions import mapping
from docgen.definitions.mapping import Mapped
from docgen.fields import same
from docgen.forms import response
from docgen.intake import Keeper, keep, shown, weighed
from docgen.marks import toolkit_id, valid_toolkit
from docgen.model import DocgenError, Form, Place, Query, Severity
from docgen.pipeline import Progress, lists, quiet
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.ingest import Desk, Outcome, Summary, Taken
from docgen.pipeline.returns import Reader, bytes_of
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

_KEPT = (Outcome.STORED, Outcome.REPLACED)


def collect(
    workspace: Workspace, store: Store, reader: Reader, paths: Sequence[Path], by: Path, now: str,
    progress: Progress = quiet,
) -> Summary:  # fmt: skip
    """Take in every response of these lists, by a mapping.

    Raises DocgenError with what is wrong with the mapping or a list, before anything is taken in; OSError.
    """
    mapped = mapping.load(by, lambda framework, version, form: _form(reader.catalogue, framework, version, form))
    found = [(path, list(_records(workspace, path, mapped))) for path in paths]
    files: list[Taken] = []
    desk = Desk(workspace, store, reader, now)
    total = sum(len(records) for _, records in found)
    with Keeper() as keeper:
        for path, records in found:
            original = weighed(path.name, bytes_of(path), path.suffix.lower(), workspace.originals)
            keep(original)
            for name, data in records:
                progress("Taking in responses", len(files), total)
                kept = weighed(name, data, ".json", workspace.originals)
                taken = desk.take(kept, keeper)
                if taken.outcome in _KEPT:
                    with store.entry() as entry:
                        entry.collected(kept.sha256[:16], original.sha256, now)
                files.append(taken)
    progress("Taking in responses", total, total)
    store.settle()
    return Summary(tuple(files))


def _form(catalogue: Catalogue, framework: str, version: str, form: str) -> Form | None:
    found = catalogue.version(framework, version)
    return found.form(form) if found else None


def _records(workspace: Workspace, path: Path, mapped: Mapped) -> Iterator[tuple[str, bytes]]:
    """The name and the bytes of the record of each response in a list."""
    rows = list(lists.rows(path, []))
    if not rows:
        raise DocgenError(_problem(path, "", "The list is empty.", "Export it again, with its header row."))
    (line, header), body = rows[0], rows[1:]
    names = {same(name): place for place, name in enumerate(header)}
    problems = [*_missing(path, line, header, mapped), *_twice(path, line, header)]
    if problems:
        raise DocgenError(*problems)
    place = (mapped.framework, mapped.version, mapped.form)
    columns, values = dict(mapped.columns), {field: dict(words) for field, words in mapped.values}
    ignore = [name for name in (mapped.id, mapped.toolkit, *mapped.ignore) if name]
    seed = (workspace.settings.workspace, *place, "response", mapped.name)
    for number, cells in body:
        given = {name: cells[at] if at < len(cells) else "" for name, at in names.items()}
        identity = given[same(mapped.id)].strip()
        if not identity:
            message = f"The column “{mapped.id}” is blank, so the response cannot be told from others."
            raise DocgenError(_problem(path, f"row {number}", message, "Export the list again; do not edit it."))
        toolkit = given.get(same(mapped.toolkit), "").strip().upper() if mapped.toolkit else ""
        if not valid_toolkit(toolkit):
            toolkit = toolkit_id("\x1f".join((*seed, identity)))
        said = [(name, cells[at] if at < len(cells) else "") for at, name in enumerate(header) if name.strip()]
        data = response.record(place, toolkit, [cell for cell in said if cell[1].strip()], columns, values, ignore)
        yield f"{shown(path.name)}/response {shown(identity)}", data


def _missing(path: Path, line: int, header: Sequence[str], mapped: Mapped) -> Iterator[Query]:
    """Columns that the mapping names and the list does not have."""
    there = {same(name) for name in header}
    for name in (mapped.id, *(name for name, _ in mapped.columns), *([mapped.toolkit] if mapped.toolkit else [])):
        if same(name) not in there:
            fix = "Write it in the mapping as the list has it, or export the list again."
            yield _problem(path, f"row {line}", f"The list has no column “{name}”.", fix)


def _twice(path: Path, line: int, header: Sequence[str]) -> Iterator[Query]:
    for name, number in Counter(same(name) for name in header if name.strip()).items():
        if number > 1:
            message = f"The list has {number} columns “{name}”."
            yield _problem(path, f"row {line}", message, "Give the questions of the questionnaire different words.")


def _problem(path: Path, at: str, message: str, fix: str) -> Query:
    return Query("responses", Severity.ERROR, message, fix, where=Place(path.name, at))
