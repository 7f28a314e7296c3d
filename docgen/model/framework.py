"""A framework: everything that one definition says."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.model.cycle import Cycle, Method, Moderation
from docgen.model.form import Form, Question, Scale
from docgen.model.guidance import Guidance
from docgen.model.problem import NOWHERE, Place
from docgen.model.report import Measure, Reference, Report, Round, Theme, Threshold
from docgen.workdays import ENGLAND, Calendar


@dataclass(frozen=True, slots=True)
class Framework:
    """One version of an audit framework, whole.

    case_fields     what the case list tells of each case and no form asks: text, yesno, date or number
    schedule        every method of quality assurance, with or without a form
    cycle           what is sampled, who gets it, and which step follows which; None where nothing is said
    calendar        the working days by which its rules, measures and steps count: of the nation of its cycle, or of
                    the team that uses it
    """

    id: str
    version: str
    title: str
    organisation: str
    scales: tuple[Scale, ...]
    forms: tuple[Form, ...]
    themes: tuple[Theme, ...] = ()
    measures: tuple[Measure, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    references: tuple[Reference, ...] = ()
    rounds: tuple[Round, ...] = ()
    moderation: Moderation | None = None
    reports: tuple[Report, ...] = ()
    guidance: Guidance | None = None
    case_fields: tuple[Question, ...] = ()
    schedule: tuple[Method, ...] = ()
    cycle: Cycle | None = None
    calendar: Calendar = ENGLAND
    summary: str = ""
    marking: str = ""
    source_note: str = ""
    digest: str = ""
    place: Place = NOWHERE

    def form(self, form_id: str) -> Form | None:
        """The form with this id, or None."""
        return next((form for form in self.forms if form.id == form_id), None)

    def scale(self, scale_id: str) -> Scale | None:
        """The scale with this id, or None."""
        return next((scale for scale in self.scales if scale.id == scale_id), None)

    def measure(self, measure_id: str) -> Measure | None:
        """The measure with this id, or None."""
        return next((measure for measure in self.measures if measure.id == measure_id), None)

    def report(self, report_id: str) -> Report | None:
        """The report with this id, or None."""
        return next((report for report in self.reports if report.id == report_id), None)
