"""The frameworks at hand: the team's own first, then those that come with docgen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from docgen import definitions
from docgen.definitions.compare import natural
from docgen.definitions.problem import choose, listed
from docgen.definitions.settings import Settings
from docgen.intake import debris
from docgen.model import DocgenError, Form, Framework, Place, Query, Report, Severity
from docgen.pipeline.workspace import Workspace, shipped
from docgen.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Team:
    """Who uses the frameworks: in whose name they are printed, and on which days it works; as a framework says where
    organisation or nation is empty."""

    organisation: str = ""
    nation: str = ""
    closures: frozenset[date] = frozenset()

    def uses(self, framework: Framework) -> Framework:
        """The framework with the name and the working days of the team."""
        days = Calendar(self.nation or framework.calendar.nation, self.closures)
        return replace(framework, organisation=self.organisation or framework.organisation, calendar=days)


@dataclass(frozen=True)
class Catalogue:
    """Every version of every framework that can be used, and what is wrong with those that cannot.

    What stands in files is read when it is asked for: one version needs no other, and all are needed rarely.

    given     frameworks at hand as they are, and what is wrong with others, `wrong`
    files     definitions to read, in the order in which they come first
    team      who uses what is read from files
    """

    given: tuple[Framework, ...] = ()
    wrong: tuple[Query, ...] = ()
    files: tuple[Path, ...] = ()
    team: Team = field(default_factory=Team)
    _read: dict[Path, tuple[Framework | None, tuple[Query, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )
    _versions: dict[tuple[str, str], Framework | None] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def frameworks(self) -> tuple[Framework, ...]:
        """Every version, by id and version."""
        found = {(one.id, one.version): one for one in self.given}
        for path in self.files:
            framework, _ = self._framework(path)
            if framework is not None:
                found.setdefault((framework.id, framework.version), framework)
        return tuple(sorted(found.values(), key=lambda one: (one.id, natural(one.version))))

    @cached_property
    def digest(self) -> str:
        """A digest of every definition at hand, which changes when one of them does."""
        found = hashlib.sha256(repr([(one.id, one.version, one.digest) for one in self.given]).encode())
        for path in self.files:
            with suppress(OSError):
                found.update(hashlib.sha256(path.read_bytes()).digest())
        return found.hexdigest()

    @cached_property
    def problems(self) -> tuple[Query, ...]:
        """What is wrong with the definitions that cannot be used."""
        found = [self._framework(path) for path in self.files]
        return (*self.wrong, *(query for framework, queries in found if framework is None for query in queries))

    def version(self, framework: str, version: str) -> Framework | None:
        """This very version, or None."""
        if (framework, version) not in self._versions:
            self._versions[framework, version] = self._newest(framework, version)
        return self._versions[framework, version]

    def pick(self, name: str) -> Framework:
        """The framework of this id, the newest version unless `id@version` names one; or that of a definition file.

        Raises DocgenError with what was probably meant, and with the mistakes of definitions that cannot be used.
        """
        if Path(name).suffix.lower() in (".yaml", ".yml", ".xlsx"):
            return self.team.uses(definitions.load(Path(name)))
        wanted, _, version = name.partition("@")
        exact = self._newest(wanted.strip(), version)
        if exact is not None:
            return exact
        found = [one for one in self.frameworks if one.id == wanted.strip()]
        if not found:
            fix = choose(wanted, sorted({one.id for one in self.frameworks}), "See: docgen frameworks")
            raise DocgenError(_unknown(f"There is no framework “{wanted}”.", fix), *self.problems)
        fix = f"There is {listed((one.version for one in found), 'and')}."
        raise DocgenError(_unknown(f"{wanted} has no version “{version}”.", fix), *self.problems)

    def _newest(self, name: str, version: str) -> Framework | None:
        """The newest version of a framework that can be used, or this very one; where two are the same, the first."""
        found: list[tuple[str, Framework | Path]] = [(one.version, one) for one in self.given if one.id == name]
        for path, (id_, its) in self._heads.items():
            if id_ == name:
                found.append((its, path))
        wanted = [one for one in found if version in ("", one[0])]
        for _, one in sorted(wanted, key=lambda each: natural(each[0]), reverse=True):
            framework = self._framework(one)[0] if isinstance(one, Path) else one
            if framework is not None:
                return framework
        return None

    @cached_property
    def _heads(self) -> dict[Path, tuple[str, str]]:
        """Id and version of each file that gives both; one that does not cannot be used."""
        return {path: head for path in self.files if (head := definitions.head(path)) is not None}

    def _framework(self, path: Path) -> tuple[Framework | None, tuple[Query, ...]]:
        """The framework of a file as this team uses it, and what is wrong with it."""
        if path not in self._read:
            framework, queries = definitions.check(path)
            self._read[path] = (self.team.uses(framework) if framework else None, queries)
        return self._read[path]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found out about one file."""

    path: Path
    what: str
    problems: tuple[Query, ...]
    framework: Framework | None = None


