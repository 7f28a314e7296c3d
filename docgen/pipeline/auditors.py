"""The list of auditors, and of what they have declared: who can take how many cases, and which they may not have."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from docgen.cycle.allocation import Auditor, Declared
from docgen.definitions.problem import nearest
from docgen.fields import Unclear, parse_date, same
from docgen.model import DocgenError, Framework, Place, Query, Severity
from docgen.pipeline import lists

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "auditor", "auditor's name", "moderator"),
    "email": ("email", "e-mail", "address", "email address", "e-mail address", "auditor_email"),
    "agency": ("agency", "organisation", "service"),
    "team": ("team", "area"),
    "manager": ("manager", "line manager"),
    "capacity": ("capacity", "cases", "number of cases"),
    "away": ("away", "away dates", "leave", "absent"),
}
"""What a list of auditors may tell, and how its columns may be headed."""
_DECLARED: Mapping[str, tuple[str, ...]] = {
    "auditor": ("auditor", "name"),
    "about": ("about", "case", "conflict", "person", "team", "with"),
    "reason": ("reason", "why"),
}
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+\Z")
_SPAN = re.compile(r"\s*(?:\.\.|\bto\b|–)\s*")


def read(path: Path, cases: int, notes: list[str]) -> tuple[Auditor, ...]:
    """The auditors of a list; one who does not say how many cases they take takes `cases`.

    Raises DocgenError with every problem, by row.
    """
    rows, problems = _rows(path, _COLUMNS, ("name",), notes)
    found: list[Auditor] = []
    first: dict[str, int] = {}
    for number, row in rows:
        name = row.get("name", "")

        def wrong(message: str, fix: str, number: int = number) -> None:
            problems.append(_problem(path, f"row {number}", message, fix))

        if not name:
            wrong("The name is blank.", "Enter it, or delete the row.")
        elif first.setdefault(same(name), number) != number:
            wrong(f"{name} stands in row {first[same(name)]} already.", "Delete one of the two rows.")
        email, capacity = row.get("email", ""), row.get("capacity", "")
        if email and not _ADDRESS.match(email):
            wrong(f"“{email}” is no e-mail address.", "Write it as name@example.org.")
        if capacity and not re.fullmatch(r"\d{1,3}", capacity):
            wrong(f"“{capacity}” is no number of cases.", "Write a whole number, 0 for none.")
            capacity = ""
        away = _away(row.get("away", ""), wrong)
        texts = {word: row.get(word, "") for word in ("agency", "team", "manager")}
        found.append(Auditor(name, email, **texts, capacity=int(capacity) if capacity else cases, away=away))
    if not problems and not found:
        problems.append(_problem(path, "", "The list names nobody.", "Add one row for each auditor."))
    if problems:
        raise DocgenError(*problems)
    return tuple(found)


def declared(path: Path, notes: list[str]) -> tuple[Declared, ...]:
    """What auditors have declared: who, about which case, person, team or agency, and why.

    Raises DocgenError with every problem, by row.
    """
    rows, problems = _rows(path, _DECLARED, ("auditor", "about"), notes)
    for number, row in rows:
        for word in ("auditor", "about"):
            if not row.get(word):
                message = f"The {'auditor' if word == 'auditor' else 'case, person, team or agency'} is blank."
                problems.append(_problem(path, f"row {number}", message, "Enter it, or delete the row."))
    if problems:
        raise DocgenError(*problems)
    return tuple(Declared(row["auditor"], row["about"], row.get("reason", "")) for _, row in rows)


def capacity(path: Path, framework: Framework, form: str) -> int:
    """How many cases the auditors of a list can take together: half as many where two take each.

    Raises DocgenError as `read`.
    """
    rules = framework.cycle.allocation(form) if framework.cycle else None
    auditors = read(path, rules.cases if rules else 1, [])
    together = sum(one.capacity for one in auditors)
    return together // 2 if rules is not None and rules.pairs else together


def _rows(
    path: Path, words: Mapping[str, Sequence[str]], needed: Sequence[str], notes: list[str]
) -> tuple[list[tuple[int, dict[str, str]]], list[Query]]:
    """Number and texts of each row, by word; and a problem for each column that is missing."""
    rows = list(lists.rows(path, notes))
    if not rows:
        raise DocgenError(_problem(path, "", "The list is empty.", "Start with a row that names the columns."))
    (line, header), body = rows[0], rows[1:]
    columns: dict[int, str] = {}
    for position, head in enumerate(header):
        word = next((one for one, heads in words.items() if same(head).replace("_", " ") in map(same, heads)), "")
        if word and word not in columns.values():
            columns[position] = word
        elif head.strip():
            guess = nearest(same(head), [one for heads in words.values() for one in heads])
            notes.append(f"{path.name}: column “{head.strip()}” is not used."
                         + (f" Did you mean “{guess}”?" if guess else ""))  # fmt: skip
    problems = [
        _problem(path, f"row {line}", f"No column is headed {word}.", f"Head a column “{words[word][0]}”.")
        for word in needed
        if word not in columns.values()
    ]
    found = [
        (number, {columns[n]: cell.strip() for n, cell in enumerate(cells) if n in columns}) for number, cells in body
    ]
    return found, problems if problems else []


def _away(text: str, wrong: Callable[[str, str], None]) -> tuple[tuple[date, date], ...]:
    """The days that somebody is away: days and spans with semicolons between them."""
    found = []
    for part in re.split(r"[;\n]", text):
        if not part.strip():
            continue
        ends = [parse_date(end) for end in _SPAN.split(part.strip())]
        if len(ends) > 2 or any(isinstance(end, Unclear) or not end for end in ends):
            wrong(
                f"“{part.strip()}” are no days.", "Write 24/12/2026, or 24/12/2026 to 31/12/2026; more with ; between."
            )
            continue
        first, last = date.fromisoformat(str(ends[0])), date.fromisoformat(str(ends[-1]))
        if last < first:
            wrong(f"“{part.strip()}” ends before it starts.", "Write the earlier day first.")
        found.append((first, last))
    return tuple(found)


def _problem(path: Path, at: str, message: str, fix: str) -> Query:
    return Query("auditors", Severity.ERROR, message, fix, where=Place(path.name, at))
