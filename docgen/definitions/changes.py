"""What a change between two versions of a framework is, and how parts are compared word by word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from docgen.fields import same
from docgen.model import NOWHERE, Condition, Place, Query, Severity, Test


class Sort(StrEnum):
    """What sort of change it is, in the order in which changes are shown."""

    MEANING = "meaning"
    NEW = "new"
    RETIRED = "retired"
    WORDING = "wording"
    OPTION = "option"
    SCALE = "scale"
    THRESHOLD = "threshold"
    RULE = "rule"
    FIGURES = "figures"
    REPORT = "report"
    LAYOUT = "layout"
    OTHER = "other"


SORTS = tuple(Sort)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    part        which part, as people call it: form case, question grade
    message     what is other than before
    severity    error where figures would be wrong, warning where a person is asked, None where all is well
    fix         what to do, where there is a severity
    place       where it stands in the new version; in the old one where it is retired
    """

    sort: Sort
    part: str
    message: str
    severity: Severity | None = None
    fix: str = ""
    place: Place = NOWHERE

    def query(self) -> Query | None:
        """What is asked because of the change, or None."""
        if self.severity is None:
            return None
        rule = "meaning-changed" if self.sort is Sort.MEANING else "change-asked-about"
        return Query(rule, self.severity, f"{sentence(self.part)}: {self.message}", self.fix, where=self.place)


Words = tuple[tuple[str, Sort, str], ...]
"""Attributes of a part: name, the sort of its change, and what people call it."""

_LONGEST, _BEFORE = 80, 24
"""How much of a text is shown, and how much of it before the place where it differs from another."""

Differ = Callable[[Any, Any, str], Iterator[Change]]
"""The changes between two versions of one part, given what people call it."""


def words(old: Any, new: Any, table: Words, part: str, besides: Collection[str] = ()) -> Iterator[Change]:
    """A change for each attribute that differs: in the words of the table, or by its own name where it has none.

    `besides` names attributes that are compared elsewhere; ids and places never are.
    """
    known = {name: (sort, called) for name, sort, called in table}
    others = [one.name for one in fields(new) if one.compare and one.name not in {*known, *besides, "id", "place"}]
    for name in (*known, *others):
        sort, called = known.get(name, (Sort.OTHER, name))
        before, after = getattr(old, name), getattr(new, name)
        if bare(before) == bare(after):
            continue
        if isinstance(before, Condition) and isinstance(after, Condition) and said(before) == said(after):
            sort, called, before, after = Sort.WORDING, f"what is printed for {called}", before.says, after.says
        yield Change(sort, part, f"{called} {_became(before, after)}", place=getattr(new, "place", NOWHERE))


def _became(before: Any, after: Any) -> str:
    """What became of a value, as the end of a sentence."""
    if isinstance(after, bool):
        return f"was {'yes' if before else 'no'}, is {'yes' if after else 'no'}."
    was, now = said(before), said(after)
    if not was:
        return f"is new: {quoted(now)}."
    if not now:
        return f"is gone; it was {quoted(was)}."
    return f"was {quoted(was, now)}, is {quoted(now, was)}."


def listed(
    olds: Sequence[Any], news: Sequence[Any], call: Callable[[Any], str], differ: Differ, *, ordered: bool = True
) -> Iterator[Change]:
    """What is new and retired in a list of parts with ids, what changed in the others, and whether they moved.

    `call` gives what people call a part.
    """
    before, after = by_id(olds), by_id(news)
    for name, new in after.items():
        if name not in before:
            yield Change(Sort.NEW, call(new), f"is new{_named(new)}.", place=getattr(new, "place", NOWHERE))
        else:
            yield from differ(before[name], new, call(new))
    for name, old in before.items():
        if name not in after:
            yield Change(Sort.RETIRED, call(old), f"is retired{_named(old)}.", place=getattr(old, "place", NOWHERE))
    if ordered and (moved := _moved(list(before), list(after))):
        first = after[moved[0]]
        also = f", and {len(moved) - 1} more" if len(moved) > 1 else ""
        yield Change(Sort.LAYOUT, call(first), f"stands elsewhere in the order{also}.", place=first.place)


def _named(part: Any) -> str:
    """What people read for a part, after a colon; nothing for a part that has no such words."""
    name = next((text for word in ("label", "title", "method") if (text := getattr(part, word, ""))), "")
    return f": {quoted(name)}" if name else ""


def by_id(parts: Sequence[Any]) -> Mapping[str, Any]:
    """The parts by their ids; where an id is given twice, the first counts."""
    found: dict[str, Any] = {}
    for part in parts:
        found.setdefault(part.id, part)
    return found


def _moved(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The ids that stand elsewhere among those that both have: as few as tell the whole difference."""
    common = set(before) & set(after)
    old, new = [one for one in before if one in common], [one for one in after if one in common]
    kept = {
        old[n]
        for block in difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        for n in range(block.a, block.a + block.size)
    }
    return [one for one in new if one not in kept]


def bare(value: Any) -> Any:
    """A value without what says where it was written, so that only what it says is compared."""
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(
            (one.name, bare(getattr(value, one.name)))
            for one in fields(value)
            if one.compare and one.name not in ("place", "digest", "version")
        )
    if isinstance(value, tuple):
        return tuple(bare(one) for one in value)
    return value


def said(value: Any) -> str:
    """A value as text; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, Condition):
        return value.expression or "{" + ", ".join(map(_test, value.tests)) + "}"
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value)
    return str(value)


def quoted(text: str, beside: str = "") -> str:
    """A text in quotes, on one line and cut short; where it stands beside another, cut to where the two differ."""
    plain, other = " ".join(text.split()), " ".join(beside.split())
    alike = next((n for n, (one, two) in enumerate(zip(plain, other, strict=False)) if one != two), 0)
    start = plain.rfind(" ", 0, max(alike - _BEFORE, 0)) + 1 if len(plain) > _LONGEST else 0
    cut = plain[start:]
    cut = cut if len(cut) <= _LONGEST else cut[: _LONGEST - 1].rstrip() + "…"
    return f"“{'…' if start else ''}{cut}”"


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def _test(test: Test) -> str:
    values = test.any_of[0] if len(test.any_of) == 1 else f"[{', '.join(test.any_of)}]"
    return f"{test.field}: {values}"


# --- whether words still mean the same -------------------------------------------------------------------


def taken_over(olds: Sequence[Any], old: Any, new: Any) -> str:
    """The id whose label a part has taken over from another part of its list; empty where it has not.

    Labels that several parts have, such as Comment, tell nothing.
    """
    if same(old.label) == same(new.label):
        return ""
    owners = [one.id for one in olds if same(one.label) == same(new.label)]
    return owners[0] if len(owners) == 1 and owners[0] != new.id else ""


def unlike(before: str, after: str) -> bool:
    """Whether two wordings have so little in common that they may mean different things."""
    old, new = same(before), same(after)
    if set(re.findall(r"\w{3,}", old)) & set(re.findall(r"\w{3,}", new)):
        return False
    return difflib.SequenceMatcher(None, old, new, autojunk=False).ratio() < 0.5


def negated(before: str, after: str) -> bool:
    """Whether one wording denies what the other says: Seen, Not seen."""
    old, new = _WORD.findall(same(before)), _WORD.findall(same(after))
    return old != new and [one for one in old if one not in _NO] == [one for one in new if one not in _NO]


_WORD = re.compile(r"[\w']+")
_NO = frozenset({"not", "no", "never", "without", "nobody", "none"})
