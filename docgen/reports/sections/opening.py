"""How a report opens: the summary on a page, the team's own words, what was audited and what came back."""

from __future__ import annotations

from collections import Counter
from datetime import date

from docgen.measures import SMALL_BASE, group_by, part_of, percent
from docgen.model import Audit, Figure, ReportSection
from docgen.reports.blocks import (
    Block,
    Bullets,
    FigureSpan,
    Heading,
    KeyNumber,
    KeyNumbers,
    PageBreak,
    Paragraph,
    SignOff,
    Span,
    TableBlock,
    TableColumn,
    TableRow,
    plain,
)
from docgen.reports.days import long_date
from docgen.reports.draft import FIGURE_KINDS, Draft
from docgen.reports.facts import Reading
from docgen.reports.grids import audits_of
from docgen.reports.nouns import unit
from docgen.reports.numbers import Count, cleaned, untraced
from docgen.reports.pairing import agreed_share
from docgen.reports.points import points
from docgen.reports.samples import described
from docgen.reports.signals import opened, own_sections, urgent

MOST_KEY_NUMBERS = 5
"""How many headline numbers a summary has, beside how far second grades agree."""


def summary(draft: Draft, section: ReportSection) -> list[Block]:
    """The report on a page: headline numbers, strengths, worries and the decisions asked."""
    found = points(draft)
    said = draft.say(
        section,
        cases=draft.trace.count(cases(draft)),
        few=len(draft.material.audits) < SMALL_BASE,
        strengths=found.strengths,
        worries=found.worries,
        decisions=found.decisions,
    )
    return [*draft.opening(section), *_key_numbers(draft, section), *said.blocks, PageBreak()]


def cases(draft: Draft) -> Figure:
    """How many cases the report is about."""
    audits = draft.material.audits
    return Figure("cases", "Cases audited", len(audits), None, tuple(audit.key for audit in audits))


def _key_numbers(draft: Draft, section: ReportSection) -> list[Block]:
    """The number of cases, the measures with a target, and what leads each other table."""
    own = [draft.readings[section.id] for section in own_sections(draft, *FIGURE_KINDS)]
    leads = [readings[0] for readings in own if readings]
    judged = [one for readings in own for one in readings if one.whole.target is not None]
    wanted = {one.id: one for one in [*judged, *leads] if one.whole.share is not None}
    figures = {id_: figure for grid in draft.grids.values() for id_, figure in grid.spread.whole.items()}
    noun = unit(draft.form)
    items = [KeyNumber(f"{noun.many.capitalize()} {noun.done}", _span(cases(draft)), draft.period)]
    for one in list(wanted.values())[: MOST_KEY_NUMBERS - 1]:
        note = _note(draft, one)
        shown = untraced(str(one.whole.count if one.whole.small else one.whole.share))
        items.append(KeyNumber(one.label, FigureSpan(shown, figures[one.id]), plain(note), note))
    if (actions := opened(draft)) is not None:
        note = _of_audits(draft, actions)
        items.append(KeyNumber("Actions agreed", _span(actions), plain(note), note))
    if urgent_sections := list(own_sections(draft, "urgent")):
        figure = Figure("urgent", urgent_sections[0].title, int(urgent(draft)), None)
        items.append(KeyNumber(cleaned(urgent_sections[0].title), _span(figure), ""))
    agreed = agreed_share(draft)
    if agreed is not None and (agreed.denominator or 0) >= SMALL_BASE:
        base = FigureSpan(str(agreed.denominator), agreed, "base")
        note = (_span(agreed), " of ", base, " cases graded twice")
        items.append(KeyNumber("Second grades that agree", FigureSpan(percent(agreed), agreed), plain(note), note))
    return [KeyNumbers(tuple(items))] if draft.material.audits else []


def _of_audits(draft: Draft, actions: Figure) -> tuple[Span, ...]:
    """In how many audits the actions were agreed."""
    keys, noun = actions.audits, unit(draft.form)
    figure = Figure("actions.audits", "Returns with an action", len(keys), None, keys)
    return ("in ", _span(figure), f" {noun.one if len(keys) == 1 else noun.many}") if keys else ()


def _note(draft: Draft, reading: Reading) -> tuple[Span, ...]:
    said = draft.narrative.say(["key_number"], reading=reading)
    return tuple(span for block in said.blocks if isinstance(block, Paragraph) for span in block.spans)


def _span(figure: Figure) -> FigureSpan:
    return FigureSpan(str(figure.numerator), figure)


def text(draft: Draft, section: ReportSection) -> list[Block]:
    """The team's own paragraphs and list, as they are."""
    items = tuple((cleaned(item),) for item in section.items)
    return [*draft.opening(section), *([Bullets(items)] if items else [])]


def sign_off(draft: Draft, section: ReportSection) -> list[Block]:
    """Lines for the people who sign; `items` says what each does."""
    return [*draft.opening(section), SignOff(section.items) if section.items else SignOff()]


# --- the sample ------------------------------------------------------------------------------------------


