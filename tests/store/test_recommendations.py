"""Recommendations in the store, in both databases: what goes in comes back, every step is kept, no edit goes unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.model import Adopted, Basis, RecommendationStatus, Retest
from docgen.store import Store
from tests.databases import sql

AT, LATER = "2026-10-12T09:00:00Z", "2027-01-15T09:00:00Z"
ONE = Adopted(
    "R-2026Q2-1", "fw", "quarterly", "2026-27-Q2", "Quarterly report, July to September 2026", "d0123456789a",
    "Reach “good” – at last\nand for all.", "2026-07-01", "2026-09-30", "Ann Hill", "2027-01-14", "2027-01-14",
    adopted="2026-10-12", changed="2026-10-12", by="sam",
    bases=(
        Basis("good", "Good or better", "case", 4, 20, (("area", "a1"),), "Area one", "", "more", ("k1", "k2")),
        Basis("cases", "Cases", "case", 7),
    ),
)  # fmt: skip
TEST = Retest(
    "quarterly", "2026-27-Q3", "Quarterly report, October to December 2026", "2027-01-15", 0, 14, 20, "better"
)


@pytest.fixture
def kept(store: Store) -> Store:
    with store.entry() as entry:
        entry.put_recommendations([(None, ONE), (None, replace(ONE, id="R-2026Q2-10", framework="other"))], AT, "fw q")
    return store


def test_what_goes_in_comes_back(kept: Store) -> None:
    assert kept.recommendations("fw") == (ONE,)
    assert [one.id for one in kept.recommendations()] == ["R-2026Q2-1", "R-2026Q2-10"]
    assert kept.recommendations(ids=["R-2026Q2-10"])[0].framework == "other"
    assert kept.problems() == ()


def test_every_step_is_kept_and_none_is_changed(kept: Store) -> None:
    met = replace(ONE, status=RecommendationStatus.MET, settled="2027-01-15", evidence="Seen.", retests=(TEST,))
    with kept.entry() as entry:
        entry.put_recommendations([(ONE, met)], LATER, "abc")
        assert entry.recommendations_heard() == {"fw q", "abc"}
    first, second = kept.recommendation_steps([ONE.id])
    assert (first.at, first.who, first.source, first.changes["owner"]) == (AT, "sam", "fw q", "Ann Hill")
    assert {name: text for name, text in second.changes.items() if name != "retests"} == {
        "status": "met", "settled": "2027-01-15", "evidence": "Seen.",
    }  # fmt: skip
    assert json.loads(second.changes["retests"])[0]["says"] == "better"
    assert kept.recommendations("fw") == (met,)
    assert kept.problems() == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE recommendations SET status = 'met' WHERE id = 'R-2026Q2-1'",
         "Recommendation R-2026Q2-1 is not as docgen stored it."),
        ("DELETE FROM recommendations WHERE id = 'R-2026Q2-1'",
         "Recommendation R-2026Q2-1, which the trail tells of, is not in the store."),
        ("INSERT INTO recommendations (id) VALUES ('R-9-1')", "Recommendation R-9-1 is not as docgen stored it."),
    ],
)  # fmt: skip
def test_an_edit_by_other_means_is_named(kept: Store, url: str, change: str, message: str) -> None:
    sql(url, change)
    assert [one.message for one in kept.problems()] == [message]


def test_the_view_has_one_row_without_words(kept: Store, url: str) -> None:
    wanted = "id, framework, report, period, period_first, period_last, owner, due, status, put_back"
    assert sql(url, f"SELECT {wanted} FROM v_recommendation ORDER BY id LIMIT 1") == [
        (
            "R-2026Q2-1",
            "fw",
            "quarterly",
            "2026-27-Q2",
            "2026-07-01",
            "2026-09-30",
            "Ann Hill",
            "2027-01-14",
            "ongoing",
            0,
        )
    ]
    assert "what" not in _columns(url)


def _columns(url: str) -> set[str]:
    from sqlalchemy import create_engine, inspect

    from docgen.store.engine import address_of

    engine = create_engine(address_of(url))
    try:
        return {column["name"] for column in inspect(engine).get_columns("v_recommendation")}
    finally:
        engine.dispose()


def test_a_store_of_layout_8_gets_the_register_and_keeps_all_else(url: str, tmp_path: Path) -> None:
    with Store(url) as store, store.entry() as entry:
        entry.happened("made", AT, detail="x")
    for undo in ("DROP VIEW v_recommendation", "DROP TABLE recommendations", "DROP TABLE recommendation_steps"):
        sql(url, undo)
    sql(url, "UPDATE alembic_version SET version_num = '8'")
    with Store(url, backups=tmp_path / "backups") as store:
        assert store.made("x")
        assert store.recommendations() == ()
        with store.entry() as entry:
            entry.put_recommendations([(None, ONE)], AT)
        assert store.problems() == ()
    assert sql(url, "SELECT count(*) FROM v_recommendation") == [(1,)]


def test_a_backup_takes_it_along(kept: Store, tmp_path: Path) -> None:
    kept.snapshot(tmp_path / "copy.sqlite")
    with Store(f"sqlite:///{(tmp_path / 'copy.sqlite').as_posix()}") as copy:
        assert copy.recommendations() == kept.recommendations()
        assert copy.recommendation_steps([ONE.id]) == kept.recommendation_steps([ONE.id])
        assert copy.problems() == ()
