"""The words of guidance documents. The text under each says what it means."""

from typing import Literal

from docgen.definitions.shapes import Id, Ids, Line, Part, Rows, Texts


class GuidanceColumn(Part):
    """A column of a table of words."""

    id: Id
    """How the rows call the column."""
    label: Line = ""
    """The words at the head of the column. Left out where the id is that of a grade, the label of the grade."""


class GuidanceTable(Part):
    """A table of words: standards and what to consider, roles and what they do, terms and what they mean."""

    caption: Line = ""
    """What is printed above the table. Left out, the heading of the part."""
    columns: tuple[GuidanceColumn, ...]
    """The columns. The first one names the rows."""
    rows: Rows
    """The rows: column and text, for every column. A list of texts in a cell is printed as bullets."""
    look: Literal["table", "turned"] | None = None
    """table, or turned: each row as a small table of its own, with the columns below one another. Left out, turned
    where there are more than four columns."""


class GuidancePart(Part):
    """A part of the guidance document, with a heading. What it has is printed in this order."""

    title: Line
    """The heading."""
    text: Texts = ()
    """Paragraphs."""
    items: Texts = ()
    """A list, printed as bullets."""
    table: GuidanceTable | None = None
    """A table of words."""
    shows: Ids = ()
    """What is drawn here from the rest of the definition: grades, targets, schedule, urgent, forms, checks, questions,
    or the options and descriptors of one question as form.question. What no part shows follows after the last part."""


class Guidance(Part):
    """What the guidance document says beside what the rest of the definition knows already."""

    title: Line = "What good looks like"
    """The title of the document. Left out, “What good looks like”."""
    marking: Line = ""
    """Its protective marking. Left out, none: a guidance document holds no case."""
    parts: tuple[GuidancePart, ...]
    """The parts, in the order of the document."""
