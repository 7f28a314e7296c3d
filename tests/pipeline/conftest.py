from __future__ import annotations

from pathlib import Path

import pytest

from docgen.definitions.settings import Settings
from docgen.pipeline import workspace
from docgen.pipeline.workspace import Workspace


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A workspace of which every id is known."""
    made = workspace.init(tmp_path / "team")
    assert made
    return Workspace(tmp_path / "team", Settings(workspace="0000"))
