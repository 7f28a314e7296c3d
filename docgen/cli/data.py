"""Commands that give data to other programs, and take it from them: export."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.ledger import of_a_part, which
from docgen.cli.shell import in_workspace, now, our_workspace, progress


@click.command(short_help="The audits as CSV and Excel.")
@of_a_part
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to; out/export of the workspace unless named.",
)
@click.option("--free-text", is_flag=True, help="With what people wrote freely, which may name a child.")
@click.option("--pseudonyms", is_flag=True, help="Cases and practitioners under pseudonyms.")
@in_workspace
def export(out: Path | None, free_text: bool, pseudonyms: bool, **part: str) -> None:
    """The accepted audits, their answers and actions, and what is asked, as CSV files and as one workbook.

    The CSV files are UTF-8 with a mark that Excel knows, dates are YYYY-MM-DD, no text can become a formula, and
    datapackage.json describes every column. The same command writes them anew, so that a dashboard can read them from
    one place. What people wrote freely is left out unless it is asked for. Columns: docs/reference/export.md.

    \b
    Examples:  docgen export
               docgen export --framework cafcass-national --period 2014-11 --pseudonyms --out "For the partnership"
    """
    from docgen.pipeline import export
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    order = export.Order(which(place, part), out or place.out / "export", free_text, pseudonyms)
    with open_store(place) as store, progress() as tell:
        made = export.make(place, store, order, now(), tell)
    counts = ", ".join(f"{number:,} {name}" for name, number in made.rows.items())
    click.echo(f"{made.folder}: {counts}.")
