"""The guidance document: tables whose cells are all there, and what is drawn from the rest of the definition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.definitions import language
from docgen.definitions.lint.issues import Issue, Scope, repeated
from docgen.definitions.problem import Steps, choose
from docgen.model import SHOWN


def issues(definition: language.Definition, scopes: Sequence[Scope]) -> Iterator[Issue]:
    """What is wrong with the guidance document."""
    if definition.guidance is None:
        return
    grades = {grade.id for scale in definition.scales for grade in scale.grades}
    for n, part in enumerate(definition.guidance.parts):
        path: Steps = ("guidance", "parts", n)
        if not (part.text or part.items or part.table or part.shows):
            message = f"The part “{part.title}” has a heading and nothing under it."
            yield Issue(path, "nothing-here", message, "Give it text, items, a table, or shows.")
        if part.table is not None:
            yield from _table(part.table, (*path, "table"), grades)
        for m, name in enumerate(part.shows):
            yield from _shown(name, (*path, "shows", m), scopes)
    yield from repeated(
        (
            (name, ("guidance", "parts", n, "shows", m))
            for n, part in enumerate(definition.guidance.parts)
            for m, name in enumerate(part.shows)
        ),
        lambda word: f"“{word}” is shown twice.",
        "Show it in one place.",
        "shown-twice",
    )


def _table(table: language.GuidanceTable, path: Steps, grades: set[str]) -> Iterator[Issue]:
    """Columns without words at their head, and rows with a cell too few or too many."""
    ids = [column.id for column in table.columns]
    if len(ids) < 2:
        message = "A table needs two columns or more: the first one names the rows."
        yield Issue((*path, "columns"), "too-few", message, "Add a column, or use items.")
    yield from repeated(
        ((column.id, (*path, "columns", n, "id")) for n, column in enumerate(table.columns)),
        lambda word: f"The id “{word}” is given to two columns of this table.",
        "Give this one another id.",
        "repeated-id",
    )
    for n, column in enumerate(table.columns):
        if not column.label and column.id not in grades:
            message = f"The column “{column.id}” has no label, and there is no grade of that id to take one from."
            yield Issue((*path, "columns", n), "missing-word", message, "Add a label.")
    if not table.rows:
        yield Issue((*path, "rows"), "nothing-here", "This table has no rows.", "Add a row, or delete the table.")
    for n, row in enumerate(table.rows):
        at = (*path, "rows", n)
        for column_id in row:
            if column_id not in ids:
                fix = choose(column_id, ids)
                yield Issue((*at, column_id), "unknown-column", f"This table has no column “{column_id}”.", fix)
        missing = [column_id for column_id in ids if column_id not in row]
        if missing:
            message = f"This row has no text for “{missing[0]}”. A table has no empty cells."
            yield Issue(at, "missing-cell", message, f"Add {missing[0]}: and its text.")


def _shown(name: str, path: Steps, scopes: Sequence[Scope]) -> Iterator[Issue]:
    """A name that stands for nothing that can be drawn."""
    if name in SHOWN:
        return
    form, dot, field = name.partition(".")
    scope = next((one for one in scopes if one.form == form), None)
    if scope is None:
        asked = field if dot else name
        forms = [f"{one.form}.{asked}" for one in scopes if asked in one.fields]
        message = f"There is no form “{form}”." if dot else f"There is nothing called “{name}” to show."
        fix = choose(name, forms) if forms else choose(name, SHOWN)
        yield Issue(path, "unknown-shown", message, fix)
    elif field not in scope.fields:
        yield from scope.unknown(field, path)
    elif not scope.fields[field].options and field not in scope.unsure:
        message = f"“{field}” has no options whose meaning could be shown."
        yield Issue(path, "wrong-kind", message, "Name a question with options or grades.")
