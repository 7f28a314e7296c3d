from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from docgen.model import Answer, DocgenError, Query, Return, Severity, Standing, State, Toolkit, Unread
from docgen.store import Count, Store
from docgen.store.tables import LAYOUT
from tests.databases import sql as rows
from tests.store.samples import NOW, RATIONALE, REFERRAL, put, returned, slip


def test_an_accepted_return_is_an_audit_with_its_values(store: Store) -> None:
    put(store, slip(1), returned(RATIONALE))
    (audit,) = store.audits("fw", "case")
    assert (audit.case, audit.version, audit.queries) == ("C1", "1", 1)
    assert dict(audit.values) == {"grade": "good", "rationale": None}


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.ACCEPTED])
def test_a_return_that_is_not_accepted_is_in_no_figure(store: Store, standing: Standing) -> None:
    put(store, slip(1, standing))
    assert store.audits("fw", "case") == ()


def test_audits_come_in_the_order_of_their_cases_whatever_the_order_of_receipt(store: Store) -> None:
    for number in (3, 1, 2):
        put(store, slip(number))
    assert [audit.case for audit in store.audits("fw", "case")] == ["C1", "C2", "C3"]


def test_a_window_keeps_its_first_and_last_day_and_leaves_out_what_has_no_date(store: Store) -> None:
    for number, day in enumerate(("2014-08-31", "2014-09-01", "2014-10-31", "2014-11-01", ""), start=1):
        put(store, slip(number, day=day))
    assert [audit.case for audit in store.audits("fw", "case", "2014-09-01", "2014-10-31")] == ["C2", "C3"]
    assert len(store.audits("fw", "case")) == 5
    assert store.undated("fw", "case") == 1


def test_a_replaced_return_is_kept_and_its_queries_are_no_longer_open(store: Store, url: str) -> None:
    put(store, slip(1, toolkit="T"), returned(RATIONALE))
    put(store, slip(2, toolkit="T"), returned(), (slip(1, toolkit="T"),))
    assert [audit.key for audit in store.audits("fw", "case")] == [slip(2).key]
    assert store.open_queries() == ()
    assert rows(url, "SELECT count(*) FROM answers") == [(4,)]
    assert rows(url, "SELECT standing, replaced_by FROM returns ORDER BY id") == [("replaced", 2), ("accepted", None)]


def test_what_is_held_of_a_copy_or_of_a_case_is_found_and_nothing_else(store: Store) -> None:
    put(store, slip(1, toolkit="T"))
    put(store, slip(2, Standing.REPLACED, toolkit="T"))
    put(store, slip(3, Standing.DOUBTFUL, toolkit="T"))
    put(store, slip(4, toolkit="U", case="C9"))
    put(store, slip(5, toolkit="", case=""))
    put(store, slip(6, toolkit="T", form="benchmark"))

    def found(toolkit: str, case: str) -> list[str]:
        with store.entry() as entry:
            return [one.file for one in entry.held("fw", "case", toolkit, case)]

    assert found("T", "C9") == ["1.docx", "3.docx", "4.docx"]
    assert found("", "") == []


def test_a_refused_file_that_can_be_read_later_takes_over_its_row(store: Store, url: str) -> None:
    reason = Query("not-a-form", Severity.ERROR, "This is no form.", "Send the form.")
    put(store, slip(1, Standing.REFUSED, toolkit="", case=""), Return("x.docx", "", refused=reason))
    assert [trouble.query.message for trouble in store.refusals()] == ["This is no form."]
    put(store, slip(1))
    assert store.refusals() == ()
    assert rows(url, "SELECT standing, rule FROM returns") == [("accepted", "")]
    assert [what for (what,) in rows(url, "SELECT what FROM events ORDER BY id")] == ["refused", "read", "accepted"]