def sample(draft: Draft, section: ReportSection) -> list[Block]:
    """What was audited and what came back: cases by group and period, against those expected; returns."""
    audits = audits_of(draft.material, section)
    form, round_ = draft.form, draft.material.round
    expected = round_.expected if round_ is not None else None
    said = draft.say(
        section,
        cases=draft.trace.number(len(audits), "cases", "Cases audited"),
        expected=None if expected is None else draft.trace.number(expected, "expected", "Cases expected"),
        coverage=_coverage(draft),
        **_dates(draft, audits),
        **_practitioners(draft, audits),
    )
    blocks = draft.opening(section)
    blocks += said.blocks
    if form is not None and section.by and audits:
        blocks.append(_by_group(draft, section, audits))
    returns = _returns(draft, section)
    return [*blocks, *([returns] if returns is not None else []), *chosen(draft, section)]


def chosen(draft: Draft, section: ReportSection) -> list[Block]:
    """How the cases were chosen, by the samples that were drawn of them; nothing where none was."""
    samples = draft.material.samples
    if not samples:
        return []
    blocks: list[Block] = [Heading(2, "How the cases were chosen")]
    for number, one in enumerate(samples, start=1):
        blocks += described(one, f"{section.id}-sample-{number}")
    return blocks


def _by_group(draft: Draft, section: ReportSection, audits: tuple[Audit, ...]) -> TableBlock:
    question = draft.form.question(section.by) if draft.form is not None else None
    assert question is not None
    every = Figure("cases", "Cases audited", len(audits), None, tuple(audit.key for audit in audits))
    rows = []
    for group in group_by(section.by, audits, question):
        figure = Figure("cases", "Cases audited", len(group.audits), None,
                        tuple(audit.key for audit in group.audits), group.where)  # fmt: skip
        share = part_of(figure, every)
        rows.append(TableRow((group.label, _span(figure), FigureSpan(percent(share), share))))
    whole = part_of(every, every)
    label_of = f"All {unit(draft.form).many}"
    rows.append(TableRow((label_of, _span(every), FigureSpan(percent(whole), whole)), total=True))
    label = section.row_label or question.label
    noun = unit(draft.form)
    many = noun.many.capitalize()
    columns = (TableColumn(label), TableColumn(many, "right"), TableColumn("% of all", "right"))
    caption = f"{many} {noun.done} by {cleaned(label).lower()}"
    return TableBlock(f"{section.id}-cases", caption, columns, tuple(rows))


_RETURNS = (
    ("issued", "Copies issued"),
    ("returned", "Cases returned"),
    ("accepted", "Accepted, and in the figures"),
    ("held", "Held back by errors"),
    ("doubtful", "Held back by a doubtful answer"),
    ("queried", "With a query still open"),
    ("outstanding", "Not returned"),
    ("replaced", "Replaced by a later version"),
    ("refused", "Files that could not be read"),
)


_ALWAYS = ("issued", "returned", "accepted")
"""What the table of returns says even where it is nought."""


def _coverage(draft: Draft) -> dict[str, Count | None]:
    """Name → count, for each number of `Coverage`; None where it is not known."""
    given = draft.material.coverage
    found: dict[str, Count | None] = {}
    for name, label in _RETURNS:
        value = getattr(given, name) if given is not None else None
        found[name] = None if value is None else draft.trace.number(value, f"returns.{name}", label)
    return found


def _returns(draft: Draft, section: ReportSection) -> TableBlock | None:
    """The ledger as a table; None where nothing is known, and where the text can say it all: everything came back."""
    given = draft.material.coverage
    rows = [
        TableRow((label, _span(Figure(f"returns.{name}", label, value, None))))
        for name, label in _RETURNS
        if given is not None and (value := getattr(given, name)) is not None and (value or name in _ALWAYS)
    ]
    if not rows or (given is not None and given.issued == given.accepted and len(rows) == len(_ALWAYS)):
        return None
    columns = (TableColumn("Returns"), TableColumn("Number", "right"))
    return TableBlock(f"{section.id}-returns", "What was issued and what came back", columns, tuple(rows))


def _dates(draft: Draft, audits: tuple[Audit, ...]) -> dict[str, object]:
    """The first and the last date of the cases, as printed, and what that date is called."""
    question = draft.form.question(draft.form.role("date")) if draft.form is not None else None
    days = sorted(
        str(audit.values[question.id])
        for audit in audits
        if question is not None and audit.values.get(question.id) and question.id not in audit.unknown
    )
    first, last = (long_date(days[0]), long_date(days[-1])) if days else ("", "")
    label = cleaned(question.label).lower() if question is not None else ""
    round_ = draft.material.round
    outside = [day for day in days if round_ and not round_.first <= date.fromisoformat(day) <= round_.last]
    return {
        "first": first,
        "last": last,
        "dated": label,
        "outside": draft.trace.number(len(outside), "outside", "Cases dated outside the round"),
    }


def _practitioners(draft: Draft, audits: tuple[Audit, ...]) -> dict[str, object]:
    """How many practitioners the cases are of, and how many of them have more than one."""
    field = draft.form.role("practitioner") if draft.form is not None else ""
    known = Counter(
        str(audit.values[field])
        for audit in audits
        if field and audit.values.get(field) and field not in audit.unknown
    )  # fmt: skip
    repeated = sum(n > 1 for n in known.values())
    return {
        "practitioners": draft.trace.number(len(known), "practitioners", "Practitioners") if known else None,
        "repeated": draft.trace.number(repeated, "repeated", "Practitioners with more than one case"),
    }
