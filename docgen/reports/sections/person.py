"""Reports on one case or person: the audit itself, what came before it, and the learning over time."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.fields import same, show
from docgen.model import Audit, Figure, Form, Question, ReportSection
from docgen.model import Section as FormSection
from docgen.reports.blocks import Block, Bullets, Heading, Paragraph, TableBlock, TableColumn, TableRow, TextTable
from docgen.reports.days import long_date
from docgen.reports.draft import Draft
from docgen.reports.grids import audits_of, form_of
from docgen.reports.numbers import Count, cleaned

Cell = tuple[Paragraph | Bullets, ...]

MOST_NAMED = 6
"""How many points that come back are named one by one."""


def latest(draft: Draft, section: ReportSection) -> Audit | None:
    """The last return that a section is about: of one case, the one that feedback is given on."""
    form = form_of(draft.material, section)
    date = form.role("date") if form is not None else ""
    return max(audits_of(draft.material, section), key=lambda one: str(one.values.get(date) or ""), default=None)


def particulars(draft: Draft, section: ReportSection) -> list[Block]:
    """The details of one audit, as its form holds them: who, when, what kind of case."""
    form = form_of(draft.material, section)
    audit = latest(draft, section)
    if form is None or audit is None:
        return [*draft.opening(section), *draft.say(section).blocks]
    asked = [one for part in form.sections if part.look == "details" for one in part.questions]
    if section.questions:
        asked = [one for one in form.questions if one.id in section.questions]
    rows = tuple(TableRow((cleaned(one.label), text)) for one in asked if (text := answer(audit, one)))
    columns = (TableColumn("What", width=2), TableColumn("Answer", width=3))
    caption = section.caption or cleaned(form.title)
    return [*draft.opening(section), TableBlock(f"{section.id}-details", caption, columns, rows)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The overall grade of one audit: what it is, what it means, and whether another grade was given first."""

    grade: str
    meaning: str
    first: str
    day: str


def outcome(draft: Draft, section: ReportSection) -> list[Block]:
    """The overall grade of one audit with what it means, and why it was given."""
    form = form_of(draft.material, section)
    audit = latest(draft, section)
    question = form.question(form.role("grade")) if form is not None else None
    if form is None or audit is None or question is None:
        return [*draft.opening(section), *draft.say(section, outcome=None).blocks]
    option = question.option(str(audit.values.get(question.id) or ""))
    first = question.option(audit.audited_grade)
    day = str(audit.values.get(form.role("date")) or "")
    found = Outcome(
        cleaned(option.label) if option is not None else "",
        cleaned(option.descriptor) if option is not None else "",
        cleaned(first.label) if first is not None and option is not None and first.id != option.id else "",
        long_date(day) if day else "",
    )
    blocks = [*draft.opening(section), *draft.say(section, outcome=found).blocks]
    for name in section.questions:
        asked = form.question(name)
        if asked is not None and (text := answer(audit, asked)):
            lines = [cleaned(line) for line in text.split("\n") if line.strip()]
            blocks += [Heading(2, _titled(form, asked)), *(Paragraph((line,)) for line in lines)]
    return blocks


def answers(draft: Draft, section: ReportSection) -> list[Block]:
    """What one audit found, question by question, with its comments; what was left blank is left out."""
    form = form_of(draft.material, section)
    audit = latest(draft, section)
    blocks = draft.opening(section)
    if form is None or audit is None:
        return [*blocks, *draft.say(section).blocks]
    elsewhere = {name for one in draft.material.report.sections if one.kind == "outcome" for name in one.questions}
    for part in form.sections:
        rows = _found(audit, form, part, section, elsewhere)
        if rows:
            commented = any(row[2] for row in rows)
            columns = ("Question", "Answer", "Comment") if commented else ("Question", "Answer")
            cells = tuple(tuple(_words(text) for text in row[: len(columns)]) for row in rows)
            blocks.append(TextTable(f"{section.id}-{part.id}", cleaned(part.title), columns, cells))
    return blocks if len(blocks) > len(draft.opening(section)) else [*blocks, *draft.say(section).blocks]


