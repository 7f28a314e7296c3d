from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.store import Store
from tests.databases import schema


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database, SQLite and PostgreSQL in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'store' / 'docgen.sqlite').as_posix()}"
        return
    with schema(request.getfixturevalue("postgresql")) as own:
        yield own


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url, who="sam") as opened:
        yield opened
