from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.model import Answer, Audit, Moderation, Receipt, Return, Standing, State, Value
from docgen.pipeline import periods
from docgen.pipeline.figures import Selection, belonging, moderated, select
from docgen.store import Store
from tests.pipeline.forms import FORM, FRAMEWORK
from tests.pipeline.test_periods import AUTUMN

MODERATION = Moderation("benchmark", "case", "second", "final")
WITH_ROUND = replace(FRAMEWORK, rounds=(AUTUMN,), moderation=MODERATION)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(f"sqlite:///{(tmp_path / 'docgen.sqlite').as_posix()}") as opened:
        yield opened


def audit(case: str, grade: str | None) -> Audit:
    return Audit(case, "case", "1", case, {"grade": grade})


def second(case: str, final: str | None, key: str = "") -> Audit:
    return Audit(key or f"m-{case}", "benchmark", "1", case, {"second": "met", "final": final})


def put(
    store: Store,
    case: str,
    form: str = "case",
    of: tuple[str, str] = ("small", "1"),
    key: str = "",
    **values: Value,
) -> None:
    """An accepted return with these values; `filed` is its day, `of` its framework and version."""
    sha256 = f"{form}-{case}{key}".ljust(64, "0")
    day = str(values.get("filed") or "")
    slip = Receipt(sha256[:16], sha256, "f", Standing.ACCEPTED, *of, form, "", case, day=day)
    answers = tuple(Answer(name, value, State.ANSWERED) for name, value in values.items())
    with store.entry() as entry:
        entry.write(slip, Return("f", sha256, answers=answers))


def chosen(store: Store, period: str = "") -> Selection:
    return select(store, WITH_ROUND, FORM, periods.parse(period, WITH_ROUND) if period else None)


def cases(selection: Selection) -> list[str]:
    return [one.case for one in selection.audits]


def test_the_outcome_of_a_moderation_takes_the_place_of_the_grade_and_both_are_kept() -> None:
    (found,), unclear = moderated([audit("C1", "good")], [second("c1 ", "met")], FORM, MODERATION)
    assert (found.values["grade"], found.audited_grade, unclear) == ("met", "good", ())


def test_without_an_outcome_the_grade_of_the_audit_stands() -> None:
    (found,), _ = moderated([audit("C1", "good")], [second("C1", None), second("C2", "met")], FORM, MODERATION)
    assert (found.values["grade"], found.audited_grade) == ("good", "good")


def test_an_audit_without_a_grade_takes_the_outcome() -> None:
    (found,), _ = moderated([audit("C1", None)], [second("C1", "met")], FORM, MODERATION)
    assert (found.values["grade"], found.audited_grade) == ("met", "")


def test_two_outcomes_that_differ_change_nothing_and_are_said() -> None:
    seconds = [second("C1", "met"), second("C1", "good", "n"), second("C2", "met"), second("C2", "met", "o")]
    found, unclear = moderated([audit("C1", "good"), audit("C2", "good")], seconds, FORM, MODERATION)
    assert [one.values["grade"] for one in found] == ["good", "met"]
    assert unclear == ("C1",)


def test_no_case_is_never_the_same_case() -> None:
    (found,), _ = moderated([audit("", "good")], [second("", "met")], FORM, MODERATION)
    assert found.values["grade"] == "good"


def test_of_two_audits_of_a_case_a_moderation_is_of_the_last_one_before_it() -> None:
    audits = [Audit(key, "case", "1", "C1", {"filed": day}) for key, day in (("a", "2026-01-05"), ("b", "2026-02-05"))]
    seconds = [
        Audit(f"m{n}", "benchmark", "1", case, {"on": day})
        for n, (case, day) in enumerate(
            [("C1", "2026-01-12"), ("c1", "2026-02-05"), ("C1", "2025-12-01"), ("C1", None), ("C2", "2026-02-05")]
        )
    ]
    found = belonging(audits, seconds, "filed", "on")
    assert found == {"m0": "a", "m1": "b", "m2": "a", "m3": "b"}


def test_a_moderation_of_another_audit_of_the_case_does_not_change_the_grade(store: Store) -> None:
    put(store, "C1", grade="good", filed="2014-09-01")
    put(store, "C1", "case", ("small", "1"), key="again", grade="good", filed="2014-11-20")
    put(store, "C1", "benchmark", second="met", final="met")
    (found,) = chosen(store, "2014-11").audits
    assert (found.values["grade"], found.audited_grade) == ("good", "good")


def test_without_a_period_all_count_under_the_round_of_most_of_them(store: Store) -> None:
    for number, day in enumerate(("2014-09-01", "2014-10-31", "2041-01-01"), start=1):
        put(store, f"C{number}", grade="good", filed=day)
    put(store, "C4", grade="good", filed=None)
    found = chosen(store)
    assert (cases(found), found.round, found.label, found.whole) == (
        ["C1", "C2", "C3", "C4"],
        AUTUMN,
        "November 2014",
        True,
    )
    assert found.notes == (
        "1 return is counted although dated outside the round November 2014.",
        "1 return is counted although without a date.",
    )


def test_with_a_period_other_dates_and_no_date_are_left_out_and_said(store: Store) -> None:
    for number, day in enumerate(("2014-09-01", "2015-01-01", "2015-02-01", None), start=1):
        put(store, f"C{number}", grade="good", filed=day)
    found = chosen(store, "2014-11")
    assert (cases(found), found.round, found.whole) == (["C1"], AUTUMN, False)
    assert found.notes == (
        "1 return is without a date and left out; a report without --period counts them.",
        "2 returns are of another date and left out.",
    )


def test_without_rounds_the_label_says_the_days_that_there_are(store: Store) -> None:
    put(store, "C1", grade="good", filed="2014-09-01")
    put(store, "C2", grade="good", filed="2014-10-31")
    found = select(store, FRAMEWORK, FORM, None)
    assert (found.label, found.round) == ("1 September 2014 to 31 October 2014", None)


def test_no_return_at_all_is_no_failure(store: Store) -> None:
    found = chosen(store)
    assert (found.audits, found.round, found.notes) == ((), AUTUMN, ())


def test_the_outcomes_of_the_store_reach_the_audits(store: Store) -> None:
    put(store, "C1", grade="good", filed="2014-09-01")
    put(store, "C1", "benchmark", second="met", final="met")
    found = chosen(store)
    assert [(one.values["grade"], one.audited_grade) for one in found.audits] == [("met", "good")]
    assert [one.values["final"] for one in found.moderations] == ["met"]
