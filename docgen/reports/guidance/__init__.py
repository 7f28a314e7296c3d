"""The guidance document of a framework: what good looks like, made from the definition that the forms come from.

What the definition knows is drawn from it and never written twice: grades and their descriptors, targets, whom to
tell at once, how each form is filled in, what must be answered, what is checked, and every question with its
guidance. The `guidance` of the definition brings the rest: aims, roles, process, standards, terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from docgen.model import SHOWN, Framework, Guidance, GuidancePart, GuidanceTable
from docgen.reports.blocks import Block, Bullets, Heading, PageBreak, Paragraph, TextTable
from docgen.reports.guidance import forms, grades, questions
from docgen.reports.guidance.frame import Frame, cell
from docgen.reports.guidance.saying import listed
from docgen.reports.template import Properties

__all__ = ["draw_up", "write"]

Contacts = Sequence[tuple[str, str]]
"""Who holds a role and how to reach them, by the name of the role."""

CREATED = datetime(2026, 1, 1)
"""The date in the file's properties. The document follows from its definition alone: the same gives the same bytes."""

LONGEST_NAME = 60
"""How many characters a first column may have to count as names; longer texts are set as words."""

TITLES = {
    "grades": "The grades",
    "targets": "Targets",
    "schedule": "What is done, and how often",
    "urgent": "Whom to tell at once",
    "forms": "The forms and how to fill them in",
    "checks": "What is checked when a form comes back",
    "questions": "Question by question",
}


def write(framework: Framework, template: bytes, contacts: Contacts = ()) -> bytes:
    """The guidance document as a Word file, on the base of reports.

    The same definition, base and contacts give the same bytes. Raises DocgenError where the base cannot be filled in.
    """
    from docgen.reports import word

    guidance = _guidance(framework)
    properties = Properties(
        title=guidance.title,
        organisation=framework.organisation,
        created=CREATED,
        round=framework.title,
        date=f"Version {framework.version}",
        marking=guidance.marking,
        subject=f"{framework.title} {framework.version}",
    )
    return word.write(draw_up(framework, contacts), template, properties)


def draw_up(framework: Framework, contacts: Contacts = ()) -> tuple[Block, ...]:
    """The blocks of the document: in short, the parts of the guidance, what no part has shown, and the source."""
    guidance = _guidance(framework)
    frame = Frame.of(framework, guidance, tuple(contacts))
    blocks = [*_in_short(framework)]
    for n, part in enumerate(guidance.parts, start=1):
        blocks += _part(part, f"part-{n}", frame)
    named = {name for part in guidance.parts for name in part.shows}
    for name in SHOWN:
        drawn = tuple(_shown(name, frame)) if name not in named else ()
        if drawn:
            blocks += [*([PageBreak()] if name == "questions" else []), Heading(1, TITLES[name]), *drawn]
    if framework.source_note:
        blocks += [Heading(1, "Where this comes from"), Paragraph((framework.source_note,))]
    return tuple(blocks)


def _guidance(framework: Framework) -> Guidance:
    """The guidance of the definition; of one that has none, a title and no parts."""
    return framework.guidance or Guidance("What good looks like", ())


def _in_short(framework: Framework) -> Iterator[Block]:
    yield Heading(1, "In short")
    if framework.summary:
        yield Paragraph((framework.summary,), "lead")
    one = len(framework.forms) == 1
    names = listed(form.title for form in framework.forms)
    items = [f"The form: {names}." if one else f"The forms: {names}."]
    for scale in framework.scales:
        good = [grade.label for grade in scale.grades if grade.good]
        lead = "The grades" if len(framework.scales) == 1 else f"The grades of “{scale.label}”"
        counts = f" {listed(good)} {'count' if len(good) > 1 else 'counts'} as good." if good else ""
        items.append(f"{lead}: {listed(grade.label for grade in scale.grades)}.{counts}")
    yield Bullets(tuple((item,) for item in items))


def _part(part: GuidancePart, name: str, frame: Frame) -> Iterator[Block]:
    """A part as it is written, then what it shows. The questions start on a new page."""
    if "questions" in part.shows:
        yield PageBreak()
    yield Heading(1, part.title)
    for text in part.text:
        yield Paragraph((text,))
    if part.items:
        yield Bullets(tuple((item,) for item in part.items))
    if part.table is not None:
        yield from _table(part.table, name, part.title)
    yield from grades.described(tuple(name for name in part.shows if name not in SHOWN), frame)
    for shown in part.shows:
        if shown in SHOWN:
            yield from _shown(shown, frame)


def _table(table: GuidanceTable, name: str, title: str) -> Iterator[Block]:
    """A table of words; a turned one as a small table for each row, its columns below one another."""
    caption = table.caption or title
    if not table.turned:
        rows = tuple(tuple(cell(*texts) for texts in row) for row in table.rows)
        named = max(len(" ".join(row[0])) for row in table.rows) <= LONGEST_NAME
        yield TextTable(name, caption, table.columns, rows, named)
        return
    for n, row in enumerate(table.rows, start=1):
        pairs = zip(table.columns[1:], row[1:], strict=True)
        yield TextTable(
            f"{name}-{n}",
            f"{caption}, {n} of {len(table.rows)}" if len(table.rows) > 1 else caption,
            (table.columns[0], " ".join(row[0])),
            tuple((cell(label), cell(*texts)) for label, texts in pairs),
        )


def _shown(name: str, frame: Frame) -> Iterator[Block]:
    """What is drawn from the definition under one of the words of `SHOWN`; nothing where there is nothing to say."""
    match name:
        case "grades":
            return grades.scales(frame)
        case "targets":
            return grades.targets(frame)
        case "schedule":
            return grades.schedule(frame)
        case "urgent":
            return forms.urgent(frame)
        case "forms":
            return forms.forms(frame)
        case "checks":
            return forms.checks(frame)
        case _:
            return questions.questions(frame)
