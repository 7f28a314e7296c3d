"""A year as a plan: times by hand, the last working day of each, and what was done against it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from docgen import definitions
from docgen.cycle.planning import Planned, at_events, done_against_planned, plan
from docgen.model import Framework
from docgen.workdays import ENGLAND

YEAR = date(2026, 4, 1), date(2027, 3, 31)


@pytest.fixture(scope="module")
def camden() -> Framework:
    return definitions.load(Path("frameworks") / "camden-early-help-2020.11.yaml")


def of(planned: tuple[Planned, ...], name: str) -> list[Planned]:
    return [one for one in planned if one.of == name]


def test_each_method_is_planned_as_often_as_its_frequency_says(camden: Framework) -> None:
    planned = plan(camden, *YEAR, ENGLAND)
    counts = {method.id: len(of(planned, method.id)) for method in camden.schedule}
    assert counts == {
        "timescales": 52, "caseloads": 52, "data-quality": 52, "practice-audits": 6, "steps-up-and-down": 12,
        "returning-cases": 12, "multi-agency-audits": 2, "performance-and-impact": 12, "practice-mirror-group": 6,
        "challenge-panel": 12, "observations": 4, "recording-checks": 0, "supervision-feedback": 6,
    }  # fmt: skip
    assert [method.id for method in at_events(camden)] == ["recording-checks"]


def test_each_time_is_due_on_its_last_working_day(camden: Framework) -> None:
    planned = plan(camden, *YEAR, ENGLAND)
    monthly = of(planned, "challenge-panel")
    assert [one.due.isoformat() for one in monthly[:2]] == ["2026-04-30", "2026-05-29"], "31 May is a Sunday"
    assert monthly[4].due.isoformat() == "2026-08-28", "31 August is a bank holiday after a weekend"
    weekly = of(planned, "timescales")
    assert (weekly[0].first.isoformat(), weekly[0].due.isoformat()) == ("2026-04-06", "2026-04-10")
    assert weekly[38].due.isoformat() == "2026-12-31", "1 January is a bank holiday"
    assert (weekly[-1].first.isoformat(), weekly[-1].due.isoformat()) == ("2027-03-29", "2027-04-02")


def test_the_weeks_of_two_years_follow_one_another(camden: Framework) -> None:
    this = of(plan(camden, *YEAR, ENGLAND), "timescales")
    following = of(plan(camden, date(2027, 4, 1), date(2028, 3, 31), ENGLAND), "timescales")
    assert (following[0].first - this[-1].first).days == 7


def test_a_framework_without_a_schedule_is_planned_by_its_rounds() -> None:
    halton = definitions.load(Path("frameworks") / "halton-collaborative-2023.05.yaml")
    deep = of(plan(halton, *YEAR, ENGLAND), "deep-dive")
    assert [(one.first.isoformat(), one.due.isoformat()) for one in deep[:2]] == [
        ("2026-04-07", "2026-04-17"), ("2026-05-07", "2026-05-17"),
    ]  # fmt: skip
    assert len(deep) == 12


def test_done_is_what_has_a_return_in_its_time_or_was_noted(camden: Framework) -> None:
    planned = plan(camden, *YEAR, ENGLAND)
    returns = {"practice-audit": (date(2026, 4, 2), date(2026, 5, 20), date(2026, 9, 1))}
    noted = {"challenge-panel-01": date(2026, 4, 29), "challenge-panel-09": date(2026, 11, 3)}
    found = {one.of: one for one in done_against_planned(planned, returns, noted, date(2026, 11, 20))}
    audits, panel = found["practice-audits"], found["challenge-panel"]
    assert (audits.planned, audits.due, audits.done, audits.missed, audits.returns) == (6, 3, 2, 1, 3)
    assert (panel.planned, panel.due, panel.done, panel.missed) == (12, 8, 2, 6), "one was done before it was due"
