"""Commands of the audit cycle: actions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.shell import in_workspace, leave, now, our_workspace, show_json, show_problems, table, with_json

if TYPE_CHECKING:
    from docgen.model import Action
    from docgen.pipeline.tracker import Taken


@click.command(short_help="Actions that audits agreed, until they are done.")
@click.argument("framework", metavar="[FRAMEWORK]", default="")
@click.option("--team", default="", help="Only those of this team.")
@click.option("--owner", default="", help="Only those of this owner.")
@click.option("--case", default="", help="Only those of this case.")
@click.option("--overdue", is_flag=True, help="Only those that are overdue.")
@click.option("--all", "every", is_flag=True, help="Also those that are closed or withdrawn.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Make the tracker, an Excel workbook.")
@click.option("--each", type=click.Choice(["owner", "team"]), help="With --out DIR: a tracker for each of them.")
@click.option(
    "--in", "back", type=click.Path(path_type=Path, dir_okay=False), multiple=True, metavar="FILE",
    help="Take a tracker back.",
)  # fmt: skip
@click.option("--close", multiple=True, metavar="REF", help="Somebody has seen that this action is done.")
@click.option("--withdraw", multiple=True, metavar="REF", help="This action is no longer needed.")
@click.option("--reopen", multiple=True, metavar="REF", help="This action is not done after all.")
@click.option("--why", default="", help="What was seen, or the reason.")
@click.option("--who", default="", metavar="NAME", help="Who says so; you unless named.")
@with_json("Print JSON.")
@in_workspace
def actions(
    framework: str, team: str, owner: str, case: str, overdue: bool, every: bool, out: Path | None, each: str | None,
    back: tuple[Path, ...], close: tuple[str, ...], withdraw: tuple[str, ...], reopen: tuple[str, ...], why: str,
    who: str, as_json: bool,
) -> None:  # fmt: skip
    """The actions of accepted audits: listed, sent out as a tracker, taken back, and closed.

    The tracker is a workbook in which managers write owner, date, status and evidence. Taken back with --in, each cell
    is set against what was sent and what is stored by now: what two people changed in two ways is shown and left alone.
    Open actions are printed into the next form of their case (see docgen toolkit), which closes them.

    \b
    Examples:  docgen actions halton-collaborative --overdue
               docgen actions halton-collaborative --out "Action tracker.xlsx"
               docgen actions --in "Action tracker.xlsx"
               docgen actions --close 7K3Q-9D2M-1 --why "Plan seen on file."
    """
    from docgen.model import ActionStatus, DocgenError, Query, Severity
    from docgen.pipeline import actions as verbs
    from docgen.pipeline import catalogue, tracker
    from docgen.pipeline.workspace import open_store

    place, asked = our_workspace(), False
    at_hand, when = catalogue.gather(place), now()
    chosen = at_hand.pick(framework).id if framework else ""
    person = who or place.who
    moves = ((close, ActionStatus.CLOSED), (withdraw, ActionStatus.WITHDRAWN), (reopen, ActionStatus.OPEN))
    if any(names for names, _ in moves) and not why:
        raise DocgenError(Query("reason", Severity.ERROR, "There is no reason.", "Say with --why what was seen."))
    with open_store(place) as store:
        registered = verbs.register(store, at_hand, when)
        show_problems(registered.asked)
        for path in back:
            asked = _show_taken(path, tracker.take(store, path, when, person)) or asked
        for names, status in moves:
            for action in verbs.settle(store, names, status, why, when, person) if names else ():
                click.echo(f"{action.id}: {action.status}.")
        wanted = verbs.Wanted(chosen, team, owner, case, every, overdue)
        found = verbs.chosen(store.actions(), wanted, when[:10])
        if out:
            for made in tracker.make(place, store, found, at_hand, out, each or "", when):
                click.echo(made)
        elif as_json:
            show_json({"actions": [verbs.shape(one, when[:10]) for one in found]})
        elif not (back or any(names for names, _ in moves)):
            _list(found, when[:10])
    leave(asked or bool(registered.asked))


def _list(found: tuple[Action, ...], today: str) -> None:
    from docgen.measures.following import rating

    if not found:
        click.echo("There is no action of this kind.")
        return
    rows = []
    for one in found:
        colour, reason = rating(one, today)
        what = one.what if len(one.what) <= 50 else f"{one.what[:49]}…"
        rows.append((one.id, one.case, what, one.owner or "–", one.due or "–", f"{colour}: {reason}"))
    for line in table(rows, ("ref", "case", "action", "owner", "due", "rating")):
        click.echo(line)


def _show_taken(path: Path, taken: Taken) -> bool:
    """What came of a tracker; whether anything is asked."""
    show_problems(taken.problems)
    for one in taken.conflicts:
        click.echo(
            f"{path.name}: {one.action}, {one.column}: the tracker says “{one.returned}”, the store says "
            f"“{one.stored}” by now; it was sent as “{one.sent}”. It was left as the store has it.",
            err=True,
        )
    for note in taken.notes:
        click.echo(f"{path.name}: {note}", err=True)
    click.echo(f"{path.name}: {len(taken.changed)} actions changed.")
    return bool(taken.problems or taken.conflicts)
