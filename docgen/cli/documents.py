"""Commands about finished documents: guidance."""

from __future__ import annotations

from pathlib import Path

import click

from docgen.cli.shell import in_workspace, now, the_workspace


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
