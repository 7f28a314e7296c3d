"""The verb `guidance`: what a framework calls good, as a Word document made from its definition."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.model import Framework
from docgen.pipeline.report import place
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace, open_store, template

if TYPE_CHECKING:
    from docgen.store import Store


@dataclass(frozen=True, slots=True)
class Written:
    """The document. `instead` is the path that was wanted and could not be used."""

    path: Path
    instead: Path | None = None


def make(workspace: Workspace | None, framework: Framework, out: Path, now: str) -> Written:
    """Make the guidance document in a folder, which is made where it is missing.

    The contacts of the workspace's settings stand beside what cannot wait. A file that a person has changed is left
    alone: a second name is used. Raises DocgenError where the base of reports cannot be used, OSError.
    """
    from docgen.reports import guidance

    contacts = workspace.settings.roles if workspace else ()
    data = guidance.write(framework, template(workspace, "report.docx"), contacts)
    wanted = out / f"{safe(f'{framework.id}-{framework.version}-guidance')}.docx"
    out.mkdir(parents=True, exist_ok=True)
    with _store(workspace) as store:
        if store is not None:
            with store.entry() as entry:
                entry.happened("made", now, detail=hashlib.sha256(data).hexdigest())
        path = place(store, wanted, data)
    return Written(path, None if path == wanted else wanted)


def _store(workspace: Workspace | None) -> AbstractContextManager[Store | None]:
    """The store of a workspace, which knows what docgen made; without a workspace, none."""
    if workspace is None:
        return nullcontext()
    return open_store(workspace)
