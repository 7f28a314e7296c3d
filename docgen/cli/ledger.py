"""Commands about the ledger: status, chase, exempt, accept, refuse, history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from docgen.cli.shell import in_workspace, leave, now, our_workspace, show_json, show_problems, table, with_json

if TYPE_CHECKING:
    from docgen.pipeline.decisions import Done
    from docgen.pipeline.workspace import Workspace
    from docgen.store import Count, Event, Line, Trouble, Which

_Command = TypeVar("_Command", bound=Callable[..., Any])
_ALWAYS = ("issued", "returned", "accepted", "outstanding")
_PART = (
    ("--framework", "FRAMEWORK", "Only this framework."),
    ("--form", "FORM", "Only this form."),
    ("--team", "TEAM", "Only this team."),
    ("--auditor", "NAME", "Only this auditor."),
    ("--period", "P", "Only this period: 2014-11, 2026-27, 2026-27-Q2, two dates, or a round of the framework."),
)


def of_a_part(command: _Command) -> _Command:
    """Gives a command the options that name a part of the ledger; its argument `part` holds what they say."""
    for name, metavar, help in reversed(_PART):
        command = click.option(name, metavar=metavar, default="", help=help)(command)
    return command


def which(place: Workspace, part: dict[str, str]) -> Which:
    """The part of the ledger that these options name."""
    from docgen.pipeline import catalogue, status

    framework = catalogue.gather(place).pick(part["framework"]) if part["framework"] else None
    return status.part(framework, part["form"], part["team"], part["auditor"], part["period"])


@click.command(short_help="What is out and what has come back.")
@of_a_part
@click.option(
    "--by", type=click.Choice(["team", "auditor", "month"]), default=None, help="Count by team, auditor or month."
)
@click.option("--ledger", is_flag=True, help="List every copy and every received file with its state.")
@click.option("--queries", "listed", is_flag=True, help="List all that is asked, doubtful or refused, worst first.")
@with_json("Print JSON.")
@in_workspace
def status(by: str | None, ledger: bool, listed: bool, as_json: bool, **part: str) -> None:
    """What is out, what has come back, and where it stands: urgent queries first.

    A copy counts in the period of the date that the case list gives for its audit, else of the day that it is due,
    else of its issue; a return in that of its own date.

    \b
    issued       copies given out
    returned     returns that speak for a case: accepted, read, held or doubtful
    accepted     those that count in the figures
    queried      those of which something is asked
    read         wait for a person to accept them, where the settings say so
    held         kept out of the figures by an error, where the settings say so
    doubtful     kept out of the figures until a person has decided
    refused      files that could not be read, or that a person refused
    replaced     made way for a later version
    outstanding  copies for a case of which nothing has come back
    overdue      outstanding ones whose day has passed
    exempt       copies of which nothing is expected any more
    unissued     returned copies that were not issued from this workspace

    Below: the actions that somebody still has to do, and the recommendations of final reports that are open.

    \b
    Examples:  docgen status --by team
               docgen status --framework cafcass-national --period 2014-11 --ledger
    """
    from docgen.pipeline import shapes, status
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    asked = status.Question(which(place, part), by or "", listed, ledger)
    with open_store(place) as store:
        found = status.of(store, asked, now()[:10], place.settings.roles)
    if as_json:
        show_json(shapes.status(found))
        return
    for one in found.urgent:
        click.echo(f"URGENT  {_about(one)}")
    if found.urgent:
        click.echo()
    for line in _counts(found.counts, by or ""):
        click.echo(line)
    for what, some_ in (("Actions", found.actions), ("Recommendations", found.recommendations)):
        if some_ is not None and some_.open:
            click.echo(some_.said(what))
    if ledger:
        click.echo()
        for line in _ledger(found.lines):
            click.echo(line)
    for title, some in (("Queries", found.queries), ("Doubtful", found.doubts), ("Refused", found.refusals)):
        if some:
            click.echo(f"\n{title}")
        for one in some:
            click.echo(f"  {_about(one)}")


def _counts(counts: tuple[Count, ...], by: str) -> Iterator[str]:
    """The table of counts; a column that is nought throughout is left out."""
    from docgen.pipeline import shapes

    sums = {name: number for name, number in shapes.total(counts).items() if number or name in _ALWAYS}
    group = [by] if by else []
    rows = [
        (
            c.framework or "not identified",
            c.form,
            *([c.group or "–"] if by else []),
            *(str(getattr(c, name)) for name in sums),
        )
        for c in counts
    ]
    if len(rows) != 1:
        rows.append(("all", "", *([""] if by else []), *(str(number) for number in sums.values())))
    yield from table(rows, ("framework", "form", *group, *sums), right=2 + len(group))


def _ledger(lines: tuple[Line, ...]) -> Iterator[str]:
    """Every copy and file in a line: a file is known by its key, a copy by its id."""
    rows = [
        (one.state, one.framework, one.form, one.case, one.key or one.toolkit, one.due, one.team, one.auditor, one.file)
        for one in lines
    ]
    yield from table(rows, ("state", "framework", "form", "case", "copy or key", "due", "team", "auditor", "file"))


def _about(trouble: Trouble) -> str:
    """A query in one line, with its case and file."""
    query = trouble.query
    case = f"case {trouble.case}, " if trouble.case else ""
    question = f"{query.question}: " if query.rule == "doubt" else ""
    return f"{case}{trouble.file}: {question}{query.message} {query.fix}".rstrip()


@click.command(short_help="Who has to be reminded.")
@of_a_part
@click.option("--all", "every", is_flag=True, help="Everything that is out, not only what is overdue.")
@click.option("--csv", "as_csv", is_flag=True, help="The list as CSV and not as a workbook.")
@click.option("--drafts", is_flag=True, help="An e-mail draft (.eml) for each auditor too.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to; out/chase-DATE of the workspace unless named.",
)
@in_workspace
def chase(every: bool, as_csv: bool, drafts: bool, out: Path | None, **part: str) -> None:
    """A list of what is overdue, by auditor, and with --drafts an e-mail draft for each of them.

    Copies are on it, by the day in the ledger, else by that of the framework's cycle; and steps of the cycle for which
    nothing has gone out (see docgen due).

    A draft opens in the mail program, ready to be read and sent by you; nothing is sent. It names cases and dates
    and holds nothing that stands in a form. Its words stand in templates/chase.txt. Addresses come from a column
    “auditor_email” of the case list, else from docgen.yaml.

    \b
    Example:  docgen chase --drafts
    """
    from docgen.pipeline import chase
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    order = chase.Order(which(place, part), every, as_csv, drafts, out)
    with open_store(place) as store:
        made = chase.make(place, store, order, now())
    for note in made.notes:
        click.echo(note, err=True)
    if not made.lines:
        click.echo("Nothing is out." if every else "Nothing is overdue.")
        return
    copies = "1 copy" if made.lines == 1 else f"{made.lines} copies"
    letters = f", {made.drafts} drafts" if drafts else ""
    click.echo(f"{made.path}: {copies} of {made.auditors} auditors{letters}.")


_WHY = click.option("--why", required=True, metavar="REASON", help="Why, for the trail; no name of a child or family.")
_NAMES = click.argument("names", metavar="NAME...", nargs=-1, required=True)


@click.command(short_help="Expect nothing back of a copy.")
@_NAMES
@click.option("--why", default="", metavar="REASON", help="Why, for the trail; no name of a child or family.")
@click.option("--undo", is_flag=True, help="Expect it again.")
@in_workspace
def exempt(names: tuple[str, ...], why: str, undo: bool) -> None:
    """Note that nothing is expected back of a copy, and why: it is neither outstanding nor overdue any more.

    NAME is a case reference or the id of a copy. A return that comes all the same is taken in as any other.

    \b
    Example:  docgen exempt C100063 --why "The case was transferred."
    """
    from docgen.pipeline import decisions
    from docgen.pipeline.workspace import open_store

    if bool(why) == undo:
        raise click.UsageError("Give the reason with --why, or take an exemption back with --undo.")
    with open_store(our_workspace()) as store:
        _show_done(decisions.exempt(store, names, _reason(why), now()), "expected again" if undo else "exempt")


@click.command(short_help="Let held returns count.")
@_NAMES
@_WHY
@in_workspace
def accept(names: tuple[str, ...], why: str) -> None:
    """Let returns count that are held for an error, or that wait for a person. A doubtful one must be decided first.

    NAME is a case reference, the id of a copy, a file or its key, as docgen status --ledger shows them.

    \b
    Example:  docgen accept C100063 --why "The missing rationale was given by phone."
    """
    from docgen.pipeline import actions, catalogue, decisions
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    with open_store(place) as store:
        done = decisions.accept(store, names, _reason(why), now())
        show_problems(actions.register(store, catalogue.gather(place), now()).asked)
        _show_done(done, "accepted")


@click.command(short_help="Take returns out of the figures.")
@_NAMES
@_WHY
@in_workspace
def refuse(names: tuple[str, ...], why: str) -> None:
    """Take returns out of the figures for good. Their files are kept, and the same file is not taken in again.

    NAME is a case reference, the id of a copy, a file or its key, as docgen status --ledger shows them.

    \b
    Example:  docgen refuse 3f2a90b1c4d5e6f7 --why "Sent in error: another team's case."
    """
    from docgen.pipeline import decisions
    from docgen.pipeline.workspace import open_store

    with open_store(our_workspace()) as store:
        _show_done(decisions.refuse(store, names, _reason(why), now()), "refused")


def _reason(why: str) -> str:
    """The reason, on one line."""
    return " ".join(why.split())


def _show_done(done: Done, word: str) -> None:
    for name in done.left:
        click.echo(name, err=True)
    for name in done.moved:
        click.echo(f"{name}: {word}.")
    leave(bool(done.left))


@click.command(short_help="What happened to a copy or return.")
@click.argument("name", metavar="NAME")
@with_json("Print JSON.")
@in_workspace
def history(name: str, as_json: bool) -> None:
    """What happened to a copy and its returns, from the issue on: when, who, what and why; and what people decided.

    NAME is a case reference, the id of a copy, a file or its key. The trail cannot be edited through docgen, and
    docgen verify finds every change that was made in another way.

    \b
    Example:  docgen history C100063
    """
    from docgen.pipeline import catalogue, decisions, review, shapes
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    with open_store(place) as store:
        events = decisions.history(store, name)
        keys = dict.fromkeys(one.key for one in events if one.key)
        decided = review.decided(store, catalogue.gather(place), tuple(keys))
    if as_json:
        show_json({"events": [shapes.event(one) for one in events], "decisions": [asdict(one) for one in decided]})
        return
    rows = [(one.at, one.who or "–", one.what, one.toolkit, one.key, _detail(one), one.why) for one in events]
    for line in table(rows, ("when (UTC)", "who", "what", "copy", "key", "about", "why")):
        click.echo(line)
    for one in decided:
        click.echo(f"\n{one.about} ({one.key}), decided by {one.who or '–'} on {one.at[:10]}")
        for word, text in (("read", one.read), ("counts", one.counts), ("why", one.why)):
            click.echo(f"  {word:<7} {text}" if text else f"  {word:<7} –")


def _detail(event: Event) -> str:
    """What an event is about, where that is a field or a rule and no hash."""
    return event.detail if event.what in ("decided", "undone", "settled", "reopened") else ""
