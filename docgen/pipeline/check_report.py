"""The verb `check-report`: every number of an edited report beside what the store gives now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.model import DocgenError, Framework, Place, Query, Severity
from docgen.pipeline import evidence, report
from docgen.pipeline.catalogue import gather
from docgen.pipeline.pseudonyms import masked
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

if TYPE_CHECKING:
    from docgen.reports.compare import Compared, Odd
    from docgen.reports.register import Register

MOST = 64 * 2**20
"""The largest report, in bytes, that is read."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it, for which report and period; `printed` says whether the evidence beside it could be read."""

    path: Path
    title: str
    period: str
    compared: Compared
    printed: bool

    @property
    def good(self) -> bool:
        """Whether every number that docgen printed is there and agrees with the store."""
        return not self.compared.odd and not self.compared.taken_out


def check(workspace: Workspace, store: Store, path: Path, published: Path | None, now: str) -> Checked:
    """Read an edited report, draw the same report up anew, and compare.

    Raises DocgenError where the file is no report that docgen made, its definition is not at hand, or there is nothing
    to draw it up from.
    """
    from docgen.reports import register
    from docgen.reports.compare import compare
    from docgen.reports.reread import reread

    edited = reread(_data(path), str(path), register.NAMESPACE.encode("ascii"))
    found = register.read(edited.register) if edited.register else None
    if found is None:
        fix = "Check the report as Word or LibreOffice saved it: other programs may leave out what docgen put in."
        raise _refusal(path, "This document does not say which report of docgen it is.", fix)
    framework = _framework(workspace, path, found)
    origin = found.origin
    outline = framework.report(found.report)
    if outline is not None and outline.each and not origin.about[1]:
        fix = "Check the internal edition of it."
        raise _refusal(path, f"This edition does not say which {outline.each} it is about.", fix)
    with masked(workspace, store, framework, origin.pseudonyms):
        order = report.Order(
            framework,
            found.report,
            origin.period,
            published=published,
            about=origin.about,
            edition=origin.edition,
            pseudonyms=origin.pseudonyms,
        )
        fresh = report.drawn_again(workspace, store, order, now, found.today)
    printed = evidence.printed(path)
    moved = register.figures_digest(fresh) != found.digest
    title = outline.title if outline is not None else found.report
    return Checked(path, title, origin.period, compare(edited, found, fresh, printed, moved), bool(printed))


def problems(checked: Checked) -> tuple[Query, ...]:
    """Each number that does not agree or could not be checked, and each section taken out: where, what, what to do."""
    file, found = str(checked.path), checked.compared
    odd = [_query(file, one) for one in found.odd]
    return (*odd, *(_taken_out(file, title, number) for title, number in found.taken_out))


def typed(checked: Checked) -> tuple[Query, ...]:
    """Each number that a person typed, which nothing stands behind."""
    fix = "Make sure of it by hand: docgen does not know where it comes from."
    return tuple(
        Query("typed-number", Severity.WARNING, f"{one.number} was typed: “{one.text}”.", fix,
              where=Place(str(checked.path), one.section))
        for one in checked.compared.typed
    )  # fmt: skip


def _query(file: str, odd: Odd) -> Query:
    where = Place(file, ", ".join(part for part in (odd.section, odd.place) if part))
    before = f" (docgen printed {odd.before})" if odd.before and odd.before != odd.printed else ""
    if odd.state == "differs":
        message = f"It says {odd.printed}{before}; the store gives {odd.value or 'nothing'}."
        fix = f"Write {odd.value}, or make the report again." if odd.value else "Make the report again."
        return Query("figure-differs", Severity.ERROR, message, fix, where=where)
    if odd.state == "gone":
        is_now = f"; the store gives {odd.value}" if odd.value else ""
        message = f"A number{before} is no longer there, or was typed anew, so it could not be checked{is_now}."
        fix = "If it was taken out on purpose, nothing is to be done; else make the report again."
        return Query("figure-gone", Severity.WARNING, message, fix, where=where)
    message = f"{odd.printed or 'A number'}{before} could not be checked: the report would say it otherwise now."
    return Query("figure-unknown", Severity.WARNING, message, "Make the report again and compare.", where=where)


def _taken_out(file: str, title: str, number: int) -> Query:
    message = f"The section was taken out, and {number} numbers with it."
    fix = "If that was on purpose, nothing is to be done."
    return Query("section-gone", Severity.WARNING, message, fix, where=Place(file, title))


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
    return DocgenError(Query("check-report", Severity.ERROR, message, fix, where=Place(str(path))))
