"""Commands about workspaces and definitions: init, frameworks, check, fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.shell import (
    ASKED,
    WRONG,
    in_workspace,
    leave,
    show_json,
    show_problems,
    table,
    the_workspace,
    with_json,
)

if TYPE_CHECKING:
    from docgen.model import Query, Question


@click.command(short_help="Make a workspace for a team.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> None:
    """Make a workspace for a team in DIR.

    It holds docgen.yaml (settings), frameworks/ (the team's own definitions), templates/ (to be restyled in
    Word), out/ (what is made) and store/ (returns and their answers). A workspace that is there already is
    left as it is. Keep it on a local disk, not in a synchronised folder.

    \b
    Example:  docgen init "Audit 2026"
    """
    from docgen.pipeline import workspace

    made = workspace.init(folder)
    if not made:
        click.echo(f"{folder} is a workspace already; nothing was changed.")
        return
    click.echo(f"Made the workspace {folder}:")
    for name in made:
        click.echo(f"  {name}")
    click.echo(f"Next: cd {folder}, then docgen frameworks")


@click.command(short_help="The frameworks at hand.")
@with_json("Print JSON.")
@in_workspace
def frameworks(as_json: bool) -> None:
    """The frameworks at hand, with their versions, forms, grades and reports, and whether there is a schedule."""
    from docgen.model import FREQUENCIES
    from docgen.pipeline import catalogue, shapes

    found = catalogue.gather(the_workspace())
    show_problems(found.problems)
    if as_json:
        show_json(shapes.frameworks(found))
    for one in () if as_json else found.frameworks:
        click.echo(f"{one.id} {one.version}: {one.title} ({one.organisation})")
        for form in one.forms:
            click.echo(f"    form {form.id}: {form.title}")
        for scale in one.scales:
            which = f" ({scale.label})" if len(one.scales) > 1 else ""
            click.echo(f"    grades{which}: {', '.join(grade.label for grade in scale.grades)}")
        for report in one.reports:
            click.echo(f"    report {report.id}: {report.title}")
        if one.schedule:
            every = [method.frequency for method in one.schedule]
            often = [f"{every.count(frequency)} {frequency}" for frequency in FREQUENCIES if frequency in every]
            click.echo(f"    schedule: {len(every)} methods ({', '.join(often)})".replace(" event", " at events"))
    leave(bool(found.problems), WRONG)


@click.command(short_help="Check definitions and templates.")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--against", metavar="OLD", default="", help="What changed since OLD: a file, or an id@version.")
@with_json("Print JSON.")
@in_workspace
def check(paths: tuple[Path, ...], against: str, as_json: bool) -> None:
    """Check definitions and the templates that are restyled in Word: where, what is wrong, what to do.

    PATH is a file or a folder; without one, all frameworks and templates at hand are checked.

    With --against it says what changed between two versions of a framework: PATH, or the newest version at hand,
    and OLD. Ids are for life: where a question, grade or option means something else under the same id, that is an
    error, and so is a version that was not raised with a change, or was raised without one.

    \b
    Examples:  docgen check frameworks/our-audit-2026.yaml
               docgen check --against our-audit@2026 frameworks/our-audit-2027.yaml
    """
    from docgen.pipeline import catalogue, shapes

    if against:
        _compare(against, paths, as_json)
        return
    results = catalogue.check(the_workspace(), paths)
    problems = [problem for result in results for problem in result.problems]
    if as_json:
        show_json(shapes.checked(results))
    else:
        for result in results:
            if not result.problems:
                click.echo(f"{result.path}: {result.what}, no problems")
        if problems:
            click.echo(_counted(problems, len(results)))
    _leave_with(problems)


def _counted(problems: Sequence[Query], files: int) -> str:
    """How many problems there are, in a line."""
    warnings = sum(problem.severity == "warning" for problem in problems)
    parts = [(len(problems) - warnings, "error"), (warnings, "warning")]
    said = " and ".join(f"{number} {noun}{'s' if number > 1 else ''}" for number, noun in parts if number)
    return f"{said} in {'1 file' if files == 1 else f'{files} files'}."


def _compare(old: str, paths: tuple[Path, ...], as_json: bool) -> None:
    """Say what changed between two versions of a framework."""
    from docgen.pipeline import shapes, versions

    if len(paths) > 1:
        raise click.UsageError("With --against name one file, or none for the newest version at hand.")
    result = versions.against(the_workspace(), old, paths[0] if paths else None)
    if as_json:
        show_json(shapes.compared(result))
    else:
        before, after = (f"{one.id} {one.version}" for one in (result.old, result.new))
        number = len(result.changes)
        changes = "nothing has changed" if not number else "1 change" if number == 1 else f"{number} changes"
        click.echo(f"{before} → {after}: {changes}")
        for one in result.changes:
            click.echo(f"  {one.sort:<10}{one.part}: {one.message}")
    _leave_with(result.problems)


def _leave_with(problems: Sequence[Query]) -> None:
    """Print problems and end with the code of the worst."""
    from docgen.model import Severity

    show_problems(problems)
    leave(any(problem.severity is not Severity.WARNING for problem in problems), WRONG)
    leave(bool(problems), ASKED)


@click.command("new-framework", short_help="A definition to start from.")
@click.argument("name", metavar="ID")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where to.")
@click.option("--excel", is_flag=True, help="As a workbook, for those who do not write YAML.")
@in_workspace
def new_framework(name: str, out: Path | None, excel: bool) -> None:
    """A definition to start from: it checks clean, yields a form at once, and explains itself.

    It has a question of every kind, a scale, rules, a target and a report. ID is what commands and files will call
    the framework: small letters, digits and hyphens. It is put into frameworks/ of the workspace, else into this
    folder.

    \b
    Examples:  docgen new-framework our-audit
               docgen new-framework our-audit --excel
    """
    from docgen.pipeline import authoring, catalogue

    place = the_workspace()
    at_hand = catalogue.gather(place)
    folder = out or (place.frameworks if place and not excel else Path())
    path = authoring.start(at_hand, name, folder, place.settings.organisation if place else "", excel)
    click.echo(f"{path}: a framework to start from.")
    next_steps = [f"docgen convert {path}"] if excel else [f"docgen check {path}", f"docgen toolkit {path}"]
    click.echo("Next: open it and change it; then " + " and ".join(next_steps))


@click.command(short_help="A definition from YAML to Excel and back.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to; beside FILE unless named.")
@click.option("--replace", is_flag=True, help="Write over a file that is there.")
def convert(file: Path, out: Path | None, replace: bool) -> None:
    """A framework from an Excel workbook to a definition in YAML, or from YAML to a workbook, and nothing is lost.

    In a workbook every mistake is named by sheet, row and column. Comments in a YAML file do not come along.

    \b
    Examples:  docgen convert our-audit-1.xlsx
               docgen convert our-audit-1.yaml --out "For the team.xlsx"
    """
    from docgen.pipeline import authoring

    made = authoring.convert(file, out, replace)
    click.echo(f"{made.path}: {made.framework.id} {made.framework.version}, nothing lost.")
    _leave_with(made.problems)


@click.command(short_help="The fields of a form.")
@click.argument("framework", metavar="FRAMEWORK")
@click.option("--form", metavar="FORM", default="", help="Which form; the first of the framework unless named.")
@with_json("Print JSON.")
@in_workspace
def fields(framework: str, form: str, as_json: bool) -> None:
    """Every field of a form, and what only the case list tells: the ids that case lists, exports and programs use.

    FRAMEWORK is an id, such as cafcass-national, an id and a version, such as cafcass-national@2014.11, or the file
    of a definition. A field is needed sometimes where its definition says when; columns stand below their table.
    """
    from docgen.pipeline import catalogue, shapes

    chosen = catalogue.gather(the_workspace()).pick(framework)
    shape = catalogue.pick_form(chosen, form)
    if as_json:
        show_json(shapes.fields(chosen, shape))
        return
    click.echo(f"{chosen.id} {chosen.version}, {shape.id}: {shape.title}\n")
    rows = [row for question in shape.questions for row in _field_rows(question)]
    for line in table(rows, ("ref", "id", "kind", "needed", "label", "options")):
        click.echo(line)
    if chosen.case_fields:
        click.echo("\nOnly in the case list, for rules and figures:\n")
        for line in table([(q.id, q.kind, q.label) for q in chosen.case_fields], ("id", "kind", "label")):
            click.echo(line)


def _field_rows(question: Question) -> Iterator[tuple[str, ...]]:
    """The rows of a question: its own, and for a table one for each of its columns."""
    needed = "required" if question.required else "sometimes" if question.required_when else ""
    options = "; ".join(option.id for option in question.options)
    yield question.ref, question.id, question.kind, needed, question.label, options
    for column in question.columns:
        within = "required" if column.required else ""
        chosen = "; ".join(option.id for option in column.options)
        yield "", f"  {column.id}", column.kind, within, column.label, chosen
