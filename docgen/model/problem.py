"""What docgen says of a problem: where, what was found, what is allowed, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read: a file, and a line, question, table row or cell in it."""

    file: str
    at: str = ""

    def __str__(self) -> str:
        return f"{self.file}, {self.at}" if self.file and self.at else self.file or self.at


NOWHERE = Place("")


class Severity(StrEnum):
    """How soon a person must act on a query."""

    URGENT = "urgent"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Query:
    """What docgen asks a person: which rule, where, what was found, what to do.

    `question` is a field id, or empty where the query is about a whole file or definition.
    """

    rule: str
    severity: Severity
    message: str
    fix: str
    question: str = ""
    where: Place = NOWHERE

    def __str__(self) -> str:
        head = f"{self.where}: " if str(self.where) else ""
        return f"{head}{self.message} {self.fix}".rstrip() + f" [{self.rule}]"


class DocgenError(Exception):
    """There is nothing to go on with. Carries every problem found, never only the first.

    `code` is the exit status that the command line gives: 2 wrong use or a bad definition, 3 could not run.
    """

    def __init__(self, *queries: Query, code: int = 2) -> None:
        super().__init__("\n".join(str(query) for query in queries))
        self.queries = queries
        self.code = code
