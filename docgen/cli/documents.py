"""Commands about documents that are not forms or reports: guidance, check-access."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.shell import in_workspace, leave, now, show_json, show_problems, the_workspace


@click.command(short_help="What good looks like, in Word.")
@click.argument("framework", metavar="FRAMEWORK")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to; out/ of the workspace unless named.",
)
@in_workspace
def guidance(framework: str, out: Path | None) -> None:
    """The guidance document of a framework: what good looks like, as an accessible Word document.

    It is made from the same definition as the forms: aims, roles, process and standards as the definition words
    them, then grades, whom to tell at once, how each form is filled in, what is checked, and every question. The
    contacts of the workspace's settings stand beside the roles that it names.

    \b
    Example:  docgen guidance cafcass-qiam
    """
    from docgen.pipeline import catalogue
    from docgen.pipeline import guidance as verb

    place = the_workspace()
    chosen = catalogue.gather(place).pick(framework)
    written = verb.make(place, chosen, out or (place.out if place else Path("out")), now())
    if written.instead:
        click.echo(
            f"{written.instead} was left as it is: it is open, or was not made by docgen as it stands.", err=True
        )
    click.echo(f"{written.path}: guidance of {chosen.title}, version {chosen.version}.")


@click.command("check-access", short_help="Can everyone use these documents?")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check_access(files: tuple[Path, ...], as_json: bool) -> None:
    """Look for what keeps people from using Word documents and Excel workbooks, of docgen's making or of any other.

    Title, language, headings, header rows, merged and empty cells, alternative text, names of controls, contrast,
    size of text, links, text boxes. FILE may be a folder. Each thing found says where, what, and what to do.
    Nothing found is no claim of conformance: docs/reference/access.md names what is not checked.

    \b
    Example:  docgen check-access out
    """
    from docgen.access import NOT_CHECKED
    from docgen.pipeline import access, shapes

    looked = access.check(files)
    found = sum(len(one.problems) for one in looked)
    if as_json:
        show_json(shapes.looked_at(looked, NOT_CHECKED))
    else:
        for one in looked:
            show_problems(one.problems)
            if not one.problems:
                click.echo(f"{one.path}: nothing found")
        several = f"{len(looked)} files" if len(looked) > 1 else "1 file"
        things = "nothing" if not found else "1 thing" if found == 1 else f"{found} things"
        click.echo(f"\n{several}: {things} found. That is no claim of conformance; a machine cannot tell:")
        for line in NOT_CHECKED:
            click.echo(f"  {line}")
    leave(bool(found))
