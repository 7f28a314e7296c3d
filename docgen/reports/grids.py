"""A section's measures over the groups of its cases, and the table that shows them, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.measures import Group, counts, group_by, part_of, percent, select, unsettled
from docgen.model import Audit, Column, Condition, Figure, Form, Framework, Measure, ReportSection
from docgen.reports.material import Material, Window
from docgen.reports.nouns import unit

WIDEST_CROSSTAB = 5
"""With more groups than this side by side, a crosstab shows shares only."""

TOTAL = "total"

Figures = Mapping[str, Figure]
"""Measure id → its figure."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The measures of a section: over all of its cases, and for each group of them.

    `unsettled` holds the keys of the cases for which one of the measures cannot be told.
    """

    measures: tuple[Measure, ...]
    whole: Figures
    groups: tuple[tuple[Group, Figures], ...] = ()
    unsettled: tuple[str, ...] = ()

    def rows(self, measure: str) -> tuple[tuple[Group, Figure], ...]:
        """Each group with its figure of one measure."""
        return tuple((group, figures[measure]) for group, figures in self.groups)


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: its counts or shares. A share names the columns that hold what it is a share of what.

    part   the column of the numerators; `base` that of the bases, looked up in the total row where `of_total`
    group  the option whose cases a crosstab's column counts
    """

    id: str
    label: str
    share: bool
    measure: str = ""
    part: str = ""
    base: str = ""
    of_total: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: what it is about, and a figure for each column."""

    id: str
    label: str
    cells: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of figures. The total row stands apart; `across` where measures are rows and groups columns."""

    section: ReportSection
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    total: GridRow | None
    spread: Spread
    across: bool = False

    def text(self, row: GridRow, column: GridColumn) -> str:
        """A cell as it is printed: `16`, `64%`, or a dash where there is no base."""
        figure = row.cells[self.columns.index(column)]
        return percent(figure) if column.share else str(figure.numerator)

    @property
    def everything(self) -> tuple[GridRow, ...]:
        """The rows, and the total row where there is one."""
        return self.rows if self.total is None else (*self.rows, self.total)

    def column(self, column_id: str) -> GridColumn | None:
        """The column with this id, or None."""
        return next((column for column in self.columns if column.id == column_id), None)


def form_of(material: Material, section: ReportSection) -> Form | None:
    """The form whose returns a section is about."""
    return material.framework.form(section.form or material.report.form)


def forms_of(material: Material, section: ReportSection) -> tuple[Form, ...]:
    """The forms that a section is about: one, or every form that asks its questions."""
    form = form_of(material, section)
    if not section.all_forms:
        return (form,) if form is not None else ()
    wanted = set(section.questions)
    return tuple(one for one in material.framework.forms if wanted <= {question.id for question in one.questions})


def audits_of(material: Material, section: ReportSection) -> tuple[Audit, ...]:
    """The audits that a section is about."""
    if section.all_forms:
        every = [audit for form in forms_of(material, section) for audit in material.returns(form.id)]
        return _chosen(material, section, tuple(every))
    return _chosen(material, section, material.returns(section.form))


def audits_in(material: Material, section: ReportSection, window: Window) -> tuple[Audit, ...]:
    """The audits of another stretch of time that a section would be about."""
    return _chosen(material, section, window.returns.get(section.form or material.report.form, ()))


def _chosen(material: Material, section: ReportSection, audits: tuple[Audit, ...]) -> tuple[Audit, ...]:
    return audits if section.where is None else select(audits, material.framework, section.where)


def grid(material: Material, section: ReportSection) -> Grid:
    """The table of an overall, breakdown or crosstab section."""
    audits = audits_of(material, section)
    if section.kind == "crosstab":
        return _crosstab(section, spread(material, section, audits, _with_bases(material.framework, section.measures)))
    wanted = [*(name for column in section.columns for name in (column.measure, column.of)), *section.measures]
    found = spread(material, section, audits, _with_bases(material.framework, wanted))
    columns = tuple(_column(column, section, material.framework) for column in section.columns)
    rows = tuple(
        GridRow(group.value, group.label, _cells(section.columns, figures, found.whole))
        for group, figures in found.groups
    )
    label = section.total_label or f"All {unit(form_of(material, section)).many}"
    whole = GridRow(TOTAL, label, _cells(section.columns, found.whole, found.whole))
    return Grid(section, columns, rows or (whole,), whole if rows else None, found)


def timeline_grid(material: Material, section: ReportSection, windows: Sequence[Window], whole: Window | None) -> Grid:
    """The columns of a section with a row for each stretch of time, and at the end one that takes several together."""
    wanted = [*(name for column in section.columns for name in (column.measure, column.of)), *section.measures]
    measures = _with_bases(material.framework, wanted)
    each = [*windows, *([whole] if whole is not None else [])]
    found = [
        _by_id(measures, counts(measures, audits_in(material, section, one), material.framework), one.short)
        for one in each
    ]
    rows = [
        GridRow(one.short, one.short, _cells(section.columns, figures, figures))
        for one, figures in zip(each, found, strict=True)
    ]
    columns = tuple(_column(column, section, material.framework) for column in section.columns)
    groups = tuple((Group(one.short, one.short, (), ()), figures) for one, figures in zip(windows, found, strict=False))
    total = rows.pop() if whole is not None else None
    return Grid(section, columns, tuple(rows), total, Spread(measures, found[-1] if found else {}, groups))


