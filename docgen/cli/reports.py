"""Commands about reports that are made: check-report, pack."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.shell import in_workspace, leave, now, our_workspace, progress, show_json, show_problems, with_json


@click.command("check-report", short_help="Does an edited report still agree with the store?")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--published",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The published figures that the report was reconciled with.",
)
@with_json("Print JSON.")
@in_workspace
def check_report(file: Path, published: Path | None, as_json: bool) -> None:
    """Compare every number of a report that docgen made, and people have edited, with what the store gives now.

    The same report is drawn up anew, with all that came in since. Each number that does not agree is named: section,
    place, what is printed, what the store gives. So is each that is no longer there, and each that could not be
    checked. Numbers that a person typed are listed, since nothing stands behind them.

    Exit status 0: every number that docgen printed is there and agrees. 1: at least one is not.

    \b
    Example:  docgen check-report "out/bwd-caf-quarterly-Q2-2026-27.docx"
    """
    from docgen.pipeline import check_report, shapes
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    with open_store(place) as store:
        checked = check_report.check(place, store, file, published, now())
    found, typed = check_report.problems(checked), check_report.typed(checked)
    if as_json:
        show_json(shapes.report_checked(checked, found, typed))
        leave(not checked.good)
        return
    show_problems(found)
    agreed = checked.compared.agreed
    click.echo(f"{file}: {checked.title}" + (f", {checked.period}" if checked.period else "") + ".")
    click.echo(f"{'1 number agrees' if agreed == 1 else f'{agreed:,} numbers agree'} with the store.")
    if checked.compared.moved:
        click.echo("The store gives other figures than when this report was made.")
    for one in typed:
        click.echo(f"{one.where.at}: {one.message} {one.fix}")
    leave(not checked.good)


@click.command("pack", short_help="A report and its appendices as one PDF.")
@click.argument("files", metavar="REPORT [APPENDIX...]", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to; “pack.pdf” beside the report unless named.",
)
@click.option(
    "--title", metavar="TEXT", default="", help="What stands above the contents; the report's name unless named."
)
def pack(files: tuple[Path, ...], out: Path | None, title: str) -> None:
    """Join a report and its appendices (.docx, .xlsx, .pdf) into one PDF for a meeting.

    It has a contents page with links, a bookmark for each document and its headings, and page numbers that run
    through. Word documents and workbooks are turned into PDF by LibreOffice, which must be installed. A file that is
    protected by a password, or cannot be read, is named and nothing is written.

    \b
    Example:  docgen pack "out/report.docx" "action tracker.xlsx" letter.pdf --out "Board, May.pdf"
    """
    from docgen.pipeline import pack as verb

    with progress() as tell:
        made = verb.make(files, out or files[0].with_name("pack.pdf"), title, tell)
    click.echo(f"{made.path}: {'1 document' if made.parts == 1 else f'{made.parts} documents'}.")
