"""What a report rests on: coverage, doubts, second grades, versions, and what would show that anything was changed."""

from __future__ import annotations

import hashlib
from collections import Counter

from docgen.measures import percent, unsettled
from docgen.model import Audit, Figure, ReportSection
from docgen.reports.blocks import Block, Bullets, FigureSpan, Paragraph, TableBlock, TableColumn, TableRow
from docgen.reports.draft import Draft
from docgen.reports.grids import audits_in
from docgen.reports.numbers import cleaned

MOST_CHANGES = 12
"""How many changes of the definition are listed."""

DIGEST_SHOWN = 12
"""How many characters of a digest are printed: enough to tell two apart."""

_COVERAGE = (
    ("issued", "Copies issued"),
    ("outstanding", "Copies that have not come back"),
    ("doubtful", "Returns held back until a person decides a doubtful answer"),
    ("held", "Returns held back by errors"),
    ("queried", "Returns in the figures with a query still open"),
    ("settled", "Doubtful answers that a person has decided"),
    ("corrected", "Other answers that a person has corrected"),
    ("closed", "Queries that a person has settled"),
    ("replaced", "Returns replaced by a later version"),
    ("refused", "Files that could not be read"),
)


def trust(draft: Draft, section: ReportSection) -> list[Block]:
    """Coverage, doubts and who settled them, second grades, replaced returns, versions, digests."""
    versions = _versions(draft)
    given = draft.material.coverage
    said = draft.say(
        section,
        settled_by=[cleaned(name) for name in given.settled_by] if given is not None else [],
        versions=[version for version, _ in versions],
        earlier_versions=_earlier_versions(draft),
    )
    rows = [*_counts(draft), *_moderated(draft), *_words(draft, versions)]
    columns = (TableColumn("What", width=5), TableColumn("In this report", width=3))
    table = TableBlock(f"{section.id}-basis", section.caption or "What this report rests on", columns, tuple(rows))
    return [*draft.opening(section), *said.blocks, *_changes(draft), table]


def _changes(draft: Draft) -> list[Block]:
    """What changed in the definition between the versions that the returns are on."""
    changes = draft.material.changes
    if not changes:
        return []
    shown = tuple((cleaned(change),) for change in changes[:MOST_CHANGES])
    more = (("Further changes are listed by docgen check --against.",),) if len(changes) > MOST_CHANGES else ()
    return [Paragraph(("What changed in the definition between these versions:",)), Bullets((*shown, *more))]


def evidence(audits: tuple[Audit, ...]) -> str:
    """A digest over the returns that a report counts: it changes as soon as one is added, replaced or left out."""
    return hashlib.sha256("\n".join(sorted(audit.key for audit in audits)).encode("utf-8")).hexdigest()


def _counts(draft: Draft) -> list[TableRow]:
    material = draft.material
    figure = Figure("cases", "Returns in the figures", len(material.audits), None)
    rows = [TableRow(("Returns in the figures", FigureSpan(f"{len(material.audits):,}", figure)))]
    given = material.coverage
    for name, label in _COVERAGE:
        value = getattr(given, name) if given is not None else None
        if value is not None:
            rows.append(TableRow((label, FigureSpan(f"{value:,}", Figure(f"returns.{name}", label, value, None)))))
    open_ = _open(draft)
    label = "Returns with a blank or doubtful answer that a figure rests on"
    return [*rows, TableRow((label, FigureSpan(f"{open_:,}", Figure("unsettled", label, open_, None))))]


def _open(draft: Draft) -> int:
    """How many returns of the report's form are left out of some share."""
    measures = {one.id: one for grid in draft.grids.values() for one in grid.spread.measures if one.of}
    audits = draft.material.audits
    return len({key for one in measures.values() for key in unsettled(one, audits, draft.material.framework)})


def _moderated(draft: Draft) -> list[TableRow]:
    """How many audits have a second grade; nothing where the report knows no moderation."""
    material = draft.material
    if not material.report.moderation:
        return []
    cases = {audit.case for audit in material.audits}
    of = {material.links.get(one.key, one.case) for one in material.moderations if one.case in cases}
    figure = Figure("moderation.rate", "Audits with a second grade", len(of), len(material.audits))
    shown = f"{len(of):,}" + (f" ({percent(figure)})" if figure.denominator else "")
    return [TableRow(("Audits with a second grade", FigureSpan(shown, figure)))]


def _versions(draft: Draft) -> list[tuple[str, int]]:
    """Each version of the framework with the number of returns on it, the first one first."""
    return sorted(Counter(audit.version for audit in draft.material.audits).items())


def _earlier_versions(draft: Draft) -> list[str]:
    """Versions of the period before that are no longer in use, or were not yet."""
    timeline = draft.material.timeline
    previous = timeline.previous if timeline is not None else None
    if previous is None or not draft.material.audits:
        return []
    then = {audit.version for audit in audits_in(draft.material, ReportSection("trust", ""), previous)}
    now = {audit.version for audit in draft.material.audits}
    return sorted(then) if then and then != now else []


def _words(draft: Draft, versions: list[tuple[str, int]]) -> list[TableRow]:
    """Versions and digests, as texts."""
    material, framework = draft.material, draft.material.framework
    rows = [TableRow((f"Returns on version {version}", _number(version, number))) for version, number in versions]
    texts = [
        ("Definition that the figures follow", f"{framework.title} {framework.version}"),
        ("Digest of the definition", framework.digest[:DIGEST_SHOWN]),
        ("Digest of the returns in the figures", evidence(material.audits)[:DIGEST_SHOWN] if material.audits else ""),
        ("Made by", material.program),
        ("Made on", material.date),
    ]
    return [*rows, *(TableRow((label, cleaned(text))) for label, text in texts if text)]


def _number(version: str, number: int) -> FigureSpan:
    return FigureSpan(f"{number:,}", Figure(f"version.{version}", f"Returns on version {version}", number, None))
