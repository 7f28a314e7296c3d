"""The views that other programs read: the same columns and the same rows in both databases."""

from __future__ import annotations

from decimal import Decimal

import pytest

from docgen.model import Standing
from docgen.store import Store
from tests.databases import sql
from tests.store.samples import RATIONALE, decide, put, returned, slip

ACTIONS = (
    {"action": "Visit the school", "owner": "Team manager", "due": "2026-12-01", "rag": "amber"},
    {"action": "Write the plan", "owner": None, "due": None},
)


@pytest.fixture(autouse=True)
def one_audit(store: Store) -> None:
    """One accepted return, and one that is held."""
    full = returned(
        RATIONALE, case_ref="C1", auditor="Sam Hill", area="a1", seen_on="2026-10-05", grade="good",
        rationale="She “listened”\nwell", strengths=("plans", "records"), visits=Decimal("12.50"), actions=ACTIONS,
        told="The manager",
    )  # fmt: skip
    put(store, slip(1, day="2026-10-05"), full)
    put(store, slip(2, Standing.DOUBTFUL), full)


def test_an_audit_is_one_row_with_what_it_is_about(url: str) -> None:
    columns = "audit, framework, version, form, toolkit, case_ref, practitioner, auditor, team, day, grade, queries"
    assert sql(url, f"SELECT {columns} FROM v_audit") == [
        (slip(1).key, "fw", "1", "case", "T1", "C1", "", "Sam Hill", "Area one", "2026-10-05", "good", 1)
    ]


def test_an_answer_is_one_row_with_its_plain_value(url: str) -> None:
    assert sql(url, "SELECT number, field, kind, role, state, value, decided FROM v_answer ORDER BY number") == [
        (1, "case_ref", "text", "case", "answered", "C1", 0),
        (2, "auditor", "text", "auditor", "answered", "Sam Hill", 0),
        (3, "area", "choice", "team", "answered", "a1", 0),
        (4, "seen_on", "date", "date", "answered", "2026-10-05", 0),
        (5, "grade", "grade", "grade", "answered", "good", 0),
        (7, "strengths", "ticks", "", "answered", "plans;records", 0),
        (8, "visits", "number", "", "answered", "12.50", 0),
    ]


def test_an_action_is_one_row_without_its_words(url: str) -> None:
    assert sql(url, "SELECT field, number, owner, due, status FROM v_action ORDER BY number") == [
        ("actions", 1, "Team manager", "2026-12-01", "amber"),
        ("actions", 2, "", "", ""),
    ]


def test_a_query_is_one_row_also_of_a_return_that_is_held(url: str) -> None:
    assert sql(url, "SELECT standing, number, rule, severity, field FROM v_query ORDER BY standing") == [
        ("accepted", 1, "rationale-required", "error", "rationale"),
        ("doubtful", 1, "rationale-required", "error", "rationale"),
    ]


def test_free_text_stands_in_a_view_of_its_own_and_in_no_other(url: str) -> None:
    found = sql(url, "SELECT field, kind, text FROM v_text ORDER BY number")
    assert [(field, kind) for field, kind, _ in found] == [
        ("rationale", "longtext"), ("actions", "table"), ("told", "text"),
    ]  # fmt: skip
    assert found[0][2] == "She “listened”\nwell"
    for view in ("v_audit", "v_answer", "v_action", "v_query"):
        everything = str(sql(url, f"SELECT * FROM {view}"))
        assert not any(words in everything for words in ("listened", "Visit the school", "The manager"))


def test_what_a_person_decided_stands_in_the_place_of_what_was_read(store: Store, url: str) -> None:
    for field, value in (("grade", "met"), ("visits", None)):
        decide(store, slip(1), field, value)
    found = sql(url, "SELECT state, value, decided FROM v_answer WHERE field IN ('grade', 'visits') ORDER BY number")
    assert found == [("answered", "met", 1), ("blank", None, 1)]
    assert sql(url, "SELECT grade FROM v_audit") == [("met",)]
