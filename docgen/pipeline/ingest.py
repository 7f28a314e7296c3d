"""The verb `ingest`: returned files into the store, each of them ending in exactly one outcome.

Five steps for each file: keep (the original, by its hash), vet and read (what it says), judge (against the
ledger), commit (one transaction). A run that is stopped at any point can be run again: what is stored is
recognised by its hash, and an original without a row does no harm.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from docgen.intake import Inbox, Kept, Passed, Source, case_of, judge, keep, refused
from docgen.model import DocgenError, Place, Query, Return, Severity, Standing
from docgen.pipeline import Progress, quiet
from docgen.pipeline.returns import AsIssued, Reader, as_issued
from docgen.pipeline.workspace import Workspace
from docgen.store import Entry, Store


class Outcome(StrEnum):
    """What became of one file."""

    STORED = "stored"
    ALREADY = "already taken"
    REPLACED = "replaced an earlier one"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Taken:
    """One file and what became of it. `why` says so for a refused or ignored one, and what to do."""

    file: str
    outcome: Outcome
    why: Query | None = None
    note: str = ""
    standing: Standing | None = None
    returned: Return | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of every file of one run, in the order in which they were taken."""

    files: tuple[Taken, ...]

    def count(self, outcome: Outcome) -> int:
        """How many files came to this."""
        return sum(one.outcome is outcome for one in self.files)

    @property
    def clean(self) -> bool:
        """Whether nothing was refused, is doubtful or is asked."""
        return not any(
            one.outcome is Outcome.REFUSED or (one.returned and (one.returned.queries or one.returned.doubtful()))
            for one in self.files
        )


def run(
    workspace: Workspace, store: Store, reader: Reader, paths: Sequence[Path], now: str, progress: Progress = quiet
) -> Summary:
    """Take in every file under the paths. A bad file is refused, and the others are taken all the same.

    Raises DocgenError (code 3) or OSError where the store or its disk fails; what was stored before stays.
    """
    own = (workspace.store, workspace.templates, workspace.frameworks)
    with Inbox(paths, own) as inbox:
        files = [_passed(one) for one in inbox.passed]
        for done, source in enumerate(inbox.sources):
            progress("Taking in returns", done, len(inbox.sources))
            files.append(_take(workspace, store, reader, inbox, source, now))
        progress("Taking in returns", len(inbox.sources), len(inbox.sources))
        store.settle()
        seen = len(inbox.sources) + len(inbox.passed)
    summary = Summary(tuple(files))
    if sum(Counter(one.outcome for one in files).values()) != seen:
        raise AssertionError(f"{seen} files were seen, and {len(files)} have an outcome")
    return summary


def _passed(one: Passed) -> Taken:
    return Taken(one.name, Outcome.IGNORED if one.ignored else Outcome.REFUSED, one.query)


def _take(workspace: Workspace, store: Store, reader: Reader, inbox: Inbox, source: Source, now: str) -> Taken:
    """One file from the inbox to its outcome."""
    try:
        kept = keep(inbox, source, workspace.originals)
    except DocgenError as error:
        return Taken(source.name, Outcome.REFUSED, error.queries[0])
    with store.look() as entry:
        done = _known(entry, kept)
    if done is not None:
        return done
    returned = _read(reader, kept, as_issued(workspace, store))
    with store.entry() as entry:
        return _known(entry, kept) or _commit(workspace, entry, reader, returned, now)


def _known(entry: Entry, kept: Kept) -> Taken | None:
    """The outcome of a file with bytes that are in the ledger: as a return, or as a copy just as it was issued."""
    before = entry.receipt(kept.sha256)
    if before is not None and before.standing is not Standing.REFUSED:
        return Taken(kept.name, Outcome.ALREADY, standing=before.standing)
    if entry.untouched(kept.sha256):
        message = "Nothing has been filled in: the file is just as it was issued."
        query = Query("untouched", Severity.WARNING, message, "Ask for the filled-in form.", where=Place(kept.name))
        return Taken(kept.name, Outcome.IGNORED, query)
    return None


def _read(reader: Reader, kept: Kept, issued: AsIssued) -> Return:
    """What the kept bytes say. A file on which docgen itself stumbles is refused, so that the others go on.

    What would refuse every file alike is no matter of this file: a broken template, store or installation.
    """
    try:
        return reader.read(kept.name, kept.data, issued)
    except (DocgenError, ImportError):
        raise
    except Exception as error:
        message = f"docgen stumbled over this file ({type(error).__name__}); this is a fault in docgen."
        fix = "The file is kept. Report the fault with the output of: docgen read FILE"
        query = Query("fault", Severity.ERROR, message, fix, where=Place(kept.name))
        return Return(kept.name, kept.sha256, refused=query)


def _commit(workspace: Workspace, entry: Entry, reader: Reader, returned: Return, now: str) -> Taken:
    """Weigh a return against the ledger and store it."""
    if returned.refused is not None or returned.identity is None:
        before = entry.receipt(returned.sha256)
        if before is None:
            entry.write(refused(returned, now), returned)
        return Taken(returned.file, Outcome.REFUSED, returned.refused, standing=Standing.REFUSED)
    _, form = reader.place(returned.identity)
    identity = returned.identity
    issued = entry.toolkit(identity.toolkit) if identity.toolkit else None
    held = entry.held(identity.framework, identity.form, identity.toolkit, case_of(returned, form, issued))
    verdict = judge(returned, form, issued, held, workspace.settings.accept, now)
    entry.write(verdict.receipt, verdict.returned, verdict.replaces)
    outcome = Outcome.REPLACED if verdict.replaces else Outcome.STORED
    return Taken(
        returned.file, outcome, note=verdict.note, standing=verdict.receipt.standing, returned=verdict.returned
    )
