"""Commands of the audit cycle: actions."""

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
    from datetime import date

    from docgen.model import Action, Adopted
    from docgen.pipeline.due import DueStep, Noted


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
    from docgen.model import ActionStatus
    from docgen.pipeline import actionbook, catalogue, tracker
    from docgen.pipeline import actions as verbs
    from docgen.pipeline.workspace import open_store

    place, asked = our_workspace(), False
    at_hand, when = catalogue.gather(place), now()
    kind = actionbook.actions(at_hand)
    chosen = at_hand.pick(framework).id if framework else ""
    person = who or place.who
    moves = ((close, ActionStatus.CLOSED), (withdraw, ActionStatus.WITHDRAWN), (reopen, ActionStatus.OPEN))
    need_reason(moves, why)
    with open_store(place) as store:
        registered = verbs.register(store, at_hand, when, every=True)
        show_problems(registered.asked)
        for path in back:
            asked = show_taken(path, kind, tracker.take(kind, store, path, when, person)) or asked
        for names, status in moves:
            for action in verbs.settle(store, names, status, why, when, person) if names else ():
                click.echo(f"{action.id}: {action.status}.")
        wanted = verbs.Wanted(chosen, team, owner, case, every, overdue)
        found = verbs.chosen(store.actions(), wanted, when[:10])
        if out:
            for made in tracker.make(kind, place, store, found, out, each or "", when):
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
        rows.append((one.id, one.case, short(one.what), one.owner or "–", one.due or "–", f"{colour}: {reason}"))
    for line in table(rows, ("ref", "case", "action", "owner", "due", "rating")):
        click.echo(line)


@click.command(short_help="What is due, overdue and next, by person.")
@click.argument("framework", metavar="[FRAMEWORK]", default="")
@click.option("--at", default="", metavar="DATE", help="As it stands on this day; today unless named.")
@click.option("--by", default="", metavar="PERSON", help="Only what this person, or this role, has to do.")
@click.option("--case", default="", metavar="REF", help="Only this case.")
@click.option("--all", "every", is_flag=True, help="Also what is done.")
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="As calendar entries.")
@click.option("--done", default="", metavar="STEP", help="Somebody has done this step, which has no form; with --case.")
@click.option(
    "--round",
    "from_",
    default="",
    metavar="DATE",
    help="With --done and --why: in the round of this day its form is left out.",
)
@click.option("--on", default="", metavar="DATE", help="With --done: when; today unless named.")
@click.option("--why", default="", metavar="TEXT", help="With --done: what was seen.")
@with_json("Print JSON.")
@in_workspace
def due(
    framework: str, at: str, by: str, case: str, every: bool, ics: Path | None, done: str, from_: str, on: str,
    why: str, as_json: bool,
) -> None:  # fmt: skip
    """What is due, overdue and next in the framework's cycle, by person, worked out from what went out and came back.

    A step is set off by what its definition says: the start of the round, or a return. Its day is counted in days or
    in working days of the nation, without days of closure (settings). A day in the ledger goes before that of the
    cycle. Steps that actions or a date in a form end are done by themselves; others are noted with --done.
    docgen chase makes the reminders. Recommendations of final reports that have a date are listed with their owners;
    below stands how many actions and recommendations are open.

    Of a framework that the team works with it also names the forms that have not been sent out by the day on which
    their round started; where FRAMEWORK is named, of one with which nothing was done yet. Where a round is left out,
    --done STEP --round DATE --why TEXT says so.

    \b
    Examples:  docgen due
               docgen due halton-collaborative --by "Ann Hill" --at 2026-12-01
               docgen due --done feedback --case 10023 --on 2026-11-18
               docgen due --done deep-dive --round 2026-08-07 --why "No audits in August."
    """
    from docgen.pipeline import catalogue, issuing, promised
    from docgen.pipeline import due as verbs
    from docgen.pipeline.shapes import due_steps
    from docgen.pipeline.workspace import open_store
    from docgen.store import Which

    place, when = our_workspace(), now()
    at_hand = catalogue.gather(place)
    some = (at_hand.pick(framework),) if framework else at_hand.frameworks
    with open_store(place) as store:
        if done:
            if bool(case) == bool(from_):
                raise click.UsageError("Name the case with --case, or the first day of a round with --round.")
            said = verbs.Noted(
                done, case, issuing.due_date(on) or when[:10], " ".join(why.split()), issuing.due_date(from_)
            )
            _show_noted(verbs.note(place, store, some, said, when), said)
            return
        day = issuing.due_date(at) or when[:10]
        found = verbs.find(place, store, some, day, by, named=bool(framework))
        name = some[0].id if framework else ""
        recommended = () if case else promised.by_day(store, name, by)
        counted = promised.actions(store, Which(name), day), promised.recommendations(store, name, day)
    found = tuple(one for one in found if not case or one.case.casefold() == case.casefold())
    shown = found if every else tuple(one for one in found if one.stands in verbs.OPEN)
    if ics is not None:
        ics.write_bytes(verbs.diary(shown, when, ics.read_bytes() if ics.exists() else b""))
        click.echo(f"{ics}: {sum(one.item.due is not None for one in shown)} entries.", err=True)
    if as_json:
        show_json(due_steps(day, shown, counted, recommended))
        return
    if not shown and not recommended:
        click.echo("Nothing is due." if not every else "No step was set off.")
    _by_person(shown, recommended, day)
    if not (by or case):
        click.echo()
        for what, one in zip(("Actions", "Recommendations"), counted, strict=True):
            if one.open:
                click.echo(one.said(what))
    leave(any(one.stands == "overdue" for one in shown) or any(one.due < day for one in recommended))


