"""The words that docgen itself prints in a workbook. Everything else stands in the definition or in the template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from docgen.forms.words import line, when
from docgen.model import Form, Question, Severity

FIRST_SHEET = "Read me first"
HIDDEN_SHEET = "_docgen"
HEADS = ("Ref", "Question", "Answer", "Status")
STATUS = HEADS[3]
TICK = "✓"
TO_DO, DONE, OPTIONAL, IF_NEEDED, NOT_NEEDED = "To do", "Done", "Optional", "If needed", "Not needed"
"""What the column Status says. `If needed` stands where only a person can tell."""
LEFT, NOTHING_LEFT = "still to answer", "Nothing is left to answer"
TICK_BELOW = f"Choose {TICK} below, beside each that applies."
HOW_TO = "How to fill in this workbook"
STATE = "Where things stand"
TELL = "Tell someone the same day"
LONGEST_CELL = 32767
"""Characters that a cell of Excel can hold."""
_LONGEST_NAME = 31


def sheet_names(titles: Iterable[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    r"""A name for each sheet: at most 31 characters, none of []:*?/\, none twice, whatever its case."""
    used = {name.casefold() for name in (*taken, "history")}
    names = []
    for title in titles:
        plain = line(re.sub(r"[\[\]:*?/\\\x00-\x1f]+", " ", title)).strip("' ") or "Sheet"
        name, number = _cut(plain, _LONGEST_NAME), 1
        while name.casefold() in used:
            number += 1
            name = f"{_cut(plain, _LONGEST_NAME - len(str(number)) - 1)} {number}"
        used.add(name.casefold())
        names.append(name)
    return tuple(names)


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    word = text.rfind(" ", 0, limit + 1)
    return text[: word if word > limit // 2 else limit].rstrip(" ,:;'")


def how_to(form: Form, sheet: str, tables: Iterable[tuple[Question, str]]) -> Iterator[str]:
    """How a workbook is filled in, as far as this form needs it; then what the definition says of it."""
    kinds = {one.kind for question in form.questions for one in (question, *question.columns)}
    yield (
        f"Write your answers on the sheet “{sheet}”, in the column {HEADS[2]}. Only the answers can be changed; "
        "columns and rows can be made wider and taller."
    )
    if kinds & {"choice", "grade", "yesno"}:
        yield "Where a cell has a list, choose from it: click the arrow, or press Alt and the down arrow."
    if "ticks" in kinds:
        yield f"To tick, choose {TICK} from the list beside the words. To take a tick out, press Delete."
    if "longtext" in kinds:
        yield "In a long answer, Alt and Enter start a new line."
    for question, name in tables:
        yield f"{line(question.label)} ({question.ref}) has a sheet of its own, “{name}”."
    yield f"The column {STATUS} says what is still to do, and the top of the sheet how much of it is left."
    yield from (line(step) for step in form.how_to)


def tell(form: Form) -> Iterator[tuple[str, str]]:
    """(when, what to do) for everything in the form that someone must be told the same day."""
    for rule in form.rules:
        if rule.severity is Severity.URGENT:
            lead = when("When", rule.when, form) or line(rule.message)
            if "{" not in lead + rule.fix:
                yield lead, line(rule.fix)
