"""The command about recommendations of reports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.shell import (
    in_workspace,
    leave,
    need_reason,
    now,
    our_workspace,
    short,
    show_json,
    show_problems,
    show_taken,
    table,
    with_json,
)

if TYPE_CHECKING:
    from docgen.model import Adopted
    from docgen.pipeline.workspace import Workspace
    from docgen.store import Store


@click.command(short_help="Recommendations of reports, until they are met.")
@click.argument("framework", metavar="[FRAMEWORK]", default="")
@click.option("--report", "kind", metavar="KIND", default="", help="Only those of this kind of report.")
@click.option("--owner", default="", help="Only those of this owner.")
@click.option("--overdue", is_flag=True, help="Only those that are overdue.")
@click.option("--all", "every", is_flag=True, help="Also those that are met or withdrawn.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Make the workbook.")
@click.option("--each", type=click.Choice(["owner"]), help="With --out DIR: a workbook for each owner.")
@click.option(
    "--in", "back", type=click.Path(path_type=Path, dir_okay=False), multiple=True, metavar="FILE",
    help="Take a workbook back.",
)  # fmt: skip
@click.option(
    "--take", type=click.Path(path_type=Path, dir_okay=False), multiple=True, metavar="REPORT.docx",
    help="Take those of a report, as people left it.",
)  # fmt: skip
@click.option("--met", multiple=True, metavar="REF", help="This recommendation is met.")
@click.option("--not-met", multiple=True, metavar="REF", help="This one is not met.")
@click.option("--ongoing", multiple=True, metavar="REF", help="This one goes on.")
@click.option("--withdraw", multiple=True, metavar="REF", help="This one is no longer wanted.")
@click.option("--why", default="", help="What was seen, or the reason.")
@click.option("--who", default="", metavar="NAME", help="Who says so; you unless named.")
@with_json("Print JSON.")
@in_workspace
def recommendations(
    framework: str, kind: str, owner: str, overdue: bool, every: bool, out: Path | None, each: str | None,
    back: tuple[Path, ...], take: tuple[Path, ...], met: tuple[str, ...], not_met: tuple[str, ...],
    ongoing: tuple[str, ...], withdraw: tuple[str, ...], why: str, who: str, as_json: bool,
) -> None:  # fmt: skip
    """What final reports recommend: listed, sent out as a workbook, taken back, and followed until it is met.

    A report made with --final puts its recommendations into the register, each with an id for life; --take does the
    same with any report as people left it. Rows that cannot be read for certain are asked about. The next reports of
    the framework show each figure then and now; whether a recommendation is met is decided by a person, here or in
    the workbook. What comes back is set against what was sent and what is stored by now, as with docgen actions.

    \b
    Examples:  docgen recommendations halton-collaborative --overdue
               docgen recommendations --out Recommendations.xlsx
               docgen recommendations --in Recommendations.xlsx
               docgen recommendations --met R-2026Q2-3 --why "Seen in the audits of November."
    """
    from docgen.model import RecommendationStatus
    from docgen.pipeline import catalogue, tracker
    from docgen.pipeline import recommendations as verbs
    from docgen.pipeline.workspace import open_store

    place, when, asked = our_workspace(), now(), False
    chosen = catalogue.gather(place).pick(framework).id if framework else ""
    status = RecommendationStatus
    moves = ((met, status.MET), (not_met, status.NOT_MET), (ongoing, status.ONGOING), (withdraw, status.WITHDRAWN))
    need_reason(moves, why)
    with open_store(place) as store:
        for path in take:
            asked = _take(place, store, path, when) or asked
        for path in back:
            kind_of = verbs.book(())
            asked = show_taken(path, kind_of, tracker.take(kind_of, store, path, when, who or place.who)) or asked
        for names, to in moves:
            for one in verbs.settle(store, names, to, why, when, who or place.who) if names else ():
                click.echo(f"{one.id}: {one.status}.")
        wanted = verbs.Wanted(chosen, kind, owner, every, overdue)
        found = verbs.chosen(store.recommendations(), wanted, when[:10])
        history = store.recommendation_steps([one.id for one in found]) if out or as_json else ()
        if out:
            for made in tracker.make(verbs.book(history), place, store, found, out, each or "", when):
                click.echo(made)
        elif as_json:
            show_json({"recommendations": [verbs.shape(one, history, when[:10]) for one in found]})
        elif not (back or take or any(names for names, _ in moves)):
            _list(found, when[:10])
    leave(asked)


def _take(place: Workspace, store: Store, path: Path, when: str) -> bool:
    """Take the recommendations of a report; whether anything is asked."""
    from docgen.pipeline import adopting

    found = adopting.take(place, store, path, when)
    show_problems(found.asked)
    for note in found.notes:
        click.echo(f"{path.name}: {note}", err=True)
    click.echo(f"{path.name}: {len(found.new)} new, {len(found.changed)} changed.")
    return bool(found.asked)


def _list(found: tuple[Adopted, ...], today: str) -> None:
    from docgen.pipeline.recommendations import rating

    if not found:
        click.echo("There is no recommendation of this kind.")
        return
    rows = []
    for one in found:
        colour, reason = rating(one, today)
        rows.append((one.id, short(one.what), one.owner or "–", one.due or "–", str(one.status), f"{colour}: {reason}"))
    for line in table(rows, ("ref", "recommendation", "owner", "due", "status", "rating")):
        click.echo(line)
