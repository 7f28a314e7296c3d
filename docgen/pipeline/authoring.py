"""The verbs of those who write definitions: `new-framework`, `convert`, and `toolkit --proof`."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from docgen import definitions
from docgen.definitions.problem import choose
from docgen.intake import put
from docgen.model import DocgenError, Form, Framework, Place, Query, Severity
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace, shipped, template

SCHEMA = "framework.schema.json"
ENDINGS = (".yaml", ".yml", ".xlsx")


@dataclass(frozen=True, slots=True)
class Converted:
    """What came of a conversion: the file that was written, its framework, and what is to be thought about."""

    path: Path
    framework: Framework
    problems: tuple[Query, ...] = ()


def start(at_hand: Catalogue, name: str, folder: Path, organisation: str = "", excel: bool = False) -> Path:
    """A new definition in a folder: a file `<id>-1`, in YAML with the schema for editors beside it, or in Excel.

    Raises DocgenError where the id is none, is taken, or a file of this name is there already.
    """
    title = name.replace("-", " ").replace("_", " ").capitalize()
    words = (name, title, organisation or "Our organisation")
    data = definitions.new_workbook(*words) if excel else definitions.new(*words).encode("utf-8")
    taken = next((one for one in at_hand.frameworks if one.id == name), None)
    if taken is not None:
        message = f"There is a framework “{name}” already: {taken.place.file}."
        fix = "Choose another id; for a new version of it, copy that file and raise its version."
        raise DocgenError(Query("taken", Severity.ERROR, message, fix))
    path = folder / f"{name}-1.{'xlsx' if excel else 'yaml'}"
    _refuse_to_overwrite(path, data)
    folder.mkdir(parents=True, exist_ok=True)
    put(path, data)
    if not excel and not (folder / SCHEMA).exists():
        put(folder / SCHEMA, (shipped("frameworks") / SCHEMA).read_bytes())
    return path


def convert(file: Path, out: Path | None = None, replace: bool = False) -> Converted:
    """A definition in YAML as a workbook, or one in a workbook as YAML; beside the file unless `out` names another.

    What was written is read again, and must say the same: nothing is lost on the way but the comments of a YAML file.
    Raises DocgenError with every mistake of the file, and where another file is there already.
    """
    if file.suffix.lower() not in ENDINGS:
        fix = f"Name a definition: a file that ends in {choose('', ENDINGS).removeprefix('Use one of these: ')}"
        raise DocgenError(Query("format", Severity.ERROR, "This is no definition.", fix, where=Place(str(file))))
    to_yaml = definitions.is_workbook(file)
    path = _target(file, out, ".yaml" if to_yaml else ".xlsx")
    problems: tuple[Query, ...] = ()
    if to_yaml:
        from docgen.reports import SECTION_KINDS

        text, problems = definitions.as_yaml(file, SECTION_KINDS)
        data = text.encode("utf-8")
    else:
        data = definitions.as_workbook(file)
    if not replace:
        _refuse_to_overwrite(path, data)
    path.parent.mkdir(parents=True, exist_ok=True)
    put(path, data)
    before, after = definitions.load(file), definitions.load(path)
    if before.digest != after.digest:
        path.unlink()
        fix = "Keep this file and report the fault; nothing was written."
        raise DocgenError(
            Query("fault", Severity.ERROR, "Something would be lost.", fix, where=Place(str(file))), code=3
        )
    return Converted(path, after, problems)


def proof(workspace: Workspace | None, framework: Framework, form: Form, folder: Path) -> Path:
    """A proof of a form: as auditors will see it, with ids and rules beside each field. It is no toolkit.

    A proof that somebody has written into stays, and the new one gets a number. Raises DocgenError, OSError.
    """
    from docgen.definitions.notes import notes
    from docgen.forms.word.proof import compile_proof

    data = compile_proof(framework, form, template(workspace, "toolkit.docx"), notes(framework, form))
    stem = safe(f"{framework.id}-{framework.version}-{form.id}_PROOF")
    folder.mkdir(parents=True, exist_ok=True)
    number, path = 1, folder / f"{stem}.docx"
    while path.exists() and not _as_made(path.read_bytes()):
        number += 1
        path = folder / f"{stem}-{number}.docx"
    put(path, data)
    return path


def _as_made(data: bytes) -> bool:
    """Whether a document was last written by docgen, and by no editor since."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return b"<Application>docgen</Application>" in package.read("docProps/app.xml")
    except (zipfile.BadZipFile, KeyError):
        return False


def _target(file: Path, out: Path | None, ending: str) -> Path:
    """Where to: beside the file, into a folder, or to the file that is named."""
    if out is None or out.is_dir():
        return (out or file.parent) / f"{file.stem}{ending}"
    if out.suffix.lower() != ending:
        message = f"{file.name} becomes a file that ends in {ending}, and --out is {out.name}."
        raise DocgenError(Query("format", Severity.ERROR, message, f"Name a file that ends in {ending}."))
    return out


def _refuse_to_overwrite(path: Path, data: bytes) -> None:
    """Raise DocgenError where a file with other content is there."""
    if path.exists() and path.read_bytes() != data:
        message = "There is a file of this name already, and it says something else."
        fix = "Name another one with --out; or, if it may go, delete it (convert: --replace)."
        raise DocgenError(Query("exists", Severity.ERROR, message, fix, where=Place(str(path))))
