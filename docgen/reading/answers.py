"""One answer for every question, out of its marks: texts, dates, numbers, choices from a list, tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from docgen.fields import Control, Unclear, kind, same
from docgen.marks import Address, Mark, Marks
from docgen.model import Answer, Cell, Form, Question, Row, State, Value
from docgen.reading import inferred
from docgen.reading.boxes import Known, boxes, gainsaid
from docgen.reading.outcome import GONE, Outcome, join
from docgen.reading.remarks import with_remarks

_DIGITS = re.compile(r"[\d\s/.\-]+\Z")
_FEW = 20
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def read(marks: Marks, form: Form) -> tuple[Answer, ...]:
    """One answer for every question of the form, in its order. Blank, answered or doubtful; never left out."""
    by_field: dict[str, list[Mark]] = {}
    for mark in marks.marks:
        name = mark.address.field
        if name in by_field:
            by_field[name].append(mark)
        else:
            by_field[name] = [mark]
    gone: dict[str, list[Address]] = {}
    for address in marks.missing:
        gone.setdefault(address.field, []).append(address)
    known: Known = {}
    answers = [
        _answer(question, by_field.get(question.id, ()), gone.get(question.id, ()), section.ref, known)
        for section in form.sections
        for question in section.questions
    ]
    return with_remarks(answers, form, marks.remarks)


def _answer(question: Question, marks: Sequence[Mark], gone: Collection[Address], section: str, known: Known) -> Answer:
    """The answer to one question, and where it stands in a person's words."""
    value, how, text, doubt, candidates, note = _outcome(question, marks, gone, known)
    where = f"section {section}, row {question.ref}" if question.ref else f"section {section}"
    if doubt:
        return Answer(question.id, None, State.DOUBTFUL, how, where, text, doubt, candidates, note)
    state = State.BLANK if value is None else State.ANSWERED
    return Answer(question.id, value, state, how, where, text, "", (), note)


def _outcome(question: Question, marks: Sequence[Mark], gone: Collection[Address], known: Known) -> Outcome:
    """What the marks say to one question; `gone` are the parts of it for which the file has no place."""
    if question.kind == "table":
        return _rows(question, marks, gone, known) if marks or not gone else Outcome(how="", doubt=GONE)
    if not marks:
        return Outcome(how="", doubt=GONE)
    if marks[0].address.option or (gone and any(one.option for one in gone)):
        return boxes(question, marks, known)
    if len(marks) == 1:
        return _single(question, marks[0])
    if any(one.address.option for one in marks):
        return boxes(question, marks, known)
    return _agreed([_single(question, mark) for mark in marks])


def _agreed(outcomes: Sequence[Outcome]) -> Outcome:
    """The one outcome of a question whose place is there several times."""
    first = outcomes[0]
    if not any(one.doubt for one in outcomes) and all(one.value == first.value for one in outcomes):
        return first._replace(note=join(first.note, f"it is there {len(outcomes)} times, with the same answer"))
    values = [value for one in outcomes for value in (one.value, *one.candidates) if value is not None]
    doubt = next((one.doubt for one in outcomes if one.doubt), "")
    return Outcome(
        how=first.how,
        text=" | ".join(one.text for one in outcomes),
        doubt=join(f"the question is there {len(outcomes)} times, with different answers", doubt),
        candidates=tuple(dict.fromkeys(values)),
    )


# --- a text, a date, a number, a choice from a list ------------------------------------------------------


def _single(question: Question, mark: Mark) -> Outcome:
    """What one control in which words stand comes to."""
    if mark.plain:
        return _parsed(question, mark.text.strip(), mark.how, mark.text)
    typed = (mark.before + mark.text + mark.beside).strip()
    listed = kind(question).control is Control.ONE_OF
    how, note = mark.how, mark.note
    if listed and mark.text.strip() and (mark.before + mark.beside).strip():
        typed = mark.text.strip()  # the choice stands; what is beside it is no part of it
        note = join(note, "something is written beside the list")
    elif (mark.before + mark.beside).strip():
        how = "beside"
        note = join(note, "text was written beside the control")
    outcome = _stored(question, mark, _parsed(question, typed))
    if listed and outcome.value is not None and typed == mark.text.strip():
        outcome = gainsaid(question, outcome, (mark.before, mark.beside), "chosen")
    if mark.kept is not None and not mark.trouble:
        kept = _stored(question, mark, _parsed(question, mark.kept.strip()))
        outcome = inferred.struck(question, kept, outcome, mark.text)
        how, note = outcome.how, join(note, outcome.note)
    if mark.trouble and (typed or mark.stored or mark.other):
        found = _values(outcome)
        found += _values(_parsed(question, mark.other)) if mark.other else ()
        outcome = Outcome(doubt=mark.trouble, candidates=tuple(dict.fromkeys(found)))
    elif mark.whole and mark.kept is None and not outcome.doubt:
        outcome = _prompt_or_not(question, mark, outcome)
    text = f"{mark.before}{mark.text}{mark.beside}" or mark.stored
    return outcome._replace(how=how, text=text, note=note)


