"""A report that people have edited, opened again: which one it is, and the same one drawn up anew from the store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.model import DocgenError, Framework, Place, Query, Report, Severity
from docgen.pipeline import report
from docgen.pipeline.catalogue import gather
from docgen.pipeline.pseudonyms import masked
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

if TYPE_CHECKING:
    from docgen.reports import Trail
    from docgen.reports.register import Register
    from docgen.reports.reread import Reread

MOST = 64 * 2**20
"""The largest report, in bytes, that is read."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """A report as it was found. `outline` is None where the definition at hand has no such report any more."""

    path: Path
    data: bytes
    words: Reread
    register: Register
    framework: Framework
    outline: Report | None

    @property
    def title(self) -> str:
        """What the report is called."""
        return self.outline.title if self.outline is not None else self.register.report


def reopen(workspace: Workspace, path: Path) -> Reopened:
    """Read an edited report. Raises DocgenError where the file is none that docgen made, or its definition is away."""
    from docgen.reports import register
    from docgen.reports.reread import reread

    data = _data(path)
    edited = reread(data, str(path), register.NAMESPACE.encode("ascii"))
    found = register.read(edited.register) if edited.register else None
    if found is None:
        fix = "Take the report as Word or LibreOffice saved it: other programs may leave out what docgen put in."
        raise _refusal(path, "This document does not say which report of docgen it is.", fix)
    framework = _framework(workspace, path, found)
    outline = framework.report(found.report)
    if outline is not None and outline.each and not found.origin.about[1]:
        fix = "Take the internal edition of it."
        raise _refusal(path, f"This edition does not say which {outline.each} it is about.", fix)
    return Reopened(path, data, edited, found, framework, outline)


def drawn_again(
    workspace: Workspace, store: Store, one: Reopened, now: str, published: Path | None = None, edition: str = ""
) -> Trail:
    """The same report as the store gives it now, in its own edition unless another is named.

    Raises DocgenError where there is nothing to draw it up from.
    """
    origin = one.register.origin
    with masked(workspace, store, one.framework, origin.pseudonyms):
        order = report.Order(
            one.framework,
            one.register.report,
            origin.period,
            published=published,
            about=origin.about,
            edition=edition or origin.edition,
            pseudonyms=origin.pseudonyms,
        )
        return report.drawn_again(workspace, store, order, now, one.register.today)


def _data(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST:
            raise _refusal(path, "The file is larger than any report.", "Check the name.")
        return path.read_bytes()
    except FileNotFoundError:
        raise _refusal(path, "There is no such file.", "Check the name.") from None
    except IsADirectoryError:
        raise _refusal(path, "This is a folder.", "Name a report in it.") from None


def _framework(workspace: Workspace, path: Path, found: Register) -> Framework:
    at_hand = gather(workspace)
    framework = at_hand.version(found.framework, found.version) or next(
        (one for one in at_hand.frameworks if one.id == found.framework), None
    )
    if framework is None:
        message = f"The report is on {found.framework} {found.version}, of which no definition is at hand."
        raise _refusal(path, message, f"Put its definition into {workspace.frameworks}.")
    return framework


def _refusal(path: Path, message: str, fix: str) -> DocgenError:
    return DocgenError(Query("no-report", Severity.ERROR, message, fix, where=Place(str(path))))
