"""The settings of a workspace: `docgen.yaml`, read with the line of every part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.definitions.problem import Found, choose, fault
from docgen.definitions.source import Source, read
from docgen.model import NATIONS, DocgenError
from docgen.workdays import Span, parse_span

FILE = "docgen.yaml"
_INITIAL = Path(__file__).with_name("settings.yaml")
ACCEPT = ("read", "no-errors", "by-hand")
_WORDS = (
    "workspace", "organisation", "accept", "store", "due", "nation", "pseudonym_key", "edition", "small_numbers",
    "percent_base", "public_quotations", "passwords", "convert",
)  # fmt: skip
LIMITS = (
    "file", "mail", "archive", "members", "depth", "part", "unpacked", "parts", "tags", "seconds", "memory", "result",
)  # fmt: skip
EDITIONS = ("internal", "committee", "public")
_NUMBERS = ("small_numbers", "percent_base")
_LISTS = {
    "roles": "Write one line a role, indented: early help service manager: Name, address.",
    "addresses": "Write one line a person, indented: Sam Hill: sam.hill@example.org.",
    "case_columns": "Write one line a column, indented: Child ID: case_ref.",
    "closures": "Write one line a closure, indented: 2026-12-24..2026-12-31: Christmas.",
    "limits": "Write one line a limit, indented: seconds: 20.",
    "hold": "Write one line a case, indented: C100063: public inquiry.",
    "retention": "Write one line a framework, indented: cafcass-national: 6 years; or one for all: “all: 6 years”.",
}
"""Settings that are lines of a word and a text, and how to write them."""

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a team decides for itself.

    workspace     the workspace's own id, out of which toolkit ids are made
    organisation  printed on toolkits and reports in the place of the one that a framework names; empty keeps that
    accept        `read`: a return whose answers are all certain counts, with its queries open;
                  `no-errors`: one with an error is held until it is put right; `by-hand`: a person accepts each
    store         a database URL, or the path of a SQLite file; empty for store/docgen.sqlite in the workspace
    roles         role → person and address, put behind a query that names the role
    due           how long after its issue a copy is due; None for no date
    addresses     auditor → e-mail address
    case_columns  column of a case list → the field, role or word of the ledger that it is for
    nation        whose bank holidays are no working days; empty for the one that a framework names
    closures      first and last day on which the office is closed, and why
    retention     framework, or `all` → how long after its date an audit is kept
    hold          case → why nothing of it is erased for the time being
    pseudonym_key path of the file with the key of pseudonyms, which must lie outside the store
    edition       of a report, where none is named: internal, committee or public
    small_numbers the largest count that a public edition withholds; `percent_base` the smallest base of a percentage
    public_quotations  whether a public edition may quote
    passwords     path of a file with passwords that returned files may be locked with, one a line
    convert       whether LibreOffice, where it is installed, converts files that docgen cannot read
    limits        what taking in files may cost: name → number, as docs/reference/limits.md explains
    """

    workspace: str = ""
    organisation: str = ""
    accept: str = "read"
    store: str = ""
    roles: Lines = ()
    due: Span | None = None
    addresses: Lines = ()
    case_columns: Lines = ()
    nation: str = ""
    closures: tuple[tuple[date, date, str], ...] = ()
    retention: tuple[tuple[str, Span], ...] = ()
    hold: Lines = ()
    pseudonym_key: str = ""
    edition: str = ""
    small_numbers: int = 4
    percent_base: int = 10
    public_quotations: bool = False
    passwords: str = ""
    convert: bool = True
    limits: tuple[tuple[str, int], ...] = ()


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
    texts = {word: str(data.get(word) or "").strip() for word in _WORDS}
    lines = {
        word: tuple((str(name).strip(), str(text or "").strip()) for name, text in (data.get(word) or {}).items())
        for word in _LISTS
    }
    return Settings(
        workspace=texts["workspace"],
        organisation=texts["organisation"],
        accept=texts["accept"] or "read",
        store=texts["store"],
        roles=lines["roles"],
        due=parse_span(texts["due"]),
        addresses=lines["addresses"],
        case_columns=lines["case_columns"],
        nation=texts["nation"],
        closures=tuple((*days, why) for name, why in lines["closures"] if (days := _days(name))),
        retention=tuple((name, span) for name, text in lines["retention"] if (span := parse_span(text))),
        hold=lines["hold"],
        pseudonym_key=texts["pseudonym_key"],
        edition=texts["edition"],
        small_numbers=int(texts["small_numbers"] or 4),
        percent_base=int(texts["percent_base"] or 10),
        public_quotations=texts["public_quotations"] == "yes",
        passwords=texts["passwords"],
        convert=texts["convert"] != "no",
        limits=tuple((name, int(text)) for name, text in lines["limits"] if text),
    )


