"""The field's words as frozen values: what a framework says, what a return said, what QA asks back.

Nothing here reads a file, a clock or a setting. A value remembers where it was read (`Place`), so that any
later message can name the line, the question or the cell.
"""

from docgen.model.action import UNFINISHED, Action, ActionStatus, Agreed
from docgen.model.cycle import (
    FREQUENCIES,
    NATIONS,
    ROUNDS,
    START,
    AllocationRules,
    Cycle,
    Method,
    Moderation,
    SamplePlan,
    Step,
)
from docgen.model.figure import Audit, Figure
from docgen.model.form import Condition, Form, Grade, Option, Question, Rule, Scale, Section, Test, walk
from docgen.model.framework import Framework
from docgen.model.guidance import SHOWN, Guidance, GuidancePart, GuidanceTable
from docgen.model.ledger import Receipt, Standing, Toolkit
from docgen.model.problem import NOWHERE, DocgenError, Place, Query, Severity
from docgen.model.recommendation import Adopted, Basis, RecommendationStatus, Retest
from docgen.model.report import (
    Claim,
    Column,
    Measure,
    Recommendation,
    Reference,
    Report,
    ReportSection,
    Round,
    Theme,
    Threshold,
)
from docgen.model.returned import Answer, Identity, Return, State, Unread
from docgen.model.sample import Sample, Stratum
from docgen.model.value import Cell, Row, Value

__all__ = [
    "Action",
    "ActionStatus",
    "Adopted",
    "Agreed",
    "UNFINISHED",
    "AllocationRules",
    "Cycle",
    "NATIONS",
    "ROUNDS",
    "START",
    "Sample",
    "SamplePlan",
    "Step",
    "Answer",
    "Audit",
    "Basis",
    "Cell",
    "Claim",
    "Column",
    "Condition",
    "DocgenError",
    "FREQUENCIES",
    "Figure",
    "Form",
    "Framework",
    "Grade",
    "Guidance",
    "GuidancePart",
    "GuidanceTable",
    "Identity",
    "Measure",
    "Method",
    "Moderation",
    "NOWHERE",
    "Option",
    "Place",
    "Query",
    "Question",
    "Receipt",
    "Recommendation",
    "RecommendationStatus",
    "Reference",
    "Report",
    "ReportSection",
    "Retest",
    "Return",
    "Round",
    "Row",
    "Rule",
    "SHOWN",
    "Scale",
    "Section",
    "Severity",
    "Standing",
    "State",
    "Stratum",
    "Test",
    "Theme",
    "Threshold",
    "Toolkit",
    "Unread",
    "Value",
    "walk",
]
