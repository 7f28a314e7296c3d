"""How cases were chosen: the sampling note, and the same words and tables for the method of a report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from docgen.model import Figure, Framework, Sample, Stratum
from docgen.reports.blocks import (
    Block,
    Bullets,
    FigureSpan,
    Heading,
    KeyNumber,
    KeyNumbers,
    Paragraph,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
)
from docgen.reports.days import long_date
from docgen.reports.nouns import many_of
from docgen.reports.template import Properties


def write(sample: Sample, framework: Framework, template: bytes, created: datetime) -> bytes:
    """The sampling note as a Word document. Raises DocgenError where the base cannot be filled in."""
    from docgen.reports import word

    form = framework.form(sample.form)
    title = form.title if form is not None else sample.form
    properties = Properties(
        title="How the cases were chosen",
        organisation=framework.organisation,
        created=created,
        round=f"{title}: {sample.label}",
        date=long_date(date.fromisoformat(sample.at).isoformat()),
        marking=framework.marking,
        subject=f"Sampling note, {framework.title} {framework.version}",
    )
    return word.write(tuple(_note(sample)), template, properties)


def _note(sample: Sample) -> Iterator[Block]:
    yield Heading(1, "In short")
    yield Paragraph((*_in_short(sample),), "lead")
    yield KeyNumbers(tuple(_key_numbers(sample)))
    yield Heading(1, "From the list to the sample")
    yield from _tables(sample)
    yield Heading(1, "How it was done")
    yield Bullets(tuple((rule,) for rule in sample.rules))
    yield Heading(1, "To draw it again")
    yield Paragraph((
        f"The seed is {sample.seed}. The same list ({sample.source}), plan, day ({long_date(sample.at)}) and seed give "
        "the same cases, whatever the order of the rows. A case that is taken out of the list moves no other; the one "
        "that comes next in its part takes its place. What the list says has the digest "
            f"{sample.digest[:16]}.",
    ))  # fmt: skip
    yield Paragraph((
        "Which cases were chosen, which come next and which were left out stands in the workbook beside this note, "
        "and not here.",
    ), "note")  # fmt: skip


def described(sample: Sample, name: str) -> Iterator[Block]:
    """How the cases of a sample were chosen, for a report; `name` makes the ids of its tables its own."""
    yield Paragraph((f"{sample.label}, drawn on {long_date(sample.at)}. ", *_in_short(sample)))
    yield Bullets(tuple((rule,) for rule in sample.rules))
    yield from _tables(sample, name)
    yield Paragraph(
        (f"Drawn from the list {sample.source} with the seed {sample.seed}; it can be drawn again.",), "note"
    )


def _span(number: int, name: str, label: str) -> FigureSpan:
    return FigureSpan(f"{number:,}", Figure(f"sample.{name}", label, number, None))


def _in_short(sample: Sample) -> Iterator[Span]:
    yield _span(sample.chosen, "chosen", "Cases chosen")
    yield f" {'case was' if sample.chosen == 1 else 'cases were'} chosen from the "
    yield _span(sample.frame, "frame", "Cases that could be chosen")
    if sample.people is not None:
        yield " (of "
        yield _span(sample.people, "people", many_of(sample.one_per))
        yield f" by “{sample.one_per}”)"
    yield " that could be, in a list of "
    yield _span(sample.population, "population", "Cases in the list")
    yield "."
    if sample.shortfall > 0:
        yield " "
        yield _span(sample.shortfall, "shortfall", "Cases missing")
        yield " fewer than wanted could be found."


def _key_numbers(sample: Sample) -> Iterator[KeyNumber]:
    yield KeyNumber("Cases in the list", _span(sample.population, "population", "Cases in the list"))
    yield KeyNumber("Left out before the draw", _span(
        sample.population - sample.frame, "left_out", "Cases left out"), "For the reasons below")  # fmt: skip
    yield KeyNumber("Could be chosen", _span(sample.frame, "frame", "Cases that could be chosen"))
    if sample.people is not None:
        yield KeyNumber(f"Different values of “{sample.one_per}”", _span(sample.people, "people", sample.one_per),
                        "One case of each")  # fmt: skip
    yield KeyNumber("Wanted", _span(sample.wanted, "wanted", "Cases wanted"))
    yield KeyNumber("Chosen", _span(sample.chosen, "chosen", "Cases chosen"))
    if sample.shortfall > 0:
        yield KeyNumber("Shortfall", _span(sample.shortfall, "shortfall", "Cases missing"), "See the table of parts")


def _tables(sample: Sample, name: str = "sample") -> Iterator[Block]:
    rows = [TableRow(("Cases in the list", _span(sample.population, "population", "Cases in the list")))]
    rows += [TableRow((why, _span(number, "left_out", why))) for why, number in sample.left_out]
    rest = sample.population - sum(number for _, number in sample.left_out) - sample.chosen
    rows.append(TableRow(("Could be chosen, and not taken", _span(rest, "not_taken", "Cases not taken"))))
    rows.append(TableRow(("Chosen", _span(sample.chosen, "chosen", "Cases chosen")), total=True))
    columns = (TableColumn("What became of the cases"), TableColumn("Cases", "right"))
    yield TableBlock(f"{name}-frame", "From the list to the sample", columns, tuple(rows),
                     "Each case is counted under the first reason that keeps it out.")  # fmt: skip
    if sample.by:
        yield _strata(sample, name)


def _strata(sample: Sample, name: str) -> TableBlock:
    """What was available, wanted and chosen of each part: of each value of the first column, where parts are many."""
    by_first = len(sample.strata) > 30
    found = _merged(sample.strata) if by_first else sample.strata
    by = sample.by[:1] if by_first else sample.by
    rows = [TableRow((*_padded(one.values, len(by)), *_numbers(one, " · ".join(one.values)))) for one in found]
    whole = Stratum((), sum(one.available for one in found), sum(one.wanted for one in found),
                    sum(one.chosen for one in found))  # fmt: skip
    rows.append(TableRow(("All", *[""] * (len(by) - 1), *_numbers(whole, "All")), total=True))
    columns = (
        *(TableColumn(label) for label in by),
        *(TableColumn(label, "right") for label in ("Available", "Wanted", "Chosen", "Shortfall")),
    )
    note = f"Available: “{sample.one_per}”, each counted once." if sample.one_per else ""
    if by_first:
        note = f"{note} The parts within each of them stand in the workbook.".strip()
    return TableBlock(f"{name}-strata", "Wanted and chosen, part by part", columns, tuple(rows), note)


def _merged(strata: tuple[Stratum, ...]) -> tuple[Stratum, ...]:
    """The strata of each value of the first column as one."""
    found: dict[str, Stratum] = {}
    for one in strata:
        before = found.get(one.values[0], Stratum(one.values[:1], 0, 0, 0))
        found[one.values[0]] = Stratum(
            one.values[:1], before.available + one.available, before.wanted + one.wanted, before.chosen + one.chosen
        )
    return tuple(found.values())


def _numbers(one: Stratum, label: str) -> tuple[FigureSpan, ...]:
    return tuple(
        _span(getattr(one, name), name, f"{label}: {name}") for name in ("available", "wanted", "chosen", "shortfall")
    )


def _padded(values: tuple[str, ...], length: int) -> tuple[str, ...]:
    return (*values, *["–"] * (length - len(values)))
