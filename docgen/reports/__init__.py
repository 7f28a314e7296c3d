"""Reports: measures of audits → sections → blocks → a Word document, every number with the figure behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from docgen.model import DocgenError, Query, ReportSection, Severity
from docgen.reports.blocks import Block, Heading, PageBreak, TextTable
from docgen.reports.commentary.boxes import boxed, planned
from docgen.reports.commentary.keeping import Kept
from docgen.reports.commentary.reading import Edit, Edited, fingerprint
from docgen.reports.commentary.reading import read as read_edited
from docgen.reports.commentary.stamping import stamped
from docgen.reports.draft import SUBJECTS, Draft
from docgen.reports.editions.editing import edit
from docgen.reports.editions.edition import EDITIONS, INTERNAL, Edition, Withheld
from docgen.reports.editions.people import Key, masked
from docgen.reports.material import Coverage, Material, Origin, Subject
from docgen.reports.narrative import Narrative, check_wording, lint_wording
from docgen.reports.numbers import Trace
from docgen.reports.sections import KINDS
from docgen.reports.template import Properties
from docgen.reports.trail import Trail, trail

__all__ = [
    "EDITIONS",
    "INTERNAL",
    "SECTION_KINDS",
    "Compiled",
    "Coverage",
    "Edit",
    "Edited",
    "Edition",
    "Kept",
    "Making",
    "Material",
    "Origin",
    "Subject",
    "Trail",
    "Withheld",
    "check_wording",
    "compile_report",
    "draw_up",
    "lint_wording",
    "read_edited",
]

SECTION_KINDS = tuple(KINDS)
"""The kinds of section that an outline can name."""


@dataclass(frozen=True, slots=True)
class Making:
    """How a report is made.

    edited    an earlier copy of it, out of which commentary is kept
    final     boxes in which nothing is written are left out
    edition   for whom it is made
    """

    edited: Edited | None = None
    final: bool = False
    edition: Edition = INTERNAL


@dataclass(frozen=True, slots=True)
class Compiled:
    """A report: the document, the trail of every number in it, and the commentary that was kept.

    withheld   what an edition for others leaves out; `key` which printed number stands for which case in it
    """

    document: bytes
    trail: Trail
    kept: Kept
    withheld: tuple[Withheld, ...] = ()
    key: Key = ()


AS_EVER = Making()
"""A new report, with boxes to write into."""


def compile_report(material: Material, template: bytes, wording: Sequence[Path], making: Making = AS_EVER) -> Compiled:
    """The report that the material's outline asks for, as a Word document.

    `template` is the base that staff restyle; `wording` the folders with the wording, the team's own first. The
    same material gives the same bytes. Raises DocgenError where the outline names a kind of section that there is
    not, where a wording cannot be used (file and line are named), and where the base cannot be filled in.
    """
    from docgen.reports import register, word

    found = _drawn(material, wording, making)
    blocks, properties = found.trail.blocks, _properties(material, making.edition)
    noted = replace(material, origin=_noted(material.origin, making.edition))
    document = word.write(blocks, template, properties, finish=partial(register.attached, noted, found.trail))
    filled_in = [block for block in blocks if isinstance(block, TextTable) and block.filled_in]
    return replace(found, document=stamped(document, fingerprint(document, found.kept.boxes, filled_in)))


def _noted(origin: Origin, edition: Edition) -> Origin:
    """How the report was asked for, as its register may say it: whom it is about in an internal edition only."""
    about = origin.about if edition.kind == "internal" else ("", "")
    return replace(origin, edition=edition.kind, about=about)


def draw_up(material: Material, wording: Sequence[Path], making: Making = AS_EVER) -> Trail:
    """The blocks of the report, section by section, with the trail of every number in them."""
    return _drawn(material, wording, making).trail


def _drawn(material: Material, wording: Sequence[Path], making: Making) -> Compiled:
    """The report without its document."""
    key: Key = ()
    if making.edition.kind != "internal":
        material, key = masked(material, making.edition)
    trace = Trace()
    draft = Draft.of(material, Narrative(wording, trace), trace)
    shown = edit(_parts(draft), draft.material.framework, making.edition, key)
    parts, edited = planned(shown.parts, making.edited, draft.material.adopted_here, making.final)
    parts, kept = boxed(parts, draft, edited, making.final)
    for _, last in reversed(parts):
        while last and isinstance(last[-1], PageBreak):
            last.pop()
        if last:
            break
    return Compiled(b"", trail(parts, trace.worked_out), kept, shown.withheld, shown.key)


def _parts(draft: Draft) -> list[tuple[ReportSection, list[Block]]]:
    """Each section with its blocks. Raises DocgenError for a kind of section that there is not."""
    material = draft.material
    unknown = [section for section in material.report.sections if section.kind not in KINDS]
    if unknown:
        allowed = ", ".join(KINDS)
        raise DocgenError(
            *(
                Query(
                    "section-kind",
                    Severity.ERROR,
                    f"There is no kind of section “{section.kind}”.",
                    f"Choose one of: {allowed}.",
                    where=section.place,
                )
                for section in unknown
            )
        )
    parts: list[tuple[ReportSection, list[Block]]] = []
    for section in draft.material.report.sections:
        drawn = KINDS[section.kind](draft, section)
        parts.append((section, [_lowered(block) for block in drawn] if section.part and parts else drawn))
    return parts


def _lowered(block: Block) -> Block:
    """The block of a part of a section: its headings one level below."""
    return Heading(min(block.level + 1, 3), block.text) if isinstance(block, Heading) else block


def _properties(material: Material, edition: Edition) -> Properties:
    framework, subject = material.framework, material.subject
    about = f"{SUBJECTS[subject.kind]} {subject.name}" if subject is not None else ""
    return Properties(
        title=material.report.title,
        organisation=framework.organisation,
        created=material.created,
        round=", ".join(part for part in (about, material.period, edition.title.lower()) if part),
        date=material.date,
        marking=framework.marking if edition.kind != "public" else "",
        subject=f"{framework.title} {framework.version}",
    )
