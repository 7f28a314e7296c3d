"""`python -m docgen.definitions` at the root of a checkout: writes the editors' schema and the reference anew."""

from __future__ import annotations

from pathlib import Path

from docgen.definitions import editor, reference

SCHEMA = Path("frameworks") / "framework.schema.json"
REFERENCE = Path("docs") / "reference" / "definitions.md"


def write(root: Path) -> None:
    """Write both files below the root of a checkout, whose folders must be there."""
    (root / SCHEMA).write_text(editor.text(), encoding="utf-8", newline="\n")
    (root / REFERENCE).write_text(reference.text(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path.cwd())
