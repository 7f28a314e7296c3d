"""The words of the audit cycle: what the case list tells, and which method is due how often."""

from typing import Literal

from docgen.definitions.shapes import Id, Line, Name, Part, Text

CaseKind = Literal["text", "yesno", "date", "number"]
Frequency = Literal["weekly", "monthly", "two-monthly", "three-monthly", "six-monthly", "yearly", "event"]


class CaseField(Part):
    """Something that the case list tells of a case and no form asks, such as who was involved in it."""

    id: Id
    """How the column of the case list is headed, and how rules and measures call it. It never changes its meaning."""
    kind: CaseKind
    """What a cell holds."""
    label: Line
    """What people read. The column may be headed by it as well."""
    guidance: Text = ""
    """What to write into the case list, in one or two sentences."""


class Method(Part):
    """One method of the schedule: what is done, how often, and by whom."""

    id: Name
    """How plans and reports call the method."""
    method: Line
    """What people call it, such as Practice audits."""
    frequency: Frequency
    """How often it is due; event where something in the case sets it off."""
    who: Line = ""
    """Who carries it out."""
    cases: Text = ""
    """How its cases are chosen; for an event, which one sets it off."""
    form: Line = ""
    """The id of the form that it is done with, where it has one."""
    note: Text = ""
    """What else there is to know, such as what it is for and who hears of it."""
