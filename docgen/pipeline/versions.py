"""What changed between two versions of a framework: the verb `check --against`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen import definitions
from docgen.definitions.compare import Change, compare, natural, versions
from docgen.model import DocgenError, Framework, Query, Severity
from docgen.pipeline import catalogue
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions, what changed, and what is wrong or asked: of the new definition, its version, its changes."""

    old: Framework
    new: Framework
    changes: tuple[Change, ...]
    problems: tuple[Query, ...]


def against(workspace: Workspace | None, old: str, file: Path | None) -> Compared:
    """The changes from `old`, which is a file or an `id@version`, to a file.

    Without a file, to the newest version at hand. Without a version, `old` is the newest one that is not the file
    itself. Raises DocgenError where one of the two cannot be used.
    """
    at_hand = catalogue.gather(workspace)
    new, problems = _checked(file) if file else (None, ())
    before = _old(at_hand, old, new)
    after = new or _newest(at_hand, before)
    if before.id != after.id:
        return Compared(before, after, (), tuple(versions(before, after, changed=True)))
    changes = compare(before, after)
    asked = [query for change in changes if (query := change.query())]
    return Compared(before, after, changes, (*problems, *versions(before, after, bool(changes)), *asked))


def _checked(file: Path) -> tuple[Framework, tuple[Query, ...]]:
    """The framework of a file and the warnings about it. Raises DocgenError where it has errors."""
    from docgen.reports import SECTION_KINDS

    framework, problems = definitions.check(file, SECTION_KINDS)
    if framework is None:
        raise DocgenError(*problems)
    return framework, problems


def _old(at_hand: Catalogue, name: str, new: Framework | None) -> Framework:
    """The version to compare with."""
    path = Path(name)
    if path.is_file() or path.suffix.lower() in (".yaml", ".yml", ".xlsx"):
        return definitions.as_written(path)
    if "@" in name or new is None:
        return at_hand.pick(name)
    own = Path(new.place.file).resolve()
    others = tuple(one for one in at_hand.frameworks if Path(one.place.file).resolve() != own)
    return Catalogue(others, at_hand.problems).pick(name)


def _newest(at_hand: Catalogue, old: Framework) -> Framework:
    """The newest version at hand of the same framework, which is not the old one itself."""
    found = [one for one in at_hand.frameworks if one.id == old.id and one.place.file != old.place.file]
    if not found:
        message = f"There is no other version of {old.id} at hand to compare {old.version} with."
        raise DocgenError(Query("unknown", Severity.ERROR, message, "Name the file of the new version."))
    return max(found, key=lambda one: natural(one.version))
