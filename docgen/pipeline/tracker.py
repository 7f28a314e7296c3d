"""Trackers: Excel workbooks of what is followed, that go out to managers, are edited by them, and are taken back.

Every cell that may be edited stands a second time in a hidden sheet as it was sent, so that what a person changed can
be told from what has changed in the store meanwhile. What is followed, actions or recommendations, is a `Kind`.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from docgen.cycle.tracking import Conflict, Terms, merge
from docgen.definitions.workbook.read import as_text
from docgen.fields import same
from docgen.measures.following import Tracked, drifting, overdue, quiet
from docgen.model import DocgenError, Place, Query, Severity
from docgen.pipeline import lists, trackersheets
from docgen.pipeline.delivery import deliver
from docgen.pipeline.toolkits import safe
from docgen.pipeline.trackersheets import HIDDEN, Column, Sheet, Words
from docgen.pipeline.workspace import Workspace
from docgen.store import Entry, Store

if TYPE_CHECKING:
    from openpyxl import Workbook


class Followed(Tracked, Protocol):
    """Something that has an id for life and stands in a tracker."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def evidence(self) -> str:
        """What was said of its status."""

    @property
    def what(self) -> str:
        """Its words."""


T = TypeVar("T", bound=Followed)
_RATING = "RAG"


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One kind of thing that is followed.

    one, many   what one is called, and several; `book` what its workbook is called
    terms       what people may write of it
    columns     of its sheet, the first with its id under “Ref”; `columns` that are open have the names of the terms
    about       what it is about, for the list of what is to be chased: the head, and the words
    rating      red, amber or green, and why
    known       those in the store, `heard` what has spoken of them, and `put` to write them
    words       where its words stand, for somebody who has written over them
    unplaced    what to do with a new one that somebody has written into the workbook
    bare        of those that were changed, which say that they are done and do not say what shows it, in words
    more        further sheets of the workbook
    """

    one: str
    many: str
    book: str
    terms: Terms[T]
    columns: tuple[Column[T], ...]
    about: tuple[str, Callable[[T], str]]
    rating: Callable[[T, str], tuple[str, str]]
    lines: Callable[[Sequence[T], str], Iterator[str]]
    known: Callable[[Entry], tuple[T, ...]]
    heard: Callable[[Entry], frozenset[str]]
    put: Callable[[Entry, Sequence[tuple[T | None, T]], str, str], None]
    words: str
    unplaced: str
    bare: Callable[[Sequence[T]], str] = lambda _: ""
    more: Callable[[Sequence[T]], tuple[Sheet, ...]] = lambda _: ()

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        return self.many.capitalize()

    @property
    def fixed(self) -> tuple[Column[T], ...]:
        """Columns that people write over though they are fixed. They go out in the hidden sheet too, so that a change
        is said: the words stand in the form or the report, and the rating follows from the rest.
        """
        heads = (self.one.capitalize(), _RATING)
        return tuple(column for column in self.columns if column.head in heads and not column.name)


@dataclass(frozen=True, slots=True)
class Taken(Generic[T]):
    """What a tracker that came back has changed; what is a conflict; and what could not be taken."""

    changed: tuple[T, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[Query, ...] = ()
    notes: tuple[str, ...] = ()


def workbook(kind: Kind[T], things: Sequence[T], heading: str, now: str) -> bytes:
    """The tracker of these things as .xlsx."""
    today = now[:10]
    words = Words(heading, tuple(kind.lines(things, today)), now)
    about, told = kind.about
    chase = Sheet(
        "To chase",
        (("What", 12), ("Ref", 16), (about, 20), ("Owner", 24), ("Due", 12), ("Why", 34), (kind.one.capitalize(), 60)),
        tuple(
            (what, one.id, told(one), one.owner or "nobody", one.due, why, one.what)
            for what, one, why in named(things, today)
        ),
    )
    fixed = kind.fixed
    names = ("Ref", *kind.terms.columns, *(column.head for column in fixed))
    sent = [
        (one.id, *(kind.terms.said(one)[column] for column in kind.terms.columns),
         *(column.text(one, today) for column in fixed))
        for one in things
    ]  # fmt: skip
    table = trackersheets.Table(kind.sheet, kind.columns, tuple(things), today, tuple(map(str, kind.terms.given)))
    return trackersheets.drawn(words, table, (chase, *kind.more(things)), (names, sent))


def make(
    kind: Kind[T], workspace: Workspace, store: Store, things: Sequence[T], out: Path, each: str, now: str
) -> tuple[str, ...]:
    """Write the tracker of these things, or one for each owner or team into a folder; what was made, in words.

    A workbook that somebody has changed is left alone, and the next free name is used. Raises OSError.
    """
    parts: dict[str, list[T]] = {}
    for one in things:
        parts.setdefault(str(getattr(one, each)) if each else "", []).append(one)
    if not each:
        files = {out.name: workbook(kind, things, _heading(kind, workspace), now)}
        folder = out.parent
    else:
        folder, files = out, {}
        for name, some in sorted(parts.items()):
            files[f"{safe(name or f'no {each}')}.xlsx"] = workbook(kind, some, _heading(kind, workspace, name), now)
    given = deliver(store, folder, files, now)
    counts = [len(things)] if not each else [len(some) for _, some in sorted(parts.items())]
    made = [f"{path}: {counted(count, kind)}." for path, count in zip(given.files, counts, strict=True)]
    return (*made, *(f"{path} was left as it is: somebody has changed it, or it is open." for path in given.left))


def counted(number: int, kind: Kind[T]) -> str:
    """“1 action”, “12 actions”."""
    return f"{number} {kind.one if number == 1 else kind.many}"


def _heading(kind: Kind[T], workspace: Workspace, name: str = "") -> str:
    return " – ".join(part for part in (kind.book, name, workspace.settings.organisation) if part)


def named(things: Sequence[T], today: str) -> Iterator[tuple[str, T, str]]:
    """Every unfinished one that wants chasing: what is the matter, and why, the longest overdue first."""
    left = [one for one in things if one.unfinished]
    for one in sorted(left, key=lambda one: (one.due or "9999", one.id)):
        late = overdue(one, today)
        if late:
            yield "Overdue", one, f"by {late} day{'s' if late != 1 else ''}"
    for one in left:
        if not one.owner:
            yield "Ownerless", one, "nobody is named"
    for one in left:
        silent = quiet(one, today)
        why = drifting(one) or (f"nothing heard for {silent} days" if silent else "")
        if why:
            yield "Drifting", one, why


# --- taking it back --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sheet:
    """What stands in a tracker: id, as `same` compares it → the rows that speak of it, by cell; and what was sent.

    names       the id as it is written there
    over        what was written over that is fixed, in words
    """

    rows: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    over: list[str] = field(default_factory=list)
    problems: list[Query] = field(default_factory=list)


def take(kind: Kind[T], store: Store, path: Path, now: str, who: str) -> Taken[T]:
    """Take what managers wrote into a tracker. Conflicts and what cannot be read are given back, and not taken.

    The same workbook again changes nothing. Raises DocgenError where the file is no tracker of this kind.
    """
    data = lists.bytes_of(path)
    sheet = _read(kind, data, path.name)
    source = hashlib.sha256(data).hexdigest()
    changes: list[tuple[T | None, T]] = []
    conflicts: list[Conflict] = []
    with store.entry() as entry:
        if source in kind.heard(entry):
            return Taken(problems=tuple(sheet.problems), notes=("This very workbook has been taken in before.",))
        known = {same(one.id): one for one in kind.known(entry)}
        for row, thing, cells in _known_rows(kind, sheet, known, path.name):
            sent = sheet.sent.get(same(thing.id))
            merged = merge(thing, sent if sent is not None else _unknown(kind), cells, now[:10], who, kind.terms)
            conflicts += merged.conflicts
            heads = {column.name: column.head for column in kind.columns}
            sheet.problems += [
                _wrong(path.name, f"row {row}, {heads[column]}", f"{why}.", "Correct the cell and send it again.")
                for column, why in merged.wrong.items()
            ]
            if merged.thing != thing:
                changes.append((thing, merged.thing))
        kind.put(entry, changes, now, source)
    after = tuple(thing for _, thing in changes)
    return Taken(after, tuple(conflicts), tuple(sheet.problems), tuple(_notes(kind, sheet, after)))


def _known_rows(
    kind: Kind[T], sheet: _Sheet, known: Mapping[str, T], file: str
) -> Iterator[tuple[int, T, dict[str, str]]]:
    """The rows that certainly speak of one thing; what is wrong with the others is noted."""
    for key, rows in sheet.rows.items():
        thing, name = known.get(key), sheet.names[key]
        if thing is None:
            sheet.problems += [_wrong(file, f"A{row}", f"There is no {kind.one} “{name}” here.",
                                      "Leave the column Ref as it was sent.") for row, _ in rows]  # fmt: skip
        elif len({tuple(sorted(cells.items())) for _, cells in rows}) > 1:
            at = ", ".join(f"row {row}" for row, _ in rows)
            message = f"{name} stands there more than once, and differently."
            sheet.problems.append(_wrong(file, at, message, "Keep one of the rows."))
        else:
            yield rows[0][0], thing, rows[0][1]


def _notes(kind: Kind[T], sheet: _Sheet, changed: Sequence[T]) -> Iterator[str]:
    missing = sorted(sheet.names[key] for key in sheet.sent.keys() - sheet.rows.keys())
    if missing:
        were = "that was sent is" if len(missing) == 1 else "that were sent are"
        stay = "it stays as it is" if len(missing) == 1 else "they stay as they are"
        named_ = ", ".join(missing[:12])
        yield f"{counted(len(missing), kind)} {were} no longer in the workbook; {stay}: {named_}."
    yield from sheet.over
    if not sheet.sent:
        yield "The hidden sheet of the tracker is gone, so every cell that differs from the store is a conflict."
    if bare := kind.bare(changed):
        yield bare


def _unknown(kind: Kind[T]) -> dict[str, str]:
    """What was sent, where nobody knows: nothing that could be taken for a change by a person."""
    return dict.fromkeys(kind.terms.columns, "\x00")


def _read(kind: Kind[T], data: bytes, name: str) -> _Sheet:
    from openpyxl import load_workbook

    from docgen.forms.vet import open_package

    open_package(data, name)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True)
    except Exception as error:
        fix = "Save it as an Excel workbook (.xlsx) again."
        raise DocgenError(_wrong(name, "", f"The workbook cannot be read ({type(error).__name__}).", fix)) from None
    sheet = _Sheet()
    page = next((one for one in book.worksheets if one.title != HIDDEN and _heads(kind, _first(one))), None)
    if page is None:
        heads = ", ".join(column.head for column in kind.columns if column.head in _telling(kind))
        fix = f"Take the workbook that docgen {kind.many} --out has made."
        message = f"This is no {kind.one} tracker: no sheet has the columns {heads}."
        raise DocgenError(_wrong(name, "", message, fix))
    places = _heads(kind, _first(page))
    edited = {column.head: column.name for column in kind.columns if column.name}
    fixed = _sent(kind, book, sheet)
    for number, row in enumerate(page.iter_rows(min_row=2), start=2):
        cells = {head: as_text(row[place].value) for head, place in places.items() if place < len(row)}
        ref = cells.get("Ref", "").strip()
        told = (*edited, kind.one.capitalize())
        if ref:
            held = {name_: cells.get(head, "") for head, name_ in edited.items() if head in places}
            sheet.names[same(ref)] = ref
            sheet.rows.setdefault(same(ref), []).append((number, held))
            sheet.over += _written_over(kind, number, ref, cells, fixed.get(same(ref), {}))
        elif any(text.strip() for head, text in cells.items() if head in told):
            message = "There is text in a row without a Ref, and it is taken nowhere."
            sheet.problems.append(_wrong(name, f"row {number}", message, kind.unplaced))
    return sheet


def _sent(kind: Kind[T], book: Workbook, sheet: _Sheet) -> dict[str, dict[str, str]]:
    """Note what was sent of each thing, and give its fixed cells."""
    fixed: dict[str, dict[str, str]] = {}
    if HIDDEN in book.sheetnames:
        columns, heads = kind.terms.columns, [column.head for column in kind.fixed]
        names = (*columns, *heads)
        for values in book[HIDDEN].iter_rows(min_row=2, max_col=1 + len(names), values_only=True):
            ref, *texts = (as_text(cell) for cell in values)
            if ref:
                said = dict(zip(names, texts, strict=True))
                sheet.names[same(ref)] = ref
                sheet.sent[same(ref)] = {name: said[name] for name in columns}
                fixed[same(ref)] = {head: said[head] for head in heads}
    return fixed


def _written_over(
    kind: Kind[T], number: int, ref: str, cells: Mapping[str, str], sent: Mapping[str, str]
) -> Iterator[str]:
    """The fixed cells of a row that say something else than was sent."""
    for head, text in sent.items():
        if head in cells and text and same(cells[head]) != same(text):
            why = "it follows from due and status" if head == _RATING else kind.words
            said = f"Row {number}, {head}: {ref} says “{cells[head]}”, and was sent as “{text}”"
            yield f"{said}; {why}. It was not taken."


def _first(page: object) -> Sequence[object]:
    rows = page.iter_rows(min_row=1, max_row=1, values_only=True)  # type: ignore[attr-defined]
    return tuple(next(rows, ()))


def _telling(kind: Kind[T]) -> set[str]:
    """The heads by which a tracker of this kind is told from any other workbook."""
    return {"Ref", "Status", kind.one.capitalize()}


def _heads(kind: Kind[T], row: Sequence[object]) -> dict[str, int]:
    """Heading → column from 0, of a sheet that has the columns of such a tracker; else nothing."""
    wanted = {same(column.head): column.head for column in kind.columns}
    found = {wanted[same(str(text))]: place for place, text in enumerate(row) if text and same(str(text)) in wanted}
    return found if _telling(kind) <= found.keys() else {}


def _wrong(file: str, at: str, message: str, fix: str) -> Query:
    return Query("tracker", Severity.ERROR, message, fix, where=Place(file, at))
