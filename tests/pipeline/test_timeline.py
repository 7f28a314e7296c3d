from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.model import Framework, Moderation, Report, ReportSection
from docgen.pipeline import periods
from docgen.pipeline.figures import select
from docgen.pipeline.timeline import Around, around, latest
from docgen.store import Store
from tests.pipeline.forms import FORM, FRAMEWORK, QUESTIONS
from tests.pipeline.test_figures import put

CHECK = replace(FORM, id="check", title="Check")
REPORT = Report("quarterly", "Quarterly", "case", (ReportSection("trend", "Trend"),), every="quarter")
TWO_FORMS = replace(FRAMEWORK, forms=(FORM, CHECK), reports=(REPORT,))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{(tmp_path / 'docgen.sqlite').as_posix()}") as opened:
        yield opened


def beside(store: Store, period: str, framework: Framework = TWO_FORMS, report: Report = REPORT) -> Around:
    found = periods.parse(period, framework) if period else None
    return around(store, framework, report, found, select(store, framework, FORM, found))


def filed(store: Store, *days: str, form: str = "case") -> None:
    for day in days:
        put(store, f"C-{day}", form, filed=day, grade="good", grade_comment="A long text.")


def counts(found: Around, form: str = "case") -> dict[str, int]:
    """Short name → how many returns of a form, for every period of the timeline."""
    assert found.timeline is not None
    windows = [*found.timeline.before, found.timeline.now]
    return {one.short: len(one.returns[form]) for one in windows}


def test_a_quarter_looks_back_on_four_others_from_the_first_with_a_return_on(store: Store) -> None:
    filed(store, "2026-01-31", "2026-07-01", "2026-09-30", "2026-10-01")
    assert counts(beside(store, "2026-27-Q2")) == {"Q4 2025-26": 1, "Q1 2026-27": 0, "Q2 2026-27": 2}


def test_a_return_of_long_ago_keeps_the_empty_periods_in_view(store: Store) -> None:
    filed(store, "2019-01-31", "2026-07-01")
    names = ["Q2 2025-26", "Q3 2025-26", "Q4 2025-26", "Q1 2026-27", "Q2 2026-27"]
    assert counts(beside(store, "2026-27-Q2")) == dict.fromkeys(names, 0) | {"Q2 2026-27": 1}


def test_the_first_period_ever_has_none_before_it(store: Store) -> None:
    filed(store, "2026-07-01")
    found = beside(store, "2026-27-Q2").timeline
    assert found is not None
    assert (found.before, found.previous) == ((), None)


def test_the_year_so_far_takes_in_its_quarters(store: Store) -> None:
    filed(store, "2026-03-31", "2026-04-01", "2026-07-01", "2026-10-02")
    found = beside(store, "2026-27-Q2").timeline
    assert found is not None
    assert found.year is not None
    assert (found.year.short, len(found.year.returns["case"])) == ("Year so far (April to September 2026)", 2)


def test_a_year_has_its_quarters(store: Store) -> None:
    filed(store, "2026-04-01", "2026-12-24", "2027-03-31")
    found = beside(store, "2026-27").timeline
    assert found is not None
    assert [len(one.returns["case"]) for one in found.parts] == [1, 0, 1, 1]
    assert (found.unit, found.year, len(found.months)) == ("year", None, 12)


def test_returns_of_other_forms_stand_beside(store: Store) -> None:
    filed(store, "2026-07-01")
    filed(store, "2026-07-02", "2026-05-02", form="check")
    found = beside(store, "2026-27-Q2")
    assert [audit.case for audit in found.others["check"]] == ["C-2026-07-02"]
    assert counts(found, "check") == {"Q2 2026-27": 1}


def test_earlier_audits_come_without_their_long_texts(store: Store) -> None:
    filed(store, "2026-05-01", "2026-07-01")
    found = beside(store, "2026-27-Q2")
    (earlier,) = found.earlier
    texts = {question.id for question in QUESTIONS if question.kind in ("longtext", "table")}
    assert earlier.values["grade"] == "good"
    assert not texts & earlier.values.keys()


def test_re_audits_look_back_on_every_audit_there_is(store: Store) -> None:
    filed(store, "2019-05-01", "2026-07-01")
    again = replace(REPORT, sections=(ReportSection("reaudits", "Again"),))
    assert len(beside(store, "2026-27-Q2").earlier) == 0
    assert len(beside(store, "2026-27-Q2", report=again).earlier) == 1


def test_earlier_audits_have_the_grade_that_counts(store: Store) -> None:
    framework = replace(TWO_FORMS, moderation=Moderation("benchmark", "case", "second", "final"))
    filed(store, "2026-05-01")
    put(store, "C-2026-05-01", "benchmark", second="met", final="met")
    (earlier,) = beside(store, "2026-27-Q2", framework).earlier
    assert (earlier.values["grade"], earlier.audited_grade) == ("met", "good")


def test_without_a_period_there_is_no_course_of_time(store: Store) -> None:
    filed(store, "2026-07-02", form="check")
    found = beside(store, "")
    assert found.timeline is None
    assert len(found.others["check"]) == 1


def test_the_last_period_is_that_of_the_last_return(store: Store) -> None:
    assert latest(store, TWO_FORMS, FORM, "quarter") is None
    filed(store, "2026-07-01", "2026-02-01")
    found = latest(store, TWO_FORMS, FORM, "quarter")
    assert found is not None
    assert found.short == "Q2 2026-27"
