"""The settings of a workspace: `docgen.yaml`, read with the line of every part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.definitions.problem import Found, choose, fault
from docgen.definitions.source import Source, read
from docgen.model import DocgenError

FILE = "docgen.yaml"
ACCEPT = ("read", "no-errors")
_WORDS = ("workspace", "organisation", "accept", "store")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a team decides for itself.

    workspace     the workspace's own id, out of which toolkit ids are made
    organisation  printed on toolkits and reports in the place of the one that a framework names; empty keeps that
    accept        `read`: a return whose answers are all certain counts, with its queries open;
                  `no-errors`: one with an error is held until it is put right
    store         a database URL, or the path of a SQLite file; empty for store/docgen.sqlite in the workspace
    roles         role → person and address, put behind a query that names the role
    """

    workspace: str = ""
    organisation: str = ""
    accept: str = "read"
    store: str = ""
    roles: tuple[tuple[str, str], ...] = ()


def load(path: Path) -> Settings:
    """The settings in a file; what it leaves out is as in `Settings`. Raises DocgenError with every problem."""
    source, found = read(path)
    problems = [problem for problem in found if problem.rule != "empty-file"]
    data = source.data
    if not problems and data is None:
        return Settings()
    if not problems and not isinstance(data, Mapping):
        problems.append(
            fault("settings", 1, "Settings are lines of a word, a colon and a value.", "See `docgen init`.")
        )
    if not problems:
        problems += _check(data, source)
    if problems:
        raise DocgenError(*(problem.query(str(path), source.where) for problem in problems))
    roles = data.get("roles") or {}
    texts = {word: str(data.get(word) or "").strip() for word in _WORDS}
    return Settings(
        texts["workspace"], texts["organisation"], texts["accept"] or "read", texts["store"],
        tuple((role, str(who or "").strip()) for role, who in roles.items()),
    )  # fmt: skip


def _check(data: Mapping[str, object], source: Source) -> list[Found]:
    problems = []
    for word, value in data.items():
        line = source.line((word,))
        if word not in (*_WORDS, "roles"):
            message = f"“{word}” is not a setting."
            problems.append(fault("settings", line, message, choose(word, (*_WORDS, "roles"))))
        elif word == "roles" and value is not None and not isinstance(value, Mapping):
            fix = "Write one line a role, indented: early help service manager: Name, address."
            problems.append(fault("settings", line, "“roles” is not a list of roles and people.", fix))
        elif word == "roles" and isinstance(value, Mapping):
            problems += [
                fault(
                    "settings", source.line((word, role)), f"The role “{role}” has more than one line.", "Write a text."
                )
                for role, who in value.items()
                if isinstance(who, (Mapping, list))
            ]
        elif word != "roles" and isinstance(value, (Mapping, list)):
            problems.append(fault("settings", line, f"“{word}” has more than one value.", "Write one text."))
        elif word == "accept" and value is not None and value not in ACCEPT:
            problems.append(fault("settings", line, f"“accept” is “{value}”.", choose(str(value), ACCEPT)))
    return problems


def initial(workspace: str) -> str:
    """The text of a new `docgen.yaml`, with every setting explained."""
    return f"""\
# The settings of this docgen workspace. The folder that holds this file is the workspace.

# The workspace's own id: toolkit ids are made from it. Never change it, never copy it to another workspace.
workspace: {workspace}

# Printed on toolkits and reports in the place of the organisation that a framework names; empty keeps that one.
organisation:

# Which returns count in the figures.
#   read       every return whose answers are all certain; its queries stay open and are shown
#   no-errors  only returns without an open error; the others are held
accept: read

# Where the store is: empty for the file store/docgen.sqlite in this workspace, which belongs on a local disk.
store:

# Who holds the roles that queries name, one line a role; the person is shown where a query names the role.
#   head of service: Name, name@example.org
roles:
"""
