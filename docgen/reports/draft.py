"""A report while it is being put together: what every section function is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from docgen.measures import counts
from docgen.model import Audit, Figure, Form, Measure, ReportSection
from docgen.reports.blocks import Block, Heading, Paragraph
from docgen.reports.facts import Facts, Reading
from docgen.reports.grids import Grid, grid
from docgen.reports.material import Material
from docgen.reports.narrative import Narrative, Said, many_of
from docgen.reports.numbers import Trace, cleaned

FIGURE_KINDS = ("overall", "breakdown", "crosstab")
"""Kinds of section that are a table of measures."""


@dataclass(frozen=True)
class Draft:
    """The material, and the tools that make text of it. Every section of its outline has an id."""

    material: Material
    trace: Trace
    narrative: Narrative

    @classmethod
    def of(cls, material: Material, narrative: Narrative, trace: Trace) -> Draft:
        """The draft of a report; a section without an id gets one from its kind and its place."""
        report = material.report
        named = [replace(one, id=one.id or f"{one.kind}-{n}") for n, one in enumerate(report.sections, start=1)]
        return cls(replace(material, report=replace(report, sections=tuple(named))), trace, narrative)

    @property
    def form(self) -> Form | None:
        """The form that the report is about."""
        return self.material.framework.form(self.material.report.form)

    @cached_property
    def facts(self) -> Facts:
        """What may be said of a measure."""
        return Facts(self.material, self.trace)

    @cached_property
    def grids(self) -> Mapping[str, Grid]:
        """Section id → its table, for every section that is one, in the order of the outline."""
        return {
            section.id: grid(self.material, section)
            for section in self.material.report.sections
            if section.kind in FIGURE_KINDS
        }

    @cached_property
    def readings(self) -> Mapping[str, tuple[Reading, ...]]:
        """Section id → the facts of the measures that a reader judges by, those of its chart first.

        A measure is judged by where its definition says which way is better.
        """
        return {name: tuple(self._readings(one)) for name, one in self.grids.items()}

    def _readings(self, grid: Grid) -> list[Reading]:
        section = grid.section
        columns = [*(grid.column(name) for name in section.chart), *grid.columns]
        names = [*(one.measure for one in columns if one is not None), *section.measures]
        by_id = {measure.id: measure for measure in grid.spread.measures}
        wanted = [by_id[name] for name in dict.fromkeys(names) if name in by_id]
        return [self.reading(grid, measure) for measure in wanted if measure.better]

    def reading(self, grid: Grid, measure: Measure) -> Reading:
        """The facts of one measure of a table, with its groups."""
        section = grid.section
        one = cleaned(section.row_label).lower() if section.row_label and not grid.across else "group"
        return self.facts.reading(measure, grid.spread, section.by, one, many_of(one))

    def total(self, measure: Measure) -> Figure:
        """A measure over all returns of its form."""
        return counts((measure,), self.returns_of(measure.form), self.material.framework)[0]

    def returns_of(self, form: str) -> tuple[Audit, ...]:
        """The returns of a form: the audits, or the second grades."""
        return self.material.audits if form in ("", self.material.report.form) else self.material.moderations

    def say(self, section: ReportSection, **facts: object) -> Said:
        """The words of a section: the framework's own where it has some, else those of its kind."""
        own = [f"{self.material.framework.id}/{name}" for name in (section.id, section.kind)]
        return self.narrative.say([*own, section.kind], period=cleaned(self.material.period), **facts)

    def opening(self, section: ReportSection) -> list[Block]:
        """The heading of a section and the team's own paragraphs."""
        return [Heading(1, section.title), *(Paragraph((cleaned(text),)) for text in section.text)]
