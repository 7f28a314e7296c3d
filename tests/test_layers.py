"""The direction of imports, held by the syntax tree: inner imports and TYPE_CHECKING count."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "docgen"

LAYERS = (
    {"__main__"},
    {"cli", "web"},
    {"demo"},
    {"pipeline"},
    {"definitions", "forms", "reading", "checks", "intake", "store", "reports", "cycle", "access", "workers"},
    {"measures"},
    {"fields", "conditions", "marks", "office"},
    {"model"},
    {"workdays"},
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}

LIBRARIES = {
    "yaml": {"definitions"},
    "pydantic": {"definitions"},
    "openpyxl": {"definitions", "forms", "reports", "pipeline", "demo"},
    "docx": {"forms", "reports"},
    "docxtpl": {"forms", "reports"},
    "pptx": {"reports"},
    "pypdf": {"forms", "reports"},
    "msoffcrypto": {"forms"},
    "reportlab": {"forms", "reports"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "psycopg": {"store"},
    "click": {"cli"},
    "rich": {"cli"},
    "simpleeval": {"conditions"},
    "holidays": {"workdays"},
    "watchfiles": {"pipeline"},
    "scipy": {"cycle"},
    "numpy": {"cycle"},
    "distributed": {"workers"},
    "dask": {"workers"},
    **{name: set() for name in ("matplotlib", "seaborn", "plotly", "pandas")},
}


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def room(path: Path) -> str:
    """The room that a module belongs to: the first folder or file below docgen."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every dotted name that a module imports, wherever the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_run_downwards_only_and_siblings_do_not_meet(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        return
    assert here in LEVEL, f"{here} is a new room: give it a place in LAYERS"
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "docgen" or len(parts) < 2 or parts[1] in (here, "__version__"):
            continue
        assert LEVEL[parts[1]] > LEVEL[here], f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_library_is_used_in_its_own_room_only(path: Path) -> None:
    for name in imports(path):
        rooms = LIBRARIES.get(name.split(".")[0])
        assert rooms is None or room(path) in rooms, f"{path.relative_to(ROOT)} imports {name}"