def spread(
    material: Material,
    section: ReportSection,
    audits: tuple[Audit, ...],
    measures: tuple[Measure, ...],
    period: str = "",
) -> Spread:
    """The measures over all audits of a section, and by its field where it names one.

    `period` names the stretch of time that the audits are from, where it is not the report's own.
    """
    framework = material.framework
    found = counts(measures, audits, framework)
    form = form_of(material, section)
    question = form.question(section.by) if form is not None and section.by else None
    groups = group_by(section.by, audits, question) if question is not None else ()
    open_keys = dict.fromkeys(key for one in measures for key in unsettled(one, audits, framework))
    return Spread(
        measures,
        _by_id(measures, found, period),
        tuple(
            (group, _by_id(measures, counts(measures, group.audits, framework, group.where), period))
            for group in groups
        ),
        tuple(open_keys),
    )  # fmt: skip


def _by_id(measures: Iterable[Measure], figures: Iterable[Figure], period: str = "") -> Figures:
    pairs = zip(measures, figures, strict=True)
    return {measure.id: replace(figure, period=period) if period else figure for measure, figure in pairs}


def _with_bases(framework: Framework, names: Iterable[str]) -> tuple[Measure, ...]:
    """The measures with these ids and the bases that they are shares of, each once."""
    found: dict[str, Measure] = {}
    for name in names:
        measure = framework.measure(name)
        while measure is not None and measure.id not in found:
            found[measure.id] = measure
            measure = framework.measure(measure.of)
    return tuple(found.values())


def _cells(columns: Iterable[Column], figures: Figures, whole: Figures) -> tuple[Figure, ...]:
    return tuple(_cell(column, figures, whole) for column in columns)


def _cell(column: Column, figures: Figures, whole: Figures) -> Figure:
    figure = figures[column.measure]
    if column.show != "share" or not column.of:
        return figure
    return part_of(figure, whole[column.measure] if column.of == TOTAL else figures[column.of])


def _column(column: Column, section: ReportSection, framework: Framework) -> GridColumn:
    """The column with the columns that it can be worked out from, where the table has them."""
    share = column.show == "share"
    measure = framework.measure(column.measure)
    of = column.measure if column.of == TOTAL else column.of or (measure.of if measure is not None else "")
    held = {one.measure: one.id for one in reversed(section.columns) if one.show != "share"}
    part, base = (held.get(column.measure, ""), held.get(of, "")) if share else ("", "")
    return GridColumn(column.id, column.label, share, column.measure, part, base, column.of == TOTAL)


def _crosstab(section: ReportSection, found: Spread) -> Grid:
    """Measures as rows; for each group its count and its share."""
    base = next((one.of for one in found.measures if one.of), "")
    listed = tuple(one for one in found.measures if one.id in section.measures)
    both = len(found.groups) <= WIDEST_CROSSTAB
    columns: list[GridColumn] = []
    for group, _ in found.groups:
        name = group.value or "not_stated"
        if both:
            columns.append(GridColumn(name, group.label, False, group=group.value))
        part = name if both else ""
        columns.append(
            GridColumn(f"{name}_pct", f"% of {group.label}", True, "", part, part, of_total=True, group=group.value)
        )

    def cells(measure: str) -> tuple[Figure, ...]:
        each = [figures[measure] for _, figures in found.groups]
        if measure == base:
            each = [part_of(figure, figure) for figure in each]
        return tuple(figure for figure in each for _ in range(2 if both else 1))

    rows = tuple(GridRow(one.id, one.label, cells(one.id)) for one in listed)
    total = GridRow(TOTAL, section.total_label or "Total", cells(base)) if base else None
    return Grid(section, tuple(columns), rows, total, found, across=True)


# --- parts of a whole ------------------------------------------------------------------------------------


def whole_of(measures: Iterable[Measure], base: Measure | None, form: Form | None) -> tuple[str, ...]:
    """The first of `wholes_of`; nothing where there is none."""
    return next(wholes_of(measures, base, form), ())


def wholes_of(measures: Iterable[Measure], base: Measure | None, form: Form | None) -> Iterator[tuple[str, ...]]:
    """Measures that, taken together, count each case of their base once and leave none out, field by field.

    Told from the definition: conditions on one and the same field whose options do not overlap and are all of
    the options that the base has.
    """
    if form is None or base is None:
        return
    parts = [(one.id, *_options(one.when)) for one in measures if one.when is not None]
    for field in dict.fromkeys(name for _, name, _ in parts if name):
        question = form.question(field)
        name, narrowed = _options(base.when)
        every = frozenset(option.id for option in question.options) if question is not None else frozenset()
        wanted = narrowed if name == field else every if base.when is None else frozenset()
        if question is None or question.kind == "ticks" or not wanted:
            continue
        mine = [(one, options) for one, name, options in parts if name == field and options < wanted]
        names = _cover(wanted, mine)
        if names:
            yield tuple(one for one, _ in mine if one in names)


def _cover(wanted: frozenset[str], parts: list[tuple[str, frozenset[str]]]) -> tuple[str, ...]:
    """The first of the parts that make up what is wanted without overlap; nothing where none do."""
    first = min(wanted)
    for name, options in parts:
        if first in options and options <= wanted:
            rest = wanted - options
            others = _cover(rest, parts) if rest else ()
            if others or not rest:
                return (name, *others)
    return ()


def _options(condition: Condition | None) -> tuple[str, frozenset[str]]:
    """The one field that a condition asks about and the options it allows; nothing for any other condition."""
    if condition is None or condition.expression or len(condition.tests) != 1:
        return "", frozenset()
    return condition.tests[0].field, frozenset(condition.tests[0].any_of)
