"""`python -m docgen.access` at the root of a checkout: writes docs/reference/access.md anew."""

from __future__ import annotations

from pathlib import Path

from docgen.access.manual import manual

REFERENCE = Path("docs") / "reference" / "access.md"

if __name__ == "__main__":
    REFERENCE.write_text(manual(), encoding="utf-8", newline="\n")
