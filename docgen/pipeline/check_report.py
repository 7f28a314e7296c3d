"""The verb `check-report`: every number of an edited report beside what the store gives now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.model import Place, Query, Severity
from docgen.pipeline import evidence
from docgen.pipeline.reopening import drawn_again, reopen
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

if TYPE_CHECKING:
    from docgen.reports.compare import Compared, Odd


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

    one = reopen(workspace, path)
    fresh = drawn_again(workspace, store, one, now, published)
    printed = evidence.printed(path)
    moved = register.figures_digest(fresh) != one.register.digest
    compared = compare(one.words, one.register, fresh, printed, moved)
    return Checked(path, one.title, one.register.origin.period, compared, bool(printed))


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
