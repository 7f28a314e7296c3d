"""`python -m docgen.cli`: write docs/reference/commands.md of this checkout anew."""

from pathlib import Path

import docgen.cli
from docgen.cli.manual import manual

if __name__ == "__main__":
    reference = Path(docgen.cli.__file__).parent.parent.parent / "docs" / "reference" / "commands.md"
    reference.write_text(manual(), encoding="utf-8", newline="\n")
