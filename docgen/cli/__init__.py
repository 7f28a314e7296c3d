"""The command line: a thin door on the pipeline. It parses, calls one verb, and prints what comes back.

Only click is imported here; everything else comes in when a command runs, so that `--help` is instant.
"""

from __future__ import annotations

import gc
import sys

from docgen.cli.choosing import allocate, sample
from docgen.cli.cycle import actions, due, plan
from docgen.cli.data import export
from docgen.cli.definitions import check, convert, fields, frameworks, init, new_framework
from docgen.cli.documents import check_access, guidance
from docgen.cli.keeping import backup, restore, verify
from docgen.cli.ledger import accept, chase, exempt, history, refuse, status
from docgen.cli.making import demo, report_, toolkit
from docgen.cli.privacy import purge, subject
from docgen.cli.queryletters import query_letter
from docgen.cli.recommendations import recommendations
from docgen.cli.reports import check_report, pack
from docgen.cli.returns import ingest, read
from docgen.cli.review import review_
from docgen.cli.shell import docgen

__all__ = ["docgen", "main"]

for _command in (
    demo,
    init,
    frameworks,
    check,
    fields,
    new_framework,
    convert,
    toolkit,
    guidance,
    check_access,
    read,
    ingest,
    review_,
    status,
    report_,
    check_report,
    pack,
    chase,
    query_letter,
    exempt,
    accept,
    refuse,
    history,
    backup,
    restore,
    verify,
    export,
    actions,
    recommendations,
    sample,
    allocate,
    due,
    plan,
    purge,
    subject,
):
    docgen.add_command(_command)


_OBJECTS = 200_000
"""After how many new objects Python looks for circles to throw away. Audits are values without circles, and there are
hundreds of thousands of them: looking as often as it does by itself takes a fifth of the time of a large report."""


def main() -> None:
    """Run the command line in UTF-8, whatever the code page of the console."""
    gc.set_threshold(_OBJECTS)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    docgen(prog_name="docgen")
