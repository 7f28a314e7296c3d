"""Commands that make documents: demo, toolkit, report."""

from __future__ import annotations

from dataclasses import replace as changed
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.shell import in_workspace, leave, now, our_workspace, progress, show_problems, the_workspace

if TYPE_CHECKING:
    from docgen.pipeline.toolkits import Made

_OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to; out/ of the workspace unless named.",
)


@click.command(short_help="The whole job on a real example.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where to; docgen-demo unless named."
)
@click.option("--cases", type=click.IntRange(min=1), metavar="N", help="Only the first N of the 577 cases.")
@click.option("--cycle", is_flag=True, help="A year of audits with made-up people: samples to closed actions.")
@click.option("--seed", type=int, default=2026, metavar="N", help="With --cycle: another year with other chances.")
@click.option("--months", type=click.IntRange(1, 24), default=12, metavar="N", help="With --cycle: so many months.")
def demo(out: Path | None, cases: int | None, cycle: bool, seed: int, months: int) -> None:
    """The whole job on a real example, from definition to report, in a workspace of its own.

    A stand-in auditor fills the toolkits in; what it writes is made up, and says so. With --cycle it is the whole audit
    cycle: a year of one framework and a quarter of another.
    """
    from docgen import demo as example

    with progress() as tell:
        if cycle:
            lines = example.run_cycle(out or Path("docgen-demo-cycle"), seed, months, tell)
        else:
            lines = example.run(out or Path("docgen-demo"), cases, tell)
    for line in lines:
        click.echo(line)


@click.command(short_help="Blank or pre-filled toolkits.")
@click.argument("framework", metavar="FRAMEWORK")
@click.option("--form", metavar="FORM", default="", help="Which form; with --cases the first one unless named.")
@click.option(
    "--format", "form_at", type=click.Choice(["word", "excel", "pdf"]), default="word", help="Word unless named."
)
@click.option("--cases", type=click.Path(path_type=Path), metavar="CASES.csv", help="One pre-filled copy for each row.")
@_OUT
@click.option("--protect", is_flag=True, help="Word lets people type in the answers only.")
@click.option("--due", metavar="DATE", default="", help="When the copies of a case list are to be back.")
@click.option("--again", is_flag=True, help="A further copy, also where one is out or has come back.")
@click.option("--blind", is_flag=True, help="A moderating form without the judgements of the audit.")
@click.option("--proof", is_flag=True, help="For whoever writes the definition: ids and rules beside each field.")
@in_workspace
def toolkit(
    framework: str, form: str, form_at: str, cases: Path | None, out: Path | None, protect: bool, due: str, again: bool,
    blind: bool, proof: bool,
) -> None:  # fmt: skip
    """Toolkits: a blank copy of each form, or with --cases one pre-filled copy for each row.

    CASES is CSV or .xlsx. A column named by a field's id (see docgen fields) or by its label pre-fills that
    field; choices by label or by id. What only the list tells, such as who was involved in the case, is kept for
    the rules. Each copy has an id of its own. A case whose copy is still out gets that same copy again.

    A copy also shows what is known of its case: the open actions, where the form has a table for them, and in a
    moderating form the audit's judgements, unless --blind keeps them out.

    Columns “due”, “auditor”, “auditor_email” and “team” are noted in the ledger where the form has no such field;
    case_columns in docgen.yaml gives the team's own names of columns.

    FRAMEWORK may be the file of a definition, such as our-audit-1.yaml. With --proof it makes, in Word, each form
    as it will look, with the ids, kinds, conditions and rules of every field; a proof is not for filling in.

    \b
    Examples:  docgen toolkit cafcass-national
               docgen toolkit cafcass-national --form case --cases cases.csv --out "To send"
    """
    from docgen.pipeline import catalogue, issuing, toolkits

    place = the_workspace()
    at_hand = catalogue.gather(place)
    chosen = at_hand.pick(framework)
    if place and not proof and at_hand.version(chosen.id, chosen.version) is None:
        click.echo(f"Put {framework} into {place.frameworks}: else its forms cannot be read on return.", err=True)
    forms = [catalogue.pick_form(chosen, form)] if form or cases else list(chosen.forms)
    folder = out or (place.out if place else Path("out"))
    if proof:
        if cases or form_at != "word":
            raise click.UsageError("A proof is one Word document a form: leave out --cases and --format.")
        from docgen.pipeline import authoring

        for one in forms:
            click.echo(f"{one.title}: proof in {authoring.proof(place, chosen, one, folder)}.")
        return
    with progress() as tell:
        for one in forms:
            order = toolkits.Order(chosen, one, folder, cases, form_at, protect, again, issuing.due_date(due), blind)
            made = toolkits.make(place, order, now(), tell)
            _show_made(made, one.title, folder)


def _show_made(made: Made, title: str, folder: Path) -> None:
    for note in made.notes:
        click.echo(note, err=True)
    for path in made.edited:
        click.echo(
            f"{path.name}: changed since it was made, or open in another program, so it was left as it is.", err=True
        )
    copies = "1 copy" if len(made.files) == 1 else f"{len(made.files)} copies"
    again = len(made.files) - made.new
    out = f", {again} of which {'was' if again == 1 else 'were'} out already and stay the same" if again else ""
    click.echo(f"{title}: {copies} in {folder}{out}.")
    if made.returned:
        cases = ", ".join(made.returned[:5]) + (" …" if len(made.returned) > 5 else "")
        click.echo(f"{len(made.returned)} have come back and got no further copy ({cases}); --again makes one.")


