"""Files as they come in: found in folders and zip archives, kept by their hash, and weighed against the ledger.

Nothing is ever read from the inbox twice: the bytes that are kept are the bytes that are read.
"""

from __future__ import annotations

from docgen.intake.finding import LARGEST_ARCHIVE, LARGEST_FILE, MOST_MEMBERS, Inbox, Passed, Source, debris, shown
from docgen.intake.keeping import Kept, fetch, found, keep, put, sync, weighed
from docgen.intake.weighing import Verdict, case_of, digest, judge, refused, stands

__all__ = [
    "LARGEST_ARCHIVE",
    "LARGEST_FILE",
    "MOST_MEMBERS",
    "Inbox",
    "Kept",
    "Passed",
    "Source",
    "Verdict",
    "case_of",
    "debris",
    "digest",
    "fetch",
    "found",
    "judge",
    "keep",
    "put",
    "refused",
    "shown",
    "stands",
    "sync",
    "weighed",
]
