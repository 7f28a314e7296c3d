"""A report in one of its editions: names go before it is written, numbers afterwards, and a note says what was done."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.model import Framework, ReportSection
from docgen.reports.blocks import Block, Bullets, Heading, Paragraph
from docgen.reports.editions.edition import Edition, Withheld
from docgen.reports.editions.linked import Linked
from docgen.reports.editions.people import Key
from docgen.reports.editions.redacting import LISTED, SUPPRESSED, UNCERTAIN, Parts, Redactor

NOTE = "About this edition"


@dataclass(frozen=True, slots=True)
class Edited:
    """The sections of an edition, what was withheld, and which number stands for which case."""

    parts: Parts
    withheld: tuple[Withheld, ...] = ()
    key: Key = ()


def edit(parts: Parts, framework: Framework, edition: Edition, key: Key) -> Edited:
    """The sections as this edition may print them. The parts are those of a material without names; see `masked`."""
    if edition.kind == "internal":
        return Edited(parts)
    every = [block for _, blocks in parts for block in blocks]
    linked = Linked.of(every, framework, edition.small) if edition.kind == "public" else None
    redactor = Redactor(edition, linked)
    made = redactor.parts(parts)
    note = ReportSection("method", NOTE, id="about-this-edition")
    return Edited([*made, (note, _note(edition))], tuple(redactor.log), key)


def _note(edition: Edition) -> list[Block]:
    """What a reader should know of what is not there."""
    if edition.kind == "committee":
        said = (
            "Practitioners and auditors are not named. Each case has a number that holds for this report only. Where a "
            "text named somebody, “[name]” stands in its place."
        )
        return [Heading(1, NOTE), Paragraph((said,))]
    small, base = edition.small, edition.base
    items = (
        f"A count from 1 to {small} is not printed: “{SUPPRESSED}” stands in its place. Nought is printed.",
        "Where such a count could be worked out from others, as many of these as needed are not printed either: also "
        f"“{SUPPRESSED}”. They may be of any size. What is printed is right: nothing was changed or rounded.",
        "A table of which nothing else would be left is left out.",
        f"A percentage of fewer than {base} is not printed: “{UNCERTAIN}” stands in its place.",
        "Sentences that rest on a number which is not printed are left out, and so are bars of charts.",
        f"{LISTED} Nobody is named." + ("" if edition.quotations else " Nothing is quoted."),
    )
    return [Heading(1, NOTE), Bullets(tuple((one,) for one in items))]
