"""Files as they come in: found in folders, zips and e-mails, kept by their hash, and weighed against the ledger.

Nothing is ever read from the inbox twice: the bytes that are kept are the bytes that are read.
"""

from __future__ import annotations

from docgen.intake.bounds import Bounds
from docgen.intake.finding import Inbox, Passed, Source
from docgen.intake.keeping import Keeper, Kept, found, keep, put, sweep, sync, weighed
from docgen.intake.names import debris, shown
from docgen.intake.weighing import Verdict, case_of, digest, judge, refused, stands

__all__ = [
    "Bounds",
    "Inbox",
    "Keeper",
    "Kept",
    "Passed",
    "Source",
    "Verdict",
    "case_of",
    "debris",
    "digest",
    "found",
    "judge",
    "keep",
    "put",
    "refused",
    "shown",
    "stands",
    "sweep",
    "sync",
    "weighed",
]