def _found(
    audit: Audit, form: Form, part: FormSection, section: ReportSection, elsewhere: set[str]
) -> list[tuple[str, str, str]]:
    """Question, answer and comment for everything that a section of the form was answered with."""
    rows = []
    comments = {one.about: one for one in part.questions if one.about}
    for question in part.questions:
        told = _told(form, part, question) and question.id not in elsewhere
        chosen = question.id in section.questions if section.questions else told
        with_another = question.about and question.about in {one.id for one in part.questions}
        if not chosen or question.kind == "table" or (with_another and not section.questions):
            continue
        said = answer(audit, question)
        comment = answer(audit, comments[question.id]) if question.id in comments else ""
        if said or comment:
            rows.append((cleaned(question.label), said or "–", comment))
    if any(row[2] for row in rows):
        long = {cleaned(one.label) for one in part.questions if one.kind == "longtext"}
        rows = [(label, "–", said) if label in long and not more else (label, said, more) for label, said, more in rows]
    return rows


def _told(form: Form, part: FormSection, question: Question) -> bool:
    """Whether a question is told of where the outline names none: all but the details and the overall grade."""
    grade = form.role("grade")
    return part.look != "details" and grade not in (question.id, question.about)


def answer(audit: Audit, question: Question) -> str:
    """An answer in the words of the form; empty where it is blank or doubtful."""
    if question.id in audit.unknown:
        return ""
    value = audit.values.get(question.id)
    if question.kind == "date":
        return long_date(str(value)) if value else ""
    return show(value, question).strip()


def _words(text: str) -> Cell:
    """A text as the cell of a table: a paragraph a line, several ticks as a list."""
    parts = [cleaned(part) for part in text.replace(";", "\n").split("\n") if part.strip()] if ";" in text else []
    if len(parts) > 1 and "\n" not in text and all(len(part) < 90 for part in parts):
        return (Bullets(tuple((part,) for part in parts)),)
    lines = [cleaned(line) for line in text.split("\n") if line.strip()]
    return tuple(Paragraph((line,)) for line in lines) or (Paragraph(("–",)),)


def _titled(form: Form, question: Question) -> str:
    about = form.question(question.about)
    return cleaned(about.label) if about is not None and question.label == "Comment" else cleaned(question.label)


# --- over time -------------------------------------------------------------------------------------------


def history(draft: Draft, section: ReportSection) -> list[Block]:
    """Everything that was returned on the case or person, form by form and in the order of its dates."""
    material = draft.material
    found: list[tuple[str, tuple[str, ...]]] = []
    mine = material.subject.audits if material.subject is not None else material.audits
    every = [(material.report.form, mine), *sorted(material.others.items())]
    for name, audits in every:
        form = material.framework.form(name)
        grade = form.question(form.role("grade")) if form is not None else None
        for audit in audits if form is not None else ():
            day = str(audit.values.get(form.role("date")) or "") if form is not None else ""
            given = answer(audit, grade) if grade is not None else ""
            auditor = form.question(form.role("auditor")) if form is not None else None
            by = answer(audit, auditor) if auditor is not None else ""
            title = cleaned(form.title) if form is not None else name
            found.append((day, (long_date(day) if day else "–", title, audit.case or "–", given or "–", by or "–")))
    found.sort(key=lambda row: row[0])
    said = draft.say(section, number=draft.trace.number(len(found), "returns", "Returns on record"))
    blocks = [*draft.opening(section), *said.blocks]
    if len(found) > 1:
        names = ("Date", "What", "Case", "Overall", "By")
        telling = [n for n in range(len(names)) if n in (0, 3) or len({cells[n] for _, cells in found}) > 1]
        columns = tuple(TableColumn(names[n]) for n in telling)
        rows = tuple(TableRow(tuple(cells[n] for n in telling)) for _, cells in found)
        blocks.append(TableBlock(f"{section.id}-list", section.caption or "On record", columns, rows))
    return blocks


