"""The matrix of `docs/reference/marks.md`: manner of marking × format × editor, worked out from the files beside this.

python -m tests.returns.matrix
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tests.returns.make import FILES
from tests.returns.sheets import sections
from tests.returns.tasks import SETS
from tests.returns.verdict import verdicts

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "marks.md"
EDITORS: Mapping[str, str] = {
    "word": "Word",
    "libreoffice-7.4": "Word form, saved by LibreOffice 7.4",
    "libreoffice-25.2": "Word form, saved by LibreOffice 25.2",
}
"""How the name of a file ends → the column. Another format adds its editors here and its files to `files`."""
START = """\
# How marks are read

<!-- Made by `python -m tests.returns.matrix` from the files in tests/returns/files; a test keeps it as it is. -->

People mark forms in many ways. This says what docgen makes of each, in every program whose files are tested:

- **read**: the answer is taken, with a note where it was not given in the usual way.
- **doubtful**: it waits for a person, with what the marks point to as a candidate and the reason in plain words.
- **listed**: the question is blank, and what was written is listed as text in no answer.
- **altered**: the program itself makes other words of it when it opens the form; docgen reads what it left.
- **refused**: the file is not taken in, and the message says what to do.

Nothing is read as anything else than what was meant, and nothing that was written goes unseen: the same tests see to
that. A form or a question may trust a way of marking (`accept_inferred`); what is doubtful here by highlight, shading,
bold, border, underline, colour, italics, size, effect, bullet, strike-out or deletion is read there.
"""
_WORDS = {"read": "read", "doubtful": "doubtful", "blank": "listed"}


@cache
def outcomes(name: str, editor: str) -> Mapping[str, str] | None:
    """Question → verdict for one file; None where there is no such file."""
    path = FILES / f"{name}-{editor}.docx"
    return verdicts(name, SETS[name].tasks(), path.read_bytes()) if path.exists() else None


def page() -> str:
    """The page in Markdown."""
    return "\n".join([START, *_sections(), *sections()])


def _sections() -> Iterator[str]:
    for name, one in SETS.items():
        found = {editor: verdicts for editor in EDITORS if (verdicts := outcomes(name, editor)) is not None}
        yield f"## {one.title}\n"
        yield "| manner | " + " | ".join(EDITORS[editor] for editor in found) + " |"
        yield "|---" * (len(found) + 1) + "|"
        manners: dict[str, list[str]] = {}
        for task in one.tasks():
            manners.setdefault(task.manner, []).append(task.question.id)
        for manner, fields in manners.items():
            cells = [
                "altered" if manner in one.lost.get(editor, ()) else _cell({verdicts[field] for field in fields})
                for editor, verdicts in found.items()
            ]
            yield f"| {manner} | " + " | ".join(cells) + " |"
        yield ""


def _cell(found: set[str]) -> str:
    return " or ".join(_WORDS.get(one, one) for one in sorted(found, reverse=True))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
