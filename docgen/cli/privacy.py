"""Commands about people's rights: purge, subject."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.shell import in_workspace, leave, now, our_workspace, progress, show_json, table, with_json

if TYPE_CHECKING:
    from docgen.pipeline.purge import Due, Purged


@click.command(short_help="Erase what has been kept long enough.")
@click.option("--case", "cases", metavar="REF", multiple=True, help="Everything on this case, whatever its age.")
@click.option("--why", default="", metavar="REASON", help="Why, for the trail; needed with --case; it names no case.")
@click.option("--yes", "--confirm", "yes", is_flag=True, help="Erase; without it what would go is listed.")
@with_json("Print JSON.")
@in_workspace
def purge(cases: tuple[str, ...], why: str, yes: bool, as_json: bool) -> None:
    """List, and with --yes erase, the audits that docgen.yaml keeps no longer (retention), or everything on a case.

    A copy goes with all that came back of it, when the last of it has been kept long enough: answers, texts, queries,
    decisions, reasons and the originals. The trail keeps that and when it went, without a word of what stood in it; a
    log of ids and hashes goes into out/. The same files are not taken in again. A case under “hold” in docgen.yaml
    stays.

    Named, and left to you, is what still holds it: documents in out/ that name the case, and backups.

    \b
    Examples:  docgen purge
               docgen purge --yes
               docgen purge --case C100063 --why "Asked for by the family, decided on 3 March." --yes
    """
    from docgen.pipeline import purge, shapes
    from docgen.pipeline.workspace import open_store

    if bool(cases) != bool(why):
        raise click.UsageError("Name cases with --case together with the reason, --why.")
    place = our_workspace()
    purge.careful(why, cases)
    with open_store(place) as store, progress() as tell:
        before = purge.finish(place, store) if yes else None
        at = now()
        found = purge.of_cases(place, store, cases) if cases else purge.due(place, store, at[:10])
        unfinished = store.unfinished()
        done = None
        if yes:
            reason = why or "Kept as long as docgen.yaml says (retention)."
            done = purge.purge(place, store, found, at, reason, tell)
    if as_json:
        show_json(shapes.purged(found, done))
        return
    if before is not None:
        click.echo(f"An erasure that was stopped has been ended; its log is {before.log}.")
    if unfinished:
        click.echo(f"An erasure of {unfinished} was stopped before its end; --yes ends it.", err=True)
    for line in _done(done) if done is not None else _due(found):
        click.echo(line)
    leave(bool(done and done.changed))


def _due(found: Due) -> Iterator[str]:
    """What would go, for a person to look at."""
    rows = [
        (unit.framework or "not identified", unit.form, unit.day, until, unit.case, unit.copy, str(len(unit.keys)))
        for unit, until in found.units
    ]
    if rows:
        yield from table(rows, ("framework", "form", "date", "kept until", "case", "copy", "returns"), right=6)
        yield ""
    for one in found.lists:
        cases = _number(one.cases, "case")
        yield f"The {one.kind} of {one.day}, {one.framework} {one.name}: {cases} would be taken out."
    for unit in found.held:
        yield f"On hold: case {unit.case}, {unit.form}, {unit.day}."
    if found.unruled:
        yield f"{found.unruled} copies and returns are of frameworks for which docgen.yaml has no retention."
    returns = sum(len(unit.keys) for unit, _ in found.units)
    if rows or found.lists:
        what = f"{_number(len(rows), 'audit')} with {_number(returns, 'return')}"
        yield f"{what} would be erased. Nothing was done; --yes erases."
    else:
        yield "Nothing has been kept longer than docgen.yaml says."


def _done(done: Purged) -> Iterator[str]:
    """What went, and what still holds it."""
    if done.listed:
        yield f"Taken out of samples and allocations: {_number(done.listed, 'row')}."
    if not done.units and not done.listed:
        yield "Nothing was erased."
    elif done.units:
        returns, originals = _number(done.returns, "return"), _number(done.originals, "original")
        yield f"Erased: {_number(done.units, 'audit')} with {returns} and {originals}."
    if done.log:
        yield f"The log is {done.log}."
    for unit in done.changed:
        yield f"Something of copy {unit.copy or '–'} came in meanwhile, so it stays: look at it, and run this again."
    for trace in done.traces:
        yield f"Still names {', '.join(trace.names)}: {trace.path}"
    for path in done.copies:
        yield f"Still holds it: {path}, a copy of the store; delete it."
    for event in done.backups:
        yield f"May still hold it: the backup {event.detail} of {event.at} by {event.who or '–'}."
    for sha256 in done.lists:
        yield f"Still holds it: a list of responses with others in it, store/originals/{sha256[:2]}/{sha256}…"


def _number(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"


@click.command(short_help="Everything held on a case, in Word.")
@click.argument("case", metavar="CASE")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where to; into out/ unless named."
)
@click.option("--with-files", is_flag=True, help="Put the received files into a folder beside it.")
@in_workspace
def subject(case: str, out: Path | None, with_files: bool) -> None:
    """Everything that is held on one case, as an accessible Word document for a subject access request.

    It holds copies, returns with every answer in the words of the form, doubts, queries, decisions, actions, samples,
    the trail, and where originals and documents lie. Nothing of another case is in it; where another return names the
    case, only the place is listed, for a person to look at. The trail notes that it was made.

    \b
    Example:  docgen subject C100063 --with-files
    """
    from docgen.pipeline import catalogue, subject
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    with open_store(place) as store:
        made = subject.make(place, store, catalogue.gather(place), case, out, with_files, now())
    files = f", {_number(len(made.files), 'original')} beside it" if with_files else ""
    click.echo(f"{made.path}: {_number(made.copies, 'issued form')} and {_number(made.returns, 'return')}{files}.")
    if made.mentions:
        click.echo(f"{_number(len(made.mentions), 'place')} elsewhere name the case: see its last chapter.", err=True)
    leave(bool(made.mentions))
