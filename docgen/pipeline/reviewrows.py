"""The rows of a review in a workbook: their keys and choices, and the decisions that are taken out of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from docgen.fields import Unclear, same
from docgen.model import Answer, DocgenError, Form, Place, Query, Question, Severity, State, Value
from docgen.pipeline import review, typed
from docgen.pipeline.decisions import IN_USE
from docgen.pipeline.review import Desk, Item, Result, Taken
from docgen.pipeline.stated import unclear
from docgen.store import Given, Record

KEY, DECISION, OTHER, WHY = "Key", "Decision", "Other value", "Why"
SETTLED = "settled"
_ANSWER, _QUERY = "answer", "query"
_LONGEST_LABEL = 120
_MOST_ROWS, _MOST_COLUMNS, _HEAD_WITHIN = 100_000, 200, 20


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the rows of a workbook.

    already     taken before, or no longer asked; `empty` rows hold no decision
    moved       where returns stand now, in words
    conflicts   rows of which something has changed meanwhile; `problems` are cells to correct
    """

    taken: int = 0
    already: int = 0
    empty: int = 0
    moved: tuple[str, ...] = ()
    conflicts: tuple[Query, ...] = ()
    problems: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that a person has filled in, and where its cells are."""

    kind: str
    key: str
    name: str
    token: str
    decision: str
    other: str
    why: str
    places: tuple[tuple[str, str], ...]

    def at(self, column: str) -> str:
        return dict(self.places).get(column, "")


@dataclass(slots=True)
class _Count:
    """What has become of the rows so far."""

    file: str
    results: Counter[Result] = field(default_factory=Counter)
    empty: int = 0
    stood: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    conflicts: list[Query] = field(default_factory=list)
    problems: list[Query] = field(default_factory=list)

    def problem(self, at: str, message: str, fix: str) -> None:
        self.problems.append(Query("review", Severity.ERROR, message, fix, where=Place(self.file, at)))

    def note(self, row: _Row, taken: Taken, title: str) -> None:
        self.results[taken.result] += taken.result is not Result.CONFLICT
        if taken.result is Result.CONFLICT:
            fix = "Look at it again: docgen review"
            where = Place(self.file, row.at(DECISION))
            self.conflicts.append(Query("changed", Severity.ERROR, f"{title}: {taken.note}", fix, where=where))
        elif taken.result is Result.TAKEN:
            was = self.stood.get(row.key, (title, str(taken.was), ""))[1]
            self.stood[row.key] = (title, was, str(taken.stands))


def row_key(item: Item) -> str:
    """What tells a row from every other one, and from itself when anything about it has changed."""
    answer = item.trouble.answer is not None
    name = item.trouble.query.question if answer else item.trouble.query.rule
    return f"{_ANSWER if answer else _QUERY} {item.trouble.key} {name} {item.token}"


def labels(candidates: Sequence[Value], question: Question | None) -> list[str]:
    """What the list of a cell offers for these candidates, each once, and blank."""
    found: list[str] = []
    for one in candidates:
        assert question is not None, "a candidate has a question"
        text = " ".join(typed.said(one, question).split())
        text = text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"
        number = sum(same(other) == same(text) for other in found)
        found.append(f"{text} ({number + 1})" if number else text)
    return found if typed.BLANK in found else [*found, typed.BLANK]


def take(desk: Desk, path: Path, now: str) -> Summary:
    """Take the decisions out of a workbook: each row that can be, answers first, then what is settled.

    Raises DocgenError where the file is no such workbook.
    """
    count = _Count(path.name)
    rows = list(_rows(path, count))
    rows.sort(key=lambda row: (row.kind != _ANSWER, not row.other))
    for row in rows:
        try:
            title, taken = _take(desk, row, now)
        except _Wrong as wrong:
            count.problem(row.at(wrong.column), wrong.message, wrong.fix)
            continue
        except DocgenError as error:
            count.problem(row.at(WHY), error.queries[0].message, error.queries[0].fix)
            continue
        count.note(row, taken, title)
    moved = tuple(
        f"{title}: {was} → {now_}" if was != now_ else f"{title}: stays {now_}"
        for title, was, now_ in count.stood.values()
    )
    results = count.results
    return Summary(
        results[Result.TAKEN],
        results[Result.ALREADY],
        count.empty,
        moved,
        tuple(count.conflicts),
        tuple(count.problems),
    )


class _Wrong(Exception):
    """A cell that has to be corrected."""

    def __init__(self, column: str, message: str, fix: str) -> None:
        super().__init__(message)
        self.column, self.message, self.fix = column, message, fix


def _take(desk: Desk, row: _Row, now: str) -> tuple[str, Taken]:
    """What became of a row, and the name of its return."""
    record = desk.store.record(row.key)
    if record is None:
        raise _Wrong(KEY, f"There is no return {row.key} in this workspace.", "Take it in where it was written.")
    slip = record.receipt
    title = f"{f'case {slip.case}, ' if slip.case else ''}{Path(slip.file).name} ({slip.key})"
    if row.decision and row.other:
        raise _Wrong(OTHER, f"“{DECISION}” and “{OTHER}” are both filled in.", "Empty one of them.")
    _, form = review.place_of(desk.reader, record)
    if row.kind == _ANSWER:
        return title, _answer(desk, row, record, form, now)
    return title, _query(desk, row, record, form, now)


def _answer(desk: Desk, row: _Row, record: Record, form: Form, now: str) -> Taken:
    answer = next((one for one in record.returned.answers if one.field == row.name), None)
    question = form.question(row.name)
    if answer is None or question is None:
        raise _Wrong(KEY, f"The return has no question “{row.name}”.", "Leave column A as it was written.")
    given = Given(question.id, _value(row, answer, question), row.why)
    if not row.why and review.needs_reason(answer, given):
        raise _Wrong(WHY, "The reason is missing.", "Say why the answer is what you have typed.")
    return review.decide(desk, row.key, given, now, row.token)


def _value(row: _Row, answer: Answer, question: Question) -> Value:
    """The value that a row decides for."""
    if row.other:
        found = typed.value(row.other, question)
        if isinstance(found, Unclear):
            raise _Wrong(OTHER, *unclear(found, question))
        return found
    candidates = review.candidates(answer, question) if answer.state is State.DOUBTFUL else ()
    offered = dict(zip(map(same, labels(candidates, question)), (*candidates, None), strict=False))
    if same(row.decision) not in offered:
        choices = ", ".join(f"“{one}”" for one in labels(candidates, question))
        fix = f"Choose {choices}; or empty it, and write into “{OTHER}”."
        raise _Wrong(DECISION, f"“{row.decision}” is not on the list of this cell.", fix)
    return offered[same(row.decision)]


def _query(desk: Desk, row: _Row, record: Record, form: Form, now: str) -> Taken:
    """A query is settled, or answered by another value of its question."""
    query = next((one for one in record.open if _is(one, row)), None)
    if row.other:
        return _answered(desk, row, record, form, query, now)
    if same(row.decision) != SETTLED:
        fix = f"Choose “{SETTLED}”; or empty it, and write the corrected answer into “{OTHER}”."
        raise _Wrong(DECISION, f"“{row.decision}” is not on the list of this cell.", fix)
    if query is None:
        if record.receipt.standing not in IN_USE and not any(_is(one, row) for one in record.settled):
            return Taken(Result.CONFLICT, f"The return was {record.receipt.standing} meanwhile.")
        return Taken(Result.ALREADY)
    if not row.why:
        raise _Wrong(WHY, "The reason is missing.", "Say what was done, or why it is accepted as it is.")
    return review.settle(desk, row.key, query, row.why, now)


def _answered(desk: Desk, row: _Row, record: Record, form: Form, query: Query | None, now: str) -> Taken:
    """The answer to the question of a query, corrected."""
    asked = [_row_query(one) for one in record.rows["queries"] if _is(_row_query(one), row)]
    name = asked[0].question if asked else ""
    question = form.question(name)
    if question is None:
        raise _Wrong(OTHER, "This query is about no single question.", f"Empty it, and choose “{SETTLED}”.")
    found = typed.value(row.other, question)
    if isinstance(found, Unclear):
        raise _Wrong(OTHER, *unclear(found, question))
    if not row.why:
        raise _Wrong(WHY, "The reason is missing.", "Say why the answer is what you have typed.")
    given = Given(question.id, found, row.why)
    if query is None:
        before = next((one for one in record.decided if one.field == question.id), None)
        if before is not None and (before.value, before.why) == (given.value, given.why):
            return Taken(Result.ALREADY)
        return Taken(Result.CONFLICT, "This is no longer asked of the return.")
    return review.decide(desk, row.key, given, now)


def _is(query: Query, row: _Row) -> bool:
    return query.rule == row.name and review.query_token(query) == row.token


def _row_query(stored: Any) -> Query:
    severity = Severity(stored["severity"])
    return Query(stored["rule"], severity, stored["message"], stored["fix"], stored["question"])


# --- reading the workbook --------------------------------------------------------------------------------


def _rows(path: Path, count: _Count) -> Iterator[_Row]:
    """The rows that hold a decision, each once; what is wrong with others goes to the count."""
    seen: dict[tuple[str, ...], _Row] = {}
    for sheet, head, number, cells in _cells(path):
        at = {name: f"sheet “{sheet}”, cell {_letter(column)}{number}" for name, column in head.items()}
        texts = {name: _text(cells, column) for name, column in head.items()}
        formula = next((name for name, text in texts.items() if text is None), "")
        if formula:
            count.problem(at[formula], "A formula stands here.", "Type the text itself.")
            continue
        decision, other, why = (str(texts[name] or "") for name in (DECISION, OTHER, WHY))
        key = str(texts[KEY] or "").split()
        if not (decision or other):
            if why:
                count.problem(at[WHY], "There is a reason and no decision.", f"Fill in “{DECISION}” or “{OTHER}”.")
            count.empty += bool(key) and not why
            continue
        if len(key) != 4 or key[0] not in (_ANSWER, _QUERY):
            fix = "Write the workbook anew (docgen review --out), and copy your decisions into it."
            count.problem(at[KEY], "What tells which row this is, in column A, is gone.", fix)
            continue
        row = _Row(key[0], key[1], key[2], key[3], decision, other, " ".join(why.split()), tuple(at.items()))
        before = seen.setdefault(tuple(key), row)
        if before is not row and (before.decision, before.other, before.why) != (row.decision, row.other, row.why):
            message = f"The same thing is decided otherwise in {before.at(DECISION)}."
            count.problem(at[DECISION], message, "Keep one of the two rows.")
        elif before is row:
            yield row


def _cells(path: Path) -> Iterator[tuple[str, dict[str, int], int, Sequence[Any]]]:
    """Sheet, the places of the columns, number and cells of every row below a header. Raises DocgenError."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True)
        sheets = [(sheet.title, [list(row) for row in _looked_at(sheet)]) for sheet in book.worksheets]
        book.close()
    except FileNotFoundError:
        raise _unusable(path, "There is no such file.", "Check the name.") from None
    except PermissionError:
        raise
    except Exception as error:
        message = f"The workbook cannot be read ({type(error).__name__})."
        raise _unusable(path, message, "Save it as an Excel workbook (.xlsx) again.") from None
    found = False
    for title, rows in sheets:
        head: dict[str, int] = {}
        for number, cells in enumerate(rows, start=1):
            if head:
                yield title, head, number, cells
            elif number <= _HEAD_WITHIN:
                head = _head(cells)
                found = found or bool(head)
    if not found:
        columns = ", ".join(f"“{name}”" for name in (KEY, DECISION, OTHER, WHY))
        message = f"No sheet of it has the columns {columns}."
        raise _unusable(path, message, "Write one with: docgen review --out review.xlsx")


def _looked_at(sheet: Any) -> Iterator[Any]:
    return iter(sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)) if hasattr(sheet, "iter_rows") else iter(())


def _head(cells: Sequence[Any]) -> dict[str, int]:
    """Name → place, where a row holds the names of all columns that are needed."""
    names = {same(str(cell.value)): place for place, cell in reversed(list(enumerate(cells))) if cell.value is not None}
    head = {name: names[same(name)] for name in (KEY, DECISION, OTHER, WHY) if same(name) in names}
    return head if len(head) == len((KEY, DECISION, OTHER, WHY)) else {}


def _text(cells: Sequence[Any], column: int) -> str | None:
    """What stands in a cell, as a person would write it; None for a formula."""
    cell = cells[column] if column < len(cells) else None
    value = cell.value if cell is not None else None
    if value is None:
        return ""
    if cell is not None and cell.data_type == "f":
        return None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (datetime, date)):
        return value.date().isoformat() if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").strip()


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column + 1))


def _unusable(path: Path, message: str, fix: str) -> DocgenError:
    return DocgenError(Query("review", Severity.ERROR, message, fix, where=Place(path.name)))