def _values(outcome: Outcome) -> tuple[Value, ...]:
    """What an outcome may be: its candidates, or the value that it has."""
    return outcome.candidates or ((outcome.value,) if outcome.value is not None else ())


def _parsed(question: Question, typed: str, how: str = "", text: str = "") -> Outcome:
    """The value of a text; blank where there is none, or none that is seen."""
    if not typed or (len(typed) < _FEW and not same(typed)):
        return Outcome(None, how, text)
    value = kind(question).parse(typed, question)
    if isinstance(value, Unclear):
        return Outcome(None, how, text, value.reason, value.candidates)
    return Outcome(value, how, text)


def _stored(question: Question, mark: Mark, outcome: Outcome) -> Outcome:
    """The outcome against the date that the control stores: two that differ are a doubt, two that agree settle one."""
    if question.kind != "date" or not _ISO.match(mark.stored):
        return outcome
    if outcome.doubt:
        if mark.stored in outcome.candidates and _says_day(question, mark):
            return Outcome(mark.stored)
        return outcome._replace(candidates=tuple(dict.fromkeys((*outcome.candidates, mark.stored))))
    if outcome.value == mark.stored:
        return outcome
    shown = kind(question)
    stored = shown.show(mark.stored, question)
    if outcome.value is None:
        doubt = f"no date is shown, but the control still holds {stored}"
        return Outcome(doubt=doubt, candidates=(mark.stored,))
    doubt = f"the date shown is {shown.show(outcome.value, question)}, but the control still holds {stored}"
    return Outcome(doubt=doubt, candidates=(outcome.value, mark.stored))


def _says_day(question: Question, mark: Mark) -> bool:
    """Whether a text that is not certain by itself, as for its short year, says the stored day and nothing else."""
    typed = (mark.before + mark.text + mark.beside).strip()
    whole = re.sub(r"['’]?\b\d{2}\Z", mark.stored[:4], typed)
    return bool(_DIGITS.match(typed)) or kind(question).parse(whole, question) == mark.stored


def _prompt_or_not(question: Question, mark: Mark, outcome: Outcome) -> Outcome:
    """The outcome where the words of the prompt may be typed words as well: certain if only one reading is possible."""
    other = _parsed(question, (mark.before + mark.whole + mark.beside).strip())
    if other.doubt or other.value == outcome.value:
        return outcome
    doubt = f"“{mark.whole.strip()}” holds the words of the empty form; are they part of the answer?"
    return Outcome(doubt=doubt, candidates=tuple(value for value in (outcome.value, other.value) if value is not None))


# --- rows of a table -------------------------------------------------------------------------------------


def _rows(question: Question, marks: Sequence[Mark], gone: Collection[Address], known: Known) -> Outcome:
    """The rows of a table, blank ones left out; one doubtful cell, or one that is gone, leaves the table in doubt."""
    lost = {(address.row, address.column) for address in gone}
    cells: dict[int, dict[str, list[Mark]]] = {row: {} for row, _ in lost}
    for mark in marks:
        cells.setdefault(mark.address.row, {}).setdefault(mark.address.column, []).append(mark)
    rows: list[Row] = []
    raw: list[Row] = []
    doubts: dict[str, str] = {}
    notes: list[str] = []
    hows: Counter[str] = Counter()
    for number in sorted(cells):
        outcomes = {
            column.id: _outcome(column, cells[number].get(column.id, ()), (), known)
            if column.id in cells[number] or (number, column.id) in lost
            else Outcome()
            for column in question.columns
        }
        if all(one.value is None and not one.doubt for one in outcomes.values()):
            continue
        row: dict[str, Cell] = {}
        for column in question.columns:
            one = outcomes[column.id]
            hows[one.how] += one.value is not None
            row[column.id] = None if isinstance(one.value, tuple) else one.value
            if one.doubt:
                doubts.setdefault(one.doubt, f"row {number}, {column.label}: {one.doubt}")
            if one.note:
                notes.append(f"row {number}, {column.label}: {one.note}")
        if rows and rows[-1] == row and not any(one.doubt for one in outcomes.values()):
            notes.append(f"row {number} says the same as the row before it")
        rows.append(row)
        raw.append({name: value if value is not None else outcomes[name].text or None for name, value in row.items()})
    text = "\n".join(" | ".join("" if value is None else str(value) for value in row.values()) for row in raw)
    how = "control" if not set(hows) - {"control"} or not rows else "rows"
    note = "; ".join(notes)
    if doubts:
        return Outcome(how=how, text=text, doubt="; ".join(doubts.values()), candidates=(tuple(raw),), note=note)
    return Outcome(tuple(rows) or None, how, text, note=note)
