"""The kinds of section that an outline can name, each one function: draft and section → blocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from docgen.model import ReportSection
from docgen.reports.blocks import Block
from docgen.reports.draft import Draft
from docgen.reports.sections.actions import actions
from docgen.reports.sections.activity import activity
from docgen.reports.sections.agreement import agreement_in_detail
from docgen.reports.sections.appendix import glossary, tables
from docgen.reports.sections.calibration import calibration
from docgen.reports.sections.closing import method, reconciliation
from docgen.reports.sections.compliance import compliance
from docgen.reports.sections.figures import breakdown, crosstab, overall
from docgen.reports.sections.followed import earlier_recommendations
from docgen.reports.sections.judgements import judgements, questions
from docgen.reports.sections.learning import themes
from docgen.reports.sections.moderation import moderation
from docgen.reports.sections.opening import sample, sign_off, summary, text
from docgen.reports.sections.person import answers, history, learning_log, outcome, particulars
from docgen.reports.sections.plan import conclusion, recommendations
from docgen.reports.sections.proposals import proposals
from docgen.reports.sections.quotations import quotations
from docgen.reports.sections.reaudits import reaudits
from docgen.reports.sections.schedule import schedule
from docgen.reports.sections.trend import trend
from docgen.reports.sections.trust import trust
from docgen.reports.sections.urgent import urgent

KINDS: Mapping[str, Callable[[Draft, ReportSection], list[Block]]] = {
    "summary": summary,
    "text": text,
    "sample": sample,
    "activity": activity,
    "schedule": schedule,
    "particulars": particulars,
    "outcome": outcome,
    "answers": answers,
    "history": history,
    "learning_log": learning_log,
    "calibration": calibration,
    "moderation": moderation,
    "agreement": agreement_in_detail,
    "overall": overall,
    "trend": trend,
    "breakdown": breakdown,
    "crosstab": crosstab,
    "judgements": judgements,
    "questions": questions,
    "compliance": compliance,
    "themes": themes,
    "quotations": quotations,
    "urgent": urgent,
    "actions": actions,
    "reaudits": reaudits,
    "recommendations": recommendations,
    "earlier_recommendations": earlier_recommendations,
    "proposals": proposals,
    "conclusion": conclusion,
    "sign_off": sign_off,
    "tables": tables,
    "method": method,
    "glossary": glossary,
    "trust": trust,
    "reconciliation": reconciliation,
}