@click.command("report", short_help="A report in Word.")
@click.argument("kind", metavar="KIND")
@click.argument("framework", metavar="FRAMEWORK")
@click.option("--period", metavar="P", default="", help="2014-11, 2026-27, 2026-27-Q2, or 2014-09-01..2014-10-31.")
@click.option("--case", metavar="REF", default="", help="Only the document on this case.")
@click.option("--practitioner", metavar="NAME", default="", help="Only the document on this practitioner.")
@click.option("--auditor", metavar="NAME", default="", help="Only the document on this auditor.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to, a folder for one document each; into out/ of the workspace unless named.",
)
@click.option(
    "--published", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Figures to reconcile with."
)
@click.option("--pseudonyms", is_flag=True, help="Cases and practitioners under pseudonyms.")
@click.option("--edition", type=click.Choice(["internal", "committee", "public"]), help="For whom; internal as a rule.")
@click.option("--final", is_flag=True, help="Without empty boxes; its recommendations are followed from now on.")
@click.option("--replace", is_flag=True, help="Replace a copy that was changed outside its boxes; it is kept aside.")
@click.option(
    "--evidence/--no-evidence",
    default=None,
    help="The workbook that says what is behind each number; made unless there is one document each.",
)
@click.option("--tables", is_flag=True, help="Its tables as a workbook too.")
@click.option("--pdf", is_flag=True, help="The report as PDF too, where LibreOffice is installed.")
@in_workspace
def report_(
    kind: str, framework: str, period: str, case: str, practitioner: str, auditor: str, out: Path | None,
    published: Path | None, pseudonyms: bool, edition: str | None, final: bool, replace: bool, evidence: bool | None,
    tables: bool, pdf: bool,
) -> None:  # fmt: skip
    """A report in Word over the accepted returns, by the outline that the framework gives it.

    KIND is as the framework names its reports (see docgen frameworks). A year such as 2026-27 runs from April
    to March. Without --period a quarterly report is over the last quarter with a return, and so on; a report
    that has no period of its own is over all returns. Where KIND is made for each case, practitioner or auditor,
    there is one document for each of them, into a folder, unless one is named.

    Each section ends with a box for commentary. What people write there in Word is kept when the report is made again
    over the same file, such as with late returns. A copy that was changed outside its boxes is not overwritten: the
    changes are listed and the report gets a second name; with --replace it takes the place of the copy.

    An edition for the committee names no practitioner and no auditor, and has numbers for cases. A public one lists no
    single case and withholds small numbers, and all from which one could be worked out; a list beside it, which is
    internal, says what was withheld.

    \b
    Examples:  docgen report national cafcass-national --period 2014-11
               docgen report quarterly bwd-caf --period 2026-27-Q2
               docgen report case bwd-caf --case 10023
    """
    from docgen.pipeline import catalogue, report
    from docgen.pipeline.pseudonyms import masked
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    named = [(what, name) for what, name in zip(_ABOUT, (case, practitioner, auditor), strict=True) if name]
    if len(named) > 1:
        raise click.UsageError("Name one of --case, --practitioner and --auditor, not several.")
    about = named[0] if named else ("", "")
    chosen = catalogue.gather(place).pick(framework)
    with open_store(place) as store, masked(place, store, chosen, pseudonyms) as called, progress() as tell:
        order = report.Order(
            chosen, kind, period, out, published, called(about), final, replace, edition or "", pseudonyms
        )
        each = report.is_for_each(order)
        order = changed(order, beside=_beside(bool(evidence) if each else evidence is not False, tables, pdf))
        if each:
            written = report.make_each(place, store, order, now(), tell)
        else:
            written = (report.make(place, store, order, now()),)
    for note in dict.fromkeys(note for one in written for note in one.notes):
        click.echo(note, err=True)
    for one in written:
        if one.instead:
            click.echo(f"{one.instead} was left as it is: {one.why}.", err=True)
        for edit in one.edits[:_MOST_EDITS]:
            click.echo(f"  {edit}", err=True)
        if len(one.edits) > _MOST_EDITS:
            click.echo(f"  … and {len(one.edits) - _MOST_EDITS} more.", err=True)
        if one.instead and one.edits:
            click.echo("With --replace the report takes its place, and this copy is kept aside.", err=True)
        if one.aside:
            click.echo(f"The copy that was there is kept as {one.aside.name}.", err=True)
    for one in written:
        audits = "1 audit" if one.audits == 1 else f"{one.audits:,} audits"
        click.echo(f"{one.path}: {audits}" + (f", {one.period}" if one.period else "") + ".")
        for path, what in one.beside:
            click.echo(f"{path}: {what}.")
    asked = [query for one in written for query in one.asked]
    show_problems(asked)
    if not written:
        click.echo("No accepted return is about anybody in this period, so there is nothing to make.", err=True)
    leave(bool(asked))


_MOST_EDITS = 20
"""How many changes of one copy are listed."""


def _beside(evidence: bool, tables: bool, pdf: bool) -> tuple[str, ...]:
    """What is asked for beside the report."""
    return tuple(name for name, asked in (("evidence", evidence), ("tables", tables), ("pdf", pdf)) if asked)


_ABOUT = ("case", "practitioner", "auditor")
