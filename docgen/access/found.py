"""What a check finds: the same fault in many places is one query, with the first place and how many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docgen.model import Place, Query, Severity

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where in words, what was found, what to do."""

    where: str
    message: str
    fix: str
    severity: Severity = Severity.ERROR


def queries(rule: str, file: str, faults: Iterable[Fault]) -> Iterator[Query]:
    """The faults of one check as queries. Those with the same words are brought together."""
    groups: dict[tuple[str, str, Severity], list[str]] = {}
    for fault in faults:
        groups.setdefault((fault.message, fault.fix, fault.severity), []).append(fault.where)
    for (message, fix, severity), places in groups.items():
        more = len(places) - 1
        also = f" The same in {more} more place{'s' if more > 1 else ''}." if more else ""
        yield Query(rule, severity, f"{message}{also}", fix, where=Place(file, places[0]))


def quoted(text: str) -> str:
    """The first words of a text, in quotation marks."""
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + '…'}”"
