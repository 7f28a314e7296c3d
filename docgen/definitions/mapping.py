"""The mapping of a questionnaire: which column of its answers is which field of a form, read with its lines.

```yaml
form: cafcass-national@2014.11/case
name: autumn 2026               # only where two questionnaires are for one form
id: ID                          # the column that tells responses apart; ID unless named
columns:
  Case reference: case_ref
  How do you grade the work?: grade
values:                         # where the questionnaire says it in other words than the form
  grade:
    Good or better: good
ignore: [Start time, Completion time, Email, Name]
```
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.definitions.problem import Found, choose, fault
from docgen.definitions.source import Source, read
from docgen.fields import Control, kind
from docgen.model import DocgenError, Form

_WORDS = ("form", "name", "id", "toolkit", "columns", "values", "ignore")
_FORM = re.compile(r"([\w-]+)@([\w.-]+)/([\w-]+)\Z")
_RULE = "mapping"

IGNORED = ("Start time", "Completion time", "Email", "Name", "Last modified time")
"""What Microsoft Forms adds to each response, and is no part of the audit."""

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a mapping says.

    framework, version, form    the form that each response is a copy of
    name        of the questionnaire, which tells it from others for the same form
    id          the column that tells responses apart
    toolkit     the column that holds the id of an issued copy, or empty
    columns     column → field
    values      field → what the questionnaire says → what the form says
    ignore      columns that are no part of the audit
    """

    framework: str
    version: str
    form: str
    name: str = ""
    id: str = "ID"
    toolkit: str = ""
    columns: Lines = ()
    values: tuple[tuple[str, Lines], ...] = ()
    ignore: tuple[str, ...] = IGNORED


def load(path: Path, find: Callable[[str, str, str], Form | None]) -> Mapped:
    """The mapping in a file; `find` gives the form of a framework, version and form id, or None.

    Raises DocgenError with every problem.
    """
    source, found = read(path)
    problems = list(found)
    data = source.data
    if not problems and not isinstance(data, Mapping):
        problems.append(fault(_RULE, 1, "A mapping is lines of a word, a colon and a value.", "Start with: form:"))
    if not problems:
        problems += _words(data, source)
    place, form = ("", "", ""), None
    if not problems:
        place, form, wrong = _form(str(data.get("form") or ""), source, find)
        problems += wrong
    if form is not None:
        problems += _fields(data, source, form)
    if problems:
        raise DocgenError(*(problem.query(str(path), source.where) for problem in problems))
    return Mapped(
        *place,
        name=str(data.get("name") or ""),
        id=str(data.get("id") or "ID"),
        toolkit=str(data.get("toolkit") or ""),
        columns=tuple((str(name), str(meant)) for name, meant in data["columns"].items()),
        values=tuple(
            (str(name), tuple((str(said), str(meant)) for said, meant in words.items()))
            for name, words in (data.get("values") or {}).items()
        ),
        ignore=IGNORED if data.get("ignore") is None else tuple(str(name) for name in data["ignore"]),
    )


def _words(data: Mapping[str, object], source: Source) -> Iterator[Found]:
    """What is wrong with the shape of the file."""
    for word, value in data.items():
        line = source.line((word,))
        if word not in _WORDS:
            yield fault(_RULE, line, f"“{word}” is no word of a mapping.", choose(word, _WORDS))
        elif word == "columns" and not (isinstance(value, Mapping) and value):
            yield fault(_RULE, line, "“columns” names no column.", "Write one line a column: Case reference: case_ref.")
        elif word == "values" and value is not None and not _is_nested(value):
            yield fault(_RULE, line, "“values” is not lines for each field.", "Write the field, and lines below it.")
        elif word == "ignore" and value is not None and not isinstance(value, list):
            yield fault(_RULE, line, "“ignore” is not a list.", "Write the columns in brackets: [Email, Name].")
        elif word in ("form", "name", "id", "toolkit") and isinstance(value, (Mapping, list)):
            yield fault(_RULE, line, f"“{word}” has more than one value.", "Write one text.")
    for word in ("form", "columns"):
        if word not in data:
            yield fault(_RULE, 1, f"“{word}” is missing.", "Write form: framework@version/form, and the columns.")


def _is_nested(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(words, Mapping) for words in value.values())


def _form(
    text: str, source: Source, find: Callable[[str, str, str], Form | None]
) -> tuple[tuple[str, str, str], Form | None, list[Found]]:
    line = source.line(("form",))
    match = _FORM.match(text.strip())
    if match is None:
        fix = "Write framework, version and form: cafcass-national@2014.11/case."
        return ("", "", ""), None, [fault(_RULE, line, f"The form is “{text}”.", fix)]
    place = (match[1], match[2], match[3])
    form = find(*place)
    if form is None:
        return place, None, [fault(_RULE, line, f"There is no form “{text}” at hand.", "See: docgen frameworks")]
    return place, form, []


def _fields(data: Mapping[str, object], source: Source, form: Form) -> Iterator[Found]:
    """What is wrong with the fields that the columns are for."""
    columns, values = data["columns"], data.get("values") or {}
    assert isinstance(columns, Mapping)
    assert isinstance(values, Mapping)
    ids = [question.id for question in form.questions]
    seen: dict[str, str] = {}
    for name, meant in columns.items():
        line = source.line(("columns", name))
        question = form.question(str(meant))
        if question is None:
            yield fault(_RULE, line, f"The form has no field “{meant}”.", choose(str(meant), ids))
        elif kind(question).control is Control.ROWS:
            yield fault(_RULE, line, f"“{meant}” is a table, which a column cannot hold.", "Leave it out.")
        elif str(meant) in seen:
            yield fault(_RULE, line, f"Two columns are both for “{meant}”.", "Keep one of them.")
        seen.setdefault(str(meant), str(name))
    for name, words in values.items():
        question = form.question(str(name))
        if question is None:
            line = source.line(("values", name))
            yield fault(_RULE, line, f"The form has no field “{name}”.", choose(str(name), ids))
            continue
        options = [option.id for option in question.options]
        for said, meant in words.items():
            if question.options and str(meant) not in options:
                line = source.line(("values", name, said))
                yield fault(_RULE, line, f"“{name}” has no option “{meant}”.", choose(str(meant), options))
