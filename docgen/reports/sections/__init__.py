"""The kinds of section that an outline can name, each one function: draft and section → blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docgen.model import ReportSection
from docgen.reports.blocks import Block
from docgen.reports.draft import Draft
from docgen.reports.sections.closing import method, reconciliation
from docgen.reports.sections.figures import breakdown, crosstab, overall
from docgen.reports.sections.learning import themes
from docgen.reports.sections.moderation import moderation
from docgen.reports.sections.opening import sample, sign_off, summary, text
from docgen.reports.sections.plan import conclusion, recommendations

KINDS: Mapping[str, Callable[[Draft, ReportSection], list[Block]]] = {
    "summary": summary,
    "text": text,
    "sample": sample,
    "moderation": moderation,
    "overall": overall,
    "breakdown": breakdown,
    "crosstab": crosstab,
    "themes": themes,
    "recommendations": recommendations,
    "conclusion": conclusion,
    "sign_off": sign_off,
    "method": method,
    "reconciliation": reconciliation,
}