def _check(data: Mapping[str, object], source: Source) -> list[Found]:
    problems = []
    for word, value in data.items():
        line = source.line((word,))
        if word not in _WORDS and word not in _LISTS:
            problems.append(fault("settings", line, f"“{word}” is not a setting.", choose(word, (*_WORDS, *_LISTS))))
        elif word in _LISTS:
            problems += _check_lines(word, value, source)
        elif isinstance(value, (Mapping, list)):
            problems.append(fault("settings", line, f"“{word}” has more than one value.", "Write one text."))
        elif word == "edition" and value is not None and value not in EDITIONS:
            problems.append(fault("settings", line, f"“edition” is “{value}”.", choose(str(value), EDITIONS)))
        elif word in _NUMBERS and value is not None and not str(value).isdecimal():
            problems.append(fault("settings", line, f"“{word}” is “{value}”.", "Write a whole number, such as 4."))
        elif word in ("public_quotations", "convert") and value is not None and value not in ("yes", "no"):
            problems.append(fault("settings", line, f"“{word}” is “{value}”.", "Write yes or no."))
        elif word == "accept" and value is not None and value not in ACCEPT:
            problems.append(fault("settings", line, f"“accept” is “{value}”.", choose(str(value), ACCEPT)))
        elif word == "due" and value is not None and parse_span(str(value)) is None:
            fix = "Write a span of time, such as 10 working days, 14 days or 1 month."
            problems.append(fault("settings", line, f"“due” is “{value}”.", fix))
        elif word == "nation" and value is not None and value not in NATIONS:
            problems.append(fault("settings", line, f"“nation” is “{value}”.", choose(str(value), NATIONS)))
    return problems


_NAMES = {
    "roles": "role", "addresses": "person", "case_columns": "column", "closures": "closure", "retention": "framework",
    "hold": "case", "limits": "limit",
}  # fmt: skip


def _check_lines(word: str, value: object, source: Source) -> list[Found]:
    """What is wrong with a setting that is lines of a word and a text."""
    if value is None:
        return []
    if not isinstance(value, Mapping):
        what = (
            f"“{word}” is not a list of roles and people." if word == "roles" else f"“{word}” is not a list of lines."
        )
        return [fault("settings", source.line((word,)), what, _LISTS[word])]
    problems = []
    for name, text in value.items():
        line = source.line((word, name))
        if isinstance(text, (Mapping, list)):
            message = f"The {_NAMES[word]} “{name}” has more than one line."
            problems.append(fault("settings", line, message, "Write a text."))
        elif word == "closures" and _days(name) is None:
            fix = "Write a day as 2026-12-24, or two with .. between them: 2026-12-24..2026-12-31."
            problems.append(fault("settings", line, f"“{name}” are no days of a closure.", fix))
        elif word == "retention" and parse_span(str(text or "")) is None:
            message = f"Audits of “{name}” are to be kept for “{text or ''}”."
            problems.append(fault("settings", line, message, "Write a span of time, such as 6 years or 18 months."))
        elif word == "limits" and name not in LIMITS:
            problems.append(fault("settings", line, f"“{name}” is not a limit.", choose(str(name), LIMITS)))
        elif word == "limits" and text is not None and not (str(text).isdecimal() and 0 < int(text) < 10**9):
            problems.append(fault("settings", line, f"The limit “{name}” is “{text}”.", "Write a whole number."))
        elif word == "addresses" and not _is_address(str(text or "")):
            message = f"“{text or ''}” is not the e-mail address of “{name}”."
            problems.append(fault("settings", line, message, "Write it as name@example.org."))
    return problems


def _days(text: str) -> tuple[date, date] | None:
    """The first and the last day that a text such as 2026-12-24..2026-12-31 names; None where it names none."""
    first, _, last = str(text).strip().partition("..")
    try:
        days = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError:
        return None
    return days if days[0] <= days[1] else None


def _is_address(text: str) -> bool:
    name, at, host = text.strip().partition("@")
    return bool(name and at and "." in host) and not any(sign in text.strip() for sign in " ,;<>\n")


def initial(workspace: str) -> str:
    """The text of a new `docgen.yaml`, with every setting explained."""
    return _INITIAL.read_text("utf-8").replace("{workspace}", workspace)
