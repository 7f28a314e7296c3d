"""Where a team works, and where what comes with docgen is found."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.definitions import settings as team
from docgen.definitions.settings import Settings
from docgen.intake import put
from docgen.model import DocgenError, Place, Query, Severity

if TYPE_CHECKING:
    from docgen.store import Store

FRAMEWORKS_README = """\
The team's own audit frameworks: one YAML file for each version, such as `our-audit-2026.yaml`.

The frameworks that come with docgen need no copy here: `docgen frameworks` lists them. A file here with the
same id and version comes first. Check a definition with `docgen check` before toolkits are made from it, and
never change a version of which toolkits are out: make a new version.
"""

TEMPLATES_README = """\
What the team restyles, without code.

toolkit.docx, report.docx, note.docx: open them in Word and change styles, logo, header and footer. Then: docgen check

query-letter.docx: open it in Word and change the looks and the words. Keep {{ letter }}, where the points go.

toolkit.xlsx: open it in Excel and change the logo and, under Cell Styles, the styles that start with DG (right-click,
Modify); its second sheet shows them all.

The sentences of reports: a text file put into narrative/ here takes the place of docgen's own of the same name, such
as narrative/overall.j2. Copy the file from docgen's own folder templates/narrative, which stands beside the templates
that `docgen check` names, and change the words in it.
"""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder of a team, its settings, and the person who works in it, as the trail of events will name them."""

    folder: Path
    settings: Settings
    who: str = ""

    @property
    def frameworks(self) -> Path:
        """The team's own definitions."""
        return self.folder / "frameworks"

    @property
    def templates(self) -> Path:
        """What the team has restyled in Word."""
        return self.folder / "templates"

    @property
    def out(self) -> Path:
        """Where what is made goes, unless another folder is named."""
        return self.folder / "out"

    @property
    def store(self) -> Path:
        """The folder of the store, which no command takes returns from."""
        return self.folder / "store"

    @property
    def originals(self) -> Path:
        """Every received file as it came, by its hash."""
        return self.store / "originals"

    @property
    def blanks(self) -> Path:
        """The blank of every form as it was issued, by its hash."""
        return self.store / "blanks"

    @property
    def backups(self) -> Path:
        """Copies of the store that docgen makes before it changes its layout."""
        return self.store / "backups"

    @property
    def store_url(self) -> str:
        """The database: as the settings say, else the path of a SQLite file in the workspace."""
        named = self.settings.store
        return named if "://" in named else str((self.folder / (named or "store/docgen.sqlite")).absolute())

    @property
    def has_store(self) -> bool:
        """Whether anything was ever put into the store of the workspace's own folder."""
        return (self.store / "docgen.sqlite").exists()


def shipped(kind: str) -> Path:
    """The folder of frameworks or templates that come with docgen: in the package, else beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / kind
    return inside if inside.is_dir() else package.parent / kind


def find(named: Path | None, start: Path) -> Workspace | None:
    """The workspace that is named, else the nearest folder from `start` upwards that holds `docgen.yaml`, else None.

    Raises DocgenError where the named folder is none, or its settings have mistakes.
    """
    if named is not None:
        if not (named / team.FILE).is_file():
            message = f"There is no {team.FILE} here, so this is no workspace."
            fix = f"Make one with: docgen init {named}"
            raise DocgenError(Query("no-workspace", Severity.ERROR, message, fix, where=Place(str(named))))
        return Workspace(named, team.load(named / team.FILE))
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / team.FILE).is_file():
            return Workspace(folder, team.load(folder / team.FILE))
    return None


def open_store(workspace: Workspace) -> Store:
    """The store of a workspace, for the person who works in it. Raises DocgenError (code 3) where it cannot be used."""
    from docgen.store import Store

    return Store(workspace.store_url, workspace.who, workspace.backups)


def need(workspace: Workspace | None, start: Path) -> Workspace:
    """The workspace, or a DocgenError that says how to make one."""
    if workspace is None:
        message = "There is no workspace here, nor in any folder above."
        fix = "Make one with: docgen init NAME; then change into it, or name it with --workspace."
        raise DocgenError(Query("no-workspace", Severity.ERROR, message, fix, where=Place(str(start))))
    return workspace


def init(folder: Path) -> tuple[str, ...]:
    """What was made of a new workspace in the folder, by name; nothing where it is a workspace already."""
    if (folder / team.FILE).exists():
        return ()
    made = []
    for name in ("frameworks", "templates", "out", "store", "store/originals", "store/blanks"):
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700 if name.startswith("store") else 0o777)
    texts = {"frameworks/README.md": FRAMEWORKS_README.encode(), "templates/README.md": TEMPLATES_README.encode()}
    for template in sorted((*shipped("templates").glob("*.docx"), *shipped("templates").glob("*.xlsx"))):
        texts[f"templates/{template.name}"] = template.read_bytes()
    texts[team.FILE] = team.initial(secrets.token_hex(8)).encode()
    for name, data in texts.items():
        if not (folder / name).exists():
            put(folder / name, data)
            made.append(name)
    return (*made, "out/", "store/")


def template(workspace: Workspace | None, name: str) -> bytes:
    """A template: the team's own, else the one that comes with docgen. Raises DocgenError where there is none."""
    folders = [workspace.templates] if workspace else []
    for folder in (*folders, shipped("templates")):
        if (folder / name).is_file():
            return (folder / name).read_bytes()
    message = f"The template {name} is missing."
    fix = "Install docgen again, or put the template back into the folder templates of the workspace."
    raise DocgenError(Query("no-template", Severity.ERROR, message, fix), code=3)
