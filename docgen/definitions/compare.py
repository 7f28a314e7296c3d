"""What changed between two versions of a framework, and whether an id still means what it meant.

Pure: two frameworks in, changes out. Returns of an old version stay in the figures beside those of a new one, by the
ids of fields and options; an id that is given another meaning would falsify figures, and nobody would see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from docgen.definitions import changed_forms
from docgen.definitions.changes import SORTS, Change, Sort, Words, bare, listed, words
from docgen.model import Framework, Query, Report, Severity

__all__ = ["Change", "Sort", "compare", "natural", "versions"]

_FRAMEWORK: Words = (
    ("title", Sort.WORDING, "the title"),
    ("organisation", Sort.WORDING, "the organisation"),
    ("marking", Sort.WORDING, "the marking"),
    ("summary", Sort.WORDING, "the summary"),
    ("source_note", Sort.WORDING, "the source note"),
)
_MEASURE: Words = (
    ("label", Sort.WORDING, "the label"),
    ("phrase", Sort.WORDING, "the phrase"),
    ("when", Sort.FIGURES, "when"),
    ("of", Sort.FIGURES, "what it is a share of"),
    ("form", Sort.FIGURES, "the form"),
    ("better", Sort.FIGURES, "which way is better"),
)
_THRESHOLD: Words = (
    ("label", Sort.WORDING, "the label"),
    ("measure", Sort.THRESHOLD, "the measure"),
    ("at_least", Sort.THRESHOLD, "at_least"),
    ("at_most", Sort.THRESHOLD, "at_most"),
    ("by", Sort.THRESHOLD, "by when"),
    ("minimum_audits", Sort.THRESHOLD, "the least number of audits"),
)
_METHOD: Words = (
    ("method", Sort.WORDING, "the name"),
    ("frequency", Sort.OTHER, "the frequency"),
    ("who", Sort.OTHER, "who does it"),
    ("cases", Sort.OTHER, "how cases are chosen"),
    ("form", Sort.OTHER, "the form"),
    ("note", Sort.WORDING, "the note"),
)
_CASE_FIELD: Words = (("label", Sort.WORDING, "the label"), ("guidance", Sort.WORDING, "the guidance"))
_REPORT: Words = (
    ("title", Sort.WORDING, "the title"),
    ("form", Sort.REPORT, "the form"),
    ("moderation", Sort.REPORT, "the moderating form"),
)
_WHOLE: Mapping[str, tuple[Sort, str]] = {
    "references": (Sort.FIGURES, "references"),
    "moderation": (Sort.FIGURES, "moderation"),
    "cycle": (Sort.OTHER, "cycle"),
    "guidance": (Sort.WORDING, "guidance document"),
}
"""Parts that are not told word by word."""

_ELSEWHERE = (
    "version", "digest", "scales", "forms", "themes", "case_fields", "schedule", "measures", "thresholds", "rounds",
    "reports", *_WHOLE,
)  # fmt: skip


def compare(old: Framework, new: Framework) -> tuple[Change, ...]:
    """Every change from `old` to `new`, by sort; nothing where they say the same. Versions are not looked at."""
    changes = [*changed_forms.scales(old, new), *changed_forms.forms(old, new), *_rest(old, new)]
    if not changes and bare(old) != bare(new):
        changes.append(Change(Sort.OTHER, "framework", "something else has changed.", place=new.place))
    placed = [change if str(change.place) else replace(change, place=new.place) for change in changes]
    return tuple(sorted(placed, key=lambda change: SORTS.index(change.sort)))


def versions(old: Framework, new: Framework, changed: bool) -> Iterator[Query]:
    """What is wrong with the version of `new`, given that of `old` and whether anything changed."""
    where = new.place
    if old.id != new.id:
        message = f"The framework is “{new.id}”, and it is compared with “{old.id}”."
        fix = "Compare two versions of one framework; an id of a framework never changes."
        yield Query("other-framework", Severity.ERROR, message, fix, where=where)
    elif natural(new.version) < natural(old.version):
        message = f"The version {new.version} is lower than {old.version}, with which it is compared."
        yield Query("lower-version", Severity.ERROR, message, f"Give it a version above {old.version}.", where=where)
    elif natural(new.version) > natural(old.version) and not changed:
        message = f"The version was raised from {old.version} to {new.version}, and nothing has changed."
        fix = f"Keep {old.version}: a new version without a change parts the figures for nothing."
        yield Query("unchanged-version", Severity.ERROR, message, fix, where=where)
    elif natural(new.version) == natural(old.version) and changed:
        message = f"It has changed, and the version is still {old.version}."
        fix = "Raise the version. Forms of the old one may be out, and are read by what it said."
        yield Query("same-version", Severity.ERROR, message, fix, where=where)


def natural(version: str) -> tuple[tuple[int, str], ...]:
    """A version as it sorts: numbers by size, `1.10` after `1.9`."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|[^\d.]+", version))


def _rest(old: Framework, new: Framework) -> Iterator[Change]:
    """What changed beside scales and forms."""
    yield from words(old, new, _FRAMEWORK, "framework", _ELSEWHERE)
    yield from _same_words(old.themes, new.themes, "theme", (("label", Sort.WORDING, "the label"),))
    yield from listed(old.case_fields, new.case_fields, lambda one: f"case list, {one.id}", _case_field, ordered=False)
    yield from _same_words(old.schedule, new.schedule, "method", _METHOD)
    yield from _same_words(old.measures, new.measures, "measure", _MEASURE)
    yield from _same_words(old.thresholds, new.thresholds, "threshold", _THRESHOLD)
    yield from listed(old.rounds, new.rounds, lambda one: f"round {one.id}", _round, ordered=False)
    yield from listed(old.reports, new.reports, lambda one: f"report {one.id}", _report, ordered=False)
    for name, (sort, called) in _WHOLE.items():
        before, after = getattr(old, name), getattr(new, name)
        if bare(before) != bare(after):
            message = "is new." if not before else "is gone." if not after else "has changed."
            yield Change(sort, called, message, place=new.place)


def _same_words(olds: Any, news: Any, noun: str, table: Words) -> Iterator[Change]:
    """What changed in a list of parts that have nothing but words."""
    yield from listed(
        olds, news, lambda one: f"{noun} {one.id}", lambda a, b, part: words(a, b, table, part), ordered=False
    )


def _case_field(old: Any, new: Any, part: str) -> Iterator[Change]:
    yield from words(old, new, _CASE_FIELD, part, ("kind",))
    if old.kind != new.kind:
        message = f"was of the kind {old.kind}, is {new.kind}."
        fix = changed_forms.FOR_LIFE.format(noun="field")
        yield Change(Sort.MEANING, part, message, Severity.ERROR, fix, new.place)


def _round(old: Any, new: Any, part: str) -> Iterator[Change]:
    if bare(old) != bare(new):
        yield Change(Sort.FIGURES, part, "has changed.", place=new.place)


def _report(old: Report, new: Report, part: str) -> Iterator[Change]:
    """What changed in one outline: its words, and how many of its parts are other than before."""
    yield from words(old, new, _REPORT, part, ("sections",))
    before, after = [bare(one) for one in old.sections], [bare(one) for one in new.sections]
    added, gone = sum(one not in before for one in after), sum(one not in after for one in before)
    if added or gone:
        message = f"{_parts(added)} new or changed, {_parts(gone)} of before gone or changed."
        yield Change(Sort.REPORT, part, message, place=new.place)
    elif before != after:
        yield Change(Sort.REPORT, part, "its parts stand in another order.", place=new.place)


def _parts(number: int) -> str:
    return "1 part" if number == 1 else f"{number} parts"