def _show_noted(noted: DueStep, said: Noted) -> None:
    """That a step is noted as done, or the form of a round as left out."""
    what = f"case {noted.case}: done on {said.on}" if said.case else f"from {said.round}: not sent out, {said.why}"
    click.echo(f"{noted.item.step.step}, {what.removesuffix('.')}.")


def _by_person(shown: tuple[DueStep, ...], recommended: tuple[Adopted, ...], day: str) -> None:
    """Steps and recommendations, by the person who sees to them."""
    from docgen.measures.following import days

    for name in dict.fromkeys([*(one.person for one in shown), *(one.owner for one in recommended)]):
        click.echo(f"\n{name or 'Nobody'}")
        rows = [
            (one.stands, one.item.due.isoformat() if one.item.due else "no day",
             _in_days(one.days, one.stands, one.item.done), one.about, one.what)
            for one in shown if one.person == name
        ]  # fmt: skip
        for one in recommended:
            if one.owner == name:
                stands = "overdue" if one.due < day else "next"
                rows.append((stands, one.due, _in_days(days(day, one.due), stands, None), one.id, short(one.what, 60)))
        for line in list(table(rows, ("stands", "due", "", "case", "step"), 99))[1:]:
            click.echo(f"  {line}")


def _in_days(days: int | None, stands: str, done: date | None) -> str:
    if done is not None and stands in ("done", "late"):
        return f"done {done.isoformat()}"
    if days is None or stands == "in hand":
        return ""
    number = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return "today" if not days else f"in {number}" if days > 0 else f"{number} ago"


@click.command(short_help="A year of quality assurance as a plan.")
@click.argument("year", metavar="YEAR")
@click.argument("framework", metavar="FRAMEWORK")
@click.option(
    "--take", "back", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Take back a plan in which people have noted what was done.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Where to; a folder in out/ of the workspace unless named.",
)  # fmt: skip
@in_workspace
def plan(year: str, framework: str, back: Path | None, out: Path | None) -> None:
    """A year from April, such as 2026-27, as a workbook and a calendar: every method of the schedule, every round.

    What is done with a form is done when a return is dated in its time. For everything else people write the day into
    the column “Done on” of the workbook; --take takes it back. The sheet “Done against planned” and the annual report
    hold what was done against what was planned. Each is due on the last working day of its time.

    \b
    Examples:  docgen plan 2026-27 camden-early-help
               docgen plan 2026-27 camden-early-help --take "Plan from the managers.xlsx"
    """
    from docgen.pipeline import catalogue, planning
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    chosen = catalogue.gather(place).pick(framework)
    with open_store(place) as store:
        made = planning.make(place, store, chosen, year, now(), back, out)
    for note in made.notes:
        click.echo(note, err=True)
    if back is not None:
        click.echo(f"{back.name}: {made.taken} new or changed.")
    rows = [(one.title, str(one.planned), str(one.due), str(one.done), str(one.missed)) for one in made.standing]
    for line in table(rows, ("what", "planned", "due by now", "done", "missed"), 1):
        click.echo(line)
    for path in made.files:
        click.echo(f"  {path}")
