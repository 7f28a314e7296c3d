"""What a report says of cases that call for an audit again."""

from __future__ import annotations

from dataclasses import replace

from docgen.fields import same
from docgen.reports import draw_up
from docgen.reports.blocks import Paragraph, plain
from docgen.reports.material import Material
from tests.reports import made_up
from tests.reports.builders import WORDING


def said(material: Material) -> str:
    """The words of the section on re-audits."""
    section = next(one for one in material.report.sections if one.kind == "reaudits")
    report = replace(material.report, sections=(section,))
    blocks = draw_up(replace(material, report=report), WORDING).blocks
    return " ".join(plain(block.spans) for block in blocks if isinstance(block, Paragraph))


def test_a_case_that_was_audited_again_after_the_period_is_not_without_a_reaudit() -> None:
    month = made_up.material("halton-collaborative", "monthly", "2026-09", (6,))
    bad = replace(month.audits[0], values={**month.audits[0].values, "overall": "inadequate"})
    month = replace(month, audits=(bad,), earlier=(), moderations=())
    assert f"and has none on record yet: {bad.case}" in said(month)
    since = replace(month, audited_since=frozenset({same(bad.case)}))
    assert "No case that called for a re-audit is without one." in said(since)
