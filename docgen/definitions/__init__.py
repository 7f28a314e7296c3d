"""YAML → Framework: definitions of audit frameworks, read with line numbers and checked as a whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen.model import DocgenError, Framework, Query, Severity

if TYPE_CHECKING:
    from docgen.definitions.problem import Found
    from docgen.definitions.source import Source


def load(path: Path, section_kinds: Collection[str] = ()) -> Framework:
    """The framework that a definition file describes.

    Raises DocgenError with every problem found where it has an error. Warnings are left to `check`.
    """
    framework, queries = check(path, section_kinds)
    if framework is None:
        raise DocgenError(*queries)
    return framework


def check(path: Path, section_kinds: Collection[str] = ()) -> tuple[Framework | None, tuple[Query, ...]]:
    """The framework of a definition file, None where it has an error, and every problem, in the order of the file.

    `section_kinds` are the kinds of section that reports can draw; where empty, they are not checked.
    """
    from docgen.definitions.build import Builder
    from docgen.definitions.lint import lint
    from docgen.definitions.wording import understand

    file = str(path)
    source, problems = _read(path)
    found = list(problems)
    framework = None
    if source.whole and source.data is not None:
        understood = understand(source)
        found += understood.found
        if understood.definition is not None:
            framework = Builder(understood.definition, source, file).framework()
            found += lint(understood.definition, framework, source, section_kinds, understood.doubts)
    queries = tuple(one.query(file, source.where) for one in sorted(found, key=lambda one: one.line))
    if any(query.severity is Severity.ERROR for query in queries):
        framework = None
    return framework, queries


def head(path: Path) -> tuple[str, str] | None:
    """The id and the version that a YAML file gives, read no further than these.

    None where it does not give both, of which `check` says more.
    """
    from docgen.definitions.source import head

    return head(path)


def as_written(path: Path) -> Framework:
    """The framework that a definition file describes, whatever is wrong with what it means.

    For looking back at a version that an older docgen took. Raises DocgenError where its words cannot be understood.
    """
    from docgen.definitions.build import Builder
    from docgen.definitions.wording import understand

    file = str(path)
    source, problems = _read(path)
    found = list(problems)
    if source.whole and source.data is not None:
        understood = understand(source)
        if understood.definition is not None and not understood.found:
            return Builder(understood.definition, source, file).framework()
        found += understood.found
    raise DocgenError(*(one.query(file, source.where) for one in found))


def as_workbook(path: Path) -> bytes:
    """The definition of a YAML file as an Excel workbook. Its comments are not in it.

    Raises DocgenError where the file has errors.
    """
    from docgen.definitions import workbook
    from docgen.definitions.source import read

    load(path)
    return workbook.drawn(read(path)[0].data)


def as_yaml(path: Path, section_kinds: Collection[str] = ()) -> tuple[str, tuple[Query, ...]]:
    """The definition of a workbook as YAML, and what is to be thought about in it.

    Raises DocgenError with every mistake, by sheet, row and column.
    """
    from docgen.definitions import workbook, yamltext

    framework, queries = check(path, section_kinds)
    if framework is None:
        raise DocgenError(*queries)
    return yamltext.definition(workbook.gather(path)[0].data), queries


def new(name: str, title: str, organisation: str) -> str:
    """A definition to start from, as YAML explained by comments. Raises DocgenError where the name is no id."""
    from docgen.definitions.starter import problem, starter

    wrong = problem(name)
    if wrong is not None:
        raise DocgenError(wrong.query("", lambda _: ""))
    return starter(name, title, organisation)


def new_workbook(name: str, title: str, organisation: str) -> bytes:
    """The same to start from, as an Excel workbook. Raises DocgenError where the name is no id."""
    from docgen.definitions import workbook
    from docgen.definitions.source import parse

    return workbook.drawn(parse(new(name, title, organisation))[0].data)


def is_workbook(path: Path) -> bool:
    """Whether a file is read as a definition in Excel."""
    return path.suffix.lower() in (".xlsx", ".xlsm")


def _read(path: Path) -> tuple[Source, tuple[Found, ...]]:
    """What a file says, YAML or workbook, and the problems that its notation has."""
    if is_workbook(path):
        from docgen.definitions.workbook import gather

        return gather(path)
    from docgen.definitions.source import read

    return read(path)


def find(folders: Sequence[Path]) -> tuple[Path, ...]:
    """The definition files that stand in the folders themselves, sorted; a folder that is not there has none."""
    files = {
        file
        for folder in folders
        if folder.is_dir()
        for file in folder.iterdir()
        if file.suffix.lower() in (".yaml", ".yml") and not file.name.startswith((".", "~")) and file.is_file()
    }
    return tuple(sorted(files))


def schema() -> dict[str, Any]:
    """The definition language as a JSON Schema, draft 7, for editors."""
    from docgen.definitions import editor

    return editor.schema()
