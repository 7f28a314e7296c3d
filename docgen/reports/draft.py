"""A report while it is being put together: what every section function is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TypeVar, cast

from docgen.measures import counts
from docgen.model import Audit, Figure, Form, Measure, ReportSection
from docgen.reports.blocks import Block, Heading, Paragraph
from docgen.reports.facts import Facts, Reading
from docgen.reports.grids import Grid, Spread, audits_in, form_of, grid, spread
from docgen.reports.heat import Heat, heats
from docgen.reports.material import Material
from docgen.reports.narrative import Narrative, Said
from docgen.reports.nouns import Noun, unit
from docgen.reports.numbers import Trace, cleaned
from docgen.reports.standard import filled, good_measure

T = TypeVar("T")

FIGURE_KINDS = ("overall", "breakdown", "crosstab")
"""Kinds of section that are a table of measures."""

JUDGEMENT_KINDS = ("judgements", "questions")
"""Kinds of section that are about judgements over many questions."""

SUBJECTS = {"case": "Case", "practitioner": "Practitioner", "auditor": "Auditor"}
"""What is printed before the name of whom a report is about."""


@dataclass(frozen=True)
class Draft:
    """The material, and the tools that make text of it. Every section of its outline has an id."""

    material: Material
    trace: Trace
    narrative: Narrative
    kept: dict[str, object] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, material: Material, narrative: Narrative, trace: Trace) -> Draft:
        """The draft of a report, with what the outline leaves to docgen filled in."""
        return cls(filled(material), trace, narrative)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, worked out when it is first asked for under this name."""
        if name not in self.kept:
            self.kept[name] = make()
        return cast("T", self.kept[name])

    @property
    def period(self) -> str:
        """The period as a sentence says it."""
        timeline = self.material.timeline
        return cleaned(timeline.now.label if timeline is not None else self.material.period)

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
    def heats(self) -> Mapping[str, tuple[Heat, ...]]:
        """Section id → the judgements that it is about, for every section that is about judgements."""
        found = {}
        for section in self.material.report.sections:
            if section.kind in JUDGEMENT_KINDS:
                what = f"heats of {section.form} {section.questions} {section.where}"
                found[section.id] = self.once(what, partial(heats, self.material, section))
        return found

    @cached_property
    def before(self) -> Mapping[str, Spread]:
        """Section id → the same measures over the period before, for every table; empty where there is none."""
        timeline = self.material.timeline
        previous = timeline.previous if timeline is not None else None
        if previous is None:
            return {}
        found = {}
        for name, one in self.grids.items():
            audits = audits_in(self.material, one.section, previous)
            found[name] = spread(self.material, one.section, audits, one.spread.measures, previous.short)
        return found

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
        form = form_of(self.material, section)
        good = good_measure(self.material.framework, form) if form is not None else None
        names = [*([good.id] if good is not None else []), *names]
        wanted = [by_id[name] for name in dict.fromkeys(names) if name in by_id]
        return [self.reading(grid, measure) for measure in wanted if measure.better]

    def reading(self, grid: Grid, measure: Measure) -> Reading:
        """The facts of one measure of a table, with its groups."""
        section = grid.section
        noun = Noun.of(cleaned(section.row_label).lower() if section.row_label and not grid.across else "group")
        then = self.before.get(section.id)
        return self.facts.reading(measure, grid.spread, then, form_of(self.material, section), (section.by, noun))

    def total(self, measure: Measure) -> Figure:
        """A measure over all returns of its form."""
        return counts((measure,), self.returns_of(measure.form), self.material.framework)[0]

    def returns_of(self, form: str) -> tuple[Audit, ...]:
        """The returns of a form: the audits, the second grades of them, or what came in of another form."""
        moderated = self.material.report.moderation
        return self.material.moderations if form and form == moderated else self.material.returns(form)

    def say(self, section: ReportSection, **facts: object) -> Said:
        """The words of a section: the framework's own where it has some, else those of its kind."""
        own = [f"{self.material.framework.id}/{name}" for name in (section.id, section.kind)]
        noun = unit(form_of(self.material, section))
        known = {"period": self.period, "unit": noun.one, "units": noun.many, "done": noun.done}
        return self.narrative.say([*own, section.kind], **{**known, **facts})

    def opening(self, section: ReportSection) -> list[Block]:
        """The heading of a section and the team's own paragraphs."""
        return [Heading(1, section.title), *(Paragraph((cleaned(text),)) for text in section.text)]