def gather(workspace: Workspace | None) -> Catalogue:
    """The frameworks of a workspace and those that come with docgen, by id and version."""
    own = definitions.find([workspace.frameworks]) if workspace else ()
    team = _team(workspace.settings) if workspace else Team()
    return Catalogue(files=(*own, *definitions.find([shipped("frameworks")])), team=team)


def _team(settings: Settings) -> Team:
    closed = (first + timedelta(n) for first, last, _ in settings.closures for n in range((last - first).days + 1))
    return Team(settings.organisation, settings.nation, frozenset(closed))


def pick_form(framework: Framework, name: str) -> Form:
    """The form of this id; the first one of the framework where none is named. Raises DocgenError."""
    form = framework.form(name) if name else framework.forms[0]
    if form is None:
        fix = choose(name, (one.id for one in framework.forms))
        raise DocgenError(_unknown(f"{framework.id} has no form “{name}”.", fix))
    return form


def pick_report(framework: Framework, name: str) -> Report:
    """The report of this kind. Raises DocgenError."""
    report = framework.report(name)
    if report is None:
        fix = choose(name, (one.id for one in framework.reports), f"{framework.id} defines no reports.")
        raise DocgenError(_unknown(f"{framework.id} has no report “{name}”.", fix))
    return report


def check(workspace: Workspace | None, paths: Sequence[Path] = ()) -> tuple[Checked, ...]:
    """Each definition and template with what is wrong with it: those under the paths, or all at hand.

    Raises DocgenError where a file is neither.
    """
    if not paths:
        own = [workspace.frameworks, workspace.templates] if workspace else []
        paths = [*own, shipped("frameworks"), shipped("templates")]
    results = []
    for path in paths:
        kinds = ("*.docx", "toolkit*.xlsx", "narrative/**/*.j2", *(f"*{ending}" for ending in _OTHER))
        templates = sorted(one for kind in kinds for one in path.glob(kind)) if path.is_dir() else ()
        files = (*definitions.find([path]), *templates) if path.is_dir() else (path,)
        found = [_check(file) for file in files if not debris(file.name)]
        results += [one for one in found if one.problems or one.path.suffix != ".j2" or one.path == path]
    return tuple(results)


_OTHER = (".docm", ".dotx", ".dotm", ".doc", ".dot", ".odt", ".rtf")
"""Endings of documents that look like a template to a person, and that docgen does not take."""


def _check(path: Path) -> Checked:
    if path.suffix.lower() in _OTHER:
        return Checked(path, "template", (_other(path),))
    if path.suffix.lower() == ".j2":
        from docgen.reports import lint_wording

        return Checked(path, "wording of reports", lint_wording(path, shipped("templates") / "narrative"))
    if path.suffix.lower() == ".xlsx" and path.name.startswith("toolkit"):
        from docgen.forms.excel import lint_template as lint_workbook

        return Checked(path, "template of toolkits", lint_workbook(path.read_bytes(), str(path)))
    if path.suffix.lower() != ".docx":
        from docgen.reports import SECTION_KINDS

        framework, problems = definitions.check(path, SECTION_KINDS)
        what = f"{framework.id} {framework.version}" if framework else "definition"
        return Checked(path, what, problems, framework)
    if path.name.startswith("toolkit"):
        from docgen.forms.word import lint_template

        return Checked(path, "template of toolkits", lint_template(path.read_bytes(), str(path)))
    if path.name.startswith(("report", "note")):
        from docgen.reports.template import lint

        return Checked(path, "template of reports", lint(path.read_bytes(), str(path)))
    if path.name.startswith("query-letter"):
        from docgen.reports.template import LETTERS, lint

        return Checked(path, "template of letters", lint(path.read_bytes(), str(path), LETTERS))
    fix = "A template is called toolkit.docx, toolkit.xlsx, report.docx, note.docx or query-letter.docx."
    raise DocgenError(_unknown(f"{path}: this is neither a definition nor a template.", fix))


def _other(path: Path) -> Query:
    """A document in another format than docgen's templates."""
    why = {".docm": "may hold macros", ".dotm": "may hold macros", ".dotx": "is a template of Word itself"}
    message = f"This file {why.get(path.suffix.lower(), 'is in another format')}, so docgen does not take it."
    fix = f"Open it in Word, save it as “Word document (.docx)” under the name {path.stem}.docx, and delete this one."
    return Query("template-format", Severity.ERROR, message, fix, where=Place(str(path)))


def _unknown(message: str, fix: str) -> Query:
    return Query("unknown", Severity.ERROR, message, fix)
