"""Makes the files beside this: `python -m tests.returns.make`, with LibreOffice 7 and 25 for those that they save.

python -m tests.returns.make                              the marked forms, as Word writes them
python -m tests.returns.make libreoffice-7.4 soffice      the same, opened and saved by that program
python -m tests.returns.make libreoffice-7.4 soffice signs      one of them
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.returns.form import Task, document
from tests.returns.page import Page, changed
from tests.returns.tasks import SETS

FILES = Path(__file__).parent / "files"
MARKED = "word"


def marked(name: str, tasks: Sequence[Task]) -> bytes:
    """The form of these tasks with every mark made."""

    def mark(root: object) -> None:
        for task in tasks:
            task.mark(Page(root))

    return changed(document(name, tuple(task.question for task in tasks)), mark)


def truth(tasks: Sequence[Task]) -> str:
    """What is meant in the form of these tasks, and in which manner it is said."""
    lines = [
        f"  {json.dumps(task.question.id)}: {json.dumps([task.manner, task.truth], ensure_ascii=False)}"
        for task in tasks
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def resaved(program: str, data: bytes, kind: str) -> bytes:
    """The file as a LibreOffice saves it; `kind` is what its --convert-to takes."""
    ending = kind.partition(":")[0]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"in.{ending}"
        source.write_bytes(data)
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
        subprocess.run(
            [*command, "--outdir", f"{folder}/out", str(source)], check=True, capture_output=True, timeout=300
        )
        return (Path(folder) / "out" / source.name).read_bytes()


def main(editor: str = MARKED, program: str = "", only: str = "") -> None:
    """Writes the files of one editor."""
    FILES.mkdir(exist_ok=True)
    for name, one in SETS.items():
        if editor not in one.editors or only not in ("", name):
            continue
        made = marked(name, one.tasks())
        (FILES / f"{name}.json").write_text(truth(one.tasks()), encoding="utf-8", newline="\n")
        path = FILES / f"{name}-{editor}.docx"
        if not program:
            path.write_bytes(made)
            continue
        path.write_bytes(resaved(program, made, "docx:MS Word 2007 XML"))


if __name__ == "__main__":
    main(*sys.argv[1:4])
