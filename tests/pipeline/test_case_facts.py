"""What only the case list tells, from the list by way of the ledger to the checks and the figures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from docgen.model import Answer, Form, Framework, Measure, Receipt, Return, Standing, State, Toolkit, Value
from docgen.pipeline import catalogue, figures, ingest, returns, toolkits, workspace
from docgen.pipeline.returns import Reader
from docgen.pipeline.workspace import Workspace
from docgen.store import Store
from tests.pipeline.forms import TELLING, WITH_RULE
from tests.pipeline.test_slice import every_answer, filled

NOW = "2026-11-20T12:00:00Z"
AT_HAND = catalogue.gather(None)
CAF = AT_HAND.pick("bwd-caf")
RULE = "auditor-not-in-case-list"


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with Store(place.store_url) as opened:
        yield opened


def reader(place: Workspace) -> Reader:
    return Reader(AT_HAND, partial(workspace.template, place))


def sent_back(place: Workspace, row: str = "") -> Path:
    """A tier 2 audit of case C1 by Sam, issued from a list with this row or as a blank, and filled in."""
    form = CAF.forms[0]
    cases = place.folder / "cases.csv"
    cases.write_text(f"caf_id,involved\n{row}\n", encoding="utf-8")
    order = toolkits.Order(CAF, form, place.out, cases if row else None)
    (copy,) = toolkits.make(place, order, NOW).files
    copy.write_bytes(filled(copy, form, {**every_answer(form, 0), "caf_id": "C1", "auditor": "Sam"}))
    return copy


def asked(place: Workspace, store: Store, copy: Path) -> list[str]:
    """What is asked by the rule that hangs on the case list, when the copy is taken in."""
    ingest.run(place, store, reader(place), [copy], NOW)
    return [one.query.message for one in store.open_queries() if one.query.rule == RULE]


def test_an_auditor_whom_the_case_list_names_as_involved_is_found_when_the_form_comes_back(
    place: Workspace, store: Store
) -> None:
    assert asked(place, store, sent_back(place, "C1,Kim; sam")) == [
        "Question A4: The case list names the auditor, “Sam”, among those who were directly involved with the case."
    ]


def test_an_auditor_whom_it_does_not_name_is_not_asked(place: Workspace, store: Store) -> None:
    assert asked(place, store, sent_back(place, "C1,Kim")) == []


def test_a_form_that_was_issued_without_a_case_list_says_what_could_not_be_checked(
    place: Workspace, store: Store
) -> None:
    assert asked(place, store, sent_back(place)) == [
        f"Rule {RULE} could not be checked: the case list has no “Directly involved with the case”."
    ]


def test_reading_without_storing_looks_into_the_ledger_too(place: Workspace, store: Store) -> None:
    copy = sent_back(place, "C1,Sam")
    (read,) = returns.read(place, reader(place), [copy])
    (apart,) = returns.read(None, reader(place), [copy])
    assert [query.severity for one in (read, apart) for query in one.queries if query.rule == RULE] == [
        "error",
        "warning",
    ]


# --- figures -----------------------------------------------------------------------------------------------


def put(store: Store, case: str, facts: dict[str, Value]) -> None:
    """An accepted return of a copy that was issued from a list that tells these facts."""
    slip = Receipt(case, case, "f", Standing.ACCEPTED, "telling", "1", "case", f"T-{case}", case)
    store.issue([Toolkit(f"T-{case}", "telling", "1", "case", case, facts=facts)])
    with store.entry() as entry:
        entry.write(slip, Return("f", case, answers=(Answer("grade", "good", State.ANSWERED),)))


def measured(store: Store, framework: Framework, form: Form) -> dict[str, tuple[object, bool]]:
    """Case → the day on which the audit sees it opened, and whether that is known."""
    audits = figures.select(store, framework, form, None).audits
    return {audit.case: (audit.values.get("opened_on"), "opened_on" not in audit.unknown) for audit in audits}


def test_figures_see_what_the_list_told_and_know_what_it_did_not(store: Store) -> None:
    put(store, "C1", {"opened_on": "2026-03-02"})
    put(store, "C2", {})
    assert measured(store, TELLING, WITH_RULE) == {"C1": ("2026-03-02", True), "C2": (None, False)}


def test_a_case_of_which_the_list_told_nothing_is_in_no_base(store: Store) -> None:
    from docgen.measures import counts
    from docgen.model import Condition

    put(store, "C1", {"opened_on": "2026-03-02"})
    put(store, "C2", {"opened_on": "2026-09-02"})
    put(store, "C3", {})
    old = Measure("old", "Old", Condition(expression="opened_on < '2026-06-01'"), of="all")
    (figure,) = counts((old,), figures.select(store, TELLING, WITH_RULE, None).audits, TELLING)
    assert (figure.numerator, figure.denominator) == (1, 2)
