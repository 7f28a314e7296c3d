from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen.store import Store


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{(tmp_path / 'store' / 'docgen.sqlite').as_posix()}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        yield opened
