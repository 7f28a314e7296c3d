"""A store of an older layout is copied, and then brought up to date with all that it holds."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from docgen.model import DocgenError
from docgen.store import Store, trail, views
from docgen.store.engine import address_of
from docgen.store.tables import LAYOUT, metadata
from tests.databases import sql
from tests.store.samples import RATIONALE, put, returned, slip

OLD = (Path(__file__).parent / "layout_2.sql").read_text("utf-8")
"""A store of layout 2 as it was dumped: two copies, a return that made way, an accepted one with a query, a refusal."""


@pytest.fixture
def old(url: str) -> str:
    """The address of a store of layout 2."""
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True)
    for statement in OLD.split(";\n"):
        serial = statement.replace("\tid INTEGER NOT NULL", "\tid SERIAL NOT NULL").replace(" WITHOUT ROWID", "")
        if statement.strip() and ("TRIGGER" not in statement or url.startswith("sqlite")):
            sql(url, statement if url.startswith("sqlite") else serial)
    return url


def copies(url: str, tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "store" / "backups").glob("*")) + sorted((tmp_path / "backups").glob("*"))


def test_everything_in_an_older_store_is_there_afterwards(old: str, tmp_path: Path) -> None:
    with Store(old, backups=tmp_path / "backups") as store:
        (audit,) = store.audits("fw", "case")
        assert (audit.case, audit.values["grade"], audit.values["opened_on"], audit.queries) == (
            "C1", "met", "2026-01-02", 1,
        )  # fmt: skip
        assert [copy.id for copy in store.issued("fw", "1", "case")] == ["T1", "T2"]
        assert [one.query.message for one in store.refusals()] == ["This is no form."]
        (count,) = [one for one in store.counts() if one.form == "case"]
        assert (count.issued, count.accepted, count.replaced, count.outstanding) == (2, 1, 1, 1)
        assert [one.what for one in store.history(["T1"], [])] == ["issued", "accepted", "replaced", "accepted"]
        with store.looking() as connection:
            assert list(trail.check(connection)) == []
    assert sql(old, "SELECT version_num FROM alembic_version") == [(LAYOUT,)]
    assert sql(old, "SELECT case_ref, grade FROM v_audit") == [("C1", "")]


def test_an_older_store_is_copied_before_it_is_changed(old: str, tmp_path: Path) -> None:
    with Store(old, backups=tmp_path / "backups"):
        pass
    (copy,) = copies(old, tmp_path)
    assert copy.name == f"before-layout-{LAYOUT}-from-2.sqlite"
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchall() == [("2",)]
    assert connection.execute("SELECT count(*) FROM answers").fetchall() == [(4,)]
    assert connection.execute("SELECT what FROM events ORDER BY id").fetchall()[0] == ("issued",)
    connection.close()


def test_a_migrated_store_has_the_layout_of_a_new_one(old: str, tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlalchemy import create_engine

    with Store(old, backups=tmp_path / "backups"):
        pass
    engine = create_engine(address_of(old))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        differences = [one for one in compare_metadata(context, metadata) if not _of_a_foreign_key(one)]
    engine.dispose()
    assert differences == []


def test_a_store_of_layout_6_keeps_its_seals(url: str, tmp_path: Path) -> None:
    with Store(url) as store:
        put(store, slip(1), returned(RATIONALE))
    for view in views.NAMES:
        sql(url, f"DROP VIEW {view}")
    for column in ("raised", "closed", "closed_by", "closed_at", "closed_why"):
        sql(url, f"ALTER TABLE queries DROP COLUMN {column}")
    for undo in (
        "DROP TABLE recommendations",
        "DROP TABLE recommendation_steps",
        "DROP TABLE reasons",
        "DROP INDEX erased_at",
        "ALTER TABLE erased DROP COLUMN day",
    ):
        sql(url, undo)
    sql(url, "UPDATE alembic_version SET version_num = '6'")
    with Store(url, backups=tmp_path / "backups") as store:
        assert [one.query for one in store.open_queries()] == [RATIONALE]
        assert store.problems() == ()
    assert sql(url, "SELECT rule FROM v_query") == [("rationale-required",)]


def _of_a_foreign_key(difference: object) -> bool:
    return isinstance(difference, tuple) and "_fk" in str(difference[0])


def test_a_migration_that_fails_leaves_the_store_as_it_was(
    old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docgen.store import views

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(views, "create", fails)
        with pytest.raises(ZeroDivisionError):
            Store(old, backups=tmp_path / "backups")
    assert sql(old, "SELECT value FROM meta WHERE name = 'schema'") == [("2",)]
    assert sql(old, "SELECT count(*) FROM events") == [(6,)]
    with Store(old, backups=tmp_path / "backups") as store:
        assert len(store.audits("fw", "case")) == 1


def test_a_store_on_a_server_is_not_changed_where_no_copy_can_be_put_anywhere(old: str) -> None:
    if old.startswith("sqlite"):
        return
    with pytest.raises(DocgenError, match="no folder for the copy that comes first"):
        Store(old)
    assert sql(old, "SELECT value FROM meta WHERE name = 'schema'") == [("2",)]


def test_opening_a_store_that_is_up_to_date_does_not_load_what_migrates(tmp_path: Path) -> None:
    opened = f"with Store({str(tmp_path / 'docgen.sqlite')!r}): pass\n"
    code = f"import sys; from docgen.store import Store\n{opened}{opened}print('alembic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
