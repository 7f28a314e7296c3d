"""The command query-letter."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.ledger import of_a_part, which
from docgen.cli.shell import in_workspace, now, our_workspace


@click.command(name="query-letter", short_help="Letters to auditors: what to correct.")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@of_a_part
@click.option("--warnings", is_flag=True, help="Warnings too, and not only what must be put right.")
@click.option("--eml", "drafts", is_flag=True, help="An e-mail draft (.eml) for each letter, with the forms attached.")
@click.option("--reply-by", default="", metavar="DATE", help="By when to reply; it stands in the letter.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to; out/query-letters-DATE of the workspace unless named.",
)
@in_workspace
def query_letter(
    names: tuple[str, ...], warnings: bool, drafts: bool, reply_by: str, out: Path | None, **part: str
) -> None:
    """For each auditor one Word letter with what has to be corrected, by form and question.

    It holds what is urgent, doubtful or wrong: what was found, what may stand there, and what to do. You restyle and
    reword it in templates/query-letter.docx, the words of the e-mail in templates/query-letter.txt. A draft opens in
    the mail program, ready to be read and sent by you; nothing is sent. A letter that you have changed is never
    overwritten.

    \b
    Examples:  docgen query-letter --eml --reply-by 11/12/2026
               docgen query-letter --auditor "Sam Hill"
    """
    from docgen.pipeline import catalogue, queryletters
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    order = queryletters.Order(which(place, part), names, warnings, drafts, out, _date(reply_by))
    with open_store(place) as store:
        made = queryletters.make(place, store, catalogue.gather(place), order, now())
    for note in made.notes:
        click.echo(note, err=True)
    for path in made.letters:
        click.echo(path)
    if not made.letters:
        click.echo("There is nothing to write about.")
        return
    mails = f", {made.drafts} drafts" if drafts else ""
    click.echo(f"{len(made.letters)} letters{mails}: {made.points} points in {made.forms} forms.")


def _date(text: str) -> str:
    """A date that is typed, as YYYY-MM-DD."""
    from docgen.fields import Unclear, parse_date

    found = parse_date(text) if text else ""
    if isinstance(found, Unclear):
        raise click.UsageError(f"--reply-by: {found.reason}.")
    return found
