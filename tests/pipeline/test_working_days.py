"""One calendar for a team: rules, measures and steps count the same working days, in every nation and with closures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docgen.definitions.settings import Settings
from docgen.measures import count
from docgen.pipeline import catalogue, contained, figures, ingest, toolkits, verify, workspace
from docgen.pipeline.workspace import Workspace
from docgen.store import Store
from tests.pipeline.test_slice import every_answer, filled

NOW = "2027-01-15T12:00:00Z"
RULE = "moderation-in-ten-working-days"

ROUND_ST_ANDREW = ("2026-11-20", "2026-12-07")
"""Friday to Monday: 23-27 November, 30 November-4 December, 7 December = 11; 10 without 30 November."""
ROUND_THE_TWELFTH = ("2026-07-03", "2026-07-20")
"""Friday to Monday: 6-10, 13-17 and 20 July = 11; 10 without Monday the 13th, for the Twelfth is a Sunday."""
ROUND_THE_LATE_SUMMER = ("2026-08-28", "2026-09-14")
"""Friday to Monday: 31 August-4 September, 7-11, 14 September = 11; 10 without 31 August, which Scotland works."""
ROUND_NEW_YEAR = ("2025-12-22", "2026-01-09")
"""Monday to Friday: 23, 24, 29-31 December, 2, 5-9 January = 11; 10 without 2 January, on which Scotland rests."""
ROUND_A_CLOSURE = ("2026-12-18", "2027-01-08")
"""Friday to Friday: 21-24, 29-31 December, 4-8 January = 12 (25 and 28 December and 1 January are holidays); 8 where
the office is closed from the 24th to the 31st, which takes 24, 29, 30 and 31."""


def team(tmp_path: Path, nation: str, *closures: tuple[date, date, str]) -> Workspace:
    workspace.init(tmp_path / "team")
    return Workspace(tmp_path / "team", Settings(workspace="0000", nation=nation, closures=closures))


def moderated(place: Workspace, *spans: tuple[str, str]) -> tuple[list[bool], tuple[int, int | None]]:
    """Whether the worker that reads each of these moderations (allocated, done) asks about it; and how many out of how
    many the measure of the framework finds in time."""
    halton = catalogue.gather(place).pick("halton-collaborative")
    form = halton.form("moderation")
    measure = halton.measure("moderated_in_time")
    assert form is not None
    assert measure is not None
    cases = place.folder / "cases.csv"
    rows = [f"H{n},{allocated}" for n, (allocated, _) in enumerate(spans)]
    cases.write_text("\n".join(["case_ref,moderation_allocated_on", *rows]), encoding="utf-8")
    copies = toolkits.make(place, toolkits.Order(halton, form, place.out, cases), NOW).files
    for n, (copy, (allocated, done)) in enumerate(zip(copies, spans, strict=True)):
        dates = {"case_ref": f"H{n}", "audit_date": allocated, "moderated_on": done}
        copy.write_bytes(filled(copy, form, {**every_answer(form, 0), **dates}))
    with Store(place.store_url) as store, contained.reader(place) as reader:
        ingest.run(place, store, reader, list(copies), NOW)
        late = {one.case for one in store.open_queries() if one.query.rule == RULE}
        found = count(measure, figures.select(store, halton, form, None).audits, halton)
    return [f"H{n}" in late for n in range(len(spans))], (found.numerator, found.denominator)


@pytest.mark.parametrize(
    ("nation", "late"),
    [
        ("england", [True, True, False, True]),
        ("wales", [True, True, False, True]),
        ("scotland", [False, True, True, False]),
        ("northern-ireland", [True, False, False, True]),
    ],
)
def test_a_moderation_has_ten_working_days_of_the_nation(tmp_path: Path, nation: str, late: list[bool]) -> None:
    spans = (ROUND_ST_ANDREW, ROUND_THE_TWELFTH, ROUND_THE_LATE_SUMMER, ROUND_NEW_YEAR)
    asked, measure = moderated(team(tmp_path, nation), *spans)
    assert asked == late
    assert measure == (4 - sum(late), 4), "the report counts as the rule does"


def test_a_closure_that_is_noted_later_makes_no_return_of_before_look_damaged(tmp_path: Path) -> None:
    place = team(tmp_path, "england")
    assert moderated(place, ROUND_A_CLOSURE) == ([True], (0, 1))
    closed = replace(place.settings, closures=((date(2026, 12, 24), date(2026, 12, 31), "Christmas"),))
    later = Workspace(place.folder, closed)
    with Store(place.store_url) as store, contained.reader(later) as reader:
        assert verify.verify(later, store, reader).problems == ()


def test_days_on_which_the_office_is_closed_are_no_working_days_of_a_rule(tmp_path: Path) -> None:
    closure = (date(2026, 12, 24), date(2026, 12, 31), "Christmas")
    (tmp_path / "shut").mkdir()
    assert moderated(team(tmp_path, "england"), ROUND_A_CLOSURE) == ([True], (0, 1))
    assert moderated(team(tmp_path / "shut", "england", closure), ROUND_A_CLOSURE) == ([False], (1, 1))