@dataclass(frozen=True, slots=True)
class Again:
    """A learning point that was noted more than once, and when last."""

    label: str
    number: Count
    last: str


def learning_log(draft: Draft, section: ReportSection) -> list[Block]:
    """The learning of a person over time: every audit with what was noted, and the points that come back."""
    form = form_of(draft.material, section)
    subject = draft.material.subject
    audits = subject.audits if subject is not None else draft.material.audits
    asked = [one for name in section.questions if form is not None and (one := form.question(name)) is not None]
    date = form.role("date") if form is not None else ""
    noted = _points(asked, audits)
    again = sorted(((label, some) for label, some in noted.items() if len(some) > 1), key=lambda item: -len(item[1]))
    last = audits[-1] if audits else None
    said = draft.say(
        section,
        number=draft.trace.number(len(audits), "cases", "Audits on record"),
        empty=draft.trace.number(
            sum(not any(audit in some for some in noted.values()) for audit in audits), "log.none", "Without learning"
        ),
        again=[
            Again(label, draft.trace.count(_figure(label, some)), _day(some[-1], date))
            for label, some in again[:MOST_NAMED]
        ],
        more=draft.trace.number(max(len(again) - MOST_NAMED, 0), "log.more", "Further points noted more than once"),
        last=_day(last, date) if last is not None else "",
        gone=[label for label, some in again[:MOST_NAMED] if last is not None and last not in some],
    )
    blocks = [*draft.opening(section), *said.blocks]
    if audits and form is not None:
        blocks.append(_log(draft, section, form, asked, audits))
    return blocks


def _points(asked: list[Question], audits: tuple[Audit, ...]) -> dict[str, list[Audit]]:
    """Each point that was ticked, under whatever question, with the audits that tick it."""
    noted: dict[str, list[Audit]] = {}
    for audit in audits:
        found: dict[str, None] = {}
        for question in asked:
            value = audit.values.get(question.id)
            if question.kind == "ticks" and isinstance(value, tuple) and question.id not in audit.unknown:
                found |= dict.fromkeys(cleaned(one.label) for one in question.options if one.id in value)
        for label in found:
            noted.setdefault(label, []).append(audit)
    return noted


def _figure(label: str, some: list[Audit]) -> Figure:
    return Figure(f"log.{same(label)}", label, len(some), None, tuple(one.key for one in some))


def _day(audit: Audit, date: str) -> str:
    day = str(audit.values.get(date) or "")
    return long_date(day) if day else "no date"


def _log(
    draft: Draft, section: ReportSection, form: Form, asked: list[Question], audits: tuple[Audit, ...]
) -> TextTable:
    grade = form.question(form.role("grade"))
    rows: list[tuple[Cell, ...]] = []
    for audit in audits:
        when = (Paragraph((_day(audit, form.role("date")),)), Paragraph((f"Case {audit.case}",)))
        given = answer(audit, grade) if grade is not None else ""
        rows.append((when, (Paragraph((given or "–",)),), _noted(form, asked, audit)))
    columns = ("Audit", cleaned(grade.label) if grade is not None else "Grade", section.row_label or "Learning")
    return TextTable(f"{section.id}-log", section.caption or section.title, columns, tuple(rows))


def _noted(form: Form, asked: list[Question], audit: Audit) -> Cell:
    """What one audit noted: the ticks of each question as a list, and its comment."""
    parts: list[Paragraph | Bullets] = []
    for question in asked:
        value = audit.values.get(question.id)
        comment = next((one for one in form.questions if one.about == question.id), None)
        said = answer(audit, comment) if comment is not None and comment not in asked else ""
        if question.kind == "ticks":
            ticked = [cleaned(one.label) for one in question.options if isinstance(value, tuple) and one.id in value]
            if ticked:
                parts.append(Bullets(tuple((f"{cleaned(question.label)}: {label}",) for label in ticked)))
            if ticked and said:
                parts.append(Paragraph((cleaned(said),)))
        elif text := answer(audit, question):
            parts.append(Paragraph((cleaned(text),)))
    return tuple(parts) or (Paragraph(("Nothing noted",)),)