def test_what_fails_in_the_middle_of_an_entry_leaves_no_trace(store: Store, url: str) -> None:
    def fails() -> None:
        with store.entry() as entry:
            entry.write(slip(1), returned(RATIONALE))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    for table in ("returns", "answers", "queries", "events"):
        assert rows(url, f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.parametrize("sql", ["UPDATE events SET what = 'x'", "DELETE FROM events"])
def test_the_trail_of_events_cannot_be_edited(store: Store, url: str, sql: str) -> None:
    put(store, slip(1))
    with pytest.raises(DBAPIError, match="only ever added"):
        rows(url, sql)


def test_urgent_queries_come_first_then_by_case(store: Store) -> None:
    put(store, slip(1), returned(RATIONALE))
    put(store, slip(2), returned(REFERRAL, RATIONALE))
    found = [(trouble.query.rule, trouble.case) for trouble in store.open_queries()]
    assert found == [("referral", "C2"), ("rationale-required", "C1"), ("rationale-required", "C2")]
    assert [trouble.query for trouble in store.open_queries([Severity.URGENT])] == [REFERRAL]


def test_a_doubt_names_the_field_and_the_case(store: Store) -> None:
    doubtful = Answer("grade", None, State.DOUBTFUL, doubt="two grades are marked", candidates=("good", "met"))
    put(store, slip(1, Standing.DOUBTFUL), Return("x.docx", "", answers=(doubtful,)))
    (found,) = store.doubts()
    assert (found.case, found.query.question, found.query.message) == ("C1", "grade", "two grades are marked")


def test_the_counts_say_how_many_stand_where(store: Store) -> None:
    copies = [Toolkit(f"T{n}", "fw", "1", "case", f"C{n}", issued=NOW) for n in range(1, 7)]
    store.issue([*copies, Toolkit("BLANK", "fw", "1", "case", issued=NOW)])
    put(store, slip(1), returned(RATIONALE))
    put(store, slip(2, Standing.QUERIED), returned(RATIONALE))
    put(store, slip(3, Standing.DOUBTFUL), returned(RATIONALE))
    put(store, slip(4, Standing.REPLACED))
    put(store, slip(5, toolkit="elsewhere"))
    put(store, slip(6, Standing.REFUSED, framework="", form="", toolkit=""))
    assert store.counts() == (
        Count("", "", refused=1),
        Count(
            "fw", "case", issued=7, returned=4, accepted=2, queried=2, held=1, doubtful=1, replaced=1, outstanding=3,
            unissued=1,
        ),
    )  # fmt: skip


def test_issuing_the_same_copy_again_adds_nothing(store: Store, url: str) -> None:
    copy = Toolkit("ABCD-EFGH", "fw", "1", "case", "C1", 1, NOW, "a.docx", "hash")
    store.issue([copy])
    store.issue([copy])
    assert store.issued("fw", "1", "case") == (copy,)
    assert rows(url, "SELECT what, toolkit FROM events") == [("issued", "ABCD-EFGH")]
    assert store.known(["ABCD-EFGH", "ZZZZ-ZZZZ"]) == {"ABCD-EFGH"}


def test_unread_text_and_doubts_are_kept_with_the_return(store: Store, url: str) -> None:
    put(store, slip(1), Return("x.docx", "", unread=(Unread("see email", "page 2", "comment"),)))
    assert rows(url, "SELECT what, text, place FROM unread") == [("comment", "see email", "page 2")]


def test_two_commands_can_use_the_store_at_once(store: Store, url: str) -> None:
    with Store(url) as other:
        put(store, slip(1))
        put(other, slip(2))
        assert len(store.audits("fw", "case")) == 2


@pytest.mark.parametrize("folder", ["100% & more", "a#b", "é", *(["what?", "C:"] if os.name == "posix" else [])])
def test_a_store_may_lie_in_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    with Store(str(tmp_path / folder / "docgen.sqlite")) as opened:
        put(opened, slip(1))
    assert (tmp_path / folder / "docgen.sqlite").is_file()


def test_a_store_outlives_the_command_that_made_it(url: str) -> None:
    with Store(url) as first:
        put(first, slip(1))
        first.settle()
    with Store(url) as second:
        assert len(second.audits("fw", "case")) == 1


def test_a_file_that_is_no_store_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "docgen.sqlite"
    path.write_bytes(b"A shopping list. " * 100)
    with pytest.raises(DocgenError, match=r"docgen\.sqlite.*damaged or is not a docgen store") as failure:
        Store(f"sqlite:///{path.as_posix()}")
    assert failure.value.code == 3
    assert path.read_bytes().startswith(b"A shopping list.")


def test_a_store_of_another_layout_is_not_touched(store: Store, url: str) -> None:
    rows(url, "UPDATE alembic_version SET version_num = '99'")
    with pytest.raises(DocgenError, match=f"layout 99, and this docgen knows layout {LAYOUT}"):
        Store(url)


@pytest.mark.parametrize("url", ["nonsense://", "oracle9://x", "postgresql+nodriver://u:secret@host/x"])
def test_an_address_that_cannot_be_opened_is_said_without_its_password(url: str) -> None:
    with pytest.raises(DocgenError, match="address of the store") as failure:
        Store(url)
    assert failure.value.code == 3
    assert "secret" not in str(failure.value)


def test_only_the_fields_asked_for_come_out(store: Store) -> None:
    put(store, slip(1), returned())
    assert [dict(audit.values) for audit in store.audits("fw", "case", fields=["grade"])] == [{"grade": "good"}]
    assert [dict(audit.values) for audit in store.audits("fw", "case", fields=[])] == [{}]


def test_what_is_looked_up_for_each_file_is_found_by_its_own_index(tmp_path: Path) -> None:
    with Store(str(tmp_path / "docgen.sqlite")) as store:
        asked: list[tuple[str, Any]] = []
        event.listen(
            store._connection.engine,
            "before_cursor_execute",
            lambda _, __, text, given, *___: asked.append((text, given)),
        )
        with store.entry() as entry:
            entry.erased("sha256", "T1")
            entry.receipt("sha256")
            entry.untouched("sha256")
            entry.toolkit("T1")
            entry.held("fw", "case", "T1", "C1")
        put(store, slip(1), returned(RATIONALE))
        looks = [(text, given) for text, given in asked if text.startswith("SELECT")]
    assert len(looks) >= 7
    for text, given in looks:
        with closing(sqlite3.connect(tmp_path / "docgen.sqlite")) as plain:
            plan = "; ".join(row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {text}", given))
        assert "SCAN" not in plan, f"{text}: {plan}"
        assert "returns_of_form" not in plan, f"{text}: {plan}"
