"""Problems of a definition while they are gathered: a line, and words for the person who wrote it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from docgen.model import Place, Query, Severity

LONGEST = 80
"""How many characters of the file a message shows in one place."""

_LONG = re.compile(f"“[^”]{{{LONGEST + 1},}}”")

Steps = tuple[str | int, ...]
"""Where something stands in the data of a definition: keys, and positions in lists counted from 0."""


@dataclass(slots=True)
class Doubts:
    """Parts whose words were wrong, so that nothing is said about what they mean.

    partial     parts in which something is missing or unknown; what they do have is certain
    replaced    values that were replaced by stand-ins, with all that is in them
    shapeless   parts that could be of any kind
    """

    partial: set[Steps] = field(default_factory=set)
    replaced: set[Steps] = field(default_factory=set)
    shapeless: set[Steps] = field(default_factory=set)

    def about(self, path: Steps) -> bool:
        """Whether anything is doubtful about the part at a path."""
        within = any(one[: len(path)] == path for one in self.replaced)
        return within or path in self.partial or path in self.shapeless

    def silence(self, path: Steps) -> bool:
        """Whether a check of meaning has nothing to say about this path."""
        within = any(path[:n] in self.replaced for n in range(len(path) + 1))
        return within or path in self.partial or path in self.shapeless or path[:-1] in self.shapeless


@dataclass(frozen=True, slots=True)
class Found:
    """A problem and its line; line 0 is the whole file."""

    rule: str
    severity: Severity
    line: int
    message: str
    fix: str

    def query(self, file: str, where: Callable[[int], str]) -> Query:
        """The problem as a query about a file; `where` says what people call a line."""
        message = _LONG.sub(lambda quoted: f"{quoted[0][:LONGEST]}…”", self.message)
        return Query(self.rule, self.severity, message, self.fix, where=Place(file, where(self.line)))


def fault(rule: str, line: int, message: str, fix: str) -> Found:
    """A problem with which a definition cannot be used."""
    return Found(rule, Severity.ERROR, line, message, fix)


def advice(rule: str, line: int, message: str, fix: str) -> Found:
    """A problem with which it can be used."""
    return Found(rule, Severity.WARNING, line, message, fix)


def nearest(word: str, allowed: Iterable[str]) -> str:
    """The allowed word that was most likely meant, or an empty string."""
    known = {one.casefold(): one for one in allowed}
    plain = word.strip().casefold()
    for guess in (plain, plain.replace("-", "_").replace(" ", "_"), plain.replace("_", "-")):
        if guess in known:
            return known[guess]
    close = difflib.get_close_matches(plain, known, n=1, cutoff=0.7)
    return known[close[0]] if close else ""


def listed(words: Iterable[str], last: str = "or") -> str:
    """Words as people list them: `a, b or c`. More than twelve are cut short."""
    every = list(words)
    if len(every) > 12:
        return ", ".join(every[:12]) + f" and {len(every) - 12} more"
    return f" {last} ".join(part for part in (", ".join(every[:-1]), *every[-1:]) if part)


def choose(word: str, allowed: Iterable[str], none: str = "") -> str:
    """What to do about a word that is not allowed: the one that was meant, else all of them, else `none`."""
    every = list(allowed)
    guess = nearest(word, every)
    if guess:
        return f"Did you mean “{guess}”?"
    if len(every) == 1:
        return f"There is only “{every[0]}”."
    return f"Use one of these: {listed(every)}." if every else none
