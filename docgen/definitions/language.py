"""The words of the definition language: what may stand in a definition, and what each word means.

These models say only which words there are and what shape their values have. `build` makes model values of them,
`lint` checks what they mean together, and the editors' schema and the reference are made from the descriptions.
"""

from docgen.definitions.cyclewords import Allocation, CaseField, Cycle, Method, SamplePlan, Step
from docgen.definitions.figurewords import (
    Claim,
    Column,
    Measure,
    Moderation,
    Recommendation,
    Reference,
    Report,
    ReportSection,
    Round,
    Threshold,
)
from docgen.definitions.formwords import (
    Comment,
    Form,
    Grade,
    Option,
    Question,
    Roles,
    Rule,
    Scale,
    Section,
    TableColumn,
    Theme,
)
from docgen.definitions.guidancewords import Guidance, GuidanceColumn, GuidancePart, GuidanceTable
from docgen.definitions.shapes import Line, Name, Part, Text


class Definition(Part):
    """One version of an audit framework, whole."""

    id: Name
    """How commands and files call the framework."""
    version: Line
    """The version, in quotes, such as "2014.11". A released version is never edited: a change is a new version."""
    title: Line
    """The title of the framework."""
    organisation: Line
    """Whose framework it is."""
    marking: Line = ""
    """The protective marking that stands on every page, such as OFFICIAL-SENSITIVE."""
    summary: Text = ""
    """What the framework is for, in a few sentences."""
    source_note: Text = ""
    """Where the content is from, and what is docgen's or the team's own reading."""
    scales: tuple[Scale, ...] = ()
    """The scales of grades."""
    themes: tuple[Theme, ...] = ()
    """The headings under which strengths and learning are gathered."""
    case_fields: tuple[CaseField, ...] = ()
    """What the case list tells of each case beside what fills the forms in."""
    forms: tuple[Form, ...]
    """The toolkits."""
    moderation: Moderation | None = None
    """How a second grade meets the first."""
    schedule: tuple[Method, ...] = ()
    """The methods of quality assurance, and how often each is due."""
    cycle: Cycle | None = None
    """How cases are chosen and given to auditors, and which step follows which by when."""
    measures: tuple[Measure, ...] = ()
    """What is counted."""
    thresholds: tuple[Threshold, ...] = ()
    """The targets."""
    references: tuple[Reference, ...] = ()
    """What earlier rounds or other bodies found."""
    rounds: tuple[Round, ...] = ()
    """The audit rounds."""
    reports: tuple[Report, ...] = ()
    """The outlines of the reports."""
    guidance: Guidance | None = None
    """The guidance document: aims, roles, process and standards, beside what is drawn from the forms and scales."""


__all__ = [
    "Allocation",
    "CaseField",
    "Claim",
    "Column",
    "Cycle",
    "Comment",
    "Definition",
    "Form",
    "Grade",
    "Guidance",
    "GuidanceColumn",
    "GuidancePart",
    "GuidanceTable",
    "Measure",
    "Method",
    "Moderation",
    "Option",
    "Question",
    "Recommendation",
    "Reference",
    "Report",
    "ReportSection",
    "Roles",
    "Round",
    "Rule",
    "SamplePlan",
    "Scale",
    "Section",
    "Step",
    "TableColumn",
    "Theme",
    "Threshold",
]
